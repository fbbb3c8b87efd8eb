#include "prometheus/client.h"

#include "prometheus/apicall.h"
#include "prometheus/requestbuilder.h"
#include "prometheus/responsedecoder.h"
#include "prometheus/rulesdecoder.h"
#include "prometheus/statusdecoder.h"
#include "promql/literals.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <utility>

#include <QDateTime>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QUrl>

namespace prometheus {

namespace {

/// Proxies commonly cut URLs above 4 or 8 KB.
constexpr qsizetype longestUrlQuery = 2000;
constexpr qint64 defaultMaxBytes = 64LL << 20;

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

/// Three answers, some of which other servers than Prometheus do not give.
class FactsCall : public alerting::PendingQuery
{
public:
    explicit FactsCall(std::function<void(alerting::ServerFacts)> done) : m_done(std::move(done)) {}

    std::array<std::unique_ptr<alerting::PendingQuery>, 3> calls;
    /// Asks what only VictoriaMetrics understands.
    std::function<void()> askMetricsQl;
    std::unique_ptr<alerting::PendingQuery> metricsQl;

    void take(const base::Result<BuildInfo> &info)
    {
        if (info)
            m_facts = factsOf(*info);
        // A server that does not name itself may be one that reads MetricsQL.
        if (m_facts.application.empty())
            askMetricsQl();
        else
            answered();
    }
    void takeMetricsQl(bool understood)
    {
        if (understood)
            m_facts.application = "VictoriaMetrics";
        answered();
    }
    void takeFlags(const base::Result<ServerFlags> &flags)
    {
        if (flags) {
            m_facts.lookbackSeconds = secondsIn(flags->lookback, m_facts.lookbackSeconds);
            m_facts.features = flags->features;
            m_facts.retention = flags->retention;
            m_facts.externalUrl = flags->externalUrl;
        }
        answered();
    }
    void takeYaml(const base::Result<std::string> &yaml)
    {
        constexpr std::string_view key = "\n  evaluation_interval: ";
        const std::size_t at = yaml ? yaml->find(key) : std::string::npos;
        if (at != std::string::npos) {
            const std::size_t start = at + key.size();
            m_facts.evaluationIntervalSeconds = secondsIn(
                yaml->substr(start, yaml->find_first_of(" \r\n", start) - start), m_facts.evaluationIntervalSeconds);
        }
        if (yaml)
            m_facts.externalLabels = externalLabelsIn(*yaml);
        m_facts.externalLabelsKnown = yaml && !yaml->empty();
        answered();
    }

private:
    /// Only Prometheus's own version says how Prometheus's language is evaluated.
    alerting::ServerFacts factsOf(const BuildInfo &info) const
    {
        alerting::ServerFacts facts = m_facts;
        facts.application = info.application;
        facts.version = info.version;
        const std::string &version = info.version;
        const char *const end = version.data() + version.size();
        int major = 0;
        int minor = 0;
        const auto [point, error] = std::from_chars(version.data(), end, major);
        const bool read = error == std::errc() && point != end && *point == '.' &&
                          std::from_chars(point + 1, end, minor).ec == std::errc();
        // Thanos answers like Prometheus, with versions of its own.
        if (facts.application == "Prometheus" && read && major == 0)
            facts.application = "Thanos";
        if (facts.application == "Prometheus" && read) {
            facts.major = major;
            facts.minor = minor;
        }
        return facts;
    }
    /// Prometheus prints its configuration in one way: a label a line, deeper than the key.
    static alerting::Labels externalLabelsIn(const std::string &yaml)
    {
        constexpr std::string_view key = "\n  external_labels:\n";
        constexpr std::string_view indent = "    ";
        alerting::Labels labels;
        const std::size_t found = yaml.find(key);
        for (std::size_t at = found + key.size(); found != std::string::npos && at < yaml.size();) {
            const std::size_t end = std::min(yaml.find('\n', at), yaml.size());
            const std::string_view line = std::string_view(yaml).substr(at, end - at);
            const std::size_t colon = line.find(": ");
            if (!line.starts_with(indent) || colon == std::string_view::npos)
                break;
            std::string_view value = line.substr(colon + 2);
            if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') && value.back() == value.front())
                value = value.substr(1, value.size() - 2);
            labels.emplace_back(line.substr(indent.size(), colon - indent.size()), value);
            at = end + 1;
        }
        std::ranges::sort(labels);
        return labels;
    }
    static double secondsIn(const std::string &text, double otherwise)
    {
        promql::DurationError error = promql::DurationError::None;
        const double seconds = promql::parseDuration(text, &error);
        return error == promql::DurationError::None && seconds > 0 ? seconds : otherwise;
    }
    void answered()
    {
        if (++m_answers < calls.size())
            return;
        // The callback may delete this object.
        if (const auto done = std::exchange(m_done, nullptr))
            done(m_facts);
    }

    std::function<void(alerting::ServerFacts)> m_done;
    alerting::ServerFacts m_facts;
    std::size_t m_answers = 0;
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
        parameters.insert(parameters.end(), endpoint.parameters.begin(), endpoint.parameters.end());
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
    if (!d->endpoint.proxyUrl.empty()) {
        const QUrl url(QString::fromStdString(d->endpoint.proxyUrl));
        const bool socks = url.scheme() == QLatin1String("socks5");
        d->manager.setProxy(QNetworkProxy(socks ? QNetworkProxy::Socks5Proxy : QNetworkProxy::HttpProxy, url.host(),
                                          static_cast<quint16>(url.port())));
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

std::unique_ptr<alerting::PendingQuery>
Client::loadedRules(std::function<void(base::Result<alerting::LoadedRules>)> done)
{
    return d->call<alerting::LoadedRules>("rules", {}, false, decodeRules, std::move(done));
}

std::unique_ptr<alerting::PendingQuery> Client::serverFacts(std::function<void(alerting::ServerFacts)> done)
{
    auto asking = std::make_unique<FactsCall>(std::move(done));
    FactsCall *facts = asking.get();
    facts->askMetricsQl = [this, facts] {
        facts->metricsQl = queryInstant("now()", 0, [facts](const base::Result<alerting::QueryResult> &answer) {
            facts->takeMetricsQl(answer.ok());
        });
    };
    facts->calls = {d->call<BuildInfo>("status/buildinfo", {}, false, decodeBuildInfo,
                                       [facts](const base::Result<BuildInfo> &info) { facts->take(info); }),
                    d->call<ServerFlags>("status/flags", {}, false, decodeFlags,
                                         [facts](const base::Result<ServerFlags> &flags) { facts->takeFlags(flags); }),
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
