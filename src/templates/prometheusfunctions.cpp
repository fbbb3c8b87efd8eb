#include "promql/goregex.h"

#include "base/text.h"
#include "promql/literals.h"
#include "templates/format.h"
#include "templates/functions.h"
#include "templates/gofloat.h"
#include "templates/hostport.h"
#include "templates/literals.h"
#include "templates/runes.h"
#include "templates/timevalue.h"
#include "templates/urlescape.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <re2/re2.h>

namespace templates {

namespace {

/// %.4g
std::string fourDigits(double value)
{
    return formatFloat(value, 'g', 4);
}

bool isSpecial(double value)
{
    return std::isnan(value) || std::isinf(value);
}

double toFloat(const Value &value, const CallContext &context)
{
    switch (value.type) {
    case Type::Float:
        return value.number;
    case Type::String: {
        std::string error;
        const std::optional<double> number = parseFloat(value.text, error);
        if (!number)
            throw CallError{error};
        return *number;
    }
    case Type::Int:
    case Type::Int64:
        return static_cast<double>(value.integer);
    case Type::Duration:
        throw Unsupported{TRANSLATABLE("Core", "a duration as a number")};
    default:
        throw CallError{"can't convert " + typeName(value.type, context.since3) + " to float"};
    }
}

constexpr std::array<const char *, 8> smallPrefixes = {"m", "u", "n", "p", "f", "a", "z", "y"};

std::string humanized(double value, double base, const std::array<const char *, 8> &prefixes)
{
    const char *prefix = "";
    for (const char *each : prefixes) {
        if (std::abs(value) < base)
            break;
        prefix = each;
        value /= base;
    }
    return fourDigits(value) + prefix;
}

std::string humanizedSmall(double value)
{
    const char *prefix = "";
    for (const char *each : smallPrefixes) {
        if (std::abs(value) >= 1)
            break;
        prefix = each;
        value *= 1000;
    }
    return fourDigits(value) + prefix;
}

Value humanize(const CallContext &context, std::span<const Value> arguments)
{
    const double value = toFloat(arguments[0], context);
    if (value == 0 || isSpecial(value))
        return stringValue(fourDigits(value));
    return stringValue(std::abs(value) >= 1 ? humanized(value, 1000, {"k", "M", "G", "T", "P", "E", "Z", "Y"})
                                            : humanizedSmall(value));
}

Value humanize1024(const CallContext &context, std::span<const Value> arguments)
{
    const double value = toFloat(arguments[0], context);
    if (std::abs(value) <= 1 || isSpecial(value))
        return stringValue(fourDigits(value));
    return stringValue(humanized(value, 1024, {"ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi"}));
}

/// As Go converts a float to an int64 on amd64: what does not fit becomes the smallest.
std::int64_t truncated(double value)
{
    constexpr double limit = 9223372036854775808.0;
    return value >= -limit && value < limit ? static_cast<std::int64_t>(value) : INT64_MIN;
}

Value humanizeDuration(const CallContext &context, std::span<const Value> arguments)
{
    double value = toFloat(arguments[0], context);
    if (isSpecial(value))
        return stringValue(fourDigits(value));
    if (value == 0)
        return stringValue(fourDigits(value) + "s");
    if (std::abs(value) < 1)
        return stringValue(humanizedSmall(value) + "s");
    std::string text = value < 0 ? "-" : "";
    value = std::abs(value);
    const std::int64_t whole = truncated(value);
    const std::int64_t days = whole / 86400;
    const std::int64_t hours = whole / 3600 % 24;
    const std::int64_t minutes = whole / 60 % 60;
    if (days != 0)
        text += std::to_string(days) + "d ";
    if (days != 0 || hours != 0)
        text += std::to_string(hours) + "h ";
    if (days == 0 && hours == 0 && minutes == 0)
        return stringValue(text + fourDigits(value) + "s");
    return stringValue(text + std::to_string(minutes) + "m " + std::to_string(whole % 60) + "s");
}

Value humanizePercentage(const CallContext &context, std::span<const Value> arguments)
{
    return stringValue(fourDigits(toFloat(arguments[0], context) * 100) + "%");
}

/// Nanoseconds, cut to the millisecond.
std::int64_t toTimestamp(double seconds)
{
    const double nanoseconds = seconds * 1e9;
    constexpr double limit = 9223372036854775808.0;
    if (nanoseconds > limit || nanoseconds < -limit)
        throw CallError{formatFloat(seconds, 'g', -1) +
                        " cannot be represented as a nanoseconds timestamp since it overflows int64"};
    return truncated(nanoseconds) / 1'000'000 * 1'000'000;
}

Value humanizeTimestamp(const CallContext &context, std::span<const Value> arguments)
{
    const double seconds = toFloat(arguments[0], context);
    if (isSpecial(seconds))
        return stringValue(fourDigits(seconds));
    return stringValue(timeText(intValue(toTimestamp(seconds), Type::Time)));
}

Value toTime(const CallContext &context, std::span<const Value> arguments)
{
    const double seconds = toFloat(arguments[0], context);
    if (isSpecial(seconds))
        throw CallError{"value is NaN or Inf"};
    return intValue(toTimestamp(seconds), Type::Time);
}

Value toDuration(const CallContext &context, std::span<const Value> arguments)
{
    return intValue(truncated(toFloat(arguments[0], context) * 1e9), Type::Duration);
}

Value query(const CallContext &context, std::span<const Value> arguments)
{
    const std::string &expr = arguments[0].text;
    const std::optional<QueryAnswer> answer = context.query ? context.query(expr) : std::nullopt;
    if (!answer)
        throw QueryNeeded{expr};
    if (!answer->error.empty())
        throw CallError{answer->error};
    context.budget->charge(answer->samples.size());
    Samples samples;
    samples.reserve(answer->samples.size());
    for (const Sample &sample : answer->samples)
        samples.push_back(std::make_shared<const Sample>(sample));
    return samplesValue(std::move(samples));
}

const Sample &sampleOf(const Value &value)
{
    if (!value.sample)
        throw CallError{"runtime error: invalid memory address or nil pointer dereference"};
    return *value.sample;
}

std::string labelOf(const Sample &sample, const std::string &name)
{
    const auto found = sample.labels.find(name);
    return found == sample.labels.end() ? std::string() : found->second;
}

Value first(const CallContext &, std::span<const Value> arguments)
{
    if (lengthOf(arguments[0]) == 0)
        throw CallError{"first() called on vector with no elements"};
    return sampleValue(arguments[0].samples->front());
}

Value sortByLabel(const CallContext &context, std::span<const Value> arguments)
{
    if (!arguments[1].samples)
        return arguments[1];
    context.budget->charge(arguments[1].samples->size());
    Samples samples = *arguments[1].samples;
    std::ranges::stable_sort(samples, [&name = arguments[0].text](const auto &a, const auto &b) {
        return labelOf(*a, name) < labelOf(*b, name);
    });
    return samplesValue(std::move(samples));
}

/// The expression, ready to be run over `text`; null with Go's words when it is wrong.
std::shared_ptr<const re2::RE2> compiled(const std::string &pattern, const std::string &text,
                                         const CallContext &context, std::string &error)
{
    auto known = context.regexes->find(pattern);
    if (known == context.regexes->end()) {
        constexpr std::size_t compilation = 5000;
        constexpr std::int64_t memory = 8 << 20;
        context.budget->charge(compilation);
        auto regex = promql::compileGoRegex(pattern, false, context.since3, error, memory);
        if (!regex && error.ends_with("expression too large"))
            throw Unsupported{TRANSLATABLE("Core", "so large a regular expression")};
        if (!regex)
            return nullptr;
        known = context.regexes->emplace(pattern, std::move(regex)).first;
    }
    constexpr std::size_t bytesPerStep = 20'000;
    context.budget->charge(text.size() * static_cast<std::size_t>(known->second->ProgramSize()) / bytesPerStep);
    return known->second;
}

Value match(const CallContext &context, std::span<const Value> arguments)
{
    std::string error;
    const auto regex = compiled(arguments[0].text, arguments[1].text, context, error);
    if (!regex)
        throw CallError{error};
    return boolValue(re2::RE2::PartialMatch(arguments[1].text, *regex));
}

/// The group that `$1`, `$name` or `${name}` names, and how many bytes of the reference follow the `$`.
struct Reference
{
    std::string_view name;
    std::size_t size = 0;
};

Reference referenceAt(std::string_view text)
{
    const bool braced = text.starts_with('{');
    const std::size_t begin = braced ? 1 : 0;
    std::size_t end = begin;
    for (Rune rune = runeAt(text, end); rune.size > 0 && isAlphaNumeric(rune.code); rune = runeAt(text, end))
        end += rune.size;
    if (end == begin || (braced && !text.substr(end).starts_with('}')))
        return {};
    return {text.substr(begin, end - begin), end + (braced ? 1 : 0)};
}

int groupOf(const re2::RE2 &regex, std::string_view name)
{
    const bool number = name.find_first_not_of("0123456789") == std::string_view::npos && name.size() < 9 &&
                        (name.front() != '0' || name.size() == 1);
    if (number)
        return std::stoi(std::string(name));
    const auto &groups = regex.NamedCapturingGroups();
    const auto found = groups.find(std::string(name));
    return found == groups.end() ? -1 : found->second;
}

void appendReplacement(std::string &out, std::string_view replacement, const re2::RE2 &regex,
                       const std::vector<re2::StringPiece> &groups)
{
    while (!replacement.empty()) {
        const std::size_t dollar = std::min(replacement.find('$'), replacement.size());
        out += replacement.substr(0, dollar);
        replacement.remove_prefix(dollar);
        if (replacement.empty())
            break;
        replacement.remove_prefix(1);
        if (replacement.starts_with('$')) {
            out += '$';
            replacement.remove_prefix(1);
            continue;
        }
        const Reference reference = referenceAt(replacement);
        if (reference.size == 0) {
            out += '$';
            continue;
        }
        const int group = groupOf(regex, reference.name);
        if (group >= 0 && static_cast<std::size_t>(group) < groups.size()) {
            const re2::StringPiece &text = groups[static_cast<std::size_t>(group)];
            out.append(text.data() ? text.data() : "", text.size());
        }
        replacement.remove_prefix(reference.size);
    }
}

Value reReplaceAll(const CallContext &context, std::span<const Value> arguments)
{
    const std::string &pattern = arguments[0].text;
    const std::string &text = arguments[2].text;
    std::string error;
    const auto regex = compiled(pattern, text, context, error);
    if (!regex)
        throw CallError{"regexp: Compile(" + (canBackquote(pattern) ? "`" + pattern + "`" : quoted(pattern)) +
                        "): " + error};
    std::vector<re2::StringPiece> groups(static_cast<std::size_t>(regex->NumberOfCapturingGroups()) + 1);
    std::string result;
    std::size_t copied = 0;
    for (std::size_t at = 0; at <= text.size();) {
        if (!regex->Match(text, at, text.size(), re2::RE2::UNANCHORED, groups.data(), static_cast<int>(groups.size())))
            break;
        context.budget->charge(1);
        const auto begin = static_cast<std::size_t>(groups[0].data() - text.data());
        const std::size_t end = begin + groups[0].size();
        result.append(text, copied, begin - copied);
        // No replacement of nothing right behind another match.
        if (end > copied || begin == 0)
            appendReplacement(result, arguments[1].text, *regex, groups);
        if (result.size() > largestText)
            throw Unsupported{TRANSLATABLE("Core", "a text of more than 1 MiB")};
        copied = end;
        const std::size_t width = std::max<std::size_t>(runeAt(text, at).size, 1);
        at = at + width > end ? at + width : end;
    }
    result.append(text, copied);
    return stringValue(std::move(result));
}

Value stripPort(const CallContext &, std::span<const Value> arguments)
{
    return stringValue(withoutPort(arguments[0].text));
}

Value stripDomain(const CallContext &, std::span<const Value> arguments)
{
    return stringValue(withoutDomain(arguments[0].text));
}

Value parseDurationText(const CallContext &, std::span<const Value> arguments)
{
    const std::string &text = arguments[0].text;
    if (text == "0")
        return floatValue(0);
    if (text.empty())
        throw CallError{"empty duration string"};
    promql::DurationError error = promql::DurationError::None;
    const double seconds = promql::parseDuration(text, &error);
    if (error == promql::DurationError::OutOfRange)
        throw CallError{"duration out of range"};
    if (error != promql::DurationError::None)
        throw CallError{"not a valid duration string: " + quoted(text)};
    return floatValue(seconds);
}

Value args(const CallContext &, std::span<const Value> arguments)
{
    AnyMap map;
    for (std::size_t i = 0; i < arguments.size(); ++i)
        map["arg" + std::to_string(i)] = arguments[i];
    return mapValue(std::move(map));
}

/// The path of a URL, its escapes undone.
std::string pathOf(std::string_view url)
{
    const std::size_t scheme = url.find("://");
    const std::size_t host = scheme == std::string_view::npos ? 0 : scheme + 3;
    const std::size_t begin = std::min(url.find_first_of("/?#", host), url.size());
    const std::string_view path = url.substr(begin, std::min(url.find_first_of("?#", begin), url.size()) - begin);
    return urlUnescaped(path);
}

} // namespace

std::vector<Function> prometheusFunctions()
{
    using enum Parameter;
    using Arguments = std::span<const Value>;
    return {
        {"query", {String}, false, query, true, 0, 0, "query \"expr\""},
        {"first", {Samples}, false, first, true, 0, 0, "query \"expr\" | first"},
        {"label",
         {String, Sample},
         false,
         [](const CallContext &, Arguments a) { return stringValue(labelOf(sampleOf(a[1]), a[0].text)); },
         true,
         0,
         0,
         "query \"expr\" | first | label \"name\""},
        {"value",
         {Sample},
         false,
         [](const CallContext &, Arguments a) { return floatValue(sampleOf(a[0]).value); },
         true,
         0,
         0,
         "query \"expr\" | first | value"},
        {"strvalue",
         {Sample},
         false,
         [](const CallContext &, Arguments a) { return stringValue(labelOf(sampleOf(a[0]), "__value__")); },
         true,
         0,
         0,
         "query \"expr\" | first | strvalue"},
        {"args", {Any}, true, args, true, 0, 0, "args VALUE..."},
        {"reReplaceAll",
         {String, String, String},
         false,
         reReplaceAll,
         true,
         0,
         0,
         "reReplaceAll \"pattern\" \"replacement\" TEXT"},
        {"safeHtml",
         {String},
         false,
         [](const CallContext &, Arguments a) { return stringValue(a[0].text, Type::Html); },
         true,
         0,
         0,
         "safeHtml TEXT"},
        {"match", {String, String}, false, match, true, 0, 0, "match \"pattern\" TEXT"},
        {"title",
         {String},
         false,
         [](const CallContext &, Arguments a) { return stringValue(toTitle(a[0].text)); },
         true,
         0,
         0,
         "title TEXT"},
        {"toUpper",
         {String},
         false,
         [](const CallContext &, Arguments a) { return stringValue(toUpper(a[0].text)); },
         true,
         0,
         0,
         "toUpper TEXT"},
        {"toLower",
         {String},
         false,
         [](const CallContext &, Arguments a) { return stringValue(toLower(a[0].text)); },
         true,
         0,
         0,
         "toLower TEXT"},
        {"graphLink",
         {String},
         false,
         [](const CallContext &, Arguments a) {
             return stringValue("/graph?g0.expr=" + urlEscaped(a[0].text) + "&g0.tab=0");
         },
         true,
         0,
         0,
         "graphLink \"expr\""},
        {"tableLink",
         {String},
         false,
         [](const CallContext &, Arguments a) {
             return stringValue("/graph?g0.expr=" + urlEscaped(a[0].text) + "&g0.tab=1");
         },
         true,
         0,
         0,
         "tableLink \"expr\""},
        {"sortByLabel", {String, Samples}, false, sortByLabel, true, 0, 0, "query \"expr\" | sortByLabel \"name\""},
        {"stripPort", {String}, false, stripPort, true, 0, 0, "stripPort $labels.instance"},
        {"stripDomain", {String}, false, stripDomain, true, 0, 0, "stripDomain $labels.instance"},
        {"humanize", {Any}, false, humanize, true, 0, 0, "humanize $value"},
        {"humanize1024", {Any}, false, humanize1024, true, 0, 0, "humanize1024 $value"},
        {"humanizeDuration", {Any}, false, humanizeDuration, true, 0, 0, "humanizeDuration $value"},
        {"humanizePercentage", {Any}, false, humanizePercentage, true, 0, 0, "humanizePercentage $value"},
        {"humanizeTimestamp", {Any}, false, humanizeTimestamp, true, 0, 0, "humanizeTimestamp $value"},
        {"toTime", {Any}, false, toTime, true, 0, 0, "toTime $value"},
        {"pathPrefix",
         {},
         false,
         [](const CallContext &c, Arguments) { return stringValue(pathOf(c.externalUrl)); },
         true,
         0,
         0,
         "pathPrefix"},
        {"externalURL",
         {},
         false,
         [](const CallContext &c, Arguments) { return stringValue(c.externalUrl); },
         true,
         0,
         0,
         "externalURL"},
        {"parseDuration", {String}, false, parseDurationText, true, 0, 0, "parseDuration \"1h\""},
        {"now", {}, false, [](const CallContext &c, Arguments) { return floatValue(c.time); }, true, 3, 6, "now"},
        {"toDuration", {Any}, false, toDuration, true, 3, 6, "toDuration $value"},
        {"urlQueryEscape",
         {String},
         false,
         [](const CallContext &, Arguments a) { return stringValue(urlEscaped(a[0].text)); },
         true,
         3,
         8,
         "urlQueryEscape TEXT"},
    };
}

} // namespace templates
