#include "consolidation/proposal.h"

#include "consolidation/candidate.h"
#include "consolidation/healthyform.h"
#include "consolidation/mergedtexts.h"
#include "consolidation/ruleshape.h"
#include "consolidation/thresholdseries.h"
#include "promql/functions.h"
#include "promql/printer.h"
#include "promql/threshold.h"

#include <algorithm>
#include <map>
#include <set>

namespace consolidation {

namespace {

using promql::Expr;

/// Members that one rule can stand for: alike in thresholds, durations and in labels that nothing else tells.
std::vector<std::vector<std::size_t>> classesOf(const Family &family, const ProposalOptions &options)
{
    const bool recording = family.members.front().rule->kind == rules::RuleKind::Recording;
    std::vector<std::vector<std::size_t>> classes;
    std::map<std::string, std::size_t> places;
    for (std::size_t member = 0; member < family.members.size(); ++member) {
        std::string key;
        for (const Variation &variation : family.varies) {
            const bool recordedLabel = recording && variation.slot == Slot::Label && variation.path != "name" &&
                                       !carriedBySeries(variation, family.varies);
            const bool own = (variation.slot == Slot::Threshold && !options.thresholdSeries) ||
                             variation.slot == Slot::Duration || recordedLabel ||
                             (variation.slot == Slot::Label && variation.name == "severity");
            if (own && family.merge == Merge::Template)
                key += variation.values[member] + '\n';
        }
        const auto [place, isNew] = places.try_emplace(key, classes.size());
        if (isNew)
            classes.emplace_back();
        classes[place->second].push_back(member);
    }
    return classes;
}

/// A member that has all that the others have comes first: its text is the pattern.
void putWholeMemberFirst(const Family &family, std::vector<std::size_t> &members)
{
    const auto drifted = [&](std::size_t member) {
        return std::ranges::any_of(family.drift, [&](const Drift &drift) { return drift.member == member; });
    };
    const auto whole = std::ranges::find_if_not(members, drifted);
    if (whole != members.end())
        std::rotate(members.begin(), whole, whole + 1);
}

const Expr *withoutParentheses(const Expr *expr)
{
    while (const auto *paren = promql::as<promql::ParenExpr>(expr))
        expr = paren->expr;
    return expr;
}

/// Worth a rule of its own: it computes something.
bool computesSomething(const Expr *operand)
{
    bool computes = false;
    promql::walk(operand, [&](const Expr &each) {
        // Selectors joined by `or` are one selector that could not be written as one.
        const auto *binary = promql::as<promql::BinaryExpr>(&each);
        computes = computes || each.kind == promql::ExprKind::Aggregation || each.kind == promql::ExprKind::Call ||
                   (binary && binary->op != promql::BinaryOp::Or);
        return !computes;
    });
    return computes;
}

std::string trimmed(std::string text)
{
    const auto isSpace = [](char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; };
    while (!text.empty() && isSpace(text.back()))
        text.pop_back();
    std::size_t start = 0;
    while (start < text.size() && isSpace(text[start]))
        ++start;
    return text.substr(start);
}

/// `level:metric:operations` with the alert's name for the metric; numbered when even that is taken.
std::string renamed(const std::string &name, const std::string &alert, std::size_t n)
{
    std::string metric;
    for (const std::string &word : wordsOf(alert))
        metric += (metric.empty() ? "" : "_") + word;
    if (n > 1)
        metric += '_' + std::to_string(n);
    const std::size_t first = name.find(':');
    const std::size_t last = name.rfind(':');
    if (first == std::string::npos)
        return metric + '_' + name;
    return first == last ? metric + name.substr(last) : name.substr(0, first + 1) + metric + name.substr(last);
}

std::vector<std::string> metricParts(const Family &family)
{
    for (const Variation &variation : family.varies) {
        if (variation.slot == Slot::Metric)
            return variation.values;
    }
    return {};
}

std::string joined(const std::vector<std::string> &words, std::string_view between)
{
    std::string text;
    for (const std::string &word : words)
        (text += text.empty() ? "" : between) += word;
    return text;
}

/// `recorded > 5`, or with its own threshold for each series.
std::string conditionOn(const std::string &operand, promql::BinaryOp op, const std::string &limit,
                        const std::vector<std::string> &labels)
{
    std::string text = operand + ' ' + std::string(promql::operatorText(op)) + ' ';
    if (!labels.empty())
        text += "on (" + joined(labels, ", ") + ") group_left () ";
    return text + limit;
}

/// The name of the recording rule of thresholds: `topic:queue_lag:threshold` beside `topic:queue_lag:sum`.
std::string thresholdName(const std::string &operand)
{
    const std::size_t colon = operand.rfind(':');
    if (colon == std::string::npos)
        return operand + "_threshold";
    return operand.substr(0, colon) + ":threshold";
}

class TakeoverMaker
{
public:
    TakeoverMaker(const Family &family, const Documents &documents, const ProposalOptions &options,
                  std::vector<Note> &notes)
        : m_family(family), m_documents(documents), m_options(options), m_notes(notes)
    {}

    std::optional<Takeover> make(std::vector<std::size_t> members);

private:
    [[nodiscard]] std::string freeName(std::string name, const std::string &expr, const Takeover &result) const;
    [[nodiscard]] bool isTaken(const std::string &name, const std::string &expr, const std::string &file) const;
    void record(Takeover &result, std::string name, std::string expr);
    void setCondition(Takeover &result, const promql::Tree &tree, const std::optional<ThresholdSeries> &series);
    void addStaleness(const Takeover &result);
    [[nodiscard]] const Member &first(const Takeover &result) const { return m_family.members[result.members.front()]; }

    const Family &m_family;
    const Documents &m_documents;
    const ProposalOptions &m_options;
    std::vector<Note> &m_notes;
    /// By the takeovers so far: an alert that read the recording rule of another would watch its members too.
    std::set<std::string> m_recorded;
};

bool TakeoverMaker::isTaken(const std::string &name, const std::string &expr, const std::string &file) const
{
    if (m_recorded.contains(name))
        return true;
    const auto proposed = m_options.proposedNames.find(name);
    if (proposed != m_options.proposedNames.end() && proposed->second.first == expr && proposed->second.second != file)
        return false;
    return m_options.takenNames.contains(name);
}

std::string TakeoverMaker::freeName(std::string name, const std::string &expr, const Takeover &result) const
{
    const std::string wanted = name;
    for (std::size_t n = 1; isTaken(name, expr, first(result).ref.file); ++n)
        name = renamed(wanted, result.alerting.rule.name, n);
    return name;
}

void TakeoverMaker::record(Takeover &result, std::string name, std::string expr)
{
    m_recorded.insert(name);
    ProposedRule recording;
    recording.rule.kind = rules::RuleKind::Recording;
    recording.rule.name = std::move(name);
    recording.rule.expr = std::move(expr);
    recording.place = first(result).ref;
    recording.place.index += result.recording.size();
    result.recording.push_back(std::move(recording));
    // Recording rules take the first member's place, the alert comes right behind them.
    result.alerting.place.index = first(result).ref.index + result.recording.size();
}

void TakeoverMaker::setCondition(Takeover &result, const promql::Tree &tree,
                                 const std::optional<ThresholdSeries> &series)
{
    rules::NewRule &alert = result.alerting.rule;
    const std::string text(tree.text());
    const auto threshold = promql::threshold(tree);
    const auto *comparison = promql::as<promql::BinaryExpr>(withoutParentheses(tree.root()));
    const Expr *operand = threshold && comparison ? (threshold->flipped ? comparison->rhs : comparison->lhs) : nullptr;
    const bool computes = operand && computesSomething(operand);
    if (!operand || (!computes && !series)) {
        alert.expr = text;
        return;
    }
    const Expr *inner = withoutParentheses(operand);
    std::string read = trimmed(text.substr(inner->range.start, inner->range.size()));
    const std::size_t nameParts = m_options.nameParts > 0 ? m_options.nameParts : namePartsOf(m_documents);
    const std::string name =
        recordName(comparedOperand(first(result).rule->tree->root()), operand, metricParts(m_family), nameParts);
    std::vector<std::string> labels;
    const Expr *limit = threshold->flipped ? comparison->lhs : comparison->rhs;
    std::string compared = text.substr(limit->range.start, limit->range.size());
    std::string recorded = name;
    if (computes) {
        recorded = freeName(name, read, result);
        record(result, recorded, read);
        read = recorded;
    }
    if (!computes) {
        // Named as what it is compared with, where that is a recording rule.
        const Expr *first = inner;
        while (const auto *either = promql::as<promql::BinaryExpr>(first))
            first = withoutParentheses(either->lhs);
        const auto *selector = promql::as<promql::VectorSelector>(first);
        if (selector && selector->metric.value.find(':') != std::string_view::npos)
            recorded = selector->metric.value;
        else if (const std::size_t level = name.find(':'); series && level != name.rfind(':'))
            recorded = joined(series->labels, "_") + name.substr(level);
        if (first != inner)
            read = '(' + read + ')';
    }
    if (series) {
        compared = freeName(thresholdName(recorded), series->expr, result);
        record(result, compared, series->expr);
        labels = series->labels;
        result.thresholds = series->thresholds;
    }
    // A constant on the left stays there where nothing else changes sides.
    const bool flipped = threshold->flipped && !series;
    alert.expr =
        flipped ? conditionOn(compared, comparison->op, read, {}) : conditionOn(read, threshold->op, compared, labels);
}

/// What is older by then than it was: rules that move to another group, and the way from recording rule to alert.
void TakeoverMaker::addStaleness(const Takeover &result)
{
    std::set<std::string> moved;
    const Member &place = first(result);
    const auto intervalOf = [](const Member &member) {
        return member.group->interval ? member.group->interval->value : std::string();
    };
    for (const std::size_t index : result.members) {
        const Member &member = m_family.members[index];
        if (member.ref.file == place.ref.file && member.ref.group == place.ref.group)
            continue;
        if (!moved.insert(member.ref.file + '\n' + member.ref.group).second)
            continue;
        const std::string was = intervalOf(member);
        const std::string now = intervalOf(place);
        base::Text text{TRANSLATABLE("Core", "The rules of group %1 move to %2 and are evaluated at its interval."),
                        {member.ref.group, place.ref.group}};
        if (was == now)
            text = {TRANSLATABLE("Core", "The rules of group %1 move to %2, which is evaluated as often."),
                    {member.ref.group, place.ref.group}};
        else if (!was.empty() && !now.empty())
            text = {TRANSLATABLE("Core", "The rules of group %1 move to %2 and are evaluated every %3 instead of every "
                                         "%4."),
                    {member.ref.group, place.ref.group, now, was}};
        m_notes.push_back({"staleness", std::move(text)});
    }
}

std::optional<Takeover> TakeoverMaker::make(std::vector<std::size_t> members)
{
    putWholeMemberFirst(m_family, members);
    MergedExpr merged = mergeExpr(m_family, members, m_options);
    const rules::Rule &rule = *m_family.members[members.front()].rule;
    const bool recording = rule.kind == rules::RuleKind::Recording;
    Takeover result;
    rules::NewRule &now = result.alerting.rule;
    now.kind = rule.kind;
    std::vector<Member> own;
    own.reserve(members.size());
    for (const std::size_t member : members)
        own.push_back(m_family.members[member]);
    now.forDuration = rule.forDuration ? rule.forDuration->value : std::string();
    now.keepFiringFor = rule.keepFiringFor ? rule.keepFiringFor->value : std::string();
    promql::Tree tree = promql::parse(merged.expr, rule.tree->dialect());
    if (m_options.visibleWhenHealthy) {
        const auto recorded =
            m_options.recorded ? m_options.recorded : std::make_shared<const RecordedExprs>(recordedExprs(m_documents));
        const auto text = absentWhenHealthy(*rule.tree, *recorded) ? visibleForm(tree, *recorded) : std::nullopt;
        if (!text)
            return std::nullopt;
        tree = promql::parse(*text, rule.tree->dialect());
    }
    if (!tree.valid())
        return std::nullopt;
    std::optional<ThresholdSeries> series;
    if (m_options.thresholdSeries) {
        series = thresholdSeries(m_family, members, merged.matcherLabels);
        const std::set<std::string> distinct =
            series ? std::set<std::string>(series->thresholds.begin(), series->thresholds.end())
                   : std::set<std::string>();
        if (!series)
            return std::nullopt;
        if (distinct.size() < 2)
            series.reset();
    }
    now.name =
        mergedName(own, merged.instanceLabels.empty() ? std::string() : merged.instanceLabels.front(), merged.notes);
    mergeTexts(m_family, members, merged, now);
    result.members = std::move(members);
    result.alerting.place = first(result).ref;
    if (recording)
        now.expr = std::string(tree.text());
    else
        setCondition(result, tree, series);
    result.instanceLabels = merged.instanceLabels;
    for (auto &[label, values] : merged.gained)
        result.gained[label] = values;
    for (Note &note : merged.notes)
        m_notes.push_back(std::move(note));
    addStaleness(result);
    for (const Drift &drift : m_family.drift) {
        if (std::ranges::find(result.members, drift.member) != result.members.end())
            m_notes.push_back({"drift",
                               {TRANSLATABLE("Core", "%1 is merged as if it were like the others; what it does changes "
                                                     "by that."),
                                {m_family.members[drift.member].rule->name.value}}});
    }
    return result;
}

} // namespace

std::set<std::string> recordedNames(const Documents &documents)
{
    std::set<std::string> names;
    for (const auto &document : documents) {
        for (const rules::RuleGroup &group : document->groups()) {
            for (const rules::Rule &rule : group.rules) {
                if (rule.kind == rules::RuleKind::Recording)
                    names.insert(rule.name.value);
            }
        }
    }
    return names;
}

Proposal propose(const Family &family, const Documents &documents, const ProposalOptions &options)
{
    Proposal proposal;
    proposal.title = options.open                 ? base::Text(TRANSLATABLE("Core", "Any name of this form"))
                     : options.visibleWhenHealthy ? base::Text(TRANSLATABLE("Core", "0 while there are no events"))
                     : options.thresholdSeries    ? base::Text(TRANSLATABLE("Core", "Thresholds as series"))
                                                  : base::Text(TRANSLATABLE("Core", "Exactly the members"));
    if (family.merge == Merge::None)
        return proposal;
    TakeoverMaker maker(family, documents, options, proposal.notes);
    for (std::vector<std::size_t> &members : classesOf(family, options)) {
        if (members.size() < 2)
            continue;
        auto found = maker.make(std::move(members));
        // Beside two copies, the thresholds and what is compared with them would be a rule more than before.
        if (found && (found->thresholds.empty() || found->recording.size() < found->members.size()))
            proposal.takeovers.push_back(std::move(*found));
    }
    // Members that have a threshold of their own can only be one rule when thresholds are series.
    std::size_t alone = family.members.size();
    for (const Takeover &takeover : proposal.takeovers)
        alone -= takeover.members.size();
    if (alone > 1 && family.merge == Merge::Template && !options.thresholdSeries && !options.open &&
        !options.visibleWhenHealthy) {
        ProposalOptions series = options;
        series.thresholdSeries = true;
        Proposal withSeries = propose(family, documents, series);
        if (!withSeries.empty())
            return withSeries;
    }
    if (proposal.empty())
        proposal.notes.push_back({"nothing",
                                  {TRANSLATABLE("Core", "Nothing is proposed: each copy differs in what one rule can "
                                                        "have only once, such as `for`, a severity or a label that it "
                                                        "records."),
                                   {}}});
    const auto has = [&](auto &&what) { return std::ranges::any_of(proposal.takeovers, what); };
    if (has([](const Takeover &each) { return !each.recording.empty(); }))
        proposal.notes.push_back({"staleness",
                                  {TRANSLATABLE("Core", "The recording rule stands before the alert in its group: the "
                                                        "alert reads it without lag."),
                                   {}}});
    if (has([](const Takeover &each) { return !each.thresholds.empty(); }))
        proposal.notes.push_back({"threshold",
                                  {TRANSLATABLE("Core", "Each series finds its threshold by its labels. A series "
                                                        "without a threshold in the list never fires."),
                                   {}}});
    if (options.visibleWhenHealthy && !proposal.empty())
        proposal.notes.push_back({"visible", visibleFormReason()});
    return proposal;
}

ProposalOptions optionsFor(const Documents &documents)
{
    ProposalOptions options;
    options.takenNames = recordedNames(documents);
    options.nameParts = namePartsOf(documents);
    options.recorded = std::make_shared<const RecordedExprs>(recordedExprs(documents));
    return options;
}

std::vector<Proposal> alternatives(const Family &family, const Documents &documents)
{
    ProposalOptions options = optionsFor(documents);
    return alternatives(family, documents, options);
}

std::vector<Proposal> alternatives(const Family &family, const Documents &documents, ProposalOptions &options)
{
    std::vector<Proposal> all;
    const auto add = [&] {
        Proposal proposal = propose(family, documents, options);
        const bool known = std::ranges::any_of(all, [&](const Proposal &each) { return each.title == proposal.title; });
        if (!proposal.empty() && !known)
            all.push_back(std::move(proposal));
    };
    add();
    for (bool ProposalOptions::*form :
         {&ProposalOptions::open, &ProposalOptions::visibleWhenHealthy, &ProposalOptions::thresholdSeries}) {
        // Without differing thresholds there is nothing to make series of.
        if (form == &ProposalOptions::thresholdSeries &&
            std::ranges::find(family.varies, Slot::Threshold, &Variation::slot) == family.varies.end())
            continue;
        options.*form = true;
        add();
        options.*form = false;
    }
    return all;
}

} // namespace consolidation
