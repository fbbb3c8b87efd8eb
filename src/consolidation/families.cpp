#include "consolidation/families.h"

#include "consolidation/candidate.h"
#include "consolidation/mergedtexts.h"

#include <algorithm>
#include <map>

/// Steps: rules become candidates with their shape; copies are gathered by hashes of their keys (copies.cpp); rules
/// that lack a matcher join them as drift (drifted.cpp); each cluster is judged by what varies (variations.cpp,
/// tiers.cpp); tiers, look-alikes and shared expressions are found among all candidates. Each step is linear in the
/// number of rules but for rules of one shape that are told apart by their texts, which are compared with a bounded
/// number of others.
namespace consolidation {

namespace {

/// Where the errors of a document begin, ascending; none of a template, of which not everything can be read.
std::vector<std::size_t> errorsOf(const rules::RuleDocument &document)
{
    std::vector<std::size_t> places;
    if (document.readOnlyReason())
        return places;
    for (const base::Diagnostic &each : document.diagnostics()) {
        if (each.severity == base::Severity::Error)
            places.push_back(each.range.start);
    }
    std::ranges::sort(places);
    return places;
}

bool anyWithin(const std::vector<std::size_t> &places, base::ByteRange range)
{
    const auto first = std::ranges::lower_bound(places, range.start);
    return first != places.end() && *first < range.end;
}

std::vector<Candidate> candidatesOf(const Documents &documents, Findings &findings, const std::stop_token &stop)
{
    std::vector<Candidate> candidates;
    for (const auto &document : documents) {
        const std::vector<std::size_t> errors = errorsOf(*document);
        for (const rules::RuleGroup &group : document->groups()) {
            for (std::size_t i = 0; i < group.rules.size() && !stop.stop_requested(); ++i) {
                const rules::Rule &rule = group.rules[i];
                ++findings.ruleCount;
                Member member{document, document->refOf(group, i), &group, &rule};
                // What Prometheus refuses is not read, and what it does not know would be lost.
                if (!rule.tree->valid() || anyWithin(errors, rule.range)) {
                    findings.unread.push_back(std::move(member));
                    continue;
                }
                if (rule.kind == rules::RuleKind::Alerting)
                    findings.alerts.push_back(member);
                Candidate candidate;
                candidate.member = std::move(member);
                candidate.shape = shapeOf(rule.tree->root());
                candidate.nameWords = wordsOf(rule.name.value);
                candidate.nameWordSet.insert(candidate.nameWords.begin(), candidate.nameWords.end());
                for (const ShapeSelector &selector : candidate.shape.selectors) {
                    for (std::string &word : wordsOf(selector.metric))
                        candidate.metricWords.insert(std::move(word));
                }
                // Alerts and recording rules are no copies of each other.
                if (candidate.recording()) {
                    for (std::string *shape : {&candidate.shape.full, &candidate.shape.bare, &candidate.shape.loose})
                        shape->insert(0, "record ");
                }
                for (const auto &annotation : rule.annotations) {
                    for (std::string &word : wordsOf(annotation.second.value))
                        candidate.annotationWords.insert(std::move(word));
                }
                for (const auto &[name, value] : rule.labels) {
                    if (name.value == "severity")
                        candidate.severity = value.value;
                }
                candidates.push_back(std::move(candidate));
            }
        }
    }
    return candidates;
}

/// What all members but one have: a label or annotation that one of them lacks.
void addForgotten(Family &family)
{
    constexpr std::size_t enough = 3;
    if (family.members.size() < enough)
        return;
    for (const Variation &variation : family.varies) {
        if (variation.slot != Slot::Label && variation.slot != Slot::Annotation)
            continue;
        const auto lacking = std::ranges::find(variation.values, "");
        if (std::ranges::count(variation.values, "") != 1)
            continue;
        const auto member = static_cast<std::size_t>(lacking - variation.values.begin());
        family.drift.push_back({member,
                                {TRANSLATABLE("Core", "%1 has no %2, which all other copies have."),
                                 {family.members[member].rule->name.value, variation.path}},
                                {}});
    }
}

} // namespace

Findings findFamilies(const Documents &documents, const std::stop_token &stop)
{
    Findings findings;
    const std::vector<Candidate> candidates = candidatesOf(documents, findings, stop);
    if (stop.stop_requested())
        return findings;
    std::vector<Cluster> clusters = findCopies(candidates, stop);
    if (stop.stop_requested())
        return findings;
    addDrifted(candidates, clusters, stop);
    std::vector<std::vector<Variation>> varies;
    for (Cluster &cluster : clusters) {
        if (stop.stop_requested())
            return findings;
        varies.push_back(variationsOf(candidates, cluster));
        judge(candidates, cluster, varies.back());
    }
    for (Cluster &tiers : findTiers(candidates)) {
        varies.push_back(variationsOf(candidates, tiers));
        clusters.push_back(std::move(tiers));
    }
    for (Cluster &sides : findMirrors(candidates, clusters)) {
        varies.push_back(variationsOf(candidates, sides));
        clusters.push_back(std::move(sides));
    }
    // Everything that can be merged comes first, the largest family at the top.
    Indices order(clusters.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
        const bool aMerges = clusters[a].merge != Merge::None;
        const bool bMerges = clusters[b].merge != Merge::None;
        return aMerges != bMerges ? aMerges : clusters[a].members.size() > clusters[b].members.size();
    });
    std::vector<Cluster> ranked;
    std::map<std::string, std::size_t> ids;
    for (const std::size_t place : order) {
        Cluster &cluster = clusters[place];
        Family family;
        family.merge = cluster.merge;
        family.why = cluster.why;
        family.remedy = cluster.remedy;
        family.constant = constantOf(candidates, cluster, varies[place]);
        family.varies = std::move(varies[place]);
        family.drift = cluster.drift;
        for (const std::size_t member : cluster.members)
            family.members.push_back(candidates[member].member);
        if (family.merge != Merge::None)
            addForgotten(family);
        family.id = commonName(family.members);
        if (const std::size_t count = ++ids[family.id]; count > 1)
            family.id += '-' + std::to_string(count);
        findings.families.push_back(std::move(family));
        ranked.push_back(std::move(cluster));
    }
    if (stop.stop_requested())
        return findings;
    findings.keptApart = findLookAlikes(candidates, ranked);
    findShared(candidates, ranked, findings);
    findRecordedReaders(candidates, findings);
    return findings;
}

} // namespace consolidation
