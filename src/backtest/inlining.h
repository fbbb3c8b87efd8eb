#pragma once

#include "backtest/recordingrule.h"
#include "base/result.h"
#include "promql/parser.h"

#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

/// Expressions that read recording rules which the endpoint does not record (yet), rewritten so that they read what
/// those rules would have recorded. Pure functions of trees and facts.
namespace backtest {

enum class InlineReason {
    NotLoaded,
    /// Recorded under this name, but by another expression or with other labels.
    OtherExpression,
    /// Loaded as it stands, and not recorded at the beginning of what is asked.
    TooYoung,
};

/// A rule and why it has to be inlined; nothing where the recorded series are read as they are.
struct InlineCandidate
{
    RecordingRule rule;
    std::optional<InlineReason> reason;
    /// The endpoint has series of this name that the rule does not explain.
    bool alsoScraped = false;
};

struct InlineContext
{
    std::span<const InlineCandidate> rules;
    /// The rule whose expression it is, so that earlier and later rules of its group are told apart; nothing for an
    /// expression on its own.
    std::optional<rules::RuleRef> reader;
    /// The reader's phase, where it is known: rules of another group that are evaluated at the same instants are
    /// approximate.
    std::optional<GroupTiming> readerTiming;
    /// Of the server: ranges and lookback are left-open since 3.
    int majorVersion = 2;
    Milliseconds lookback = 300000;
};

struct InlinedRule
{
    /// Index into InlineContext::rules.
    std::size_t rule = 0;
    InlineReason reason = InlineReason::NotLoaded;
    /// The selectors that read it, as bytes of the expression; empty for a rule that another inlined one reads.
    std::vector<base::ByteRange> selectors;
};

struct Inlining
{
    /// What to send; the expression as it was when nothing is inlined.
    std::string expr;
    std::vector<InlinedRule> inlined;
    /// At every tick the same as with the recorded series. Else `warnings` say why it is approximate.
    bool exact = true;
    std::vector<base::Text> warnings;

    /// A piece of `expr` and what it came from.
    struct Segment
    {
        base::ByteRange sent;
        base::ByteRange own;
        /// Byte by byte the same; else `own` is a selector that was replaced.
        bool verbatim = true;
    };
    /// In the order of `sent`, without gaps.
    std::vector<Segment> segments;

    /// The bytes of the own expression for a byte of `expr`, as servers name it in errors: an empty range at the byte
    /// where it was kept, the replaced selector where it was not.
    [[nodiscard]] base::ByteRange ownRange(std::size_t offset) const;
};

/// Unsupported, with the reason, when the expression cannot be asked without being wrong: what is inlined uses `@`,
/// time() and the like, or rules read themselves. The tree must be valid.
[[nodiscard]] base::Result<Inlining> inlineRules(const promql::Tree &tree, const InlineContext &context);

} // namespace backtest
