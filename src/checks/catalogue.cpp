#include "checks/catalogue.h"

#include "checks/checklist.h"

#include <algorithm>
#include <array>

namespace checks {

std::span<const Check> catalogue()
{
    static constexpr std::array<Check, 12> checks = {{
        {"rules/duplicate", duplicateRules},
        {"alerts/condition", alertsWithoutCondition},
        {"template/label", impossibleTemplateLabels},
        {"template/value-in-label", valueInTemplateLabel},
        {"template/query", queriesInTemplates},
        {"template/fails", failingTemplates},
        {"alerts/absent", absentAlerts},
        {"alerts/for", shortFor},
        {"promql/rate", ratesOfNoCounter},
        {"promql/regexp", regexMatchers},
        {"promql/impossible", impossibleMatching},
        {"promql/v8-heap", v8HeapRatio},
    }};
    return checks;
}

std::vector<base::Diagnostic> check(const rules::RuleDocument &document)
{
    std::vector<base::Diagnostic> diagnostics = document.diagnostics();
    for (const Check &each : catalogue())
        each.run(document, diagnostics);
    std::ranges::stable_sort(diagnostics, {}, [](const base::Diagnostic &each) { return each.range.start; });
    return diagnostics;
}

} // namespace checks
