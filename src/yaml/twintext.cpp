#include "yaml/twintext.h"

#include "yaml/scalarreader.h"
#include "yaml/scalarwriter.h"

#include <algorithm>
#include <array>

namespace yaml::twin {

namespace {

using reader::isBlank;
using reader::isBreak;

bool namesYaml(std::string_view key)
{
    constexpr std::array<std::string_view, 4> endings = {".yml", ".yaml", ".json", ".rules"};
    return std::ranges::any_of(endings, [key](std::string_view ending) { return key.ends_with(ending); });
}

/// Keys under which manifests hold YAML as a text: Argo CD's and k3s's values of a chart, kustomize's patches.
bool holdsYaml(std::string_view key)
{
    constexpr std::array<std::string_view, 3> keys = {"values", "valuesContent", "patch"};
    return std::ranges::find(keys, key) != keys.end();
}

void appendText(std::string &form, char sign, std::string_view text)
{
    form += sign;
    form += std::to_string(text.size());
    form += ':';
    form += text;
}

std::string propertiesForm(const Node &node, bool strict)
{
    std::string properties;
    if (!node.tag.empty())
        appendText(properties, '!', node.tag);
    if (strict && !node.anchor.empty() && node.kind != NodeKind::Alias)
        appendText(properties, '&', node.anchor);
    return properties;
}

std::string joined(std::string properties, char open, const std::vector<std::string> &parts, char close)
{
    properties += open;
    for (const std::string &part : parts)
        properties += part;
    properties += close;
    return properties;
}

std::size_t withoutLineEnd(std::string_view text, std::size_t start, std::size_t end)
{
    if (end > start && text[end - 1] == '\n')
        --end;
    if (end > start && text[end - 1] == '\r')
        --end;
    return end;
}

/// The dash of a block sequence's item: the byte in the sequence's column on the item's line or one above.
std::size_t dashOf(const Side &side, const Node &sequence, std::size_t index)
{
    const std::size_t content = sequence.items[index]->range.start;
    std::size_t line = side.lineStart(content);
    while (true) {
        const std::size_t at = line + sequence.indent;
        if (at < side.text.size() && side.text[at] == '-' && at <= content)
            return at;
        if (line <= sequence.range.start)
            return content;
        line = side.lineStart(line - 1);
    }
}

/// The end of an empty value: behind a `~` or `null` if one is written.
std::size_t writtenEnd(const Side &side, const Node &value, std::size_t end)
{
    if (value.kind != NodeKind::Null)
        return end;
    std::size_t at = end;
    while (at < side.text.size() && isBlank(side.text[at]))
        ++at;
    for (const std::string_view word : {"~", "null", "Null", "NULL"}) {
        if (!side.text.substr(at).starts_with(word))
            continue;
        const std::size_t behind = at + word.size();
        if (behind == side.text.size() || isBlank(side.text[behind]) || isBreak(side.text[behind]))
            return behind;
    }
    return end;
}

} // namespace

bool holdsStructure(const Stream &stream)
{
    bool any = false;
    for (const Document &document : stream.documents) {
        const NodeKind kind = document.root ? document.root->kind : NodeKind::Null;
        any = any || kind == NodeKind::Mapping || kind == NodeKind::Sequence;
        if (kind == NodeKind::Scalar || kind == NodeKind::Alias)
            return false;
    }
    return any && stream.ok();
}

std::string_view meantValue(const Node &scalar)
{
    std::string_view value = scalar.value;
    while (isBlockScalar(scalar) && value.ends_with('\n'))
        value.remove_suffix(1);
    return value;
}

bool isBlockScalar(const Node &node)
{
    return node.kind == NodeKind::Scalar && (node.style == ScalarStyle::Literal || node.style == ScalarStyle::Folded);
}

Side::Side(std::string_view content) : text(content), stream(parse(content))
{
    for (const Document &document : stream.documents) {
        if (document.root)
            collectEmbedded(*document.root);
    }
}

void Side::collectEmbedded(const Node &node)
{
    for (const auto &item : node.items)
        collectEmbedded(*item);
    const Node *kind = node.find("kind");
    const bool configMap = kind != nullptr && (kind->value == "ConfigMap" || kind->value == "Secret");
    const auto enter = [&](const Node &scalar, bool anyText) {
        if (scalar.kind != NodeKind::Scalar || scalar.value.empty())
            return;
        auto content = std::make_unique<Side>(scalar.value);
        if (holdsStructure(content->stream))
            embedded.emplace(&scalar, std::move(content));
        else if (anyText && scalar.value.find('\n') != std::string::npos)
            plainTexts.emplace(&scalar, true);
    };
    for (const Entry &entry : node.entries) {
        const bool data = configMap && (entry.key->value == "data" || entry.key->value == "stringData");
        if (data) {
            for (const Entry &file : entry.value->entries)
                enter(*file.value, true);
        } else if (namesYaml(entry.key->value) || (holdsYaml(entry.key->value) && isBlockScalar(*entry.value))) {
            enter(*entry.value, false);
        }
        if (!data)
            collectEmbedded(*entry.value);
    }
}

const Side *Side::inner(const Node &node) const
{
    const auto found = embedded.find(&node);
    return found == embedded.end() ? nullptr : found->second.get();
}

std::size_t Side::lineStart(std::size_t at) const
{
    const std::size_t first = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    while (at > first && !isBreak(text[at - 1]))
        --at;
    return at;
}

std::size_t Side::behindLine(std::size_t end) const
{
    if (end > 0 && end <= text.size() && text[end - 1] == '\n')
        return end;
    const std::size_t lineEnd = text.find('\n', end);
    return lineEnd == std::string_view::npos ? text.size() : lineEnd + 1;
}

bool Side::startsLine(std::size_t at) const
{
    const std::size_t start = lineStart(at);
    return std::ranges::all_of(text.substr(start, at - start), isBlank);
}

std::string form(const Side &side, const Node &node, bool strict)
{
    std::string result = propertiesForm(node, strict);
    switch (node.kind) {
    case NodeKind::Null:
        return result + 'n';
    case NodeKind::Alias:
        appendText(result, '*', node.value);
        return result;
    case NodeKind::Scalar:
        if (const Side *content = side.inner(node); content != nullptr && !strict)
            return result + 'E' + formOfDocuments(*content);
        if (strict)
            appendText(result, node.style == ScalarStyle::Plain && looksTyped(node.value) ? 't' : 's', node.value);
        else
            appendText(result, 's', meantValue(node));
        return result;
    case NodeKind::Sequence: {
        std::vector<std::string> items;
        items.reserve(node.items.size());
        for (const auto &item : node.items)
            items.push_back(form(side, *item, strict));
        return joined(std::move(result), '[', items, ']');
    }
    case NodeKind::Mapping: {
        std::vector<std::string> entries;
        entries.reserve(node.entries.size());
        for (const Entry &entry : node.entries)
            entries.push_back(form(side, *entry.key) + form(side, *entry.value, strict));
        std::ranges::sort(entries);
        return joined(std::move(result), '{', entries, '}');
    }
    }
    return result;
}

std::string mappingForm(const Node &node, std::vector<std::string> entries)
{
    std::ranges::sort(entries);
    return joined(propertiesForm(node, false), '{', entries, '}');
}

std::string sequenceForm(const Node &node, const std::vector<std::string> &items)
{
    return joined(propertiesForm(node, false), '[', items, ']');
}

std::string documentsForm(const std::vector<std::string> &roots)
{
    return joined({}, '(', roots, ')');
}

std::string formOfDocuments(const Side &side)
{
    std::vector<std::string> roots;
    for (const Document &document : side.stream.documents)
        roots.push_back(form(side, document.root ? *document.root : nothing()));
    return documentsForm(roots);
}

const Node &nothing()
{
    static const Node empty;
    return empty;
}

std::size_t partCount(const Node &collection)
{
    return collection.kind == NodeKind::Mapping ? collection.entries.size() : collection.items.size();
}

const Node &partValue(const Node &collection, std::size_t index)
{
    return collection.kind == NodeKind::Mapping ? *collection.entries[index].value : *collection.items[index];
}

Part partOf(const Side &side, const Node &collection, std::size_t index)
{
    Part part;
    const Node &value = partValue(collection, index);
    std::size_t end = value.range.end;
    std::size_t previousEnd = collection.range.start;
    if (collection.kind == NodeKind::Mapping) {
        const Entry &entry = collection.entries[index];
        part.start = entry.range.start;
        part.slot = std::min(side.text.find(':', entry.key->range.end), side.text.size() - 1) + 1;
        end = std::max(entry.range.end, part.slot);
        previousEnd = index == 0 ? previousEnd : collection.entries[index - 1].range.end;
    } else {
        part.start = collection.flow ? value.range.start : dashOf(side, collection, index);
        part.slot = collection.flow ? part.start : part.start + 1;
        previousEnd = index == 0 ? previousEnd : collection.items[index - 1]->range.end;
    }
    const bool block = value.kind == NodeKind::Scalar || !value.flow;
    part.end = block ? withoutLineEnd(side.text, part.slot, end) : end;
    part.end = writtenEnd(side, value, part.end);
    part.after = side.behindLine(std::max(end, part.end));
    part.ownLine = side.startsLine(part.start);
    part.comments = part.start;
    if (!part.ownLine || collection.flow)
        return part;
    // Above the first item only comments in its own column are its own; those above a mapping's first key are
    // everybody's.
    const bool firstItem = index == 0 && collection.kind == NodeKind::Sequence;
    std::size_t line = side.lineStart(part.start);
    while (line > 0 && (firstItem || line > previousEnd)) {
        const std::size_t above = side.lineStart(line - 1);
        const std::size_t first = side.text.find_first_not_of(" \t", above);
        if (!firstItem && above < previousEnd)
            break;
        if (firstItem && first - above != collection.indent)
            break;
        if (first >= line || side.text[first] != '#') {
            part.blankAbove = index > 0 && side.text.find_first_not_of(" \t\r", above) == line - 1;
            break;
        }
        part.comments = first;
        line = above;
    }
    return part;
}

std::string moved(std::string_view text, std::size_t from, std::size_t to, std::string_view lineEnd)
{
    std::string result;
    bool first = true;
    while (true) {
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (!first && !line.empty() && to > from)
            result.append(to - from, ' ');
        if (!first && to < from)
            line.remove_prefix(std::min({from - to, line.size(), std::min(line.find_first_not_of(' '), line.size())}));
        result += line;
        if (end == std::string_view::npos)
            return result;
        result += lineEnd;
        text.remove_prefix(end + 1);
        first = false;
    }
}

std::string blockPart(const Side &side, const Node &collection, std::size_t index, std::size_t column,
                      std::string_view lineEnd)
{
    const Part part = partOf(side, collection, index);
    const Node &value = partValue(collection, index);
    if (collection.flow) {
        const std::string content(side.text.substr(value.range.start, part.end - value.range.start));
        const std::string lines = moved(content, side.column(value.range.start), column + 2, lineEnd);
        if (collection.kind == NodeKind::Sequence)
            return "- " + lines;
        const Node &key = *collection.entries[index].key;
        return scalarText(key.value, key.style, {static_cast<int>(column), false, true, lineEnd}) + ": " + lines;
    }
    std::size_t end = part.end;
    const std::size_t comment = side.text.find_first_not_of(" \t", end);
    if (comment != std::string_view::npos && comment > end && side.text[comment] == '#')
        end = withoutLineEnd(side.text, comment, side.behindLine(comment));
    return moved(side.text.substr(part.comments, end - part.comments), side.column(part.start), column, lineEnd);
}

std::string flowText(const Side &side, const Node &node)
{
    std::string text;
    if (!node.anchor.empty() && node.kind != NodeKind::Alias)
        text += '&' + node.anchor + ' ';
    if (node.kind == NodeKind::Null)
        return text + "null";
    if (node.kind == NodeKind::Alias)
        return '*' + node.value;
    if (node.kind == NodeKind::Scalar) {
        if (node.style == ScalarStyle::Plain && looksTyped(node.value))
            return text + node.value;
        return text + scalarText(node.value, isBlockScalar(node) ? ScalarStyle::DoubleQuoted : node.style,
                                 {0, true, false, "\n"});
    }
    const bool mapping = node.kind == NodeKind::Mapping;
    text += mapping ? '{' : '[';
    for (std::size_t i = 0; i < partCount(node); ++i) {
        text += i == 0 ? "" : ", ";
        if (mapping)
            text += flowText(side, *node.entries[i].key) + ": ";
        text += flowText(side, partValue(node, i));
    }
    return text + (mapping ? '}' : ']');
}

std::string flowPart(const Side &side, const Node &collection, std::size_t index, std::size_t column,
                     std::string_view lineEnd)
{
    const Part part = partOf(side, collection, index);
    if (collection.flow)
        return moved(side.text.substr(part.start, part.end - part.start), side.column(part.start), column, lineEnd);
    const std::string value = flowText(side, partValue(collection, index));
    return collection.kind == NodeKind::Mapping ? flowText(side, *collection.entries[index].key) + ": " + value : value;
}

} // namespace yaml::twin
