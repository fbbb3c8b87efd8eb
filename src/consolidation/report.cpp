#include "consolidation/report.h"

#include "base/jsonwriter.h"
#include "consolidation/loadingday.h"
#include "consolidation/mergedexpr.h"
#include "consolidation/offers.h"
#include "consolidation/openmatches.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <unordered_map>

namespace consolidation {

namespace {

void writeReference(base::JsonWriter &json, const Member &member)
{
    json.beginObject().key("file").string(member.ref.file).key("document").number(member.ref.document).key("key");
    if (member.ref.key)
        json.string(*member.ref.key);
    else
        json.null();
    json.key("group").string(member.ref.group).key("index").number(member.ref.index);
    json.key("name").string(member.rule->name.value).endObject();
}

void writeReferences(base::JsonWriter &json, const char *key, const std::vector<Member> &members)
{
    json.key(key).beginArray();
    for (const Member &member : members)
        writeReference(json.line(), member);
    json.endArray();
}

void writeVariation(base::JsonWriter &json, const Variation &variation)
{
    json.line().beginObject().key("slot").string(slotName(variation.slot)).key("at").beginObject();
    json.key("path").string(variation.path).key("start").number(variation.place.start);
    json.key("end").number(variation.place.end).endObject().key("name").string(variation.name);
    json.key("values").beginArray();
    for (const std::string &value : variation.values)
        json.string(value);
    json.endArray().endObject();
}

void writeRule(base::JsonWriter &json, const ProposedRule &proposed)
{
    const rules::NewRule &rule = proposed.rule;
    const auto text = [&](const char *key, const std::string &value) {
        if (!value.empty())
            json.key(key).string(value);
    };
    const auto pairs = [&](const char *key, const auto &all) {
        if (all.empty())
            return;
        json.key(key).beginObject();
        for (const auto &[name, value] : all)
            json.key(name).string(value);
        json.endObject();
    };
    json.line().beginObject().key(rule.kind == rules::RuleKind::Recording ? "record" : "alert").string(rule.name);
    json.key("expr").string(rule.expr);
    text("for", rule.forDuration);
    text("keep_firing_for", rule.keepFiringFor);
    pairs("labels", rule.labels);
    pairs("annotations", rule.annotations);
    json.key("file").string(proposed.place.file).key("group").string(proposed.place.group);
    json.key("index").number(proposed.finalIndex.value_or(proposed.place.index)).endObject();
}

void writeRules(base::JsonWriter &json, const Proposal &proposal)
{
    json.key("recording").beginArray();
    for (const Takeover &takeover : proposal.takeovers) {
        for (const ProposedRule &rule : takeover.recording)
            writeRule(json, rule);
        if (takeover.alerting.rule.kind == rules::RuleKind::Recording)
            writeRule(json, takeover.alerting);
    }
    json.endArray().key("alerting").beginArray();
    for (const Takeover &takeover : proposal.takeovers) {
        if (takeover.alerting.rule.kind == rules::RuleKind::Alerting)
            writeRule(json, takeover.alerting);
    }
    json.endArray().key("notes").beginArray();
    for (const Note &note : proposal.notes)
        json.line().beginObject().key("kind").string(note.kind).key("text").string(note.text.english()).endObject();
    json.endArray();
}

void writeProposal(base::JsonWriter &json, const Proposal &proposal)
{
    json.beginObject();
    writeRules(json, proposal);
    json.endObject();
}

/// The other forms that one could accept instead.
void writeAlternatives(base::JsonWriter &json, const Family &family, const Proposal &proposal,
                       const Documents &documents, ProposalOptions &options)
{
    json.key("alternatives").beginArray();
    if (!proposal.empty()) {
        for (const Proposal &each : alternatives(family, documents, options)) {
            if (each.title == proposal.title)
                continue;
            json.line().beginObject().key("title").string(each.title.english());
            writeRules(json, each);
            json.endObject();
        }
    }
    json.endArray();
}

void writeProof(base::JsonWriter &json, const Proof &proof)
{
    const auto number = [&](const char *key, const std::optional<double> &value) {
        json.key(key);
        if (value)
            json.number(*value);
        else
            json.null();
    };
    const auto count = [&](const char *key, const std::optional<std::size_t> &value) {
        json.key(key);
        if (value)
            json.number(*value);
        else
            json.null();
    };
    const auto time = [&](const char *key, const std::optional<Milliseconds> &value) {
        number(key, value ? std::optional(static_cast<double>(*value) / 1000) : std::nullopt);
    };
    json.key("verdict").string(verdictName(proof.verdict)).key("strength").string(proof.strength);
    const std::string remark = proof.remark().english();
    json.key("text").string(proof.sentence().english() + (remark.empty() ? "" : ' ' + remark));
    json.key("fired").beginObject();
    count("old", proof.firedBefore);
    count("new", proof.firedAfter);
    json.endObject();
    number("coverage", proof.coverage);
    json.key("headroom");
    if (proof.nearest && proof.threshold)
        json.beginObject().key("value").number(*proof.nearest).key("threshold").number(*proof.threshold).endObject();
    else
        json.null();
    json.key("evidence").beginArray();
    for (const Evidence &evidence : proof.evidence) {
        json.line().beginObject().key("kind").string(evidence.kind).key("old").string(evidence.before);
        json.key("new").string(evidence.after);
        time("from", evidence.from);
        time("to", evidence.to);
        json.key("text").string(evidence.text.english()).endObject();
    }
    json.endArray();
}

void writeFamily(base::JsonWriter &json, const Family &family, const Proposal &proposal, const Proof &proof,
                 const Documents &documents, ProposalOptions &options)
{
    json.line().beginObject().key("id").string(family.id).key("merge").string(mergeName(family.merge));
    json.key("why").string(family.why.english()).key("remedy").string(family.remedy.english());
    writeReferences(json, "rules", family.members);
    json.key("varies").beginArray();
    for (const Variation &variation : family.varies)
        writeVariation(json, variation);
    json.endArray().key("constant").beginObject();
    for (const auto &[path, value] : family.constant)
        json.key(path).string(value);
    json.endObject().key("drift").beginArray();
    for (const Drift &drift : family.drift) {
        json.line().beginObject().key("rule");
        writeReference(json, family.members[drift.member]);
        json.key("text").string(drift.text.english()).endObject();
    }
    json.endArray();
    json.key("readers").beginArray();
    for (const Reader &reader : family.readers)
        writeReference(json.line(), reader.rule);
    json.endArray();
    json.key("proposal");
    if (family.merge == Merge::None)
        json.null();
    else
        writeProposal(json, proposal);
    writeAlternatives(json, family, proposal, documents, options);
    json.key("saves").number(static_cast<double>(rulesSaved(proposal)));
    writeProof(json, proof);
    json.endObject();
}

void writeOffer(base::JsonWriter &json, const Offer &offer)
{
    json.line().beginObject().key("kind").string(offer.kind).key("why").string(offer.text.english());
    writeReferences(json, "rules", offer.family.members);
    json.key("proposal");
    if (offer.proposal.empty())
        json.null();
    else
        writeProposal(json, offer.proposal);
    if (!offer.file.empty()) {
        json.key("file").string(offer.file).key("line").number(offer.line).key("edits").beginArray();
        for (const base::TextEdit &edit : offer.edits) {
            json.beginObject().key("start").number(edit.range.start).key("end").number(edit.range.end);
            json.key("text").string(edit.text).endObject();
        }
        json.endArray();
    }
    Proof proof = offer.proof;
    proof.nothingProposed = offer.proposal.empty();
    proof.evidence.insert(proof.evidence.begin(), offer.evidence.begin(), offer.evidence.end());
    writeProof(json, proof);
    json.endObject();
}

/// Where the proposed rules stand when all is applied.
void findFinalPlaces(Report &report, const ProposalEdits &edits)
{
    /// The rules that nothing proposed stands for yet, by their names.
    using ByName = std::unordered_multimap<std::string_view, std::size_t>;
    std::unordered_map<const rules::RuleGroup *, ByName> groups;
    const auto place = [&](ProposedRule &proposed) {
        const auto document = edits.after.find(proposed.place.file);
        const rules::RuleGroup *group =
            document == edits.after.end() ? nullptr : document->second->findGroup(proposed.place);
        if (!group)
            return;
        const auto [entry, isNew] = groups.try_emplace(group);
        ByName &byName = entry->second;
        for (std::size_t i = 0; isNew && i < group->rules.size(); ++i)
            byName.emplace(group->rules[i].name.value, i);
        const auto [begin, end] = byName.equal_range(proposed.rule.name);
        auto first = end;
        for (auto each = begin; each != end; ++each) {
            const rules::Rule &rule = group->rules[each->second];
            const std::string_view expr = rule.expr.value;
            const bool same = rule.kind == proposed.rule.kind && expr.starts_with(proposed.rule.expr) &&
                              expr.find_first_not_of('\n', proposed.rule.expr.size()) == std::string_view::npos;
            if (same && (first == end || each->second < first->second))
                first = each;
        }
        if (first == end)
            return;
        proposed.finalIndex = first->second;
        byName.erase(first);
    };
    for (Proposal &proposal : report.proposals) {
        for (Takeover &takeover : proposal.takeovers) {
            for (ProposedRule &recording : takeover.recording)
                place(recording);
            place(takeover.alerting);
        }
    }
}

void rank(Report &report)
{
    const auto key = [&](std::size_t place) {
        return std::pair(report.findings.families[place].merge == Merge::None, -rulesSaved(report.proposals[place]));
    };
    std::vector<std::size_t> order(report.proposals.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::ranges::stable_sort(order, {}, key);
    std::vector<Family> families;
    std::vector<Proposal> proposals;
    for (const std::size_t place : order) {
        families.push_back(std::move(report.findings.families[place]));
        proposals.push_back(std::move(report.proposals[place]));
    }
    report.findings.families = std::move(families);
    report.proposals = std::move(proposals);
}

} // namespace

Report reportOn(const Documents &documents, bool open, const std::stop_token &stop)
{
    Report report;
    report.documents = documents;
    report.findings = findFamilies(documents, stop);
    ProposalOptions options;
    options.takenNames = recordedNames(documents);
    options.nameParts = namePartsOf(documents);
    options.open = open;
    for (const Family &family : report.findings.families) {
        if (stop.stop_requested())
            break;
        report.proposals.push_back(propose(family, documents, options));
        for (const Takeover &takeover : report.proposals.back().takeovers) {
            for (const ProposedRule &recording : takeover.recording) {
                options.takenNames.insert(recording.rule.name);
                options.proposedNames.try_emplace(recording.rule.name, recording.rule.expr, recording.place.file);
            }
        }
    }
    if (stop.stop_requested())
        return report;
    rank(report);
    report.proofs.resize(report.proposals.size());
    RulesByName byName;
    for (std::size_t i = 0; i < report.proofs.size() && !stop.stop_requested(); ++i) {
        report.proofs[i].nothingProposed = report.proposals[i].empty();
        report.proofs[i].evidence = structuralEvidence(report.findings.families[i], report.proposals[i], byName);
        if (open)
            std::ranges::move(openMatchesInRules(report.findings.families[i], report.proposals[i], documents),
                              std::back_inserter(report.proofs[i].evidence));
    }
    return report;
}

std::ptrdiff_t rulesSaved(const Proposal &proposal)
{
    std::ptrdiff_t count = 0;
    for (const Takeover &takeover : proposal.takeovers)
        count += std::ssize(takeover.members) - std::ssize(takeover.recording) - 1;
    return count;
}

std::size_t rulesAfter(const Report &report)
{
    auto count = static_cast<std::ptrdiff_t>(report.findings.ruleCount);
    for (std::size_t i = 0; i < report.proposals.size(); ++i) {
        if (!report.refused.contains(i))
            count -= rulesSaved(report.proposals[i]);
    }
    return static_cast<std::size_t>(count);
}

ProposalEdits allEdits(Report &report)
{
    std::vector<AcceptedFamily> accepted;
    for (std::size_t i = 0; i < report.proposals.size(); ++i) {
        if (!report.proposals[i].empty())
            accepted.push_back({&report.findings.families[i], &report.proposals[i]});
    }
    ProposalEdits edits = proposalEdits(accepted);
    for (const ProposalEdits::Refusal &refusal : edits.refused) {
        const auto place = static_cast<std::size_t>(refusal.family - report.findings.families.data());
        if (report.refused.insert(place).second)
            report.proposals[place].notes.push_back({"refused", refusal.error.text});
    }
    findFinalPlaces(report, edits);
    return edits;
}

std::string toJson(const Report &report, const std::vector<Offer> &offers)
{
    const Findings &findings = report.findings;
    base::JsonWriter json;
    json.beginObject().key("families").beginArray();
    ProposalOptions options = optionsFor(report.documents);
    for (std::size_t i = 0; i < findings.families.size(); ++i)
        writeFamily(json, findings.families[i], report.proposals[i], report.proofs[i], report.documents, options);
    json.endArray().line().key("kept_apart").beginArray();
    for (const LookAlikes &alikes : findings.keptApart) {
        json.line().beginObject();
        writeReferences(json, "rules", alikes.rules);
        json.key("why").string(alikes.why.english()).endObject();
    }
    json.endArray().line().key("shared").beginArray();
    for (const SharedExpr &shared : findings.shared) {
        json.line().beginObject().key("expr").string(shared.expr);
        writeReferences(json, "rules", shared.rules);
        json.key("recorded_by");
        if (shared.recordedBy)
            writeReference(json, *shared.recordedBy);
        else
            json.null();
        json.endObject();
    }
    json.endArray();
    json.line().key("offers").beginArray();
    for (const Offer &offer : offers)
        writeOffer(json, offer);
    json.endArray();
    writeReferences(json.line(), "unread", findings.unread);
    json.line().key("rules").beginObject().key("before").number(findings.ruleCount);
    json.key("after").number(rulesAfter(report)).endObject().endObject();
    return json.text() + '\n';
}

} // namespace consolidation
