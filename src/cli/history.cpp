#include "cli/history.h"

#include <cmath>

#include <QEventLoop>

namespace cli {

std::optional<alerting::Milliseconds> historyTime(const QString &text)
{
    const std::optional<double> seconds = unixTime(text);
    return seconds ? std::optional(std::llround(*seconds * 1000)) : std::nullopt;
}

base::Error timesBackwards(const Options &options)
{
    return {base::ErrorKind::Invalid,
            {TRANSLATABLE("Core", "--from %1 is later than --to %2."),
             {options.value("--from").toStdString(), options.value("--to").toStdString()}},
            {}};
}

void runUntilDone(const std::function<void(std::function<void()>)> &start)
{
    QEventLoop loop;
    bool done = false;
    start([&] {
        done = true;
        loop.quit();
    });
    if (!done)
        loop.exec();
}

std::shared_ptr<const backtest::ServerKnowledge> knowledgeOf(alerting::RuleServer &server)
{
    auto knowledge = std::make_shared<backtest::ServerKnowledge>();
    std::unique_ptr<alerting::PendingQuery> pending;
    runUntilDone([&](const std::function<void()> &done) {
        pending = backtest::askKnowledge(server, [&knowledge, done](backtest::ServerKnowledge answer) {
            *knowledge = std::move(answer);
            done();
        });
    });
    return knowledge;
}

} // namespace cli
