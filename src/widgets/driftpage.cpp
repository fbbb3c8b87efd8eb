#include "widgets/driftpage.h"

#include "widgets/appearance.h"
#include "widgets/coretext.h"
#include "widgets/elidedlabel.h"
#include "widgets/icons.h"
#include "widgets/kindshape.h"
#include "widgets/statepage.h"
#include "widgets/textarea.h"
#include "widgets/theme.h"

#include <QCheckBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace widgets {

namespace {

using deployment::DriftCell;
using deployment::DriftRow;

enum Column { Difference, SourceSide, GitOpsSide, EndpointSide, ColumnCount };
constexpr int rowIndex = Qt::UserRole;
constexpr int registrationIndex = Qt::UserRole + 1;
constexpr std::size_t mostRows = 2000;

QString oneLine(const std::string &text)
{
    return QString::fromStdString(text).simplified();
}

/// What the person looks for in a row: not the objects and keys on the way, which the file's heading and the tool tip
/// tell.
QString shortSubject(const DriftRow &row)
{
    const QString subject = QString::fromStdString(row.subject);
    const QStringList parts = subject.split(QStringLiteral(" › "));
    constexpr qsizetype most = 2;
    return parts.size() > most ? parts.mid(parts.size() - most).join(QStringLiteral(" › ")) : subject;
}

/// How many first characters two values share, less the last word of them: what is equal in long ones is left out.
qsizetype sharedStart(const DriftRow &row)
{
    if (row.source.state != DriftCell::State::Present || row.gitops.state != DriftCell::State::Present)
        return 0;
    const QString source = oneLine(row.source.text);
    const QString gitops = oneLine(row.gitops.text);
    constexpr qsizetype readable = 24;
    qsizetype shared = 0;
    qsizetype blank = 0;
    qsizetype blankBefore = 0;
    while (shared < source.size() && shared < gitops.size() && source[shared] == gitops[shared]) {
        if (source[shared] == ' ')
            blankBefore = std::exchange(blank, shared);
        ++shared;
    }
    return std::max(source.size(), gitops.size()) > readable ? blankBefore : 0;
}

} // namespace

DriftPage::DriftPage(QWidget *parent)
    : QWidget(parent),
      m_summary(new ElidedLabel(this)),
      m_note(new QLabel(this)),
      m_showExpected(new QCheckBox(this)),
      m_check(new QPushButton(this)),
      m_list(new QTreeWidget(this)),
      m_state(new StatePage(this)),
      m_detailBox(new QWidget(this)),
      m_detail(new QLabel(this)),
      m_takeSource(new QPushButton(this)),
      m_takeGitOps(new QPushButton(this)),
      m_open(new QPushButton(this)),
      m_retire(new QPushButton(this))
{
    setObjectName("driftPage");
    m_list->setObjectName("driftList");
    m_showExpected->setObjectName("showExpected");
    m_takeSource->setObjectName("takeSource");
    m_takeGitOps->setObjectName("takeGitOps");
    m_open->setObjectName("openDifference");
    m_retire->setObjectName("retireCopy");
    m_detail->setObjectName("driftDetail");
    m_check->setObjectName("checkDrift");
    m_list->setColumnCount(ColumnCount);
    m_list->setUniformRowHeights(true);
    m_list->setAlternatingRowColors(false);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(QHeaderView::Stretch);
    m_note->setWordWrap(true);
    m_note->setContentsMargins(16, 0, 16, 8);
    m_detail->setWordWrap(true);
    m_detail->setTextFormat(Qt::PlainText);
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_detail->setAlignment(Qt::AlignTop);

    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(16, 8, 16, 8);
    bar->setSpacing(16);
    bar->addWidget(m_summary, 1);
    bar->addWidget(m_showExpected);
    bar->addWidget(m_check);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    for (QPushButton *button : {m_takeSource, m_takeGitOps, m_open})
        buttons->addWidget(button);
    buttons->addStretch();
    buttons->addWidget(m_retire);
    auto *detail = new QVBoxLayout(m_detailBox);
    detail->setContentsMargins(16, 8, 16, 12);
    detail->setSpacing(8);
    detail->addWidget(new TextArea(m_detail, 2, 2));
    detail->addLayout(buttons);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_note);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_state, 1);
    layout->addWidget(m_detailBox);
    setFocusProxy(m_list);

    connect(m_check, &QPushButton::clicked, this, &DriftPage::checkRequested);
    connect(m_state, &StatePage::buttonClicked, this, &DriftPage::checkRequested);
    connect(m_showExpected, &QCheckBox::toggled, this, &DriftPage::rebuild);
    connect(m_list, &QTreeWidget::currentItemChanged, this, [this] {
        m_sourceOrigin.clear();
        m_gitopsOrigin.clear();
        showDetail();
        if (const DriftRow *row = currentRow())
            emit originsRequested(*row);
    });
    connect(m_list, &QTreeWidget::itemActivated, this, &DriftPage::open);
    connect(m_takeSource, &QPushButton::clicked, this, [this] { take(true); });
    connect(m_takeGitOps, &QPushButton::clicked, this, [this] { take(false); });
    connect(m_open, &QPushButton::clicked, this, &DriftPage::open);
    connect(m_retire, &QPushButton::clicked, this, &DriftPage::retire);
    retranslate();
    rebuild();
}

void DriftPage::setInspection(std::shared_ptr<const workspace::Inspection> inspection, const QString &endpoint,
                              const QDateTime &checkedAt)
{
    m_inspection = std::move(inspection);
    m_endpoint = endpoint;
    m_checkedAt = checkedAt;
    m_unavailable.clear();
    rebuild();
}

void DriftPage::setChecking(bool checking)
{
    m_checking = checking;
    m_check->setEnabled(!checking);
    retranslate();
    if (!m_inspection)
        rebuild();
}

void DriftPage::setNote(const QString &text)
{
    m_note->setText(text);
    m_note->setVisible(!text.isEmpty());
}

void DriftPage::setUnavailable(const QString &sentence, const QString &hint)
{
    m_inspection.reset();
    m_unavailable = sentence;
    m_unavailableHint = hint;
    rebuild();
}

void DriftPage::setOrigins(const QString &source, const QString &gitops)
{
    m_sourceOrigin = source;
    m_gitopsOrigin = gitops;
    showDetail();
}

const DriftRow *DriftPage::currentRow() const
{
    const QTreeWidgetItem *item = m_list->currentItem();
    const QVariant index = item ? item->data(0, rowIndex) : QVariant();
    return m_inspection && index.isValid() ? &m_inspection->rows[index.toULongLong()] : nullptr;
}

const deployment::Finding *DriftPage::currentRegistration() const
{
    const QTreeWidgetItem *item = m_list->currentItem();
    const QVariant index = item ? item->data(0, registrationIndex) : QVariant();
    return m_inspection && index.isValid() ? &m_inspection->registration[index.toULongLong()] : nullptr;
}

QTreeWidgetItem *DriftPage::groupFor(const QString &file)
{
    for (int i = 0; i < m_list->topLevelItemCount(); ++i) {
        if (m_list->topLevelItem(i)->data(0, Qt::UserRole + 2).toString() == file)
            return m_list->topLevelItem(i);
    }
    auto *group = new QTreeWidgetItem(m_list, {file});
    group->setData(0, Qt::UserRole + 2, file);
    QFont bold = m_list->font();
    bold.setBold(true);
    group->setFont(0, bold);
    group->setFirstColumnSpanned(true);
    group->setSizeHint(0, QSize(0, fontMetrics().height() + 8));
    group->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    group->setExpanded(true);
    return group;
}

void DriftPage::addRow(QTreeWidgetItem *group, std::size_t index)
{
    const DriftRow &row = m_inspection->rows[index];
    const Theme &theme = Theme::current();
    auto *item = new QTreeWidgetItem(group, {shortSubject(row)});
    item->setSizeHint(0, QSize(0, fontMetrics().height() + 8));
    const qsizetype shared = sharedStart(row);
    item->setData(0, rowIndex, static_cast<qulonglong>(index));
    if (row.ruleKind) {
        const auto kind =
            *row.ruleKind == rules::RuleKind::Alerting ? rules::NodeKind::Alerting : rules::NodeKind::Recording;
        item->setIcon(0, kindIcon(kind, kindColour(theme, kind), m_list->fontMetrics().height()));
    }
    const auto fill = [&](int column, const DriftCell &cell) {
        switch (cell.state) {
        case DriftCell::State::NotAsked:
            item->setText(column, column == EndpointSide && !m_endpoint.isEmpty() ? QStringLiteral("—") : QString());
            item->setForeground(column, theme.muted);
            break;
        case DriftCell::State::Absent:
            item->setText(column, tr("absent"));
            item->setForeground(column, row.expected ? theme.muted : theme.critical);
            break;
        case DriftCell::State::Unknown:
            item->setText(column, tr("unknown"));
            item->setForeground(column, theme.muted);
            break;
        case DriftCell::State::Present:
            item->setText(column, shared > 0 && oneLine(cell.text).size() > shared
                                      ? QStringLiteral("…") + oneLine(cell.text).mid(shared)
                                      : oneLine(cell.text));
            item->setFont(column, fixedFont());
            break;
        }
        item->setToolTip(column, QString::fromStdString(cell.text));
    };
    fill(SourceSide, row.source);
    fill(GitOpsSide, row.gitops);
    fill(EndpointSide, row.endpoint);
    item->setToolTip(0, QString::fromStdString(row.subject) + '\n' + translated(row.text));
    if (row.expected) {
        for (int column = 0; column < ColumnCount; ++column)
            item->setForeground(column, theme.muted);
    }
}

void DriftPage::addRegistration(QTreeWidgetItem *group, std::size_t index)
{
    const deployment::Finding &finding = m_inspection->registration[index];
    const Theme &theme = Theme::current();
    const bool missing = finding.id == "registration/missing";
    auto *item = new QTreeWidgetItem(group, {QString::fromStdString(deployment::fileNameOf(finding.file)), QString(),
                                             missing ? tr("not registered") : translated(finding.text)});
    item->setData(0, registrationIndex, static_cast<qulonglong>(index));
    item->setForeground(GitOpsSide, finding.severity == base::Severity::Error ? theme.critical : theme.warning);
    item->setToolTip(0, translated(finding.text));
}

void DriftPage::rebuild()
{
    const int before = m_count;
    m_count = 0;
    m_list->clear();
    std::size_t expected = 0;
    if (m_inspection) {
        for (std::size_t i = 0; i < std::min(m_inspection->rows.size(), mostRows); ++i) {
            const DriftRow &row = m_inspection->rows[i];
            expected += row.expected ? 1 : 0;
            m_count += row.expected ? 0 : 1;
            if (!row.expected || m_showExpected->isChecked())
                addRow(groupFor(QString::fromStdString(row.file)), i);
        }
        for (std::size_t i = 0; i < m_inspection->registration.size(); ++i) {
            const deployment::Finding &finding = m_inspection->registration[i];
            const bool missing = finding.id == "registration/missing" && !finding.edits.empty();
            addRegistration(groupFor(QString::fromStdString(missing ? finding.edits.front().file : finding.file)), i);
            ++m_count;
        }
    }
    const bool empty = m_list->topLevelItemCount() == 0;
    m_list->setVisible(!empty);
    m_state->setVisible(empty);
    m_detailBox->setVisible(!empty);
    m_showExpected->setText(tr("Show %n expected difference(s)", nullptr, static_cast<int>(expected)));
    m_showExpected->setVisible(expected > 0);
    if (empty) {
        if (!m_unavailable.isEmpty())
            m_state->show(m_unavailable, m_unavailableHint);
        else if (!m_inspection)
            m_state->show(m_checking ? tr("Comparing source, GitOps and endpoint…") : tr("Nothing was compared yet."),
                          QString(), m_checking ? QString() : tr("Check now"));
        else
            m_state->show(tr("Source and GitOps say the same."),
                          m_endpoint.isEmpty() ? tr("No endpoint was asked.")
                                               : tr("What %1 has loaded is the same too.").arg(m_endpoint),
                          tr("Check again"));
    } else {
        for (int i = 0; i < m_list->topLevelItemCount() && !m_list->currentItem(); ++i) {
            if (m_list->topLevelItem(i)->childCount() > 0)
                m_list->setCurrentItem(m_list->topLevelItem(i)->child(0));
        }
    }
    retranslate();
    showDetail();
    if (before != m_count)
        emit countChanged();
}

void DriftPage::showDetail()
{
    const DriftRow *row = currentRow();
    const deployment::Finding *registration = currentRegistration();
    QStringList lines;
    if (row) {
        lines += translated(row->text);
        const auto place = [&lines](const QString &side, const DriftCell &cell, const QString &origin) {
            if (cell.at.file.empty() || cell.state != DriftCell::State::Present)
                return;
            QString line = side + ": " + QString::fromStdString(cell.at.file) + ':' + QString::number(cell.at.line);
            if (!origin.isEmpty())
                line += "  ·  " + origin;
            lines += line;
        };
        place(tr("Source"), row->source, m_sourceOrigin);
        place(tr("GitOps"), row->gitops, m_gitopsOrigin);
        if (row->source.state == DriftCell::State::Absent && !m_sourceOrigin.isEmpty())
            lines += tr("Source") + ": " + m_sourceOrigin;
        if (row->gitops.state == DriftCell::State::Absent && !m_gitopsOrigin.isEmpty())
            lines += tr("GitOps") + ": " + m_gitopsOrigin;
    } else if (registration) {
        lines += translated(registration->text);
        if (const QString fix = translated(registration->fix); !fix.isEmpty())
            lines += fix;
    }
    m_detail->setText(lines.join('\n'));
    m_takeSource->setVisible(row || registration);
    m_takeSource->setText(registration
                              ? registration->id == "registration/missing" ? tr("&Register") : tr("Remo&ve the entry")
                              : tr("&Take source →"));
    m_takeSource->setEnabled((row && !row->takeSource.empty()) || (registration && !registration->edits.empty()));
    m_takeGitOps->setVisible(row);
    m_takeGitOps->setEnabled(row && !row->takeGitOps.empty());
    m_open->setVisible(row || registration);
    // Retiring is for copies: both files are there.
    m_retire->setVisible(row && row->id != "drift/missing-twin" && !row->source.at.file.empty() &&
                         !row->gitops.at.file.empty() && row->gitops.at.role != row->source.at.role);
}

void DriftPage::take(bool source)
{
    Request request;
    if (const DriftRow *row = currentRow()) {
        request.edits = source ? row->takeSource : row->takeGitOps;
        const QString subject = QString::fromStdString(row->subject);
        request.message = source ? tr("Take %1 from source").arg(subject) : tr("Take %1 from GitOps").arg(subject);
    } else if (const deployment::Finding *registration = currentRegistration()) {
        request.edits = registration->edits;
        const QString file = QString::fromStdString(deployment::fileNameOf(registration->file));
        request.message =
            registration->id == "registration/missing" ? tr("Register %1").arg(file) : tr("Mend %1").arg(file);
    }
    if (!request.edits.empty())
        emit changeRequested(request);
}

void DriftPage::retire()
{
    const DriftRow *row = currentRow();
    if (!row || !m_inspection)
        return;
    Request request;
    const std::string file = row->gitops.at.file;
    // What only the copy has goes to the source first; then the copy and its registration go.
    for (const DriftRow &each : m_inspection->rows) {
        if (each.gitops.at.file == file && each.source.state == DriftCell::State::Absent && !each.expected)
            request.edits.insert(request.edits.end(), each.takeGitOps.begin(), each.takeGitOps.end());
    }
    const deployment::Repository &repository = m_inspection->gitops->repository;
    for (const deployment::Kustomization &kustomization : deployment::kustomizationsOf(repository)) {
        for (const deployment::KustomizationEntry &entry : kustomization.entries) {
            if (entry.target != file)
                continue;
            if (auto edits = deployment::unregisterEdits(*kustomization.manifest, entry.range))
                request.edits.push_back({repository.role, kustomization.manifest->path(), std::move(*edits)});
        }
    }
    request.removed.emplace_back(repository.role, file);
    request.message = tr("Retire the copy %1").arg(QString::fromStdString(file));
    emit changeRequested(request);
}

void DriftPage::open()
{
    if (const DriftRow *row = currentRow()) {
        const bool gitops = row->gitops.state == DriftCell::State::Present && !row->gitops.at.file.empty();
        const deployment::WrittenAt &at = gitops ? row->gitops.at : row->source.at;
        if (!at.file.empty())
            emit openRequested(at.role, at.file, at.range);
    } else if (const deployment::Finding *registration = currentRegistration()) {
        emit openRequested(registration->role, registration->file, registration->range);
    }
}

void DriftPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange || restyles(*event))
        rebuild();
    QWidget::changeEvent(event);
}

void DriftPage::retranslate()
{
    m_list->setHeaderLabels(
        {tr("Difference"), tr("Source"), tr("GitOps"), m_endpoint.isEmpty() ? tr("Endpoint") : m_endpoint});
    m_list->setAccessibleName(tr("Differences between source, GitOps and endpoint"));
    m_detail->setAccessibleName(tr("The selected difference"));
    m_check->setText(m_checking ? tr("Checking…") : tr("&Check now"));
    m_takeGitOps->setText(tr("← Take &GitOps"));
    m_open->setText(tr("&Open"));
    m_retire->setText(tr("Retire this cop&y…"));
    m_retire->setToolTip(tr("Carries over what only the copy has, and removes it with its registration."));
    QString summary;
    if (m_inspection) {
        summary = tr("%n difference(s)", nullptr, m_count);
        if (m_checkedAt.isValid())
            summary += "  ·  " + tr("checked at %1").arg(QLocale().toString(m_checkedAt.time(), QLocale::ShortFormat));
    }
    m_summary->setText(summary);
}

} // namespace widgets
