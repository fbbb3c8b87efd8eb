#pragma once

#include "consolidation/proposal.h"

#include <optional>
#include <string>
#include <vector>

/// The expression that reads what all members read, as an edit of one member's text.
namespace consolidation {

struct MergedExpr
{
    std::string expr;
    /// The labels that tell the members apart in the result, the most telling first; empty when none is known.
    std::vector<std::string> instanceLabels;
    /// Those of them that come from matchers, whose values are known.
    std::vector<std::string> matcherLabels;
    /// Labels that the result has and the members' own did not, with their value for each member, empty where it is not
    /// one known value.
    std::map<std::string, std::vector<std::string>> gained;
    /// For each member what a template asks of its labels to know that an alert is this member's: `eq $labels.job "a"`.
    /// By label; only those that can be asked of every member.
    std::map<std::string, std::vector<std::string>> conditions;
    /// It takes more than the members.
    bool open = false;
    std::vector<Note> notes;
};

/// `members` are indices into the family; the first one's text is the pattern.
[[nodiscard]] MergedExpr mergeExpr(const Family &family, const std::vector<std::size_t> &members,
                                   const ProposalOptions &options);

/// The values that the matcher with its value at these bytes of a member's expression selects, where they can be
/// listed: `a="x"`, `a=~"x|y"`.
[[nodiscard]] std::optional<std::vector<std::string>> selectedValues(const Member &member, base::ByteRange valueRange);

/// `a|b` with what means something to a regular expression escaped, each value once.
[[nodiscard]] std::string alternation(const std::vector<std::string> &values);

/// How many parts the project's recording rules are named in, three unless most say otherwise.
[[nodiscard]] std::size_t namePartsOf(const Documents &documents);

/// `level:metric:operations` of an operand that was merged from `pattern` and others, in the form that the project's
/// recording rules have.
[[nodiscard]] std::string recordName(const promql::Expr *pattern, const promql::Expr *operand,
                                     const std::vector<std::string> &parts, std::size_t nameParts);

} // namespace consolidation
