#include "base/textedit.h"

#include <algorithm>

namespace base {

namespace {

void sortEdits(TextEdits &edits)
{
    std::stable_sort(edits.begin(), edits.end(), [](const TextEdit &a, const TextEdit &b) {
        return a.range.start != b.range.start ? a.range.start < b.range.start : a.range.end < b.range.end;
    });
}

bool isContinuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

} // namespace

Result<std::string> applyEdits(std::string_view text, TextEdits edits)
{
    sortEdits(edits);
    std::string result;
    std::size_t done = 0;
    for (const TextEdit &edit : edits) {
        if (edit.range.start < done || edit.range.end < edit.range.start || edit.range.end > text.size())
            return Error{
                ErrorKind::Conflict, TRANSLATABLE("Core", "The text has changed since this edit was made."), {}};
        result += text.substr(done, edit.range.start - done);
        result += edit.text;
        done = edit.range.end;
    }
    result += text.substr(done);
    return result;
}

TextEdits inverseEdits(std::string_view before, TextEdits edits)
{
    sortEdits(edits);
    TextEdits inverse;
    std::size_t grown = 0;
    std::size_t shrunk = 0;
    for (const TextEdit &edit : edits) {
        const std::size_t start = edit.range.start + grown - shrunk;
        inverse.push_back(
            {{start, start + edit.text.size()}, std::string(before.substr(edit.range.start, edit.range.size()))});
        grown += edit.text.size();
        shrunk += edit.range.size();
    }
    return inverse;
}

std::size_t mapOffset(std::size_t offset, const TextEdits &edits)
{
    TextEdits sorted = edits;
    sortEdits(sorted);
    std::size_t grown = 0;
    std::size_t shrunk = 0;
    for (const TextEdit &edit : sorted) {
        if (edit.range.start > offset)
            break;
        if (edit.range.end > offset)
            return edit.range.start + grown - shrunk + edit.text.size();
        grown += edit.text.size();
        shrunk += edit.range.size();
    }
    return offset + grown - shrunk;
}

TextEdits differenceEdits(std::string_view before, std::string_view after)
{
    if (before == after)
        return {};
    const std::size_t common = std::min(before.size(), after.size());
    std::size_t prefix = 0;
    while (prefix < common && before[prefix] == after[prefix])
        ++prefix;
    while (prefix > 0 && ((prefix < before.size() && isContinuation(before[prefix])) ||
                          (prefix < after.size() && isContinuation(after[prefix]))))
        --prefix;
    std::size_t suffix = 0;
    while (suffix < common - prefix && before[before.size() - 1 - suffix] == after[after.size() - 1 - suffix])
        ++suffix;
    while (suffix > 0 && isContinuation(before[before.size() - suffix]))
        --suffix;
    return {{{prefix, before.size() - suffix}, std::string(after.substr(prefix, after.size() - suffix - prefix))}};
}

} // namespace base
