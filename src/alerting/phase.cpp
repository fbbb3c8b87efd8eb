#include "alerting/phase.h"

#include <bit>
#include <string>

namespace alerting {

namespace {

constexpr std::uint64_t prime1 = 0x9E3779B185EBCA87;
constexpr std::uint64_t prime2 = 0xC2B2AE3D27D4EB4F;
constexpr std::uint64_t prime3 = 0x165667B19E3779F9;
constexpr std::uint64_t prime4 = 0x85EBCA77C2B2AE63;
constexpr std::uint64_t prime5 = 0x27D4EB2F165667C5;

/// Little-endian, as the specification reads its input.
template <class Word> std::uint64_t takeWord(const char *&at)
{
    Word word = 0;
    for (std::size_t i = 0; i < sizeof word; ++i)
        word |= static_cast<Word>(static_cast<unsigned char>(at[i])) << (8 * i);
    at += sizeof word;
    return word;
}

std::uint64_t mixRound(std::uint64_t lane, std::uint64_t input)
{
    return std::rotl(lane + input * prime2, 31) * prime1;
}

std::uint64_t mergeLane(std::uint64_t hash, std::uint64_t lane)
{
    return (hash ^ mixRound(0, lane)) * prime1 + prime4;
}

} // namespace

std::uint64_t xxhash64(std::string_view bytes)
{
    const char *at = bytes.data();
    const char *const end = at + bytes.size();
    std::uint64_t hash = prime5;
    if (bytes.size() >= 32) {
        std::uint64_t lanes[4] = {prime1 + prime2, prime2, 0, 0 - prime1};
        while (end - at >= 32) {
            for (std::uint64_t &lane : lanes)
                lane = mixRound(lane, takeWord<std::uint64_t>(at));
        }
        hash = std::rotl(lanes[0], 1) + std::rotl(lanes[1], 7) + std::rotl(lanes[2], 12) + std::rotl(lanes[3], 18);
        for (const std::uint64_t lane : lanes)
            hash = mergeLane(hash, lane);
    }
    hash += bytes.size();
    while (end - at >= 8)
        hash = std::rotl(hash ^ mixRound(0, takeWord<std::uint64_t>(at)), 27) * prime1 + prime4;
    if (end - at >= 4)
        hash = std::rotl(hash ^ (takeWord<std::uint32_t>(at) * prime1), 23) * prime2 + prime3;
    while (at != end)
        hash = std::rotl(hash ^ (takeWord<std::uint8_t>(at) * prime5), 11) * prime1;
    hash = (hash ^ (hash >> 33)) * prime2;
    hash = (hash ^ (hash >> 29)) * prime3;
    return hash ^ (hash >> 32);
}

std::int64_t groupPhase(std::string_view file, std::string_view group, std::int64_t intervalNanoseconds)
{
    if (intervalNanoseconds <= 0)
        return 0;
    // The hash of the label set {file, name}, sorted by name, each part ended by 0xff.
    std::string key = "file\xff";
    key += file;
    key += "\xffname\xff";
    key += group;
    key += '\xff';
    return static_cast<std::int64_t>(xxhash64(key) % static_cast<std::uint64_t>(intervalNanoseconds));
}

std::int64_t groupPhaseSized(std::string_view file, std::string_view group, std::int64_t intervalNanoseconds)
{
    if (intervalNanoseconds <= 0)
        return 0;
    // The same labels, each part behind its length: a byte, or 255 and three bytes, lowest first.
    constexpr std::size_t shortSizes = 255;
    std::string key;
    for (const std::string_view part : {std::string_view("file"), file, std::string_view("name"), group}) {
        const std::size_t length = part.size();
        key += static_cast<char>(length < shortSizes ? length : shortSizes);
        for (int shift = 0; length >= shortSizes && shift < 24; shift += 8)
            key += static_cast<char>((length >> shift) & 0xff);
        key += part;
    }
    return static_cast<std::int64_t>(xxhash64(key) % static_cast<std::uint64_t>(intervalNanoseconds));
}

std::int64_t groupPhasePacked(std::string_view file, std::string_view group, std::int64_t intervalNanoseconds)
{
    if (intervalNanoseconds <= 0)
        return 0;
    // The same labels, each part behind its length in groups of seven bits, lowest first.
    std::string key;
    for (const std::string_view part : {std::string_view("file"), file, std::string_view("name"), group}) {
        std::size_t length = part.size();
        for (; length >= 0x80; length >>= 7)
            key += static_cast<char>((length & 0x7f) | 0x80);
        key += static_cast<char>(length);
        key += part;
    }
    return static_cast<std::int64_t>(xxhash64(key) % static_cast<std::uint64_t>(intervalNanoseconds));
}

} // namespace alerting
