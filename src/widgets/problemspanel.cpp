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
        const Problem &problem = m_problems[item->data(0, Qt::UserRole).toULongLong()];
        emit problemActivated(problem.path, problem.diagnostic.range);
    });
    retranslate();
    rebuild();
}

int ProblemsPanel::errorCount() const
{
    return static_cast<int>(std::ranges::count_if(
        m_problems, [](const Problem &each) { return each.diagnostic.severity == base::Severity::Error; }));
}

void ProblemsPanel::rebuild()
{
    const std::size_t before = m_problems.size();
    m_problems.clear();
    for (const workspace::RuleFile &file : m_workspace->files()) {
        // A twin's problems are its source's: they are mended there.
        if (file.twin || file.diagnostics.empty())
            continue;
        const base::LineTable lines(file.rules->text());
        for (const base::Diagnostic &diagnostic : file.diagnostics)
            m_problems.push_back({file.path, diagnostic, lines.position(diagnostic.range.start).line});
    }
    std::ranges::stable_sort(m_problems, {}, [](const Problem &each) {
        return std::tuple(each.diagnostic.severity, each.path, each.diagnostic.range.start);
    });
    const Theme &theme = Theme::current();
    m_list->clear();
    for (std::size_t i = 0; i < std::min(m_problems.size(), mostListed); ++i) {
        const Problem &problem = m_problems[i];
        const base::Severity severity = problem.diagnostic.severity;
        auto *item = new QTreeWidgetItem(m_list, {translated(problem.diagnostic.text),
                                                  QFileInfo(problem.path).fileName(), QString::number(problem.line),
                                                  QString::fromStdString(problem.diagnostic.check)});
        const bool error = severity == base::Severity::Error;
        const bool warning = severity == base::Severity::Warning;
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
        item->setData(0, Qt::UserRole, static_cast<qulonglong>(i));
    }
    m_list->setVisible(!m_problems.empty());
    m_empty->setVisible(m_problems.empty());
    if (before != m_problems.size())
        emit countChanged(count());
}

void ProblemsPanel::activateNext(const QString &path, std::size_t offset)
{
    if (m_problems.empty())
        return;
    std::vector<const Problem *> ordered;
    for (const Problem &problem : m_problems)
        ordered.push_back(&problem);
    const auto place = [](const Problem *each) { return std::tuple(each->path, each->diagnostic.range.start); };
    std::ranges::stable_sort(ordered, {}, place);
    const auto next = std::ranges::upper_bound(ordered, std::tuple(path, offset), {}, place);
    const Problem *problem = next == ordered.end() ? ordered.front() : *next;
    emit problemActivated(problem->path, problem->diagnostic.range);
}

bool ProblemsPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_list && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool fixes =
            (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) && key->modifiers() & Qt::AltModifier;
        if (fixes && m_list->currentItem()) {
            const Problem &problem = m_problems[m_list->currentItem()->data(0, Qt::UserRole).toULongLong()];
            emit fixesRequested(problem.path, problem.diagnostic.range);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void ProblemsPanel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        rebuild();
    } else if (restyles(*event)) {
        rebuild();
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
