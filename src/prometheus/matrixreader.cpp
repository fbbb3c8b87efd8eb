#include "prometheus/matrixreader.h"

#include "prometheus/responseparts.h"

#include <algorithm>
#include <string_view>

namespace prometheus {

namespace {

namespace ondemand = simdjson::ondemand;

/// `[ <unix seconds>, "<value>" ]`.
bool readSample(ondemand::value pair, alerting::Sample &sample)
{
    ondemand::array array;
    if (pair.get_array().get(array) != simdjson::SUCCESS)
        return false;
    int parts = 0;
    for (auto part : array) {
        if (parts == 0) {
            if (part.get_double().get(sample.time) != simdjson::SUCCESS)
                return false;
        } else {
            ondemand::raw_json_string text;
            if (parts > 1 || part.get_raw_json_string().get(text) != simdjson::SUCCESS)
                return false;
            // An unclosed string was found before. No number needs escapes: what has some is none.
            const char *end = text.raw();
            while (*end != '"' && *end != '\\')
                ++end;
            const std::optional<double> value = valueOf({text.raw(), static_cast<std::size_t>(end - text.raw())});
            if (!value || *end != '"')
                return false;
            sample.value = *value;
        }
        ++parts;
    }
    return parts == 2;
}

bool readLabels(ondemand::value metric, alerting::Labels &labels)
{
    ondemand::object object;
    if (metric.get_object().get(object) != simdjson::SUCCESS)
        return false;
    for (auto field : object) {
        std::string_view name;
        std::string_view value;
        if (field.unescaped_key().get(name) != simdjson::SUCCESS ||
            field.value().get_string().get(value) != simdjson::SUCCESS)
            return false;
        labels.emplace_back(name, value);
    }
    std::sort(labels.begin(), labels.end());
    return true;
}

bool readSamples(ondemand::value values, std::size_t expected, std::vector<alerting::Sample> &samples)
{
    ondemand::array array;
    if (values.get_array().get(array) != simdjson::SUCCESS)
        return false;
    samples.reserve(expected);
    for (auto pair : array) {
        ondemand::value value;
        if (pair.get(value) != simdjson::SUCCESS || !readSample(value, samples.emplace_back()))
            return false;
    }
    return true;
}

bool readOne(ondemand::value entry, std::size_t expected, alerting::Series &series)
{
    ondemand::object object;
    if (entry.get_object().get(object) != simdjson::SUCCESS)
        return false;
    bool metric = false;
    bool values = false;
    for (auto field : object) {
        ondemand::raw_json_string key;
        ondemand::value value;
        if (field.key().get(key) != simdjson::SUCCESS || field.value().get(value) != simdjson::SUCCESS)
            return false;
        if (key == "metric" ? !readLabels(value, series.labels)
                            : key == "values" && !readSamples(value, expected, series.samples))
            return false;
        metric = metric || key == "metric";
        values = values || key == "values";
        series.histograms = series.histograms || key == "histograms";
    }
    return metric && (values || series.histograms);
}

template <class Json> bool readSeriesOf(Json &result, std::vector<alerting::Series> &series)
{
    ondemand::array array;
    if (result.get_array().get(array) != simdjson::SUCCESS)
        return false;
    std::size_t expected = 0;
    for (auto entry : array) {
        ondemand::value value;
        if (entry.get(value) != simdjson::SUCCESS || !readOne(value, expected, series.emplace_back()))
            return false;
        // Most series of an answer are as long as the one before.
        expected = series.back().samples.size();
    }
    return true;
}

bool readData(ondemand::value data, std::vector<alerting::Series> &series)
{
    ondemand::object object;
    if (data.get_object().get(object) != simdjson::SUCCESS)
        return false;
    bool matrix = false;
    bool read = false;
    for (auto field : object) {
        ondemand::raw_json_string key;
        ondemand::value value;
        if (field.key().get(key) != simdjson::SUCCESS || field.value().get(value) != simdjson::SUCCESS)
            return false;
        std::string_view type;
        if (key == "resultType")
            matrix = value.get_string().get(type) == simdjson::SUCCESS && type == "matrix";
        else if (key == "result" && !(read = matrix && readSeriesOf(value, series)))
            return false;
    }
    return read;
}

bool readTexts(ondemand::value texts, std::vector<std::string> &list)
{
    ondemand::array array;
    if (texts.get_array().get(array) != simdjson::SUCCESS)
        return false;
    for (auto entry : array) {
        std::string_view text;
        if (entry.get_string().get(text) != simdjson::SUCCESS)
            return false;
        list.emplace_back(text);
    }
    return true;
}

} // namespace

std::optional<alerting::QueryResult> readMatrix(const HttpAnswer &answer)
{
    // Behind the text the reader may look, and not everybody who made one left room.
    if (answer.status >= 300 || answer.body.capacity() - answer.body.size() < simdjson::SIMDJSON_PADDING)
        return std::nullopt;
    ondemand::parser parser;
    ondemand::document document;
    ondemand::object root;
    if (parser.iterate(answer.body.data(), answer.body.size(), answer.body.capacity()).get(document) !=
            simdjson::SUCCESS ||
        document.get_object().get(root) != simdjson::SUCCESS)
        return std::nullopt;
    alerting::QueryResult result;
    result.type = alerting::QueryResult::Type::Matrix;
    bool success = false;
    bool data = false;
    for (auto field : root) {
        ondemand::raw_json_string key;
        ondemand::value value;
        if (field.key().get(key) != simdjson::SUCCESS || field.value().get(value) != simdjson::SUCCESS)
            return std::nullopt;
        std::string_view status;
        bool read = true;
        if (key == "status")
            read = success = value.get_string().get(status) == simdjson::SUCCESS && status == "success";
        else if (key == "data")
            read = data = readData(value, result.series);
        else if (key == "warnings")
            read = readTexts(value, result.warnings);
        else if (key == "infos")
            read = readTexts(value, result.infos);
        if (!read)
            return std::nullopt;
    }
    // Whatever follows the object is not the API's.
    const char *rest = nullptr;
    if (!success || !data || document.current_location().get(rest) == simdjson::SUCCESS)
        return std::nullopt;
    return result;
}

std::optional<std::vector<alerting::Series>> readSeriesList(const std::string &list)
{
    // Lists come one after another: what the parser allocated for one serves the next.
    thread_local ondemand::parser parser;
    std::string text;
    text.reserve(list.size() + 2 + simdjson::SIMDJSON_PADDING);
    text.append("[").append(list).append("]");
    ondemand::document document;
    std::vector<alerting::Series> series;
    const char *rest = nullptr;
    if (parser.iterate(text.data(), text.size(), text.capacity()).get(document) != simdjson::SUCCESS ||
        !readSeriesOf(document, series) || document.current_location().get(rest) == simdjson::SUCCESS)
        return std::nullopt;
    return series;
}

} // namespace prometheus
