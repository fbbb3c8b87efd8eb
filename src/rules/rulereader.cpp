#include "rules/rulereader.h"

#include "promql/dialects.h"
#include "rules/duration.h"
#include "rules/rulenames.h"
#include "yaml/tags.h"

#include <algorithm>
#include <array>

namespace rules {

namespace {

using promql::Novelty;

constexpr std::array<std::string_view, 6> groupKeys = {"name", "interval", "query_offset", "limit", "labels", "rules"};
constexpr std::array<std::string_view, 5> mimirGroupKeys = {"source_tenants", "align_evaluation_time_on_interval",
                                                            "evaluation_delay", "remote_write", "partition_strategy"};
constexpr std::array<std::string_view, 1> thanosGroupKeys = {"partial_response_strategy"};
constexpr std::array<std::string_view, 13> vmalertGroupKeys = {
    "type",        "concurrency",          "params",           "headers",
    "eval_offset", "eval_delay",           "tenant",           "eval_alignment",
    "debug",       "update_entries_limit", "notifier_headers", "extra_filter_labels",
    "start_offset"};
constexpr std::array<std::string_view, 7> ruleKeys = {"record",          "alert",  "expr",       "for",
                                                      "keep_firing_for", "labels", "annotations"};
constexpr std::array<std::string_view, 2> vmalertRuleKeys = {"debug", "update_entries_limit"};

template <std::size_t N> bool contains(const std::array<std::string_view, N> &keys, std::string_view key)
{
    return std::ranges::find(keys, key) != keys.end();
}

const std::string &keyOf(const EffectiveEntry &entry)
{
    return entry.entry->key->resolved().value;
}

std::optional<EffectiveEntry> pick(const std::vector<EffectiveEntry> &entries, std::string_view key)
{
    const auto found = std::ranges::find_if(entries, [key](const EffectiveEntry &each) { return keyOf(each) == key; });
    return found == entries.end() ? std::nullopt : std::optional(*found);
}

/// Prometheus keeps these as they are written, whatever their tags say.
bool keepsItsTag(std::string_view key)
{
    return key == "record" || key == "alert" || key == "expr";
}

bool isNonZero(const std::optional<Field> &field)
{
    return field && parseDuration(field->value).value_or(0) != 0;
}

} // namespace

RuleReader::RuleReader(std::string_view text, Container container, const promql::Dialect &dialect,
                       std::vector<RuleGroup> &groups, DocumentSource &source,
                       std::vector<base::Diagnostic> &diagnostics)
    : m_text(text),
      m_container(container),
      m_dialect(dialect),
      m_groups(groups),
      m_source(source),
      m_diagnostics(diagnostics)
{}

base::ByteRange RuleReader::place(base::ByteRange range) const
{
    return m_embedded ? m_embedded->map.toSource(range) : range;
}

void RuleReader::report(const char *check, base::Severity severity, base::ByteRange fileRange, base::Text text)
{
    base::Diagnostic diagnostic;
    diagnostic.check = check;
    diagnostic.severity = severity;
    diagnostic.range = fileRange;
    diagnostic.text = std::move(text);
    m_diagnostics.push_back(std::move(diagnostic));
}

void RuleReader::error(const char *check, const yaml::Node &node, base::Text text)
{
    report(check, base::Severity::Error, place(node.range), std::move(text));
}

void RuleReader::reportEmptyItem(const yaml::Node &list, const yaml::Node &item)
{
    base::ByteRange range = item.range;
    // An empty item has no bytes of its own: its dash stands for it.
    if (range.empty() && !list.flow)
        --range.start;
    report("rules/empty", base::Severity::Warning, place(range),
           {TRANSLATABLE("Core", "This list item is empty: Prometheus passes over it.")});
}

Field RuleReader::field(const yaml::Node &node, bool inherited) const
{
    Field result;
    result.value = node.kind == yaml::NodeKind::Scalar ? node.value : std::string();
    result.range = place(node.range);
    if (node.kind != yaml::NodeKind::Scalar)
        result.map = yaml::SourceMap({{0, result.range.start, 0, 0}});
    else
        result.map = m_embedded ? node.map.through(m_embedded->map) : node.map;
    result.inherited = inherited;
    return result;
}

Field RuleReader::decodedField(const yaml::Node &node, bool inherited) const
{
    Field result = field(node, inherited);
    if (auto bytes = yaml::binaryContent(node)) {
        result.map = yaml::SourceMap({{0, result.range.start, bytes->size(), result.range.size()}});
        result.value = std::move(*bytes);
    }
    return result;
}

void RuleReader::checkTag(const yaml::Node &scalar)
{
    if (scalar.kind != yaml::NodeKind::Scalar || scalar.tag.empty() || yaml::fitsTag(scalar))
        return;
    const std::size_t name = scalar.tag.rfind(':') + 1;
    error("rules/type", scalar,
          {TRANSLATABLE("Core", "%1 is not what its tag !!%2 says."), {scalar.value, scalar.tag.substr(name)}});
}

void RuleReader::checkTags(const std::vector<EffectiveEntry> &entries)
{
    for (const EffectiveEntry &entry : entries) {
        checkTag(entry.entry->key->resolved());
        if (!keepsItsTag(keyOf(entry)))
            checkTag(*entry.value);
    }
}

std::optional<std::string> RuleReader::asWritten(const EffectiveEntry &entry) const
{
    const yaml::Node &value = *entry.entry->value;
    if (!keepsItsTag(keyOf(entry)) || knows(m_dialect, Novelty::AliasesOfNames))
        return std::nullopt;
    if (value.kind == yaml::NodeKind::Alias)
        return value.value;
    if (value.kind != yaml::NodeKind::Null || value.range.empty())
        return std::nullopt;
    const std::string_view text = m_embedded ? std::string_view(m_embedded->scalar->value) : m_text;
    const std::string_view written = text.substr(value.range.start, value.range.size());
    // Anchor and tag stand before the word.
    const std::size_t blank = written.find_last_of(" \t\r\n");
    const std::string_view word = blank == std::string_view::npos ? written : written.substr(blank + 1);
    return word.starts_with('&') || word.starts_with('!') ? std::nullopt : std::optional(std::string(word));
}

void RuleReader::checkWritten(const EffectiveEntry &entry, const std::string &written)
{
    const std::string &key = keyOf(entry);
    const bool valid = key == "expr" ? promql::parse(written, m_dialect).valid()
                                     : key == "alert" || validMetricName(written, m_dialect);
    report("rules/version", valid ? base::Severity::Warning : base::Severity::Error, place(entry.entry->value->range),
           {entry.entry->value->kind == yaml::NodeKind::Alias
                ? TRANSLATABLE("Core", "Prometheus before %2 does not follow this alias: it takes %1, the name of the "
                                       "anchor, for the value of %3.")
                : TRANSLATABLE("Core", "Prometheus before %2 takes the word %1 for the value of %3."),
            {written, versionText(since(Novelty::AliasesOfNames)), key}});
}

std::optional<Field> RuleReader::scalarField(const EffectiveEntry &entry)
{
    if (const auto written = asWritten(entry)) {
        checkWritten(entry, *written);
        Field result = field(*entry.value, entry.inherited);
        if (entry.value->kind != yaml::NodeKind::Scalar)
            result.value = *written;
        return result;
    }
    if (entry.value->kind != yaml::NodeKind::Scalar && entry.value->kind != yaml::NodeKind::Null) {
        error("rules/type", *entry.value,
              {TRANSLATABLE("Core", "%1 must be a single value, not a list or a mapping."), {keyOf(entry)}});
        return std::nullopt;
    }
    return keepsItsTag(keyOf(entry)) ? field(*entry.value, entry.inherited)
                                     : decodedField(*entry.value, entry.inherited);
}

void RuleReader::read(std::size_t list)
{
    const GroupList &source = m_source.lists[list];
    m_embedded = source.embedded;
    const yaml::Node &groups = source.groups->resolved();
    if (groups.kind == yaml::NodeKind::Null)
        return;
    if (groups.kind != yaml::NodeKind::Sequence) {
        error("rules/type", groups, {TRANSLATABLE("Core", "groups must be a list of rule groups.")});
        return;
    }
    for (std::size_t i = 0; i < groups.items.size(); ++i) {
        const yaml::Node &item = *groups.items[i];
        const yaml::Node &group = item.resolved();
        if (group.kind == yaml::NodeKind::Null) {
            reportEmptyItem(groups, item);
            continue;
        }
        if (group.kind != yaml::NodeKind::Mapping) {
            error("rules/type", item, {TRANSLATABLE("Core", "A rule group must be a mapping with a name and rules.")});
            continue;
        }
        readGroup(list, i, group, &group != &item);
    }
}

void RuleReader::readGroup(std::size_t list, std::size_t item, const yaml::Node &node, bool inherited)
{
    const std::vector<EffectiveEntry> entries = effectiveEntries(node);
    RuleGroup group;
    group.range = place(node.range);
    group.document = m_source.lists[list].document;
    group.key = m_source.lists[list].key;
    GroupSource source;
    source.list = list;
    source.item = item;
    source.node = &node;
    const auto optional = [&](const char *key) {
        const auto entry = pick(entries, key);
        return entry && entry->value->kind != yaml::NodeKind::Null ? scalarField(*entry) : std::nullopt;
    };
    if (const auto name = optional("name"))
        group.name = *name;
    group.interval = optional("interval");
    group.queryOffset = optional("query_offset");
    group.limit = optional("limit");
    if (const auto labels = pick(entries, "labels"))
        group.labels = readPairs(*labels, true);
    checkGroup(group, entries);
    if (group.name.value.empty())
        error("rules/missing", node, {TRANSLATABLE("Core", "This rule group has no name.")});
    const auto [first, added] = m_names.try_emplace({group.document, group.key, group.name.value}, group.name.range);
    if (!added && !group.name.value.empty()) {
        report("rules/duplicate-group", base::Severity::Error, group.name.range,
               {TRANSLATABLE("Core", "The group name %1 stands in this file twice."), {group.name.value}});
        m_diagnostics.back().related.push_back({first->second, {TRANSLATABLE("Core", "The first one is here.")}});
    }
    if (const auto rules = pick(entries, "rules")) {
        source.rules = rules->value;
        if (rules->value->kind == yaml::NodeKind::Sequence) {
            for (std::size_t i = 0; i < rules->value->items.size(); ++i) {
                const yaml::Node &each = *rules->value->items[i];
                const yaml::Node &rule = each.resolved();
                if (rule.kind == yaml::NodeKind::Null) {
                    reportEmptyItem(*rules->value, each);
                    continue;
                }
                if (auto read = readRule(rule, inherited || rules->inherited || &rule != &each)) {
                    group.rules.push_back(std::move(*read));
                    source.ruleNodes.emplace_back(i, &rule);
                }
            }
        } else if (rules->value->kind != yaml::NodeKind::Null) {
            error("rules/type", *rules->value, {TRANSLATABLE("Core", "rules must be a list.")});
        }
    }
    m_groups.push_back(std::move(group));
    m_source.groups.push_back(std::move(source));
}

void RuleReader::checkGroup(RuleGroup &group, const std::vector<EffectiveEntry> &entries)
{
    checkTags(entries);
    for (const EffectiveEntry &entry : entries) {
        const std::string &key = keyOf(entry);
        const bool thanos = contains(thanosGroupKeys, key);
        const bool allowed = contains(groupKeys, key) ||
                             (m_container == Container::Mimir && contains(mimirGroupKeys, key)) ||
                             (m_container == Container::PrometheusRule && thanos);
        if (allowed)
            continue;
        const char *reader = contains(mimirGroupKeys, key)     ? "Mimir"
                             : thanos                          ? "Thanos"
                             : contains(vmalertGroupKeys, key) ? "vmalert"
                                                               : nullptr;
        error("rules/unknown-key", *entry.entry->key,
              reader ? base::Text(TRANSLATABLE("Core", "Prometheus does not know the group key %1. %2 reads it."),
                                  {key, reader})
                     : base::Text(TRANSLATABLE("Core", "Prometheus does not know the group key %1."), {key}));
    }
    checkDurationField(group.interval);
    checkDurationField(group.queryOffset);
    if (const auto offset = pick(entries, "query_offset"); offset && !knows(m_dialect, Novelty::QueryOffset))
        report("rules/version", base::Severity::Error,
               group.queryOffset ? group.queryOffset->range : place(offset->entry->key->range),
               {TRANSLATABLE("Core", "%1 needs Prometheus %2 or newer."),
                {"query_offset", versionText(since(Novelty::QueryOffset))}});
    if (const auto labels = pick(entries, "labels"); labels && !knows(m_dialect, Novelty::GroupLabels))
        report("rules/version", base::Severity::Error,
               group.labels.empty() ? place(labels->entry->key->range) : group.labels.front().first.range,
               {TRANSLATABLE("Core", "Labels of a group need Prometheus %1 or newer."),
                {versionText(since(Novelty::GroupLabels))}});
    if (group.limit && !yaml::isInteger(*pick(entries, "limit")->value))
        report("rules/type", base::Severity::Error, group.limit->range,
               {TRANSLATABLE("Core", "limit must be a whole number.")});
}

base::Text RuleReader::nameText(const std::string &name, const char *bad) const
{
    if (name == "__name__" || knows(m_dialect, Novelty::Utf8Names))
        return {bad, {name}};
    return {TRANSLATABLE("Core", "The name %1 needs Prometheus %2 or newer."),
            {name, versionText(since(Novelty::Utf8Names))}};
}

void RuleReader::checkDurationField(const std::optional<Field> &field)
{
    if (!field || parseDuration(field->value))
        return;
    const bool number = std::ranges::all_of(field->value, [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
    report(
        "rules/duration", base::Severity::Error, field->range,
        field->value.empty()
            ? base::Text(TRANSLATABLE("Core", "A duration cannot be empty. Write it like 5m or 1h30m."))
        : number
            ? base::Text(TRANSLATABLE("Core", "The duration %1 needs a unit: ms, s, m, h, d, w or y."), {field->value})
            : base::Text(TRANSLATABLE("Core", "%1 is not a duration. Write it like 5m or 1h30m."), {field->value}));
}

Pairs RuleReader::readPairs(const EffectiveEntry &entry, bool labels)
{
    Pairs pairs;
    if (entry.value->kind == yaml::NodeKind::Null)
        return pairs;
    if (entry.value->kind != yaml::NodeKind::Mapping) {
        error("rules/type", *entry.value,
              {TRANSLATABLE("Core", "%1 must be a mapping of names to values."), {keyOf(entry)}});
        return pairs;
    }
    const std::vector<EffectiveEntry> entries = effectiveEntries(*entry.value);
    checkTags(entries);
    for (const EffectiveEntry &pair : entries) {
        const Field name = decodedField(pair.entry->key->resolved(), pair.inherited);
        if (pair.value->kind != yaml::NodeKind::Scalar && pair.value->kind != yaml::NodeKind::Null) {
            error("rules/type", *pair.value,
                  {TRANSLATABLE("Core", "%1 must be a single value, not a list or a mapping."), {name.value}});
            continue;
        }
        if (name.value.empty())
            report("rules/name", base::Severity::Error, name.range,
                   labels ? base::Text(TRANSLATABLE("Core", "The name of a label cannot be empty."))
                          : base::Text(TRANSLATABLE("Core", "The name of an annotation cannot be empty.")));
        else if (!validLabelName(name.value, m_dialect) || (labels && name.value == "__name__"))
            report("rules/name", base::Severity::Error, name.range,
                   nameText(name.value, labels ? TRANSLATABLE("Core", "%1 is not a label name.")
                                               : TRANSLATABLE("Core", "%1 is not an annotation name.")));
        pairs.emplace_back(name, decodedField(*pair.value, entry.inherited || pair.inherited));
    }
    return pairs;
}

std::optional<Rule> RuleReader::readRule(const yaml::Node &node, bool inherited)
{
    if (node.kind != yaml::NodeKind::Mapping) {
        error("rules/type", node, {TRANSLATABLE("Core", "A rule must be a mapping with alert or record, and expr.")});
        return std::nullopt;
    }
    const std::vector<EffectiveEntry> entries = effectiveEntries(node);
    Rule rule;
    rule.range = place(node.range);
    const auto optional = [&](const char *key) {
        const auto entry = pick(entries, key);
        std::optional<Field> result = entry ? scalarField(*entry) : std::nullopt;
        if (result && inherited)
            result->inherited = true;
        return result;
    };
    const std::optional<Field> record = optional("record");
    const std::optional<Field> alert = optional("alert");
    const bool recording = record && !record->value.empty();
    rule.kind = recording && !(alert && !alert->value.empty()) ? RuleKind::Recording : RuleKind::Alerting;
    if (rule.kind == RuleKind::Recording)
        rule.name = *record;
    else if (alert)
        rule.name = *alert;
    else
        rule.name.range = {rule.range.start, rule.range.start};
    if (const auto expr = optional("expr"))
        rule.expr = *expr;
    else
        rule.expr.range = {rule.range.start, rule.range.start};
    const auto duration = [&](const char *key) {
        const auto entry = pick(entries, key);
        return entry && entry->value->kind != yaml::NodeKind::Null ? optional(key) : std::nullopt;
    };
    rule.forDuration = duration("for");
    rule.keepFiringFor = duration("keep_firing_for");
    if (const auto labels = pick(entries, "labels"))
        rule.labels = readPairs(*labels, true);
    if (const auto annotations = pick(entries, "annotations"))
        rule.annotations = readPairs(*annotations, false);
    if (recording && alert && !alert->value.empty())
        report("rules/missing", base::Severity::Error, record->range,
               {TRANSLATABLE("Core", "A rule has either alert or record, not both.")});
    rule.tree = std::make_shared<const promql::Tree>(promql::parse(rule.expr.value, m_dialect));
    checkRule(rule, entries, node);
    return rule;
}

void RuleReader::checkRule(const Rule &rule, const std::vector<EffectiveEntry> &entries, const yaml::Node &node)
{
    checkTags(entries);
    for (const EffectiveEntry &entry : entries) {
        const std::string &key = keyOf(entry);
        if (contains(ruleKeys, key))
            continue;
        error("rules/unknown-key", *entry.entry->key,
              contains(vmalertRuleKeys, key)
                  ? base::Text(TRANSLATABLE("Core", "Prometheus does not know the rule key %1. %2 reads it."),
                               {key, "vmalert"})
                  : base::Text(TRANSLATABLE("Core", "Prometheus does not know the rule key %1."), {key}));
    }
    if (rule.name.value.empty())
        error("rules/missing", node, {TRANSLATABLE("Core", "This rule has neither alert nor record.")});
    if (rule.expr.value.empty())
        error("rules/missing", node, {TRANSLATABLE("Core", "This rule has no expr.")});
    checkDurationField(rule.forDuration);
    checkDurationField(rule.keepFiringFor);
    if (rule.kind == RuleKind::Recording) {
        const auto refuse = [this](const base::ByteRange &range, const char *key) {
            report("rules/recording-fields", base::Severity::Error, range,
                   {TRANSLATABLE("Core", "A recording rule cannot have %1."), {key}});
        };
        if (isNonZero(rule.forDuration))
            refuse(rule.forDuration->range, "for");
        if (isNonZero(rule.keepFiringFor))
            refuse(rule.keepFiringFor->range, "keep_firing_for");
        if (!rule.annotations.empty())
            refuse(rule.annotations.front().first.range, "annotations");
        if (!rule.name.value.empty() && !validMetricName(rule.name.value, m_dialect))
            report("rules/name", base::Severity::Error, rule.name.range,
                   nameText(rule.name.value, TRANSLATABLE("Core", "%1 is not a metric name.")));
    }
    if (rule.kind == RuleKind::Alerting)
        checkTemplates(rule, entries);
    if (rule.expr.value.empty())
        return;
    reportExpression(rule, pick(entries, "expr"), node);
}

base::TextEdits RuleReader::lifted(const base::TextEdits &contentEdits, const yaml::Node &scalar,
                                   const yaml::Node &mapping)
{
    const std::string_view text = m_embedded ? std::string_view(m_embedded->scalar->value) : m_text;
    const yaml::ScalarPlace place{static_cast<int>(mapping.indent), mapping.flow, false,
                                  m_embedded ? "\n" : yaml::lineEndOf(m_text)};
    return liftedEdits(m_text, m_embedded, yaml::embeddedEdits(text, scalar, place, contentEdits));
}

void RuleReader::reportExpression(const Rule &rule, const std::optional<EffectiveEntry> &entry, const yaml::Node &node)
{
    for (base::Diagnostic diagnostic : rule.tree->diagnostics()) {
        diagnostic.range = rule.expr.map.toSource(diagnostic.range);
        for (base::Related &related : diagnostic.related)
            related.range = rule.expr.map.toSource(related.range);
        // An expression that stands at an anchor is not mended from here.
        if (!entry || rule.expr.inherited)
            diagnostic.fixes.clear();
        for (base::Fix &fix : diagnostic.fixes)
            fix.edits = lifted(fix.edits, *entry->value, node);
        m_diagnostics.push_back(std::move(diagnostic));
    }
}

} // namespace rules
