#include "widgets/ruletexts.h"

#include "rules/selectors.h"
#include "widgets/icons.h"
#include "widgets/kindshape.h"
#include "widgets/theme.h"
#include "workspace/workspace.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <vector>

namespace widgets {

namespace {

const std::string *labelOf(const rules::Rule &rule, const std::string &name)
{
    const auto found =
        std::ranges::find_if(rule.labels, [&name](const auto &label) { return label.first.value == name; });
    return found == rule.labels.end() ? nullptr : &found->second.value;
}

std::string firstMetric(const rules::Rule &rule)
{
    for (const rules::Selector &selector : rules::selectorsOf(rule.tree->root())) {
        if (selector.exactName)
            return *selector.exactName;
    }
    return {};
}

/// The label names of which not all of the rules have the same value.
std::set<std::string> differingLabels(const std::vector<const rules::Rule *> &rules)
{
    std::set<std::string> names;
    for (const rules::Rule *rule : rules) {
        for (const auto &label : rule->labels)
            names.insert(label.first.value);
    }
    std::erase_if(names, [&rules](const std::string &name) {
        const std::string *first = labelOf(*rules.front(), name);
        return first && std::ranges::all_of(rules, [&](const rules::Rule *rule) {
                   const std::string *value = labelOf(*rule, name);
                   return value && *value == *first;
               });
    });
    return names;
}

/// Cuts from all names the words that all of them begin with and end in: "gateway" and "worker" of a_gateway_total and
/// a_worker_total. Names that have no others stay whole.
void keepDifferingWords(std::vector<std::string> &names)
{
    const auto isSeparator = [](char c) { return c == '_' || c == ':'; };
    const auto sharedBy = [&names](auto &&characterOf) {
        std::size_t shared = 0;
        while (std::ranges::all_of(names, [&](const std::string &name) {
            return shared < name.size() && characterOf(name, shared) == characterOf(names.front(), shared);
        }))
            ++shared;
        return shared;
    };
    std::size_t prefix = sharedBy([](const std::string &name, std::size_t i) { return name[i]; });
    while (prefix > 0 && !isSeparator(names.front()[prefix - 1]))
        --prefix;
    std::size_t suffix = sharedBy([](const std::string &name, std::size_t i) { return name[name.size() - 1 - i]; });
    while (suffix > 0 && !isSeparator(names.front()[names.front().size() - suffix]))
        --suffix;
    if (std::ranges::any_of(names, [&](const std::string &name) { return prefix + suffix >= name.size(); }))
        return;
    for (std::string &name : names)
        name = name.substr(prefix, name.size() - prefix - suffix);
}

} // namespace

QStringList distinctions(const rules::RuleGroup &group)
{
    std::map<std::string_view, std::vector<const rules::Rule *>> byName;
    for (const rules::Rule &rule : group.rules)
        byName[rule.name.value].push_back(&rule);
    QStringList result(qsizetype(group.rules.size()));
    const auto resultOf = [&](const rules::Rule *rule) -> QString & { return result[rule - group.rules.data()]; };
    for (const auto &entry : byName) {
        const std::vector<const rules::Rule *> &rules = entry.second;
        if (rules.size() < 2)
            continue;
        const std::set<std::string> labels = differingLabels(rules);
        std::vector<std::string> metrics;
        metrics.reserve(rules.size());
        for (const rules::Rule *rule : rules) {
            QStringList values;
            for (const auto &label : rule->labels) {
                if (labels.contains(label.first.value))
                    values.append(QString::fromStdString(label.second.value));
            }
            resultOf(rule) = values.join(", ");
            metrics.push_back(firstMetric(*rule));
        }
        keepDifferingWords(metrics);
        for (std::size_t i = 0; i < rules.size(); ++i) {
            if (resultOf(rules[i]).isEmpty())
                resultOf(rules[i]) = QString::fromStdString(metrics[i]);
        }
    }
    return result;
}

QString severityOf(const rules::RuleGroup &group, const rules::Rule &rule)
{
    QString severity;
    for (const rules::Pairs *pairs : {&group.labels, &rule.labels}) {
        for (const auto &[name, value] : *pairs) {
            if (name.value == "severity")
                severity = QString::fromStdString(value.value);
        }
    }
    return severity;
}

QIcon ruleIcon(const rules::RuleGroup &group, const rules::Rule &rule)
{
    const bool recording = rule.kind == rules::RuleKind::Recording;
    return icon(recording ? "recording" : "alert",
                kindColour(Theme::current(), recording ? rules::NodeKind::Recording : rules::NodeKind::Alerting,
                           severityOf(group, rule)));
}

QColor nodeColour(const workspace::Workspace &workspace, const rules::GraphNode &node)
{
    const workspace::RuleFile *file = node.rule ? workspace.findFile(QString::fromStdString(node.rule->file)) : nullptr;
    const rules::RuleGroup *group = file ? file->rules->findGroup(*node.rule) : nullptr;
    const rules::Rule *rule = group ? file->rules->find(*node.rule) : nullptr;
    return kindColour(Theme::current(), node.kind, rule ? severityOf(*group, *rule) : QString());
}

QStringList namesOf(const rules::SharedChange &change, const rules::RuleDocument &document)
{
    QStringList names;
    for (const std::string &name : change.names(document))
        names += QString::fromStdString(name);
    return names;
}

} // namespace widgets
