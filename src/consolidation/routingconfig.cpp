#include "consolidation/routing.h"
#include "promql/regex.h"
#include "yaml/stream.h"

#include <algorithm>
#include <set>

namespace consolidation {

namespace {

using base::Error;
using base::Result;
using yaml::Node;

constexpr int deepest = 100;

Error invalid(base::Text text)
{
    return {base::ErrorKind::Invalid, std::move(text), {}};
}

std::string textAt(const Node &node, std::string_view key)
{
    const Node *value = node.find(key);
    return value ? value->resolved().value : std::string();
}

std::vector<std::string> textsAt(const Node &node, std::string_view key)
{
    std::vector<std::string> texts;
    const Node *value = node.find(key);
    if (!value)
        return texts;
    for (const auto &item : value->resolved().items)
        texts.push_back(item->resolved().value);
    return texts;
}

void skipBlanks(std::string_view &text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t' || text.front() == '\n'))
        text.remove_prefix(1);
}

/// A quoted string with Go's usual escapes, or a bare word.
std::optional<std::string> readValue(std::string_view &text, std::string_view ends)
{
    std::string value;
    if (text.starts_with('"')) {
        text.remove_prefix(1);
        while (!text.empty() && text.front() != '"') {
            char c = text.front();
            if (c == '\\' && text.size() > 1) {
                text.remove_prefix(1);
                c = text.front() == 'n' ? '\n' : text.front();
                // What is no escape stays as it is written, as Alertmanager has it.
                if (c != '\n' && c != '"' && c != '\\')
                    value += '\\';
            }
            value += c;
            text.remove_prefix(1);
        }
        if (text.empty())
            return std::nullopt;
        text.remove_prefix(1);
        return value;
    }
    while (!text.empty() && ends.find(text.front()) == std::string_view::npos) {
        value += text.front();
        text.remove_prefix(1);
    }
    while (value.ends_with(' '))
        value.pop_back();
    return value;
}

Result<void> readMatcherLists(const Node &node, const std::string &prefix, std::vector<AlertMatcher> &matchers)
{
    const std::string now = prefix.empty() ? "matchers" : prefix + "_matchers";
    for (const std::string &text : textsAt(node, now)) {
        auto read = readMatchers(text);
        if (!read)
            return invalid(
                {TRANSLATABLE("Core", "This matcher of the Alertmanager configuration cannot be read: %1."), {text}});
        std::ranges::move(*read, std::back_inserter(matchers));
    }
    const std::string old = prefix.empty() ? "match" : prefix + "_match";
    for (const bool regex : {false, true}) {
        const Node *map = node.find(regex ? old + "_re" : old);
        if (!map)
            continue;
        for (const yaml::Entry &entry : map->resolved().entries)
            matchers.push_back({entry.key->value, regex, false, entry.value->resolved().value});
    }
    for (const AlertMatcher &matcher : matchers) {
        if (const promql::Regex regex(matcher.value); matcher.regex && !regex.valid())
            return invalid({TRANSLATABLE("Core", "This matcher of the Alertmanager configuration cannot be read: %1."),
                            {matcher.value + " (" + regex.error() + ')'}});
    }
    return {};
}

Result<AlertRoute> readRoute(const Node &node, const AlertRoute &parent, const std::set<std::string> &receivers,
                             int depth)
{
    if (depth > deepest)
        return invalid({TRANSLATABLE("Core", "The routes of the Alertmanager configuration are nested too deep."), {}});
    AlertRoute route;
    const auto inherited = [&](std::string_view key, const std::string &from) {
        const std::string own = textAt(node, key);
        return own.empty() ? from : own;
    };
    route.receiver = inherited("receiver", parent.receiver);
    if (!receivers.contains(route.receiver))
        return invalid({TRANSLATABLE("Core", "A route of the Alertmanager configuration names the receiver %1, which "
                                             "does not exist."),
                        {route.receiver}});
    route.groupWait = inherited("group_wait", parent.groupWait);
    route.groupInterval = inherited("group_interval", parent.groupInterval);
    route.repeatInterval = inherited("repeat_interval", parent.repeatInterval);
    route.groupBy = parent.groupBy;
    route.groupByAll = parent.groupByAll;
    if (node.find("group_by")) {
        route.groupBy = textsAt(node, "group_by");
        route.groupByAll = std::ranges::find(route.groupBy, "...") != route.groupBy.end();
        std::ranges::sort(route.groupBy);
    }
    route.muteTimes = textsAt(node, "mute_time_intervals");
    route.activeTimes = textsAt(node, "active_time_intervals");
    route.continues = textAt(node, "continue") == "true";
    if (auto read = readMatcherLists(node, {}, route.matchers); !read)
        return read.error();
    if (const Node *children = node.find("routes")) {
        for (const auto &child : children->resolved().items) {
            auto read = readRoute(child->resolved(), route, receivers, depth + 1);
            if (!read)
                return read.error();
            route.routes.push_back(std::move(*read));
        }
    }
    return route;
}

Result<AlertmanagerConfig> readConfig(const Node &root)
{
    const Node *route = root.find("route");
    std::set<std::string> receivers;
    if (const Node *list = root.find("receivers")) {
        for (const auto &item : list->resolved().items)
            receivers.insert(textAt(item->resolved(), "name"));
    }
    if (!route || receivers.empty())
        return invalid(
            {TRANSLATABLE("Core", "This is no Alertmanager configuration: it lacks route or receivers."), {}});
    // Alertmanager's own defaults.
    AlertRoute defaults;
    defaults.groupWait = "30s";
    defaults.groupInterval = "5m";
    defaults.repeatInterval = "4h";
    AlertmanagerConfig config;
    auto read = readRoute(route->resolved(), defaults, receivers, 0);
    if (!read)
        return read.error();
    config.root = std::move(*read);
    if (const Node *list = root.find("inhibit_rules")) {
        for (const auto &item : list->resolved().items) {
            Inhibition rule;
            if (auto source = readMatcherLists(item->resolved(), "source", rule.source); !source)
                return source.error();
            if (auto target = readMatcherLists(item->resolved(), "target", rule.target); !target)
                return target.error();
            rule.equal = textsAt(item->resolved(), "equal");
            config.inhibitions.push_back(std::move(rule));
        }
    }
    return config;
}

} // namespace

std::optional<std::vector<AlertMatcher>> readMatchers(std::string_view text)
{
    std::vector<AlertMatcher> matchers;
    skipBlanks(text);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\n' || text.back() == '\t'))
        text.remove_suffix(1);
    const bool braced = text.starts_with('{');
    if (braced) {
        if (!text.ends_with('}'))
            return std::nullopt;
        text = text.substr(1, text.size() - 2);
    }
    for (;;) {
        skipBlanks(text);
        if (text.empty())
            return matchers.empty() && !braced ? std::nullopt : std::optional(std::move(matchers));
        AlertMatcher matcher;
        auto label = readValue(text, "=!~");
        if (!label || label->empty())
            return std::nullopt;
        matcher.label = std::move(*label);
        skipBlanks(text);
        if (text.starts_with("=~") || text.starts_with("!~")) {
            matcher.regex = true;
            matcher.negated = text.front() == '!';
            text.remove_prefix(2);
        } else if (text.starts_with("!=")) {
            matcher.negated = true;
            text.remove_prefix(2);
        } else if (text.starts_with('=')) {
            text.remove_prefix(1);
        } else {
            return std::nullopt;
        }
        skipBlanks(text);
        auto value = readValue(text, ",");
        if (!value)
            return std::nullopt;
        matcher.value = std::move(*value);
        matchers.push_back(std::move(matcher));
        skipBlanks(text);
        if (text.empty())
            return matchers;
        if (!text.starts_with(','))
            return std::nullopt;
        text.remove_prefix(1);
    }
}

Result<AlertmanagerConfig> readAlertmanagerConfig(const std::string &text)
{
    const yaml::Stream stream = yaml::parse(text);
    if (!stream.ok())
        return Error{base::ErrorKind::Invalid,
                     {TRANSLATABLE("Core", "The Alertmanager configuration is no valid YAML."), {}},
                     stream.diagnostics.front().text.english()};
    std::optional<Error> why;
    for (const yaml::Document &document : stream.documents) {
        if (!document.root)
            continue;
        const Node &root = document.root->resolved();
        const std::string kind = textAt(root, "kind");
        if (kind != "ConfigMap" && kind != "Secret") {
            auto config = readConfig(root);
            if (config)
                return config;
            why = why.value_or(config.error());
            continue;
        }
        const Node *data = root.find(kind == "ConfigMap" ? "data" : "stringData");
        if (!data)
            continue;
        for (const yaml::Entry &entry : data->resolved().entries) {
            const std::string &inner = entry.value->resolved().value;
            if (inner.find("route:") == std::string::npos || inner.find("receivers:") == std::string::npos)
                continue;
            return readAlertmanagerConfig(inner);
        }
    }
    return why.value_or(
        invalid({TRANSLATABLE("Core", "This is no Alertmanager configuration: it lacks route or receivers."), {}}));
}

} // namespace consolidation
