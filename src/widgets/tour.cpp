#include "widgets/tour.h"

#include "base/textdiff.h"
#include "widgets/actions.h"
#include "widgets/appearance.h"
#include "widgets/commandpalette.h"
#include "widgets/dependencyview.h"
#include "widgets/documentview.h"
#include "widgets/endpointpicker.h"
#include "widgets/expreditor.h"
#include "widgets/mainwindow.h"
#include "widgets/previewpanel.h"
#include "widgets/reviewpage.h"
#include "widgets/ruleform.h"
#include "widgets/rulestree.h"
#include "widgets/savedialog.h"
#include "widgets/yamleditor.h"

#include <QApplication>
#include <QDir>
#include <QDockWidget>
#include <QFile>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScreen>
#include <QTabWidget>
#include <QTimer>
#include <QTreeWidget>

#include <cstdio>

namespace widgets {

namespace {

constexpr int pollInterval = 50;
constexpr int settleTime = 700;
constexpr int patience = 90'000;

void press(QWidget *widget, int key, const QString &text = {}, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    QKeyEvent down(QEvent::KeyPress, key, modifiers, text);
    QApplication::sendEvent(widget, &down);
    QKeyEvent up(QEvent::KeyRelease, key, modifiers, text);
    QApplication::sendEvent(widget, &up);
}

void type(QWidget *widget, const QString &text)
{
    for (const QChar c : text)
        press(widget, c == '\n' ? static_cast<int>(Qt::Key_Return) : c.toUpper().unicode(), QString(c));
}

void click(QWidget *widget)
{
    const QPointF at = widget->rect().center();
    for (const QEvent::Type kind : {QEvent::MouseButtonPress, QEvent::MouseButtonRelease}) {
        QMouseEvent event(kind, at, widget->mapToGlobal(at), Qt::LeftButton,
                          kind == QEvent::MouseButtonPress ? Qt::LeftButton : Qt::NoButton, Qt::NoModifier);
        QApplication::sendEvent(widget, &event);
    }
}

} // namespace

Tour::Tour(MainWindow *window, Appearance *appearance, QString folder)
    : QObject(window),
      m_window(window),
      m_appearance(appearance),
      m_folder(std::move(folder)),
      m_timer(new QTimer(this))
{
    m_timer->setInterval(pollInterval);
    connect(m_timer, &QTimer::timeout, this, &Tour::poll);
    connect(window->preview(), &PreviewPanel::previewed, this, [this] { m_previewed = true; });
    connect(window, &MainWindow::demoReady, this, [this] { m_demoReady = true; });
    connect(window, &MainWindow::savedToBoth, this, [this](const workspace::SaveResult &result) {
        for (const workspace::SavedCommit &commit : result.commits)
            m_commits.append(commit.role + ' ' + commit.commitId);
    });
}

void Tour::start()
{
    if (!QDir().mkpath(m_folder)) {
        finish(false, "The folder " + m_folder + " cannot be made.");
        return;
    }
    makeSteps();
    m_appearance->setLanguage("en");
    m_appearance->setTheme(workspace::Preferences::ThemeChoice::Light);
    m_window->resize(1440, 900);
    m_report = {"# What the tour did", "", "| step | milliseconds | what came of it | picture |", "|---|---:|---|---|"};
    m_timer->start();
    next();
}

void Tour::makeSteps()
{
    addOpening();
    addEditing();
    addLooking();
    addSaving();
    addComparing();
    addAppearances();
}

void Tour::addOpening()
{
    m_steps.push_back({"Start", [] {}, [this] { return m_window->isVisible(); }, "01-welcome", {}});
    m_steps.push_back(
        {"Open the demo: two repositories, seven days of history, a local Prometheus", [this] { m_window->openDemo(); },
         [this] { return m_demoReady && !m_window->workspace()->graph().nodes.empty() && m_window->currentView(); },
         "02-open",
         [this] {
             std::size_t rules = 0;
             for (const workspace::RuleFile &file : m_window->workspace()->files())
                 rules += file.twin ? 0 : file.rules->ruleCount();
             return QString("%1 rules in %2 files").arg(rules).arg(m_window->workspace()->files().size());
         }});
    m_steps.push_back({"Go to a rule by its name (Ctrl+P)",
                       [this] {
                           m_window->actions()->action("go-to-rule")->trigger();
                           type(m_window->findChild<QLineEdit *>("paletteInput"), "HighMemoryUsage");
                       },
                       [this] { return m_window->findChild<QTreeWidget *>("paletteList")->topLevelItemCount() > 0; },
                       "03-go-to-rule",
                       {}});
    m_steps.push_back(
        {"Take the first one",
         [this] {
             m_previewed = false;
             press(m_window->findChild<QLineEdit *>("paletteInput"), Qt::Key_Return);
         },
         [this] {
             const DocumentView *view = m_window->currentView();
             const rules::Rule *rule =
                 view && view->currentRule() ? view->document()->rules()->find(*view->currentRule()) : nullptr;
             return rule && rule->name.value == "HighMemoryUsage" && m_previewed;
         },
         "04-rule",
         [this] { return QString("series in the preview: %1").arg(m_window->preview()->result().series.size()); }});
}

void Tour::addEditing()
{
    m_steps.push_back({"Edit the rule: another threshold and another `for`",
                       [this] {
                           DocumentView *view = m_window->currentView();
                           m_before = view->document()->text();
                           ExprEditor *expr = view->form()->exprEditor();
                           expr->setFocus();
                           expr->setCursorOffset(expr->bytes().size());
                           press(expr, Qt::Key_Backspace);
                           type(expr, "5");
                           auto *duration = view->form()->findChild<QLineEdit *>("ruleFor");
                           duration->setFocus();
                           duration->selectAll();
                           type(duration, "10m");
                           press(duration, Qt::Key_Return);
                       },
                       [this] {
                           const workspace::Document *document = m_window->currentView()->document();
                           return document->isModified() && document->rulesVersion() == document->version() &&
                                  base::lineChanges(m_before, document->text()).size() >= 1 &&
                                  document->text().find("10m") != std::string::npos && document->text() != m_before;
                       },
                       "05-edited",
                       [this] {
                           std::size_t lines = 0;
                           for (const base::LineChange &change :
                                base::lineChanges(m_before, m_window->currentView()->document()->text()))
                               lines += std::max(change.oldCount, change.newCount);
                           return QString("%1 lines differ").arg(lines);
                       }});
    m_steps.push_back({"Undo and redo",
                       [this] {
                           m_window->actions()->action("undo")->trigger();
                           m_window->actions()->action("redo")->trigger();
                       },
                       [this] {
                           const workspace::Document *document = m_window->currentView()->document();
                           return document->isModified() && document->rulesVersion() == document->version();
                       },
                       {},
                       {}});
}

void Tour::addLooking()
{
    m_steps.push_back(
        {"Run the preview now (Ctrl+Enter)",
         [this] {
             m_previewed = false;
             m_window->actions()->action("run-preview")->trigger();
         },
         [this] { return m_previewed; }, "06-preview",
         [this] {
             return QString("answered by %1").arg(QString::fromStdString(m_window->endpoints()->current()->url));
         }});
    m_steps.push_back({"What would it have done? (Ctrl+Shift+Enter)",
                       [this] { m_window->actions()->action("run-backtest")->trigger(); },
                       [this] { return m_window->findChild<QLabel *>("backtestVerdict")->text().contains('%'); },
                       "07-backtest", [this] { return m_window->findChild<QLabel *>("backtestVerdict")->text(); }});
    m_steps.push_back({"Look at the dependency graph (Ctrl+G)",
                       [this] { m_window->actions()->action("show-graph")->trigger(); },
                       [this] { return m_window->graph()->isVisible(); }, "08-graph",
                       [this] {
                           const rules::DependencyGraph &graph = m_window->workspace()->graph();
                           return QString("%1 nodes, %2 edges").arg(graph.nodes.size()).arg(graph.edges.size());
                       }});
}

void Tour::addSaving()
{
    m_steps.push_back({"Save to both: look at both diffs",
                       [this] {
                           m_window->actions()->action("save-to-both")->trigger();
                           auto *message = m_window->findChild<QPlainTextEdit *>("commitMessage");
                           type(message, "Alert on heaps above 85 % after ten minutes");
                       },
                       [this] {
                           const auto *button = m_window->findChild<QPushButton *>("saveToBothButton");
                           return button && button->isEnabled();
                       },
                       "09-save",
                       {}});
    m_steps.push_back({"Commit in both repositories",
                       [this] { click(m_window->findChild<QPushButton *>("saveToBothButton")); },
                       [this] { return m_commits.size() == 2; }, "10-saved", [this] { return m_commits.join(", "); }});
}

void Tour::addComparing()
{
    const auto rows = [this](const char *list) {
        return m_window->findChild<QTreeWidget *>(QLatin1String(list))->topLevelItemCount();
    };
    m_steps.push_back({"Review the copies of rules",
                       [this] { m_window->actions()->action("show-review")->trigger(); },
                       [rows] { return rows("reviewFamilies") > 0; },
                       {},
                       [rows] { return QString("%1 families").arg(rows("reviewFamilies")); }});
    m_steps.push_back({"Compare before and after over the history",
                       [this] {
                           auto *families = m_window->findChild<QTreeWidget *>("reviewFamilies");
                           const auto items =
                               families->findItems("HighLatencyP95", Qt::MatchStartsWith | Qt::MatchRecursive);
                           if (!items.isEmpty())
                               families->setCurrentItem(items.first());
                           click(m_window->findChild<QPushButton *>("reviewCompare"));
                       },
                       [this] { return m_window->findChild<ReviewPage *>("reviewPage")->currentProof() != nullptr; },
                       "11-review",
                       {}});
    m_steps.push_back({"What the two repositories do not share",
                       [this] { m_window->actions()->action("show-drift")->trigger(); },
                       [rows] { return rows("driftList") > 0; }, "12-drift",
                       [rows] { return QString("rows: %1").arg(rows("driftList")); }});
    m_steps.push_back({"Would an alert reach anybody?",
                       [this] {
                           for (QDockWidget *dock : m_window->findChildren<QDockWidget *>()) {
                               if (dock->findChild<QTreeWidget *>("deliveryList")) {
                                   dock->show();
                                   dock->raise();
                               }
                           }
                       },
                       [rows] { return rows("deliveryList") > 0; }, "13-delivery",
                       [rows] { return QString("rows: %1").arg(rows("deliveryList")); }});
}

void Tour::addAppearances()
{
    using ThemeChoice = workspace::Preferences::ThemeChoice;
    const auto showRule = [this] {
        auto *tabs = m_window->findChild<QTabWidget *>("tabs");
        tabs->setCurrentIndex(0);
    };
    const auto always = [] { return true; };
    m_steps.push_back({"The window in the dark theme",
                       [this, showRule] {
                           showRule();
                           m_appearance->setTheme(ThemeChoice::Dark);
                       },
                       always,
                       "14-dark",
                       {}});
    m_steps.push_back({"The graph in the dark theme",
                       [this] { m_window->actions()->action("show-graph")->trigger(); },
                       always,
                       "15-graph-dark",
                       {}});
    m_steps.push_back({"The review in the dark theme",
                       [this] { m_window->actions()->action("show-review")->trigger(); },
                       always,
                       "16-review-dark",
                       {}});
    m_steps.push_back({"The window in Korean",
                       [this, showRule] {
                           showRule();
                           m_appearance->setTheme(ThemeChoice::Light);
                           m_appearance->setLanguage("ko");
                       },
                       always,
                       "17-korean",
                       {}});
    m_steps.push_back({"The drift in Korean",
                       [this] { m_window->actions()->action("show-drift")->trigger(); },
                       always,
                       "18-drift-korean",
                       {}});
    m_steps.push_back({"Text at 200 %",
                       [this, showRule] {
                           showRule();
                           m_appearance->setLanguage("en");
                           m_appearance->setTextSize(200);
                       },
                       always,
                       "19-large-text",
                       {}});
    m_steps.push_back({"A small window: 1024 × 700",
                       [this] {
                           m_appearance->setTextSize(100);
                           m_window->resize(1024, 700);
                       },
                       always,
                       "20-small-window",
                       {}});
}

void Tour::next()
{
    if (m_step == m_steps.size()) {
        finish(true, {});
        return;
    }
    m_settled.invalidate();
    m_clock.start();
    m_steps[m_step].act();
}

void Tour::poll()
{
    if (m_step >= m_steps.size())
        return;
    const Step &step = m_steps[m_step];
    if (!step.done()) {
        if (m_clock.elapsed() > patience)
            finish(false, "This step did not come out: " + step.title + '.');
        return;
    }
    if (!m_settled.isValid()) {
        m_settled.start();
        m_report.append(
            QString("| %1 | %2 | %3 | %4 |")
                .arg(step.title)
                .arg(m_clock.elapsed())
                .arg(step.note ? step.note() : QString(), step.picture.isEmpty() ? QString() : step.picture + ".png"));
    }
    if (m_settled.elapsed() < settleTime)
        return;
    if (!step.picture.isEmpty())
        take(step.picture);
    ++m_step;
    next();
}

void Tour::take(const QString &name)
{
    // The screen shows dialogs and popups too; without one of its own (offscreen) the windows are drawn one by one.
    QPixmap picture = m_window->screen()->grabWindow(0);
    if (picture.isNull() || QGuiApplication::platformName() == "offscreen") {
        const QWidget *top =
            QApplication::activePopupWidget() ? QApplication::activePopupWidget() : QApplication::activeModalWidget();
        picture = (top ? const_cast<QWidget *>(top) : m_window)->grab();
    }
    picture.save(QDir(m_folder).filePath(name + ".png"));
}

void Tour::finish(bool good, const QString &why)
{
    m_timer->stop();
    m_report.append({QString(), good ? QString("Everything came out.") : why, QString()});
    if (!good)
        take("failed");
    QFile file(QDir(m_folder).filePath("report.md"));
    if (file.open(QIODevice::WriteOnly))
        file.write(m_report.join('\n').toUtf8());
    if (!good)
        std::fprintf(stderr, "rulewright: %s\n", qPrintable(why));
    QCoreApplication::exit(good ? 0 : 1);
}

} // namespace widgets
