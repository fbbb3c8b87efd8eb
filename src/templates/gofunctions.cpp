#include "templates/format.h"

#include "base/text.h"
#include "templates/functions.h"
#include "templates/runes.h"
#include "templates/urlescape.h"

#include <algorithm>

namespace templates {

namespace {

constexpr const char *badComparison = "incompatible types for comparison";
constexpr const char *badComparisonType = "invalid type for comparison";

bool isBasic(Kind kind)
{
    return kind >= Kind::Bool && kind <= Kind::String;
}

bool isWhole(Kind kind)
{
    return kind == Kind::Integer || kind == Kind::Unsigned;
}

bool isComparable(const Value &value)
{
    return value.kind() != Kind::Map && value.kind() != Kind::Slice && value.type != Type::AlertData;
}

bool equalBasic(const Value &a, const Value &b)
{
    switch (a.kind()) {
    case Kind::Float:
        return a.number == b.number;
    case Kind::Complex:
        return a.number == b.number && a.imaginary == b.imaginary;
    case Kind::String:
        return a.text == b.text;
    default:
        return a.integer == b.integer;
    }
}

/// Numbers of either sign compare as they are; other kinds must be the same.
bool equal(const Value &a, const Value &b, const CallContext &context)
{
    const Kind kindA = isBasic(a.kind()) ? a.kind() : Kind::None;
    const Kind kindB = isBasic(b.kind()) ? b.kind() : Kind::None;
    if (kindA != kindB) {
        if (isWhole(kindA) && isWhole(kindB))
            return a.integer == b.integer;
        if (a.type != Type::None && b.type != Type::None)
            throw CallError{badComparison};
        return false;
    }
    if (kindA != Kind::None)
        return equalBasic(a, b);
    if (a.type == Type::None || b.type == Type::None)
        return a.type == b.type;
    const auto asText = [&context](const Value &value) { return sprintf("%s", std::span(&value, 1), context.since3); };
    if (a.kind() != b.kind() && !context.since3)
        throw CallError{"non-comparable types " + asText(a) + ": " + typeName(a.type, false) + ", " +
                        typeName(b.type, false) + ": " + asText(b)};
    for (const Value *value : {&a, &b}) {
        if (isComparable(*value))
            continue;
        if (context.since3)
            throw Unsupported{TRANSLATABLE("Core", "comparing maps or lists with eq")};
        throw CallError{"non-comparable type " + asText(*value) + ": " + typeName(value->type, false)};
    }
    // Pointers compare as such: two calls of toTime never give the same one.
    return a.type == b.type && a.sample == b.sample && (a.type != Type::Time || &a == &b);
}

Value eq(const CallContext &context, std::span<const Value> arguments)
{
    const Value &first = arguments[0];
    if (arguments.size() < 2)
        throw CallError{"missing argument for comparison"};
    for (const Value &other : arguments.subspan(1)) {
        if (equal(first, other, context))
            return boolValue(true);
    }
    return boolValue(false);
}

bool less(const Value &a, const Value &b)
{
    if (!isBasic(a.kind()) || !isBasic(b.kind()))
        throw CallError{badComparisonType};
    if (a.kind() != b.kind()) {
        if (isWhole(a.kind()) && isWhole(b.kind()))
            return a.integer < b.integer;
        throw CallError{badComparison};
    }
    switch (a.kind()) {
    case Kind::Bool:
    case Kind::Complex:
        throw CallError{badComparisonType};
    case Kind::Float:
        return a.number < b.number;
    case Kind::String:
        return a.text < b.text;
    default:
        return a.integer < b.integer;
    }
}

bool lessOrEqual(const CallContext &context, std::span<const Value> arguments)
{
    return less(arguments[0], arguments[1]) || eq(context, arguments).integer != 0;
}

/// An index into something of `length`; one behind the end passes, as in Go.
std::int64_t indexOf(const Value &index, std::size_t length, const CallContext &context)
{
    if (index.type == Type::None)
        throw CallError{"cannot index slice/array with nil"};
    if (!isWhole(index.kind()))
        throw CallError{"cannot index slice/array with type " + typeName(index.type, context.since3)};
    if (index.integer < 0 || index.integer > static_cast<std::int64_t>(length))
        throw CallError{"index out of range: " + std::to_string(index.integer)};
    return index.integer;
}

Value element(const Value &item, const Value &index, const CallContext &context)
{
    if (item.isNull())
        throw CallError{"index of nil pointer"};
    if (item.kind() == Kind::Map) {
        if (index.type == Type::None)
            throw CallError{"value is nil; should be of type string"};
        if (index.type != Type::String)
            throw CallError{"value has type " + typeName(index.type, context.since3) + "; should be string"};
        if (item.type == Type::LabelMap) {
            const auto found = item.labels->find(index.text);
            return stringValue(found == item.labels->end() ? std::string() : found->second);
        }
        const auto found = item.map->find(index.text);
        Value value = found == item.map->end() ? Value() : found->second;
        value.boxed = true;
        return value;
    }
    if (item.kind() != Kind::String && item.kind() != Kind::Slice) {
        std::string name = typeName(item.type, context.since3);
        if (item.kind() == Kind::Pointer)
            name.erase(0, 1);
        throw CallError{item.type == Type::None ? "index of untyped nil" : "can't index item of type " + name};
    }
    const std::size_t length = lengthOf(item);
    const auto at = static_cast<std::size_t>(indexOf(index, length, context));
    if (at == length)
        throw CallError{std::string("reflect: ") + (item.kind() == Kind::String ? "string" : "slice") +
                        " index out of range"};
    return item.kind() == Kind::String ? intValue(static_cast<unsigned char>(item.text[at]), Type::Byte)
                                       : sampleValue((*item.samples)[at]);
}

Value index(const CallContext &context, std::span<const Value> arguments)
{
    Value item = arguments[0];
    if (item.type == Type::None)
        throw CallError{"index of untyped nil"};
    for (const Value &each : arguments.subspan(1))
        item = element(item, each, context);
    return item;
}

Value slice(const CallContext &context, std::span<const Value> arguments)
{
    const Value &item = arguments[0];
    if (item.type == Type::None)
        throw CallError{"slice of untyped nil"};
    const std::span<const Value> indexes = arguments.subspan(1);
    if (indexes.size() > 3)
        throw CallError{"too many slice indexes: " + std::to_string(indexes.size())};
    if (item.kind() == Kind::String && indexes.size() == 3)
        throw CallError{"cannot 3-index slice a string"};
    if (item.kind() != Kind::String && item.kind() != Kind::Slice)
        throw CallError{"can't slice item of type " + typeName(item.type, context.since3)};
    const std::size_t length = lengthOf(item);
    std::int64_t bounds[3] = {0, static_cast<std::int64_t>(length), static_cast<std::int64_t>(length)};
    for (std::size_t i = 0; i < indexes.size(); ++i)
        bounds[i] = indexOf(indexes[i], length, context);
    for (std::size_t i = 0; i + 1 < std::max<std::size_t>(indexes.size(), 2); ++i) {
        if (bounds[i] > bounds[i + 1])
            throw CallError{"invalid slice index: " + std::to_string(bounds[i]) + " > " +
                            std::to_string(bounds[i + 1])};
    }
    const auto begin = static_cast<std::size_t>(bounds[0]);
    const auto end = static_cast<std::size_t>(bounds[1]);
    if (item.kind() == Kind::String)
        return stringValue(item.text.substr(begin, end - begin), item.type);
    return samplesValue(Samples(item.samples->begin() + static_cast<std::ptrdiff_t>(begin),
                                item.samples->begin() + static_cast<std::ptrdiff_t>(end)));
}

Value len(const CallContext &context, std::span<const Value> arguments)
{
    const Value &item = arguments[0];
    if (item.isNull())
        throw CallError{"len of nil pointer"};
    if (item.type == Type::None)
        throw CallError{"reflect: call of reflect.Value.Type on zero Value"};
    if (item.kind() != Kind::String && item.kind() != Kind::Map && item.kind() != Kind::Slice) {
        std::string name = typeName(item.type, context.since3);
        if (item.kind() == Kind::Pointer)
            name.erase(0, 1);
        throw CallError{"len of type " + name};
    }
    return intValue(static_cast<std::int64_t>(lengthOf(item)));
}

std::string htmlEscaped(std::string_view text)
{
    std::string result;
    for (const char c : text) {
        switch (c) {
        case '\0':
            result += "\uFFFD";
            break;
        case '"':
            result += "&#34;";
            break;
        case '\'':
            result += "&#39;";
            break;
        case '&':
            result += "&amp;";
            break;
        case '<':
            result += "&lt;";
            break;
        case '>':
            result += "&gt;";
            break;
        default:
            result += c;
        }
    }
    return result;
}

void appendJsUnicode(std::string &out, char32_t code)
{
    std::string digits;
    for (; code > 0 || digits.size() < 4; code /= 16)
        digits += "0123456789ABCDEF"[code % 16];
    std::ranges::reverse(digits);
    out += "\\u" + digits;
}

std::string jsEscaped(std::string_view text)
{
    std::string result;
    for (std::size_t i = 0; i < text.size();) {
        const Rune rune = runeAt(text, i);
        const char32_t c = rune.code;
        if (c == U'\\' || c == U'\'' || c == U'"') {
            result += '\\';
            result += static_cast<char>(c);
        } else if (c < 0x20 || c == U'<' || c == U'>' || c == U'&' || c == U'=' || (c >= 0x80 && !isPrint(c))) {
            appendJsUnicode(result, c);
        } else {
            appendRune(result, c);
        }
        i += rune.size;
    }
    return result;
}

Value callNothing(const CallContext &context, std::span<const Value> arguments)
{
    if (arguments[0].type == Type::None)
        throw CallError{"call of nil"};
    throw CallError{"non-function of type " + typeName(arguments[0].type, context.since3)};
}

} // namespace

std::vector<Function> goFunctions()
{
    using enum Parameter;
    const auto lt = [](const CallContext &, std::span<const Value> a) { return boolValue(less(a[0], a[1])); };
    const auto le = [](const CallContext &c, std::span<const Value> a) { return boolValue(lessOrEqual(c, a)); };
    const auto gt = [](const CallContext &c, std::span<const Value> a) { return boolValue(!lessOrEqual(c, a)); };
    const auto ge = [](const CallContext &, std::span<const Value> a) { return boolValue(!less(a[0], a[1])); };
    const auto ne = [](const CallContext &c, std::span<const Value> a) { return boolValue(eq(c, a).integer == 0); };
    const auto negate = [](const CallContext &, std::span<const Value> a) { return boolValue(!isTrue(a[0])); };
    // The evaluator itself runs `and` and `or`, which stop at the first argument that decides.
    const auto last = [](const CallContext &, std::span<const Value> a) { return a.back(); };
    return {
        {"and", {Reflected, Reflected}, true, last},
        {"or", {Reflected, Reflected}, true, last},
        {"not", {Reflected}, false, negate},
        {"call", {Reflected, Reflected}, true, callNothing},
        {"html",
         {Any},
         true,
         [](const CallContext &c, std::span<const Value> a) {
             return stringValue(htmlEscaped(printedTogether(a, c.since3)));
         }},
        {"js",
         {Any},
         true,
         [](const CallContext &c, std::span<const Value> a) {
             return stringValue(jsEscaped(printedTogether(a, c.since3)));
         }},
        {"urlquery",
         {Any},
         true,
         [](const CallContext &c, std::span<const Value> a) {
             return stringValue(urlEscaped(printedTogether(a, c.since3)));
         }},
        {"index", {Reflected, Reflected}, true, index},
        {"slice", {Reflected, Reflected}, true, slice},
        {"len", {Reflected}, false, len},
        {"print",
         {Any},
         true,
         [](const CallContext &c, std::span<const Value> a) { return stringValue(sprint(a, c.since3)); }},
        {"printf",
         {String, Any},
         true,
         [](const CallContext &c, std::span<const Value> a) {
             return stringValue(sprintf(a[0].text, a.subspan(1), c.since3));
         }},
        {"println",
         {Any},
         true,
         [](const CallContext &c, std::span<const Value> a) { return stringValue(sprintln(a, c.since3)); }},
        {"eq", {Reflected, Reflected}, true, eq},
        {"ne", {Reflected, Reflected}, false, ne},
        {"lt", {Reflected, Reflected}, false, lt},
        {"le", {Reflected, Reflected}, false, le},
        {"gt", {Reflected, Reflected}, false, gt},
        {"ge", {Reflected, Reflected}, false, ge},
    };
}

} // namespace templates
