#include "deployment/deliveryparts.h"
#include "deployment/registration.h"

#include <algorithm>
#include <array>
#include <set>

namespace deployment::delivery {

namespace {

using Version = std::pair<int, int>;

struct Introduced
{
    std::string_view name;
    Version version;
};

/// Alertmanager's changelog: integrations and keys by the first version that reads them. An older one refuses the whole
/// configuration.
constexpr std::array<Introduced, 16> introduced = {{
    {"matchers", {0, 22}},
    {"source_matchers", {0, 22}},
    {"target_matchers", {0, 22}},
    {"mute_time_intervals", {0, 22}},
    {"sns_configs", {0, 23}},
    {"time_intervals", {0, 24}},
    {"active_time_intervals", {0, 24}},
    {"telegram_configs", {0, 24}},
    {"webex_configs", {0, 25}},
    {"discord_configs", {0, 25}},
    {"msteams_configs", {0, 26}},
    {"jira_configs", {0, 28}},
    {"rocketchat_configs", {0, 28}},
    {"msteamsv2_configs", {0, 28}},
    {"incidentio_configs", {0, 29}},
    {"mattermost_configs", {0, 30}},
}};

/// Names by which people mean "send this nowhere".
bool meantEmpty(std::string name)
{
    std::ranges::transform(name, name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    constexpr std::array<std::string_view, 9> names = {"null",      "none", "blackhole", "devnull", "dev-null",
                                                       "/dev/null", "noop", "ignore",    "drop"};
    return std::ranges::find(names, name) != names.end();
}

void checkDeployed(Context &context)
{
    const DeliveryInput &input = context.input;
    if (input.renderings.empty())
        return;
    for (const auto &[path, manifest] : input.gitops.manifests) {
        for (const Resource &resource : manifest->resources()) {
            const auto deploys = [&](const Rendering &rendering) {
                return rendering.mayHoldMore ||
                       rendering.find(resource.kind, resource.name, resource.nameSpace) != nullptr ||
                       std::ranges::any_of(rendering.objects, [](const DeployedObject &object) {
                           return runsAlertmanager(object.resource);
                       });
            };
            if (!runsAlertmanager(resource) || context.isSourceCopy(path) ||
                std::ranges::any_of(input.renderings, deploys))
                continue;
            Finding &finding = context.add("delivery/alertmanager-not-deployed", base::Severity::Error, Ground::GitOps,
                                           input.gitops.role, manifest, resource.node->range);
            finding.text = {TRANSLATABLE("Core", "The %1 %2 runs Alertmanager and would not be deployed: no "
                                                 "kustomization that is deployed leads to %3."),
                            {resource.kind, resource.name, path}};
            finding.fix = {TRANSLATABLE("Core", "Register %1."), {path}};
            if (auto edit = registrationEdit(input.gitops, path))
                finding.edits.push_back(std::move(*edit));
        }
    }
}

/// One alertmanager.yml with what is known of the version that reads it.
struct ConfigUse
{
    const Payload &payload;
    Ground ground;
    std::optional<Version> version;
    std::string image;
};

void checkReceivers(Context &context, const ConfigUse &use, const AlertmanagerConfig &config)
{
    std::set<std::string> judged;
    for (const Route &route : config.routes) {
        const auto receiver = std::ranges::find(config.receivers, route.receiver, &Receiver::name);
        if (receiver == config.receivers.end()) {
            Finding &finding =
                context.add("delivery/undefined-receiver", base::Severity::Error, use.ground, context.input.gitops.role,
                            use.payload.manifest, use.payload.place(route.range));
            finding.text = {TRANSLATABLE("Core", "A route names the receiver %1, which does not exist: Alertmanager "
                                                 "would refuse this configuration."),
                            {route.receiver}};
            finding.fix = TRANSLATABLE("Core", "Define the receiver, or name another one.");
            continue;
        }
        if (!receiver->integrations.empty() || !judged.insert(route.receiver).second)
            continue;
        if (meantEmpty(route.receiver) && !(route.root && config.routes.size() == 1))
            continue;
        Finding &finding =
            context.add("delivery/receiver-nowhere", base::Severity::Warning, use.ground, context.input.gitops.role,
                        use.payload.manifest, use.payload.place(receiver->range));
        finding.text = {TRANSLATABLE("Core", "The receiver %1 would notify nobody: it has no integration."),
                        {route.receiver}};
        finding.fix = TRANSLATABLE("Core", "Add an integration such as webhook_configs, or name the receiver null when "
                                           "nobody is meant.");
    }
}

void checkVersion(Context &context, const ConfigUse &use, const AlertmanagerConfig &config)
{
    if (!use.version)
        return;
    std::vector<std::pair<std::string, base::ByteRange>> used = config.features;
    for (const Receiver &receiver : config.receivers)
        used.insert(used.end(), receiver.integrations.begin(), receiver.integrations.end());
    for (const auto &[name, range] : used) {
        const auto known = std::ranges::find(introduced, name, &Introduced::name);
        if (known == introduced.end() || *use.version >= known->version)
            continue;
        Finding &finding = context.add("delivery/receiver-version", base::Severity::Error, use.ground,
                                       context.input.gitops.role, use.payload.manifest, use.payload.place(range));
        const auto text = [](const Version &version) {
            return std::to_string(version.first) + '.' + std::to_string(version.second);
        };
        finding.text = {TRANSLATABLE("Core", "%1 is read since Alertmanager %2; %3 would refuse this configuration."),
                        {name, text(known->version), use.image}};
        finding.fix = {TRANSLATABLE("Core", "Deploy Alertmanager %1 or newer."), {text(known->version)}};
    }
}

/// The Alertmanagers that read a payload, with their images.
std::vector<const Workload *> readersOf(const std::vector<Workload> &workloads, const Payload &payload)
{
    std::vector<const Workload *> readers;
    for (const Workload &workload : workloads) {
        const Workload::Mounted *file =
            workload.program == Program::Alertmanager ? workload.fileAt(workload.configFile) : nullptr;
        if (file != nullptr && file->payload == &payload)
            readers.push_back(&workload);
    }
    return readers;
}

/// The version of the operator's Alertmanager whose configuration a Secret holds.
void readOperated(const Rendering &rendering, const DeployedObject &secret, ConfigUse &use)
{
    if (secret.resource.kind != "Secret")
        return;
    for (const DeployedObject &object : rendering.objects) {
        const Resource &server = object.resource;
        if (server.kind != "Alertmanager" || server.node == nullptr || object.patched ||
            !server.apiVersion.starts_with("monitoring.coreos.com/"))
            continue;
        const std::string &named = textAt(*server.node, {"spec", "configSecret"});
        if ((named.empty() ? "alertmanager-" + object.writtenName : named) != secret.writtenName)
            continue;
        const std::string &image = textAt(*server.node, {"spec", "image"});
        use.image = image.empty() ? "alertmanager:" + textAt(*server.node, {"spec", "version"}) : image;
        use.version = imageVersion(use.image);
    }
}

/// A text that a kustomization or manifest writes: where it stands.
using WrittenText = std::pair<const Manifest *, const yaml::Node *>;

void checkConfigsOf(Context &context, const Rendering &rendering, const std::vector<Workload> &workloads,
                    std::set<WrittenText> &judged, bool left)
{
    for (const DeployedObject &object : rendering.objects) {
        if (object.patched || (left && object.origin && context.isSourceCopy(object.origin->path())))
            continue;
        for (const Payload &payload : object.payloads) {
            const WrittenText written(payload.manifest.get(), payload.scalar);
            const auto config = readAlertmanagerConfig(payload.text);
            if (!config || (left && judged.contains(written)))
                continue;
            judged.insert(written);
            ConfigUse use{payload, left ? Ground::GitOps : rendering.ground, std::nullopt, {}};
            checkReceivers(context, use, *config);
            readOperated(rendering, object, use);
            checkVersion(context, use, *config);
            for (const Workload *workload : readersOf(workloads, payload)) {
                use.version = workload->object->patched ? std::nullopt : workload->version;
                use.image = workload->image;
                checkVersion(context, use, *config);
            }
        }
    }
}

void checkConfigs(Context &context)
{
    std::set<WrittenText> judged;
    for (std::size_t i = 0; i < context.input.renderings.size(); ++i)
        checkConfigsOf(context, context.input.renderings[i], context.workloads[i], judged, false);
    // Also those that are not deployed yet: the next one to register them wants to know.
    const Rendering all = renderingOfFiles(context.input.gitops, {});
    checkConfigsOf(context, all, workloadsOf(all), judged, true);
}

/// The operator's AlertmanagerConfig: receivers with `slackConfigs` and the like.
void checkOperatorConfigs(Context &context)
{
    for (const auto &[path, manifest] : context.input.gitops.manifests) {
        for (const Resource &resource : manifest->resources()) {
            if (resource.kind != "AlertmanagerConfig")
                continue;
            for (const yaml::Node *receiver : itemsAt(*resource.node, {"spec", "receivers"})) {
                const std::string &name = textAt(*receiver, {"name"});
                const bool any = std::ranges::any_of(receiver->entries, [](const yaml::Entry &entry) {
                    return entry.key->value.ends_with("Configs") && !entry.value->resolved().items.empty();
                });
                if (any || meantEmpty(name))
                    continue;
                Finding &finding = context.add("delivery/receiver-nowhere", base::Severity::Warning, Ground::GitOps,
                                               context.input.gitops.role, manifest, receiver->range);
                finding.text = {TRANSLATABLE("Core", "The receiver %1 would notify nobody: it has no integration."),
                                {name}};
                finding.fix = TRANSLATABLE("Core", "Add an integration such as webhookConfigs.");
            }
        }
    }
}

} // namespace

bool runsAlertmanager(const Resource &resource)
{
    if (resource.kind == "Alertmanager" && resource.apiVersion.starts_with("monitoring.coreos.com/"))
        return true;
    const std::vector<std::string> images = imagesOf(resource);
    return std::ranges::any_of(images, [](const std::string &image) {
        const std::string name = fileNameOf(image);
        return name == "alertmanager" || name.starts_with("alertmanager:") || name.starts_with("alertmanager@");
    });
}

void checkAlertmanagers(Context &context)
{
    checkDeployed(context);
    checkConfigs(context);
    checkOperatorConfigs(context);
}

} // namespace deployment::delivery
