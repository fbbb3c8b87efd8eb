#include "rules/expressionat.h"

#include "rules/rulesource.h"

#include <algorithm>

namespace rules {

namespace {

using Found = std::optional<ExpressionPlace>;

constexpr std::string_view keyLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";

/// The one stretch in which two texts differ.
struct Stretch
{
    base::ByteRange before;
    base::ByteRange after;
};

Stretch changeBetween(std::string_view before, std::string_view after)
{
    const std::size_t shorter = std::min(before.size(), after.size());
    const auto start = static_cast<std::size_t>(
        std::mismatch(before.begin(), before.begin() + static_cast<std::ptrdiff_t>(shorter), after.begin()).first -
        before.begin());
    std::size_t same = 0;
    while (same < shorter - start && before[before.size() - 1 - same] == after[after.size() - 1 - same])
        ++same;
    return {{start, before.size() - same}, {start, after.size() - same}};
}

Found placeIn(std::string_view expr, const yaml::SourceMap &map, base::ByteRange range, std::size_t offset)
{
    if (offset < range.start || offset > range.end)
        return std::nullopt;
    return ExpressionPlace{std::string(expr), map.toContent(offset)};
}

Found placeIn(const RuleDocument &document, std::size_t offset)
{
    const auto ref = document.ruleAt(offset);
    const Rule *rule = ref ? document.find(*ref) : nullptr;
    if (!rule || rule->expr.inherited)
        return std::nullopt;
    return placeIn(rule->expr.value, rule->expr.map, rule->expr.range, offset);
}

/// Whether the rules of the group stand in the file as lines, alone or in a literal block.
bool hasOwnLines(const RuleDocument &document, const RuleRef &ref)
{
    const auto index = document.findGroupIndex(ref);
    if (!index || *index >= document.source().groups.size())
        return false;
    const EmbeddedText *embedded = document.source().lists[document.source().groups[*index].list].embedded;
    while (embedded && embedded->scalar->style == yaml::ScalarStyle::Literal)
        embedded = embedded->outer;
    return !embedded;
}

/// Reads the lines of `rule` alone. Nothing when they cannot be read without the rest of the text.
std::optional<Found> placeInLines(std::string_view text, base::ByteRange rule, std::size_t offset)
{
    const std::size_t before = rule.start == 0 ? std::string_view::npos : text.find_last_of('\n', rule.start - 1);
    const std::size_t first = before == std::string_view::npos ? 0 : before + 1;
    // A rule that ends in a block scalar ends behind its last line break already.
    const bool endsInBreak = rule.end > 0 && rule.end <= text.size() && text[rule.end - 1] == '\n';
    const std::size_t last = endsInBreak ? rule.end : std::min(text.find('\n', rule.end), text.size());
    if (text.substr(first, rule.start - first).find_first_not_of(" -") != std::string_view::npos)
        return std::nullopt;
    yaml::ParseOptions options;
    options.from = first;
    const yaml::Stream stream = yaml::parse(text.substr(0, last), options);
    const bool refers = text.substr(first, last - first).find('*') != std::string_view::npos;
    if (!stream.ok() || stream.documents.size() != 1 || !stream.documents.front().root)
        return refers ? std::nullopt : std::optional(Found());
    const yaml::Node *node = stream.documents.front().root.get();
    if (node->kind == yaml::NodeKind::Sequence && node->items.size() == 1)
        node = node->items.front().get();
    const auto expr = findEffective(*node, "expr");
    if (!expr || expr->inherited || expr->value->kind != yaml::NodeKind::Scalar)
        return Found();
    return placeIn(expr->value->value, expr->value->map, expr->value->range, offset);
}

/// The bytes of the key `expr` and its value when the nearest key at or above `offset` is one; lines that the document
/// does not know as a rule yet.
std::optional<base::ByteRange> writtenExpr(std::string_view text, std::size_t offset)
{
    constexpr int mostLines = 200;
    std::size_t end = offset;
    for (int i = 0; i < mostLines; ++i) {
        const std::size_t before = end == 0 ? std::string_view::npos : text.find_last_of('\n', end - 1);
        const std::size_t start = before == std::string_view::npos ? 0 : before + 1;
        const std::string_view line = text.substr(start, std::min(text.find('\n', start), text.size()) - start);
        const std::size_t key = line.find_first_not_of(" -");
        const std::size_t colon = key == std::string_view::npos ? key : line.find_first_not_of(keyLetters, key);
        const bool isKey = colon != std::string_view::npos && colon > key && line[colon] == ':' &&
                           (colon + 1 == line.size() || line[colon + 1] == ' ' || line[colon + 1] == '\r');
        if (isKey && line.substr(key, colon - key) != "expr")
            return std::nullopt;
        if (isKey) {
            std::size_t last = start + line.size();
            while (last < text.size()) {
                const std::size_t next = std::min(text.find('\n', last + 1), text.size());
                const std::size_t first = text.find_first_not_of(" \r", last + 1);
                if (first < next && first - last - 1 <= key)
                    break;
                last = next;
            }
            return base::ByteRange{start + key, last};
        }
        if (before == std::string_view::npos)
            return std::nullopt;
        end = before;
    }
    return std::nullopt;
}

} // namespace

Found expressionAt(const RuleDocument &document, const std::string &text, std::size_t offset)
{
    const Stretch change = changeBetween(document.text(), text);
    if (change.before.empty() && change.after.empty())
        return placeIn(document, offset);
    const auto ref = document.ruleAt(change.before.start);
    const Rule *rule = ref ? document.find(*ref) : nullptr;
    std::optional<base::ByteRange> lines;
    if (!rule)
        lines = writtenExpr(text, offset);
    else if (change.before.end <= rule->range.end && hasOwnLines(document, *ref))
        lines = {rule->range.start, rule->range.end - change.before.end + change.after.end};
    else
        return placeIn(*load(document.file(), text), offset);
    if (!lines || offset < lines->start || offset > lines->end)
        return rule ? placeIn(*load(document.file(), text), offset) : std::nullopt;
    const auto place = placeInLines(text, *lines, offset);
    return place ? *place : placeIn(*load(document.file(), text), offset);
}

} // namespace rules
