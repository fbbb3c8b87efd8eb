#pragma once

#include "consolidation/combinations.h"
#include "consolidation/proposal.h"
#include "promql/parser.h"

#include <optional>
#include <string>
#include <vector>

/// The selectors that take what the members' selectors in one place take.
namespace consolidation {

/// Where the members' selectors differ.
struct SelectorPlace
{
    const Variation *variation = nullptr;
    /// Null for the metric's name.
    const promql::LabelMatcher *matcher = nullptr;
    [[nodiscard]] bool negative() const
    {
        return matcher && (matcher->op == promql::MatchOp::NotEqual || matcher->op == promql::MatchOp::RegexNoMatch);
    }
};

/// How a member says in one place which values it takes: where it took another copy's value by mistake, as it says who
/// it is about elsewhere.
struct Said
{
    std::string value;
    base::ByteRange range;
};
[[nodiscard]] Said saidIn(const Variation &variation, const Family &family, std::size_t member);

/// The values of one slot among the members that are merged.
[[nodiscard]] std::vector<std::string> placeValues(const Variation &variation, const std::vector<std::size_t> &members);

/// Of a selector of the first of `members`; empty where all of them select the same.
[[nodiscard]] std::vector<SelectorPlace> placesOf(const promql::VectorSelector &selector, const Family &family,
                                                  const std::vector<std::size_t> &members);

/// What the members take in these places, as patterns: as few rectangles as hold nothing that none of them takes.
[[nodiscard]] std::vector<Rectangle> rectanglesOf(const std::vector<SelectorPlace> &places, const Family &family,
                                                  const std::vector<std::size_t> &members,
                                                  const ProposalOptions &options);

/// The selector of the member `pattern`, without its modifiers, that takes one of the rectangles; `exprText` is that
/// member's expression.
[[nodiscard]] std::string selectorText(const promql::VectorSelector &selector, const std::string &exprText,
                                       const std::vector<SelectorPlace> &places, const Rectangle &rectangle,
                                       std::size_t pattern, bool open);

} // namespace consolidation
