#pragma once

#include "rules/ruledocument.h"

#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>

namespace rules {

/// The names that rules know, saved or not: what completion can offer without a server.
struct CompletionNames
{
    /// Recorded ones, and those that expressions read.
    std::set<std::string> metrics;
    std::set<std::string> labels;
    std::set<std::string> alerts;
    struct MetricLabels
    {
        std::set<std::string> names;
        /// There are no others.
        bool complete = false;
    };
    /// Of recorded metrics, ALERTS and ALERTS_FOR_STATE: the labels that their series may have, as far as rules tell.
    std::map<std::string, MetricLabels, std::less<>> labelsOfMetric;
    /// What rules set a label to or compare it with.
    std::map<std::string, std::set<std::string>, std::less<>> values;

    /// The values of `label` on series of `metric` (which may be empty): alerts' names for ALERTS and the like.
    [[nodiscard]] std::set<std::string> valuesOf(std::string_view metric, std::string_view label) const;
};

[[nodiscard]] CompletionNames completionNames(std::span<const std::shared_ptr<const RuleDocument>> documents);

} // namespace rules
