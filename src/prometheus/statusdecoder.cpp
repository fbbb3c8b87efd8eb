#include "prometheus/statusdecoder.h"

#include "prometheus/responseparts.h"
#include "prometheus/rulesdecoder.h"

namespace prometheus {

namespace {

using simdjson::dom::element;

/// The items of `data.KEY`; none when there is no such list.
std::vector<element> itemsIn(const element &root, std::string_view key)
{
    std::vector<element> items;
    simdjson::dom::array array;
    if (root["data"][key].get_array().get(array) != simdjson::SUCCESS)
        return items;
    for (const element &entry : array)
        items.push_back(entry);
    return items;
}

} // namespace

base::Result<std::vector<std::string>> decodeAlertmanagers(const HttpAnswer &answer)
{
    simdjson::dom::parser parser;
    const base::Result<element> root = envelope(answer, parser);
    if (!root)
        return root.error();
    std::vector<std::string> addresses;
    for (const element &entry : itemsIn(*root, "activeAlertmanagers"))
        addresses.push_back(textOf(entry, "url"));
    return addresses;
}

base::Result<std::vector<ScrapeTarget>> decodeTargets(const HttpAnswer &answer)
{
    simdjson::dom::parser parser;
    const base::Result<element> root = envelope(answer, parser);
    if (!root)
        return root.error();
    std::vector<ScrapeTarget> targets;
    for (const element &entry : itemsIn(*root, "activeTargets")) {
        ScrapeTarget target;
        element labels;
        if (entry["labels"].get(labels) == simdjson::SUCCESS)
            target.job = textOf(labels, "job");
        target.url = textOf(entry, "scrapeUrl");
        target.health = textOf(entry, "health");
        target.lastError = textOf(entry, "lastError");
        targets.push_back(std::move(target));
    }
    return targets;
}

base::Result<RuntimeInfo> decodeRuntimeInfo(const HttpAnswer &answer)
{
    simdjson::dom::parser parser;
    const base::Result<element> root = envelope(answer, parser);
    if (!root)
        return root.error();
    RuntimeInfo info;
    element data;
    if ((*root)["data"].get(data) != simdjson::SUCCESS)
        return info;
    bool reloaded = true;
    if (data["reloadConfigSuccess"].get_bool().get(reloaded) == simdjson::SUCCESS)
        info.reloaded = reloaded;
    constexpr double nanoseconds = 1e9;
    info.configTime = static_cast<double>(nanosecondsOf(textOf(data, "lastConfigTime")).value_or(0)) / nanoseconds;
    info.retention = textOf(data, "storageRetention");
    return info;
}

base::Result<std::vector<std::string>> decodeFeatures(const HttpAnswer &answer)
{
    simdjson::dom::parser parser;
    const base::Result<element> root = envelope(answer, parser);
    if (!root)
        return root.error();
    struct Sign
    {
        std::string_view category;
        std::string_view name;
        const char *flag;
    };
    // One sign of each flag: what it switches on is listed in any case, and false where the flag is missing.
    static constexpr Sign signs[] = {
        {"promql_functions", "mad_over_time", "promql-experimental-functions"},
        {"promql", "duration_expr", "promql-duration-expr"},
        {"promql", "anchored", "promql-extended-range-selectors"},
        {"promql", "fill", "promql-binop-fill-modifiers"},
    };
    std::vector<std::string> features;
    for (const Sign &sign : signs) {
        bool on = false;
        if ((*root)["data"][sign.category][sign.name].get_bool().get(on) == simdjson::SUCCESS && on)
            features.emplace_back(sign.flag);
    }
    return features;
}

} // namespace prometheus
