#pragma once

#include "consolidation/offers.h"
#include "deployment/manifest.h"

#include <string>
#include <vector>

namespace consolidation {

/// Containers of Kubernetes manifests whose heap is capped: by NODE_OPTIONS, written out or from a ConfigMap of any of
/// the manifests, or by an option of their command.
class ManifestMemory
{
public:
    /// Any file; what says nothing of it costs little.
    void add(const std::string &file, const std::string &text);
    /// In the order in which they were added; templates that cannot be read last.
    [[nodiscard]] std::vector<ContainerMemory> cappedContainers() const;

private:
    std::vector<deployment::Resource> m_workloads;
    std::vector<deployment::Resource> m_configMaps;
    std::vector<ContainerMemory> m_templates;
};

} // namespace consolidation
