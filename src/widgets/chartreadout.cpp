#include "widgets/chartreadout.h"

#include "widgets/theme.h"

#include <algorithm>

#include <QEvent>

namespace widgets {

namespace {

constexpr std::size_t mostReadoutLines = 12;
constexpr qsizetype longestReadoutName = 60;

} // namespace

ChartReadout::ChartReadout(QWidget *parent) : QLabel(parent)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setTextFormat(Qt::RichText);
    applyTheme();
    hide();
}

void ChartReadout::setLines(const QString &time, const std::vector<Line> &lines)
{
    m_lines = {time};
    QString html = QStringLiteral("<b>%1</b><table cellspacing='0' cellpadding='1'>").arg(time.toHtmlEscaped());
    for (std::size_t i = 0; i < std::min(lines.size(), mostReadoutLines); ++i) {
        const Line &line = lines[i];
        const QString value = line.value.toHtmlEscaped();
        m_lines.append(line.name + QLatin1Char(' ') + line.value);
        QString name = line.name;
        if (name.size() > longestReadoutName)
            name = name.left(longestReadoutName - 1) + QStringLiteral("…");
        const QString weight = line.emphasized ? QStringLiteral("<b>%1</b>") : QStringLiteral("%1");
        html +=
            QStringLiteral("<tr><td style='color:%1'>■&nbsp;</td><td>%2</td><td align='right'>&nbsp;&nbsp;%3</td></tr>")
                .arg(line.color.name(), weight.arg(name.toHtmlEscaped()), weight.arg(value));
    }
    html += QStringLiteral("</table>");
    if (lines.empty())
        html += tr("No value at this time.").toHtmlEscaped();
    else if (lines.size() > mostReadoutLines)
        html += tr("and %n more", nullptr, static_cast<int>(lines.size() - mostReadoutLines)).toHtmlEscaped();
    setText(html);
}

void ChartReadout::showAt(int x)
{
    constexpr int gap = 12;
    adjustSize();
    const bool fits = x + gap + width() <= parentWidget()->width();
    const int left = fits ? x + gap : std::max(0, x - gap - width());
    move(left, std::max(0, std::min(gap, parentWidget()->height() - height())));
    raise();
    show();
}

void ChartReadout::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        applyTheme();
    QLabel::changeEvent(event);
}

void ChartReadout::applyTheme()
{
    const Theme &theme = Theme::of(parentWidget()->palette());
    const QString sheet =
        QStringLiteral("QLabel { background: %1; color: %2; border: 1px solid %3; border-radius: 4px; padding: 6px; }")
            .arg(theme.raised.name(), theme.text.name(), theme.border.name());
    // Setting a style sheet changes the palette, which would call this again.
    if (sheet != styleSheet())
        setStyleSheet(sheet);
}

} // namespace widgets
