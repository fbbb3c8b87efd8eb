#include "workspace/workspace.h"

#include "workspace/destruction.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QSet>

#include <algorithm>
#include <utility>

namespace workspace {

namespace {

constexpr int analysisDelay = 120;
constexpr int graphDelay = 150;
/// Larger texts, in bytes, are analysed beside the GUI thread also when they are opened.
constexpr std::size_t analysedAtOnce = 1U << 20U;

std::vector<base::Diagnostic> diagnosticsOf(const rules::RuleDocument &document)
{
    return checks::check(document);
}

} // namespace

Workspace::Workspace(Scheduler &scheduler, QObject *parent) : QObject(parent), m_scheduler(scheduler)
{
    const auto changed = [this] {
        for (const auto &[path, document] : m_documents)
            document->checkDisk();
        scan(false);
    };
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, changed);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, changed);
}

Workspace::~Workspace() = default;

void Workspace::open(const QString &path)
{
    close();
    m_openedPath = QFileInfo(path).absoluteFilePath();
    m_chosenVersion = workspace::chosenVersion(m_openedPath);
    m_opening = true;
    scan(true);
}

void Workspace::close()
{
    m_scheduler.cancel("scan");
    m_arriving = 0;
    m_opening = false;
    m_scheduler.cancel("graph");
    m_scheduler.cancel("status");
    if (!m_watcher.files().isEmpty())
        m_watcher.removePaths(m_watcher.files());
    if (!m_watcher.directories().isEmpty())
        m_watcher.removePaths(m_watcher.directories());
    for (const auto &[documentPath, document] : m_documents)
        m_scheduler.cancel("analyse " + documentPath);
    m_documents.clear();
    m_roots.clear();
    m_files.clear();
    m_file = {};
    m_fileError.reset();
    m_twins.clear();
    m_surroundings = {};
    m_graph = std::make_shared<const rules::DependencyGraph>();
    m_openedPath.clear();
    m_chosenVersion.reset();
    m_endpointDialect.reset();
    m_dialect = {};
}

const RuleFile *Workspace::findFile(const QString &path) const
{
    const auto found = std::ranges::find(m_files, path, &RuleFile::path);
    return found == m_files.end() ? nullptr : &*found;
}

base::Result<Document *> Workspace::document(const QString &path)
{
    const QString absolute = QFileInfo(path).absoluteFilePath();
    if (Document *open = openDocument(absolute))
        return open;
    auto document = Document::open(absolute);
    if (!document)
        return document.error();
    return adopt(std::move(*document));
}

Document *Workspace::createDocument(const QString &path, std::string text)
{
    return adopt(Document::create(path, std::move(text)));
}

Document *Workspace::adopt(std::unique_ptr<Document> document)
{
    Document *raw = document.get();
    m_documents[raw->path()] = std::move(document);
    connect(raw, &Document::changed, this, [this, raw] { analyseSoon(raw); });
    // A file of the scan brings its analysis along: the first paint has rules in it.
    if (const RuleFile *file = findFile(raw->path()); file && file->rules->text() == raw->text())
        raw->setRules(file->rules, raw->version());
    else if (raw->text().size() > analysedAtOnce)
        analyseSoon(raw);
    else
        analyse(raw);
    watch();
    return raw;
}

Document *Workspace::openDocument(const QString &path) const
{
    const auto found = m_documents.find(path);
    return found == m_documents.end() ? nullptr : found->second.get();
}

std::vector<Document *> Workspace::openDocuments() const
{
    std::vector<Document *> documents;
    for (const auto &[path, document] : m_documents)
        documents.push_back(document.get());
    return documents;
}

void Workspace::closeDocument(const QString &path)
{
    m_scheduler.cancel("analyse " + path);
    m_documents.erase(path);
    scan(false);
}

void Workspace::analyseSoon(Document *document)
{
    if (m_composing)
        return;
    const QString path = document->path();
    const std::string text = document->text();
    const quint64 version = document->version();
    const promql::Dialect dialect = m_dialect.dialect;
    m_scheduler.run("analyse " + path, analysisDelay,
                    [this, path, text, version, dialect](std::stop_token stop) -> Scheduler::Deliver {
                        QElapsedTimer timer;
                        timer.start();
                        auto rules = destroyedElsewhere(rules::load(path.toStdString(), text, dialect));
                        if (stop.stop_requested())
                            return {};
                        auto diagnostics = diagnosticsOf(*rules);
                        const double milliseconds = static_cast<double>(timer.nsecsElapsed()) / 1e6;
                        return [this, path, rules, diagnostics = std::move(diagnostics), version, milliseconds] {
                            takeAnalysis(path, rules, diagnostics, version, milliseconds);
                        };
                    });
}

void Workspace::analyse(Document *document)
{
    auto rules = rules::load(document->path().toStdString(), document->text(), m_dialect.dialect);
    takeAnalysis(document->path(), rules, diagnosticsOf(*rules), document->version(), m_analysisMilliseconds);
}

void Workspace::takeAnalysis(const QString &path, std::shared_ptr<const rules::RuleDocument> rules,
                             std::vector<base::Diagnostic> diagnostics, quint64 version, double milliseconds)
{
    m_analysisMilliseconds = milliseconds;
    auto file = std::ranges::find(m_files, path, &RuleFile::path);
    if (file == m_files.end() && rules->holdsRules()) {
        RuleFile added;
        added.path = path;
        for (std::size_t i = 0; i < m_roots.size(); ++i) {
            if (path.startsWith(m_roots[i].path + '/'))
                added.root = i;
        }
        file = m_files.insert(
            std::ranges::upper_bound(m_files, std::pair(added.root, path), {},
                                     [](const RuleFile &each) { return std::pair(each.root, each.path); }),
            std::move(added));
    }
    if (file != m_files.end()) {
        file->rules = rules;
        file->diagnostics = std::move(diagnostics);
        file->twin = m_twins.contains(path);
    }
    if (Document *document = openDocument(path))
        document->setRules(std::move(rules), version);
    emit fileAnalysed(path);
    emit filesChanged();
    rebuildGraph();
}

void Workspace::setComposing(bool composing)
{
    if (m_composing == composing)
        return;
    m_composing = composing;
    for (const auto &[path, document] : m_documents) {
        if (document->rulesVersion() == document->version())
            continue;
        // One that was about to start would see half a syllable.
        if (composing)
            m_scheduler.cancel("analyse " + path);
        else
            analyseSoon(document.get());
    }
}

void Workspace::rebuildGraph()
{
    std::vector<std::shared_ptr<const rules::RuleDocument>> documents;
    for (const RuleFile &file : m_files) {
        if (!file.twin)
            documents.push_back(file.rules);
    }
    m_scheduler.run("graph", graphDelay,
                    [this, documents = std::move(documents),
                     surroundings = m_surroundings](std::stop_token stop) -> Scheduler::Deliver {
                        auto graph = std::make_shared<const rules::DependencyGraph>(
                            rules::buildDependencyGraph(documents, surroundings, stop));
                        if (stop.stop_requested())
                            return {};
                        return [this, graph] {
                            destroyElsewhere(std::exchange(m_graph, graph));
                            emit graphChanged();
                        };
                    });
}

void Workspace::refresh()
{
    if (!isOpen())
        return;
    for (const auto &[path, document] : m_documents)
        document->checkDisk();
    scan(false);
}

void Workspace::refreshStatus()
{
    QStringList paths;
    for (const Root &root : m_roots)
        paths.append(QFileInfo(root.path).isDir() ? root.path : QFileInfo(root.path).absolutePath());
    m_scheduler.run("status", 0, [this, paths](std::stop_token stop) -> Scheduler::Deliver {
        std::vector<std::pair<std::optional<RepositoryStatus>, std::optional<base::Error>>> found;
        for (const QString &path : paths) {
            if (stop.stop_requested())
                return {};
            auto status = Git(path).status();
            if (status)
                found.emplace_back(std::move(*status), std::nullopt);
            else
                found.emplace_back(std::nullopt, status.error());
        }
        return [this, found = std::move(found)] {
            for (std::size_t i = 0; i < std::min(found.size(), m_roots.size()); ++i)
                std::tie(m_roots[i].status, m_roots[i].statusError) = found[i];
            emit statusChanged();
        };
    });
}

void Workspace::watch()
{
    QSet<QString> wanted;
    for (const RuleFile &file : m_files) {
        wanted.insert(file.path);
        wanted.insert(QFileInfo(file.path).absolutePath());
    }
    for (const auto &[path, document] : m_documents) {
        wanted.insert(path);
        wanted.insert(QFileInfo(path).absolutePath());
    }
    for (const Root &root : m_roots) {
        // A commit from outside moves HEAD or a branch.
        const QString git = root.path + "/.git";
        if (QFileInfo(git).isDir())
            wanted.insert(git);
    }
    QStringList missing;
    const QStringList watched = m_watcher.files() + m_watcher.directories();
    const QSet<QString> have(watched.begin(), watched.end());
    for (const QString &path : wanted) {
        if (!have.contains(path) && QFileInfo::exists(path))
            missing.append(path);
    }
    if (!missing.isEmpty())
        m_watcher.addPaths(missing);
}

} // namespace workspace
