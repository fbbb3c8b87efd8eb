// How long the window stands still: the longest stretch of the GUI thread after one key in a ConfigMap of 10 000 lines,
// and from opening a folder of 1 000 rule files to a usable window beside an empty one. Usage: bench_window

#include "widgets/appearance.h"
#include "widgets/documentview.h"
#include "widgets/mainwindow.h"
#include "widgets/yamleditor.h"
#include "workspace/document.h"
#include "workspace/workspace.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QKeyEvent>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <functional>

namespace {

QByteArray ruleLines(int first, int count, const QByteArray &margin)
{
    QByteArray text = margin + "groups:\n";
    for (int i = first; i < first + count; ++i) {
        const QByteArray n = QByteArray::number(i);
        if ((i - first) % 20 == 0)
            text += margin + "- name: group" + n + '\n' + margin + "  rules:\n";
        text += margin + "  - alert: HighErrorRate" + n + '\n' + margin +
                "    expr: sum by (job) (rate(http_errors_total{n=\"" + n + "\"}[5m])) > " + n + '\n' + margin +
                "    for: 5m\n" + margin + "    labels:\n" + margin + "      severity: warning\n" + margin +
                "    annotations:\n" + margin + "      summary: \"Errors of {{ $labels.job }}\"\n";
    }
    return text;
}

void write(const QString &path, const QByteArray &text)
{
    QFile file(path);
    if (file.open(QIODevice::WriteOnly))
        file.write(text);
}

/// Runs the event loop until `done`, at most 20 seconds; the longest stretch without a return to it, milliseconds.
double longestStretch(const std::function<bool()> &done)
{
    QElapsedTimer all;
    all.start();
    double longest = 0;
    while (!done() && all.elapsed() < 20'000) {
        QElapsedTimer one;
        one.start();
        QCoreApplication::processEvents(QEventLoop::AllEvents);
        longest = std::max(longest, double(one.nsecsElapsed()) / 1e6);
    }
    return longest;
}

/// Some time with nothing left to do.
void settle()
{
    QElapsedTimer timer;
    timer.start();
    (void)longestStretch([&timer] { return timer.elapsed() > 1500; });
}

double openMilliseconds(widgets::MainWindow &window, const QString &path)
{
    QElapsedTimer timer;
    timer.start();
    bool opened = false;
    QObject context;
    QObject::connect(window.workspace(), &workspace::Workspace::opened, &context, [&opened] { opened = true; });
    window.openPath(path);
    (void)longestStretch([&opened] { return opened; });
    return double(timer.nsecsElapsed()) / 1e6;
}

void typeInLargeConfigMap(widgets::Appearance &appearance, const QTemporaryDir &folder)
{
    const QByteArray text = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: rules\ndata:\n  rules.yml: |\n" +
                            ruleLines(0, 1430, "    ");
    write(folder.filePath("large.yaml"), text);
    widgets::MainWindow window(&appearance, 2);
    window.resize(1280, 800);
    window.show();
    (void)openMilliseconds(window, folder.filePath("large.yaml"));
    settle();
    widgets::DocumentView *view = window.currentView();
    if (!view)
        return;
    const std::size_t at = text.size() / 2;
    view->yaml()->setFocus();
    view->yaml()->setCursorOffset(std::size_t(text.indexOf("$labels.job", qsizetype(at))));
    settle();
    std::vector<double> keys;
    std::vector<double> stretches;
    for (int i = 0; i < 5; ++i) {
        const quint64 version = view->document()->version();
        QElapsedTimer timer;
        timer.start();
        QKeyEvent press(QEvent::KeyPress, Qt::Key_X, Qt::NoModifier, "x");
        QCoreApplication::sendEvent(view->yaml(), &press);
        keys.push_back(double(timer.nsecsElapsed()) / 1e6);
        stretches.push_back(longestStretch([view, version] {
            return view->document()->version() > version &&
                   view->document()->rulesVersion() == view->document()->version();
        }));
        QElapsedTimer rest;
        rest.start();
        stretches.back() = std::max(stretches.back(), longestStretch([&rest] { return rest.elapsed() > 800; }));
    }
    std::ranges::sort(keys);
    std::ranges::sort(stretches);
    std::printf(
        "One key in a ConfigMap of %d lines (median of %zu): the key itself %.1f ms, the longest stretch of the GUI "
        "thread until all is analysed %.1f ms (a frame is 16 ms)\n",
        int(text.count('\n')), keys.size(), keys[keys.size() / 2], stretches[stretches.size() / 2]);
}

void openManyFiles(widgets::Appearance &appearance, const QTemporaryDir &folder)
{
    const QTemporaryDir empty;
    for (int i = 0; i < 1000; ++i)
        write(folder.filePath("rules" + QString::number(i) + ".yml"), ruleLines(i * 10, 10, {}));
    double few = 1e9;
    double many = 1e9;
    for (int round = 0; round < 3; ++round) {
        for (const bool large : {false, true}) {
            QElapsedTimer timer;
            timer.start();
            widgets::MainWindow window(&appearance, 2);
            window.show();
            (void)openMilliseconds(window, large ? folder.path() : empty.path());
            double &best = large ? many : few;
            best = std::min(best, double(timer.nsecsElapsed()) / 1e6);
            settle();
        }
    }
    std::printf("From start to a usable window: empty folder %.0f ms, 1000 rule files %.0f ms\n", few, many);
}

} // namespace

int main(int argc, char **argv)
{
    QStandardPaths::setTestModeEnabled(true);
    QApplication application(argc, argv);
    QCoreApplication::setOrganizationName("rulewright-bench");
    QCoreApplication::setApplicationName("rulewright-bench");
    widgets::Appearance appearance;
    const QTemporaryDir large;
    const QTemporaryDir many;
    typeInLargeConfigMap(appearance, large);
    openManyFiles(appearance, many);
    return 0;
}
