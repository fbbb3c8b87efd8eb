#pragma once

#include "alerting/seriessource.h"
#include "prometheus/client.h"

#include <QString>
#include <QStringList>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

/// Asks a server and waits; what the demo's figures are computed with.
class DemoQueries
{
public:
    DemoQueries(const QString &url, qint64 end) : m_client(endpointOf(url)), m_end(static_cast<double>(end)) {}

    [[nodiscard]] std::vector<alerting::Series> at(const std::string &expr, double hoursFromEnd = 0)
    {
        return wait([&](auto done) { return m_client.queryInstant(expr, m_end + hoursFromEnd * 3600, done); });
    }

    /// What the server refused.
    [[nodiscard]] const QStringList &problems() const { return m_problems; }

    /// Every 30 seconds of the seven days; series of the pieces are joined.
    [[nodiscard]] std::vector<alerting::Series> week(const std::string &expr)
    {
        std::vector<alerting::Series> joined;
        for (double start = m_end - week7; start <= m_end; start += 10000 * step) {
            const double stop = std::min(start + 9999 * step, m_end);
            for (alerting::Series &piece : wait([&](auto done) {
                     return m_client.queryRange({expr, start, stop, step}, done);
                 })) {
                const auto known = std::find_if(joined.begin(), joined.end(),
                                                [&](const auto &series) { return series.labels == piece.labels; });
                if (known == joined.end())
                    joined.push_back(std::move(piece));
                else
                    known->samples.insert(known->samples.end(), piece.samples.begin(), piece.samples.end());
            }
        }
        return joined;
    }

    /// "98.3 % of the time, 3 firings": the alert state machine over the identities of an expression, `for` in seconds.
    [[nodiscard]] QString firing(const std::string &expr, double forSeconds)
    {
        std::vector<char> anyFiring(static_cast<std::size_t>(week7 / step) + 1, 0);
        int firings = 0;
        for (const alerting::Series &series : week(expr)) {
            double activeAt = 0;
            double previous = -1;
            bool firing = false;
            for (const alerting::Sample &sample : series.samples) {
                if (sample.time - previous > step * 1.5) {
                    activeAt = sample.time;
                    firing = false;
                }
                previous = sample.time;
                if (sample.time - activeAt >= forSeconds) {
                    firings += firing ? 0 : 1;
                    firing = true;
                    anyFiring[static_cast<std::size_t>(std::lround((sample.time - m_end + week7) / step))] = 1;
                }
            }
        }
        if (firings == 0)
            return "never";
        const double share = static_cast<double>(std::count(anyFiring.begin(), anyFiring.end(), 1)) /
                             static_cast<double>(anyFiring.size()) * 100;
        return QString("%1 % of the time, %2 firing%3").arg(share, 0, 'f', 2).arg(firings).arg(firings == 1 ? "" : "s");
    }

    /// The highest sample and how long before the end it was: "7.9 %, 99.9 h before the end".
    [[nodiscard]] QString peak(const std::string &expr, int decimals, const QString &unit)
    {
        const std::vector<alerting::Series> found = week(expr);
        if (found.size() != 1)
            return QString("%1 series").arg(found.size());
        const auto highest = std::max_element(found[0].samples.begin(), found[0].samples.end(),
                                              [](const auto &a, const auto &b) { return a.value < b.value; });
        return QString("%1 %2, %3 h before the end")
            .arg(highest->value, 0, 'f', decimals)
            .arg(unit)
            .arg((m_end - highest->time) / 3600, 0, 'f', 1);
    }

    [[nodiscard]] QString number(const std::string &expr, int decimals, const QString &unit = {})
    {
        const std::vector<alerting::Series> found = at(expr);
        if (found.size() != 1 || found[0].samples.empty())
            return QString("%1 series").arg(found.size());
        return QString::number(found[0].samples.front().value, 'f', decimals) +
               (unit.isEmpty() ? QString() : ' ' + unit);
    }

private:
    static constexpr double step = 30;
    static constexpr double week7 = 7 * 86400;

    static prometheus::Endpoint endpointOf(const QString &url)
    {
        prometheus::Endpoint endpoint;
        endpoint.name = "prod";
        endpoint.url = url.toStdString();
        return endpoint;
    }

    template <class Ask> std::vector<alerting::Series> wait(Ask ask)
    {
        std::optional<base::Result<alerting::QueryResult>> answer;
        const std::unique_ptr<alerting::PendingQuery> pending =
            ask([&](base::Result<alerting::QueryResult> result) { answer.emplace(std::move(result)); });
        const bool answered = QTest::qWaitFor([&] { return answer.has_value(); }, 60000);
        if (!answered || !*answer) {
            const base::Error error =
                answered ? answer->error() : base::Error{base::ErrorKind::Timeout, {"no answer"}, {}};
            m_problems += QString::fromStdString(error.text.english() + ' ' + error.detail);
            return {};
        }
        return std::move(answer->value().series);
    }

    prometheus::Client m_client;
    QStringList m_problems;
    double m_end;
};
