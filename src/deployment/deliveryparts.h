#pragma once

#include "deployment/delivery.h"

/// The parts of the delivery board. Inside src/deployment only.
namespace deployment::delivery {

/// A configuration of Prometheus that would be deployed.
struct DeployedConfig
{
    const Rendering *rendering = nullptr;
    /// Null when it is not known who mounts it.
    const Workload *workload = nullptr;
    const DeployedObject *object = nullptr;
    const Payload *payload = nullptr;
    PrometheusConfig config;
};

struct Context
{
    const DeliveryInput &input;
    /// In step with input.renderings.
    std::vector<std::vector<Workload>> workloads;
    std::vector<DeployedConfig> configs;
    std::vector<Finding> findings;

    /// `range` are bytes of the payload's text.
    Finding &add(const char *id, base::Severity severity, const Rendering &rendering, const Payload &payload,
                 base::ByteRange range);
    Finding &add(const char *id, base::Severity severity, Ground ground, const std::string &role,
                 const std::shared_ptr<const Manifest> &manifest, base::ByteRange range);
    Finding &add(const char *id, base::Severity severity, Ground ground, const std::string &role,
                 const rules::RuleDocument &document, base::ByteRange range);
    [[nodiscard]] bool twoRepositories() const { return &input.source != &input.gitops; }
    /// The object's manifest in a repository, if it has one.
    [[nodiscard]] static std::optional<Resource> objectIn(const Repository &repository, std::string_view kind,
                                                          std::string_view name, std::string_view nameSpace);
};

void checkPrometheusConfigs(Context &context);
void checkAlertmanagers(Context &context);
void checkRuleLoading(Context &context);
void checkRuleSelection(Context &context);
void checkJobsOfRules(Context &context);
void checkExporters(Context &context);
void checkAlertSelectors(Context &context);
void checkSourceOnly(Context &context);
void checkRunbooks(Context &context);
void checkUnreadRecordings(Context &context);

} // namespace deployment::delivery
