#include "consolidation/proposal.h"

#include "consolidation/mergedtexts.h"
#include "consolidation/ruleshape.h"
#include "promql/functions.h"
#include "promql/printer.h"
#include "promql/rewrite.h"
#include "promql/threshold.h"

#include <algorithm>
#include <map>
#include <set>

namespace consolidation {

namespace {

using promql::Expr;

/// Members that one rule can stand for: alike in thresholds, durations and in labels that nothing else tells.
std::vector<std::vector<std::size_t>> classesOf(const Family &family)
{
    std::vector<std::vector<std::size_t>> classes;
    std::map<std::string, std::size_t> places;
    for (std::size_t member = 0; member < family.members.size(); ++member) {
        std::string key;
        for (const Variation &variation : family.varies) {
            const bool own = variation.slot == Slot::Threshold || variation.slot == Slot::Duration ||
                             (variation.slot == Slot::Label && variation.name == "severity");
            if (own && family.merge == Merge::Template)
                key += variation.values[member] + '\n';
        }
        // A copy that lacks a matcher is not what the others are: merged, it would change.
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

/// The side of the outermost comparison that is no constant; the whole expression without one.
const Expr *operandOf(const Expr *root)
{
    const auto *comparison = promql::as<promql::BinaryExpr>(withoutParentheses(root));
    if (!comparison || !promql::isComparison(comparison->op))
        return root;
    return promql::constantValue(comparison->lhs) ? comparison->rhs : comparison->lhs;
}

/// Worth a rule of its own: it computes something.
bool computesSomething(const Expr *operand)
{
    bool computes = false;
    promql::walk(operand, [&](const Expr &each) {
        computes = computes || each.kind == promql::ExprKind::Aggregation || each.kind == promql::ExprKind::Call ||
                   each.kind == promql::ExprKind::BinaryExpr;
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

/// The ratio of a numerator that may have no series: `(events or 0 * all) / all`.
std::optional<std::string> visible(const promql::Tree &tree)
{
    const promql::BinaryExpr *ratio = nullptr;
    promql::walk(tree.root(), [&](const Expr &each) {
        const auto *binary = promql::as<promql::BinaryExpr>(&each);
        if (!ratio && binary && binary->op == promql::BinaryOp::Div && !promql::constantValue(binary->rhs))
            ratio = binary;
        return !ratio;
    });
    if (!ratio || ratio->matching.written || ratio->lhs->kind == promql::ExprKind::VectorSelector)
        return std::nullopt;
    const auto textOf = [&](const Expr *expr) {
        return std::string(tree.text().substr(expr->range.start, expr->range.size()));
    };
    const auto edits =
        promql::replaceExpr(tree, *ratio->lhs, '(' + textOf(ratio->lhs) + " or 0 * " + textOf(ratio->rhs) + ')');
    if (!edits)
        return std::nullopt;
    const auto text = base::applyEdits(tree.text(), *edits);
    return text ? std::optional(*text) : std::nullopt;
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

std::optional<Takeover> takeover(const Family &family, std::vector<std::size_t> members, const Documents &documents,
                                 const ProposalOptions &options, std::vector<Note> &notes)
{
    putWholeMemberFirst(family, members);
    MergedExpr merged = mergeExpr(family, members, options);
    const Member &first = family.members[members.front()];
    const rules::Rule &rule = *first.rule;
    Takeover result;
    rules::NewRule &alert = result.alerting.rule;
    alert.kind = rules::RuleKind::Alerting;
    std::vector<Member> own;
    for (const std::size_t member : members)
        own.push_back(family.members[member]);
    alert.name = commonName(own);
    alert.forDuration = rule.forDuration ? rule.forDuration->value : std::string();
    alert.keepFiringFor = rule.keepFiringFor ? rule.keepFiringFor->value : std::string();
    promql::Tree tree = promql::parse(merged.expr, rule.tree->dialect());
    if (options.visibleWhenHealthy) {
        const auto text = visible(tree);
        if (!text)
            return std::nullopt;
        tree = promql::parse(*text, rule.tree->dialect());
    }
    if (!tree.valid())
        return std::nullopt;
    mergeTexts(family, members, merged, alert);
    const std::string text(tree.text());
    const auto threshold = promql::threshold(tree);
    const auto *comparison = promql::as<promql::BinaryExpr>(withoutParentheses(tree.root()));
    const Expr *operand = threshold && comparison ? (threshold->flipped ? comparison->rhs : comparison->lhs) : nullptr;
    result.alerting.place = first.ref;
    if (operand && computesSomething(operand)) {
        ProposedRule recording;
        recording.rule.kind = rules::RuleKind::Recording;
        const Expr *inner = withoutParentheses(operand);
        recording.rule.name = recordName(operandOf(rule.tree->root()), operand, metricParts(family), documents);
        for (std::size_t n = 1; options.takenNames.contains(recording.rule.name); ++n)
            recording.rule.name = renamed(recording.rule.name, alert.name, n);
        recording.rule.expr = trimmed(text.substr(inner->range.start, inner->range.size()));
        recording.place = first.ref;
        const Expr *limit = threshold->flipped ? comparison->lhs : comparison->rhs;
        const std::string limitText = text.substr(limit->range.start, limit->range.size());
        const std::string op(promql::operatorText(comparison->op));
        alert.expr = threshold->flipped ? limitText + ' ' + op + ' ' + recording.rule.name
                                        : recording.rule.name + ' ' + op + ' ' + limitText;
        result.recording.push_back(std::move(recording));
        // The recording rule takes the first member's place, the alert comes right behind it.
        result.alerting.place.index = first.ref.index + 1;
    } else {
        alert.expr = text;
    }
    result.members = std::move(members);
    for (auto &[label, values] : merged.gained)
        result.gained[label] = values;
    for (Note &note : merged.notes)
        notes.push_back(std::move(note));
    std::set<std::string> groups;
    for (const std::size_t member : result.members)
        groups.insert(family.members[member].ref.file + '\n' + family.members[member].ref.group);
    if (groups.size() > 1)
        notes.push_back({"staleness",
                         {TRANSLATABLE("Core", "Rules of other groups move to %1 and are evaluated at its interval."),
                          {first.ref.group}}});
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
                                                  : base::Text(TRANSLATABLE("Core", "Exactly the members"));
    if (family.merge == Merge::None)
        return proposal;
    for (std::vector<std::size_t> &members : classesOf(family)) {
        if (members.size() < 2)
            continue;
        if (auto found = takeover(family, std::move(members), documents, options, proposal.notes))
            proposal.takeovers.push_back(std::move(*found));
    }
    if (proposal.empty())
        return proposal;
    const bool records =
        std::ranges::any_of(proposal.takeovers, [](const Takeover &each) { return !each.recording.empty(); });
    if (records)
        proposal.notes.push_back({"staleness",
                                  {TRANSLATABLE("Core", "The recording rule stands before the alert in its group: the "
                                                        "alert reads it without lag."),
                                   {}}});
    return proposal;
}

std::vector<Proposal> alternatives(const Family &family, const Documents &documents)
{
    std::vector<Proposal> all;
    ProposalOptions exact;
    exact.takenNames = recordedNames(documents);
    ProposalOptions open = exact;
    open.open = true;
    ProposalOptions healthy = exact;
    healthy.visibleWhenHealthy = true;
    for (const ProposalOptions &options : {exact, open, healthy}) {
        Proposal proposal = propose(family, documents, options);
        if (!proposal.empty())
            all.push_back(std::move(proposal));
    }
    return all;
}

} // namespace consolidation
