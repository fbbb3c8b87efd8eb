#pragma once

#include "templates/parser.h"

#include <string>
#include <string_view>
#include <vector>

/// What a template reads, found in its tree.
namespace templates {

/// Stands in a query where `printf` puts a value in at run time.
inline constexpr std::string_view queryHole = "\xEE\x80\x80";

/// The argument of a `query`: a literal, or `printf` of one whose verbs become queryHole. Others are not found.
struct QueryUse
{
    std::string query;
    /// The literal, quotes included.
    base::ByteRange literal;
    /// It is the literal itself, without holes.
    bool exact = true;
};
[[nodiscard]] std::vector<QueryUse> queriesOf(const Template &source);

/// A label of the alert's series: `$labels.x`, `.Labels.x` where `.` is the alert, `index $labels "x"`.
struct LabelUse
{
    std::string label;
    /// All of it; of `index` the literal.
    base::ByteRange range;
};
[[nodiscard]] std::vector<LabelUse> labelsOf(const Template &source);

/// Where the value of the alert becomes part of the text; conditions on it do not count.
[[nodiscard]] std::vector<base::ByteRange> printedValues(const Template &source);

/// What it reads of the server.
struct ServerUse
{
    bool externalLabels = false;
    bool externalUrl = false;
};
[[nodiscard]] ServerUse serverUse(const Template &source);

/// The byte of the template for an offset of the content of the literal at `literal`.
[[nodiscard]] std::size_t literalOffset(const Template &source, base::ByteRange literal, std::size_t offset);

} // namespace templates
