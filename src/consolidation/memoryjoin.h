#pragma once

#include "consolidation/migrations.h"

/// Memory of a process joined with the limit of its container. Inside src/consolidation only.
namespace consolidation {

struct JoinTried
{
    std::string memoryLabel;
    std::string limitLabel;
    /// Series of the memory that find a limit.
    std::size_t matched = 0;
};

struct MemoryJoin
{
    /// A selector.
    std::string memory;
    std::vector<alerting::Series> memorySeries;
    /// Of kube_pod_container_resource_limits{resource="memory"}.
    std::vector<alerting::Series> limitSeries;
    /// The joins that one would try first, and the best.
    std::vector<JoinTried> tried;
    std::optional<JoinTried> best;
};

/// The selector of the resident memory beside that of the used heap: prom-client's names.
[[nodiscard]] std::string residentMemory(const promql::VectorSelector &heapUsed);

void findJoin(MemoryJoin &join);
/// Memory divided by limit.
[[nodiscard]] std::string joinedRatio(const MemoryJoin &join, bool percent);
/// Where all joined containers have the same limit, that.
[[nodiscard]] std::optional<double> commonLimit(const MemoryJoin &join);

/// Static labels and templates that named the service read it from the label of the join.
void readFromLabel(Takeover &takeover, const Family &family, const MemoryJoin &join);

} // namespace consolidation
