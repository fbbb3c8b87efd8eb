#pragma once

#include "consolidation/mergedexpr.h"

/// Names, labels and annotations of the one alert.
namespace consolidation {

/// The words that all names share, as the first one writes them; the first name where they share none.
[[nodiscard]] std::string commonName(const std::vector<Member> &members);

/// The name of one rule for all members: the words that all names share, with the label that tells the members apart
/// where they share one word only.
[[nodiscard]] std::string mergedName(const std::vector<Member> &members, const std::string &label,
                                     std::vector<Note> &notes);

/// `text` with the words of `value` replaced, `exact` as they stand, else outside addresses in any case and with any
/// joints too; nothing when they are not in it.
[[nodiscard]] std::optional<std::string> replaceWords(std::string_view text, std::string_view value,
                                                      std::string_view replacement, bool exact);

/// Static labels and annotations of the merged alert. A label that differs from member to member comes from the label
/// of the series that carries its value; words of annotations that name the member become a template.
void mergeTexts(const Family &family, const std::vector<std::size_t> &members, MergedExpr &merged,
                rules::NewRule &rule);

} // namespace consolidation
