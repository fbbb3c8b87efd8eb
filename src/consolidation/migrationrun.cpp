#include "consolidation/migrationrun_p.h"

#include "alerting/missingseries.h"
#include "consolidation/bornlate.h"
#include "consolidation/candidate.h"
#include "consolidation/observedlines.h"
#include "promql/functions.h"
#include "promql/literals.h"
#include "promql/printerparts.h"
#include "promql/rewrite.h"
#include "rules/duration.h"

#include <algorithm>

namespace consolidation {

namespace {

using alerting::Series;
using promql::VectorSelector;

/// The range of increase() beyond `for`, in which an event has to be seen.
constexpr double eventSeconds = 300;

Labels unnamed(Labels labels)
{
    std::erase_if(labels, [](const auto &label) { return label.first == "__name__"; });
    return labels;
}

std::string replaced(const promql::Tree &tree, const promql::Expr &node, const std::string &replacement)
{
    const auto edits = promql::replaceExpr(tree, node, replacement);
    const auto text = edits ? base::applyEdits(tree.text(), *edits) : base::Result<std::string>(edits.error());
    return text ? *text : std::string();
}

} // namespace

std::string writtenSelector(const VectorSelector &selector)
{
    std::string text;
    promql::appendSelector(text, selector);
    return text;
}

std::string commaList(const std::vector<std::string> &words)
{
    std::string text;
    for (const std::string &word : words)
        text += (text.empty() ? "" : ", ") + word;
    return text;
}

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
        d->memory(writtenSelector(*limit->memory), limit->percent, limit);
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
    // Where the endpoint's data begin within the range, nothing is born with them.
    askRange("count(up)", [this, selector](const std::vector<Series> &scraped) {
        double begin = static_cast<double>(from) / 1000;
        if (!scraped.empty() && !scraped.front().samples.empty())
            begin = std::max(begin, scraped.front().samples.front().time);
        askRange(writtenSelector(*selector),
                 [this, selector, begin](const std::vector<Series> &series) { sawCounter(*selector, series, begin); });
    });
}

void MigrationRun::Private::sawCounter(const VectorSelector &selector, const std::vector<Series> &series, double begin)
{
    const std::string counter = writtenSelector(selector);
    const CounterHistory history = counterHistory(series, begin, stepSeconds());
    if (history.fallsLikeGauge) {
        evidence("gauge", {TRANSLATABLE("Core", "%1 falls as often as a gauge in this range: increase() would take "
                                                "each fall for a restart, so nothing is proposed."),
                           {counter}});
        return finish();
    }
    if (series.empty())
        evidence("no-series", {TRANSLATABLE("Core", "The counter %1 has no series in this range."), {counter}});
    if (history.births > 0) {
        evidence("born-late",
                 {TRANSLATABLE("Core", "In this range %1 series were born with a value above 0: increase() "
                                       "does not see %2 of their events. What is proposed therefore also "
                                       "asks for new series."),
                  {std::to_string(history.births), promql::formatNumber(history.unseen)}});
        offer.evidence.push_back(
            {"born-late",
             {},
             consolidation::textOf(unnamed(history.firstBorn)),
             std::llround(*history.firstBirth * 1000),
             std::llround(*history.firstBirth * 1000),
             {TRANSLATABLE("Core", "The first of them is %1 at %2."),
              {consolidation::textOf(unnamed(history.firstBorn)), alerting::timeText(*history.firstBirth)}}});
    }
    const auto &field = offer.family.members.front().rule->forDuration;
    const double wait = field ? rules::parseDuration(field->value).value_or(0) : 0;
    const std::string window = promql::formatDuration(wait + eventSeconds);
    const promql::Expr *operand = comparedOperand(tree.root());
    const auto operandWith = [&](const std::string &replacement) {
        const promql::Tree part =
            promql::parse(std::string(tree.text().substr(operand->range.start, operand->range.size())), tree.dialect());
        const promql::Expr *place = comparedOperand(part.root());
        if (const auto *around = promql::as<promql::Aggregation>(place))
            place = around->expr;
        return replaced(part, *place, replacement);
    };
    std::string expr = operandWith("increase(" + counter + '[' + window + "])") + " > 0";
    if (history.births > 0)
        expr += "\nor " + operandWith('(' + counter + " unless " + counter + " offset " + window + ')') + " > 0";
    offer.proposal.title = {TRANSLATABLE("Core", "New events"), {}};
    offer.proposal.meantToDiffer = true;
    offer.proposal.takeovers = {takeoverOf(offer.family, std::move(expr))};
    const auto warn = [&](base::Text text) { offer.proposal.notes.push_back({"warning", std::move(text)}); };
    warn({TRANSLATABLE("Core", "The alert ends %1 after the last event."), {window}});
    if (history.births == 0)
        warn({TRANSLATABLE("Core", "The first event of a series that is born with it is not in increase(). There is no "
                                   "such series in this range."),
              {}});
    if (history.births > 0 && history.returns > 0)
        warn({TRANSLATABLE("Core", "Series that come back after a gap count as new: in this range that is %1 times, "
                                   "and the alert fires then without an event."),
              {std::to_string(history.returns)}});
    finish();
}

} // namespace consolidation
