#include "deployment/delivery.h"

#include "deployment/deliveryparts.h"
#include "deployment/registration.h"
#include "yaml/difference.h"

#include <algorithm>
#include <set>

namespace deployment {

namespace delivery {

namespace {

/// The Service that a cluster-internal host name means.
struct ServiceName
{
    std::string name;
    std::string nameSpace;
};

std::vector<std::string> splitHost(const std::string &host)
{
    std::vector<std::string> parts(1);
    for (const char c : host) {
        if (c == '.')
            parts.emplace_back();
        else
            parts.back() += c;
    }
    return parts;
}

std::optional<ServiceName> serviceOf(const std::string &host, const DeployedConfig &config)
{
    const std::vector<std::string> parts = splitHost(host);
    const bool address = host.find_first_not_of("0123456789.:[]") == std::string::npos;
    if (address || host == "localhost" || host.find_first_of("{$%") != std::string::npos)
        return std::nullopt;
    if (parts.size() >= 3 && parts[2] == "svc")
        return ServiceName{parts[0], parts[1]};
    // A pod of a headless Service.
    if (parts.size() >= 4 && parts[3] == "svc")
        return ServiceName{parts[1], parts[2]};
    const auto holds = [&](const std::string &nameSpace) {
        return std::ranges::any_of(config.rendering->objects, [&](const DeployedObject &object) {
            return object.resource.nameSpace == nameSpace ||
                   (object.resource.kind == "Namespace" && object.resource.name == nameSpace);
        });
    };
    if (parts.size() == 2 && holds(parts[1]))
        return ServiceName{parts[0], parts[1]};
    // Prometheus runs in the namespace of the ConfigMap that it mounts.
    if (parts.size() == 1 && config.object->resource.node != nullptr)
        return ServiceName{host, config.object->resource.nameSpace};
    if (parts.size() == 1 && config.workload != nullptr)
        return ServiceName{host, config.workload->object->resource.nameSpace};
    return std::nullopt;
}

void checkPort(Context &context, const DeployedConfig &config, const Target &target, const DeployedObject &service)
{
    if (target.port.empty() || service.resource.node == nullptr)
        return;
    std::string ports;
    const std::vector<const yaml::Node *> written = itemsAt(*service.resource.node, {"spec", "ports"});
    for (const yaml::Node *port : written) {
        const std::string &number = textAt(*port, {"port"});
        if (number == target.port)
            return;
        ports += (ports.empty() ? "" : ", ") + number;
    }
    // A headless Service forwards nothing: the pods' own ports count.
    if (ports.empty() || textAt(*service.resource.node, {"spec", "clusterIP"}) == "None")
        return;
    Finding &finding =
        context.add("delivery/target-port", base::Severity::Warning, *config.rendering, *config.payload, target.range);
    finding.text = {TRANSLATABLE("Core", "%1:%2 would not answer: the Service %3 has the ports %4."),
                    {target.host, target.port, service.resource.name, ports}};
    finding.fix = TRANSLATABLE("Core", "Name a port that the Service has.");
    // Only one can be meant, and it is written as it is read.
    const auto &manifest = config.payload->manifest;
    if (written.size() == 1 && manifest) {
        const base::ByteRange place = config.payload->place(target.range);
        const std::string_view text = std::string_view(manifest->text()).substr(place.start, place.size());
        if (text == target.host + ':' + target.port) {
            const base::ByteRange port{place.end - target.port.size(), place.end};
            finding.edits.push_back({context.input.gitops.role, manifest->path(), {{port, ports}}});
        }
    }
}

void checkTarget(Context &context, const DeployedConfig &config, const Target &target, const std::string &job)
{
    const auto service = serviceOf(target.host, config);
    const Rendering &rendering = *config.rendering;
    if (!service || madeByOperator(rendering, service->name))
        return;
    if (const DeployedObject *object = rendering.find("Service", service->name, service->nameSpace)) {
        checkPort(context, config, target, *object);
        if (job.empty())
            checkPods(context, config, target, *object);
        return;
    }
    const bool alertmanager = job.empty();
    const std::string asked = alertmanager ? "Alertmanager" : job;
    const Resource *deployed = Context::objectIn(context.deployed, "Service", service->name, service->nameSpace);
    const Resource *defined = Context::objectIn(context.source, "Service", service->name, service->nameSpace);
    const bool known = deployed != nullptr || defined != nullptr;
    // Where Prometheus itself is deployed from elsewhere, its targets may be, too.
    if (!known && (rendering.mayHoldMore || config.workload == nullptr))
        return;
    const auto severity = !known         ? base::Severity::Hint
                          : alertmanager ? base::Severity::Error
                                         : base::Severity::Warning;
    Finding &finding = context.add(known ? "delivery/target-not-deployed" : "delivery/target-unknown", severity,
                                   rendering, *config.payload, target.range);
    sayNotDeployed(finding, asked, service->name, target.host, deployed, defined);
    if (deployed != nullptr) {
        if (auto edit = registrationEdit(context.input.gitops, deployed->manifest->path()))
            finding.edits.push_back(std::move(*edit));
    } else if (defined != nullptr) {
        offerCarrying(context, finding, *defined);
    }
}

/// The same configuration in the source repository: same ConfigMap, same key.
std::optional<std::pair<Resource, PrometheusConfig>> sourceConfig(const Context &context, const DeployedConfig &config)
{
    const auto all = context.source.find({config.object->resource.kind, config.object->resource.name});
    if (all == context.source.end())
        return std::nullopt;
    for (const Resource &resource : all->second) {
        for (const Payload &payload : payloadsOf(resource)) {
            if (payload.key != config.payload->key)
                continue;
            if (auto read = readPrometheusConfig(payload.text))
                return std::pair(resource, std::move(*read));
        }
    }
    return std::nullopt;
}

/// Edits of the deployed manifest that take one place of the source's: the place whose path ends with `name`.
void takeFromSource(const Context &context, Finding &finding, const DeployedConfig &config, const Manifest &source,
                    const std::string &name)
{
    const auto &manifest = config.payload->manifest;
    if (!manifest || config.payload->scalar == nullptr)
        return;
    const auto found = yaml::differences(source.text(), manifest->text());
    if (!found)
        return;
    for (const yaml::Difference &difference : *found) {
        if (difference.kind == yaml::Difference::Kind::OnlyLeft && !difference.path.empty() &&
            difference.path.back() == name && !difference.takeLeft.empty())
            finding.edits.push_back({context.input.gitops.role, manifest->path(), difference.takeLeft});
    }
}

std::size_t alertsIn(const Context &context, const Rendering &rendering)
{
    std::size_t alerts = 0;
    for (const auto &document : rulesIn(rendering, context.input.gitopsRules)) {
        for (const rules::RuleGroup &group : document->groups())
            alerts += static_cast<std::size_t>(
                std::ranges::count(group.rules, rules::RuleKind::Alerting, &rules::Rule::kind));
    }
    return alerts;
}

/// Where one Service alone can be meant, it is named.
void offerAlertmanager(const Context &context, Finding &finding, const DeployedConfig &config)
{
    finding.fix = TRANSLATABLE("Core", "Name the Alertmanager under alerting.alertmanagers.");
    const DeployedObject *service = nullptr;
    for (const DeployedObject &object : config.rendering->objects) {
        if (object.resource.kind != "Service" || object.resource.node == nullptr)
            continue;
        const std::vector<const yaml::Node *> ports = itemsAt(*object.resource.node, {"spec", "ports"});
        if (std::ranges::none_of(ports, [](const yaml::Node *port) { return textAt(*port, {"port"}) == "9093"; }))
            continue;
        if (service != nullptr)
            return;
        service = &object;
    }
    if (service == nullptr)
        return;
    const Resource &named = service->resource;
    const std::string target = named.name + (named.nameSpace.empty() ? "" : '.' + named.nameSpace + ".svc") + ":9093";
    if (auto edit = alertmanagerEdit(context, config, target)) {
        finding.fix = {TRANSLATABLE("Core", "Name %1 under alerting.alertmanagers."), {target}};
        finding.edits.push_back(std::move(*edit));
    }
}

void checkAlerting(Context &context, const DeployedConfig &config)
{
    if (config.config.hasAlertmanagers) {
        for (const Target &target : config.config.alertmanagers)
            checkTarget(context, config, target, {});
        return;
    }
    if (config.config.ruleFiles.empty())
        return;
    const base::ByteRange range = config.config.hasAlerting ? config.config.alertingRange : base::ByteRange{0, 0};
    Finding &finding =
        context.add("delivery/no-alertmanager", base::Severity::Error, *config.rendering, *config.payload, range);
    const std::string alerts = std::to_string(alertsIn(context, *config.rendering));
    if (config.config.hasAlerting) {
        finding.text = {TRANSLATABLE("Core", "This configuration would send no alert anywhere: its alerting section "
                                             "names no Alertmanager. Alerting rules concerned: %1."),
                        {alerts}};
    } else {
        finding.text = {TRANSLATABLE("Core", "This configuration would send no alert anywhere: it has no alerting "
                                             "section. Alerting rules concerned: %1."),
                        {alerts}};
    }
    const auto source = sourceConfig(context, config);
    if (source && source->second.hasAlertmanagers) {
        finding.fix = {TRANSLATABLE("Core", "Take the alerting section of %1 in source."),
                       {source->first.manifest->path()}};
        takeFromSource(context, finding, config, *source->first.manifest, "alerting");
    } else {
        offerAlertmanager(context, finding, config);
    }
}

void checkJobs(Context &context, const DeployedConfig &config)
{
    for (const ScrapeJob &job : config.config.jobs) {
        for (const Target &target : job.targets)
            checkTarget(context, config, target, job.name);
    }
    const auto source = sourceConfig(context, config);
    if (!source)
        return;
    for (const ScrapeJob &job : source->second.jobs) {
        const auto own = std::ranges::find(config.config.jobs, job.name, &ScrapeJob::name);
        if (own != config.config.jobs.end() || config.config.moreJobs)
            continue;
        Finding &finding =
            context.add("delivery/job-not-scraped", base::Severity::Error, *config.rendering, *config.payload, {0, 0});
        finding.text = {TRANSLATABLE("Core", "%1 would not be scraped: this configuration lacks its job, which %2 in "
                                             "source has."),
                        {job.name, source->first.manifest->path()}};
        finding.fix = {TRANSLATABLE("Core", "Take the job %1 from source."), {job.name}};
        takeFromSource(context, finding, config, *source->first.manifest, "job_name " + job.name);
    }
}

} // namespace

bool madeByOperator(const Rendering &rendering, const std::string &service)
{
    const auto holds = [&](std::string_view kind) {
        return std::ranges::any_of(rendering.objects,
                                   [&](const DeployedObject &object) { return object.resource.kind == kind; });
    };
    return (service == "alertmanager-operated" && holds("Alertmanager")) ||
           (service == "prometheus-operated" && holds("Prometheus"));
}

void sayNotDeployed(Finding &finding, const std::string &asked, const std::string &service, const std::string &host,
                    const Resource *deployed, const Resource *defined)
{
    if (deployed != nullptr) {
        finding.text = {TRANSLATABLE("Core", "%1 would not be reached at %2: its Service %3 is written in %4, which "
                                             "is not deployed."),
                        {asked, host, service, deployed->manifest->path()}};
        finding.fix = {TRANSLATABLE("Core", "Register %1."), {deployed->manifest->path()}};
    } else if (defined != nullptr) {
        finding.text = {TRANSLATABLE("Core", "%1 would not be reached at %2: its Service %3 is defined in source (%4) "
                                             "and not deployed."),
                        {asked, host, service, defined->manifest->path()}};
        finding.fix = {TRANSLATABLE("Core", "Carry %1 to the GitOps repository and register it."),
                       {defined->manifest->path()}};
    } else {
        finding.text = {TRANSLATABLE("Core", "No manifest here defines the Service %1 that %2 is reached at (%3). "
                                             "Unless it is deployed from elsewhere, nothing would answer."),
                        {service, asked, host}};
        finding.fix = TRANSLATABLE("Core", "See that the Service is deployed from elsewhere, or mend the target.");
    }
}

Finding &Context::add(const char *id, base::Severity severity, Ground ground, const std::string &role,
                      const std::shared_ptr<const Manifest> &manifest, base::ByteRange range)
{
    Finding finding;
    finding.id = id;
    finding.severity = severity;
    finding.ground = ground;
    finding.role = role;
    if (manifest) {
        finding.file = manifest->path();
        finding.range = range;
        finding.line = manifest->lineOf(range.start);
    }
    findings.push_back(std::move(finding));
    return findings.back();
}

Finding &Context::add(const char *id, base::Severity severity, const Rendering &rendering, const Payload &payload,
                      base::ByteRange range)
{
    return add(id, severity, rendering.ground, input.gitops.role, payload.manifest, payload.place(range));
}

Finding &Context::add(const char *id, base::Severity severity, Ground ground, const std::string &role,
                      const rules::RuleDocument &document, base::ByteRange range)
{
    const Repository &repository = role == input.source.role ? input.source : input.gitops;
    return add(id, severity, ground, role, repository.find(document.file()), range);
}

const Resource *Context::objectIn(const ObjectIndex &index, const std::string &kind, const std::string &name,
                                  std::string_view nameSpace)
{
    const auto all = index.find({kind, name});
    if (all == index.end())
        return nullptr;
    const auto found = std::ranges::find_if(all->second, [&](const Resource &resource) {
        return nameSpace.empty() || resource.nameSpace.empty() || resource.nameSpace == nameSpace;
    });
    return found == all->second.end() ? nullptr : &*found;
}

void checkPrometheusConfigs(Context &context)
{
    // Several environments share their base: each of its texts is judged once.
    for (const DeployedConfig &config : context.configs) {
        if (config.workload != nullptr && config.workload->agent)
            continue;
        checkAlerting(context, config);
        checkJobs(context, config);
    }
}

namespace {

void collectObjects(Context &context)
{
    const auto add = [](ObjectIndex &index, const Manifest &manifest) {
        for (Resource &resource : manifest.resources()) {
            std::pair key(resource.kind, resource.name);
            index[std::move(key)].push_back(std::move(resource));
        }
    };
    for (const auto &[path, manifest] : context.input.gitops.manifests)
        add(context.isSourceCopy(path) ? context.source : context.deployed, *manifest);
    if (context.oneRepository())
        return;
    for (const auto &[path, manifest] : context.input.source.manifests)
        add(context.source, *manifest);
}

void collectConfigs(Context &context)
{
    for (std::size_t i = 0; i < context.input.renderings.size(); ++i) {
        const Rendering &rendering = context.input.renderings[i];
        std::set<const Payload *> mounted;
        for (const Workload &workload : context.workloads[i]) {
            if (workload.program != Program::Prometheus)
                continue;
            const Workload::Mounted *file = workload.fileAt(workload.configFile);
            if (file == nullptr)
                continue;
            mounted.insert(file->payload);
            // What a patch makes of it is not known.
            if (file->configMap->patched)
                continue;
            if (auto config = readPrometheusConfig(file->payload->text))
                context.configs.push_back({&rendering, &workload, file->configMap, file->payload, std::move(*config)});
        }
        if (!mounted.empty())
            continue;
        for (const DeployedObject &object : rendering.objects) {
            if (object.patched)
                continue;
            for (const Payload &payload : object.payloads) {
                if (auto config = readPrometheusConfig(payload.text))
                    context.configs.push_back({&rendering, nullptr, &object, &payload, std::move(*config)});
            }
        }
    }
}

} // namespace

} // namespace delivery

std::vector<std::shared_ptr<const rules::RuleDocument>> rulesIn(const Rendering &rendering,
                                                                const RuleDocuments &documents)
{
    std::set<std::string> paths;
    for (const DeployedObject &object : rendering.objects) {
        if (object.origin && object.resource.kind == "PrometheusRule")
            paths.insert(object.origin->path());
        for (const Payload &payload : object.payloads) {
            if (payload.manifest)
                paths.insert(payload.manifest->path());
        }
    }
    std::vector<std::shared_ptr<const rules::RuleDocument>> found;
    for (const std::string &path : paths) {
        const auto document = documents.find(path);
        if (document != documents.end())
            found.push_back(document->second);
    }
    return found;
}

std::optional<PlacedConfig> configIn(const Rendering &rendering)
{
    const std::vector<Workload> workloads = workloadsOf(rendering);
    const auto placed = [](const Payload &payload) -> std::optional<PlacedConfig> {
        auto config = readPrometheusConfig(payload.text);
        if (!config || !payload.manifest)
            return std::nullopt;
        const base::ByteRange range = payload.place({0, 0});
        return PlacedConfig{std::move(*config), payload.manifest->path(), range, payload.manifest->lineOf(range.start)};
    };
    for (const Workload &workload : workloads) {
        const Workload::Mounted *file =
            workload.program == Program::Prometheus ? workload.fileAt(workload.configFile) : nullptr;
        if (auto found = file != nullptr ? placed(*file->payload) : std::nullopt)
            return found;
    }
    for (const DeployedObject &object : rendering.objects) {
        for (const Payload &payload : object.payloads) {
            if (auto found = placed(payload))
                return found;
        }
    }
    return std::nullopt;
}

std::vector<Finding> deliveryFindings(const DeliveryInput &input)
{
    delivery::Context context{input, {}, {}, {}, {}, {}};
    context.workloads.reserve(input.renderings.size());
    for (const Rendering &rendering : input.renderings)
        context.workloads.push_back(workloadsOf(rendering));
    delivery::collectObjects(context);
    delivery::collectConfigs(context);
    delivery::checkPrometheusConfigs(context);
    delivery::checkAlertmanagers(context);
    delivery::checkRuleLoading(context);
    delivery::checkRuleSelection(context);
    delivery::checkMonitors(context);
    delivery::checkJobsOfRules(context);
    delivery::checkExporters(context);
    delivery::checkAlertSelectors(context);
    delivery::checkSourceOnly(context);
    delivery::checkRunbooks(context);
    delivery::checkUnreadRecordings(context);
    sortFindings(context.findings);
    return std::move(context.findings);
}

} // namespace deployment
