#pragma once

#include "checks/checkedrule.h"

#include <vector>

/// Every check of the catalogue; see catalogue.cpp.
namespace checks {

void duplicateRules(const rules::RuleGroup &group, std::vector<base::Diagnostic> &diagnostics);
void alertsWithoutCondition(CheckedRule &checked, std::vector<base::Diagnostic> &diagnostics);
void impossibleTemplateLabels(CheckedRule &checked, std::vector<base::Diagnostic> &diagnostics);
void valueInTemplateLabel(CheckedRule &checked, std::vector<base::Diagnostic> &diagnostics);
void queriesInTemplates(CheckedRule &checked, std::vector<base::Diagnostic> &diagnostics);
void failingTemplates(CheckedRule &checked, std::vector<base::Diagnostic> &diagnostics);
void shortFor(CheckedRule &checked, std::vector<base::Diagnostic> &diagnostics);
void absentAlerts(CheckedRule &checked, std::vector<base::Diagnostic> &diagnostics);
void regexMatchers(CheckedRule &checked, std::vector<base::Diagnostic> &diagnostics);
void ratesOfNoCounter(CheckedRule &checked, std::vector<base::Diagnostic> &diagnostics);
void impossibleMatching(CheckedRule &checked, std::vector<base::Diagnostic> &diagnostics);
void v8HeapRatio(CheckedRule &checked, std::vector<base::Diagnostic> &diagnostics);

} // namespace checks
