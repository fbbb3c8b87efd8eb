#pragma once

#include "rules/rulesource.h"

#include <map>
#include <tuple>

namespace rules {

/// Reads the groups of one list into rules and diagnostics, as strictly as Prometheus's own loader.
class RuleReader
{
public:
    RuleReader(std::string_view text, Container container, const promql::Dialect &dialect,
               std::vector<RuleGroup> &groups, DocumentSource &source, std::vector<base::Diagnostic> &diagnostics);

    void read(std::size_t list);

private:
    void readGroup(std::size_t list, std::size_t item, const yaml::Node &node, bool inherited);
    std::optional<Rule> readRule(const yaml::Node &node, bool inherited);
    void reportEmptyItem(const yaml::Node &list, const yaml::Node &item);
    Field field(const yaml::Node &node, bool inherited) const;
    /// As field(), with the bytes behind `!!binary`.
    Field decodedField(const yaml::Node &node, bool inherited) const;
    /// Keys and values that are not what their tags say.
    void checkTags(const std::vector<EffectiveEntry> &entries);
    void checkTag(const yaml::Node &scalar);
    std::optional<Field> scalarField(const EffectiveEntry &entry);
    /// What Prometheus before 3.3 takes for the value of `alert`, `record` or `expr` where it does not follow an alias
    /// or sees no null.
    [[nodiscard]] std::optional<std::string> asWritten(const EffectiveEntry &entry) const;
    void checkWritten(const EffectiveEntry &entry, const std::string &written);
    Pairs readPairs(const EffectiveEntry &entry, bool labels);
    void checkDurationField(const std::optional<Field> &field);
    void checkGroup(RuleGroup &group, const std::vector<EffectiveEntry> &entries);
    void checkRule(const Rule &rule, const std::vector<EffectiveEntry> &entries, const yaml::Node &node);
    /// `bad`, or that a newer Prometheus would take the name.
    [[nodiscard]] base::Text nameText(const std::string &name, const char *bad) const;
    base::ByteRange place(base::ByteRange range) const;
    void report(const char *check, base::Severity severity, base::ByteRange fileRange, base::Text text);
    void error(const char *check, const yaml::Node &node, base::Text text);

    /// The diagnostics of the expression in file bytes, their fixes as edits of the file.
    void reportExpression(const Rule &rule, const std::optional<EffectiveEntry> &entry, const yaml::Node &node);
    /// Templates that do not parse, of the labels and annotations of an alerting rule.
    void checkTemplates(const Rule &rule, const std::vector<EffectiveEntry> &entries);
    void checkTemplate(const Field &value, const EffectiveEntry &pairs, const std::string &name);
    base::TextEdits lifted(const base::TextEdits &contentEdits, const yaml::Node &scalar, const yaml::Node &mapping);

    std::string_view m_text;
    Container m_container;
    promql::Dialect m_dialect;
    std::vector<RuleGroup> &m_groups;
    DocumentSource &m_source;
    std::vector<base::Diagnostic> &m_diagnostics;
    const EmbeddedText *m_embedded = nullptr;
    /// The places of the group names so far, by document, key and name.
    std::map<std::tuple<std::size_t, std::optional<std::string>, std::string>, base::ByteRange> m_names;
};

} // namespace rules
