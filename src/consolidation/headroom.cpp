#include "consolidation/headroom.h"

#include <cmath>

namespace consolidation {

void takeNearest(const ObservedRule &old, const ObservedRule &now, std::size_t first, Proof &proof)
{
    const auto &op = old.ownOp ? old.ownOp : old.op ? old.op : now.op;
    const auto &threshold = old.ownThreshold ? old.ownThreshold : old.threshold ? old.threshold : now.threshold;
    if (!op || !threshold)
        return;
    const bool downwards = *op == promql::BinaryOp::Less || *op == promql::BinaryOp::LessEqual;
    std::optional<double> nearest;
    const auto &answers = old.operands.front().values.answers;
    for (std::size_t tick = first; tick < answers.size(); ++tick) {
        for (const auto &[series, value] : answers[tick].values) {
            if (!std::isnan(value) && (!nearest || (downwards ? value < *nearest : value > *nearest)))
                nearest = value;
        }
    }
    Proof own;
    own.nearest = nearest;
    own.threshold = threshold;
    own.downwards = downwards;
    if (proof.threshold && (!nearest || (proof.nearest && distanceToFiring(proof) <= distanceToFiring(own))))
        return;
    proof.nearest = nearest;
    proof.threshold = threshold;
    proof.downwards = downwards;
}

} // namespace consolidation
