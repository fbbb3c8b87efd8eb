#include "consolidation/mergedtexts.h"

#include "consolidation/candidate.h"

#include <algorithm>
#include <cctype>

namespace consolidation {

namespace {

char lowerOf(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// The words of a name; `shop5xx` are two.
std::vector<std::string> nameWordsOf(std::string_view name)
{
    std::vector<std::string> words;
    for (std::string &word : wordsOf(name)) {
        const std::size_t digits = word.find_first_of("0123456789");
        const bool code = digits != std::string::npos && digits > 1 &&
                          word.find_first_not_of("0123456789", digits) != std::string::npos;
        if (code)
            words.push_back(word.substr(0, digits));
        words.push_back(code ? word.substr(digits) : std::move(word));
    }
    return words;
}

/// The words that all names share, joined as in the first one, and how many they are.
std::pair<std::string, std::size_t> sharedWords(const std::vector<Member> &members)
{
    const std::string &first = members.front().rule->name.value;
    std::vector<Words> others;
    for (const Member &member : members) {
        const std::vector<std::string> words = nameWordsOf(member.rule->name.value);
        others.emplace_back(words.begin(), words.end());
    }
    std::string name;
    std::size_t count = 0;
    std::size_t at = 0;
    for (const std::string &word : nameWordsOf(first)) {
        std::size_t found = at;
        while (found + word.size() <= first.size() &&
               !std::ranges::equal(std::string_view(first).substr(found, word.size()), word,
                                   [](char a, char b) { return lowerOf(a) == b; }))
            ++found;
        if (found + word.size() > first.size())
            continue;
        at = found + word.size();
        if (!std::ranges::all_of(others, [&](const Words &words) { return words.contains(word); }))
            continue;
        const char before = found > 0 ? first[found - 1] : 'a';
        if (!name.empty() && std::string_view(" -_:.").find(before) != std::string_view::npos)
            name += before;
        name += first.substr(found, word.size());
        ++count;
    }
    return {name, count};
}

/// The words of a label before or behind a name, as the name is written: `JobDown`, `job_down`, `Job down`, `SlowJob`.
std::string withLabel(const std::string &label, const std::string &name, const std::string &pattern, bool before)
{
    const std::size_t joint = pattern.find_first_of(" -_");
    const bool capitals = std::isupper(static_cast<unsigned char>(pattern.front())) != 0;
    std::string text;
    for (std::string word : wordsOf(label)) {
        const bool sentence = joint != std::string::npos && pattern[joint] == ' ';
        if (capitals && (!sentence || (before && text.empty())))
            word[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(word[0])));
        if (!text.empty() && joint != std::string::npos)
            text += pattern[joint];
        text += word;
    }
    const std::string between = joint == std::string::npos ? std::string() : pattern.substr(joint, 1);
    return before ? text + between + name : name + between + text;
}

/// `NetboxAccountingOrPhysicalHosts`: what both begin with stands once.
std::string joinedByOr(const std::string &a, const std::string &b)
{
    const std::size_t joint = a.find_first_of(" -_");
    if (joint != std::string::npos)
        return a + a[joint] + "or" + a[joint] + b;
    std::size_t common = 0;
    std::size_t at = 0;
    const std::vector<std::string> left = wordsOf(a);
    const std::vector<std::string> right = wordsOf(b);
    for (std::size_t i = 0; i + 1 < std::min(left.size(), right.size()) && left[i] == right[i]; ++i) {
        at += left[i].size();
        common = at;
    }
    return a + "Or" + b.substr(common);
}

} // namespace

std::string commonName(const std::vector<Member> &members)
{
    const std::string &first = members.front().rule->name.value;
    if (std::ranges::all_of(members, [&](const Member &each) { return each.rule->name.value == first; }))
        return first;
    std::string name = sharedWords(members).first;
    return name.empty() ? first : name;
}

std::string mergedName(const std::vector<Member> &members, const std::string &label, std::vector<Note> &notes)
{
    const std::string &first = members.front().rule->name.value;
    std::vector<std::string> names;
    for (const Member &member : members) {
        if (std::ranges::find(names, member.rule->name.value) == names.end())
            names.push_back(member.rule->name.value);
    }
    if (names.size() == 1)
        return first;
    auto [name, count] = sharedWords(members);
    if (count > 1)
        return name;
    // One word alone says too little among all alerts of a project.
    const auto standsAt = [&names = names, &name = name](auto &&end) {
        const std::vector<std::string> word = wordsOf(name);
        return !word.empty() &&
               std::ranges::all_of(names, [&](const std::string &each) { return end(wordsOf(each)) == word.front(); });
    };
    if (!label.empty() && standsAt([](const std::vector<std::string> &words) { return words.back(); }))
        return withLabel(label, name, first, true);
    constexpr std::size_t longest = 60;
    if (names.size() == 2 && names[0].size() + names[1].size() < longest)
        return joinedByOr(names[0], names[1]);
    if (!label.empty() && standsAt([](const std::vector<std::string> &words) { return words.front(); }))
        return withLabel(label, name, first, false);
    notes.push_back({"name",
                     {TRANSLATABLE("Core", "The names have too little in common: the alert keeps the name %1, which "
                                           "says nothing of the others. Give it a name for all of them."),
                      {first}}});
    return first;
}

} // namespace consolidation
