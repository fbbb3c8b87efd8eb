#include "consolidation/differingwords.h"

#include <algorithm>

namespace consolidation {

namespace {

using base::ByteRange;

/// Texts with more places than this are other sentences, not one with other words.
constexpr std::size_t mostPlaces = 4;

bool isInWord(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           (static_cast<unsigned char>(c) & 0x80U) != 0;
}

/// Words, and every other byte for itself.
std::vector<ByteRange> tokensOf(std::string_view text)
{
    std::vector<ByteRange> tokens;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && isInWord(text[end]))
            ++end;
        end = std::max(end, at + 1);
        tokens.push_back({at, end});
        at = end;
    }
    return tokens;
}

class Differ
{
public:
    explicit Differ(const std::vector<std::string_view> &texts) : m_texts(texts)
    {
        for (const std::string_view text : texts)
            m_tokens.push_back(tokensOf(text));
    }

    std::vector<DifferingWords> find() const
    {
        const std::size_t count = m_tokens.front().size();
        if (!std::ranges::all_of(m_tokens, [&](const auto &each) { return each.size() == count; }))
            return between();
        std::vector<DifferingWords> found;
        for (std::size_t i = 0; i < count; ++i) {
            if (same(i))
                continue;
            // A space or hyphen between two words that differ belongs to them.
            const bool continues =
                i > 0 && !found.empty() &&
                (found.back().ranges.front().end == m_tokens.front()[i].start ||
                 (i > 1 && isJoint(i - 1) && found.back().ranges.front().end == m_tokens.front()[i - 1].start));
            if (!continues)
                found.emplace_back().ranges.resize(m_texts.size());
            for (std::size_t text = 0; text < m_texts.size(); ++text) {
                ByteRange &range = found.back().ranges[text];
                range = {continues ? range.start : m_tokens[text][i].start, m_tokens[text][i].end};
            }
        }
        return found.size() > mostPlaces ? between() : found;
    }

private:
    [[nodiscard]] std::string_view token(std::size_t text, std::size_t i) const
    {
        const ByteRange range = m_tokens[text][i];
        return m_texts[text].substr(range.start, range.size());
    }
    [[nodiscard]] bool same(std::size_t i) const
    {
        for (std::size_t text = 1; text < m_texts.size(); ++text) {
            if (token(text, i) != token(0, i))
                return false;
        }
        return true;
    }
    [[nodiscard]] bool isJoint(std::size_t i) const
    {
        const std::string_view text = token(0, i);
        return text == " " || text == "-";
    }

    /// All between the common beginning and the common end.
    [[nodiscard]] std::vector<DifferingWords> between() const
    {
        std::size_t shortest = m_tokens.front().size();
        for (const auto &each : m_tokens)
            shortest = std::min(shortest, each.size());
        const auto agree = [&](auto &&place) {
            for (std::size_t text = 1; text < m_texts.size(); ++text) {
                if (token(text, place(text)) != token(0, place(0)))
                    return false;
            }
            return true;
        };
        std::size_t front = 0;
        while (front < shortest && agree([&](std::size_t) { return front; }))
            ++front;
        std::size_t back = 0;
        while (front + back < shortest && agree([&](std::size_t text) { return m_tokens[text].size() - 1 - back; }))
            ++back;
        DifferingWords all;
        for (std::size_t text = 0; text < m_texts.size(); ++text) {
            const auto &tokens = m_tokens[text];
            const std::size_t start = front < tokens.size() ? tokens[front].start : m_texts[text].size();
            const std::size_t end = back < tokens.size() ? tokens[tokens.size() - 1 - back].end : start;
            all.ranges.push_back({start, std::max(start, end)});
        }
        return {all};
    }

    const std::vector<std::string_view> &m_texts;
    std::vector<std::vector<ByteRange>> m_tokens;
};

} // namespace

std::vector<DifferingWords> differingWords(const std::vector<std::string_view> &texts)
{
    if (std::ranges::all_of(texts, [&](std::string_view each) { return each == texts.front(); }))
        return {};
    return Differ(texts).find();
}

} // namespace consolidation
