#pragma once

#include "deployment/delivery.h"

#include <string>
#include <utility>
#include <vector>

#include <QMetaType>

using TestFiles = std::vector<std::pair<std::string, std::string>>;
Q_DECLARE_METATYPE(TestFiles)

/// A repository made of texts.
struct TestRepository
{
    deployment::Repository repository;
    deployment::RuleDocuments rules;

    TestRepository(std::string role, const TestFiles &files)
    {
        repository.role = std::move(role);
        for (const auto &[path, text] : files) {
            repository.paths.insert(path);
            for (std::string folder = deployment::folderOf(path); !folder.empty();
                 folder = deployment::folderOf(folder)) {
                repository.paths.insert(folder);
                repository.paths.insert(folder + '/');
            }
            repository.manifests.emplace(path, deployment::Manifest::read(path, text));
            auto document = rules::load(path, text);
            if (document->holdsRules())
                rules.emplace(path, std::move(document));
        }
    }
};

/// `id file:line`, one a line.
inline std::string shown(const std::vector<deployment::Finding> &findings)
{
    std::string text;
    for (const deployment::Finding &finding : findings)
        text += finding.id + ' ' + finding.file + ':' + std::to_string(finding.line) + '\n';
    return text;
}
