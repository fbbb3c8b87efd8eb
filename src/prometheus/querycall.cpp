#include "prometheus/querycall.h"

#include "prometheus/matrixreader.h"

#include <cstring>
#include <iterator>
#include <string_view>
#include <utility>

namespace prometheus {

namespace {

/// How each series begins. Within a text its quotation marks would be escaped, so that these bytes stand nowhere else.
constexpr std::string_view beginning = R"({"metric":)";
/// Between two series.
constexpr std::string_view boundary = R"(},{"metric":)";
/// Half a second-level cache, with what is made of it.
constexpr std::size_t batchBytes = 384UL << 10;

std::string_view viewOf(const QByteArray &bytes)
{
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

/// Where the last series begins, behind its comma; npos when there is no boundary. Braces are rare in a matrix.
std::size_t lastSeries(std::string_view text)
{
    std::size_t end = text.size();
    while (const void *found = end > 0 ? memrchr(text.data(), '}', end) : nullptr) {
        const auto at = static_cast<std::size_t>(static_cast<const char *>(found) - text.data());
        if (text.substr(at).starts_with(boundary))
            return at + 2;
        end = at;
    }
    return std::string_view::npos;
}

} // namespace

QueryCall::Layout QueryCall::layoutOf(QByteArray &piece)
{
    const std::string_view text = viewOf(piece);
    const std::size_t first = text.find(beginning);
    // The head is a few words. Where it does not come in one piece, nothing is won by waiting.
    constexpr std::size_t longestHead = 4096;
    if (first == std::string_view::npos || first > longestHead ||
        text.substr(0, first).find(R"("resultType":"matrix")") == std::string_view::npos)
        return Layout::Other;
    m_head = text.substr(0, first);
    piece.remove(0, static_cast<qsizetype>(first));
    return Layout::Series;
}

void QueryCall::arrived(Pieces &body)
{
    if (m_layout == Layout::Unknown)
        m_layout = layoutOf(body.front());
    if (m_layout == Layout::Other)
        return;
    m_size += static_cast<std::size_t>(body.back().size());
    if (m_size < batchBytes)
        return;
    QByteArray &last = body.back();
    const std::size_t cut = lastSeries(viewOf(last));
    if (cut == std::string_view::npos)
        return;
    QByteArray next = last.mid(static_cast<qsizetype>(cut));
    last.truncate(static_cast<qsizetype>(cut) - 1);
    m_size = static_cast<std::size_t>(next.size());
    Pieces text = std::exchange(body, {});
    body.push_back(std::move(next));
    read(std::move(text));
}

void QueryCall::restarted()
{
    m_layout = Layout::Unknown;
    m_head.clear();
    m_size = 0;
    m_batches.clear();
    m_unfinished = 0;
}

void QueryCall::read(Pieces text)
{
    auto batch = std::make_shared<Batch>();
    batch->text = std::move(text);
    m_batches.push_back(batch);
    ++m_unfinished;
    runInBackground([weak = weak_from_this(), batch]() -> std::function<void()> {
        if (weak.expired())
            return [] {};
        std::string list = joined(std::move(batch->text));
        if (std::optional<std::vector<alerting::Series>> series = readSeriesList(list))
            batch->series = std::move(*series);
        else
            batch->unread = std::move(list);
        // Of a body that began anew nobody holds the batches any more.
        return [weak, current = std::weak_ptr<Batch>(batch)] {
            const auto call = std::static_pointer_cast<QueryCall>(weak.lock());
            if (call && !current.expired() && --call->m_unfinished == 0)
                call->join();
        };
    });
}

void QueryCall::decode(HttpAnswer answer, Pieces body)
{
    if (m_batches.empty()) {
        if (!m_head.empty())
            body.insert(body.begin(), QByteArray::fromStdString(m_head));
        DecodedCall::decode(std::move(answer), std::move(body));
        return;
    }
    m_rest = std::make_unique<Rest>(Rest{std::move(answer), std::move(body)});
    join();
}

void QueryCall::join()
{
    if (m_unfinished > 0 || !m_rest)
        return;
    auto rest = std::shared_ptr<Rest>(std::move(m_rest));
    auto batches = std::make_shared<std::vector<std::shared_ptr<Batch>>>(std::exchange(m_batches, {}));
    runInBackground([weak = weak_from_this(), rest, batches, head = std::move(m_head), decode = decoder()] {
        Pieces text = {QByteArray::fromStdString(head)};
        std::size_t count = 0;
        for (const std::shared_ptr<Batch> &batch : *batches) {
            count += batch->series.size();
            if (!batch->unread.empty())
                text.push_back(QByteArray::fromStdString(batch->unread) + ',');
        }
        std::move(rest->body.begin(), rest->body.end(), std::back_inserter(text));
        rest->answer.body = joined(std::move(text));
        base::Result<alerting::QueryResult> result = decode(rest->answer);
        rest->answer.body = {};
        if (result) {
            std::vector<alerting::Series> series;
            series.reserve(count + result->series.size());
            for (const std::shared_ptr<Batch> &batch : *batches)
                std::move(batch->series.begin(), batch->series.end(), std::back_inserter(series));
            std::move(result->series.begin(), result->series.end(), std::back_inserter(series));
            result->series = std::move(series);
        }
        batches->clear();
        return delivery(weak, std::move(result));
    });
}

} // namespace prometheus
