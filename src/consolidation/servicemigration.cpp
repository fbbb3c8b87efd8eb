#include "consolidation/migrationrun_p.h"

#include "consolidation/candidate.h"
#include "consolidation/mergedtexts.h"
#include "promql/functions.h"
#include "promql/literals.h"

#include <algorithm>

namespace consolidation {

using alerting::Series;
using promql::VectorSelector;

void MigrationRun::Private::services()
{
    std::vector<const VectorSelector *> selectors;
    promql::walk(tree.root(), [&](const promql::Expr &each) {
        if (const auto *selector = promql::as<VectorSelector>(&each))
            selectors.push_back(selector);
        return true;
    });
    std::set<std::pair<std::string, std::string>> labels;
    std::set<std::string> words;
    for (const VectorSelector *selector : selectors) {
        for (const promql::LabelMatcher &matcher : selector->matchers) {
            if (matcher.op == promql::MatchOp::Equal && senseOf(matcher.name) == LabelSense::Identity)
                labels.emplace(matcher.name, matcher.value);
        }
    }
    for (const Family &family : report.findings.families) {
        for (const Variation &variation : family.varies) {
            if (variation.slot == Slot::Metric && family.merge == Merge::MetricRegex)
                words.insert(variation.values.begin(), variation.values.end());
        }
    }
    for (const auto &[label, value] : labels) {
        // Two services held against each other are not one of many.
        if (std::ranges::count(labels, label, &std::pair<std::string, std::string>::first) > 1)
            continue;
        Way way{label, value, {}};
        for (const VectorSelector *selector : selectors) {
            std::string matchers;
            bool named = false;
            for (const promql::LabelMatcher &matcher : selector->matchers) {
                if (matcher.name == label && matcher.op == promql::MatchOp::Equal)
                    named = true;
                else
                    matchers += (matchers.empty() ? "" : ", ") + std::string(matcher.name) +
                                std::string(promql::matchOpText(matcher.op)) + promql::quote(matcher.value);
            }
            if (named)
                way.queries.push_back("count by (" + label + ") (" + std::string(selector->metric.value) + '{' +
                                      matchers + "})");
        }
        ways.push_back(std::move(way));
    }
    for (const std::string &word : words) {
        Way way{"__name__", word, {}};
        for (const VectorSelector *selector : selectors) {
            const auto part = findPart(selector->metric.value, word);
            if (!part) {
                way.queries.clear();
                break;
            }
            way.queries.push_back("count by (__name__) ({__name__=~" +
                                  promql::quote(std::string(selector->metric.value.substr(0, part->start)) + ".+" +
                                                std::string(selector->metric.value.substr(part->end))) +
                                  "})");
        }
        if (!way.queries.empty())
            ways.push_back(std::move(way));
    }
    nextService();
}

void MigrationRun::Private::nextService()
{
    if (ways.empty())
        return finish();
    const Way &way = ways.front();
    if (asked == way.queries.size()) {
        const std::set<std::string> others = common.value_or(std::set<std::string>());
        if (others.size() > (others.contains(way.value) ? 1U : 0U)) {
            proposeServices();
            return finish();
        }
        ways.pop_front();
        asked = 0;
        common.reset();
        return nextService();
    }
    ask(way.queries[asked], [this](const std::vector<Series> &series) {
        const Way &own = ways.front();
        std::set<std::string> found;
        const std::string &query = own.queries[asked];
        for (const Series &each : series) {
            for (const auto &[label, value] : each.labels) {
                if (label != own.label)
                    continue;
                if (label != "__name__") {
                    found.insert(value);
                    continue;
                }
                // The part between what stands before and behind `.+` in the pattern.
                const std::size_t quoted = query.find('"');
                const std::string pattern = query.substr(quoted + 1, query.rfind('"') - quoted - 1);
                const std::size_t hole = pattern.find(".+");
                found.insert(value.substr(hole, value.size() - (pattern.size() - 2)));
            }
        }
        sawServices(found);
    });
}

void MigrationRun::Private::sawServices(const std::set<std::string> &found)
{
    if (!common) {
        common = found;
    } else {
        std::erase_if(*common, [&](const std::string &each) { return !found.contains(each); });
    }
    ++asked;
    nextService();
}

namespace {

/// Why one rule cannot watch the copies that `variations` make of the member, as families judge it; nothing where it
/// can.
std::optional<base::Text> keptApart(const Member &member, const std::vector<Variation> &places, bool byName)
{
    const std::size_t count = places.front().values.size();
    std::vector<rules::Rule> copies(count, *member.rule);
    std::vector<Candidate> candidates;
    Cluster cluster;
    for (std::size_t i = 0; i < count; ++i) {
        base::TextEdits edits;
        for (const Variation &place : places)
            edits.push_back({place.ranges.front(), byName ? place.values[i] : promql::quote(place.values[i])});
        const auto expr = base::applyEdits(member.rule->expr.value, edits);
        if (!expr)
            continue;
        copies[i].expr.value = *expr;
        copies[i].tree = std::make_shared<promql::Tree>(promql::parse(*expr, member.rule->tree->dialect()));
        Candidate candidate;
        candidate.member = member;
        candidate.member.rule = &copies[i];
        candidate.shape = shapeOf(copies[i].tree->root());
        cluster.members.push_back(candidates.size());
        if (byName)
            cluster.parts.push_back(places.front().values[i]);
        candidates.push_back(std::move(candidate));
    }
    judge(candidates, cluster, variationsOf(candidates, cluster));
    return cluster.merge == Merge::None ? std::optional(cluster.why) : std::nullopt;
}

} // namespace

/// The rule once for each service, as a family: merged, it is the rule for all of them.
void MigrationRun::Private::proposeServices()
{
    const Way &way = ways.front();
    const Member &member = offer.family.members.front();
    std::vector<std::string> services = {way.value};
    std::vector<std::string> others;
    for (const std::string &each : *common) {
        if (each != way.value && !each.empty()) {
            services.push_back(each);
            others.push_back(each);
        }
    }
    if (others.empty())
        return;
    Family copies = offer.family;
    copies.merge = way.label == "__name__" ? Merge::MetricRegex : Merge::LabelRegex;
    copies.members.assign(services.size(), member);
    promql::walk(member.rule->tree->root(), [&](const promql::Expr &each) {
        const auto *selector = promql::as<VectorSelector>(&each);
        if (!selector)
            return true;
        Variation variation;
        variation.path = "expr";
        variation.values = services;
        if (way.label == "__name__") {
            if (const auto part = findPart(selector->metric.value, way.value)) {
                variation.slot = Slot::Metric;
                variation.ranges.assign(services.size(), {selector->metric.range.start + part->start,
                                                          selector->metric.range.start + part->end});
                copies.varies.push_back(variation);
            }
            return true;
        }
        for (const promql::LabelMatcher &matcher : selector->matchers) {
            if (matcher.name != way.label || matcher.op != promql::MatchOp::Equal)
                continue;
            variation.slot = Slot::Matcher;
            variation.name = way.label;
            variation.ranges.assign(services.size(), matcher.valueRange);
            copies.varies.push_back(variation);
        }
        return true;
    });
    offer.text = {TRANSLATABLE("Core", "%1 watches only %2. At the endpoint the same series are there for: %3."),
                  {member.rule->name.value, way.value, commaList(others)}};
    if (const auto why = keptApart(member, copies.varies, way.label == "__name__"))
        return evidence("structure", *why);
    ProposalOptions options;
    options.takenNames = recordedNames(report.documents);
    options.givenValues = true;
    offer.proposal = consolidation::propose(copies, report.documents, options);
    offer.proposal.meantToDiffer = true;
    for (Takeover &takeover : offer.proposal.takeovers) {
        takeover.members = {0};
        for (auto &[label, values] : takeover.gained)
            values.resize(1);
        if (takeover.instanceLabels.empty())
            continue;
        // What names the one service names each of them by then.
        const std::string replacement = "{{ $labels." + takeover.instanceLabels.front() + " }}";
        for (auto &[name, value] : takeover.alerting.rule.labels) {
            if (wordsOf(value) == wordsOf(way.value))
                value = replacement;
        }
        for (auto &[name, text] : takeover.alerting.rule.annotations) {
            if (const auto named = replaceWords(text, way.value, replacement, false))
                text = *named;
        }
    }
}

} // namespace consolidation
