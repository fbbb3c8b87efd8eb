#pragma once

#include <string>
#include <vector>

/// Which differences copies are meant to have.
namespace deployment {

struct PlaceKind
{
    enum class Config { None, Prometheus, Alertmanager };
    /// The place lies within such a configuration.
    Config config = Config::None;
    bool expected = false;
};

/// `path` as yaml::Difference gives it: document, keys, items.
[[nodiscard]] PlaceKind placeKind(const std::vector<std::string> &path);

} // namespace deployment
