#include "deployment/monitoring.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace deployment {

namespace {

using yaml::Node;
using yaml::NodeKind;

constexpr std::array<std::string_view, 8> featureKeys = {
    "time_intervals", "mute_time_intervals", "active_time_intervals", "matchers", "source_matchers", "target_matchers",
    "tracing",        "inhibit_rules"};

/// `http://host:port/path` or `host:port`.
Target targetOf(const Node &scalar)
{
    Target target;
    target.range = scalar.range;
    std::string_view text = scalar.value;
    if (const std::size_t scheme = text.find("://"); scheme != std::string_view::npos)
        text.remove_prefix(scheme + 3);
    text = text.substr(0, text.find('/'));
    const std::size_t colon = text.rfind(':');
    target.host = text.substr(0, colon);
    if (colon != std::string_view::npos)
        target.port = text.substr(colon + 1);
    return target;
}

void readStaticTargets(const Node &parent, std::vector<Target> &targets)
{
    for (const Node *group : itemsAt(parent, {"static_configs"})) {
        for (const Node *target : itemsAt(*group, {"targets"})) {
            if (target->kind == NodeKind::Scalar)
                targets.push_back(targetOf(*target));
        }
    }
}

std::vector<std::string> discoveriesOf(const Node &parent)
{
    std::vector<std::string> names;
    for (const yaml::Entry &entry : parent.entries) {
        const Node &value = entry.value->resolved();
        if (entry.key->value.ends_with("_sd_configs") && !value.items.empty())
            names.push_back(entry.key->value);
    }
    return names;
}

ScrapeJob readJob(const Node &node, const std::string &text)
{
    ScrapeJob job;
    job.name = textAt(node, {"job_name"});
    job.range = node.range;
    job.text = text.substr(node.range.start, node.range.size());
    job.discoveries = discoveriesOf(node);
    readStaticTargets(node, job.targets);
    for (const std::string_view list : {"relabel_configs", "metric_relabel_configs"}) {
        for (const Node *rule : itemsAt(node, {list})) {
            const std::string &action = textAt(*rule, {"action"});
            job.otherJobs = job.otherJobs || textAt(*rule, {"target_label"}) == "job" || action == "labelmap";
        }
    }
    job.otherJobs = job.otherJobs || textAt(node, {"honor_labels"}) == "true";
    for (const Node *group : itemsAt(node, {"static_configs"}))
        job.otherJobs = job.otherJobs || valueAt(*group, {"labels", "job"}) != nullptr;
    // Files and HTTP answers bring labels of their own.
    job.otherJobs = job.otherJobs || std::ranges::any_of(job.discoveries, [](const std::string &name) {
                        return name == "file_sd_configs" || name == "http_sd_configs";
                    });
    return job;
}

void readRoutes(const Node &route, bool root, std::vector<Route> &routes, int depth)
{
    constexpr int deepest = 32;
    if (depth > deepest)
        return;
    const Node *receiver = valueAt(route, {"receiver"});
    if (receiver != nullptr && receiver->kind == NodeKind::Scalar)
        routes.push_back({receiver->value, receiver->range, root});
    for (const Node *child : itemsAt(route, {"routes"}))
        readRoutes(*child, false, routes, depth + 1);
}

void readFeatures(const Node &node, AlertmanagerConfig &config, int depth)
{
    constexpr int deepest = 32;
    if (depth > deepest)
        return;
    for (const yaml::Entry &entry : node.entries) {
        const auto known = std::ranges::find(featureKeys, entry.key->value);
        if (known != featureKeys.end() &&
            std::ranges::none_of(config.features, [&](const auto &each) { return each.first == entry.key->value; }))
            config.features.emplace_back(entry.key->value, entry.key->range);
        readFeatures(entry.value->resolved(), config, depth + 1);
    }
    for (const auto &item : node.items)
        readFeatures(item->resolved(), config, depth + 1);
}

std::string joinedPath(std::string_view folder, std::string_view path)
{
    return '/' + pathFrom(folder, path).value_or(std::string(path));
}

std::string_view imageName(std::string_view image)
{
    image = image.substr(0, image.find('@'));
    const std::size_t slash = image.rfind('/');
    if (slash != std::string_view::npos)
        image.remove_prefix(slash + 1);
    return image.substr(0, image.find(':'));
}

const Node *podOf(const Resource &resource)
{
    if (resource.node == nullptr)
        return nullptr;
    if (resource.kind == "Pod")
        return valueAt(*resource.node, {"spec"});
    if (resource.kind == "CronJob")
        return valueAt(*resource.node, {"spec", "jobTemplate", "spec", "template", "spec"});
    return valueAt(*resource.node, {"spec", "template", "spec"});
}

/// What the arguments of a container say.
std::vector<std::string> argumentsOf(const Node &container)
{
    std::vector<std::string> arguments;
    for (const std::string_view list : {"command", "args"}) {
        for (const Node *item : itemsAt(container, {list}))
            arguments.push_back(item->value);
    }
    return arguments;
}

std::optional<std::string> optionOf(const std::vector<std::string> &arguments, std::string_view name)
{
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        std::string_view argument = arguments[i];
        while (argument.starts_with('-'))
            argument.remove_prefix(1);
        if (argument.starts_with(name) && argument.substr(name.size()).starts_with('='))
            return std::string(argument.substr(name.size() + 1));
        if (argument == name && i + 1 < arguments.size())
            return arguments[i + 1];
    }
    return std::nullopt;
}

/// Lays the mounts of one container out as files.
class MountReader
{
public:
    MountReader(const Rendering &rendering, const Node &pod, Workload &workload)
        : m_rendering(rendering), m_pod(pod), m_workload(workload)
    {}

    void read(const Node &container)
    {
        for (const Node *mount : itemsAt(container, {"volumeMounts"})) {
            const std::string path = joinedPath({}, textAt(*mount, {"mountPath"}));
            for (const Node *volume : itemsAt(m_pod, {"volumes"})) {
                if (textAt(*volume, {"name"}) == textAt(*mount, {"name"}))
                    mountVolume(*volume, path, textAt(*mount, {"subPath"}));
            }
            // A StatefulSet's claims hold data, not configuration.
        }
    }

private:
    void mountVolume(const Node &volume, const std::string &path, const std::string &subPath)
    {
        if (const Node *configMap = valueAt(volume, {"configMap"})) {
            mountConfigMap(*configMap, textAt(*configMap, {"name"}), "ConfigMap", path, subPath);
        } else if (const Node *secret = valueAt(volume, {"secret"})) {
            mountConfigMap(*secret, textAt(*secret, {"secretName"}), "Secret", path, subPath);
        } else if (valueAt(volume, {"projected"}) != nullptr) {
            for (const Node *source : itemsAt(volume, {"projected", "sources"})) {
                if (const Node *part = valueAt(*source, {"configMap"}))
                    mountConfigMap(*part, textAt(*part, {"name"}), "ConfigMap", path, subPath);
                else
                    m_workload.opaqueFolders.push_back(path);
            }
        } else if (valueAt(volume, {"persistentVolumeClaim"}) == nullptr) {
            m_workload.opaqueFolders.push_back(path);
        }
    }

    void mountConfigMap(const Node &source, const std::string &name, std::string_view kind, const std::string &path,
                        const std::string &subPath)
    {
        const DeployedObject *object = m_rendering.ground == Ground::Rendering
                                           ? m_rendering.find(kind, name, m_workload.object->resource.nameSpace)
                                           : m_rendering.findWritten(kind, name, m_workload.object->resource.nameSpace);
        if (object == nullptr || (kind == "Secret" && object->payloads.empty())) {
            m_workload.opaqueFolders.push_back(path);
            return;
        }
        const std::vector<const Node *> items = itemsAt(source, {"items"});
        for (const Payload &payload : object->payloads) {
            std::string inside = payload.key;
            if (!items.empty()) {
                const auto item = std::ranges::find_if(
                    items, [&](const Node *each) { return textAt(*each, {"key"}) == payload.key; });
                if (item == items.end())
                    continue;
                inside = textAt(**item, {"path"});
            }
            if (subPath.empty())
                m_workload.files.push_back({joinedPath(path, inside), object, &payload});
            else if (inside == subPath)
                m_workload.files.push_back({path, object, &payload});
            else if (inside.starts_with(subPath + '/'))
                m_workload.files.push_back({joinedPath(path, inside.substr(subPath.size() + 1)), object, &payload});
        }
    }

    const Rendering &m_rendering;
    const Node &m_pod;
    Workload &m_workload;
};

} // namespace

std::optional<PrometheusConfig> readPrometheusConfig(const std::string &text)
{
    PrometheusConfig config;
    config.parsed = Manifest::read({}, text);
    const Node *root = config.parsed->root();
    if (root == nullptr || valueAt(*root, {"apiVersion"}) != nullptr)
        return std::nullopt;
    const bool meant = valueAt(*root, {"scrape_configs"}) != nullptr || valueAt(*root, {"rule_files"}) != nullptr ||
                       valueAt(*root, {"alerting"}) != nullptr || valueAt(*root, {"scrape_config_files"}) != nullptr;
    // promtail and others have scrape_configs too, with keys that Prometheus does not know.
    const bool other = valueAt(*root, {"clients"}) != nullptr || valueAt(*root, {"positions"}) != nullptr ||
                       valueAt(*root, {"receivers"}) != nullptr || valueAt(*root, {"server"}) != nullptr ||
                       // promtool's unit tests name rule files, too.
                       valueAt(*root, {"tests"}) != nullptr;
    if (!meant || other)
        return std::nullopt;
    if (const Node *alerting = root->find("alerting")) {
        config.hasAlerting = true;
        config.alertingRange = alerting->range;
        for (const Node *each : itemsAt(*root, {"alerting", "alertmanagers"})) {
            readStaticTargets(*each, config.alertmanagers);
            config.hasAlertmanagers = config.hasAlertmanagers || !discoveriesOf(*each).empty();
        }
        config.hasAlertmanagers = config.hasAlertmanagers || !config.alertmanagers.empty();
    }
    for (const Node *pattern : itemsAt(*root, {"rule_files"}))
        config.ruleFiles.emplace_back(pattern->value, pattern->range);
    for (const Node *job : itemsAt(*root, {"scrape_configs"}))
        config.jobs.push_back(readJob(*job, text));
    config.moreJobs = !itemsAt(*root, {"scrape_config_files"}).empty();
    return config;
}

std::optional<AlertmanagerConfig> readAlertmanagerConfig(const std::string &text)
{
    AlertmanagerConfig config;
    config.parsed = Manifest::read({}, text);
    const Node *root = config.parsed->root();
    if (root == nullptr || valueAt(*root, {"apiVersion"}) != nullptr || valueAt(*root, {"route"}) == nullptr ||
        valueAt(*root, {"receivers"}) == nullptr)
        return std::nullopt;
    for (const Node *each : itemsAt(*root, {"receivers"})) {
        Receiver receiver;
        receiver.name = textAt(*each, {"name"});
        receiver.range = each->range;
        for (const yaml::Entry &entry : each->entries) {
            if (entry.key->value.ends_with("_configs") && !entry.value->resolved().items.empty())
                receiver.integrations.emplace_back(entry.key->value, entry.key->range);
        }
        config.receivers.push_back(std::move(receiver));
    }
    readRoutes(*valueAt(*root, {"route"}), true, config.routes, 0);
    readFeatures(*root, config, 0);
    return config;
}

const Workload::Mounted *Workload::fileAt(std::string_view path) const
{
    // Later mounts lie over earlier ones.
    for (auto file = files.rbegin(); file != files.rend(); ++file) {
        if (file->path == path)
            return &*file;
    }
    return nullptr;
}

bool Workload::opaque(std::string_view path) const
{
    return std::ranges::any_of(opaqueFolders, [&](const std::string &folder) {
        return path == folder || (path.starts_with(folder) && path.substr(folder.size()).starts_with('/'));
    });
}

std::optional<std::pair<int, int>> imageVersion(std::string_view image)
{
    image = image.substr(0, image.find('@'));
    const std::size_t colon = image.rfind(':');
    if (colon == std::string_view::npos)
        return std::nullopt;
    std::string_view tag = image.substr(colon + 1);
    if (tag.starts_with('v'))
        tag.remove_prefix(1);
    int major = 0;
    int minor = 0;
    const auto first = std::from_chars(tag.data(), tag.data() + tag.size(), major);
    if (first.ec != std::errc() || first.ptr == tag.data() + tag.size() || *first.ptr != '.')
        return std::nullopt;
    const auto second = std::from_chars(first.ptr + 1, tag.data() + tag.size(), minor);
    if (second.ec != std::errc())
        return std::nullopt;
    return std::pair(major, minor);
}

std::vector<std::string> imagesOf(const Resource &resource)
{
    std::vector<std::string> images;
    const Node *pod = podOf(resource);
    if (pod == nullptr)
        return images;
    for (const std::string_view list : {"initContainers", "containers"}) {
        for (const Node *container : itemsAt(*pod, {list})) {
            if (const std::string &image = textAt(*container, {"image"}); !image.empty())
                images.push_back(image);
        }
    }
    return images;
}

std::vector<Workload> workloadsOf(const Rendering &rendering)
{
    std::vector<Workload> workloads;
    for (const DeployedObject &object : rendering.objects) {
        const Node *pod = podOf(object.resource);
        if (pod == nullptr)
            continue;
        for (const Node *container : itemsAt(*pod, {"containers"})) {
            Workload workload;
            workload.image = textAt(*container, {"image"});
            if (const auto changed = object.images.find(workload.image); changed != object.images.end())
                workload.image = changed->second;
            const std::string_view image = imageName(workload.image);
            const std::vector<std::string> arguments = argumentsOf(*container);
            const auto config = optionOf(arguments, "config.file");
            if (image == "prometheus" || optionOf(arguments, "storage.tsdb.path"))
                workload.program = Program::Prometheus;
            else if (image == "alertmanager")
                workload.program = Program::Alertmanager;
            else
                continue;
            const bool prometheus = workload.program == Program::Prometheus;
            workload.object = &object;
            workload.version = imageVersion(workload.image);
            workload.configFile =
                config.value_or(prometheus ? "/etc/prometheus/prometheus.yml" : "/etc/alertmanager/alertmanager.yml");
            workload.agent = std::ranges::any_of(arguments, [](const std::string &argument) {
                return argument == "--agent" || argument.ends_with("enable-feature=agent");
            });
            MountReader(rendering, *pod, workload).read(*container);
            workloads.push_back(std::move(workload));
        }
    }
    return workloads;
}

bool globMatches(std::string_view pattern, std::string_view path)
{
    while (!pattern.empty()) {
        const char c = pattern.front();
        if (c == '*') {
            pattern.remove_prefix(1);
            for (std::size_t taken = 0;; ++taken) {
                if (globMatches(pattern, path.substr(taken)))
                    return true;
                if (taken == path.size() || path[taken] == '/')
                    return false;
            }
        }
        if (path.empty())
            return false;
        if (c == '[') {
            const std::size_t end = pattern.find(']', 1);
            if (end == std::string_view::npos)
                return false;
            std::string_view set = pattern.substr(1, end - 1);
            const bool negated = set.starts_with('^');
            if (negated)
                set.remove_prefix(1);
            bool inside = false;
            for (std::size_t i = 0; i < set.size(); ++i) {
                const bool range = i + 2 < set.size() && set[i + 1] == '-';
                inside =
                    inside || (range ? path.front() >= set[i] && path.front() <= set[i + 2] : path.front() == set[i]);
                i += range ? 2 : 0;
            }
            if (inside == negated || path.front() == '/')
                return false;
            pattern.remove_prefix(end + 1);
        } else {
            const bool escaped = c == '\\' && pattern.size() > 1;
            if (escaped)
                pattern.remove_prefix(1);
            const bool any = c == '?' && !escaped;
            if (any ? path.front() == '/' : path.front() != pattern.front())
                return false;
            pattern.remove_prefix(1);
        }
        path.remove_prefix(1);
    }
    return path.empty();
}

} // namespace deployment
