#include "templates/uses.h"

#include "templates/literals.h"

#include <algorithm>
#include <set>

namespace templates {

namespace {

/// A format of printf with its verbs as holes; `%q` brings its quotes.
std::string withHoles(std::string_view format)
{
    std::string result;
    for (std::size_t i = 0; i < format.size(); ++i) {
        if (format[i] != '%') {
            result += format[i];
            continue;
        }
        const std::size_t verb = format.find_first_not_of("+-# 0123456789.[]*", i + 1);
        if (verb == std::string_view::npos)
            break;
        if (format[verb] == '%')
            result += '%';
        else if (format[verb] == 'q')
            result.append(1, '"').append(queryHole).append(1, '"');
        else
            result += queryHole;
        i = verb;
    }
    return result;
}

/// The text that a command gives, as far as it is known: of a literal, or of printf with one.
void addText(std::span<const std::unique_ptr<Node>> words, std::vector<QueryUse> &uses)
{
    const Node &first = *words[0];
    if (first.kind == NodeKind::Pipe && first.nodes.size() == 1 && words.size() == 1) {
        addText(first.nodes[0]->nodes, uses);
    } else if (first.kind == NodeKind::String && words.size() == 1) {
        uses.push_back({first.value, first.range, true});
    } else if (first.kind == NodeKind::Identifier && first.text == "printf" && words.size() > 1 &&
               words[1]->kind == NodeKind::String) {
        uses.push_back({withHoles(words[1]->value), words[1]->range, false});
    }
}

void addQueries(const Node &pipe, std::vector<QueryUse> &uses)
{
    for (std::size_t i = 0; i < pipe.nodes.size(); ++i) {
        const auto &words = pipe.nodes[i]->nodes;
        if (words[0]->kind != NodeKind::Identifier || words[0]->text != "query")
            continue;
        if (words.size() == 2)
            addText(std::span(words).subspan(1), uses);
        else if (words.size() == 1 && i > 0)
            addText(pipe.nodes[i - 1]->nodes, uses);
    }
}

/// Follows what `.` and the variables are.
class Reader
{
public:
    explicit Reader(const Template &source)
    {
        if (!source.root())
            return;
        walk(*source.root(), [this](const Node &node) { forget(node); });
        read(*source.root(), true);
        // A definition knows neither the variables nor what `.` will be.
        m_known.clear();
        for (const auto &[name, list] : source.definitions())
            read(*list, false);
    }

    std::vector<LabelUse> labels;
    std::vector<base::ByteRange> values;

private:
    /// Variables that the template declares anew are not known any more.
    void forget(const Node &node)
    {
        for (const std::unique_ptr<Node> &variable : node.variables)
            m_known.erase(variable->names[0]);
    }

    void read(const Node &node, bool dotIsAlert)
    {
        switch (node.kind) {
        case NodeKind::If:
        case NodeKind::With:
        case NodeKind::Range: {
            readPipe(*node.pipe, dotIsAlert, false);
            const bool moves = node.kind != NodeKind::If;
            read(*node.list, dotIsAlert && !moves);
            if (node.elseList)
                read(*node.elseList, dotIsAlert);
            break;
        }
        case NodeKind::Action:
            readPipe(*node.pipe, dotIsAlert, true);
            break;
        case NodeKind::Template:
            if (node.pipe)
                readPipe(*node.pipe, dotIsAlert, false);
            break;
        case NodeKind::List:
            for (const std::unique_ptr<Node> &child : node.nodes)
                read(*child, dotIsAlert);
            break;
        default:
            break;
        }
    }

    void readPipe(const Node &pipe, bool dotIsAlert, bool prints)
    {
        const std::size_t before = values.size();
        walk(pipe, [&](const Node &node) { readNode(node, dotIsAlert); });
        const bool usesValue = values.size() > before;
        for (const std::unique_ptr<Node> &variable : pipe.variables) {
            if (usesValue)
                m_carriers.insert(variable->names[0]);
        }
        // What is only compared, or kept for later, is not printed yet.
        if (!prints || !pipe.variables.empty() || comparesOnly(pipe))
            values.resize(before);
    }

    static bool comparesOnly(const Node &pipe)
    {
        static const std::set<std::string, std::less<>> comparisons = {"eq", "ne", "lt",  "le",
                                                                       "gt", "ge", "not", "match"};
        const Node &last = *pipe.nodes.back()->nodes[0];
        return last.kind == NodeKind::Identifier && comparisons.contains(last.text);
    }

    void readNode(const Node &node, bool dotIsAlert)
    {
        const auto &names = node.names;
        if (node.kind == NodeKind::Variable) {
            const bool known = m_known.contains(names[0]);
            if (known && names[0] == "$labels" && names.size() == 2)
                labels.push_back({names[1], node.range});
            else if (known && names[0] == "$" && names.size() == 3 && names[1] == "Labels")
                labels.push_back({names[2], node.range});
            const bool value = (known && names[0] == "$value") ||
                               (known && names[0] == "$" && names.size() == 2 && names[1] == "Value") ||
                               m_carriers.contains(names[0]);
            if (value)
                values.push_back(node.range);
        } else if (node.kind == NodeKind::Field && dotIsAlert) {
            if (names.size() == 2 && names[0] == "Labels")
                labels.push_back({names[1], node.range});
            else if (names.size() == 1 && names[0] == "Value")
                values.push_back(node.range);
        } else if (node.kind == NodeKind::Command && node.nodes.size() == 3 &&
                   node.nodes[0]->kind == NodeKind::Identifier && node.nodes[0]->text == "index" &&
                   node.nodes[2]->kind == NodeKind::String) {
            const Node &map = *node.nodes[1];
            const bool ofAlert =
                (map.kind == NodeKind::Variable && map.names == std::vector<std::string>{"$labels"} &&
                 m_known.contains("$labels")) ||
                (map.kind == NodeKind::Field && dotIsAlert && map.names == std::vector<std::string>{"Labels"});
            if (ofAlert)
                labels.push_back({node.nodes[2]->value, node.nodes[2]->range});
        }
    }

    std::set<std::string, std::less<>> m_known = {"$", "$labels", "$value"};
    std::set<std::string, std::less<>> m_carriers;
};

} // namespace

std::vector<QueryUse> queriesOf(const Template &source)
{
    std::vector<QueryUse> uses;
    const auto visit = [&uses](const Node &node) {
        if (node.kind == NodeKind::Pipe)
            addQueries(node, uses);
    };
    if (source.root())
        walk(*source.root(), visit);
    for (const auto &[name, list] : source.definitions())
        walk(*list, visit);
    return uses;
}

std::vector<LabelUse> labelsOf(const Template &source)
{
    return Reader(source).labels;
}

std::vector<base::ByteRange> printedValues(const Template &source)
{
    return Reader(source).values;
}

ServerUse serverUse(const Template &source)
{
    ServerUse use;
    const auto visit = [&use](const Node &node) {
        if (node.kind == NodeKind::Identifier)
            use.externalUrl = use.externalUrl || node.text == "externalURL" || node.text == "pathPrefix";
        for (const std::string &name : node.names) {
            use.externalLabels = use.externalLabels || name == "$externalLabels" || name == "ExternalLabels";
            use.externalUrl = use.externalUrl || name == "$externalURL" || name == "ExternalURL";
        }
    };
    if (source.root())
        walk(*source.root(), visit);
    for (const auto &[name, list] : source.definitions())
        walk(*list, visit);
    return use;
}

std::size_t literalOffset(const Template &source, base::ByteRange literal, std::size_t offset)
{
    const std::string_view text = std::string_view(source.text()).substr(literal.start, literal.size());
    if (text.size() < 2)
        return literal.start;
    const std::size_t last = text.size() - 1;
    std::size_t at = 1;
    if (text.front() == '`')
        return literal.start + std::min(1 + offset, last);
    // The shortest piece of the literal whose content reaches the offset.
    for (std::size_t decoded = 0; at < last && decoded < offset;) {
        std::size_t length = 1;
        std::optional<std::string> piece;
        while (!piece && at + length <= last) {
            piece = unquote("\"" + std::string(text.substr(at, length)) + "\"");
            length += piece ? 0 : 1;
        }
        if (!piece)
            break;
        decoded += piece->size();
        at += length;
    }
    return literal.start + std::min(at, last);
}

} // namespace templates
