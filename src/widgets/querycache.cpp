#include "widgets/querycache.h"

#include "workspace/backgroundpool.h"

#include <algorithm>
#include <utility>

#include <QThreadPool>

namespace widgets {

QueryCache::QueryCache()
{
    m_clock.start();
}

const QueryCache::Entry *QueryCache::find(const Key &key)
{
    const auto found = std::ranges::find(m_nodes, key, &Node::key);
    if (found == m_nodes.end())
        return nullptr;
    if (key.end == 0 && m_clock.elapsed() - found->made > nowMilliseconds) {
        drop(found);
        return nullptr;
    }
    m_nodes.splice(m_nodes.begin(), m_nodes, found);
    return &m_nodes.front().entry;
}

void QueryCache::insert(const Key &key, Entry entry)
{
    if (const auto found = std::ranges::find(m_nodes, key, &Node::key); found != m_nodes.end())
        drop(found);
    std::size_t samples = 0;
    for (const alerting::Series &series : entry.answer->series)
        samples += series.samples.size() + series.labels.size();
    m_samples += samples;
    m_nodes.push_front({key, std::move(entry), samples, m_clock.elapsed()});
    while (m_nodes.size() > mostEntries || (m_samples > mostSamples && m_nodes.size() > 1))
        drop(std::prev(m_nodes.end()));
}

void QueryCache::clear()
{
    m_nodes.clear();
    m_samples = 0;
}

void QueryCache::drop(std::list<Node>::iterator node)
{
    m_samples -= node->samples;
    m_nodes.erase(node);
}

QueryCache::Answer shareAnswer(alerting::QueryResult result)
{
    const auto giveBack = [](const alerting::QueryResult *answer) {
        constexpr std::size_t atOnce = 64;
        if (answer->series.size() <= atOnce) {
            delete answer;
            return;
        }
        if (QThreadPool *pool = workspace::backgroundPool())
            pool->start([answer] { delete answer; });
        else
            delete answer;
    };
    return {new alerting::QueryResult(std::move(result)), giveBack};
}

} // namespace widgets
