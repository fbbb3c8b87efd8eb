#pragma once

#include "consolidation/proof.h"
#include "consolidation/proposal.h"

#include <memory>
#include <vector>

namespace consolidation {

enum class Containment { Contained, NotContained, Unknown };

/// Whether every series that the old matchers select is selected by the new ones: exact for `=`, `!=`, alternations of
/// literals, `.*`, `.+` and equal regular expressions; else unknown. Metric names are matchers on `__name__`, an absent
/// label is the empty value.
[[nodiscard]] Containment containment(const promql::VectorSelector &old, const promql::VectorSelector &now);

/// The same for one new selector and many old ones: what it allows is worked out once.
class SelectorReach
{
public:
    explicit SelectorReach(const promql::VectorSelector &selector);
    ~SelectorReach();
    SelectorReach(SelectorReach &&) noexcept;
    SelectorReach &operator=(SelectorReach &&) noexcept;

    [[nodiscard]] Containment holds(const promql::VectorSelector &old) const;

private:
    struct Allowed;
    std::unique_ptr<Allowed> m_allowed;
};

/// What can be said of a proposal without any series: which selectors contain the old ones, which labels alerts lose or
/// get, where series of several metrics may collide.
[[nodiscard]] std::vector<Evidence> structureOf(const Family &family, const Proposal &proposal);

} // namespace consolidation
