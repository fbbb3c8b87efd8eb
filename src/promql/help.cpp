#include "promql/help.h"

#include "promql/lexer.h"
#include "promql/printer.h"

#include <algorithm>
#include <array>

namespace promql {

namespace {

struct FunctionHelp
{
    std::string_view name;
    /// The arguments' names, separated by spaces.
    std::string_view arguments;
    const char *summary;
};

constexpr FunctionHelp functionHelp[] = {
    {"abs", "v", TRANSLATABLE("Core", "The absolute value of each sample.")},
    {"absent", "v", TRANSLATABLE("Core", "One series when the vector has none; empty otherwise.")},
    {"absent_over_time", "v",
     TRANSLATABLE("Core", "One series when there were no samples in the range; empty otherwise.")},
    {"acos", "v", TRANSLATABLE("Core", "The arc cosine of each sample, in radians.")},
    {"acosh", "v", TRANSLATABLE("Core", "The inverse hyperbolic cosine of each sample.")},
    {"asin", "v", TRANSLATABLE("Core", "The arc sine of each sample, in radians.")},
    {"asinh", "v", TRANSLATABLE("Core", "The inverse hyperbolic sine of each sample.")},
    {"atan", "v", TRANSLATABLE("Core", "The arc tangent of each sample, in radians.")},
    {"atanh", "v", TRANSLATABLE("Core", "The inverse hyperbolic tangent of each sample.")},
    {"avg_over_time", "v", TRANSLATABLE("Core", "The average of the samples in the range.")},
    {"ceil", "v", TRANSLATABLE("Core", "Each sample rounded up to a whole number.")},
    {"changes", "v", TRANSLATABLE("Core", "How often the value changed in the range.")},
    {"clamp", "v min max", TRANSLATABLE("Core", "Each sample, but not below min and not above max.")},
    {"clamp_max", "v max", TRANSLATABLE("Core", "Each sample, but not above max.")},
    {"clamp_min", "v min", TRANSLATABLE("Core", "Each sample, but not below min.")},
    {"cos", "v", TRANSLATABLE("Core", "The cosine of each sample in radians.")},
    {"cosh", "v", TRANSLATABLE("Core", "The hyperbolic cosine of each sample.")},
    {"count_over_time", "v", TRANSLATABLE("Core", "The number of samples in the range.")},
    {"day_of_month", "v", TRANSLATABLE("Core", "The day of the month, 1 to 31, in UTC.")},
    {"day_of_week", "v", TRANSLATABLE("Core", "The day of the week, 0 for Sunday to 6, in UTC.")},
    {"day_of_year", "v", TRANSLATABLE("Core", "The day of the year, 1 to 366, in UTC.")},
    {"days_in_month", "v", TRANSLATABLE("Core", "The number of days of the month, in UTC.")},
    {"deg", "v", TRANSLATABLE("Core", "Radians as degrees.")},
    {"delta", "v", TRANSLATABLE("Core", "The difference between the ends of the range, extrapolated; for gauges.")},
    {"deriv", "v", TRANSLATABLE("Core", "The slope per second by linear regression; for gauges.")},
    {"double_exponential_smoothing", "v sf tf",
     TRANSLATABLE("Core", "A smoothed value that follows the trend; for gauges.")},
    {"end", "", TRANSLATABLE("Core", "The end of the query, as Unix seconds.")},
    {"exp", "v", TRANSLATABLE("Core", "e to the power of each sample.")},
    {"first_over_time", "v", TRANSLATABLE("Core", "The first sample in the range.")},
    {"floor", "v", TRANSLATABLE("Core", "Each sample rounded down to a whole number.")},
    {"histogram_avg", "v", TRANSLATABLE("Core", "The average of the observations of each native histogram.")},
    {"histogram_count", "v", TRANSLATABLE("Core", "The number of observations of each native histogram.")},
    {"histogram_fraction", "lower upper b", TRANSLATABLE("Core", "The share of observations between lower and upper.")},
    {"histogram_quantile", "phi b", TRANSLATABLE("Core", "The phi-quantile, 0 to 1, of histogram buckets.")},
    {"histogram_quantiles", "b label phi phi",
     TRANSLATABLE("Core", "Several quantiles of histogram buckets, told apart by a label.")},
    {"histogram_stddev", "v",
     TRANSLATABLE("Core", "The estimated standard deviation of the observations of each native histogram.")},
    {"histogram_stdvar", "v",
     TRANSLATABLE("Core", "The estimated variance of the observations of each native histogram.")},
    {"histogram_sum", "v", TRANSLATABLE("Core", "The sum of the observations of each native histogram.")},
    {"holt_winters", "v sf tf", TRANSLATABLE("Core", "A smoothed value that follows the trend; for gauges.")},
    {"hour", "v", TRANSLATABLE("Core", "The hour of the day, 0 to 23, in UTC.")},
    {"idelta", "v", TRANSLATABLE("Core", "The difference between the last two samples; for gauges.")},
    {"increase", "v", TRANSLATABLE("Core", "How much the counter grew in the range, extrapolated.")},
    {"info", "v selector",
     TRANSLATABLE("Core", "The series with the labels of their info metrics, such as target_info.")},
    {"irate", "v", TRANSLATABLE("Core", "The increase per second between the last two samples; for counters.")},
    {"label_join", "v dst separator src",
     TRANSLATABLE("Core", "Sets the label dst to the joined values of other labels.")},
    {"label_replace", "v dst replacement src regex",
     TRANSLATABLE("Core", "Sets the label dst where the value of src matches the regular expression.")},
    {"last_over_time", "v", TRANSLATABLE("Core", "The last sample in the range.")},
    {"ln", "v", TRANSLATABLE("Core", "The natural logarithm of each sample.")},
    {"log10", "v", TRANSLATABLE("Core", "The decimal logarithm of each sample.")},
    {"log2", "v", TRANSLATABLE("Core", "The binary logarithm of each sample.")},
    {"mad_over_time", "v", TRANSLATABLE("Core", "The median absolute deviation of the samples in the range.")},
    {"max_of", "a b", TRANSLATABLE("Core", "The larger of two numbers.")},
    {"max_over_time", "v", TRANSLATABLE("Core", "The largest sample in the range.")},
    {"min_of", "a b", TRANSLATABLE("Core", "The smaller of two numbers.")},
    {"min_over_time", "v", TRANSLATABLE("Core", "The smallest sample in the range.")},
    {"minute", "v", TRANSLATABLE("Core", "The minute of the hour, 0 to 59, in UTC.")},
    {"month", "v", TRANSLATABLE("Core", "The month, 1 to 12, in UTC.")},
    {"pi", "", TRANSLATABLE("Core", "The number pi.")},
    {"predict_linear", "v t", TRANSLATABLE("Core", "The value in t seconds by linear regression; for gauges.")},
    {"present_over_time", "v", TRANSLATABLE("Core", "1 for each series with a sample in the range.")},
    {"quantile_over_time", "phi v", TRANSLATABLE("Core", "The phi-quantile, 0 to 1, of the samples in the range.")},
    {"rad", "v", TRANSLATABLE("Core", "Degrees as radians.")},
    {"range", "", TRANSLATABLE("Core", "The time from the start to the end of the query, in seconds.")},
    {"rate", "v", TRANSLATABLE("Core", "The increase per second, averaged over the range; for counters.")},
    {"resets", "v", TRANSLATABLE("Core", "How often the counter was reset in the range.")},
    {"round", "v to", TRANSLATABLE("Core", "Each sample rounded to the nearest whole number, or multiple of to.")},
    {"scalar", "v", TRANSLATABLE("Core", "The value of the only series; NaN when there is none or several.")},
    {"sgn", "v", TRANSLATABLE("Core", "1, 0 or -1: the sign of each sample.")},
    {"sin", "v", TRANSLATABLE("Core", "The sine of each sample in radians.")},
    {"sinh", "v", TRANSLATABLE("Core", "The hyperbolic sine of each sample.")},
    {"sort", "v", TRANSLATABLE("Core", "The series in ascending order of their values.")},
    {"sort_by_label", "v label", TRANSLATABLE("Core", "The series in the order of label values.")},
    {"sort_by_label_desc", "v label", TRANSLATABLE("Core", "The series in descending order of label values.")},
    {"sort_desc", "v", TRANSLATABLE("Core", "The series in descending order of their values.")},
    {"sqrt", "v", TRANSLATABLE("Core", "The square root of each sample.")},
    {"start", "", TRANSLATABLE("Core", "The start of the query, as Unix seconds.")},
    {"start_timestamp", "v", TRANSLATABLE("Core", "When each sample was created, as Unix seconds.")},
    {"stddev_over_time", "v", TRANSLATABLE("Core", "The standard deviation of the samples in the range.")},
    {"stdvar_over_time", "v", TRANSLATABLE("Core", "The variance of the samples in the range.")},
    {"step", "", TRANSLATABLE("Core", "The step of the query, in seconds.")},
    {"sum_over_time", "v", TRANSLATABLE("Core", "The sum of the samples in the range.")},
    {"tan", "v", TRANSLATABLE("Core", "The tangent of each sample in radians.")},
    {"tanh", "v", TRANSLATABLE("Core", "The hyperbolic tangent of each sample.")},
    {"time", "", TRANSLATABLE("Core", "The time of the evaluation, as Unix seconds.")},
    {"timestamp", "v", TRANSLATABLE("Core", "When each sample was taken, as Unix seconds.")},
    {"ts_of_first_over_time", "v",
     TRANSLATABLE("Core", "When the first sample in the range was taken, as Unix seconds.")},
    {"ts_of_last_over_time", "v",
     TRANSLATABLE("Core", "When the last sample in the range was taken, as Unix seconds.")},
    {"ts_of_max_over_time", "v",
     TRANSLATABLE("Core", "When the largest sample in the range was taken, as Unix seconds.")},
    {"ts_of_min_over_time", "v",
     TRANSLATABLE("Core", "When the smallest sample in the range was taken, as Unix seconds.")},
    {"vector", "s", TRANSLATABLE("Core", "The number as a vector with one series without labels.")},
    {"year", "v", TRANSLATABLE("Core", "The year, in UTC.")},
};

static_assert(std::ranges::is_sorted(functionHelp, {}, &FunctionHelp::name));

struct AggregationHelp
{
    const char *summary;
    std::string_view parameter;
};

/// In the order of AggregateOp.
constexpr AggregationHelp aggregationHelp[] = {
    {TRANSLATABLE("Core", "The sum of the series of each group."), ""},
    {TRANSLATABLE("Core", "The average of the series of each group."), ""},
    {TRANSLATABLE("Core", "The number of series of each group."), ""},
    {TRANSLATABLE("Core", "The smallest value of each group."), ""},
    {TRANSLATABLE("Core", "The largest value of each group."), ""},
    {TRANSLATABLE("Core", "1 for each group."), ""},
    {TRANSLATABLE("Core", "The standard deviation of each group."), ""},
    {TRANSLATABLE("Core", "The variance of each group."), ""},
    {TRANSLATABLE("Core", "The k largest series of each group."), "k"},
    {TRANSLATABLE("Core", "The k smallest series of each group."), "k"},
    {TRANSLATABLE("Core", "How many series have each value; the label holds the value."), "label"},
    {TRANSLATABLE("Core", "The phi-quantile, 0 to 1, of each group."), "phi"},
    {TRANSLATABLE("Core", "Some k series of each group, always the same ones."), "k"},
    {TRANSLATABLE("Core", "A share of the series of each group, always the same ones."), "ratio"},
};

const FunctionHelp *helpOf(const Function &function)
{
    const auto *found = std::ranges::lower_bound(functionHelp, function.name, {}, &FunctionHelp::name);
    return found != std::end(functionHelp) && found->name == function.name ? found : nullptr;
}

std::string_view signatureType(ValueType type)
{
    switch (type) {
    case ValueType::InstantVector:
        return "instant-vector";
    case ValueType::RangeVector:
        return "range-vector";
    case ValueType::Scalar:
        return "scalar";
    case ValueType::String:
        return "string";
    case ValueType::None:
        break;
    }
    return "";
}

/// Writes one signature, argument by argument.
class SignatureWriter
{
public:
    explicit SignatureWriter(std::string_view name) { m_signature.text = std::string(name) + "("; }

    void argument(std::string_view name, ValueType type, bool optional, bool repeated)
    {
        if (!m_signature.arguments.empty())
            m_signature.text += ", ";
        const std::size_t start = m_signature.text.size();
        if (optional)
            m_signature.text += '[';
        if (!name.empty())
            m_signature.text += std::string(name) + " ";
        m_signature.text += signatureType(type);
        if (optional)
            m_signature.text += ']';
        if (repeated)
            m_signature.text += ", ...";
        m_signature.arguments.push_back({start, m_signature.text.size()});
    }

    Signature finish()
    {
        m_signature.text += ')';
        return std::move(m_signature);
    }

private:
    Signature m_signature;
};

std::string_view takeWord(std::string_view &words)
{
    const std::size_t end = std::min(words.find(' '), words.size());
    const std::string_view word = words.substr(0, end);
    words.remove_prefix(std::min(end + 1, words.size()));
    return word;
}

/// How many commas stand between the opening parenthesis of `call`, a call's text, and `offset` in it; nothing when the
/// offset is not within the parentheses. `skipList`: the first parentheses hold labels.
std::optional<std::size_t> argumentAt(std::string_view call, std::size_t offset, bool skipList)
{
    Lexer lexer(call);
    int depth = 0;
    int lists = skipList ? 1 : 0;
    bool opened = false;
    std::size_t commas = 0;
    for (LexToken token = lexer.next(); token.kind != TokenKind::EndOfInput && token.start < offset;
         token = lexer.next()) {
        if (token.kind == TokenKind::LeftParen) {
            if (++depth == 1 && lists == 0)
                opened = true;
        } else if (token.kind == TokenKind::RightParen) {
            if (--depth == 0 && lists > 0)
                --lists;
            else if (depth == 0)
                return std::nullopt;
        } else if (token.kind == TokenKind::Comma && depth == 1 && opened && !lexer.inBraces() && !lexer.inBrackets()) {
            ++commas;
        }
    }
    return opened && depth > 0 ? std::optional(commas) : std::nullopt;
}

Hover selectorHover(const VectorSelector &selector)
{
    return {selector.range,
            print(&selector),
            {TRANSLATABLE("Core", "A vector selector: the last sample of each matching series.")}};
}

} // namespace

Signature signatureOf(const Function &function)
{
    SignatureWriter writer(function.name);
    const FunctionHelp *help = helpOf(function);
    std::string_view names = help ? help->arguments : std::string_view();
    for (std::size_t i = 0; i < function.argumentCount; ++i) {
        const bool last = i + 1U == function.argumentCount;
        writer.argument(takeWord(names), function.argumentTypes[i], last && function.variadic == 1,
                        last && (function.variadic < 0 || function.variadic > 1));
    }
    return writer.finish();
}

Signature signatureOf(const AggregationInfo &aggregation)
{
    SignatureWriter writer(aggregation.name);
    if (aggregation.parameter != ValueType::None)
        writer.argument(aggregationHelp[static_cast<std::size_t>(aggregation.op)].parameter, aggregation.parameter,
                        false, false);
    writer.argument("v", ValueType::InstantVector, false, false);
    return writer.finish();
}

base::Text summaryOf(const Function &function)
{
    const FunctionHelp *help = helpOf(function);
    return help ? base::Text(help->summary) : base::Text();
}

base::Text summaryOf(const AggregationInfo &aggregation)
{
    return {aggregationHelp[static_cast<std::size_t>(aggregation.op)].summary};
}

std::optional<Hover> hoverAt(const Tree &tree, std::size_t offset)
{
    std::optional<Hover> hover;
    walk(tree.root(), [&](const Expr &expr) {
        if (!expr.range.contains(offset))
            return false;
        if (const auto *call = as<Call>(&expr); call && call->function && call->name.range.contains(offset)) {
            hover = Hover{call->name.range, signatureOf(*call->function).text, summaryOf(*call->function)};
        } else if (const auto *aggregation = as<Aggregation>(&expr);
                   aggregation && aggregation->opRange.contains(offset)) {
            const AggregationInfo &info = aggregationInfo(aggregation->op);
            hover = Hover{aggregation->opRange, signatureOf(info).text, summaryOf(info)};
        } else if (const auto *selector = as<VectorSelector>(&expr)) {
            hover = selectorHover(*selector);
        }
        return true;
    });
    return hover;
}

std::optional<CallHelp> callHelpAt(const Tree &tree, std::size_t offset)
{
    std::optional<CallHelp> help;
    walk(tree.root(), [&](const Expr &expr) {
        if (offset < expr.range.start || offset > tree.text().size())
            return false;
        const std::string_view text = tree.text().substr(expr.range.start);
        if (const auto *call = as<Call>(&expr); call && call->function) {
            if (const std::optional<std::size_t> argument = argumentAt(text, offset - expr.range.start, false))
                help = CallHelp{signatureOf(*call->function), summaryOf(*call->function), *argument};
        } else if (const auto *aggregation = as<Aggregation>(&expr)) {
            const bool listFirst = aggregation->grouped && aggregation->expr && !aggregation->labels.empty() &&
                                   aggregation->labels.front().range.start < aggregation->expr->range.start;
            const AggregationInfo &info = aggregationInfo(aggregation->op);
            if (const std::optional<std::size_t> argument = argumentAt(text, offset - expr.range.start, listFirst))
                help = CallHelp{signatureOf(info), summaryOf(info), *argument};
        }
        return true;
    });
    if (help && !help->signature.arguments.empty())
        help->activeArgument = std::min(help->activeArgument, help->signature.arguments.size() - 1);
    return help;
}

} // namespace promql
