#pragma once

#include <string>
#include <vector>

/// Templates in every corner of the language: what they render is promtool's to say.
[[nodiscard]] std::vector<std::string> templateCases();
