#include "workspace/backgroundpool.h"

#include <qapplicationstatic.h>
#include <QThreadPool>

namespace workspace {

namespace {

// The checker takes the macro's own holder for the value.
Q_APPLICATION_STATIC(QThreadPool, backgroundThreads) // clazy:exclude=wrong-qglobalstatic

} // namespace

QThreadPool *backgroundPool()
{
    return backgroundThreads();
}

} // namespace workspace
