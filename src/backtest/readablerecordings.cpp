#include "backtest/readablerecordings.h"

#include "backtest/loadedlookup.h"
#include "rules/selectors.h"

#include <algorithm>
#include <cmath>

namespace backtest {

std::vector<RecordingRule> recordingsFor(const Documents &documents, const ServerKnowledge &knowledge)
{
    std::vector<RecordingRule> recordings =
        recordingRulesOf(documents, std::llround(knowledge.facts.evaluationIntervalSeconds * 1000));
    if (!knowledge.loaded)
        return recordings;
    // They stand in the order of the documents and groups.
    auto recording = recordings.begin();
    for (const auto &document : documents) {
        for (const rules::RuleGroup &group : document->groups()) {
            const rules::RuleRef ref = document->refOf(group, 0);
            if (recording == recordings.end() || !sameGroup(recording->ref, ref))
                continue;
            const alerting::LoadedGroup *loaded = findLoadedGroup(*knowledge.loaded, ref, group);
            const std::optional<Phase> phase = loaded ? phaseOfLoaded(*loaded, knowledge.facts) : std::nullopt;
            for (; recording != recordings.end() && sameGroup(recording->ref, ref); ++recording) {
                if (phase && std::llround(loaded->intervalSeconds * 1000) == recording->timing.interval)
                    recording->timing.phase = phase->phase;
            }
        }
    }
    return recordings;
}

std::vector<RecordingRule> readableRecordings(const promql::Tree &tree, std::span<const RecordingRule> recordings)
{
    std::vector<bool> read(recordings.size(), false);
    std::vector<const promql::Expr *> waiting = {tree.root()};
    while (!waiting.empty()) {
        const std::vector<rules::Selector> selectors = rules::selectorsOf(waiting.back());
        waiting.pop_back();
        for (std::size_t i = 0; i < recordings.size(); ++i) {
            const auto reads = [&name = recordings[i].name](const rules::Selector &selector) {
                return !selector.nameMatchers.empty() && selector.matchesName(name);
            };
            if (!read[i] && std::ranges::any_of(selectors, reads)) {
                read[i] = true;
                waiting.push_back(recordings[i].tree->root());
            }
        }
    }
    std::vector<RecordingRule> result;
    for (std::size_t i = 0; i < recordings.size(); ++i) {
        if (read[i])
            result.push_back(recordings[i]);
    }
    return result;
}

} // namespace backtest
