#include "promql/dialecttext.h"
#include "workspace/workspace.h"

#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <atomic>
#include <iterator>
#include <thread>

/// How the workspace reads its folders: one job on all its threads, which hands over what it has while it goes on.
namespace workspace {

namespace {

constexpr int rescanDelay = 400;
constexpr qint64 largestRuleFile = 64LL << 20;
constexpr int mostFiles = 20'000;
/// Between two arrivals, milliseconds.
constexpr qint64 arrivalInterval = 150;

using KnownFiles = std::map<QString, RuleFile>;
/// Takes the next files in their order, how many are read, and how many there are.
using Arrive = std::function<void(std::vector<RuleFile>, int, int)>;

bool mayHoldRules(const QString &path)
{
    return path.endsWith(".yml") || path.endsWith(".yaml") || path.endsWith(".json") || path.endsWith(".rules");
}

QStringList filesBelow(const QString &folder, const std::stop_token &stop)
{
    const QFileInfo info(folder);
    if (info.isFile())
        return {info.absoluteFilePath()};
    QStringList paths;
    QDirIterator it(folder, QDir::Files | QDir::NoDotAndDotDot | QDir::Hidden, QDirIterator::Subdirectories);
    while (it.hasNext() && !stop.stop_requested() && paths.size() < mostFiles) {
        const QString path = it.next();
        if (mayHoldRules(path) && !path.contains("/.git/"))
            paths.append(path);
    }
    paths.sort();
    return paths;
}

/// Reads the files of one root on several threads.
class FolderReader
{
public:
    FolderReader(const QString &folder, std::size_t root, const KnownFiles &known, const promql::Dialect &dialect,
                 const std::stop_token &stop)
        : m_paths(filesBelow(folder, stop)),
          m_named(QFileInfo(folder).isFile()),
          m_root(root),
          m_known(known),
          m_dialect(dialect),
          m_slots(static_cast<std::size_t>(m_paths.size()))
    {}

    [[nodiscard]] int count() const { return static_cast<int>(m_paths.size()); }

    /// Reads on until all is read or it is stopped; the calling thread hands over.
    void read(unsigned threads, const std::stop_token &stop, const Arrive &arrive)
    {
        std::vector<std::jthread> helpers;
        for (unsigned i = 1; i < threads; ++i)
            helpers.emplace_back([this, &stop] { work(stop, {}); });
        work(stop, arrive);
    }

    /// The files with rules in their order, and a file that was asked for by name in any case.
    std::vector<RuleFile> take(rules::Surroundings &surroundings)
    {
        std::vector<RuleFile> files;
        for (Slot &slot : m_slots) {
            std::ranges::move(slot.surroundings.scrapeJobs, std::back_inserter(surroundings.scrapeJobs));
            std::ranges::move(slot.surroundings.dashboards, std::back_inserter(surroundings.dashboards));
            if (slot.file.rules)
                files.push_back(std::move(slot.file));
        }
        return files;
    }

private:
    struct Slot
    {
        /// Without rules when it holds none.
        RuleFile file;
        rules::Surroundings surroundings;
        std::atomic<bool> done = false;
    };

    void work(const std::stop_token &stop, const Arrive &arrive)
    {
        QElapsedTimer sinceArrival;
        sinceArrival.start();
        for (std::size_t i = m_next++; i < m_slots.size() && !stop.stop_requested(); i = m_next++) {
            readFile(m_paths[static_cast<qsizetype>(i)], m_slots[i]);
            m_slots[i].done = true;
            if (arrive && sinceArrival.elapsed() >= arrivalInterval) {
                handOver(arrive);
                sinceArrival.restart();
            }
        }
    }

    void readFile(const QString &path, Slot &slot) const
    {
        QFile input(path);
        if (!QFileInfo(path).isFile() || input.size() > largestRuleFile || !input.open(QIODevice::ReadOnly))
            return;
        RuleFile &file = slot.file;
        std::string text = input.readAll().toStdString();
        // Binary files are none of a folder's rule files; one that was asked for is refused where it is opened.
        if (!m_named && text.find('\0') != std::string::npos)
            return;
        const auto old = m_known.find(path);
        if (old != m_known.end() && old->second.rules->text() == text)
            file = old->second;
        else
            file.rules = rules::load(path.toStdString(), std::move(text), m_dialect);
        file.path = path;
        file.root = m_root;
        rules::collectSurroundings(path.toStdString(), file.rules->stream(), slot.surroundings);
        if (!file.rules->holdsRules() && !m_named)
            file.rules.reset();
        else if (old == m_known.end() || file.rules != old->second.rules)
            file.diagnostics = checks::check(*file.rules);
    }

    void handOver(const Arrive &arrive)
    {
        std::vector<RuleFile> files;
        for (; m_handedOver < m_slots.size() && m_slots[m_handedOver].done; ++m_handedOver) {
            const RuleFile &file = m_slots[m_handedOver].file;
            if (file.rules)
                files.push_back(file);
        }
        arrive(std::move(files), static_cast<int>(m_handedOver), count());
    }

    QStringList m_paths;
    bool m_named;
    std::size_t m_root;
    const KnownFiles &m_known;
    promql::Dialect m_dialect;
    std::vector<Slot> m_slots;
    std::atomic<std::size_t> m_next = 0;
    /// Of the thread that hands over.
    std::size_t m_handedOver = 0;
};

} // namespace

struct Workspace::Scan
{
    WorkspaceFile file;
    DialectChoice dialect;
    std::optional<base::Error> fileError;
    std::optional<base::Error> error;
    std::vector<Root> roots;
    std::vector<RuleFile> files;
    rules::Surroundings surroundings;
    QSet<QString> twins;

    void findRoots(const QString &path)
    {
        const QFileInfo info(path);
        const QString workspaceFile = info.isDir() ? QDir(path).filePath("rulewright.yaml") : path;
        if (!info.exists()) {
            error = base::Error{base::ErrorKind::NotFound,
                                {TRANSLATABLE("Core", "There is no file or folder %1."), {path.toStdString()}},
                                {}};
        } else if (!info.isDir() && !info.isFile()) {
            error = base::Error{base::ErrorKind::Invalid,
                                {TRANSLATABLE("Core", "%1 is neither a file nor a folder."), {path.toStdString()}},
                                {}};
        } else if (QFileInfo(workspaceFile).fileName() == "rulewright.yaml" && QFileInfo::exists(workspaceFile)) {
            auto read = readWorkspaceFile(workspaceFile);
            if (read) {
                file = std::move(*read);
                roots.push_back({"source", file.source, {}, {}});
                if (!file.gitops.isEmpty() && file.gitops != file.source)
                    roots.push_back({"gitops", file.gitops, {}, {}});
            } else {
                fileError = read.error();
            }
        }
        if (roots.empty() && !error)
            roots.push_back({{}, fileError ? QFileInfo(workspaceFile).absolutePath() : path, {}, {}});
    }

    void findTwins()
    {
        if (roots.size() < 2)
            return;
        for (const RuleFile &each : files) {
            for (const QString &twin : each.root == 0 ? file.twinsOf(each.path) : std::vector<QString>())
                twins.insert(twin);
        }
        // A dashboard and its copy are one reader.
        QSet<QString> copies;
        for (const rules::Dashboard &dashboard : surroundings.dashboards) {
            for (const QString &twin : file.twinsOf(QString::fromStdString(dashboard.file)))
                copies.insert(twin);
        }
        std::erase_if(surroundings.dashboards, [&copies](const rules::Dashboard &dashboard) {
            return copies.contains(QString::fromStdString(dashboard.file));
        });
    }
};

void Workspace::scan(bool first)
{
    // What is asked for while the folder is being opened goes on opening it.
    first = first || m_opening;
    KnownFiles known;
    for (const RuleFile &file : m_files)
        known.emplace(file.path, file);
    const QString path = m_openedPath;
    const unsigned threads = m_scheduler.threads() > 0 ? static_cast<unsigned>(m_scheduler.threads()) : 1;
    const quint64 arriving = first && m_scheduler.threads() > 0 ? ++m_lastArriving : 0;
    m_arriving = arriving;
    m_scheduler.run(
        "scan", first ? 0 : rescanDelay,
        [this, path, known = std::move(known), first, threads, arriving, chosen = m_chosenVersion,
         endpoint = m_endpointDialect, before = m_dialect.dialect](std::stop_token stop) mutable -> Scheduler::Deliver {
            Scan scan;
            scan.findRoots(path);
            scan.dialect = chooseDialect(chosen, scan.file, endpoint);
            if (!promql::sameDialect(scan.dialect.dialect, before))
                known.clear();
            for (std::size_t i = 0; i < scan.roots.size(); ++i) {
                FolderReader reader(scan.roots[i].path, i, known, scan.dialect.dialect, stop);
                const auto arrive = [this, arriving, &scan](std::vector<RuleFile> files, int read, int count) {
                    QMetaObject::invokeMethod(
                        this,
                        [this, arriving, roots = scan.roots, file = scan.file, files = std::move(files), read, count] {
                            takeArrivals(arriving, roots, file, files, read, count);
                        },
                        Qt::QueuedConnection);
                };
                reader.read(threads, stop, arriving ? Arrive(arrive) : Arrive());
                std::ranges::move(reader.take(scan.surroundings), std::back_inserter(scan.files));
            }
            scan.findTwins();
            if (stop.stop_requested())
                return {};
            auto shared = std::make_shared<Scan>(std::move(scan));
            return [this, shared, first] { takeScan(std::move(*shared), first); };
        });
}

void Workspace::takeArrivals(quint64 arriving, const std::vector<Root> &roots, const WorkspaceFile &file,
                             const std::vector<RuleFile> &files, int read, int count)
{
    // The scan has ended, or was given up.
    if (arriving != m_arriving)
        return;
    m_file = file;
    m_roots = roots;
    // Files of buffers that were opened meanwhile are there already.
    QSet<QString> known;
    for (const RuleFile &each : m_files)
        known.insert(each.path);
    std::ranges::copy_if(files, std::back_inserter(m_files),
                         [&known](const RuleFile &each) { return !known.contains(each.path); });
    emit filesChanged();
    emit scanProgress(read, count);
}

void Workspace::takeScan(Scan scan, bool first)
{
    m_arriving = 0;
    m_opening = false;
    if (scan.error) {
        if (first)
            emit openFailed(*scan.error);
        return;
    }
    m_file = std::move(scan.file);
    m_fileError = std::move(scan.fileError);
    for (Root &root : scan.roots) {
        const auto old = std::ranges::find(m_roots, root.path, &Root::path);
        if (old != m_roots.end()) {
            root.status = old->status;
            root.statusError = old->statusError;
        }
    }
    m_roots = std::move(scan.roots);
    m_files = std::move(scan.files);
    m_twins = std::move(scan.twins);
    m_surroundings = std::move(scan.surroundings);
    takeDialect(scan.dialect);
    for (RuleFile &file : m_files) {
        file.twin = m_twins.contains(file.path);
        // The open buffer is newer than the disk.
        if (const Document *document = openDocument(file.path); document && document->rulesVersion() > 0) {
            file.rules = document->rules();
            file.diagnostics = checks::check(*file.rules);
        }
    }
    for (const auto &[path, document] : m_documents) {
        if (!findFile(path) && document->rulesVersion() > 0)
            takeAnalysis(path, document->rules(), checks::check(*document->rules()), document->rulesVersion(),
                         m_analysisMilliseconds);
    }
    watch();
    emit filesChanged();
    rebuildGraph();
    refreshStatus();
    if (first)
        emit opened();
}

} // namespace workspace
