#pragma once

#include "repositories.h"
#include "workspace/saveplan.h"
#include "workspace/workspacefile.h"

#include <QTemporaryDir>

/// A source and a GitOps repository with one rule file that the GitOps side has grown on, and the workspace over both.
struct SaveFixture
{
    QTemporaryDir folder;
    TestRepository source{QDir(folder.path()).canonicalPath() + "/source"};
    TestRepository gitops{QDir(folder.path()).canonicalPath() + "/gitops"};
    workspace::WorkspaceFile workspace;

    static QByteArray rules(const QByteArray &duration = "5m")
    {
        return "groups:\n- name: g\n  rules:\n  - alert: Down\n    expr: up == 0\n    for: " + duration + "\n";
    }
    static QByteArray twin(const QByteArray &duration = "5m")
    {
        return "# platform\ngroups:\n- name: g\n  interval: 30s\n  rules:\n  - alert: Down\n    expr: up == 0\n    "
               "for: " +
               duration + " # ours\n    labels:\n      cluster: prod\n";
    }

    SaveFixture()
    {
        source.write("rulewright.yaml",
                     "gitops: ../gitops\nmappings:\n- source: infra/rules/\n  gitops: base/rules/\n");
        source.git({"add", "."});
        source.commit("infra/rules/a.yaml", rules());
        gitops.commit("base/rules/a.yaml", twin());
        workspace = *workspace::readWorkspaceFile(source.path());
    }

    [[nodiscard]] workspace::SavePlan plan(const std::vector<workspace::BufferedFile> &buffers = {},
                                           const QStringList &include = {}) const
    {
        base::Result<workspace::SavePlan> made = workspace::planSave(workspace, buffers, include);
        if (!made)
            throw std::runtime_error(made.error().text.english() + made.error().detail);
        return std::move(made.value());
    }

    [[nodiscard]] QString problems(const workspace::SavePlan &plan) const
    {
        QString text;
        for (const workspace::PlanProblem &problem : plan.problems)
            text += QString(problem.blocking ? "! " : "- ") + QString::fromStdString(problem.text.english()) + '\n';
        return text.replace(QDir(folder.path()).canonicalPath() + '/', QString());
    }
};
