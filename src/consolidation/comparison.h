#pragma once

#include "backtest/tickvalues.h"
#include "consolidation/proof.h"
#include "promql/ast.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

/// Whether rules still alert on the same things. Pure functions of values; provingrun.h gets them from an endpoint.
namespace consolidation {

/// One side of an outermost comparison, or what stands for it.
struct ObservedOperand
{
    backtest::TickValues values;
    /// Not compared by the alert itself but a part of what is, shown apart: "numerator", "denominator", or one side of
    /// `or`, `and` and `unless` inside it in its own words, or what of one side of a condition meets the other.
    std::string part;
    /// Where it has no data, the alert could not fire whatever the values were.
    bool needed = false;
};

/// An alerting rule, and what its condition compared at each tick.
struct ObservedRule
{
    std::string name;
    /// Says in texts which of several rules of one name it is; empty where the name does.
    std::string place;
    alerting::AlertSpec alert;
    /// A recording rule: nothing of it fires.
    bool records = false;
    /// `> 5`; in the rule's own words where it compares no constant.
    std::string condition;
    std::optional<promql::BinaryOp> op;
    std::optional<double> threshold;
    /// The constant that an old rule compared with where both sides compare with series now: how near it came to
    /// firing.
    std::optional<double> ownThreshold;
    std::optional<promql::BinaryOp> ownOp;
    std::vector<ObservedOperand> operands;
    /// Of the whole expression; empty where the operand and the threshold tell it. At the rule's own ticks.
    std::optional<backtest::TickValues> firingValues;
    /// Of its group.
    Milliseconds interval = 60000;
    Milliseconds queryOffset = 0;
    [[nodiscard]] std::string called() const { return place.empty() ? name : name + " (" + place + ')'; }
    /// Of an old rule: labels that its series get in the new one; an empty value is any.
    std::map<std::string, std::string> gained;
    /// Why the values could not be had.
    std::optional<base::Error> error;
};

/// Whether `error` is about an expression, not about the server or who asks it; of a server that is one.
[[nodiscard]] bool evaluated(const base::Error &error);

/// `olds` became `now`. `reportFrom` ends the warm-up of `for`: ticks before it serve the alerts' states alone.
/// `expand` expands templates of labels.
[[nodiscard]] Proof compare(const std::vector<ObservedRule> &olds, const ObservedRule &now, Milliseconds reportFrom,
                            const alerting::LabelExpander &expand = {});

} // namespace consolidation
