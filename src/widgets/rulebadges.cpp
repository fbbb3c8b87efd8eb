#include "widgets/rulebadges.h"

#include "promql/ast_inl.h"
#include "rules/ruledocument.h"

#include <QStringList>

#include <algorithm>

namespace widgets {

namespace {

/// Where the rule asks whether series are missing.
std::vector<base::ByteRange> absenceTests(const promql::Tree &tree)
{
    std::vector<base::ByteRange> ranges;
    promql::walk(tree.root(), [&ranges](const promql::Expr &each) {
        const auto *call = promql::as<promql::Call>(&each);
        if (call && (call->name.value == "absent" || call->name.value == "absent_over_time"))
            ranges.push_back(each.range);
        return true;
    });
    return ranges;
}

/// Names that the rule reads and that the endpoint has no series of, by place of the rule's node.
std::map<std::size_t, QStringList> missingNames(const rules::DependencyGraph &graph, const rules::RuleSet &documents,
                                                const NodeStates &states)
{
    std::map<std::size_t, QStringList> missing;
    for (const rules::GraphEdge &edge : graph.edges) {
        const rules::GraphNode &from = graph.nodes[edge.from];
        const auto state = states.find(from.id);
        if (edge.certainty != rules::Certainty::Exact || state == states.end() || !state->second.missing ||
            !graph.nodes[edge.to].rule)
            continue;
        const rules::RuleRef &ref = *graph.nodes[edge.to].rule;
        const auto document = std::ranges::find(documents, ref.file, [](const auto &each) { return each->file(); });
        const rules::Rule *rule = document == documents.end() ? nullptr : (*document)->find(ref);
        if (!rule)
            continue;
        const std::vector<base::ByteRange> absences = absenceTests(*rule->tree);
        const bool needed = std::ranges::any_of(edge.selectors, [&](const base::ByteRange &selector) {
            return std::ranges::none_of(absences, [&](const base::ByteRange &absence) {
                return absence.start <= selector.start && selector.end <= absence.end;
            });
        });
        const QString name = QString::fromStdString(from.name);
        if (QStringList &names = missing[edge.to]; needed && !names.contains(name))
            names.append(name);
    }
    return missing;
}

} // namespace

RuleBadges ruleBadges(const rules::DependencyGraph &graph, rules::RuleSet documents, const NodeStates &states,
                      const QString &endpoint)
{
    RuleBadges badges;
    const auto missing = missingNames(graph, documents, states);
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        const rules::GraphNode &node = graph.nodes[i];
        const auto found = states.find(node.id);
        if (!node.rule || found == states.end())
            continue;
        const NodeState &state = found->second;
        const auto names = missing.find(i);
        RuleBadge badge;
        if (!state.error.isEmpty())
            badge = {RuleBadge::tr("error"), RuleBadge::tr("%1 cannot evaluate it: %2").arg(endpoint, state.error),
                     RuleBadge::Tone::Critical};
        else if (state.alert == NodeState::Alert::Firing)
            badge = {RuleBadge::tr("firing"), RuleBadge::tr("It is firing at %1 now.").arg(endpoint),
                     RuleBadge::Tone::Critical};
        else if (names != missing.end() && !names->second.isEmpty())
            badge = {RuleBadge::tr("no series"),
                     RuleBadge::tr("It reads names that %1 has no series of now: %2.")
                         .arg(endpoint, names->second.join(", ")),
                     RuleBadge::Tone::Warning};
        else if (state.alert == NodeState::Alert::Pending)
            badge = {RuleBadge::tr("pending"), RuleBadge::tr("It is pending at %1 now.").arg(endpoint),
                     RuleBadge::Tone::Warning};
        else if (state.alert == NodeState::Alert::NotLoaded)
            badge = {RuleBadge::tr("not loaded"), RuleBadge::tr("%1 has not loaded it.").arg(endpoint),
                     RuleBadge::Tone::Muted};
        else
            continue;
        badges.emplace(node.rule->id(), std::move(badge));
    }
    return badges;
}

} // namespace widgets
