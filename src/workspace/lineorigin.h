#pragma once

#include "base/result.h"

#include <QDateTime>
#include <QString>

#include <optional>

namespace workspace {

/// The commit that a place of a file comes from.
struct LineOrigin
{
    /// Full id.
    QString commitId;
    QString author;
    QDateTime date;
    QString summary;
};

/// The newest commit that wrote one of these lines (1-based, inclusive) of a file (absolute path) in the work tree.
/// Nothing when they are not committed. Runs git: worker thread or CLI.
[[nodiscard]] base::Result<std::optional<LineOrigin>> originOfLines(const QString &file, std::size_t first,
                                                                    std::size_t last);
/// The last commit that changed how often `text` (one line) stands in the file: for what is no longer there. Nothing
/// when it never was.
[[nodiscard]] base::Result<std::optional<LineOrigin>> lastChangeOf(const QString &file, const QString &text);

} // namespace workspace
