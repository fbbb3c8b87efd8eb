#pragma once

#include <map>
#include <string>
#include <vector>

#include <QByteArray>

/// What Prometheus 2.42 makes of templates, through promtool.
namespace promtool {

struct Verdict
{
    /// What `promtool check rules` says of the template, without group, rule and annotation; empty when it parses.
    std::string parseError;
    /// The text as an annotation, an error included.
    std::string text;
};

[[nodiscard]] bool isInstalled();

/// One verdict for each template, run as the annotation of the alert `A<index>` over the series
/// `m{instance="host-1.example.org:9100", job="api"}` with the value 1234.5678, with two series `other`.
[[nodiscard]] std::vector<Verdict> judge(const std::vector<std::string> &templates);

} // namespace promtool
