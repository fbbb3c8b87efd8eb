#pragma once

#include "base/byterange.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace templates {

enum class NodeKind {
    List,
    Text,
    Action,
    Break,
    Continue,
    If,
    Range,
    With,
    /// `{{template "name" pipeline}}`, and what a `{{block}}` leaves in its place.
    Template,
    Pipe,
    Command,
    /// `.A.B`
    Field,
    /// `$x.A`
    Variable,
    /// `(…).A` or `f.A`: fields of what `operand` gives.
    Chain,
    /// A function.
    Identifier,
    Dot,
    Nil,
    Bool,
    Number,
    String,
    // Only while parsing.
    End,
    Else,
};

/// A number may be several: `1` is an integer and a float.
struct Number
{
    bool isInteger = false;
    bool isUnsigned = false;
    bool isFloat = false;
    bool isComplex = false;
    std::int64_t integer = 0;
    std::uint64_t unsignedInteger = 0;
    double real = 0;
    double imaginary = 0;
};

/// A node of a template's tree, as Go builds it.
struct Node
{
    NodeKind kind = NodeKind::List;
    /// Bytes of the template.
    base::ByteRange range;
    /// Where Go says that the node is; not always where it begins.
    std::size_t position = 0;
    /// As written: text, identifier, literal; of a Template its name.
    std::string text;
    /// Decoded, of a String.
    std::string value;
    /// Of Field, Variable (with its `$`) and Chain.
    std::vector<std::string> names;
    Number number;
    bool truth = false;

    /// Of a List its nodes, of a Pipe its commands, of a Command its words.
    std::vector<std::unique_ptr<Node>> nodes;
    /// Of a Pipe: the variables that it declares or assigns.
    std::vector<std::unique_ptr<Node>> variables;
    bool assigns = false;
    /// Prometheus 2 was built with a Go that words assignments as declarations.
    bool assignsAsDeclared = false;
    /// Of Action, If, Range, With and Template (may be null there).
    std::unique_ptr<Node> pipe;
    std::unique_ptr<Node> list;
    /// Null without `{{else}}`.
    std::unique_ptr<Node> elseList;
    /// Of a Chain.
    std::unique_ptr<Node> operand;
};

/// The node as Go prints it in its messages.
[[nodiscard]] std::string printNode(const Node &node);

/// Whether there is nothing but space.
[[nodiscard]] bool isEmptyTree(const Node *node);

/// Calls `visit` for every node, parents before children.
template <class Visit> void walk(const Node &node, const Visit &visit)
{
    visit(node);
    for (const auto *children : {&node.variables, &node.nodes}) {
        for (const std::unique_ptr<Node> &child : *children)
            walk(*child, visit);
    }
    for (const std::unique_ptr<Node> *child : {&node.operand, &node.pipe, &node.list, &node.elseList}) {
        if (*child)
            walk(**child, visit);
    }
}

} // namespace templates
