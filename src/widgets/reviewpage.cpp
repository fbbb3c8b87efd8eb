#include "widgets/reviewpage.h"

#include "consolidation/loadingday.h"
#include "rules/duration.h"
#include "widgets/bandstrip.h"
#include "widgets/coretext.h"
#include "widgets/diffview.h"
#include "widgets/statepage.h"
#include "widgets/theme.h"
#include "workspace/workspace.h"

#include <QComboBox>
#include <QDateTime>
#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <set>

namespace widgets {

namespace {

constexpr int placeRole = Qt::UserRole;
constexpr std::size_t mostLookAlikes = 200;

QString identityText(const alerting::Labels &labels)
{
    QStringList parts;
    for (const auto &[name, value] : labels)
        parts += QString::fromStdString(name + '=' + value);
    return parts.join(", ");
}

QString firingText(const alerting::AlertHistory *alert, alerting::Milliseconds to)
{
    if (!alert)
        return ReviewPage::tr("quiet");
    alerting::Milliseconds length = 0;
    for (const alerting::Band &band : alert->firing)
        length += band.end.value_or(to) - band.begin;
    return alert->firing.empty()
               ? ReviewPage::tr("pending only")
               : ReviewPage::tr("%n firing(s), %1", nullptr, static_cast<int>(alert->firing.size()))
                     .arg(QString::fromStdString(rules::formatDuration(static_cast<double>(length) / 1000)));
}

} // namespace

ReviewPage::ReviewPage(workspace::Workspace *workspace, QWidget *parent)
    : QWidget(parent),
      m_workspace(workspace),
      m_stack(new QStackedWidget(this)),
      m_state(new StatePage(this)),
      m_split(new QSplitter(Qt::Horizontal, this)),
      m_families(new QTreeWidget(this)),
      m_title(new QLabel(this)),
      m_verdict(new QLabel(this)),
      m_why(new QLabel(this)),
      m_form(new QComboBox(this)),
      m_range(new QComboBox(this)),
      m_compare(new QPushButton(this)),
      m_accept(new QPushButton(this)),
      m_diff(new DiffView(this)),
      m_bands(new QTreeWidget(this)),
      m_evidence(new QTreeWidget(this))
{
    setObjectName("reviewPage");
    m_families->setObjectName("reviewFamilies");
    m_families->setColumnCount(2);
    m_families->header()->setStretchLastSection(false);
    m_families->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_families->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_families->setMinimumWidth(fontMetrics().averageCharWidth() * 28);
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_why->setWordWrap(true);
    m_verdict->setWordWrap(true);
    m_compare->setObjectName("reviewCompare");
    m_accept->setObjectName("reviewAccept");
    m_accept->setDefault(true);
    for (QTreeWidget *table : {m_bands, m_evidence}) {
        table->setRootIsDecorated(false);
        table->setSelectionMode(QAbstractItemView::SingleSelection);
        table->header()->setStretchLastSection(true);
    }
    m_bands->setColumnCount(4);
    m_evidence->setColumnCount(4);
    m_evidence->setWordWrap(true);
    m_evidence->header()->setStretchLastSection(false);
    m_evidence->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_evidence->header()->setSectionResizeMode(0, QHeaderView::Stretch);

    auto *bar = new QHBoxLayout;
    bar->addWidget(m_title);
    bar->addStretch(1);
    for (QWidget *each : std::initializer_list<QWidget *>{m_form, m_range, m_compare, m_accept})
        bar->addWidget(each);
    auto *detail = new QWidget(this);
    auto *layout = new QVBoxLayout(detail);
    layout->addLayout(bar);
    layout->addWidget(m_why);
    layout->addWidget(m_verdict);
    auto *parts = new QSplitter(Qt::Vertical, detail);
    parts->addWidget(m_diff);
    parts->addWidget(m_bands);
    parts->addWidget(m_evidence);
    parts->setStretchFactor(0, 3);
    parts->setStretchFactor(1, 2);
    parts->setStretchFactor(2, 2);
    layout->addWidget(parts, 1);
    m_split->addWidget(m_families);
    m_split->addWidget(detail);
    m_split->setStretchFactor(0, 0);
    m_split->setStretchFactor(1, 1);
    m_split->setCollapsible(0, false);
    m_stack->addWidget(m_state);
    m_stack->addWidget(m_split);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_stack);
    setFocusProxy(m_families);

    const auto outdated = [this] {
        m_stale = true;
        if (isVisible())
            rebuild();
    };
    connect(workspace, &workspace::Workspace::filesChanged, this, outdated);
    connect(workspace, &workspace::Workspace::fileAnalysed, this, outdated);
    connect(m_families, &QTreeWidget::currentItemChanged, this, &ReviewPage::showFamily);
    connect(m_form, &QComboBox::activated, this, &ReviewPage::showProposal);
    connect(m_range, &QComboBox::activated, this, [this] {
        m_proofs.clear();
        fillFamilies();
        showProof();
    });
    connect(m_compare, &QPushButton::clicked, this, &ReviewPage::compare);
    connect(m_accept, &QPushButton::clicked, this, &ReviewPage::accept);
    retranslate();
}

ReviewPage::~ReviewPage() = default;

void ReviewPage::setClient(prometheus::Client *client)
{
    m_run.reset();
    m_pending.reset();
    m_client = client;
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

void ReviewPage::rebuild()
{
    m_stale = false;
    m_run.reset();
    m_pending.reset();
    m_proofs.clear();
    m_alternatives.clear();
    m_documents.clear();
    for (const workspace::RuleFile &file : m_workspace->files()) {
        if (!file.twin && file.rules)
            m_documents.push_back(file.rules);
    }
    m_report = consolidation::reportOn(m_documents);
    fillFamilies();
    if (m_report.findings.families.empty()) {
        m_state->show(tr("No alert of this workspace is a copy of another."),
                      tr("Rules that differ only in a service, a threshold or a word appear here, with one rule that "
                         "can take their place."));
        m_stack->setCurrentWidget(m_state);
        return;
    }
    m_stack->setCurrentWidget(m_split);
    if (QTreeWidgetItem *first = m_families->topLevelItem(0); first && !m_families->currentItem())
        m_families->setCurrentItem(first->childCount() > 0 ? first->child(0) : first);
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
    for (std::size_t i = 0; i < m_report.findings.families.size(); ++i) {
        const consolidation::Family &family = m_report.findings.families[i];
        auto *item = new QTreeWidgetItem({tr("%1 (%n rule(s))", nullptr, static_cast<int>(family.members.size()))
                                              .arg(QString::fromStdString(family.id))});
        item->setData(0, placeRole, static_cast<qulonglong>(i));
        item->setToolTip(0, translated(family.why));
        const auto proof = m_proofs.find({i, 0});
        if (proof != m_proofs.end())
            item->setText(1, verdictText(proof->second.verdict));
        (family.merge == consolidation::Merge::None ? apart : merging)->addChild(item);
        if (kept == i)
            m_families->setCurrentItem(item);
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
    if (kept) {
        for (QTreeWidgetItem *group : {merging, apart}) {
            for (int i = 0; m_families->indexOfTopLevelItem(group) >= 0 && i < group->childCount(); ++i) {
                if (group->child(i)->data(0, placeRole).toULongLong() == *kept)
                    m_families->setCurrentItem(group->child(i));
            }
        }
    }
}

std::optional<std::size_t> ReviewPage::current() const
{
    const QTreeWidgetItem *item = m_families->currentItem();
    if (!item || !item->data(0, placeRole).isValid())
        return std::nullopt;
    const auto place = static_cast<std::size_t>(item->data(0, placeRole).toULongLong());
    return place < m_report.findings.families.size() ? std::optional(place) : std::nullopt;
}

const consolidation::Proposal *ReviewPage::proposal() const
{
    const auto form = static_cast<std::size_t>(std::max(0, m_form->currentIndex()));
    return form < m_alternatives.size() ? &m_alternatives[form] : nullptr;
}

const consolidation::Proof *ReviewPage::currentProof() const
{
    const auto family = current();
    const auto found = family ? m_proofs.find({*family, static_cast<std::size_t>(std::max(0, m_form->currentIndex()))})
                              : m_proofs.end();
    return found == m_proofs.end() ? nullptr : &found->second;
}

void ReviewPage::showFamily()
{
    m_run.reset();
    m_pending.reset();
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
    } else {
        m_title->clear();
        m_why->clear();
    }
    showProposal();
}

void ReviewPage::showProposal()
{
    m_run.reset();
    m_pending.reset();
    m_diff->clear();
    const auto family = current();
    const consolidation::Proposal *shown = proposal();
    if (family && shown) {
        const auto edits = consolidation::proposalEdits({{&m_report.findings.families[*family], shown}});
        for (const auto &[file, textEdits] : edits.byFile) {
            const auto document =
                std::ranges::find_if(m_documents, [&name = file](const auto &each) { return each->file() == name; });
            if (document == m_documents.end())
                continue;
            const auto after = base::applyEdits((*document)->text(), textEdits);
            const QString name = QFileInfo(QString::fromStdString(file)).fileName();
            m_diff->setTexts(tr("%1 as it is").arg(name), (*document)->text(), tr("%1 after it").arg(name),
                             after ? *after : std::string());
            break;
        }
    }
    m_diff->setVisible(shown != nullptr);
    showProof();
}

void ReviewPage::addEvidence(const consolidation::Evidence &evidence)
{
    const auto time = [](const std::optional<alerting::Milliseconds> &at) {
        return at ? QLocale().toString(QDateTime::fromMSecsSinceEpoch(*at), QLocale::ShortFormat) : QString();
    };
    auto *item = new QTreeWidgetItem({translated(evidence.text), QString::fromStdString(evidence.before),
                                      QString::fromStdString(evidence.after),
                                      evidence.from ? time(evidence.from) + " – " + time(evidence.to) : QString()});
    for (int column = 0; column < 4; ++column)
        item->setToolTip(column, item->text(column));
    m_evidence->addTopLevelItem(item);
}

void ReviewPage::showBands(const consolidation::Proof &proof)
{
    m_bands->clear();
    const auto shownLabels = [](const alerting::AlertHistory &alert) {
        alerting::Labels labels = alert.labels;
        std::erase_if(labels, [](const auto &label) { return label.first == "alertname"; });
        return labels;
    };
    std::map<alerting::Labels, std::pair<const alerting::AlertHistory *, const alerting::AlertHistory *>> rows;
    for (const alerting::AlertHistory &alert : proof.before)
        rows[shownLabels(alert)].first = &alert;
    for (const alerting::AlertHistory &alert : proof.after)
        rows[shownLabels(alert)].second = &alert;
    for (const auto &[labels, pair] : rows) {
        auto *item =
            new QTreeWidgetItem({identityText(labels), firingText(pair.first, m_to), firingText(pair.second, m_to)});
        item->setToolTip(0, item->text(0));
        m_bands->addTopLevelItem(item);
        const auto rowOf = [](const alerting::AlertHistory *alert) {
            return alert ? BandStrip::Row{alert->pending, alert->firing, true} : BandStrip::Row{{}, {}, false};
        };
        auto *strip = new BandStrip(m_from, m_to, rowOf(pair.first), rowOf(pair.second), m_bands);
        strip->setAccessibleName(tr("%1: before %2, after %3").arg(item->text(0), item->text(1), item->text(2)));
        m_bands->setItemWidget(item, 3, strip);
    }
    for (int column = 0; column < 3; ++column)
        m_bands->resizeColumnToContents(column);
    m_bands->setVisible(!rows.empty());
}

void ReviewPage::showProof()
{
    m_evidence->clear();
    m_bands->clear();
    m_bands->hide();
    const Theme &theme = Theme::current();
    const auto say = [&](const QString &text, const QColor &color) {
        QPalette palette = this->palette();
        palette.setColor(QPalette::WindowText, color);
        m_verdict->setPalette(palette);
        m_verdict->setText(text);
    };
    const consolidation::Proof *proof = currentProof();
    if (m_run || m_pending) {
        say(m_run ? tr("Comparing: %1 of %2 expressions asked.").arg(m_run->done()).arg(m_run->total())
                  : tr("Asking the endpoint about itself."),
            theme.muted);
    } else if (!proposal()) {
        say({}, theme.muted);
    } else if (proof) {
        using consolidation::Verdict;
        const bool good = proof->verdict == Verdict::Same;
        const bool bad = proof->verdict == Verdict::Different || proof->verdict == Verdict::Narrower;
        say(translated(proof->sentence()), good ? theme.fine : bad ? theme.critical : theme.warning);
        showBands(*proof);
        for (const consolidation::Evidence &evidence : proof->evidence)
            addEvidence(evidence);
    } else {
        say(m_client ? tr("Not compared yet.") : translated(consolidation::Proof().sentence()), theme.muted);
    }
    if (const consolidation::Proposal *shown = proposal()) {
        if (!proof) {
            for (const consolidation::Evidence &evidence :
                 consolidation::structuralEvidence(m_report.findings.families[*current()], *shown))
                addEvidence(evidence);
        }
        for (const consolidation::Note &note : shown->notes)
            addEvidence({note.kind, {}, {}, {}, {}, note.text});
    }
    m_evidence->setVisible(m_evidence->topLevelItemCount() > 0);
    updateButtons();
}

void ReviewPage::updateButtons()
{
    const bool proposed = proposal() != nullptr;
    const bool busy = m_run || m_pending;
    m_form->setVisible(m_alternatives.size() > 1);
    m_range->setVisible(proposed);
    m_compare->setVisible(proposed);
    m_accept->setVisible(proposed);
    m_compare->setEnabled(m_client && proposed);
    m_compare->setText(busy ? tr("Cancel") : tr("&Compare"));
    m_accept->setEnabled(proposed && !busy);
}

QString ReviewPage::verdictText(consolidation::Verdict verdict) const
{
    using consolidation::Verdict;
    switch (verdict) {
    case Verdict::Same:
        return tr("same");
    case Verdict::Wider:
        return tr("wider");
    case Verdict::Narrower:
        return tr("narrower");
    case Verdict::Different:
        return tr("different");
    case Verdict::CannotTell:
        return tr("cannot tell");
    case Verdict::Unproved:
        break;
    }
    return tr("unproved");
}

void ReviewPage::compare()
{
    if (m_run || m_pending) {
        m_run.reset();
        m_pending.reset();
        showProof();
        return;
    }
    if (!m_client || !proposal() || !current())
        return;
    m_pending = backtest::askKnowledge(*m_client, [this](backtest::ServerKnowledge knowledge) {
        const auto answered = std::move(m_pending);
        const auto family = current();
        const consolidation::Proposal *shown = proposal();
        if (!family || !shown || !m_client)
            return;
        m_to = QDateTime::currentMSecsSinceEpoch();
        m_from = m_to - m_range->currentData().toLongLong() * 1000;
        m_run = std::make_unique<consolidation::ProvingRun>(
            m_report.findings.families[*family], *shown, m_documents, m_from, m_to, *m_client,
            std::make_shared<backtest::ServerKnowledge>(std::move(knowledge)));
        startRun();
    });
    showProof();
}

void ReviewPage::startRun()
{
    const std::pair place(*current(), static_cast<std::size_t>(std::max(0, m_form->currentIndex())));
    showProof();
    m_run->start([this, place] {
        m_proofs[place] = m_run->proof();
        // The run calls from within itself: it goes when it has returned.
        QTimer::singleShot(0, this, [this] {
            m_run.reset();
            fillFamilies();
            showProof();
        });
    });
}

void ReviewPage::accept()
{
    const auto family = current();
    const consolidation::Proposal *shown = proposal();
    if (!family || !shown)
        return;
    const consolidation::Family &taken = m_report.findings.families[*family];
    const auto edits = consolidation::proposalEdits({{&taken, shown}});
    if (!edits.refused.empty()) {
        emit failed(edits.refused.front().second);
        return;
    }
    const consolidation::Proof *proof = currentProof();
    const QString sentence = translated(proof ? proof->sentence() : consolidation::Proof().sentence());
    emit accepted(edits.byFile, tr("%1: %n rule(s) became one. %2", nullptr, static_cast<int>(taken.members.size()))
                                    .arg(QString::fromStdString(taken.id), sentence));
}

void ReviewPage::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        fillFamilies();
        showFamily();
    } else if (event->type() == QEvent::PaletteChange) {
        showProof();
    }
}

void ReviewPage::retranslate()
{
    const QVariant range = m_range->currentData();
    m_range->clear();
    m_range->addItem(tr("Last 6 hours"), 6 * 3600);
    m_range->addItem(tr("Last day"), 86400);
    m_range->addItem(tr("Last 7 days"), 7 * 86400);
    m_range->setCurrentIndex(range.isValid() ? m_range->findData(range) : 2);
    m_accept->setText(tr("&Accept"));
    m_families->setHeaderLabels({tr("Family"), tr("Verdict")});
    m_bands->setHeaderLabels({tr("Alert"), tr("Before"), tr("After"), tr("Before above after")});
    m_evidence->setHeaderLabels({tr("Finding"), tr("Before"), tr("After"), tr("Time")});
    m_families->setAccessibleName(tr("Families of copied rules"));
    m_bands->setAccessibleName(tr("Alerts before and after"));
    m_evidence->setAccessibleName(tr("What the comparison found"));
    m_form->setAccessibleName(tr("Form of the proposal"));
    m_range->setAccessibleName(tr("Range of the comparison"));
    updateButtons();
}

} // namespace widgets
