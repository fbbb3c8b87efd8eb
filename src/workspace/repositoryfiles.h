#pragma once

#include "deployment/delivery.h"
#include "deployment/manifest.h"

#include <QString>

#include <map>
#include <stop_token>
#include <string>

namespace workspace {

/// One repository as the pure functions of src/deployment take it.
struct RepositoryFiles
{
    QString root;
    deployment::Repository repository;
    deployment::RuleDocuments rules;
};

/// Reads the manifests and rule files below `root`; .git and node_modules are left out, links not followed. `buffers`
/// (absolute path to text) go over the disk. Worker thread or CLI.
[[nodiscard]] RepositoryFiles readRepositoryFiles(const QString &root, const std::string &role,
                                                  const std::map<QString, std::string> &buffers = {},
                                                  const std::stop_token &stop = {});

} // namespace workspace
