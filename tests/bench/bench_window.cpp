// How long the window stands still: the longest stretch of the GUI thread after one key in a ConfigMap of 10 000 lines,
// and from opening a folder of 1 000 rule files to a usable window beside an empty one. Usage: bench_window
// [keys|files]

#include "bench/stretch.h"

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

struct Opening
{
    /// Until the first rules can be chosen, and until all are read: milliseconds of wall time.
    double first = 0;
    double all = 0;
    /// Of the GUI thread.
    double stretch = 0;
};

Opening open(widgets::MainWindow &window, const QString &path)
{
    QElapsedTimer timer;
    timer.start();
    Opening opening;
    bool opened = false;
    QObject context;
    const auto arrived = [&] {
        if (opening.first == 0)
            opening.first = double(timer.nsecsElapsed()) / 1e6;
    };
    QObject::connect(window.workspace(), &workspace::Workspace::scanProgress, &context, arrived);
    QObject::connect(window.workspace(), &workspace::Workspace::opened, &context, [&] {
        arrived();
        opened = true;
    });
    window.openPath(path);
    opening.stretch = bench::longestStretch([&opened] { return opened; });
    opening.all = double(timer.nsecsElapsed()) / 1e6;
    return opening;
}

void typeInLargeConfigMap(widgets::Appearance &appearance, const QTemporaryDir &folder)
{
    const QByteArray text = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: rules\ndata:\n  rules.yml: |\n" +
                            ruleLines(0, 1430, "    ");
    write(folder.filePath("large.yaml"), text);
    widgets::MainWindow window(&appearance, 2);
    window.resize(1280, 800);
    window.show();
    (void)open(window, folder.filePath("large.yaml"));
    (void)bench::settle();
    widgets::DocumentView *view = window.currentView();
    if (!view)
        return;
    const std::size_t at = text.size() / 2;
    view->yaml()->setFocus();
    view->yaml()->setCursorOffset(std::size_t(text.indexOf("$labels.job", qsizetype(at))));
    (void)bench::settle();
    std::vector<double> keys;
    std::vector<double> stretches;
    for (int i = 0; i < 5; ++i) {
        const quint64 version = view->document()->version();
        const double start = bench::threadMilliseconds();
        QKeyEvent press(QEvent::KeyPress, Qt::Key_X, Qt::NoModifier, "x");
        QCoreApplication::sendEvent(view->yaml(), &press);
        keys.push_back(bench::threadMilliseconds() - start);
        stretches.push_back(bench::longestStretch([view, version] {
            return view->document()->version() > version &&
                   view->document()->rulesVersion() == view->document()->version();
        }));
        QElapsedTimer rest;
        rest.start();
        stretches.back() = std::max(stretches.back(), bench::longestStretch([&rest] { return rest.elapsed() > 800; }));
    }
    std::ranges::sort(keys);
    std::ranges::sort(stretches);
    std::printf(
        "One key in a ConfigMap of %d lines (median of %zu): the key itself %.1f ms, the longest stretch of the "
        "GUI thread until all is analysed %.1f ms (processor time; a frame is 16 ms)\n",
        int(text.count('\n')), keys.size(), keys[keys.size() / 2], stretches[stretches.size() / 2]);
}

void openManyFiles(widgets::Appearance &appearance, const QTemporaryDir &folder)
{
    const QTemporaryDir empty;
    for (int i = 0; i < 1000; ++i)
        write(folder.filePath("rules" + QString::number(i) + ".yml"), ruleLines(i * 10, 10, {}));
    Opening few{1e9, 1e9, 1e9};
    Opening many{1e9, 1e9, 1e9};
    for (int round = 0; round < 3; ++round) {
        for (const bool large : {false, true}) {
            QElapsedTimer timer;
            timer.start();
            widgets::MainWindow window(&appearance, 2);
            window.show();
            const double shown = double(timer.nsecsElapsed()) / 1e6;
            const Opening one = open(window, large ? folder.path() : empty.path());
            Opening &best = large ? many : few;
            best.first = std::min(best.first, shown + one.first);
            best.all = std::min(best.all, shown + one.all);
            best.stretch = std::min(best.stretch, one.stretch);
            (void)bench::settle();
        }
    }
    std::printf(
        "From start to a usable window: empty folder %.0f ms; 1000 rule files: the first rules after %.0f ms, all "
        "after %.0f ms, the longest stretch of the GUI thread %.0f ms (processor time)\n",
        few.all, many.first, many.all, many.stretch);
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
    const QStringList wanted = QCoreApplication::arguments().mid(1);
    if (wanted.isEmpty() || wanted.contains("keys"))
        typeInLargeConfigMap(appearance, large);
    if (wanted.isEmpty() || wanted.contains("files"))
        openManyFiles(appearance, many);
    return 0;
}
