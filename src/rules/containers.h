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

/// Where a second YAML document begins, behind `from`; nothing when only blanks and comments stand behind its marker.
[[nodiscard]] std::optional<std::size_t> secondDocument(std::string_view text, std::size_t from);

} // namespace rules
