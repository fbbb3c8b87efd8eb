#include "backtest/tickvalues.h"

#include <algorithm>

namespace backtest {

bool holds(double value, promql::BinaryOp op, double threshold)
{
    switch (op) {
    case promql::BinaryOp::Equal:
        return value == threshold;
    case promql::BinaryOp::NotEqual:
        return value != threshold;
    case promql::BinaryOp::Less:
        return value < threshold;
    case promql::BinaryOp::LessEqual:
        return value <= threshold;
    case promql::BinaryOp::Greater:
        return value > threshold;
    case promql::BinaryOp::GreaterEqual:
        return value >= threshold;
    default:
        return false;
    }
}

Ticks ticksBetween(Milliseconds from, Milliseconds to, Milliseconds interval, Milliseconds phase)
{
    Ticks ticks;
    ticks.interval = std::max<Milliseconds>(1, interval);
    const Milliseconds behind = ((from - phase) % ticks.interval + ticks.interval) % ticks.interval;
    ticks.first = behind == 0 ? from : from + ticks.interval - behind;
    if (to >= ticks.first)
        ticks.count = static_cast<std::size_t>((to - ticks.first) / ticks.interval) + 1;
    return ticks;
}

Ticks ticksFor(const alerting::AlertSpec &alert, Milliseconds from, Milliseconds to, Milliseconds interval,
               Milliseconds phase)
{
    return ticksBetween(from - alert.forDuration - alert.keepFiringFor - interval, to, interval, phase);
}

alerting::RuleHistory simulate(const alerting::AlertSpec &alert, const TickValues &values, Milliseconds reportFrom,
                               const alerting::LabelExpander &expand)
{
    alerting::AlertMachine machine(alert, reportFrom, expand);
    // Handed out in the same order, so the handles are the same.
    for (const alerting::Labels &labels : values.series)
        static_cast<void>(machine.addSeries(labels));
    for (std::size_t i = 0; i < values.answers.size(); ++i) {
        switch (values.answers[i].state) {
        case TickState::Answered:
            machine.tick(values.ticks.at(i), values.answers[i].values);
            break;
        case TickState::Failed:
            machine.failedTick(values.ticks.at(i));
            break;
        case TickState::Unknown:
            machine.unknownTick(values.ticks.at(i));
            break;
        }
    }
    return machine.history();
}

TickValues compared(const TickValues &operand, promql::BinaryOp op, double threshold)
{
    TickValues result;
    result.ticks = operand.ticks;
    result.series = operand.series;
    result.answers.resize(operand.answers.size());
    for (std::size_t i = 0; i < operand.answers.size(); ++i) {
        result.answers[i].state = operand.answers[i].state;
        for (const alerting::AlertMachine::Value &value : operand.answers[i].values) {
            if (holds(value.value, op, threshold))
                result.answers[i].values.push_back(value);
        }
    }
    return result;
}

} // namespace backtest
