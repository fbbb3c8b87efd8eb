#include "consolidation/migrations.h"

#include "consolidation/candidate.h"
#include "consolidation/healthyform.h"
#include "consolidation/mergedtexts.h"
#include "consolidation/proposaltext.h"
#include "promql/functions.h"
#include "promql/literals.h"
#include "promql/threshold.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace consolidation {

namespace {

using promql::BinaryExpr;
using promql::BinaryOp;
using promql::Expr;
using promql::VectorSelector;

/// Smaller numbers are no limits of memory.
constexpr double leastLimit = 16.0 * 1024 * 1024;
/// A larger share of the limit leaves too little for what is not heap.
constexpr double largestHeapShare = 0.8;
constexpr double goodHeapShare = 0.75;
constexpr double mebibyte = 1024.0 * 1024.0;

std::string lowerCase(std::string_view text)
{
    std::string lower(text);
    for (char &c : lower)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return lower;
}

const Expr *bareExpr(const Expr *expr)
{
    while (const auto *paren = promql::as<promql::ParenExpr>(expr))
        expr = paren->expr;
    return expr;
}

std::vector<const VectorSelector *> selectorsIn(const Expr *expr)
{
    std::vector<const VectorSelector *> all;
    promql::walk(expr, [&](const Expr &each) {
        if (const auto *selector = promql::as<VectorSelector>(&each))
            all.push_back(selector);
        return true;
    });
    return all;
}

bool timesHundred(const promql::Tree &tree)
{
    bool found = false;
    promql::walk(tree.root(), [&](const Expr &each) {
        const auto *binary = promql::as<BinaryExpr>(&each);
        found = found || (binary && binary->op == BinaryOp::Mul &&
                          (promql::constantValue(binary->lhs) == 100.0 || promql::constantValue(binary->rhs) == 100.0));
        return !found;
    });
    return found;
}

/// What a container may run out of: neither a machine's memory nor a limit, or what is left of one.
bool isMemory(std::string_view metric)
{
    const std::string name = lowerCase(metric);
    constexpr std::array<std::string_view, 10> others = {"limit", "request",  "spec", "machine",   "total",
                                                         "quota", "capacity", "free", "available", "swap"};
    return name.find("memory") != std::string::npos &&
           (name.find("bytes") != std::string::npos || name.find("rss") != std::string::npos) &&
           !name.starts_with("node_") && !name.starts_with("windows_") &&
           std::ranges::none_of(others, [&](auto word) { return name.find(word) != std::string::npos; });
}

/// What `leaf` is multiplied with in an expression of it and constants; nothing where there is more.
std::optional<double> factorOf(const Expr *expr, const Expr *leaf)
{
    expr = bareExpr(expr);
    if (expr == leaf)
        return 1.0;
    const auto *binary = promql::as<BinaryExpr>(expr);
    if (!binary || (binary->op != BinaryOp::Mul && binary->op != BinaryOp::Div))
        return std::nullopt;
    const auto left = promql::constantValue(binary->lhs);
    const auto right = promql::constantValue(binary->rhs);
    const auto inner = right                                 ? factorOf(binary->lhs, leaf)
                       : left && binary->op == BinaryOp::Mul ? factorOf(binary->rhs, leaf)
                                                             : std::nullopt;
    if (!inner)
        return std::nullopt;
    return binary->op == BinaryOp::Mul ? *inner * right.value_or(left.value_or(1)) : *inner / *right;
}

/// Bytes in kilo-, mega- or gigabytes of either kind.
bool isUnit(double divisor)
{
    constexpr std::array<double, 8> units = {
        1e3, 1e6, 1e9, 1e12, 1024.0, mebibyte, 1024 * mebibyte, mebibyte * mebibyte};
    return std::ranges::find(units, divisor) != units.end();
}

/// Whether it is above the threshold that the alert fires.
bool firesAbove(const promql::Threshold &threshold)
{
    return (threshold.op == BinaryOp::Greater || threshold.op == BinaryOp::GreaterEqual) && threshold.value > 0;
}

base::Text heapCapText(const ContainerMemory &container, const std::string &fitting)
{
    const auto mebibytes = [](double bytes) { return std::to_string(std::llround(bytes / mebibyte)); };
    if (container.isTemplate)
        return {TRANSLATABLE("Core", "%1 caps a heap, but is a template that cannot be read before it is filled in: "
                                     "hold the cap against the memory limit yourself."),
                {container.file}};
    const std::string cap = mebibytes(*container.heapCap);
    const std::string limit = container.limit ? mebibytes(*container.limit) : std::string();
    if (!container.limit && !container.limitText.empty())
        return {TRANSLATABLE("Core",
                             "The heap of %1 in %2 may grow to %3 MiB, and the memory limit is no quantity that "
                             "can be read: %4."),
                {container.container, container.workload, cap, container.limitText}};
    if (!container.limit)
        return {TRANSLATABLE("Core", "The heap of %1 in %2 may grow to %3 MiB, and the container has no memory "
                                     "limit to hold it against."),
                {container.container, container.workload, cap}};
    if (*container.heapCap >= *container.limit)
        return {TRANSLATABLE("Core", "The heap of %1 in %2 may grow to %3 MiB, but the container is killed at "
                                     "%4 MiB: the limit comes first. %5 MiB leave room for what is not heap."),
                {container.container, container.workload, cap, limit, fitting}};
    return {TRANSLATABLE("Core", "The heap of %1 in %2 may grow to %3 MiB of the %4 MiB at which the container is "
                                 "killed, which leaves little for what is not heap: the limit may come first. %5 MiB "
                                 "leave more room."),
            {container.container, container.workload, cap, limit, fitting}};
}

void addHeapCaps(const std::vector<ContainerMemory> &containers, std::vector<Offer> &offers)
{
    for (const ContainerMemory &container : containers) {
        const bool fits =
            container.limit && container.heapCap && *container.heapCap <= largestHeapShare * *container.limit;
        if (fits || (!container.heapCap && !container.isTemplate))
            continue;
        Offer offer;
        offer.kind = "heap-cap";
        offer.file = container.file;
        offer.line = container.line;
        // Whom it is about; of a template no container is known.
        offer.family.id =
            container.isTemplate ? container.file.substr(container.file.rfind('/') + 1) : container.container;
        const std::string fitting =
            container.limit
                ? std::to_string(static_cast<long long>(std::floor(*container.limit * goodHeapShare / mebibyte)))
                : std::string();
        offer.text = heapCapText(container, fitting);
        if (container.limit)
            offer.edits = {{container.capRange, fitting}};
        offers.push_back(std::move(offer));
    }
}

/// Whether the rule names one service, by a label or a part of its metrics' names.
bool namesOneService(const Member &member)
{
    const auto selectors = selectorsIn(member.rule->tree->root());
    return !selectors.empty() && std::ranges::all_of(selectors, [](const VectorSelector *selector) {
        return !selector->metric.value.empty();
    });
}

/// The same rule with a ratio that is there while all is well.
void addHealthyForm(const Member &member, const RecordedExprs &recorded, std::vector<Offer> &offers)
{
    const promql::Tree &tree = *member.rule->tree;
    if (!absentWhenHealthy(tree, recorded))
        return;
    const auto expr = visibleForm(tree, recorded);
    if (!expr)
        return;
    Offer offer;
    offer.kind = "healthy-ratio";
    offer.text = visibleFormReason();
    offer.family = familyOf(member);
    offer.proposal.title = {TRANSLATABLE("Core", "0 while there are no events"), {}};
    offer.proposal.takeovers = {takeoverOf(offer.family, *expr)};
    offers.push_back(std::move(offer));
}

void addOfSingle(Family family, const RecordedExprs &recorded, std::vector<Offer> &offers)
{
    const Member &member = family.members.front();
    addHealthyForm(member, recorded, offers);
    if (!namesOneService(member))
        return;
    Offer offer;
    offer.kind = "single-service";
    offer.family = std::move(family);
    offers.push_back(std::move(offer));
}

void addOfRule(Family family, const Proposal &proposal, bool single, const RecordedExprs &recorded,
               std::vector<Offer> &offers)
{
    const promql::Tree tree = askedExpr(family, proposal);
    const std::string &name = family.members.size() > 1 ? family.id : family.members.front().rule->name.value;
    Offer offer;
    if (heapRatioIn(tree)) {
        offer.kind = "heap-ratio";
        offer.text = {TRANSLATABLE("Core",
                                   "%1 divides the heap that is used by the heap that V8 has taken so far, which "
                                   "grows and shrinks with it: it says nothing about how much is left. What "
                                   "counts is the memory of the process against the limit of its container."),
                      {name}};
    } else if (const VectorSelector *counter = rawCounterIn(tree)) {
        offer.kind = "raw-counter";
        offer.text = {TRANSLATABLE("Core",
                                   "%1 compares the counter %2 as it is: once above 0 it fires until the process "
                                   "restarts. increase() asks for what is new, but misses the first event of a "
                                   "series that is born with it."),
                      {name, std::string(metricOf(*counter))}};
    } else if (const auto limit = literalLimitIn(tree)) {
        offer.kind = "literal-limit";
        offer.text = {TRANSLATABLE("Core", "%1 compares memory with the number %2, which is wrong as soon as the limit "
                                           "changes. kube-state-metrics exports the limit itself."),
                      {name, promql::formatNumber(limit->written)}};
    } else {
        return single ? addOfSingle(std::move(family), recorded, offers) : void();
    }
    offer.family = std::move(family);
    offers.push_back(std::move(offer));
}

} // namespace

promql::Tree askedExpr(const Family &family, const Proposal &proposal)
{
    const promql::Tree &tree = *family.members.front().rule->tree;
    if (proposal.takeovers.size() != 1 || proposal.takeovers.front().members.size() != family.members.size())
        return promql::parse(std::string(tree.text()), tree.dialect());
    const Takeover &takeover = proposal.takeovers.front();
    if (takeover.recording.empty())
        return promql::parse(takeover.alerting.rule.expr, tree.dialect());
    // The condition over what is recorded, in one expression.
    const std::string &name = takeover.recording.front().rule.name;
    std::string expr = takeover.alerting.rule.expr;
    if (const std::size_t at = expr.find(name); at != std::string::npos)
        expr.replace(at, name.size(), '(' + takeover.recording.front().rule.expr + ')');
    return promql::parse(expr, tree.dialect());
}

std::string_view metricOf(const VectorSelector &selector)
{
    if (!selector.metric.value.empty())
        return selector.metric.value;
    for (const promql::LabelMatcher &matcher : selector.matchers) {
        if (matcher.name == "__name__")
            return matcher.value;
    }
    return {};
}

std::optional<HeapRatio> heapRatioIn(const promql::Tree &tree)
{
    const auto threshold = promql::threshold(tree);
    if (!threshold || !firesAbove(*threshold))
        return std::nullopt;
    std::optional<HeapRatio> found;
    // A difference from 1 is small where the ratio is large.
    bool plain = true;
    promql::walk(comparedOperand(tree.root()), [&](const Expr &each) {
        const auto *binary = promql::as<BinaryExpr>(&each);
        if (found || !binary)
            return !found;
        plain = plain && (binary->op == BinaryOp::Div || binary->op == BinaryOp::Mul);
        if (binary->op != BinaryOp::Div)
            return true;
        const auto used = selectorsIn(binary->lhs);
        const auto total = selectorsIn(binary->rhs);
        if (used.size() != 1 || total.size() != 1)
            return true;
        std::string expected = lowerCase(metricOf(*used.front()));
        const std::size_t at = expected.rfind("used");
        if (expected.find("heap") == std::string::npos || at == std::string::npos)
            return true;
        expected.replace(at, 4, "total");
        if (expected == lowerCase(metricOf(*total.front())))
            found = HeapRatio{used.front(), total.front(), timesHundred(tree)};
        return !found;
    });
    return plain ? found : std::nullopt;
}

std::optional<LiteralLimit> literalLimitIn(const promql::Tree &tree)
{
    const auto threshold = promql::threshold(tree);
    if (!threshold || !firesAbove(*threshold))
        return std::nullopt;
    const Expr *operand = comparedOperand(tree.root());
    const auto selectors = selectorsIn(operand);
    if (selectors.size() != 1 || !isMemory(metricOf(*selectors.front())))
        return std::nullopt;
    const auto factor = factorOf(operand, selectors.front());
    if (!factor || *factor <= 0)
        return std::nullopt;
    LiteralLimit limit{selectors.front(), threshold->value / *factor, threshold->value / *factor, timesHundred(tree)};
    promql::walk(operand, [&](const Expr &each) {
        const auto *binary = promql::as<BinaryExpr>(&each);
        const auto divisor = binary && binary->op == BinaryOp::Div ? promql::constantValue(binary->rhs) : std::nullopt;
        // `/ 1e9 > 1.5` asks for gigabytes, `/ 1e9 > 0.9` for a share of one.
        if (divisor && *divisor >= leastLimit && (!isUnit(*divisor) || limit.bytes <= *divisor))
            limit.written = *divisor;
        return true;
    });
    return limit.bytes >= leastLimit ? std::optional(limit) : std::nullopt;
}

const VectorSelector *rawCounterIn(const promql::Tree &tree)
{
    const auto threshold = promql::threshold(tree);
    const bool anyEvent = threshold && ((threshold->op == BinaryOp::Greater && threshold->value == 0) ||
                                        (threshold->op == BinaryOp::NotEqual && threshold->value == 0) ||
                                        (threshold->op == BinaryOp::GreaterEqual && threshold->value == 1));
    if (!anyEvent)
        return nullptr;
    const Expr *operand = comparedOperand(tree.root());
    const auto *around = promql::as<promql::Aggregation>(operand);
    if (around && (around->op == promql::AggregateOp::Sum || around->op == promql::AggregateOp::Max))
        operand = bareExpr(around->expr);
    const auto *selector = promql::as<VectorSelector>(operand);
    // increase() takes no offset out of the range, and no fixed time.
    const bool plain = selector && !selector->modifiers.offset && selector->modifiers.at == promql::AtKind::None;
    return plain && metricOf(*selector).ends_with("_total") ? selector : nullptr;
}

Family familyOf(const Member &member)
{
    Family family;
    family.id = member.rule->name.value;
    family.merge = Merge::Template;
    family.members = {member};
    return family;
}

Takeover takeoverOf(const Family &family, std::string expr)
{
    Takeover takeover;
    const Member &first = family.members.front();
    takeover.alerting.place = first.ref;
    rules::NewRule &rule = takeover.alerting.rule;
    rule = newRuleOf(*first.rule);
    rule.name = commonName(family.members);
    rule.expr = std::move(expr);
    for (std::size_t i = 0; i < family.members.size(); ++i)
        takeover.members.push_back(i);
    return takeover;
}

std::vector<Offer> findMigrations(const Report &report, const std::vector<ContainerMemory> &containers)
{
    std::vector<Offer> offers;
    addHeapCaps(containers, offers);
    const RecordedExprs recorded = recordedExprs(report.documents);
    std::set<std::string> inside;
    // Copies are about several services already, whatever keeps some of them rules of their own.
    std::set<std::string> copies;
    for (std::size_t i = 0; i < report.findings.families.size(); ++i) {
        const Family &family = report.findings.families[i];
        if (family.merge != Merge::None) {
            for (const Member &member : family.members)
                copies.insert(member.ref.id());
        }
        const bool whole = report.proposals[i].takeovers.size() == 1 &&
                           report.proposals[i].takeovers.front().members.size() == family.members.size();
        if (!whole)
            continue;
        for (const Member &member : family.members)
            inside.insert(member.ref.id());
        if (family.members.front().rule->kind == rules::RuleKind::Alerting)
            addOfRule(family, report.proposals[i], false, recorded, offers);
    }
    for (const Member &alert : report.findings.alerts) {
        if (!inside.contains(alert.ref.id()))
            addOfRule(familyOf(alert), {}, !copies.contains(alert.ref.id()), recorded, offers);
    }
    for (const auto &document : report.documents) {
        for (const rules::RuleGroup &group : document->groups()) {
            for (std::size_t i = 0; i < group.rules.size(); ++i) {
                const Member member{document, document->refOf(group, i), &group, &group.rules[i]};
                if (member.rule->kind == rules::RuleKind::Recording && member.rule->tree->valid() &&
                    !inside.contains(member.ref.id()))
                    addHealthyForm(member, recorded, offers);
            }
        }
    }
    return offers;
}

} // namespace consolidation
