#include "base/jsonwriter.h"
#include "rules/dependencygraph.h"
#include "rules/duration.h"

namespace rules {

namespace {

constexpr std::size_t jsonPiece = std::size_t{64} * 1024;

const char *kindName(NodeKind kind)
{
    switch (kind) {
    case NodeKind::Metric:
        return "metric";
    case NodeKind::Recording:
        return "recording";
    case NodeKind::Alerting:
        return "alerting";
    case NodeKind::ScrapeJob:
        return "job";
    case NodeKind::Dashboard:
        return "dashboard";
    }
    return "";
}

const char *certaintyName(Certainty certainty)
{
    switch (certainty) {
    case Certainty::Exact:
        return "exact";
    case Certainty::Regex:
        return "regex";
    case Certainty::Indeterminate:
        return "indeterminate";
    case Certainty::Meta:
        return "meta";
    }
    return "";
}

void writePlace(base::JsonWriter &json, const GraphNode &node)
{
    const std::optional<RuleRef> &rule = node.rule;
    const auto text = [&](const char *key, const std::string *value) {
        json.key(key);
        if (value)
            json.string(*value);
        else
            json.null();
    };
    const auto number = [&](const char *key, const std::size_t *value) {
        json.key(key);
        if (value)
            json.number(*value);
        else
            json.null();
    };
    text("file", rule ? &rule->file : node.file.empty() ? nullptr : &node.file);
    number("document", rule ? &rule->document : nullptr);
    text("key", rule && rule->key ? &*rule->key : nullptr);
    text("group", rule ? &rule->group : nullptr);
    number("index", rule ? &rule->index : nullptr);
}

/// XML, which `dot` may write of it, takes none of these.
bool isControl(char c)
{
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

std::string dotString(std::string_view text)
{
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            result += '\\';
        if (c == '\n')
            result += "\\n";
        else if (isControl(c))
            result += ' ';
        else
            result += c;
    }
    return result + '"';
}

/// What Mermaid, its directives (`%%{`) or HTML would read as more than text becomes an entity. A string of nothing is
/// a syntax error.
std::string mermaidString(std::string_view text)
{
    std::string result = "\"";
    for (const char c : text) {
        const bool special = std::string_view("\"#<>&`%\\").find(c) != std::string_view::npos || c == '\n';
        if (special)
            result += '#' + std::to_string(int(c)) + ';';
        else
            result += isControl(c) ? ' ' : c;
    }
    return result + (text.empty() ? " \"" : "\"");
}

} // namespace

void writeJson(const DependencyGraph &graph, const std::function<void(std::string_view)> &write)
{
    base::JsonWriter json;
    const auto handOn = [&] {
        if (json.text().size() >= jsonPiece)
            write(json.take());
    };
    json.beginObject().key("nodes").beginArray();
    for (const GraphNode &node : graph.nodes) {
        json.line().beginObject();
        json.key("id").string(node.id).key("kind").string(kindName(node.kind)).key("name").string(node.name);
        writePlace(json, node);
        json.endObject();
        handOn();
    }
    json.line().endArray().line().key("edges").beginArray();
    for (const GraphEdge &edge : graph.edges) {
        json.line().beginObject();
        json.key("from").string(graph.nodes[edge.from].id).key("to").string(graph.nodes[edge.to].id);
        json.key("certainty").string(certaintyName(edge.certainty)).key("lag");
        if (edge.lagSeconds)
            json.string(formatDuration(*edge.lagSeconds));
        else
            json.null();
        json.endObject();
        handOn();
    }
    json.line().endArray().endObject();
    write(json.take() + '\n');
}

std::string toJson(const DependencyGraph &graph)
{
    std::string text;
    writeJson(graph, [&text](std::string_view piece) { text += piece; });
    return text;
}

std::string toDot(const DependencyGraph &graph)
{
    constexpr const char *shapes[] = {"ellipse", "diamond", "box", "cylinder", "tab"};
    constexpr const char *styles[] = {"solid", "dashed", "dotted", "bold"};
    std::string text = "digraph rules {\n  rankdir=LR;\n";
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        const GraphNode &node = graph.nodes[i];
        text += "  n" + std::to_string(i) + " [label=" + dotString(node.name) +
                ", shape=" + shapes[static_cast<int>(node.kind)] + ", tooltip=" + dotString(node.id) + "];\n";
    }
    for (const GraphEdge &edge : graph.edges)
        text += "  n" + std::to_string(edge.from) + " -> n" + std::to_string(edge.to) +
                " [style=" + styles[static_cast<int>(edge.certainty)] +
                ", tooltip=" + dotString(certaintyName(edge.certainty)) + "];\n";
    return text + "}\n";
}

std::string toMermaid(const DependencyGraph &graph)
{
    constexpr std::pair<const char *, const char *> brackets[] = {
        {"([", "])"}, {"{{", "}}"}, {"[", "]"}, {"[(", ")]"}, {"[[", "]]"}};
    constexpr const char *arrows[] = {"-->", "-.->", "-.->", "==>"};
    std::string text = "flowchart LR\n";
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        const auto &[open, close] = brackets[static_cast<int>(graph.nodes[i].kind)];
        text += "  n" + std::to_string(i) + open + mermaidString(graph.nodes[i].name) + close + '\n';
    }
    for (const GraphEdge &edge : graph.edges)
        text += "  n" + std::to_string(edge.from) + ' ' + arrows[static_cast<int>(edge.certainty)] + " n" +
                std::to_string(edge.to) + '\n';
    return text;
}

} // namespace rules
