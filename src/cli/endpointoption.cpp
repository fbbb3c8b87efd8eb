#include "cli/endpointoption.h"

#include "prometheus/client.h"
#include "prometheus/endpointoptions.h"

#include <memory>

#include <QEventLoop>

namespace cli {

namespace {

base::Result<prometheus::EndpointOptions> writtenOptions(const Options &options)
{
    prometheus::EndpointOptions written;
    for (const QString &option : options.all(endpointOptionSpec.name)) {
        const qsizetype equals = option.indexOf('=');
        if (equals < 1)
            return base::Error{base::ErrorKind::Invalid,
                               {TRANSLATABLE("Core", "--endpoint-option takes KEY=VALUE, such as "
                                                     "headers.X-Scope-OrgID=team-a, not \"%1\"."),
                                {option.toStdString()}},
                               {}};
        written.emplace_back(option.left(equals).toStdString(), option.mid(equals + 1).toStdString());
    }
    if (!options.has("--endpoint"))
        return base::Error{
            base::ErrorKind::Invalid, {TRANSLATABLE("Core", "--endpoint-option needs --endpoint URL."), {}}, {}};
    return written;
}

} // namespace

bool asksEndpoint(const Options &options)
{
    return options.has("--endpoint") || options.has(endpointOptionSpec.name);
}

base::Result<prometheus::Endpoint> endpointOption(const Options &options)
{
    prometheus::Endpoint named;
    named.url = options.value("--endpoint").toStdString();
    return endpointOption(options, named);
}

base::Result<prometheus::Endpoint> endpointOption(const Options &options, const prometheus::Endpoint &named)
{
    const auto written = writtenOptions(options);
    if (!written)
        return written.error();
    const auto alone = prometheus::endpointFromOptions(named.name, named.url, *written);
    if (!alone)
        return alone.error();
    if (!alone->via.empty())
        return base::Error{base::ErrorKind::Unsupported,
                           {TRANSLATABLE("Core", "The command line runs no via command: start it beside, and name the "
                                                 "address that it opens."),
                            {}},
                           {}};
    if (alone->basicAuth.keychain || alone->bearerKeychain)
        return base::Error{base::ErrorKind::Unsupported,
                           {TRANSLATABLE("Core", "The command line does not open the keychain: name a file or an "
                                                 "environment variable."),
                            {}},
                           {}};
    prometheus::EndpointOptions all = prometheus::endpointOptions(named);
    for (const auto &[key, value] : *written) {
        std::erase_if(all, [&key = key](const auto &option) { return option.first == key; });
        all.emplace_back(key, value);
    }
    return prometheus::endpointFromOptions(named.name, named.url, all);
}

base::Result<alerting::ServerFacts> askFacts(prometheus::Client &client)
{
    QEventLoop loop;
    std::optional<base::Result<prometheus::BuildInfo>> info;
    std::optional<alerting::ServerFacts> facts;
    std::unique_ptr<alerting::PendingQuery> asking = client.buildInfo([&](base::Result<prometheus::BuildInfo> answer) {
        info = std::move(answer);
        loop.quit();
    });
    if (!info)
        loop.exec();
    // A server may answer queries without saying what it is.
    if (!info->ok() && info->error().kind != base::ErrorKind::Unsupported)
        return info->error();
    asking = client.serverFacts([&](alerting::ServerFacts answer) {
        facts = std::move(answer);
        loop.quit();
    });
    if (!facts)
        loop.exec();
    return *facts;
}

base::Result<promql::Dialect> dialectOption(const Options &options, const alerting::ServerFacts &facts)
{
    const base::Result<promql::Dialect> written = dialectOption(options);
    if (!written)
        return written.error();
    promql::Dialect dialect = facts.dialect();
    if (options.has("--dialect")) {
        dialect.major = written->major;
        dialect.minor = written->minor;
    }
    return dialect;
}

} // namespace cli
