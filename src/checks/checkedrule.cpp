#include "checks/checkedrule.h"

#include "rules/ruleedits.h"

namespace checks {

DocumentFacts::DocumentFacts(const rules::RuleDocument &source) : document(source)
{
    for (const rules::RuleGroup &group : document.groups()) {
        for (const rules::Rule &rule : group.rules) {
            if (rule.kind == rules::RuleKind::Recording && rule.tree->valid() && !rule.expr.value.empty())
                recorded.try_emplace(rule.name.value, &rule);
        }
    }
}

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

CheckedRule::CheckedRule(const DocumentFacts &facts, const rules::RuleGroup &group, std::size_t index)
    : m_facts(facts), m_group(group), m_rule(group.rules[index]), m_index(index)
{}

const promql::Expr *CheckedRule::expr() const
{
    return m_rule.tree->valid() && !m_rule.expr.value.empty() ? m_rule.tree->root() : nullptr;
}

const promql::LabelFlow &CheckedRule::labelFlow()
{
    if (!m_labelFlow)
        m_labelFlow = std::make_unique<promql::LabelFlow>(*m_rule.tree);
    return *m_labelFlow;
}

const std::vector<RuleTemplate> &CheckedRule::templates()
{
    if (m_templates)
        return *m_templates;
    m_templates.emplace();
    if (!isAlert() || m_facts.document.readOnlyReason())
        return *m_templates;
    for (const rules::Pairs *pairs : {&m_rule.labels, &m_rule.annotations}) {
        for (const auto &[name, value] : *pairs) {
            if (value.value.find("{{") == std::string::npos)
                continue;
            auto parsed = templates::Template::parse(value.value, m_rule.tree->dialect());
            if (!parsed.error())
                m_templates->push_back({m_facts.document, m_group, m_rule, m_index, pairs == &m_rule.labels, name.value,
                                        value, std::move(parsed)});
        }
    }
    return *m_templates;
}

} // namespace checks
