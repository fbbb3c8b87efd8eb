#pragma once

#include "base/result.h"
#include "base/textedit.h"
#include "deployment/manifest.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace deployment {

/// Something that a kustomization names by path.
struct KustomizationEntry
{
    /// "resources", "components", "bases", "generators", "patches", "configMapGenerator", ...
    std::string field;
    /// As written.
    std::string path;
    /// Relative to the repository; nothing for a remote one and one that leads out of the repository.
    std::optional<std::string> target;
    /// A URL or a git reference: fetched by the build, not looked at here.
    bool remote = false;
    /// Bytes of the kustomization.
    base::ByteRange range;
};

/// A ConfigMap that the build makes of files.
struct GeneratedConfigMap
{
    std::string name;
    std::string nameSpace;
    /// Key and the file behind it, relative to the repository.
    std::vector<std::pair<std::string, std::string>> files;
};

/// What a patch may change. Empty fields fit everything; `name` may be a regular expression.
struct PatchTarget
{
    std::string kind;
    std::string name;
    /// The patch itself; empty when it is not at hand.
    std::string text = {};
};

/// An entry of `images`.
struct ImageChange
{
    /// As written in manifests, without tag.
    std::string name;
    std::string newName;
    std::string newTag;
    std::string digest;
};

struct Kustomization
{
    std::shared_ptr<const Manifest> manifest;
    /// Its folder, relative to the repository; empty at the top.
    std::string folder;
    bool component = false;
    std::vector<KustomizationEntry> entries;
    std::vector<GeneratedConfigMap> configMaps;
    std::string nameSpace;
    std::string namePrefix;
    std::string nameSuffix;
    /// `commonLabels` and `labels`, as they come onto the objects themselves.
    std::map<std::string, std::string> labels;
    std::vector<ImageChange> images;
    std::vector<PatchTarget> patches;
    /// Keys whose effect only a builder knows: patches, replacements, helmCharts, ...
    std::vector<std::string> transforming;
};

[[nodiscard]] bool isKustomizationName(std::string_view fileName);
/// The kustomization of a folder, if there is one that parses.
[[nodiscard]] std::optional<Kustomization> kustomizationIn(const Repository &repository, const std::string &folder);
[[nodiscard]] std::vector<Kustomization> kustomizationsOf(const Repository &repository);
/// Whether the entry names further kustomizations or manifests (and not patches or data).
[[nodiscard]] bool namesResources(const KustomizationEntry &entry);

/// Adds `path` to the list `field` at its end; comments, order and style of the others stay. Fails when the list cannot
/// be read.
[[nodiscard]] base::Result<base::TextEdits> registerEdits(const Manifest &kustomization, std::string_view field,
                                                          const std::string &path);
/// Adds `path` to the list in which the entry with the range `sibling` stands, such as the files of a generator.
[[nodiscard]] base::Result<base::TextEdits> registerBesideEdits(const Manifest &kustomization, base::ByteRange sibling,
                                                                const std::string &path);
/// Removes the entry. Fails when it is not there.
[[nodiscard]] base::Result<base::TextEdits> unregisterEdits(const Manifest &kustomization, base::ByteRange entry);

} // namespace deployment
