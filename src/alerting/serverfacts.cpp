#include "alerting/loadedrules.h"
#include "promql/functions.h"

#include <algorithm>

namespace alerting {

promql::Dialect ServerFacts::dialect() const
{
    promql::Dialect dialect;
    if (application == "Prometheus") {
        const promql::Version version =
            std::clamp(promql::Version{major, minor}, promql::oldestVersion, promql::newestVersion);
        dialect.major = version.major;
        dialect.minor = version.minor;
    }
    const auto enabled = [this](const char *feature) { return std::ranges::find(features, feature) != features.end(); };
    dialect.experimentalFunctions = enabled("promql-experimental-functions");
    dialect.durationExpressions = enabled("promql-duration-expr");
    dialect.extendedRangeSelectors = enabled("promql-extended-range-selectors");
    dialect.binopFillModifiers = enabled("promql-binop-fill-modifiers");
    return dialect;
}

double ServerFacts::settlingSeconds() const
{
    return application == "VictoriaMetrics" ? victoriaMetricsLatencyOffset : 0;
}

} // namespace alerting
