#pragma once

#include "rules/ruledocument.h"
#include "templates/parser.h"

#include <functional>
#include <string>

namespace checks {

/// The template of a label or an annotation of an alerting rule, which parses.
struct RuleTemplate
{
    const rules::RuleDocument &document;
    const rules::RuleGroup &group;
    const rules::Rule &rule;
    std::size_t index = 0;
    bool isLabel = false;
    const std::string &name;
    const rules::Field &field;
    const templates::Template &parsed;

    /// A diagnostic at bytes of the template.
    [[nodiscard]] base::Diagnostic diagnostic(const char *check, base::ByteRange range, base::Text text) const;
    /// Adds the way to mend it by an edit of the template's text, where the file can be edited here.
    void addFix(base::Diagnostic &diagnostic, base::Text title, const base::TextEdit &edit) const;
};

/// Calls `visit` for every template with actions; none of a file that Helm makes.
void forEachTemplate(const rules::RuleDocument &document, const std::function<void(const RuleTemplate &)> &visit);

} // namespace checks
