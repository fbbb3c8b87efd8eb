#pragma once

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
QT_END_NAMESPACE

namespace widgets {

/// What a panel shows in place of its content: a sentence on what it is, one on what to do, at most one button.
class StatePage : public QWidget
{
    Q_OBJECT

public:
    enum class Tone { Quiet, Error };

    explicit StatePage(QWidget *parent = nullptr);

    /// An empty `button` shows none; an empty `hint` leaves the line out.
    void show(const QString &sentence, const QString &hint, const QString &button = {}, Tone tone = Tone::Quiet);
    [[nodiscard]] QString sentence() const;
    [[nodiscard]] QString hint() const;
    [[nodiscard]] QPushButton *button() const { return m_button; }

signals:
    void buttonClicked();

protected:
    void changeEvent(QEvent *event) override;

private:
    void applyTheme();

    QLabel *m_sentence;
    QLabel *m_hint;
    QPushButton *m_button;
    Tone m_tone = Tone::Quiet;
};

} // namespace widgets
