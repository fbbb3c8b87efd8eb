#include "consolidation/mergedtexts.h"

#include "consolidation/candidate.h"

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
            !variation.values[member].empty() && std::ranges::find(names, variation.values[member]) == names.end())
            names.push_back(variation.values[member]);
    }
    std::ranges::stable_sort(names, std::ranges::greater(), &std::string::size);
    return names;
}

/// `{{ if eq $labels.job "a" }}x{{ else }}y{{ end }}`: exact for any values.
std::string choice(const std::string &label, const std::vector<std::string> &keys,
                   const std::vector<std::string> &values)
{
    std::string text;
    std::set<std::string> seen;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (seen.insert(keys[i]).second)
            text += (text.empty() ? "{{ if eq $labels." : "{{ else if eq $labels.") + label + " \"" + keys[i] +
                    "\" }}" + values[i];
    }
    return text + "{{ else }}{{ $labels." + label + " }}{{ end }}";
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
    if (words.empty())
        return std::nullopt;
    std::string result;
    bool replaced = false;
    std::size_t kept = 0;
    for (std::size_t start = 0; start < text.size(); ++start) {
        if (start > 0 && isWord(text[start - 1]))
            continue;
        std::size_t at = start;
        std::size_t word = 0;
        for (; word < words.size(); ++word) {
            // Between words: nothing, a space, or `-`, `_`, `.`.
            if (word > 0 && at < text.size() && std::string_view(" -_.").find(text[at]) != std::string_view::npos)
                ++at;
            if (!std::ranges::equal(text.substr(at, words[word].size()), words[word],
                                    [](char a, char b) { return lower(a) == b; }))
                break;
            at += words[word].size();
        }
        if (word < words.size() || (at < text.size() && isWord(text[at])))
            continue;
        // What stands in a template stays.
        const std::size_t opened = text.rfind("{{", start);
        if (opened != std::string_view::npos && text.find("}}", opened) > start)
            continue;
        result += text.substr(kept, start - kept);
        result += replacement;
        kept = at;
        start = at - 1;
        replaced = true;
    }
    if (!replaced)
        return std::nullopt;
    return result += text.substr(kept);
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
            rule.labels.emplace_back(name.value, known->second == values ? "{{ $labels." + known->first + " }}"
                                                                         : choice(known->first, known->second, values));
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
    for (const auto &[name, value] : pattern.annotations) {
        const Variation *variation = differing(Slot::Annotation, name.value);
        std::string text = value.value;
        if (variation && !label.empty()) {
            const std::string replacement = "{{ $labels." + label + " }}";
            std::set<std::string> results;
            for (const std::size_t member : members) {
                std::string own = variation->values[member];
                for (const std::string &who : namesOf(family, member)) {
                    if (const auto replaced = replaceWords(own, who, replacement)) {
                        own = *replaced;
                        break;
                    }
                }
                if (member == members.front())
                    text = own;
                results.insert(own);
            }
            if (results.size() > 1)
                merged.notes.push_back(
                    {"annotation",
                     {TRANSLATABLE("Core",
                                   "The annotation %1 differs in more than a name; the first member's is kept."),
                      {name.value}}});
        } else if (variation) {
            merged.notes.push_back(
                {"annotation",
                 {TRANSLATABLE("Core", "The annotation %1 differs, and no label carries the difference; the first "
                                       "member's is kept."),
                  {name.value}}});
        }
        rule.annotations.emplace_back(name.value, text);
    }
}

} // namespace consolidation
