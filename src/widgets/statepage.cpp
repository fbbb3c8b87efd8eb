#include "widgets/statepage.h"

#include "widgets/theme.h"

#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace widgets {

StatePage::StatePage(QWidget *parent)
    : QWidget(parent), m_sentence(new QLabel(this)), m_hint(new QLabel(this)), m_button(new QPushButton(this))
{
    for (QLabel *label : {m_sentence, m_hint}) {
        label->setWordWrap(true);
        label->setAlignment(Qt::AlignCenter);
        // On a base background labels would take the colour of texts.
        label->setForegroundRole(QPalette::WindowText);
        // Server messages are shown here: never as rich text.
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_sentence->setObjectName(QStringLiteral("stateSentence"));
    m_hint->setObjectName(QStringLiteral("stateHint"));
    m_button->setObjectName(QStringLiteral("stateButton"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    layout->addStretch();
    layout->addWidget(m_sentence);
    layout->addWidget(m_hint);
    layout->addWidget(m_button, 0, Qt::AlignHCenter);
    layout->addStretch();
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    connect(m_button, &QPushButton::clicked, this, &StatePage::buttonClicked);
    m_button->hide();
    applyTheme();
}

void StatePage::show(const QString &sentence, const QString &hint, const QString &button, Tone tone)
{
    m_sentence->setText(sentence);
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
    m_button->setText(button);
    m_button->setAccessibleName(button);
    m_button->setVisible(!button.isEmpty());
    m_tone = tone;
    applyTheme();
}

QString StatePage::sentence() const
{
    return m_sentence->text();
}

QString StatePage::hint() const
{
    return m_hint->text();
}

void StatePage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        applyTheme();
    QWidget::changeEvent(event);
}

void StatePage::applyTheme()
{
    const Theme &theme = Theme::of(palette());
    QPalette sentence = palette();
    sentence.setColor(QPalette::WindowText, m_tone == Tone::Error ? theme.critical : theme.text);
    m_sentence->setPalette(sentence);
    QPalette hint = palette();
    hint.setColor(QPalette::WindowText, theme.muted);
    m_hint->setPalette(hint);
}

} // namespace widgets
