#include "checks/checklist.h"

#include <map>

namespace checks {

namespace {

std::string identityOf(const rules::Rule &rule)
{
    std::map<std::string, std::string> labels;
    for (const auto &[name, value] : rule.labels)
        labels[name.value] = value.value;
    std::string identity = rule.kind == rules::RuleKind::Recording ? "r" : "a";
    identity += rule.name.value;
    for (const auto &[name, value] : labels)
        identity += '\xff' + name + '\xfe' + value;
    return identity;
}

} // namespace

/// Two recording rules of one name and the same labels write the same series: Prometheus keeps one sample and drops the
/// other. promtool reports the same.
void duplicateRules(const rules::RuleGroup &group, std::vector<base::Diagnostic> &diagnostics)
{
    std::map<std::string, const rules::Rule *> seen;
    for (const rules::Rule &rule : group.rules) {
        const auto [first, added] = seen.try_emplace(identityOf(rule), &rule);
        if (added || rule.name.value.empty())
            continue;
        const bool recording = rule.kind == rules::RuleKind::Recording;
        if (!recording && first->second->expr.value != rule.expr.value)
            continue;
        base::Diagnostic diagnostic;
        diagnostic.check = "rules/duplicate";
        diagnostic.severity = base::Severity::Warning;
        diagnostic.range = rule.name.range;
        diagnostic.text =
            recording ? base::Text{TRANSLATABLE("Core", "The group records %1 with the same labels twice. The two may "
                                                        "overwrite each other."),
                                   {rule.name.value}}
                      : base::Text{
                            TRANSLATABLE(
                                "Core", "The alert %1 stands in this group twice with the same expression and labels."),
                            {rule.name.value}};
        diagnostic.related.push_back({first->second->name.range, {TRANSLATABLE("Core", "The first one is here.")}});
        diagnostics.push_back(std::move(diagnostic));
    }
}

} // namespace checks
