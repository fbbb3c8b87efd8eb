#include "backtest/recordingrule.h"
#include "consolidation/candidate.h"
#include "consolidation/mergedexpr.h"
#include "consolidation/migrations.h"
#include "consolidation/proposaltext.h"
#include "promql/functions.h"
#include "promql/rewrite.h"

#include <algorithm>

/// Expressions that several rules compute, and what it takes that only one rule does.
namespace consolidation {

namespace {

/// The rule's expression with every part that is `key` replaced; nothing where none is, or where it cannot be.
std::optional<std::string> reading(const promql::Tree &tree, const std::string &key, const std::string &name)
{
    base::TextEdits edits;
    bool failed = false;
    promql::walk(tree.root(), [&](const promql::Expr &each) {
        if (failed || canonicalKey(&each) != key)
            return !failed;
        const auto own = promql::replaceExpr(tree, each, name);
        failed = !own;
        if (own)
            edits.insert(edits.end(), own->begin(), own->end());
        return false;
    });
    if (failed || edits.empty())
        return std::nullopt;
    auto text = base::applyEdits(tree.text(), edits);
    if (!text || !promql::parse(*text, tree.dialect()).valid())
        return std::nullopt;
    while (text->ends_with('\n'))
        text->pop_back();
    return *text;
}

std::optional<Offer> sharedOffer(const SharedExpr &shared, const Report &report, std::set<std::string> &taken,
                                 std::size_t nameParts)
{
    std::vector<Member> readers = shared.rules;
    if (shared.recordedBy) {
        // Static labels would come with its series.
        if (!backtest::labelsOf(*shared.recordedBy->group, *shared.recordedBy->rule).empty())
            return std::nullopt;
        std::erase_if(readers, [&](const Member &each) { return each.ref == shared.recordedBy->ref; });
    }
    if (readers.empty())
        return std::nullopt;
    const promql::Tree expr = promql::parse(shared.expr, readers.front().rule->tree->dialect());
    const std::string key = canonicalKey(expr.root());
    ProposedRule recording;
    recording.rule.kind = rules::RuleKind::Recording;
    recording.rule.expr = shared.expr;
    if (shared.recordedBy) {
        recording.rule.name = shared.recordedBy->rule->name.value;
        recording.place = shared.recordedBy->ref;
    } else {
        const std::string wanted = recordName(expr.root(), expr.root(), {}, nameParts);
        recording.rule.name = wanted;
        for (std::size_t n = 2; taken.contains(recording.rule.name); ++n)
            recording.rule.name = wanted + '_' + std::to_string(n);
        recording.place = readers.front().ref;
    }
    Offer offer;
    offer.kind = "shared";
    offer.family.id = recording.rule.name;
    offer.family.merge = Merge::Template;
    for (const Member &reader : readers) {
        auto condition = reading(*reader.rule->tree, key, recording.rule.name);
        if (!condition)
            continue;
        Takeover takeover;
        takeover.members = {offer.family.members.size()};
        takeover.alerting.rule = newRuleOf(*reader.rule);
        takeover.alerting.rule.expr = std::move(*condition);
        takeover.alerting.place = reader.ref;
        if (!shared.recordedBy) {
            // The recording rule comes right before the first of them.
            if (backtest::sameGroup(reader.ref, recording.place))
                ++takeover.alerting.place.index;
            takeover.recording = {recording};
        }
        offer.family.members.push_back(reader);
        Member moved = reader;
        moved.ref = takeover.alerting.place;
        addReadingLag(moved, recording, offer.proposal.notes);
        offer.proposal.takeovers.push_back(std::move(takeover));
    }
    if (offer.proposal.empty() || (!shared.recordedBy && offer.family.members.size() < 2))
        return std::nullopt;
    if (!shared.recordedBy)
        taken.insert(recording.rule.name);
    std::string names;
    for (const Member &member : offer.family.members)
        names += (names.empty() ? "" : ", ") + member.rule->name.value;
    offer.text = shared.recordedBy
                     ? base::Text{TRANSLATABLE("Core", "%1 is recorded as %2 already, and computed again in: %3."),
                                  {shared.expr, recording.rule.name, names}}
                     : base::Text{TRANSLATABLE("Core", "%1 is computed by %2 rules: %3. One recording rule can compute "
                                                       "it for all of them."),
                                  {shared.expr, std::to_string(offer.family.members.size()), names}};
    offer.proposal.title = {TRANSLATABLE("Core", "Reading the recording rule"), {}};
    return offer;
}

} // namespace

std::vector<Offer> sharedOffers(const Report &report)
{
    std::set<std::string> taken = recordedNames(report.documents);
    for (const Proposal &proposal : report.proposals) {
        for (const Takeover &takeover : proposal.takeovers) {
            for (const ProposedRule &recording : takeover.recording)
                taken.insert(recording.rule.name);
        }
    }
    std::vector<Offer> offers;
    const std::size_t nameParts = namePartsOf(report.documents);
    for (const SharedExpr &shared : report.findings.shared) {
        if (auto offer = sharedOffer(shared, report, taken, nameParts))
            offers.push_back(std::move(*offer));
    }
    std::ranges::stable_sort(offers, std::ranges::greater(),
                             [](const Offer &offer) { return offer.family.members.size(); });
    return offers;
}

std::vector<std::pair<Family, Proposal>> acceptedWith(const Offer &offer, const Proposal &proposal,
                                                      const Report &report)
{
    std::vector<std::pair<Family, Proposal>> accepted;
    if (offer.recordedBy) {
        Proposal recorded = report.proposals[*offer.recordedBy];
        const std::string &read = offer.proposal.takeovers.front().recording.front().rule.name;
        const std::vector<ProposedRule> &own = proposal.takeovers.front().recording;
        for (Takeover &takeover : recorded.takeovers) {
            if (!own.empty() && !takeover.recording.empty() && takeover.recording.front().rule.name == read)
                takeover.recording.front().rule = own.front().rule;
        }
        accepted.emplace_back(report.findings.families[*offer.recordedBy], std::move(recorded));
    }
    // What several takeovers read is written once, and with the family where it is the family's.
    Proposal written = proposal;
    for (std::size_t i = offer.recordedBy ? 0 : 1; i < written.takeovers.size(); ++i)
        written.takeovers[i].recording.clear();
    accepted.emplace_back(offer.family, std::move(written));
    return accepted;
}

ProposalEdits proposalEdits(const std::vector<std::pair<Family, Proposal>> &accepted)
{
    std::vector<AcceptedFamily> all;
    all.reserve(accepted.size());
    for (const auto &[family, proposal] : accepted)
        all.push_back({&family, &proposal});
    return proposalEdits(all);
}

ProposalEdits offerEdits(const Offer &offer, const Proposal &proposal, const Report &report)
{
    if (offer.file.empty())
        return proposalEdits(acceptedWith(offer, proposal, report));
    ProposalEdits edits;
    if (!offer.edits.empty())
        edits.byFile[offer.file] = offer.edits;
    return edits;
}

} // namespace consolidation
