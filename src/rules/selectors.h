#pragma once

#include "promql/regex.h"
#include "rules/ruledocument.h"

#include <memory>
#include <string>
#include <vector>

namespace rules {

/// A label matcher that can be asked.
class NameTest
{
public:
    explicit NameTest(const promql::LabelMatcher &matcher);
    NameTest(promql::MatchOp op, std::string label, std::string value);

    [[nodiscard]] const std::string &label() const { return m_label; }
    [[nodiscard]] const std::string &value() const { return m_value; }
    [[nodiscard]] promql::MatchOp op() const { return m_op; }
    [[nodiscard]] bool matches(std::string_view value) const;
    /// As Prometheus prints it: `__name__=~"a.*"`.
    [[nodiscard]] std::string text() const;

private:
    promql::MatchOp m_op;
    std::string m_label;
    std::string m_value;
    std::optional<promql::Regex> m_regex;
};

/// One vector selector of a rule, split into what it says of the metric's name and of other labels.
struct Selector
{
    std::vector<NameTest> nameMatchers;
    std::vector<NameTest> labelMatchers;
    /// The name of an `=` matcher on it.
    std::optional<std::string> exactName;
    /// Bytes of the rule's expression; empty for a selector of a template.
    base::ByteRange range;

    /// What every name that it reads begins with.
    [[nodiscard]] std::string namePrefix() const;
    [[nodiscard]] bool matchesName(std::string_view name) const;
    /// The name matchers as Prometheus prints them, joined by commas.
    [[nodiscard]] std::string nameText() const;
};

[[nodiscard]] std::vector<Selector> selectorsOf(const promql::Expr *expr);
/// Of the expression, and of `query "…"` in the templates of labels and annotations.
[[nodiscard]] std::vector<Selector> selectorsOf(const Rule &rule);

} // namespace rules
