#pragma once

#include "backtest/expressionfetch.h"
#include "cli/options.h"

#include <functional>
#include <memory>
#include <optional>

#include <QString>

/// What commands that read an endpoint's history share.
namespace cli {

/// Unix milliseconds of Unix seconds or of an RFC 3339 time with a zone.
[[nodiscard]] std::optional<alerting::Milliseconds> historyTime(const QString &text);

/// What is told where `--from` is later than `--to`.
[[nodiscard]] base::Error timesBackwards(const Options &options);

/// Runs the event loop until what `start` begins has called back, which it may do from within.
void runUntilDone(const std::function<void(std::function<void()>)> &start);

/// What the server says of itself.
[[nodiscard]] std::shared_ptr<const backtest::ServerKnowledge> knowledgeOf(alerting::RuleServer &server);

} // namespace cli
