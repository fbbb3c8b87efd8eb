#pragma once

#include "deployment/finding.h"
#include "deployment/kustomization.h"
#include "rules/ruledocument.h"

#include <optional>
#include <string>
#include <vector>

namespace deployment {

/// A text under a key of a ConfigMap (or Secret in plain), as it would be mounted.
struct Payload
{
    std::string key;
    std::string text;
    /// Where it is written: the manifest's scalar, or the whole file behind a generated key (`scalar` null).
    std::shared_ptr<const Manifest> manifest;
    const yaml::Node *scalar = nullptr;

    /// Bytes of `manifest` for bytes of `text`.
    [[nodiscard]] base::ByteRange place(base::ByteRange range) const;
};

/// An object that would be applied.
struct DeployedObject
{
    /// With the final name, namespace and labels. Its node belongs to what was read: a manifest or a builder's output.
    Resource resource;
    /// The name in the manifest or generator, before prefixes, suffixes and hashes.
    std::string writtenName = {};
    std::vector<Payload> payloads;
    /// Where it is written in the repository; null when that is not known.
    std::shared_ptr<const Manifest> origin;
    base::ByteRange originRange;
    /// A patch that was not followed names it, or may select it: it may be deployed otherwise than it is written.
    bool patched = false;
    /// Images by the names they are written with, as kustomizations replace them.
    std::map<std::string, std::string> images = {};
};

/// Everything that one environment would be given.
struct Rendering
{
    /// The environment's or folder's name.
    std::string name;
    /// The folder of its kustomization; empty when the manifests are applied as they lie.
    std::string folder;
    Ground ground = Ground::GitOps;
    std::vector<DeployedObject> objects;
    /// The rules of a builder's output, where that is what was read; its ranges are of the output.
    std::shared_ptr<const rules::RuleDocument> rendered;
    /// What was not followed: remote bases, Helm charts, patches. Empty means complete.
    std::vector<std::string> unknown;
    /// Something may add objects that are not seen here.
    bool mayHoldMore = false;

    [[nodiscard]] const DeployedObject *find(std::string_view kind, std::string_view name) const;
    /// Equal kind, name and namespace (an empty one fits any).
    [[nodiscard]] const DeployedObject *find(std::string_view kind, std::string_view name,
                                             std::string_view nameSpace) const;
    /// The one that another manifest means by the name it writes: builders follow renamed objects.
    [[nodiscard]] const DeployedObject *findWritten(std::string_view kind, std::string_view name,
                                                    std::string_view nameSpace) const;
};

/// Follows the kustomization of `folder` through the files alone: its resources, bases, components and generated
/// ConfigMaps. What patches and other transformers would change is named in `unknown`.
[[nodiscard]] Rendering renderingOfFolder(const Repository &repository, const std::string &folder);
/// The kind of an object that is a plain file: a prometheus.yml, alertmanager.yml or rule file as a server without a
/// cluster reads it. Its only payload has the file's path as its key.
constexpr std::string_view plainFile = "File";
/// All manifests of a repository without kustomizations, as `kubectl apply --recursive` takes them, and plain files.
[[nodiscard]] Rendering renderingOfFiles(const Repository &repository, const std::string &folder);
/// What a builder printed for `folder`. Objects are found again in the repository by kind and name, so that findings
/// name a file.
[[nodiscard]] Rendering renderingOfOutput(const Repository &repository, const std::string &folder, std::string output);

/// Whether the kustomization of `folder`, or one it reaches, would be fetched from elsewhere by a build.
[[nodiscard]] bool reachesRemote(const Repository &repository, const std::string &folder);

/// An environment that a workspace file, Argo CD or Flux names, or a kustomization that no other one names.
struct Environment
{
    std::string name;
    std::string folder;
    /// Who says that it is deployed: a file; empty for a kustomization that merely is on top.
    std::string evidence;
};

/// Paths that Argo CD Applications and Flux Kustomizations of the repository name; without any, the kustomizations on
/// top. `complete` is false when an ApplicationSet may name more.
struct Environments
{
    std::vector<Environment> list;
    bool complete = true;
};
[[nodiscard]] Environments environmentsOf(const Repository &repository);

/// The objects' payloads: `data` of ConfigMaps, `stringData` of Secrets.
[[nodiscard]] std::vector<Payload> payloadsOf(const Resource &resource);

} // namespace deployment
