#pragma once

#include <cstddef>
#include <string_view>

namespace YAML {
class EventHandler;
}

/// Reads YAML as it is mostly written by hand, several times faster than yaml-cpp. Inside src/yaml only.
namespace yaml {

/// Sends yaml-cpp's events for the one document of `text`, which begins at byte `from`; marks count from there. False
/// when the text holds anything out of the ordinary, right or wrong: then what was sent means nothing, and yaml-cpp is
/// to be asked. What `handler` throws goes through.
[[nodiscard]] bool readOrdinary(std::string_view text, std::size_t from, YAML::EventHandler &handler);

} // namespace yaml
