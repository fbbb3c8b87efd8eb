#pragma once

#include "rules/ruledocument.h"

#include <vector>

/// Every check of the catalogue; see catalogue.cpp.
namespace checks {

void duplicateRules(const rules::RuleDocument &document, std::vector<base::Diagnostic> &diagnostics);
void alertsWithoutCondition(const rules::RuleDocument &document, std::vector<base::Diagnostic> &diagnostics);
void impossibleTemplateLabels(const rules::RuleDocument &document, std::vector<base::Diagnostic> &diagnostics);
void valueInTemplateLabel(const rules::RuleDocument &document, std::vector<base::Diagnostic> &diagnostics);
void queriesInTemplates(const rules::RuleDocument &document, std::vector<base::Diagnostic> &diagnostics);
void failingTemplates(const rules::RuleDocument &document, std::vector<base::Diagnostic> &diagnostics);
void shortFor(const rules::RuleDocument &document, std::vector<base::Diagnostic> &diagnostics);
void absentAlerts(const rules::RuleDocument &document, std::vector<base::Diagnostic> &diagnostics);
void regexMatchers(const rules::RuleDocument &document, std::vector<base::Diagnostic> &diagnostics);
void ratesOfNoCounter(const rules::RuleDocument &document, std::vector<base::Diagnostic> &diagnostics);
void impossibleMatching(const rules::RuleDocument &document, std::vector<base::Diagnostic> &diagnostics);
void v8HeapRatio(const rules::RuleDocument &document, std::vector<base::Diagnostic> &diagnostics);

} // namespace checks
