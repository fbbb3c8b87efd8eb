#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// The values that a template can hold: the part of Go's types that Prometheus's templates can reach.
namespace templates {

using LabelMap = std::map<std::string, std::string, std::less<>>;

struct Sample
{
    /// With `__name__`.
    LabelMap labels;
    double value = 0;
};
using Samples = std::vector<std::shared_ptr<const Sample>>;

/// What `.` is at the top of an alert's template.
struct AlertData
{
    /// Of the series, with `__name__`, without the rule's own.
    LabelMap labels;
    LabelMap externalLabels;
    std::string externalUrl;
    double value = 0;
};

struct Value;
using AnyMap = std::map<std::string, Value, std::less<>>;

enum class Type {
    /// Go's untyped nil, and what is not there.
    None,
    Bool,
    Int,
    Byte,
    Int64,
    Month,
    Weekday,
    Duration,
    Float,
    Complex,
    String,
    Html,
    LabelMap,
    AnyMap,
    Samples,
    /// A pointer; null without object.
    Sample,
    /// A pointer; `integer` holds Unix nanoseconds, UTC.
    Time,
    AlertData,
};

/// What operations know of a type.
enum class Kind { None, Bool, Integer, Unsigned, Float, Complex, String, Map, Slice, Pointer, Struct };

struct Value
{
    Type type = Type::None;
    /// It was read out of an `interface {}`, which Go's messages mention.
    bool boxed = false;
    std::int64_t integer = 0;
    double number = 0;
    double imaginary = 0;
    std::string text;
    std::shared_ptr<const LabelMap> labels;
    std::shared_ptr<const AnyMap> map;
    std::shared_ptr<const Samples> samples;
    std::shared_ptr<const Sample> sample;
    std::shared_ptr<const AlertData> data;

    [[nodiscard]] Kind kind() const;
    [[nodiscard]] bool isNull() const { return type == Type::Sample && !sample; }
};

[[nodiscard]] Value boolValue(bool truth);
[[nodiscard]] Value intValue(std::int64_t integer, Type type = Type::Int);
[[nodiscard]] Value floatValue(double number);
[[nodiscard]] Value stringValue(std::string text, Type type = Type::String);
[[nodiscard]] Value labelsValue(LabelMap labels);
[[nodiscard]] Value mapValue(AnyMap map);
[[nodiscard]] Value samplesValue(Samples samples);
[[nodiscard]] Value sampleValue(std::shared_ptr<const Sample> sample);

/// As Go's %T prints it; `since3` where Prometheus 3 changed a field's type.
[[nodiscard]] std::string typeName(Type type, bool since3);

/// Whether `{{if}}` takes it for true.
[[nodiscard]] bool isTrue(const Value &value);
/// Of a string (bytes), map or slice.
[[nodiscard]] std::size_t lengthOf(const Value &value);

} // namespace templates
