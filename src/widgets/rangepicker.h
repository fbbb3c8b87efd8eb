#pragma once

#include <QComboBox>

#include <optional>

QT_BEGIN_NAMESPACE
class QDateTimeEdit;
class QFrame;
class QLabel;
class QPushButton;
QT_END_NAMESPACE

namespace widgets {

/// The range of a preview: the last hours or days, or from one time to another by a calendar.
class RangePicker : public QComboBox
{
    Q_OBJECT

public:
    explicit RangePicker(QWidget *parent = nullptr);

    /// Shows a range that ends at `end` (Unix seconds), or now.
    void setRange(double seconds, std::optional<double> end);
    /// Opens the calendar at the range that is shown.
    void openCalendar();

signals:
    /// The person chose; `end` in Unix seconds, nothing for now.
    void rangeChosen(double seconds, const std::optional<double> &end);

protected:
    void changeEvent(QEvent *event) override;

private:
    void choose(int index);
    void makeCalendar();
    void accept();
    void checkCalendar();
    void retranslate();
    void fill();

    double m_seconds = 6 * 3600;
    std::optional<double> m_end;
    QFrame *m_calendar = nullptr;
    QLabel *m_fromLabel = nullptr;
    QLabel *m_toLabel = nullptr;
    QDateTimeEdit *m_from = nullptr;
    QDateTimeEdit *m_to = nullptr;
    QLabel *m_problem = nullptr;
    QPushButton *m_show = nullptr;
};

/// "6 h", "90 min", as ranges and steps are written.
[[nodiscard]] QString rangeText(double seconds);

} // namespace widgets
