#pragma once

#include "workspace/workspacefile.h"

#include <QString>

#include <optional>
#include <set>
#include <string>

/// What versions of a source file and of its twin mean to each other. Pure functions over texts; inside src/workspace
/// only.
namespace workspace::save {

/// The twin means all that the source file means; parts of its own aside.
[[nodiscard]] bool holds(const Twin &target, const QString &sourcePath, const std::string &source,
                         const std::string &twin);

/// The change between two versions of the source file changes nothing of what the twin means.
[[nodiscard]] bool arrived(const Twin &target, const QString &sourcePath, const std::string &before,
                           const std::string &after, const std::string &twin);

/// Names of the places that only the twin has, without those that are each copy's own.
[[nodiscard]] std::set<std::string> onlyInTwin(const Twin &target, const QString &sourcePath, const std::string &source,
                                               const std::string &twin);
/// Names of the places that a change of the source file takes away; as onlyInTwin() names them.
[[nodiscard]] std::set<std::string> takenAway(const Twin &target, const QString &sourcePath, const std::string &before,
                                              const std::string &after);

/// False when a change surely takes none of these places away; without reading the texts as YAML.
[[nodiscard]] bool mayTakeAway(const std::string &before, const std::string &after,
                               const std::set<std::string> &places);

/// A later text of the source file without the change; nothing where that place was changed again since.
[[nodiscard]] std::optional<std::string> takenBack(const QString &sourcePath, const std::string &before,
                                                   const std::string &after, const std::string &later);

} // namespace workspace::save
