#include "rules/search.h"

#include <algorithm>
#include <memory>

#include <re2/re2.h>

namespace rules {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

base::Result<std::unique_ptr<re2::RE2>> compiled(const TextQuery &query)
{
    std::string pattern = query.regex ? query.text : re2::RE2::QuoteMeta(query.text);
    if (query.wholeWords)
        pattern = "\\b(?:" + pattern + ")\\b";
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_case_sensitive(query.matchCase);
    // `^` and `$` are the ends of a line, `.` stays within it.
    auto regex = std::make_unique<re2::RE2>("(?m)" + pattern, options);
    if (!regex->ok()) {
        // The message quotes the pattern: it is to be what was typed.
        const re2::RE2 typed(query.text, options);
        return Error{ErrorKind::Invalid,
                     {TRANSLATABLE("Core", "This is not a regular expression: %1."),
                      {typed.ok() ? regex->error() : typed.error()}},
                     {}};
    }
    return regex;
}

template <class Visit> void forEachMatch(std::string_view text, const re2::RE2 &regex, Visit &&visit)
{
    constexpr int mostGroups = 10;
    const int groups = std::min(regex.NumberOfCapturingGroups() + 1, mostGroups);
    re2::StringPiece found[mostGroups];
    std::size_t at = 0;
    while (at <= text.size() && regex.Match(re2::StringPiece(text.data(), text.size()), at, text.size(),
                                            re2::RE2::UNANCHORED, found, groups)) {
        const auto start = static_cast<std::size_t>(found[0].data() - text.data());
        const std::size_t end = start + found[0].size();
        if (end > start)
            visit(base::ByteRange{start, end}, found, groups);
        at = std::max(end, start + 1);
    }
}

} // namespace

Result<std::vector<base::ByteRange>> findText(std::string_view text, const TextQuery &query)
{
    std::vector<base::ByteRange> ranges;
    if (query.text.empty())
        return ranges;
    const auto regex = compiled(query);
    if (!regex)
        return regex.error();
    forEachMatch(text, **regex, [&](base::ByteRange range, const re2::StringPiece *, int) { ranges.push_back(range); });
    return ranges;
}

Result<base::TextEdits> replaceTextEdits(std::string_view text, const TextQuery &query, std::string_view replacement)
{
    base::TextEdits edits;
    if (query.text.empty())
        return edits;
    const auto regex = compiled(query);
    if (!regex)
        return regex.error();
    const std::string rewrite(replacement);
    if (std::string error; query.regex && !(*regex)->CheckRewriteString(rewrite, &error))
        return Error{ErrorKind::Invalid, {TRANSLATABLE("Core", "The replacement is not usable: %1."), {error}}, {}};
    forEachMatch(text, **regex, [&](base::ByteRange range, const re2::StringPiece *groups, int count) {
        std::string replaced;
        if (query.regex)
            (*regex)->Rewrite(&replaced, rewrite, groups, count);
        else
            replaced = rewrite;
        if (text.substr(range.start, range.size()) != replaced)
            edits.push_back({range, std::move(replaced)});
    });
    return edits;
}

Result<std::vector<RuleRef>> findRules(const RuleDocument &document, const FieldQuery &query)
{
    const auto regex = compiled(query.value);
    if (!regex)
        return regex.error();
    std::vector<RuleRef> found;
    for (const RuleGroup &group : document.groups()) {
        for (std::size_t i = 0; i < group.rules.size(); ++i) {
            const Field *field = fieldOf(group.rules[i], query.field);
            const bool matches =
                query.missing
                    ? !field
                    : field &&
                          re2::RE2::PartialMatch(re2::StringPiece(field->value.data(), field->value.size()), **regex);
            const RuleRef ref = document.refOf(group, i);
            // Of groups that share a name only the first can be addressed.
            if (matches && document.find(ref) == &group.rules[i])
                found.push_back(ref);
        }
    }
    return found;
}

Result<base::TextEdits> setFieldOfRulesEdits(const RuleDocument &document, const std::vector<RuleRef> &rules,
                                             const FieldPath &field, const std::optional<std::string> &value)
{
    std::vector<FieldChange> changes;
    for (const RuleRef &ref : rules) {
        const Rule *rule = document.find(ref);
        // Recording rules have no use for what only alerts have.
        const bool alertOnly = field.field == "for" || field.field == "keep_firing_for" || field.field == "annotations";
        if (rule && !(alertOnly && rule->kind == RuleKind::Recording))
            changes.push_back({ref, field, value});
    }
    return setFieldsEdits(document, changes);
}

} // namespace rules
