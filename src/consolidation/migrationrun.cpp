#include "consolidation/migrations.h"

#include "consolidation/candidate.h"
#include "consolidation/memoryjoin.h"
#include "consolidation/mergedtexts.h"
#include "promql/functions.h"
#include "promql/literals.h"
#include "promql/printerparts.h"
#include "promql/regex.h"
#include "promql/rewrite.h"
#include "promql/threshold.h"
#include "rules/duration.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <set>
#include <utility>

namespace consolidation {

namespace {

using alerting::Series;
using promql::VectorSelector;

/// The range of increase() beyond `for`, in which an event has to be seen.
constexpr double eventSeconds = 300;
/// Points of one range query.
constexpr double mostPoints = 10'000;

std::string textOf(const VectorSelector &selector)
{
    std::string text;
    promql::appendSelector(text, selector);
    return text;
}

std::string joined(const std::vector<std::string> &words)
{
    std::string text;
    for (const std::string &word : words)
        text += (text.empty() ? "" : ", ") + word;
    return text;
}

std::string replaced(const promql::Tree &tree, const promql::Expr &node, const std::string &replacement)
{
    const auto edits = promql::replaceExpr(tree, node, replacement);
    const auto text = edits ? base::applyEdits(tree.text(), *edits) : base::Result<std::string>(edits.error());
    return text ? *text : std::string();
}

} // namespace

struct MigrationRun::Private
{
    Offer &offer;
    const Report &report;
    Milliseconds from;
    Milliseconds to;
    alerting::SeriesSource &source;
    std::function<void()> finished;
    std::unique_ptr<alerting::PendingQuery> pending;
    promql::Tree tree;
    MemoryJoin join;

    using Next = std::function<void(const std::vector<Series> &)>;

    void finish()
    {
        if (const auto call = std::exchange(finished, nullptr))
            call();
    }
    void evidence(const char *kind, base::Text text, std::string before = {}, std::string after = {})
    {
        offer.evidence.push_back({kind, std::move(before), std::move(after), from, to, std::move(text)});
    }
    void answer(const base::Result<alerting::QueryResult> &result, const Next &next)
    {
        // The callback may ask again: what was pending goes first.
        const auto answered = std::move(pending);
        if (result)
            return next(result->series);
        evidence("failed", result.error().text);
        finish();
    }
    void ask(const std::string &query, Next next)
    {
        pending = source.queryInstant(query, static_cast<double>(to) / 1000,
                                      [this, next = std::move(next)](const auto &result) { answer(result, next); });
    }
    void askRange(const std::string &query, Next next)
    {
        const double seconds = static_cast<double>(to - from) / 1000;
        const double step = std::max(30.0, std::ceil(seconds / mostPoints));
        pending = source.queryRange({query, static_cast<double>(from) / 1000, static_cast<double>(to) / 1000, step},
                                    [this, next = std::move(next)](const auto &result) { answer(result, next); });
    }

    void counter();
    void sawCounter(const VectorSelector &selector, const std::vector<Series> &series);
    void memory(const std::string &memorySelector, bool percent, std::optional<LiteralLimit> literal);
    void sawLimits(const std::vector<Series> &limits, bool percent, const std::optional<LiteralLimit> &literal);
    void propose(const std::string &ratio, double threshold, bool percent);
    void services();
    void nextService();
    void sawServices(const std::set<std::string> &found);
    void proposeServices();

    /// A way in which a rule may name one service: by a label, or by a part of its metrics' names.
    struct Way
    {
        std::string label;
        std::string value;
        std::vector<std::string> queries;
    };
    std::deque<Way> ways;
    std::size_t asked = 0;
    std::optional<std::set<std::string>> common;
};

MigrationRun::MigrationRun(Offer &offer, const Report &report, Milliseconds from, Milliseconds to,
                           alerting::SeriesSource &source)
    : d(new Private{offer, report, from, to, source, {}, {}, {}, {}, {}, 0, {}})
{}

MigrationRun::~MigrationRun() = default;

void MigrationRun::start(std::function<void()> finished)
{
    d->finished = std::move(finished);
    const std::string_view kind = d->offer.kind;
    if (d->offer.family.members.empty())
        return d->finish();
    // The family's own proposal says what its members have in common.
    const auto family = std::ranges::find_if(d->report.findings.families, [&](const Family &each) {
        return each.members.size() == d->offer.family.members.size() &&
               each.members.front().ref == d->offer.family.members.front().ref && each.merge != Merge::None;
    });
    const Proposal none;
    d->tree =
        askedExpr(d->offer.family,
                  family == d->report.findings.families.end()
                      ? none
                      : d->report.proposals[static_cast<std::size_t>(family - d->report.findings.families.begin())]);
    if (kind == "raw-counter")
        d->counter();
    else if (const auto ratio = heapRatioIn(d->tree); ratio && kind == "heap-ratio")
        d->memory(residentMemory(*ratio->used), ratio->percent, std::nullopt);
    else if (const auto limit = literalLimitIn(d->tree); limit && kind == "literal-limit")
        d->memory(textOf(*limit->memory), limit->percent, limit);
    else if (kind == "single-service")
        d->services();
    else
        d->finish();
}

void MigrationRun::Private::counter()
{
    const VectorSelector *selector = rawCounterIn(tree);
    if (!selector)
        return finish();
    askRange(textOf(*selector), [this, selector](const std::vector<Series> &series) { sawCounter(*selector, series); });
}

void MigrationRun::Private::sawCounter(const VectorSelector &selector, const std::vector<Series> &series)
{
    constexpr double gap = 330;
    std::size_t births = 0;
    double unseen = 0;
    std::optional<double> firstBirth;
    for (const Series &each : series) {
        double previous = static_cast<double>(from) / 1000;
        for (const alerting::Sample &sample : each.samples) {
            // A series that was not there before, and counts something already.
            if (sample.time - previous > gap && sample.value > 0) {
                ++births;
                unseen += sample.value;
                firstBirth = std::min(firstBirth.value_or(sample.time), sample.time);
            }
            previous = sample.time;
        }
    }
    if (series.empty())
        evidence("no-series",
                 {TRANSLATABLE("Core", "The counter %1 has no series in this range."), {textOf(selector)}});
    if (births > 0)
        evidence(
            "born-late",
            {TRANSLATABLE("Core", "In this range %1 series were born with a value above 0: increase() does not see "
                                  "%2 of their events. What is proposed therefore also asks for new series."),
             {std::to_string(births), promql::formatNumber(unseen)}});
    const auto &field = offer.family.members.front().rule->forDuration;
    const double wait = field ? rules::parseDuration(field->value).value_or(0) : 0;
    const std::string window = promql::formatDuration(wait + eventSeconds);
    const std::string counter = textOf(selector);
    const promql::Expr *operand = comparedOperand(tree.root());
    const auto operandWith = [&](const std::string &replacement) {
        const promql::Tree part =
            promql::parse(std::string(tree.text().substr(operand->range.start, operand->range.size())), tree.dialect());
        const promql::Expr *place = comparedOperand(part.root());
        if (const auto *sum = promql::as<promql::Aggregation>(place))
            place = sum->expr;
        return replaced(part, *place, replacement);
    };
    std::string expr = operandWith("increase(" + counter + '[' + window + "])") + " > 0";
    if (births > 0)
        expr += "\nor " + operandWith('(' + counter + " unless " + counter + " offset " + window + ')') + " > 0";
    offer.proposal.title = {TRANSLATABLE("Core", "New events"), {}};
    offer.proposal.meantToDiffer = true;
    offer.proposal.takeovers = {takeoverOf(offer.family, std::move(expr))};
    offer.proposal.notes.push_back(
        {"warning",
         {TRANSLATABLE("Core",
                       "The alert ends %1 after the last event. The first event of a series that is born with it "
                       "is not in increase()."),
          {window}}});
    finish();
}

void MigrationRun::Private::memory(const std::string &memorySelector, bool percent, std::optional<LiteralLimit> literal)
{
    join.memory = memorySelector;
    if (memorySelector.empty())
        return finish();
    const double seconds = static_cast<double>(to - from) / 1000;
    const std::string window = '[' + promql::formatDuration(std::max(300.0, seconds)) + ']';
    ask("last_over_time(" + memorySelector + window + ')', [=, this](const std::vector<Series> &found) {
        join.memorySeries = found;
        if (found.empty()) {
            evidence("no-series",
                     {TRANSLATABLE("Core", "No series of %1 at the endpoint: nothing to compare with the limit."),
                      {memorySelector}});
            return finish();
        }
        ask("last_over_time(kube_pod_container_resource_limits{resource=\"memory\"}" + window + ')',
            [=, this](const std::vector<Series> &limits) { sawLimits(limits, percent, literal); });
    });
}

void MigrationRun::Private::sawLimits(const std::vector<Series> &limits, bool percent,
                                      const std::optional<LiteralLimit> &literal)
{
    join.limitSeries = limits;
    if (limits.empty()) {
        evidence("no-series", {TRANSLATABLE("Core", "kube_pod_container_resource_limits has no series at the endpoint: "
                                                    "kube-state-metrics is not scraped there."),
                               {}});
        return finish();
    }
    findJoin(join);
    for (const JoinTried &tried : join.tried)
        evidence("join", {TRANSLATABLE("Core", "Joined on %1 = %2, %3 of %4 series find their limit."),
                          {tried.memoryLabel, tried.limitLabel, std::to_string(tried.matched),
                           std::to_string(join.memorySeries.size())}});
    if (!join.best) {
        evidence("join",
                 {TRANSLATABLE("Core", "The two sides share no label value: no join has data at this endpoint."), {}});
        return finish();
    }
    const auto threshold = promql::threshold(tree);
    double share = threshold ? threshold->value : 0;
    if (literal) {
        const auto limit = commonLimit(join);
        if (limit) {
            const double whole = literal->share.value_or(percent ? 100 : 1);
            share = std::round(literal->bytes * whole / *limit * 1000) / 1000;
            evidence("limit", {TRANSLATABLE("Core", "The number is %1 of the limit of %2 bytes."),
                               {promql::formatNumber(share), promql::formatNumber(*limit)}});
        } else {
            share = percent ? 90 : 0.9;
            evidence("limit", {TRANSLATABLE("Core", "The containers have different limits: the number was no share of "
                                                    "any of them, and 90 % is taken."),
                               {}});
        }
    }
    const std::string ratio = joinedRatio(join, percent);
    ask("count(" + ratio + ')', [=, this](const std::vector<Series> &counted) {
        if (counted.empty()) {
            evidence("join", {TRANSLATABLE("Core", "The joined expression has no data at the endpoint."), {}});
            return finish();
        }
        propose(ratio, share, percent);
    });
}

void MigrationRun::Private::propose(const std::string &ratio, double threshold, bool percent)
{
    const auto compared = promql::threshold(tree);
    const std::string op(promql::operatorText(compared ? compared->op : promql::BinaryOp::Greater));
    const std::string &label = join.best->limitLabel;
    const std::string name = label + ":process_memory_of_limit:" + (percent ? "percent" : "ratio");
    Takeover takeover = takeoverOf(offer.family, name + ' ' + op + ' ' + promql::formatNumber(threshold));
    ProposedRule recording;
    recording.rule.kind = rules::RuleKind::Recording;
    recording.rule.name = name;
    recording.rule.expr = ratio;
    recording.place = takeover.alerting.place;
    takeover.alerting.place.index += 1;
    takeover.recording = {std::move(recording)};
    takeover.instanceLabels = {label};
    readFromLabel(takeover, offer.family, join);
    offer.proposal.title = {TRANSLATABLE("Core", "Memory against the limit of the container"), {}};
    offer.proposal.meantToDiffer = true;
    offer.proposal.takeovers = {std::move(takeover)};
    offer.proposal.notes.push_back({"meant",
                                    {TRANSLATABLE("Core", "This alert is meant to differ from the old one: compare the "
                                                          "incidents that each of them catches."),
                                     {}}});
    if (std::string_view(offer.kind) == "heap-ratio" && !offer.family.members.front().rule->annotations.empty())
        offer.proposal.notes.push_back(
            {"annotation",
             {TRANSLATABLE("Core", "The annotations still speak of the heap: read them again before you accept."),
              {}}});
    finish();
}

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
    offer.text = {TRANSLATABLE("Core", "%1 watches only %2. At the endpoint the same series are there for: %3."),
                  {member.rule->name.value, way.value, joined(others)}};
}

} // namespace consolidation
