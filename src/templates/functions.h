#pragma once

#include "promql/parser.h"
#include "templates/value.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace re2 {
class RE2;
}

/// The functions that templates can call: Go's, and Prometheus's.
namespace templates {

/// What a query gave: samples, or why it failed in Prometheus's words.
struct QueryAnswer
{
    std::vector<Sample> samples;
    std::string error;
};

/// An error of a function in Go's words.
struct CallError
{
    std::string message;
};

/// A query that has no answer yet.
struct QueryNeeded
{
    std::string query;
};

/// What a template may do before it is given up: steps of the evaluator, and the work of functions in the same measure.
class Budget
{
public:
    /// Throws Unsupported when nothing is left.
    void charge(std::size_t steps);

private:
    std::size_t m_steps = 300'000;
};

/// What functions know besides their arguments.
struct CallContext
{
    Budget *budget = nullptr;
    /// Compiled expressions by pattern.
    std::map<std::string, std::shared_ptr<const re2::RE2>, std::less<>> *regexes = nullptr;
    bool since3 = true;
    /// Unix seconds at which the rule is evaluated.
    double time = 0;
    std::string externalUrl;
    /// Nothing for a query whose answer is not known yet.
    std::function<std::optional<QueryAnswer>(const std::string &query)> query;
};

/// What a parameter takes; Reflected also takes Go's nil as it is.
enum class Parameter { Any, Reflected, String, Samples, Sample, Time, Duration };

/// Throws CallError, QueryNeeded and Unsupported.
using FunctionCall = Value (*)(const CallContext &context, std::span<const Value> arguments);

struct Function
{
    std::string_view name;
    /// The last one may be given any number of times when the function is variadic.
    std::vector<Parameter> parameters;
    bool variadic = false;
    FunctionCall call = nullptr;
    /// Prometheus's own.
    bool prometheus = false;
    /// The version of Prometheus that brought it; 0.0 for those that 2.42 has.
    int major = 0;
    int minor = 0;
    /// How it is called: `query "expr"`.
    const char *usage = "";
};

[[nodiscard]] std::span<const Function> functions();
/// Null when the dialect's version has no such function.
[[nodiscard]] const Function *findFunction(std::string_view name, const promql::Dialect &dialect);

/// As Go names the parameter's type.
[[nodiscard]] const char *parameterName(Parameter parameter);

[[nodiscard]] std::vector<Function> goFunctions();
[[nodiscard]] std::vector<Function> prometheusFunctions();

} // namespace templates
