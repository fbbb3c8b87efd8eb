#pragma once

#include <QByteArray>
#include <QList>

#include <utility>

namespace support {

/// The seeds of a random test, first and last; RULEWRIGHT_SEEDS=FROM-TO takes others.
inline std::pair<quint32, quint32> seedRange(quint32 first, quint32 last)
{
    const QList<QByteArray> range = qgetenv("RULEWRIGHT_SEEDS").split('-');
    return range.size() == 2 ? std::pair{range[0].toUInt(), range[1].toUInt()} : std::pair{first, last};
}

} // namespace support
