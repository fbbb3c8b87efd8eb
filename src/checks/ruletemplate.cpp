#include "checks/ruletemplate.h"

#include "rules/ruleedits.h"

namespace checks {

base::Diagnostic RuleTemplate::diagnostic(const char *check, base::ByteRange range, base::Text text) const
{
    base::Diagnostic diagnostic;
    diagnostic.check = check;
    diagnostic.severity = base::Severity::Warning;
    diagnostic.range = field.map.toSource(range);
    diagnostic.text = std::move(text);
    return diagnostic;
}

void RuleTemplate::addFix(base::Diagnostic &diagnostic, base::Text title, const base::TextEdit &edit) const
{
    if (field.inherited)
        return;
    const base::Result<std::string> text = base::applyEdits(field.value, {edit});
    if (!text)
        return;
    const base::Result<base::TextEdits> edits =
        rules::setFieldEdits(document, document.refOf(group, index), {isLabel ? "labels" : "annotations", name}, *text);
    if (edits && !edits->empty())
        diagnostic.fixes.push_back({std::move(title), *edits});
}

void forEachTemplate(const rules::RuleDocument &document, const std::function<void(const RuleTemplate &)> &visit)
{
    if (document.readOnlyReason())
        return;
    for (const rules::RuleGroup &group : document.groups()) {
        for (std::size_t index = 0; index < group.rules.size(); ++index) {
            const rules::Rule &rule = group.rules[index];
            if (rule.kind != rules::RuleKind::Alerting)
                continue;
            for (const rules::Pairs *pairs : {&rule.labels, &rule.annotations}) {
                for (const auto &[name, value] : *pairs) {
                    if (value.value.find("{{") == std::string::npos)
                        continue;
                    const auto parsed = templates::Template::parse(value.value, rule.tree->dialect());
                    if (!parsed.error())
                        visit({document, group, rule, index, pairs == &rule.labels, name.value, value, parsed});
                }
            }
        }
    }
}

} // namespace checks
