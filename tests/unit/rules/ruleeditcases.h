#pragma once

#include <vector>

#include <QByteArray>

/// One edit of a rule file. `command` is one of
///   set RULE PATH VALUE, unset RULE PATH, rename RULE PATH NEW, group NAME PATH VALUE,
///   add RULE, duplicate RULE, delete RULE, move RULE INDEX, add-group NEW, delete-group NAME
/// where RULE is GROUP:INDEX, or KEY/GROUP:INDEX in a ConfigMap (the same for groups).
struct RuleEditCase
{
    const char *name;
    QByteArray before;
    QByteArray command;
    QByteArray after;
};

/// Edits of fields: every scalar style, containers, inherited values.
[[nodiscard]] std::vector<RuleEditCase> fieldEditCases();
/// Edits of lists: rules and groups that come, go and move.
[[nodiscard]] std::vector<RuleEditCase> structureEditCases();
