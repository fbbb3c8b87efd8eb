#include "deployment/registration.h"
#include "workspace/repositoryfiles.h"
#include "workspace/saveplanner.h"

#include <algorithm>

// New and deleted manifests of the GitOps side in their kustomizations.

namespace workspace::save {

using Kind = PlanProblem::Kind;

base::Result<void> Planner::changeKustomization(const std::string &path, const base::TextEdits &edits)
{
    const QString name = QString::fromStdString(path);
    base::Result<std::optional<Texts>> texts = read(*m_gitops, name);
    if (!texts || !*texts)
        return texts ? base::Result<void>() : texts.error();
    PlannedFile &file = planned(*m_gitops, name);
    const bool first = !file.after;
    if (first && (*texts)->disk != (*texts)->head) {
        problem(Kind::Uncommitted, true, *m_gitops, name,
                {TRANSLATABLE("Core", "%1 has uncommitted changes. Commit or discard them first."),
                 {m_gitops->absolute(name).toStdString()}});
    }
    if (first) {
        file.before = (*texts)->disk;
        file.head = (*texts)->head;
    }
    const base::Result<std::string> text =
        base::applyEdits(first ? (*texts)->head.value_or(std::string()) : *file.after, edits);
    if (!text)
        return text.error();
    file.after = *text;
    if (std::optional<PlanProblem> refused = writeRefusal(*m_gitops, name))
        m_plan.problems.push_back(std::move(*refused));
    return {};
}

/// New manifests of the GitOps side come into the kustomization responsible for them, deleted ones leave it.
base::Result<void> Planner::registerTwins()
{
    const auto own = std::ranges::find_if(
        m_plan.repositories, [&](const PlannedRepository &each) { return each.root == m_gitops->status.root; });
    if (own == m_plan.repositories.end())
        return {};
    std::vector<PlannedFile> changed;
    std::ranges::copy_if(own->files, std::back_inserter(changed), [](const PlannedFile &file) {
        return isYamlName(file.path) && !file.twinOf.isEmpty() && (!file.head || !file.after);
    });
    if (changed.empty())
        return {};
    deployment::Repository repository = readRepositoryFiles(m_gitops->status.root, "gitops").repository;
    const auto put = [&](const std::string &path, std::string text) {
        repository.manifests[path] = deployment::Manifest::read(path, std::move(text));
        for (std::string each = path; !each.empty(); each = deployment::folderOf(each))
            repository.paths.insert(each);
    };
    const auto change = [&](const std::string &path, const base::TextEdits &edits) -> base::Result<void> {
        base::Result<void> done = changeKustomization(path, edits);
        const auto manifest = repository.find(path);
        base::Result<std::string> text = base::applyEdits(manifest->text(), edits);
        if (done && text)
            put(path, std::move(text.value()));
        return done;
    };
    for (const PlannedFile &file : changed) {
        const std::string path = file.path.toStdString();
        base::Result<void> done;
        if (file.after) {
            put(path, *file.after);
            // Rule files and values are no resources: a build would fail on them.
            const std::vector<deployment::Resource> resources = repository.find(path)->resources();
            const bool manifest = !resources.empty() && std::ranges::none_of(resources, [](const auto &resource) {
                return resource.kind.empty() || resource.apiVersion.empty();
            });
            const std::optional<deployment::FileEdit> edit =
                manifest ? deployment::registrationEdit(repository, path) : std::nullopt;
            if (edit)
                done = change(edit->file, edit->edits);
        } else {
            for (const deployment::Kustomization &each : deployment::kustomizationsOf(repository)) {
                for (const deployment::KustomizationEntry &entry : each.entries) {
                    if (entry.target != path || !done)
                        continue;
                    const base::Result<base::TextEdits> edits =
                        deployment::unregisterEdits(*each.manifest, entry.range);
                    if (edits)
                        done = change(each.manifest->path(), *edits);
                }
            }
        }
        if (!done)
            return done;
    }
    return {};
}

} // namespace workspace::save
