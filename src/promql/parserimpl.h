#pragma once

#include "promql/arena.h"
#include "promql/completion.h"
#include "promql/dialects.h"
#include "promql/functions.h"
#include "promql/lexer.h"
#include "promql/regex.h"
#include "promql/treedata.h"

#include <initializer_list>

namespace promql {

/// A recovering parser: operators by precedence, everything else by recursive descent. It follows the grammar of
/// Prometheus 3.14 and says, where the dialect is older or a feature is off, what the text would need.
///
/// Recovery: a missing operand becomes an Error node; a bracket that is missing is reported and then taken as read when
/// the next token tells that it was meant; what fits nowhere is skipped or kept as salvaged node at the end.
class Parser
{
public:
    explicit Parser(Tree::Data &data);
    void run();
    /// run(), and what the grammar allows at `offset`.
    [[nodiscard]] CompletionContext completeAt(std::size_t offset);

private:
    /// Nesting is bounded because the parser and its users recurse. A chain of operators of one precedence nests to the
    /// left, where nobody recurses.
    static constexpr unsigned maximumNesting = 500;
    static constexpr unsigned maximumHeight = 4000;

    /// An opening parenthesis that is not closed yet, in a list from the innermost one outwards.
    struct Open
    {
        LexToken token;
        const Open *outer = nullptr;
    };

    /// Keeps an opening parenthesis among the open ones for as long as it lives; another token counts for nothing.
    class OpenParenthesis
    {
    public:
        OpenParenthesis(const Open *&innermost, const LexToken &token)
            : m_innermost(innermost), m_open{token, innermost}
        {
            if (token.kind == TokenKind::LeftParen)
                innermost = &m_open;
        }
        ~OpenParenthesis() { m_innermost = m_open.outer; }
        OpenParenthesis(const OpenParenthesis &) = delete;
        OpenParenthesis &operator=(const OpenParenthesis &) = delete;

    private:
        const Open *&m_innermost;
        Open m_open;
    };

    /// The place that completion asks about.
    struct Cursor
    {
        std::size_t offset = 0;
        CompletionContext context;
        bool found = false;
        /// The token that follows the place, or that it is in.
        std::size_t token = 0;
        /// Later offers do not count: the token is wrong here, or was read.
        bool closed = false;
        bool inBraces = false;
    };

    /// An expression and the height of its tree.
    struct Parsed
    {
        Expr *expr = nullptr;
        unsigned height = 1;
    };
    using Nodes = Gathered<const Expr *, 6>;

    // parser.cpp
    Parsed parseTopLevel();
    Parsed parseExpression(int minimumPrecedence);
    Parsed parseOperand();
    Parsed parsePrimary();
    Parsed parseParenthesized();
    Parsed parseBinaryTail(Parsed lhs, BinaryOp op);
    Parsed parseName();
    Parsed missingOperand();
    void strayToken();
    Parsed parseStrayGrouping(Parsed operand);
    Parsed tooDeep(std::size_t start);
    void foldSign(NumberLiteral &number, bool negative, std::size_t start);
    Expr *errorNode(base::ByteRange range, std::span<const Expr *const> salvaged = {},
                    ValueType type = ValueType::None);

    // parsercalls.cpp
    Parsed parseCall(const LexToken &name);
    Parsed parseAggregation(const LexToken &op);
    /// Of the function of that name, of an aggregation when it is null. At the opening parenthesis; reads the closing
    /// one.
    unsigned parseArguments(Nodes &arguments, const LexToken *function);
    Parsed makeAggregation(const LexToken &op, Aggregation *node, const Nodes &arguments, unsigned height);
    std::span<const Name> parseGroupingLabels();
    void checkGroupingLabel(std::string_view name);
    [[nodiscard]] bool labelListFollows(bool (*behind)(TokenKind)) const;
    [[nodiscard]] static bool standsBehindList(TokenKind kind);
    void parseMatching(BinaryExpr &node);
    bool parseFillValue(double &value);
    void checkFunction(const Function *function, const LexToken &name);

    // parserselectors.cpp
    Parsed parseSelector(const LexToken *name);
    void parseMatchers(VectorSelector &selector);
    bool parseMatcher(LabelMatcher &matcher);
    void checkMatcher(const LabelMatcher &matcher);
    [[nodiscard]] bool matcherFollows() const;
    [[nodiscard]] bool braceIsMissing() const;
    Parsed parsePostfix(Parsed operand);
    Parsed parseBrackets(Parsed operand);
    void parseOffset(Expr &operand);
    void parseAt(Expr &operand);
    void parseExtension(Expr &operand);
    Modifiers *modifiersOf(Expr &operand);

    // parserdurations.cpp
    const DurationExpr *parseRangeDuration();
    const DurationExpr *parseOffsetDuration();
    const DurationExpr *parseDuration(int minimumPrecedence);
    const DurationExpr *parseDurationOperand();
    const DurationExpr *parseDurationLiteral();
    const DurationExpr *parseDurationCall();
    const DurationExpr *negated(const DurationExpr *duration, const LexToken &sign);
    const DurationExpr *wrapped(const DurationExpr *inner, std::size_t start, std::size_t end);
    const DurationExpr *missingDuration();
    void durationExpressionUsed(base::ByteRange range);
    double numberValue(const LexToken &token);
    double durationValue(const LexToken &token);

    // Tokens
    void advance();
    void reportTokenErrors();
    /// Leaves out the token at hand, which was reported; the next one is not reported for the same reason.
    void skip();
    [[nodiscard]] TokenKind kind() const { return m_token.kind; }
    [[nodiscard]] bool at(TokenKind wanted) const { return m_token.kind == wanted; }
    [[nodiscard]] std::string_view textOf(const LexToken &token) const
    {
        return std::string_view(m_data.text).substr(token.start, token.end - token.start);
    }
    [[nodiscard]] LexToken peek() const
    {
        Lexer ahead = m_lexer;
        return ahead.next();
    }
    [[nodiscard]] static bool startsOperand(TokenKind wanted);
    std::string_view stringValue(const LexToken &token);

    // completion.cpp
    /// Says what may stand at the token at hand; offers before it is read add up.
    void offer(CompletionKinds kinds)
    {
        if (m_cursor)
            offerHere(kinds);
    }
    [[nodiscard]] static CompletionKinds operandKinds()
    {
        return {CompletionKind::Metric, CompletionKind::Function, CompletionKind::Aggregation};
    }
    void offerHere(CompletionKinds kinds);
    void offerInBraces(CompletionKinds kinds, std::string_view label = {});
    void offerMatchOperator(std::string_view label)
    {
        // A string right here is a value whose operator is missing.
        offerInBraces(at(TokenKind::String) ? CompletionKinds{CompletionKind::LabelValue}
                                            : CompletionKinds{CompletionKind::Operator},
                      label);
    }
    bool reconsider();
    void finishBraces(const VectorSelector &selector);

    // Diagnostics
    void report(base::ByteRange range, base::Text text, const char *check = "promql/syntax");
    /// "unexpected … in …, expected …" about the token at hand; both may be empty. Silent right behind another error.
    void unexpected(const char *context = "", const char *expected = "");
    void unexpectedBehind();
    /// `what` is newer than the dialect.
    void needsVersion(base::ByteRange range, std::string what, Novelty novelty);
    void needsVersion(base::ByteRange range, std::string what, Version version);
    void needsFeature(base::ByteRange range, std::string what, const char *feature);
    [[nodiscard]] bool lacks(Novelty novelty) const { return m_version < since(novelty); }

    Tree::Data &m_data;
    Lexer m_lexer;
    Version m_version;
    RegexDialect m_regexDialect;
    LexToken m_token;
    /// The end of the last token that was read.
    std::size_t m_end = 0;
    /// Tokens up to here are not reported (again): they are wrong already, or only a consequence. npos: none yet.
    std::size_t m_errorOffset = std::string_view::npos;
    unsigned m_depth = 0;
    const Open *m_innermost = nullptr;
    /// How many aggregations' arguments are being read.
    unsigned m_aggregations = 0;
    bool m_endReported = false;
    Cursor *m_cursor = nullptr;
};

/// Whether the word may be a metric's name although it is a keyword.
[[nodiscard]] bool isMetricName(TokenKind kind);
/// Whether the word may be a label's name in a list of labels although it is a keyword.
[[nodiscard]] bool isLabelName(TokenKind kind);

/// Appends Prometheus's complaints about types; `typecheck.cpp`.
void checkTypes(Tree::Data &data);

} // namespace promql
