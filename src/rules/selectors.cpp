#include "rules/selectors.h"

#include <algorithm>

namespace rules {

namespace {

std::string quotedValue(std::string_view value)
{
    std::string result = "\"";
    for (const char c : value) {
        if (c == '"' || c == '\\')
            result += '\\';
        if (c == '\n')
            result += "\\n";
        else
            result += c;
    }
    return result + '"';
}

/// The string literals behind `query` in the actions of a template.
std::vector<std::string> templateQueries(const std::string &text)
{
    std::vector<std::string> queries;
    for (std::size_t open = text.find("{{"); open != std::string::npos; open = text.find("{{", open + 2)) {
        const std::size_t close = text.find("}}", open);
        const std::string action =
            text.substr(open + 2, close == std::string::npos ? std::string::npos : close - open - 2);
        for (std::size_t at = action.find("query"); at != std::string::npos; at = action.find("query", at + 5)) {
            const bool word =
                at == 0 || (!std::isalnum(static_cast<unsigned char>(action[at - 1])) && action[at - 1] != '_');
            std::size_t i = action.find_first_not_of(" \t\n", at + 5);
            if (!word || i == std::string::npos || (action[i] != '"' && action[i] != '`'))
                continue;
            const char quote = action[i];
            std::string query;
            for (++i; i < action.size() && action[i] != quote; ++i) {
                if (quote == '"' && action[i] == '\\' && i + 1 < action.size()) {
                    ++i;
                    query += action[i] == 'n' ? '\n' : action[i] == 't' ? '\t' : action[i];
                } else {
                    query += action[i];
                }
            }
            queries.push_back(std::move(query));
        }
    }
    return queries;
}

} // namespace

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
    return m_label + ops[static_cast<int>(m_op)] + quotedValue(m_value);
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
                const promql::Tree tree = promql::parse(std::move(query));
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
