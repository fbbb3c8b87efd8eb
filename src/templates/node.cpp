#include "templates/node.h"

#include "templates/runes.h"

#include <algorithm>

namespace templates {

namespace {

/// Go prints whole branches in its messages; what is longer than this is cut, as nobody reads it.
constexpr std::size_t longestPrint = 1U << 16U;

void append(std::string &out, const Node &node);

void appendJoined(std::string &out, const std::vector<std::unique_ptr<Node>> &nodes, const char *separator)
{
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (i > 0)
            out += separator;
        append(out, *nodes[i]);
    }
}

void appendParenthesised(std::string &out, const Node &node)
{
    const bool pipe = node.kind == NodeKind::Pipe;
    out += pipe ? "(" : "";
    append(out, node);
    out += pipe ? ")" : "";
}

void appendBranch(std::string &out, const Node &node, const char *keyword)
{
    out += "{{" + std::string(keyword) + " ";
    append(out, *node.pipe);
    out += "}}";
    append(out, *node.list);
    if (node.elseList) {
        out += "{{else}}";
        append(out, *node.elseList);
    }
    out += "{{end}}";
}

void appendNames(std::string &out, const Node &node)
{
    for (std::size_t i = 0; i < node.names.size(); ++i) {
        if (i > 0 || node.kind != NodeKind::Variable)
            out += '.';
        out += node.names[i];
    }
}

void append(std::string &out, const Node &node)
{
    if (out.size() > longestPrint)
        return;
    switch (node.kind) {
    case NodeKind::List:
        appendJoined(out, node.nodes, "");
        break;
    case NodeKind::Action:
        out += "{{";
        append(out, *node.pipe);
        out += "}}";
        break;
    case NodeKind::Break:
        out += "{{break}}";
        break;
    case NodeKind::Continue:
        out += "{{continue}}";
        break;
    case NodeKind::If:
        appendBranch(out, node, "if");
        break;
    case NodeKind::Range:
        appendBranch(out, node, "range");
        break;
    case NodeKind::With:
        appendBranch(out, node, "with");
        break;
    case NodeKind::Template:
        out += "{{template " + quoted(node.text);
        if (node.pipe) {
            out += ' ';
            append(out, *node.pipe);
        }
        out += "}}";
        break;
    case NodeKind::Pipe:
        if (!node.variables.empty()) {
            appendJoined(out, node.variables, ", ");
            out += node.assigns && !node.assignsAsDeclared ? " = " : " := ";
        }
        appendJoined(out, node.nodes, " | ");
        break;
    case NodeKind::Command:
        for (std::size_t i = 0; i < node.nodes.size(); ++i) {
            out += i > 0 ? " " : "";
            appendParenthesised(out, *node.nodes[i]);
        }
        break;
    case NodeKind::Chain:
        appendParenthesised(out, *node.operand);
        appendNames(out, node);
        break;
    case NodeKind::Field:
    case NodeKind::Variable:
        appendNames(out, node);
        break;
    case NodeKind::End:
        out += "{{end}}";
        break;
    case NodeKind::Else:
        out += "{{else}}";
        break;
    case NodeKind::Dot:
    case NodeKind::Nil:
    case NodeKind::Text:
    case NodeKind::Identifier:
    case NodeKind::Bool:
    case NodeKind::Number:
    case NodeKind::String:
        out += node.text;
        break;
    }
}

} // namespace

std::string printNode(const Node &node)
{
    std::string text;
    append(text, node);
    return text;
}

bool isEmptyTree(const Node *node)
{
    if (!node)
        return true;
    if (node->kind == NodeKind::List)
        return std::ranges::all_of(node->nodes, [](const auto &each) { return isEmptyTree(each.get()); });
    return node->kind == NodeKind::Text && node->text.find_first_not_of(" \t\r\n\v\f") == std::string::npos;
}

} // namespace templates
