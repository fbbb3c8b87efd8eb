#include "consolidation/openmatches.h"

#include "promql/functions.h"
#include "promql/literals.h"
#include "promql/printerparts.h"
#include "promql/regex.h"

#include <algorithm>
#include <set>

namespace consolidation {

namespace {

/// A matcher of the proposal that takes any value.
struct OpenPattern
{
    std::string selector;
    /// `__name__`, or the label.
    std::string label;
    std::string pattern;
    /// What the members have there.
    std::set<std::string> members;
};

promql::Tree mergedTree(const Family &family, const Takeover &takeover)
{
    return promql::parse(takeover.recording.empty() ? takeover.alerting.rule.expr
                                                    : takeover.recording.front().rule.expr,
                         family.members.front().rule->tree->dialect());
}

std::set<std::string> membersOf(const Family &family, const Takeover &takeover, const promql::LabelMatcher &matcher)
{
    std::set<std::string> values;
    for (const std::size_t member : takeover.members) {
        promql::walk(family.members[member].rule->tree->root(), [&](const promql::Expr &each) {
            const auto *selector = promql::as<promql::VectorSelector>(&each);
            if (!selector)
                return true;
            if (matcher.name == "__name__")
                values.emplace(selector->metric.value);
            for (const promql::LabelMatcher &own : selector->matchers) {
                if (own.name != matcher.name)
                    continue;
                const auto listed =
                    own.op == promql::MatchOp::RegexMatch ? promql::regexAlternatives(own.value) : std::nullopt;
                if (listed)
                    values.insert(listed->begin(), listed->end());
                else
                    values.emplace(own.value);
            }
            return true;
        });
    }
    return values;
}

std::vector<OpenPattern> patternsOf(const Family &family, const Proposal &proposal)
{
    std::vector<OpenPattern> patterns;
    for (const Takeover &takeover : proposal.takeovers) {
        const promql::Tree tree = mergedTree(family, takeover);
        promql::walk(tree.root(), [&](const promql::Expr &each) {
            const auto *selector = promql::as<promql::VectorSelector>(&each);
            if (!selector)
                return true;
            for (const promql::LabelMatcher &matcher : selector->matchers) {
                // Written by the merge: ".+" stands for what differs.
                if (matcher.op != promql::MatchOp::RegexMatch || promql::regexAlternatives(matcher.value) ||
                    matcher.value.find(".+") == std::string_view::npos)
                    continue;
                std::string text;
                promql::appendSelector(text, *selector);
                patterns.push_back({text, std::string(matcher.name), std::string(matcher.value),
                                    membersOf(family, takeover, matcher)});
            }
            return true;
        });
    }
    return patterns;
}

Evidence evidenceOf(const OpenPattern &pattern, const std::string &value, base::Text text)
{
    return {pattern.members.contains(value) ? "match" : "unintended", {}, value, {}, {}, std::move(text)};
}

} // namespace

std::vector<Evidence> openMatchesInRules(const Family &family, const Proposal &proposal, const Documents &documents)
{
    std::vector<Evidence> matches;
    std::set<std::string> metrics;
    for (const auto &document : documents) {
        for (const rules::RuleGroup &group : document->groups()) {
            for (const rules::Rule &rule : group.rules) {
                if (rule.kind == rules::RuleKind::Recording)
                    metrics.insert(rule.name.value);
                promql::walk(rule.tree->root(), [&](const promql::Expr &each) {
                    if (const auto *selector = promql::as<promql::VectorSelector>(&each))
                        metrics.emplace(selector->metric.value);
                    return true;
                });
            }
        }
    }
    std::set<std::string> said;
    for (const OpenPattern &pattern : patternsOf(family, proposal)) {
        if (pattern.label != "__name__")
            continue;
        const promql::Regex regex(pattern.pattern);
        for (const std::string &metric : metrics) {
            if (regex.matches(metric) && !pattern.members.contains(metric) && said.insert(metric).second)
                matches.push_back(evidenceOf(
                    pattern, metric,
                    {TRANSLATABLE("Core", "The open pattern also matches %1, which other rules name."), {metric}}));
        }
    }
    return matches;
}

struct OpenMatchRun::Question
{
    OpenPattern pattern;
    std::string query;
};

OpenMatchRun::OpenMatchRun(const Family &family, const Proposal &proposal, Milliseconds from, Milliseconds to,
                           alerting::SeriesSource &source)
    : m_from(from), m_to(to), m_source(source)
{
    const std::string window = promql::formatDuration(std::max(60.0, static_cast<double>(to - from) / 1000));
    std::set<std::string> asked;
    for (OpenPattern &pattern : patternsOf(family, proposal)) {
        const std::string query =
            "count by (" + pattern.label + ") (last_over_time(" + pattern.selector + '[' + window + "]))";
        if (asked.insert(query).second)
            m_questions.push_back({std::move(pattern), query});
    }
}

OpenMatchRun::~OpenMatchRun() = default;

void OpenMatchRun::start(std::function<void()> finished)
{
    m_finished = std::move(finished);
    ask();
}

void OpenMatchRun::ask()
{
    if (m_next == m_questions.size()) {
        if (const auto finished = std::exchange(m_finished, nullptr))
            finished();
        return;
    }
    m_pending = m_source.queryInstant(m_questions[m_next].query, static_cast<double>(m_to) / 1000,
                                      [this](const base::Result<alerting::QueryResult> &result) { take(result); });
}

void OpenMatchRun::take(const base::Result<alerting::QueryResult> &result)
{
    const auto answered = std::move(m_pending);
    const OpenPattern &pattern = m_questions[m_next++].pattern;
    if (!result) {
        m_matches.push_back({"failed", pattern.selector, {}, m_from, m_to, result.error().text});
        return ask();
    }
    std::vector<alerting::Series> all = result->series;
    std::ranges::sort(all, {}, &alerting::Series::labels);
    for (const alerting::Series &series : all) {
        const auto found = std::ranges::find(series.labels, pattern.label, &alerting::Labels::value_type::first);
        const std::string value = found == series.labels.end() ? std::string() : found->second;
        const std::string count = promql::formatNumber(series.samples.empty() ? 0 : series.samples.back().value);
        m_matches.push_back(evidenceOf(
            pattern, value,
            pattern.members.contains(value)
                ? base::Text(TRANSLATABLE("Core", "The open pattern matches %1, as the members do: %2 series."),
                             {value, count})
                : base::Text(
                      TRANSLATABLE("Core", "The open pattern also matches %1, which no member reads: %2 series."),
                      {value, count})));
    }
    ask();
}

} // namespace consolidation
