#include "prometheus/rulesdecoder.h"

#include "prometheus/responseparts.h"

#include <algorithm>
#include <charconv>

#include <QDateTime>
#include <QString>

namespace prometheus {

namespace {

using simdjson::dom::element;

double numberOf(const element &parent, std::string_view key)
{
    double value = 0;
    return parent[key].get_double().get(value) == simdjson::SUCCESS ? value : 0;
}

alerting::Labels pairsOf(const element &parent, std::string_view key)
{
    alerting::Labels labels;
    simdjson::dom::object object;
    if (parent[key].get_object().get(object) != simdjson::SUCCESS)
        return labels;
    for (const auto &[name, value] : object) {
        std::string_view text;
        if (value.get_string().get(text) == simdjson::SUCCESS)
            labels.emplace_back(name, text);
    }
    std::ranges::sort(labels);
    return labels;
}

template <class Read> void forEachIn(const element &parent, std::string_view key, Read &&read)
{
    simdjson::dom::array array;
    if (parent[key].get_array().get(array) != simdjson::SUCCESS)
        return;
    for (const element &entry : array)
        read(entry);
}

alerting::LoadedRule ruleOf(const element &entry)
{
    alerting::LoadedRule rule;
    rule.alerting = textOf(entry, "type") == "alerting";
    rule.name = textOf(entry, "name");
    rule.expr = textOf(entry, "query");
    rule.forSeconds = numberOf(entry, "duration");
    rule.keepFiringForSeconds = numberOf(entry, "keepFiringFor");
    rule.labels = pairsOf(entry, "labels");
    rule.annotations = pairsOf(entry, "annotations");
    rule.health = textOf(entry, "health");
    rule.lastError = textOf(entry, "lastError");
    forEachIn(entry, "alerts", [&rule](const element &alert) {
        rule.alerts.push_back(
            {pairsOf(alert, "labels"), textOf(alert, "state"), nanosecondsOf(textOf(alert, "activeAt")).value_or(0)});
    });
    return rule;
}

} // namespace

std::optional<std::int64_t> nanosecondsOf(std::string_view time)
{
    // Seconds, then any number of digits, then the zone.
    const std::size_t point = time.find('.');
    const std::size_t zone = time.find_first_of("Z+-", std::min<std::size_t>(time.size(), 19));
    if (zone == std::string_view::npos)
        return std::nullopt;
    std::int64_t fraction = 0;
    if (point != std::string_view::npos && point < zone) {
        std::string digits(time.substr(point + 1, zone - point - 1));
        digits.resize(9, '0');
        if (std::from_chars(digits.data(), digits.data() + digits.size(), fraction).ec != std::errc())
            return std::nullopt;
    }
    const std::string whole = std::string(time.substr(0, std::min(point, zone))) + std::string(time.substr(zone));
    const QDateTime parsed = QDateTime::fromString(QString::fromStdString(whole), Qt::ISODate);
    if (!parsed.isValid() || parsed.date().year() < 1970)
        return std::nullopt;
    constexpr std::int64_t nanoseconds = 1'000'000'000;
    return parsed.toSecsSinceEpoch() * nanoseconds + fraction;
}

base::Result<alerting::LoadedRules> decodeRules(const HttpAnswer &answer)
{
    simdjson::dom::parser parser;
    const base::Result<element> root = envelope(answer, parser);
    if (!root)
        return root.error();
    element data;
    alerting::LoadedRules groups;
    if ((*root)["data"].get(data) != simdjson::SUCCESS)
        return groups;
    forEachIn(data, "groups", [&groups](const element &entry) {
        alerting::LoadedGroup group;
        group.name = textOf(entry, "name");
        group.file = textOf(entry, "file");
        group.intervalSeconds = numberOf(entry, "interval");
        group.limit = static_cast<std::size_t>(std::max(0.0, numberOf(entry, "limit")));
        group.lastEvaluation = nanosecondsOf(textOf(entry, "lastEvaluation")).value_or(0);
        forEachIn(entry, "rules", [&group](const element &rule) { group.rules.push_back(ruleOf(rule)); });
        groups.push_back(std::move(group));
    });
    return groups;
}

base::Result<ServerFlags> decodeFlags(const HttpAnswer &answer)
{
    simdjson::dom::parser parser;
    const base::Result<element> root = envelope(answer, parser);
    if (!root)
        return root.error();
    ServerFlags flags;
    element data;
    if ((*root)["data"].get(data) != simdjson::SUCCESS)
        return flags;
    flags.lookback = textOf(data, "query.lookback-delta");
    flags.retention = textOf(data, "storage.tsdb.retention.time");
    const std::string size = textOf(data, "storage.tsdb.retention.size");
    // Neither is set: Prometheus's default, which the flags do not show.
    if (flags.retention == "0s" && (size == "0B" || size == "0"))
        flags.retention = "15d";
    flags.externalUrl = textOf(data, "web.external-url");
    std::string features = textOf(data, "enable-feature");
    for (std::size_t comma = features.find(','); !features.empty(); comma = features.find(',')) {
        if (const std::string name = features.substr(0, comma); !name.empty())
            flags.features.push_back(name);
        features.erase(0, comma == std::string::npos ? comma : comma + 1);
    }
    return flags;
}

base::Result<std::string> decodeRetention(const HttpAnswer &answer)
{
    simdjson::dom::parser parser;
    const base::Result<element> root = envelope(answer, parser);
    if (!root)
        return root.error();
    element data;
    return (*root)["data"].get(data) == simdjson::SUCCESS ? textOf(data, "storageRetention") : std::string();
}

base::Result<std::string> decodeConfiguration(const HttpAnswer &answer)
{
    simdjson::dom::parser parser;
    const base::Result<element> root = envelope(answer, parser);
    if (!root)
        return root.error();
    element data;
    return (*root)["data"].get(data) == simdjson::SUCCESS ? textOf(data, "yaml") : std::string();
}

} // namespace prometheus
