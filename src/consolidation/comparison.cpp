#include "consolidation/comparison.h"

#include "consolidation/firingbands.h"
#include "consolidation/headroom.h"
#include "consolidation/observedlines.h"
#include "consolidation/partwords.h"
#include "promql/functions.h"
#include "promql/literals.h"

#include <algorithm>
#include <cmath>

namespace consolidation {

namespace {

using alerting::Labels;
using backtest::TickState;
using backtest::TickValues;

void addOnce(std::vector<std::string> &all, std::string one)
{
    if (std::ranges::find(all, one) == all.end())
        all.push_back(std::move(one));
}

/// The old rule itself where its series has nothing of its own.
std::string nameOfLost(const ObservedRule &old, const Line &line, std::vector<Labels> watched)
{
    const Labels labels = with(line.labels, old.gained);
    if (const auto own = std::ranges::find(watched, labels); own != watched.end())
        watched.erase(own);
    const std::string name = subjectOf(labels, watched);
    return name.starts_with('{') ? old.called() : name;
}

class Comparer
{
public:
    Comparer(const std::vector<ObservedRule> &olds, const ObservedRule &now, Milliseconds reportFrom,
             const alerting::LabelExpander &expand)
        : m_olds(olds), m_now(now), m_reportFrom(reportFrom), m_expand(expand)
    {
        if (now.operands.empty())
            return;
        const TickValues &values = now.operands.front().values;
        while (m_first < values.answers.size() && values.ticks.at(m_first) < reportFrom)
            ++m_first;
    }

    Proof run();

private:
    void compareConditions(const ObservedRule &old);
    void compareOperand(std::size_t operand);
    /// Whether the new rule lacks values.
    bool compareLines(const ObservedRule &old, const Line &before, const Line &after, const std::string &part);
    void compareLabels(const ObservedRule &old, const Line &before, const Line &after);
    void addFailures(const ObservedRule &rule, const alerting::RuleHistory &history);
    void compareFirings();
    void judge();
    [[nodiscard]] bool answered(const ObservedRule &rule);
    [[nodiscard]] const Line *partnerOf(const ObservedRule &old, const Line &line, const std::vector<Line> &candidates,
                                        const std::vector<bool> &used, bool part) const;
    [[nodiscard]] bool keepsLabels(const ObservedRule &old, const Line &before, const Line &after) const;
    [[nodiscard]] Labels alertLabels(const ObservedRule &rule, const Line &line) const;
    [[nodiscard]] alerting::RuleHistory historyOf(const ObservedRule &rule) const;
    void add(std::string kind, std::string before, std::string after, base::Text text,
             std::optional<std::size_t> firstTick = {}, std::optional<std::size_t> lastTick = {});
    void addNew(std::string kind, std::string before, std::string after, base::Text text);

    const std::vector<ObservedRule> &m_olds;
    const ObservedRule &m_now;
    Milliseconds m_reportFrom = 0;
    /// The first tick that is compared.
    std::size_t m_first = 0;
    const alerting::LabelExpander &m_expand;
    Proof m_proof;
    bool m_different = false;
    bool m_more = false;
    bool m_less = false;
    bool m_unknown = false;
    bool m_firesMore = false;
    bool m_firesLess = false;
    bool m_firedAlike = false;
    std::size_t m_dataTicks = 0;
    std::size_t m_dataPossible = 0;
};

void Comparer::add(std::string kind, std::string before, std::string after, base::Text text,
                   std::optional<std::size_t> firstTick, std::optional<std::size_t> lastTick)
{
    Evidence evidence{std::move(kind), std::move(before), std::move(after), {}, {}, std::move(text)};
    const backtest::Ticks &ticks = m_now.operands.front().values.ticks;
    if (firstTick)
        evidence.from = ticks.at(m_first + *firstTick);
    if (lastTick)
        evidence.to = ticks.at(m_first + *lastTick);
    m_proof.evidence.push_back(std::move(evidence));
}

/// What the parts of a ratio would only say again is said once.
void Comparer::addNew(std::string kind, std::string before, std::string after, base::Text text)
{
    const bool said = std::ranges::any_of(m_proof.evidence, [&](const Evidence &each) {
        return each.kind == kind && each.before == before && each.after == after && each.text == text;
    });
    if (!said)
        add(std::move(kind), std::move(before), std::move(after), std::move(text));
}

/// Whether every tick has an answer; else nothing can be told.
bool Comparer::answered(const ObservedRule &rule)
{
    if (rule.error) {
        add("failed", rule.name, {}, rule.error->text);
        if (evaluated(*rule.error))
            addOnce(m_proof.refused, rule.called());
        return false;
    }
    for (const ObservedOperand &operand : rule.operands) {
        std::size_t unknown = 0;
        std::size_t failed = 0;
        for (const backtest::TickAnswer &answer : operand.values.answers) {
            unknown += answer.state == TickState::Unknown ? 1 : 0;
            failed += answer.state == TickState::Failed ? 1 : 0;
        }
        if (unknown > 0) {
            add("failed", rule.name, {},
                {TRANSLATABLE("Core", "%1 has no answer at %2 of %3 evaluations."),
                 {rule.name, std::to_string(unknown), std::to_string(operand.values.answers.size())}});
            return false;
        }
        if (failed > 0) {
            add("collision", rule.name, {},
                {TRANSLATABLE("Core", "%1 fails at %2 of %3 evaluations: the server refuses its expression there."),
                 {rule.name, std::to_string(failed), std::to_string(operand.values.answers.size())}});
            m_different = m_different || &rule == &m_now;
            m_unknown = m_unknown || &rule != &m_now;
        }
    }
    return true;
}

void Comparer::compareConditions(const ObservedRule &old)
{
    if (old.condition != m_now.condition || old.op != m_now.op || old.threshold != m_now.threshold) {
        m_different = true;
        add("condition", old.condition, m_now.condition,
            {TRANSLATABLE("Core", "%1 compared with %2, the new rule compares with %3."),
             {old.called(), old.condition, m_now.condition}});
    }
    const auto duration = [&](const char *kind, Milliseconds before, Milliseconds after) {
        if (before == after)
            return;
        m_different = true;
        const auto text = [](Milliseconds time) { return promql::formatDuration(static_cast<double>(time) / 1000); };
        add(kind, text(before), text(after),
            {TRANSLATABLE("Core", "The %1 of %2 changes from %3 to %4."),
             {kind, old.called(), text(before), text(after)}});
    };
    duration("for", old.alert.forDuration, m_now.alert.forDuration);
    duration("interval", old.interval, m_now.interval);
    duration("query_offset", old.queryOffset, m_now.queryOffset);
    duration("keep_firing_for", old.alert.keepFiringFor, m_now.alert.keepFiringFor);
    for (const auto &[name, text] : old.alert.labels) {
        const std::string now = valueOf(m_now.alert.labels, name);
        if (now == text || now.empty() || (!dependsOnValue(text) && !dependsOnValue(now)))
            continue;
        m_different = true;
        add("labels", name + '=' + text, name + '=' + now,
            {TRANSLATABLE("Core",
                          "The label %2 of the alerts of %1 is made of the value in another way: %3 became %4."),
             {old.called(), name, text, now}});
    }
    if (old.operands.size() != m_now.operands.size()) {
        m_different = true;
        add("condition", old.condition, m_now.condition,
            {TRANSLATABLE("Core", "The new rule compares other things than %1."), {old.called()}});
    }
}

bool Comparer::keepsLabels(const ObservedRule &old, const Line &before, const Line &after) const
{
    const Labels is = alertLabels(m_now, after);
    return std::ranges::all_of(alertLabels(old, before),
                               [&](const auto &label) { return valueOf(is, label.first) == label.second; });
}

/// The series that has the same labels but for those that the takeover adds; of several the one whose alert keeps the
/// labels of the old one, else the one with its values.
const Line *Comparer::partnerOf(const ObservedRule &old, const Line &line, const std::vector<Line> &candidates,
                                const std::vector<bool> &used, bool part) const
{
    const Labels wanted = with(line.labels, old.gained);
    std::vector<const Line *> fitting;
    for (const Line &candidate : candidates) {
        Labels labels = candidate.labels;
        for (const auto &[name, value] : old.gained) {
            const bool had = std::ranges::any_of(line.labels, [&key = name](const auto &l) { return l.first == key; });
            if (value.empty() && !had)
                std::erase_if(labels, [&key = name](const auto &label) { return label.first == key; });
        }
        // A part of a ratio need not have what the whole gets from the other part.
        if (labels == wanted || (part && candidate.labels == line.labels))
            fitting.push_back(&candidate);
    }
    if (fitting.size() > 1) {
        std::vector<const Line *> keeping;
        std::ranges::copy_if(fitting, std::back_inserter(keeping),
                             [&](const Line *each) { return keepsLabels(old, line, *each); });
        if (!keeping.empty())
            fitting = std::move(keeping);
    }
    if (fitting.size() > 1) {
        std::erase_if(fitting, [&](const Line *each) {
            return used[static_cast<std::size_t>(each - candidates.data())] ||
                   !std::ranges::equal(line.values, each->values, [](const auto &was, const auto &is) {
                       return was.has_value() == is.has_value() && (!was || equalValues(*was, *is));
                   });
        });
    }
    return fitting.empty() ? nullptr : fitting.front();
}

Labels Comparer::alertLabels(const ObservedRule &rule, const Line &line) const
{
    std::map<std::string, std::string> labels(line.labels.begin(), line.labels.end());
    double value = 0;
    std::size_t tick = 0;
    for (; tick < line.values.size(); ++tick) {
        if (line.values[tick]) {
            value = *line.values[tick];
            break;
        }
    }
    for (const auto &[name, text] : rule.alert.labels)
        labels[name] = text.find("{{") != std::string::npos && m_expand
                           ? m_expand(text, line.labels, value, m_now.operands.front().values.ticks.at(m_first + tick))
                           : text;
    Labels all;
    for (auto &[name, text] : labels) {
        if (!text.empty())
            all.emplace_back(name, text);
    }
    return all;
}

/// Alerts keep their labels; those that the takeover declares may come.
void Comparer::compareLabels(const ObservedRule &old, const Line &before, const Line &after)
{
    const Labels was = alertLabels(old, before);
    const Labels is = alertLabels(m_now, after);
    m_proof.identities.push_back({static_cast<std::size_t>(&old - m_olds.data()), with(was, {{"alertname", old.name}}),
                                  with(is, {{"alertname", m_now.name}})});
    for (const auto &[name, value] : was) {
        const std::string now = valueOf(is, name);
        if (now == value)
            continue;
        m_different = true;
        addNew("labels", name + '=' + promql::quote(value),
               now.empty() ? std::string() : name + '=' + promql::quote(now),
               now.empty() ? base::Text(TRANSLATABLE("Core", "The alerts of %1 lose the label %2=%3."),
                                        {old.called(), name, value})
                           : base::Text(TRANSLATABLE("Core", "The label %2 of the alerts of %1 changes from %3 to %4."),
                                        {old.called(), name, value, now}));
    }
    for (const auto &[name, value] : is) {
        if (!valueOf(was, name).empty())
            continue;
        m_different = m_different || !old.gained.contains(name);
        addOnce(m_proof.gained, name);
        addNew("labels", {}, name + '=' + promql::quote(value),
               {TRANSLATABLE("Core", "The alerts of %1 get the label %2=%3."), {old.called(), name, value}});
    }
    if (old.name == m_now.name)
        return;
    // Copies under several names cannot all keep theirs.
    m_different =
        m_different || std::ranges::all_of(m_olds, [&](const ObservedRule &each) { return each.name == old.name; });
    addOnce(m_proof.renamed, old.name + " → " + m_now.name);
    addNew("alertname", old.name, m_now.name,
           {TRANSLATABLE("Core", "%1 becomes %2: silences, routes and dashboards that name it must follow."),
            {old.called(), m_now.name}});
}

bool Comparer::compareLines(const ObservedRule &old, const Line &before, const Line &after, const std::string &part)
{
    std::size_t missing = 0;
    std::size_t extra = 0;
    std::size_t differing = 0;
    double largest = 0;
    std::optional<std::size_t> first;
    std::size_t last = 0;
    for (std::size_t tick = 0; tick < before.values.size(); ++tick) {
        const auto &was = before.values[tick];
        const auto &is = tick < after.values.size() ? after.values[tick] : std::nullopt;
        if (!was && !is)
            continue;
        if (was && is && equalValues(*was, *is))
            continue;
        missing += was && !is ? 1 : 0;
        extra += !was && is ? 1 : 0;
        if (was && is) {
            ++differing;
            largest = std::max(largest, std::abs(*was - *is));
        }
        first = first.value_or(tick);
        last = tick;
    }
    if (!first)
        return false;
    const std::string who = isWorded(part) ? textOf(before.labels) : part + ' ' + textOf(before.labels);
    const std::string ticks = std::to_string(before.values.size());
    if (differing > 0) {
        m_different = true;
        add("values", old.name, m_now.name,
            {valuesDiffer.of(part), {who, std::to_string(differing), ticks, roundedText(largest)}}, first, last);
    }
    if (missing > 0) {
        m_less = true;
        add("missing", old.name, m_now.name, {valuesMissing.of(part), {who, std::to_string(missing), ticks}}, first,
            last);
    }
    if (extra > 0) {
        m_more = true;
        add("extra", old.name, m_now.name, {valuesExtra.of(part), {who, std::to_string(extra), ticks, old.called()}},
            first, last);
    }
    return missing > 0;
}

void Comparer::compareOperand(std::size_t operand)
{
    const ObservedOperand &now = m_now.operands[operand];
    const std::vector<Line> after = linesOf(now.values, m_first);
    std::vector<bool> used(after.size());
    std::vector<Labels> watched;
    std::vector<std::vector<Line>> linesBefore;
    for (const ObservedRule &old : m_olds) {
        linesBefore.push_back(operand < old.operands.size() ? linesOf(old.operands[operand].values, m_first)
                                                            : std::vector<Line>());
        for (const Line &line : linesBefore.back())
            watched.push_back(with(line.labels, old.gained));
    }
    if (operand == 0) {
        m_proof.nothingNew = after.empty();
        for (const Line &line : after)
            m_proof.watchedAfter.push_back(alertLabels(m_now, line));
    }
    const bool varies =
        std::ranges::any_of(linesBefore, [](const auto &lines) { return std::ranges::any_of(lines, &Line::varies); });
    // The sides of an operator inside are parts in their own words.
    const bool shown = isWorded(now.part);
    m_proof.unvarying = m_proof.unvarying || (shown && !varies);
    for (const ObservedRule &old : m_olds) {
        if (operand >= old.operands.size())
            continue;
        const std::vector<Line> &before = linesBefore[static_cast<std::size_t>(&old - m_olds.data())];
        const std::size_t ticks = old.operands[operand].values.answers.size() - m_first;
        if (now.part.empty()) {
            std::size_t withData = 0;
            for (std::size_t tick = 0; tick < ticks; ++tick)
                withData +=
                    std::ranges::any_of(before, [&](const Line &line) { return line.values[tick].has_value(); });
            m_dataTicks += withData;
            m_dataPossible += ticks;
        }
        m_proof.unseen = m_proof.unseen || before.empty();
        if (before.empty()) {
            m_proof.apart = m_proof.apart || old.operands[operand].needed;
            m_unknown = m_unknown || now.part.empty() || m_proof.apart;
            if (now.part.empty())
                addOnce(m_proof.silent, old.called());
            add("empty", old.name, now.part,
                now.part.empty() ? base::Text(TRANSLATABLE("Core", "%1 has no data in this range."), {old.called()})
                                 : base::Text(partEmpty.of(now.part), {old.called(), now.part}));
        }
        for (const Line &line : before) {
            if (operand == 0)
                m_proof.watchedBefore.push_back(alertLabels(old, line));
            const Line *partner = partnerOf(old, line, after, used, !now.part.empty());
            if (!partner) {
                m_less = true;
                addOnce(m_proof.lost, nameOfLost(old, line, watched));
                addNew("missing", textOf(line.labels), {},
                       {TRANSLATABLE("Core", "The new rule has nothing for %1 of %2."),
                        {textOf(line.labels), old.called()}});
                continue;
            }
            const auto place = static_cast<std::size_t>(partner - after.data());
            // What divides may well be the same for all of them.
            if (used[place] && now.part.empty()) {
                m_different = true;
                add("labels", textOf(line.labels), textOf(partner->labels),
                    {TRANSLATABLE("Core", "Several old alerts become the one %1."), {textOf(partner->labels)}});
            }
            used[place] = true;
            if (compareLines(old, line, *partner, now.part))
                addOnce(m_proof.lost, nameOfLost(old, line, watched));
            if (operand == 0)
                compareLabels(old, line, *partner);
        }
    }
    for (std::size_t i = 0; i < after.size(); ++i) {
        if (used[i])
            continue;
        m_more = true;
        if (now.part.empty())
            addOnce(m_proof.included, subjectOf(after[i].labels, watched));
        addNew(
            "extra", {}, textOf(after[i].labels),
            {TRANSLATABLE("Core", "The new rule also watches %1, which no old one did."), {textOf(after[i].labels)}});
    }
}

alerting::RuleHistory Comparer::historyOf(const ObservedRule &rule) const
{
    const TickValues &operand = rule.operands.front().values;
    if (rule.firingValues)
        return backtest::simulate(rule.alert, *rule.firingValues, m_reportFrom, m_expand);
    if (rule.op && rule.threshold)
        return backtest::simulate(rule.alert, backtest::compared(operand, *rule.op, *rule.threshold), m_reportFrom,
                                  m_expand);
    return backtest::simulate(rule.alert, operand, m_reportFrom, m_expand);
}

/// Evaluations at which the rule fails for what it returns, which is why no alert of it fires there.
void Comparer::addFailures(const ObservedRule &rule, const alerting::RuleHistory &history)
{
    const std::string ticks = std::to_string(history.ticks);
    if (history.collisions > 0)
        add("collision", &rule == &m_now ? std::string() : rule.name, &rule == &m_now ? rule.name : std::string(),
            {&rule == &m_now
                 ? TRANSLATABLE("Core", "The new %1 fails at %2 of %3 evaluations: several of its alerts would have "
                                        "the same labels.")
                 : TRANSLATABLE("Core", "The old %1 fails at %2 of %3 evaluations: several of its alerts would have "
                                        "the same labels."),
             {rule.called(), std::to_string(history.collisions), ticks}});
    if (history.limitExceeded > 0)
        add("limit", &rule == &m_now ? std::string() : rule.name, &rule == &m_now ? rule.name : std::string(),
            {&rule == &m_now
                 ? TRANSLATABLE("Core", "The new %1 fails at %2 of %3 evaluations: it has more alerts than the limit "
                                        "of its group, %4, allows.")
                 : TRANSLATABLE("Core", "The old %1 fails at %2 of %3 evaluations: it has more alerts than the limit "
                                        "of its group, %4, allows."),
             {rule.called(), std::to_string(history.limitExceeded), ticks, std::to_string(rule.alert.limit)}});
}

void Comparer::compareFirings()
{
    using Histories = std::vector<alerting::AlertHistory>;
    const alerting::RuleHistory after = historyOf(m_now);
    addFailures(m_now, after);
    m_proof.after = after.alerts;
    m_proof.firedAfter = firingsWithin(after);
    m_proof.firedBefore = 0;
    std::vector<bool> claimed(after.alerts.size());
    bool mapped = true;
    bool equal = true;
    std::size_t gone = 0;
    for (std::size_t rule = 0; rule < m_olds.size(); ++rule) {
        const alerting::RuleHistory before = historyOf(m_olds[rule]);
        addFailures(m_olds[rule], before);
        *m_proof.firedBefore += firingsWithin(before);
        for (const alerting::AlertHistory &alert : before.alerts) {
            m_proof.before.push_back(alert);
            const auto identity = std::ranges::find_if(m_proof.identities, [&](const Proof::Identity &each) {
                return each.rule == rule && each.before == alert.labels;
            });
            const auto now = identity == m_proof.identities.end()
                                 ? after.alerts.end()
                                 : std::ranges::find(after.alerts, identity->after, &alerting::AlertHistory::labels);
            mapped = mapped && identity != m_proof.identities.end();
            const std::vector<alerting::Band> none;
            const std::vector<alerting::Band> &bands = now == after.alerts.end() ? none : now->firing;
            if (now != after.alerts.end())
                claimed[static_cast<std::size_t>(now - after.alerts.begin())] = true;
            equal = equal && alert.firing == bands;
            m_firesLess = m_firesLess || !containedIn(alert.firing, bands);
            gone += static_cast<std::size_t>(std::ranges::count_if(
                alert.firing, [&](const alerting::Band &band) { return !meetsAny(band, bands); }));
            m_firesMore = m_firesMore || !containedIn(bands, alert.firing);
        }
    }
    for (std::size_t i = 0; i < after.alerts.size(); ++i) {
        const bool own = !claimed[i] && !after.alerts[i].firing.empty();
        equal = equal && !own;
        m_firesMore = m_firesMore || own;
    }
    if (!mapped) {
        // Labels that carry the value have no fixed identity: the firings themselves are compared.
        const auto bandsOf = [](const Histories &alerts) {
            std::vector<std::vector<std::pair<Milliseconds, std::optional<Milliseconds>>>> all;
            for (const alerting::AlertHistory &alert : alerts) {
                if (alert.firing.empty())
                    continue;
                all.emplace_back();
                for (const alerting::Band &band : alert.firing)
                    all.back().emplace_back(band.begin, band.end);
            }
            std::ranges::sort(all);
            return all;
        };
        if (bandsOf(m_proof.before) == bandsOf(m_proof.after)) {
            equal = true;
            m_firesLess = m_firesMore = false;
        }
    }
    m_firedAlike = equal && *m_proof.firedBefore > 0;
    m_proof.lostFirings = mapped ? gone : *m_proof.firedBefore - std::min(*m_proof.firedBefore, *m_proof.firedAfter);
    if (equal)
        return;
    // With equal values it is the machine's inputs that differ, so nothing may call this the same.
    if (!m_more && !m_less)
        m_different = true;
    const std::string was = std::to_string(*m_proof.firedBefore);
    const std::string is = std::to_string(*m_proof.firedAfter);
    add("firing", was, is,
        was == is
            ? base::Text(TRANSLATABLE("Core", "The old rules and the new one fired %1 times each, but not alike."),
                         {was})
            : base::Text(TRANSLATABLE("Core", "The old rules fired %1 times, the new one %2 times."), {was, is}));
}

void Comparer::judge()
{
    // More values can mean fewer alerts, as to the right of `unless`: containment holds for the firings too.
    if (m_different || (m_more && m_less) || (m_more && m_firesLess) || (m_less && m_firesMore))
        m_proof.verdict = Verdict::Different;
    else if (m_unknown)
        m_proof.verdict = Verdict::CannotTell;
    else if (m_more)
        m_proof.verdict = Verdict::Wider;
    else if (m_less)
        m_proof.verdict = Verdict::Narrower;
    else
        m_proof.verdict = Verdict::Same;
    if (m_proof.verdict == Verdict::CannotTell)
        m_proof.strength = "structure";
    else
        m_proof.strength = m_firedAlike ? "fired" : "values";
    if (m_dataPossible > 0)
        m_proof.coverage = static_cast<double>(m_dataTicks) / static_cast<double>(m_dataPossible);
    for (const ObservedRule &old : m_olds)
        takeNearest(old, m_now, m_first, m_proof);
}

Proof Comparer::run()
{
    m_proof.ticks = m_now.operands.empty() ? 0 : m_now.operands.front().values.answers.size() - m_first;
    bool all = answered(m_now);
    for (const ObservedRule &old : m_olds)
        all = answered(old) && all;
    for (const ObservedRule &old : m_olds)
        compareConditions(old);
    if (!all || m_now.operands.empty()) {
        m_unknown = true;
        judge();
        return std::move(m_proof);
    }
    for (std::size_t operand = 0; operand < m_now.operands.size(); ++operand)
        compareOperand(operand);
    if (m_now.records)
        m_proof.firedBefore = m_proof.firedAfter = 0;
    else
        compareFirings();
    judge();
    return std::move(m_proof);
}

} // namespace

bool evaluated(const base::Error &error)
{
    return error.kind == base::ErrorKind::Invalid || error.kind == base::ErrorKind::Refused ||
           error.kind == base::ErrorKind::Unsupported;
}

Proof compare(const std::vector<ObservedRule> &olds, const ObservedRule &now, Milliseconds reportFrom,
              const alerting::LabelExpander &expand)
{
    return Comparer(olds, now, reportFrom, expand).run();
}

} // namespace consolidation
