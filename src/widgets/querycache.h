#pragma once

#include "alerting/seriessource.h"

#include <QElapsedTimer>

#include <limits>
#include <list>
#include <memory>
#include <string>

namespace widgets {

/// Answers that were given lately, so that going back to a rule or a range asks nothing. Bounded in entries and
/// samples: what was not used longest goes first. GUI thread.
class QueryCache
{
public:
    /// An instant query has the negated range of the chart that it belongs to.
    struct Key
    {
        std::string expr;
        double range = 0;
        double step = 0;
        /// Unix seconds; 0 for now.
        double end = 0;

        friend bool operator==(const Key &, const Key &) = default;
    };
    using Answer = std::shared_ptr<const alerting::QueryResult>;
    struct Entry
    {
        Answer answer;
        /// What now was.
        double end = 0;
        /// From here on the answer could not be relied on yet.
        double unsettledFrom = std::numeric_limits<double>::infinity();
    };

    static constexpr std::size_t mostEntries = 64;
    static constexpr std::size_t mostSamples = 6'000'000;
    /// As long as now stays now.
    static constexpr qint64 nowMilliseconds = 30'000;

    QueryCache();
    /// Null when there is none, or one of a now that is past.
    [[nodiscard]] const Entry *find(const Key &key);
    void insert(const Key &key, Entry entry);
    void clear();
    [[nodiscard]] std::size_t entries() const { return m_nodes.size(); }
    [[nodiscard]] std::size_t samples() const { return m_samples; }

private:
    struct Node
    {
        Key key;
        Entry entry;
        std::size_t samples = 0;
        qint64 made = 0;
    };

    void drop(std::list<Node>::iterator node);

    /// The one used last in front.
    std::list<Node> m_nodes;
    std::size_t m_samples = 0;
    QElapsedTimer m_clock;
};

/// Shares an answer, and gives its memory back in another thread: millions of samples take longer than a frame.
[[nodiscard]] QueryCache::Answer shareAnswer(alerting::QueryResult result);

} // namespace widgets
