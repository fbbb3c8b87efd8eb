#include "consolidation/proposal.h"

#include "base/textdiff.h"
#include "rules/itemtexts.h"
#include "rules/rulecomments.h"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>

/// Proposals are applied to the files in four steps, each for all of them at once: the fields of the rules that stay,
/// the rules that go, the comments that went with either, the recording rules. A file is read again after each step,
/// so the cost does not grow with families times rules. Proposals that cannot be written are found by trying them
/// alone.
namespace consolidation {

namespace {

using base::Result;
using rules::FieldPath;
using rules::RuleRef;

std::string groupKey(const RuleRef &ref)
{
    return ref.file + '\n' + std::to_string(ref.document) + '\n' + ref.key.value_or("") + '\n' + ref.group;
}

using Texts = std::vector<std::pair<std::string, std::string>>;

/// Documents while proposals are applied to them, and where their rules stand by then.
class Rewriter
{
public:
    /// Leaves everything as it was when it fails.
    Result<void> apply(const std::vector<AcceptedFamily> &accepted);
    [[nodiscard]] ProposalEdits result() const;

private:
    struct State
    {
        std::string before;
        std::shared_ptr<const rules::RuleDocument> document;
    };
    using EditsOf = std::map<std::string, Result<base::TextEdits>>;

    Result<void> claim(const AcceptedFamily &each);
    [[nodiscard]] RuleRef placeOf(const Member &member) const;
    Result<void> apply(const EditsOf &edits);
    Result<void> collectComments(const std::vector<AcceptedFamily> &accepted);
    Result<void> setFields(const std::vector<AcceptedFamily> &accepted);
    Result<void> deleteRules(const std::vector<AcceptedFamily> &accepted);
    Result<void> putComments();
    Result<void> addRules(const std::vector<AcceptedFamily> &accepted);

    std::map<std::string, State> m_states;
    /// By group: the place of each rule that was there, nothing for those that went.
    std::map<std::string, std::vector<std::optional<std::size_t>>> m_places;
    std::set<std::string> m_taken;
    /// The first member of a takeover and the comments of all its members.
    std::vector<std::pair<const Member *, std::vector<std::string>>> m_comments;
};

Result<void> Rewriter::claim(const AcceptedFamily &each)
{
    for (const Takeover &takeover : each.proposal->takeovers) {
        for (const std::size_t index : takeover.members) {
            const Member &member = each.family->members[index];
            if (member.document->readOnlyReason())
                return base::Error{base::ErrorKind::Unsupported, *member.document->readOnlyReason(), {}};
            if (!m_taken.insert(member.ref.id()).second)
                return base::Error{base::ErrorKind::Conflict,
                                   {TRANSLATABLE("Core", "Another proposal has taken the rule %1 already."),
                                    {member.rule->name.value}},
                                   {}};
            State &state = m_states[member.ref.file];
            if (!state.document) {
                state.document = member.document;
                state.before = member.document->text();
            }
            auto &places = m_places[groupKey(member.ref)];
            for (std::size_t i = places.size(); i < member.group->rules.size(); ++i)
                places.emplace_back(i);
        }
    }
    return {};
}

RuleRef Rewriter::placeOf(const Member &member) const
{
    RuleRef ref = member.ref;
    ref.index = m_places.at(groupKey(ref)).at(ref.index).value_or(ref.index);
    return ref;
}

Result<void> Rewriter::apply(const EditsOf &edits)
{
    std::map<std::string, std::string> texts;
    for (const auto &[file, own] : edits) {
        if (!own)
            return own.error();
        auto text = base::applyEdits(m_states.at(file).document->text(), *own);
        if (!text)
            return text.error();
        texts[file] = std::move(*text);
    }
    for (auto &[file, text] : texts) {
        State &state = m_states.at(file);
        state.document = rules::load(file, std::move(text), state.document->dialect());
    }
    return {};
}

void addChanges(std::vector<rules::FieldChange> &changes, const RuleRef &ref, const char *field,
                const rules::Pairs &old, const Texts &now)
{
    for (const auto &[name, value] : now) {
        const auto was = std::ranges::find_if(old, [&key = name](const auto &each) { return each.first.value == key; });
        if (was == old.end() || was->second.value != value)
            changes.push_back({ref, {field, name}, value});
    }
    for (const auto &[name, value] : old) {
        if (std::ranges::find(now, name.value, &Texts::value_type::first) == now.end())
            changes.push_back({ref, {field, name.value}, std::nullopt});
    }
}

Result<void> Rewriter::collectComments(const std::vector<AcceptedFamily> &accepted)
{
    for (const auto &[family, proposal] : accepted) {
        for (const Takeover &takeover : proposal->takeovers) {
            std::vector<std::string> comments;
            for (const std::size_t index : takeover.members) {
                const RuleRef ref = placeOf(family->members[index]);
                auto own = rules::commentsOf(*m_states.at(ref.file).document, ref);
                if (!own)
                    return own.error();
                std::ranges::move(*own, std::back_inserter(comments));
            }
            if (!comments.empty())
                m_comments.emplace_back(&family->members[takeover.members.front()], std::move(comments));
        }
    }
    return {};
}

Result<void> Rewriter::setFields(const std::vector<AcceptedFamily> &accepted)
{
    std::map<std::string, std::vector<rules::FieldChange>> changes;
    for (const auto &[family, proposal] : accepted) {
        for (const Takeover &takeover : proposal->takeovers) {
            const Member &first = family->members[takeover.members.front()];
            const rules::NewRule &rule = takeover.alerting.rule;
            auto &own = changes[first.ref.file];
            const RuleRef ref = placeOf(first);
            if (rule.name != first.rule->name.value)
                own.push_back({ref, {"name", {}}, rule.name});
            if (rule.expr != first.rule->expr.value) {
                // A block keeps its last line end.
                const bool block = first.rule->expr.value.ends_with('\n') && !rule.expr.ends_with('\n');
                own.push_back({ref, {"expr", {}}, block ? rule.expr + '\n' : rule.expr});
            }
            addChanges(own, ref, "labels", first.rule->labels, rule.labels);
            addChanges(own, ref, "annotations", first.rule->annotations, rule.annotations);
        }
    }
    EditsOf edits;
    for (const auto &[file, own] : changes)
        edits.emplace(file, rules::setFieldsEdits(*m_states.at(file).document, own));
    return apply(edits);
}

Result<void> Rewriter::deleteRules(const std::vector<AcceptedFamily> &accepted)
{
    std::map<std::string, std::vector<RuleRef>> going;
    for (const auto &[family, proposal] : accepted) {
        for (const Takeover &takeover : proposal->takeovers) {
            for (std::size_t i = 1; i < takeover.members.size(); ++i) {
                const RuleRef ref = placeOf(family->members[takeover.members[i]]);
                going[ref.file].push_back(ref);
            }
        }
    }
    EditsOf edits;
    for (const auto &[file, refs] : going)
        edits.emplace(file, rules::deleteRulesEdits(*m_states.at(file).document, refs));
    if (auto done = apply(edits); !done)
        return done;
    std::map<std::string, std::set<std::size_t>> gone;
    for (const auto &[file, refs] : going) {
        for (const RuleRef &ref : refs)
            gone[groupKey(ref)].insert(ref.index);
    }
    for (const auto &[key, indices] : gone) {
        for (auto &place : m_places[key]) {
            if (!place)
                continue;
            if (indices.contains(*place))
                place.reset();
            else
                place = *place - static_cast<std::size_t>(std::distance(indices.begin(), indices.lower_bound(*place)));
        }
    }
    return {};
}

/// What the rule that stays does not carry by now stands above it; what several members say alike is said once.
Result<void> Rewriter::putComments()
{
    std::map<std::string, std::vector<std::pair<RuleRef, std::vector<std::string>>>> missing;
    for (const auto &[first, comments] : m_comments) {
        const RuleRef ref = placeOf(*first);
        const auto kept = rules::commentsOf(*m_states.at(ref.file).document, ref);
        if (!kept)
            return kept.error();
        std::set<std::string> there(kept->begin(), kept->end());
        std::vector<std::string> own;
        std::ranges::copy_if(comments, std::back_inserter(own),
                             [&there](const std::string &comment) { return there.insert(comment).second; });
        if (!own.empty())
            missing[ref.file].emplace_back(ref, std::move(own));
    }
    EditsOf edits;
    for (const auto &[file, own] : missing)
        edits.emplace(file, rules::addCommentsEdits(*m_states.at(file).document, own));
    return apply(edits);
}

Result<void> Rewriter::addRules(const std::vector<AcceptedFamily> &accepted)
{
    std::map<std::string, std::vector<std::pair<RuleRef, rules::NewRule>>> rules;
    std::map<std::string, std::vector<std::size_t>> inserted;
    for (const auto &[family, proposal] : accepted) {
        for (const Takeover &takeover : proposal->takeovers) {
            const RuleRef ref = placeOf(family->members[takeover.members.front()]);
            for (const ProposedRule &recording : takeover.recording) {
                rules[ref.file].emplace_back(ref, recording.rule);
                inserted[groupKey(ref)].push_back(ref.index);
            }
        }
    }
    EditsOf edits;
    for (const auto &[file, own] : rules)
        edits.emplace(file, rules::addRulesEdits(*m_states.at(file).document, own));
    if (auto done = apply(edits); !done)
        return done;
    for (auto &[key, indices] : inserted) {
        std::ranges::sort(indices);
        for (auto &place : m_places[key]) {
            if (place)
                place = *place + static_cast<std::size_t>(std::ranges::upper_bound(indices, *place) - indices.begin());
        }
    }
    return {};
}

Result<void> Rewriter::apply(const std::vector<AcceptedFamily> &accepted)
{
    Rewriter next = *this;
    for (const AcceptedFamily &each : accepted) {
        if (auto done = next.claim(each); !done)
            return done;
    }
    if (auto done = next.collectComments(accepted); !done)
        return done;
    if (auto done = next.setFields(accepted); !done)
        return done;
    if (auto done = next.deleteRules(accepted); !done)
        return done;
    if (auto done = next.putComments(); !done)
        return done;
    if (auto done = next.addRules(accepted); !done)
        return done;
    next.m_comments.clear();
    *this = std::move(next);
    return {};
}

ProposalEdits Rewriter::result() const
{
    ProposalEdits result;
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
        result.after[file] = state.document;
        if (!edits.empty())
            result.byFile[file] = std::move(edits);
    }
    return result;
}

/// Those that cannot be written are found by halves: together with one of them, nothing can.
void applyAll(Rewriter &rewriter, const std::vector<AcceptedFamily> &accepted,
              std::vector<ProposalEdits::Refusal> &refused)
{
    if (accepted.empty())
        return;
    const auto done = rewriter.apply(accepted);
    if (done)
        return;
    if (accepted.size() == 1) {
        refused.push_back({accepted.front().family, done.error()});
        return;
    }
    const auto middle = accepted.begin() + static_cast<std::ptrdiff_t>(accepted.size() / 2);
    applyAll(rewriter, {accepted.begin(), middle}, refused);
    applyAll(rewriter, {middle, accepted.end()}, refused);
}

} // namespace

ProposalEdits proposalEdits(const std::vector<AcceptedFamily> &accepted)
{
    Rewriter rewriter;
    std::vector<ProposalEdits::Refusal> refused;
    applyAll(rewriter, accepted, refused);
    ProposalEdits result = rewriter.result();
    result.refused = std::move(refused);
    return result;
}

} // namespace consolidation
