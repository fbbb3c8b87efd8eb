#include "widgets/mainwindow.h"

#include "backtest/loadedcount.h"
#include "widgets/completionsource.h"
#include "widgets/endpointpicker.h"
#include "widgets/previewpanel.h"

namespace widgets {

/// The endpoint answered: its language decides what is offered, and the picker tells what it is.
void MainWindow::learnEndpoint(const alerting::ServerFacts &facts)
{
    m_completions->setDialect(facts.dialect());
    m_preview->setDialect(facts.dialect());
    countLoadedRules();
}

void MainWindow::countLoadedRules()
{
    const alerting::LoadedRules *loaded = m_endpoints->loadedRules();
    if (!loaded) {
        m_endpoints->setLoadedCount({});
        return;
    }
    std::vector<std::shared_ptr<const rules::RuleDocument>> documents;
    for (const workspace::RuleFile &file : m_workspace->files()) {
        if (!file.twin)
            documents.push_back(file.rules);
    }
    m_endpoints->setLoadedCount(backtest::countLoaded(documents, *loaded));
}

} // namespace widgets
