#include "base/textedit.h"
#include "expect.h"
#include "rules/ruledocument.h"
#include "rules/ruleedits.h"

#include <cstdint>
#include <string>

namespace {

void expectInside(const rules::Rule &rule, std::size_t size)
{
    EXPECT(within(rule.range, size));
    EXPECT(within(rule.name.range, size));
    EXPECT(within(rule.expr.range, size));
    EXPECT(rule.tree != nullptr);
    for (std::size_t offset = 0; offset <= rule.expr.value.size(); ++offset)
        EXPECT(rule.expr.map.toSource(offset) <= size);
    for (const rules::Pairs *pairs : {&rule.labels, &rule.annotations}) {
        for (const auto &[name, value] : *pairs)
            EXPECT(within(name.range, size) && within(value.range, size));
    }
}

/// An edit is refused with a reason, or it gives a document in which the rule says exactly what was asked.
void expectEditHolds(const rules::RuleDocument &document, const rules::RuleRef &ref)
{
    const std::string expr = "sum by (job) (rate(a_total{b=\"c: #d\"}[5m])) > 1";
    const auto edits = rules::setFieldEdits(document, ref, {"expr", ""}, expr);
    if (!edits)
        return;
    const auto text = base::applyEdits(document.text(), *edits);
    EXPECT(static_cast<bool>(text));
    const auto after = rules::load(document.file(), *text);
    EXPECT(after->ruleCount() == document.ruleCount());
    const rules::Rule *rule = after->find(ref);
    EXPECT(rule != nullptr && rule->expr.value == expr);
}

} // namespace

/// Any bytes load; every place lies inside the text; a document without errors can be edited.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto document = rules::load("fuzz.yaml", std::string(reinterpret_cast<const char *>(data), size));
    bool errors = false;
    for (const base::Diagnostic &diagnostic : document->diagnostics()) {
        EXPECT(within(diagnostic.range, size));
        errors = errors || diagnostic.severity == base::Severity::Error;
    }
    for (const rules::RuleGroup &group : document->groups()) {
        EXPECT(within(group.range, size));
        for (std::size_t index = 0; index < group.rules.size(); ++index) {
            expectInside(group.rules[index], size);
            const rules::RuleRef ref = document->refOf(group, index);
            // Groups of one name are an error; their rules cannot be told apart by name.
            EXPECT(errors || document->find(ref) == &group.rules[index]);
            if (!errors && !document->readOnlyReason())
                expectEditHolds(*document, ref);
        }
    }
    return 0;
}
