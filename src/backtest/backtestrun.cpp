#include "backtest/backtestrun.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace backtest {

namespace {

/// Below this a refused range query is not split any more but asked tick by tick.
constexpr std::size_t smallestSplit = 16;

double secondsOf(Milliseconds time)
{
    return static_cast<double>(time) / 1000;
}

/// The first tick at or after `time`.
Milliseconds tickFrom(Milliseconds time, Milliseconds interval, Milliseconds phase)
{
    const Milliseconds behind = ((time - phase) % interval + interval) % interval;
    return behind == 0 ? time : time + interval - behind;
}

} // namespace

bool safeForRangeQuery(const promql::Expr *expr)
{
    static constexpr std::array<std::string_view, 5> meansOther = {"start", "end", "step", "range", "info"};
    bool safe = true;
    promql::walk(expr, [&](const promql::Expr &each) {
        const promql::Modifiers *modifiers = nullptr;
        if (const auto *selector = promql::as<promql::VectorSelector>(&each))
            modifiers = &selector->modifiers;
        else if (const auto *matrix = promql::as<promql::MatrixSelector>(&each))
            modifiers = &matrix->modifiers;
        else if (const auto *subquery = promql::as<promql::Subquery>(&each))
            modifiers = &subquery->modifiers;
        else if (const auto *call = promql::as<promql::Call>(&each))
            safe = safe && std::ranges::find(meansOther, call->name.value) == meansOther.end();
        if (modifiers && (modifiers->at == promql::AtKind::Start || modifiers->at == promql::AtKind::End))
            safe = false;
        return safe;
    });
    return safe;
}

BacktestRun::BacktestRun(Plan plan, alerting::SeriesSource &source) : m_plan(std::move(plan)), m_source(source)
{
    const Milliseconds warmUp = m_plan.alert.forDuration + m_plan.alert.keepFiringFor + m_plan.interval;
    m_start = tickFrom(m_plan.from - warmUp, m_plan.interval, m_plan.phase);
    if (m_plan.to >= m_start)
        m_ticks.resize(static_cast<std::size_t>((m_plan.to - m_start) / m_plan.interval) + 1);
}

void BacktestRun::start(std::function<void()> finished)
{
    cancel();
    m_finished = std::move(finished);
    m_error.reset();
    for (std::size_t first = 0; first < m_ticks.size();) {
        std::size_t last = first;
        while (last < m_ticks.size() && m_ticks[last].state != TickState::Answered)
            m_ticks[last++].state = TickState::Waiting;
        addPieces(first, last, !m_plan.byRange);
        first = std::max(last, first + 1);
    }
    std::ranges::reverse(m_waiting);
    next();
}

void BacktestRun::cancel()
{
    m_waiting.clear();
    m_pending.clear();
    m_finished = nullptr;
}

void BacktestRun::addPieces(std::size_t first, std::size_t last, bool instant)
{
    const std::size_t size = instant ? 1 : m_plan.pointsPerQuery;
    for (; first < last; first = std::min(first + size, last))
        m_waiting.push_back({first, std::min(first + size, last), instant});
}

void BacktestRun::next()
{
    while (!m_waiting.empty() && m_pending.size() < m_plan.concurrency) {
        const Piece piece = m_waiting.back();
        m_waiting.pop_back();
        send(piece);
    }
    if (m_waiting.empty() && m_pending.empty()) {
        if (const auto finished = std::exchange(m_finished, nullptr))
            finished();
    }
}

void BacktestRun::send(Piece piece)
{
    const auto done = [this, piece](base::Result<alerting::QueryResult> result) { answered(piece, std::move(result)); };
    const double first = secondsOf(timeOf(piece.first) - m_plan.queryOffset);
    m_instants = m_instants || piece.instant;
    if (piece.instant)
        m_pending[piece.first] = m_source.queryInstant(m_plan.expr, first, done);
    else
        m_pending[piece.first] = m_source.queryRange(
            {m_plan.expr, first, secondsOf(timeOf(piece.last - 1) - m_plan.queryOffset), secondsOf(m_plan.interval)},
            done);
}

void BacktestRun::answered(const Piece &piece, base::Result<alerting::QueryResult> result)
{
    // The query's own closure holds the piece; it may go with the query.
    const Piece own = piece;
    const auto query = m_pending.extract(own.first);
    const bool histograms = result && std::ranges::any_of(result->series, &alerting::Series::histograms);
    if (result && !histograms) {
        store(own, *result);
    } else if (!result && !own.instant && result.error().kind == base::ErrorKind::Refused) {
        const std::size_t middle = own.first + (own.last - own.first) / 2;
        if (own.last - own.first > smallestSplit) {
            m_waiting.push_back({middle, own.last, false});
            m_waiting.push_back({own.first, middle, false});
        } else {
            addPieces(own.first, own.last, true);
        }
    } else {
        if (!m_error)
            m_error = histograms
                          ? base::Error{base::ErrorKind::Unsupported,
                                        TRANSLATABLE(
                                            "Core",
                                            "The expression returns native histograms, which a backtest cannot read."),
                                        {}}
                          : result.error();
        for (std::size_t i = own.first; i < own.last; ++i)
            m_ticks[i].state = TickState::Failed;
    }
    next();
}

void BacktestRun::store(const Piece &piece, const alerting::QueryResult &result)
{
    for (std::size_t i = piece.first; i < piece.last; ++i) {
        m_ticks[i].state = TickState::Answered;
        m_ticks[i].values.clear();
    }
    m_answered += piece.last - piece.first;
    for (const alerting::Series &series : result.series) {
        const std::size_t handle = m_series.try_emplace(series.labels, m_series.size()).first->second;
        for (const alerting::Sample &sample : series.samples) {
            const Milliseconds time = std::llround(sample.time * 1000) + m_plan.queryOffset;
            const Milliseconds tick =
                piece.instant ? static_cast<Milliseconds>(piece.first) : (time - m_start) / m_plan.interval;
            if (tick >= static_cast<Milliseconds>(piece.first) && tick < static_cast<Milliseconds>(piece.last))
                m_ticks[static_cast<std::size_t>(tick)].values.push_back({handle, sample.value});
        }
    }
}

alerting::RuleHistory BacktestRun::history(const alerting::LabelExpander &expand) const
{
    alerting::AlertMachine machine(m_plan.alert, m_plan.from, expand);
    std::vector<const alerting::Labels *> labels(m_series.size());
    for (const auto &[series, handle] : m_series)
        labels[handle] = &series;
    // Handed out in the same order, so the handles are the same.
    for (const alerting::Labels *series : labels)
        static_cast<void>(machine.addSeries(*series));
    for (std::size_t i = 0; i < m_ticks.size(); ++i) {
        if (m_ticks[i].state == TickState::Answered)
            machine.tick(timeOf(i), m_ticks[i].values);
        else
            machine.failedTick(timeOf(i));
    }
    return machine.history();
}

} // namespace backtest
