#pragma once

#include "base/diagnostic.h"

#include <set>
#include <string>

namespace base {
class JsonWriter;
}

namespace cli {

/// Opens a SARIF 2.1.0 log of one run, up to and into its `results`; `ruleIds` are the checks that found something.
void beginSarif(base::JsonWriter &json, const std::set<std::string> &ruleIds);
/// Closes what beginSarif() opened.
void endSarif(base::JsonWriter &json);

/// SARIF's word for a severity.
[[nodiscard]] const char *sarifLevel(base::Severity severity);
/// The URI of a file, a relative one where `file` is relative.
[[nodiscard]] std::string sarifUri(const std::string &file);

} // namespace cli
