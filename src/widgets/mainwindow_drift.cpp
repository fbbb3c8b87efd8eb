#include "deployment/detection.h"
#include "widgets/coretext.h"
#include "widgets/deliveryboard.h"
#include "widgets/docktitle.h"
#include "widgets/documentview.h"
#include "widgets/driftmonitor.h"
#include "widgets/driftpage.h"
#include "widgets/endpointpicker.h"
#include "widgets/mainwindow.h"
#include "widgets/messagebar.h"
#include "widgets/savedialog.h"
#include "workspace/acceptance.h"
#include "workspace/editplan.h"
#include "workspace/lineorigin.h"

#include <QDir>
#include <QDockWidget>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QLocale>
#include <QSaveFile>
#include <QTabWidget>

#include <algorithm>

namespace widgets {

namespace {

/// `since 3f2c1ab, 3 November, Kim: Raise the threshold`.
QString originText(const std::optional<workspace::LineOrigin> &origin, bool gone)
{
    if (!origin)
        return {};
    constexpr qsizetype shortId = 7;
    const QString date = QLocale().toString(origin->date.date(), QLocale::ShortFormat);
    return (gone ? MainWindow::tr("gone since %1 (%2, %3): %4") : MainWindow::tr("since %1 (%2, %3): %4"))
        .arg(origin->commitId.left(shortId), date, origin->author, origin->summary);
}

/// What two sibling repositories have in common, found in a worker thread.
struct Detection
{
    QString gitops;
    std::vector<deployment::DetectedMapping> mappings;
    std::size_t pairs = 0;
    std::vector<deployment::Environment> environments = {};
};

/// A line for each mapping and environment that would be written, with what speaks for it.
QString evidenceLines(const Detection &detection)
{
    constexpr qsizetype most = 8;
    QStringList lines;
    for (const deployment::DetectedMapping &mapping : detection.mappings) {
        const deployment::DetectedMapping::Evidence &first = mapping.evidence.front();
        const QString slash = mapping.files ? QString() : QStringLiteral("/");
        lines += MainWindow::tr("%1 → %2: %3 in %4 and %5")
                     .arg(QString::fromStdString(mapping.source) + slash,
                          QString::fromStdString(mapping.gitops) + slash, QString::fromStdString(first.shared),
                          QString::fromStdString(first.sourceFile), QString::fromStdString(first.gitopsFile));
    }
    for (const deployment::Environment &environment : detection.environments) {
        if (!environment.evidence.empty())
            lines += MainWindow::tr("environment %1: %2, which %3 names")
                         .arg(QString::fromStdString(environment.name), QString::fromStdString(environment.folder),
                              QString::fromStdString(environment.evidence));
    }
    const qsizetype more = lines.size() - most;
    if (more > 0) {
        lines = lines.mid(0, most);
        lines += MainWindow::tr("and %n more", nullptr, static_cast<int>(more));
    }
    return '\n' + lines.join('\n');
}

Detection detectAround(const QString &folder, const std::stop_token &stop)
{
    const workspace::RepositoryFiles source = workspace::readRepositoryFiles(folder, "source", {}, stop);
    Detection best;
    const auto consider = [&](const QString &gitops, const workspace::RepositoryFiles &files) {
        Detection detection{gitops,
                            deployment::detectMappings(source.repository, source.rules, files.repository, files.rules)};
        if (!detection.mappings.empty())
            detection.environments = deployment::environmentsOf(files.repository).list;
        for (const deployment::DetectedMapping &mapping : detection.mappings)
            detection.pairs += mapping.evidence.size();
        if (detection.pairs > best.pairs)
            best = std::move(detection);
    };
    consider({}, source);
    QElapsedTimer clock;
    clock.start();
    constexpr qint64 longestSearch = 5000;
    const QDir above = QFileInfo(folder).absoluteDir();
    constexpr qsizetype mostSiblings = 24;
    const QStringList siblings = above.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    for (const QString &sibling : siblings.mid(0, mostSiblings)) {
        const QString path = above.filePath(sibling);
        if (stop.stop_requested() || clock.hasExpired(longestSearch))
            break;
        if (path == folder || !QFileInfo::exists(path + "/.git"))
            continue;
        consider("../" + sibling, workspace::readRepositoryFiles(path, "gitops", {}, stop));
    }
    return best;
}

} // namespace

void MainWindow::makeDrift()
{
    m_drift = new DriftPage(this);
    m_tabs->addTab(m_drift, QString());
    m_delivery = new DeliveryBoard(this);
    m_deliveryDock = new QDockWidget(this);
    m_deliveryDock->setObjectName("deliveryDock");
    m_deliveryDock->setWidget(m_delivery);
    new DockTitle(m_deliveryDock);
    addDockWidget(Qt::BottomDockWidgetArea, m_deliveryDock);
    m_driftMonitor = new DriftMonitor(m_workspace.get(), m_scheduler, this);
}

void MainWindow::connectDrift()
{
    const auto watch = [this] {
        m_driftMonitor->setWatched(m_tabs->currentWidget() == m_drift || isInFront(m_deliveryDock) ||
                                   isInFront(m_followDock));
    };
    connect(m_tabs, &QTabWidget::currentChanged, this, watch);
    for (QDockWidget *dock : {m_deliveryDock, m_followDock}) {
        connect(dock, &QDockWidget::visibilityChanged, this, [this, watch](bool visible) {
            if (visible)
                m_driftMonitor->setWatched(true);
            else
                watch();
        });
    }
    connectFollow();
    connect(m_driftMonitor, &DriftMonitor::checkingChanged, this, [this] {
        m_drift->setChecking(m_driftMonitor->isChecking());
        m_delivery->setChecking(m_driftMonitor->isChecking());
    });
    connect(m_driftMonitor, &DriftMonitor::changed, this, &MainWindow::showInspection);
    connect(m_drift, &DriftPage::checkRequested, m_driftMonitor, &DriftMonitor::checkNow);
    connect(m_delivery, &DeliveryBoard::checkRequested, m_driftMonitor, &DriftMonitor::checkNow);
    const auto open = [this](const std::string &role, const std::string &file, base::ByteRange range) {
        const auto inspection = m_driftMonitor->inspection();
        if (!inspection)
            return;
        if (DocumentView *view = openFile(inspection->absolutePath(role, file)))
            view->showOffset(range);
    };
    connect(m_drift, &DriftPage::openRequested, this, open);
    connect(m_delivery, &DeliveryBoard::openRequested, this, open);
    connect(m_drift, &DriftPage::changeRequested, this, &MainWindow::changeRepositories);
    connect(m_delivery, &DeliveryBoard::changeRequested, this, &MainWindow::changeRepositories);
    connect(m_drift, &DriftPage::originsRequested, this, &MainWindow::askForOrigins);
    connect(m_drift, &DriftPage::countChanged, this, &MainWindow::retranslateDrift);
    connect(m_delivery, &DeliveryBoard::countChanged, this, &MainWindow::retranslateDrift);
    connect(m_endpoints, &EndpointPicker::clientChanged, m_driftMonitor, &DriftMonitor::setClient);
    connect(m_workspace.get(), &workspace::Workspace::opened, this, [this] {
        m_driftMonitor->clear();
        const workspace::WorkspaceFile &file = m_workspace->file();
        // A demo, or what the person accepted: its environments may be built.
        m_driftMonitor->setMayBuild(m_demoFolder != nullptr || workspace::isAccepted(file));
        if (file.path.isEmpty())
            offerMappings();
    });
    retranslateDrift();
}

void MainWindow::showInspection()
{
    const auto inspection = m_driftMonitor->inspection();
    if (inspection && m_workspace->file().path.isEmpty()) {
        m_drift->setUnavailable(tr("There is one folder open, and nothing to compare it with."),
                                tr("A rulewright.yaml names the GitOps repository and which folders are copies."));
    } else {
        m_drift->setInspection(inspection, m_driftMonitor->endpointName(), m_driftMonitor->checkedAt());
    }
    QStringList notes;
    if (m_driftMonitor->endpointError())
        notes += translated(m_driftMonitor->endpointError()->text);
    if (inspection) {
        for (const base::Text &text : inspection->unknown)
            notes += translated(text);
    }
    m_drift->setNote(notes.mid(0, 3).join('\n'));
    m_delivery->setInspection(inspection, m_driftMonitor->endpointName());
    retranslateDrift();
}

void MainWindow::retranslateDrift()
{
    const auto counted = [](const QString &text, int count) {
        return count > 0 ? text + ' ' + QString::number(count) : text;
    };
    m_tabs->setTabText(m_tabs->indexOf(m_drift), counted(tr("Drift"), m_drift->count()));
    retranslateFollow();
    m_deliveryDock->setWindowTitle(counted(tr("Delivery"), m_delivery->count()));
}

void MainWindow::changeRepositories(const DriftPage::Request &request)
{
    auto *dialog = new SaveDialog(
        m_workspace->file(),
        [this] {
            std::vector<workspace::BufferedFile> buffers;
            for (const workspace::Document *document : m_workspace->openDocuments()) {
                if (document->isModified())
                    buffers.push_back({document->path(), document->text()});
            }
            return buffers;
        },
        this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    workspace::RepositoryChange change{request.edits, request.removed};
    dialog->setPlanner(
        [change](const workspace::WorkspaceFile &file, const std::vector<workspace::BufferedFile> &buffers) {
            return workspace::planChange(file, change, buffers);
        },
        request.message);
    connect(dialog, &SaveDialog::saved, this,
            [this](const workspace::SaveResult &result, const workspace::SavePlan &plan) {
                afterSave(result, plan);
                m_driftMonitor->checkNow();
            });
    dialog->open();
}

void MainWindow::askForOrigins(const deployment::DriftRow &row)
{
    const auto inspection = m_driftMonitor->inspection();
    if (!inspection)
        return;
    struct Side
    {
        QString path;
        std::size_t first = 0;
        std::size_t last = 0;
        bool present = false;
        QString lost;
    };
    const auto sideOf = [&](const deployment::DriftCell &cell, const deployment::DriftCell &other) {
        Side side;
        side.present = cell.state == deployment::DriftCell::State::Present;
        if (cell.at.file.empty())
            return side;
        side.path = inspection->absolutePath(cell.at.role, cell.at.file);
        const auto &files =
            cell.at.role == inspection->gitops->repository.role ? inspection->gitops : inspection->source;
        if (const auto manifest = files->repository.find(cell.at.file)) {
            side.first = manifest->lineOf(cell.at.range.start);
            side.last = manifest->lineOf(cell.at.range.end);
        }
        // The first line of what the other side has is what went away here.
        if (!other.at.file.empty()) {
            const auto &others =
                other.at.role == inspection->gitops->repository.role ? inspection->gitops : inspection->source;
            if (const auto manifest = others->repository.find(other.at.file)) {
                const std::string text = manifest->text().substr(other.at.range.start, other.at.range.size());
                side.lost = QString::fromStdString(text.substr(0, text.find('\n'))).trimmed();
            }
        }
        return side;
    };
    const Side source = sideOf(row.source, row.gitops);
    const Side gitops = sideOf(row.gitops, row.source);
    m_scheduler.run("origins", 150, [this, source, gitops](std::stop_token) -> workspace::Scheduler::Deliver {
        const auto ask = [](const Side &side) {
            if (side.path.isEmpty() || !QFileInfo::exists(side.path))
                return QString();
            const auto origin = side.present          ? workspace::originOfLines(side.path, side.first, side.last)
                                : side.lost.isEmpty() ? base::Result<std::optional<workspace::LineOrigin>>(std::nullopt)
                                                      : workspace::lastChangeOf(side.path, side.lost);
            return origin ? originText(*origin, !side.present) : QString();
        };
        const QString sourceText = ask(source);
        const QString gitopsText = ask(gitops);
        return [this, sourceText, gitopsText] { m_drift->setOrigins(sourceText, gitopsText); };
    });
}

void MainWindow::offerMappings()
{
    if (m_workspace->roots().empty() || !QFileInfo(m_workspace->openedPath()).isDir())
        return;
    const QString folder = QDir::cleanPath(m_workspace->roots().front().path);
    m_scheduler.run("detect", 0, [this, folder](std::stop_token stop) -> workspace::Scheduler::Deliver {
        const Detection detection = detectAround(folder, stop);
        return [this, folder, detection] {
            // What else the bar says is more urgent.
            if (detection.mappings.empty() || !m_workspace->file().path.isEmpty() || !m_messages->text().isEmpty())
                return;
            m_messages->show(
                MessageBar::Kind::Info,
                tr("%1 looks like the GitOps copy of this folder: %n file(s) hold the same objects. Write this down in "
                   "rulewright.yaml?",
                   nullptr, static_cast<int>(detection.pairs))
                        .arg(detection.gitops.isEmpty() ? tr("this repository") : detection.gitops) +
                    evidenceLines(detection),
                {{tr("Write rulewright.yaml"), [this, folder, detection] {
                      const std::string text = deployment::workspaceFileText(
                          detection.gitops.toStdString(), detection.mappings, detection.environments);
                      QSaveFile file(folder + "/rulewright.yaml");
                      const bool written = !QFileInfo::exists(file.fileName()) && file.open(QIODevice::WriteOnly) &&
                                           file.write(text.data(), static_cast<qint64>(text.size())) ==
                                               static_cast<qint64>(text.size()) &&
                                           file.commit();
                      if (written)
                          openPath(folder);
                      else
                          m_messages->show(MessageBar::Kind::Error,
                                           tr("%1 could not be written: %2.").arg(file.fileName(), file.errorString()));
                  }}});
        };
    });
}

} // namespace widgets
