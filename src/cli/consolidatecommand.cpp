#include "cli/rulecommands.h"

#include "cli/commands.h"
#include "cli/endpointoption.h"
#include "cli/filechanges.h"
#include "cli/history.h"
#include "cli/options.h"
#include "cli/rulefiles.h"
#include "consolidation/incidents.h"
#include "consolidation/manifestmemory.h"
#include "consolidation/offers.h"
#include "consolidation/openmatches.h"
#include "consolidation/provingrun.h"
#include "consolidation/report.h"
#include "consolidation/routing.h"
#include "consolidation/unittests.h"
#include "prometheus/client.h"

#include <algorithm>
#include <array>
#include <optional>
#include <ostream>
#include <utility>

#include <QDir>
#include <QFileInfo>

namespace cli {

namespace {

using RuleDocuments = std::vector<std::shared_ptr<const rules::RuleDocument>>;
/// Null where none was given.
using Alertmanager = std::shared_ptr<const consolidation::AlertmanagerConfig>;

const rules::RuleDocument &documentOf(const RuleDocuments &documents, const std::string &file)
{
    return **std::ranges::find_if(documents, [&](const auto &each) { return each->file() == file; });
}

base::Result<Alertmanager> readAlertmanager(const Options &options)
{
    if (!options.has("--alertmanager"))
        return Alertmanager();
    const std::string file = options.value("--alertmanager").toStdString();
    const auto text = readFile(file);
    if (!text)
        return text.error();
    auto config = consolidation::readAlertmanagerConfig(*text);
    if (!config)
        return base::Error{
            config.error().kind, {TRANSLATABLE("Core", "%1: %2"), {file, config.error().text.english()}}, {}};
    return std::make_shared<const consolidation::AlertmanagerConfig>(std::move(*config));
}

/// Without an endpoint: what Alertmanager would do otherwise, as far as the rules tell.
void compareRoutes(consolidation::Report &report, std::vector<consolidation::Offer> &offers,
                   const consolidation::AlertmanagerConfig &config)
{
    const auto compare = [&](const consolidation::Family &family, const consolidation::Proposal &proposal,
                             consolidation::Proof &proof) {
        std::ranges::move(consolidation::staticRoutingChanges(config, family, proposal),
                          std::back_inserter(proof.evidence));
    };
    for (std::size_t i = 0; i < report.proposals.size(); ++i)
        compare(report.findings.families[i], report.proposals[i], report.proofs[i]);
    for (consolidation::Offer &offer : offers)
        compare(offer.family, offer.proposal, offer.proof);
}

/// Judges every proposal and every offer over the endpoint's history, as far as it answers.
void prove(consolidation::Report &report, std::vector<consolidation::Offer> &offers, const RuleDocuments &documents,
           prometheus::Client &client, alerting::Milliseconds from, alerting::Milliseconds to, bool open,
           const Alertmanager &alertmanager)
{
    const auto knowledge = knowledgeOf(client);
    const auto isKnown = [](const backtest::ServerKnowledge &each) {
        return each.loaded || !each.facts.version.empty();
    };
    std::optional<base::Error> gone;
    const auto proofOf = [&](const consolidation::Family &family, const consolidation::Proposal &proposal) {
        consolidation::ProvingRun run(family, proposal, documents, from, to, client, knowledge);
        run.setAlertmanager(alertmanager);
        if (gone)
            run.setUnreachable(*gone);
        runUntilDone([&run](std::function<void()> done) { run.start(std::move(done)); });
        // One that hangs is not waited for with each family.
        if (run.unreachable() && !gone && (!isKnown(*knowledge) || !isKnown(*knowledgeOf(client))))
            gone = run.unreachable();
        return run.proof();
    };
    for (std::size_t i = 0; i < report.proposals.size(); ++i) {
        if (report.proposals[i].empty())
            continue;
        const consolidation::Family &family = report.findings.families[i];
        report.proofs[i] = proofOf(family, report.proposals[i]);
        if (!open || gone)
            continue;
        consolidation::OpenMatchRun run(family, report.proposals[i], from, to, client);
        runUntilDone([&run](std::function<void()> done) { run.start(std::move(done)); });
        for (const auto &matches :
             {consolidation::openMatchesInRules(family, report.proposals[i], documents), run.matches()})
            std::ranges::copy(matches, std::back_inserter(report.proofs[i].evidence));
    }
    consolidation::IncidentSearch search(from, to, client);
    bool searched = false;
    for (consolidation::Offer &offer : offers) {
        if (!gone) {
            consolidation::MigrationRun run(offer, report, from, to, client);
            runUntilDone([&run](std::function<void()> done) { run.start(std::move(done)); });
        }
        if (offer.proposal.empty())
            continue;
        offer.proof = proofOf(offer.family, offer.proposal);
        const std::string_view kind = offer.kind;
        const bool aboutMemory = kind == "heap-ratio" || kind == "literal-limit";
        // Kills and restarts are incidents for those that watch memory.
        if (!aboutMemory || offer.proof.verdict == consolidation::Verdict::Unproved)
            continue;
        if (!std::exchange(searched, true))
            runUntilDone([&search](std::function<void()> done) { search.start(std::move(done)); });
        std::ranges::move(consolidation::incidentEvidence(offer.proof, search, to),
                          std::back_inserter(offer.proof.evidence));
    }
}

/// What the files of PATH... say of containers whose heap is capped.
std::vector<consolidation::ContainerMemory> cappedContainersOf(const QStringList &paths)
{
    const auto files = expandPaths(paths);
    if (!files)
        return {};
    consolidation::ManifestMemory manifests;
    for (const InputFile &file : *files) {
        // A file that cannot be read holds no rules either, or was reported with them.
        const auto text = readFile(file.file);
        if (text)
            manifests.add(file.file, *text);
    }
    return manifests.cappedContainers();
}

/// Writes a unit test of each compared proposal into `folder`, which is made where it is missing. Where the proposals
/// are `written`, the tests name the rule files themselves; else, and beside what promtool cannot read, they bring the
/// proposed rules along.
base::Result<void> writeTests(const consolidation::Report &report, prometheus::Client &client,
                              alerting::Milliseconds to, const QString &folder,
                              const consolidation::ProposalEdits *written)
{
    if (folder.isEmpty() || !QDir().mkpath(folder))
        return base::Error{
            base::ErrorKind::Io, {TRANSLATABLE("Core", "The folder %1 cannot be made."), {folder.toStdString()}}, {}};
    const std::map<std::string, RuleDocuments::value_type> noDocuments;
    for (std::size_t i = 0; i < report.proposals.size(); ++i) {
        if (report.proposals[i].empty() || report.proofs[i].after.empty())
            continue;
        const consolidation::Takeover &takeover = report.proposals[i].takeovers.front();
        if (takeover.alerting.rule.kind == rules::RuleKind::Recording)
            continue;
        consolidation::UnitTestRun run(report.findings.families[i], report.proposals[i], report.proofs[i], to, client);
        run.setDocuments(report.documents);
        const rules::RuleRef &place = takeover.alerting.place;
        const auto document = written ? written->after.find(place.file) : noDocuments.end();
        if (written && document != written->after.end() && takeover.alerting.finalIndex && !place.key &&
            document->second->container() == rules::Container::Plain)
            run.setRuleFile(QDir(folder)
                                .relativeFilePath(QFileInfo(QString::fromStdString(place.file)).absoluteFilePath())
                                .toStdString(),
                            document->second);
        runUntilDone([&run](std::function<void()> done) { run.start(std::move(done)); });
        if (run.error())
            return *run.error();
        for (const auto &[name, text] : run.files()) {
            if (auto done = writeFile((folder + '/' + QString::fromStdString(name)).toStdString(), text); !done)
                return done;
        }
    }
    return {};
}

} // namespace

int runConsolidate(const QStringList &arguments, std::istream &, std::ostream &out, std::ostream &err)
{
    static constexpr std::array<OptionSpec, 9> specs = {{{"--format", true},
                                                         {"--write"},
                                                         {"--endpoint", true},
                                                         endpointOptionSpec,
                                                         {"--from", true},
                                                         {"--to", true},
                                                         {"--tests", true},
                                                         {"--alertmanager", true},
                                                         {"--open"}}};
    const auto options = parseOptions(arguments, specs);
    if (!options)
        return fail(err, "consolidate", options.error());
    const auto format = choice(*options, "--format", {"json", "diff"}, "json");
    if (!format)
        return fail(err, "consolidate", format.error());
    if (options->operands.isEmpty())
        return fail(err, "consolidate",
                    {base::ErrorKind::Invalid, {TRANSLATABLE("Core", "Name the files or folders to read.")}, {}});
    const auto documents = requireRuleFiles(options->operands, "consolidate", err);
    if (!documents)
        return fail(err, "consolidate", documents.error());
    const bool asks = asksEndpoint(*options);
    const auto from = historyTime(options->value("--from"));
    const auto to = historyTime(options->value("--to"));
    if (options->has("--tests") && !asks)
        return fail(
            err, "consolidate",
            {base::ErrorKind::Invalid,
             {TRANSLATABLE("Core", "Tests are made from the history of an endpoint: name one with --endpoint.")},
             {}});
    if (asks ? !from || !to : options->has("--from") || options->has("--to"))
        return fail(err, "consolidate",
                    {base::ErrorKind::Invalid,
                     {TRANSLATABLE("Core", "A comparison needs --endpoint URL, and --from and --to as Unix seconds or "
                                           "RFC 3339 with a time zone.")},
                     {}});
    if (asks && *from > *to)
        return fail(err, "consolidate", timesBackwards(*options));
    const auto alertmanager = readAlertmanager(*options);
    if (!alertmanager)
        return fail(err, "consolidate", alertmanager.error());
    consolidation::Report report = consolidation::reportOn(*documents, options->has("--open"));
    std::vector<consolidation::Offer> offers = consolidation::readerOffers(report);
    std::ranges::move(consolidation::sharedOffers(report), std::back_inserter(offers));
    std::ranges::move(consolidation::findMigrations(report, cappedContainersOf(options->operands)),
                      std::back_inserter(offers));
    const consolidation::ProposalEdits edits = consolidation::allEdits(report);
    int code = Fine;
    if (asks) {
        const auto endpoint = endpointOption(*options);
        if (!endpoint)
            return fail(err, "consolidate", endpoint.error());
        prometheus::Client client(*endpoint);
        prove(report, offers, *documents, client, *from, *to, options->has("--open"), *alertmanager);
        if (options->has("--tests")) {
            if (const auto written = writeTests(report, client, *to, options->value("--tests"),
                                                options->has("--write") ? &edits : nullptr);
                !written)
                code = fail(err, "consolidate", written.error());
        }
    } else if (*alertmanager) {
        compareRoutes(report, offers, **alertmanager);
    }
    for (consolidation::Offer &offer : offers) {
        if (!asks && offer.proposal.empty() && offer.file.empty())
            offer.evidence.push_back(
                {"endpoint",
                 {},
                 {},
                 {},
                 {},
                 {TRANSLATABLE("Core", "What is proposed depends on the series of an endpoint: name "
                                       "one with --endpoint."),
                  {}}});
    }
    // Where nobody was asked, nobody knows of other services.
    std::erase_if(offers, [](const consolidation::Offer &offer) { return *offer.text.source == '\0'; });
    if (*format == "diff" || options->has("--write")) {
        for (const auto &[family, error] : edits.refused)
            err << "rulewright-cli consolidate: " << family->id << ": " << error.text.english() << '\n';
        std::vector<FileChange> changes;
        for (const auto &[file, textEdits] : edits.byFile) {
            const rules::RuleDocument &document = documentOf(*documents, file);
            auto after = base::applyEdits(document.text(), textEdits);
            if (!after)
                return fail(err, "consolidate", after.error());
            changes.push_back({file, document.text(), std::move(*after)});
            if (*format == "diff")
                printDiff(changes.back(), out);
        }
        if (options->has("--write")) {
            if (const auto written = writeChanges(changes); !written)
                code = fail(err, "consolidate", written.error());
        }
    }
    if (*format == "json")
        out << consolidation::toJson(report, offers);
    return code;
}

} // namespace cli
