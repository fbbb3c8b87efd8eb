#include "consolidation/observedlines.h"

#include "promql/literals.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace consolidation {

namespace {

Labels withoutName(Labels labels)
{
    std::erase_if(labels, [](const auto &label) { return label.first == "__name__" || label.second.empty(); });
    return labels;
}

} // namespace

bool equalValues(double a, double b)
{
    constexpr double rounding = 1e-9;
    if (std::isnan(a) || std::isnan(b))
        return std::isnan(a) && std::isnan(b);
    if (std::isinf(a) || std::isinf(b))
        return a == b;
    return std::abs(a - b) <= rounding * std::max(std::abs(a), std::abs(b));
}

std::string textOf(const Labels &labels)
{
    std::string text = "{";
    for (const auto &[name, value] : labels)
        text += (text.size() > 1 ? ", " : "") + name + '=' + promql::quote(value);
    return text + "}";
}

Labels with(Labels labels, const std::map<std::string, std::string> &more)
{
    for (const auto &[name, value] : more) {
        if (value.empty())
            continue;
        std::erase_if(labels, [&key = name](const auto &label) { return label.first == key; });
        labels.emplace_back(name, value);
    }
    std::ranges::sort(labels);
    return labels;
}

std::string valueOf(const Labels &labels, std::string_view name)
{
    const auto found = std::ranges::find(labels, name, &std::pair<std::string, std::string>::first);
    return found == labels.end() ? std::string() : found->second;
}

/// What people call the series: the value that none of the others has, of the label that says most.
std::string subjectOf(const Labels &labels, const std::vector<Labels> &others)
{
    constexpr std::array<std::string_view, 8> telling = {"service", "job",   "app",   "container",
                                                         "queue",   "topic", "group", "name"};
    constexpr std::array<std::string_view, 4> last = {"pod", "node", "host", "instance"};
    const auto rank = [&](const std::string &name) {
        const auto first = std::ranges::find(telling, name);
        if (first != telling.end())
            return first - telling.begin();
        const auto late = std::ranges::find(last, name);
        return std::ssize(telling) + (late == last.end() ? 0 : 1 + (late - last.begin()));
    };
    const std::pair<std::string, std::string> *best = nullptr;
    for (const auto &label : labels) {
        const bool own = std::ranges::none_of(
            others, [&](const Labels &other) { return std::ranges::find(other, label) != other.end(); });
        if (own && (!best || rank(label.first) < rank(best->first)))
            best = &label;
    }
    return best ? best->second : textOf(labels);
}

bool Line::varies() const
{
    std::optional<double> first;
    return std::ranges::any_of(values, [&](const std::optional<double> &value) {
        if (!value || std::isnan(*value))
            return false;
        first = first.value_or(*value);
        return !equalValues(*value, *first);
    });
}

bool dependsOnValue(const std::string &text)
{
    constexpr std::array<std::string_view, 4> words = {"$value", ".Value", "now", "query"};
    return text.find("{{") != std::string::npos &&
           std::ranges::any_of(words, [&](std::string_view word) { return text.find(word) != std::string::npos; });
}

std::vector<Line> linesOf(const backtest::TickValues &values, std::size_t first)
{
    const std::size_t count = values.answers.size() - std::min(first, values.answers.size());
    // Names do not tell alerts apart: series that differ by name only are one here, and their collision shows.
    std::map<Labels, Line> lines;
    std::vector<Line *> lineOf;
    for (const Labels &series : values.series) {
        const Labels labels = withoutName(series);
        Line &line = lines[labels];
        line.labels = labels;
        line.values.resize(count);
        lineOf.push_back(&line);
    }
    for (std::size_t tick = 0; tick < count; ++tick) {
        for (const auto &[series, value] : values.answers[first + tick].values) {
            std::optional<double> &place = lineOf[series]->values[tick];
            lineOf[series]->samples += place ? 0 : 1;
            place = value;
        }
    }
    std::vector<Line> all;
    for (auto &[labels, line] : lines) {
        if (line.samples > 0)
            all.push_back(std::move(line));
    }
    return all;
}

} // namespace consolidation
