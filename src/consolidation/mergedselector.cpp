#include "consolidation/mergedselector.h"

#include "consolidation/mergedexpr.h"
#include "promql/literals.h"
#include "promql/regex.h"

#include <algorithm>
#include <set>

namespace consolidation {

namespace {

using base::ByteRange;

std::string escaped(std::string_view value)
{
    std::string text;
    for (const char c : value) {
        if (std::string_view("\\.+*?()|[]{}^$").find(c) != std::string_view::npos)
            text += '\\';
        text += c;
    }
    return text;
}

bool differ(const std::vector<std::string> &values)
{
    std::set<std::string> distinct(values.begin(), values.end());
    distinct.erase("");
    return distinct.size() > 1;
}

std::string openPattern(const std::string &name, ByteRange part)
{
    return name.substr(0, part.start) + ".+" + name.substr(part.end);
}

/// The patterns by which one member says which values it takes.
std::vector<std::string> patternsOf(const SelectorPlace &place, const Family &family, std::size_t member,
                                    bool givenValues)
{
    const auto [value, range] = saidIn(*place.variation, family, member);
    if (value.empty())
        return {};
    if (!place.matcher || givenValues)
        return {escaped(value)};
    // Other values of `=~` are patterns already; `=` and `!=` compare as they stand.
    const auto listed = selectedValues(family.members[member], range);
    if (!listed)
        return {place.matcher->op == promql::MatchOp::NotEqual ? escaped(value) : value};
    std::vector<std::string> patterns;
    for (const std::string &each : *listed)
        patterns.push_back(escaped(each));
    return patterns;
}

} // namespace

Said saidIn(const Variation &variation, const Family &family, std::size_t member)
{
    for (const Drift &drift : family.drift) {
        if (drift.member != member)
            continue;
        for (const auto &borrowed : drift.borrowed) {
            const ByteRange meant = borrowed.second;
            const auto own = std::ranges::find_if(
                family.varies, [&](const Variation &each) { return each.ranges[member] == meant && !meant.empty(); });
            if (variation.ranges[member] == borrowed.first && own != family.varies.end())
                return {own->values[member], meant};
        }
    }
    return {variation.values[member], variation.ranges[member]};
}

std::vector<std::string> placeValues(const Variation &variation, const std::vector<std::size_t> &members)
{
    std::vector<std::string> values;
    for (const std::size_t member : members)
        values.push_back(variation.values[member]);
    return values;
}

std::vector<SelectorPlace> placesOf(const promql::VectorSelector &selector, const Family &family,
                                    const std::vector<std::size_t> &members)
{
    std::vector<SelectorPlace> places;
    for (const Variation &variation : family.varies) {
        const ByteRange range = variation.ranges[members.front()];
        if (variation.slot != Slot::Metric || selector.metric.value.empty() || !selector.metric.range.contains(range) ||
            !differ(placeValues(variation, members)))
            continue;
        places.push_back({&variation, nullptr});
        break;
    }
    for (const promql::LabelMatcher &matcher : selector.matchers) {
        for (const Variation &variation : family.varies) {
            if (variation.slot == Slot::Matcher && variation.ranges[members.front()] == matcher.valueRange &&
                differ(placeValues(variation, members)))
                places.push_back({&variation, &matcher});
        }
    }
    return places;
}

std::vector<Rectangle> rectanglesOf(const std::vector<SelectorPlace> &places, const Family &family,
                                    const std::vector<std::size_t> &members, const ProposalOptions &options)
{
    Rectangle all(places.size());
    std::vector<std::set<std::string>> seen(places.size());
    std::vector<Rectangle> parts;
    for (const std::size_t member : members) {
        Rectangle part;
        for (std::size_t i = 0; i < places.size(); ++i) {
            part.push_back(patternsOf(places[i], family, member, options.givenValues));
            for (const std::string &pattern : part.back()) {
                if (seen[i].insert(pattern).second)
                    all[i].push_back(pattern);
            }
        }
        // A member that says nothing in one place is taken for one like the others.
        if (std::ranges::none_of(part, &std::vector<std::string>::empty))
            parts.push_back(std::move(part));
    }
    const bool apart = places.size() > 1 && !options.open && std::ranges::none_of(places, &SelectorPlace::negative);
    if (apart)
        return joinedRectangles(std::move(parts));
    return {std::move(all)};
}

std::string selectorText(const promql::VectorSelector &selector, const std::string &exprText,
                         const std::vector<SelectorPlace> &places, const Rectangle &rectangle, std::size_t pattern,
                         bool open)
{
    std::string name(selector.metric.value);
    std::string inner;
    const auto add = [&inner](const std::string &text) { (inner += inner.empty() ? "" : ", ") += text; };
    const auto patternOf = [&](std::size_t i) {
        std::string all;
        for (const std::string &each : rectangle[i])
            all += (all.empty() ? "" : "|") + each;
        return all;
    };
    if (!places.front().matcher) {
        const ByteRange range = places.front().variation->ranges[pattern];
        const ByteRange part{range.start - selector.metric.range.start, range.end - selector.metric.range.start};
        const std::string before = name.substr(0, part.start);
        const std::string behind = name.substr(part.end);
        if (rectangle.front().size() == 1 && !open) {
            name = before + rectangle.front().front() + behind;
        } else {
            const bool whole = before.empty() && behind.empty();
            add("__name__=~" + promql::quote(open    ? openPattern(name, part)
                                             : whole ? patternOf(0)
                                                     : before + '(' + patternOf(0) + ')' + behind));
            name.clear();
        }
    }
    for (const promql::LabelMatcher &matcher : selector.matchers) {
        const auto place = std::ranges::find(places, &matcher, &SelectorPlace::matcher);
        if (place == places.end()) {
            add(exprText.substr(matcher.range.start, matcher.range.size()));
            continue;
        }
        const auto i = static_cast<std::size_t>(place - places.begin());
        const std::string label = exprText.substr(matcher.nameRange.start, matcher.nameRange.size());
        const auto listed = rectangle[i].size() == 1 && !place->negative() && !open
                                ? promql::regexAlternatives(rectangle[i].front())
                                : std::nullopt;
        if (listed && listed->size() == 1)
            add(label + '=' + promql::quote(listed->front()));
        else
            add(label + (place->negative() ? "!~" : "=~") +
                promql::quote(open && !place->negative() ? ".+" : patternOf(i)));
    }
    return name + '{' + inner + '}';
}

std::optional<std::vector<std::string>> selectedValues(const Member &member, base::ByteRange valueRange)
{
    std::optional<std::vector<std::string>> values;
    promql::walk(member.rule->tree->root(), [&](const promql::Expr &each) {
        const auto *selector = promql::as<promql::VectorSelector>(&each);
        if (!selector || values)
            return !values;
        for (const promql::LabelMatcher &matcher : selector->matchers) {
            if (matcher.valueRange != valueRange)
                continue;
            if (matcher.op == promql::MatchOp::Equal)
                values = {std::string(matcher.value)};
            else if (matcher.op == promql::MatchOp::RegexMatch)
                values = promql::regexAlternatives(matcher.value);
        }
        return !values;
    });
    return values;
}

std::string alternation(const std::vector<std::string> &values)
{
    std::string text;
    std::set<std::string> seen;
    for (const std::string &value : values) {
        if (!value.empty() && seen.insert(value).second)
            text += (text.empty() ? "" : "|") + escaped(value);
    }
    return text;
}

} // namespace consolidation
