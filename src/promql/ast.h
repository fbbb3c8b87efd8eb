#pragma once

#include "base/byterange.h"

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

/// The PromQL tree. Nodes live in the arena of the Tree that made them and are immutable afterwards; string views point
/// into the Tree's source text or arena. Ranges are byte offsets of the expression's text.
namespace promql {

enum class ValueType : std::uint8_t { None, Scalar, String, InstantVector, RangeVector };

enum class ExprKind : std::uint8_t {
    NumberLiteral,
    StringLiteral,
    VectorSelector,
    MatrixSelector,
    Subquery,
    Call,
    Aggregation,
    BinaryExpr,
    UnaryExpr,
    ParenExpr,
    /// Stands where an operand is missing or unreadable; may hold what could be salvaged.
    Error,
};

struct Expr
{
    ExprKind kind;
    ValueType type = ValueType::None;
    base::ByteRange range;
};

enum class MatchOp : std::uint8_t { Equal, NotEqual, RegexMatch, RegexNoMatch };

struct LabelMatcher
{
    MatchOp op = MatchOp::Equal;
    /// Decoded; "__name__" for the bare quoted name in `{"my.metric"}`.
    std::string_view name;
    std::string_view value;
    base::ByteRange range;
    base::ByteRange nameRange;
    base::ByteRange valueRange;
};

/// A label or metric name with its place.
struct Name
{
    std::string_view value;
    base::ByteRange range;
};

enum class DurationOp : std::uint8_t {
    Literal,
    Add,
    Sub,
    Mul,
    Div,
    Mod,
    Pow,
    Negate,
    Paren,
    Step,
    Range,
    MinOf,
    MaxOf
};

/// A duration of a range, subquery or offset: a literal (seconds) or, where the dialect allows, an expression.
struct DurationExpr
{
    DurationOp op = DurationOp::Literal;
    double seconds = 0;
    /// A literal with a unit (`5m`), not a bare number of seconds.
    bool hasUnit = false;
    const DurationExpr *lhs = nullptr;
    const DurationExpr *rhs = nullptr;
    base::ByteRange range;
};

enum class AtKind : std::uint8_t { None, Timestamp, Start, End };

/// What may follow a selector or subquery: `offset`, `@`, and `anchored` / `smoothed`.
struct Modifiers
{
    const DurationExpr *offset = nullptr;
    base::ByteRange offsetRange;
    AtKind at = AtKind::None;
    double atSeconds = 0;
    base::ByteRange atRange;
    bool anchored = false;
    bool smoothed = false;
};

struct NumberLiteral : Expr
{
    double value = 0;
    /// Written as a duration (`5m` used as a number).
    bool duration = false;
};

struct StringLiteral : Expr
{
    std::string_view value;
};

struct VectorSelector : Expr
{
    /// The name before the braces; empty when there is none.
    Name metric;
    /// All matchers, without one for `metric`.
    std::span<const LabelMatcher> matchers;
    Modifiers modifiers;
};

struct MatrixSelector : Expr
{
    const VectorSelector *selector = nullptr;
    const DurationExpr *window = nullptr;
    Modifiers modifiers;
};

struct Subquery : Expr
{
    const Expr *expr = nullptr;
    const DurationExpr *window = nullptr;
    /// Null for the default step.
    const DurationExpr *step = nullptr;
    Modifiers modifiers;
};

struct Function;

struct Call : Expr
{
    Name name;
    /// Null for an unknown function.
    const Function *function = nullptr;
    std::span<const Expr *const> arguments;
};

enum class AggregateOp : std::uint8_t {
    Sum,
    Avg,
    Count,
    Min,
    Max,
    Group,
    Stddev,
    Stdvar,
    Topk,
    Bottomk,
    CountValues,
    Quantile,
    Limitk,
    LimitRatio
};

struct Aggregation : Expr
{
    AggregateOp op = AggregateOp::Sum;
    base::ByteRange opRange;
    const Expr *expr = nullptr;
    /// Null unless the operator takes one (`topk`, `quantile`, …).
    const Expr *parameter = nullptr;
    bool without = false;
    /// Whether a `by` / `without` clause was written at all.
    bool grouped = false;
    std::span<const Name> labels;
};

enum class BinaryOp : std::uint8_t {
    Add,
    Sub,
    Mul,
    Div,
    Mod,
    Pow,
    Atan2,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    And,
    Or,
    Unless,
    TrimUpper,
    TrimLower
};

enum class MatchCardinality : std::uint8_t { OneToOne, ManyToOne, OneToMany, ManyToMany };

struct VectorMatching
{
    MatchCardinality cardinality = MatchCardinality::OneToOne;
    /// `on` (true) or `ignoring`; meaningless unless `written`.
    bool on = false;
    bool written = false;
    std::span<const Name> labels;
    /// Labels of group_left / group_right.
    std::span<const Name> include;
    bool hasFillLeft = false;
    bool hasFillRight = false;
    double fillLeft = 0;
    double fillRight = 0;
    /// From `bool` to the last modifier; empty when there is none.
    base::ByteRange range;
};

struct BinaryExpr : Expr
{
    BinaryOp op = BinaryOp::Add;
    base::ByteRange opRange;
    const Expr *lhs = nullptr;
    const Expr *rhs = nullptr;
    bool returnBool = false;
    VectorMatching matching;
};

struct UnaryExpr : Expr
{
    bool negative = false;
    const Expr *expr = nullptr;
};

struct ParenExpr : Expr
{
    const Expr *expr = nullptr;
};

/// What could not be understood. Its type is None unless that is clear nevertheless.
struct ErrorExpr : Expr
{
    std::span<const Expr *const> salvaged;
};

/// The node as its type, or null when it is of another kind: `as<Call>(expr)`.
template <class Node> const Node *as(const Expr *expr);

/// `a + b - c` from the left to the right, though the tree holds it from the right to the left: chains may be longer
/// than the stack is deep, so that their left sides are taken in a loop.
class LeftChain
{
public:
    /// The last operator.
    explicit LeftChain(const BinaryExpr &last);
    /// The leftmost operand, which is no operator itself.
    [[nodiscard]] const Expr *first() const { return operators().front()->lhs; }
    /// Each with its right side; the first one's left side is first(), the others' is the operator before.
    [[nodiscard]] std::span<const BinaryExpr *const> operators() const
    {
        return m_many.empty() ? std::span<const BinaryExpr *const>(m_few).last(m_count) : m_many;
    }

private:
    std::size_t m_count = 0;
    /// Filled from the end.
    std::array<const BinaryExpr *, 8> m_few{};
    /// All of them, when they are too many for the array.
    std::vector<const BinaryExpr *> m_many;
};

/// Calls `visit(const Expr &)` for the node and everything below it, parents first, in the order of the text.
/// `visit` returns false to skip the children.
template <class Visit> void walk(const Expr *expr, Visit &&visit);

/// The direct sub-expressions in the order of the text.
template <class Visit> void forEachChild(const Expr &expr, Visit &&visit);

} // namespace promql

#include "promql/ast_inl.h"
