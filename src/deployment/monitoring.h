#pragma once

#include "deployment/rendering.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

/// Prometheus and Alertmanager as manifests describe them: configurations in ConfigMaps, and the workloads that mount
/// them.
namespace deployment {

/// `host:port` as a configuration names it.
struct Target
{
    std::string host;
    /// Empty when none is written.
    std::string port;
    /// Bytes of the configuration's text.
    base::ByteRange range;
};

struct ScrapeJob
{
    std::string name;
    std::vector<Target> targets;
    /// Other discovery than static targets: `kubernetes_sd_configs`, ...
    std::vector<std::string> discoveries;
    /// Its series may carry any value of `job`: relabelled, honoured or federated.
    bool otherJobs = false;
    base::ByteRange range;
    /// The job as it is written.
    std::string text;
};

/// A prometheus.yml.
struct PrometheusConfig
{
    std::shared_ptr<const Manifest> parsed;
    bool hasAlerting = false;
    /// `alerting.alertmanagers` names at least one target or discovery.
    bool hasAlertmanagers = false;
    base::ByteRange alertingRange;
    std::vector<Target> alertmanagers;
    std::vector<std::pair<std::string, base::ByteRange>> ruleFiles;
    std::vector<ScrapeJob> jobs;
    /// Further jobs come from files that are not seen here.
    bool moreJobs = false;
};

struct Receiver
{
    std::string name;
    /// `slack_configs`, ... that are not empty.
    std::vector<std::pair<std::string, base::ByteRange>> integrations;
    base::ByteRange range;
};

struct Route
{
    std::string receiver;
    base::ByteRange range;
    bool root = false;
};

/// An alertmanager.yml.
struct AlertmanagerConfig
{
    std::shared_ptr<const Manifest> parsed;
    std::vector<Receiver> receivers;
    /// In the order of the file, nested ones included; routes without a receiver of their own are left out.
    std::vector<Route> routes;
    /// Keys whose support depends on Alertmanager's version, with their places: `time_intervals`, ...
    std::vector<std::pair<std::string, base::ByteRange>> features;
};

/// Nothing when the text is no such configuration.
[[nodiscard]] std::optional<PrometheusConfig> readPrometheusConfig(const std::string &text);
[[nodiscard]] std::optional<AlertmanagerConfig> readAlertmanagerConfig(const std::string &text);

enum class Program { Prometheus, Alertmanager };

/// A container that runs Prometheus or Alertmanager, and what is mounted into it.
struct Workload
{
    Program program = Program::Prometheus;
    const DeployedObject *object = nullptr;
    std::string image;
    /// The image's version, `0.25`; nothing for `latest` and digests.
    std::optional<std::pair<int, int>> version;
    /// In the container.
    std::string configFile;
    struct Mounted
    {
        /// Absolute in the container.
        std::string path;
        const DeployedObject *configMap = nullptr;
        const Payload *payload = nullptr;
    };
    std::vector<Mounted> files;
    /// Something is mounted that is not seen here: a volume of another kind over the path, a missing ConfigMap.
    std::vector<std::string> opaqueFolders;
    /// `--agent` and the like: evaluates no rules.
    bool agent = false;

    /// The file at `path`, or null.
    [[nodiscard]] const Mounted *fileAt(std::string_view path) const;
    /// Whether something unseen may lie there.
    [[nodiscard]] bool opaque(std::string_view path) const;
};

[[nodiscard]] std::vector<Workload> workloadsOf(const Rendering &rendering);

/// Go's filepath.Match, for the last part of the path as Prometheus does; other parts too.
[[nodiscard]] bool globMatches(std::string_view pattern, std::string_view path);

/// `0.25` of an image's tag; nothing for `latest` and digests.
[[nodiscard]] std::optional<std::pair<int, int>> imageVersion(std::string_view image);

/// The images of all containers of a workload; empty for other kinds.
[[nodiscard]] std::vector<std::string> imagesOf(const Resource &resource);

} // namespace deployment
