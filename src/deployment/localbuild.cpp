#include "deployment/localbuild.h"

#include "deployment/kustomization.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

namespace deployment {

namespace {

using yaml::Node;
using yaml::NodeKind;

/// What a build does with files alone. Everything else, also what a later kustomize may add, is not known to be.
constexpr std::array<std::string_view, 28> harmlessKeys = {"apiVersion",
                                                           "bases",
                                                           "buildMetadata",
                                                           "commonAnnotations",
                                                           "commonLabels",
                                                           "components",
                                                           "configMapGenerator",
                                                           "configurations",
                                                           "crds",
                                                           "generatorOptions",
                                                           "images",
                                                           "imageTags",
                                                           "kind",
                                                           "labels",
                                                           "metadata",
                                                           "namePrefix",
                                                           "nameSuffix",
                                                           "namespace",
                                                           "openapi",
                                                           "patches",
                                                           "patchesJson6902",
                                                           "patchesStrategicMerge",
                                                           "replacements",
                                                           "replicas",
                                                           "resources",
                                                           "secretGenerator",
                                                           "sortOptions",
                                                           "vars"};

std::string lowered(std::string_view text)
{
    std::string result(text);
    std::ranges::transform(result, result.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return result;
}

/// Builders decode keys in any case, and follow aliases; what is read here must be all that they read.
bool readsAsWritten(const Node &node)
{
    constexpr std::array<std::string_view, 5> keysOfPaths = {"path", "files", "env", "envs", "<<"};
    if (node.kind == NodeKind::Alias)
        return false;
    return std::ranges::all_of(node.items, [](const auto &item) { return readsAsWritten(*item); }) &&
           std::ranges::all_of(node.entries, [&](const yaml::Entry &entry) {
               const std::string key = lowered(entry.key->value);
               const bool ofPath = std::ranges::find(keysOfPaths, key) != keysOfPaths.end();
               return (!ofPath || (key == entry.key->value && key != "<<")) && readsAsWritten(*entry.value);
           });
}

/// Whether a builder may take the path for an address: those of git and of go-getter, which guesses hosts.
bool mayBeAddress(const std::string &path)
{
    if (path.find_first_of(":@?") != std::string::npos)
        return true;
    const std::size_t slash = path.find('/');
    const std::string_view first = std::string_view(path).substr(0, slash);
    return slash != std::string::npos && first != "." && first != ".." && first.find('.') != std::string_view::npos;
}

class Reach
{
public:
    Reach(const Repository &repository, const std::string &name) : m_repository(repository), m_name(name) {}

    std::optional<base::Text> reason(const std::string &folder)
    {
        if (!m_seen.insert(folder).second)
            return std::nullopt;
        const auto kustomization = kustomizationIn(m_repository, folder);
        if (!kustomization || !readsAsWritten(*kustomization->manifest->root())) {
            return base::Text(TRANSLATABLE("Core", "%1 is not built before you accept the workspace file in the "
                                                   "window: the kustomization of %2 cannot be read to its end here."),
                              {m_name, folder.empty() ? "." : folder});
        }
        const std::string &file = kustomization->manifest->path();
        for (const yaml::Entry &entry : kustomization->manifest->root()->entries) {
            if (std::ranges::find(harmlessKeys, entry.key->value) == harmlessKeys.end()) {
                return base::Text(TRANSLATABLE("Core", "%1 is not built before you accept the workspace file in the "
                                                       "window: %2 uses %3, which may run or fetch something."),
                                  {m_name, file, entry.key->value});
            }
        }
        for (const KustomizationEntry &entry : kustomization->entries) {
            const bool isFile = entry.target && m_repository.has(*entry.target) && !isFolder(*entry.target);
            if (entry.remote || !entry.target || (!isFile && mayBeAddress(entry.path))) {
                return base::Text(TRANSLATABLE("Core", "%1 is not built before you accept the workspace file in the "
                                                       "window: %2 names %3, which may lead out of the repository."),
                                  {m_name, file, entry.path});
            }
            if (namesResources(entry) && isFolder(*entry.target)) {
                if (auto found = reason(*entry.target))
                    return found;
            }
        }
        return std::nullopt;
    }

private:
    [[nodiscard]] bool isFolder(const std::string &path) const { return path.empty() || m_repository.has(path + '/'); }

    const Repository &m_repository;
    const std::string &m_name;
    std::set<std::string> m_seen;
};

} // namespace

std::optional<base::Text> reasonNotToBuild(const Repository &repository, const std::string &folder,
                                           const std::string &name)
{
    return Reach(repository, name).reason(folder);
}

} // namespace deployment
