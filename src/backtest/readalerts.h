#pragma once

#include "alerting/loadedrules.h"
#include "promql/parser.h"
#include "rules/ruledocument.h"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace backtest {

/// The alerting rules that an expression reads through `ALERTS` or `ALERTS_FOR_STATE` and that the server has not
/// loaded as they are written: their series are missing there, or those of another rule. By name, each once; a static
/// label that a matcher refuses leaves a rule out. All of them where it is not known what the server has loaded (null).
[[nodiscard]] std::vector<std::string>
unloadedAlertsRead(const promql::Expr *expr, std::span<const std::shared_ptr<const rules::RuleDocument>> documents,
                   const alerting::LoadedRules *loaded);

} // namespace backtest
