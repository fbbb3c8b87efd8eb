#pragma once

#include "checks/catalogue.h"
#include "rules/dependencygraph.h"
#include "workspace/dialectchoice.h"
#include "workspace/document.h"
#include "workspace/git.h"
#include "workspace/scheduler.h"
#include "workspace/workspacefile.h"

#include <QFileSystemWatcher>
#include <QObject>
#include <QSet>

#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace workspace {

/// One repository or folder of the workspace.
struct Root
{
    /// "source", "gitops", or empty for a folder that was opened without a workspace file.
    QString role;
    QString path;
    std::optional<RepositoryStatus> status;
    /// Why there is no status; the folder is still usable.
    std::optional<base::Error> statusError;
};

/// One rule file of the workspace as it was last analysed: the open buffer's text, else the disk's.
struct RuleFile
{
    QString path;
    /// Index into Workspace::roots().
    std::size_t root = 0;
    std::shared_ptr<const rules::RuleDocument> rules;
    std::vector<base::Diagnostic> diagnostics;
    /// A copy of a mapped source file: shown in the tree, left out of the graph.
    bool twin = false;
};

/// What is open: repositories, rule files, buffers, their analysis. GUI thread; everything slow runs in jobs.
class Workspace : public QObject
{
    Q_OBJECT

public:
    explicit Workspace(Scheduler &scheduler, QObject *parent = nullptr);
    ~Workspace() override;

    /// A rulewright.yaml, a folder (with or without one) or a single rule file. Emits opened() or openFailed().
    void open(const QString &path);
    void close();

    [[nodiscard]] bool isOpen() const { return !m_roots.empty(); }
    /// What was given to open().
    [[nodiscard]] const QString &openedPath() const { return m_openedPath; }
    [[nodiscard]] const WorkspaceFile &file() const { return m_file; }
    /// Why the workspace file was not read; the folder is open without it.
    [[nodiscard]] const std::optional<base::Error> &fileError() const { return m_fileError; }
    [[nodiscard]] const std::vector<Root> &roots() const { return m_roots; }
    /// Sorted by root, then path.
    [[nodiscard]] const std::vector<RuleFile> &files() const { return m_files; }
    [[nodiscard]] const RuleFile *findFile(const QString &path) const;
    /// With the scrape jobs and the dashboards of the workspace.
    [[nodiscard]] const rules::DependencyGraph &graph() const { return *m_graph; }
    /// The same to keep; never null, and never changed.
    [[nodiscard]] std::shared_ptr<const rules::DependencyGraph> sharedGraph() const { return m_graph; }
    [[nodiscard]] double analysisMilliseconds() const { return m_analysisMilliseconds; }
    /// The language that all files are read in.
    [[nodiscard]] const DialectChoice &dialect() const { return m_dialect; }
    /// What the endpoint speaks, once it is known; all files are read again when that changes their language.
    void setEndpointDialect(const std::optional<promql::Dialect> &dialect);
    /// The person's choice for this workspace, which is kept; nothing leaves it to the workspace file and the endpoint.
    void setChosenVersion(std::optional<promql::Version> version);
    [[nodiscard]] std::optional<promql::Version> chosenVersion() const { return m_chosenVersion; }

    /// The open buffer of a file, opening it when it is not.
    [[nodiscard]] base::Result<Document *> document(const QString &path);
    [[nodiscard]] Document *openDocument(const QString &path) const;
    [[nodiscard]] std::vector<Document *> openDocuments() const;
    Document *createDocument(const QString &path, std::string text);
    void closeDocument(const QString &path);

    /// While an input method composes, the text is not analysed.
    void setComposing(bool composing);
    /// Compares disk, buffers and repositories again.
    void refresh();
    void refreshStatus();

signals:
    void opened();
    void openFailed(const base::Error &error);
    /// While a folder is opened: `read` of `count` files are read, and files() holds those with rules among them.
    void scanProgress(int read, int count);
    /// The files or their rules changed.
    void filesChanged();
    void fileAnalysed(const QString &path);
    void graphChanged();
    void statusChanged();
    void dialectChanged();

private:
    struct Scan;

    void scan(bool first);
    void takeArrivals(quint64 arriving, const std::vector<Root> &roots, const WorkspaceFile &file,
                      const std::vector<RuleFile> &files, int read, int count);
    void takeScan(Scan scan, bool first);
    void analyse(Document *document);
    void analyseSoon(Document *document);
    void takeAnalysis(const QString &path, std::shared_ptr<const rules::RuleDocument> rules,
                      std::vector<base::Diagnostic> diagnostics, quint64 version, double milliseconds);
    void rebuildGraph();
    void watch();
    void readInDialect();
    void takeDialect(const DialectChoice &choice);
    Document *adopt(std::unique_ptr<Document> document);

    Scheduler &m_scheduler;
    QFileSystemWatcher m_watcher;
    QString m_openedPath;
    WorkspaceFile m_file;
    std::optional<base::Error> m_fileError;
    std::vector<Root> m_roots;
    std::vector<RuleFile> m_files;
    std::map<QString, std::unique_ptr<Document>> m_documents;
    /// Copies of mapped source files.
    QSet<QString> m_twins;
    rules::Surroundings m_surroundings;
    std::shared_ptr<const rules::DependencyGraph> m_graph = std::make_shared<const rules::DependencyGraph>();
    double m_analysisMilliseconds = 0;
    DialectChoice m_dialect;
    std::optional<promql::Dialect> m_endpointDialect;
    std::optional<promql::Version> m_chosenVersion;
    bool m_composing = false;
    /// The scan that hands over what it has read; 0 when there is none.
    quint64 m_arriving = 0;
    quint64 m_lastArriving = 0;
    bool m_opening = false;
};

} // namespace workspace
