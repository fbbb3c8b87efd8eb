#pragma once

#include "rules/ruledocument.h"

#include <QColor>
#include <QIcon>
#include <QString>

namespace widgets {

/// What tells a rule from others of its name in the group: the values of labels in which they differ, else the first
/// metric it reads; empty when the name is the only one of its kind.
[[nodiscard]] QString distinction(const rules::RuleGroup &group, std::size_t index);

/// The shape of the rule's kind: recording rules in theirs, alerts by their severity label.
[[nodiscard]] QIcon ruleIcon(const rules::Rule &rule);

} // namespace widgets
