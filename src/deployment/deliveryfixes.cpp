#include "deployment/deliveryparts.h"
#include "deployment/registration.h"
#include "yaml/scalarwriter.h"
#include "yaml/twin.h"

#include <algorithm>
#include <array>

// A fix is written as the change of a small manifest that holds nothing else, and carried to the deployed one as a save
// carries changes: by path, into embedded texts too, with everything around left as it is.

namespace deployment::delivery {

namespace {

std::string inQuotes(const std::string &value)
{
    return yaml::scalarText(value, yaml::ScalarStyle::DoubleQuoted, {0, false, false, "\n"});
}

/// A label's text; quoted where YAML would make a number or a boolean of it.
std::string labelText(const std::string &value)
{
    constexpr std::array<std::string_view, 9> other = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"};
    std::string lower = value;
    std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    const bool letter = !lower.empty() && lower.front() >= 'a' && lower.front() <= 'z';
    const bool plain = lower.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789./_-") == std::string::npos;
    return letter && plain && std::ranges::find(other, lower) == other.end() ? value : inQuotes(value);
}

/// The beginning of a manifest, down to its name.
std::string headOf(const DeployedObject &object)
{
    const std::string &name = object.writtenName.empty() ? object.resource.name : object.writtenName;
    return "apiVersion: " + object.resource.apiVersion + "\nkind: " + object.resource.kind +
           "\nmetadata:\n  name: " + inQuotes(name) + '\n';
}

std::optional<FileEdit> carried(const Context &context, const std::shared_ptr<const Manifest> &manifest,
                                const std::string &before, const std::string &after)
{
    if (!manifest)
        return std::nullopt;
    auto change = yaml::carryToTwin(before, after, manifest->text());
    if (!change || !change->conflicts.empty() || change->edits.empty())
        return std::nullopt;
    return FileEdit{context.input.gitops.role, manifest->path(), std::move(change->edits)};
}

/// A change of the text that a ConfigMap holds, or that is a file of its own.
std::optional<FileEdit> carriedInside(const Context &context, const DeployedConfig &config, const std::string &before,
                                      const std::string &after)
{
    const Payload &payload = *config.payload;
    if (payload.scalar == nullptr)
        return carried(context, payload.manifest, before, after);
    const auto around = [&](const std::string &text) {
        const bool secret = config.object->resource.kind == "Secret";
        std::string lines;
        for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1)
            lines += "    " + text.substr(at, text.find('\n', at) + 1 - at);
        return headOf(*config.object) + (secret ? "stringData:\n  " : "data:\n  ") + inQuotes(payload.key) + ": |\n" +
               lines;
    };
    return carried(context, payload.manifest, around(before), around(after));
}

} // namespace

void offerCarrying(const Context &context, Finding &finding, const Resource &defined)
{
    const Repository &gitops = context.input.gitops;
    const std::string path = context.input.twinOf ? context.input.twinOf(defined.manifest->path()) : std::string();
    if (path.empty() || !defined.manifest->stream().ok())
        return;
    if (const auto twin = gitops.find(path)) {
        for (const yaml::Document &document : defined.manifest->stream().documents) {
            if (document.root.get() != defined.node || !twin->stream().ok())
                continue;
            const std::string_view lineEnd = yaml::lineEndOf(twin->text());
            const base::ByteRange range = defined.node->range;
            std::string text(twin->text().empty() || twin->text().ends_with('\n') ? "" : lineEnd);
            text += "---";
            text += lineEnd;
            for (std::string_view rest = std::string_view(defined.manifest->text()).substr(range.start, range.size());
                 !rest.empty();) {
                const std::string_view line = rest.substr(0, rest.find('\n'));
                rest.remove_prefix(std::min(rest.size(), line.size() + 1));
                text += line.substr(0, line.find_last_not_of('\r') + 1);
                text += lineEnd;
            }
            finding.edits.push_back({gitops.role, path, {{{twin->text().size(), twin->text().size()}, text}}});
        }
    } else if (!gitops.has(path)) {
        finding.edits.push_back({gitops.role, path, {{{0, 0}, defined.manifest->text()}}});
    }
    if (finding.edits.empty())
        return;
    if (auto edit = registrationEdit(gitops, path))
        finding.edits.push_back(std::move(*edit));
}

std::optional<FileEdit> ruleFileEdit(const Context &context, const DeployedConfig &config, const std::string &path)
{
    // Something that both versions hold: a text of nothing would be no mapping.
    std::string before = "global: {}\n";
    if (!config.config.ruleFiles.empty()) {
        before += "rule_files:\n";
        for (const auto &[pattern, range] : config.config.ruleFiles)
            before += "- " + inQuotes(pattern) + '\n';
    }
    const std::string after = before + (config.config.ruleFiles.empty() ? "rule_files:\n- " : "- ") +
                              yaml::scalarText(path, yaml::ScalarStyle::Plain, {0, false, false, "\n"}) + '\n';
    return carriedInside(context, config, before, after);
}

std::optional<FileEdit> mountEdit(const Context &context, const DeployedConfig &config, const DeployedObject &configMap,
                                  const std::string &folder)
{
    const DeployedObject &workload = *config.workload->object;
    if (workload.resource.node == nullptr)
        return std::nullopt;
    const yaml::Node *container = nullptr;
    for (const yaml::Node *each : itemsAt(*workload.resource.node, {"spec", "template", "spec", "containers"})) {
        if (textAt(*each, {"image"}) == config.workload->image)
            container = each;
    }
    if (container == nullptr)
        return std::nullopt;
    const std::string &map = configMap.writtenName.empty() ? configMap.resource.name : configMap.writtenName;
    std::string volume = map;
    std::string volumes;
    for (const yaml::Node *each : itemsAt(*workload.resource.node, {"spec", "template", "spec", "volumes"})) {
        const std::string &name = textAt(*each, {"name"});
        volume += name == volume ? "-rules" : "";
        volumes += "      - name: " + inQuotes(name) + '\n';
    }
    std::string mounts;
    for (const yaml::Node *each : itemsAt(*container, {"volumeMounts"})) {
        const std::string &path = textAt(*each, {"mountPath"});
        if (path == folder || path == folder + '/')
            return std::nullopt;
        mounts += "        - {name: " + inQuotes(textAt(*each, {"name"})) + ", mountPath: " + inQuotes(path) + "}\n";
    }
    const auto list = [](const char *key, const std::string &items) {
        return items.empty() ? std::string() : key + items;
    };
    const auto whole = [&](const std::string &mounted, const std::string &held) {
        return headOf(workload) + "spec:\n  template:\n    spec:\n      containers:\n      - name: " +
               inQuotes(textAt(*container, {"name"})) + '\n' + list("        volumeMounts:\n", mounted) +
               list("      volumes:\n", held);
    };
    const std::string added = "        - name: " + labelText(volume) + "\n          mountPath: " + folder + '\n';
    const std::string held =
        "      - name: " + labelText(volume) + "\n        configMap:\n          name: " + labelText(map) + '\n';
    return carried(context, workload.origin, whole(mounts, volumes), whole(mounts + added, volumes + held));
}

std::optional<FileEdit> alertmanagerEdit(const Context &context, const DeployedConfig &config,
                                         const std::string &target)
{
    const std::string before = "global: {}\n";
    const std::string section = "alerting:\n  alertmanagers:\n  - static_configs:\n    - targets:\n      - ";
    if (config.config.hasAlerting)
        return std::nullopt;
    return carriedInside(context, config, before, before + section + target + '\n');
}

std::optional<FileEdit> labelEdit(const Context &context, const DeployedObject &object,
                                  const std::map<std::string, std::string> &labels)
{
    if (!object.origin || labels.empty())
        return std::nullopt;
    const std::string &name = object.writtenName.empty() ? object.resource.name : object.writtenName;
    std::map<std::string, std::string> written;
    for (const Resource &resource : object.origin->resources()) {
        if (resource.kind == object.resource.kind && resource.name == name)
            written = resource.labels;
    }
    std::string before = headOf(object);
    if (!written.empty())
        before += "  labels:\n";
    for (const auto &[label, value] : written)
        before += "    " + inQuotes(label) + ": " + inQuotes(value) + '\n';
    for (const auto &[label, value] : labels)
        written[label] = value;
    std::string after = headOf(object) + "  labels:\n";
    for (const auto &[label, value] : written)
        after += "    " + labelText(label) + ": " + labelText(value) + '\n';
    return carried(context, object.origin, before, after);
}

} // namespace deployment::delivery
