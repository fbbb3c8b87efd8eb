#include "deployment/manifest.h"

#include "base/linetable.h"

#include <algorithm>

namespace deployment {

namespace {

using yaml::Node;
using yaml::NodeKind;

void addResources(const Node &node, const std::shared_ptr<const Manifest> &manifest, std::vector<Resource> &resources)
{
    if (node.kind != NodeKind::Mapping)
        return;
    Resource resource;
    resource.apiVersion = textAt(node, {"apiVersion"});
    resource.kind = textAt(node, {"kind"});
    if (resource.kind.empty() || resource.apiVersion.empty())
        return;
    if (resource.kind.ends_with("List") && valueAt(node, {"items"}) != nullptr) {
        for (const Node *item : itemsAt(node, {"items"}))
            addResources(*item, manifest, resources);
        return;
    }
    resource.name = textAt(node, {"metadata", "name"});
    resource.nameSpace = textAt(node, {"metadata", "namespace"});
    resource.labels = pairsAt(node, {"metadata", "labels"});
    resource.node = &node;
    resource.manifest = manifest;
    resources.push_back(std::move(resource));
}

} // namespace

Manifest::Manifest(std::string path, std::string text) : m_path(std::move(path)), m_text(std::move(text))
{
    // Dashboards and lock files are large JSON, kept as text only.
    const bool meant = !m_path.ends_with(".json") || m_text.find("\"apiVersion\"") != std::string::npos;
    if (meant)
        m_stream = yaml::parse(m_text);
}

std::shared_ptr<const Manifest> Manifest::read(std::string path, std::string text)
{
    return std::shared_ptr<const Manifest>(new Manifest(std::move(path), std::move(text)));
}

std::vector<Resource> Manifest::resources() const
{
    std::vector<Resource> resources;
    for (const yaml::Document &document : m_stream.documents) {
        if (document.root)
            addResources(document.root->resolved(), shared_from_this(), resources);
    }
    return resources;
}

const Node *Manifest::root() const
{
    const Node *root = m_stream.documents.empty() ? nullptr : m_stream.documents.front().root.get();
    return root != nullptr && root->kind == NodeKind::Mapping ? root : nullptr;
}

std::size_t Manifest::lineOf(std::size_t offset) const
{
    return base::LineTable(m_text).position(offset).line;
}

const Node *valueAt(const Node &node, std::initializer_list<std::string_view> keys)
{
    const Node *at = &node.resolved();
    for (const std::string_view key : keys) {
        const Node *next = at->kind == NodeKind::Mapping ? at->find(key) : nullptr;
        if (next == nullptr)
            return nullptr;
        at = &next->resolved();
    }
    return at;
}

const std::string &textAt(const Node &node, std::initializer_list<std::string_view> keys)
{
    static const std::string none;
    const Node *value = valueAt(node, keys);
    return value != nullptr && value->kind == NodeKind::Scalar ? value->value : none;
}

std::vector<const Node *> itemsAt(const Node &node, std::initializer_list<std::string_view> keys)
{
    std::vector<const Node *> items;
    const Node *value = valueAt(node, keys);
    if (value != nullptr && value->kind == NodeKind::Sequence) {
        for (const auto &item : value->items)
            items.push_back(&item->resolved());
    }
    return items;
}

std::map<std::string, std::string> pairsAt(const Node &node, std::initializer_list<std::string_view> keys)
{
    std::map<std::string, std::string> pairs;
    const Node *value = valueAt(node, keys);
    if (value != nullptr) {
        for (const yaml::Entry &entry : value->entries)
            pairs[entry.key->value] = entry.value->resolved().value;
    }
    return pairs;
}

std::shared_ptr<const Manifest> Repository::find(const std::string &path) const
{
    const auto found = manifests.find(path);
    return found == manifests.end() ? nullptr : found->second;
}

std::optional<std::string> pathFrom(std::string_view folder, std::string_view path)
{
    std::vector<std::string_view> parts;
    const std::string whole = path.starts_with('/') ? std::string(path) : std::string(folder) + '/' + std::string(path);
    for (std::size_t at = 0; at <= whole.size();) {
        const std::size_t end = std::min(whole.find('/', at), whole.size());
        const std::string_view part = std::string_view(whole).substr(at, end - at);
        at = end + 1;
        if (part.empty() || part == ".")
            continue;
        if (part != "..") {
            parts.push_back(part);
        } else if (parts.empty()) {
            return std::nullopt;
        } else {
            parts.pop_back();
        }
    }
    std::string result;
    for (const std::string_view part : parts) {
        if (!result.empty())
            result += '/';
        result += part;
    }
    return result;
}

std::string folderOf(std::string_view path)
{
    const std::size_t slash = path.rfind('/');
    return std::string(slash == std::string_view::npos ? std::string_view() : path.substr(0, slash));
}

std::string fileNameOf(std::string_view path)
{
    const std::size_t slash = path.rfind('/');
    return std::string(slash == std::string_view::npos ? path : path.substr(slash + 1));
}

} // namespace deployment
