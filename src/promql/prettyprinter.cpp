// The pretty form, with comments.
//
// Every comment belongs to one node and one place about it:
//   leading   on lines of its own before the node,
//   trailing  behind the node on its last line (and behind the comma, if one follows),
//   after     on lines of its own behind the node, before a closing parenthesis or the end.
// Which one is a matter of position alone: of the innermost node around the comment, the child behind it or, on the
// same line, before it. Comments within braces, brackets and label lists lead their whole selector or aggregation. A
// node with a comment below it is broken whatever its length. That makes the form a fixed point: printed comments are
// found again where they were put.
#include "promql/functions.h"
#include "promql/lexer.h"
#include "promql/printer.h"
#include "promql/printerparts.h"

#include <algorithm>
#include <unordered_map>
#include <vector>

namespace promql {

namespace {

struct Comments
{
    std::vector<std::string_view> leading;
    std::string_view trailing;
    std::vector<std::string_view> after;
    /// Some node below has comments.
    bool below = false;

    [[nodiscard]] bool any() const { return !leading.empty() || !trailing.empty() || !after.empty(); }
};

using CommentMap = std::unordered_map<const Expr *, Comments>;

/// Finds the node and place of each comment of a text.
class CommentFinder
{
public:
    explicit CommentFinder(const Tree &tree) : m_text(tree.text()), m_root(tree.root()) {}

    CommentMap find()
    {
        Lexer lexer(m_text);
        for (LexToken token = lexer.nextWithComments(); token.kind != TokenKind::EndOfInput;
             token = lexer.nextWithComments()) {
            if (token.kind == TokenKind::Comment)
                place(token);
        }
        return std::move(m_comments);
    }

private:
    void place(const LexToken &token)
    {
        std::string_view comment = m_text.substr(token.start, token.end - token.start);
        while (comment.ends_with(' ') || comment.ends_with('\t'))
            comment.remove_suffix(1);
        // The way from the root to the innermost node that has the comment inside.
        std::vector<const Expr *> path;
        const Expr *before = m_root->range.end <= token.start ? m_root : nullptr;
        const Expr *behind = m_root->range.start >= token.end ? m_root : nullptr;
        for (const Expr *next = before || behind ? nullptr : m_root; next;) {
            path.push_back(next);
            const Expr *const node = next;
            next = before = behind = nullptr;
            forEachChild(*node, [&](const Expr &child) {
                if (child.range.end <= token.start)
                    before = &child;
                else if (child.range.start >= token.end)
                    behind = behind ? behind : &child;
                else
                    next = &child;
            });
            if (node->kind == ExprKind::MatrixSelector || node->kind == ExprKind::Subquery) {
                before = behind = nullptr;
                next = node->kind == ExprKind::Subquery ? next : nullptr;
            }
        }
        const auto ancestorsHaveComments = [&] {
            for (const Expr *ancestor : path)
                m_comments[ancestor].below = true;
        };
        if (before && onSameLine(before->range.end, token.start)) {
            ancestorsHaveComments();
            m_comments[before].trailing = comment;
            return;
        }
        if (behind && (path.empty() || path.back()->kind != ExprKind::UnaryExpr)) {
            ancestorsHaveComments();
            m_comments[behind].leading.push_back(comment);
            return;
        }
        if (before) {
            ancestorsHaveComments();
            m_comments[before].after.push_back(comment);
            return;
        }
        // Inside a leaf: before the outermost node that begins with it.
        while (path.size() > 1 && (path[path.size() - 2]->range.start == path.back()->range.start ||
                                   path[path.size() - 2]->kind == ExprKind::UnaryExpr))
            path.pop_back();
        const Expr *owner = path.back();
        path.pop_back();
        ancestorsHaveComments();
        m_comments[owner].leading.push_back(comment);
    }

    [[nodiscard]] bool onSameLine(std::size_t from, std::size_t to) const
    {
        return m_text.substr(from, to - from).find_first_of("\r\n") == std::string_view::npos;
    }

    std::string_view m_text;
    const Expr *m_root;
    CommentMap m_comments;
};

class PrettyPrinter
{
public:
    PrettyPrinter(const Expr &root, CommentMap comments, std::size_t lineLength)
        : m_comments(std::move(comments)), m_lengths(printedLengths(root)), m_lineLength(lineLength)
    {}

    std::string run(const Expr &root)
    {
        writeItem(root, 0, "");
        return std::move(m_out);
    }

private:
    [[nodiscard]] const Comments *commentsOf(const Expr &expr) const
    {
        const auto found = m_comments.find(&expr);
        return found == m_comments.end() ? nullptr : &found->second;
    }

    [[nodiscard]] bool breaks(const Expr &expr) const
    {
        const Comments *comments = commentsOf(expr);
        return (comments && comments->below) || m_lengths.at(&expr) > m_lineLength;
    }

    void newLine(std::size_t level)
    {
        m_out += '\n';
        m_out.append(level * 2, ' ');
    }

    /// The node on lines of its own, with its comments; `behind` follows it at once. At the first line's indentation.
    void writeItem(const Expr &expr, std::size_t level, std::string_view behind)
    {
        const Comments *comments = commentsOf(expr);
        if (comments) {
            for (const std::string_view comment : comments->leading) {
                m_out += comment;
                newLine(level);
            }
        }
        write(expr, level);
        m_out += behind;
        if (!comments)
            return;
        if (!comments->trailing.empty()) {
            m_out += ' ';
            m_out += comments->trailing;
        }
        for (const std::string_view comment : comments->after) {
            newLine(level);
            m_out += comment;
        }
    }

    void writeIndented(const Expr &expr, std::size_t level, std::string_view behind)
    {
        // Behind an operator without left side on the line, the indentation is written already.
        m_out.append(level * 2, ' ');
        writeItem(expr, level, behind);
    }

    void write(const Expr &expr, std::size_t level)
    {
        switch (expr.kind) {
        case ExprKind::Subquery: {
            const auto &node = static_cast<const Subquery &>(expr);
            writeItem(*node.expr, level, "");
            appendSubquerySuffix(m_out, node);
            return;
        }
        case ExprKind::UnaryExpr: {
            const auto &node = static_cast<const UnaryExpr &>(expr);
            m_out += node.negative ? '-' : '+';
            writeOperand(*node.expr, level);
            return;
        }
        default:
            break;
        }
        if (!breaks(expr)) {
            m_out += print(&expr);
            return;
        }
        switch (expr.kind) {
        case ExprKind::Call: {
            const auto &node = static_cast<const Call &>(expr);
            m_out += node.name.value;
            writeArguments(node.arguments, level);
            return;
        }
        case ExprKind::Aggregation: {
            const auto &node = static_cast<const Aggregation &>(expr);
            appendAggregationHead(m_out, node);
            if (node.parameter) {
                const Expr *const both[] = {node.parameter, node.expr};
                writeArguments(both, level);
            } else {
                writeArguments({&node.expr, 1}, level);
            }
            return;
        }
        case ExprKind::ParenExpr:
            writeArguments({&static_cast<const ParenExpr &>(expr).expr, 1}, level);
            return;
        case ExprKind::BinaryExpr:
            writeBinary(static_cast<const BinaryExpr &>(expr), level);
            return;
        default:
            m_out += print(&expr);
        }
    }

    /// What stands behind a sign: the first line is not indented, as the sign is.
    void writeOperand(const Expr &expr, std::size_t level)
    {
        if (const auto *binary = as<BinaryExpr>(&expr); binary && breaks(expr)) {
            // The formatter trims the left side's indentation here.
            writeItem(*binary->lhs, level + 1, "");
            newLine(level);
            appendOperator(m_out, *binary);
            newLine(level + 1);
            writeItem(*binary->rhs, level + 1, "");
            return;
        }
        writeItem(expr, level, "");
    }

    void writeArguments(std::span<const Expr *const> arguments, std::size_t level)
    {
        m_out += '(';
        for (std::size_t i = 0; i < arguments.size(); ++i) {
            m_out += '\n';
            writeIndented(*arguments[i], level + 1, i + 1 < arguments.size() ? "," : "");
        }
        newLine(level);
        m_out += ')';
    }

    /// At the indentation of the operator, which is less than that of the left side.
    void writeBinary(const BinaryExpr &node, std::size_t level)
    {
        m_out.append(2, ' ');
        writeItem(*node.lhs, level + 1, "");
        newLine(level);
        appendOperator(m_out, node);
        newLine(level + 1);
        writeItem(*node.rhs, level + 1, "");
    }

    CommentMap m_comments;
    PrintedLengths m_lengths;
    std::size_t m_lineLength;
    std::string m_out;
};

/// Whether the tree is higher than anybody would read indented, or than the stack allows.
bool tooHigh(const Expr &root)
{
    constexpr std::size_t maximumLevels = 1000;
    std::vector<const Expr *> level{&root};
    std::vector<const Expr *> below;
    for (std::size_t height = 0; !level.empty(); ++height) {
        if (height > maximumLevels)
            return true;
        below.clear();
        for (const Expr *node : level)
            forEachChild(*node, [&below](const Expr &child) { below.push_back(&child); });
        level.swap(below);
    }
    return false;
}

} // namespace

std::string prettyPrint(const Tree &tree, std::size_t lineLength)
{
    if (!tree.valid() || tooHigh(*tree.root()))
        return std::string(tree.text());
    return PrettyPrinter(*tree.root(), CommentFinder(tree).find(), lineLength).run(*tree.root());
}

std::string prettyPrint(const Expr *expr, std::size_t lineLength)
{
    if (tooHigh(*expr))
        return print(expr);
    return PrettyPrinter(*expr, {}, lineLength).run(*expr);
}

} // namespace promql
