#pragma once

#include "rules/ruledocument.h"
#include "rules/sharededits.h"

#include <QColor>
#include <QIcon>
#include <QStringList>

namespace widgets {

/// For each rule of the group what tells it from others of its name: the values of labels in which they differ, else
/// what is its own in the name of the first metric it reads; empty when the name is the only one of its kind.
[[nodiscard]] QStringList distinctions(const rules::RuleGroup &group);

/// The shape of the rule's kind: recording rules in theirs, alerts by their severity label.
[[nodiscard]] QIcon ruleIcon(const rules::Rule &rule);

/// What else an edit changes, as group and name.
[[nodiscard]] QStringList namesOf(const rules::SharedChange &change, const rules::RuleDocument &document);

} // namespace widgets
