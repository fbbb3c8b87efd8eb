#pragma once

#include "promql/parser.h"

#include <initializer_list>
#include <string>
#include <vector>

namespace promql {

/// What may be completed at a place.
enum class CompletionKind : unsigned {
    Metric = 1,
    Label = 2,
    LabelValue = 4,
    Function = 8,
    Aggregation = 16,
    /// `offset`, `@` and `[` behind an operand; `by` and `without`; `bool`, `on`, `group_left` and the like; `start()`
    /// and `end()` behind `@`.
    Modifier = 32,
    Duration = 64,
    Operator = 128,
};

class CompletionKinds
{
public:
    CompletionKinds() = default;
    CompletionKinds(std::initializer_list<CompletionKind> kinds)
    {
        for (const CompletionKind kind : kinds)
            m_bits |= static_cast<unsigned>(kind);
    }

    [[nodiscard]] bool has(CompletionKind kind) const { return (m_bits & static_cast<unsigned>(kind)) != 0; }
    [[nodiscard]] bool none() const { return m_bits == 0; }
    CompletionKinds &operator|=(const CompletionKinds &other)
    {
        m_bits |= other.m_bits;
        return *this;
    }
    friend bool operator==(const CompletionKinds &, const CompletionKinds &) = default;

private:
    unsigned m_bits = 0;
};

/// A matcher that is written beside the place.
struct WrittenMatcher
{
    MatchOp op = MatchOp::Equal;
    std::string name;
    std::string value;

    friend bool operator==(const WrittenMatcher &, const WrittenMatcher &) = default;
};

struct CompletionContext
{
    CompletionKinds kinds;
    /// The bytes that a completion replaces: what is typed of the word, up to the place. Inside quotes only the
    /// content.
    base::ByteRange prefix;
    /// The place is between quotes of this sort (`"`, `'`, `` ` ``), else 0.
    char quote = 0;
    /// Label, LabelValue and Operator in braces: the selector's metric; may be empty.
    std::string metric;
    /// LabelValue and Operator in braces: the label.
    std::string label;
    /// The other matchers of the braces.
    std::vector<WrittenMatcher> matchers;
    /// Label in a list (`by (…)`, `on (…)`): the metrics of the expression that the labels are of.
    std::vector<std::string> metrics;

    friend bool operator==(const CompletionContext &, const CompletionContext &) = default;
};

/// The context at the byte `offset`, in whatever state the text is.
[[nodiscard]] CompletionContext completionContext(std::string_view text, std::size_t offset,
                                                  const Dialect &dialect = {});

} // namespace promql
