#include "widgets/actions.h"
#include "widgets/mainwindow.h"
#include "widgets/pairswatch.h"

// Saves of which one half is merged and the other is not.

namespace widgets {

void MainWindow::watchPairs()
{
    new PairsWatch(m_workspace.get(), m_scheduler, m_messages, m_actions->action("fetch-in-background"), this);
}

} // namespace widgets
