#include "consolidation/emptiness.h"

#include "promql/functions.h"
#include "promql/literals.h"
#include "promql/printer.h"
#include "promql/threshold.h"

#include <algorithm>
#include <set>

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

EmptinessRun::EmptinessRun(std::vector<std::string> exprs, Milliseconds from, Milliseconds to,
                           alerting::SeriesSource &source)
    : m_source(source), m_from(from), m_to(to)
{
    for (const std::string &expr : exprs)
        addQuestions(expr);
}

EmptinessRun::~EmptinessRun() = default;

void EmptinessRun::addQuestions(const std::string &expr)
{
    const promql::Tree tree = promql::parse(expr);
    const std::string window = promql::formatDuration(std::max(60.0, static_cast<double>(m_to - m_from) / 1000));
    const auto ask = [&](const std::string &selector, const char *kind, base::Text text, std::size_t number) {
        const std::string query = "count(present_over_time(" + selector + "[" + window + "]))";
        if (std::ranges::none_of(m_questions, [&](const Question &each) { return each.query == query; }))
            m_questions.push_back({query, {kind, selector, {}, m_from, m_to, std::move(text)}, number});
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
                number);
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
            number);
        return false;
    });
    promql::walk(tree.root(), [&](const promql::Expr &each) {
        const auto *binary = promql::as<promql::BinaryExpr>(&each);
        if (!binary || binary->op == promql::BinaryOp::Or || promql::constantValue(binary->lhs) ||
            promql::constantValue(binary->rhs))
            return true;
        const std::string text = promql::print(binary);
        m_questions.push_back(
            {"count_over_time((" + text + ")[" + window + ":" +
                 promql::formatDuration(std::max(60.0, static_cast<double>(m_to - m_from) / 1000 / 500)) + "])",
             {"no-match",
              promql::print(binary->lhs),
              promql::print(binary->rhs),
              m_from,
              m_to,
              {TRANSLATABLE("Core", "The two sides of %1 never meet: they share no labels, or are not "
                                    "there at the same time."),
               {std::string(promql::operatorText(binary->op))}}},
             0});
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
    // What an earlier question explains is not asked again in finer terms; joins only where all series are there.
    while (m_next < m_questions.size() &&
           (m_questions[m_next].selector == 0 ? !m_explained.empty()
                                              : m_explained.contains(m_questions[m_next].selector) &&
                                                    m_questions[m_next].cause.kind == "no-combination"))
        ++m_next;
    if (m_next == m_questions.size()) {
        if (const auto finished = std::exchange(m_finished, nullptr))
            finished();
        return;
    }
    m_pending = m_source.queryInstant(m_questions[m_next].query, static_cast<double>(m_to) / 1000,
                                      [this](base::Result<alerting::QueryResult> result) {
                                          const auto query = std::move(m_pending);
                                          const Question &question = m_questions[m_next];
                                          if (result && result->series.empty()) {
                                              m_explained.insert(question.selector);
                                              m_causes.push_back(question.cause);
                                          }
                                          ++m_next;
                                          ask();
                                      });
}

} // namespace consolidation
