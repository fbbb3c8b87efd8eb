#pragma once

#include "workspace/settings.h"

#include <QCoreApplication>
#include <QSettings>
#include <QStandardPaths>

/// Settings and what is kept over a crash are those of tests from now on.
inline void useTestSettings()
{
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName("rulewright-test");
    QCoreApplication::setApplicationName("rulewright-test");
}

/// The application as it starts for the first time: settings of its own, nothing in them, nothing kept over a crash.
inline void startFresh()
{
    useTestSettings();
    QSettings().clear();
    for (const workspace::StashedText &each : workspace::stashedTexts())
        workspace::dropStash(each.path);
}
