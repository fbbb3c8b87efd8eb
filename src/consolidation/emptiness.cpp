#include "consolidation/emptiness.h"

#include "alerting/joinreasons.h"
#include "alerting/missingseries.h"
#include "promql/functions.h"
#include "promql/literals.h"
#include "promql/printer.h"
#include "promql/threshold.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace consolidation {

namespace {

std::string selectorText(const std::string &metric, const std::string &matchers)
{
    if (metric.empty())
        return "{" + matchers + "}";
    return promql::isLegacyMetricName(metric)
               ? metric + "{" + matchers + "}"
               : "{" + promql::quote(metric) + (matchers.empty() ? "" : ", ") + matchers + "}";
}

std::string matcherText(const promql::LabelMatcher &matcher)
{
    return std::string(matcher.name) + std::string(promql::matchOpText(matcher.op)) + promql::quote(matcher.value);
}

} // namespace

EmptinessRun::EmptinessRun(const std::vector<std::string> &exprs, Milliseconds from, Milliseconds to,
                           Milliseconds retention, alerting::SeriesSource &source)
    : m_source(source), m_from(from), m_to(to), m_retention(retention)
{
    for (const std::string &expr : exprs)
        addQuestions(expr);
}

EmptinessRun::~EmptinessRun() = default;

void EmptinessRun::addQuestions(const std::string &expr)
{
    const auto parsed = std::make_shared<const promql::Tree>(promql::parse(expr));
    const promql::Tree &tree = *parsed;
    const std::string window = promql::formatDuration(std::max(60.0, static_cast<double>(m_to - m_from) / 1000));
    const auto ask = [&](const std::string &selector, const char *kind, base::Text text, std::size_t number,
                         bool when = false) {
        const std::string query = "count(present_over_time(" + selector + "[" + window + "]))";
        if (std::ranges::none_of(m_questions, [&](const Question &each) { return each.query == query; }))
            m_questions.push_back(
                {query, {kind, selector, {}, m_from, m_to, std::move(text)}, number, when ? selector : std::string()});
    };
    promql::walk(tree.root(), [&](const promql::Expr &each) {
        const auto *selector = promql::as<promql::VectorSelector>(&each);
        if (!selector)
            return true;
        const std::size_t number = ++m_selectors;
        const std::string metric(selector->metric.value);
        std::string names;
        for (const promql::LabelMatcher &matcher : selector->matchers) {
            if (matcher.name == "__name__")
                names += (names.empty() ? "" : ", ") + matcherText(matcher);
        }
        const std::string bare = selectorText(metric, names);
        if (!metric.empty() || !names.empty())
            ask(bare, "no-series",
                {TRANSLATABLE("Core", "There is no series %1 in this range. A labelled counter appears only after its "
                                      "first event."),
                 {bare}},
                number, true);
        std::string all = names;
        for (const promql::LabelMatcher &matcher : selector->matchers) {
            if (matcher.name == "__name__")
                continue;
            const std::string some =
                selectorText(metric, names + (names.empty() ? "" : ", ") + std::string(matcher.name) + "!=\"\"");
            ask(some, "no-label",
                {TRANSLATABLE("Core", "No series %1 has the label %2 in this range."),
                 {bare, std::string(matcher.name)}},
                number);
            const std::string one = selectorText(metric, names + (names.empty() ? "" : ", ") + matcherText(matcher));
            ask(one, "no-value",
                {TRANSLATABLE("Core", "No series %1 has %2 in this range."), {bare, matcherText(matcher)}}, number);
            all += (all.empty() ? "" : ", ") + matcherText(matcher);
        }
        ask(selectorText(metric, all), "no-combination",
            {TRANSLATABLE("Core", "No series has all of %1 at once in this range."), {selectorText(metric, all)}},
            number, true);
        return false;
    });
    promql::walk(tree.root(), [&](const promql::Expr &each) {
        const auto *binary = promql::as<promql::BinaryExpr>(&each);
        if (!binary || binary->op == promql::BinaryOp::Or || promql::constantValue(binary->lhs) ||
            promql::constantValue(binary->rhs))
            return true;
        m_joins.push_back({parsed, binary});
        return true;
    });
}

void EmptinessRun::start(std::function<void()> finished)
{
    m_finished = std::move(finished);
    ask();
}

void EmptinessRun::ask()
{
    // What an earlier question explains is not asked again in finer terms.
    while (m_next < m_questions.size() && m_explained.contains(m_questions[m_next].selector) &&
           m_questions[m_next].cause.kind == "no-combination")
        ++m_next;
    if (m_next == m_questions.size()) {
        askJoin();
        return;
    }
    m_pending = m_source.queryInstant(m_questions[m_next].query, static_cast<double>(m_to) / 1000,
                                      [this](base::Result<alerting::QueryResult> result) {
                                          const auto query = std::move(m_pending);
                                          const Question &question = m_questions[m_next++];
                                          if (result && result->series.empty()) {
                                              m_explained.insert(question.selector);
                                              m_causes.push_back(question.cause);
                                              if (!question.when.empty()) {
                                                  askWhen(question);
                                                  return;
                                              }
                                          }
                                          ask();
                                      });
}

/// Not within the range: before it, or not within what the server keeps?
void EmptinessRun::askWhen(const Question &question)
{
    constexpr double longest = 90.0 * 86400;
    constexpr double points = 500;
    const double from = static_cast<double>(m_from) / 1000;
    const double reach = m_retention > 0 ? std::min(longest, static_cast<double>(m_retention) / 1000) : longest;
    const double step = std::max(60.0, std::ceil(reach / points));
    const alerting::RangeQuery query{"count(present_over_time(" + question.when + "[" + promql::formatDuration(step) +
                                         "]))",
                                     from - std::floor(reach / step) * step, from, step};
    m_pending =
        m_source.queryRange(query, [this, selector = question.when, reach](base::Result<alerting::QueryResult> result) {
            const auto pending = std::move(m_pending);
            if (result) {
                const bool before = !result->series.empty() && !result->series.front().samples.empty();
                const std::string within = promql::formatDuration(std::floor(reach / 60) * 60);
                if (before) {
                    const double last = result->series.front().samples.back().time;
                    m_causes.push_back({"until",
                                        selector,
                                        {},
                                        {},
                                        std::llround(last * 1000),
                                        {TRANSLATABLE("Core", "%1 had samples until about %2, and none since."),
                                         {selector, alerting::timeText(last)}}});
                } else {
                    m_causes.push_back(
                        {"retention",
                         selector,
                         {},
                         {},
                         {},
                         {TRANSLATABLE("Core", "%1 has no sample in the %2 before either."), {selector, within}}});
                }
            }
            ask();
        });
}

void EmptinessRun::askSide(const promql::Expr *side, std::function<void(std::vector<alerting::Series>)> done)
{
    const double seconds = std::max(60.0, static_cast<double>(m_to - m_from) / 1000);
    const std::string expr = "last_over_time((" + promql::print(side) + ")[" + promql::formatDuration(seconds) + ":" +
                             promql::formatDuration(std::max(60.0, std::floor(seconds / 500))) + "])";
    m_pending = m_source.queryInstant(expr, static_cast<double>(m_to) / 1000,
                                      [this, done = std::move(done)](base::Result<alerting::QueryResult> result) {
                                          const auto query = std::move(m_pending);
                                          // Of a side that fails nothing is known.
                                          if (result)
                                              done(std::move(result->series));
                                          else
                                              askJoin();
                                      });
}

void EmptinessRun::askJoin()
{
    if (m_nextJoin == m_joins.size()) {
        finish();
        return;
    }
    // Sides that are empty themselves are explained by their selectors.
    const Join join = m_joins[m_nextJoin++];
    askSide(join.node->lhs, [this, join](std::vector<alerting::Series> left) {
        m_left = std::move(left);
        if (m_left.empty()) {
            askJoin();
            return;
        }
        askSide(join.node->rhs, [this, join](std::vector<alerting::Series> right) {
            if (right.empty()) {
                askJoin();
                return;
            }
            askSide(join.node, [this, join, right = std::move(right)](const std::vector<alerting::Series> &both) {
                if (both.empty())
                    judgeJoin(join, m_left, right);
                askJoin();
            });
        });
    });
}

void EmptinessRun::judgeJoin(const Join &join, const std::vector<alerting::Series> &left,
                             const std::vector<alerting::Series> &right)
{
    const std::string op(promql::operatorText(join.node->op));
    const auto add = [&](base::Text text) {
        m_causes.push_back(
            {"no-match", promql::print(join.node->lhs), promql::print(join.node->rhs), m_from, m_to, std::move(text)});
    };
    add({TRANSLATABLE("Core", "The two sides of %1 never meet, though both have series."), {op}});
    for (base::Text &reason : alerting::joinReasons(*join.node, left, right))
        add(std::move(reason));
}

void EmptinessRun::finish()
{
    if (const auto finished = std::exchange(m_finished, nullptr))
        finished();
}

} // namespace consolidation
