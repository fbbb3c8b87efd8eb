#include "cli/driftcommands.h"

#include "cli/commands.h"
#include "cli/endpointoption.h"
#include "cli/findings.h"
#include "cli/options.h"
#include "prometheus/endpointfacts.h"
#include "prometheus/endpointoptions.h"
#include "workspace/acceptance.h"
#include "workspace/git.h"
#include "workspace/saveplan.h"

#include <algorithm>
#include <array>
#include <ostream>

#include <QDateTime>
#include <QEventLoop>
#include <QFileInfo>

namespace cli {

namespace {

struct Asked
{
    QString workspaceArgument;
    QString format;
    workspace::WorkspaceFile file;
    workspace::InspectionOptions options;
};

/// The server that the command line names: by its URL, or by the name that the workspace file gives it.
base::Result<prometheus::Endpoint> endpointOf(const Options &options, const workspace::WorkspaceFile &file)
{
    const QString written = options.value("--endpoint");
    const auto named = std::ranges::find_if(file.endpoints, [&](const workspace::EndpointEntry &entry) {
        return entry.name == written || entry.url == written;
    });
    if (named == file.endpoints.end())
        return endpointOption(options);
    // Credentials that a workspace file names are sent only after the person accepted it.
    if (workspace::isAccepted(file)) {
        const auto read = prometheus::endpointFromOptions(named->name.toStdString(), named->url.toStdString(),
                                                          named->options, QFileInfo(file.path).path().toStdString());
        return read ? endpointOption(options, *read) : read;
    }
    if (named->url != written)
        return base::Error{
            base::ErrorKind::Refused,
            {TRANSLATABLE("Core", "What %1 names has not been accepted in the window yet. Give the URL of "
                                  "%2 instead."),
             {file.path.toStdString(), written.toStdString()}},
            {}};
    return endpointOption(options);
}

base::Result<deployment::EndpointFacts> factsOf(const prometheus::Endpoint &endpoint)
{
    prometheus::Client client(endpoint);
    QEventLoop loop;
    std::optional<base::Result<deployment::EndpointFacts>> answer;
    const double now = static_cast<double>(QDateTime::currentSecsSinceEpoch());
    const auto pending = prometheus::askForFacts(client, now, [&](base::Result<deployment::EndpointFacts> facts) {
        answer.emplace(std::move(facts));
        loop.quit();
    });
    loop.exec();
    return std::move(*answer);
}

base::Result<Asked> askedOf(const QStringList &arguments, const QStringList &formats)
{
    static constexpr std::array<OptionSpec, 3> specs = {{{"--endpoint", true}, endpointOptionSpec, {"--format", true}}};
    const auto options = parseOptions(arguments, specs);
    if (!options)
        return options.error();
    if (options->operands.size() > 1)
        return base::Error{base::ErrorKind::Invalid, TRANSLATABLE("Core", "Name one workspace."), {}};
    const auto format = choice(*options, "--format", formats, "text");
    if (!format)
        return format.error();
    Asked asked;
    asked.workspaceArgument = options->operands.value(0, ".");
    asked.format = *format;
    const auto file = workspace::readWorkspaceFile(asked.workspaceArgument);
    if (!file)
        return file.error();
    asked.file = *file;
    asked.options.accepted = workspace::isAccepted(*file);
    if (!file->missing.empty()) {
        const workspace::MissingClone &missing = file->missing.front();
        return base::Error{
            base::ErrorKind::NotFound,
            {TRANSLATABLE("Core", "There is no known clone of %1 (%2). `rulewright-cli save --repository "
                                  "URL=FOLDER` tells once where it is."),
             {missing.url.toStdString(), missing.role.toStdString()}},
            {}};
    }
    for (const QString &folder : {file->source, file->gitops}) {
        if (!QFileInfo(folder).isDir())
            return base::Error{base::ErrorKind::NotFound,
                               {TRANSLATABLE("Core", "The folder %1 is not there."), {folder.toStdString()}},
                               {}};
    }
    if (asksEndpoint(*options)) {
        const auto endpoint = endpointOf(*options, *file);
        if (!endpoint)
            return endpoint.error();
        auto facts = factsOf(*endpoint);
        if (!facts)
            return facts.error();
        asked.options.endpoint = std::move(*facts);
    }
    return asked;
}

void sayUnknown(const workspace::Inspection &inspection, const char *command, std::ostream &err)
{
    for (const base::Text &text : inspection.unknown)
        err << "rulewright-cli " << command << ": " << text.english() << '\n';
}

} // namespace

int runDrift(const QStringList &arguments, std::istream &, std::ostream &out, std::ostream &err)
{
    auto asked = askedOf(arguments, {"text", "json", "sarif"});
    if (!asked)
        return fail(err, "drift", asked.error());
    asked->options.delivery = false;
    const workspace::Inspection inspection = workspace::inspect(asked->file, asked->options);
    std::vector<deployment::Finding> findings = deployment::driftFindings(inspection.rows);
    findings.insert(findings.end(), inspection.registration.begin(), inspection.registration.end());
    deployment::sortFindings(findings);
    sayUnknown(inspection, "drift", err);
    const auto expected = std::ranges::count(inspection.rows, true, &deployment::DriftRow::expected);
    if (expected > 0) {
        err << "rulewright-cli drift: differences that the copies are meant to have (image tags, replicas, "
               "environments): "
            << expected << ", not listed.\n";
    }
    printFindings(shownFindings(findings, inspection, asked->workspaceArgument), asked->format, out);
    return findings.empty() ? Fine : ProblemsFound;
}

int runDoctor(const QStringList &arguments, std::istream &, std::ostream &out, std::ostream &err)
{
    auto asked = askedOf(arguments, {"text", "json"});
    if (!asked)
        return fail(err, "doctor", asked.error());
    std::vector<deployment::Finding> findings;
    QStringList roots;
    for (const QString &folder : {asked->file.source, asked->file.gitops}) {
        const base::Result<QString> root = workspace::repositoryRoot(folder);
        if (root && !roots.contains(*root))
            roots += *root;
    }
    const workspace::Recovery recovery = workspace::recoverSave(roots);
    using Outcome = workspace::Recovery::Outcome;
    if (recovery.outcome != Outcome::Nothing) {
        deployment::Finding finding;
        finding.id = "save/interrupted";
        const bool settled = recovery.outcome == Outcome::Finished || recovery.outcome == Outcome::Undone;
        finding.severity = settled ? base::Severity::Hint : base::Severity::Error;
        finding.ground = deployment::Ground::Source;
        finding.text = recovery.text;
        findings.push_back(std::move(finding));
    }
    const workspace::Inspection inspection = workspace::inspect(asked->file, asked->options);
    sayUnknown(inspection, "doctor", err);
    for (const auto *list : {&inspection.registration, &inspection.delivery})
        findings.insert(findings.end(), list->begin(), list->end());
    deployment::sortFindings(findings);
    printFindings(shownFindings(findings, inspection, asked->workspaceArgument), asked->format, out);
    return findings.empty() ? Fine : ProblemsFound;
}

} // namespace cli
