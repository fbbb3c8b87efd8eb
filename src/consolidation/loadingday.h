#pragma once

#include "consolidation/proof.h"
#include "consolidation/proposal.h"

#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

/// What happens to alerts on the day on which a proposal is loaded. Prometheus hands the state of a rule over within a
/// group of a file, by name and labels: of several rules that have both alike, the n-th old one's to the n-th new one.
namespace consolidation {

/// Which rules of a group have a name. A group is read when it is first asked for; it must not change afterwards.
class RulesByName
{
public:
    /// Indices within the group, ascending.
    [[nodiscard]] const std::vector<std::size_t> &of(const rules::RuleGroup &group, std::string_view name);

private:
    using Places = std::unordered_map<std::string_view, std::vector<std::size_t>>;
    std::unordered_map<const rules::RuleGroup *, Places> m_groups;
};

/// The member (index into the takeover's) whose pending and firing alerts the new rule takes over at a reload; nothing
/// when it takes over none.
[[nodiscard]] std::optional<std::size_t> heirOf(const Family &family, const Takeover &takeover, RulesByName &byName);
[[nodiscard]] std::optional<std::size_t> heirOf(const Family &family, const Takeover &takeover);

/// As far as rules alone tell.
[[nodiscard]] std::vector<Evidence> loadingDay(const Family &family, const Takeover &takeover, RulesByName &byName);
[[nodiscard]] std::vector<Evidence> loadingDay(const Family &family, const Takeover &takeover);

/// For each alert that is pending or firing at the end of the compared range: whether it keeps its state, or starts
/// `for` again, is resolved and pages again. `interval` is the group's, in milliseconds.
[[nodiscard]] std::vector<Evidence> loadingDay(const Family &family, const Takeover &takeover, const Proof &proof,
                                               Milliseconds interval);

/// structureOf() and the loading day of every takeover: all that is known without an endpoint.
[[nodiscard]] std::vector<Evidence> structuralEvidence(const Family &family, const Proposal &proposal,
                                                       RulesByName &byName);
[[nodiscard]] std::vector<Evidence> structuralEvidence(const Family &family, const Proposal &proposal);

} // namespace consolidation
