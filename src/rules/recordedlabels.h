#pragma once

#include "promql/labelflow.h"
#include "rules/ruledocument.h"

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace rules {

/// Which labels the series have that the rules of a workspace write: a recording rule's are those of its expression,
/// the rules that it reads expanded likewise, with the labels of rule and group on top; ALERTS and ALERTS_FOR_STATE
/// have those of the alerting rules. Keeps the documents alive. Not for two threads at once.
class RecordedLabels
{
public:
    explicit RecordedLabels(std::span<const std::shared_ptr<const RuleDocument>> documents);

    /// The labels before the selector's matchers apply; nothing when no rule is known to write what it selects, or the
    /// rules read themselves in a circle.
    [[nodiscard]] std::optional<promql::LabelSet> of(const promql::VectorSelector &selector);
    /// of() for a LabelFlow, which must not outlive this.
    [[nodiscard]] promql::RecordedLabels resolver();

private:
    struct Writer
    {
        const RuleGroup *group;
        const Rule *rule;
        std::optional<promql::LabelSet> labels;
        bool entered = false;
        bool known = false;
    };

    [[nodiscard]] std::optional<promql::LabelSet> ofWriter(Writer &writer);
    [[nodiscard]] std::optional<promql::LabelSet> ofAlerts(const promql::VectorSelector &selector, bool withState);

    std::vector<std::shared_ptr<const RuleDocument>> m_documents;
    std::map<std::string, std::vector<Writer>, std::less<>> m_recording;
    std::vector<Writer> m_alerting;
};

} // namespace rules
