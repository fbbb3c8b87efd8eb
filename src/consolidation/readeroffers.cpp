#include "consolidation/candidate.h"
#include "consolidation/migrations.h"
#include "consolidation/proposaltext.h"

#include "promql/literals.h"
#include "promql/rewrite.h"

#include <algorithm>

namespace consolidation {

namespace {

const promql::Expr *exprAt(const promql::Tree &tree, base::ByteRange range)
{
    const promql::Expr *found = nullptr;
    promql::walk(tree.root(), [&](const promql::Expr &each) {
        if (!found && each.range == range)
            found = &each;
        return !found;
    });
    return found;
}

/// Which series of the recording rule the reader means: labels of a member, and whether the rules say their values.
struct Chosen
{
    std::string matchers;
    std::vector<std::string> labels;
    bool assumed = false;
};

Chosen chosenSeries(const Family &family, const Takeover &takeover, std::size_t member)
{
    const auto place = static_cast<std::size_t>(std::ranges::find(takeover.members, member) - takeover.members.begin());
    Chosen chosen;
    const auto add = [&](const std::string &label, const std::string &value) {
        chosen.matchers += (chosen.matchers.empty() ? "" : ", ") + label + '=' + promql::quote(value);
        chosen.labels.push_back(label);
    };
    for (const auto &[label, values] : takeover.gained) {
        if (!values[place].empty())
            add(label, values[place]);
    }
    if (!chosen.labels.empty() || takeover.instanceLabels.empty())
        return chosen;
    // The part of the metric's name that says who it is about, as jobs and services are mostly called.
    for (const Variation &variation : family.varies) {
        if (variation.slot == Slot::Metric && !variation.values[member].empty()) {
            std::string value = variation.values[member];
            std::ranges::replace(value, '_', '-');
            add(takeover.instanceLabels.front(), value);
            chosen.assumed = true;
            break;
        }
    }
    return chosen;
}

} // namespace

void addReadingLag(const Member &reader, const ProposedRule &recording, std::vector<Note> &notes)
{
    const bool sameGroup = reader.ref.file == recording.place.file && reader.ref.group == recording.place.group &&
                           reader.ref.document == recording.place.document && reader.ref.key == recording.place.key;
    if (!sameGroup)
        notes.push_back(
            {"staleness",
             {TRANSLATABLE("Core", "It reads %1 of group %2, whose values may be one interval of that group "
                                   "old."),
              {recording.rule.name, recording.place.group}}});
    else if (reader.ref.index < recording.place.index)
        notes.push_back({"staleness",
                         {TRANSLATABLE("Core", "It stands before %1 in its group and reads the value of the evaluation "
                                               "before."),
                          {recording.rule.name}}});
}

namespace {

std::optional<Offer> readerOffer(const Family &family, const Takeover &takeover, const Reader &reader)
{
    const promql::Tree &tree = *reader.rule.rule->tree;
    const promql::Expr *part = exprAt(tree, reader.range);
    const ProposedRule &recording = takeover.recording.front();
    const Chosen chosen = chosenSeries(family, takeover, reader.like);
    if (!part || chosen.labels.empty())
        return std::nullopt;
    const std::string read = recording.rule.name + '{' + chosen.matchers + '}';
    const auto edits = promql::replaceExpr(tree, *part, read);
    const auto expr = edits ? base::applyEdits(tree.text(), *edits) : base::Result<std::string>(edits.error());
    if (!expr)
        return std::nullopt;
    Offer offer;
    offer.kind = "reader";
    offer.text = {TRANSLATABLE("Core", "%1 compares what %2 compares for one of its services: it can read %3."),
                  {reader.rule.rule->name.value, family.id, read}};
    offer.family.id = reader.rule.rule->name.value;
    offer.family.merge = Merge::Template;
    offer.family.members = {reader.rule};
    Takeover own;
    own.members = {0};
    own.recording = {recording};
    own.alerting.place = reader.rule.ref;
    own.alerting.rule = newRuleOf(*reader.rule.rule);
    own.alerting.rule.expr = *expr;
    while (own.alerting.rule.expr.ends_with('\n'))
        own.alerting.rule.expr.pop_back();
    for (const auto &[label, values] : takeover.gained)
        own.gained[label] = {values[static_cast<std::size_t>(std::ranges::find(takeover.members, reader.like) -
                                                             takeover.members.begin())]};
    offer.proposal.title = {TRANSLATABLE("Core", "Reading the recording rule"), {}};
    addReadingLag(reader.rule, recording, offer.proposal.notes);
    if (chosen.assumed)
        offer.proposal.notes.push_back(
            {"assumption",
             {TRANSLATABLE("Core", "That %1 is the series meant is read off the metric's name; the comparison shows "
                                   "whether it is."),
              {read}}});
    for (const auto &[label, values] : own.gained) {
        if (!values.front().empty() && tree.text().find(label) == std::string_view::npos)
            offer.proposal.notes.push_back(
                {"identity",
                 {TRANSLATABLE("Core", "Its alerts get the label %1, which they do not have now."), {label}}});
    }
    offer.proposal.takeovers.push_back(std::move(own));
    return offer;
}

} // namespace

std::vector<Offer> readerOffers(const Report &report)
{
    std::vector<Offer> offers;
    for (std::size_t i = 0; i < report.findings.families.size(); ++i) {
        const Family &family = report.findings.families[i];
        for (const Reader &reader : family.readers) {
            for (const Takeover &takeover : report.proposals[i].takeovers) {
                if (takeover.recording.size() <= (takeover.thresholds.empty() ? 0U : 1U) ||
                    std::ranges::find(takeover.members, reader.like) == takeover.members.end())
                    continue;
                if (auto offer = readerOffer(family, takeover, reader)) {
                    offer->recordedBy = i;
                    offers.push_back(std::move(*offer));
                }
            }
        }
    }
    return offers;
}

} // namespace consolidation
