#pragma once

#include "consolidation/migrations.h"

#include <utility>

/// Memory joined with the limit of its container. Inside src/consolidation only.
namespace consolidation {

struct JoinTried
{
    /// Labels of the memory with those of the limit that have the same values.
    std::vector<std::pair<std::string, std::string>> labels;
    /// Series of the memory that find a limit.
    std::size_t matched = 0;

    /// `namespace, pod` of either side.
    [[nodiscard]] std::string memoryLabels() const;
    [[nodiscard]] std::string limitLabels() const;
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
    /// Series of the memory without a limit in the best join, as people call them.
    std::vector<std::string> unmatched;
    /// Pods with several containers where nothing of the memory says which of them it is.
    bool severalContainers = false;

    /// The label by which the joined series say whom they are about.
    [[nodiscard]] const std::string &subjectLabel() const;
};

/// The selector of the resident memory beside that of the used heap: prom-client's names.
[[nodiscard]] std::string residentMemory(const promql::VectorSelector &heapUsed);

void findJoin(MemoryJoin &join);
/// Memory divided by limit.
[[nodiscard]] std::string joinedRatio(const MemoryJoin &join, bool percent);
/// `pod:process_resident_memory_of_limit:ratio`.
[[nodiscard]] std::string joinedName(const MemoryJoin &join, bool percent);
/// Where all joined containers have the same limit, that.
[[nodiscard]] std::optional<double> commonLimit(const MemoryJoin &join);

/// Static labels and templates that named the service read it from a label of the join, which the alerts get where the
/// memory's series do not have it.
void readFromLabel(Takeover &takeover, const Family &family, const MemoryJoin &join);

} // namespace consolidation
