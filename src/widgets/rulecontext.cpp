#include "widgets/rulecontext.h"

#include "widgets/chip.h"
#include "widgets/elidedlabel.h"
#include "widgets/kindshape.h"
#include "widgets/ruletexts.h"
#include "widgets/theme.h"

#include <QHBoxLayout>

namespace widgets {

RuleContext::RuleContext(QWidget *parent) : QWidget(parent), m_severity(new Chip(this)), m_place(new ElidedLabel(this))
{
    m_severity->setObjectName("ruleSeverity");
    m_place->setObjectName("rulePlace");
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_severity);
    layout->addWidget(m_place, 1);
}

void RuleContext::setRule(const rules::RuleGroup &group, std::size_t index)
{
    const rules::Rule &rule = group.rules[index];
    const QString severity = severityOf(group, rule);
    const bool alerting = rule.kind == rules::RuleKind::Alerting;
    const rules::NodeKind kind = alerting ? rules::NodeKind::Alerting : rules::NodeKind::Recording;
    m_severity->setText(alerting ? severity : QString(), kindColour(Theme::current(), kind, severity));
    QStringList place = {QString::fromStdString(group.name.value),
                         tr("rule %1 of %2").arg(index + 1).arg(group.rules.size())};
    if (group.interval && !group.interval->value.empty())
        place += tr("every %1").arg(QString::fromStdString(group.interval->value));
    else
        place += tr("at the server's interval");
    m_place->setText(place.join(QStringLiteral(" · ")));
}

void RuleContext::restyle()
{
    QPalette muted = palette();
    muted.setColor(QPalette::WindowText, Theme::current().muted);
    m_place->setPalette(muted);
}

} // namespace widgets
