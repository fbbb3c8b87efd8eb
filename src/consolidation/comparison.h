#pragma once

#include "backtest/tickvalues.h"
#include "consolidation/proposal.h"

#include <optional>
#include <string>
#include <vector>

/// Whether rules still alert on the same things. Pure functions of values; provingrun.h gets them from an endpoint.
namespace consolidation {

using backtest::Milliseconds;

enum class Verdict {
    /// Equal values at every tick, equal conditions, labels and firings.
    Same,
    /// All that there was, and more.
    Wider,
    /// Some of what there was, and nothing else.
    Narrower,
    Different,
    /// Nothing was seen by which it could be told.
    CannotTell,
    /// There was no endpoint to ask.
    Unproved,
};
[[nodiscard]] const char *verdictName(Verdict verdict);

struct Evidence
{
    /// "values", "missing", "extra", "empty", "labels", "condition", "firing", "failed", "structure", …
    std::string kind;
    std::string before;
    std::string after;
    std::optional<Milliseconds> from;
    std::optional<Milliseconds> to;
    base::Text text;
};

struct Proof
{
    Verdict verdict = Verdict::Unproved;
    /// "fired", "values" or "structure".
    const char *strength = "structure";
    std::optional<std::size_t> firedBefore;
    std::optional<std::size_t> firedAfter;
    /// Share of the ticks at which the old rules had data, over all of them.
    std::optional<double> coverage;
    /// The value nearest to firing, and what it is compared with.
    std::optional<double> nearest;
    std::optional<double> threshold;
    std::size_t ticks = 0;
    std::vector<Evidence> evidence;
    /// Firing bands of the old and new alerts, for a picture.
    std::vector<alerting::AlertHistory> before;
    std::vector<alerting::AlertHistory> after;

    /// The verdict and what stands behind it, in one sentence.
    [[nodiscard]] base::Text sentence() const;
};

/// One side of an outermost comparison, or what stands for it.
struct ObservedOperand
{
    backtest::TickValues values;
    /// Not compared by the alert itself but a part of what is, shown apart: "numerator", "denominator".
    std::string part;
};

/// An alerting rule, and what its condition compared at each tick.
struct ObservedRule
{
    std::string name;
    /// Says in texts which of several rules of one name it is; empty where the name does.
    std::string place;
    alerting::AlertSpec alert;
    /// `> 5`; in the rule's own words where it compares no constant.
    std::string condition;
    std::optional<promql::BinaryOp> op;
    std::optional<double> threshold;
    std::vector<ObservedOperand> operands;
    /// Of the whole expression; empty where the operand and the threshold tell it.
    std::optional<backtest::TickValues> firingValues;
    [[nodiscard]] std::string called() const { return place.empty() ? name : name + " (" + place + ')'; }
    /// Of an old rule: labels that its series get in the new one; an empty value is any.
    std::map<std::string, std::string> gained;
    /// Why the values could not be had.
    std::optional<base::Error> error;
};

/// `olds` became `now`. `reportFrom` ends the warm-up of `for`. `expand` expands templates of labels.
[[nodiscard]] Proof compare(const std::vector<ObservedRule> &olds, const ObservedRule &now, Milliseconds reportFrom,
                            const alerting::LabelExpander &expand = {});

/// Of all takeovers of one family.
[[nodiscard]] Proof joined(std::vector<Proof> proofs);

} // namespace consolidation
