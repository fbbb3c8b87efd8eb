#pragma once

#include "rules/dependencygraph.h"
#include "rules/ruledocument.h"
#include "rules/sharededits.h"

#include <QColor>
#include <QIcon>
#include <QStringList>

namespace workspace {
class Workspace;
}

namespace widgets {

/// For each rule of the group what tells it from others of its name: the values of labels in which they differ, else
/// what is its own in the name of the first metric it reads; empty when the name is the only one of its kind.
[[nodiscard]] QStringList distinctions(const rules::RuleGroup &group);

/// The rule's `severity` label, else its group's; empty without one.
[[nodiscard]] QString severityOf(const rules::RuleGroup &group, const rules::Rule &rule);

/// The shape of the rule's kind: recording rules in theirs, alerts by their severity.
[[nodiscard]] QIcon ruleIcon(const rules::RuleGroup &group, const rules::Rule &rule);

/// The same colour for a node of the workspace's graph.
[[nodiscard]] QColor nodeColour(const workspace::Workspace &workspace, const rules::GraphNode &node);

/// What else an edit changes, as group and name.
[[nodiscard]] QStringList namesOf(const rules::SharedChange &change, const rules::RuleDocument &document);

} // namespace widgets
