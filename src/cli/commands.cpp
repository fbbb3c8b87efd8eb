#include "cli/commands.h"

#include "cli/driftcommands.h"
#include "cli/promqlcommands.h"
#include "cli/rulecommands.h"
#include "cli/savecommand.h"
#include "cli/usage.h"

#include <algorithm>
#include <iomanip>
#include <istream>
#include <ostream>
#include <vector>

#include <QCoreApplication>

namespace cli {

namespace {

void printCommandList(std::ostream &out)
{
    out << "usage: rulewright-cli COMMAND [ARGUMENT...]\n\nCommands:\n";
    for (const Command &command : commands())
        out << "  " << std::left << std::setw(13) << command.name << command.summary << '\n';
    out << "\n`rulewright-cli COMMAND --help` explains a command; `rulewright-cli --version` prints the version.\n"
           "Exit codes: 0 fine, 1 problems found, 2 could not run.\n";
}

} // namespace

std::span<const Command> commands()
{
    static const std::vector<Command> table = {
        {"check", "reports problems of rule files", usage::check, runCheck},
        {"rules", "lists rules with their places", usage::rules, runRules},
        {"edit", "changes fields of one rule", usage::edit, runEdit},
        {"fmt", "formats the PromQL of rule files", usage::fmt, runFmt},
        {"parse", "judges expressions, one JSON line each", usage::parse, runParse},
        {"explain", "prints the tree of an expression", usage::explain, runExplain},
        {"graph", "shows what reads what", usage::graph, runGraph},
        {"backtest", "shows what alerting rules would have done", usage::backtest, runBacktest},
        {"consolidate", "finds copies of rules and makes one rule of them", usage::consolidate, runConsolidate},
        {"save", "commits both repositories together", usage::save, runSave},
        {"drift", "compares the copies, and what is loaded", usage::drift, runDrift},
        {"doctor", "tells what would keep alerts from people", usage::doctor, runDoctor},
    };
    return table;
}

int run(const QStringList &arguments, std::istream &in, std::ostream &out, std::ostream &err)
{
    if (arguments.isEmpty()) {
        printCommandList(err);
        return CouldNotRun;
    }
    const QString &name = arguments.first();
    const bool asksForHelp = name == "--help" || name == "-h" || name == "help";
    if (asksForHelp && arguments.size() == 1) {
        printCommandList(out);
        return Fine;
    }
    if (name == "--version") {
        out << "rulewright-cli " << QCoreApplication::applicationVersion().toStdString() << '\n';
        return Fine;
    }
    const std::string wanted = (asksForHelp ? arguments.at(1) : name).toStdString();
    const auto command = std::ranges::find_if(commands(), [&](const Command &each) { return wanted == each.name; });
    if (command == commands().end()) {
        err << "rulewright-cli: There is no command \"" << wanted
            << "\". `rulewright-cli --help` lists the commands.\n";
        return CouldNotRun;
    }
    const QStringList rest = arguments.mid(1);
    if (asksForHelp || rest.contains("--help") || rest.contains("-h")) {
        out << command->usage;
        return Fine;
    }
    const int code = command->run(rest, in, out, err);
    out.flush();
    if (!out) {
        err << "rulewright-cli: The result could not be written.\n";
        return CouldNotRun;
    }
    return code;
}

} // namespace cli
