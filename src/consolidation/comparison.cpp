#include "consolidation/comparison.h"

#include "promql/functions.h"
#include "promql/literals.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace consolidation {

namespace {

using alerting::Labels;
using backtest::TickState;
using backtest::TickValues;

/// Sums of the same addends in another order differ by less.
constexpr double rounding = 1e-9;

bool equalValues(double a, double b)
{
    if (std::isnan(a) || std::isnan(b))
        return std::isnan(a) && std::isnan(b);
    if (std::isinf(a) || std::isinf(b))
        return a == b;
    return std::abs(a - b) <= rounding * std::max(std::abs(a), std::abs(b));
}

Labels withoutName(Labels labels)
{
    std::erase_if(labels, [](const auto &label) { return label.first == "__name__" || label.second.empty(); });
    return labels;
}

std::string textOf(const Labels &labels)
{
    std::string text = "{";
    for (const auto &[name, value] : labels)
        text += (text.size() > 1 ? ", " : "") + name + '=' + promql::quote(value);
    return text + "}";
}

std::string numberText(double value)
{
    return promql::formatNumber(std::abs(value) > 1 ? std::round(value * 1000) / 1000 : value);
}

Labels with(Labels labels, const std::map<std::string, std::string> &more)
{
    for (const auto &[name, value] : more) {
        if (value.empty())
            continue;
        std::erase_if(labels, [&key = name](const auto &label) { return label.first == key; });
        labels.emplace_back(name, value);
    }
    std::ranges::sort(labels);
    return labels;
}

/// One series over the ticks; nothing where it has no sample.
struct Line
{
    Labels labels;
    std::vector<std::optional<double>> values;
    std::size_t samples = 0;
};

std::vector<Line> linesOf(const TickValues &values)
{
    // Names do not tell alerts apart: series that differ by name only are one here, and their collision shows.
    std::map<Labels, Line> lines;
    std::vector<Line *> lineOf;
    for (const Labels &series : values.series) {
        const Labels labels = withoutName(series);
        Line &line = lines[labels];
        line.labels = labels;
        line.values.resize(values.answers.size());
        lineOf.push_back(&line);
    }
    for (std::size_t tick = 0; tick < values.answers.size(); ++tick) {
        for (const auto &[series, value] : values.answers[tick].values) {
            std::optional<double> &place = lineOf[series]->values[tick];
            lineOf[series]->samples += place ? 0 : 1;
            place = value;
        }
    }
    std::vector<Line> all;
    for (auto &[labels, line] : lines) {
        if (line.samples > 0)
            all.push_back(std::move(line));
    }
    return all;
}

class Comparer
{
public:
    Comparer(const std::vector<ObservedRule> &olds, const ObservedRule &now, Milliseconds reportFrom,
             const alerting::LabelExpander &expand)
        : m_olds(olds), m_now(now), m_reportFrom(reportFrom), m_expand(expand)
    {}

    Proof run();

private:
    void compareConditions(const ObservedRule &old);
    void compareOperand(std::size_t operand);
    void compareLines(const ObservedRule &old, const Line &before, const Line &after, const std::string &part);
    void compareLabels(const ObservedRule &old, const Line &before, const Line &after);
    void compareFirings();
    void judge();
    [[nodiscard]] bool answered(const ObservedRule &rule);
    [[nodiscard]] const Line *partnerOf(const ObservedRule &old, const Line &line, const std::vector<Line> &candidates);
    [[nodiscard]] Labels alertLabels(const ObservedRule &rule, const Line &line) const;
    [[nodiscard]] alerting::RuleHistory historyOf(const ObservedRule &rule) const;
    void add(std::string kind, std::string before, std::string after, base::Text text,
             std::optional<std::size_t> firstTick = {}, std::optional<std::size_t> lastTick = {});

    const std::vector<ObservedRule> &m_olds;
    const ObservedRule &m_now;
    Milliseconds m_reportFrom = 0;
    const alerting::LabelExpander &m_expand;
    Proof m_proof;
    bool m_different = false;
    bool m_more = false;
    bool m_less = false;
    bool m_unknown = false;
    std::size_t m_dataTicks = 0;
    std::size_t m_dataPossible = 0;
};

void Comparer::add(std::string kind, std::string before, std::string after, base::Text text,
                   std::optional<std::size_t> firstTick, std::optional<std::size_t> lastTick)
{
    Evidence evidence{std::move(kind), std::move(before), std::move(after), {}, {}, std::move(text)};
    const backtest::Ticks &ticks = m_now.operands.front().values.ticks;
    if (firstTick)
        evidence.from = ticks.at(*firstTick);
    if (lastTick)
        evidence.to = ticks.at(*lastTick);
    m_proof.evidence.push_back(std::move(evidence));
}

/// Whether every tick has an answer; else nothing can be told.
bool Comparer::answered(const ObservedRule &rule)
{
    if (rule.error) {
        add("failed", rule.name, {}, rule.error->text);
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
    duration("keep_firing_for", old.alert.keepFiringFor, m_now.alert.keepFiringFor);
    if (old.operands.size() != m_now.operands.size()) {
        m_different = true;
        add("condition", old.condition, m_now.condition,
            {TRANSLATABLE("Core", "The new rule compares other things than %1."), {old.called()}});
    }
}

const Line *Comparer::partnerOf(const ObservedRule &old, const Line &line, const std::vector<Line> &candidates)
{
    const Labels wanted = with(line.labels, old.gained);
    const Line *found = nullptr;
    for (const Line &candidate : candidates) {
        Labels labels = candidate.labels;
        for (const auto &[name, value] : old.gained) {
            const bool had = std::ranges::any_of(line.labels, [&key = name](const auto &l) { return l.first == key; });
            if (value.empty() && !had)
                std::erase_if(labels, [&key = name](const auto &label) { return label.first == key; });
        }
        if (labels != wanted)
            continue;
        if (found)
            return nullptr;
        found = &candidate;
    }
    return found;
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
                           ? m_expand(text, line.labels, value, m_now.operands.front().values.ticks.at(tick))
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
    const auto valueIn = [](const Labels &labels, const std::string &name) {
        const auto found = std::ranges::find(labels, name, &std::pair<std::string, std::string>::first);
        return found == labels.end() ? std::string() : found->second;
    };
    for (const auto &[name, value] : was) {
        const std::string now = valueIn(is, name);
        if (now == value)
            continue;
        m_different = true;
        add("labels", name + '=' + promql::quote(value), now.empty() ? std::string() : name + '=' + promql::quote(now),
            now.empty() ? base::Text(TRANSLATABLE("Core", "The alerts of %1 lose the label %2=%3."),
                                     {old.called(), name, value})
                        : base::Text(TRANSLATABLE("Core", "The label %2 of the alerts of %1 changes from %3 to %4."),
                                     {old.called(), name, value, now}));
    }
    for (const auto &[name, value] : is) {
        if (!valueIn(was, name).empty())
            continue;
        m_different = m_different || !old.gained.contains(name);
        add("labels", {}, name + '=' + promql::quote(value),
            {TRANSLATABLE("Core", "The alerts of %1 get the label %2=%3."), {old.called(), name, value}});
    }
    if (old.name != m_now.name)
        add("alertname", old.name, m_now.name,
            {TRANSLATABLE("Core", "%1 becomes %2: silences, routes and dashboards that name it must follow."),
             {old.called(), m_now.name}});
}

void Comparer::compareLines(const ObservedRule &old, const Line &before, const Line &after, const std::string &part)
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
        return;
    const std::string who = part.empty() ? textOf(before.labels) : part + ' ' + textOf(before.labels);
    const std::string ticks = std::to_string(before.values.size());
    if (differing > 0) {
        m_different = true;
        add("values", old.name, m_now.name,
            {TRANSLATABLE("Core", "The values of %1 differ at %2 of %3 evaluations, by up to %4."),
             {who, std::to_string(differing), ticks, numberText(largest)}},
            first, last);
    }
    if (missing > 0) {
        m_less = true;
        add("missing", old.name, m_now.name,
            {TRANSLATABLE("Core", "The new rule has no value of %1 at %2 of %3 evaluations."),
             {who, std::to_string(missing), ticks}},
            first, last);
    }
    if (extra > 0) {
        m_more = true;
        add("extra", old.name, m_now.name,
            {TRANSLATABLE("Core", "The new rule has a value of %1 at %2 of %3 evaluations where %4 had none."),
             {who, std::to_string(extra), ticks, old.called()}},
            first, last);
    }
}

void Comparer::compareOperand(std::size_t operand)
{
    const ObservedOperand &now = m_now.operands[operand];
    const std::vector<Line> after = linesOf(now.values);
    std::vector<bool> used(after.size());
    for (const ObservedRule &old : m_olds) {
        if (operand >= old.operands.size())
            continue;
        const std::vector<Line> before = linesOf(old.operands[operand].values);
        const std::size_t ticks = old.operands[operand].values.answers.size();
        if (now.part.empty()) {
            std::size_t withData = 0;
            for (std::size_t tick = 0; tick < ticks; ++tick)
                withData +=
                    std::ranges::any_of(before, [&](const Line &line) { return line.values[tick].has_value(); });
            m_dataTicks += withData;
            m_dataPossible += ticks;
        }
        if (before.empty()) {
            m_unknown = m_unknown || now.part.empty();
            add("empty", old.name, now.part,
                now.part.empty() ? base::Text(TRANSLATABLE("Core", "%1 has no data in this range."), {old.called()})
                                 : base::Text(TRANSLATABLE("Core", "The %2 of %1 has no data in this range."),
                                              {old.called(), now.part}));
        }
        for (const Line &line : before) {
            const Line *partner = partnerOf(old, line, after);
            if (!partner) {
                m_less = true;
                add("missing", textOf(line.labels), {},
                    {TRANSLATABLE("Core", "The new rule has nothing for %1 of %2."),
                     {textOf(line.labels), old.called()}});
                continue;
            }
            const auto place = static_cast<std::size_t>(partner - after.data());
            if (used[place]) {
                m_different = true;
                add("labels", textOf(line.labels), textOf(partner->labels),
                    {TRANSLATABLE("Core", "Several old alerts become the one %1."), {textOf(partner->labels)}});
            }
            used[place] = true;
            compareLines(old, line, *partner, now.part);
            if (operand == 0)
                compareLabels(old, line, *partner);
        }
    }
    for (std::size_t i = 0; i < after.size(); ++i) {
        if (used[i])
            continue;
        m_more = true;
        add("extra", {}, textOf(after[i].labels),
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

void Comparer::compareFirings()
{
    const alerting::RuleHistory after = historyOf(m_now);
    m_proof.after = after.alerts;
    m_proof.firedAfter = after.firings();
    m_proof.firedBefore = 0;
    std::vector<std::vector<alerting::Band>> beforeBands;
    std::vector<std::vector<alerting::Band>> afterBands;
    for (const ObservedRule &old : m_olds) {
        const alerting::RuleHistory before = historyOf(old);
        *m_proof.firedBefore += before.firings();
        for (const alerting::AlertHistory &alert : before.alerts) {
            m_proof.before.push_back(alert);
            if (!alert.firing.empty())
                beforeBands.push_back(alert.firing);
        }
    }
    for (const alerting::AlertHistory &alert : after.alerts) {
        if (!alert.firing.empty())
            afterBands.push_back(alert.firing);
    }
    const auto order = [](const std::vector<alerting::Band> &a, const std::vector<alerting::Band> &b) {
        return std::ranges::lexicographical_compare(
            a, b, {}, [](const alerting::Band &band) { return std::pair(band.begin, band.end); },
            [](const alerting::Band &band) { return std::pair(band.begin, band.end); });
    };
    std::ranges::sort(beforeBands, order);
    std::ranges::sort(afterBands, order);
    if (beforeBands == afterBands)
        return;
    // With equal values it is the machine's inputs that differ, so nothing may call this the same.
    if (!m_more && !m_less)
        m_different = true;
    add("firing", std::to_string(*m_proof.firedBefore), std::to_string(*m_proof.firedAfter),
        {TRANSLATABLE("Core", "The old rules fired %1 times, the new one %2 times, or at other times."),
         {std::to_string(*m_proof.firedBefore), std::to_string(*m_proof.firedAfter)}});
}

void Comparer::judge()
{
    if (m_different || (m_more && m_less))
        m_proof.verdict = Verdict::Different;
    else if (m_unknown)
        m_proof.verdict = Verdict::CannotTell;
    else if (m_more)
        m_proof.verdict = Verdict::Wider;
    else if (m_less)
        m_proof.verdict = Verdict::Narrower;
    else
        m_proof.verdict = Verdict::Same;
    const bool fired = m_proof.firedBefore.value_or(0) > 0 && m_proof.firedAfter.value_or(0) > 0;
    if (m_proof.verdict == Verdict::CannotTell)
        m_proof.strength = "structure";
    else
        m_proof.strength = fired ? "fired" : "values";
    if (m_dataPossible > 0)
        m_proof.coverage = static_cast<double>(m_dataTicks) / static_cast<double>(m_dataPossible);
    if (!m_now.op || !m_now.threshold)
        return;
    const bool downwards = *m_now.op == promql::BinaryOp::Less || *m_now.op == promql::BinaryOp::LessEqual;
    for (const ObservedRule &old : m_olds) {
        for (const backtest::TickAnswer &answer : old.operands.front().values.answers) {
            for (const auto &[series, value] : answer.values) {
                if (!std::isnan(value) &&
                    (!m_proof.nearest || (downwards ? value < *m_proof.nearest : value > *m_proof.nearest)))
                    m_proof.nearest = value;
            }
        }
    }
    m_proof.threshold = m_now.threshold;
}

Proof Comparer::run()
{
    m_proof.ticks = m_now.operands.empty() ? 0 : m_now.operands.front().values.answers.size();
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
    compareFirings();
    judge();
    return std::move(m_proof);
}

} // namespace

const char *verdictName(Verdict verdict)
{
    constexpr const char *names[] = {"same", "wider", "narrower", "different", "cannot tell", "unproved"};
    return names[static_cast<int>(verdict)];
}

Proof compare(const std::vector<ObservedRule> &olds, const ObservedRule &now, Milliseconds reportFrom,
              const alerting::LabelExpander &expand)
{
    return Comparer(olds, now, reportFrom, expand).run();
}

Proof joined(std::vector<Proof> proofs)
{
    if (proofs.empty())
        return {};
    Proof all = std::move(proofs.front());
    const std::string weakest = [&] {
        for (const char *strength : {"structure", "values"}) {
            if (all.strength == std::string_view(strength) || std::ranges::any_of(proofs, [&](const Proof &each) {
                    return each.strength == std::string_view(strength);
                }))
                return std::string(strength);
        }
        return std::string("fired");
    }();
    const Verdict first = all.verdict;
    const auto has = [&](Verdict verdict) {
        return first == verdict || std::any_of(proofs.begin() + 1, proofs.end(),
                                               [&](const Proof &each) { return each.verdict == verdict; });
    };
    if (has(Verdict::Different) || (has(Verdict::Wider) && has(Verdict::Narrower)))
        all.verdict = Verdict::Different;
    else if (has(Verdict::Unproved))
        all.verdict = Verdict::Unproved;
    else if (has(Verdict::CannotTell))
        all.verdict = Verdict::CannotTell;
    else if (has(Verdict::Wider) || has(Verdict::Narrower))
        all.verdict = has(Verdict::Wider) ? Verdict::Wider : Verdict::Narrower;
    all.strength = weakest == "structure" ? "structure" : weakest == "values" ? "values" : "fired";
    for (std::size_t i = 1; i < proofs.size(); ++i) {
        Proof &more = proofs[i];
        if (all.firedBefore && more.firedBefore)
            *all.firedBefore += *more.firedBefore;
        if (all.firedAfter && more.firedAfter)
            *all.firedAfter += *more.firedAfter;
        if (all.coverage && more.coverage)
            all.coverage = std::min(*all.coverage, *more.coverage);
        std::ranges::move(more.evidence, std::back_inserter(all.evidence));
        std::ranges::move(more.before, std::back_inserter(all.before));
        std::ranges::move(more.after, std::back_inserter(all.after));
    }
    return all;
}

base::Text Proof::sentence() const
{
    const auto count = [](const std::optional<std::size_t> &number) { return std::to_string(number.value_or(0)); };
    const auto evidenceOf = [&](std::string_view kind) -> const Evidence * {
        const auto found = std::ranges::find(evidence, kind, &Evidence::kind);
        return found == evidence.end() ? nullptr : &*found;
    };
    switch (verdict) {
    case Verdict::Same:
        if (strength == std::string_view("fired"))
            return {TRANSLATABLE("Core", "Same: the values agree at all %1 evaluations, and so do the firings (%2)."),
                    {std::to_string(ticks), count(firedBefore)}};
        if (nearest && threshold)
            return {TRANSLATABLE("Core", "Same (never fired): all values agree, the nearest was %1 (threshold %2)."),
                    {numberText(*nearest), numberText(*threshold)}};
        return {TRANSLATABLE("Core", "Same (never fired): all values agree."), {}};
    case Verdict::Wider: {
        const Evidence *extra = evidenceOf("extra");
        return {TRANSLATABLE("Core", "Wider: %1 is included now."), {extra ? extra->after : std::string()}};
    }
    case Verdict::Narrower: {
        const std::size_t gone = firedBefore.value_or(0) - std::min(firedBefore.value_or(0), firedAfter.value_or(0));
        const Evidence *missing = evidenceOf("missing");
        return {TRANSLATABLE("Core", "Narrower: %1 of %2 firings are gone."),
                {std::to_string(gone), missing ? missing->before : std::string()}};
    }
    case Verdict::Different:
        return {TRANSLATABLE("Core", "Different."), {}};
    case Verdict::CannotTell:
        return evidenceOf("empty") ? base::Text(TRANSLATABLE("Core", "Cannot tell: there is no data by which to tell."))
                                   : base::Text(TRANSLATABLE("Core", "Cannot tell: the endpoint did not answer all."));
    case Verdict::Unproved:
        return evidenceOf("failed") ? base::Text(TRANSLATABLE("Core", "Unproved: the endpoint did not answer."))
                                    : base::Text(TRANSLATABLE("Core", "Unproved: no endpoint was asked."));
    }
    return {};
}

} // namespace consolidation
