#pragma once

#include "consolidation/mergedexpr.h"

/// Names, labels and annotations of the one alert.
namespace consolidation {

/// The words that all names share, as the first one writes them; the first name where they share none.
[[nodiscard]] std::string commonName(const std::vector<Member> &members);

/// `text` with the words of `value` (in any case and punctuation) replaced; nothing when they are not in it.
[[nodiscard]] std::optional<std::string> replaceWords(std::string_view text, std::string_view value,
                                                      std::string_view replacement);

/// Static labels and annotations of the merged alert. A label that differs from member to member comes from the label
/// of the series that carries its value; words of annotations that name the member become a template.
void mergeTexts(const Family &family, const std::vector<std::size_t> &members, MergedExpr &merged,
                rules::NewRule &rule);

} // namespace consolidation
