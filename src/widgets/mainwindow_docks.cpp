#include "widgets/dependencyview.h"
#include "widgets/driftpage.h"
#include "widgets/mainwindow.h"
#include "widgets/reviewpage.h"

#include <QDockWidget>
#include <QTabWidget>
#include <QTimer>

#include <algorithm>
#include <array>

/// Which panels stand around a page. A rule is written with everything beside it; graph, review and drift need the room
/// themselves. What somebody opens or closes beside a page is so again when the page is.
namespace widgets {

namespace {

/// Lines of text that a window holds in which two lists, one above the other, are of use.
constexpr int linesForBoth = 45;

constexpr std::array<const char *, 4> pageNames = {"editor", "graph", "review", "drift"};

} // namespace

std::array<QDockWidget *, 4> MainWindow::bottomDocks() const
{
    return {m_previewDock, m_problemsDock, m_deliveryDock, m_followDock};
}

bool MainWindow::isInFront(const QDockWidget *dock) const
{
    // Behind another tab it is shown too, but out of sight.
    return dock->isVisible() && (dock->isFloating() || rect().intersects(dock->geometry()));
}

MainWindow::Page MainWindow::page() const
{
    const QWidget *current = m_tabs->currentWidget();
    return current == m_graph    ? Page::Graph
           : current == m_review ? Page::Review
           : current == m_drift  ? Page::Drift
                                 : Page::Editor;
}

QStringList MainWindow::shownDocks() const
{
    QStringList shown;
    if (m_inspectorFolded || !m_inspectorDock->isHidden())
        shown.append(m_inspectorDock->objectName());
    for (const QDockWidget *dock : bottomDocks()) {
        if (!dock->isHidden())
            shown.append(dock->objectName());
    }
    return shown;
}

void MainWindow::showDocks(const QStringList &shown)
{
    for (QDockWidget *dock : bottomDocks()) {
        if (!dock->isFloating())
            dock->setVisible(shown.contains(dock->objectName()));
    }
    // The tabs of what was hidden come with the next layout.
    QTimer::singleShot(0, this, [this] {
        if (QDockWidget *front = m_frontOfPage[std::size_t(m_page)]; front && !front->isHidden())
            front->raise();
    });
    if (!m_inspectorDock->isFloating()) {
        m_inspectorFolded = false;
        m_inspectorDock->setVisible(shown.contains(m_inspectorDock->objectName()));
        foldInspector();
    }
}

void MainWindow::arrangeDocks()
{
    const Page now = page();
    if (now == m_page)
        return;
    m_docksOfPage[std::size_t(m_page)] = shownDocks();
    const auto docks = bottomDocks();
    const auto front = std::ranges::find_if(docks, [this](const QDockWidget *dock) { return isInFront(dock); });
    if (front != docks.end())
        m_frontOfPage[std::size_t(m_page)] = *front;
    m_page = now;
    QStringList shown = m_docksOfPage[std::size_t(Page::Editor)].value_or(shownDocks());
    // Whom alerts reach belongs to what has drifted, where there is room for both; the rest is about one rule.
    if (now == Page::Drift && height() >= fontMetrics().height() * linesForBoth) {
        shown.removeAll(m_inspectorDock->objectName());
        if (!m_frontOfPage[std::size_t(now)])
            m_frontOfPage[std::size_t(now)] = m_deliveryDock;
    } else if (now != Page::Editor) {
        shown.clear();
    }
    showDocks(m_docksOfPage[std::size_t(now)].value_or(shown));
}

void MainWindow::raiseDock(QDockWidget *dock)
{
    // One of them alone would have no tabs to come to the others by.
    const auto docks = bottomDocks();
    if (std::ranges::all_of(docks, &QDockWidget::isHidden)) {
        for (QDockWidget *each : docks)
            each->show();
    }
    dock->show();
    dock->raise();
    // A page that was just come to brings its last one to the front with its layout: this one is meant now.
    m_frontOfPage[std::size_t(m_page)] = dock;
}

QVariantMap MainWindow::storedDocks() const
{
    QVariantMap stored;
    for (std::size_t i = 0; i < pageNames.size(); ++i) {
        if (std::size_t(m_page) == i)
            stored.insert(pageNames[i], shownDocks());
        else if (m_docksOfPage[i])
            stored.insert(pageNames[i], *m_docksOfPage[i]);
    }
    return stored;
}

void MainWindow::restoreDocks(const QVariantMap &stored)
{
    for (std::size_t i = 0; i < pageNames.size(); ++i) {
        if (stored.contains(pageNames[i]))
            m_docksOfPage[i] = stored.value(pageNames[i]).toStringList();
    }
    if (const auto &shown = m_docksOfPage[std::size_t(m_page)])
        showDocks(*shown);
}

} // namespace widgets
