#include "consolidation/proposaltext.h"

#include "base/jsonwriter.h"
#include "base/textdiff.h"
#include "rules/ruledocument.h"
#include "yaml/scalarwriter.h"

#include <algorithm>

namespace consolidation {

namespace {

/// What stands above the list when it is read, and how far it is indented there.
constexpr std::string_view head = "groups:\n- name: proposal\n  rules:\n";
constexpr std::size_t headLines = 3;

/// Such text cannot stand in a block: its margin would be taken for the block's, or YAML has no way to write it there.
bool needsQuotes(const std::string &text)
{
    const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; };
    return text.empty() || text.front() == ' ' || text.front() == '\n' || text.back() == '\n' ||
           std::ranges::any_of(text, control);
}

/// As a person would write it; JSON strings are YAML's double-quoted scalars.
std::string scalar(const std::string &value, bool key = false)
{
    yaml::ScalarPlace place;
    place.key = key;
    return needsQuotes(value) || value.find('\n') != std::string::npos || yaml::looksTyped(value)
               ? base::jsonString(value)
               : yaml::scalarText(value, yaml::ScalarStyle::Plain, place);
}

base::Error notTaken(base::Text text)
{
    return {base::ErrorKind::Invalid, std::move(text), {}};
}

} // namespace

rules::NewRule newRuleOf(const rules::Rule &rule)
{
    rules::NewRule result;
    result.kind = rule.kind;
    result.name = rule.name.value;
    result.expr = rule.expr.value;
    result.forDuration = rule.forDuration ? rule.forDuration->value : std::string();
    result.keepFiringFor = rule.keepFiringFor ? rule.keepFiringFor->value : std::string();
    for (const auto &[name, value] : rule.labels)
        result.labels.emplace_back(name.value, value.value);
    for (const auto &[name, value] : rule.annotations)
        result.annotations.emplace_back(name.value, value.value);
    return result;
}

/// Expressions stand as they are, in a block.
void appendRuleText(std::string &text, const rules::NewRule &rule, std::string_view margin)
{
    const std::string head(margin);
    const std::string line = head + "  ";
    text += head + (rule.kind == rules::RuleKind::Recording ? "- record: " : "- alert: ");
    text += scalar(rule.name) + '\n' + line + "expr: ";
    if (needsQuotes(rule.expr)) {
        text += base::jsonString(rule.expr) + '\n';
    } else {
        text += "|-\n";
        for (std::string_view part : base::splitLines(rule.expr)) {
            if (part.ends_with('\n'))
                part.remove_suffix(1);
            text += (part.empty() ? std::string() : line + "  " + std::string(part)) + '\n';
        }
    }
    if (!rule.forDuration.empty())
        text += line + "for: " + rule.forDuration + '\n';
    if (!rule.keepFiringFor.empty())
        text += line + "keep_firing_for: " + rule.keepFiringFor + '\n';
    const auto pairs = [&](const char *key, const auto &all) {
        if (!all.empty())
            text += line + key + ":\n";
        for (const auto &[name, value] : all)
            text += line + "  " + scalar(name, true) + ": " + scalar(value) + '\n';
    };
    pairs("labels", rule.labels);
    pairs("annotations", rule.annotations);
}

std::string proposalText(const Proposal &proposal)
{
    std::string text;
    for (const Takeover &takeover : proposal.takeovers) {
        for (const ProposedRule &recording : takeover.recording)
            appendRuleText(text, recording.rule);
        appendRuleText(text, takeover.alerting.rule);
    }
    return text;
}

base::Result<Proposal> editedProposal(const Proposal &proposal, const std::string &text)
{
    std::string file(head);
    for (const std::string_view line : base::splitLines(text)) {
        if (line.find_first_not_of("\r\n") != std::string_view::npos)
            file += "  ";
        file += line;
    }
    const auto document = rules::load("proposal.yaml", file);
    for (const base::Diagnostic &problem : document->diagnostics()) {
        if (problem.severity != base::Severity::Error)
            continue;
        const auto before = std::min(problem.range.start, document->text().size());
        const auto line = static_cast<std::size_t>(
            std::count(document->text().begin(), document->text().begin() + static_cast<std::ptrdiff_t>(before), '\n'));
        return base::Error{base::ErrorKind::Invalid, problem.text,
                           std::to_string(line >= headLines ? line - headLines + 1 : 1)};
    }
    if (document->groups().size() != 1)
        return notTaken({TRANSLATABLE("Core", "The text holds no rules."), {}});
    Proposal result = proposal;
    std::size_t at = 0;
    std::vector<ProposedRule> recordings;
    for (const rules::Rule &rule : document->groups().front().rules) {
        if (at == result.takeovers.size())
            return notTaken(
                {TRANSLATABLE("Core", "The rule %1 is one too many: the proposal has a place for %2 alerts."),
                 {rule.name.value, std::to_string(result.takeovers.size())}});
        Takeover &takeover = result.takeovers[at];
        if (rule.kind != takeover.alerting.rule.kind) {
            if (rule.kind == rules::RuleKind::Alerting)
                return notTaken({TRANSLATABLE("Core", "%1 is an alerting rule where a recording rule has to stand."),
                                 {rule.name.value}});
            const rules::RuleRef &place = recordings.size() < takeover.recording.size()
                                              ? takeover.recording[recordings.size()].place
                                              : takeover.alerting.place;
            ProposedRule recording;
            recording.rule = newRuleOf(rule);
            recording.place = place;
            recordings.push_back(std::move(recording));
            continue;
        }
        takeover.alerting.rule = newRuleOf(rule);
        takeover.recording = std::move(recordings);
        recordings.clear();
        ++at;
    }
    if (at < result.takeovers.size() || !recordings.empty())
        return notTaken({TRANSLATABLE("Core", "The alert that takes the place of %1 is missing."),
                         {proposal.takeovers[std::min(at, proposal.takeovers.size() - 1)].alerting.rule.name}});
    return result;
}

} // namespace consolidation
