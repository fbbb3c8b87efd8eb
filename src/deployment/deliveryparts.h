#pragma once

#include "deployment/delivery.h"
#include "rules/selectors.h"

#include <set>
#include <string>

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

/// Objects by kind and name, with all that have them.
using ObjectIndex = std::map<std::pair<std::string, std::string>, std::vector<Resource>>;

struct Context
{
    const DeliveryInput &input;
    /// In step with input.renderings.
    std::vector<std::vector<Workload>> workloads;
    std::vector<DeployedConfig> configs;
    /// What the deployed side and the source side write. In one repository the source files that have twins are the
    /// source side, all others the deployed one.
    ObjectIndex deployed;
    ObjectIndex source;
    std::vector<Finding> findings;

    /// Whether a file is a source that is deployed as its twin, and not itself.
    [[nodiscard]] bool isSourceCopy(const std::string &path) const { return oneRepository() && input.mapped(path); }
    /// `range` are bytes of the payload's text.
    Finding &add(const char *id, base::Severity severity, const Rendering &rendering, const Payload &payload,
                 base::ByteRange range);
    Finding &add(const char *id, base::Severity severity, Ground ground, const std::string &role,
                 const std::shared_ptr<const Manifest> &manifest, base::ByteRange range);
    Finding &add(const char *id, base::Severity severity, Ground ground, const std::string &role,
                 const rules::RuleDocument &document, base::ByteRange range);
    [[nodiscard]] bool oneRepository() const { return &input.source == &input.gitops; }
    /// The object's manifest, if it has one; an empty namespace fits any.
    [[nodiscard]] static const Resource *objectIn(const ObjectIndex &index, const std::string &kind,
                                                  const std::string &name, std::string_view nameSpace);
};

/// A matcher that wants a job by name which is none of `jobs`.
[[nodiscard]] bool missesEveryJob(const rules::NameTest &matcher, const std::set<std::string> &jobs);
/// A workload or an object of the operator that starts Alertmanager.
[[nodiscard]] bool runsAlertmanager(const Resource &resource);
/// Says that no pod that would be deployed is behind the Service at which Alertmanager is reached; nothing where
/// something may start pods that are not seen here.
void checkPods(Context &context, const DeployedConfig &config, const Target &target, const DeployedObject &service);
/// Services that the operator makes itself.
[[nodiscard]] bool madeByOperator(const Rendering &rendering, const std::string &service);
/// Says that a Service is written somewhere and not deployed, or written nowhere. `asked` is who wants it at `host`;
/// the manifests may be null.
void sayNotDeployed(Finding &finding, const std::string &asked, const std::string &service, const std::string &host,
                    const Resource *deployed, const Resource *defined);

/// The fix of a finding: a manifest of the source, carried to its twin and registered there. Offered where the twin
/// does not exist yet, or lacks the object alone.
void offerCarrying(const Context &context, Finding &finding, const Resource &defined);
/// Fixes of findings as edits of the deployed side. Nothing where the place is written in a way that they would not
/// fit. `path` becomes one more entry of rule_files.
[[nodiscard]] std::optional<FileEdit> ruleFileEdit(const Context &context, const DeployedConfig &config,
                                                   const std::string &path);
/// The ConfigMap is mounted at `folder` into the container that reads the configuration. Nothing where something is
/// mounted there already.
[[nodiscard]] std::optional<FileEdit> mountEdit(const Context &context, const DeployedConfig &config,
                                                const DeployedObject &configMap, const std::string &folder);
/// An alerting section with one static target, `host:port`, where there is none.
[[nodiscard]] std::optional<FileEdit> alertmanagerEdit(const Context &context, const DeployedConfig &config,
                                                       const std::string &target);
/// The object gets these labels.
[[nodiscard]] std::optional<FileEdit> labelEdit(const Context &context, const DeployedObject &object,
                                                const std::map<std::string, std::string> &labels);

void checkPrometheusConfigs(Context &context);
void checkAlertmanagers(Context &context);
void checkRuleLoading(Context &context);
void checkRuleSelection(Context &context);
void checkMonitors(Context &context);
void checkJobsOfRules(Context &context);
void checkExporters(Context &context);
void checkAlertSelectors(Context &context);
void checkSourceOnly(Context &context);
void checkRunbooks(Context &context);
void checkUnreadRecordings(Context &context);

} // namespace deployment::delivery
