#pragma once

#include "base/result.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <string>

namespace workspace {

/// A program that renders kustomizations: `kustomize build` or `kubectl kustomize`.
struct Builder
{
    QString program;
    /// What stands before the folder.
    QStringList arguments;
};

/// The first one on `searchPath` (as PATH is written; the process's own when empty).
[[nodiscard]] std::optional<Builder> findBuilder(const QString &searchPath = {});

/// What the builder prints for `folder`. Fails with its message. Worker thread or CLI.
[[nodiscard]] base::Result<std::string> build(const Builder &builder, const QString &folder);

} // namespace workspace
