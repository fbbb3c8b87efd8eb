#include "deployment/registration.h"

#include "deployment/rendering.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace deployment {

namespace {

std::string relativeTo(const std::string &folder, const std::string &path)
{
    return folder.empty() ? path : path.substr(folder.size() + 1);
}

/// Inside a Helm chart: its templates are nobody's manifests.
bool inChart(const Repository &repository, const std::string &path)
{
    for (std::string folder = folderOf(path);; folder = folderOf(folder)) {
        if (repository.has(folder.empty() ? "Chart.yaml" : folder + "/Chart.yaml"))
            return true;
        if (folder.empty())
            return false;
    }
}

/// An object that a cluster would take; not what kustomize itself reads, nor what Argo CD and Flux are started with.
bool isDeployable(const Resource &resource)
{
    constexpr std::array<std::string_view, 3> own = {"kustomize.config.k8s.io/", "builtin", "config.kubernetes.io/"};
    if (std::ranges::any_of(own, [&](std::string_view api) { return resource.apiVersion.starts_with(api); }))
        return false;
    return !resource.name.empty() || valueAt(*resource.node, {"metadata", "generateName"}) != nullptr;
}

bool startsDelivery(const Resource &resource)
{
    constexpr std::array<std::string_view, 3> apis = {"argoproj.io/", "kustomize.toolkit.fluxcd.io/",
                                                      "source.toolkit.fluxcd.io/"};
    return std::ranges::any_of(apis, [&](std::string_view api) { return resource.apiVersion.starts_with(api); });
}

std::string kindsOf(const std::vector<Resource> &resources)
{
    std::string text;
    for (const Resource &resource : resources) {
        const std::string each = resource.kind + ' ' + resource.name;
        if (text.find(each) == std::string::npos)
            text += (text.empty() ? "" : ", ") + each;
    }
    return text;
}

class Registration
{
public:
    explicit Registration(const Repository &repository)
        : m_repository(repository), m_kustomizations(kustomizationsOf(repository))
    {
        for (const Kustomization &each : m_kustomizations) {
            for (const KustomizationEntry &entry : each.entries) {
                if (entry.target)
                    m_named.insert(*entry.target);
            }
        }
    }

    std::vector<Finding> run()
    {
        for (const Kustomization &each : m_kustomizations)
            checkEntries(each);
        checkManifests();
        checkKustomizations();
        return std::move(m_findings);
    }

private:
    Finding &add(const char *id, base::Severity severity, const std::shared_ptr<const Manifest> &manifest,
                 base::ByteRange range)
    {
        Finding finding;
        finding.id = id;
        finding.severity = severity;
        // In one repository, too, kustomizations are the deployed side.
        finding.ground = Ground::GitOps;
        finding.role = m_repository.role;
        finding.file = manifest->path();
        finding.range = range;
        finding.line = manifest->lineOf(range.start);
        m_findings.push_back(std::move(finding));
        return m_findings.back();
    }

    void removeEntry(Finding &finding, const Kustomization &kustomization, base::ByteRange entry)
    {
        if (auto edits = unregisterEdits(*kustomization.manifest, entry); edits && !edits->empty())
            finding.edits.push_back({m_repository.role, kustomization.manifest->path(), std::move(*edits)});
    }

    void checkEntries(const Kustomization &kustomization)
    {
        std::set<std::string> seen;
        for (const KustomizationEntry &entry : kustomization.entries) {
            if (entry.remote)
                continue;
            if (namesResources(entry) && entry.target && !seen.insert(*entry.target).second) {
                Finding &finding =
                    add("registration/duplicate", base::Severity::Error, kustomization.manifest, entry.range);
                finding.text = {TRANSLATABLE("Core", "%1 is listed twice; the build would fail on its objects."),
                                {entry.path}};
                finding.fix = TRANSLATABLE("Core", "Remove one of the two entries.");
                removeEntry(finding, kustomization, entry.range);
                continue;
            }
            if (!entry.target || entry.target->empty() || m_repository.has(*entry.target)) {
                checkFolder(kustomization, entry);
                continue;
            }
            const bool secret = entry.field == "secretGenerator";
            Finding &finding = add("registration/dangling", secret ? base::Severity::Warning : base::Severity::Error,
                                   kustomization.manifest, entry.range);
            if (secret) {
                finding.text = {TRANSLATABLE("Core", "%1 names %2, which is not in the repository; the build would "
                                                     "fail unless something puts it there before."),
                                {entry.field, entry.path}};
            } else {
                finding.text = {TRANSLATABLE("Core", "%1 names %2, which does not exist; the build would fail."),
                                {entry.field, entry.path}};
            }
            finding.fix = TRANSLATABLE("Core", "Remove the entry, or restore the file.");
            removeEntry(finding, kustomization, entry.range);
        }
    }

    /// What is listed has to be YAML.
    void checkReadable(const Kustomization &kustomization, const KustomizationEntry &entry)
    {
        const auto manifest = entry.target ? m_repository.find(*entry.target) : nullptr;
        if (!namesResources(entry) || !manifest)
            return;
        const auto &diagnostics = manifest->stream().diagnostics;
        const auto error = std::ranges::find(diagnostics, base::Severity::Error, &base::Diagnostic::severity);
        if (error == diagnostics.end())
            return;
        Finding &finding = add("registration/unreadable", base::Severity::Error, kustomization.manifest, entry.range);
        finding.text = {TRANSLATABLE("Core", "%1 names %2, which is not valid YAML (line %3); the build would fail."),
                        {entry.field, entry.path, std::to_string(manifest->lineOf(error->range.start))}};
        finding.fix = TRANSLATABLE("Core", "Mend the YAML.");
    }

    /// A folder in `resources` has to hold a kustomization.
    void checkFolder(const Kustomization &kustomization, const KustomizationEntry &entry)
    {
        checkReadable(kustomization, entry);
        const std::string &target = entry.target ? *entry.target : kustomization.folder;
        const bool folder = m_repository.has(target + "/") && !m_repository.find(target);
        if (!namesResources(entry) || !entry.target || !folder)
            return;
        for (const char *name : {"/kustomization.yaml", "/kustomization.yml", "/Kustomization"}) {
            if (m_repository.has(target + name))
                return;
        }
        Finding &finding = add("registration/dangling", base::Severity::Error, kustomization.manifest, entry.range);
        finding.text = {TRANSLATABLE("Core", "%1 names the folder %2, which has no kustomization; the build would "
                                             "fail."),
                        {entry.field, entry.path}};
        finding.fix = TRANSLATABLE("Core", "Add a kustomization.yaml to the folder, or list its files.");
    }

    void checkManifests()
    {
        for (const auto &[path, manifest] : m_repository.manifests) {
            if (m_named.contains(path) || isKustomizationName(fileNameOf(path)) || inChart(m_repository, path))
                continue;
            std::vector<Resource> resources = manifest->resources();
            std::erase_if(resources, [](const Resource &each) { return !isDeployable(each); });
            if (resources.empty()) {
                checkGenerators(*manifest);
                continue;
            }
            const auto kustomization = responsibleFor(m_repository, path);
            if (!kustomization || !concerns(*kustomization, path, resources))
                continue;
            const std::string entry = relativeTo(kustomization->folder, path);
            Finding &finding = add("registration/missing", base::Severity::Warning, manifest, resources[0].node->range);
            finding.text = {TRANSLATABLE("Core", "%1 does not list %2: %3 would not be deployed."),
                            {kustomization->manifest->path(), entry, kindsOf(resources)}};
            finding.fix = {TRANSLATABLE("Core", "Add %1 to the resources of %2."),
                           {entry, kustomization->manifest->path()}};
            if (auto edits = registerEdits(*kustomization->manifest, "resources", entry))
                finding.edits.push_back({m_repository.role, kustomization->manifest->path(), std::move(*edits)});
        }
    }

    /// A rule file beside others that a generator takes into a ConfigMap.
    void checkGenerators(const Manifest &manifest)
    {
        if (!isRuleFile(manifest))
            return;
        for (const Kustomization &kustomization : m_kustomizations) {
            const auto sibling = std::ranges::find_if(kustomization.entries, [&](const KustomizationEntry &entry) {
                const auto listed = entry.target ? m_repository.find(*entry.target) : nullptr;
                return entry.field == "configMapGenerator" && entry.target &&
                       folderOf(*entry.target) == folderOf(manifest.path()) && (!listed || isRuleFile(*listed));
            });
            if (sibling == kustomization.entries.end())
                continue;
            const std::string inner = relativeTo(kustomization.folder, manifest.path());
            Finding &finding =
                add("registration/missing", base::Severity::Warning, m_repository.find(manifest.path()), {0, 0});
            finding.text = {TRANSLATABLE("Core", "No configMapGenerator of %1 takes %2, though it takes files beside "
                                                 "it: its rules would not be deployed."),
                            {kustomization.manifest->path(), inner}};
            finding.fix = {TRANSLATABLE("Core", "Add %1 to the files of the generator in %2."),
                           {inner, kustomization.manifest->path()}};
            if (auto edits = registerBesideEdits(*kustomization.manifest, sibling->range, inner))
                finding.edits.push_back({m_repository.role, kustomization.manifest->path(), std::move(*edits)});
            return;
        }
    }

    [[nodiscard]] static bool isRuleFile(const Manifest &manifest)
    {
        return manifest.root() != nullptr && !itemsAt(*manifest.root(), {"groups"}).empty();
    }

    /// In the kustomization's own folder every manifest is its business; in a folder below only where it lists others.
    [[nodiscard]] bool concerns(const Kustomization &kustomization, const std::string &path,
                                const std::vector<Resource> &resources) const
    {
        const std::string folder = folderOf(path);
        const auto sibling = [&](const KustomizationEntry &entry) {
            return namesResources(entry) && entry.target && folderOf(*entry.target) == folder;
        };
        if (std::ranges::all_of(resources, startsDelivery)) {
            // What Argo CD and Flux begin with is applied by hand, unless its like is listed.
            return std::ranges::any_of(kustomization.entries, [&](const KustomizationEntry &entry) {
                const auto manifest = entry.target ? m_repository.find(*entry.target) : nullptr;
                const auto listed = manifest ? manifest->resources() : std::vector<Resource>();
                return sibling(entry) && std::ranges::any_of(listed, startsDelivery);
            });
        }
        return folder == kustomization.folder || std::ranges::any_of(kustomization.entries, sibling);
    }

    void checkKustomizations()
    {
        const Environments environments = environmentsOf(m_repository);
        const bool known =
            environments.complete && !environments.list.empty() &&
            std::ranges::none_of(environments.list, [](const Environment &each) { return each.evidence.empty(); });
        std::set<std::string> reached;
        for (const Environment &each : environments.list) {
            // One that merely is on top may have been forgotten below.
            if (!each.evidence.empty())
                reach(each.folder, reached);
        }
        for (const Kustomization &each : m_kustomizations) {
            if (m_named.contains(each.folder) || reached.contains(each.folder))
                continue;
            const auto above = parentOf(each);
            const bool siblingListed =
                above && std::ranges::any_of(above->entries, [&](const KustomizationEntry &entry) {
                    return namesResources(entry) && entry.target && folderOf(*entry.target) == folderOf(each.folder) &&
                           kustomizationIn(m_repository, *entry.target).has_value();
                });
            if (siblingListed) {
                const std::string entry = relativeTo(above->folder, each.folder);
                Finding &finding = add("registration/missing", base::Severity::Warning, each.manifest, {0, 0});
                finding.text = {
                    TRANSLATABLE("Core", "%1 does not list the folder %2: nothing in it would be deployed."),
                    {above->manifest->path(), entry}};
                finding.fix = {TRANSLATABLE("Core", "Add %1 to the resources of %2."),
                               {entry, above->manifest->path()}};
                auto edits = registerEdits(*above->manifest, each.component ? "components" : "resources", entry);
                if (edits)
                    finding.edits.push_back({m_repository.role, above->manifest->path(), std::move(*edits)});
            } else if (known && !each.component && !each.entries.empty()) {
                Finding &finding = add("registration/unreached", base::Severity::Hint, each.manifest, {0, 0});
                finding.text = {TRANSLATABLE("Core", "No Argo CD or Flux application of this repository leads to this "
                                                     "kustomization; unless one elsewhere does, nothing in %1 would "
                                                     "be deployed."),
                                {each.folder}};
            }
        }
    }

    void reach(const std::string &folder, std::set<std::string> &reached) const
    {
        if (!reached.insert(folder).second)
            return;
        const auto kustomization = kustomizationIn(m_repository, folder);
        if (!kustomization)
            return;
        for (const KustomizationEntry &entry : kustomization->entries) {
            if (namesResources(entry) && entry.target)
                reach(*entry.target, reached);
        }
    }

    [[nodiscard]] std::optional<Kustomization> parentOf(const Kustomization &kustomization) const
    {
        for (std::string folder = kustomization.folder; !folder.empty();) {
            folder = folderOf(folder);
            if (auto above = kustomizationIn(m_repository, folder))
                return above;
        }
        return std::nullopt;
    }

    const Repository &m_repository;
    std::vector<Kustomization> m_kustomizations;
    std::set<std::string> m_named;
    std::vector<Finding> m_findings;
};

} // namespace

std::optional<Kustomization> responsibleFor(const Repository &repository, const std::string &path)
{
    for (std::string folder = folderOf(path);; folder = folderOf(folder)) {
        if (auto kustomization = kustomizationIn(repository, folder))
            return kustomization;
        if (folder.empty())
            return std::nullopt;
    }
}

bool isRegistered(const Repository &repository, const std::string &path)
{
    return std::ranges::any_of(kustomizationsOf(repository), [&](const Kustomization &kustomization) {
        return std::ranges::any_of(kustomization.entries,
                                   [&](const KustomizationEntry &entry) { return entry.target == path; });
    });
}

std::optional<FileEdit> registrationEdit(const Repository &repository, const std::string &path)
{
    const auto kustomization = responsibleFor(repository, path);
    if (!kustomization || isRegistered(repository, path))
        return std::nullopt;
    auto edits = registerEdits(*kustomization->manifest, "resources", relativeTo(kustomization->folder, path));
    if (!edits)
        return std::nullopt;
    return FileEdit{repository.role, kustomization->manifest->path(), std::move(*edits)};
}

std::vector<Finding> registrationFindings(const Repository &repository)
{
    return Registration(repository).run();
}

} // namespace deployment
