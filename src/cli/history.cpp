#include "cli/history.h"

#include <cmath>

#include <QDateTime>
#include <QEventLoop>

namespace cli {

std::optional<alerting::Milliseconds> historyTime(const QString &text)
{
    bool number = false;
    const double seconds = text.toDouble(&number);
    if (number && std::isfinite(seconds) && std::abs(seconds) < 1e11)
        return std::llround(seconds * 1000);
    const QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs);
    return time.isValid() && time.timeSpec() != Qt::LocalTime ? std::optional(time.toMSecsSinceEpoch()) : std::nullopt;
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
