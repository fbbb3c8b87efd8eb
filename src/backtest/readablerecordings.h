#pragma once

#include "backtest/expressionfetch.h"
#include "backtest/recordingrule.h"

#include <memory>
#include <span>
#include <vector>

namespace backtest {

using Documents = std::vector<std::shared_ptr<const rules::RuleDocument>>;

/// The recording rules of the documents, with the phases of their groups where the server's loaded rules tell them.
[[nodiscard]] std::vector<RecordingRule> recordingsFor(const Documents &documents, const ServerKnowledge &knowledge);

/// Those of them that an expression reads by name, directly or through others, in their order.
[[nodiscard]] std::vector<RecordingRule> readableRecordings(const promql::Tree &tree,
                                                            std::span<const RecordingRule> recordings);

} // namespace backtest
