#pragma once

#include "deployment/monitoring.h"
#include "rules/ruledocument.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace deployment {

using RuleDocuments = std::map<std::string, std::shared_ptr<const rules::RuleDocument>>;

/// Everything that the board is made from when no server is asked.
struct DeliveryInput
{
    const Repository &source;
    /// The same as `source` for one repository.
    const Repository &gitops;
    /// One for each environment; may be empty.
    const std::vector<Rendering> &renderings;
    /// By path, of each repository.
    const RuleDocuments &sourceRules;
    const RuleDocuments &gitopsRules;
    /// Whether a source file has a twin to be deployed as (not whether the twin exists).
    std::function<bool(const std::string &path)> mapped;
    /// Fetch addresses of both repositories' remotes, as git has them.
    std::vector<std::string> remotes;
    /// The one GitOps file that a source file is deployed as, whether or not it exists; empty where there are none or
    /// several, or where only rules are carried. May be null.
    std::function<std::string(const std::string &path)> twinOf = {};
};

/// Whether a firing alert would reach anybody, as far as manifests tell: every sentence says "would".
[[nodiscard]] std::vector<Finding> deliveryFindings(const DeliveryInput &input);

/// The rule documents that a rendering deploys.
[[nodiscard]] std::vector<std::shared_ptr<const rules::RuleDocument>> rulesIn(const Rendering &rendering,
                                                                              const RuleDocuments &documents);

/// The prometheus.yml that a rendering deploys, and where it is written. Nothing when there is none.
struct PlacedConfig
{
    PrometheusConfig config;
    std::string file;
    base::ByteRange range;
    std::size_t line = 0;
};
[[nodiscard]] std::optional<PlacedConfig> configIn(const Rendering &rendering);

/// An exporter and the families of metrics that only it provides.
struct ExporterFamily
{
    /// What the metrics' names begin with.
    const char *prefix;
    /// As people call it.
    const char *exporter;
    /// Words of which one shows up where it is deployed or scraped.
    std::vector<std::string_view> signs;
};
[[nodiscard]] const std::vector<ExporterFamily> &exporterFamilies();

} // namespace deployment
