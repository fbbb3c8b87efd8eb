#include "deployment/drift.h"

#include "rules/duration.h"

#include <algorithm>

namespace deployment {

namespace {

/// A rule of a side by its group, kind, name and place among its like.
const ComparedRule *findRule(const std::vector<ComparedGroup> &groups, const DriftRow &row)
{
    for (const ComparedGroup &group : groups) {
        if (group.name != row.group)
            continue;
        std::size_t ordinal = 0;
        for (const ComparedRule &rule : group.rules) {
            if (rule.name != row.rule)
                continue;
            if (ordinal++ == row.ordinal)
                return &rule;
        }
    }
    return nullptr;
}

std::optional<std::string> fieldOf(const ComparedRule &rule, const std::string &field)
{
    const auto pair = [](const std::map<std::string, std::string> &pairs,
                         const std::string &name) -> std::optional<std::string> {
        const auto found = pairs.find(name);
        return found == pairs.end() ? std::nullopt : std::optional(found->second);
    };
    if (field.empty() || field == "expr")
        return rule.expr;
    if (field == "for")
        return rules::formatDuration(rule.forSeconds);
    if (field == "keep_firing_for")
        return rules::formatDuration(rule.keepFiringForSeconds);
    if (field.starts_with("labels."))
        return pair(rule.labels, field.substr(7));
    if (field.starts_with("annotations."))
        return pair(rule.annotations, field.substr(12));
    return std::nullopt;
}

DriftCell cellOf(const std::vector<ComparedGroup> &groups, const DriftRow &row)
{
    const ComparedRule *rule = findRule(groups, row);
    if (rule == nullptr)
        return {DriftCell::State::Absent, {}, {}};
    const auto value = fieldOf(*rule, row.field);
    return {value ? DriftCell::State::Present : DriftCell::State::Absent, value.value_or(""), rule->at};
}

/// A Prometheus that an operator configures: rule files carry its names, and it adds its namespace label.
bool operated(const EndpointFacts &facts)
{
    return facts.groups && std::ranges::any_of(*facts.groups, [](const ComparedGroup &group) {
               return group.file.find("-rulefiles-") != std::string::npos;
           });
}

std::string quoted(const std::string &text)
{
    return text.empty() ? std::string("nothing") : '`' + text + '`';
}

} // namespace

void compareEndpoint(std::vector<DriftRow> &rows, const std::vector<ComparedGroup> &deployed,
                     const std::vector<ComparedGroup> &source, const EndpointFacts &facts, const std::string &role)
{
    if (!facts.groups)
        return;
    for (DriftRow &row : rows) {
        if (row.rule.empty())
            continue;
        row.endpoint = cellOf(*facts.groups, row);
    }
    Blind blind;
    blind.queryOffset = true;
    blind.defaultInterval = true;
    blind.operatorRewrites = operated(facts);
    for (const RuleDifference &difference : compareRules(deployed, *facts.groups, blind)) {
        using Kind = RuleDifference::Kind;
        const auto named = [&](const ComparedGroup &group) { return group.name == difference.group; };
        // Other groups of the server are not this workspace's business.
        if (difference.kind == Kind::OnlyRight && std::ranges::none_of(deployed, named))
            continue;
        DriftRow row;
        row.id = "drift/endpoint-rule";
        row.ground = Ground::Endpoint;
        row.group = difference.group;
        row.rule = difference.rule;
        row.ordinal = difference.ordinal;
        row.field = difference.field;
        const bool known = std::ranges::any_of(rows, [&](const DriftRow &each) {
            return each.group == row.group && each.rule == row.rule && each.ordinal == row.ordinal &&
                   each.field == row.field && each.endpoint.state == each.source.state &&
                   each.endpoint.text == each.source.text;
        });
        if (known)
            continue;
        const std::string name = difference.rule.empty() ? difference.group : difference.rule;
        row.subject = name + (difference.field.empty() ? "" : " · " + difference.field);
        if (!difference.rule.empty())
            row.ruleKind = difference.ruleKind;
        row.file = difference.leftAt.file;
        row.gitops = {difference.kind == Kind::OnlyRight ? DriftCell::State::Absent : DriftCell::State::Present,
                      difference.left, difference.leftAt};
        row.gitops.at.role = role;
        if (!difference.rule.empty() && !source.empty())
            row.source = cellOf(source, row);
        row.endpoint = {difference.kind == Kind::OnlyLeft ? DriftCell::State::Absent : DriftCell::State::Present,
                        difference.right,
                        {}};
        if (difference.kind == Kind::OnlyLeft) {
            row.text = {TRANSLATABLE("Core", "%1 has not loaded %2 (group %3), which the manifests deploy."),
                        {facts.name, name, difference.group}};
        } else if (difference.kind == Kind::OnlyRight) {
            row.text = {
                TRANSLATABLE("Core", "%1 still has %2 (group %3) loaded, which the manifests no longer deploy."),
                {facts.name, name, difference.group}};
        } else {
            row.text = {TRANSLATABLE("Core", "%1 (group %2) differs in %3: %4 has loaded %5, GitOps has %6."),
                        {name, difference.group, difference.field, facts.name, quoted(difference.right),
                         quoted(difference.left)}};
        }
        row.fix = TRANSLATABLE("Core", "See that the deployment is in sync and that Prometheus has reloaded.");
        rows.push_back(std::move(row));
    }
}

void compareEndpointConfig(std::vector<DriftRow> &rows, const PrometheusConfig &config, const WrittenAt &at,
                           const EndpointFacts &facts)
{
    const auto loaded = facts.config ? readPrometheusConfig(*facts.config) : std::nullopt;
    if (!loaded)
        return;
    const auto add = [&](const std::string &subject, const std::string &gitops, const std::string &endpoint,
                         base::Text text) {
        using State = DriftCell::State;
        DriftRow row;
        row.id = "drift/endpoint-config";
        row.ground = Ground::Endpoint;
        row.file = at.file;
        row.subject = subject;
        row.gitops = {gitops.empty() ? State::Absent : State::Present, gitops, at};
        row.endpoint = {endpoint.empty() ? State::Absent : State::Present, endpoint, {}};
        row.text = std::move(text);
        row.fix = TRANSLATABLE("Core", "See that the deployment is in sync and that Prometheus has reloaded.");
        rows.push_back(std::move(row));
    };
    if (config.hasAlertmanagers != loaded->hasAlertmanagers) {
        if (config.hasAlertmanagers) {
            add("alerting", "alertmanagers", {},
                {TRANSLATABLE("Core", "The configuration that %1 has loaded names no Alertmanager; the manifest does."),
                 {facts.name}});
        } else {
            add("alerting", {}, "alertmanagers",
                {TRANSLATABLE("Core", "The configuration that %1 has loaded names an Alertmanager; the manifest does "
                                      "not."),
                 {facts.name}});
        }
    }
    const auto names = [](const PrometheusConfig &each, const std::string &job) {
        return std::ranges::find(each.jobs, job, &ScrapeJob::name) != each.jobs.end();
    };
    for (const ScrapeJob &job : config.jobs) {
        if (!names(*loaded, job.name))
            add("scrape_configs › " + job.name, job.name, {},
                {TRANSLATABLE("Core", "%1 has not loaded the scrape job %2, which the manifest has."),
                 {facts.name, job.name}});
    }
    for (const ScrapeJob &job : loaded->jobs) {
        if (!names(config, job.name))
            add("scrape_configs › " + job.name, {}, job.name,
                {TRANSLATABLE("Core", "%1 has loaded the scrape job %2, which the manifest does not have."),
                 {facts.name, job.name}});
    }
    const auto patterns = [](const PrometheusConfig &each) {
        std::string text;
        for (const auto &[pattern, range] : each.ruleFiles)
            text += (text.empty() ? "" : ", ") + pattern;
        return text;
    };
    // Prometheus shows patterns as it resolved them, from the folder of its configuration.
    const auto same = [](const auto &written, const auto &running) {
        return written.first == running.first ||
               (!written.first.starts_with('/') && running.first.ends_with('/' + written.first));
    };
    if (!std::equal(config.ruleFiles.begin(), config.ruleFiles.end(), loaded->ruleFiles.begin(),
                    loaded->ruleFiles.end(), same))
        add("rule_files", patterns(config), patterns(*loaded),
            {TRANSLATABLE("Core", "rule_files differs: %1 has loaded %2, the manifest has %3."),
             {facts.name, quoted(patterns(*loaded)), quoted(patterns(config))}});
    for (const char *key : {"evaluation_interval", "scrape_interval"}) {
        const auto interval = [&](const PrometheusConfig &each) {
            const yaml::Node *root = each.parsed->root();
            return root != nullptr ? rules::parseDuration(textAt(*root, {"global", key})) : std::nullopt;
        };
        constexpr double standard = 60;
        const double written = interval(config).value_or(standard);
        const double running = interval(*loaded).value_or(standard);
        if (written != running)
            add(std::string("global › ") + key, rules::formatDuration(written), rules::formatDuration(running),
                {TRANSLATABLE("Core", "%1 differs: %2 has loaded %3, the manifest has %4."),
                 {key, facts.name, rules::formatDuration(running), rules::formatDuration(written)}});
    }
}

} // namespace deployment
