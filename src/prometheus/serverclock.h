#pragma once

#include "base/text.h"

#include <QByteArray>

#include <cstdint>

namespace prometheus {

/// How far a server's clock is ahead of this machine's, from the Date headers of its answers. Each says the server's
/// time to the second, somewhere between sending and receiving; together they narrow it down.
class ServerClock
{
public:
    /// An answer's Date header (RFC 9110), and when it was asked for and began to arrive: Unix milliseconds here.
    void note(const QByteArray &date, std::int64_t sent, std::int64_t received);

    /// 0 where the clocks may be equal or differ by less than two seconds; negative when the server is behind.
    [[nodiscard]] double aheadSeconds() const;

private:
    bool m_known = false;
    /// Milliseconds between which the difference lies.
    std::int64_t m_least = 0;
    std::int64_t m_most = 0;
};

struct Endpoint;
/// What people are told when a server's clock is `aheadSeconds` ahead (negative: behind).
[[nodiscard]] base::Text clockText(const Endpoint &endpoint, double aheadSeconds);

} // namespace prometheus
