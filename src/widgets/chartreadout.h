#pragma once

#include <QColor>
#include <QLabel>
#include <QStringList>

#include <vector>

namespace widgets {

/// The box beside a chart's cursor: a time and the values then. It never takes the mouse.
class ChartReadout : public QLabel
{
    Q_OBJECT

public:
    struct Line
    {
        QColor color;
        QString name;
        /// As it is written.
        QString value;
        /// The line that the mouse is nearest to.
        bool emphasized = false;
    };

    explicit ChartReadout(QWidget *parent);

    /// In the order given; only the first dozen are written out.
    void setLines(const QString &time, const std::vector<Line> &lines);
    /// What is written, without markup.
    [[nodiscard]] const QStringList &lines() const { return m_lines; }
    /// Shows it beside `x` (pixels of the parent), on the side where it fits.
    void showAt(int x);

protected:
    void changeEvent(QEvent *event) override;

private:
    void applyTheme();

    QStringList m_lines;
};

} // namespace widgets
