#include "rules/rename.h"

#include "promql/rewrite.h"
#include "rules/ruleedits.h"
#include "rules/rulenames.h"

#include <algorithm>
#include <set>

namespace rules {

namespace {

using base::Error;
using base::ErrorKind;

bool isNameByte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == ':';
}

/// Where `name` stands in `text` as a word of its own.
std::vector<base::ByteRange> wordsIn(std::string_view text, std::string_view name)
{
    std::vector<base::ByteRange> found;
    for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
        const std::size_t end = at + name.size();
        const bool begins = at == 0 || !isNameByte(text[at - 1]);
        const bool ends = end == text.size() || !isNameByte(text[end]);
        if (begins && ends)
            found.push_back({at, end});
    }
    return found;
}

class Renamer
{
public:
    Renamer(std::string_view from, std::string_view to) : m_from(from), m_to(to) {}

    base::Result<void> visit(const std::shared_ptr<const RuleDocument> &document, RuleRename &rename)
    {
        std::vector<FieldChange> changes;
        std::set<std::size_t> own;
        for (const RuleGroup &group : document->groups()) {
            for (const Rule &rule : group.rules) {
                if (!rule.expr.inherited)
                    own.insert(rule.expr.range.start);
            }
        }
        for (const RuleGroup &group : document->groups()) {
            for (std::size_t i = 0; i < group.rules.size(); ++i) {
                const Rule &rule = group.rules[i];
                const RuleRef ref = document->refOf(group, i);
                const bool addressable = document->find(ref) == &rule;
                if (rule.kind == RuleKind::Recording && rule.name.value == m_from && addressable)
                    changes.push_back({ref, {"name", {}}, std::string(m_to)});
                const promql::Rewrite rewrite = promql::renameMetric(*rule.tree, m_from, m_to);
                for (const base::ByteRange &range : rewrite.unclear)
                    rename.unclear.push_back(
                        {document->file(),
                         rule.expr.map.toSource(range),
                         {TRANSLATABLE("Core", "A regular expression of %1 matches the name."), {rule.name.value}}});
                if (!rewrite.edits.empty() && addressable && !rule.expr.inherited)
                    changes.push_back({ref, {"expr", {}}, *base::applyEdits(rule.expr.value, rewrite.edits)});
                else if (!rewrite.edits.empty() && !own.contains(rule.expr.range.start))
                    rename.unclear.push_back(
                        {document->file(),
                         rule.expr.range,
                         {TRANSLATABLE("Core", "The expression of %1 stands at an anchor of its own."),
                          {rule.name.value}}});
                findInTemplates(*document, rule, rename);
            }
        }
        if (changes.empty())
            return {};
        const auto edits = setFieldsEdits(*document, changes);
        if (!edits)
            return Error{edits.error().kind, edits.error().text, document->file()};
        rename.files.push_back({document, *edits, changes.size()});
        return {};
    }

private:
    void findInTemplates(const RuleDocument &document, const Rule &rule, RuleRename &rename) const
    {
        for (const Pairs *pairs : {&rule.labels, &rule.annotations}) {
            for (const auto &[name, value] : *pairs) {
                for (const base::ByteRange &range : wordsIn(value.value, m_from))
                    rename.unclear.push_back(
                        {document.file(),
                         value.map.toSource(range),
                         {TRANSLATABLE("Core", "%1 of %2 names it in its text."), {name.value, rule.name.value}}});
            }
        }
    }

    std::string_view m_from;
    std::string_view m_to;
};

} // namespace

base::Result<RuleRename> renameRecordingRule(std::span<const std::shared_ptr<const RuleDocument>> documents,
                                             std::string_view from, std::string_view to, const promql::Dialect &dialect)
{
    if (!validMetricName(to, dialect))
        return Error{ErrorKind::Invalid, {TRANSLATABLE("Core", "%1 is not a metric name."), {std::string(to)}}, {}};
    RuleRename rename;
    Renamer renamer(from, to);
    for (const auto &document : documents) {
        if (const auto visited = renamer.visit(document, rename); !visited)
            return visited.error();
    }
    return rename;
}

} // namespace rules
