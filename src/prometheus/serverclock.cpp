#include "prometheus/serverclock.h"

#include "prometheus/requestbuilder.h"
#include "promql/literals.h"

#include <algorithm>
#include <cmath>

#include <QDateTime>
#include <QLocale>

namespace prometheus {

namespace {

constexpr std::int64_t second = 1000;
/// Less is nothing that anybody has to know.
constexpr std::int64_t tolerated = 2 * second;

} // namespace

void ServerClock::note(const QByteArray &date, std::int64_t sent, std::int64_t received)
{
    // The only form that may be sent: Sun, 06 Nov 1994 08:49:37 GMT.
    QDateTime said = QLocale::c().toDateTime(QString::fromLatin1(date.left(64).trimmed()),
                                             QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'"));
    if (!said.isValid() || received < sent)
        return;
    said.setTimeSpec(Qt::UTC);
    const std::int64_t least = said.toMSecsSinceEpoch() - received;
    const std::int64_t most = said.toMSecsSinceEpoch() + second - sent;
    const bool contradicts = m_known && (least > m_most || most < m_least);
    // One of the clocks was set.
    if (!m_known || contradicts) {
        m_least = least;
        m_most = most;
        m_known = true;
        return;
    }
    m_least = std::max(m_least, least);
    m_most = std::min(m_most, most);
}

double ServerClock::aheadSeconds() const
{
    if (!m_known || (m_least <= 0 && m_most >= 0))
        return 0;
    const std::int64_t middle = (m_least + m_most) / 2;
    const std::int64_t surely = m_least > 0 ? m_least : -m_most;
    return surely < tolerated ? 0 : static_cast<double>(middle) / static_cast<double>(second);
}

base::Text clockText(const Endpoint &endpoint, double aheadSeconds)
{
    const std::string amount = promql::formatDuration(std::round(std::abs(aheadSeconds)));
    if (aheadSeconds > 0)
        return {TRANSLATABLE("Core", "The clock of %1 is %2 ahead of this machine's. Its own now is used."),
                {displayName(endpoint), amount}};
    return {TRANSLATABLE("Core", "The clock of %1 is %2 behind this machine's. Its own now is used."),
            {displayName(endpoint), amount}};
}

} // namespace prometheus
