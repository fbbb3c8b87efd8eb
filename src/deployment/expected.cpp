#include "deployment/expected.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace deployment {

namespace {

using Path = std::vector<std::string>;

bool holds(const Path &path, std::string_view key)
{
    return std::ranges::find(path, key) != path.end();
}

bool isOneOf(std::string_view text, std::initializer_list<std::string_view> list)
{
    return std::ranges::find(list, text) != list.end();
}

std::string kindOf(const Path &path)
{
    const std::size_t space = path.empty() ? std::string::npos : path.front().find(' ');
    return space == std::string::npos ? std::string() : path.front().substr(0, space);
}

/// Image tags, replica counts, environment entries, limits and where pods may run are each environment's own.
bool expectedOfWorkload(const Path &path)
{
    if (path.size() >= 3 && path[1] == "spec" && isOneOf(path[2], {"replicas", "revisionHistoryLimit"}))
        return true;
    constexpr std::array<std::string_view, 12> own = {"image",
                                                      "imagePullPolicy",
                                                      "imagePullSecrets",
                                                      "env",
                                                      "envFrom",
                                                      "resources",
                                                      "nodeSelector",
                                                      "tolerations",
                                                      "affinity",
                                                      "topologySpreadConstraints",
                                                      "volumeClaimTemplates",
                                                      "storageClassName"};
    if (std::ranges::any_of(own, [&](std::string_view key) { return holds(path, key); }))
        return true;
    // Where data lies: a claim here, a scratch folder there.
    return holds(path, "volumes") &&
           isOneOf(path.back(), {"emptyDir", "persistentVolumeClaim", "hostPath", "claimName"});
}

} // namespace

PlaceKind placeKind(const Path &path)
{
    PlaceKind place;
    const std::string kind = kindOf(path);
    const bool configMap = kind == "ConfigMap" || kind == "Secret";
    const std::size_t inner = configMap && path.size() > 3 ? 3 : 0;
    const std::string_view top = path.size() > inner ? std::string_view(path[inner]) : std::string_view();
    const bool data = configMap ? path.size() > 3 && isOneOf(path[1], {"data", "stringData"}) : kind.empty();
    if (data && isOneOf(top, {"scrape_configs", "rule_files", "alerting", "remote_write", "remote_read", "storage",
                              "scrape_config_files"}))
        place.config = PlaceKind::Config::Prometheus;
    else if (data && isOneOf(top, {"route", "receivers", "inhibit_rules", "time_intervals", "mute_time_intervals"}))
        place.config = PlaceKind::Config::Alertmanager;
    else if (data && top == "global")
        place.config = holds(path, "resolve_timeout") || holds(path, "smtp_smarthost") ? PlaceKind::Config::Alertmanager
                                                                                       : PlaceKind::Config::Prometheus;
    // The labels by which the outside tells this server from others.
    if (holds(path, "external_labels") || holds(path, "externalLabels"))
        place.expected = true;
    if (path.size() >= 3 && path[1] == "metadata" && isOneOf(path[2], {"namespace", "annotations"}))
        place.expected = true;
    // Both sides may lack or have the labels or annotations altogether.
    if (path.size() == 3 && path[1] == "metadata" && path[2] == "annotations")
        place.expected = true;
    if (isOneOf(kind, {"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "CronJob", "Pod", "Rollout",
                       "Prometheus", "Alertmanager", "ThanosRuler"}))
        place.expected = place.expected || expectedOfWorkload(path);
    if (isOneOf(kind, {"Prometheus", "Alertmanager", "ThanosRuler"}) && path.size() >= 3)
        place.expected = place.expected || isOneOf(path[2], {"version", "retention", "retentionSize", "storage",
                                                             "externalUrl", "baseImage"});
    if (isOneOf(kind, {"PersistentVolumeClaim", "PersistentVolume", "Namespace", "Ingress", "IngressRoute",
                       "HorizontalPodAutoscaler", "HTTPRoute", "SealedSecret", "ExternalSecret"}))
        place.expected = true;
    return place;
}

} // namespace deployment
