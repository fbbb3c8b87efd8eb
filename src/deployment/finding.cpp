#include "deployment/finding.h"

#include <algorithm>
#include <tuple>

namespace deployment {

std::string_view groundName(Ground ground)
{
    switch (ground) {
    case Ground::Source:
        return "source";
    case Ground::GitOps:
        return "gitops";
    case Ground::Rendering:
        return "rendering";
    case Ground::Endpoint:
        return "endpoint";
    }
    return "";
}

void sortFindings(std::vector<Finding> &findings)
{
    const auto place = [](const Finding &each) {
        return std::tuple(each.severity, std::string_view(each.role), std::string_view(each.file), each.line,
                          std::string_view(each.id));
    };
    std::ranges::stable_sort(findings, [&](const Finding &a, const Finding &b) { return place(a) < place(b); });
    const auto equal = [&](const Finding &a, const Finding &b) {
        return place(a) == place(b) && a.ground == b.ground && a.text == b.text;
    };
    findings.erase(std::unique(findings.begin(), findings.end(), equal), findings.end());
}

} // namespace deployment
