#include "rules/edittarget.h"

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

} // namespace rules
