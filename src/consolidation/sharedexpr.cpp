#include "consolidation/candidate.h"

#include "promql/functions.h"
#include "promql/printer.h"
#include "promql/threshold.h"

#include <algorithm>
#include <map>
#include <unordered_map>

/// Equal parts of rules: readers of a family contain what one of its members compares; the rest is shared by rules of
/// no one family.
namespace consolidation {

namespace {

/// Shorter ones are not worth a recording rule.
constexpr std::size_t shortestShared = 24;

struct Part
{
    const promql::Expr *expr = nullptr;
    std::string key;
};

/// The expressions inside `expr` that a recording rule could hold: aggregations and arithmetic over series. Larger ones
/// come before their parts.
std::vector<Part> worthRecording(const promql::Expr *root)
{
    std::vector<Part> found;
    promql::walk(root, [&](const promql::Expr &each) {
        const auto *binary = promql::as<promql::BinaryExpr>(&each);
        const bool arithmetic = binary && !promql::isComparison(binary->op) && !promql::isSetOperator(binary->op) &&
                                !promql::constantValue(&each);
        const auto *call = promql::as<promql::Call>(&each);
        const bool computes = call && call->type == promql::ValueType::InstantVector && call->arguments.size() > 1;
        if ((arithmetic || computes || each.kind == promql::ExprKind::Aggregation) &&
            each.range.size() >= shortestShared)
            found.push_back({&each, canonicalKey(&each)});
        return true;
    });
    return found;
}

class SharedFinder
{
public:
    SharedFinder(const std::vector<Candidate> &candidates, const std::vector<Cluster> &clusters, Findings &findings)
        : m_candidates(candidates), m_findings(findings), m_clusterOf(candidates.size())
    {
        for (std::size_t c = clusters.size(); c-- > 0;) {
            if (clusters[c].merge == Merge::None)
                continue;
            for (std::size_t i = 0; i < clusters[c].members.size(); ++i) {
                const std::size_t member = clusters[c].members[i];
                m_clusterOf[member] = c;
                if (!candidates[member].recording())
                    m_operands[canonicalKey(comparedOperand(candidates[member].member.rule->tree->root()))] = {c, i};
            }
        }
    }

    void find()
    {
        for (std::size_t i = 0; i < m_candidates.size(); ++i) {
            const promql::Expr *root = m_candidates[i].member.rule->tree->root();
            if (m_candidates[i].recording())
                m_recorded.try_emplace(canonicalKey(root), i);
            for (const Part &part : worthRecording(root)) {
                addReader(i, part);
                addUser(i, part);
            }
        }
        // A part of an expression that is shared by the same rules says nothing more.
        std::map<Indices, std::size_t> said;
        for (std::size_t t = 0; t < m_users.size(); ++t) {
            if (m_users[t].size() >= 2 && said.emplace(m_users[t], t).second)
                addShared(t);
        }
    }

private:
    void addReader(std::size_t user, const Part &part)
    {
        const auto found = m_operands.find(part.key);
        if (found == m_operands.end() || m_clusterOf[user])
            return;
        auto &readers = m_findings.families[found->second.first].readers;
        if (readers.empty() || readers.back().rule.ref != m_candidates[user].member.ref)
            readers.push_back({m_candidates[user].member, part.expr->range, found->second.second});
    }

    void addUser(std::size_t user, const Part &part)
    {
        const auto [place, isNew] = m_places.try_emplace(part.key, m_users.size());
        if (isNew) {
            m_texts.push_back(part.expr);
            m_keys.push_back(part.key);
            m_users.emplace_back();
        }
        Indices &users = m_users[place->second];
        if (users.empty() || users.back() != user)
            users.push_back(user);
    }

    void addShared(std::size_t text)
    {
        SharedExpr shared;
        bool all = true;
        for (const std::size_t user : m_users[text]) {
            if (m_clusterOf[user])
                return;
            all = all && m_candidates[user].recording();
            shared.rules.push_back(m_candidates[user].member);
        }
        const auto recorded = m_recorded.find(m_keys[text]);
        if (recorded != m_recorded.end())
            shared.recordedBy = m_candidates[recorded->second].member;
        // The same rule in two files is a duplicate, not an expression to be recorded.
        if (all && shared.recordedBy)
            return;
        shared.expr = promql::print(m_texts[text]);
        m_findings.shared.push_back(std::move(shared));
    }

    const std::vector<Candidate> &m_candidates;
    Findings &m_findings;
    std::vector<std::optional<std::size_t>> m_clusterOf;
    /// What members of families compare: family and member.
    std::unordered_map<std::string, std::pair<std::size_t, std::size_t>> m_operands;
    std::unordered_map<std::string, std::size_t> m_recorded;
    std::unordered_map<std::string, std::size_t> m_places;
    std::vector<const promql::Expr *> m_texts;
    std::vector<std::string> m_keys;
    std::vector<Indices> m_users;
};

} // namespace

void findShared(const std::vector<Candidate> &candidates, const std::vector<Cluster> &clusters, Findings &findings)
{
    SharedFinder(candidates, clusters, findings).find();
}

} // namespace consolidation
