#include "base/textedit.h"
#include "expect.h"
#include "rules/ruledocument.h"
#include "rules/ruleedits.h"

#include <algorithm>
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

/// Every field of the rules but `changed`, in one text.
std::string fieldsOf(const rules::RuleDocument &document, const rules::Rule *changed)
{
    std::string all;
    const auto add = [&all](const rules::Field &field) { all += field.value + '\x1F'; };
    for (const rules::RuleGroup &group : document.groups()) {
        add(group.name);
        for (const rules::Rule &rule : group.rules) {
            if (&rule == changed)
                continue;
            add(rule.name);
            add(rule.expr);
            for (const auto *duration : {&rule.forDuration, &rule.keepFiringFor})
                all += *duration ? (*duration)->value + '\x1F' : std::string("-");
            for (const rules::Pairs *pairs : {&rule.labels, &rule.annotations}) {
                for (const auto &[name, value] : *pairs) {
                    add(name);
                    add(value);
                }
            }
        }
    }
    return all;
}

bool hasErrors(const rules::RuleDocument &document)
{
    return std::any_of(document.diagnostics().begin(), document.diagnostics().end(),
                       [](const base::Diagnostic &each) { return each.severity == base::Severity::Error; });
}

/// Any field, any value: the file stays without errors, and no other rule changes.
void expectOthersStay(const rules::RuleDocument &document, const rules::RuleRef &ref, std::size_t choice)
{
    constexpr const char *paths[] = {"for", "keep_firing_for", "labels.severity", "annotations.summary", "labels.a"};
    constexpr const char *values[] = {"x",    " a ",  "a\nb\n", "\n",           "a: b # c", "'",    "\"\\", "- a",
                                      "null", "0x1F", "",       "\xEA\xB0\x80", "a\tb",     "%a\n", "{b",   "a\r\nb"};
    const auto path = rules::FieldPath::parse(paths[choice % 5]);
    const bool duration = choice % 5 < 2;
    const std::string value = duration ? "7m" : values[choice / 5 % 16];
    const rules::Rule *before = document.find(ref);
    // What is anchored may be other rules too.
    if (!path || !before || document.text().find('&') != std::string::npos ||
        (duration && before->kind == rules::RuleKind::Recording) ||
        (choice % 5 == 3 && before->kind == rules::RuleKind::Recording))
        return;
    const auto edits = rules::setFieldEdits(document, ref, *path, value);
    if (!edits)
        return;
    const auto text = base::applyEdits(document.text(), *edits);
    EXPECT(static_cast<bool>(text));
    const auto after = rules::load(document.file(), *text);
    EXPECT(!hasErrors(*after) && after->find(ref) != nullptr);
    EXPECT(fieldsOf(*after, after->find(ref)) == fieldsOf(document, before));
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
            if (!errors && !document->readOnlyReason()) {
                expectEditHolds(*document, ref);
                expectOthersStay(*document, ref, data[size / 2] + index);
            }
        }
    }
    return 0;
}
