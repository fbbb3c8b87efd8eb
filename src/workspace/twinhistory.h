#pragma once

#include "base/text.h"

#include <QString>

#include <optional>
#include <string>
#include <vector>

namespace workspace {

/// A commit of the source repository whose change a twin does not have.
struct SourceChange
{
    QString commitId;
    QString author;
    QString subject;
    /// Unix seconds.
    qint64 time = 0;
};

/// Where the common past of a source file and its twin ends, read from both histories.
struct TwinHistory
{
    enum class Ground {
        /// A save wrote both, and left nothing out.
        SavedTogether,
        /// A version of the twin held all that the source file held, parts of its own aside.
        SameContent,
        /// No version of the twin did, but the changes of all commits were looked at one by one.
        SameChanges,
        /// The histories do not reach back far enough; `unknown` says why.
        Unknown,
    };
    /// Relative to their repositories.
    QString source;
    QString twin;
    /// The twin's absolute path.
    QString file;
    Ground ground = Ground::Unknown;
    base::Text unknown = {};
    /// The source commit of the last common content; empty when there is none.
    QString commonId = {};
    /// Oldest first. Commits whose change the twin has, or once had, are not among them.
    std::vector<SourceChange> notTransferred = {};
    /// The source file without them: where catching up begins.
    std::string base = {};
    /// The plan carries them.
    bool caughtUp = false;
};

} // namespace workspace
