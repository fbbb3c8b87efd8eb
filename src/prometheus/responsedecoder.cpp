#include "prometheus/responsedecoder.h"

#include "prometheus/matrixreader.h"
#include "prometheus/responseparts.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <limits>
#include <optional>
#include <string_view>

namespace prometheus {

using simdjson::dom::element;

namespace {

base::Error refusal(const HttpAnswer &answer, std::string_view type, std::string_view message)
{
    const std::string detail = type.empty() ? std::string(message) : std::string(type) + ": " + std::string(message);
    const std::string shown(message);
    if (type == "bad_data")
        return {base::ErrorKind::Invalid,
                {TRANSLATABLE("Core", "%1 cannot read the query: %2"), {answer.server, shown}},
                detail};
    if (type == "timeout")
        return {base::ErrorKind::Timeout,
                {TRANSLATABLE("Core", "%1 gave up on the query: %2"), {answer.server, shown}},
                detail};
    if (type == "canceled")
        return {base::ErrorKind::Cancelled,
                {TRANSLATABLE("Core", "%1 cancelled the query: %2"), {answer.server, shown}},
                detail};
    return {base::ErrorKind::Refused,
            {TRANSLATABLE("Core", "%1 cannot answer the query: %2"), {answer.server, shown}},
            detail};
}

/// The server says when to come again: in seconds, or as a date.
base::Error busy(const HttpAnswer &answer, const std::string &words)
{
    const bool seconds = !answer.retryAfter.empty() && std::all_of(answer.retryAfter.begin(), answer.retryAfter.end(),
                                                                   [](char c) { return c >= '0' && c <= '9'; });
    if (answer.retryAfter.empty())
        return {base::ErrorKind::Busy,
                {TRANSLATABLE("Core", "%1 has too many requests (HTTP %2). Try again later."),
                 {answer.server, std::to_string(answer.status)}},
                words};
    return {base::ErrorKind::Busy,
            {TRANSLATABLE("Core", "%1 has too many requests (HTTP %2). It asks to wait: %3."),
             {answer.server, std::to_string(answer.status), answer.retryAfter + (seconds ? " s" : "")}},
            words};
}

/// For a body that is not the API's.
base::Error notTheApi(const HttpAnswer &answer)
{
    const std::string status = std::to_string(answer.status);
    const std::string words = firstWords(answer.body);
    if (answer.status == 429 || (answer.status == 503 && !answer.retryAfter.empty()))
        return busy(answer, words);
    // Mimir and Cortex say so in one line of text.
    if (answer.status == 401 && words.starts_with("no org id"))
        return {base::ErrorKind::Permission,
                {TRANSLATABLE("Core", "%1 wants to know the tenant (HTTP %2). Set the header X-Scope-OrgID of the "
                                      "endpoint."),
                 {answer.server, status}},
                words};
    if (answer.status == 401 || answer.status == 403)
        return {base::ErrorKind::Permission,
                {TRANSLATABLE("Core", "%1 does not accept the credentials (HTTP %2). Check the user name, password or "
                                      "token of the endpoint."),
                 {answer.server, status}},
                words};
    if (answer.status >= 500)
        return {base::ErrorKind::Network,
                {TRANSLATABLE("Core", "%1 answered with HTTP %2 and “%3”. Check the server, or the proxy before it."),
                 {answer.server, status, words}},
                words};
    return {base::ErrorKind::Unsupported,
            {TRANSLATABLE("Core", "%1 did not answer as Prometheus does: HTTP %2 with “%3”. Check the address and its "
                                  "path."),
             {answer.server, status, words}},
            words};
}

base::Error unreadable(const HttpAnswer &answer, const char *what)
{
    return {base::ErrorKind::Unsupported,
            {TRANSLATABLE("Core", "The answer of %1 cannot be read: it is broken or cut off. Try again, or check the "
                                  "proxy before the server."),
             {answer.server}},
            what};
}

std::vector<std::string> textsOf(const element &parent, std::string_view key)
{
    std::vector<std::string> texts;
    simdjson::dom::array array;
    if (parent[key].get_array().get(array) != simdjson::SUCCESS)
        return texts;
    for (const element &entry : array) {
        std::string_view text;
        if (entry.get_string().get(text) == simdjson::SUCCESS)
            texts.emplace_back(text);
    }
    return texts;
}

/// `[ <unix seconds>, "<value>" ]`.
bool readPair(const element &pair, double &time, std::string_view &text)
{
    simdjson::dom::array array;
    if (pair.get_array().get(array) != simdjson::SUCCESS)
        return false;
    auto entry = array.begin();
    if (entry == array.end() || (*entry).get_double().get(time) != simdjson::SUCCESS)
        return false;
    ++entry;
    return entry != array.end() && (*entry).get_string().get(text) == simdjson::SUCCESS;
}

bool appendSample(const element &pair, alerting::Series &series)
{
    double time = 0;
    std::string_view text;
    if (!readPair(pair, time, text))
        return false;
    const std::optional<double> value = valueOf(text);
    if (value)
        series.samples.push_back({time, *value});
    return value.has_value();
}

bool readSeries(const element &entry, alerting::Series &series)
{
    simdjson::dom::object metric;
    if (entry["metric"].get_object().get(metric) != simdjson::SUCCESS)
        return false;
    for (const auto &[key, value] : metric) {
        std::string_view text;
        if (value.get_string().get(text) != simdjson::SUCCESS)
            return false;
        series.labels.emplace_back(key, text);
    }
    std::sort(series.labels.begin(), series.labels.end());
    element member;
    series.histograms =
        entry["histogram"].get(member) == simdjson::SUCCESS || entry["histograms"].get(member) == simdjson::SUCCESS;
    if (entry["value"].get(member) == simdjson::SUCCESS)
        return appendSample(member, series);
    simdjson::dom::array values;
    if (entry["values"].get_array().get(values) != simdjson::SUCCESS)
        return series.histograms;
    series.samples.reserve(values.size());
    return std::all_of(values.begin(), values.end(), [&](const element &pair) { return appendSample(pair, series); });
}

bool readResult(const element &data, alerting::QueryResult &result)
{
    using Type = alerting::QueryResult::Type;
    const std::string type = textOf(data, "resultType");
    element value;
    if (data["result"].get(value) != simdjson::SUCCESS)
        return false;
    if (type == "scalar") {
        result.type = Type::Scalar;
        return appendSample(value, result.series.emplace_back());
    }
    if (type == "string") {
        result.type = Type::String;
        double time = 0;
        std::string_view text;
        const bool read = readPair(value, time, text);
        result.string = text;
        return read;
    }
    result.type = type == "matrix" ? Type::Matrix : Type::Vector;
    simdjson::dom::array array;
    if ((type != "matrix" && type != "vector") || value.get_array().get(array) != simdjson::SUCCESS)
        return false;
    result.series.reserve(array.size());
    return std::all_of(array.begin(), array.end(),
                       [&](const element &entry) { return readSeries(entry, result.series.emplace_back()); });
}

void skipElement(const std::string &page, std::size_t &at, std::string_view name)
{
    const std::string end = "</" + std::string(name);
    const auto same = [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; };
    const auto found =
        std::search(page.begin() + static_cast<std::ptrdiff_t>(at), page.end(), end.begin(), end.end(), same);
    at = static_cast<std::size_t>(found - page.begin());
}

bool tagNamed(const std::string &page, std::size_t at, std::string_view name)
{
    return page.size() - at > name.size() &&
           std::equal(name.begin(), name.end(), page.begin() + static_cast<std::ptrdiff_t>(at) + 1,
                      [](char a, char b) { return a == std::tolower(static_cast<unsigned char>(b)); });
}

} // namespace

std::optional<double> valueOf(std::string_view text)
{
    if (text == "+Inf")
        return std::numeric_limits<double>::infinity();
    if (text == "-Inf")
        return -std::numeric_limits<double>::infinity();
    if (text == "NaN")
        return std::numeric_limits<double>::quiet_NaN();
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

std::string textOf(const element &parent, std::string_view key)
{
    std::string_view text;
    return parent[key].get_string().get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

base::Result<element> envelope(const HttpAnswer &answer, simdjson::dom::parser &parser)
{
    const std::size_t start = answer.body.find_first_not_of(" \t\r\n");
    if (start == std::string::npos || answer.body[start] != '{')
        return notTheApi(answer);
    element root;
    const simdjson::error_code error = parser.parse(answer.body).get(root);
    if (error != simdjson::SUCCESS)
        return unreadable(answer, simdjson::error_message(error));
    const std::string status = textOf(root, "status");
    if (status == "error" && (answer.status == 429 || (answer.status == 503 && !answer.retryAfter.empty())))
        return busy(answer, textOf(root, "error"));
    if (status == "error")
        return refusal(answer, textOf(root, "errorType"), textOf(root, "error"));
    if (status != "success" || answer.status >= 300)
        return notTheApi(answer);
    return root;
}

base::Result<alerting::QueryResult> decodeQuery(const HttpAnswer &answer)
{
    if (std::optional<alerting::QueryResult> matrix = readMatrix(answer))
        return std::move(*matrix);
    simdjson::dom::parser parser;
    const base::Result<element> root = envelope(answer, parser);
    if (!root)
        return root.error();
    element data;
    alerting::QueryResult result;
    if ((*root)["data"].get(data) != simdjson::SUCCESS || !readResult(data, result))
        return unreadable(answer, "no data.result");
    result.warnings = textsOf(*root, "warnings");
    result.infos = textsOf(*root, "infos");
    return result;
}

base::Result<std::vector<std::string>> decodeStrings(const HttpAnswer &answer)
{
    simdjson::dom::parser parser;
    const base::Result<element> root = envelope(answer, parser);
    if (!root)
        return root.error();
    element data;
    // A server without any series answers with null.
    if ((*root)["data"].get(data) != simdjson::SUCCESS || !(data.is_array() || data.is_null()))
        return unreadable(answer, "no data");
    return textsOf(*root, "data");
}

base::Result<BuildInfo> decodeBuildInfo(const HttpAnswer &answer)
{
    simdjson::dom::parser parser;
    const base::Result<element> root = envelope(answer, parser);
    if (!root)
        return root.error();
    element data;
    if ((*root)["data"].get(data) != simdjson::SUCCESS || !data.is_object())
        return unreadable(answer, "no data");
    BuildInfo info;
    info.version = textOf(data, "version");
    info.application = textOf(data, "application");
    // Mimir names itself; servers that only imitate the API leave the build's revision out.
    if (info.application.empty() && !textOf(data, "revision").empty())
        info.application = "Prometheus";
    return info;
}

std::string firstWords(const std::string &page, std::size_t length)
{
    std::string words;
    bool gap = false;
    for (std::size_t at = 0; at < page.size() && words.size() <= length; ++at) {
        if (page[at] == '<') {
            for (const std::string_view name : {"script", "style"}) {
                if (tagNamed(page, at, name))
                    skipElement(page, at, name);
            }
            at = std::min(page.find('>', at), page.size());
            gap = true;
        } else if (static_cast<unsigned char>(page[at]) <= ' ') {
            gap = true;
        } else {
            if (gap && !words.empty())
                words += ' ';
            gap = false;
            words += page[at];
        }
    }
    if (words.size() <= length)
        return words;
    std::size_t cut = length;
    while (cut > 0 && (static_cast<unsigned char>(words[cut]) & 0xC0) == 0x80)
        --cut;
    return words.substr(0, cut) + "…";
}

} // namespace prometheus
