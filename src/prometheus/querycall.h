#pragma once

#include "prometheus/apicall.h"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace prometheus {

/// A query whose series are read while the rest of them still comes: whole series, in batches that fit a processor's
/// cache, by the shared threads. What is no matrix, or is laid out in another way than servers do it, is kept and read
/// as a whole at the end. The result is what decodeQuery() would make of the whole text.
class QueryCall : public DecodedCall<alerting::QueryResult>
{
public:
    using DecodedCall::DecodedCall;

protected:
    void arrived(Pieces &body) override;
    void restarted() override;
    void decode(HttpAnswer answer, Pieces body) override;

private:
    enum class Layout { Unknown, Series, Other };
    struct Batch
    {
        Pieces text;
        std::vector<alerting::Series> series;
        /// As it came, when it could not be read.
        std::string unread;
    };
    /// What is known when the last byte has come.
    struct Rest
    {
        HttpAnswer answer;
        Pieces body;
    };

    [[nodiscard]] Layout layoutOf(QByteArray &piece);
    void read(Pieces text);
    void join();

    Layout m_layout = Layout::Unknown;
    /// What stands before the first series.
    std::string m_head;
    std::size_t m_size = 0;
    std::vector<std::shared_ptr<Batch>> m_batches;
    std::size_t m_unfinished = 0;
    std::unique_ptr<Rest> m_rest;
};

} // namespace prometheus
