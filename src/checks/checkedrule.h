#pragma once

#include "promql/labelflow.h"
#include "rules/ruledocument.h"
#include "templates/parser.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace checks {

/// What the checks of one rule have to know of its document. The document must outlive it.
struct DocumentFacts
{
    explicit DocumentFacts(const rules::RuleDocument &document);

    const rules::RuleDocument &document;
    /// The first recording rule of each name whose expression is valid.
    std::map<std::string_view, const rules::Rule *> recorded;
};

/// The template of a label or an annotation of an alerting rule, which parses.
struct RuleTemplate
{
    const rules::RuleDocument &document;
    const rules::RuleGroup &group;
    const rules::Rule &rule;
    std::size_t index = 0;
    bool isLabel = false;
    const std::string &name;
    const rules::Field &field;
    templates::Template parsed;

    /// A diagnostic at bytes of the template.
    [[nodiscard]] base::Diagnostic diagnostic(const char *check, base::ByteRange range, base::Text text) const;
    /// Adds the way to mend it by an edit of the template's text, where the file can be edited here.
    void addFix(base::Diagnostic &diagnostic, base::Text title, const base::TextEdit &edit) const;
};

/// A rule with what its checks share; each part is made when the first of them asks for it.
class CheckedRule
{
public:
    CheckedRule(const DocumentFacts &facts, const rules::RuleGroup &group, std::size_t index);

    [[nodiscard]] const DocumentFacts &facts() const { return m_facts; }
    [[nodiscard]] const rules::RuleGroup &group() const { return m_group; }
    [[nodiscard]] const rules::Rule &rule() const { return m_rule; }
    [[nodiscard]] bool isAlert() const { return m_rule.kind == rules::RuleKind::Alerting; }
    /// Its expression, or null when there is none that is valid.
    [[nodiscard]] const promql::Expr *expr() const;
    /// Only of rules with an expression.
    [[nodiscard]] const promql::LabelFlow &labelFlow();
    /// Those with actions; none of a recording rule, and none of a file that Helm makes.
    [[nodiscard]] const std::vector<RuleTemplate> &templates();

private:
    const DocumentFacts &m_facts;
    const rules::RuleGroup &m_group;
    const rules::Rule &m_rule;
    std::size_t m_index;
    std::unique_ptr<promql::LabelFlow> m_labelFlow;
    std::optional<std::vector<RuleTemplate>> m_templates;
};

} // namespace checks
