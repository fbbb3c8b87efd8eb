#pragma once

#include <cstdint>
#include <string>
#include <vector>

/// Templates that are put together at random from the parts of the written ones (templateCases()), so that actions,
/// pipelines and arguments meet that nobody thought of together. The same for the same seed.
std::vector<std::string> generatedTemplates(std::uint32_t seed, std::size_t count);
