#include "prometheus/seriesseen.h"

#include <algorithm>
#include <utility>

namespace prometheus {

namespace {

class SeriesSeen : public alerting::PendingQuery
{
public:
    SeriesSeen(Client &client, std::vector<std::string> queries, double now,
               std::function<void(std::vector<bool>)> done)
        : m_client(client),
          m_now(now),
          m_done(std::move(done)),
          m_seen(queries.size()),
          m_expressions(std::move(queries))
    {
        constexpr std::size_t atOnce = 4;
        // A lane keeps the whole alive through its answer; the last one to end calls back.
        m_lanes = std::min(atOnce, m_expressions.size());
        m_queries.resize(m_lanes);
        for (std::size_t lane = 0, lanes = m_lanes; lane < lanes; ++lane)
            next(lane);
    }

private:
    void next(std::size_t lane)
    {
        while (m_next < m_expressions.size() && m_expressions[m_next].empty())
            ++m_next;
        if (m_next == m_expressions.size()) {
            if (--m_lanes == 0) {
                // The callback may delete this object.
                const auto done = std::exchange(m_done, nullptr);
                done(m_seen);
            }
            return;
        }
        const std::size_t index = m_next++;
        m_queries[lane] = m_client.queryInstant(m_expressions[index], m_now,
                                                [this, lane, index](base::Result<alerting::QueryResult> answer) {
                                                    m_seen[index] = answer && !answer->series.empty();
                                                    next(lane);
                                                });
    }

    Client &m_client;
    double m_now;
    std::function<void(std::vector<bool>)> m_done;
    std::vector<bool> m_seen;
    std::vector<std::string> m_expressions;
    std::vector<std::unique_ptr<alerting::PendingQuery>> m_queries;
    std::size_t m_next = 0;
    std::size_t m_lanes = 0;
};

} // namespace

std::unique_ptr<alerting::PendingQuery> askForSeries(Client &client, std::vector<std::string> queries, double now,
                                                     std::function<void(std::vector<bool>)> done)
{
    return std::make_unique<SeriesSeen>(client, std::move(queries), now, std::move(done));
}

} // namespace prometheus
