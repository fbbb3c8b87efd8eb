#pragma once

#include "backtest/loadedcount.h"
#include "prometheus/client.h"
#include "prometheus/viacommand.h"
#include "workspace/workspacefile.h"

#include <QTimer>
#include <QToolButton>

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

namespace widgets {

/// The endpoints of the workspace in the tool bar: which one is asked, and whether it answers. Endpoints that a
/// workspace file names are contacted only after the person has accepted them once; own ones are kept in the settings.
class EndpointPicker : public QToolButton
{
    Q_OBJECT

public:
    explicit EndpointPicker(QWidget *parent = nullptr);
    ~EndpointPicker() override;

    /// Takes the endpoints of a workspace; `trusted` ones are contacted without being asked for.
    void setWorkspace(const workspace::WorkspaceFile &file, bool trusted);
    [[nodiscard]] prometheus::Client *client() const { return m_client.get(); }
    [[nodiscard]] const std::vector<prometheus::Endpoint> &endpoints() const { return m_endpoints; }
    [[nodiscard]] std::optional<prometheus::Endpoint> current() const;
    void select(const QString &name);
    /// Adds or, under the same name, replaces an own endpoint and selects it.
    void setEndpoint(const prometheus::Endpoint &endpoint);
    /// Removes an own endpoint; one of the workspace file stays.
    void removeCurrent();
    void accept();
    /// The rules that the endpoint has loaded; null while that is not known.
    [[nodiscard]] const alerting::LoadedRules *loadedRules() const { return m_loaded ? &*m_loaded : nullptr; }
    /// What part of the workspace's rules they are.
    void setLoadedCount(const backtest::LoadedCount &count);
    /// Which server answered, its part of the workspace's rules and its external labels in one line; what keeps it from
    /// answering otherwise.
    [[nodiscard]] QString summary() const;
    [[nodiscard]] bool hasFailed() const { return !m_error.isEmpty(); }
    /// How long after an answer it is looked after again, and after a failure.
    void setTestIntervals(std::chrono::milliseconds afterAnswer, std::chrono::milliseconds afterFailure);

signals:
    /// What the endpoint says of itself, and what it has loaded.
    void endpointKnown(const alerting::ServerFacts &facts);
    /// The client to ask from now on; null for none.
    void clientChanged(prometheus::Client *client);
    /// The workspace names this endpoint and the person has not accepted it yet.
    void acceptanceNeeded(const QString &name, const QString &url, const QString &via);
    void endpointFailed(const base::Error &error);
    void addRequested();
    void summaryChanged();

protected:
    void changeEvent(QEvent *event) override;

private:
    void connectCurrent();
    void makeClient();
    void viaChanged();
    void testCurrent();
    void testByQuery(const base::Error &first);
    void answered(double milliseconds, const std::string &version);
    void failed(const base::Error &error);
    void askFacts();
    void askRules();
    [[nodiscard]] QString serverText() const;
    [[nodiscard]] QString externalLabelsText() const;
    [[nodiscard]] QStringList factLines() const;
    void showState();
    void fillMenu();
    void storeOwn();

    workspace::WorkspaceFile m_file;
    QString m_workspacePath;
    std::vector<prometheus::Endpoint> m_endpoints;
    /// How many of the first endpoints come from the workspace file.
    std::size_t m_fromFile = 0;
    std::size_t m_current = 0;
    bool m_trusted = false;
    /// Makes the endpoint reachable; null when its URL is.
    std::unique_ptr<prometheus::ViaCommand> m_via;
    std::unique_ptr<prometheus::Client> m_client;
    std::unique_ptr<alerting::PendingQuery> m_test;
    std::unique_ptr<alerting::PendingQuery> m_factsQuery;
    std::unique_ptr<alerting::PendingQuery> m_rulesQuery;
    std::optional<alerting::ServerFacts> m_facts;
    std::optional<alerting::LoadedRules> m_loaded;
    backtest::LoadedCount m_loadedCount;
    QTimer m_again;
    std::chrono::milliseconds m_afterAnswer;
    std::chrono::milliseconds m_afterFailure;
    std::optional<double> m_latency;
    QString m_error;
};

} // namespace widgets
