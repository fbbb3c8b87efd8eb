#include "cli/rulecommands.h"

#include "cli/commands.h"
#include "cli/options.h"
#include "cli/rulefiles.h"
#include "consolidation/findingsjson.h"

#include <array>
#include <ostream>

namespace cli {

int runConsolidate(const QStringList &arguments, std::istream &, std::ostream &out, std::ostream &err)
{
    static constexpr std::array<OptionSpec, 1> specs = {{{"--format", true}}};
    const auto options = parseOptions(arguments, specs);
    if (!options)
        return fail(err, "consolidate", options.error());
    const auto format = choice(*options, "--format", {"json"}, "json");
    if (!format)
        return fail(err, "consolidate", format.error());
    if (options->operands.isEmpty())
        return fail(err, "consolidate",
                    {base::ErrorKind::Invalid, {TRANSLATABLE("Core", "Name the files or folders to read.")}, {}});
    const auto documents = requireRuleFiles(options->operands);
    if (!documents)
        return fail(err, "consolidate", documents.error());
    out << consolidation::toJson(consolidation::findFamilies(*documents));
    return Fine;
}

} // namespace cli
