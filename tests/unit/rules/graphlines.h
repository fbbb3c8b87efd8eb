#pragma once

#include "rules/dependencygraph.h"

#include <QByteArray>

#include <memory>
#include <string>
#include <vector>

/// Rule files and dependency graphs as a few readable lines.
namespace graphlines {

using Documents = std::vector<std::shared_ptr<const rules::RuleDocument>>;

/// A rule file from lines like `a: expr` (a recording rule), `!A: expr` (an alert) and `[group 30s]` (a new group);
/// what stands behind ` // ` is YAML flow text with more keys of the rule.
[[nodiscard]] std::shared_ptr<const rules::RuleDocument> fileOf(const std::string &name, const QByteArray &lines);

/// `from -> to` of every edge with what is not plain: certainty and lag. Rules by their names, others as `metric NAME`,
/// `job NAME` and `dashboard NAME`.
[[nodiscard]] QByteArray edgesOf(const rules::DependencyGraph &graph);

} // namespace graphlines
