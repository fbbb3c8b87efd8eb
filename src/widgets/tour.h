#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QStringList>

#include <functional>
#include <vector>

QT_BEGIN_NAMESPACE
class QTimer;
QT_END_NAMESPACE

namespace widgets {

class Appearance;
class MainWindow;

/// Performs the main job in the real window, as a person would: opens the demo, edits a rule, looks at graph and
/// preview, saves to both repositories. Leaves pictures and report.md in a folder and quits the application with 0, or
/// with 1 when a step does not come out.
class Tour : public QObject
{
    Q_OBJECT

public:
    Tour(MainWindow *window, Appearance *appearance, QString folder);

    void start();

private:
    struct Step
    {
        QString title;
        std::function<void()> act;
        std::function<bool()> done;
        /// Name of the picture; empty for none.
        QString picture;
        /// Said in the report when the step is done.
        std::function<QString()> note;
    };

    void makeSteps();
    void addOpening();
    void addEditing();
    void addLooking();
    void addSaving();
    void addComparing();
    void addAppearances();
    void next();
    void poll();
    void take(const QString &name);
    void finish(bool good, const QString &why);

    MainWindow *m_window;
    Appearance *m_appearance;
    QString m_folder;
    std::vector<Step> m_steps;
    std::size_t m_step = 0;
    QTimer *m_timer;
    QElapsedTimer m_clock;
    /// Since the step's condition held: what it shows needs a moment to be painted.
    QElapsedTimer m_settled;
    QStringList m_report;
    bool m_previewed = false;
    bool m_demoReady = false;
    QStringList m_commits;
    std::string m_before;
};

} // namespace widgets
