#include "deployment/kustomization.h"

#include "yaml/collectionedits.h"
#include "yaml/scalarwriter.h"

#include <algorithm>
#include <array>

namespace deployment {

namespace {

using yaml::Node;
using yaml::NodeKind;

constexpr std::array<std::string_view, 3> fileNames = {"kustomization.yaml", "kustomization.yml", "Kustomization"};
/// Lists of plain paths.
constexpr std::array<std::string_view, 9> pathLists = {"resources",  "components",     "bases",
                                                       "generators", "transformers",   "validators",
                                                       "crds",       "configurations", "patchesStrategicMerge"};
/// What changes objects in ways that only a build shows.
constexpr std::array<std::string_view, 12> transformingKeys = {
    "patches",    "patchesStrategicMerge",       "patchesJson6902", "replacements", "vars",   "transformers",
    "helmCharts", "helmChartInflationGenerator", "generators",      "replicas",     "images", "commonLabels"};

bool isRemote(std::string_view path)
{
    return path.find("://") != std::string_view::npos || path.starts_with("git@") || path.starts_with("github.com/") ||
           path.starts_with("git::") || path.find("?ref=") != std::string_view::npos;
}

/// The objects that a patch's own text names.
void addPatched(const Manifest &patch, std::vector<PatchTarget> &targets)
{
    for (const Resource &resource : patch.resources())
        targets.push_back({resource.kind, resource.name, patch.text()});
}

/// What the patches of one kustomization may change.
void readPatches(const Repository &repository, const Node &root, Kustomization &kustomization)
{
    const auto addFile = [&](const std::string &path) {
        const auto target = pathFrom(kustomization.folder, path);
        const auto manifest = target ? repository.find(*target) : nullptr;
        const std::size_t before = kustomization.patches.size();
        if (manifest)
            addPatched(*manifest, kustomization.patches);
        else if (path.find('\n') != std::string::npos)
            addPatched(*Manifest::read({}, path), kustomization.patches);
        if (kustomization.patches.size() == before)
            kustomization.patches.emplace_back();
    };
    for (const Node *item : itemsAt(root, {"patchesStrategicMerge"}))
        addFile(item->value);
    for (const std::string_view field : {"patches", "patchesJson6902"}) {
        for (const Node *item : itemsAt(root, {field})) {
            const std::string &inlined = textAt(*item, {"patch"});
            const std::string &path = textAt(*item, {"path"});
            if (valueAt(*item, {"target"}) == nullptr) {
                addFile(inlined.empty() ? path : inlined + '\n');
                continue;
            }
            const auto target = path.empty() ? std::nullopt : pathFrom(kustomization.folder, path);
            const auto manifest = target ? repository.find(*target) : nullptr;
            kustomization.patches.push_back({textAt(*item, {"target", "kind"}), textAt(*item, {"target", "name"}),
                                             manifest ? manifest->text() : inlined});
        }
    }
    // What these change is anybody's guess.
    for (const std::string_view field : {"transformers", "replacements", "vars"}) {
        if (!itemsAt(root, {field}).empty())
            kustomization.patches.emplace_back();
    }
}

/// Reads the paths of one kustomization.
class PathReader
{
public:
    PathReader(const Repository &repository, Kustomization &kustomization)
        : m_repository(repository), m_kustomization(kustomization)
    {}

    void read(const Node &root)
    {
        for (const std::string_view field : pathLists) {
            for (const Node *item : itemsAt(root, {field}))
                addPath(field, *item);
        }
        for (const std::string_view field : {"patches", "patchesJson6902", "replacements"}) {
            for (const Node *item : itemsAt(root, {field}))
                addPath(field, valueAt(*item, {"path"}));
        }
        addPath("openapi", valueAt(root, {"openapi", "path"}));
        for (const std::string_view field : {"configMapGenerator", "secretGenerator"}) {
            for (const Node *item : itemsAt(root, {field}))
                readGenerator(field, *item);
        }
        for (const Node *chart : itemsAt(root, {"helmCharts"}))
            addPath("helmCharts", valueAt(*chart, {"valuesFile"}));
    }

private:
    void readGenerator(std::string_view field, const Node &generator)
    {
        GeneratedConfigMap made;
        made.name = textAt(generator, {"name"});
        made.nameSpace = textAt(generator, {"namespace"});
        for (const Node *item : itemsAt(generator, {"files"})) {
            // `key=path` or a path whose file name is the key.
            const std::size_t equals = item->value.find('=');
            const std::string path = equals == std::string::npos ? item->value : item->value.substr(equals + 1);
            const std::string key = equals == std::string::npos ? fileNameOf(path) : item->value.substr(0, equals);
            add(field, path, item->range);
            if (const auto target = m_kustomization.entries.back().target)
                made.files.emplace_back(key, *target);
        }
        for (const Node *item : itemsAt(generator, {"envs"}))
            add(field, item->value, item->range);
        if (const Node *env = valueAt(generator, {"env"}); env != nullptr && !env->value.empty())
            add(field, env->value, env->range);
        if (field == "configMapGenerator")
            m_kustomization.configMaps.push_back(std::move(made));
    }

    void addPath(std::string_view field, const Node &item)
    {
        // Inline patches and inline generators stand in the same lists.
        if (item.kind == NodeKind::Scalar && !item.value.empty() && item.value.find('\n') == std::string::npos)
            add(field, item.value, item.range);
    }
    void addPath(std::string_view field, const Node *item)
    {
        if (item != nullptr)
            addPath(field, *item);
    }

    void add(std::string_view field, const std::string &path, base::ByteRange range)
    {
        KustomizationEntry entry;
        entry.field = field;
        entry.path = path;
        entry.range = range;
        std::optional<std::string> target;
        if (!path.starts_with('/'))
            target = pathFrom(m_kustomization.folder, path);
        entry.remote = isRemote(path) && !(target && m_repository.has(*target));
        if (!entry.remote)
            entry.target = std::move(target);
        m_kustomization.entries.push_back(std::move(entry));
    }

    const Repository &m_repository;
    Kustomization &m_kustomization;
};

std::optional<Kustomization> readKustomization(const Repository &repository,
                                               const std::shared_ptr<const Manifest> &manifest)
{
    const Node *root = manifest->root();
    if (root == nullptr || !manifest->stream().ok())
        return std::nullopt;
    Kustomization kustomization;
    kustomization.manifest = manifest;
    kustomization.folder = folderOf(manifest->path());
    kustomization.component = textAt(*root, {"kind"}) == "Component";
    kustomization.nameSpace = textAt(*root, {"namespace"});
    kustomization.namePrefix = textAt(*root, {"namePrefix"});
    kustomization.nameSuffix = textAt(*root, {"nameSuffix"});
    kustomization.labels = pairsAt(*root, {"commonLabels"});
    for (const Node *each : itemsAt(*root, {"labels"}))
        kustomization.labels.merge(pairsAt(*each, {"pairs"}));
    for (const Node *image : itemsAt(*root, {"images"}))
        kustomization.images.push_back({textAt(*image, {"name"}), textAt(*image, {"newName"}),
                                        textAt(*image, {"newTag"}), textAt(*image, {"digest"})});
    readPatches(repository, *root, kustomization);
    for (const std::string_view key : transformingKeys) {
        if (valueAt(*root, {key}) != nullptr)
            kustomization.transforming.emplace_back(key);
    }
    PathReader(repository, kustomization).read(*root);
    return kustomization;
}

} // namespace

bool isKustomizationName(std::string_view fileName)
{
    return std::ranges::find(fileNames, fileName) != fileNames.end();
}

std::optional<Kustomization> kustomizationIn(const Repository &repository, const std::string &folder)
{
    for (const std::string_view name : fileNames) {
        const std::string path = folder.empty() ? std::string(name) : folder + '/' + std::string(name);
        if (const auto manifest = repository.find(path))
            return readKustomization(repository, manifest);
    }
    return std::nullopt;
}

std::vector<Kustomization> kustomizationsOf(const Repository &repository)
{
    std::vector<Kustomization> kustomizations;
    for (const auto &[path, manifest] : repository.manifests) {
        if (!isKustomizationName(fileNameOf(path)))
            continue;
        if (auto kustomization = readKustomization(repository, manifest))
            kustomizations.push_back(std::move(*kustomization));
    }
    return kustomizations;
}

bool namesResources(const KustomizationEntry &entry)
{
    return entry.field == "resources" || entry.field == "components" || entry.field == "bases";
}

base::Result<base::TextEdits> registerEdits(const Manifest &kustomization, std::string_view field,
                                            const std::string &path)
{
    const std::string &text = kustomization.text();
    const std::string_view lineEnd = yaml::lineEndOf(text);
    const auto refused = [&] {
        return base::Error{base::ErrorKind::Unsupported,
                           {TRANSLATABLE("Core", "The list %1 of %2 is written in a way that cannot be extended by "
                                                 "itself. Add %3 by hand."),
                            {std::string(field), kustomization.path(), path}},
                           {}};
    };
    const Node *root = kustomization.root();
    if (!kustomization.stream().ok() || (root == nullptr && text.find_first_not_of(" \t\r\n") != std::string::npos))
        return refused();
    const std::string item = yaml::scalarText(path, yaml::ScalarStyle::Plain, {0, false, false, lineEnd});
    if (root == nullptr)
        return base::TextEdits{{{text.size(), text.size()},
                                std::string(field) + ":" + std::string(lineEnd) + "- " + item + std::string(lineEnd)}};
    const Node *list = root->find(field);
    if (list == nullptr) {
        if (root->flow)
            return refused();
        return yaml::insertEntryEdits(text, *root, std::nullopt, field, std::string(lineEnd) + "- " + item, lineEnd);
    }
    if (list->kind == NodeKind::Sequence && list->flow) {
        if (list->items.empty() && !root->flow)
            return yaml::blockValueEdits(text, list->range, std::string(lineEnd) + "- " + item);
        return yaml::insertFlowItemEdits(text, *list, list->items.size(),
                                         yaml::scalarText(path, yaml::ScalarStyle::Plain, {0, true, false, lineEnd}));
    }
    if (list->kind == NodeKind::Sequence && !list->items.empty()) {
        const std::string line = std::string(list->indent, ' ') + "- " + item + std::string(lineEnd);
        return yaml::insertItemEdits(text, *list, list->items.size(), line, lineEnd);
    }
    if (list->kind == NodeKind::Null) {
        for (const yaml::Entry &entry : root->entries) {
            if (entry.value.get() == list) {
                const std::size_t colon = text.find(':', entry.key->range.end);
                if (colon != std::string::npos)
                    return base::TextEdits{{{colon + 1, colon + 1}, std::string(lineEnd) + "- " + item}};
            }
        }
    }
    return refused();
}

namespace {

struct ListItem
{
    const Node *list = nullptr;
    std::size_t index = 0;
};

/// The item with exactly this range, in a list at any depth.
std::optional<ListItem> itemAt(const Node &node, base::ByteRange range)
{
    for (std::size_t i = 0; i < node.items.size(); ++i) {
        if (node.items[i]->range == range)
            return ListItem{&node, i};
        if (const auto found = itemAt(*node.items[i], range))
            return found;
    }
    for (const yaml::Entry &entry : node.entries) {
        if (const auto found = itemAt(*entry.value, range))
            return found;
    }
    return std::nullopt;
}

} // namespace

base::Result<base::TextEdits> registerBesideEdits(const Manifest &kustomization, base::ByteRange sibling,
                                                  const std::string &path)
{
    const std::string &text = kustomization.text();
    const std::string_view lineEnd = yaml::lineEndOf(text);
    const auto item = kustomization.root() != nullptr ? itemAt(*kustomization.root(), sibling) : std::nullopt;
    if (!item) {
        return base::Error{
            base::ErrorKind::NotFound,
            {TRANSLATABLE("Core", "The list is not in %1 any more. Add %2 by hand."), {kustomization.path(), path}},
            {}};
    }
    const Node &list = *item->list;
    if (list.flow)
        return yaml::insertFlowItemEdits(text, list, list.items.size(),
                                         yaml::scalarText(path, yaml::ScalarStyle::Plain, {0, true, false, lineEnd}));
    const std::string line = std::string(list.indent, ' ') + "- " +
                             yaml::scalarText(path, yaml::ScalarStyle::Plain, {0, false, false, lineEnd}) +
                             std::string(lineEnd);
    return yaml::insertItemEdits(text, list, list.items.size(), line, lineEnd);
}

base::Result<base::TextEdits> unregisterEdits(const Manifest &kustomization, base::ByteRange entry)
{
    if (kustomization.root() != nullptr) {
        if (const auto item = itemAt(*kustomization.root(), entry)) {
            const std::string &text = kustomization.text();
            return yaml::removeItemEdits(text, *item->list, item->index, yaml::lineEndOf(text));
        }
        // A patch is more than its path: it goes as a whole.
        for (const std::string_view field : {"patches", "patchesJson6902", "replacements"}) {
            const Node *list = kustomization.root()->find(field);
            for (std::size_t i = 0; list != nullptr && i < list->items.size(); ++i) {
                if (list->items[i]->range.contains(entry))
                    return yaml::removeItemEdits(kustomization.text(), *list, i, yaml::lineEndOf(kustomization.text()));
            }
        }
    }
    return base::Error{base::ErrorKind::NotFound,
                       {TRANSLATABLE("Core", "The entry stands within a larger part of %1. Remove it by hand."),
                        {kustomization.path()}},
                       {}};
}

} // namespace deployment
