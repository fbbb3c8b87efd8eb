#include "widgets/mainwindow.h"

#include "backtest/loadedcount.h"
#include "widgets/completionsource.h"
#include "widgets/dialectbutton.h"
#include "widgets/elidedlabel.h"
#include "widgets/endpointpicker.h"
#include "widgets/ownrules.h"
#include "widgets/previewpanel.h"
#include "widgets/theme.h"

namespace widgets {

void MainWindow::connectEndpoint()
{
    connect(m_endpoints, &EndpointPicker::endpointKnown, this, &MainWindow::learnEndpoint);
    connect(m_endpoints, &EndpointPicker::clientChanged, this,
            [this] { m_workspace->setEndpointDialect(std::nullopt); });
    connect(m_endpoints, &EndpointPicker::summaryChanged, this, &MainWindow::showEndpoint);
    connect(m_workspace.get(), &workspace::Workspace::dialectChanged, this, &MainWindow::takeDialect);
    connect(m_workspace.get(), &workspace::Workspace::opened, this, &MainWindow::takeDialect);
    connect(m_dialect, &DialectButton::versionChosen, m_workspace.get(), &workspace::Workspace::setChosenVersion);
    takeDialect();
    showEndpoint();
}

/// The endpoint answered: its language decides how rules are read, and the picker tells what it is.
void MainWindow::learnEndpoint(const alerting::ServerFacts &facts)
{
    // The versions of other servers say nothing about the language.
    if (facts.application == "Prometheus" || !facts.features.empty())
        m_workspace->setEndpointDialect(facts.dialect());
    countLoadedRules();
}

void MainWindow::takeDialect()
{
    const workspace::DialectChoice &choice = m_workspace->dialect();
    m_completions->setDialect(choice.dialect);
    m_preview->setDialect(choice.dialect);
    const auto endpoint = m_endpoints->current();
    m_dialect->setVisible(m_workspace->isOpen());
    m_dialect->setChoice(choice, m_workspace->chosenVersion(),
                         endpoint ? QString::fromStdString(endpoint->name) : QString());
}

void MainWindow::showEndpoint()
{
    const Theme &theme = Theme::current();
    QPalette colors = palette();
    colors.setColor(QPalette::WindowText, m_endpoints->hasFailed() ? theme.warning : theme.muted);
    m_endpointSummary->setPalette(colors);
    m_endpointSummary->setText(m_endpoints->summary());
    m_endpointSummary->setAccessibleName(tr("What the endpoint is: %1").arg(m_endpointSummary->text()));
}

void MainWindow::countLoadedRules()
{
    const alerting::LoadedRules *loaded = m_endpoints->loadedRules();
    if (!loaded) {
        m_endpoints->setLoadedCount({});
        return;
    }
    m_endpoints->setLoadedCount(backtest::countLoaded(ownRules(*m_workspace), *loaded));
}

} // namespace widgets
