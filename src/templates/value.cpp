#include "templates/value.h"

namespace templates {

Kind Value::kind() const
{
    switch (type) {
    case Type::None:
        return Kind::None;
    case Type::Bool:
        return Kind::Bool;
    case Type::Int:
    case Type::Int64:
    case Type::Month:
    case Type::Weekday:
    case Type::Duration:
        return Kind::Integer;
    case Type::Byte:
        return Kind::Unsigned;
    case Type::Float:
        return Kind::Float;
    case Type::Complex:
        return Kind::Complex;
    case Type::String:
    case Type::Html:
        return Kind::String;
    case Type::LabelMap:
    case Type::AnyMap:
        return Kind::Map;
    case Type::Samples:
        return Kind::Slice;
    case Type::Sample:
    case Type::Time:
        return Kind::Pointer;
    case Type::AlertData:
        return Kind::Struct;
    }
    return Kind::None;
}

Value boolValue(bool truth)
{
    Value value;
    value.type = Type::Bool;
    value.integer = truth ? 1 : 0;
    return value;
}

Value intValue(std::int64_t integer, Type type)
{
    Value value;
    value.type = type;
    value.integer = integer;
    return value;
}

Value floatValue(double number)
{
    Value value;
    value.type = Type::Float;
    value.number = number;
    return value;
}

Value stringValue(std::string text, Type type)
{
    Value value;
    value.type = type;
    value.text = std::move(text);
    return value;
}

Value labelsValue(LabelMap labels)
{
    Value value;
    value.type = Type::LabelMap;
    value.labels = std::make_shared<const LabelMap>(std::move(labels));
    return value;
}

Value mapValue(AnyMap map)
{
    Value value;
    value.type = Type::AnyMap;
    value.map = std::make_shared<const AnyMap>(std::move(map));
    return value;
}

Value samplesValue(Samples samples)
{
    Value value;
    value.type = Type::Samples;
    value.samples = std::make_shared<const Samples>(std::move(samples));
    return value;
}

Value sampleValue(std::shared_ptr<const Sample> sample)
{
    Value value;
    value.type = Type::Sample;
    value.sample = std::move(sample);
    return value;
}

std::string typeName(Type type, bool since3)
{
    switch (type) {
    case Type::None:
        return "<nil>";
    case Type::Bool:
        return "bool";
    case Type::Int:
        return "int";
    case Type::Byte:
        return "uint8";
    case Type::Int64:
        return "int64";
    case Type::Month:
        return "time.Month";
    case Type::Weekday:
        return "time.Weekday";
    case Type::Duration:
        return "time.Duration";
    case Type::Float:
        return "float64";
    case Type::Complex:
        return "complex128";
    case Type::String:
        return "string";
    case Type::Html:
        return "template.HTML";
    case Type::LabelMap:
        return "map[string]string";
    case Type::AnyMap:
        return "map[string]interface {}";
    case Type::Samples:
        return "template.queryResult";
    case Type::Sample:
        return "*template.sample";
    case Type::Time:
        return "*time.Time";
    case Type::AlertData:
        return std::string("struct { Labels map[string]string; ExternalLabels map[string]string; ExternalURL string; "
                           "Value ") +
               (since3 ? "interface {} }" : "float64 }");
    }
    return {};
}

std::size_t lengthOf(const Value &value)
{
    switch (value.type) {
    case Type::String:
    case Type::Html:
        return value.text.size();
    case Type::LabelMap:
        return value.labels ? value.labels->size() : 0;
    case Type::AnyMap:
        return value.map ? value.map->size() : 0;
    case Type::Samples:
        return value.samples ? value.samples->size() : 0;
    default:
        return 0;
    }
}

bool isTrue(const Value &value)
{
    switch (value.kind()) {
    case Kind::None:
        return false;
    case Kind::Bool:
    case Kind::Integer:
    case Kind::Unsigned:
        return value.integer != 0;
    case Kind::Float:
        return value.number != 0;
    case Kind::Complex:
        return value.number != 0 || value.imaginary != 0;
    case Kind::String:
    case Kind::Map:
    case Kind::Slice:
        return lengthOf(value) > 0;
    case Kind::Pointer:
        return !value.isNull();
    case Kind::Struct:
        return true;
    }
    return false;
}

} // namespace templates
