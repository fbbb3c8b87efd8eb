#pragma once

#include "unit/workspace/repositories.h"

#include <QByteArray>
#include <QDir>
#include <QString>

#include <memory>

/// A source repository with a workspace file and the GitOps repository that it maps to, both with `rules/a.yml` on
/// their branch main and a bare remote beside them.
struct TwinRepositories
{
    TwinRepositories(const QString &folder, const QByteArray &inSource, const QByteArray &inGitOps)
        : top(QDir(folder).canonicalPath()), source(top + "/source"), gitops(top + "/gitops")
    {
        source.write("rulewright.yaml", "gitops: ../gitops\nmappings:\n- source: rules/\n  gitops: rules/\n");
        source.git({"add", "."});
        source.commit("rules/a.yml", inSource);
        gitops.commit("rules/a.yml", inGitOps);
        for (const TestRepository *repository : {&source, &gitops}) {
            const QString bare = repository->path() + ".git";
            repository->git({"init", "--quiet", "--bare", "--initial-branch=main", bare});
            repository->git({"remote", "add", "origin", bare});
            repository->git({"push", "--quiet", "-u", "origin", "main"});
        }
    }

    QString top;
    TestRepository source;
    TestRepository gitops;
};
