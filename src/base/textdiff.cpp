#include "base/textdiff.h"

#include <algorithm>
#include <cstdint>
#include <unordered_map>

// Lines (or words) become numbers; equal ends are cut off; what is left is split at the lines that are unique on both
// sides and in the same order (patience), and the pieces between them go to Myers' greedy O(ND) search. The search
// keeps one frontier per step and gives up after maximumDiffSteps: the piece is then one coarse change. So the worst
// case is O(N log N + pieces * maximumDiffSteps^2) in time and maximumDiffSteps^2 numbers in memory.

namespace base {

namespace {

using DiffSymbol = std::uint32_t;
using DiffSymbols = std::vector<DiffSymbol>;

constexpr std::ptrdiff_t maximumDiffSteps = 1000;

struct DiffPiece
{
    std::size_t oldStart;
    std::size_t oldEnd;
    std::size_t newStart;
    std::size_t newEnd;
};

class Differ
{
public:
    Differ(const DiffSymbols &before, const DiffSymbols &after) : m_before(before), m_after(after) {}

    std::vector<LineChange> run()
    {
        split({0, m_before.size(), 0, m_after.size()}, 0);
        return std::move(m_changes);
    }

private:
    void split(DiffPiece piece, int depth);
    [[nodiscard]] std::vector<std::pair<std::size_t, std::size_t>> anchors(const DiffPiece &piece) const;
    void search(const DiffPiece &piece);
    void backtrack(const DiffPiece &piece, const std::vector<std::vector<std::ptrdiff_t>> &frontiers);
    void add(const DiffPiece &piece);

    const DiffSymbols &m_before;
    const DiffSymbols &m_after;
    std::vector<LineChange> m_changes;
};

/// Pieces arrive in the order of the text: neighbours join.
void Differ::add(const DiffPiece &piece)
{
    if (piece.oldStart == piece.oldEnd && piece.newStart == piece.newEnd)
        return;
    if (!m_changes.empty()) {
        LineChange &last = m_changes.back();
        if (last.oldStart + last.oldCount == piece.oldStart && last.newStart + last.newCount == piece.newStart) {
            last.oldCount += piece.oldEnd - piece.oldStart;
            last.newCount += piece.newEnd - piece.newStart;
            return;
        }
    }
    m_changes.push_back({piece.oldStart, piece.oldEnd - piece.oldStart, piece.newStart, piece.newEnd - piece.newStart});
}

void Differ::split(DiffPiece piece, int depth)
{
    while (piece.oldStart < piece.oldEnd && piece.newStart < piece.newEnd &&
           m_before[piece.oldStart] == m_after[piece.newStart]) {
        ++piece.oldStart;
        ++piece.newStart;
    }
    while (piece.oldStart < piece.oldEnd && piece.newStart < piece.newEnd &&
           m_before[piece.oldEnd - 1] == m_after[piece.newEnd - 1]) {
        --piece.oldEnd;
        --piece.newEnd;
    }
    if (piece.oldStart == piece.oldEnd || piece.newStart == piece.newEnd) {
        add(piece);
        return;
    }
    constexpr int maximumDepth = 32;
    const auto fixed = depth < maximumDepth ? anchors(piece) : std::vector<std::pair<std::size_t, std::size_t>>();
    if (fixed.empty()) {
        search(piece);
        return;
    }
    DiffPiece rest = piece;
    for (const auto &[oldAt, newAt] : fixed) {
        split({rest.oldStart, oldAt, rest.newStart, newAt}, depth + 1);
        rest.oldStart = oldAt + 1;
        rest.newStart = newAt + 1;
    }
    split(rest, depth + 1);
}

/// The longest increasing sequence of the symbols that stand once on both sides.
std::vector<std::pair<std::size_t, std::size_t>> Differ::anchors(const DiffPiece &piece) const
{
    struct Count
    {
        std::size_t oldCount = 0;
        std::size_t newCount = 0;
        std::size_t newAt = 0;
    };
    std::unordered_map<DiffSymbol, Count> counts;
    for (std::size_t i = piece.oldStart; i < piece.oldEnd; ++i)
        ++counts[m_before[i]].oldCount;
    for (std::size_t i = piece.newStart; i < piece.newEnd; ++i) {
        const auto found = counts.find(m_after[i]);
        if (found == counts.end())
            continue;
        ++found->second.newCount;
        found->second.newAt = i;
    }
    struct Candidate
    {
        std::size_t oldAt;
        std::size_t newAt;
        std::ptrdiff_t previous;
    };
    std::vector<Candidate> candidates;
    std::vector<std::size_t> piles;
    for (std::size_t i = piece.oldStart; i < piece.oldEnd; ++i) {
        const Count &count = counts[m_before[i]];
        if (count.oldCount != 1 || count.newCount != 1)
            continue;
        const auto pile =
            std::ranges::lower_bound(piles, count.newAt, {}, [&](std::size_t at) { return candidates[at].newAt; });
        const std::ptrdiff_t previous = pile == piles.begin() ? -1 : static_cast<std::ptrdiff_t>(*(pile - 1));
        candidates.push_back({i, count.newAt, previous});
        if (pile == piles.end())
            piles.push_back(candidates.size() - 1);
        else
            *pile = candidates.size() - 1;
    }
    std::vector<std::pair<std::size_t, std::size_t>> sequence;
    for (std::ptrdiff_t at = piles.empty() ? -1 : static_cast<std::ptrdiff_t>(piles.back()); at >= 0;) {
        const Candidate &candidate = candidates[static_cast<std::size_t>(at)];
        sequence.emplace_back(candidate.oldAt, candidate.newAt);
        at = candidate.previous;
    }
    std::ranges::reverse(sequence);
    return sequence;
}

void Differ::search(const DiffPiece &piece)
{
    const auto oldSize = static_cast<std::ptrdiff_t>(piece.oldEnd - piece.oldStart);
    const auto newSize = static_cast<std::ptrdiff_t>(piece.newEnd - piece.newStart);
    const std::ptrdiff_t limit = std::min(oldSize + newSize, maximumDiffSteps);
    const auto at = [&](std::ptrdiff_t diagonal) { return static_cast<std::size_t>(diagonal + limit + 1); };
    std::vector<std::ptrdiff_t> furthest(static_cast<std::size_t>(2 * limit + 3), 0);
    std::vector<std::vector<std::ptrdiff_t>> frontiers;
    for (std::ptrdiff_t step = 0; step <= limit; ++step) {
        for (std::ptrdiff_t diagonal = -step; diagonal <= step; diagonal += 2) {
            const bool down =
                diagonal == -step || (diagonal != step && furthest[at(diagonal - 1)] < furthest[at(diagonal + 1)]);
            std::ptrdiff_t x = down ? furthest[at(diagonal + 1)] : furthest[at(diagonal - 1)] + 1;
            std::ptrdiff_t y = x - diagonal;
            while (x < oldSize && y < newSize && x >= 0 && y >= 0 &&
                   m_before[piece.oldStart + static_cast<std::size_t>(x)] ==
                       m_after[piece.newStart + static_cast<std::size_t>(y)]) {
                ++x;
                ++y;
            }
            furthest[at(diagonal)] = x;
            if (x >= oldSize && y >= newSize) {
                frontiers.emplace_back(furthest.begin() + (limit + 1 - step), furthest.begin() + (limit + 2 + step));
                backtrack(piece, frontiers);
                return;
            }
        }
        frontiers.emplace_back(furthest.begin() + (limit + 1 - step), furthest.begin() + (limit + 2 + step));
    }
    add(piece);
}

/// frontiers[s] holds the furthest x on the diagonals -s … s after s steps.
void Differ::backtrack(const DiffPiece &piece, const std::vector<std::vector<std::ptrdiff_t>> &frontiers)
{
    auto x = static_cast<std::ptrdiff_t>(piece.oldEnd - piece.oldStart);
    auto y = static_cast<std::ptrdiff_t>(piece.newEnd - piece.newStart);
    std::vector<DiffPiece> steps;
    for (auto step = static_cast<std::ptrdiff_t>(frontiers.size()) - 1; step > 0; --step) {
        const std::vector<std::ptrdiff_t> &previous = frontiers[static_cast<std::size_t>(step - 1)];
        const auto before = [&](std::ptrdiff_t diagonal) {
            const std::ptrdiff_t index = diagonal + step - 1;
            return index < 0 || index >= static_cast<std::ptrdiff_t>(previous.size()) || (index % 2) != 0
                       ? std::ptrdiff_t(-1)
                       : previous[static_cast<std::size_t>(index)];
        };
        const std::ptrdiff_t diagonal = x - y;
        const bool down = diagonal == -step || (diagonal != step && before(diagonal - 1) < before(diagonal + 1));
        const std::ptrdiff_t startX = before(down ? diagonal + 1 : diagonal - 1);
        const std::ptrdiff_t startY = startX - (down ? diagonal + 1 : diagonal - 1);
        const auto oldAt = piece.oldStart + static_cast<std::size_t>(startX);
        const auto newAt = piece.newStart + static_cast<std::size_t>(startY);
        steps.push_back(down ? DiffPiece{oldAt, oldAt, newAt, newAt + 1} : DiffPiece{oldAt, oldAt + 1, newAt, newAt});
        x = startX;
        y = startY;
    }
    std::ranges::reverse(steps);
    for (const DiffPiece &step : steps)
        add(step);
}

std::vector<LineChange> changesOf(const std::vector<std::string_view> &before,
                                  const std::vector<std::string_view> &after)
{
    std::unordered_map<std::string_view, DiffSymbol> known;
    const auto symbols = [&](const std::vector<std::string_view> &parts) {
        DiffSymbols numbers;
        numbers.reserve(parts.size());
        for (const std::string_view part : parts)
            numbers.push_back(known.try_emplace(part, static_cast<DiffSymbol>(known.size())).first->second);
        return numbers;
    };
    const DiffSymbols oldSymbols = symbols(before);
    const DiffSymbols newSymbols = symbols(after);
    return Differ(oldSymbols, newSymbols).run();
}

} // namespace

std::vector<std::string_view> splitLines(std::string_view text)
{
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::size_t size = end == std::string_view::npos ? text.size() : end + 1;
        lines.push_back(text.substr(0, size));
        text.remove_prefix(size);
    }
    return lines;
}

std::vector<LineChange> lineChanges(const std::vector<std::string_view> &before,
                                    const std::vector<std::string_view> &after)
{
    return changesOf(before, after);
}

std::vector<LineChange> lineChanges(std::string_view before, std::string_view after)
{
    return changesOf(splitLines(before), splitLines(after));
}

} // namespace base
