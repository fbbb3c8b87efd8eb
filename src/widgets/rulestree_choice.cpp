#include "widgets/rulestree.h"

#include <QTreeWidget>

#include <limits>

namespace widgets {

RulesTree::Choice RulesTree::choice() const
{
    Choice choice{selectedRule(), selectedGroup(), selectedFile(), {}};
    const QList<QTreeWidgetItem *> selected = m_tree->selectedItems();
    for (const QTreeWidgetItem *item : selected) {
        if (const auto rule = m_ruleRefs.find(item); rule != m_ruleRefs.end())
            choice.chosen.push_back(rule->second.id());
    }
    return choice;
}

/// Alone, whatever keys are held: Ctrl of Ctrl+Z would add to what is chosen.
void RulesTree::setCurrent(QTreeWidgetItem *item)
{
    m_tree->setCurrentItem(item, 0, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

void RulesTree::chooseAll(const std::vector<std::string> &ids)
{
    for (const std::string &id : ids.size() > 1 ? ids : std::vector<std::string>()) {
        if (const auto found = m_rules.find(id); found != m_rules.end())
            found->second->setSelected(true);
    }
}

void RulesTree::selectRule(const rules::RuleRef &ref)
{
    const auto found = m_rules.find(ref.id());
    m_wanted.reset();
    if (found == m_rules.end()) {
        if (m_catchesUp)
            m_wanted = ref;
        return;
    }
    if (m_tree->currentItem() == found->second)
        return;
    const bool filling = m_filling;
    m_filling = true;
    setCurrent(found->second);
    m_tree->scrollToItem(found->second);
    m_filling = filling;
}

void RulesTree::selectRules(const std::vector<rules::RuleRef> &refs)
{
    if (refs.empty())
        return;
    selectRule(refs.front());
    std::vector<std::string> ids;
    ids.reserve(refs.size());
    for (const rules::RuleRef &ref : refs)
        ids.push_back(ref.id());
    chooseAll(ids);
}

void RulesTree::takeDrop(QTreeWidgetItem *target, bool behind, bool copy)
{
    const auto group = m_groupRefs.find(target);
    if (const auto dragged = selectedGroup()) {
        if (group != m_groupRefs.end())
            emit groupDropped(*dragged, group->second, behind, copy);
        return;
    }
    const std::vector<rules::RuleRef> refs = selectedRules();
    if (refs.empty())
        return;
    if (group != m_groupRefs.end()) {
        rules::RuleRef at = group->second;
        at.index = std::numeric_limits<std::size_t>::max();
        emit rulesDropped(refs, at, copy);
    } else if (const auto rule = m_ruleRefs.find(target); rule != m_ruleRefs.end()) {
        rules::RuleRef at = rule->second;
        at.index += behind ? 1 : 0;
        emit rulesDropped(refs, at, copy);
    }
}

} // namespace widgets
