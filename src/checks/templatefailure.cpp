#include "checks/checklist.h"
#include "templates/expander.h"

#include <algorithm>
#include <array>

namespace checks {

namespace {

/// Failures that do not depend on what the labels and the value are.
bool failsAlways(std::string_view message)
{
    constexpr std::array<std::string_view, 11> starts = {
        "can't evaluate field ", "wrong number of args for ",  "wrong type for value;",
        "nil is not a command",  "can't give argument to non", "expected string; found ",
        "can't handle ",         "undefined variable: ",       "range can't iterate over ",
        "template \"",           "cannot assign nil to "};
    constexpr std::array<std::string_view, 4> parts = {" is not a method but has arguments",
                                                       " has arguments but cannot be invoked as function",
                                                       "incompatible types for comparison", "error parsing regexp: "};
    return std::ranges::any_of(starts, [message](std::string_view each) { return message.starts_with(each); }) ||
           std::ranges::any_of(
               parts, [message](std::string_view each) { return message.find(each) != std::string_view::npos; });
}

templates::Environment sampleEnvironment(const RuleTemplate &each)
{
    templates::Environment environment;
    environment.alert = each.rule.name.value;
    // With a fraction, so that %d shows itself.
    environment.data.value = 1.5;
    environment.query = [](const std::string &) {
        templates::QueryAnswer answer;
        answer.samples.push_back({{}, 1.5});
        return std::optional(answer);
    };
    return environment;
}

/// The nodes of a kind within `range`.
std::vector<const templates::Node *> nodesIn(const templates::Template &parsed, base::ByteRange range,
                                             const std::function<bool(const templates::Node &)> &wanted)
{
    std::vector<const templates::Node *> found;
    const auto visit = [&](const templates::Node &node) {
        if (range.contains(node.range) && wanted(node))
            found.push_back(&node);
    };
    templates::walk(*parsed.root(), visit);
    for (const auto &[name, list] : parsed.definitions())
        templates::walk(*list, visit);
    return found;
}

bool isPrintf(const templates::Node &node)
{
    return node.kind == templates::NodeKind::Command && node.nodes.size() > 1 &&
           node.nodes[0]->kind == templates::NodeKind::Identifier && node.nodes[0]->text == "printf";
}

/// `gt $value 90`: the value is a float, and Go compares floats with floats only.
void addFloatFix(const RuleTemplate &each, const templates::Expansion &expansion, base::Diagnostic &diagnostic)
{
    if (expansion.message.find("incompatible types for comparison") == std::string::npos)
        return;
    const auto whole = nodesIn(each.parsed, expansion.range, [](const templates::Node &node) {
        return node.kind == templates::NodeKind::Number &&
               node.text.find_first_not_of("0123456789-") == std::string::npos;
    });
    if (whole.size() == 1)
        each.addFix(diagnostic, {TRANSLATABLE("Core", "Write %1"), {whole[0]->text + ".0"}},
                    {whole[0]->range, whole[0]->text + ".0"});
}

/// What printf prints for a verb that does not fit, and where it stands.
void reportVerbs(const RuleTemplate &each, const std::string &text, std::vector<base::Diagnostic> &diagnostics)
{
    const std::size_t at = text.find("%!");
    if (at == std::string::npos || each.parsed.text().find("%!") != std::string::npos)
        return;
    const std::size_t close = text.find(')', at);
    if (close == std::string::npos)
        return;
    const auto calls = nodesIn(each.parsed, {0, each.parsed.text().size()}, isPrintf);
    const templates::Node *call = calls.size() == 1 ? calls[0] : nullptr;
    base::Diagnostic diagnostic =
        each.diagnostic("template/printf", call ? call->range : base::ByteRange{0, each.parsed.text().size()},
                        {TRANSLATABLE("Core", "A verb of printf does not fit its argument: it prints %1."),
                         {text.substr(at, close - at + 1)}});
    if (call && call->nodes[1]->kind == templates::NodeKind::String && text.substr(at).starts_with("%!d(float64=")) {
        const templates::Node &format = *call->nodes[1];
        const std::size_t verb = format.text.find("%d");
        if (verb != std::string::npos && format.text.find('%', verb + 1) == std::string::npos)
            each.addFix(diagnostic, {TRANSLATABLE("Core", "Write %1"), {"%.0f"}},
                        {{format.range.start + verb, format.range.start + verb + 2}, "%.0f"});
    }
    diagnostics.push_back(std::move(diagnostic));
}

} // namespace

/// Templates that parse and then fail, or print something else than the value, whatever the series are.
void failingTemplates(CheckedRule &checked, std::vector<base::Diagnostic> &diagnostics)
{
    for (const RuleTemplate &each : checked.templates()) {
        const templates::Expansion expansion = templates::expand(each.parsed, sampleEnvironment(each));
        if (expansion.outcome == templates::Expansion::Outcome::Expanded)
            reportVerbs(each, expansion.text, diagnostics);
        if (expansion.outcome != templates::Expansion::Outcome::Failed || !failsAlways(expansion.message))
            continue;
        base::Diagnostic diagnostic =
            each.diagnostic("template/fails", expansion.range,
                            {TRANSLATABLE("Core", "Prometheus cannot expand this: %1. The text becomes an error."),
                             {expansion.message}});
        addFloatFix(each, expansion, diagnostic);
        diagnostics.push_back(std::move(diagnostic));
    }
}

} // namespace checks
