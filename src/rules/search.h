#pragma once

#include "rules/rename.h"
#include "rules/ruleedits.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace rules {

/// Text to find in whole files.
struct TextQuery
{
    std::string text;
    /// RE2 syntax, line by line: `^` and `$` are a line's ends.
    bool regex = false;
    bool matchCase = false;
    bool wholeWords = false;
};

/// Ranges in the order of the text, without overlap; empty matches are left out. Fails for a broken regular expression.
[[nodiscard]] base::Result<std::vector<base::ByteRange>> findText(std::string_view text, const TextQuery &query);
/// In a regular expression's replacement `\1` to `\9` stand for its groups, `\0` for all of the match.
[[nodiscard]] base::Result<base::TextEdits> replaceTextEdits(std::string_view text, const TextQuery &query,
                                                             std::string_view replacement);

/// Rules to find by what a field of theirs says.
struct FieldQuery
{
    /// `name`, `expr`, `for`, `keep_firing_for`, `labels.x`, `annotations.x`.
    FieldPath field;
    /// Part of the value; a regular expression need not match all of it.
    TextQuery value;
    /// Rules that do not have the field, instead.
    bool missing = false;
};

[[nodiscard]] base::Result<std::vector<RuleRef>> findRules(const RuleDocument &document, const FieldQuery &query);

/// Sets a field of several rules of one document, or removes it (no value); rules that do not have what is removed stay
/// as they are.
[[nodiscard]] base::Result<base::TextEdits> setFieldOfRulesEdits(const RuleDocument &document,
                                                                 const std::vector<RuleRef> &rules,
                                                                 const FieldPath &field,
                                                                 const std::optional<std::string> &value);

} // namespace rules
