#include "cli/rulecommands.h"

#include "cli/commands.h"
#include "cli/options.h"
#include "cli/rulefiles.h"
#include "rules/dependencygraph.h"
#include "rules/graphqueries.h"
#include "rules/graphsvg.h"

#include <array>
#include <ostream>

namespace cli {

int runGraph(const QStringList &arguments, std::istream &, std::ostream &out, std::ostream &err)
{
    static constexpr std::array<OptionSpec, 3> specs = {{{"--format", true}, {"--focus", true}, {"--hops", true}}};
    const auto options = parseOptions(arguments, specs);
    if (!options)
        return fail(err, "graph", options.error());
    const auto format = choice(*options, "--format", {"json", "dot", "mermaid", "svg"}, "json");
    if (!format)
        return fail(err, "graph", format.error());
    const auto hops = wholeNumber(*options, "--hops", 1'000'000, 1'000'000);
    if (!hops)
        return fail(err, "graph", hops.error());
    if (options->operands.isEmpty())
        return fail(err, "graph",
                    {base::ErrorKind::Invalid, {TRANSLATABLE("Core", "Name the files or folders to read.")}, {}});
    const auto documents = requireRuleFiles(options->operands, "graph", err);
    if (!documents)
        return fail(err, "graph", documents.error());
    rules::DependencyGraph graph = rules::buildDependencyGraph(*documents);
    if (options->has("--focus")) {
        const std::string name = options->value("--focus").toStdString();
        graph = rules::focus(graph, name, static_cast<std::size_t>(*hops));
        if (graph.nodes.empty())
            return fail(
                err, "graph",
                {base::ErrorKind::NotFound, {TRANSLATABLE("Core", "Nothing in these files is named %1."), {name}}, {}});
    }
    if (*format == "dot")
        out << rules::toDot(graph);
    else if (*format == "mermaid")
        out << rules::toMermaid(graph);
    else if (*format == "svg")
        out << rules::toSvg(graph);
    else
        rules::writeJson(graph, [&out](std::string_view piece) { out << piece; });
    return Fine;
}

} // namespace cli
