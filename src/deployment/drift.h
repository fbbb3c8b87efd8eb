#pragma once

#include "deployment/delivery.h"
#include "deployment/endpointfacts.h"
#include "deployment/ruleset.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace deployment {

/// What one side has at a place.
struct DriftCell
{
    enum class State {
        /// Nothing was read there: no endpoint, no such mapping.
        NotAsked,
        Absent,
        Present,
        /// The side cannot show it.
        Unknown
    };
    State state = State::NotAsked;
    /// On one line; may be long.
    std::string text;
    /// Where it is, or would be, written; no file for an endpoint.
    WrittenAt at;
};

/// One place at which the copies do not agree.
struct DriftRow
{
    std::string id;
    base::Severity severity = base::Severity::Warning;
    Ground ground = Ground::GitOps;
    /// The file (GitOps side, else source side) that the row is listed under.
    std::string file;
    /// `CircuitBreakerOpen · expr`, `scrape_configs › github-worker`.
    std::string subject;
    std::optional<rules::RuleKind> ruleKind;
    /// Of a rule: its group, name, place among rules of that name in it (from 0), and field; else empty.
    std::string group;
    std::string rule;
    std::size_t ordinal = 0;
    std::string field;
    DriftCell source;
    DriftCell gitops;
    DriftCell endpoint;
    base::Text text;
    base::Text fix;
    /// A difference that copies are meant to have (an image tag, replicas): listed apart, never reported.
    bool expected = false;
    /// Edits that make the GitOps copy like the source, and the source like the GitOps copy. A file that does not exist
    /// yet is made by an insertion at its start.
    std::vector<FileEdit> takeSource;
    std::vector<FileEdit> takeGitOps;
};

/// Copies of one another: usually one source file and its twin.
struct DriftPair
{
    /// Several when they share a twin.
    std::vector<std::string> sources;
    /// The twin's path; it may not exist.
    std::string gitops;
    /// Source and twin share rule groups only; the rest of each is its own.
    bool rulesOnly = false;
    /// With `rulesOnly`: the keys of the twin's ConfigMap that hold the groups; empty for all.
    std::vector<std::string> keys = {};
};

struct DriftInput
{
    const Repository &source;
    const Repository &gitops;
    const RuleDocuments &sourceRules;
    const RuleDocuments &gitopsRules;
    std::vector<DriftPair> pairs;
    /// GitOps files below mapped folders that no source file maps to.
    std::vector<std::string> onlyGitOps;
};

[[nodiscard]] std::vector<DriftRow> compareCopies(const DriftInput &input);

/// Compares what would be loaded from `deployed` with what the server has loaded: fills the endpoint's cells of `rows`
/// and adds rows where only the server differs.
void compareEndpoint(std::vector<DriftRow> &rows, const std::vector<ComparedGroup> &deployed,
                     const std::vector<ComparedGroup> &source, const EndpointFacts &facts, const std::string &role);
/// The same for a deployed prometheus.yml: jobs, Alertmanagers, rule files and intervals.
void compareEndpointConfig(std::vector<DriftRow> &rows, const PrometheusConfig &config, const WrittenAt &at,
                           const EndpointFacts &facts);

/// The rows that are not expected, as findings.
[[nodiscard]] std::vector<Finding> driftFindings(const std::vector<DriftRow> &rows);

} // namespace deployment
