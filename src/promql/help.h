#pragma once

#include "base/text.h"
#include "promql/functions.h"
#include "promql/parser.h"

#include <optional>
#include <string>
#include <vector>

/// What an editor tells of functions and operators.
namespace promql {

struct Signature
{
    /// Like `clamp(v instant-vector, min scalar, max scalar)`.
    std::string text;
    /// Bytes of each argument within `text`.
    std::vector<base::ByteRange> arguments;
};

[[nodiscard]] Signature signatureOf(const Function &function);
[[nodiscard]] Signature signatureOf(const AggregationInfo &aggregation);

/// One sentence.
[[nodiscard]] base::Text summaryOf(const Function &function);
[[nodiscard]] base::Text summaryOf(const AggregationInfo &aggregation);

/// What stands under the mouse.
struct Hover
{
    base::ByteRange range;
    /// Code: the signature, or a selector with its type.
    std::string title;
    base::Text summary;
};

/// Nothing where no function, aggregation or metric stands.
[[nodiscard]] std::optional<Hover> hoverAt(const Tree &tree, std::size_t offset);

/// The call that is being written.
struct CallHelp
{
    Signature signature;
    base::Text summary;
    /// Index into the signature's arguments; the last one for what may be repeated.
    std::size_t activeArgument = 0;
};

/// Of the innermost call whose parentheses `offset` is in.
[[nodiscard]] std::optional<CallHelp> callHelpAt(const Tree &tree, std::size_t offset);

} // namespace promql
