#include "deployment/deliveryparts.h"

#include <algorithm>

namespace deployment::delivery {

namespace {

/// Kinds of Kubernetes itself, and those of the operator that start no Alertmanager: everything else may make pods.
bool knownToMakeNoOtherPods(const Resource &resource)
{
    const std::string &version = resource.apiVersion;
    const std::string group = version.substr(0, version.find('/'));
    return version == "v1" || group == "apps" || group == "batch" || group == "policy" || group == "autoscaling" ||
           group.ends_with(".k8s.io") || (group == "monitoring.coreos.com" && resource.kind != "Alertmanager");
}

std::map<std::string, std::string> podLabels(const Resource &resource)
{
    if (resource.node == nullptr)
        return {};
    if (resource.kind == "Pod")
        return pairsAt(*resource.node, {"metadata", "labels"});
    return pairsAt(*resource.node, {"spec", "template", "metadata", "labels"});
}

} // namespace

void checkPods(Context &context, const DeployedConfig &config, const Target &target, const DeployedObject &service)
{
    if (service.resource.node == nullptr || service.patched || config.workload == nullptr)
        return;
    const std::map<std::string, std::string> selector = pairsAt(*service.resource.node, {"spec", "selector"});
    if (selector.empty() || textAt(*service.resource.node, {"spec", "type"}) == "ExternalName")
        return;
    for (const Rendering &rendering : context.input.renderings) {
        if (rendering.mayHoldMore)
            return;
        for (const DeployedObject &object : rendering.objects) {
            const std::map<std::string, std::string> labels = podLabels(object.resource);
            if (!knownToMakeNoOtherPods(object.resource) || (object.patched && !labels.empty()) ||
                std::includes(labels.begin(), labels.end(), selector.begin(), selector.end()))
                return;
        }
    }
    // One that is written and not registered is a finding of its own.
    for (const auto &[path, manifest] : context.input.gitops.manifests) {
        const std::vector<Resource> resources = manifest->resources();
        if (!context.isSourceCopy(path) && std::ranges::any_of(resources, runsAlertmanager))
            return;
    }
    Finding &finding = context.add("delivery/alertmanager-not-deployed", base::Severity::Warning, *config.rendering,
                                   *config.payload, target.range);
    finding.text = {TRANSLATABLE("Core", "Alertmanager would not answer at %1: nothing that is deployed here starts a "
                                         "pod that the Service %2 selects. Unless it is deployed from elsewhere, no "
                                         "alert would arrive."),
                    {target.host, service.resource.name}};
    finding.fix = TRANSLATABLE("Core", "Deploy Alertmanager, or mend the labels that the Service selects.");
}

} // namespace deployment::delivery
