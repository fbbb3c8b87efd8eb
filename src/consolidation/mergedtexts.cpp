#include "consolidation/mergedtexts.h"

#include "consolidation/candidate.h"
#include "consolidation/differingwords.h"
#include "promql/literals.h"
#include "templates/parser.h"

#include <algorithm>
#include <cctype>
#include <set>

namespace consolidation {

namespace {

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool isWord(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

/// For each of the members, the values that name it, the longest first.
std::vector<std::string> namesOf(const Family &family, std::size_t member)
{
    std::vector<std::string> names;
    for (const Variation &variation : family.varies) {
        if ((variation.slot == Slot::Metric || variation.slot == Slot::Matcher || variation.slot == Slot::Label) &&
            variation.path != "name" && !variation.values[member].empty() &&
            std::ranges::find(names, variation.values[member]) == names.end())
            names.push_back(variation.values[member]);
    }
    std::ranges::stable_sort(names, std::ranges::greater(), &std::string::size);
    return names;
}

/// `{{ if eq $labels.job "a" }}x{{ else if … }}y{{ else }}OTHERWISE{{ end }}`: exact for any values.
std::string choice(const std::string &label, const std::vector<std::string> &keys,
                   const std::vector<std::string> &values, const std::string &otherwise)
{
    std::string text;
    std::set<std::string> seen;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (seen.insert(keys[i]).second)
            text += (text.empty() ? "{{ if eq $labels." : "{{ else if eq $labels.") + label + ' ' +
                    promql::quote(keys[i]) + " }}" + values[i];
    }
    return text + (otherwise.empty() ? "" : "{{ else }}" + otherwise) + "{{ end }}";
}

/// Where the words end that begin at `start` as whole words, in any case and joined by nothing, a space or `-_.`.
std::optional<std::size_t> matchWords(std::string_view text, std::size_t start, const std::vector<std::string> &words)
{
    if (start > 0 && isWord(text[start - 1]))
        return std::nullopt;
    std::size_t at = start;
    for (std::size_t word = 0; word < words.size(); ++word) {
        if (word > 0 && at < text.size() && std::string_view(" -_.").find(text[at]) != std::string_view::npos)
            ++at;
        if (at > text.size() || !std::ranges::equal(text.substr(at, words[word].size()), words[word],
                                                    [](char a, char b) { return lower(a) == b; }))
            return std::nullopt;
        at += words[word].size();
    }
    return at < text.size() && isWord(text[at]) ? std::nullopt : std::optional(at);
}

/// The text of an annotation of a member; empty when it has none.
std::string annotationOf(const Member &member, const std::string &name)
{
    for (const auto &[key, value] : member.rule->annotations) {
        if (key.value == name)
            return value.value;
    }
    return {};
}

/// The first text, with each word that differs chosen by the label; nothing when such a word stands in an action.
std::optional<std::string> chosenWords(const std::vector<std::string> &texts, const std::string &label,
                                       const std::vector<std::string> &keys)
{
    const std::vector<std::string_view> views(texts.begin(), texts.end());
    base::TextEdits edits;
    for (const DifferingWords &place : differingWords(views)) {
        std::vector<std::string> words;
        for (std::size_t i = 0; i < texts.size(); ++i)
            words.push_back(texts[i].substr(place.ranges[i].start, place.ranges[i].size()));
        edits.push_back(
            {place.ranges.front(), words == keys ? "{{ $labels." + label + " }}" : choice(label, keys, words, {})});
    }
    const auto text = base::applyEdits(texts.front(), edits);
    if (!text || templates::Template::parse(*text).error())
        return std::nullopt;
    return *text;
}

/// The first member's text, with the words that name it read from a label.
std::string mergeAnnotation(const Family &family, const std::vector<std::size_t> &members, const std::string &name,
                            const MergedExpr &merged, std::vector<Note> &notes)
{
    const std::string label = merged.instanceLabels.empty() ? std::string() : merged.instanceLabels.front();
    std::vector<std::string> texts;
    for (const std::size_t member : members)
        texts.push_back(annotationOf(family.members[member], name));
    if (std::ranges::all_of(texts, [&](const std::string &each) { return each == texts.front(); }))
        return texts.front();
    if (label.empty()) {
        notes.push_back({"annotation",
                         {TRANSLATABLE("Core", "The annotation %1 differs, and no label carries the difference; the "
                                               "first member's is kept."),
                          {name}}});
        return texts.front();
    }
    const std::string replacement = "{{ $labels." + label + " }}";
    std::vector<std::string> results;
    for (std::size_t i = 0; i < members.size(); ++i) {
        results.push_back(texts[i]);
        for (const std::string &who : namesOf(family, members[i])) {
            if (const auto replaced = replaceWords(texts[i], who, replacement)) {
                results.back() = *replaced;
                break;
            }
        }
    }
    if (std::ranges::all_of(results, [&](const std::string &each) { return each == results.front(); }))
        return results.front();
    // Where the values of a label are known for each member, the rest can be chosen by it.
    for (const auto &[known, keys] : merged.gained) {
        if (std::ranges::any_of(keys, &std::string::empty))
            continue;
        if (auto chosen = chosenWords(results, known, keys))
            return *chosen;
    }
    notes.push_back({"annotation",
                     {TRANSLATABLE("Core", "The annotation %1 differs in more than a name; the first member's is "
                                           "kept."),
                      {name}}});
    return results.front();
}

} // namespace

std::string commonName(const std::vector<Member> &members)
{
    const std::string &first = members.front().rule->name.value;
    if (std::ranges::all_of(members, [&](const Member &each) { return each.rule->name.value == first; }))
        return first;
    std::string name;
    std::size_t at = 0;
    for (const std::string &word : wordsOf(first)) {
        std::size_t found = at;
        while (found + word.size() <= first.size() &&
               !std::ranges::equal(std::string_view(first).substr(found, word.size()), word,
                                   [](char a, char b) { return lower(a) == b; }))
            ++found;
        if (found + word.size() > first.size())
            continue;
        at = found + word.size();
        const bool common = std::ranges::all_of(members, [&](const Member &member) {
            const std::vector<std::string> words = wordsOf(member.rule->name.value);
            return std::ranges::find(words, word) != words.end();
        });
        if (common)
            name += first.substr(found, word.size());
    }
    return name.empty() ? first : name;
}

std::optional<std::string> replaceWords(std::string_view text, std::string_view value, std::string_view replacement)
{
    const std::vector<std::string> words = wordsOf(value);
    const templates::Template parsed = templates::Template::parse(std::string(text));
    if (words.empty() || parsed.error())
        return std::nullopt;
    // Only what is sent as it stands: words in actions are code.
    std::vector<base::ByteRange> plain;
    templates::walk(*parsed.root(), [&](const templates::Node &node) {
        if (node.kind == templates::NodeKind::Text)
            plain.push_back(node.range);
    });
    std::ranges::sort(plain, {}, &base::ByteRange::start);
    std::string result;
    std::size_t kept = 0;
    for (const base::ByteRange part : plain) {
        for (std::size_t at = part.start; at < part.end; ++at) {
            const auto end = matchWords(text.substr(0, part.end), at, words);
            if (!end)
                continue;
            result += text.substr(kept, at - kept);
            result += replacement;
            kept = *end;
            at = *end - 1;
        }
    }
    if (kept == 0)
        return std::nullopt;
    result += text.substr(kept);
    return templates::Template::parse(result).error() ? std::nullopt : std::optional(std::move(result));
}

void mergeTexts(const Family &family, const std::vector<std::size_t> &members, MergedExpr &merged, rules::NewRule &rule)
{
    const rules::Rule &pattern = *family.members[members.front()].rule;
    const std::string label = merged.instanceLabels.empty() ? std::string() : merged.instanceLabels.front();
    const auto differing = [&](Slot slot, const std::string &name) -> const Variation * {
        for (const Variation &each : family.varies) {
            if (each.slot == slot && each.name == name &&
                std::ranges::any_of(members, [&](std::size_t i) { return each.values[i] != each.values[members[0]]; }))
                return &each;
        }
        return nullptr;
    };
    for (const auto &[name, value] : pattern.labels) {
        const Variation *variation = differing(Slot::Label, name.value);
        if (!variation) {
            rule.labels.emplace_back(name.value, value.value);
            continue;
        }
        std::vector<std::string> values;
        for (const std::size_t member : members)
            values.push_back(variation->values[member]);
        const auto carried = merged.gained.find(name.value);
        if (carried != merged.gained.end() && carried->second == values)
            continue;
        // By the first label whose values are known for each member.
        const auto known = std::ranges::find_if(
            merged.gained, [](const auto &each) { return std::ranges::none_of(each.second, &std::string::empty); });
        if (known != merged.gained.end()) {
            rule.labels.emplace_back(
                name.value, known->second == values
                                ? "{{ $labels." + known->first + " }}"
                                : choice(known->first, known->second, values, "{{ $labels." + known->first + " }}"));
        } else if (!label.empty()) {
            rule.labels.emplace_back(name.value, "{{ $labels." + label + " }}");
            merged.notes.push_back({"assumption",
                                    {TRANSLATABLE("Core", "The label %1 is taken from %2, which nothing in the rules "
                                                          "says; the comparison shows whether their values agree."),
                                     {name.value, label}}});
        } else {
            merged.notes.push_back({"identity",
                                    {TRANSLATABLE("Core", "The label %1 differs from member to member, and no label of "
                                                          "the series carries it: it is lost."),
                                     {name.value}}});
        }
    }
    for (const auto &[name, value] : pattern.annotations)
        rule.annotations.emplace_back(name.value, mergeAnnotation(family, members, name.value, merged, merged.notes));
}

} // namespace consolidation
