#include "consolidation/manifestmemory.h"

#include "base/linetable.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace consolidation {

namespace {

constexpr std::array<std::string_view, 2> optionNames = {"--max-old-space-size", "--max_old_space_size"};

constexpr double bytesPerMebibyte = 1024.0 * 1024.0;

/// Bytes of a Kubernetes quantity: `512Mi`, `1G`, `1.5Gi`, `1073741824`.
std::optional<double> bytesOf(std::string_view text)
{
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || number <= 0)
        return std::nullopt;
    const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
    constexpr std::array<std::pair<std::string_view, double>, 14> units = {{
        {"", 1.0},
        {"k", 1e3},
        {"M", 1e6},
        {"G", 1e9},
        {"T", 1e12},
        {"Ki", 1024.0},
        {"Mi", bytesPerMebibyte},
        {"Gi", 1024.0 * bytesPerMebibyte},
        {"Ti", bytesPerMebibyte * bytesPerMebibyte},
        {"m", 1e-3},
        {"P", 1e15},
        {"Pi", bytesPerMebibyte * bytesPerMebibyte * 1024.0},
        {"E", 1e18},
        {"Ei", bytesPerMebibyte * bytesPerMebibyte * bytesPerMebibyte},
    }};
    for (const auto &[name, factor] : units) {
        if (unit == name)
            return number * factor;
    }
    return std::nullopt;
}

/// The number of `--max-old-space-size=768` (or with a blank, or underscores) in NODE_OPTIONS or a command.
std::optional<base::ByteRange> capIn(std::string_view options)
{
    for (const std::string_view option : optionNames) {
        const std::size_t found = options.rfind(option);
        if (found == std::string_view::npos)
            continue;
        std::size_t start = found + option.size();
        if (start >= options.size() || (options[start] != '=' && options[start] != ' '))
            continue;
        ++start;
        std::size_t end = start;
        while (end < options.size() && options[end] >= '0' && options[end] <= '9')
            ++end;
        if (end > start)
            return base::ByteRange{start, end};
    }
    return std::nullopt;
}

/// Where a heap is capped: the number in the file, and the cap in bytes.
struct Cap
{
    const deployment::Resource *resource = nullptr;
    const yaml::Node *scalar = nullptr;
    base::ByteRange range;
    double bytes = 0;
};

std::optional<Cap> capOf(const deployment::Resource &resource, const yaml::Node *scalar)
{
    if (!scalar || scalar->kind != yaml::NodeKind::Scalar)
        return std::nullopt;
    const auto number = capIn(scalar->value);
    if (!number)
        return std::nullopt;
    double mebibytes = 0;
    std::from_chars(scalar->value.data() + number->start, scalar->value.data() + number->end, mebibytes);
    // 0 is V8's own choice.
    if (mebibytes <= 0)
        return std::nullopt;
    return Cap{&resource, scalar, scalar->map.toSource(*number), mebibytes * bytesPerMebibyte};
}

using Resources = std::vector<deployment::Resource>;

/// The NODE_OPTIONS, or another key, of the ConfigMap that `resource` refers to.
std::optional<Cap> capInConfigMap(const Resources &configMaps, const deployment::Resource &resource,
                                  const std::string &name, std::string_view key)
{
    for (const deployment::Resource &each : configMaps) {
        if (each.name != name || each.nameSpace != resource.nameSpace)
            continue;
        if (const auto cap = capOf(each, deployment::valueAt(*each.node, {"data", key})))
            return cap;
    }
    return std::nullopt;
}

/// As node takes it: an option of the command before NODE_OPTIONS, a variable's own value before what all of a
/// ConfigMap brings.
std::optional<Cap> capOfContainer(const yaml::Node &container, const deployment::Resource &resource,
                                  const Resources &configMaps)
{
    for (const char *list : {"args", "command"}) {
        const std::vector<const yaml::Node *> words = deployment::itemsAt(container, {list});
        for (std::size_t i = 0; i < words.size(); ++i) {
            if (const auto cap = capOf(resource, words[i]))
                return cap;
        }
    }
    for (const yaml::Node *variable : deployment::itemsAt(container, {"env"})) {
        if (deployment::textAt(*variable, {"name"}) != "NODE_OPTIONS")
            continue;
        if (const yaml::Node *value = deployment::valueAt(*variable, {"value"}))
            return capOf(resource, value);
        return capInConfigMap(configMaps, resource,
                              deployment::textAt(*variable, {"valueFrom", "configMapKeyRef", "name"}),
                              deployment::textAt(*variable, {"valueFrom", "configMapKeyRef", "key"}));
    }
    std::optional<Cap> cap;
    for (const yaml::Node *source : deployment::itemsAt(container, {"envFrom"})) {
        // Of several the last one counts.
        if (const auto found =
                capInConfigMap(configMaps, resource, deployment::textAt(*source, {"configMapRef", "name"}),
                               deployment::textAt(*source, {"prefix"}).empty() ? "NODE_OPTIONS" : ""))
            cap = found;
    }
    return cap;
}

void addContainers(const deployment::Resource &resource, const Resources &configMaps,
                   std::vector<ContainerMemory> &found)
{
    using deployment::itemsAt;
    const yaml::Node &root = *resource.node;
    std::vector<const yaml::Node *> containers;
    for (const char *list : {"initContainers", "containers"}) {
        for (const auto &more : {itemsAt(root, {"spec", "template", "spec", list}), itemsAt(root, {"spec", list}),
                                 itemsAt(root, {"spec", "jobTemplate", "spec", "template", "spec", list})})
            containers.insert(containers.end(), more.begin(), more.end());
    }
    for (const yaml::Node *container : containers) {
        const auto cap = capOfContainer(*container, resource, configMaps);
        if (!cap)
            continue;
        ContainerMemory memory;
        memory.file = cap->resource->manifest->path();
        memory.line = cap->resource->manifest->lineOf(cap->scalar->range.start);
        memory.workload = resource.kind + ' ' + resource.name;
        memory.container = deployment::textAt(*container, {"name"});
        memory.capRange = cap->range;
        memory.heapCap = cap->bytes;
        memory.limitText = deployment::textAt(*container, {"resources", "limits", "memory"});
        memory.limit = bytesOf(memory.limitText);
        found.push_back(std::move(memory));
    }
}

bool says(std::string_view text, std::string_view word)
{
    return text.find(word) != std::string_view::npos;
}

} // namespace

void ManifestMemory::add(const std::string &file, const std::string &text)
{
    const bool caps = std::ranges::any_of(optionNames, [&](auto name) { return says(text, name); });
    const bool refers = says(text, "envFrom") || says(text, "configMapKeyRef");
    // Most manifests say nothing of it: they need not be parsed.
    if (!caps && !refers)
        return;
    const auto manifest = deployment::Manifest::read(file, text);
    Resources resources = manifest->resources();
    if (resources.empty() && caps && says(text, "{{") && says(text, "containers:")) {
        std::size_t at = std::string::npos;
        for (const std::string_view name : optionNames)
            at = std::min(at, text.find(name));
        ContainerMemory memory;
        memory.file = file;
        memory.line = base::LineTable(text).position(at).line;
        memory.isTemplate = true;
        m_templates.push_back(std::move(memory));
    }
    for (deployment::Resource &resource : resources)
        (resource.kind == "ConfigMap" ? m_configMaps : m_workloads).push_back(std::move(resource));
}

std::vector<ContainerMemory> ManifestMemory::cappedContainers() const
{
    std::vector<ContainerMemory> found;
    for (const deployment::Resource &resource : m_workloads)
        addContainers(resource, m_configMaps, found);
    found.insert(found.end(), m_templates.begin(), m_templates.end());
    return found;
}

} // namespace consolidation
