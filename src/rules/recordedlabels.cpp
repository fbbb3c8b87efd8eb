#include "rules/recordedlabels.h"

#include "rules/selectors.h"

#include <algorithm>

namespace rules {

namespace {

using promql::LabelFact;
using promql::LabelPresence;
using promql::LabelReason;
using promql::LabelSet;

LabelFact decidedByRule(LabelPresence presence, std::optional<std::string> value = {})
{
    LabelFact fact;
    fact.presence = presence;
    fact.reason = LabelReason::Rule;
    fact.value = std::move(value);
    return fact;
}

/// Of a label that one writer has in this way and another in that.
LabelFact ofEither(const LabelFact &a, const LabelFact &b)
{
    if (a.presence == b.presence && a.value == b.value)
        return a;
    const bool same = a.presence == b.presence;
    return decidedByRule(same ? a.presence : LabelPresence::Possible,
                         a.value == b.value ? a.value : std::optional<std::string>());
}

LabelSet ofEither(const LabelSet &a, const LabelSet &b)
{
    LabelSet both;
    for (const auto &[name, fact] : a.named)
        both.named[name] = ofEither(fact, b.of(name));
    for (const auto &[name, fact] : b.named) {
        if (!a.named.contains(name))
            both.named[name] = ofEither(a.others, fact);
    }
    both.others = ofEither(a.others, b.others);
    both.never = a.never && b.never;
    return both;
}

/// Facts point into the rule's expression, which is another text than the reader's.
void detach(LabelFact &fact)
{
    fact.place = {};
    fact.sources.clear();
    if (fact.reason != LabelReason::Series)
        fact.reason = LabelReason::Rule;
}

void setLabels(LabelSet &set, const Pairs &labels, RuleKind kind)
{
    for (const auto &[name, value] : labels) {
        const bool rendered = kind == RuleKind::Alerting && value.value.find("{{") != std::string::npos;
        if (rendered)
            set.named[name.value] = decidedByRule(LabelPresence::Possible);
        else if (value.value.empty())
            set.named[name.value] = decidedByRule(LabelPresence::Impossible);
        else
            set.named[name.value] = decidedByRule(LabelPresence::Guaranteed, value.value);
    }
}

std::string exactNameOf(const promql::VectorSelector &selector)
{
    const std::vector<Selector> read = selectorsOf(&selector);
    return read.empty() ? std::string() : read.front().exactName.value_or(std::string());
}

} // namespace

RecordedLabels::RecordedLabels(std::span<const std::shared_ptr<const RuleDocument>> documents)
    : m_documents(documents.begin(), documents.end())
{
    for (const auto &document : m_documents) {
        for (const RuleGroup &group : document->groups()) {
            for (const Rule &rule : group.rules) {
                if (rule.kind == RuleKind::Recording)
                    m_recording[rule.name.value].push_back({&group, &rule, {}});
                else
                    m_alerting.push_back({&group, &rule, {}});
            }
        }
    }
}

promql::RecordedLabels RecordedLabels::resolver()
{
    return [this](const promql::VectorSelector &selector) { return of(selector); };
}

std::optional<LabelSet> RecordedLabels::of(const promql::VectorSelector &selector)
{
    const std::string name = exactNameOf(selector);
    if (name == "ALERTS" || name == "ALERTS_FOR_STATE")
        return ofAlerts(selector, name == "ALERTS");
    const auto writers = m_recording.find(name);
    if (writers == m_recording.end())
        return std::nullopt;
    std::optional<LabelSet> all;
    for (Writer &writer : writers->second) {
        const std::optional<LabelSet> labels = ofWriter(writer);
        if (!labels)
            return std::nullopt;
        all = all ? ofEither(*all, *labels) : *labels;
    }
    return all;
}

std::optional<LabelSet> RecordedLabels::ofWriter(Writer &writer)
{
    if (writer.known)
        return writer.labels;
    if (writer.entered)
        return std::nullopt;
    writer.entered = true;
    const promql::LabelFlow flow(*writer.rule->tree, resolver());
    writer.entered = false;
    LabelSet set = flow.of(*writer.rule->tree->root());
    for (auto &[name, fact] : set.named)
        detach(fact);
    detach(set.others);
    set.named.erase("__name__");
    setLabels(set, writer.group->labels, writer.rule->kind);
    setLabels(set, writer.rule->labels, writer.rule->kind);
    writer.known = true;
    writer.labels = std::move(set);
    return writer.labels;
}

std::optional<LabelSet> RecordedLabels::ofAlerts(const promql::VectorSelector &selector, bool withState)
{
    const std::vector<Selector> read = selectorsOf(&selector);
    const auto selected = [&read](const Rule &rule) {
        return std::ranges::all_of(read.front().labelMatchers, [&rule](const NameTest &test) {
            return test.label() != "alertname" || test.matches(rule.name.value);
        });
    };
    std::optional<LabelSet> all;
    for (Writer &writer : m_alerting) {
        if (!selected(*writer.rule))
            continue;
        std::optional<LabelSet> labels = ofWriter(writer);
        if (!labels)
            labels.emplace();
        labels->named["alertname"] = decidedByRule(LabelPresence::Guaranteed, writer.rule->name.value);
        all = all ? ofEither(*all, *labels) : *labels;
    }
    if (!all)
        all.emplace();
    if (!all->named.contains("alertname"))
        all->named["alertname"] = decidedByRule(LabelPresence::Guaranteed);
    all->named["alertstate"] = decidedByRule(withState ? LabelPresence::Guaranteed : LabelPresence::Impossible);
    return all;
}

} // namespace rules
