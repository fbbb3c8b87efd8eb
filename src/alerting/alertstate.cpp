#include "alerting/alertstate.h"

#include "alerting/alertidentity.h"

#include <algorithm>

namespace alerting {

namespace {

constexpr std::size_t noIdentity = static_cast<std::size_t>(-1);

void close(std::vector<Band> &bands, Milliseconds time)
{
    if (!bands.empty() && !bands.back().end)
        bands.back().end = time;
}

} // namespace

std::size_t RuleHistory::firings() const
{
    std::size_t sum = 0;
    for (const AlertHistory &alert : alerts)
        sum += alert.firings;
    return sum;
}

double RuleHistory::firingRatio() const
{
    return ticks == 0 ? 0 : static_cast<double>(firingTicks) / static_cast<double>(ticks);
}

double RuleHistory::unknownRatio() const
{
    return ticks == 0 ? 0 : static_cast<double>(unknownTicks) / static_cast<double>(ticks);
}

AlertMachine::AlertMachine(AlertSpec spec, Milliseconds reportFrom, LabelExpander expand)
    : m_spec(std::move(spec)), m_reportFrom(reportFrom), m_expand(std::move(expand))
{
    m_templated = m_expand && std::ranges::any_of(m_spec.labels, [](const auto &label) {
                      return label.second.find("{{") != std::string::npos;
                  });
}

std::size_t AlertMachine::addSeries(const Labels &labels)
{
    const auto [at, added] = m_seriesByLabels.try_emplace(labels, m_series.size());
    if (added) {
        m_series.push_back(labels);
        m_fixedIdentity.push_back(noIdentity);
    }
    return at->second;
}

std::size_t AlertMachine::identityFor(Labels labels)
{
    const auto [at, added] = m_identityByLabels.try_emplace(std::move(labels), m_identities.size());
    if (added) {
        Identity identity;
        identity.labels = at->first;
        identity.history.labels = at->first;
        m_identities.push_back(std::move(identity));
    }
    return at->second;
}

std::size_t AlertMachine::identityOf(std::size_t series, double value, Milliseconds time)
{
    if (!m_templated && m_fixedIdentity[series] != noIdentity)
        return m_fixedIdentity[series];
    const std::size_t identity = identityFor(identityLabels(m_spec, m_series[series], value, time, m_expand));
    if (!m_templated)
        m_fixedIdentity[series] = identity;
    return identity;
}

void AlertMachine::step(Active &active, bool positive, Milliseconds time) const
{
    if (positive) {
        active.negativeSince.reset();
        if (active.state == State::Inactive)
            active = {State::Pending, time, {}};
        if (active.state == State::Pending && time - active.activeAt >= m_spec.forDuration)
            active.state = State::Firing;
        return;
    }
    if (active.state == State::Firing && m_spec.keepFiringFor > 0) {
        if (!active.negativeSince)
            active.negativeSince = time;
        if (time - *active.negativeSince < m_spec.keepFiringFor)
            return;
    }
    active = {};
}

/// Whether an alert that fired before the first tick and has not been seen since was still firing at the last answer.
bool AlertMachine::firedBeforeStill() const
{
    return !m_firstAnswer || (m_spec.keepFiringFor > 0 && m_lastAnswer - *m_firstAnswer < m_spec.keepFiringFor);
}

void AlertMachine::tick(Milliseconds time, const std::vector<Value> &values)
{
    ++m_tick;
    bool collision = false;
    for (const Value &value : values) {
        const std::size_t index = identityOf(value.series, value.value, time);
        Identity &identity = m_identities[index];
        collision = collision || identity.lastPositive == m_tick;
        identity.lastPositive = m_tick;
        if (!identity.live) {
            identity.live = true;
            m_live.push_back(index);
        }
    }
    if (collision) {
        // The whole evaluation fails, so nobody's state moves.
        if (time >= m_reportFrom)
            ++m_history.collisions;
        if (m_history.firstRuleError.empty())
            m_history.firstRuleError = "vector contains metrics with the same labelset after applying alert labels";
        report(time, true);
        return;
    }
    std::size_t active = 0;
    for (const std::size_t index : m_live) {
        Identity &identity = m_identities[index];
        const bool positive = identity.lastPositive == m_tick;
        if (positive && !identity.seen) {
            identity.seen = true;
            if (firedBeforeStill())
                identity.doubtful.state = State::Firing;
        }
        step(identity.active, positive, time);
        step(identity.doubtful, positive, time);
        active += identity.active.state == State::Inactive ? 0 : 1;
    }
    if (!m_firstAnswer)
        m_firstAnswer = time;
    m_lastAnswer = time;
    if (m_spec.limit > 0 && active > m_spec.limit) {
        if (time >= m_reportFrom)
            ++m_history.limitExceeded;
        if (m_history.firstRuleError.empty())
            m_history.firstRuleError =
                "exceeded limit of " + std::to_string(m_spec.limit) + " with " + std::to_string(active) + " alerts";
        dropAll();
    }
    report(time, false);
}

void AlertMachine::dropAll()
{
    for (const std::size_t index : m_live) {
        m_identities[index].active = {};
        m_identities[index].doubtful = {};
    }
}

void AlertMachine::failedTick(Milliseconds time)
{
    ++m_tick;
    report(time, true);
}

void AlertMachine::unknownTick(Milliseconds time)
{
    ++m_tick;
    // Once a gap: the identities may be many.
    if (m_firstAnswer) {
        dropAll();
        for (Identity &identity : m_identities)
            identity.seen = false;
        m_firstAnswer.reset();
    }
    report(time, true);
}

void AlertMachine::report(Milliseconds time, bool unknown)
{
    const bool reported = time >= m_reportFrom;
    m_history.ticks += reported ? 1 : 0;
    bool firing = false;
    bool doubtful = false;
    for (const std::size_t index : m_live) {
        Identity &identity = m_identities[index];
        if (reported)
            reportIdentity(identity, time);
        else
            identity.reported = identity.active.state;
        firing = firing || identity.active.state == State::Firing;
        doubtful = doubtful || identity.doubtful.state == State::Firing;
        if (reported && identity.doubtful.state == State::Firing && identity.active.state != State::Firing)
            m_history.doubtUntil = time;
    }
    std::erase_if(m_live, [this](std::size_t index) {
        Identity &identity = m_identities[index];
        identity.live = identity.active.state != State::Inactive || identity.doubtful.state != State::Inactive;
        return !identity.live;
    });
    if (!reported)
        return;
    if (unknown)
        m_history.unanswered.push_back(time);
    // A rule that fails keeps its alerts firing: such a tick is both.
    m_history.firingTicks += firing ? 1 : 0;
    m_history.unknownTicks += unknown || (doubtful && !firing) ? 1 : 0;
}

void AlertMachine::reportIdentity(Identity &identity, Milliseconds time)
{
    const State state = identity.active.state;
    AlertHistory &history = identity.history;
    const bool first = m_history.ticks == 1;
    if (state == identity.reported && !first)
        return;
    if (state != State::Pending)
        close(history.pending, time);
    else
        history.pending.push_back({time, {}});
    if (state != State::Firing)
        close(history.firing, time);
    else
        history.firing.push_back({time, {}});
    if (state == State::Firing && identity.reported != State::Firing)
        ++history.firings;
    identity.reported = state;
}

RuleHistory AlertMachine::history() const
{
    RuleHistory result = m_history;
    for (const auto &[labels, index] : m_identityByLabels) {
        const AlertHistory &alert = m_identities[index].history;
        if (!alert.pending.empty() || !alert.firing.empty())
            result.alerts.push_back(alert);
    }
    return result;
}

} // namespace alerting
