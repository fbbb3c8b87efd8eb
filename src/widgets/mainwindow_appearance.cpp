#include "widgets/mainwindow.h"

#include "widgets/actions.h"
#include "widgets/appearance.h"
#include "widgets/dependencyview.h"
#include "widgets/reviewpage.h"
#include "widgets/theme.h"

#include <QActionGroup>
#include <QDockWidget>
#include <QEvent>
#include <QTabWidget>
#include <QToolBar>

/// Theme, language, size of the text and of the window.
namespace widgets {

void MainWindow::bindAppearance()
{
    using ThemeChoice = workspace::Preferences::ThemeChoice;
    const auto choose = [this](std::initializer_list<std::pair<const char *, std::function<void()>>> choices,
                               const char *checked) {
        auto *group = new QActionGroup(this);
        for (const auto &[id, run] : choices) {
            group->addAction(m_actions->action(id));
            m_actions->bind(id, run);
        }
        m_actions->action(checked)->setChecked(true);
    };
    const workspace::Preferences &preferences = m_appearance->preferences();
    choose({{"theme-system", [this] { m_appearance->setTheme(ThemeChoice::System); }},
            {"theme-light", [this] { m_appearance->setTheme(ThemeChoice::Light); }},
            {"theme-dark", [this] { m_appearance->setTheme(ThemeChoice::Dark); }}},
           preferences.theme == ThemeChoice::Dark    ? "theme-dark"
           : preferences.theme == ThemeChoice::Light ? "theme-light"
                                                     : "theme-system");
    choose({{"language-system", [this] { m_appearance->setLanguage({}); }},
            {"language-en", [this] { m_appearance->setLanguage("en"); }},
            {"language-ko", [this] { m_appearance->setLanguage("ko"); }}},
           preferences.language == "ko"   ? "language-ko"
           : preferences.language == "en" ? "language-en"
                                          : "language-system");
    m_actions->bind("larger-text", [this] { m_appearance->setTextSize(m_appearance->preferences().textSize + 10); });
    m_actions->bind("smaller-text", [this] { m_appearance->setTextSize(m_appearance->preferences().textSize - 10); });
    m_actions->bind("normal-text", [this] { m_appearance->setTextSize(100); });
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    foldInspector();
}

void MainWindow::foldInspector()
{
    // Where there is no room for three columns the inspector folds away, and comes back with the room.
    const bool narrow = width() < fontMetrics().height() * 74;
    if (narrow && m_inspectorDock->isVisible()) {
        m_inspectorDock->hide();
        m_inspectorFolded = true;
    } else if (!narrow && m_inspectorFolded) {
        m_inspectorDock->show();
        m_inspectorFolded = false;
    }
}

void MainWindow::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    if (restyles(*event)) {
        m_actions->refresh();
        updateRepositories();
        updateTabs();
        foldInspector();
    }
    QMainWindow::changeEvent(event);
}

void MainWindow::retranslate()
{
    m_actions->refresh();
    makeMenus();
    m_treeDock->setWindowTitle(tr("Rules"));
    m_inspectorDock->setWindowTitle(tr("Inspector"));
    m_previewDock->setWindowTitle(tr("Preview"));
    m_tabs->setTabText(m_tabs->indexOf(m_graph), tr("Graph"));
    retranslateDrift();
    m_tabs->setTabText(m_tabs->indexOf(m_review), tr("Review"));
    updateTabs();
    showBadges();
    updateStatus();
    updateRepositories();
    if (auto *bar = findChild<QToolBar *>("toolBar"))
        bar->setWindowTitle(tr("Tool bar"));
}

} // namespace widgets
