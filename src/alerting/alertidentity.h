#pragma once

#include "alerting/alertstate.h"

namespace alerting {

/// The labels of the alert that a series of an alerting rule's result becomes: the series' without `__name__`, the
/// rule's templates expanded over them (an empty value takes a label away), and `alertname`. Without `expand` templates
/// stay as they are written.
[[nodiscard]] Labels identityLabels(const AlertSpec &spec, const Labels &series, double value, Milliseconds time,
                                    const LabelExpander &expand);

} // namespace alerting
