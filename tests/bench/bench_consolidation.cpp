// How long it takes to find families of copied rules among 1 000, 10 000 and 50 000 rules: half of them copies in
// families of five, half of them rules of their own; and with what is proposed for them.
// Processor time, so that a busy machine measures the same.

#include "consolidation/families.h"
#include "consolidation/report.h"

#include <cstdio>
#include <ctime>
#include <string>

namespace {

std::shared_ptr<const rules::RuleDocument> rulesOf(std::size_t count)
{
    std::string yaml = "groups:\n- name: g\n  rules:\n";
    for (std::size_t i = 0; i < count; ++i) {
        const std::string n = std::to_string(i);
        const std::string family = std::to_string(i / 10);
        const std::string copy = std::to_string(i % 5);
        if (i % 10 < 5)
            yaml += "  - alert: HighErrorRate" + family + "\n    expr: sum by (job) (rate(acme" + family + "_service" +
                    copy + "_errors_total{code=~\"5..\"}[5m])) / sum by (job) (rate(acme" + family + "_service" + copy +
                    "_requests_total[5m])) > 0.05\n";
        else
            yaml += "  - alert: Single" + n + "\n    expr: histogram_quantile(0.9" + std::to_string(i % 10) +
                    ", sum by (le) (rate(single" + n + "_seconds_bucket{job=\"j" + n + "\"}[5m]))) > " + n + "\n";
        yaml += "    for: 5m\n    labels: {severity: warning}\n    annotations:\n      summary: Service " + copy +
                " of " + family + " answers with errors\n";
    }
    return rules::load("rules.yaml", yaml);
}

} // namespace

int main()
{
    std::printf("%10s %10s %12s %16s\n", "rules", "families", "seconds", "with proposals");
    for (const std::size_t count : {std::size_t(1000), std::size_t(10'000), std::size_t(50'000)}) {
        const auto document = rulesOf(count);
        const std::clock_t start = std::clock();
        const consolidation::Findings findings = consolidation::findFamilies({document});
        const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
        const std::clock_t again = std::clock();
        const consolidation::Report report = consolidation::reportOn({document});
        const double all = static_cast<double>(std::clock() - again) / CLOCKS_PER_SEC;
        std::printf("%10zu %10zu %12.3f %16.3f\n", count, findings.families.size(), seconds, all);
        if (report.proposals.size() != findings.families.size())
            return 1;
    }
    return 0;
}
