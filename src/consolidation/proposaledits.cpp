#include "consolidation/proposal.h"

#include "base/textdiff.h"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>

namespace consolidation {

namespace {

using base::Result;
using rules::FieldPath;
using rules::RuleRef;

/// Documents while proposals are applied to them one after the other, and where their rules stand by then.
class Rewriter
{
public:
    Result<void> apply(const Family &family, const Proposal &proposal);
    [[nodiscard]] std::map<std::string, base::TextEdits> edits() const;

private:
    struct State
    {
        std::string before;
        std::shared_ptr<const rules::RuleDocument> document;
        /// By group: the place of each rule that was there, nothing for those that went.
        std::map<std::string, std::vector<std::optional<std::size_t>>> places;
    };

    State &stateOf(const Member &member);
    [[nodiscard]] Result<RuleRef> placeOf(const Member &member);
    Result<void> edit(const std::string &file, const Result<base::TextEdits> &edits);
    Result<void> set(const Member &member, const FieldPath &path, const std::string &value);
    Result<void> setPairs(const Member &member, const char *field, const rules::Pairs &old,
                          const std::vector<std::pair<std::string, std::string>> &now);
    Result<void> take(const Family &family, const Takeover &takeover);
    Result<std::vector<std::string>> remove(const Member &member);
    void putComments(const Member &member, const std::vector<std::string> &comments);
    void shift(const RuleRef &at, bool inserted);

    std::map<std::string, State> m_states;
};

std::string groupKey(const RuleRef &ref)
{
    return std::to_string(ref.document) + '\n' + ref.key.value_or("") + '\n' + ref.group;
}

Rewriter::State &Rewriter::stateOf(const Member &member)
{
    State &state = m_states[member.ref.file];
    if (!state.document) {
        state.document = member.document;
        state.before = member.document->text();
    }
    auto &places = state.places[groupKey(member.ref)];
    if (places.empty()) {
        for (std::size_t i = 0; i < member.group->rules.size(); ++i)
            places.emplace_back(i);
    }
    return state;
}

Result<RuleRef> Rewriter::placeOf(const Member &member)
{
    RuleRef ref = member.ref;
    const auto place = stateOf(member).places[groupKey(member.ref)].at(member.ref.index);
    if (!place)
        return base::Error{
            base::ErrorKind::Conflict,
            {TRANSLATABLE("Core", "Another proposal has taken the rule %1 already."), {member.rule->name.value}},
            {}};
    ref.index = *place;
    return ref;
}

void Rewriter::shift(const RuleRef &at, bool inserted)
{
    for (auto &place : m_states[at.file].places[groupKey(at)]) {
        if (place && *place >= at.index) {
            if (inserted)
                place = *place + 1;
            else if (*place == at.index)
                place.reset();
            else
                place = *place - 1;
        }
    }
}

Result<void> Rewriter::edit(const std::string &file, const Result<base::TextEdits> &edits)
{
    if (!edits)
        return edits.error();
    State &state = m_states[file];
    const auto text = base::applyEdits(state.document->text(), *edits);
    if (!text)
        return text.error();
    state.document = rules::load(file, *text);
    return {};
}

Result<void> Rewriter::set(const Member &member, const FieldPath &path, const std::string &value)
{
    const auto ref = placeOf(member);
    if (!ref)
        return ref.error();
    return edit(ref->file, rules::setFieldEdits(*stateOf(member).document, *ref, path, value));
}

Result<void> Rewriter::setPairs(const Member &member, const char *field, const rules::Pairs &old,
                                const std::vector<std::pair<std::string, std::string>> &now)
{
    for (const auto &[name, value] : now) {
        const auto was = std::ranges::find_if(old, [&key = name](const auto &each) { return each.first.value == key; });
        if (was != old.end() && was->second.value == value)
            continue;
        if (auto done = set(member, {field, name}, value); !done)
            return done;
    }
    for (const auto &[name, value] : old) {
        if (std::ranges::find(now, name.value, &std::pair<std::string, std::string>::first) != now.end())
            continue;
        const auto ref = placeOf(member);
        if (!ref)
            return ref.error();
        if (auto done = edit(ref->file, rules::removeFieldEdits(*stateOf(member).document, *ref, {field, name.value}));
            !done)
            return done;
    }
    return {};
}

/// Removes a rule; the comments that stood above it come back.
Result<std::vector<std::string>> Rewriter::remove(const Member &member)
{
    const auto ref = placeOf(member);
    if (!ref)
        return ref.error();
    const std::string before = stateOf(member).document->text();
    const std::size_t ruleStart = stateOf(member).document->find(*ref)->range.start;
    if (auto done = edit(ref->file, rules::deleteRuleEdits(*stateOf(member).document, *ref)); !done)
        return done.error();
    shift(*ref, false);
    std::vector<std::string> comments;
    std::size_t end = before.rfind('\n', ruleStart);
    while (end != std::string::npos && end > 0) {
        const std::size_t start = before.rfind('\n', end - 1) + 1;
        std::string line = before.substr(start, end - start);
        const std::size_t first = line.find_first_not_of(" \t");
        if (first == std::string::npos || line[first] != '#')
            break;
        if (line.ends_with('\r'))
            line.pop_back();
        comments.insert(comments.begin(), line.substr(first));
        end = start == 0 ? std::string::npos : start - 1;
    }
    // Those that stayed where they were are not lost.
    const std::string &after = stateOf(member).document->text();
    std::erase_if(comments, [&](const std::string &comment) {
        const auto count = [&](const std::string &text) {
            std::size_t found = 0;
            for (std::size_t at = text.find(comment); at != std::string::npos; at = text.find(comment, at + 1))
                ++found;
            return found;
        };
        return count(before) == count(after);
    });
    return comments;
}

/// Above the rule, where it begins a line of its own.
void Rewriter::putComments(const Member &member, const std::vector<std::string> &comments)
{
    const auto ref = placeOf(member);
    if (!ref || comments.empty())
        return;
    State &state = stateOf(member);
    const std::string &text = state.document->text();
    const rules::Rule *rule = state.document->find(*ref);
    const std::size_t start = text.rfind('\n', rule->range.start) + 1;
    const std::size_t dash = text.find_first_not_of(' ', start);
    if (dash == std::string::npos || text[dash] != '-')
        return;
    const std::string end = text.find("\r\n") == std::string::npos ? "\n" : "\r\n";
    std::string lines;
    for (const std::string &comment : comments)
        lines += text.substr(start, dash - start) + comment + end;
    const auto changed = base::applyEdits(text, {{{start, start}, lines}});
    if (!changed)
        return;
    auto document = rules::load(ref->file, *changed);
    // Inside a quoted scalar such lines would be content.
    if (const rules::Rule *same = document->find(*ref); same && same->expr.value == rule->expr.value)
        state.document = std::move(document);
}

Result<void> Rewriter::take(const Family &family, const Takeover &takeover)
{
    const Member &first = family.members[takeover.members.front()];
    const rules::NewRule &rule = takeover.alerting.rule;
    if (rule.name != first.rule->name.value) {
        if (auto done = set(first, {"name", {}}, rule.name); !done)
            return done;
    }
    if (rule.expr != first.rule->expr.value) {
        // A block keeps its last line end.
        const bool block = first.rule->expr.value.ends_with('\n') && !rule.expr.ends_with('\n');
        if (auto done = set(first, {"expr", {}}, block ? rule.expr + '\n' : rule.expr); !done)
            return done;
    }
    if (auto done = setPairs(first, "labels", first.rule->labels, rule.labels); !done)
        return done;
    if (auto done = setPairs(first, "annotations", first.rule->annotations, rule.annotations); !done)
        return done;
    std::vector<std::string> comments;
    for (std::size_t i = 1; i < takeover.members.size(); ++i) {
        auto own = remove(family.members[takeover.members[i]]);
        if (!own)
            return own.error();
        comments.insert(comments.end(), own->begin(), own->end());
    }
    putComments(first, comments);
    for (const ProposedRule &recording : takeover.recording) {
        const auto ref = placeOf(first);
        if (!ref)
            return ref.error();
        if (auto done = edit(ref->file, rules::addRuleEdits(*stateOf(first).document, *ref, recording.rule)); !done)
            return done;
        shift(*ref, true);
    }
    return {};
}

Result<void> Rewriter::apply(const Family &family, const Proposal &proposal)
{
    const auto before = m_states;
    for (const Takeover &takeover : proposal.takeovers) {
        if (auto done = take(family, takeover); !done) {
            m_states = before;
            return done;
        }
    }
    return {};
}

std::map<std::string, base::TextEdits> Rewriter::edits() const
{
    std::map<std::string, base::TextEdits> all;
    for (const auto &[file, state] : m_states) {
        const std::string &after = state.document->text();
        const auto oldLines = base::splitLines(state.before);
        const auto newLines = base::splitLines(after);
        const auto offsetOf = [](const std::vector<std::string_view> &lines, const std::string &text,
                                 std::size_t line) {
            return line < lines.size() ? static_cast<std::size_t>(lines[line].data() - text.data()) : text.size();
        };
        base::TextEdits edits;
        for (const base::LineChange &change : base::lineChanges(oldLines, newLines)) {
            const std::size_t start = offsetOf(newLines, after, change.newStart);
            const std::size_t end = offsetOf(newLines, after, change.newStart + change.newCount);
            edits.push_back({{offsetOf(oldLines, state.before, change.oldStart),
                              offsetOf(oldLines, state.before, change.oldStart + change.oldCount)},
                             after.substr(start, end - start)});
        }
        if (!edits.empty())
            all[file] = std::move(edits);
    }
    return all;
}

} // namespace

ProposalEdits proposalEdits(const std::vector<AcceptedFamily> &accepted)
{
    ProposalEdits result;
    Rewriter rewriter;
    for (const auto &[family, proposal] : accepted) {
        if (const auto done = rewriter.apply(*family, *proposal); !done)
            result.refused.emplace_back(family->id, done.error());
    }
    result.byFile = rewriter.edits();
    return result;
}

} // namespace consolidation
