#include "rules/edittarget.h"

#include "base/linetable.h"

#include <algorithm>

namespace rules {

namespace {

using yaml::ScalarStyle;

std::string newScalar(std::string_view value, const yaml::ScalarPlace &place)
{
    if (value.find('\n') != std::string_view::npos && !place.flow)
        return yaml::scalarText(value, ScalarStyle::Literal, place);
    return yaml::scalarText(value, ScalarStyle::Plain, place);
}

bool writesJson(const yaml::Node &mapping)
{
    return mapping.flow && !mapping.entries.empty() && mapping.entries.front().key->style == ScalarStyle::DoubleQuoted;
}

} // namespace

base::TextEdits liftedEdits(std::string_view text, const EmbeddedText *embedded, base::TextEdits edits)
{
    for (; embedded && !edits.empty(); embedded = embedded->outer) {
        const std::string_view around = embedded->outer ? std::string_view(embedded->outer->scalar->value) : text;
        edits = yaml::embeddedEdits(around, *embedded->scalar, embedded->place, edits);
    }
    return edits;
}

EditTarget::EditTarget(const RuleDocument &document, const EmbeddedText *embedded)
    : m_document(document), m_embedded(embedded)
{}

std::string_view EditTarget::text() const
{
    return m_embedded ? std::string_view(m_embedded->scalar->value) : std::string_view(m_document.text());
}

std::string_view EditTarget::lineEnd() const
{
    return m_embedded ? std::string_view("\n") : yaml::lineEndOf(m_document.text());
}

base::TextEdits EditTarget::lift(const base::TextEdits &edits) const
{
    return liftedEdits(m_document.text(), m_embedded, edits);
}

yaml::ScalarPlace EditTarget::place(const yaml::Node &mapping) const
{
    return {static_cast<int>(mapping.indent), mapping.flow, false, lineEnd()};
}

std::string EditTarget::scalar(std::string_view value, const yaml::Node &mapping) const
{
    if (writesJson(mapping))
        return yaml::scalarText(value, ScalarStyle::DoubleQuoted, place(mapping));
    return newScalar(value, place(mapping));
}

std::string EditTarget::scalarAt(std::string_view value, std::size_t indent) const
{
    return newScalar(value, {static_cast<int>(indent), false, false, lineEnd()});
}

std::string EditTarget::key(std::string_view name, const yaml::Node &mapping) const
{
    return writesJson(mapping) ? yaml::scalarText(name, ScalarStyle::DoubleQuoted, {0, true, true, "\n"})
                               : keyText(name);
}

std::string EditTarget::keyText(std::string_view name) const
{
    return yaml::scalarText(name, ScalarStyle::Plain, {0, false, true, "\n"});
}

namespace {

/// Whether a quoted scalar below `node` holds the byte at `offset`.
bool isQuoted(const yaml::Node &node, std::size_t offset)
{
    if (!node.range.contains(offset))
        return false;
    if (node.kind == yaml::NodeKind::Scalar)
        return node.style == yaml::ScalarStyle::SingleQuoted || node.style == yaml::ScalarStyle::DoubleQuoted;
    return std::ranges::any_of(node.items, [offset](const auto &item) { return isQuoted(*item, offset); }) ||
           std::ranges::any_of(node.entries, [offset](const yaml::Entry &entry) {
               return isQuoted(*entry.key, offset) || isQuoted(*entry.value, offset);
           });
}

/// A line or paragraph separator that is no part of a quoted text.
std::optional<std::size_t> bareSeparator(const RuleDocument &document)
{
    const std::string &text = document.text();
    for (std::size_t at = text.find("\xE2\x80"); at != std::string::npos; at = text.find("\xE2\x80", at + 2)) {
        if (at + 2 >= text.size() || (text[at + 2] != '\xA8' && text[at + 2] != '\xA9'))
            continue;
        const auto &documents = document.stream().documents;
        if (std::ranges::none_of(documents,
                                 [at](const yaml::Document &each) { return each.root && isQuoted(*each.root, at); }))
            return at;
    }
    return std::nullopt;
}

} // namespace

std::optional<base::Error> refusalOf(const RuleDocument &document)
{
    if (document.readOnlyReason())
        return base::Error{base::ErrorKind::Unsupported, *document.readOnlyReason(), {}};
    if (const auto at = bareSeparator(document))
        return base::Error{
            base::ErrorKind::Unsupported,
            {TRANSLATABLE("Core",
                          "Line %1 holds a line separator (U+2028 or U+2029), which YAML takes for a line's end. "
                          "Replace it in the YAML first."),
             {std::to_string(base::LineTable(document.text()).position(*at).line)}},
            {}};
    return std::nullopt;
}

} // namespace rules
