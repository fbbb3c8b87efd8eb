#include "checks/checklist.h"
#include "promql/literals.h"
#include "templates/uses.h"

#include <algorithm>

namespace checks {

namespace {

/// The value that the rule itself gives the label, where it is no template.
const std::string *ownValue(const rules::Rule &rule, const std::string &label)
{
    for (const auto &[name, value] : rule.labels) {
        if (name.value == label && value.value.find("{{") == std::string::npos && !value.value.empty())
            return &value.value;
    }
    return nullptr;
}

} // namespace

/// `$labels.x` for a label that the series of the expression cannot have is always empty.
void impossibleTemplateLabels(CheckedRule &checked, std::vector<base::Diagnostic> &diagnostics)
{
    if (!checked.expr())
        return;
    for (const RuleTemplate &each : checked.templates()) {
        const std::vector<templates::LabelUse> uses = templates::labelsOf(each.parsed);
        if (uses.empty())
            continue;
        const promql::LabelSet &labels = checked.labelFlow().of(*checked.expr());
        for (const templates::LabelUse &use : uses) {
            const promql::LabelFact &fact = labels.of(use.label);
            if (fact.presence != promql::LabelPresence::Impossible)
                continue;
            const std::string *own = ownValue(each.rule, use.label);
            base::Diagnostic diagnostic =
                own ? each.diagnostic("template/label", use.range,
                                      {TRANSLATABLE("Core", "The label %1 is always empty here: the labels of the rule "
                                                            "itself are not among those of the series."),
                                       {use.label}})
                    : each.diagnostic("template/label", use.range,
                                      {TRANSLATABLE("Core", "The label %1 is always empty here: the result of the "
                                                            "expression cannot have it."),
                                       {use.label}});
            if (!fact.place.empty())
                diagnostic.related.push_back({each.rule.expr.map.toSource(fact.place), promql::labelReasonText(fact)});
            const bool whole =
                each.parsed.text().substr(use.range.start, use.range.size()).find('"') == std::string::npos;
            if (own && whole)
                each.addFix(diagnostic, {TRANSLATABLE("Core", "Write %1"), {promql::quote(*own)}},
                            {use.range, promql::quote(*own)});
            diagnostics.push_back(std::move(diagnostic));
        }
    }
}

/// A label with the value in it makes a new alert of every value.
void valueInTemplateLabel(CheckedRule &checked, std::vector<base::Diagnostic> &diagnostics)
{
    for (const RuleTemplate &each : checked.templates()) {
        if (!each.isLabel)
            continue;
        const std::vector<base::ByteRange> values = templates::printedValues(each.parsed);
        if (values.empty())
            continue;
        const bool waits =
            each.rule.forDuration && each.rule.forDuration->value.find_first_not_of("0smh") != std::string::npos;
        diagnostics.push_back(
            waits ? each.diagnostic("template/value-in-label", values.front(),
                                    {TRANSLATABLE("Core", "The value is part of the label %1: whenever it changes this "
                                                          "is another alert, and its for starts again."),
                                     {each.name}})
                  : each.diagnostic("template/value-in-label", values.front(),
                                    {TRANSLATABLE("Core", "The value is part of the label %1: whenever it changes the "
                                                          "alert resolves and another one fires."),
                                     {each.name}}));
    }
}

/// Queries in templates run when the alert fires; one that does not parse makes an error of the text.
void queriesInTemplates(CheckedRule &checked, std::vector<base::Diagnostic> &diagnostics)
{
    for (const RuleTemplate &each : checked.templates()) {
        for (const templates::QueryUse &use : templates::queriesOf(each.parsed)) {
            if (!use.exact)
                continue;
            const promql::Tree tree = promql::parse(use.query, each.rule.tree->dialect());
            if (tree.valid())
                continue;
            const base::Diagnostic &error = tree.diagnostics().front();
            const base::ByteRange range = {templates::literalOffset(each.parsed, use.literal, error.range.start),
                                           templates::literalOffset(each.parsed, use.literal, error.range.end)};
            diagnostics.push_back(each.diagnostic(
                "template/query", range.empty() ? use.literal : range,
                {TRANSLATABLE("Core", "The query of this template is wrong: %1. The text becomes an error."),
                 {error.text.english()}}));
        }
    }
}

} // namespace checks
