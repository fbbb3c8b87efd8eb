#include "backtest/tickfetch.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace backtest {

namespace {

/// Below this a refused range query is not split any more but asked tick by tick.
constexpr std::size_t smallestSplit = 16;
/// So many ticks that fail before any has been answered are taken for all of them.
constexpr std::size_t hopeless = 50;

double secondsOf(Milliseconds time)
{
    return static_cast<double>(time) / 1000;
}

bool dependsOnQueryRange(const promql::DurationExpr *duration)
{
    if (!duration)
        return false;
    return duration->op == promql::DurationOp::Step || duration->op == promql::DurationOp::Range ||
           dependsOnQueryRange(duration->lhs) || dependsOnQueryRange(duration->rhs);
}

bool dependsOnQueryRange(const promql::Modifiers &modifiers)
{
    return modifiers.at == promql::AtKind::Start || modifiers.at == promql::AtKind::End ||
           dependsOnQueryRange(modifiers.offset);
}

bool dependsOnQueryRange(const promql::Expr &expr)
{
    // limitk takes the first series it sees, which are others where the range knows more of them.
    static constexpr std::array<std::string_view, 5> meansOther = {"start", "end", "step", "range", "info"};
    if (const auto *selector = promql::as<promql::VectorSelector>(&expr))
        return dependsOnQueryRange(selector->modifiers);
    if (const auto *matrix = promql::as<promql::MatrixSelector>(&expr))
        return dependsOnQueryRange(matrix->modifiers) || dependsOnQueryRange(matrix->window);
    if (const auto *subquery = promql::as<promql::Subquery>(&expr))
        return dependsOnQueryRange(subquery->modifiers) || dependsOnQueryRange(subquery->window) ||
               dependsOnQueryRange(subquery->step);
    if (const auto *call = promql::as<promql::Call>(&expr))
        return std::ranges::find(meansOther, call->name.value) != meansOther.end();
    const auto *aggregation = promql::as<promql::Aggregation>(&expr);
    return aggregation && aggregation->op == promql::AggregateOp::Limitk;
}

/// The server evaluated and failed. Without its words it was the answer that could not be taken.
bool isEvaluationError(const base::Error &error)
{
    return error.kind == base::ErrorKind::Refused && !error.detail.empty();
}

bool isTooLarge(const base::Error &error)
{
    return error.kind == base::ErrorKind::Refused && error.detail.empty();
}

} // namespace

bool safeForRangeQuery(const promql::Expr *expr)
{
    bool safe = true;
    promql::walk(expr, [&safe](const promql::Expr &each) {
        safe = safe && !dependsOnQueryRange(each);
        return safe;
    });
    return safe;
}

TickFetch::TickFetch(FetchPlan plan, alerting::SeriesSource &source) : m_plan(std::move(plan)), m_source(source)
{
    m_values.ticks = m_plan.ticks;
    m_values.answers.resize(m_plan.ticks.count);
}

void TickFetch::start(std::function<void()> finished, std::function<void(const FetchProgress &)> progressed)
{
    cancel();
    m_finished = std::move(finished);
    m_progressed = std::move(progressed);
    m_error.reset();
    m_started = std::chrono::steady_clock::now();
    m_doneBefore = m_done;
    const std::vector<TickAnswer> &answers = m_values.answers;
    for (std::size_t first = 0; first < answers.size();) {
        std::size_t last = first;
        while (last < answers.size() && answers[last].state == TickState::Unknown)
            ++last;
        addPieces(first, last, !m_plan.byRange);
        first = std::max(last, first + 1);
    }
    // Pieces are taken from the back, in the order of time.
    std::ranges::reverse(m_waiting);
    next();
}

void TickFetch::cancel()
{
    m_waiting.clear();
    m_pending.clear();
    m_finished = nullptr;
    m_progressed = nullptr;
}

FetchProgress TickFetch::progress() const
{
    FetchProgress progress{m_done, m_plan.ticks.count, std::nullopt};
    if (m_done > m_doneBefore) {
        const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - m_started;
        progress.secondsLeft = spent.count() / static_cast<double>(m_done - m_doneBefore) *
                               static_cast<double>(progress.total - progress.done);
    }
    return progress;
}

void TickFetch::addPieces(std::size_t first, std::size_t last, bool instant)
{
    const std::size_t size = instant ? 1 : std::max<std::size_t>(1, m_plan.pointsPerQuery);
    for (; first < last; first = std::min(first + size, last))
        m_waiting.push_back({first, std::min(first + size, last), instant});
}

void TickFetch::next()
{
    while (!m_waiting.empty() && m_pending.size() < std::max<std::size_t>(1, m_plan.concurrency)) {
        const Piece piece = m_waiting.back();
        m_waiting.pop_back();
        send(piece);
    }
    if (m_waiting.empty() && m_pending.empty()) {
        m_progressed = nullptr;
        if (const auto finished = std::exchange(m_finished, nullptr))
            finished();
    }
}

void TickFetch::send(Piece piece)
{
    const auto done = [this, piece](base::Result<alerting::QueryResult> result) { answered(piece, std::move(result)); };
    const double first = secondsOf(m_plan.ticks.at(piece.first) - m_plan.queryOffset);
    m_instants = m_instants || piece.instant;
    if (piece.instant)
        m_pending[piece.first] = m_source.queryInstant(m_plan.expr, first, done);
    else
        m_pending[piece.first] =
            m_source.queryRange({m_plan.expr, first, secondsOf(m_plan.ticks.at(piece.last - 1) - m_plan.queryOffset),
                                 secondsOf(m_plan.ticks.interval)},
                                done);
}

void TickFetch::answered(const Piece &piece, base::Result<alerting::QueryResult> result)
{
    // The query's own closure holds the piece; it may go with the query.
    const Piece own = piece;
    const auto query = m_pending.extract(own.first);
    if (!result) {
        refused(own, result.error());
    } else if (std::ranges::any_of(result->series, &alerting::Series::histograms)) {
        if (!m_error)
            m_error = base::Error{
                base::ErrorKind::Invalid,
                TRANSLATABLE("Core", "The expression returns native histograms, which a backtest cannot read."),
                {}};
    } else if (result->type == alerting::QueryResult::Type::String) {
        if (!m_error)
            m_error = base::Error{base::ErrorKind::Invalid,
                                  TRANSLATABLE("Core", "The expression returns a string, which is no series."),
                                  {}};
    } else {
        store(own, *result);
    }
    if (m_progressed)
        m_progressed(progress());
    next();
}

void TickFetch::refused(const Piece &piece, const base::Error &error)
{
    const std::size_t size = piece.last - piece.first;
    // Not several answers at a time that are too large to be taken.
    if (isTooLarge(error))
        m_plan.concurrency = 1;
    if (error.kind == base::ErrorKind::Refused && !piece.instant) {
        const std::size_t middle = piece.first + size / 2;
        if (size > smallestSplit) {
            m_waiting.push_back({middle, piece.last, false});
            m_waiting.push_back({piece.first, middle, false});
        } else {
            for (std::size_t i = piece.last; i > piece.first; --i)
                m_waiting.push_back({i - 1, i, true});
        }
        return;
    }
    if (!isEvaluationError(error)) {
        if (!m_error)
            m_error = error;
        // Nor is there a smaller question.
        if (isTooLarge(error))
            m_waiting.clear();
        return;
    }
    m_failed += size;
    if (m_failed == m_done + size && m_failed >= hopeless) {
        m_error = error;
        m_waiting.clear();
    }
    if (!m_ruleError)
        m_ruleError = error;
    for (std::size_t i = piece.first; i < piece.last; ++i)
        m_values.answers[i].state = TickState::Failed;
    m_done += size;
}

void TickFetch::store(const Piece &piece, const alerting::QueryResult &result)
{
    for (std::size_t i = piece.first; i < piece.last; ++i)
        m_values.answers[i].state = TickState::Answered;
    m_done += piece.last - piece.first;
    for (const alerting::Series &series : result.series) {
        const auto [at, added] = m_series.try_emplace(series.labels, m_series.size());
        if (added)
            m_values.series.push_back(series.labels);
        for (const alerting::Sample &sample : series.samples) {
            const Milliseconds time = std::llround(sample.time * 1000) + m_plan.queryOffset;
            // A server that moves the steps to a grid of its own also answers for a time before the first tick.
            if (!piece.instant && time < m_plan.ticks.first)
                continue;
            const Milliseconds tick = piece.instant ? static_cast<Milliseconds>(piece.first)
                                                    : (time - m_plan.ticks.first) / m_plan.ticks.interval;
            if (tick >= static_cast<Milliseconds>(piece.first) && tick < static_cast<Milliseconds>(piece.last))
                m_values.answers[static_cast<std::size_t>(tick)].values.push_back({at->second, sample.value});
        }
    }
}

} // namespace backtest
