#pragma once

#include "base/byterange.h"
#include "rules/ruledocument.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// Rules as they are compared: parsed and normalised, without comments, styles and the order of labels.
namespace deployment {

/// Where a rule or group is written.
struct WrittenAt
{
    std::string role;
    std::string file;
    base::ByteRange range;
    std::size_t line = 0;
};

struct ComparedRule
{
    rules::RuleKind kind = rules::RuleKind::Alerting;
    std::string name;
    /// As Prometheus prints it; as written when it does not parse.
    std::string expr;
    double forSeconds = 0;
    double keepFiringForSeconds = 0;
    /// The rule's own over its group's, as Prometheus merges them.
    std::map<std::string, std::string> labels;
    std::map<std::string, std::string> annotations;
    WrittenAt at;
};

struct ComparedGroup
{
    std::string name;
    /// The file it is loaded from: a path, or a ConfigMap's key.
    std::string file;
    /// Seconds; nothing for the server's default.
    std::optional<double> interval;
    std::optional<double> queryOffset;
    std::size_t limit = 0;
    std::vector<ComparedRule> rules;
    WrittenAt at;
};

/// What one side cannot show, and so nobody can call different.
struct Blind
{
    bool queryOffset = false;
    /// The interval is always a number there, the default included.
    bool defaultInterval = false;
    /// Labels that an operator adds and matches everywhere (its enforced namespace label).
    bool operatorRewrites = false;
};

struct RuleDifference
{
    enum class Kind { OnlyLeft, OnlyRight, Changed };
    Kind kind = Kind::Changed;
    std::string group;
    /// Empty for the group itself.
    std::string rule;
    rules::RuleKind ruleKind = rules::RuleKind::Alerting;
    /// Among rules of that name in the group, from 0.
    std::size_t ordinal = 0;
    /// `expr`, `for`, `labels.severity`, ...; empty for the whole rule or group.
    std::string field;
    std::string left;
    std::string right;
    WrittenAt leftAt;
    WrittenAt rightAt;
};

[[nodiscard]] std::vector<ComparedGroup> comparedGroups(const rules::RuleDocument &document, const std::string &role);

/// Groups are paired by name (and file where a name is there twice), rules by kind and name within their group: equal
/// ones first, then in order. A group that has only its name changed is paired by its rules.
[[nodiscard]] std::vector<RuleDifference>
compareRules(const std::vector<ComparedGroup> &left, const std::vector<ComparedGroup> &right, const Blind &blind = {});

} // namespace deployment
