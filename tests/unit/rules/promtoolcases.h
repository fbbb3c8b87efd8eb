#pragma once

#include <string>
#include <vector>

#include <QByteArray>

/// A rule file that promtool and Rulewright judge.
struct PromtoolCase
{
    std::string name;
    QByteArray text;
};

/// YAML in every shape that a rule file can take, most of it on the border of what Prometheus 2.42 accepts.
[[nodiscard]] std::vector<PromtoolCase> promtoolCases();
/// Those of them that are about explicit keys, stray commas and what comes behind the first document.
[[nodiscard]] std::vector<PromtoolCase> yamlFormCases();
