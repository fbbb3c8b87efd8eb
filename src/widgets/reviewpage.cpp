#include "widgets/reviewpage.h"

#include "consolidation/loadingday.h"
#include "consolidation/manifestmemory.h"
#include "widgets/appearance.h"
#include "widgets/coretext.h"
#include "widgets/dependencyview.h"
#include "widgets/diffview.h"
#include "widgets/ownrules.h"
#include "widgets/revieweditor.h"
#include "widgets/reviewfindings.h"
#include "widgets/reviewincidents.h"
#include "widgets/reviewoffers.h"
#include "widgets/reviewtables.h"
#include "widgets/statepage.h"
#include "widgets/theme.h"
#include "workspace/workspace.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateTime>
#include <QDirIterator>
#include <QEvent>
#include <QFile>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableWidget>
#include <QTabWidget>
#include <QTimer>
#include <QTreeWidget>
#include <QTreeWidgetItemIterator>

#include <algorithm>
#include <utility>

namespace widgets {

namespace {

constexpr int placeRole = Qt::UserRole;
constexpr std::size_t mostLookAlikes = 200;
constexpr qint64 mostManifestBytes = 1 << 20;
constexpr int mostManifests = 20000;

/// Containers whose heap is capped, of the manifests below the folders.
std::vector<consolidation::ContainerMemory> cappedContainersIn(const QStringList &folders, const std::stop_token &stop)
{
    consolidation::ManifestMemory manifests;
    int read = 0;
    for (const QString &folder : folders) {
        QDirIterator files(folder, {"*.yml", "*.yaml"}, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext() && read < mostManifests && !stop.stop_requested()) {
            const QString path = files.next();
            QFile file(path);
            if (path.contains("/.git/") || path.contains("/node_modules/") || file.size() > mostManifestBytes ||
                !file.open(QIODevice::ReadOnly))
                continue;
            ++read;
            manifests.add(path.toStdString(), file.readAll().toStdString());
        }
    }
    return manifests.cappedContainers();
}

std::vector<consolidation::Offer> offersOf(const consolidation::Report &report, const QStringList &folders,
                                           const std::stop_token &stop)
{
    std::vector<consolidation::Offer> offers = consolidation::readerOffers(report);
    std::ranges::move(consolidation::sharedOffers(report), std::back_inserter(offers));
    std::ranges::move(consolidation::findMigrations(report, cappedContainersIn(folders, stop)),
                      std::back_inserter(offers));
    return offers;
}

} // namespace

ReviewPage::ReviewPage(workspace::Workspace *workspace, QWidget *parent)
    : QWidget(parent), m_workspace(workspace), m_scheduler(1), m_offers(new ReviewOffers(this))
{
    setObjectName("reviewPage");
    makeLayout();
    const auto outdated = [this] {
        m_stale = true;
        if (isVisible())
            rebuild();
    };
    connect(workspace, &workspace::Workspace::filesChanged, this, outdated);
    connect(workspace, &workspace::Workspace::fileAnalysed, this, outdated);
    connect(m_families, &QTreeWidget::currentItemChanged, this, &ReviewPage::showFamily);
    connect(m_form, &QComboBox::activated, this, &ReviewPage::showProposal);
    // The table is filled again for the new choice, which has to wait until it has changed its selection.
    connect(
        m_forms->selectionModel(), &QItemSelectionModel::currentColumnChanged, this,
        [this] {
            const int column = m_forms->currentColumn();
            if (column < 0 || column == m_form->currentIndex() || column >= m_form->count())
                return;
            m_form->setCurrentIndex(column);
            showProposal();
        },
        Qt::QueuedConnection);
    connect(m_range, &QComboBox::activated, this, [this] {
        cancelRuns();
        m_proofs.clear();
        m_offersAsked = false;
        askOffers();
        fillFamilies();
        showFamily();
    });
    connect(m_offers, &ReviewOffers::completed, this, [this](std::size_t offer) {
        const Form form{m_report.findings.families.size() + offer, 0};
        m_edited.erase(form);
        m_proofs.erase(form);
        fillFamilies();
        if (currentOffer() == offer)
            showFamily();
    });
    connect(m_offers, &ReviewOffers::finished, this, [this] {
        fillFamilies();
        if (m_families->topLevelItemCount() == 0 && !m_finding)
            showNothing();
        else
            showProof();
    });
    connect(m_file, &QComboBox::activated, this, &ReviewPage::showChosenFile);
    connect(m_views, &QTabWidget::currentChanged, this, &ReviewPage::showGraph);
    connect(m_editor, &ReviewEditor::edited, this, &ReviewPage::useEdited);
    connect(m_editor, &ReviewEditor::resetRequested, this, [this] {
        m_editor->setProposal(nullptr);
        m_drafts.erase(place());
        if (m_edited.erase(place()) > 0)
            m_proofs.erase(place());
        const int form = m_form->currentIndex();
        fillFamilies();
        showFamily();
        if (form > 0 && form < m_form->count()) {
            m_form->setCurrentIndex(form);
            showProposal();
        }
    });
    connect(m_findings, &ReviewFindings::marked, m_incidents,
            [this](alerting::Milliseconds from, alerting::Milliseconds to, const QString &subject) {
                m_incidents->mark({from, to, subject.toStdString(), consolidation::Incident::Kind::Marked});
                m_results->setCurrentWidget(m_incidents);
            });
    connect(m_incidents, &ReviewIncidents::changed, this, &ReviewPage::updateButtons);
    connect(m_compare, &QPushButton::clicked, this, &ReviewPage::compare);
    connect(m_meant, &QCheckBox::clicked, this, &ReviewPage::setMeantToDiffer);
    connect(m_accept, &QPushButton::clicked, this, &ReviewPage::accept);
    connect(m_reject, &QPushButton::clicked, this, [this] {
        if (current() && rejectionOf(place()) != m_rejected.end()) {
            takeBackRejection();
            return;
        }
        m_reasonRow->setVisible(!m_reasonRow->isVisible());
        m_reason->setFocus();
    });
    const auto keep = [this] { reject(m_reason->text().trimmed()); };
    connect(m_keepReason, &QPushButton::clicked, this, keep);
    connect(m_reason, &QLineEdit::returnPressed, this, keep);
    connect(m_state, &StatePage::buttonClicked, this, [this] {
        if (!m_finding) {
            rebuild();
            return;
        }
        m_scheduler.cancel("review");
        m_finding = false;
        m_state->show(tr("The search for copies was cancelled."), tr("It starts again when a file changes."),
                      tr("Search again"));
    });
    retranslate();
}

ReviewPage::~ReviewPage() = default;

void ReviewPage::setClient(prometheus::Client *client)
{
    cancelRuns();
    m_offers->cancel();
    m_client = client;
    m_incidents->setSource(client);
    m_proofs.clear();
    m_offersAsked = false;
    askOffers();
    fillFamilies();
    showFamily();
}

void ReviewPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_stale)
        rebuild();
    else
        askOffers();
}

void ReviewPage::cancelRuns()
{
    m_run.reset();
    m_pending.reset();
    m_export.reset();
}

/// Looks for families in another thread; what is shown meanwhile stays and cannot be accepted.
void ReviewPage::rebuild()
{
    m_stale = false;
    cancelRuns();
    m_finding = true;
    const consolidation::Documents documents = ownRules(*m_workspace);
    std::size_t count = 0;
    for (const auto &document : documents)
        count += document->ruleCount();
    if (m_stack->currentWidget() != m_split)
        m_state->show(tr("Looking for copies among %n rule(s).", nullptr, static_cast<int>(count)), {}, tr("Cancel"));
    updateButtons();
    findAlertmanager();
    QStringList folders;
    for (const workspace::Root &root : m_workspace->roots()) {
        if (root.role != "gitops")
            folders += root.path;
    }
    m_scheduler.run("review", 0,
                    [this, documents, folders](const std::stop_token &stop) -> workspace::Scheduler::Deliver {
                        auto found = std::make_shared<Found>();
                        found->report = consolidation::reportOn(documents, false, stop);
                        if (stop.stop_requested())
                            return nullptr;
                        found->offers = offersOf(found->report, folders, stop);
                        return [this, found, documents] { takeFound(std::move(*found), documents); };
                    });
}

void ReviewPage::takeFound(Found found, const consolidation::Documents &documents)
{
    const auto kept = current();
    const std::string id = kept ? idOf(*kept) : std::string();
    m_offers->cancel();
    m_finding = false;
    m_incidents->setProof(nullptr, m_from, m_to);
    keepDraft();
    m_editor->setProposal(nullptr);
    keepChecked(found.report, documents);
    m_alternatives.clear();
    {
        const QSignalBlocker blocker(m_families);
        m_families->clear();
    }
    m_report = std::move(found.report);
    m_documents = documents;
    m_offers->setOffers(std::move(found.offers));
    m_offersAsked = false;
    askOffers();
    fillFamilies();
    if (m_families->topLevelItemCount() == 0 && !m_offers->isAsking()) {
        showNothing();
        return;
    }
    if (m_stack->currentWidget() != m_split) {
        // A splitter keeps no sizes from before it has room.
        m_stack->setCurrentWidget(m_split);
        shareWidth();
    }
    QTreeWidgetItem *first = m_families->topLevelItem(0);
    first = first && first->childCount() > 0 ? first->child(0) : first;
    for (int group = 0; group < m_families->topLevelItemCount(); ++group) {
        for (int i = 0; i < m_families->topLevelItem(group)->childCount(); ++i) {
            QTreeWidgetItem *item = m_families->topLevelItem(group)->child(i);
            const QVariant own = item->data(0, placeRole);
            if (own.isValid() && idOf(static_cast<std::size_t>(own.toULongLong())) == id)
                first = item;
        }
    }
    {
        const QSignalBlocker blocker(m_families);
        m_families->setCurrentItem(first);
    }
    showFamily();
    if (const auto wanted = std::exchange(m_wanted, std::nullopt))
        showFamilyOf(*wanted);
}

void ReviewPage::showFamilyOf(const rules::RuleRef &ref)
{
    if (m_stale || m_finding) {
        m_wanted = ref;
        return;
    }
    const auto isMember = [&ref](const consolidation::Member &member) { return member.ref == ref; };
    for (QTreeWidgetItemIterator item(m_families); *item; ++item) {
        const QVariant place = (*item)->data(0, placeRole);
        const auto family = static_cast<std::size_t>(place.toULongLong());
        if (place.isValid() && family < m_report.findings.families.size() &&
            std::ranges::any_of(m_report.findings.families[family].members, isMember)) {
            m_families->setCurrentItem(*item);
            return;
        }
    }
}

void ReviewPage::showNothing()
{
    m_state->show(tr("No alert of this workspace is a copy of another."),
                  tr("Rules that differ only in a service, a threshold or a word appear here, with one rule that "
                     "can take their place."));
    m_stack->setCurrentWidget(m_state);
}

void ReviewPage::fillFamilies()
{
    const auto kept = current();
    const QSignalBlocker blocker(m_families);
    m_families->clear();
    auto *merging = new QTreeWidgetItem({tr("Can become one rule")});
    auto *apart = new QTreeWidgetItem({tr("Stay apart")});
    auto *alike = new QTreeWidgetItem({tr("Look alike")});
    QTreeWidgetItem *keptItem = nullptr;
    for (std::size_t i = 0; i < m_report.findings.families.size(); ++i) {
        const consolidation::Family &family = m_report.findings.families[i];
        const QString name = QString::fromStdString(family.id);
        const auto count = std::ssize(family.members);
        auto *item = new QTreeWidgetItem({m_report.proposals[i].empty()
                                              ? tr("%1 (%2)").arg(name).arg(count)
                                              : tr("%1 (%2 → %3)")
                                                    .arg(name)
                                                    .arg(count)
                                                    .arg(count - consolidation::rulesSaved(m_report.proposals[i]))});
        item->setData(0, placeRole, static_cast<qulonglong>(i));
        item->setToolTip(0, item->text(0) + '\n' + translated(family.why));
        const auto proof = m_proofs.find({i, 0});
        if (isRejected(i))
            item->setText(1, tr("rejected"));
        else if (proof != m_proofs.end())
            item->setText(1, verdictText(proof->second.verdict));
        (family.merge == consolidation::Merge::None ? apart : merging)->addChild(item);
        if (kept == i)
            keptItem = item;
    }
    for (std::size_t i = 0; i < m_report.findings.keptApart.size() && i < mostLookAlikes; ++i) {
        const consolidation::LookAlikes &alikes = m_report.findings.keptApart[i];
        QStringList names;
        for (const consolidation::Member &member : alikes.rules)
            names += QString::fromStdString(member.rule->name.value);
        auto *item = new QTreeWidgetItem({names.join(" · ")});
        item->setToolTip(0, item->text(0) + '\n' + translated(alikes.why));
        item->addChild(new QTreeWidgetItem({translated(alikes.why)}));
        alike->addChild(item);
    }
    auto *offered = new QTreeWidgetItem({tr("Offers")});
    addOffers(offered);
    for (int i = 0; i < offered->childCount(); ++i) {
        if (kept == offered->child(i)->data(0, placeRole).toULongLong())
            keptItem = offered->child(i);
    }
    for (QTreeWidgetItem *group : {merging, offered, apart, alike}) {
        if (group->childCount() == 0) {
            delete group;
            continue;
        }
        m_families->addTopLevelItem(group);
        group->setExpanded(group != alike);
    }
    bool any = false;
    for (QTreeWidgetItemIterator item(m_families); *item && !any; ++item)
        any = !(*item)->text(1).isEmpty();
    m_families->setColumnHidden(1, !any);
    if (keptItem)
        m_families->setCurrentItem(keptItem);
}

std::optional<std::size_t> ReviewPage::current() const
{
    const QTreeWidgetItem *item = m_families->currentItem();
    if (!item || !item->data(0, placeRole).isValid())
        return std::nullopt;
    const auto place = static_cast<std::size_t>(item->data(0, placeRole).toULongLong());
    return place < m_report.findings.families.size() + m_offers->all().size() ? std::optional(place) : std::nullopt;
}

ReviewPage::Form ReviewPage::place() const
{
    return {current().value_or(0), static_cast<std::size_t>(std::max(0, m_form->currentIndex()))};
}

const consolidation::Proposal *ReviewPage::proposal() const
{
    const auto form = place().second;
    return current() && form < m_alternatives.size() ? &m_alternatives[form] : nullptr;
}

const consolidation::Proof *ReviewPage::currentProof() const
{
    const auto found = current() ? m_proofs.find(place()) : m_proofs.end();
    return found == m_proofs.end() ? nullptr : &found->second;
}

void ReviewPage::showFamily()
{
    cancelRuns();
    keepDraft();
    m_editor->setProposal(nullptr);
    if (const auto offer = currentOffer()) {
        showOffer(*offer);
        return;
    }
    const auto family = current();
    m_alternatives = family ? consolidation::alternatives(m_report.findings.families[*family], m_documents)
                            : std::vector<consolidation::Proposal>();
    // The names that the report found free of clashes.
    if (family && !m_alternatives.empty() && !m_report.proposals[*family].empty())
        m_alternatives.front() = m_report.proposals[*family];
    restoreEdited();
    m_form->clear();
    for (const consolidation::Proposal &each : m_alternatives)
        m_form->addItem(translated(each.title));
    if (family) {
        const consolidation::Family &shown = m_report.findings.families[*family];
        m_title->setText(QString::fromStdString(shown.id));
        QStringList why = {translated(shown.why)};
        if (shown.merge == consolidation::Merge::None)
            why += translated(shown.remedy);
        if (shown.merge == consolidation::Merge::None && !shown.readers.empty()) {
            QStringList readers;
            for (const consolidation::Reader &reader : shown.readers)
                readers += QString::fromStdString(reader.rule.rule->name.value);
            why += tr("Read by: %1.").arg(readers.join(QStringLiteral(", ")));
        }
        for (const consolidation::Drift &drift : shown.drift)
            why += tr("Likely a mistake: %1").arg(translated(drift.text));
        m_why->setText(why.join(' '));
        fillFamilyTable(m_table, shown);
    } else {
        m_title->clear();
        m_why->clear();
        m_table->clear();
    }
    m_reasonRow->hide();
    m_reason->clear();
    showProposal();
}

/// Forms that a person has changed stay changed when other families were looked at.
void ReviewPage::restoreEdited()
{
    for (std::size_t form = 0; current() && form < m_alternatives.size(); ++form) {
        if (const auto edited = m_edited.find({*current(), form}); edited != m_edited.end())
            m_alternatives[form] = edited->second;
    }
}

void ReviewPage::useEdited(const consolidation::Proposal &proposal)
{
    cancelRuns();
    const Form form = place();
    if (form.second >= m_alternatives.size())
        return;
    m_alternatives[form.second] = m_edited[form] = proposal;
    m_proofs.erase(form);
    m_drafts.erase(form);
    fillFamilies();
    showProposal();
}

void ReviewPage::showProposal()
{
    cancelRuns();
    keepDraft();
    m_file->clear();
    showEditor();
    m_graphStale = true;
    showDetails();
    showGraph();
    showProof();
}

void ReviewPage::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        fillFamilies();
        showFamily();
    } else if (restyles(*event)) {
        // The style sheet is applied behind the palette, and polishes the label once more.
        QTimer::singleShot(0, this, &ReviewPage::colourVerdict);
    }
}

} // namespace widgets
