#include "widgets/ruletexts.h"

#include "rules/selectors.h"
#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QStringList>

#include <algorithm>

namespace widgets {

namespace {

const std::string *labelOf(const rules::Rule &rule, const std::string &name)
{
    const auto found =
        std::ranges::find_if(rule.labels, [&name](const auto &label) { return label.first.value == name; });
    return found == rule.labels.end() ? nullptr : &found->second.value;
}

} // namespace

QString distinction(const rules::RuleGroup &group, std::size_t index)
{
    const rules::Rule &rule = group.rules[index];
    std::vector<const rules::Rule *> sameName;
    for (const rules::Rule &other : group.rules) {
        if (&other != &rule && other.name.value == rule.name.value)
            sameName.push_back(&other);
    }
    if (sameName.empty())
        return {};
    QStringList values;
    for (const auto &label : rule.labels) {
        const bool differs = std::ranges::any_of(sameName, [&](const rules::Rule *other) {
            const std::string *theirs = labelOf(*other, label.first.value);
            return !theirs || *theirs != label.second.value;
        });
        if (differs)
            values.append(QString::fromStdString(label.second.value));
    }
    if (!values.isEmpty())
        return values.join(", ");
    for (const rules::Selector &selector : rules::selectorsOf(rule.tree->root())) {
        if (selector.exactName)
            return QString::fromStdString(*selector.exactName);
    }
    return {};
}

QIcon ruleIcon(const rules::Rule &rule)
{
    const Theme &theme = Theme::current();
    if (rule.kind == rules::RuleKind::Recording)
        return icon("recording", theme.recordingRule);
    const std::string *severity = labelOf(rule, "severity");
    const bool critical = severity && (*severity == "critical" || *severity == "page");
    return icon("alert", critical ? theme.critical : theme.warning);
}

} // namespace widgets
