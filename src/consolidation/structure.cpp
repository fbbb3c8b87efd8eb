#include "consolidation/structure.h"

#include "backtest/recordingrule.h"
#include "promql/functions.h"
#include "promql/labelflow.h"
#include "promql/literals.h"
#include "promql/printerparts.h"
#include "promql/regex.h"
#include "promql/threshold.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

namespace consolidation {

namespace {

using promql::LabelPresence;

std::vector<const promql::VectorSelector *> selectorsIn(const promql::Tree &tree)
{
    std::vector<const promql::VectorSelector *> all;
    promql::walk(tree.root(), [&](const promql::Expr &each) {
        if (const auto *selector = promql::as<promql::VectorSelector>(&each))
            all.push_back(selector);
        return true;
    });
    return all;
}

/// What the alert asks, with the recording rule that it reads written out.
promql::Tree treeOf(const Family &family, const Takeover &takeover)
{
    const promql::Dialect &dialect = family.members.front().rule->tree->dialect();
    std::string expr = takeover.alerting.rule.expr;
    if (takeover.recording.empty())
        return promql::parse(expr, dialect);
    const std::string &name = takeover.recording.front().rule.name;
    const std::string &recorded = takeover.recording.front().rule.expr;
    const std::size_t at = expr.find(name);
    // Matchers on what is recorded say nothing of what is selected for it.
    if (takeover.recording.size() > 1 || at == std::string::npos ||
        expr[std::min(at + name.size(), expr.size() - 1)] == '{')
        return promql::parse(recorded, dialect);
    promql::Tree tree = promql::parse(expr.replace(at, name.size(), '(' + recorded + ')'), dialect);
    return tree.valid() ? std::move(tree) : promql::parse(recorded, dialect);
}

/// What recording rules that are there select for those that read them.
void addRecorded(const Family &family, std::vector<const promql::VectorSelector *> &selectors)
{
    std::set<std::string_view> seen;
    // Appended to while it is walked: recording rules read others.
    for (std::size_t i = 0; i < selectors.size(); ++i) {
        const std::string_view name = selectors[i]->metric.value;
        if (name.empty() || !seen.insert(name).second)
            continue;
        std::set<const rules::RuleDocument *> documents;
        for (const Member &member : family.members) {
            if (!member.document || !documents.insert(member.document.get()).second)
                continue;
            for (const rules::RuleGroup &group : member.document->groups()) {
                for (const rules::Rule &rule : group.rules) {
                    if (rule.kind != rules::RuleKind::Recording || rule.name.value != name || !rule.tree->valid())
                        continue;
                    const auto own = selectorsIn(*rule.tree);
                    selectors.insert(selectors.end(), own.begin(), own.end());
                }
            }
        }
    }
}

void addSelectors(const Family &family, const Takeover &takeover, std::vector<Evidence> &evidence)
{
    const promql::Tree tree = treeOf(family, takeover);
    std::vector<const promql::VectorSelector *> selectors = selectorsIn(tree);
    std::vector<SelectorReach> now;
    const auto addReaches = [&](std::size_t from) {
        for (std::size_t i = from; i < selectors.size(); ++i)
            now.emplace_back(*selectors[i]);
    };
    addReaches(0);
    bool expanded = false;
    const auto bestOf = [&](const promql::VectorSelector &old) {
        Containment best = Containment::NotContained;
        for (const SelectorReach &each : now) {
            const Containment one = each.holds(old);
            if (one == Containment::Contained || best == Containment::NotContained)
                best = one;
        }
        return best;
    };
    for (const std::size_t index : takeover.members) {
        const rules::Rule &rule = *family.members[index].rule;
        // Each old selector has to be held by one of the new ones, as `events or 0 * all` reads some of them twice.
        for (const promql::VectorSelector *old : selectorsIn(*rule.tree)) {
            Containment best = bestOf(*old);
            if (best == Containment::NotContained && !std::exchange(expanded, true)) {
                const std::size_t own = selectors.size();
                addRecorded(family, selectors);
                addReaches(own);
                best = bestOf(*old);
            }
            if (best == Containment::Contained)
                continue;
            std::string odd;
            promql::appendSelector(odd, *old);
            const bool lost = best == Containment::NotContained;
            if (std::ranges::any_of(evidence, [&](const Evidence &each) {
                    return each.kind == "selector" && each.before == odd &&
                           each.text.arguments.front() == rule.name.value;
                }))
                continue;
            evidence.push_back(
                {"selector",
                 odd,
                 {},
                 {},
                 {},
                 lost ? base::Text(TRANSLATABLE("Core", "The new rule does not select all that %1 selects: %2."),
                                   {rule.name.value, odd})
                      : base::Text(TRANSLATABLE("Core", "Whether the new rule selects all that %1 selects is unknown: "
                                                        "%2 is no list of values."),
                                   {rule.name.value, odd})});
        }
    }
}

/// The labels that the series of an expression are known to have, with their value where there is only one.
std::map<std::string, std::string> certainLabels(const promql::Tree &tree)
{
    std::map<std::string, std::string> labels;
    const promql::LabelFlow flow(tree);
    for (const auto &[name, fact] : flow.of(*tree.root()).named) {
        if (fact.presence == LabelPresence::Guaranteed && name != "__name__")
            labels[name] = fact.value.value_or("");
    }
    return labels;
}

void addLabels(const Family &family, const Takeover &takeover, std::vector<Evidence> &evidence)
{
    const promql::Tree tree = treeOf(family, takeover);
    const promql::LabelFlow flow(tree);
    const promql::LabelSet &now = flow.of(*tree.root());
    std::map<std::string, std::string> written;
    for (const auto &[name, value] : family.members[takeover.members.front()].group->labels)
        written[name.value] = value.value;
    for (const auto &[name, value] : takeover.alerting.rule.labels)
        written[name] = value;
    for (std::size_t i = 0; i < takeover.members.size(); ++i) {
        const Member &member = family.members[takeover.members[i]];
        const std::string &name = member.rule->name.value;
        std::map<std::string, std::string> was = certainLabels(*member.rule->tree);
        std::set<std::string> fixed;
        for (const auto &[label, value] : backtest::labelsOf(*member.group, *member.rule)) {
            was[label] = value;
            fixed.insert(label);
        }
        for (const auto &[label, value] : was) {
            const auto own = written.find(label);
            const LabelPresence presence = now.of(label).presence;
            const bool changes =
                own != written.end() && own->second != value && own->second.find("{{") == std::string::npos;
            const bool comes = own != written.end() || takeover.gained.contains(label) ||
                               presence == LabelPresence::Guaranteed ||
                               (presence == LabelPresence::Possible && !fixed.contains(label));
            if (comes && !changes)
                continue;
            const std::string before = label + '=' + promql::quote(value);
            base::Text text;
            if (changes)
                text = {TRANSLATABLE("Core", "The label %2 of %1 would be %4 instead of %3."),
                        {name, label, value, own->second}};
            else if (presence == LabelPresence::Possible)
                text = {TRANSLATABLE("Core", "Alerts of %1 would lose the label %2, unless their series carry it."),
                        {name, label}};
            else
                text = {TRANSLATABLE("Core", "Alerts of %1 would lose the label %2."), {name, label}};
            evidence.push_back({"label",
                                before,
                                changes ? label + '=' + promql::quote(own->second) : std::string(),
                                {},
                                {},
                                std::move(text)});
        }
        for (const auto &[label, values] : takeover.gained) {
            if (!was.contains(label) && !values[i].empty())
                evidence.push_back(
                    {"label",
                     {},
                     label + '=' + promql::quote(values[i]),
                     {},
                     {},
                     {TRANSLATABLE("Core", "Alerts of %1 would get the label %2=%3."), {name, label, values[i]}}});
        }
        for (const auto &[label, value] : written) {
            if (!was.contains(label) && !takeover.gained.contains(label))
                evidence.push_back(
                    {"label",
                     {},
                     label + '=' + promql::quote(value),
                     {},
                     {},
                     {TRANSLATABLE("Core", "Alerts of %1 would get the label %2=%3."), {name, label, value}}});
        }
    }
}

/// More than one metric, and nothing that says which.
const promql::LabelMatcher *manyNames(const promql::VectorSelector &selector)
{
    if (!selector.metric.value.empty())
        return nullptr;
    for (const promql::LabelMatcher &matcher : selector.matchers) {
        if (matcher.name != "__name__" || matcher.op != promql::MatchOp::RegexMatch)
            continue;
        const auto listed = promql::regexAlternatives(matcher.value);
        return listed && listed->size() < 2 ? nullptr : &matcher;
    }
    return nullptr;
}

/// What drops the name of the series that `expr` returns: a function or operator directly around it.
std::string nameDropper(const promql::Expr &expr)
{
    if (const auto *call = promql::as<promql::Call>(&expr)) {
        const std::string_view name = call->name.value;
        constexpr std::array<std::string_view, 6> keeping = {"label_replace", "label_join",     "sort",
                                                             "sort_desc",     "last_over_time", "absent"};
        return std::ranges::find(keeping, name) == keeping.end() ? std::string(name) : std::string();
    }
    if (const auto *binary = promql::as<promql::BinaryExpr>(&expr)) {
        const bool keeps =
            promql::isSetOperator(binary->op) || (promql::isComparison(binary->op) && !binary->returnBool);
        return keeps ? std::string() : std::string(promql::operatorText(binary->op));
    }
    return {};
}

void addCollisions(const Family &family, const Takeover &takeover, std::vector<Evidence> &evidence)
{
    const promql::Tree tree = treeOf(family, takeover);
    std::set<std::string> said;
    promql::walk(tree.root(), [&](const promql::Expr &each) {
        const std::string dropper = nameDropper(each);
        if (dropper.empty())
            return true;
        std::vector<const promql::Expr *> inputs;
        if (const auto *call = promql::as<promql::Call>(&each))
            inputs.assign(call->arguments.begin(), call->arguments.end());
        else if (const auto *binary = promql::as<promql::BinaryExpr>(&each))
            inputs = {binary->lhs, binary->rhs};
        for (const promql::Expr *input : inputs) {
            while (const auto *paren = promql::as<promql::ParenExpr>(input))
                input = paren->expr;
            const auto *matrix = promql::as<promql::MatrixSelector>(input);
            const auto *selector = matrix ? matrix->selector : promql::as<promql::VectorSelector>(input);
            const promql::LabelMatcher *names = selector ? manyNames(*selector) : nullptr;
            if (!names)
                continue;
            std::string text;
            promql::appendSelector(text, *selector);
            if (said.insert(dropper + text).second)
                evidence.push_back(
                    {"collision-possible",
                     {},
                     text,
                     {},
                     {},
                     {TRANSLATABLE("Core", "%1 drops the names of %2: it fails as soon as two of these metrics have "
                                           "series with the same other labels. They have to differ in a label such as "
                                           "job or instance; an endpoint can tell."),
                      {dropper, text}}});
        }
        return true;
    });
}

/// Selectors of many metrics whose names are still there at the top, where an alert or a recording rule drops them.
void findNamedAtTop(const promql::Expr *expr, std::vector<const promql::VectorSelector *> &found)
{
    if (const auto *selector = promql::as<promql::VectorSelector>(expr)) {
        if (manyNames(*selector))
            found.push_back(selector);
    } else if (const auto *paren = promql::as<promql::ParenExpr>(expr)) {
        findNamedAtTop(paren->expr, found);
    } else if (const auto *binary = promql::as<promql::BinaryExpr>(expr); binary && nameDropper(*binary).empty()) {
        findNamedAtTop(binary->lhs, found);
        if (binary->op == promql::BinaryOp::Or)
            findNamedAtTop(binary->rhs, found);
    }
}

void addNameless(const Family &family, const Takeover &takeover, std::vector<Evidence> &evidence)
{
    const promql::Tree tree = treeOf(family, takeover);
    std::vector<const promql::VectorSelector *> found;
    findNamedAtTop(tree.root(), found);
    for (const promql::VectorSelector *selector : found) {
        std::string text;
        promql::appendSelector(text, *selector);
        evidence.push_back({"collision-possible",
                            {},
                            text,
                            {},
                            {},
                            {TRANSLATABLE("Core", "%1 drops the names of %2: it fails as soon as two of these metrics "
                                                  "have series with the same other labels. They have to differ in a "
                                                  "label such as job or instance; an endpoint can tell."),
                             {takeover.alerting.rule.name, text}}});
    }
}

/// What aggregates the series of many metrics as they are: where only the names tell them apart, it mixes them in
/// silence.
void addMixing(const Family &family, const Takeover &takeover, std::vector<Evidence> &evidence)
{
    const promql::Tree tree = treeOf(family, takeover);
    promql::walk(tree.root(), [&](const promql::Expr &each) {
        const auto *aggregation = promql::as<promql::Aggregation>(&each);
        const promql::Expr *input = aggregation ? aggregation->expr : nullptr;
        // A comparison that filters keeps the names.
        while (input) {
            const auto *paren = promql::as<promql::ParenExpr>(input);
            const auto *filter = promql::as<promql::BinaryExpr>(input);
            if (paren)
                input = paren->expr;
            else if (filter && promql::isComparison(filter->op) && !filter->returnBool)
                input = promql::constantValue(filter->lhs) ? filter->rhs : filter->lhs;
            else
                break;
        }
        const auto *selector = promql::as<promql::VectorSelector>(input);
        if (!selector || !manyNames(*selector))
            return true;
        std::string text;
        promql::appendSelector(text, *selector);
        const std::string name(promql::aggregationInfo(aggregation->op).name);
        evidence.push_back({"mixing-possible",
                            {},
                            text,
                            {},
                            {},
                            {TRANSLATABLE("Core", "%1 takes the series of %2 together where only their names tell "
                                                  "them apart. They have to differ in a label that it keeps; an "
                                                  "endpoint can tell."),
                             {name, text}}});
        return true;
    });
}

/// A recording rule of another group, or one that stands behind the alert, is read late.
void addLag(const Family &family, const Takeover &takeover, std::vector<Evidence> &evidence)
{
    const rules::RuleRef &reader = takeover.alerting.place;
    for (const ProposedRule &recording : takeover.recording) {
        const bool sameGroup = backtest::sameGroup(recording.place, reader);
        if (sameGroup && recording.place.index < reader.index)
            continue;
        const std::string &name = recording.rule.name;
        const std::string interval = promql::formatDuration(
            static_cast<double>(backtest::timingOf(*family.members[takeover.members.front()].group).interval) / 1000);
        evidence.push_back(
            {"staleness",
             {},
             name,
             {},
             {},
             sameGroup ? base::Text(TRANSLATABLE("Core", "%1 stands behind %2, which reads its value of the evaluation "
                                                         "before: %3 late."),
                                    {name, takeover.alerting.rule.name, interval})
                       : base::Text(TRANSLATABLE("Core", "%2 reads %1 of the group %3: its value is up to one interval "
                                                         "of that group older than that of the expression itself."),
                                    {name, takeover.alerting.rule.name, recording.place.group})});
    }
}

} // namespace

std::vector<Evidence> structureOf(const Family &family, const Proposal &proposal)
{
    std::vector<Evidence> evidence;
    for (const Takeover &takeover : proposal.takeovers) {
        addSelectors(family, takeover, evidence);
        addLabels(family, takeover, evidence);
        addCollisions(family, takeover, evidence);
        addNameless(family, takeover, evidence);
        addMixing(family, takeover, evidence);
        addLag(family, takeover, evidence);
    }
    return evidence;
}

} // namespace consolidation
