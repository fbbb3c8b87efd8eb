#pragma once

#include "cli/commands.h"

#include <sstream>
#include <string>

/// One run of the command line within the test's process.
struct CliRun
{
    int code = 0;
    std::string out;
    std::string err;
};

inline CliRun runCli(const QStringList &arguments, const std::string &input = {})
{
    std::istringstream in(input);
    std::ostringstream out;
    std::ostringstream err;
    CliRun result;
    result.code = cli::run(arguments, in, out, err);
    result.out = out.str();
    result.err = err.str();
    return result;
}
