#pragma once

#include "base/byterange.h"
#include "promql/parser.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What an editor offers and tells in the templates of labels and annotations. Pure functions of texts.
namespace rules {

struct TemplateCompletion
{
    /// How many bytes before the place are typed already.
    std::size_t typed = 0;
    /// Names of the series' labels are wanted; `words` is empty.
    bool labels = false;
    /// Functions, variables and keywords of the language, sorted.
    std::vector<std::string> words;
};

/// Nothing outside of `{{ }}`, within strings and comments, and where nothing that is known fits.
[[nodiscard]] std::optional<TemplateCompletion> templateCompletion(std::string_view text, std::size_t offset,
                                                                   const promql::Dialect &dialect);

/// A label of the series that a template names.
struct TemplateLabel
{
    std::string name;
    base::ByteRange range;
};

/// The label behind `$labels.` or `.Labels.` at a byte of the template.
[[nodiscard]] std::optional<TemplateLabel> templateLabelAt(std::string_view text, std::size_t offset);

/// The labels that the series of an expression may have, as far as the expression tells, without the metric's name.
struct SeriesLabels
{
    std::vector<std::string> names;
    /// There may be others, which depend on what is read.
    bool others = false;
};
[[nodiscard]] SeriesLabels seriesLabels(const promql::Tree &tree);

} // namespace rules
