#pragma once

#include "base/diagnostic.h"
#include "rules/ruledocument.h"

#include <QWidget>

#include <memory>
#include <string>
#include <vector>

QT_BEGIN_NAMESPACE
class QLabel;
class QTreeWidget;
class QTreeWidgetItem;
QT_END_NAMESPACE

namespace workspace {
struct RuleFile;
class Workspace;
} // namespace workspace

namespace widgets {

/// Every problem of the workspace's rule files, worst first; Enter goes there, Alt+Enter mends.
class ProblemsPanel : public QWidget
{
    Q_OBJECT

public:
    explicit ProblemsPanel(workspace::Workspace *workspace, QWidget *parent = nullptr);

    [[nodiscard]] int count() const { return m_count; }
    [[nodiscard]] int errorCount() const;
    /// Goes to the problem behind `offset` of `path`, around at the end.
    void activateNext(const QString &path, std::size_t offset);

signals:
    void problemActivated(const QString &path, base::ByteRange range);
    void fixesRequested(const QString &path, base::ByteRange range);
    void countChanged(int count);

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Problem
    {
        QString path;
        base::Severity severity = base::Severity::Error;
        std::string check;
        base::Text text;
        std::size_t line = 0;
        base::ByteRange range;
    };

    /// A file's problems, worst first and in the order of the text.
    struct OfFile
    {
        QString path;
        std::shared_ptr<const rules::RuleDocument> rules;
        std::vector<Problem> problems;
    };

    [[nodiscard]] static std::vector<Problem> problemsOf(const workspace::RuleFile &file);
    /// Reads the files that changed; the others' problems stay.
    void readFiles();
    /// The worst problems of all files, as many as are listed.
    [[nodiscard]] std::vector<Problem> worst() const;
    /// Takes what the workspace holds now; rows that say the same stay.
    void rebuild();
    void fillAnew();
    [[nodiscard]] QTreeWidgetItem *itemOf(const Problem &problem) const;
    [[nodiscard]] const Problem &problemOf(QTreeWidgetItem *item) const;
    void retranslate();

    workspace::Workspace *m_workspace;
    QTreeWidget *m_list;
    QLabel *m_empty;
    /// By path.
    std::vector<OfFile> m_files;
    /// Of all files.
    int m_count = 0;
    /// The rows of the list.
    std::vector<Problem> m_listed;
};

} // namespace widgets
