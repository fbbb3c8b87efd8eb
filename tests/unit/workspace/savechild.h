#pragma once

#include "workspace/saveplan.h"

#include <csignal>
#include <unistd.h>

/// A save in a process of its own that kills itself, and every git it has started, before its n-th step.
inline int runSaveChild(const QStringList &arguments)
{
    ::setpgid(0, 0);
    const auto file = workspace::readWorkspaceFile(arguments.at(0));
    const auto plan = file ? workspace::planSave(*file, {}) : base::Result<workspace::SavePlan>(file.error());
    if (!plan)
        return 3;
    int left = arguments.at(1).toInt();
    workspace::SaveOptions options;
    options.message = "Wait longer";
    options.branch = arguments.value(2);
    options.onStep = [&left](const char *) {
        if (left-- == 0)
            ::kill(0, SIGKILL);
    };
    return workspace::executeSave(*plan, options).ok() ? 0 : 4;
}
