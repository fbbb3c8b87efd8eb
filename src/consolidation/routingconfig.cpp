#include "base/linetable.h"
#include "consolidation/routing.h"
#include "promql/regex.h"
#include "yaml/stream.h"

#include <algorithm>
#include <array>
#include <set>

namespace consolidation {

namespace {

using base::Error;
using base::Result;
using yaml::Node;

constexpr int deepest = 100;

/// What Alertmanager's reader, which is that of YAML 1.1, takes for true.
bool isTrue(std::string_view text)
{
    constexpr std::array<std::string_view, 11> words = {"true", "True", "TRUE", "yes", "Yes", "YES",
                                                        "y",    "Y",    "on",   "On",  "ON"};
    return std::ranges::find(words, text) != words.end();
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

Error noConfiguration()
{
    return {base::ErrorKind::Invalid,
            {TRANSLATABLE("Core", "This is no Alertmanager configuration: it lacks route or receivers."), {}},
            {}};
}

/// Reads one configuration; what is wrong is said with its place in the file.
class ConfigReader
{
public:
    /// `inFile` carries offsets of a configuration that stands in a scalar of the file to bytes of the file.
    ConfigReader(std::string_view file, const yaml::SourceMap *inFile) : m_lines(file), m_inFile(inFile) {}

    Result<AlertmanagerConfig> read(const Node &root);
    /// `sentence` has the line as %1 and the column as %2, and `argument` as %3.
    [[nodiscard]] Error wrong(std::size_t offset, const char *sentence, std::string argument = {}) const;

private:
    [[nodiscard]] Error wrong(const Node &node, const char *sentence, std::string argument = {}) const
    {
        return wrong(node.range.start, sentence, std::move(argument));
    }
    Result<void> readMatcherLists(const Node &node, const std::string &prefix, std::vector<AlertMatcher> &matchers);
    Result<void> readGroupBy(const Node &node, AlertRoute &route);
    Result<AlertRoute> readRoute(const Node &node, const AlertRoute &parent, int depth);

    base::LineTable m_lines;
    const yaml::SourceMap *m_inFile;
    std::set<std::string> m_receivers;
};

Error ConfigReader::wrong(std::size_t offset, const char *sentence, std::string argument) const
{
    const base::Position place = m_lines.position(m_inFile ? m_inFile->toSource(offset) : offset);
    return {base::ErrorKind::Invalid,
            {sentence, {std::to_string(place.line), std::to_string(place.column), std::move(argument)}},
            {}};
}

Result<void> ConfigReader::readMatcherLists(const Node &node, const std::string &prefix,
                                            std::vector<AlertMatcher> &matchers)
{
    constexpr const char *unreadable = TRANSLATABLE("Core", "Line %1, column %2: this matcher cannot be read: %3.");
    const auto checked = [&](const Node &place, const AlertMatcher &matcher) -> Result<void> {
        if (const promql::Regex regex(matcher.value); matcher.regex && !regex.valid())
            return wrong(place, unreadable, matcher.value + " (" + regex.error() + ')');
        return {};
    };
    if (const Node *list = node.find(prefix.empty() ? "matchers" : prefix + "_matchers")) {
        if (list->resolved().kind != yaml::NodeKind::Sequence && list->resolved().kind != yaml::NodeKind::Null)
            return wrong(*list, TRANSLATABLE("Core", "Line %1, column %2: matchers are a list."));
        for (const auto &item : list->resolved().items) {
            const std::string &text = item->resolved().value;
            auto read = readMatchers(text);
            if (!read)
                return wrong(*item, unreadable, text);
            for (AlertMatcher &matcher : *read) {
                if (auto fine = checked(*item, matcher); !fine)
                    return fine;
                matchers.push_back(std::move(matcher));
            }
        }
    }
    const std::string old = prefix.empty() ? "match" : prefix + "_match";
    for (const bool regex : {false, true}) {
        const Node *map = node.find(regex ? old + "_re" : old);
        if (!map)
            continue;
        for (const yaml::Entry &entry : map->resolved().entries) {
            matchers.push_back({entry.key->value, regex, false, entry.value->resolved().value});
            if (auto fine = checked(*entry.value, matchers.back()); !fine)
                return fine;
        }
    }
    return {};
}

/// Without any, and with an empty list, the parent's hold.
Result<void> ConfigReader::readGroupBy(const Node &node, AlertRoute &route)
{
    std::vector<std::string> labels = textsAt(node, "group_by");
    if (labels.empty())
        return {};
    std::ranges::sort(labels);
    const bool all = std::ranges::find(labels, "...") != labels.end();
    if ((all && labels.size() > 1) || std::ranges::adjacent_find(labels) != labels.end())
        return wrong(*node.find("group_by"),
                     TRANSLATABLE("Core", "Line %1, column %2: group_by names each label once, or only '...'."));
    route.groupByAll = all;
    route.groupBy = std::move(labels);
    return {};
}

Result<AlertRoute> ConfigReader::readRoute(const Node &node, const AlertRoute &parent, int depth)
{
    if (depth > deepest)
        return wrong(node, TRANSLATABLE("Core", "Line %1, column %2: routes are nested too deep."));
    AlertRoute route;
    const auto inherited = [&](std::string_view key, const std::string &from) {
        const std::string own = textAt(node, key);
        return own.empty() ? from : own;
    };
    route.receiver = inherited("receiver", parent.receiver);
    if (!m_receivers.contains(route.receiver)) {
        const Node *named = node.find("receiver");
        return wrong(named ? *named : node, TRANSLATABLE("Core", "Line %1, column %2: there is no receiver \"%3\"."),
                     route.receiver);
    }
    route.groupWait = inherited("group_wait", parent.groupWait);
    route.groupInterval = inherited("group_interval", parent.groupInterval);
    route.repeatInterval = inherited("repeat_interval", parent.repeatInterval);
    route.groupBy = parent.groupBy;
    route.groupByAll = parent.groupByAll;
    if (auto read = readGroupBy(node, route); !read)
        return read.error();
    route.muteTimes = textsAt(node, "mute_time_intervals");
    route.activeTimes = textsAt(node, "active_time_intervals");
    route.continues = isTrue(textAt(node, "continue"));
    if (auto read = readMatcherLists(node, {}, route.matchers); !read)
        return read.error();
    if (depth == 0 && !route.matchers.empty())
        return wrong(node, TRANSLATABLE("Core", "Line %1, column %2: the first route takes all alerts, and has no "
                                                "matchers."));
    if (const Node *children = node.find("routes")) {
        for (const auto &child : children->resolved().items) {
            auto read = readRoute(child->resolved(), route, depth + 1);
            if (!read)
                return read.error();
            route.routes.push_back(std::move(*read));
        }
    }
    return route;
}

Result<AlertmanagerConfig> ConfigReader::read(const Node &root)
{
    const Node *route = root.find("route");
    if (const Node *list = root.find("receivers")) {
        for (const auto &item : list->resolved().items)
            m_receivers.insert(textAt(item->resolved(), "name"));
    }
    if (!route || m_receivers.empty())
        return noConfiguration();
    // Alertmanager's own defaults.
    AlertRoute defaults;
    defaults.groupWait = "30s";
    defaults.groupInterval = "5m";
    defaults.repeatInterval = "4h";
    AlertmanagerConfig config;
    auto first = readRoute(route->resolved(), defaults, 0);
    if (!first)
        return first.error();
    config.root = std::move(*first);
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

/// `text` is all of `file`, or stands in a scalar of it, from which `inFile` leads to the file's bytes.
Result<AlertmanagerConfig> readFrom(std::string_view text, std::string_view file, const yaml::SourceMap *inFile)
{
    const yaml::Stream stream = yaml::parse(text);
    if (!stream.ok()) {
        const base::Diagnostic &first = stream.diagnostics.front();
        return ConfigReader(file, inFile)
            .wrong(first.range.start, TRANSLATABLE("Core", "Line %1, column %2: this is no valid YAML: %3"),
                   first.text.english());
    }
    std::optional<Error> why;
    for (const yaml::Document &document : stream.documents) {
        if (!document.root)
            continue;
        const Node &root = document.root->resolved();
        const std::string kind = textAt(root, "kind");
        if (kind != "ConfigMap" && kind != "Secret") {
            auto config = ConfigReader(file, inFile).read(root);
            if (config)
                return config;
            why = why.value_or(config.error());
            continue;
        }
        const Node *data = root.find(kind == "ConfigMap" ? "data" : "stringData");
        // A configuration holds no other one.
        if (!data || inFile)
            continue;
        for (const yaml::Entry &entry : data->resolved().entries) {
            const Node &inner = entry.value->resolved();
            if (inner.value.find("route:") != std::string::npos && inner.value.find("receivers:") != std::string::npos)
                return readFrom(inner.value, file, &inner.map);
        }
    }
    return why.value_or(noConfiguration());
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
    return readFrom(text, text, nullptr);
}

} // namespace consolidation
