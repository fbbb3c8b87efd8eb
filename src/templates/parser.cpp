#include "templates/parser.h"

#include "promql/dialects.h"
#include "templates/functions.h"
#include "templates/lexer.h"
#include "templates/literals.h"
#include "templates/runes.h"

#include <algorithm>
#include <array>

namespace templates {

namespace {

/// Blocks, parentheses and `else if` within each other; people stay below ten.
constexpr int deepest = 400;

constexpr std::string_view prologue = "{{$labels := .Labels}}{{$externalLabels := .ExternalLabels}}"
                                      "{{$externalURL := .ExternalURL}}{{$value := .Value}}";
constexpr std::array<const char *, 5> predefined = {"$", "$labels", "$externalLabels", "$externalURL", "$value"};

} // namespace

Place placeOf(std::string_view text, std::size_t offset)
{
    const std::string_view before = text.substr(0, offset);
    const std::size_t newline = before.rfind('\n');
    Place place;
    place.line = 1 + static_cast<std::size_t>(std::ranges::count(before, '\n'));
    place.column = newline == std::string_view::npos ? prologue.size() + offset : offset - newline - 1;
    return place;
}

/// Go's parser, with its look-ahead, so that its messages name the same tokens and lines.
class Parser
{
public:
    explicit Parser(Template &result) : m_result(result), m_lexer(result.m_text) {}

    void run()
    {
        try {
            m_variables.assign(predefined.begin(), predefined.end());
            m_result.m_root = parseAll();
        } catch (ParseError &error) {
            m_result.m_error = std::move(error);
            m_result.m_root.reset();
            m_result.m_definitions.clear();
        }
    }

private:
    using NodePtr = std::unique_ptr<Node>;

    class Nesting
    {
    public:
        explicit Nesting(Parser &parser) : m_parser(parser)
        {
            if (++m_parser.m_depth > deepest)
                m_parser.fail("nested too deeply", m_parser.m_tokens[0].range);
        }
        ~Nesting() { --m_parser.m_depth; }
        Nesting(const Nesting &) = delete;
        Nesting &operator=(const Nesting &) = delete;

    private:
        Parser &m_parser;
    };

    [[noreturn]] void fail(std::string message, base::ByteRange range, ParseErrorKind kind = ParseErrorKind::Syntax,
                           std::string name = {})
    {
        throw ParseError{kind, std::move(message), std::move(name), m_tokens[0].line, range};
    }
    [[noreturn]] void unexpected(const Token &token, const std::string &context)
    {
        if (token.kind != TokenKind::Error)
            fail("unexpected " + tokenName(token) + " in " + context, token.range);
        std::string extra;
        if (m_actionLine != 0 && m_actionLine != token.line)
            extra = (token.text.ends_with(" action") ? " started at " : " in action started at ") +
                    std::string("NAME:") + std::to_string(m_actionLine);
        fail(token.text + extra, token.range);
    }

    Token next()
    {
        if (m_peeked > 0)
            --m_peeked;
        else
            m_tokens[0] = m_lexer.next();
        return m_tokens[m_peeked];
    }
    void backup() { ++m_peeked; }
    Token peek()
    {
        if (m_peeked > 0)
            return m_tokens[m_peeked - 1];
        m_peeked = 1;
        m_tokens[0] = m_lexer.next();
        return m_tokens[0];
    }
    Token nextNonSpace()
    {
        Token token = next();
        while (token.kind == TokenKind::Space)
            token = next();
        return token;
    }
    Token peekNonSpace()
    {
        Token token = nextNonSpace();
        backup();
        return token;
    }
    Token expect(TokenKind kind, const std::string &context)
    {
        Token token = nextNonSpace();
        if (token.kind != kind)
            unexpected(token, context);
        return token;
    }

    static NodePtr make(NodeKind kind, const Token &token)
    {
        auto node = std::make_unique<Node>();
        node->kind = kind;
        node->range = token.range;
        node->position = token.range.start;
        node->text = token.text;
        return node;
    }
    std::string unquoted(const Token &token)
    {
        std::optional<std::string> value = unquote(token.text);
        if (!value)
            fail("invalid syntax", token.range);
        return std::move(*value);
    }

    NodePtr parseAll()
    {
        NodePtr root = make(NodeKind::List, peek());
        while (peek().kind != TokenKind::EndOfText) {
            if (peek().kind == TokenKind::LeftDelimiter) {
                const Token delimiter = next();
                if (nextNonSpace().kind == TokenKind::Define) {
                    parseDefinition();
                    continue;
                }
                m_tokens[1] = delimiter;
                m_peeked = 2;
            }
            NodePtr node = textOrAction();
            if (node->kind == NodeKind::End || node->kind == NodeKind::Else)
                fail("unexpected " + printNode(*node), node->range);
            root->nodes.push_back(std::move(node));
        }
        return root;
    }

    /// The parts of a definition know neither the variables nor the loops around it.
    template <class Parse> void inOwnScope(const Parse &parse)
    {
        std::vector<std::string> variables = std::exchange(m_variables, {"$"});
        const int loops = std::exchange(m_loops, 0);
        parse();
        m_variables = std::move(variables);
        m_loops = loops;
    }

    void addDefinition(const std::string &name, NodePtr list, base::ByteRange range)
    {
        NodePtr &known = m_result.m_definitions[name];
        if (isEmptyTree(known.get()))
            known = std::move(list);
        else if (!isEmptyTree(list.get()))
            fail("template: multiple definition of template " + quoted(name), range);
    }

    void parseDefinition()
    {
        const std::string context = "define clause";
        const Token token = nextNonSpace();
        if (token.kind != TokenKind::String && token.kind != TokenKind::RawString)
            unexpected(token, context);
        const std::string name = unquoted(token);
        (void)expect(TokenKind::RightDelimiter, context);
        inOwnScope([&] {
            auto [list, end] = itemList();
            if (end->kind != NodeKind::End)
                fail("unexpected " + printNode(*end) + " in " + context, end->range);
            addDefinition(name, std::move(list), token.range);
        });
    }

    std::pair<NodePtr, NodePtr> itemList()
    {
        const Nesting nesting(*this);
        NodePtr list = make(NodeKind::List, peekNonSpace());
        while (peekNonSpace().kind != TokenKind::EndOfText) {
            NodePtr node = textOrAction();
            if (node->kind == NodeKind::End || node->kind == NodeKind::Else)
                return {std::move(list), std::move(node)};
            list->nodes.push_back(std::move(node));
        }
        fail("unexpected EOF", m_tokens[0].range);
    }

    NodePtr textOrAction()
    {
        const Token token = nextNonSpace();
        if (token.kind == TokenKind::Text)
            return make(NodeKind::Text, token);
        if (token.kind != TokenKind::LeftDelimiter)
            unexpected(token, "input");
        m_actionLine = token.line;
        NodePtr node = action();
        m_actionLine = 0;
        return node;
    }

    NodePtr action()
    {
        const Token token = nextNonSpace();
        switch (token.kind) {
        case TokenKind::Block:
            return blockControl();
        case TokenKind::Break:
            return loopControl(token, NodeKind::Break);
        case TokenKind::Continue:
            return loopControl(token, NodeKind::Continue);
        case TokenKind::Else:
            return elseControl();
        case TokenKind::End:
            return make(NodeKind::End, expect(TokenKind::RightDelimiter, "end"));
        case TokenKind::If:
            return control(NodeKind::If, "if");
        case TokenKind::Range:
            return control(NodeKind::Range, "range");
        case TokenKind::With:
            return control(NodeKind::With, "with");
        case TokenKind::Template:
            return templateControl();
        default:
            break;
        }
        backup();
        NodePtr node = make(NodeKind::Action, peek());
        node->pipe = pipeline("command", TokenKind::RightDelimiter);
        node->range = node->pipe->range;
        return node;
    }

    NodePtr loopControl(const Token &keyword, NodeKind kind)
    {
        const std::string name = "{{" + keyword.text + "}}";
        const Token token = nextNonSpace();
        if (token.kind != TokenKind::RightDelimiter)
            unexpected(token, name);
        if (m_loops == 0)
            fail(name + " outside {{range}}", keyword.range);
        return make(kind, keyword);
    }

    NodePtr elseControl()
    {
        const Token token = peekNonSpace();
        const bool chains =
            token.kind == TokenKind::If ||
            (token.kind == TokenKind::With && promql::knows(m_result.m_dialect, promql::Novelty::TemplateElseWith));
        return make(NodeKind::Else, chains ? token : expect(TokenKind::RightDelimiter, "else"));
    }

    NodePtr control(NodeKind kind, const std::string &context)
    {
        const Nesting nesting(*this);
        const std::size_t variables = m_variables.size();
        auto node = std::make_unique<Node>();
        node->kind = kind;
        node->pipe = pipeline(context, TokenKind::RightDelimiter);
        node->position = node->pipe->position;
        node->range = node->pipe->range;
        m_loops += kind == NodeKind::Range ? 1 : 0;
        NodePtr end;
        std::tie(node->list, end) = itemList();
        m_loops -= kind == NodeKind::Range ? 1 : 0;
        if (end->kind == NodeKind::Else) {
            const TokenKind follows = peek().kind;
            const bool chains = (kind == NodeKind::If && follows == TokenKind::If) ||
                                (kind == NodeKind::With && follows == TokenKind::With);
            if (chains) {
                // One {{end}} closes the whole chain.
                const Token token = next();
                node->elseList = make(NodeKind::List, token);
                node->elseList->nodes.push_back(control(kind, context));
            } else {
                std::tie(node->elseList, end) = itemList();
                if (end->kind != NodeKind::End)
                    fail("expected end; found " + printNode(*end), end->range);
            }
        }
        m_variables.resize(variables);
        return node;
    }

    NodePtr blockControl()
    {
        const std::string context = "block clause";
        const Token token = nextNonSpace();
        NodePtr node = templateNode(token, context);
        node->pipe = pipeline(context, TokenKind::RightDelimiter);
        inOwnScope([&] {
            auto [list, end] = itemList();
            if (end->kind != NodeKind::End)
                fail("unexpected " + printNode(*end) + " in " + context, end->range);
            addDefinition(node->text, std::move(list), token.range);
        });
        return node;
    }

    NodePtr templateControl()
    {
        const std::string context = "template clause";
        NodePtr node = templateNode(nextNonSpace(), context);
        if (nextNonSpace().kind != TokenKind::RightDelimiter) {
            backup();
            node->pipe = pipeline(context, TokenKind::RightDelimiter);
        }
        return node;
    }

    NodePtr templateNode(const Token &token, const std::string &context)
    {
        if (token.kind != TokenKind::String && token.kind != TokenKind::RawString)
            unexpected(token, context);
        NodePtr node = make(NodeKind::Template, token);
        node->text = unquoted(token);
        return node;
    }

    void declarations(Node &pipe, const std::string &context)
    {
        for (;;) {
            const Token variable = peekNonSpace();
            if (variable.kind != TokenKind::Variable)
                return;
            (void)next();
            // Telling `$x foo` from `$x := foo` takes three tokens, as spaces are tokens.
            const Token after = peek();
            const Token operation = peekNonSpace();
            const bool comma = operation.kind == TokenKind::Character && operation.text == ",";
            if (operation.kind == TokenKind::Assign || operation.kind == TokenKind::Declare || comma) {
                pipe.assigns = operation.kind == TokenKind::Assign;
                pipe.assignsAsDeclared = m_result.m_dialect.major < 3;
                (void)nextNonSpace();
                NodePtr node = make(NodeKind::Variable, variable);
                node->names = {variable.text};
                pipe.variables.push_back(std::move(node));
                m_variables.push_back(variable.text);
                if (!comma)
                    return;
                if (context != "range" || pipe.variables.size() >= 2)
                    fail("too many declarations in " + context, operation.range);
                const TokenKind follows = peekNonSpace().kind;
                if (follows != TokenKind::Variable && follows != TokenKind::RightDelimiter &&
                    follows != TokenKind::RightParenthesis)
                    fail("range can only initialize variables", peekNonSpace().range);
                continue;
            }
            if (after.kind == TokenKind::Space) {
                m_tokens[1] = after;
                m_tokens[2] = variable;
                m_peeked = 3;
            } else {
                m_tokens[1] = variable;
                m_peeked = 2;
            }
            return;
        }
    }

    NodePtr pipeline(const std::string &context, TokenKind end)
    {
        const Nesting nesting(*this);
        NodePtr pipe = make(NodeKind::Pipe, peekNonSpace());
        pipe->text.clear();
        declarations(*pipe, context);
        for (;;) {
            const Token token = nextNonSpace();
            if (token.kind == end) {
                if (pipe->nodes.empty())
                    fail("missing value for " + context, token.range);
                for (std::size_t i = 1; i < pipe->nodes.size(); ++i) {
                    const Node &first = *pipe->nodes[i]->nodes.front();
                    if (first.kind == NodeKind::Bool || first.kind == NodeKind::Dot || first.kind == NodeKind::Nil ||
                        first.kind == NodeKind::Number || first.kind == NodeKind::String)
                        fail("non executable command in pipeline stage " + std::to_string(i + 1), first.range);
                }
                pipe->range.end = pipe->nodes.back()->range.end;
                return pipe;
            }
            if (!startsOperand(token.kind))
                unexpected(token, context);
            backup();
            pipe->nodes.push_back(command());
        }
    }

    static bool startsOperand(TokenKind kind)
    {
        constexpr std::array kinds = {TokenKind::Bool,      TokenKind::CharacterConstant,
                                      TokenKind::Complex,   TokenKind::Dot,
                                      TokenKind::Field,     TokenKind::Identifier,
                                      TokenKind::Number,    TokenKind::Nil,
                                      TokenKind::RawString, TokenKind::String,
                                      TokenKind::Variable,  TokenKind::LeftParenthesis};
        return std::ranges::find(kinds, kind) != kinds.end();
    }

    NodePtr command()
    {
        NodePtr node = make(NodeKind::Command, peekNonSpace());
        node->text.clear();
        for (;;) {
            (void)peekNonSpace();
            if (NodePtr word = operand()) {
                node->range.end = word->range.end;
                node->nodes.push_back(std::move(word));
            }
            const Token token = next();
            if (token.kind == TokenKind::Space)
                continue;
            if (token.kind == TokenKind::RightDelimiter || token.kind == TokenKind::RightParenthesis)
                backup();
            else if (token.kind != TokenKind::Pipe)
                unexpected(token, "operand");
            break;
        }
        if (node->nodes.empty())
            fail("empty command", node->range);
        return node;
    }

    NodePtr operand()
    {
        NodePtr node = term();
        if (!node || peek().kind != TokenKind::Field)
            return node;
        const std::size_t position = peek().range.start;
        std::vector<std::string> names;
        std::size_t end = 0;
        while (peek().kind == TokenKind::Field) {
            const Token token = next();
            names.push_back(token.text.substr(1));
            end = token.range.end;
        }
        switch (node->kind) {
        case NodeKind::Field:
        case NodeKind::Variable:
            node->names.insert(node->names.end(), names.begin(), names.end());
            break;
        case NodeKind::Bool:
        case NodeKind::String:
        case NodeKind::Number:
        case NodeKind::Nil:
        case NodeKind::Dot:
            fail("unexpected . after term " + quoted(printNode(*node)), {position, end});
        default: {
            auto chain = std::make_unique<Node>();
            chain->kind = NodeKind::Chain;
            chain->range = node->range;
            chain->names = std::move(names);
            chain->operand = std::move(node);
            node = std::move(chain);
        }
        }
        node->position = position;
        node->range.end = end;
        return node;
    }

    NodePtr term()
    {
        const Token token = nextNonSpace();
        switch (token.kind) {
        case TokenKind::Identifier:
            if (!findFunction(token.text, m_result.m_dialect))
                fail("function " + quoted(token.text) + " not defined", token.range, ParseErrorKind::UnknownFunction,
                     token.text);
            return make(NodeKind::Identifier, token);
        case TokenKind::Dot:
            return make(NodeKind::Dot, token);
        case TokenKind::Nil:
            return make(NodeKind::Nil, token);
        case TokenKind::Variable: {
            if (std::ranges::find(m_variables, token.text) == m_variables.end())
                fail("undefined variable " + quoted(token.text), token.range, ParseErrorKind::UnknownVariable,
                     token.text);
            NodePtr node = make(NodeKind::Variable, token);
            node->names = {token.text};
            return node;
        }
        case TokenKind::Field: {
            NodePtr node = make(NodeKind::Field, token);
            node->names = {token.text.substr(1)};
            return node;
        }
        case TokenKind::Bool: {
            NodePtr node = make(NodeKind::Bool, token);
            node->truth = token.text == "true";
            return node;
        }
        case TokenKind::CharacterConstant:
        case TokenKind::Complex:
        case TokenKind::Number: {
            NodePtr node = make(NodeKind::Number, token);
            std::string error;
            const std::optional<Number> number = token.kind == TokenKind::Number    ? parseNumber(token.text, error)
                                                 : token.kind == TokenKind::Complex ? parseComplex(token.text, error)
                                                                                    : parseCharacter(token.text, error);
            if (!number)
                fail(error, token.range);
            node->number = *number;
            return node;
        }
        case TokenKind::LeftParenthesis: {
            NodePtr pipe = pipeline("parenthesized pipeline", TokenKind::RightParenthesis);
            return pipe;
        }
        case TokenKind::String:
        case TokenKind::RawString: {
            NodePtr node = make(NodeKind::String, token);
            node->value = unquoted(token);
            return node;
        }
        default:
            backup();
            return nullptr;
        }
    }

    Template &m_result;
    Lexer m_lexer;
    std::array<Token, 3> m_tokens;
    std::size_t m_peeked = 0;
    std::vector<std::string> m_variables;
    std::size_t m_actionLine = 0;
    int m_loops = 0;
    int m_depth = 0;
};

Template Template::parse(std::string text, const promql::Dialect &dialect)
{
    Template result;
    result.m_text = std::move(text);
    result.m_plain = result.m_text.find("{{") == std::string::npos;
    result.m_dialect = dialect;
    Parser(result).run();
    return result;
}

} // namespace templates
