#pragma once

#include "workspace/pairhistory.h"
#include "workspace/savechecks.h"
#include "workspace/saveplan.h"

#include <QString>
#include <QStringList>

#include <map>
#include <optional>
#include <string>
#include <vector>

/// Makes the plan of a save: one object for one plan. Inside src/workspace only.
namespace workspace::save {

[[nodiscard]] bool isYamlName(const QString &path);

class Planner
{
public:
    Planner(const WorkspaceFile &workspace, const std::vector<BufferedFile> &buffers, const QStringList &include,
            const TwinChoices &choices);

    base::Result<SavePlan> run();

private:
    /// A file of one repository, read from all places.
    struct Texts
    {
        std::optional<std::string> head;
        std::optional<std::string> disk;
        std::optional<FileStatus> status;
    };

    void problem(PlanProblem::Kind kind, bool blocking, const Repository &repository, const QString &path,
                 base::Text text)
    {
        m_plan.problems.push_back(
            {kind, std::move(text), blocking, repository.role, path, {}, repository.absolute(path)});
    }

    base::Result<std::map<QString, FileStatus>> candidates();
    base::Result<std::optional<Texts>> read(const Repository &repository, const QString &path);
    base::Result<bool> stagedDiffers(const Repository &repository, const QString &path, const FileStatus &status,
                                     const std::optional<std::string> &wanted);
    base::Result<void> addSource(const QString &path, const FileStatus &status);
    base::Result<void> addTwin(const QString &sourcePath, const Texts &source, const std::optional<std::string> &after,
                               const Twin &target);
    std::optional<std::string> carried(const QString &sourcePath, const Texts &source,
                                       const std::optional<std::string> &after, const QString &path,
                                       const std::string &twin, const Twin &target);
    std::optional<std::string> carriedRules(const QString &sourcePath, const Texts &source,
                                            const std::optional<std::string> &after, const QString &path,
                                            const std::string &twin, const Twin &target);
    base::Result<std::optional<TwinHistory>> historyOf(const QString &sourcePath, const Texts &source,
                                                       const QString &twinPath, const std::string &twin,
                                                       const Twin &target);
    base::Result<void> tellOfLink(const QString &path);
    base::Result<void> addUnchanged(const std::map<QString, FileStatus> &changed);
    [[nodiscard]] QStringList mappedPaths() const;
    base::Result<void> registerTwins();
    base::Result<void> changeKustomization(const std::string &path, const base::TextEdits &edits);
    [[nodiscard]] TwinChoice choiceFor(const QString &path) const;
    std::optional<std::string> conflicts(const QString &path, std::vector<yaml::TwinConflict> found);
    PlannedFile &planned(const Repository &repository, const QString &path);

    const WorkspaceFile &m_workspace;
    const TwinChoices &m_choices;
    std::map<QString, std::string> m_buffers;
    QStringList m_include;
    std::optional<Repository> m_source;
    std::optional<Repository> m_gitops;
    std::optional<PairHistory> m_histories;
    SavePlan m_plan;
};

} // namespace workspace::save
