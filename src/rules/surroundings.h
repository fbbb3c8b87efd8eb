#pragma once

#include "yaml/stream.h"

#include <optional>
#include <string>
#include <vector>

namespace rules {

/// A `job_name` of a Prometheus configuration.
struct ScrapeJob
{
    std::string name;
    std::string file;
};

/// A Grafana dashboard: a JSON file, or one in a ConfigMap or a GrafanaDashboard. It is read, never written.
struct Dashboard
{
    std::string file;
    /// 0-based YAML document of the file.
    std::size_t document = 0;
    /// Of the ConfigMap that holds it.
    std::optional<std::string> key;
    std::string title;
    /// PromQL; variables are filled: templateHole in strings, `5m` for durations, unreadableName for what stands
    /// elsewhere.
    std::vector<std::string> queries;

    /// `dashboard:FILE:DOCUMENT:KEY`.
    [[nodiscard]] std::string id() const;
};

/// What else than rules feeds or reads the series of a workspace.
struct Surroundings
{
    std::vector<ScrapeJob> scrapeJobs;
    std::vector<Dashboard> dashboards;
};

/// Stands in a dashboard's query for a variable that is a name of a metric or a label.
inline constexpr std::string_view unreadableName = "grafana_variable__";

/// Adds what the file holds: scrape jobs of a Prometheus configuration, dashboards, also in the data of ConfigMaps.
/// Queries of other data sources than Prometheus are left out.
void collectSurroundings(const std::string &file, const yaml::Stream &stream, Surroundings &surroundings);

/// The query with its Grafana variables filled, as Dashboard::queries holds it.
[[nodiscard]] std::string withoutVariables(std::string_view query);

} // namespace rules
