#include "consolidation/mergedtexts.h"

#include "consolidation/candidate.h"
#include "consolidation/differingwords.h"
#include "promql/literals.h"
#include "templates/parser.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <numeric>
#include <set>

namespace consolidation {

namespace {

using Wordings = std::vector<std::string>;

bool allEqual(const Wordings &texts)
{
    return std::ranges::all_of(texts, [&](const std::string &each) { return each == texts.front(); });
}

bool isWord(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string readLabel(const std::string &label)
{
    return "{{ $labels." + label + " }}";
}

/// For each of the members, the values that name it, the longest first.
Wordings namesOf(const Family &family, std::size_t member)
{
    Wordings names;
    for (const Variation &variation : family.varies) {
        if ((variation.slot == Slot::Metric || variation.slot == Slot::Matcher || variation.slot == Slot::Label) &&
            variation.path != "name" && !variation.values[member].empty() &&
            std::ranges::find(names, variation.values[member]) == names.end())
            names.push_back(variation.values[member]);
    }
    std::ranges::stable_sort(names, std::ranges::greater(), &std::string::size);
    return names;
}

/// `{{ if eq $labels.job "a" }}x{{ else if … }}y{{ else }}OTHERWISE{{ end }}`, a condition for each text; nothing when
/// two texts have one condition.
std::optional<std::string> choice(const Wordings &conditions, const Wordings &texts, const std::string &otherwise)
{
    std::map<std::string_view, std::string_view> chosen;
    std::string text;
    for (std::size_t i = 0; i < conditions.size(); ++i) {
        const auto [known, isNew] = chosen.try_emplace(conditions[i], texts[i]);
        if (!isNew && known->second != texts[i])
            return std::nullopt;
        if (isNew)
            text += (text.empty() ? "{{ if " : "{{ else if ") + conditions[i] + " }}" + texts[i];
    }
    return text + (otherwise.empty() ? "" : "{{ else }}" + otherwise) + "{{ end }}";
}

/// By which labels the members can be told apart: each of them alone, or all of them together.
std::vector<Wordings> waysToTell(const MergedExpr &merged, const std::vector<std::size_t> &present)
{
    std::vector<Wordings> ways;
    const auto ofPresent = [&](const Wordings &all) {
        Wordings some;
        for (const std::size_t i : present)
            some.push_back(all[i]);
        return some;
    };
    bool patterns = false;
    for (const auto &each : merged.conditions) {
        Wordings way = ofPresent(each.second);
        const bool compares = std::ranges::all_of(way, [](const std::string &one) { return one.starts_with("eq "); });
        patterns = patterns || !compares;
        ways.push_back(std::move(way));
    }
    if (ways.size() > 1) {
        Wordings all;
        for (std::size_t i = 0; i < present.size(); ++i) {
            std::string &condition = all.emplace_back("and");
            for (const Wordings &way : ways)
                condition += " (" + way[i] + ')';
        }
        // A value may match several patterns of one label, less likely those of all labels.
        ways.insert(patterns ? ways.begin() : ways.end(), std::move(all));
    }
    return ways;
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

/// Part of an address or an identifier, where another case or hyphen means something else.
bool isInAddress(std::string_view text, base::ByteRange range)
{
    constexpr std::string_view ends = " \t\r\n\"'`<>(){}";
    std::size_t start = range.start;
    while (start > 0 && ends.find(text[start - 1]) == std::string_view::npos)
        --start;
    std::size_t end = range.end;
    while (end < text.size() && ends.find(text[end]) == std::string_view::npos)
        ++end;
    return text.substr(start, end - start).find_first_of("/#=?&%@") != std::string_view::npos;
}

/// The text of an annotation or label of a member; empty when it has none.
std::string pairText(const rules::Pairs &pairs, const std::string &name)
{
    for (const auto &[key, value] : pairs) {
        if (key.value == name)
            return value.value;
    }
    return {};
}

/// The names of the pattern's pairs, then those that only others have.
Wordings namesIn(const Family &family, const std::vector<std::size_t> &members, rules::Pairs rules::Rule::*list)
{
    Wordings names;
    std::set<std::string> seen;
    for (const std::size_t member : members) {
        for (const auto &pair : family.members[member].rule->*list) {
            if (seen.insert(pair.first.value).second)
                names.push_back(pair.first.value);
        }
    }
    return names;
}

class AnnotationMerger
{
public:
    AnnotationMerger(const Family &family, const std::vector<std::size_t> &members, const std::string &name,
                     MergedExpr &merged);

    std::string merge();

private:
    [[nodiscard]] std::optional<std::string> byLabels(bool exact) const;
    [[nodiscard]] std::optional<std::string> byAssumedLabel() const;
    [[nodiscard]] std::optional<std::string> chosen() const;
    [[nodiscard]] std::optional<std::string> listed() const;
    void note(base::Text text) { m_merged.notes.push_back({"annotation", std::move(text)}); }

    const Family &m_family;
    const std::string &m_name;
    MergedExpr &m_merged;
    /// Places among the merged members of those that have the annotation, and their texts.
    std::vector<std::size_t> m_present;
    std::vector<std::size_t> m_members;
    Wordings m_texts;
};

AnnotationMerger::AnnotationMerger(const Family &family, const std::vector<std::size_t> &members,
                                   const std::string &name, MergedExpr &merged)
    : m_family(family), m_name(name), m_merged(merged)
{
    for (std::size_t i = 0; i < members.size(); ++i) {
        std::string text = pairText(family.members[members[i]].rule->annotations, name);
        if (text.empty())
            continue;
        m_present.push_back(i);
        m_members.push_back(members[i]);
        m_texts.push_back(std::move(text));
    }
}

/// With the values of labels read from them, where that makes one text of all: the values as they stand or, outside
/// addresses, in another case or with other joints.
std::optional<std::string> AnnotationMerger::byLabels(bool exact) const
{
    std::vector<std::pair<std::string, Wordings>> known;
    for (const auto &[label, values] : m_merged.gained) {
        if (!m_merged.conditions.contains(label))
            continue;
        Wordings own;
        for (const std::size_t i : m_present)
            own.push_back(values[i]);
        if (std::ranges::none_of(own, &std::string::empty))
            known.emplace_back(label, std::move(own));
    }
    const auto length = [](const auto &each) {
        std::size_t sum = 0;
        for (const std::string &value : each.second)
            sum += value.size();
        return sum;
    };
    // `thanos-query` before `query`.
    std::ranges::stable_sort(known, std::ranges::greater(), length);
    Wordings results = m_texts;
    for (const auto &[label, values] : known) {
        for (std::size_t i = 0; i < results.size(); ++i) {
            if (auto replaced = replaceWords(results[i], values[i], readLabel(label), exact))
                results[i] = std::move(*replaced);
        }
        if (allEqual(results))
            return results.front();
    }
    return std::nullopt;
}

/// By a label whose values nobody knows, as only the names of the metrics differ.
std::optional<std::string> AnnotationMerger::byAssumedLabel() const
{
    static const std::set<std::string, std::less<>> naming = {"service",   "app",       "application", "job",
                                                              "component", "container", "deployment",  "workload"};
    if (m_merged.instanceLabels.empty() || !m_merged.matcherLabels.empty() ||
        !naming.contains(m_merged.instanceLabels.front()))
        return std::nullopt;
    Wordings results = m_texts;
    for (std::size_t i = 0; i < results.size(); ++i) {
        for (const std::string &who : namesOf(m_family, m_members[i])) {
            if (auto replaced = replaceWords(results[i], who, readLabel(m_merged.instanceLabels.front()), false)) {
                results[i] = std::move(*replaced);
                break;
            }
        }
    }
    return allEqual(results) ? std::optional(results.front()) : std::nullopt;
}

/// The first text, with each word that differs chosen by labels; nothing when such a word stands in an action.
std::optional<std::string> AnnotationMerger::chosen() const
{
    const std::vector<std::string_view> views(m_texts.begin(), m_texts.end());
    const std::vector<DifferingWords> places = differingWords(views);
    for (const Wordings &conditions : waysToTell(m_merged, m_present)) {
        base::TextEdits edits;
        for (const DifferingWords &place : places) {
            Wordings words;
            for (std::size_t i = 0; i < m_texts.size(); ++i)
                words.push_back(m_texts[i].substr(place.ranges[i].start, place.ranges[i].size()));
            const auto read = std::ranges::find_if(m_merged.gained, [&](const auto &each) {
                return m_merged.conditions.contains(each.first) && each.second == words;
            });
            const auto text =
                read != m_merged.gained.end() ? std::optional(readLabel(read->first)) : choice(conditions, words, {});
            if (!text)
                break;
            edits.push_back({place.ranges.front(), *text});
        }
        if (edits.size() < places.size())
            continue;
        auto text = base::applyEdits(m_texts.front(), edits);
        if (text && !templates::Template::parse(*text).error())
            return std::move(*text);
        auto whole = choice(conditions, m_texts, {});
        if (whole && !templates::Template::parse(*whole).error())
            return whole;
    }
    return std::nullopt;
}

/// The first text, with all words that differ, or all texts: true of every copy.
std::optional<std::string> AnnotationMerger::listed() const
{
    constexpr std::size_t most = 4;
    constexpr std::size_t longestWord = 24;
    const std::vector<std::string_view> views(m_texts.begin(), m_texts.end());
    base::TextEdits edits;
    bool words = true;
    for (const DifferingWords &place : differingWords(views)) {
        std::string all;
        std::set<std::string_view> seen;
        for (std::size_t i = 0; i < m_texts.size(); ++i) {
            const std::string_view word = views[i].substr(place.ranges[i].start, place.ranges[i].size());
            words = words && !word.empty() && word.size() <= longestWord &&
                    word.find_first_of("{}") == std::string_view::npos && !isInAddress(views[i], place.ranges[i]);
            if (seen.insert(word).second)
                (all += all.empty() ? "" : "/") += word;
        }
        words = words && seen.size() <= most;
        edits.push_back({place.ranges.front(), std::move(all)});
    }
    if (words) {
        auto text = base::applyEdits(m_texts.front(), edits);
        if (text && !templates::Template::parse(*text).error())
            return std::move(*text);
    }
    std::string all;
    std::set<std::string_view> seen;
    for (const std::string_view text : views) {
        if (seen.insert(text).second)
            (all += all.empty() ? "" : " | ") += text;
    }
    if (seen.size() > most || templates::Template::parse(all).error())
        return std::nullopt;
    return all;
}

std::string AnnotationMerger::merge()
{
    if (m_texts.empty())
        return {};
    if (allEqual(m_texts))
        return m_texts.front();
    if (auto text = byLabels(true))
        return *text;
    if (auto text = byLabels(false)) {
        note({TRANSLATABLE("Core", "The annotation %1 names the copies as their label does, in other letters than "
                                   "before."),
              {m_name}});
        return *text;
    }
    if (auto text = byAssumedLabel()) {
        note({TRANSLATABLE("Core", "The annotation %1 takes the name of each copy from the label %2; nothing in the "
                                   "rules says that they agree."),
              {m_name, m_merged.instanceLabels.front()}});
        return *text;
    }
    if (auto text = chosen())
        return *text;
    if (auto text = listed()) {
        note({TRANSLATABLE("Core", "The annotation %1 differs, and no label carries the difference: it names all "
                                   "copies."),
              {m_name}});
        return *text;
    }
    note({TRANSLATABLE("Core", "The annotation %1 differs, and no label carries the difference: the first copy's is "
                               "kept, which is wrong for the others."),
          {m_name}});
    return m_texts.front();
}

} // namespace

std::optional<std::string> replaceWords(std::string_view text, std::string_view value, std::string_view replacement,
                                        bool exact)
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
            const bool same = text.substr(at, *end - at) == value;
            if (!same && (exact || isInAddress(text, {at, *end})))
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
    const std::string label = merged.instanceLabels.empty() ? std::string() : merged.instanceLabels.front();
    std::vector<std::size_t> all(members.size());
    std::iota(all.begin(), all.end(), std::size_t(0));
    const std::vector<Wordings> ways = waysToTell(merged, all);
    for (const std::string &name : namesIn(family, members, &rules::Rule::labels)) {
        Wordings values;
        for (const std::size_t member : members)
            values.push_back(pairText(family.members[member].rule->labels, name));
        if (allEqual(values)) {
            rule.labels.emplace_back(name, values.front());
            continue;
        }
        const auto carried = merged.gained.find(name);
        if (carried != merged.gained.end() && carried->second == values)
            continue;
        const auto equal = std::ranges::find_if(merged.gained, [&](const auto &each) {
            return merged.conditions.contains(each.first) && each.second == values;
        });
        if (equal != merged.gained.end()) {
            rule.labels.emplace_back(name, readLabel(equal->first));
            continue;
        }
        std::optional<std::string> chosen;
        for (auto way = ways.begin(); way != ways.end() && !chosen; ++way)
            chosen = choice(*way, values, merged.open && !label.empty() ? readLabel(label) : std::string());
        if (chosen) {
            rule.labels.emplace_back(name, std::move(*chosen));
        } else if (!label.empty() && merged.matcherLabels.empty()) {
            rule.labels.emplace_back(name, readLabel(label));
            merged.notes.push_back({"assumption",
                                    {TRANSLATABLE("Core", "The label %1 is taken from %2, which nothing in the rules "
                                                          "says; the comparison shows whether their values agree."),
                                     {name, label}}});
        } else {
            merged.notes.push_back({"identity",
                                    {TRANSLATABLE("Core", "The label %1 differs from member to member, and no label of "
                                                          "the series carries it: it is lost."),
                                     {name}}});
        }
    }
    for (const std::string &name : namesIn(family, members, &rules::Rule::annotations))
        rule.annotations.emplace_back(name, AnnotationMerger(family, members, name, merged).merge());
}

} // namespace consolidation
