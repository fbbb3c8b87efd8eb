#pragma once

#include "prometheus/client.h"
#include "workspace/workspacefile.h"

#include <QToolButton>

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

signals:
    /// The client to ask from now on; null for none.
    void clientChanged(prometheus::Client *client);
    /// The workspace names this endpoint and the person has not accepted it yet.
    void acceptanceNeeded(const QString &name, const QString &url);
    void endpointFailed(const base::Error &error);
    void addRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    void connectCurrent();
    void testCurrent();
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
    std::unique_ptr<prometheus::Client> m_client;
    std::unique_ptr<alerting::PendingQuery> m_test;
    std::optional<double> m_latency;
    QString m_error;
};

} // namespace widgets
