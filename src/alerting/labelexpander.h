#pragma once

#include "alerting/alertstate.h"
#include "base/text.h"
#include "promql/parser.h"

#include <optional>
#include <string>

namespace alerting {

/// What templates know besides the alert's series.
struct TemplateContext
{
    /// The rule's name.
    std::string alert;
    /// Of the server.
    Labels externalLabels;
    std::string externalUrl;
    /// Of the server's version.
    promql::Dialect dialect;
};

/// Expands label templates as Prometheus does; what it fails on is `<error expanding template: …>` here too. Templates
/// are parsed once. Copies share them: one thread at a time.
[[nodiscard]] LabelExpander labelExpander(TemplateContext context);

/// Why labels cannot be expanded for times past: one runs queries, whose answers would be needed at every tick.
[[nodiscard]] std::optional<base::Text> labelExpanderRefusal(const Labels &labels);

} // namespace alerting
