#pragma once

#include "alerting/loadedrules.h"
#include "rules/ruledocument.h"

#include <memory>
#include <string>
#include <vector>

namespace backtest {

/// What a server has loaded, as rule documents that can be compared with those of files: one for each of its files,
/// named `SERVER:FILE`. Their text is made up; expressions are as the server prints them, labels include the group's,
/// and what the server does not tell (query offset, comments) is missing.
[[nodiscard]] std::vector<std::shared_ptr<const rules::RuleDocument>> documentsOf(const alerting::LoadedRules &loaded,
                                                                                  const std::string &server);

} // namespace backtest
