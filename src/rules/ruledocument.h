#pragma once

#include "base/diagnostic.h"
#include "promql/parser.h"
#include "yaml/stream.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rules {

enum class Container { Plain, ConfigMap, PrometheusRule, Mimir, Json, Nested };
enum class RuleKind { Alerting, Recording };

/// A value as Prometheus reads it (after YAML decoding, aliases and merge), with its place in the file.
struct Field
{
    std::string value;
    /// File bytes of the scalar, quotes and block indicator included; at the anchor for aliased values.
    base::ByteRange range;
    /// From offsets of `value` to file bytes, through embedded strings too.
    yaml::SourceMap map;
    /// The value came through `<<` or an alias: an edit adds an override or asks.
    bool inherited = false;
};

using Pairs = std::vector<std::pair<Field, Field>>;

struct Rule
{
    RuleKind kind = RuleKind::Alerting;
    Field name;
    Field expr;
    std::optional<Field> forDuration;
    std::optional<Field> keepFiringFor;
    Pairs labels;
    Pairs annotations;
    /// File bytes of the rule's sequence item, from after its dash to the end of its content.
    base::ByteRange range;
    /// Never null; the tree of `expr.value`.
    std::shared_ptr<const promql::Tree> tree;
};

struct RuleGroup
{
    Field name;
    std::optional<Field> interval;
    std::optional<Field> queryOffset;
    std::optional<Field> limit;
    Pairs labels;
    std::vector<Rule> rules;
    base::ByteRange range;
    /// 0-based YAML document of the file.
    std::size_t document = 0;
    /// The ConfigMap key that holds the group.
    std::optional<std::string> key;
};

/// Names one rule of a workspace: file, then the place in it. `index` is 0-based within its group.
struct RuleRef
{
    std::string file;
    std::size_t document = 0;
    std::optional<std::string> key;
    std::string group;
    std::size_t index = 0;

    friend bool operator==(const RuleRef &, const RuleRef &) = default;
    /// `rule:FILE:DOCUMENT:KEY:GROUP:INDEX`, as in the command line's graph.
    [[nodiscard]] std::string id() const;
};

struct DocumentSource;

/// One rule file as it was parsed: immutable, made from one version of its text, safe to share between threads.
class RuleDocument
{
public:
    RuleDocument();
    ~RuleDocument();
    RuleDocument(RuleDocument &&) noexcept;
    RuleDocument &operator=(RuleDocument &&) noexcept;

    [[nodiscard]] const std::string &file() const;
    [[nodiscard]] const std::string &text() const;
    /// What the document was read in; for reading a changed text of it.
    [[nodiscard]] const promql::Dialect &dialect() const;
    [[nodiscard]] Container container() const;
    /// False for YAML that holds no rules (a Deployment, a kustomization).
    [[nodiscard]] bool holdsRules() const;
    [[nodiscard]] const std::vector<RuleGroup> &groups() const;
    /// YAML, rule-file and PromQL problems in file bytes, in the order of the text.
    [[nodiscard]] const std::vector<base::Diagnostic> &diagnostics() const;
    /// Why the file cannot be edited (a Helm template); nothing when it can.
    [[nodiscard]] const std::optional<base::Text> &readOnlyReason() const;
    [[nodiscard]] const yaml::Stream &stream() const;
    /// Where groups and rules stand in the YAML trees; see rules/rulesource.h.
    [[nodiscard]] const DocumentSource &source() const;

    [[nodiscard]] std::size_t ruleCount() const;
    /// Null when there is no such rule.
    [[nodiscard]] const Rule *find(const RuleRef &ref) const;
    [[nodiscard]] const RuleGroup *findGroup(const RuleRef &ref) const;
    /// Index into groups() of the group that `ref` names, its index ignored.
    [[nodiscard]] std::optional<std::size_t> findGroupIndex(const RuleRef &ref) const;
    [[nodiscard]] RuleRef refOf(const RuleGroup &group, std::size_t index) const;
    /// The rule whose bytes hold `offset`, if any.
    [[nodiscard]] std::optional<RuleRef> ruleAt(std::size_t offset) const;

private:
    friend std::shared_ptr<const RuleDocument> load(std::string, std::string, const promql::Dialect &);
    friend std::shared_ptr<const RuleDocument> loadForReading(std::string, std::string, const promql::Dialect &,
                                                              unsigned);
    struct Data;
    std::unique_ptr<Data> m_data;
};

/// Reads a rule file of any container; its format is found by its content. Never fails: problems are diagnostics.
/// `file` is only carried along.
[[nodiscard]] std::shared_ptr<const RuleDocument> load(std::string file, std::string text,
                                                       const promql::Dialect &dialect = {});

/// As load(), for callers that only read: of a large plain file no YAML trees are kept (stream() and source() are
/// empty, edits are refused), and up to `threads` threads read its groups. What is found is the same.
[[nodiscard]] std::shared_ptr<const RuleDocument>
loadForReading(std::string file, std::string text, const promql::Dialect &dialect = {}, unsigned threads = 1);

} // namespace rules
