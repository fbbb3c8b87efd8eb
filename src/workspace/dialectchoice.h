#pragma once

#include "promql/functions.h"
#include "promql/parser.h"

#include <optional>

#include <QString>

namespace workspace {

struct WorkspaceFile;

/// In whose language rules are read, and who decided it.
struct DialectChoice
{
    enum class Source {
        /// Nobody: the newest that is known.
        Newest,
        Endpoint,
        /// The workspace file's key `dialect`.
        File,
        /// The person, for this workspace.
        Person
    };
    promql::Dialect dialect;
    Source source = Source::Newest;
};

/// The person's choice comes before the workspace file's, and that before what the endpoint speaks. The flags are the
/// endpoint's and those of the file in any case.
[[nodiscard]] DialectChoice chooseDialect(std::optional<promql::Version> person, const WorkspaceFile &file,
                                          const std::optional<promql::Dialect> &endpoint);

/// What the person chose for the workspace that was opened by this path; kept in the settings.
[[nodiscard]] std::optional<promql::Version> chosenVersion(const QString &workspacePath);
/// Nothing forgets the choice.
void storeChosenVersion(const QString &workspacePath, std::optional<promql::Version> version);

} // namespace workspace
