#include "deployment/detection.h"

#include "deployment/kustomization.h"
#include "yaml/scalarwriter.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

namespace deployment {

namespace {

/// What names a file's content: its objects, or the rule groups of a plain rule file.
std::set<std::string> contentsOf(const Manifest &manifest, const RuleDocuments &rules)
{
    std::set<std::string> contents;
    for (const Resource &resource : manifest.resources()) {
        if (!resource.name.empty() && !resource.apiVersion.starts_with("kustomize.config.k8s.io/"))
            contents.insert(resource.kind + ' ' + resource.name);
    }
    const auto document = rules.find(manifest.path());
    if (contents.empty() && document != rules.end()) {
        for (const rules::RuleGroup &group : document->second->groups())
            contents.insert(group.name.value);
    }
    return contents;
}

std::string joinedNames(const std::set<std::string> &names)
{
    std::string text;
    for (const std::string &name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text;
}

std::set<std::string> reachedFiles(const Repository &repository)
{
    std::set<std::string> reached;
    for (const Kustomization &kustomization : kustomizationsOf(repository)) {
        for (const KustomizationEntry &entry : kustomization.entries) {
            if (entry.target)
                reached.insert(*entry.target);
        }
    }
    return reached;
}

} // namespace

std::vector<DetectedMapping> detectMappings(const Repository &source, const RuleDocuments &sourceRules,
                                            const Repository &gitops, const RuleDocuments &gitopsRules)
{
    const bool one = &source == &gitops;
    const std::set<std::string> reached = one ? reachedFiles(gitops) : std::set<std::string>();
    std::map<std::string, std::vector<const Manifest *>> byName;
    std::map<const Manifest *, std::set<std::string>> contents;
    for (const auto &[path, manifest] : gitops.manifests) {
        auto own = contentsOf(*manifest, gitopsRules);
        if (own.empty() || isKustomizationName(fileNameOf(path)))
            continue;
        byName[fileNameOf(path)].push_back(manifest.get());
        contents.emplace(manifest.get(), std::move(own));
    }
    std::map<std::string, std::vector<const Manifest *>> byObject;
    for (const auto &[manifest, own] : contents) {
        for (const std::string &object : own) {
            if (object.starts_with("ConfigMap ") || object.starts_with("PrometheusRule "))
                byObject[object].push_back(manifest);
        }
    }
    std::vector<DetectedMapping> pairs;
    std::map<std::pair<std::string, std::string>, DetectedMapping> folders;
    for (const auto &[path, manifest] : source.manifests) {
        const auto twins = byName.find(fileNameOf(path));
        if ((one && reached.contains(path)) || isKustomizationName(fileNameOf(path)))
            continue;
        const std::set<std::string> own = contentsOf(*manifest, sourceRules);
        bool paired = false;
        for (const Manifest *twin : twins == byName.end() ? std::vector<const Manifest *>() : twins->second) {
            if (one && (twin->path() == path || !reached.contains(twin->path())))
                continue;
            std::set<std::string> shared;
            std::ranges::set_intersection(own, contents.at(twin), std::inserter(shared, shared.end()));
            if (shared.empty())
                continue;
            DetectedMapping &mapping = folders[{folderOf(path), folderOf(twin->path())}];
            mapping.source = folderOf(path);
            mapping.gitops = folderOf(twin->path());
            mapping.evidence.push_back({path, twin->path(), joinedNames(shared)});
            paired = true;
        }
        for (const std::string &object : own) {
            const auto others = byObject.find(object);
            if (paired || others == byObject.end() || others->second.size() != 1)
                continue;
            const Manifest &twin = *others->second.front();
            if (one && (twin.path() == path || !reached.contains(twin.path())))
                continue;
            pairs.push_back({path, twin.path(), true, {{path, twin.path(), object}}});
            paired = true;
        }
    }
    // A folder's best partner, and others that share nearly as much: a base and its overlays.
    std::map<std::string, std::size_t> most;
    for (const auto &[key, mapping] : folders)
        most[key.first] = std::max(most[key.first], mapping.evidence.size());
    std::vector<DetectedMapping> found;
    for (auto &[key, mapping] : folders) {
        if (mapping.evidence.size() * 2 > most[key.first])
            found.push_back(std::move(mapping));
    }
    std::ranges::move(pairs, std::back_inserter(found));
    std::ranges::stable_sort(found, std::ranges::greater(),
                             [](const DetectedMapping &mapping) { return mapping.evidence.size(); });
    return found;
}

std::string workspaceFileText(const std::string &gitops, const std::vector<DetectedMapping> &mappings,
                              const std::vector<Environment> &environments)
{
    const auto scalar = [](const std::string &value) {
        return yaml::scalarText(value, yaml::ScalarStyle::Plain, {0, false, false, "\n"});
    };
    const auto folder = [&](const std::string &path) { return path.empty() ? std::string(".") : scalar(path + '/'); };
    std::string text = "source: .\n";
    if (!gitops.empty())
        text += "gitops: " + scalar(gitops) + '\n';
    text += "mappings:\n";
    for (const DetectedMapping &mapping : mappings) {
        text += "- source: " + (mapping.files ? scalar(mapping.source) : folder(mapping.source));
        text += "\n  gitops: " + (mapping.files ? scalar(mapping.gitops) : folder(mapping.gitops)) + '\n';
    }
    std::set<std::string> names;
    for (const Environment &environment : environments) {
        if (environment.evidence.empty() || environment.folder.empty() || !names.insert(environment.name).second)
            continue;
        if (names.size() == 1)
            text += "environments:\n";
        text += "- name: " + scalar(environment.name) + "\n  build: " + scalar(environment.folder) + '\n';
    }
    return text;
}

} // namespace deployment
