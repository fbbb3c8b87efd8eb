#include "deployment/rendering.h"

#include "deployment/monitoring.h"

#include <algorithm>
#include <array>
#include <set>

namespace deployment {

namespace {

using yaml::Node;
using yaml::NodeKind;

/// What the kustomizations on the way add to an object.
struct Naming
{
    std::string nameSpace;
    std::string prefix;
    std::string suffix;
    /// The outer one's win.
    std::map<std::string, std::string> labels;
    std::vector<ImageChange> images;
    std::vector<PatchTarget> patches;
};

/// Regular expressions in a patch's target are not matched here: they may fit.
bool mayTarget(const PatchTarget &target, const Resource &resource, const std::string &writtenName)
{
    if (resource.node == nullptr)
        return target.kind.empty() || (target.kind == resource.kind && target.name == writtenName);
    const auto fits = [](const std::string &pattern, const std::string &value) {
        return pattern.empty() || pattern == value || pattern.find_first_of("*+?|()[]\\^$") != std::string::npos;
    };
    if (!fits(target.kind, resource.kind) || (!fits(target.name, writtenName) && !fits(target.name, resource.name)))
        return false;
    // Of a workload only what it runs and mounts matters here; most patches set replicas and limits.
    if (target.text.empty() || valueAt(*resource.node, {"spec", "template"}) == nullptr)
        return true;
    constexpr std::array<std::string_view, 5> words = {"olume", "args", "command", "image", "configMap"};
    return std::ranges::any_of(words,
                               [&](std::string_view word) { return target.text.find(word) != std::string::npos; });
}

bool isControl(const Resource &resource)
{
    return resource.apiVersion.starts_with("kustomize.config.k8s.io/");
}

/// Kinds without namespace stay without one.
bool isClusterWide(std::string_view kind)
{
    constexpr std::array<std::string_view, 8> kinds = {
        "Namespace",        "ClusterRole",  "ClusterRoleBinding", "CustomResourceDefinition",
        "PersistentVolume", "StorageClass", "PriorityClass",      "IngressClass"};
    return std::ranges::find(kinds, kind) != kinds.end();
}

class FolderRenderer
{
public:
    FolderRenderer(const Repository &repository, Rendering &rendering)
        : m_repository(repository), m_rendering(rendering)
    {}

    void follow(const std::string &folder, const Naming &outer)
    {
        constexpr std::size_t deepest = 32;
        if (m_open.size() > deepest || !m_open.insert(folder).second)
            return;
        if (const auto kustomization = kustomizationIn(m_repository, folder))
            follow(*kustomization, outer);
        else
            unknown(folder + " has no kustomization that can be read");
        m_open.erase(folder);
    }

private:
    void follow(const Kustomization &kustomization, const Naming &outer)
    {
        Naming naming = outer;
        if (naming.nameSpace.empty())
            naming.nameSpace = kustomization.nameSpace;
        naming.prefix += kustomization.namePrefix;
        naming.suffix = kustomization.nameSuffix + naming.suffix;
        naming.labels.insert(kustomization.labels.begin(), kustomization.labels.end());
        naming.images.insert(naming.images.begin(), kustomization.images.begin(), kustomization.images.end());
        naming.patches.insert(naming.patches.end(), kustomization.patches.begin(), kustomization.patches.end());
        for (const std::string &key : kustomization.transforming) {
            // Images and labels do not change what is deployed or how its parts find each other by name.
            if (key == "images" || key == "replicas" || key == "commonLabels")
                continue;
            unknown(key + " of " + kustomization.manifest->path());
            m_rendering.mayHoldMore = m_rendering.mayHoldMore || key.starts_with("helm") || key == "generators";
        }
        for (const KustomizationEntry &entry : kustomization.entries) {
            if (!namesResources(entry))
                continue;
            if (entry.remote || !entry.target) {
                unknown(entry.path);
                m_rendering.mayHoldMore = true;
            } else if (const auto manifest = m_repository.find(*entry.target)) {
                add(*manifest, naming);
            } else if (kustomizationIn(m_repository, *entry.target)) {
                follow(*entry.target, naming);
            }
        }
        for (const GeneratedConfigMap &made : kustomization.configMaps)
            add(made, kustomization, naming);
    }

    void add(const Manifest &manifest, const Naming &naming)
    {
        for (Resource &resource : manifest.resources()) {
            if (isControl(resource))
                continue;
            DeployedObject object;
            object.origin = resource.manifest;
            object.originRange = resource.node->range;
            object.payloads = payloadsOf(resource);
            object.resource = std::move(resource);
            name(object, naming);
            m_rendering.objects.push_back(std::move(object));
        }
    }

    void add(const GeneratedConfigMap &made, const Kustomization &kustomization, const Naming &naming)
    {
        DeployedObject object;
        object.resource.apiVersion = "v1";
        object.resource.kind = "ConfigMap";
        object.resource.name = made.name;
        object.resource.nameSpace = made.nameSpace;
        object.origin = kustomization.manifest;
        for (const auto &[key, file] : made.files) {
            if (const auto manifest = m_repository.find(file))
                object.payloads.push_back({key, manifest->text(), manifest, nullptr});
        }
        name(object, naming);
        m_rendering.objects.push_back(std::move(object));
    }

    static void name(DeployedObject &object, const Naming &naming)
    {
        Resource &resource = object.resource;
        object.writtenName = resource.name;
        for (const std::string &image : imagesOf(resource)) {
            if (std::string changed = changedImage(image, naming.images); changed != image)
                object.images[image] = std::move(changed);
        }
        for (const auto &[label, value] : naming.labels)
            resource.labels[label] = value;
        if (!naming.nameSpace.empty() && !isClusterWide(resource.kind))
            resource.nameSpace = naming.nameSpace;
        if (resource.kind != "Namespace" && resource.kind != "CustomResourceDefinition")
            resource.name = naming.prefix + resource.name + naming.suffix;
        object.patched = std::ranges::any_of(
            naming.patches, [&](const PatchTarget &target) { return mayTarget(target, resource, object.writtenName); });
    }

    /// Inner kustomizations come first; each sees what the ones before it made.
    static std::string changedImage(std::string image, const std::vector<ImageChange> &changes)
    {
        for (const ImageChange &change : changes) {
            const std::size_t at = image.find('@');
            const std::size_t colon = image.rfind(':', at == std::string::npos ? image.size() : at);
            const bool tagged = colon != std::string::npos && image.find('/', colon) == std::string::npos;
            const std::size_t nameEnd = tagged ? colon : std::min(at, image.size());
            if (image.substr(0, nameEnd) != change.name)
                continue;
            std::string rest = image.substr(nameEnd);
            if (!change.newTag.empty())
                rest = ':' + change.newTag;
            if (!change.digest.empty())
                rest = '@' + change.digest;
            image = (change.newName.empty() ? change.name : change.newName) + rest;
        }
        return image;
    }

    void unknown(const std::string &what)
    {
        if (std::ranges::find(m_rendering.unknown, what) == m_rendering.unknown.end())
            m_rendering.unknown.push_back(what);
    }

    const Repository &m_repository;
    Rendering &m_rendering;
    std::set<std::string> m_open;
};

/// What Prometheus or Alertmanager reads without any manifest around it.
bool isPlainFile(const Manifest &manifest)
{
    const Node *root = manifest.root();
    if (root == nullptr || valueAt(*root, {"apiVersion"}) != nullptr)
        return false;
    return !itemsAt(*root, {"groups"}).empty() || valueAt(*root, {"scrape_configs"}) != nullptr ||
           valueAt(*root, {"rule_files"}) != nullptr || valueAt(*root, {"route"}) != nullptr;
}

bool remoteBelow(const Repository &repository, const std::string &folder, std::set<std::string> &seen)
{
    if (!seen.insert(folder).second)
        return false;
    const auto kustomization = kustomizationIn(repository, folder);
    if (!kustomization)
        return false;
    return std::ranges::any_of(kustomization->entries, [&](const KustomizationEntry &entry) {
        return entry.remote || (namesResources(entry) && entry.target && remoteBelow(repository, *entry.target, seen));
    });
}

} // namespace

base::ByteRange Payload::place(base::ByteRange range) const
{
    if (scalar == nullptr)
        return range;
    return scalar->value == text ? scalar->map.toSource(range) : scalar->range;
}

const DeployedObject *Rendering::find(std::string_view kind, std::string_view name) const
{
    return find(kind, name, {});
}

const DeployedObject *Rendering::find(std::string_view kind, std::string_view name, std::string_view nameSpace) const
{
    const auto found = std::ranges::find_if(objects, [&](const DeployedObject &object) {
        const std::string &own = object.resource.nameSpace;
        return object.resource.kind == kind && object.resource.name == name &&
               (nameSpace.empty() || own.empty() || own == nameSpace);
    });
    return found == objects.end() ? nullptr : &*found;
}

const DeployedObject *Rendering::findWritten(std::string_view kind, std::string_view name,
                                             std::string_view nameSpace) const
{
    const auto found = std::ranges::find_if(objects, [&](const DeployedObject &object) {
        const std::string &own = object.resource.nameSpace;
        return object.resource.kind == kind && object.writtenName == name &&
               (nameSpace.empty() || own.empty() || own == nameSpace);
    });
    return found != objects.end() ? &*found : find(kind, name, nameSpace);
}

std::vector<Payload> payloadsOf(const Resource &resource)
{
    std::vector<Payload> payloads;
    const char *field = resource.kind == "ConfigMap" ? "data" : resource.kind == "Secret" ? "stringData" : nullptr;
    const Node *data = field != nullptr && resource.node != nullptr ? valueAt(*resource.node, {field}) : nullptr;
    if (data == nullptr)
        return payloads;
    for (const yaml::Entry &entry : data->entries) {
        const Node &value = entry.value->resolved();
        if (value.kind == NodeKind::Scalar)
            payloads.push_back({entry.key->value, value.value, resource.manifest, &value});
    }
    return payloads;
}

Rendering renderingOfFolder(const Repository &repository, const std::string &folder)
{
    Rendering rendering;
    rendering.name = folder;
    rendering.folder = folder;
    FolderRenderer(repository, rendering).follow(folder, {});
    return rendering;
}

Rendering renderingOfFiles(const Repository &repository, const std::string &folder)
{
    Rendering rendering;
    rendering.name = folder;
    for (const auto &[path, manifest] : repository.manifests) {
        if (!folder.empty() && !path.starts_with(folder + '/'))
            continue;
        for (Resource &resource : manifest->resources()) {
            if (isControl(resource))
                continue;
            DeployedObject object;
            object.writtenName = resource.name;
            object.resource = std::move(resource);
            object.origin = manifest;
            object.originRange = object.resource.node->range;
            object.payloads = payloadsOf(object.resource);
            rendering.objects.push_back(std::move(object));
        }
        if (!isPlainFile(*manifest))
            continue;
        DeployedObject object;
        object.resource.kind = plainFile;
        object.resource.name = object.writtenName = path;
        object.origin = manifest;
        object.payloads.push_back({path, manifest->text(), manifest, nullptr});
        rendering.objects.push_back(std::move(object));
    }
    return rendering;
}

Rendering renderingOfOutput(const Repository &repository, const std::string &folder, std::string output)
{
    const Rendering files = renderingOfFolder(repository, folder);
    Rendering rendering;
    rendering.name = folder;
    rendering.folder = folder;
    rendering.ground = Ground::Rendering;
    rendering.rendered = rules::load({}, output);
    for (Resource &resource : Manifest::read({}, std::move(output))->resources()) {
        DeployedObject object;
        object.payloads = payloadsOf(resource);
        // A generated ConfigMap's name ends in a hash of its content.
        const auto origin = std::ranges::find_if(files.objects, [&](const DeployedObject &each) {
            const std::string &name = each.resource.name;
            const bool hashed = each.resource.node == nullptr && resource.name.starts_with(name + '-');
            return each.resource.kind == resource.kind && (name == resource.name || hashed);
        });
        if (origin != files.objects.end()) {
            object.origin = origin->origin;
            object.writtenName = origin->writtenName;
            object.originRange = origin->originRange;
            for (Payload &payload : object.payloads) {
                payload.manifest = nullptr;
                const auto own = std::ranges::find(origin->payloads, payload.key, &Payload::key);
                if (own == origin->payloads.end())
                    continue;
                payload.manifest = own->manifest;
                payload.scalar = own->scalar;
            }
        }
        object.resource = std::move(resource);
        rendering.objects.push_back(std::move(object));
    }
    return rendering;
}

bool reachesRemote(const Repository &repository, const std::string &folder)
{
    std::set<std::string> seen;
    return remoteBelow(repository, folder, seen);
}

Environments environmentsOf(const Repository &repository)
{
    Environments found;
    const auto add = [&](const std::string &name, const std::string &path, const std::string &evidence) {
        const auto folder = pathFrom({}, path);
        if (!folder || (!folder->empty() && !repository.has(*folder)))
            return;
        if (std::ranges::find(found.list, *folder, &Environment::folder) == found.list.end())
            found.list.push_back({name, *folder, evidence});
    };
    for (const auto &[path, manifest] : repository.manifests) {
        for (const Resource &resource : manifest->resources()) {
            const Node &node = *resource.node;
            if (resource.apiVersion.starts_with("argoproj.io/") && resource.kind == "ApplicationSet")
                found.complete = false;
            if (resource.apiVersion.starts_with("argoproj.io/") && resource.kind == "Application") {
                if (!textAt(node, {"spec", "source", "path"}).empty())
                    add(resource.name, textAt(node, {"spec", "source", "path"}), path);
                for (const Node *source : itemsAt(node, {"spec", "sources"})) {
                    if (!textAt(*source, {"path"}).empty())
                        add(resource.name, textAt(*source, {"path"}), path);
                }
            }
            if (resource.apiVersion.starts_with("kustomize.toolkit.fluxcd.io/") && resource.kind == "Kustomization" &&
                !textAt(node, {"spec", "path"}).empty())
                add(resource.name, textAt(node, {"spec", "path"}), path);
        }
    }
    if (!found.list.empty())
        return found;
    const std::vector<Kustomization> kustomizations = kustomizationsOf(repository);
    std::set<std::string> named;
    for (const Kustomization &each : kustomizations) {
        for (const KustomizationEntry &entry : each.entries) {
            if (entry.target)
                named.insert(*entry.target);
        }
    }
    for (const Kustomization &each : kustomizations) {
        if (!named.contains(each.folder) && !each.component)
            found.list.push_back({each.folder.empty() ? std::string(".") : each.folder, each.folder, {}});
    }
    return found;
}

} // namespace deployment
