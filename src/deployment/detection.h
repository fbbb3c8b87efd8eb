#pragma once

#include "deployment/delivery.h"

#include <string>
#include <vector>

namespace deployment {

/// Two folders, or two files of different names, that look like copies of each other, with what makes them look so.
struct DetectedMapping
{
    std::string source;
    std::string gitops;
    /// The paths are files.
    bool files = false;
    /// One for each pair of files: `ConfigMap prometheus-rules`, or the names of rule groups.
    struct Evidence
    {
        std::string sourceFile;
        std::string gitopsFile;
        std::string shared;
    };
    std::vector<Evidence> evidence;
};

/// Pairs of files with one name that hold the same objects (kind and name) or the same rule groups, gathered by folder.
/// A file without such a partner is paired with the one file of another name that holds its ConfigMap or
/// PrometheusRule. Within one repository the side that a kustomization reaches is the deployed one. Most evidence
/// first.
[[nodiscard]] std::vector<DetectedMapping> detectMappings(const Repository &source, const RuleDocuments &sourceRules,
                                                          const Repository &gitops, const RuleDocuments &gitopsRules);

/// A rulewright.yaml with these mappings, and those of the environments that an Argo CD or Flux manifest names;
/// `gitops` as it is to be written, empty for one repository.
[[nodiscard]] std::string workspaceFileText(const std::string &gitops, const std::vector<DetectedMapping> &mappings,
                                            const std::vector<Environment> &environments = {});

} // namespace deployment
