#include "cli/rulecommands.h"

#include "base/textdiff.h"
#include "cli/commands.h"
#include "cli/endpointoption.h"
#include "cli/options.h"
#include "cli/rulefiles.h"
#include "consolidation/provingrun.h"
#include "consolidation/report.h"
#include "consolidation/unittests.h"
#include "prometheus/client.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <ostream>

#include <QDateTime>
#include <QDir>
#include <QEventLoop>

namespace cli {

namespace {

using RuleDocuments = std::vector<std::shared_ptr<const rules::RuleDocument>>;

const rules::RuleDocument &documentOf(const RuleDocuments &documents, const std::string &file)
{
    return **std::ranges::find_if(documents, [&](const auto &each) { return each->file() == file; });
}

/// Unix milliseconds of Unix seconds or RFC 3339 with a time zone.
std::optional<alerting::Milliseconds> historyTime(const QString &text)
{
    bool number = false;
    const double seconds = text.toDouble(&number);
    if (number && std::isfinite(seconds) && std::abs(seconds) < 1e11)
        return std::llround(seconds * 1000);
    const QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs);
    return time.isValid() && time.timeSpec() != Qt::LocalTime ? std::optional(time.toMSecsSinceEpoch()) : std::nullopt;
}

std::shared_ptr<const backtest::ServerKnowledge> knowledgeOf(prometheus::Client &client)
{
    QEventLoop loop;
    auto knowledge = std::make_shared<backtest::ServerKnowledge>();
    const auto pending = backtest::askKnowledge(client, [&](backtest::ServerKnowledge answer) {
        *knowledge = std::move(answer);
        loop.quit();
    });
    loop.exec();
    return knowledge;
}

/// Judges every proposal over the endpoint's history.
void prove(consolidation::Report &report, const RuleDocuments &documents, prometheus::Client &client,
           alerting::Milliseconds from, alerting::Milliseconds to)
{
    const auto knowledge = knowledgeOf(client);
    for (std::size_t i = 0; i < report.proposals.size(); ++i) {
        if (report.proposals[i].empty())
            continue;
        consolidation::ProvingRun run(report.findings.families[i], report.proposals[i], documents, from, to, client,
                                      knowledge);
        QEventLoop loop;
        bool done = false;
        run.start([&] {
            done = true;
            loop.quit();
        });
        if (!done)
            loop.exec();
        report.proofs[i] = run.proof();
    }
}

/// Writes a unit test of each compared proposal into `folder`, which is made where it is missing.
base::Result<void> writeTests(const consolidation::Report &report, prometheus::Client &client,
                              alerting::Milliseconds to, const QString &folder)
{
    if (!QDir().mkpath(folder))
        return base::Error{
            base::ErrorKind::Io, {TRANSLATABLE("Core", "The folder %1 cannot be made."), {folder.toStdString()}}, {}};
    for (std::size_t i = 0; i < report.proposals.size(); ++i) {
        if (report.proposals[i].empty() || report.proofs[i].after.empty())
            continue;
        consolidation::UnitTestRun run(report.findings.families[i], report.proposals[i], report.proofs[i], to, client);
        QEventLoop loop;
        bool done = false;
        run.start([&] {
            done = true;
            loop.quit();
        });
        if (!done)
            loop.exec();
        if (run.error())
            return *run.error();
        for (const auto &[name, text] : run.files()) {
            if (auto written = writeFile((folder + '/' + QString::fromStdString(name)).toStdString(), text); !written)
                return written;
        }
    }
    return {};
}

} // namespace

int runConsolidate(const QStringList &arguments, std::istream &, std::ostream &out, std::ostream &err)
{
    static constexpr std::array<OptionSpec, 7> specs = {{{"--format", true},
                                                         {"--write"},
                                                         {"--endpoint", true},
                                                         endpointOptionSpec,
                                                         {"--from", true},
                                                         {"--to", true},
                                                         {"--tests", true}}};
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
    const bool asks = options->has("--endpoint");
    const auto from = historyTime(options->value("--from"));
    const auto to = historyTime(options->value("--to"));
    if (options->has("--tests") && !asks)
        return fail(
            err, "consolidate",
            {base::ErrorKind::Invalid,
             {TRANSLATABLE("Core", "Tests are made from the history of an endpoint: name one with --endpoint.")},
             {}});
    if (asks ? !from || !to || *from > *to : options->has("--from") || options->has("--to"))
        return fail(err, "consolidate",
                    {base::ErrorKind::Invalid,
                     {TRANSLATABLE("Core", "A comparison needs --endpoint URL, and --from and --to as Unix seconds or "
                                           "RFC 3339 with a time zone.")},
                     {}});
    consolidation::Report report = consolidation::reportOn(*documents);
    int code = Fine;
    if (asks) {
        const auto endpoint = endpointOption(*options);
        if (!endpoint)
            return fail(err, "consolidate", endpoint.error());
        prometheus::Client client(*endpoint);
        prove(report, *documents, client, *from, *to);
        if (options->has("--tests")) {
            if (const auto written = writeTests(report, client, *to, options->value("--tests")); !written)
                code = fail(err, "consolidate", written.error());
        }
    }
    const consolidation::ProposalEdits edits = consolidation::allEdits(report);
    if (*format == "diff" || options->has("--write")) {
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
