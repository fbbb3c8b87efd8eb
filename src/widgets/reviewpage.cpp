#include "widgets/reviewpage.h"

#include "consolidation/loadingday.h"
#include "widgets/appearance.h"
#include "widgets/coretext.h"
#include "widgets/dependencyview.h"
#include "widgets/diffview.h"
#include "widgets/revieweditor.h"
#include "widgets/reviewfindings.h"
#include "widgets/reviewincidents.h"
#include "widgets/reviewtables.h"
#include "widgets/statepage.h"
#include "widgets/theme.h"
#include "workspace/workspace.h"

#include <QComboBox>
#include <QDateTime>
#include <QEvent>
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

#include <algorithm>

namespace widgets {

namespace {

constexpr int placeRole = Qt::UserRole;
constexpr std::size_t mostLookAlikes = 200;

} // namespace

ReviewPage::ReviewPage(workspace::Workspace *workspace, QWidget *parent)
    : QWidget(parent), m_workspace(workspace), m_scheduler(1)
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
        fillFamilies();
        showProof();
    });
    connect(m_file, &QComboBox::activated, this, &ReviewPage::showDetails);
    connect(m_views, &QTabWidget::currentChanged, this, &ReviewPage::showGraph);
    connect(m_editor, &ReviewEditor::edited, this, &ReviewPage::useEdited);
    connect(m_editor, &ReviewEditor::resetRequested, this, &ReviewPage::showFamily);
    connect(m_incidents, &ReviewIncidents::changed, this, &ReviewPage::updateButtons);
    connect(m_compare, &QPushButton::clicked, this, &ReviewPage::compare);
    connect(m_accept, &QPushButton::clicked, this, &ReviewPage::accept);
    connect(m_reject, &QPushButton::clicked, this, [this] {
        m_reasonRow->setVisible(!m_reasonRow->isVisible());
        m_reason->setFocus();
    });
    const auto keep = [this] { reject(m_reason->text().trimmed()); };
    connect(m_keepReason, &QPushButton::clicked, this, keep);
    connect(m_reason, &QLineEdit::returnPressed, this, keep);
    connect(m_state, &StatePage::buttonClicked, this, [this] {
        m_scheduler.cancel("review");
        m_finding = false;
        m_state->show(tr("The search for copies was cancelled."), tr("It starts again when a file changes."));
    });
    retranslate();
}

ReviewPage::~ReviewPage() = default;

void ReviewPage::setClient(prometheus::Client *client)
{
    cancelRuns();
    m_client = client;
    m_incidents->setSource(client);
    m_proofs.clear();
    fillFamilies();
    showProof();
}

void ReviewPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_stale)
        rebuild();
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
    consolidation::Documents documents;
    std::size_t count = 0;
    for (const workspace::RuleFile &file : m_workspace->files()) {
        if (file.twin || !file.rules)
            continue;
        documents.push_back(file.rules);
        for (const rules::RuleGroup &group : file.rules->groups())
            count += group.rules.size();
    }
    if (m_stack->currentWidget() != m_split)
        m_state->show(tr("Looking for copies among %n rule(s).", nullptr, static_cast<int>(count)), {}, tr("Cancel"));
    updateButtons();
    findAlertmanager();
    m_scheduler.run("review", 0, [this, documents](std::stop_token) {
        auto report = std::make_shared<consolidation::Report>(consolidation::reportOn(documents));
        return workspace::Scheduler::Deliver([this, report, documents] { takeReport(std::move(*report), documents); });
    });
}

void ReviewPage::takeReport(consolidation::Report report, const consolidation::Documents &documents)
{
    const auto kept = current();
    const std::string id = kept ? m_report.findings.families[*kept].id : std::string();
    m_finding = false;
    m_incidents->setProof(nullptr, m_from, m_to);
    m_editor->setProposal(nullptr);
    m_proofs.clear();
    m_alternatives.clear();
    {
        const QSignalBlocker blocker(m_families);
        m_families->clear();
    }
    m_report = std::move(report);
    m_documents = documents;
    fillFamilies();
    if (m_report.findings.families.empty()) {
        m_state->show(tr("No alert of this workspace is a copy of another."),
                      tr("Rules that differ only in a service, a threshold or a word appear here, with one rule that "
                         "can take their place."));
        m_stack->setCurrentWidget(m_state);
        return;
    }
    m_stack->setCurrentWidget(m_split);
    QTreeWidgetItem *first = m_families->topLevelItem(0);
    first = first && first->childCount() > 0 ? first->child(0) : first;
    for (int group = 0; group < m_families->topLevelItemCount(); ++group) {
        for (int i = 0; i < m_families->topLevelItem(group)->childCount(); ++i) {
            QTreeWidgetItem *item = m_families->topLevelItem(group)->child(i);
            const QVariant own = item->data(0, placeRole);
            if (own.isValid() && m_report.findings.families[own.toULongLong()].id == id)
                first = item;
        }
    }
    {
        const QSignalBlocker blocker(m_families);
        m_families->setCurrentItem(first);
    }
    showFamily();
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
        auto *item = new QTreeWidgetItem({tr("%1 (%n rule(s))", nullptr, static_cast<int>(family.members.size()))
                                              .arg(QString::fromStdString(family.id))});
        item->setData(0, placeRole, static_cast<qulonglong>(i));
        item->setToolTip(0, translated(family.why));
        const auto proof = m_proofs.find({i, 0});
        if (m_rejected.contains(family.id))
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
        item->setToolTip(0, translated(alikes.why));
        item->addChild(new QTreeWidgetItem({translated(alikes.why)}));
        alike->addChild(item);
    }
    for (QTreeWidgetItem *group : {merging, apart, alike}) {
        if (group->childCount() == 0) {
            delete group;
            continue;
        }
        m_families->addTopLevelItem(group);
        group->setExpanded(group != alike);
    }
    if (keptItem)
        m_families->setCurrentItem(keptItem);
}

std::optional<std::size_t> ReviewPage::current() const
{
    const QTreeWidgetItem *item = m_families->currentItem();
    if (!item || !item->data(0, placeRole).isValid())
        return std::nullopt;
    const auto place = static_cast<std::size_t>(item->data(0, placeRole).toULongLong());
    return place < m_report.findings.families.size() ? std::optional(place) : std::nullopt;
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
    m_editor->setProposal(nullptr);
    const auto family = current();
    m_alternatives = family ? consolidation::alternatives(m_report.findings.families[*family], m_documents)
                            : std::vector<consolidation::Proposal>();
    // The names that the report found free of clashes.
    if (family && !m_alternatives.empty() && !m_report.proposals[*family].empty())
        m_alternatives.front() = m_report.proposals[*family];
    m_form->clear();
    for (const consolidation::Proposal &each : m_alternatives)
        m_form->addItem(translated(each.title));
    if (family) {
        const consolidation::Family &shown = m_report.findings.families[*family];
        m_title->setText(QString::fromStdString(shown.id));
        QStringList why = {translated(shown.why)};
        if (shown.merge == consolidation::Merge::None)
            why += translated(shown.remedy);
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

void ReviewPage::useEdited(const consolidation::Proposal &proposal)
{
    cancelRuns();
    const Form form = place();
    if (form.second >= m_alternatives.size())
        return;
    m_alternatives[form.second] = proposal;
    m_proofs.erase(form);
    fillFamilies();
    showProposal();
}

void ReviewPage::showProposal()
{
    cancelRuns();
    m_file->clear();
    m_editor->setProposal(proposal());
    m_graphStale = true;
    showDetails();
    showGraph();
    showProof();
}

QString ReviewPage::commitLine() const
{
    const consolidation::Family &family = m_report.findings.families[*current()];
    const consolidation::Proof *proof = currentProof();
    QString line = tr("%1: %n rule(s) became one. %2", nullptr, static_cast<int>(family.members.size()))
                       .arg(QString::fromStdString(family.id),
                            translated(proof ? proof->sentence() : consolidation::Proof().sentence()));
    if (const auto report = m_incidents->report())
        line += QLatin1Char(' ') + translated(report->sentence());
    return line;
}

void ReviewPage::accept()
{
    const auto family = current();
    const consolidation::Proposal *shown = proposal();
    if (!family || !shown || m_finding)
        return;
    const auto edits = consolidation::proposalEdits({{&m_report.findings.families[*family], shown}});
    if (!edits.refused.empty()) {
        emit failed(edits.refused.front().second);
        return;
    }
    m_rejected.erase(m_report.findings.families[*family].id);
    emit accepted(edits.byFile, commitLine(), shown->takeovers.front().alerting.rule);
}

void ReviewPage::reject(const QString &reason)
{
    const auto family = current();
    if (!family)
        return;
    const std::string &id = m_report.findings.families[*family].id;
    if (reason.isEmpty()) {
        m_reason->setFocus();
        return;
    }
    m_rejected.insert(id);
    m_reasonRow->hide();
    fillFamilies();
    emit rejected(tr("%1: rejected (%2). %3").arg(QString::fromStdString(id), m_form->currentText(), reason));
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
