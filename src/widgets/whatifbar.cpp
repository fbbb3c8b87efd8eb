#include "widgets/whatifbar.h"

#include "widgets/elidedlabel.h"
#include "widgets/numbertext.h"

#include <charconv>
#include <cmath>

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace widgets {

WhatIfBar::WhatIfBar(QWidget *parent)
    : QWidget(parent),
      m_question(new QLabel),
      m_value(new QLineEdit),
      m_effect(new ElidedLabel),
      m_apply(new QPushButton),
      m_discard(new QPushButton)
{
    m_value->setObjectName(QStringLiteral("whatIfValue"));
    m_effect->setObjectName(QStringLiteral("whatIfEffect"));
    m_apply->setObjectName(QStringLiteral("whatIfApply"));
    m_discard->setObjectName(QStringLiteral("whatIfDiscard"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 4);
    layout->setSpacing(8);
    m_question->setBuddy(m_value);
    m_value->setMaximumWidth(fontMetrics().horizontalAdvance(QLatin1Char('0')) * 14);
    m_effect->setTextFormat(Qt::PlainText);
    layout->addWidget(m_question);
    layout->addWidget(m_value);
    layout->addWidget(m_effect, 1);
    layout->addWidget(m_apply);
    layout->addWidget(m_discard);
    connect(m_value, &QLineEdit::editingFinished, this, &WhatIfBar::typed);
    connect(m_apply, &QPushButton::clicked, this, &WhatIfBar::applied);
    connect(m_discard, &QPushButton::clicked, this, &WhatIfBar::discarded);
    retranslate();
    hide();
}

void WhatIfBar::setValue(std::optional<double> value)
{
    if (value)
        m_value->setText(fullNumber(*value));
    setVisible(value.has_value());
}

void WhatIfBar::setEffect(const QString &text)
{
    m_effect->setText(text);
}

void WhatIfBar::setApplicable(bool on)
{
    m_apply->setEnabled(on);
}

void WhatIfBar::typed()
{
    const QByteArray text = m_value->text().trimmed().toLatin1();
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc() && end == text.data() + text.size() && std::isfinite(value))
        emit valueTyped(value);
    else
        setEffect(tr("Write a number, like 0.05 or 1e9."));
}

void WhatIfBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        emit discarded();
    else
        QWidget::keyPressEvent(event);
}

void WhatIfBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void WhatIfBar::retranslate()
{
    m_question->setText(tr("What if the threshold were"));
    m_value->setAccessibleName(tr("The threshold that is tried out"));
    m_apply->setText(tr("Apply to the rule"));
    m_apply->setToolTip(tr("Write this threshold into the rule; one undo takes it back"));
    m_discard->setText(tr("Discard"));
    m_discard->setAccessibleName(tr("Discard the threshold that is tried out"));
}

} // namespace widgets
