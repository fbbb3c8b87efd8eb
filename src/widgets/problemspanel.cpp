#include "widgets/problemspanel.h"

#include "base/linetable.h"
#include "widgets/appearance.h"
#include "widgets/coretext.h"
#include "widgets/icons.h"
#include "widgets/theme.h"
#include "workspace/workspace.h"

#include <QEvent>
#include <QFileInfo>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <optional>
#include <utility>

namespace widgets {

namespace {

constexpr std::size_t mostListed = 2000;

} // namespace

ProblemsPanel::ProblemsPanel(workspace::Workspace *workspace, QWidget *parent)
    : QWidget(parent), m_workspace(workspace), m_list(new QTreeWidget(this)), m_empty(new QLabel(this))
{
    setObjectName("problemsPanel");
    m_list->setObjectName("problemsList");
    m_list->setColumnCount(4);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setResizeContentsPrecision(0);
    m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    for (int column = 1; column < 4; ++column)
        m_list->header()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    m_list->installEventFilter(this);
    m_empty->setObjectName("problemsEmpty");
    m_empty->setMargin(16);
    m_empty->setAlignment(Qt::AlignTop);
    m_empty->setWordWrap(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_empty, 1);
    connect(workspace, &workspace::Workspace::filesChanged, this, &ProblemsPanel::rebuild);
    connect(m_list, &QTreeWidget::itemActivated, this, [this](QTreeWidgetItem *item) {
        const Problem &problem = problemOf(item);
        emit problemActivated(problem.path, problem.range);
    });
    retranslate();
    rebuild();
}

int ProblemsPanel::errorCount() const
{
    std::ptrdiff_t count = 0;
    for (const OfFile &file : m_files)
        count += std::ranges::count(file.problems, base::Severity::Error, &Problem::severity);
    return static_cast<int>(count);
}

std::vector<ProblemsPanel::Problem> ProblemsPanel::problemsOf(const workspace::RuleFile &file)
{
    std::vector<Problem> problems;
    if (file.diagnostics.empty())
        return problems;
    const base::LineTable lines(file.rules->text());
    problems.reserve(file.diagnostics.size());
    for (const base::Diagnostic &each : file.diagnostics)
        problems.push_back(
            {file.path, each.severity, each.check, each.text, lines.position(each.range.start).line, each.range});
    std::ranges::stable_sort(problems, {},
                             [](const Problem &each) { return std::pair(each.severity, each.range.start); });
    return problems;
}

void ProblemsPanel::readFiles()
{
    std::vector<OfFile> before = std::exchange(m_files, {});
    m_count = 0;
    for (const workspace::RuleFile &file : m_workspace->files()) {
        // A twin's problems are its source's: they are mended there.
        if (file.twin)
            continue;
        const auto known = std::ranges::lower_bound(before, file.path, {}, &OfFile::path);
        const bool same = known != before.end() && known->path == file.path && known->rules == file.rules;
        m_files.push_back(same ? std::move(*known) : OfFile{file.path, file.rules, problemsOf(file)});
        // The others are looked up in this order.
        if (same)
            known->path = file.path;
        m_count += static_cast<int>(m_files.back().problems.size());
    }
    std::ranges::stable_sort(m_files, {}, &OfFile::path);
}

std::vector<ProblemsPanel::Problem> ProblemsPanel::worst() const
{
    std::vector<Problem> listed;
    for (const base::Severity severity : {base::Severity::Error, base::Severity::Warning, base::Severity::Hint}) {
        for (const OfFile &file : m_files) {
            const auto first = std::ranges::lower_bound(file.problems, severity, {}, &Problem::severity);
            const auto last = std::ranges::upper_bound(file.problems, severity, {}, &Problem::severity);
            const auto room = static_cast<std::ptrdiff_t>(mostListed - listed.size());
            listed.insert(listed.end(), first, first + std::min(last - first, room));
            if (listed.size() == mostListed)
                return listed;
        }
    }
    return listed;
}

void ProblemsPanel::rebuild()
{
    const int countBefore = m_count;
    readFiles();
    const std::vector<Problem> before = std::exchange(m_listed, worst());
    const std::size_t rowsBefore = before.size();
    const std::size_t rows = m_listed.size();
    const auto sameRow = [](const Problem &a, const Problem &b) {
        return a.line == b.line && a.severity == b.severity && a.text == b.text && a.check == b.check &&
               a.path == b.path;
    };
    const std::size_t fewer = std::min(rowsBefore, rows);
    std::size_t above = 0;
    while (above < fewer && sameRow(before[above], m_listed[above]))
        ++above;
    std::size_t below = 0;
    while (below < fewer - above && sameRow(before[rowsBefore - 1 - below], m_listed[rows - 1 - below]))
        ++below;
    for (std::size_t i = rowsBefore - below; i > above; --i)
        delete m_list->topLevelItem(static_cast<int>(i - 1));
    QList<QTreeWidgetItem *> added;
    for (std::size_t i = above; i < rows - below; ++i)
        added.append(itemOf(m_listed[i]));
    m_list->insertTopLevelItems(static_cast<int>(above), added);
    m_list->setVisible(m_count > 0);
    m_empty->setVisible(m_count == 0);
    if (countBefore != m_count)
        emit countChanged(count());
}

void ProblemsPanel::fillAnew()
{
    m_list->clear();
    m_listed.clear();
    rebuild();
}

QTreeWidgetItem *ProblemsPanel::itemOf(const Problem &problem) const
{
    const Theme &theme = Theme::current();
    auto *item = new QTreeWidgetItem({translated(problem.text), QFileInfo(problem.path).fileName(),
                                      QString::number(problem.line), QString::fromStdString(problem.check)});
    const bool error = problem.severity == base::Severity::Error;
    const bool warning = problem.severity == base::Severity::Warning;
    item->setIcon(0, icon(error     ? "error"
                          : warning ? "warning"
                                    : "hint",
                          error     ? theme.critical
                          : warning ? theme.warning
                                    : theme.accent));
    item->setToolTip(0, (error ? tr("Error") : warning ? tr("Warning") : tr("Hint")) + ": " + item->text(0));
    item->setTextAlignment(2, Qt::AlignRight | Qt::AlignVCenter);
    for (int column = 1; column < 4; ++column)
        item->setForeground(column, theme.muted);
    return item;
}

const ProblemsPanel::Problem &ProblemsPanel::problemOf(QTreeWidgetItem *item) const
{
    return m_listed[static_cast<std::size_t>(m_list->indexOfTopLevelItem(item))];
}

void ProblemsPanel::activateNext(const QString &path, std::size_t offset)
{
    if (m_count == 0)
        return;
    const auto firstBehind = [](const OfFile &file, std::optional<std::size_t> behind) -> const Problem * {
        const Problem *first = nullptr;
        for (const Problem &each : file.problems) {
            const bool counts = !behind || each.range.start > *behind;
            if (counts && (!first || each.range.start < first->range.start))
                first = &each;
        }
        return first;
    };
    const auto here = std::ranges::lower_bound(m_files, path, {}, &OfFile::path);
    const Problem *problem = here != m_files.end() && here->path == path ? firstBehind(*here, offset) : nullptr;
    const auto others = here != m_files.end() && here->path == path ? here + 1 : here;
    for (auto file = others; !problem && file != m_files.end(); ++file)
        problem = firstBehind(*file, {});
    for (auto file = m_files.begin(); !problem && file != m_files.end(); ++file)
        problem = firstBehind(*file, {});
    emit problemActivated(problem->path, problem->range);
}

bool ProblemsPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_list && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool fixes =
            (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) && key->modifiers() & Qt::AltModifier;
        if (fixes && m_list->currentItem()) {
            const Problem &problem = problemOf(m_list->currentItem());
            emit fixesRequested(problem.path, problem.range);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void ProblemsPanel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        fillAnew();
    } else if (restyles(*event)) {
        fillAnew();
    }
    QWidget::changeEvent(event);
}

void ProblemsPanel::retranslate()
{
    m_list->setAccessibleName(tr("Problems of the rule files"));
    m_list->setHeaderLabels({tr("Problem"), tr("File"), tr("Line"), tr("Check")});
    m_empty->setText(tr("There are no problems in the rule files."));
}

} // namespace widgets
