#include "cli/rulecommands.h"

#include "base/textdiff.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/rulefiles.h"
#include "consolidation/report.h"

#include <algorithm>
#include <array>
#include <ostream>

namespace cli {

namespace {

using RuleDocuments = std::vector<std::shared_ptr<const rules::RuleDocument>>;

const rules::RuleDocument &documentOf(const RuleDocuments &documents, const std::string &file)
{
    return **std::ranges::find_if(documents, [&](const auto &each) { return each->file() == file; });
}

} // namespace

int runConsolidate(const QStringList &arguments, std::istream &, std::ostream &out, std::ostream &err)
{
    static constexpr std::array<OptionSpec, 2> specs = {{{"--format", true}, {"--write"}}};
    const auto options = parseOptions(arguments, specs);
    if (!options)
        return fail(err, "consolidate", options.error());
    const auto format = choice(*options, "--format", {"json", "diff"}, "json");
    if (!format)
        return fail(err, "consolidate", format.error());
    if (options->operands.isEmpty())
        return fail(err, "consolidate",
                    {base::ErrorKind::Invalid, {TRANSLATABLE("Core", "Name the files or folders to read.")}, {}});
    const auto documents = requireRuleFiles(options->operands);
    if (!documents)
        return fail(err, "consolidate", documents.error());
    const consolidation::Report report = consolidation::reportOn(*documents);
    int code = Fine;
    if (*format == "diff" || options->has("--write")) {
        const consolidation::ProposalEdits edits = consolidation::allEdits(report);
        for (const auto &[family, error] : edits.refused)
            err << "rulewright-cli consolidate: " << family << ": " << error.text.english() << '\n';
        for (const auto &[file, textEdits] : edits.byFile) {
            const rules::RuleDocument &document = documentOf(*documents, file);
            const auto after = base::applyEdits(document.text(), textEdits);
            if (!after)
                return fail(err, "consolidate", after.error());
            if (*format == "diff")
                out << base::unifiedDiff(document.text(), *after, {file, file});
            if (options->has("--write")) {
                if (const auto written = writeFile(file, *after); !written)
                    code = fail(err, "consolidate", written.error());
            }
        }
    }
    if (*format == "json")
        out << consolidation::toJson(report);
    return code;
}

} // namespace cli
