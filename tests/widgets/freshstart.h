#pragma once

#include "workspace/settings.h"

#include <QCoreApplication>
#include <QSettings>
#include <QStandardPaths>

/// The application as it starts for the first time: settings of its own, nothing in them, nothing kept over a crash.
inline void startFresh()
{
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName("rulewright-test");
    QCoreApplication::setApplicationName("rulewright-test");
    QSettings().clear();
    for (const workspace::StashedText &each : workspace::stashedTexts())
        workspace::dropStash(each.path);
}
