#include "cli/endpointoption.h"

#include "prometheus/client.h"
#include "prometheus/endpointoptions.h"

#include <memory>

#include <QEventLoop>

namespace cli {

base::Result<prometheus::Endpoint> endpointOption(const Options &options)
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
    auto endpoint = prometheus::endpointFromOptions({}, options.value("--endpoint").toStdString(), written);
    if (endpoint && !endpoint->via.empty())
        return base::Error{base::ErrorKind::Unsupported,
                           {TRANSLATABLE("Core", "The command line runs no via command: start it beside, and name the "
                                                 "address that it opens."),
                            {}},
                           {}};
    const bool keychain = endpoint && (endpoint->basicAuth.keychain || endpoint->bearerKeychain);
    if (keychain)
        return base::Error{base::ErrorKind::Unsupported,
                           {TRANSLATABLE("Core", "The command line does not open the keychain: name a file or an "
                                                 "environment variable."),
                            {}},
                           {}};
    return endpoint;
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
        return written;
    promql::Dialect dialect = facts.dialect();
    if (options.has("--dialect")) {
        dialect.major = written->major;
        dialect.minor = written->minor;
    }
    return dialect;
}

} // namespace cli
