#pragma once

#include "rules/rulesource.h"

namespace rules {

/// What a parsed file holds: its container and the lists of rule groups in it.
struct Containers
{
    Container container = Container::Plain;
    bool holdsRules = false;
};

/// Finds the group lists of `stream` and parses embedded rule YAML; problems of embedded texts come in file bytes.
[[nodiscard]] Containers findContainers(std::string_view text, const yaml::Stream &stream, DocumentSource &source,
                                        std::vector<base::Diagnostic> &diagnostics);

/// What is to be said of the text behind the first document of a rule file, which Prometheus does not read: that it is
/// ignored, and what its scanner stumbles over all the same. Ranges are bytes of `text`.
[[nodiscard]] std::vector<base::Diagnostic> ignoredRest(std::string_view text, std::size_t endOfFirst);

} // namespace rules
