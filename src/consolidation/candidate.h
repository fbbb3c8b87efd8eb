#pragma once

#include "consolidation/families.h"
#include "consolidation/ruleshape.h"

#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

/// What the steps of findFamilies() share; see families.cpp for the order of the steps.
namespace consolidation {

using Words = std::set<std::string>;

/// A rule that may belong to a family.
struct Candidate
{
    Member member;
    RuleShape shape;
    std::vector<std::string> nameWords;
    Words nameWordSet;
    Words metricWords;
    Words annotationWords;
    std::string severity;
    [[nodiscard]] bool recording() const { return member.rule->kind == rules::RuleKind::Recording; }
};

using Indices = std::vector<std::size_t>;

/// Members that are copies of each other, before it is known what can be made of them.
struct Cluster
{
    Indices members;
    /// The part of the metrics' names in which each member differs; empty when the metrics are the same.
    std::vector<std::string> parts;
    Merge merge = Merge::LabelRegex;
    base::Text why;
    base::Text remedy;
    std::vector<Drift> drift;
};

/// What a key holds exactly; all else is left open.
struct KeyParts
{
    bool bare = false;
    bool durations = true;
    bool thresholds = false;
    enum class Matchers { Open, Meanings, AllButIdentity, Exact } matchers = Matchers::Open;
    /// Left open in metric names where it is a whole part of them.
    std::optional<std::string> metricPart;
};
[[nodiscard]] std::string keyOf(const Candidate &candidate, const KeyParts &parts);

/// The metrics and the values of all matchers: equal for rules that watch the same series.
[[nodiscard]] std::string dataKey(const Candidate &candidate);
/// The sorted, distinct metric names.
[[nodiscard]] std::string metricsKey(const Candidate &candidate);

/// `metric` with every whole part `part` (bounded by `_`, `:` or an end) replaced by `*`.
[[nodiscard]] std::string withoutPart(std::string_view metric, std::string_view part);
/// Bytes of the first such part.
[[nodiscard]] std::optional<base::ByteRange> findPart(std::string_view metric, std::string_view part);
/// The parts of the metrics' names that may say who the rule is about.
[[nodiscard]] std::vector<std::string> metricPartsOf(const Candidate &candidate);

/// `words` without those of `value`, joined by spaces.
[[nodiscard]] std::string nameWithout(const std::vector<std::string> &words, std::string_view value);
/// Common words among all words, 0 to 1.
[[nodiscard]] double likeness(const Words &a, const Words &b);
/// The names or the annotations tell the same story.
[[nodiscard]] bool tellTheSame(const Candidate &a, const Candidate &b);
/// The names share a word, and the annotations, where both have some, most of theirs.
[[nodiscard]] bool explainTheSame(const Candidate &a, const Candidate &b);
/// Their static labels differ in nothing but what their own matchers say too.
[[nodiscard]] bool labelledAlike(const Candidate &a, const Candidate &b);

enum class LabelSense {
    /// Who it is about: job, instance, service.
    Identity,
    /// What it is about: status, phase, mode.
    Meaning,
    Unknown
};
[[nodiscard]] LabelSense senseOf(std::string_view label);
/// The two differ in one word, and those words are two directions or outcomes of one thing: read and write.
[[nodiscard]] bool areMirrors(std::string_view a, std::string_view b);
/// One of the words that name such a side.
[[nodiscard]] bool namesASide(std::string_view word);

/// Finds clusters among candidates; each candidate is in one of them at most. Those found before it was stopped.
[[nodiscard]] std::vector<Cluster> findCopies(const std::vector<Candidate> &candidates, const std::stop_token &stop);
/// Adds candidates outside all clusters that lack matchers of a cluster, as drift.
void addDrifted(const std::vector<Candidate> &candidates, std::vector<Cluster> &clusters, const std::stop_token &stop);
/// Tiers, other windows, state codes: rules over the same series that cannot become one.
[[nodiscard]] std::vector<Cluster> findTiers(const std::vector<Candidate> &candidates);
/// Pairs outside all clusters that watch two sides of one thing: bytes read and bytes written.
[[nodiscard]] std::vector<Cluster> findMirrors(const std::vector<Candidate> &candidates,
                                               const std::vector<Cluster> &clusters);
[[nodiscard]] base::Text twoSides(const std::string &one, const std::string &other);
[[nodiscard]] base::Text oneMetricForBothSides();
/// Whether and how the cluster can be merged, and why.
void judge(const std::vector<Candidate> &candidates, Cluster &cluster, const std::vector<Variation> &varies);
[[nodiscard]] std::vector<Variation> variationsOf(const std::vector<Candidate> &candidates, const Cluster &cluster);
/// The series that the members select carry the static label themselves. Recording rules have no templates: another
/// label stays apart.
[[nodiscard]] bool carriedBySeries(const Variation &label, const std::vector<Variation> &varies);
/// Why one rule cannot keep the members apart by the labels of their matchers; nothing where it can.
[[nodiscard]] std::optional<base::Text> lostByWidening(const std::vector<Candidate> &candidates, const Cluster &cluster,
                                                       const std::vector<Variation> &varies);
/// What one rule would compute that none of the members does, as their series would meet those of others; nothing
/// where they do not.
[[nodiscard]] std::optional<base::Text> mixedByMerging(const std::vector<Candidate> &candidates, const Cluster &cluster,
                                                       const std::vector<Variation> &varies);
/// See Family::constant.
[[nodiscard]] std::vector<std::pair<std::string, std::string>>
constantOf(const std::vector<Candidate> &candidates, const Cluster &cluster, const std::vector<Variation> &varies);
[[nodiscard]] std::vector<LookAlikes> findLookAlikes(const std::vector<Candidate> &candidates,
                                                     const std::vector<Cluster> &clusters);
/// Rules outside a family that contain what its members compare, and expressions shared by rules of no one family.
void findShared(const std::vector<Candidate> &candidates, const std::vector<Cluster> &clusters, Findings &findings);

/// Who reads the recording rules of families that stay apart for their names, in all files.
void findRecordedReaders(const std::vector<Candidate> &candidates, Findings &findings);

} // namespace consolidation
