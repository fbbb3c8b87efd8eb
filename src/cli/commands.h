#pragma once

#include <iosfwd>
#include <span>

#include <QStringList>

/// The command line: one function for each command, all over streams, so that tests run them in their own process.
namespace cli {

enum ExitCode { Fine = 0, ProblemsFound = 1, CouldNotRun = 2 };

/// One command of `rulewright-cli`. `run` gets the arguments behind the command's name and returns an ExitCode.
struct Command
{
    const char *name;
    /// One line for the list of commands.
    const char *summary;
    /// The whole usage text of `COMMAND --help`.
    const char *usage;
    int (*run)(const QStringList &arguments, std::istream &in, std::ostream &out, std::ostream &err);
};

/// In the order in which the help lists them.
[[nodiscard]] std::span<const Command> commands();

/// `arguments` without the program's name. Never throws.
[[nodiscard]] int run(const QStringList &arguments, std::istream &in, std::ostream &out, std::ostream &err);

} // namespace cli
