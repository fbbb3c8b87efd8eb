#pragma once

#include "base/text.h"
#include "rules/ruledocument.h"

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

/// Finding rules that are copies of each other. Everything here is a pure function of parsed rule files.
namespace consolidation {

using Documents = std::vector<std::shared_ptr<const rules::RuleDocument>>;

/// How a family becomes one rule: by a matcher over the values, by a regular expression on the metric's name, by one
/// rule in which what differs from member to member stays apart, or not at all.
enum class Merge { LabelRegex, MetricRegex, Template, None };
[[nodiscard]] const char *mergeName(Merge merge);

struct Member
{
    std::shared_ptr<const rules::RuleDocument> document;
    rules::RuleRef ref;
    const rules::RuleGroup *group = nullptr;
    const rules::Rule *rule = nullptr;
};

enum class Slot { Metric, Matcher, Label, Threshold, Duration, Annotation };
[[nodiscard]] const char *slotName(Slot slot);

/// A place in which the members differ.
struct Variation
{
    Slot slot = Slot::Matcher;
    /// The label of a matcher, a static label, an annotation; `for` or `keep_firing_for` of a duration outside `expr`;
    /// `alertname` (of recording rules `__name__`) where the rules have other names.
    std::string name;
    /// As in rules::FieldPath.
    std::string path;
    /// File bytes of it in the first member that has it; empty when it stands nowhere.
    base::ByteRange place;
    /// In the order of the members; empty where a member lacks it. Of an annotation only the words that differ, where
    /// they can be told apart from the rest.
    std::vector<std::string> values;
    /// Bytes of it in each member's expression; empty outside `expr`.
    std::vector<base::ByteRange> ranges;
};

/// A member that differs from all others in a way that looks like a mistake.
struct Drift
{
    std::size_t member = 0;
    base::Text text;
    /// Values in its expression that are another copy's: bytes of each, and of the one that says who it is about.
    std::vector<std::pair<base::ByteRange, base::ByteRange>> borrowed;
};

/// A rule outside a family that contains what one of its members compares.
struct Reader
{
    Member rule;
    /// Bytes of it in the rule's expression.
    base::ByteRange range;
    /// Index of that member.
    std::size_t like = 0;
};

struct Family
{
    /// Stable as long as the rules' names are.
    std::string id;
    Merge merge = Merge::None;
    /// Why the merge is what it is; for None also what would make it possible.
    base::Text why;
    base::Text remedy;
    std::vector<Member> members;
    std::vector<Variation> varies;
    /// What all members share: the path of a field, as in rules::FieldPath, and its value. What varies within `expr`
    /// stands in angle brackets: `rate(<metric>[5m]) > <threshold>`.
    std::vector<std::pair<std::string, std::string>> constant;
    std::vector<Drift> drift;
    /// They could read the family's recording rule; of recording rules of different names, which cannot become one
    /// as long as others read them by these names, who does.
    std::vector<Reader> readers;
};

/// Rules that look alike and are no family.
struct LookAlikes
{
    std::vector<Member> rules;
    base::Text why;
};

/// An expression that several rules of no one family contain.
struct SharedExpr
{
    std::string expr;
    std::vector<Member> rules;
    /// A recording rule whose whole expression it is: the others can read its series.
    std::optional<Member> recordedBy;
};

struct Findings
{
    /// What saves most comes first, Merge::None last.
    std::vector<Family> families;
    std::vector<LookAlikes> keptApart;
    std::vector<SharedExpr> shared;
    /// Rules that Prometheus refuses; they take no part.
    std::vector<Member> unread;
    /// Every alerting rule that takes part.
    std::vector<Member> alerts;
    std::size_t ruleCount = 0;
};

/// What was found before it was stopped is not complete.
[[nodiscard]] Findings findFamilies(const Documents &documents, const std::stop_token &stop = {});

} // namespace consolidation
