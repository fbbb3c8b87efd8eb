#include "promql/functions.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>

namespace promql {

namespace {

constexpr ValueType scalarType = ValueType::Scalar;
constexpr ValueType stringType = ValueType::String;
constexpr ValueType vectorType = ValueType::InstantVector;
constexpr ValueType rangeType = ValueType::RangeVector;

constexpr Function always(std::string_view name, ValueType returnType, std::initializer_list<ValueType> arguments,
                          std::int8_t variadic = 0)
{
    Function function;
    function.name = name;
    function.returnType = returnType;
    function.variadic = variadic;
    for (const ValueType argument : arguments)
        function.argumentTypes[function.argumentCount++] = argument;
    return function;
}

constexpr Function since(Version added, const Function &function)
{
    Function result = function;
    result.added = added;
    return result;
}

constexpr Function until(Version removed, const Function &function)
{
    Function result = function;
    result.removed = removed;
    return result;
}

constexpr Function experimental(Version added, const Function &function)
{
    Function result = function;
    result.added = added;
    result.experimental = true;
    return result;
}

constexpr Function stableSince(Version stable, const Function &function)
{
    Function result = function;
    result.stable = stable;
    return result;
}

constexpr Function functionTable[] = {
    always("abs", vectorType, {vectorType}),
    always("absent", vectorType, {vectorType}),
    always("absent_over_time", vectorType, {rangeType}),
    always("acos", vectorType, {vectorType}),
    always("acosh", vectorType, {vectorType}),
    always("asin", vectorType, {vectorType}),
    always("asinh", vectorType, {vectorType}),
    always("atan", vectorType, {vectorType}),
    always("atanh", vectorType, {vectorType}),
    always("avg_over_time", vectorType, {rangeType}),
    always("ceil", vectorType, {vectorType}),
    always("changes", vectorType, {rangeType}),
    always("clamp", vectorType, {vectorType, scalarType, scalarType}),
    always("clamp_max", vectorType, {vectorType, scalarType}),
    always("clamp_min", vectorType, {vectorType, scalarType}),
    always("cos", vectorType, {vectorType}),
    always("cosh", vectorType, {vectorType}),
    always("count_over_time", vectorType, {rangeType}),
    always("day_of_month", vectorType, {vectorType}, 1),
    always("day_of_week", vectorType, {vectorType}, 1),
    always("day_of_year", vectorType, {vectorType}, 1),
    always("days_in_month", vectorType, {vectorType}, 1),
    always("deg", vectorType, {vectorType}),
    always("delta", vectorType, {rangeType}),
    always("deriv", vectorType, {rangeType}),
    experimental({3, 0}, always("double_exponential_smoothing", vectorType, {rangeType, scalarType, scalarType})),
    experimental({3, 12}, always("end", scalarType, {})),
    always("exp", vectorType, {vectorType}),
    stableSince({3, 14}, experimental({3, 7}, always("first_over_time", vectorType, {rangeType}))),
    always("floor", vectorType, {vectorType}),
    since({2, 50}, always("histogram_avg", vectorType, {vectorType})),
    always("histogram_count", vectorType, {vectorType}),
    always("histogram_fraction", vectorType, {scalarType, scalarType, vectorType}),
    always("histogram_quantile", vectorType, {scalarType, vectorType}),
    experimental({3, 11},
                 always("histogram_quantiles", vectorType, {vectorType, stringType, scalarType, scalarType}, 9)),
    since({2, 48}, always("histogram_stddev", vectorType, {vectorType})),
    since({2, 48}, always("histogram_stdvar", vectorType, {vectorType})),
    always("histogram_sum", vectorType, {vectorType}),
    until({3, 0}, always("holt_winters", vectorType, {rangeType, scalarType, scalarType})),
    always("hour", vectorType, {vectorType}, 1),
    always("idelta", vectorType, {rangeType}),
    always("increase", vectorType, {rangeType}),
    experimental({2, 55}, always("info", vectorType, {vectorType, vectorType}, 1)),
    always("irate", vectorType, {rangeType}),
    always("label_join", vectorType, {vectorType, stringType, stringType, stringType}, -1),
    always("label_replace", vectorType, {vectorType, stringType, stringType, stringType, stringType}),
    always("last_over_time", vectorType, {rangeType}),
    always("ln", vectorType, {vectorType}),
    always("log10", vectorType, {vectorType}),
    always("log2", vectorType, {vectorType}),
    experimental({2, 49}, always("mad_over_time", vectorType, {rangeType})),
    experimental({3, 13}, always("max_of", scalarType, {scalarType, scalarType})),
    always("max_over_time", vectorType, {rangeType}),
    experimental({3, 13}, always("min_of", scalarType, {scalarType, scalarType})),
    always("min_over_time", vectorType, {rangeType}),
    always("minute", vectorType, {vectorType}, 1),
    always("month", vectorType, {vectorType}, 1),
    always("pi", scalarType, {}),
    always("predict_linear", vectorType, {rangeType, scalarType}),
    always("present_over_time", vectorType, {rangeType}),
    always("quantile_over_time", vectorType, {scalarType, rangeType}),
    always("rad", vectorType, {vectorType}),
    experimental({3, 12}, always("range", scalarType, {})),
    always("rate", vectorType, {rangeType}),
    always("resets", vectorType, {rangeType}),
    always("round", vectorType, {vectorType, scalarType}, 1),
    always("scalar", scalarType, {vectorType}),
    always("sgn", vectorType, {vectorType}),
    always("sin", vectorType, {vectorType}),
    always("sinh", vectorType, {vectorType}),
    always("sort", vectorType, {vectorType}),
    experimental({2, 49}, always("sort_by_label", vectorType, {vectorType, stringType}, -1)),
    experimental({2, 49}, always("sort_by_label_desc", vectorType, {vectorType, stringType}, -1)),
    always("sort_desc", vectorType, {vectorType}),
    always("sqrt", vectorType, {vectorType}),
    experimental({3, 12}, always("start", scalarType, {})),
    experimental({3, 14}, always("start_timestamp", vectorType, {vectorType})),
    always("stddev_over_time", vectorType, {rangeType}),
    always("stdvar_over_time", vectorType, {rangeType}),
    experimental({3, 12}, always("step", scalarType, {})),
    always("sum_over_time", vectorType, {rangeType}),
    always("tan", vectorType, {vectorType}),
    always("tanh", vectorType, {vectorType}),
    always("time", scalarType, {}),
    always("timestamp", vectorType, {vectorType}),
    experimental({3, 7}, always("ts_of_first_over_time", vectorType, {rangeType})),
    experimental({3, 5}, always("ts_of_last_over_time", vectorType, {rangeType})),
    experimental({3, 5}, always("ts_of_max_over_time", vectorType, {rangeType})),
    experimental({3, 5}, always("ts_of_min_over_time", vectorType, {rangeType})),
    always("vector", vectorType, {scalarType}),
    always("year", vectorType, {vectorType}, 1),
};

static_assert(std::ranges::is_sorted(functionTable, {}, &Function::name));

constexpr std::size_t functionPlaces = 512;

constexpr std::size_t functionHash(std::string_view name)
{
    std::uint32_t hash = 2166136261U;
    for (const char c : name)
        hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    return (hash ^ hash >> 15U) % functionPlaces;
}

/// Index into functionTable plus one; collisions go to the next place.
constexpr auto functionIndex = [] {
    std::array<std::uint8_t, functionPlaces> index{};
    for (std::size_t i = 0; i < std::size(functionTable); ++i) {
        std::size_t place = functionHash(functionTable[i].name);
        while (index[place] != 0)
            place = (place + 1) % functionPlaces;
        index[place] = static_cast<std::uint8_t>(i + 1);
    }
    return index;
}();

constexpr AggregationInfo aggregationTable[] = {
    {"sum", AggregateOp::Sum},
    {"avg", AggregateOp::Avg},
    {"count", AggregateOp::Count},
    {"min", AggregateOp::Min},
    {"max", AggregateOp::Max},
    {"group", AggregateOp::Group},
    {"stddev", AggregateOp::Stddev},
    {"stdvar", AggregateOp::Stdvar},
    {"topk", AggregateOp::Topk, ValueType::Scalar},
    {"bottomk", AggregateOp::Bottomk, ValueType::Scalar},
    {"count_values", AggregateOp::CountValues, ValueType::String},
    {"quantile", AggregateOp::Quantile, ValueType::Scalar},
    {"limitk", AggregateOp::Limitk, ValueType::Scalar, true, {2, 54}},
    {"limit_ratio", AggregateOp::LimitRatio, ValueType::Scalar, true, {2, 54}},
};

} // namespace

std::string versionText(Version version)
{
    return std::to_string(version.major) + "." + std::to_string(version.minor);
}

std::size_t Function::minimumArguments() const
{
    return variadic == 0 ? argumentCount : argumentCount - 1U;
}

std::size_t Function::maximumArguments() const
{
    if (variadic < 0)
        return std::numeric_limits<std::size_t>::max();
    return variadic == 0 ? argumentCount : argumentCount - 1U + static_cast<std::size_t>(variadic);
}

std::span<const Function> functions()
{
    return functionTable;
}

const Function *findFunction(std::string_view name)
{
    for (std::size_t place = functionHash(name); functionIndex[place] != 0; place = (place + 1) % functionPlaces) {
        const Function &function = functionTable[functionIndex[place] - 1U];
        if (function.name == name)
            return &function;
    }
    return nullptr;
}

std::span<const AggregationInfo> aggregations()
{
    return aggregationTable;
}

const AggregationInfo &aggregationInfo(AggregateOp op)
{
    return aggregationTable[static_cast<std::size_t>(op)];
}

std::string_view operatorText(BinaryOp op)
{
    static constexpr std::string_view texts[] = {
        "+", "-", "*", "/", "%", "^", "atan2", "==", "!=", "<", "<=", ">", ">=", "and", "or", "unless", "</", ">/"};
    return texts[static_cast<std::size_t>(op)];
}

std::string_view matchOpText(MatchOp op)
{
    static constexpr std::string_view texts[] = {"=", "!=", "=~", "!~"};
    return texts[static_cast<std::size_t>(op)];
}

} // namespace promql
