#include "promql/characters.h"
#include "promql/lexer.h"

#include <array>
#include <cstdint>
#include <iterator>
#include <string_view>

namespace promql {

namespace {

struct KeywordEntry
{
    std::string_view word;
    TokenKind kind;
};

constexpr KeywordEntry keywordEntries[] = {
    {"and", TokenKind::And},
    {"or", TokenKind::Or},
    {"unless", TokenKind::Unless},
    {"atan2", TokenKind::Atan2},
    {"sum", TokenKind::Sum},
    {"avg", TokenKind::Avg},
    {"count", TokenKind::Count},
    {"min", TokenKind::Min},
    {"max", TokenKind::Max},
    {"group", TokenKind::Group},
    {"stddev", TokenKind::Stddev},
    {"stdvar", TokenKind::Stdvar},
    {"topk", TokenKind::Topk},
    {"bottomk", TokenKind::Bottomk},
    {"count_values", TokenKind::CountValues},
    {"quantile", TokenKind::Quantile},
    {"limitk", TokenKind::Limitk},
    {"limit_ratio", TokenKind::LimitRatio},
    {"offset", TokenKind::Offset},
    {"smoothed", TokenKind::Smoothed},
    {"anchored", TokenKind::Anchored},
    {"by", TokenKind::By},
    {"without", TokenKind::Without},
    {"on", TokenKind::On},
    {"ignoring", TokenKind::Ignoring},
    {"group_left", TokenKind::GroupLeft},
    {"group_right", TokenKind::GroupRight},
    {"fill", TokenKind::Fill},
    {"fill_left", TokenKind::FillLeft},
    {"fill_right", TokenKind::FillRight},
    {"bool", TokenKind::Bool},
    {"start", TokenKind::Start},
    {"end", TokenKind::End},
    {"step", TokenKind::Step},
    {"range", TokenKind::Range},
    {"max_of", TokenKind::MaxOf},
    {"min_of", TokenKind::MinOf},
    {"inf", TokenKind::Number},
    {"nan", TokenKind::Number},
};

constexpr std::size_t keywordTableSize = 256;
constexpr std::size_t longestKeyword = 12;

constexpr std::size_t keywordHash(std::string_view word)
{
    const auto first = static_cast<unsigned char>(lowerCase(word.front()));
    const auto second = static_cast<unsigned char>(lowerCase(word[1]));
    const auto last = static_cast<unsigned char>(lowerCase(word.back()));
    return (first * 7U + second * 31U + last * 3U + word.size() * 17U) % keywordTableSize;
}

/// Index into keywordEntries plus one; collisions go to the next place.
constexpr auto keywordTable = [] {
    std::array<std::uint8_t, keywordTableSize> table{};
    for (std::size_t i = 0; i < std::size(keywordEntries); ++i) {
        std::size_t place = keywordHash(keywordEntries[i].word);
        while (table[place] != 0)
            place = (place + 1) % keywordTableSize;
        table[place] = static_cast<std::uint8_t>(i + 1);
    }
    return table;
}();

constexpr bool equalsLowerCase(std::string_view word, std::string_view lower)
{
    if (word.size() != lower.size())
        return false;
    for (std::size_t i = 0; i < word.size(); ++i) {
        if (lowerCase(word[i]) != lower[i])
            return false;
    }
    return true;
}

} // namespace

TokenKind keyword(std::string_view word)
{
    if (word.size() < 2 || word.size() > longestKeyword)
        return TokenKind::Identifier;
    for (std::size_t place = keywordHash(word); keywordTable[place] != 0; place = (place + 1) % keywordTableSize) {
        const KeywordEntry &entry = keywordEntries[keywordTable[place] - 1U];
        if (equalsLowerCase(word, entry.word))
            return entry.kind;
    }
    return TokenKind::Identifier;
}

} // namespace promql
