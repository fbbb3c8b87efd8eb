#include "prometheus/client.h"

#include "prometheus/apicall.h"
#include "prometheus/factscall.h"
#include "prometheus/proxychoice.h"
#include "prometheus/querycall.h"
#include "prometheus/requestbuilder.h"
#include "prometheus/responsedecoder.h"
#include "prometheus/rulesdecoder.h"
#include "prometheus/serverkind.h"
#include "prometheus/statusdecoder.h"

#include <algorithm>
#include <limits>
#include <type_traits>
#include <utility>

#include <QDateTime>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QUrl>

namespace prometheus {

namespace {

/// Proxies commonly cut URLs above 4 or 8 KB.
constexpr qsizetype longestUrlQuery = 2000;
/// 500 series of 11 000 points are some 150 MB.
constexpr qint64 defaultMaxBytes = 256LL << 20;
/// What a server says of itself; several such answers come at a time.
constexpr qint64 mostStatusBytes = 16LL << 20;

Parameters matching(const std::string &match)
{
    return match.empty() ? Parameters() : Parameters{{"match[]", match}};
}

/// Servers that are not Prometheus look at the last day only unless they are told.
Parameters overTheRetention(const std::string &match)
{
    Parameters parameters = matching(match);
    parameters.emplace_back("start", "0");
    parameters.emplace_back("end", std::to_string(QDateTime::currentSecsSinceEpoch()));
    return parameters;
}

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
    std::shared_ptr<ServerClock> clock = std::make_shared<ServerClock>();
    std::shared_ptr<ServerKind> kind;
    QNetworkAccessManager manager;
    std::vector<std::weak_ptr<ApiCall>> calls;

    template <class T>
    std::unique_ptr<alerting::PendingQuery> call(const std::string &path, Parameters parameters, bool mayPost,
                                                 base::Result<T> (*decode)(const HttpAnswer &),
                                                 std::function<void(base::Result<T>)> done)
    {
        parameters.insert(parameters.end(), endpoint.parameters.begin(), endpoint.parameters.end());
        const bool post = mayPost && encoded(parameters).size() > longestUrlQuery;
        using Call = std::conditional_t<std::is_same_v<T, alerting::QueryResult>, QueryCall, DecodedCall<T>>;
        const bool status = path.starts_with("status/") || path == "features";
        auto call = std::make_shared<Call>(ApiCall::Request{endpoint, keychainSecret, path, std::move(parameters), post,
                                                            status ? std::min(maxBytes, mostStatusBytes) : maxBytes,
                                                            clock, kind},
                                           &manager, decode, std::move(done));
        calls.erase(std::remove_if(calls.begin(), calls.end(), [](const auto &old) { return old.expired(); }),
                    calls.end());
        calls.push_back(call);
        call->start();
        return std::make_unique<PendingCall>(std::move(call));
    }

    /// Thanos would answer from downsampled blocks where a range is long; other servers do not know the parameter.
    Parameters asked(Parameters parameters) const
    {
        constexpr const char *resolution = "max_source_resolution";
        const auto same = [](const auto &parameter) { return parameter.first == resolution; };
        if (std::ranges::none_of(endpoint.parameters, same))
            parameters.emplace_back(resolution, "0s");
        return parameters;
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
    d->kind = std::make_shared<ServerKind>(d->endpoint);
    if (!d->endpoint.proxyUrl.empty()) {
        const QUrl url(QString::fromStdString(d->endpoint.proxyUrl));
        const bool socks = url.scheme() == QLatin1String("socks5");
        d->manager.setProxy(QNetworkProxy(socks ? QNetworkProxy::Socks5Proxy : QNetworkProxy::HttpProxy, url.host(),
                                          static_cast<quint16>(url.port())));
    } else {
        d->manager.setProxyFactory(new DesktopProxy);
    }
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

double Client::clockAheadSeconds() const
{
    return d->clock->aheadSeconds();
}

double Client::serverNow() const
{
    return static_cast<double>(QDateTime::currentMSecsSinceEpoch()) / 1000 + clockAheadSeconds();
}

double Client::unsettledFrom() const
{
    return d->kind->isVictoriaMetrics() ? serverNow() - alerting::victoriaMetricsLatencyOffset
                                        : std::numeric_limits<double>::infinity();
}

std::unique_ptr<alerting::PendingQuery> Client::queryInstant(const std::string &expr, double time, Callback done)
{
    return d->call<alerting::QueryResult>("query",
                                          d->asked({{"query", expr}, {"time", secondsText(time)}, d->timeout()}), true,
                                          decodeQuery, std::move(done));
}

std::unique_ptr<alerting::PendingQuery> Client::queryRange(const alerting::RangeQuery &query, Callback done)
{
    Parameters parameters = d->asked({{"query", query.expr},
                                      {"start", secondsText(query.start)},
                                      {"end", secondsText(query.end)},
                                      {"step", secondsText(query.stepSeconds)},
                                      d->timeout()});
    // It moves the steps to a grid of its own without.
    if (d->kind->isVictoriaMetrics())
        parameters.emplace_back("nocache", "1");
    return d->call<alerting::QueryResult>("query_range", std::move(parameters), true, decodeQuery, std::move(done));
}

std::unique_ptr<alerting::PendingQuery>
Client::loadedRules(std::function<void(base::Result<alerting::LoadedRules>)> done)
{
    return d->call<alerting::LoadedRules>("rules", {}, false, decodeRules, std::move(done));
}

std::unique_ptr<alerting::PendingQuery> Client::serverFacts(std::function<void(alerting::ServerFacts)> done)
{
    auto asking = std::make_unique<FactsCall>(std::move(done));
    FactsCall *facts = asking.get();
    facts->clock = d->clock;
    facts->kind = d->kind;
    facts->askMetricsQl = [this, facts] {
        facts->metricsQl = queryInstant("now()", 0, [facts](const base::Result<alerting::QueryResult> &answer) {
            facts->takeMetricsQl(answer.ok());
        });
    };
    facts->calls = {d->call<BuildInfo>("status/buildinfo", {}, false, decodeBuildInfo,
                                       [facts](const base::Result<BuildInfo> &info) { facts->take(info); }),
                    d->call<ServerFlags>("status/flags", {}, false, decodeFlags,
                                         [facts](const base::Result<ServerFlags> &flags) { facts->takeFlags(flags); }),
                    d->call<std::vector<std::string>>("features", {}, false, decodeFeatures,
                                                      [facts](const base::Result<std::vector<std::string>> &features) {
                                                          facts->takeFeatures(features);
                                                      }),
                    d->call<std::string>("status/config", {}, false, decodeConfiguration,
                                         [facts](const base::Result<std::string> &yaml) { facts->takeYaml(yaml); })};
    return asking;
}

std::unique_ptr<alerting::PendingQuery>
Client::activeAlertmanagers(std::function<void(base::Result<std::vector<std::string>>)> done)
{
    return d->call<std::vector<std::string>>("alertmanagers", {}, false, decodeAlertmanagers, std::move(done));
}

std::unique_ptr<alerting::PendingQuery>
Client::scrapeTargets(std::function<void(base::Result<std::vector<ScrapeTarget>>)> done)
{
    return d->call<std::vector<ScrapeTarget>>("targets", {{"state", "active"}}, false, decodeTargets, std::move(done));
}

std::unique_ptr<alerting::PendingQuery> Client::configuration(std::function<void(base::Result<std::string>)> done)
{
    return d->call<std::string>("status/config", {}, false, decodeConfiguration, std::move(done));
}

std::unique_ptr<alerting::PendingQuery> Client::runtimeInfo(std::function<void(base::Result<RuntimeInfo>)> done)
{
    return d->call<RuntimeInfo>("status/runtimeinfo", {}, false, decodeRuntimeInfo, std::move(done));
}

std::unique_ptr<alerting::PendingQuery> Client::buildInfo(std::function<void(base::Result<BuildInfo>)> done)
{
    return d->call<BuildInfo>("status/buildinfo", {}, false, decodeBuildInfo, std::move(done));
}

std::unique_ptr<alerting::PendingQuery> Client::queryLabelNames(const std::string &match, NamesCallback done)
{
    return d->call<std::vector<std::string>>("labels", overTheRetention(match), false, decodeStrings, std::move(done));
}

std::unique_ptr<alerting::PendingQuery> Client::queryLabelValues(const std::string &label, const std::string &match,
                                                                 NamesCallback done)
{
    const std::string name = QByteArray::fromStdString(label).toPercentEncoding().toStdString();
    return d->call<std::vector<std::string>>("label/" + name + "/values", overTheRetention(match), false, decodeStrings,
                                             std::move(done));
}

std::unique_ptr<alerting::PendingQuery> Client::queryRetention(std::function<void(base::Result<std::string>)> done)
{
    return d->call<std::string>("status/runtimeinfo", {}, false, decodeRetention, std::move(done));
}

std::unique_ptr<alerting::PendingQuery> Client::labelValues(const std::string &label, Strings done,
                                                            const std::string &match)
{
    const std::string name = QByteArray::fromStdString(label).toPercentEncoding().toStdString();
    return d->call<std::vector<std::string>>("label/" + name + "/values", matching(match), false, decodeStrings,
                                             std::move(done));
}

std::unique_ptr<alerting::PendingQuery> Client::labelNames(Strings done, const std::string &match)
{
    return d->call<std::vector<std::string>>("labels", matching(match), false, decodeStrings, std::move(done));
}

} // namespace prometheus
