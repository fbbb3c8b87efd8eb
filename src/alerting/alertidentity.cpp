#include "alerting/alertidentity.h"

#include <algorithm>

namespace alerting {

namespace {

void setLabel(Labels &labels, const std::string &name, const std::string &value)
{
    const auto at = std::ranges::lower_bound(labels, name, {}, &Labels::value_type::first);
    const bool there = at != labels.end() && at->first == name;
    // An empty value is no label.
    if (value.empty()) {
        if (there)
            labels.erase(at);
    } else if (there) {
        at->second = value;
    } else {
        labels.insert(at, {name, value});
    }
}

} // namespace

Labels identityLabels(const AlertSpec &spec, const Labels &series, double value, Milliseconds time,
                      const LabelExpander &expand)
{
    Labels labels = series;
    std::erase_if(labels, [](const auto &label) { return label.first == "__name__"; });
    for (const auto &[name, text] : spec.labels)
        setLabel(labels, name, expand ? expand(text, series, value, time) : text);
    setLabel(labels, "alertname", spec.name);
    return labels;
}

} // namespace alerting
