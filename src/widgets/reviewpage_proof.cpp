#include "widgets/reviewpage.h"

#include "consolidation/loadingday.h"
#include "widgets/coretext.h"
#include "widgets/dependencyview.h"
#include "widgets/diffview.h"
#include "widgets/graphinfos.h"
#include "widgets/revieweditor.h"
#include "widgets/reviewfindings.h"
#include "widgets/reviewincidents.h"
#include "widgets/reviewoffers.h"
#include "widgets/reviewtables.h"
#include "widgets/theme.h"
#include "workspace/workspace.h"

#include <QCheckBox>
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
#include <string_view>
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
    m_scheduler.run("alertmanager", 0, [this, folders](const std::stop_token &stop) {
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

/// What the proposal changes, worked out in another thread: files can be large.
void ReviewPage::showDetails()
{
    m_file->clear();
    m_diff->clear();
    m_changed.clear();
    const consolidation::Proposal *shown = proposal();
    const auto take = [this](std::vector<ChangedFile> changed) {
        m_changed = std::move(changed);
        for (const ChangedFile &each : m_changed)
            m_file->addItem(each.name);
        m_file->setVisible(m_file->count() > 1);
        showChosenFile();
    };
    const auto changedFile = [](const std::string &file, const std::string &before, const base::TextEdits &edits) {
        const auto after = base::applyEdits(before, edits);
        return ChangedFile{QFileInfo(QString::fromStdString(file)).fileName(), before, after ? *after : before};
    };
    const auto offer = currentOffer();
    const bool manifest = offer && !m_offers->all()[*offer].edits.empty();
    m_scheduler.cancel("details");
    if (manifest) {
        const consolidation::Offer &cap = m_offers->all()[*offer];
        take({changedFile(cap.file, manifestText(cap.file), cap.edits)});
    } else if (shown) {
        m_scheduler.run("details", 0,
                        [documents = m_documents, accepted = accepting(), changedFile, take](const std::stop_token &) {
                            std::vector<ChangedFile> changed;
                            for (const auto &[file, edits] : consolidation::proposalEdits(accepted).byFile) {
                                const auto document = std::ranges::find_if(
                                    documents, [&name = file](const auto &each) { return each->file() == name; });
                                if (document != documents.end())
                                    changed.push_back(changedFile(file, (*document)->text(), edits));
                            }
                            return workspace::Scheduler::Deliver([take, changed] { take(changed); });
                        });
    }
    m_file->hide();
    // What the members of a family share is known without a proposal, of an offer there is nothing else.
    QWidget *without = offer ? m_changes : m_table;
    m_views->setVisible(current().has_value() && (!offer || shown || manifest));
    const auto isThere = [&](const QWidget *view) {
        return view == m_table ? !offer : view == m_changes ? shown || manifest : shown != nullptr;
    };
    if (!isThere(m_views->currentWidget()) && !m_viewWithProposal)
        m_viewWithProposal = m_views->currentWidget();
    for (int view = 0; view < m_views->count(); ++view)
        m_views->setTabVisible(view, isThere(m_views->widget(view)));
    if (m_viewWithProposal && isThere(m_viewWithProposal))
        m_views->setCurrentWidget(std::exchange(m_viewWithProposal, nullptr));
    else if (!isThere(m_views->currentWidget()))
        m_views->setCurrentWidget(without);
}

/// Of a proposal over several files one at a time.
void ReviewPage::showChosenFile()
{
    const auto chosen = static_cast<std::size_t>(std::max(0, m_file->currentIndex()));
    m_diff->clear();
    if (chosen >= m_changed.size())
        return;
    const ChangedFile &file = m_changed[chosen];
    m_diff->setTexts(tr("%1 as it is").arg(file.name), file.before, tr("%1 after it").arg(file.name), file.after);
}

/// Before and after in one picture: what the proposal changes, and what it reads and is read by.
void ReviewPage::showGraph()
{
    if (m_views->currentWidget() != m_graph || !m_graphStale)
        return;
    m_graphStale = false;
    if (!proposal())
        return;
    QStringList roots;
    for (const workspace::Root &root : m_workspace->roots())
        roots += root.path;
    m_graph->setRoots(roots);
    const QString title = tr("before → after: %1").arg(m_title->text());
    m_scheduler.run("review graph", 0,
                    [this, title, before = m_documents, accepted = accepting()](const std::stop_token &) {
                        const auto byFile = consolidation::proposalEdits(accepted).byFile;
                        consolidation::Documents after = before;
                        for (auto &document : after) {
                            const auto own = byFile.find(document->file());
                            if (own == byFile.end())
                                continue;
                            if (const auto text = base::applyEdits(document->text(), own->second))
                                document = rules::load(document->file(), *text, document->dialect());
                        }
                        auto comparison = std::make_shared<const rules::GraphComparison>(
                            rules::changedPart(rules::compareRuleSets(before, after)));
                        auto infos = std::make_shared<const NodeInfos>(graphInfos(*comparison, before, after));
                        return workspace::Scheduler::Deliver(
                            [this, title, comparison, infos] { m_graph->setComparison(comparison, title, infos); });
                    });
}

std::vector<consolidation::Evidence> ReviewPage::structure(const consolidation::Proposal &proposal) const
{
    std::vector<consolidation::Evidence> evidence = consolidation::structuralEvidence(*family(), proposal);
    if (m_alertmanager)
        std::ranges::move(consolidation::staticRoutingChanges(*m_alertmanager, *family(), proposal),
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

consolidation::Milliseconds ReviewPage::rangeLength() const
{
    return m_range->currentData().toLongLong() * 1000;
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
        say(currentOffer() ? offerStatus(*currentOffer()) : QString(), Tone::Muted);
    } else if (const auto rejection = rejectionOf(place()); rejection != m_rejected.end()) {
        say(tr("Rejected: %1").arg(rejection->second), Tone::Muted);
    } else if (proof) {
        using consolidation::Verdict;
        const bool good = proof->verdict == Verdict::Same;
        const bool bad = proof->verdict == Verdict::Different || proof->verdict == Verdict::Narrower;
        say(proofText(*proof), good ? Tone::Good : bad ? Tone::Bad : Tone::Warning);
    } else {
        say(m_client ? tr("Not compared yet.") : translated(consolidation::Proof().sentence()), Tone::Muted);
    }
    std::vector<consolidation::Evidence> evidence;
    if (const auto offer = currentOffer())
        evidence = m_offers->all()[*offer].evidence;
    std::ranges::copy(proof   ? proof->evidence
                      : shown ? structure(*shown)
                              : std::vector<consolidation::Evidence>(),
                      std::back_inserter(evidence));
    m_findings->show(proof, evidence, shown ? shown->notes : std::vector<consolidation::Note>(), m_from, m_to);
    m_incidents->setProof(proof, m_from, m_to);
    m_results->setVisible(shown || !evidence.empty());
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
    // Of a manifest there is nothing to compare.
    const bool changes = proposed || (currentOffer() && !m_offers->all()[*currentOffer()].edits.empty());
    const bool busy = m_run || m_pending || m_finding;
    const consolidation::Proof *proof = currentProof();
    m_form->setVisible(m_alternatives.size() > 1);
    for (QWidget *each : std::initializer_list<QWidget *>{m_range, m_compare, m_exportTest})
        each->setVisible(proposed);
    for (QWidget *each : std::initializer_list<QWidget *>{m_accept, m_reject})
        each->setVisible(changes);
    m_compare->setEnabled(m_client && proposed && !m_finding);
    m_compare->setText(m_run || m_pending ? tr("Cancel") : tr("&Compare"));
    m_meant->setVisible(proposed && proposal()->takeovers.front().alerting.rule.kind == rules::RuleKind::Alerting);
    m_meant->setChecked(proposed && proposal()->meantToDiffer);
    // What is offered as another condition stays one.
    m_meant->setEnabled(!busy && !(currentOffer() && m_offers->all()[*currentOffer()].proposal.meantToDiffer));
    m_reject->setText(current() && rejectionOf(place()) != m_rejected.end() ? tr("Take the re&jection back")
                                                                            : tr("Re&ject…"));
    m_accept->setEnabled(changes && !busy);
    m_reject->setEnabled(changes && !busy);
    // Alerts only: what is recorded is compared by value.
    const bool alerts = proposed && proposal()->takeovers.front().alerting.rule.kind == rules::RuleKind::Alerting;
    m_exportTest->setEnabled(m_client && alerts && !busy && !m_export && proof && !proof->after.empty());
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
    if (!m_client || !proposal() || m_finding || !usePending())
        return;
    m_pending = backtest::askKnowledge(*m_client, [this](backtest::ServerKnowledge knowledge) {
        const auto answered = std::move(m_pending);
        startRun(std::move(knowledge));
    });
    showProof();
}

void ReviewPage::setMeantToDiffer(bool meant)
{
    const consolidation::Proposal *shown = proposal();
    if (!shown || shown->meantToDiffer == meant)
        return;
    const Form form = place();
    consolidation::Proposal changed = *shown;
    changed.meantToDiffer = meant;
    m_alternatives[form.second] = m_edited[form] = std::move(changed);
    keepDraft();
    showEditor();
    if (const auto proof = m_proofs.find(form); proof != m_proofs.end()) {
        if (meant)
            proof->second = consolidation::asMeantToDiffer(std::move(proof->second), m_from, m_to);
        else if (proof->second.doubt == consolidation::Proof::Doubt::Meant)
            m_proofs.erase(proof);
    }
    if (meant)
        m_results->setCurrentWidget(m_incidents);
    fillFamilies();
    showProof();
}

void ReviewPage::startRun(backtest::ServerKnowledge knowledge)
{
    const consolidation::Proposal *shown = proposal();
    if (!shown || !m_client)
        return;
    m_to = QDateTime::currentMSecsSinceEpoch();
    m_from = m_to - rangeLength();
    m_run =
        std::make_unique<consolidation::ProvingRun>(*family(), *shown, m_documents, m_from, m_to, *m_client,
                                                    std::make_shared<backtest::ServerKnowledge>(std::move(knowledge)));
    m_run->setAlertmanager(m_alertmanager);
    const Form form = place();
    const auto offer = currentOffer();
    const std::string_view kind = offer ? m_offers->all()[*offer].kind : "";
    const bool aboutMemory = kind == "heap-ratio" || kind == "literal-limit";
    const auto progressed = [this] {
        if (m_run)
            m_verdict->setText(tr("Comparing: %1 of %2 expressions asked.").arg(m_run->done()).arg(m_run->total()));
    };
    showProof();
    m_run->start(
        [this, form, aboutMemory, meant = shown->meantToDiffer] {
            m_proofs[form] = m_run->proof();
            if (meant)
                m_results->setCurrentWidget(m_incidents);
            // The run calls from within itself: it goes when it has returned.
            QTimer::singleShot(0, this, [this, aboutMemory] {
                m_run.reset();
                fillFamilies();
                showProof();
                // What befell containers is known to the endpoint; other incidents only a person can mark.
                if (aboutMemory && m_incidents->incidents().empty())
                    m_incidents->find();
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
    m_export = std::make_unique<consolidation::UnitTestRun>(*family(), *shown, *proof, m_to, *m_client);
    const consolidation::Member &first = family()->members[shown->takeovers.front().members.front()];
    // promtool reads plain rule files only; beside others the rules are written out.
    if (!first.ref.key && first.document->container() == rules::Container::Plain)
        m_export->setRuleFile(
            QFileInfo(path)
                .dir()
                .relativeFilePath(QFileInfo(QString::fromStdString(first.ref.file)).absoluteFilePath())
                .toStdString(),
            first.document);
    m_export->setDocuments(m_documents);
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
