#include "consolidation/combinations.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace consolidation {

namespace {

/// All values but those of one place, in any order of the values.
std::string keyWithout(const Rectangle &rectangle, std::size_t place)
{
    std::string key;
    for (std::size_t i = 0; i < rectangle.size(); ++i) {
        if (i == place)
            continue;
        std::vector<std::string> values = rectangle[i];
        std::ranges::sort(values);
        key += '\n';
        for (const std::string &value : values)
            (key += '\t') += value;
    }
    return key;
}

std::vector<Rectangle> joinedAlong(std::vector<Rectangle> parts, std::size_t place)
{
    std::vector<Rectangle> result;
    std::vector<std::unordered_set<std::string>> held;
    std::unordered_map<std::string, std::size_t> seen;
    for (Rectangle &part : parts) {
        const auto [entry, isNew] = seen.try_emplace(keyWithout(part, place), result.size());
        const std::size_t at = entry->second;
        if (isNew) {
            held.emplace_back(part[place].begin(), part[place].end());
            result.push_back(std::move(part));
            continue;
        }
        for (std::string &value : part[place]) {
            if (held[at].insert(value).second)
                result[at][place].push_back(std::move(value));
        }
    }
    return result;
}

} // namespace

std::vector<Rectangle> joinedRectangles(std::vector<Rectangle> parts)
{
    if (parts.empty())
        return parts;
    const std::size_t places = parts.front().size();
    for (std::size_t before = 0; before != parts.size();) {
        before = parts.size();
        for (std::size_t place = 0; place < places; ++place)
            parts = joinedAlong(std::move(parts), place);
    }
    return parts;
}

bool overlap(const Rectangle &a, const Rectangle &b, std::size_t firstPlace)
{
    for (std::size_t place = firstPlace; place < a.size(); ++place) {
        const bool common = std::ranges::any_of(
            a[place], [&](const std::string &value) { return std::ranges::find(b[place], value) != b[place].end(); });
        if (!common)
            return false;
    }
    return true;
}

} // namespace consolidation
