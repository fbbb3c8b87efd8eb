#include "widgets/rulesdelegate.h"
#include "widgets/rulestree.h"
#include "widgets/theme.h"

#include <QTreeWidget>

#include <utility>

/// What stands beside the names of the rules.
namespace widgets {

void RulesTree::setBadges(RuleBadges badges)
{
    const RuleBadges before = std::exchange(m_badges, std::move(badges));
    for (const auto &[id, item] : m_rules) {
        const auto was = before.find(id);
        const auto is = m_badges.find(id);
        const bool had = was != before.end();
        if (had != (is != m_badges.end()) || (had && was->second != is->second))
            showBadge(id, item);
    }
}

void RulesTree::showBadge(const std::string &id, QTreeWidgetItem *item) const
{
    const auto found = m_badges.find(id);
    if (found == m_badges.end()) {
        for (const int role : {int(RulesDelegate::CountRole), int(RulesDelegate::CountColourRole),
                               int(RulesDelegate::CountTipRole), int(Qt::AccessibleDescriptionRole)})
            item->setData(0, role, {});
        return;
    }
    const RuleBadge &badge = found->second;
    const Theme &theme = Theme::current();
    const QColor colour = badge.tone == RuleBadge::Tone::Critical  ? theme.critical
                          : badge.tone == RuleBadge::Tone::Warning ? theme.warning
                                                                   : theme.muted;
    item->setData(0, RulesDelegate::CountRole, badge.text);
    item->setData(0, RulesDelegate::CountColourRole, colour);
    item->setData(0, RulesDelegate::CountTipRole, badge.explanation);
    item->setData(0, Qt::AccessibleDescriptionRole, badge.explanation);
}

} // namespace widgets
