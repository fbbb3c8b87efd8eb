#include "consolidation/offers.h"

#include "deployment/manifest.h"

#include <array>
#include <charconv>
#include <cmath>

namespace consolidation {

namespace {

constexpr double bytesPerMebibyte = 1024.0 * 1024.0;

/// Bytes of a Kubernetes quantity: `512Mi`, `1G`, `1.5Gi`, `1073741824`.
std::optional<double> bytesOf(std::string_view text)
{
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || number <= 0)
        return std::nullopt;
    const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
    constexpr std::array<std::pair<std::string_view, double>, 11> units = {{
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
        {"E", 1e18},
    }};
    for (const auto &[name, factor] : units) {
        if (unit == name)
            return number * factor;
    }
    return std::nullopt;
}

/// The number of `--max-old-space-size=768` (or with a blank, or underscores) in NODE_OPTIONS.
std::optional<base::ByteRange> capIn(std::string_view options)
{
    for (const std::string_view option : {"--max-old-space-size", "--max_old_space_size"}) {
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

void addContainers(const deployment::Resource &resource, std::vector<ContainerMemory> &found)
{
    using deployment::itemsAt;
    std::vector<const yaml::Node *> containers = itemsAt(*resource.node, {"spec", "template", "spec", "containers"});
    for (const auto &more :
         {itemsAt(*resource.node, {"spec", "containers"}),
          itemsAt(*resource.node, {"spec", "jobTemplate", "spec", "template", "spec", "containers"})})
        containers.insert(containers.end(), more.begin(), more.end());
    for (const yaml::Node *container : containers) {
        for (const yaml::Node *variable : itemsAt(container->resolved(), {"env"})) {
            const yaml::Node &entry = variable->resolved();
            if (deployment::textAt(entry, {"name"}) != "NODE_OPTIONS")
                continue;
            const yaml::Node *value = deployment::valueAt(entry, {"value"});
            const auto number = value ? capIn(value->value) : std::nullopt;
            if (!number)
                continue;
            ContainerMemory memory;
            memory.file = resource.manifest->path();
            memory.line = resource.manifest->lineOf(value->range.start);
            memory.workload = resource.kind + ' ' + resource.name;
            memory.container = deployment::textAt(container->resolved(), {"name"});
            memory.capRange = value->map.toSource(*number);
            double cap = 0;
            std::from_chars(value->value.data() + number->start, value->value.data() + number->end, cap);
            memory.heapCap = cap * bytesPerMebibyte;
            memory.limit = bytesOf(deployment::textAt(container->resolved(), {"resources", "limits", "memory"}));
            found.push_back(std::move(memory));
        }
    }
}

} // namespace

std::vector<ContainerMemory> cappedContainers(const std::string &file, const std::string &text)
{
    std::vector<ContainerMemory> found;
    // Most manifests say nothing of it: they need not be parsed.
    if (text.find("NODE_OPTIONS") == std::string::npos)
        return found;
    for (const deployment::Resource &resource : deployment::Manifest::read(file, text)->resources())
        addContainers(resource, found);
    return found;
}

} // namespace consolidation
