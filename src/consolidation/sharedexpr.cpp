#include "consolidation/candidate.h"

#include "promql/functions.h"
#include "promql/printer.h"
#include "promql/threshold.h"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace consolidation {

namespace {

/// Shorter ones are not worth a recording rule.
constexpr std::size_t shortestShared = 24;

/// The expressions inside `expr` that a recording rule could hold: aggregations and arithmetic over series.
std::vector<std::string> worthRecording(const promql::Expr *expr)
{
    std::vector<std::string> found;
    promql::walk(expr, [&](const promql::Expr &each) {
        const auto *binary = promql::as<promql::BinaryExpr>(&each);
        const bool arithmetic = binary && !promql::isComparison(binary->op) && !promql::isSetOperator(binary->op) &&
                                !promql::constantValue(&each);
        if (arithmetic || each.kind == promql::ExprKind::Aggregation) {
            std::string text = promql::print(&each);
            if (text.size() >= shortestShared)
                found.push_back(std::move(text));
        }
        return true;
    });
    return found;
}

} // namespace

void findShared(const std::vector<Candidate> &candidates, const std::vector<Cluster> &clusters, Findings &findings)
{
    std::vector<std::optional<std::size_t>> clusterOf(candidates.size());
    for (std::size_t c = clusters.size(); c-- > 0;) {
        if (clusters[c].merge == Merge::None)
            continue;
        for (const std::size_t member : clusters[c].members)
            clusterOf[member] = c;
    }
    std::vector<std::string> texts;
    std::vector<Indices> users;
    std::unordered_map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        for (std::string &text : worthRecording(candidates[i].member.rule->tree->root())) {
            const auto [place, isNew] = places.try_emplace(text, texts.size());
            if (isNew) {
                texts.push_back(std::move(text));
                users.emplace_back();
            }
            if (users[place->second].empty() || users[place->second].back() != i)
                users[place->second].push_back(i);
        }
    }
    // Larger expressions come first within a rule; a part of one that is shared by the same rules says nothing more.
    std::map<Indices, std::size_t> said;
    for (std::size_t t = 0; t < texts.size(); ++t) {
        if (users[t].size() < 2 || !said.emplace(users[t], t).second)
            continue;
        std::set<std::size_t> families;
        Indices outside;
        for (const std::size_t user : users[t]) {
            if (clusterOf[user])
                families.insert(*clusterOf[user]);
            else
                outside.push_back(user);
        }
        for (const std::size_t family : families) {
            auto &readers = findings.families[family].readers;
            for (const std::size_t user : outside) {
                if (std::ranges::none_of(readers,
                                         [&](const Member &each) { return each.ref == candidates[user].member.ref; }))
                    readers.push_back(candidates[user].member);
            }
        }
        if (families.empty()) {
            SharedExpr shared{texts[t], {}};
            for (const std::size_t user : outside)
                shared.rules.push_back(candidates[user].member);
            findings.shared.push_back(std::move(shared));
        }
    }
}

} // namespace consolidation
