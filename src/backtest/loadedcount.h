#pragma once

#include "alerting/loadedrules.h"
#include "rules/ruledocument.h"

#include <memory>
#include <span>

namespace backtest {

/// How many rules there are, and how many of them a server has loaded: the same kind, name and meaning of the
/// expression.
struct LoadedCount
{
    std::size_t loaded = 0;
    std::size_t rules = 0;
};

[[nodiscard]] LoadedCount countLoaded(std::span<const std::shared_ptr<const rules::RuleDocument>> documents,
                                      const alerting::LoadedRules &loaded);

} // namespace backtest
