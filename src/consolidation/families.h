#pragma once

#include "base/text.h"
#include "rules/ruledocument.h"

#include <memory>
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
    /// The label of a matcher, a static label, an annotation; `for` or `keep_firing_for` of a duration outside `expr`.
    std::string name;
    /// As in rules::FieldPath.
    std::string path;
    /// File bytes of it in the first member that has it; empty when it stands nowhere.
    base::ByteRange place;
    /// In the order of the members; empty where a member lacks it.
    std::vector<std::string> values;
    /// Bytes of it in each member's expression; empty outside `expr`.
    std::vector<base::ByteRange> ranges;
};

/// A member that differs from all others in a way that looks like a mistake.
struct Drift
{
    std::size_t member = 0;
    base::Text text;
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
    std::vector<Drift> drift;
    /// Other rules that contain what a member compares: they could read its recording rule.
    std::vector<Member> readers;
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
};

struct Findings
{
    /// What saves most comes first, Merge::None last.
    std::vector<Family> families;
    std::vector<LookAlikes> keptApart;
    std::vector<SharedExpr> shared;
    /// Rules whose expression has errors; they take no part.
    std::vector<Member> unread;
    std::size_t ruleCount = 0;
};

[[nodiscard]] Findings findFamilies(const Documents &documents);

} // namespace consolidation
