#pragma once

#include "deployment/ruleset.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace deployment {

/// What a server said of itself, as plain values. Nothing where it did not answer: then nothing is concluded from it.
struct EndpointFacts
{
    struct LoadedRule
    {
        /// "ok", "err" or "unknown".
        std::string health;
        std::string lastError;
    };
    struct ScrapeTarget
    {
        std::string job;
        std::string url;
        /// "up", "down" or "unknown".
        std::string health;
        std::string lastError;
    };
    /// How often an alert fired within the history that was asked.
    struct Firing
    {
        std::string alert;
        /// 0 ... 1 of the evaluations; 0 for never.
        double ratio = 0;
    };

    /// As sentences name it.
    std::string name;
    std::string version;
    std::optional<std::vector<ComparedGroup>> groups;
    /// In step with `groups` and their rules.
    std::vector<std::vector<LoadedRule>> health;
    /// When each group was last evaluated, Unix seconds; 0 for never. In step with `groups`.
    std::vector<double> lastEvaluations;
    std::optional<std::vector<std::string>> activeAlertmanagers;
    std::optional<std::vector<ScrapeTarget>> targets;
    /// The loaded configuration, with its defaults filled in.
    std::optional<std::string> config;
    std::optional<bool> reloaded;
    /// When the configuration was loaded, Unix seconds; cut to whole ones where the server does so.
    std::optional<double> configTime;
    /// Names of all series within the retention.
    std::optional<std::set<std::string>> metricNames;
    /// As the server states it, like `7d`.
    std::string retention;
    /// Of alerting rules that have been loaded long enough to judge.
    std::optional<std::vector<Firing>> firings;
    /// Over how long `firings` was asked, seconds.
    double firingWindow = 0;
};

} // namespace deployment
