#pragma once

#include "rules/ruledocument.h"

namespace rules {

/// Why the document is a Helm template and must not be edited as YAML; nothing when it is none. Prometheus's own
/// templates in annotations and labels are no reason.
[[nodiscard]] std::optional<base::Text> helmReason(const RuleDocument &document);

} // namespace rules
