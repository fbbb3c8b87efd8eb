#pragma once

#include <QtGlobal>

QT_BEGIN_NAMESPACE
class QThreadPool;
QT_END_NAMESPACE

namespace workspace {

/// For work beside the GUI thread. Not Qt's global pool: painting splits large fills over that one and waits for them,
/// so that the window would stand still for as long as a job takes. Null when the application has ended, which waits
/// for what is under way.
[[nodiscard]] QThreadPool *backgroundPool();

} // namespace workspace
