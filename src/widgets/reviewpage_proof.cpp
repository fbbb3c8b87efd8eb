#include "widgets/reviewpage.h"

#include "consolidation/loadingday.h"
#include "widgets/coretext.h"
#include "widgets/dependencyview.h"
#include "widgets/diffview.h"
#include "widgets/reviewfindings.h"
#include "widgets/reviewincidents.h"
#include "widgets/reviewtables.h"
#include "widgets/theme.h"
#include "workspace/workspace.h"

#include <QComboBox>
#include <QDateTime>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QLabel>
#include <QPushButton>
#include <QSaveFile>
#include <QTableWidget>
#include <QTabWidget>
#include <QTimer>
#include <QTreeWidget>

#include <algorithm>
#include <utility>

namespace widgets {

namespace {

constexpr qint64 mostConfigBytes = 1 << 20;
constexpr qsizetype mostConfigFiles = 20000;

base::Error unreadable(const QString &path, const QString &why)
{
    return {base::ErrorKind::Io,
            {TRANSLATABLE("Core", "The file %1 cannot be read."), {path.toStdString()}},
            why.toStdString()};
}

/// Configurations below the folders that Alertmanager would take, the first one by path.
std::pair<QString, std::shared_ptr<const consolidation::AlertmanagerConfig>> findConfig(const QStringList &folders,
                                                                                        const std::stop_token &stop)
{
    QStringList paths;
    for (const QString &folder : folders) {
        QDirIterator files(folder, {"*.yml", "*.yaml"}, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext() && paths.size() < mostConfigFiles && !stop.stop_requested()) {
            const QString path = files.next();
            if (!path.contains("/.git/") && !path.contains("/node_modules/"))
                paths += path;
        }
    }
    paths.sort();
    for (const QString &path : paths) {
        QFile file(path);
        if (stop.stop_requested())
            break;
        if (file.size() > mostConfigBytes || !file.open(QIODevice::ReadOnly))
            continue;
        const QByteArray text = file.readAll();
        if (!text.contains("receivers:") || !text.contains("route:"))
            continue;
        if (auto config = consolidation::readAlertmanagerConfig(text.toStdString()))
            return {path, std::make_shared<const consolidation::AlertmanagerConfig>(std::move(*config))};
    }
    return {};
}

} // namespace

void ReviewPage::setAlertmanager(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        emit failed(unreadable(path, file.errorString()));
        return;
    }
    auto config = consolidation::readAlertmanagerConfig(file.readAll().toStdString());
    if (!config) {
        emit failed(config.error());
        return;
    }
    m_alertmanagerChosen = true;
    m_alertmanagerPath = path;
    m_alertmanager = std::make_shared<const consolidation::AlertmanagerConfig>(std::move(*config));
    m_proofs.clear();
    fillFamilies();
    showProof();
}

void ReviewPage::findAlertmanager()
{
    if (m_alertmanagerChosen)
        return;
    QStringList folders;
    for (const workspace::Root &root : m_workspace->roots())
        folders += root.path;
    m_scheduler.run("alertmanager", 0, [this, folders](std::stop_token stop) {
        const auto found = findConfig(folders, stop);
        return workspace::Scheduler::Deliver([this, found] {
            if (m_alertmanagerChosen)
                return;
            m_alertmanagerPath = found.first;
            m_alertmanager = found.second;
            showProof();
        });
    });
}

/// The difference of the chosen file; of a proposal over several files one at a time.
void ReviewPage::showDetails()
{
    const int chosen = m_file->currentIndex();
    m_file->clear();
    m_diff->clear();
    const auto family = current();
    const consolidation::Proposal *shown = proposal();
    if (family && shown) {
        const auto edits = consolidation::proposalEdits({{&m_report.findings.families[*family], shown}});
        int index = 0;
        for (const auto &[file, textEdits] : edits.byFile) {
            const auto document =
                std::ranges::find_if(m_documents, [&name = file](const auto &each) { return each->file() == name; });
            if (document == m_documents.end())
                continue;
            const QString name = QFileInfo(QString::fromStdString(file)).fileName();
            m_file->addItem(name);
            if (index++ != std::max(0, chosen))
                continue;
            const auto after = base::applyEdits((*document)->text(), textEdits);
            m_diff->setTexts(tr("%1 as it is").arg(name), (*document)->text(), tr("%1 after it").arg(name),
                             after ? *after : std::string());
        }
        m_file->setCurrentIndex(std::max(0, chosen));
    }
    m_file->setVisible(m_file->count() > 1);
    m_views->setVisible(family.has_value());
    if (!shown && m_views->currentWidget() != m_table) {
        m_viewWithProposal = m_views->currentWidget();
        m_views->setCurrentWidget(m_table);
    } else if (shown && m_viewWithProposal) {
        m_views->setTabEnabled(m_views->indexOf(m_viewWithProposal), true);
        m_views->setCurrentWidget(std::exchange(m_viewWithProposal, nullptr));
    }
    for (int view = 0; view < m_views->count() - 1; ++view)
        m_views->setTabEnabled(view, shown != nullptr);
}

/// Before and after in one picture: what the proposal changes, and what it reads and is read by.
void ReviewPage::showGraph()
{
    if (m_views->currentWidget() != m_graph || !m_graphStale)
        return;
    m_graphStale = false;
    const auto family = current();
    const consolidation::Proposal *shown = proposal();
    if (!family || !shown)
        return;
    const auto edits = consolidation::proposalEdits({{&m_report.findings.families[*family], shown}});
    const QString title = tr("before → after: %1").arg(m_title->text());
    m_scheduler.run("graph", 0, [this, title, before = m_documents, byFile = edits.byFile](std::stop_token) {
        consolidation::Documents after = before;
        for (auto &document : after) {
            const auto own = byFile.find(document->file());
            if (own == byFile.end())
                continue;
            if (const auto text = base::applyEdits(document->text(), own->second))
                document = rules::load(document->file(), *text);
        }
        auto comparison =
            std::make_shared<const rules::GraphComparison>(rules::changedPart(rules::compareRuleSets(before, after)));
        return workspace::Scheduler::Deliver([this, title, comparison] {
            m_graph->setGraph(comparison->graph, {});
            m_graph->setComparison(comparison, title);
        });
    });
}

std::vector<consolidation::Evidence> ReviewPage::structure(const consolidation::Proposal &proposal) const
{
    const consolidation::Family &family = m_report.findings.families[*current()];
    std::vector<consolidation::Evidence> evidence = consolidation::structuralEvidence(family, proposal);
    if (m_alertmanager)
        std::ranges::move(
            consolidation::routingChanges(*m_alertmanager, consolidation::staticIdentities(family, proposal)),
            std::back_inserter(evidence));
    return evidence;
}

void ReviewPage::colourVerdict()
{
    const Theme &theme = Theme::current();
    QPalette palette = m_verdict->palette();
    palette.setColor(QPalette::WindowText, m_tone == Tone::Good      ? theme.fine
                                           : m_tone == Tone::Bad     ? theme.critical
                                           : m_tone == Tone::Warning ? theme.warning
                                                                     : theme.muted);
    m_verdict->setPalette(palette);
}

void ReviewPage::showProof()
{
    const auto say = [&](const QString &text, Tone tone) {
        m_tone = tone;
        m_verdict->setText(text);
        colourVerdict();
    };
    const consolidation::Proof *proof = currentProof();
    const consolidation::Proposal *shown = proposal();
    if (m_run) {
        say(tr("Comparing: %1 of %2 expressions asked.").arg(m_run->done()).arg(m_run->total()), Tone::Muted);
    } else if (m_pending) {
        say(tr("Asking the endpoint about itself."), Tone::Muted);
    } else if (!shown) {
        say({}, Tone::Muted);
    } else if (proof) {
        using consolidation::Verdict;
        const bool good = proof->verdict == Verdict::Same;
        const bool bad = proof->verdict == Verdict::Different || proof->verdict == Verdict::Narrower;
        say(translated(proof->sentence()), good ? Tone::Good : bad ? Tone::Bad : Tone::Warning);
    } else {
        say(m_client ? tr("Not compared yet.") : translated(consolidation::Proof().sentence()), Tone::Muted);
    }
    m_findings->show(proof,
                     proof   ? proof->evidence
                     : shown ? structure(*shown)
                             : std::vector<consolidation::Evidence>(),
                     shown ? shown->notes : std::vector<consolidation::Note>(), m_from, m_to);
    m_incidents->setProof(proof, m_from, m_to);
    m_results->setVisible(shown != nullptr);
    std::vector<const consolidation::Proof *> proofs;
    for (std::size_t form = 0; form < m_alternatives.size(); ++form) {
        const auto found = m_proofs.find({place().first, form});
        proofs.push_back(found == m_proofs.end() ? nullptr : &found->second);
    }
    {
        const QSignalBlocker blocker(m_forms->selectionModel());
        const int row = std::max(0, m_forms->currentRow());
        fillAlternatives(m_forms, m_alternatives, proofs);
        m_forms->setCurrentCell(row, m_form->currentIndex());
    }
    updateButtons();
}

void ReviewPage::updateButtons()
{
    const bool proposed = proposal() != nullptr;
    const bool busy = m_run || m_pending || m_finding;
    const consolidation::Proof *proof = currentProof();
    m_form->setVisible(m_alternatives.size() > 1);
    for (QWidget *each : std::initializer_list<QWidget *>{m_range, m_compare, m_accept, m_reject, m_exportTest})
        each->setVisible(proposed);
    m_compare->setEnabled(m_client && proposed && !m_finding);
    m_compare->setText(m_run || m_pending ? tr("Cancel") : tr("&Compare"));
    m_accept->setEnabled(proposed && !busy);
    m_reject->setEnabled(proposed && !busy);
    m_exportTest->setEnabled(m_client && proposed && !busy && !m_export && proof && !proof->after.empty());
    m_exportTest->setToolTip(m_exportTest->isEnabled() || !proposed
                                 ? QString()
                                 : tr("Compare first: the test is made from the history around a firing."));
    const QString name = QFileInfo(m_alertmanagerPath).fileName();
    m_routes->setText(m_alertmanager ? tr("Routes and inhibitions are those of %1.").arg(name)
                                     : tr("No Alertmanager configuration was found: routes are not compared."));
    m_routes->setToolTip(m_alertmanagerPath);
}

void ReviewPage::compare()
{
    if (m_run || m_pending) {
        cancelRuns();
        showProof();
        return;
    }
    if (!m_client || !proposal() || m_finding)
        return;
    m_pending = backtest::askKnowledge(*m_client, [this](backtest::ServerKnowledge knowledge) {
        const auto answered = std::move(m_pending);
        startRun(std::move(knowledge));
    });
    showProof();
}

void ReviewPage::startRun(backtest::ServerKnowledge knowledge)
{
    const consolidation::Proposal *shown = proposal();
    if (!shown || !m_client)
        return;
    m_to = QDateTime::currentMSecsSinceEpoch();
    m_from = m_to - m_range->currentData().toLongLong() * 1000;
    m_run = std::make_unique<consolidation::ProvingRun>(
        m_report.findings.families[*current()], *shown, m_documents, m_from, m_to, *m_client,
        std::make_shared<backtest::ServerKnowledge>(std::move(knowledge)));
    m_run->setAlertmanager(m_alertmanager);
    const Form form = place();
    const auto progressed = [this] {
        if (m_run)
            m_verdict->setText(tr("Comparing: %1 of %2 expressions asked.").arg(m_run->done()).arg(m_run->total()));
    };
    showProof();
    m_run->start(
        [this, form] {
            m_proofs[form] = m_run->proof();
            // The run calls from within itself: it goes when it has returned.
            QTimer::singleShot(0, this, [this] {
                m_run.reset();
                fillFamilies();
                showProof();
            });
        },
        progressed);
}

void ReviewPage::exportTest(const QString &path)
{
    const consolidation::Proof *proof = currentProof();
    const consolidation::Proposal *shown = proposal();
    if (!proof || !shown || !m_client || m_export)
        return;
    const consolidation::Family &family = m_report.findings.families[*current()];
    m_export = std::make_unique<consolidation::UnitTestRun>(family, *shown, *proof, m_to, *m_client);
    const consolidation::Member &first = family.members[shown->takeovers.front().members.front()];
    // promtool reads plain rule files only; beside others the rules are written out.
    if (!first.ref.key && first.document->container() == rules::Container::Plain)
        m_export->setRuleFile(
            QFileInfo(path)
                .dir()
                .relativeFilePath(QFileInfo(QString::fromStdString(first.ref.file)).absoluteFilePath())
                .toStdString());
    m_export->start([this, path] {
        QTimer::singleShot(0, this, [this, path] {
            const auto run = std::move(m_export);
            updateButtons();
            if (!run)
                return;
            if (run->error()) {
                emit failed(*run->error());
                return;
            }
            for (const auto &[name, text] : run->files()) {
                const bool test = name == run->files().back().name;
                QSaveFile file(test ? path : QFileInfo(path).dir().filePath(QString::fromStdString(name)));
                const QByteArray bytes = QByteArray::fromStdString(text);
                if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit()) {
                    emit failed(
                        {base::ErrorKind::Io,
                         {TRANSLATABLE("Core", "The file %1 cannot be written."), {file.fileName().toStdString()}},
                         file.errorString().toStdString()});
                    return;
                }
            }
            emit exported(path);
        });
    });
    updateButtons();
}

} // namespace widgets
