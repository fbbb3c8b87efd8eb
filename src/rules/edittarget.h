#pragma once

#include "rules/rulesource.h"

#include <optional>
#include <string>
#include <string_view>

namespace rules {

/// Why nothing of the document can be edited: Helm makes it, or it breaks lines where an edit would not see them.
[[nodiscard]] std::optional<base::Error> refusalOf(const RuleDocument &document);

/// The text that an edit is made in: the file, or rule YAML inside a scalar of it. lift() turns edits of the one into
/// edits of the file.
class EditTarget
{
public:
    EditTarget(const RuleDocument &document, const EmbeddedText *embedded);

    [[nodiscard]] std::string_view text() const;
    [[nodiscard]] std::string_view lineEnd() const;
    [[nodiscard]] base::TextEdits lift(const base::TextEdits &edits) const;

    [[nodiscard]] yaml::ScalarPlace place(const yaml::Node &mapping) const;
    /// A new value of `mapping`: plain where that holds it, else quoted, lines as a block; JSON's way in JSON.
    [[nodiscard]] std::string scalar(std::string_view value, const yaml::Node &mapping) const;
    /// A new value of a block mapping whose keys stand at `indent`.
    [[nodiscard]] std::string scalarAt(std::string_view value, std::size_t indent) const;
    /// A key as `mapping` writes its keys.
    [[nodiscard]] std::string key(std::string_view name, const yaml::Node &mapping) const;
    [[nodiscard]] std::string keyText(std::string_view name) const;

private:
    const RuleDocument &m_document;
    const EmbeddedText *m_embedded;
};

} // namespace rules
