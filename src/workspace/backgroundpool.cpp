#include "workspace/backgroundpool.h"

#include <qapplicationstatic.h>
#include <QThreadPool>

namespace workspace {

namespace {

Q_APPLICATION_STATIC(QThreadPool, backgroundThreads)

} // namespace

QThreadPool *backgroundPool()
{
    return backgroundThreads();
}

} // namespace workspace
