#pragma once

#include "alerting/labelsource.h"
#include "alerting/loadedrules.h"
#include "alerting/seriessource.h"
#include "prometheus/endpoint.h"

#include <QObject>

#include <functional>
#include <memory>
#include <string>
#include <vector>

QT_BEGIN_NAMESPACE
class QNetworkAccessManager;
QT_END_NAMESPACE

namespace prometheus {

/// What a server says of itself, from /api/v1/status/buildinfo.
struct BuildInfo
{
    /// Empty when the server does not name itself.
    std::string application;
    std::string version;
    /// Wall clock from sending to decoded.
    double milliseconds = 0;
};

/// A target of /api/v1/targets.
struct ScrapeTarget
{
    std::string job;
    std::string url;
    /// "up", "down" or "unknown".
    std::string health;
    std::string lastError;
};

/// What /api/v1/status/runtimeinfo says.
struct RuntimeInfo
{
    /// The last reload succeeded.
    bool reloaded = true;
    /// Of the last successful one, Unix seconds; 0 when it is not said.
    double configTime = 0;
    /// As the server states it, like `7d`.
    std::string retention;
};

/// A query the server refused: its message, and where it points within the expression when it says so.
struct QueryError
{
    std::string errorType;
    std::string message;
    /// Byte offset within the expression, or npos.
    std::size_t offset = std::string::npos;
};

/// Reads `1:7: parse error: …` out of a server's message (the `detail` of a query's Error); the offset is a byte of
/// `expr`.
[[nodiscard]] QueryError parseQueryError(const std::string &message, const std::string &expr);

/// Prometheus's HTTP API at one endpoint. GUI thread; answers are decoded off it. Redirects are followed within the
/// same origin only, so credentials never reach another host. Answers above `maxBytes` are refused. Deleting the client
/// answers what is under way with Cancelled.
class Client : public QObject, public alerting::RuleServer, public alerting::LabelSource
{
    Q_OBJECT

public:
    explicit Client(Endpoint endpoint, QObject *parent = nullptr);
    ~Client() override;

    [[nodiscard]] const Endpoint &endpoint() const;
    /// The password or token that the keychain holds for this endpoint; kept in memory only.
    void setKeychainSecret(std::string secret);
    /// The largest answer that is read, in bytes after decompression; 256 MiB unless set.
    void setMaxBytes(qint64 maxBytes);
    /// How far the server's clock is ahead of this machine's, as far as its answers have told; 0 within two seconds.
    [[nodiscard]] double clockAheadSeconds() const;
    /// What time it is at the server: Unix seconds.
    [[nodiscard]] double serverNow() const;
    /// Since when values cannot be relied on yet: Unix seconds; infinity unless the server was found to be one that
    /// repeats or leaves out the newest ones. People are told unsettledText().
    [[nodiscard]] double unsettledFrom() const;

    [[nodiscard]] std::unique_ptr<alerting::PendingQuery> queryInstant(const std::string &expr, double time,
                                                                       Callback done) override;
    [[nodiscard]] std::unique_ptr<alerting::PendingQuery> queryRange(const alerting::RangeQuery &query,
                                                                     Callback done) override;
    [[nodiscard]] std::unique_ptr<alerting::PendingQuery>
    loadedRules(std::function<void(base::Result<alerting::LoadedRules>)> done) override;
    [[nodiscard]] std::unique_ptr<alerting::PendingQuery>
    serverFacts(std::function<void(alerting::ServerFacts)> done) override;
    [[nodiscard]] std::unique_ptr<alerting::PendingQuery> buildInfo(std::function<void(base::Result<BuildInfo>)> done);
    [[nodiscard]] std::unique_ptr<alerting::PendingQuery> queryLabelNames(const std::string &match,
                                                                          NamesCallback done) override;
    [[nodiscard]] std::unique_ptr<alerting::PendingQuery>
    queryLabelValues(const std::string &label, const std::string &match, NamesCallback done) override;
    [[nodiscard]] std::unique_ptr<alerting::PendingQuery>
    queryRetention(std::function<void(base::Result<std::string>)> done) override;
    [[nodiscard]] std::unique_ptr<alerting::PendingQuery>
    activeAlertmanagers(std::function<void(base::Result<std::vector<std::string>>)> done);
    [[nodiscard]] std::unique_ptr<alerting::PendingQuery>
    scrapeTargets(std::function<void(base::Result<std::vector<ScrapeTarget>>)> done);
    /// The loaded configuration as text, defaults filled in.
    [[nodiscard]] std::unique_ptr<alerting::PendingQuery>
    configuration(std::function<void(base::Result<std::string>)> done);
    [[nodiscard]] std::unique_ptr<alerting::PendingQuery>
    runtimeInfo(std::function<void(base::Result<RuntimeInfo>)> done);
    using Strings = std::function<void(base::Result<std::vector<std::string>>)>;
    /// Values of a label, `__name__` for metric names; of the series that `match` selects, unless that is empty.
    [[nodiscard]] std::unique_ptr<alerting::PendingQuery> labelValues(const std::string &label, Strings done,
                                                                      const std::string &match = {});
    [[nodiscard]] std::unique_ptr<alerting::PendingQuery> labelNames(Strings done, const std::string &match = {});

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace prometheus
