#include "widgets/appearance.h"
#include "widgets/mainwindow.h"
#include "widgets/tour.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QIcon>

#include <clocale>
#include <cstdio>

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    // Numbers in rules and queries have a point, whatever the desktop's language.
    std::setlocale(LC_NUMERIC, "C");
    QApplication::setApplicationName("rulewright");
    QApplication::setApplicationVersion(RULEWRIGHT_VERSION);
    QApplication::setDesktopFileName("rulewright");
    QApplication::setWindowIcon(QIcon(":/icons/app/rulewright.svg"));

    QCommandLineParser parser;
    parser.setApplicationDescription("Edit, preview and ship Prometheus alerting and recording rules.");
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument("path", "A rulewright.yaml, a folder or a rule file.", "[PATH]");
    const QCommandLineOption demo("demo", "Open the demo workspace with a local Prometheus behind it.");
    const QCommandLineOption tour(
        "tour", "With --demo: perform the main job, leave pictures and a report in FOLDER, and quit.", "FOLDER");
    parser.addOptions({demo, tour});
    parser.process(application);
    if (parser.isSet(tour) && !parser.isSet(demo)) {
        std::fputs("rulewright: --tour needs --demo.\n", stderr);
        return 2;
    }

    // The tour must not touch what the person has set.
    QApplication::setOrganizationName(parser.isSet(tour) ? "rulewright-tour" : "rulewright");
    widgets::Appearance appearance;
    appearance.apply();
    widgets::MainWindow window(&appearance);
    window.show();
    if (parser.isSet(tour)) {
        widgets::Tour guide(&window, &appearance, parser.value(tour));
        guide.start();
        return QApplication::exec();
    }
    if (parser.isSet(demo))
        window.openDemo();
    else if (const QStringList paths = parser.positionalArguments(); !paths.isEmpty())
        window.openPath(paths.first());
    else
        window.restoreSession();
    return QApplication::exec();
}
