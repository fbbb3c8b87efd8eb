#include "rules/selectors.h"

#include "promql/literals.h"
#include "rules/surroundings.h"
#include "rules/templatequeries.h"

#include <algorithm>

namespace rules {

NameTest::NameTest(promql::MatchOp op, std::string label, std::string value)
    : m_op(op), m_label(std::move(label)), m_value(std::move(value))
{
    if (op == promql::MatchOp::RegexMatch || op == promql::MatchOp::RegexNoMatch)
        m_regex.emplace(m_value);
}

NameTest::NameTest(const promql::LabelMatcher &matcher)
    : NameTest(matcher.op, std::string(matcher.name), std::string(matcher.value))
{}

bool NameTest::matches(std::string_view value) const
{
    switch (m_op) {
    case promql::MatchOp::Equal:
        return value == m_value;
    case promql::MatchOp::NotEqual:
        return value != m_value;
    case promql::MatchOp::RegexMatch:
        return m_regex->matches(value);
    case promql::MatchOp::RegexNoMatch:
        return m_regex->valid() && !m_regex->matches(value);
    }
    return false;
}

std::string NameTest::text() const
{
    constexpr const char *ops[] = {"=", "!=", "=~", "!~"};
    return m_label + ops[static_cast<int>(m_op)] + promql::quote(m_value);
}

std::string Selector::namePrefix() const
{
    if (exactName)
        return *exactName;
    for (const NameTest &test : nameMatchers) {
        const std::string &pattern = test.value();
        const std::size_t end =
            pattern.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_:");
        if (test.op() != promql::MatchOp::RegexMatch || end == std::string::npos ||
            pattern.find('|') != std::string::npos)
            continue;
        // A quantifier takes the last character with it.
        const bool quantified = std::string_view("?*{").find(pattern[end]) != std::string_view::npos;
        return pattern.substr(0, quantified && end > 0 ? end - 1 : end);
    }
    return {};
}

bool Selector::matchesName(std::string_view name) const
{
    return std::ranges::all_of(nameMatchers, [name](const NameTest &test) { return test.matches(name); });
}

std::string Selector::nameText() const
{
    std::string text;
    for (const NameTest &test : nameMatchers)
        text += (text.empty() ? "" : ",") + test.text();
    return text;
}

std::vector<Selector> selectorsOf(const promql::Expr *expr)
{
    std::vector<Selector> selectors;
    promql::walk(expr, [&selectors](const promql::Expr &each) {
        const auto *vector = promql::as<promql::VectorSelector>(&each);
        if (!vector)
            return true;
        Selector selector;
        selector.range = vector->range;
        if (!vector->metric.value.empty())
            selector.nameMatchers.emplace_back(promql::MatchOp::Equal, "__name__", std::string(vector->metric.value));
        for (const promql::LabelMatcher &matcher : vector->matchers)
            (matcher.name == "__name__" ? selector.nameMatchers : selector.labelMatchers).emplace_back(matcher);
        for (const NameTest &test : selector.nameMatchers) {
            if (test.op() == promql::MatchOp::Equal)
                selector.exactName = test.value();
        }
        // What a template or a dashboard's variable puts in at run time can be any name and any value.
        const auto open = [](const NameTest &test) {
            return test.value().find(templateHole) != std::string::npos ||
                   test.value().find(unreadableName) != std::string::npos ||
                   test.label().find(unreadableName) != std::string::npos;
        };
        if (std::ranges::any_of(selector.nameMatchers, open))
            return false;
        std::erase_if(selector.labelMatchers, open);
        const bool readable = !selector.nameMatchers.empty() || !selector.labelMatchers.empty();
        if (readable)
            selectors.push_back(std::move(selector));
        return false;
    });
    return selectors;
}

std::vector<Selector> selectorsOf(const Rule &rule)
{
    std::vector<Selector> selectors = selectorsOf(rule.tree->root());
    for (const Pairs *pairs : {&rule.labels, &rule.annotations}) {
        for (const auto &[name, value] : *pairs) {
            if (value.value.find("query") == std::string::npos)
                continue;
            for (std::string &query : templateQueries(value.value)) {
                const promql::Tree tree = promql::parse(std::move(query), rule.tree->dialect());
                if (!tree.valid())
                    continue;
                for (Selector &selector : selectorsOf(tree.root())) {
                    selector.range = {};
                    selectors.push_back(std::move(selector));
                }
            }
        }
    }
    return selectors;
}

} // namespace rules
