#include "checks/catalogue.h"

#include "checks/checklist.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <iterator>
#include <thread>

namespace checks {

std::span<const Check> catalogue()
{
    static constexpr std::array<Check, 12> checks = {{
        {"rules/duplicate", nullptr, duplicateRules},
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

namespace {

void checkGroup(const DocumentFacts &facts, const rules::RuleGroup &group, std::vector<base::Diagnostic> &diagnostics)
{
    for (const Check &each : catalogue()) {
        if (each.ofGroup)
            each.ofGroup(group, diagnostics);
    }
    for (std::size_t i = 0; i < group.rules.size(); ++i) {
        CheckedRule rule(facts, group, i);
        for (const Check &each : catalogue()) {
            if (each.ofRule)
                each.ofRule(rule, diagnostics);
        }
    }
}

} // namespace

std::vector<base::Diagnostic> check(const rules::RuleDocument &document, unsigned threads)
{
    const DocumentFacts facts(document);
    std::vector<std::vector<base::Diagnostic>> found(document.groups().size());
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t i = next++; i < found.size(); i = next++)
            checkGroup(facts, document.groups()[i], found[i]);
    };
    {
        std::vector<std::jthread> helpers;
        for (unsigned i = 1; i < std::min<std::size_t>(threads, found.size()); ++i)
            helpers.emplace_back(work);
        work();
    }
    std::vector<base::Diagnostic> diagnostics = document.diagnostics();
    for (std::vector<base::Diagnostic> &each : found)
        std::ranges::move(each, std::back_inserter(diagnostics));
    std::ranges::stable_sort(diagnostics, {}, [](const base::Diagnostic &each) { return each.range.start; });
    return diagnostics;
}

} // namespace checks
