#include "prometheus/client.h"

#include "prometheus/apicall.h"
#include "prometheus/requestbuilder.h"
#include "prometheus/responsedecoder.h"

#include <algorithm>

#include <QNetworkAccessManager>

namespace prometheus {

namespace {

/// Proxies commonly cut URLs above 4 or 8 KB.
constexpr qsizetype longestUrlQuery = 2000;
constexpr qint64 defaultMaxBytes = 64LL << 20;

class PendingCall : public alerting::PendingQuery
{
public:
    explicit PendingCall(std::shared_ptr<ApiCall> call) : m_call(std::move(call)) {}

private:
    std::shared_ptr<ApiCall> m_call;
};

} // namespace

struct Client::Private
{
    Endpoint endpoint;
    std::string keychainSecret;
    qint64 maxBytes = defaultMaxBytes;
    QNetworkAccessManager manager;
    std::vector<std::weak_ptr<ApiCall>> calls;

    template <class T>
    std::unique_ptr<alerting::PendingQuery> call(const std::string &path, Parameters parameters, bool mayPost,
                                                 base::Result<T> (*decode)(const HttpAnswer &),
                                                 std::function<void(base::Result<T>)> done)
    {
        const bool post = mayPost && encoded(parameters).size() > longestUrlQuery;
        auto call = std::make_shared<DecodedCall<T>>(
            ApiCall::Request{endpoint, keychainSecret, path, std::move(parameters), post, maxBytes}, &manager, decode,
            std::move(done));
        calls.erase(std::remove_if(calls.begin(), calls.end(), [](const auto &old) { return old.expired(); }),
                    calls.end());
        calls.push_back(call);
        call->start();
        return std::make_unique<PendingCall>(std::move(call));
    }

    /// Lets the server stop when we do.
    std::pair<std::string, std::string> timeout() const
    {
        return {"timeout", secondsText(endpoint.timeoutMilliseconds / 1000.0)};
    }
};

Client::Client(Endpoint endpoint, QObject *parent) : QObject(parent), d(std::make_unique<Private>())
{
    d->endpoint = std::move(endpoint);
}

Client::~Client()
{
    for (const std::weak_ptr<ApiCall> &weak : d->calls) {
        if (const std::shared_ptr<ApiCall> call = weak.lock())
            call->failLater({base::ErrorKind::Cancelled,
                             {TRANSLATABLE("Core", "The request to %1 was cancelled."), {displayName(d->endpoint)}},
                             {}});
    }
}

const Endpoint &Client::endpoint() const
{
    return d->endpoint;
}

void Client::setKeychainSecret(std::string secret)
{
    d->keychainSecret = std::move(secret);
}

void Client::setMaxBytes(qint64 maxBytes)
{
    d->maxBytes = maxBytes;
}

std::unique_ptr<alerting::PendingQuery> Client::queryInstant(const std::string &expr, double time, Callback done)
{
    return d->call<alerting::QueryResult>("query", {{"query", expr}, {"time", secondsText(time)}, d->timeout()}, true,
                                          decodeQuery, std::move(done));
}

std::unique_ptr<alerting::PendingQuery> Client::queryRange(const alerting::RangeQuery &query, Callback done)
{
    return d->call<alerting::QueryResult>("query_range",
                                          {{"query", query.expr},
                                           {"start", secondsText(query.start)},
                                           {"end", secondsText(query.end)},
                                           {"step", secondsText(query.stepSeconds)},
                                           d->timeout()},
                                          true, decodeQuery, std::move(done));
}

std::unique_ptr<alerting::PendingQuery> Client::buildInfo(std::function<void(base::Result<BuildInfo>)> done)
{
    return d->call<BuildInfo>("status/buildinfo", {}, false, decodeBuildInfo, std::move(done));
}

std::unique_ptr<alerting::PendingQuery>
Client::labelValues(const std::string &label, std::function<void(base::Result<std::vector<std::string>>)> done)
{
    const std::string name = QByteArray::fromStdString(label).toPercentEncoding().toStdString();
    return d->call<std::vector<std::string>>("label/" + name + "/values", {}, false, decodeStrings, std::move(done));
}

std::unique_ptr<alerting::PendingQuery>
Client::labelNames(std::function<void(base::Result<std::vector<std::string>>)> done)
{
    return d->call<std::vector<std::string>>("labels", {}, false, decodeStrings, std::move(done));
}

} // namespace prometheus
