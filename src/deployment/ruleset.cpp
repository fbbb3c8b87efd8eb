#include "deployment/ruleset.h"

#include "base/linetable.h"
#include "promql/printer.h"
#include "rules/duration.h"

#include <algorithm>
#include <charconv>

namespace deployment {

namespace {

double secondsOf(const std::optional<rules::Field> &field)
{
    return field ? rules::parseDuration(field->value).value_or(0) : 0;
}

std::map<std::string, std::string> pairsOf(const rules::Pairs &pairs, std::map<std::string, std::string> over = {})
{
    for (const auto &[name, value] : pairs)
        over[name.value] = value.value;
    return over;
}

/// Line breaks at the end come and go with YAML styles.
std::string meant(std::string text)
{
    while (text.ends_with('\n') || text.ends_with(' '))
        text.pop_back();
    return text;
}

/// Whether two expressions differ only by matchers that an operator adds to every selector. Checked on the printed
/// forms: without `namespace="…"` matchers they are equal.
std::string withoutNamespace(const std::string &expr)
{
    std::string result = expr;
    for (std::size_t at = result.find("namespace=\""); at != std::string::npos; at = result.find("namespace=\"", at)) {
        std::size_t start = at;
        std::size_t end = result.find('"', at + 11);
        if (end == std::string::npos)
            break;
        ++end;
        if (end < result.size() && result[end] == ',')
            ++end;
        else if (start > 0 && result[start - 1] == ',')
            --start;
        result.erase(start, end - start);
        if (start > 0 && start < result.size() && result[start - 1] == '{' && result[start] == '}')
            result.erase(start - 1, 2);
        at = start;
    }
    return result;
}

using Pairing = std::vector<std::pair<const ComparedRule *, const ComparedRule *>>;

bool equalRules(const ComparedRule &a, const ComparedRule &b)
{
    return a.expr == b.expr && a.forSeconds == b.forSeconds && a.keepFiringForSeconds == b.keepFiringForSeconds &&
           a.labels == b.labels && a.annotations == b.annotations;
}

class Comparer
{
public:
    Comparer(const std::vector<ComparedGroup> &left, const std::vector<ComparedGroup> &right, const Blind &blind)
        : m_left(left), m_right(right), m_blind(blind)
    {}

    std::vector<RuleDifference> run()
    {
        std::vector<const ComparedGroup *> partner(m_left.size());
        std::vector<bool> taken(m_right.size());
        const auto pair = [&](auto fits) {
            for (std::size_t i = 0; i < m_left.size(); ++i) {
                for (std::size_t k = 0; k < m_right.size() && partner[i] == nullptr; ++k) {
                    if (!taken[k] && fits(m_left[i], m_right[k])) {
                        partner[i] = &m_right[k];
                        taken[k] = true;
                    }
                }
            }
        };
        pair([](const ComparedGroup &a, const ComparedGroup &b) { return a.name == b.name && sameFile(a, b); });
        pair([](const ComparedGroup &a, const ComparedGroup &b) { return a.name == b.name; });
        pair([](const ComparedGroup &a, const ComparedGroup &b) {
            return !a.rules.empty() &&
                   std::ranges::equal(a.rules, b.rules, {}, &ComparedRule::name, &ComparedRule::name);
        });
        for (std::size_t i = 0; i < m_left.size(); ++i)
            compareGroups(m_left[i], partner[i]);
        for (std::size_t k = 0; k < m_right.size(); ++k) {
            if (!taken[k])
                onlyRight(m_right[k]);
        }
        return std::move(m_found);
    }

private:
    static bool sameFile(const ComparedGroup &a, const ComparedGroup &b)
    {
        const auto name = [](const std::string &path) { return path.substr(path.rfind('/') + 1); };
        return name(a.file) == name(b.file);
    }

    RuleDifference &add(RuleDifference::Kind kind, const ComparedGroup &group, const std::string &field)
    {
        RuleDifference difference;
        difference.kind = kind;
        difference.group = group.name;
        difference.field = field;
        m_found.push_back(std::move(difference));
        return m_found.back();
    }

    void compareGroups(const ComparedGroup &left, const ComparedGroup *right)
    {
        if (right == nullptr) {
            for (const ComparedRule &rule : left.rules)
                onlyLeftRule(left, rule, left.at, {});
            if (left.rules.empty())
                add(RuleDifference::Kind::OnlyLeft, left, {}).leftAt = left.at;
            return;
        }
        const auto changed = [&](const std::string &field, std::string a, std::string b) {
            RuleDifference &difference = add(RuleDifference::Kind::Changed, left, field);
            difference.left = std::move(a);
            difference.right = std::move(b);
            difference.leftAt = left.at;
            difference.rightAt = right->at;
        };
        if (left.name != right->name)
            changed("name", left.name, right->name);
        const auto duration = [](const std::optional<double> &seconds) {
            return seconds ? rules::formatDuration(*seconds) : std::string();
        };
        const bool hidden = m_blind.defaultInterval && (!left.interval || !right->interval);
        if (left.interval != right->interval && !hidden)
            changed("interval", duration(left.interval), duration(right->interval));
        if (!m_blind.queryOffset && left.queryOffset != right->queryOffset)
            changed("query_offset", duration(left.queryOffset), duration(right->queryOffset));
        if (left.limit != right->limit)
            changed("limit", std::to_string(left.limit), std::to_string(right->limit));
        compareRuleLists(left, *right);
    }

    void compareRuleLists(const ComparedGroup &left, const ComparedGroup &right)
    {
        std::vector<const ComparedRule *> partner(left.rules.size());
        std::vector<bool> taken(right.rules.size());
        const auto pair = [&](auto fits) {
            for (std::size_t i = 0; i < left.rules.size(); ++i) {
                for (std::size_t k = 0; k < right.rules.size() && partner[i] == nullptr; ++k) {
                    if (!taken[k] && left.rules[i].name == right.rules[k].name &&
                        left.rules[i].kind == right.rules[k].kind && fits(left.rules[i], right.rules[k])) {
                        partner[i] = &right.rules[k];
                        taken[k] = true;
                    }
                }
            }
        };
        pair(equalRules);
        pair([](const ComparedRule &a, const ComparedRule &b) { return a.expr == b.expr && a.labels == b.labels; });
        pair([](const ComparedRule &a, const ComparedRule &b) { return a.expr == b.expr; });
        pair([](const ComparedRule &a, const ComparedRule &b) {
            return a.labels == b.labels && a.annotations == b.annotations;
        });
        pair([](const ComparedRule &, const ComparedRule &) { return true; });
        for (std::size_t i = 0; i < left.rules.size(); ++i) {
            if (partner[i] == nullptr)
                onlyLeftRule(left, left.rules[i], left.rules[i].at, right.at);
            else
                compareFields(left, left.rules[i], *partner[i]);
        }
        for (std::size_t k = 0; k < right.rules.size(); ++k) {
            if (!taken[k])
                onlyRightRule(right, right.rules[k], left.at);
        }
    }

    static std::size_t ordinalOf(const ComparedGroup &group, const ComparedRule &rule)
    {
        std::size_t ordinal = 0;
        for (const ComparedRule &each : group.rules) {
            if (&each == &rule)
                break;
            ordinal += each.name == rule.name ? 1 : 0;
        }
        return ordinal;
    }

    void onlyLeftRule(const ComparedGroup &group, const ComparedRule &rule, const WrittenAt &at, const WrittenAt &right)
    {
        RuleDifference &difference = add(RuleDifference::Kind::OnlyLeft, group, {});
        difference.rule = rule.name;
        difference.ruleKind = rule.kind;
        difference.ordinal = ordinalOf(group, rule);
        difference.left = rule.expr;
        difference.leftAt = rule.at.file.empty() ? at : rule.at;
        difference.rightAt = right;
    }

    void onlyRightRule(const ComparedGroup &group, const ComparedRule &rule, const WrittenAt &left)
    {
        RuleDifference &difference = add(RuleDifference::Kind::OnlyRight, group, {});
        difference.rule = rule.name;
        difference.ruleKind = rule.kind;
        difference.ordinal = ordinalOf(group, rule);
        difference.right = rule.expr;
        difference.leftAt = left;
        difference.rightAt = rule.at;
    }

    void onlyRight(const ComparedGroup &group)
    {
        for (const ComparedRule &rule : group.rules)
            onlyRightRule(group, rule, {});
        if (group.rules.empty())
            add(RuleDifference::Kind::OnlyRight, group, {}).rightAt = group.at;
    }

    void compareFields(const ComparedGroup &group, const ComparedRule &left, const ComparedRule &right)
    {
        const auto changed = [&](const std::string &field, std::string a, std::string b) {
            RuleDifference &difference = add(RuleDifference::Kind::Changed, group, field);
            difference.rule = left.name;
            difference.ruleKind = left.kind;
            difference.ordinal = ordinalOf(group, left);
            difference.left = std::move(a);
            difference.right = std::move(b);
            difference.leftAt = left.at;
            difference.rightAt = right.at;
        };
        const bool rewritten = m_blind.operatorRewrites && withoutNamespace(left.expr) == withoutNamespace(right.expr);
        if (left.expr != right.expr && !rewritten)
            changed("expr", left.expr, right.expr);
        if (left.forSeconds != right.forSeconds)
            changed("for", rules::formatDuration(left.forSeconds), rules::formatDuration(right.forSeconds));
        if (left.keepFiringForSeconds != right.keepFiringForSeconds)
            changed("keep_firing_for", rules::formatDuration(left.keepFiringForSeconds),
                    rules::formatDuration(right.keepFiringForSeconds));
        comparePairs("labels.", left.labels, right.labels, changed);
        comparePairs("annotations.", left.annotations, right.annotations, changed);
    }

    template <class Changed>
    void comparePairs(const std::string &field, const std::map<std::string, std::string> &left,
                      const std::map<std::string, std::string> &right, Changed changed)
    {
        for (const auto &[name, value] : left) {
            const auto other = right.find(name);
            if (other == right.end() || meant(other->second) != meant(value))
                changed(field + name, value, other == right.end() ? std::string() : other->second);
        }
        for (const auto &[name, value] : right) {
            const bool added = m_blind.operatorRewrites && field == "labels." && name == "namespace";
            if (!left.contains(name) && !added)
                changed(field + name, {}, value);
        }
    }

    const std::vector<ComparedGroup> &m_left;
    const std::vector<ComparedGroup> &m_right;
    const Blind &m_blind;
    std::vector<RuleDifference> m_found;
};

} // namespace

std::vector<ComparedGroup> comparedGroups(const rules::RuleDocument &document, const std::string &role)
{
    const base::LineTable lines(document.text());
    const auto at = [&](base::ByteRange range) {
        return WrittenAt{role, document.file(), range, lines.position(range.start).line};
    };
    std::vector<ComparedGroup> groups;
    for (const rules::RuleGroup &group : document.groups()) {
        ComparedGroup compared;
        compared.name = group.name.value;
        compared.file = group.key.value_or(document.file());
        compared.at = at(group.range);
        if (const double seconds = secondsOf(group.interval); seconds > 0)
            compared.interval = seconds;
        if (group.queryOffset)
            compared.queryOffset = secondsOf(group.queryOffset);
        if (group.limit)
            std::from_chars(group.limit->value.data(), group.limit->value.data() + group.limit->value.size(),
                            compared.limit);
        const std::map<std::string, std::string> groupLabels = pairsOf(group.labels);
        for (const rules::Rule &rule : group.rules) {
            ComparedRule each;
            each.kind = rule.kind;
            each.name = rule.name.value;
            each.expr = rule.tree->valid() ? promql::print(rule.tree->root()) : rule.expr.value;
            each.forSeconds = secondsOf(rule.forDuration);
            each.keepFiringForSeconds = secondsOf(rule.keepFiringFor);
            each.labels = pairsOf(rule.labels, groupLabels);
            each.annotations = pairsOf(rule.annotations);
            each.at = at(rule.range);
            compared.rules.push_back(std::move(each));
        }
        groups.push_back(std::move(compared));
    }
    return groups;
}

std::vector<RuleDifference> compareRules(const std::vector<ComparedGroup> &left,
                                         const std::vector<ComparedGroup> &right, const Blind &blind)
{
    return Comparer(left, right, blind).run();
}

} // namespace deployment
