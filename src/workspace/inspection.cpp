#include "workspace/inspection.h"

#include "deployment/endpointdelivery.h"
#include "deployment/localbuild.h"
#include "deployment/registration.h"
#include "workspace/builder.h"
#include "workspace/git.h"

#include <QDir>

#include <algorithm>
#include <functional>
#include <set>

namespace workspace {

namespace {

using deployment::DriftPair;
using deployment::Rendering;

QString below(const QString &root, const std::string &path)
{
    return root + '/' + QString::fromStdString(path);
}

/// The path relative to `root`; nothing outside of it.
std::optional<std::string> relativePath(const QString &root, const QString &path)
{
    const QString relative = QDir(root).relativeFilePath(path);
    if (relative.startsWith("../") || QDir::isAbsolutePath(relative))
        return std::nullopt;
    return relative.toStdString();
}

/// Which source files are copied where.
struct Copies
{
    std::vector<DriftPair> pairs;
    std::vector<std::string> onlyGitOps;
    std::set<std::string> mapped;
};

Copies copiesOf(const WorkspaceFile &file, const Inspection &inspection)
{
    Copies copies;
    std::map<std::string, DriftPair> pairs;
    for (const auto &[path, manifest] : inspection.source->repository.manifests) {
        for (const Twin &twin : file.twins(below(inspection.source->root, path))) {
            const auto relative = relativePath(inspection.gitops->root, twin.path);
            // A file that is mapped to itself is no copy.
            if (inspection.source == inspection.gitops && relative == path)
                continue;
            copies.mapped.insert(path);
            if (!relative || deployment::isKustomizationName(deployment::fileNameOf(path)))
                continue;
            DriftPair &pair = pairs[*relative];
            pair.gitops = *relative;
            pair.sources.push_back(path);
            pair.rulesOnly = twin.rulesOnly;
            if (!twin.key.isEmpty())
                pair.keys.push_back(twin.key.toStdString());
        }
    }
    for (const auto &[twin, pair] : pairs)
        copies.pairs.push_back(pair);
    for (const auto &[path, manifest] : inspection.gitops->repository.manifests) {
        const bool inMapped =
            std::ranges::any_of(file.mappings, [inner = QString::fromStdString(path)](const Mapping &mapping) {
                // Where only some files are mapped, others are nobody's copies.
                const bool below = mapping.gitops.isEmpty() || inner.startsWith(mapping.gitops + '/');
                return mapping.files.empty() && (below || inner == mapping.gitops);
            });
        const bool own = inspection.source == inspection.gitops && copies.mapped.contains(path);
        if (inMapped && !own && !pairs.contains(path))
            copies.onlyGitOps.push_back(path);
    }
    return copies;
}

/// The GitOps file that a whole source file is copied to; empty where none, or more than one, is.
std::string twinOf(const WorkspaceFile &file, const Inspection &inspection, const std::string &path)
{
    const std::vector<Twin> twins = file.twins(below(inspection.source->root, path));
    if (twins.size() != 1 || twins.front().rulesOnly)
        return {};
    return relativePath(inspection.gitops->root, twins.front().path).value_or(std::string());
}

/// Mappings that name nothing: a typo would otherwise look like agreement.
void addLostMappings(const WorkspaceFile &file, Inspection &inspection)
{
    const auto own = relativePath(inspection.source->root, file.path);
    for (const Mapping &mapping : file.mappings) {
        const std::string path = mapping.source.toStdString();
        if (path.empty() || inspection.source->repository.has(path))
            continue;
        deployment::DriftRow row;
        row.id = "drift/lost-mapping";
        row.ground = deployment::Ground::Source;
        row.subject = path;
        row.source = {deployment::DriftCell::State::Absent, {}, {}};
        if (own) {
            row.file = *own;
            row.source.at = {inspection.source->repository.role, *own, {0, 0}, 1};
        }
        row.text = {TRANSLATABLE("Core", "A mapping names %1, which is not in the source repository: nothing is "
                                         "compared for it."),
                    {path}};
        row.fix = TRANSLATABLE("Core", "Mend the path in the workspace file, or remove the mapping.");
        inspection.rows.push_back(std::move(row));
    }
}

/// The environments of the GitOps repository as manifests and, where a builder can, as renderings.
class Renderer
{
public:
    Renderer(const WorkspaceFile &file, Inspection &inspection, const InspectionOptions &options)
        : m_file(file), m_inspection(inspection), m_repository(inspection.gitops->repository)
    {
        m_accepted = options.accepted;
        if (options.mayBuild)
            m_builder = findBuilder(options.searchPath);
    }

    void run(const std::stop_token &stop)
    {
        deployment::Environments environments;
        for (const EnvironmentEntry &entry : m_file.environments) {
            const auto folder = deployment::pathFrom({}, entry.build.toStdString());
            if (!entry.build.isEmpty() && folder)
                environments.list.push_back({entry.name.toStdString(), *folder, {}});
        }
        if (environments.list.empty())
            environments = deployment::environmentsOf(m_repository);
        for (const deployment::Environment &environment : environments.list) {
            if (stop.stop_requested())
                return;
            add(environment);
        }
        if (environments.list.empty() && !m_repository.manifests.empty())
            m_inspection.renderings.push_back(deployment::renderingOfFiles(m_repository, {}));
    }

private:
    void add(const deployment::Environment &environment)
    {
        if (!deployment::kustomizationIn(m_repository, environment.folder)) {
            Rendering rendering = deployment::renderingOfFiles(m_repository, environment.folder);
            rendering.name = environment.name;
            rendering.mayHoldMore = m_repository.has(environment.folder + "/Chart.yaml");
            m_inspection.renderings.push_back(std::move(rendering));
            return;
        }
        Rendering rendering = deployment::renderingOfFolder(m_repository, environment.folder);
        rendering.name = environment.name;
        if (m_builder && mayBuild(environment)) {
            auto output = build(*m_builder, below(m_inspection.gitops->root, environment.folder));
            if (output) {
                compareOverlay(rendering, *output, environment);
                const bool more = rendering.mayHoldMore;
                rendering = deployment::renderingOfOutput(m_repository, environment.folder, std::move(*output));
                rendering.name = environment.name;
                // A build that succeeds without Helm has shown everything there is.
                rendering.mayHoldMore = more && rendering.objects.empty();
                m_inspection.renderings.push_back(std::move(rendering));
                return;
            }
            buildFailed(environment, output.error());
        }
        for (const std::string &each : rendering.unknown) {
            m_inspection.unknown.push_back(
                {TRANSLATABLE("Core", "What %1 changes in %2 is unknown: there is no rendering of it."),
                 {each, environment.name}});
        }
        m_inspection.renderings.push_back(std::move(rendering));
    }

    [[nodiscard]] bool mayBuild(const deployment::Environment &environment) const
    {
        // Nothing is fetched, whoever accepts it; what that leaves open is said of the rendering.
        if (deployment::reachesRemote(m_repository, environment.folder))
            return false;
        const auto reason = m_accepted
                                ? std::nullopt
                                : deployment::reasonNotToBuild(m_repository, environment.folder, environment.name);
        if (reason)
            m_inspection.unknown.push_back(*reason);
        return !reason;
    }

    /// A missing entry has been found already, and is the reason.
    [[nodiscard]] bool explained(const std::string &folder) const
    {
        std::set<std::string> folders;
        const std::function<void(const std::string &)> reach = [&](const std::string &each) {
            const auto kustomization = deployment::kustomizationIn(m_repository, each);
            if (!kustomization || !folders.insert(kustomization->manifest->path()).second)
                return;
            for (const deployment::KustomizationEntry &entry : kustomization->entries) {
                if (deployment::namesResources(entry) && entry.target)
                    reach(*entry.target);
            }
        };
        reach(folder);
        return std::ranges::any_of(m_inspection.registration, [&](const deployment::Finding &finding) {
            return finding.severity == base::Severity::Error && folders.contains(finding.file);
        });
    }

    void buildFailed(const deployment::Environment &environment, const base::Error &error)
    {
        if (explained(environment.folder))
            return;
        const auto kustomization = deployment::kustomizationIn(m_repository, environment.folder);
        deployment::Finding finding;
        finding.id = "registration/build";
        finding.severity = base::Severity::Error;
        finding.ground = deployment::Ground::GitOps;
        finding.role = m_repository.role;
        finding.file = kustomization->manifest->path();
        finding.line = 1;
        // The folder's own path is the person's, not the repository's.
        QString message = QString::fromStdString(error.detail.empty() ? error.text.english() : error.detail);
        message.replace(m_inspection.gitops->root + '/', QString());
        finding.text = {TRANSLATABLE("Core", "The build of %1 fails: %2"),
                        {environment.folder.empty() ? "." : environment.folder, message.toStdString()}};
        finding.fix = TRANSLATABLE("Core", "Mend what the build names.");
        m_inspection.registration.push_back(std::move(finding));
    }

    /// What patches and other transformers make of the rules that the files hold.
    void compareOverlay(const Rendering &files, const std::string &output, const deployment::Environment &environment)
    {
        std::vector<deployment::ComparedGroup> written;
        for (const auto &document : deployment::rulesIn(files, m_inspection.gitops->rules)) {
            auto groups = deployment::comparedGroups(*document, m_repository.role);
            std::ranges::move(groups, std::back_inserter(written));
        }
        const auto rendered = rules::load({}, output);
        for (const deployment::RuleDifference &difference :
             deployment::compareRules(written, deployment::comparedGroups(*rendered, {}))) {
            deployment::DriftRow row;
            row.id = "drift/overlay";
            row.severity = base::Severity::Hint;
            row.ground = deployment::Ground::Rendering;
            row.file = difference.leftAt.file;
            const std::string name = difference.rule.empty() ? difference.group : difference.rule;
            row.subject = name + (difference.field.empty() ? "" : " · " + difference.field);
            if (!difference.rule.empty())
                row.ruleKind = difference.ruleKind;
            using State = deployment::DriftCell::State;
            using Kind = deployment::RuleDifference::Kind;
            row.gitops = {difference.kind == Kind::OnlyLeft ? State::Absent : State::Present, difference.right,
                          difference.leftAt};
            row.source = {State::NotAsked, difference.left, difference.leftAt};
            if (difference.kind == Kind::Changed) {
                row.text = {TRANSLATABLE("Core", "The rendering of %1 changes %2: `%3` is written, `%4` is deployed."),
                            {environment.name, row.subject, difference.left, difference.right}};
            } else if (difference.kind == Kind::OnlyLeft) {
                row.text = {TRANSLATABLE("Core", "The rendering of %1 leaves %2 out, though a manifest holds it."),
                            {environment.name, row.subject}};
            } else {
                row.text = {TRANSLATABLE("Core", "The rendering of %1 adds %2, which no manifest holds."),
                            {environment.name, row.subject}};
            }
            row.fix = TRANSLATABLE("Core", "Check that the overlay still means this rule.");
            m_inspection.rows.push_back(std::move(row));
        }
    }

    const WorkspaceFile &m_file;
    Inspection &m_inspection;
    const deployment::Repository &m_repository;
    std::optional<Builder> m_builder;
    bool m_accepted = false;
};

std::vector<std::string> remotesOf(const QString &root)
{
    std::vector<std::string> remotes;
    const auto output = Git(root).run({"config", "--get-regexp", "^remote\\..*\\.url$"});
    if (!output || output->exitCode != 0)
        return remotes;
    for (const QByteArray &line : output->standardOutput.split('\n')) {
        const QByteArray url = line.mid(line.indexOf(' ') + 1).trimmed();
        if (!url.isEmpty())
            remotes.push_back(url.toStdString());
    }
    return remotes;
}

std::vector<deployment::ComparedGroup> groupsOf(const Rendering &rendering, const RepositoryFiles &files)
{
    std::vector<deployment::ComparedGroup> groups;
    for (const auto &document : deployment::rulesIn(rendering, files.rules)) {
        auto compared = deployment::comparedGroups(*document, files.repository.role);
        std::ranges::move(compared, std::back_inserter(groups));
    }
    return groups;
}

std::vector<deployment::ComparedGroup> allGroups(const RepositoryFiles &files)
{
    std::vector<deployment::ComparedGroup> groups;
    for (const auto &[path, document] : files.rules) {
        auto compared = deployment::comparedGroups(*document, files.repository.role);
        std::ranges::move(compared, std::back_inserter(groups));
    }
    return groups;
}

/// The rendering that the server runs: the one whose environment names it, else the one that shares most groups.
const Rendering *renderingFor(const WorkspaceFile &file, const Inspection &inspection,
                              const deployment::EndpointFacts &facts)
{
    const auto named = std::ranges::find_if(file.environments, [&](const EnvironmentEntry &environment) {
        return environment.endpoint.toStdString() == facts.name;
    });
    const Rendering *best = nullptr;
    std::size_t most = 0;
    for (const Rendering &rendering : inspection.renderings) {
        if (named != file.environments.end() && named->name.toStdString() == rendering.name)
            return &rendering;
        std::size_t shared = 0;
        for (const deployment::ComparedGroup &group : groupsOf(rendering, *inspection.gitops)) {
            shared += facts.groups && std::ranges::any_of(*facts.groups, [&](const deployment::ComparedGroup &each) {
                          return each.name == group.name;
                      });
        }
        if (best == nullptr || shared > most) {
            best = &rendering;
            most = shared;
        }
    }
    return best;
}

void compareWithEndpoint(const WorkspaceFile &file, Inspection &inspection, const deployment::EndpointFacts &facts)
{
    const Rendering *rendering = renderingFor(file, inspection, facts);
    std::vector<deployment::ComparedGroup> deployed;
    if (rendering != nullptr)
        deployed = groupsOf(*rendering, *inspection.gitops);
    // Plain rule files are deployed in ways that no manifest shows.
    if (deployed.empty())
        deployed = allGroups(*inspection.gitops);
    const bool two = inspection.source != inspection.gitops;
    deployment::compareEndpoint(inspection.rows, deployed,
                                two ? allGroups(*inspection.source) : std::vector<deployment::ComparedGroup>(), facts,
                                inspection.gitops->repository.role);
    const auto config = rendering != nullptr ? deployment::configIn(*rendering) : std::nullopt;
    if (config) {
        deployment::compareEndpointConfig(
            inspection.rows, config->config,
            {inspection.gitops->repository.role, config->file, config->range, config->line}, facts);
    }
}

} // namespace

QString Inspection::absolutePath(const std::string &role, const std::string &file) const
{
    const RepositoryFiles &files = role == gitops->repository.role ? *gitops : *source;
    return below(files.root, file);
}

Inspection inspect(const WorkspaceFile &file, const InspectionOptions &options, const std::stop_token &stop)
{
    Inspection inspection;
    const bool two = file.gitops != file.source;
    inspection.source =
        std::make_shared<const RepositoryFiles>(readRepositoryFiles(file.source, "source", options.buffers, stop));
    inspection.gitops =
        two ? std::make_shared<const RepositoryFiles>(readRepositoryFiles(file.gitops, "gitops", options.buffers, stop))
            : inspection.source;
    const Copies copies = copiesOf(file, inspection);
    const deployment::DriftInput drift{inspection.source->repository,
                                       inspection.gitops->repository,
                                       inspection.source->rules,
                                       inspection.gitops->rules,
                                       copies.pairs,
                                       copies.onlyGitOps};
    inspection.rows = deployment::compareCopies(drift);
    addLostMappings(file, inspection);
    inspection.registration = deployment::registrationFindings(inspection.gitops->repository);
    Renderer(file, inspection, options).run(stop);
    if (!two) {
        // Sources that have twins are deployed as those.
        for (Rendering &rendering : inspection.renderings) {
            std::erase_if(rendering.objects, [&](const deployment::DeployedObject &object) {
                return !rendering.rendered && object.origin && copies.mapped.contains(object.origin->path());
            });
        }
    }
    std::vector<std::string> remotes = remotesOf(inspection.source->root);
    std::ranges::move(remotesOf(inspection.gitops->root), std::back_inserter(remotes));
    const deployment::DeliveryInput delivery{inspection.source->repository,
                                             inspection.gitops->repository,
                                             inspection.renderings,
                                             inspection.source->rules,
                                             inspection.gitops->rules,
                                             [&](const std::string &path) { return copies.mapped.contains(path); },
                                             std::move(remotes),
                                             [&](const std::string &path) { return twinOf(file, inspection, path); }};
    if (options.delivery)
        inspection.delivery = deployment::deliveryFindings(delivery);
    if (options.endpoint)
        compareWithEndpoint(file, inspection, *options.endpoint);
    if (options.endpoint && options.delivery) {
        auto findings = deployment::endpointFindings(delivery, *options.endpoint);
        std::ranges::move(findings, std::back_inserter(inspection.delivery));
        deployment::sortFindings(inspection.delivery);
    }
    return inspection;
}

} // namespace workspace
