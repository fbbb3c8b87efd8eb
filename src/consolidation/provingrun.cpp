#include "consolidation/provingrun.h"

#include "alerting/labelexpander.h"
#include "alerting/missingseries.h"
#include "consolidation/caveats.h"
#include "consolidation/compareditems.h"
#include "consolidation/emptiness.h"
#include "consolidation/loadingday.h"
#include "consolidation/observedlines.h"
#include "consolidation/routing.h"
#include "consolidation/sameform.h"
#include "consolidation/structure.h"
#include "promql/functions.h"
#include "promql/literals.h"
#include "promql/printer.h"
#include "promql/threshold.h"
#include "rules/duration.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace consolidation {

namespace {

/// Of one comparison: more take more memory than a machine has.
constexpr std::size_t mostTicks = 1'000'000;

Milliseconds millisecondsOf(const std::string &duration)
{
    const auto seconds = rules::parseDuration(duration);
    return seconds && *seconds > 0 ? std::llround(*seconds * 1000) : 0;
}

/// A server that is there, and too slow or busy for this.
bool gaveUp(const base::Error &error)
{
    using base::ErrorKind;
    return error.kind == ErrorKind::Timeout || error.kind == ErrorKind::Busy || error.kind == ErrorKind::Cancelled;
}

} // namespace

ConditionOf conditionOf(const Member &member)
{
    const rules::Rule &rule = *member.rule;
    return {rule.name.value,
            rule.expr.value,
            rule.tree->dialect(),
            rule.forDuration ? rule.forDuration->value : std::string(),
            rule.keepFiringFor ? rule.keepFiringFor->value : std::string(),
            backtest::labelsOf(*member.group, rule),
            backtest::alertSpecOf(*member.group, rule).limit,
            rule.kind == rules::RuleKind::Recording,
            member.ref};
}

ConditionOf conditionOf(const Family &family, const Takeover &takeover)
{
    const Member &first = family.members[takeover.members.front()];
    const rules::NewRule &rule = takeover.alerting.rule;
    std::map<std::string, std::string> labels;
    for (const auto &[name, value] : first.group->labels)
        labels[name.value] = value.value;
    for (const auto &[name, value] : rule.labels)
        labels[name] = value;
    return {rule.name,
            rule.expr,
            first.rule->tree->dialect(),
            rule.forDuration,
            rule.keepFiringFor,
            {labels.begin(), labels.end()},
            backtest::alertSpecOf(*first.group, *first.rule).limit,
            rule.kind == rules::RuleKind::Recording,
            takeover.alerting.place};
}

ProvingRun::ProvingRun(const Family &family, const Proposal &proposal, const Documents &documents, Milliseconds from,
                       Milliseconds to, alerting::RuleServer &server,
                       std::shared_ptr<const backtest::ServerKnowledge> knowledge)
    : m_family(family),
      m_proposal(proposal),
      m_server(server),
      m_knowledge(std::move(knowledge)),
      m_from(from),
      m_to(to)
{
    m_recordings = backtest::recordingsFor(documents, *m_knowledge);
    m_firstProposed = m_recordings.size();
    const Member &first = family.members.front();
    m_timing = timingOf(*first.group, first.ref);
    m_timing.phase = m_timing.phase.value_or(0);
    for (std::size_t t = 0; t < proposal.takeovers.size(); ++t) {
        const Takeover &takeover = proposal.takeovers[t];
        for (const ProposedRule &recording : takeover.recording) {
            backtest::RecordingRule rule;
            rule.ref = recording.place;
            rule.name = recording.rule.name;
            rule.tree = std::make_shared<promql::Tree>(promql::parse(recording.rule.expr, first.rule->tree->dialect()));
            for (const auto &[name, value] : recording.rule.labels)
                rule.labels.emplace_back(name, value);
            std::ranges::sort(rule.labels);
            rule.timing = timingOf(documents, recording.place);
            const bool known = std::any_of(
                m_recordings.begin() + static_cast<std::ptrdiff_t>(m_firstProposed), m_recordings.end(),
                [&](const backtest::RecordingRule &each) { return each.ref == rule.ref && each.name == rule.name; });
            if (!known)
                m_recordings.push_back(std::move(rule));
        }
        Side side;
        const Member &heir = family.members[takeover.members.front()];
        side.timing = timingOf(*heir.group, heir.ref);
        side.timing.phase = side.timing.phase.value_or(0);
        for (std::size_t i = 0; i < takeover.members.size(); ++i) {
            ObservedRule old;
            for (const auto &[label, values] : takeover.gained)
                old.gained[label] = values[i];
            const Member &member = family.members[takeover.members[i]];
            ConditionOf condition = conditionOf(member);
            // Beside thresholds that are series, a constant is a series too: both are compared by value.
            if (!takeover.thresholds.empty()) {
                condition.expr = comparedWithSeries(*member.rule->tree, takeover.thresholds[i]);
                if (const auto own = promql::threshold(*member.rule->tree)) {
                    old.ownThreshold = own->value;
                    old.ownOp = own->op;
                }
            }
            addJobs(t, i, condition, side.timing, old);
            const bool alone = std::ranges::none_of(takeover.members, [&](std::size_t other) {
                return other != takeover.members[i] && family.members[other].rule->name.value == old.name;
            });
            if (!alone)
                old.place = member.ref.group + '#' + std::to_string(member.ref.index);
            m_longest.forDuration = std::max(m_longest.forDuration, old.alert.forDuration);
            m_longest.keepFiringFor = std::max(m_longest.keepFiringFor, old.alert.keepFiringFor);
            backtest::GroupTiming own = timingOf(*member.group, member.ref);
            own.phase = own.phase.value_or(*side.timing.phase % own.interval);
            if (own.interval != side.timing.interval || own.queryOffset != side.timing.queryOffset)
                addOwnTicks(t, i, condition, own, old);
            side.olds.push_back(std::move(old));
        }
        addJobs(t, std::nullopt, conditionOf(family, takeover), side.timing, side.now);
        keepCommonParts(t, side);
        for (ObservedRule &old : side.olds) {
            if (!takeover.thresholds.empty())
                side.now.condition = old.condition;
        }
        m_sides.push_back(std::move(side));
    }
    for (Side &side : m_sides)
        side.ticks = backtest::ticksFor(m_longest, from, to, side.timing.interval, *side.timing.phase);
}

ProvingRun::~ProvingRun() = default;

/// Parts are compared where all rules have them.
void ProvingRun::keepCommonParts(std::size_t takeover, Side &side)
{
    std::size_t count = side.now.operands.size();
    for (const ObservedRule &old : side.olds)
        count = std::min(count, old.operands.size());
    const auto alike = [&](std::size_t place) {
        const std::string &part = side.now.operands[place].part;
        return std::ranges::all_of(side.olds, [&](const ObservedRule &old) {
            const std::string &other = old.operands[place].part;
            const bool divides = part == "numerator" || part == "denominator";
            return divides ? part == other : part.empty() == other.empty();
        });
    };
    std::size_t common = 0;
    while (common < count && alike(common))
        ++common;
    const auto trim = [&](std::vector<ObservedOperand> &operands, std::optional<std::size_t> member) {
        if (operands.size() <= common || operands[common].part.empty())
            return;
        operands.resize(common);
        std::erase_if(m_jobs, [&](const Job &job) {
            return job.takeover == takeover && job.member == member && !job.whole && job.operand >= common;
        });
    };
    trim(side.now.operands, std::nullopt);
    for (std::size_t i = 0; i < side.olds.size(); ++i)
        trim(side.olds[i].operands, i);
}

/// When a proposed recording rule is evaluated.
backtest::GroupTiming ProvingRun::timingOf(const Documents &documents, const rules::RuleRef &recording) const
{
    if (backtest::sameGroup(recording, m_family.members.front().ref))
        return m_timing;
    const auto document = std::ranges::find_if(
        documents, [&](const auto &each) { return each->file() == recording.file && each->findGroup(recording); });
    if (document == documents.end())
        return m_timing;
    return timingOf(*(*document)->findGroup(recording), recording);
}

backtest::GroupTiming ProvingRun::timingOf(const rules::RuleGroup &group, const rules::RuleRef &ref) const
{
    backtest::GroupTiming timing =
        backtest::timingOf(group, std::llround(m_knowledge->facts.evaluationIntervalSeconds * 1000));
    if (m_knowledge->loaded) {
        const auto *loaded = backtest::findLoadedGroup(*m_knowledge->loaded, ref, group);
        if (const auto phase = loaded ? backtest::phaseOfLoaded(*loaded, m_knowledge->facts) : std::nullopt)
            timing.phase = phase->phase;
    }
    return timing;
}

/// A rule of a group with another interval or offset fired at that group's ticks.
void ProvingRun::addOwnTicks(std::size_t takeover, std::size_t index, const ConditionOf &condition,
                             const backtest::GroupTiming &timing, ObservedRule &rule)
{
    rule.interval = timing.interval;
    rule.queryOffset = timing.queryOffset;
    std::erase_if(m_jobs, [&](const Job &job) { return job.takeover == takeover && job.member == index && job.whole; });
    m_jobs.push_back({takeover, index, 0, true, condition.expr, condition.reader, timing});
}

void ProvingRun::addJobs(std::size_t takeover, std::optional<std::size_t> member, const ConditionOf &condition,
                         const backtest::GroupTiming &timing, ObservedRule &rule)
{
    rule.name = condition.name;
    rule.records = condition.records;
    rule.alert = {condition.name, millisecondsOf(condition.forDuration), millisecondsOf(condition.keepFiringFor),
                  condition.limit, condition.labels};
    rule.interval = timing.interval;
    rule.queryOffset = timing.queryOffset;
    promql::Tree tree = promql::parse(condition.expr, condition.dialect);
    rule.condition = conditionText(tree.root(), toldLabels(m_family, m_proposal.takeovers[takeover]));
    const auto threshold = promql::threshold(tree);
    if (threshold) {
        rule.op = threshold->op;
        rule.threshold = threshold->value;
    }
    std::vector<OperandExpr> operands = operandsOf(tree);
    // What a recorded operand divides stands in the recording rule.
    if (!member && operands.size() == 1) {
        for (const ProposedRule &recording : m_proposal.takeovers[takeover].recording) {
            if (recording.rule.name != operands.front().expr)
                continue;
            addParts(promql::parse(recording.rule.expr, condition.dialect).root(), operands);
        }
    }
    // Of what is meant to be computed otherwise the parts are other things.
    if (m_proposal.meantToDiffer)
        std::erase_if(operands, [](const OperandExpr &each) { return !each.part.empty(); });
    for (std::size_t i = 0; i < operands.size(); ++i) {
        rule.operands.push_back({{}, operands[i].part, operands[i].needed});
        m_jobs.push_back({takeover, member, i, false, operands[i].expr, condition.reader, {}});
    }
    if (!threshold && operands.size() > 1)
        m_jobs.push_back({takeover, member, 0, true, condition.expr, condition.reader, {}});
}

ObservedRule &ProvingRun::ruleOf(const Job &job)
{
    Side &side = m_sides[job.takeover];
    return job.member ? side.olds[*job.member] : side.now;
}

void ProvingRun::start(std::function<void()> finished, std::function<void()> progressed)
{
    m_finished = std::move(finished);
    m_progressed = std::move(progressed);
    m_next = 0;
    for (const Side &side : m_sides) {
        if (side.ticks.count > mostTicks)
            return refuseRange(side.ticks.count);
    }
    if (m_unreachable)
        giveUp(base::Error(*m_unreachable));
    next();
}

void ProvingRun::refuseRange(std::size_t ticks)
{
    m_sides.clear();
    m_proof.verdict = Verdict::CannotTell;
    m_proof.doubt = Proof::Doubt::Range;
    m_proof.evidence = structureOf(m_family, m_proposal);
    m_proof.evidence.insert(
        m_proof.evidence.begin(),
        {"failed",
         {},
         {},
         m_from,
         m_to,
         {TRANSLATABLE("Core", "The range holds %1 evaluations, and no more than %2 can be compared "
                               "at once. Choose a shorter range."),
          {std::to_string(ticks), std::to_string(mostTicks)}}});
    finish();
}

/// What was not asked yet has the same answer.
void ProvingRun::giveUp(const base::Error &error)
{
    for (; m_next < m_jobs.size(); ++m_next) {
        ObservedRule &rule = ruleOf(m_jobs[m_next]);
        if (!rule.error)
            rule.error = error;
    }
}

bool ProvingRun::answeredNothing(const base::Error &error) const
{
    if (m_knowledge->loaded || !m_knowledge->facts.version.empty())
        return !evaluated(error) && !gaveUp(error);
    return !evaluated(error) || error.kind == base::ErrorKind::Unsupported;
}

void ProvingRun::next()
{
    if (m_next == m_jobs.size()) {
        judge();
        return;
    }
    const Job &job = m_jobs[m_next];
    backtest::ExpressionRequest request;
    request.expr = job.expr;
    request.dialect = m_family.members.front().rule->tree->dialect();
    request.reader = job.reader;
    const Side &side = m_sides[job.takeover];
    request.timing = job.timing.value_or(side.timing);
    request.ticks =
        job.timing ? backtest::ticksFor(m_longest, m_from, m_to, job.timing->interval, *job.timing->phase) : side.ticks;
    request.recordings = m_recordings;
    // Nobody may know at which instant of the interval another group is evaluated: then what it records is taken to be
    // as old as it can become.
    for (std::size_t i = m_firstProposed; i < request.recordings.size(); ++i) {
        backtest::RecordingRule &rule = request.recordings[i];
        if (!backtest::sameGroup(rule.ref, job.reader) && (!rule.timing.phase || rule.timing == m_timing))
            rule.timing.phase = (*request.timing.phase + 1) % rule.timing.interval;
    }
    m_fetch = std::make_unique<backtest::ExpressionFetch>(std::move(request), m_server, m_knowledge);
    m_fetch->start([this] { store(); });
}

void ProvingRun::store()
{
    const auto fetch = std::move(m_fetch);
    const Job &job = m_jobs[m_next];
    ObservedRule &rule = ruleOf(job);
    if (job.whole)
        rule.firingValues = fetch->values();
    else
        rule.operands[job.operand].values = fetch->values();
    if (!fetch->complete() && !rule.error)
        rule.error = fetch->error().value_or(
            base::Error{base::ErrorKind::Network, {TRANSLATABLE("Core", "The endpoint did not answer all."), {}}, {}});
    const backtest::TickValues &values = fetch->values();
    const std::string &sent = fetch->inlining().expr.empty() ? job.expr : fetch->inlining().expr;
    if (std::ranges::find(m_asked, sent) == m_asked.end())
        m_asked.push_back(sent);
    if (fetch->complete() && !job.whole && values.series.empty())
        m_emptyExprs.push_back(sent);
    ++m_next;
    // An endpoint that is not there, or hangs, is not waited for again and again.
    const bool failed = !fetch->complete() && rule.error && !evaluated(*rule.error);
    m_failures = failed ? m_failures + 1 : 0;
    constexpr int mostFailures = 2;
    if (failed && (m_failures == mostFailures || (m_next == 1 && answeredNothing(*rule.error))))
        giveUp(base::Error(*rule.error));
    if (m_progressed)
        m_progressed();
    next();
}

void ProvingRun::judge()
{
    std::vector<Proof> proofs;
    for (std::size_t i = 0; i < m_sides.size(); ++i) {
        const Takeover &takeover = m_proposal.takeovers[i];
        Proof proof = compare(m_sides[i].olds, m_sides[i].now, m_from,
                              backtest::expanderFor(m_sides[i].now.alert, m_knowledge->facts));
        doubt(takeover, proof);
        // What tells copies apart has to come; a lone alert could have stayed as it was.
        if (m_family.members.size() == 1 && proof.verdict == Verdict::Same && !proof.gained.empty())
            proof.verdict = Verdict::Different;
        addBeginning(m_sides[i], proof);
        std::ranges::move(proof.identities.empty() ? loadingDay(m_family, takeover)
                                                   : loadingDay(m_family, takeover, proof, m_sides[i].timing.interval),
                          std::back_inserter(proof.evidence));
        proofs.push_back(std::move(proof));
    }
    // An endpoint that answers nothing at all has not been asked. Only what it says of a query itself is an answer.
    const auto unreachable = [this](const ObservedRule &rule) { return rule.error && answeredNothing(*rule.error); };
    const bool silent = !m_sides.empty() && std::ranges::all_of(m_sides, [&](const Side &side) {
        return unreachable(side.now) && std::ranges::all_of(side.olds, unreachable);
    });
    const std::optional<base::Error> error = m_sides.empty() ? std::nullopt : m_sides.front().now.error;
    m_proof = joined(std::move(proofs));
    for (Evidence &each : structureOf(m_family, m_proposal)) {
        // What the series show of a label is not said again of the rules.
        const bool seen = each.kind == "label" && std::ranges::any_of(m_proof.evidence, [&](const Evidence &other) {
                              return other.kind == "labels" && other.before == each.before && other.after == each.after;
                          });
        if (!seen)
            m_proof.evidence.push_back(std::move(each));
    }
    if (m_alertmanager) {
        for (Evidence &each : m_proof.identities.empty() ? staticRoutingChanges(*m_alertmanager, m_family, m_proposal)
                                                         : routingChanges(*m_alertmanager, m_proof.identities)) {
            // The same firings that reach somebody else are not the same.
            if (m_proof.verdict == Verdict::Same && each.before != each.after)
                m_proof.verdict = Verdict::Different;
            m_proof.evidence.push_back(std::move(each));
        }
    }
    m_sides.clear();
    if (silent)
        m_unreachable = error;
    if (silent) {
        m_proof.verdict = Verdict::Unproved;
        m_proof.strength = "structure";
        finish();
    } else if (m_emptyExprs.empty()) {
        askCaveats();
    } else {
        askWhyEmpty();
    }
}

/// Equal values are no evidence where they could not have been otherwise.
void ProvingRun::doubt(const Takeover &takeover, Proof &proof) const
{
    if (proof.verdict != Verdict::Same)
        return;
    if (m_proposal.meantToDiffer) {
        proof = asMeantToDiffer(std::move(proof), m_from, m_to);
    } else {
        for (FormDifference &each : formDifferences(m_family, takeover, m_recordings, proof.unseen)) {
            proof.doubt = Proof::Doubt::Form;
            base::Text text{TRANSLATABLE("Core", "The new rule does not compute what %1 computes: %2 became %3. The "
                                                 "values of this range do not show it."),
                            {each.rule, each.before, each.after}};
            if (each.before.empty())
                text = {TRANSLATABLE("Core", "Where %1 has no value, the new rule takes that of %2. It never had to in "
                                             "this range, so that nothing is known of it."),
                        {each.rule, each.after}};
            proof.evidence.push_back({"form", each.before, each.after, {}, {}, std::move(text)});
        }
    }
    // What is read late shows in values that change.
    for (const ProposedRule &recording : takeover.recording) {
        const rules::RuleRef &reader = takeover.alerting.place;
        if (proof.unvarying && proof.doubt == Proof::Doubt::None &&
            (!backtest::sameGroup(recording.place, reader) || recording.place.index > reader.index))
            proof.doubt = Proof::Doubt::Form;
    }
    if (proof.doubt == Proof::Doubt::None)
        return;
    proof.verdict = Verdict::CannotTell;
    proof.strength = "structure";
}

/// Old rules whose data begins only within the range, as where the server keeps less.
void ProvingRun::addBeginning(const Side &side, Proof &proof) const
{
    std::optional<std::size_t> first;
    for (const ObservedRule &old : side.olds) {
        const auto &answers = old.operands.front().values.answers;
        const auto found = std::ranges::find_if(answers, [](const auto &each) { return !each.values.empty(); });
        if (found != answers.end())
            first = std::min(first.value_or(answers.size()), static_cast<std::size_t>(found - answers.begin()));
    }
    // Windows fill in the first minutes of a range that begins with the data.
    constexpr Milliseconds windows = 3600000;
    const Milliseconds begin = first ? side.ticks.at(*first) : m_from;
    if (begin - m_from > windows)
        proof.evidence.push_back({"retention",
                                  {},
                                  {},
                                  m_from,
                                  begin,
                                  {TRANSLATABLE("Core", "The data of the old rules begins at %1, within the range: "
                                                        "nothing is known of the time before."),
                                   {alerting::timeText(static_cast<double>(begin) / 1000)}}});
}

Milliseconds ProvingRun::retention() const
{
    const std::string &text = m_knowledge->facts.retention;
    return millisecondsOf(text.substr(0, text.find(' ')));
}

void ProvingRun::askWhyEmpty()
{
    m_causes = std::make_unique<EmptinessRun>(m_emptyExprs, m_from, m_to, retention(), m_server);
    m_causes->start([this] {
        std::ranges::copy(m_causes->causes(), std::back_inserter(m_proof.evidence));
        askCaveats();
    });
}

void ProvingRun::askCaveats()
{
    CaveatRequest request;
    for (const Takeover &takeover : m_proposal.takeovers) {
        for (const std::size_t member : takeover.members) {
            if (m_family.members[member].rule->kind == rules::RuleKind::Alerting)
                request.alerts.push_back(m_family.members[member].rule->name.value);
        }
    }
    request.exprs = m_asked;
    request.recordings = m_recordings;
    request.from = m_from;
    request.to = m_to;
    request.timing = m_timing;
    request.fired = m_proof.firedBefore.value_or(0) > 0;
    request.retention = retention();
    m_caveats = std::make_unique<CaveatRun>(std::move(request), m_server);
    m_caveats->start([this] {
        std::ranges::copy(m_caveats->evidence(), std::back_inserter(m_proof.evidence));
        finish();
    });
}

void ProvingRun::finish()
{
    if (const auto finished = std::exchange(m_finished, nullptr))
        finished();
}

std::string expandLabel(const std::string &text, const alerting::Labels &labels)
{
    if (dependsOnValue(text) || alerting::labelExpanderRefusal({{"label", text}}))
        return text;
    return alerting::labelExpander({})(text, labels, 0, 0);
}

} // namespace consolidation
