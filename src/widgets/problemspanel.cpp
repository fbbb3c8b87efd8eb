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
#include <tuple>
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
    return static_cast<int>(
        std::ranges::count_if(m_problems, [](const Problem &each) { return each.severity == base::Severity::Error; }));
}

std::vector<ProblemsPanel::Problem> ProblemsPanel::problems() const
{
    std::vector<Problem> all;
    for (const workspace::RuleFile &file : m_workspace->files()) {
        // A twin's problems are its source's: they are mended there.
        if (file.twin || file.diagnostics.empty())
            continue;
        const base::LineTable lines(file.rules->text());
        for (const base::Diagnostic &each : file.diagnostics)
            all.push_back(
                {file.path, each.severity, each.check, each.text, lines.position(each.range.start).line, each.range});
    }
    std::ranges::stable_sort(all, {}, [](const Problem &each) {
        return std::tuple<base::Severity, const QString &, std::size_t>(each.severity, each.path, each.range.start);
    });
    return all;
}

void ProblemsPanel::rebuild()
{
    const std::vector<Problem> before = std::exchange(m_problems, problems());
    const std::size_t rowsBefore = std::min(before.size(), mostListed);
    const std::size_t rows = std::min(m_problems.size(), mostListed);
    const auto sameRow = [](const Problem &a, const Problem &b) {
        return a.line == b.line && a.severity == b.severity && a.text == b.text && a.check == b.check &&
               a.path == b.path;
    };
    const std::size_t fewer = std::min(rowsBefore, rows);
    std::size_t above = 0;
    while (above < fewer && sameRow(before[above], m_problems[above]))
        ++above;
    std::size_t below = 0;
    while (below < fewer - above && sameRow(before[rowsBefore - 1 - below], m_problems[rows - 1 - below]))
        ++below;
    for (std::size_t i = rowsBefore - below; i > above; --i)
        delete m_list->topLevelItem(static_cast<int>(i - 1));
    QList<QTreeWidgetItem *> added;
    for (std::size_t i = above; i < rows - below; ++i)
        added.append(itemOf(m_problems[i]));
    m_list->insertTopLevelItems(static_cast<int>(above), added);
    m_list->setVisible(!m_problems.empty());
    m_empty->setVisible(m_problems.empty());
    if (before.size() != m_problems.size())
        emit countChanged(count());
}

void ProblemsPanel::fillAnew()
{
    m_list->clear();
    m_problems.clear();
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
    return m_problems[static_cast<std::size_t>(m_list->indexOfTopLevelItem(item))];
}

void ProblemsPanel::activateNext(const QString &path, std::size_t offset)
{
    if (m_problems.empty())
        return;
    std::vector<const Problem *> ordered;
    for (const Problem &problem : m_problems)
        ordered.push_back(&problem);
    const auto place = [](const Problem *each) { return std::tuple(each->path, each->range.start); };
    std::ranges::stable_sort(ordered, {}, place);
    const auto next = std::ranges::upper_bound(ordered, std::tuple(path, offset), {}, place);
    const Problem *problem = next == ordered.end() ? ordered.front() : *next;
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
