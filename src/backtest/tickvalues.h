#pragma once

#include "alerting/alertstate.h"
#include "promql/threshold.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

/// What an expression returned at the ticks of a rule group, and what alerts make of it. Values for any thread.
namespace backtest {

using alerting::Milliseconds;

/// The evaluation times of a group: `count` of them from `first` on.
struct Ticks
{
    Milliseconds first = 0;
    Milliseconds interval = 60000;
    std::size_t count = 0;

    [[nodiscard]] Milliseconds at(std::size_t tick) const { return first + static_cast<Milliseconds>(tick) * interval; }
    friend bool operator==(const Ticks &, const Ticks &) = default;
};

/// The ticks t in [from, to] with t mod interval equal to `phase`.
[[nodiscard]] Ticks ticksBetween(Milliseconds from, Milliseconds to, Milliseconds interval, Milliseconds phase);

/// The same, and those before `from` that settle the alert's state there: `for` and keep_firing_for and one interval.
[[nodiscard]] Ticks ticksFor(const alerting::AlertSpec &alert, Milliseconds from, Milliseconds to,
                             Milliseconds interval, Milliseconds phase);

enum class TickState : std::uint8_t {
    /// No answer yet, or none to be had (network, cancelled).
    Unknown,
    Answered,
    /// The server evaluated the expression at this very time and failed, as the rule does.
    Failed,
};

struct TickAnswer
{
    TickState state = TickState::Unknown;
    /// Indices into TickValues::series with their values.
    std::vector<alerting::AlertMachine::Value> values;
};

struct TickValues
{
    Ticks ticks;
    /// Without duplicates.
    std::vector<alerting::Labels> series;
    /// One for each tick.
    std::vector<TickAnswer> answers;
};

/// Runs the alert's state machine over the values of its expression; `reportFrom` ends the warm-up.
[[nodiscard]] alerting::RuleHistory simulate(const alerting::AlertSpec &alert, const TickValues &values,
                                             Milliseconds reportFrom, const alerting::LabelExpander &expand = {});

/// Whether a filter comparison keeps a value. As Go compares: NaN is unequal to everything.
[[nodiscard]] bool holds(double value, promql::BinaryOp op, double threshold);

/// What `operand OP threshold` returns, from the values of `operand`. Exact where the comparison is the root of the
/// expression and its other side a constant: promql::threshold() finds those.
[[nodiscard]] TickValues compared(const TickValues &operand, promql::BinaryOp op, double threshold);

} // namespace backtest
