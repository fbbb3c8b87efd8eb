#include "widgets/messagebar.h"

#include "widgets/appearance.h"
#include "widgets/icons.h"
#include "widgets/textarea.h"
#include "widgets/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

namespace widgets {

MessageBar::MessageBar(QWidget *parent)
    : QFrame(parent), m_icon(new QLabel(this)), m_label(new QLabel(this)), m_buttons(new QHBoxLayout)
{
    setObjectName("messageBar");
    setFrameShape(QFrame::NoFrame);
    m_label->setWordWrap(true);
    m_label->setTextFormat(Qt::PlainText);
    m_label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 8, 8, 8);
    layout->setSpacing(8);
    layout->addWidget(m_icon);
    layout->addWidget(new TextArea(m_label, 1, 6), 1);
    m_buttons->setSpacing(8);
    layout->addLayout(m_buttons);
    auto *close = new QToolButton(this);
    close->setObjectName("closeMessage");
    close->setAutoRaise(true);
    close->setAccessibleName(tr("Close this message"));
    connect(close, &QToolButton::clicked, this, &MessageBar::clear);
    layout->addWidget(close);
    applyTheme();
    hide();
}

void MessageBar::show(Kind kind, const QString &text, const std::vector<Choice> &choices)
{
    m_kind = kind;
    m_label->setText(text);
    m_label->updateGeometry();
    setAccessibleName(text);
    while (QLayoutItem *item = m_buttons->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    for (const Choice &choice : choices) {
        auto *button = new QPushButton(choice.first, this);
        connect(button, &QPushButton::clicked, this, [this, run = choice.second] {
            clear();
            run();
        });
        m_buttons->addWidget(button);
    }
    applyTheme();
    setVisible(true);
}

void MessageBar::clear()
{
    setVisible(false);
}

QString MessageBar::text() const
{
    return isVisible() ? m_label->text() : QString();
}

void MessageBar::changeEvent(QEvent *event)
{
    if (restyles(*event))
        applyTheme();
    // What was said in the other language has had its time.
    if (event->type() == QEvent::LanguageChange)
        clear();
    QFrame::changeEvent(event);
}

void MessageBar::applyTheme()
{
    const Theme &theme = Theme::current();
    const QColor color = m_kind == Kind::Error     ? theme.critical
                         : m_kind == Kind::Warning ? theme.warning
                                                   : theme.accent;
    const char *name = m_kind == Kind::Error ? "error" : m_kind == Kind::Warning ? "warning" : "hint";
    const int size = fontMetrics().height();
    m_icon->setPixmap(icon(name, color).pixmap(size, size));
    const QString style =
        QStringLiteral("#messageBar { background: %1; border-bottom: 1px solid %2; border-left: 3px solid %3; }")
            .arg(theme.raised.name(), theme.border.name(), color.name());
    // Setting a style sheet changes the palette, which would come back here.
    if (styleSheet() != style)
        setStyleSheet(style);
    if (auto *close = findChild<QToolButton *>("closeMessage"))
        close->setIcon(icon("close", theme.muted));
}

} // namespace widgets
