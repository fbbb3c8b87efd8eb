#include "consolidation/migrationrun_p.h"

#include "consolidation/mergedexpr.h"
#include "consolidation/observedlines.h"
#include "promql/functions.h"
#include "promql/literals.h"
#include "promql/printer.h"
#include "promql/threshold.h"

#include <algorithm>

namespace consolidation {

using alerting::Series;

void MigrationRun::Private::memory(const std::string &memorySelector, bool percent, std::optional<LiteralLimit> literal)
{
    join.memory = memorySelector;
    if (memorySelector.empty())
        return finish();
    ask(overRange(memorySelector), [=, this](const std::vector<Series> &found) {
        if (!found.empty())
            return memorySeen(found, percent, literal);
        const auto heap = heapRatioIn(tree);
        if (!heap)
            return noMemory();
        // Default metrics may have no prefix beside heap metrics of one's own.
        ask(overRange(writtenSelector(*heap->used)), [=, this](const std::vector<Series> &heaps) {
            std::set<std::string> jobs;
            for (const Series &each : heaps)
                jobs.insert(valueOf(each.labels, "job"));
            if (jobs.empty() || jobs.contains({}))
                return noMemory();
            const std::string plain =
                std::string("process_resident_memory_bytes{job") +
                (jobs.size() == 1 ? "=" + promql::quote(*jobs.begin())
                                  : "=~" + promql::quote(alternation({jobs.begin(), jobs.end()}))) +
                '}';
            ask(overRange(plain), [=, this](const std::vector<Series> &others) {
                if (others.empty())
                    return noMemory();
                join.memory = plain;
                memorySeen(others, percent, literal);
            });
        });
    });
}

std::string MigrationRun::Private::overRange(const std::string &selector) const
{
    const double seconds = static_cast<double>(to - from) / 1000;
    return "last_over_time(" + selector + '[' + promql::formatDuration(std::max(300.0, seconds)) + "])";
}

void MigrationRun::Private::noMemory()
{
    evidence("no-series", {TRANSLATABLE("Core", "No series of %1 at the endpoint: nothing to compare with the limit."),
                           {join.memory}});
    finish();
}

void MigrationRun::Private::memorySeen(const std::vector<Series> &found, bool percent,
                                       const std::optional<LiteralLimit> &literal)
{
    join.memorySeries = found;
    ask(overRange("kube_pod_container_resource_limits{resource=\"memory\"}"),
        [=, this](const std::vector<Series> &limits) { sawLimits(limits, percent, literal); });
}

void MigrationRun::Private::sawLimits(const std::vector<Series> &limits, bool percent,
                                      const std::optional<LiteralLimit> &literal)
{
    join.limitSeries = limits;
    if (limits.empty()) {
        evidence("no-series",
                 {TRANSLATABLE("Core", "kube_pod_container_resource_limits has no series of memory at the endpoint: "
                                       "kube-state-metrics is not scraped there, or no container has a limit."),
                  {}});
        return finish();
    }
    findJoin(join);
    for (const JoinTried &tried : join.tried)
        evidence("join", {TRANSLATABLE("Core", "Joined on %1 = %2, %3 of %4 series find their limit."),
                          {tried.memoryLabels(), tried.limitLabels(), std::to_string(tried.matched),
                           std::to_string(join.memorySeries.size())}});
    if (!join.best) {
        evidence("join",
                 {TRANSLATABLE("Core", "The two sides share no label value: no join has data at this endpoint."), {}});
        return finish();
    }
    const auto threshold = promql::threshold(tree);
    double share = threshold ? threshold->value : 0;
    if (literal)
        share = shareOf(*literal, percent);
    const std::string ratio = joinedRatio(join, percent);
    ask("count(" + ratio + ')', [=, this](const std::vector<Series> &counted) {
        if (counted.empty()) {
            evidence("join", {TRANSLATABLE("Core", "The joined expression has no data at the end of the range."), {}});
            return finish();
        }
        evidence("join", {TRANSLATABLE("Core", "At the end of the range the joined expression has %1 series."),
                          {promql::formatNumber(counted.front().samples.back().value)}});
        propose(ratio, share, percent);
    });
}

/// What the number is of the limit, where that is one for all and can be reached.
double MigrationRun::Private::shareOf(const LiteralLimit &literal, bool percent)
{
    const double whole = percent ? 100 : 1;
    const auto limit = commonLimit(join);
    if (!limit) {
        evidence("limit", {TRANSLATABLE("Core", "The containers have different limits, and the number is another share "
                                                "of each: 90 % is taken."),
                           {}});
        return 0.9 * whole;
    }
    const double share = std::round(literal.bytes * whole / *limit * 1000) / 1000;
    if (share >= whole) {
        evidence("limit", {TRANSLATABLE("Core", "The number is not below the limit of %1 bytes: the container is "
                                                "killed before the alert can fire. 90 % is taken."),
                           {promql::formatNumber(*limit)}});
        return 0.9 * whole;
    }
    evidence("limit", {TRANSLATABLE("Core", "The number is %1 of the limit of %2 bytes."),
                       {promql::formatNumber(share) + (percent ? " %" : ""), promql::formatNumber(*limit)}});
    return share;
}

/// The recording rule's name; one that is there already and computes the same is read.
std::string MigrationRun::Private::recordFor(Takeover &takeover, const std::string &ratio, bool percent) const
{
    std::string wanted = joinedName(join, percent);
    const std::string printed = promql::print(promql::parse(ratio, tree.dialect()).root());
    const std::set<std::string> taken = recordedNames(report.documents);
    const auto same = std::ranges::find_if(report.documents, [&](const auto &document) {
        return std::ranges::any_of(document->groups(), [&](const rules::RuleGroup &group) {
            return std::ranges::any_of(group.rules, [&](const rules::Rule &rule) {
                return rule.kind == rules::RuleKind::Recording && rule.name.value == wanted && rule.tree &&
                       promql::print(rule.tree->root()) == printed;
            });
        });
    });
    if (same != report.documents.end())
        return wanted;
    std::string name = wanted;
    for (int n = 2; taken.contains(name); ++n)
        name = wanted + '_' + std::to_string(n);
    ProposedRule recording;
    recording.rule.kind = rules::RuleKind::Recording;
    recording.rule.name = name;
    recording.rule.expr = ratio;
    recording.place = takeover.alerting.place;
    takeover.alerting.place.index += 1;
    takeover.recording = {std::move(recording)};
    return name;
}

void MigrationRun::Private::propose(const std::string &ratio, double threshold, bool percent)
{
    const auto compared = promql::threshold(tree);
    const std::string op(promql::operatorText(compared ? compared->op : promql::BinaryOp::Greater));
    Takeover takeover = takeoverOf(offer.family, {});
    const std::string name = recordFor(takeover, ratio, percent);
    takeover.alerting.rule.expr = name + ' ' + op + ' ' + promql::formatNumber(threshold);
    takeover.instanceLabels = {join.subjectLabel()};
    readFromLabel(takeover, offer.family, join);
    offer.proposal.title = {TRANSLATABLE("Core", "Memory against the limit of the container"), {}};
    offer.proposal.meantToDiffer = true;
    offer.proposal.takeovers = {std::move(takeover)};
    const auto note = [&](const char *kind, base::Text text) {
        offer.proposal.notes.push_back({kind, std::move(text)});
    };
    note("meant", {TRANSLATABLE("Core", "This alert is meant to differ from the old one: compare the incidents that "
                                        "each of them catches."),
                   {}});
    if (!join.unmatched.empty())
        note("warning", {TRANSLATABLE("Core", "These find no limit, and the new alert does not watch them: %1."),
                         {commaList(join.unmatched)}});
    if (join.severalContainers)
        note("warning", {TRANSLATABLE("Core", "The pods have several containers, and no label of the memory says which "
                                              "of them it is: the largest limit of the pod is taken."),
                         {}});
    const auto speaksOfHeap = [](const auto &annotation) {
        return annotation.second.find("heap") != std::string::npos ||
               annotation.second.find("Heap") != std::string::npos;
    };
    if (std::ranges::any_of(offer.proposal.takeovers.front().alerting.rule.annotations, speaksOfHeap))
        note("annotation", {TRANSLATABLE("Core", "The annotations still speak of the heap: read them again before you "
                                                 "accept."),
                            {}});
    finish();
}

} // namespace consolidation
