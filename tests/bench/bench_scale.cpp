// What a very large workspace costs in the window: for each thing that a person does, the time until it is done and the
// longest stretch of the GUI thread meanwhile. Usage: bench_scale [RULES | FOLDER | FILE]; default: 100 000 rules in
// files of 100.

#include "bench/stretch.h"

#include "widgets/actions.h"
#include "widgets/appearance.h"
#include "widgets/dependencyview.h"
#include "widgets/documentview.h"
#include "widgets/graphbar.h"
#include "widgets/mainwindow.h"
#include "widgets/yamleditor.h"
#include "workspace/document.h"
#include "workspace/workspace.h"

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QDockWidget>
#include <QFile>
#include <QFileInfo>
#include <QKeyEvent>
#include <QLineEdit>
#include <QStandardPaths>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTreeView>
#include <QTreeWidget>

#include <cstdio>

namespace {

constexpr int rulesOfFile = 100;
constexpr int rulesOfGroup = 10;
constexpr int longestWait = 300;

/// A team's file: recording rules over metrics of its own, alerts on them, and some that everybody's metrics feed.
QByteArray teamFile(int first)
{
    QByteArray text = "groups:\n";
    for (int i = first; i < first + rulesOfFile; ++i) {
        const QByteArray n = QByteArray::number(i);
        const QByteArray service = "service" + QByteArray::number(i / rulesOfGroup);
        const int place = i % rulesOfGroup;
        if (place == 0)
            text += "- name: " + service + "\n  rules:\n";
        const QByteArray recorded = "job:" + service + "_errors" + QByteArray::number(place / 3) + ":rate5m";
        if (place % 3 == 0) {
            text += "  - record: " + recorded + "\n    expr: sum by (job) (rate(" + service + "_requests_total_" +
                    QByteArray::number(place) + "{code=~\"5..\"}[5m]))\n";
            continue;
        }
        text += "  - alert: HighErrorRate" + n + "\n    expr: ";
        text += place % 3 == 1 ? recorded + " > 0.0" + n
                               : "kube_object_state_" + QByteArray::number(i % 30) + "{name=\"" + service + "\"} == 0";
        text += "\n    for: 5m\n    labels:\n      severity: " + QByteArray(i % 2 ? "warning" : "critical") +
                "\n      team: team" + QByteArray::number(i / 1000) +
                "\n    annotations:\n      summary: \"Errors of {{ $labels.job }}\"\n";
    }
    return text;
}

void writeRules(const QString &folder, int count)
{
    for (int first = 0; first < count; first += rulesOfFile) {
        QFile file(folder + QStringLiteral("/team%1.yml").arg(first / rulesOfFile, 5, 10, QLatin1Char('0')));
        if (file.open(QIODevice::WriteOnly))
            file.write(teamFile(first));
    }
}

/// Of this process, MiB; the line of /proc/self/status that starts so.
double memory(const QByteArray &line)
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &each : status.readAll().split('\n')) {
        if (each.startsWith(line))
            return each.mid(line.size() + 1).trimmed().split(' ').first().toDouble() / 1024;
    }
    return 0;
}

/// Does it, waits until it is done and until nothing comes after it, and prints how long the window stood still.
void measure(const char *what, const std::function<void()> &act, const std::function<bool()> &done)
{
    QElapsedTimer timer;
    timer.start();
    const double start = bench::threadMilliseconds();
    act();
    const double acted = bench::threadMilliseconds() - start;
    double wall = 0;
    const double longest = bench::longestStretch(done, longestWait, &wall);
    const double seconds = double(timer.elapsed()) / 1000;
    const double after = bench::settle(2500);
    std::printf("%-30s %8.2f s %9.0f ms %9.0f ms %9.0f ms %9.0f ms %9.0f MiB\n", what, seconds, acted, longest, wall,
                after, memory("VmRSS:"));
    std::fflush(stdout);
}

void press(QWidget *widget, int key, const QString &text = {})
{
    QKeyEvent down(QEvent::KeyPress, key, Qt::NoModifier, text);
    QCoreApplication::sendEvent(widget, &down);
    QKeyEvent up(QEvent::KeyRelease, key, Qt::NoModifier, text);
    QCoreApplication::sendEvent(widget, &up);
}

void run(widgets::Appearance &appearance, const QString &path)
{
    std::printf(
        "Longest stretches of the GUI thread: processor time at once, until it is done, by the clock, after that.\n");
    std::printf("%-30s %10s %12s %12s %12s %12s %13s\n", "", "until done", "at once", "meanwhile", "by the clock",
                "after", "memory");
    widgets::MainWindow window(&appearance, 2);
    window.resize(1600, 1000);
    window.show();
    (void)bench::settle();
    widgets::DependencyView *graph = window.graph();
    const auto calm = [graph] { return !graph->isBusy(); };
    const auto atOnce = [] { return true; };

    bool opened = false;
    QObject context;
    QObject::connect(window.workspace(), &workspace::Workspace::opened, &context, [&opened] { opened = true; });
    measure(
        "Open", [&] { window.openPath(path); }, [&] { return opened; });
    bool drawn = false;
    QObject::connect(graph, &widgets::DependencyView::laidOut, &context, [&drawn] { drawn = true; });
    measure(
        "Show the graph", [&] { window.actions()->action("show-graph")->trigger(); }, [&] { return drawn; });
    std::printf("    %zu nodes, %zu edges\n", graph->visibleGraph().nodes.size(), graph->visibleGraph().edges.size());
    auto *graphView = graph->findChild<QWidget *>(QStringLiteral("graphView"));
    measure(
        "Open a fold of it",
        [&] {
            press(graphView, Qt::Key_Home);
            press(graphView, Qt::Key_Right);
            press(graphView, Qt::Key_Return);
        },
        calm);
    // Without folds it was a rule that was opened.
    window.actions()->action("show-graph")->trigger();
    auto *search = graph->findChild<QLineEdit *>(QStringLiteral("graphSearch"));
    measure(
        "Search it: one letter", [&] { search->setText(QStringLiteral("e")); }, calm);
    measure(
        "Search it: a name", [&] { search->setText(QStringLiteral("HighErrorRate77")); }, calm);
    measure(
        "Next match", [&] { press(search, Qt::Key_Return); }, calm);
    measure(
        "End the search", [&] { search->clear(); }, calm);
    rules::GraphFilter filter;
    filter.severities = {"critical"};
    measure(
        "Only critical alerts", [&] { graph->setFilter(filter); }, calm);
    measure(
        "Everything again", [&] { graph->setFilter({}); }, calm);
    auto *bar = graph->findChild<widgets::GraphBar *>();
    measure(
        "Without folds", [&] { bar->setFolding(rules::Folding::None); }, calm);
    measure(
        "With folds again", [&] { bar->setFolding({}); }, calm);
    std::string middle;
    for (const workspace::RuleFile &file : window.workspace()->files()) {
        if (!file.rules->groups().empty() && !file.rules->groups().front().rules.empty())
            middle = file.rules->refOf(file.rules->groups().front(), 0).id();
    }
    measure(
        "Select a rule", [&] { graph->selectNode(middle); }, calm);
    measure(
        "Focus on it", [&] { graph->focusOn(middle, rules::Direction::Both, 2); }, calm);
    measure(
        "Everything again", [&] { bar->clearFocus(); }, calm);
    measure(
        "Findings",
        [&] {
            if (auto *side = graph->findChild<QTabWidget *>(QStringLiteral("graphSide")))
                side->setCurrentIndex(1);
        },
        calm);
    measure(
        "Problems",
        [&] {
            if (auto *dock = window.findChild<QDockWidget *>(QStringLiteral("problemsDock")))
                dock->raise();
        },
        atOnce);
    const auto ref = window.workspace()->graph().find(middle);
    if (ref)
        measure(
            "Show a rule", [&] { window.showRule(*window.workspace()->graph().nodes[*ref].rule); }, atOnce);
    if (widgets::DocumentView *view = window.currentView()) {
        measure(
            "One key in its file", [&] { press(view->yaml(), Qt::Key_X, QStringLiteral("x")); },
            [view] { return view->document()->rulesVersion() == view->document()->version(); });
        measure(
            "The graph after it", [&] { window.actions()->action("show-graph")->trigger(); }, calm);
    }
    if (auto *tree = window.findChild<QTreeView *>(QStringLiteral("rulesTree"))) {
        measure(
            "Expand the tree of rules", [&] { tree->expandAll(); }, atOnce);
        measure(
            "Its end", [&] { press(tree, Qt::Key_End); }, atOnce);
    }
    if (auto *rules = window.findChild<QLineEdit *>(QStringLiteral("rulesFilter"))) {
        measure(
            "Filter the rules", [&] { rules->setText(QStringLiteral("HighErrorRate77")); }, atOnce);
        measure(
            "All rules again", [&] { rules->clear(); }, atOnce);
    }
    measure(
        "Close the workspace", [&] { window.actions()->action("close-workspace")->trigger(); }, atOnce);
    std::printf("%.0f MiB at most\n", memory("VmHWM:"));
}

} // namespace

int main(int argc, char **argv)
{
    QStandardPaths::setTestModeEnabled(true);
    QApplication application(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("rulewright-bench"));
    QCoreApplication::setApplicationName(QStringLiteral("rulewright-bench"));
    widgets::Appearance appearance;
    const QString wanted = QCoreApplication::arguments().value(1, QStringLiteral("100000"));
    const QTemporaryDir folder;
    if (QFileInfo::exists(wanted)) {
        run(appearance, wanted);
    } else {
        writeRules(folder.path(), wanted.toInt());
        std::printf("%d rules in %d files\n", wanted.toInt(), wanted.toInt() / rulesOfFile);
        run(appearance, folder.path());
    }
    return 0;
}
