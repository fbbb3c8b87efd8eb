#include "deployment/deliveryparts.h"
#include "deployment/registration.h"
#include "rules/selectors.h"

#include <algorithm>
#include <array>
#include <set>

namespace deployment {

const std::vector<ExporterFamily> &exporterFamilies()
{
    static const std::vector<ExporterFamily> families = {
        {"kube_", "kube-state-metrics", {"kube-state", "kube_state", "kubestatemetrics"}},
        {"container_", "cAdvisor", {"cadvisor"}},
        {"node_", "node-exporter", {"node-exporter", "node_exporter", "nodeexporter", ":9100"}},
        {"rabbitmq_", "RabbitMQ's exporter", {"rabbitmq", ":15692"}},
        {"kubelet_", "kubelet", {"kubelet"}},
        {"probe_", "blackbox-exporter", {"blackbox", ":9115"}},
        {"redis_", "redis-exporter", {"redis", ":9121"}},
        {"pg_", "postgres-exporter", {"postgres", "pg-exporter", "pg_exporter", "cnpg", ":9187"}},
        {"mysql_", "mysqld-exporter", {"mysql", "mariadb", ":9104"}},
        {"mongodb_", "mongodb-exporter", {"mongo", ":9216"}},
        {"kafka_", "kafka-exporter", {"kafka", "strimzi", ":9308"}},
        {"elasticsearch_", "elasticsearch-exporter", {"elastic", ":9114"}},
        {"windows_", "windows-exporter", {"windows", ":9182"}},
        {"nginx_ingress_controller_", "the NGINX ingress controller", {"ingress"}},
    };
    return families;
}

namespace delivery {

namespace {

using yaml::Node;

/// Programs that load rule files besides Prometheus itself, and sidecars that fetch them.
bool loadsRulesOtherwise(const Rendering &rendering)
{
    constexpr std::array<std::string_view, 5> programs = {"vmalert", "thanos", "k8s-sidecar", "mimir", "cortex"};
    return std::ranges::any_of(rendering.objects, [&](const DeployedObject &object) {
        const std::vector<std::string> images = imagesOf(object.resource);
        return std::ranges::any_of(images, [&](const std::string &image) {
            return std::ranges::any_of(
                programs, [&](std::string_view program) { return image.find(program) != std::string::npos; });
        });
    });
}

bool holdsRules(const Payload &payload, const RuleDocuments &documents)
{
    const auto document = payload.manifest ? documents.find(payload.manifest->path()) : documents.end();
    if (document == documents.end())
        return false;
    if (payload.scalar == nullptr)
        return document->second->holdsRules() && !document->second->groups().empty();
    return std::ranges::any_of(document->second->groups(), [&](const rules::RuleGroup &group) {
        return group.key == payload.key && payload.scalar->range.contains(group.range);
    });
}

std::string absolutePattern(const std::string &pattern, const std::string &configFile)
{
    return pattern.starts_with('/') ? pattern : folderOf(configFile) + '/' + pattern;
}

std::string patternsOf(const PrometheusConfig &config)
{
    std::string text;
    for (const auto &[pattern, range] : config.ruleFiles)
        text += (text.empty() ? "" : ", ") + pattern;
    return text;
}

Finding &notLoaded(Context &context, base::Severity severity, const Rendering &rendering, const Payload &payload,
                   base::Text text, base::Text fix)
{
    Finding &finding = context.add("delivery/rules-not-loaded", severity, rendering, payload, {0, payload.text.size()});
    finding.text = std::move(text);
    finding.fix = std::move(fix);
    return finding;
}

/// The fix of a finding: the path becomes one more entry of rule_files.
void offerRuleFile(const Context &context, Finding &finding, const DeployedConfig &config, const std::string &path)
{
    if (auto edit = ruleFileEdit(context, config, path))
        finding.edits.push_back(std::move(*edit));
}

/// What stands between a key and the Prometheus processes of its rendering.
class LoadCheck
{
public:
    LoadCheck(Context &context, const Rendering &rendering) : m_context(context), m_rendering(rendering)
    {
        for (const DeployedConfig &config : context.configs) {
            if (config.rendering == &rendering)
                m_configs.push_back(&config);
        }
    }

    void run()
    {
        if (m_configs.empty() || loadsRulesOtherwise(m_rendering))
            return;
        const auto patched = [](const DeployedConfig *config) {
            return config->workload != nullptr && config->workload->object->patched;
        };
        if (std::ranges::any_of(m_configs, patched))
            return;
        for (const DeployedObject &object : m_rendering.objects) {
            if (object.patched)
                continue;
            for (const Payload &payload : object.payloads) {
                if (holdsRules(payload, m_context.input.gitopsRules))
                    check(object, payload);
            }
        }
    }

private:
    void check(const DeployedObject &object, const Payload &payload)
    {
        if (object.resource.kind == plainFile) {
            checkFile(payload);
            return;
        }
        const bool known = std::ranges::all_of(m_configs, [](const auto *each) { return each->workload != nullptr; });
        if (!known) {
            checkName(object, payload);
            return;
        }
        std::string mountedAt;
        const DeployedConfig *mounting = m_configs.front();
        for (const DeployedConfig *config : m_configs) {
            for (const Workload::Mounted &file : config->workload->files) {
                if (file.payload != &payload || config->workload->fileAt(file.path) != &file)
                    continue;
                mountedAt = file.path;
                mounting = config;
                for (const auto &[pattern, range] : config->config.ruleFiles) {
                    if (globMatches(absolutePattern(pattern, config->workload->configFile), file.path))
                        return;
                }
            }
        }
        const std::string patterns = patternsOf(mounting->config);
        if (mountedAt.empty()) {
            // A program that is not seen here may be meant.
            Finding &finding = notLoaded(
                m_context, base::Severity::Warning, m_rendering, payload,
                {TRANSLATABLE("Core", "The rules under %1 of the ConfigMap %2 would not be loaded: no mount puts "
                                      "them into Prometheus's container."),
                 {payload.key, object.resource.name}},
                TRANSLATABLE("Core", "Mount the ConfigMap where a rule_files pattern looks; with subPath or items, "
                                     "name this key."));
            offerMount(finding, object, payload, *mounting);
        } else {
            base::Text text = {TRANSLATABLE("Core", "The rules under %1 of the ConfigMap %2 would not be loaded: no "
                                                    "rule_files pattern (%3) fits %4."),
                               {payload.key, object.resource.name, patterns, mountedAt}};
            if (patterns.empty())
                text = {TRANSLATABLE("Core", "The rules under %1 of the ConfigMap %2 would not be loaded: the "
                                             "configuration has no rule_files."),
                        {payload.key, object.resource.name}};
            Finding &finding = notLoaded(m_context, base::Severity::Error, m_rendering, payload, std::move(text),
                                         {TRANSLATABLE("Core", "Add %1 to rule_files."), {mountedAt}});
            offerRuleFile(m_context, finding, *mounting, mountedAt);
        }
    }

    void offerMount(Finding &finding, const DeployedObject &object, const Payload &payload,
                    const DeployedConfig &config) const
    {
        for (const auto &[pattern, range] : config.config.ruleFiles) {
            const std::string path = absolutePattern(pattern, config.workload->configFile);
            if (!globMatches(fileNameOf(path), payload.key) || folderOf(path).find('*') != std::string::npos)
                continue;
            if (auto edit = mountEdit(m_context, config, object, folderOf(path))) {
                finding.fix = {TRANSLATABLE("Core", "Mount %1 at %2 in %3."),
                               {object.resource.name, folderOf(path), config.workload->object->resource.name}};
                finding.edits.push_back(std::move(*edit));
                return;
            }
        }
    }

    /// A rule file beside the configuration. Where patterns are absolute, the folder around it is not known.
    void checkFile(const Payload &payload)
    {
        const auto document = m_context.input.gitopsRules.find(payload.key);
        const auto parses = [](const rules::RuleGroup &group) {
            return std::ranges::any_of(group.rules, [](const rules::Rule &rule) { return rule.tree->valid(); });
        };
        // Loki's rule files look the same but for their expressions.
        if (document == m_context.input.gitopsRules.end() || !std::ranges::any_of(document->second->groups(), parses))
            return;
        const DeployedConfig *nearest = nullptr;
        for (const DeployedConfig *config : m_configs) {
            if (config->object->resource.kind != plainFile)
                return;
            const std::string folder = folderOf(config->payload->key);
            const bool below = folder.empty() || payload.key.starts_with(folder + '/');
            if (!below)
                continue;
            nearest = config;
            for (const auto &[pattern, range] : config->config.ruleFiles) {
                const auto inside = pathFrom(folder, pattern);
                if (pattern.starts_with('/') ? globMatches(fileNameOf(pattern), fileNameOf(payload.key))
                                             : !inside || globMatches(*inside, payload.key))
                    return;
            }
        }
        if (nearest == nullptr)
            return;
        const std::string patterns = patternsOf(nearest->config);
        base::Text text = {TRANSLATABLE("Core", "The rules of %1 would not be loaded: no rule_files pattern (%2) of %3 "
                                                "fits it."),
                           {payload.key, patterns, nearest->payload->key}};
        if (patterns.empty())
            text = {TRANSLATABLE("Core", "The rules of %1 would not be loaded: %2 has no rule_files."),
                    {payload.key, nearest->payload->key}};
        // As Prometheus reads it: relative to the configuration, or beside what is named already.
        const std::string folder = folderOf(nearest->payload->key);
        std::string path = payload.key.substr(folder.empty() ? 0 : folder.size() + 1);
        for (const auto &[pattern, range] : nearest->config.ruleFiles) {
            if (pattern.starts_with('/'))
                path = folderOf(pattern) + '/' + fileNameOf(payload.key);
        }
        Finding &finding = notLoaded(m_context, base::Severity::Error, m_rendering, payload, std::move(text),
                                     {TRANSLATABLE("Core", "Add %1 to rule_files."), {path}});
        offerRuleFile(m_context, finding, *nearest, path);
    }

    /// Without knowing the mounts, the key's name alone has to fit.
    void checkName(const DeployedObject &object, const Payload &payload)
    {
        for (const DeployedConfig *config : m_configs) {
            for (const auto &[pattern, range] : config->config.ruleFiles) {
                if (globMatches(fileNameOf(pattern), payload.key))
                    return;
            }
        }
        const DeployedConfig &config = *m_configs.front();
        base::Text fix = TRANSLATABLE("Core", "Rename the key, or extend rule_files.");
        std::string path;
        if (!config.config.ruleFiles.empty()) {
            path = folderOf(config.config.ruleFiles.front().first) + '/' + payload.key;
            fix = {TRANSLATABLE("Core", "Add %1 to rule_files."), {path}};
        }
        Finding &finding =
            notLoaded(m_context, base::Severity::Error, m_rendering, payload,
                      {TRANSLATABLE("Core", "The rules under %1 of the ConfigMap %2 would not be loaded: no "
                                            "rule_files pattern (%3) fits that name."),
                       {payload.key, object.resource.name, patternsOf(config.config)}},
                      std::move(fix));
        if (!path.empty())
            offerRuleFile(m_context, finding, config, path);
    }

    Context &m_context;
    const Rendering &m_rendering;
    std::vector<const DeployedConfig *> m_configs;
};

} // namespace

void checkRuleLoading(Context &context)
{
    for (const Rendering &rendering : context.input.renderings)
        LoadCheck(context, rendering).run();
}

namespace {

std::set<std::string> recordedNames(const DeliveryInput &input)
{
    std::set<std::string> names;
    for (const RuleDocuments *documents : {&input.sourceRules, &input.gitopsRules}) {
        for (const auto &[path, document] : *documents) {
            for (const rules::RuleGroup &group : document->groups()) {
                for (const rules::Rule &rule : group.rules) {
                    if (rule.kind == rules::RuleKind::Recording)
                        names.insert(rule.name.value);
                }
            }
        }
    }
    return names;
}

/// Calls `visit` with every selector of a rendering's rules.
template <class Visit> void forSelectors(const DeliveryInput &input, const Rendering &rendering, Visit visit)
{
    for (const auto &document : rulesIn(rendering, input.gitopsRules)) {
        for (const rules::RuleGroup &group : document->groups()) {
            for (const rules::Rule &rule : group.rules) {
                for (const rules::Selector &selector : rules::selectorsOf(rule))
                    visit(*document, rule, selector);
            }
        }
    }
}

} // namespace

bool missesEveryJob(const rules::NameTest &matcher, const std::set<std::string> &jobs)
{
    const bool positive = matcher.op() == promql::MatchOp::Equal || matcher.op() == promql::MatchOp::RegexMatch;
    return matcher.label() == "job" && positive && !matcher.matches("") &&
           std::ranges::none_of(jobs, [&matcher](const std::string &job) { return matcher.matches(job); });
}

void checkJobsOfRules(Context &context)
{
    const std::set<std::string> recorded = recordedNames(context.input);
    for (const DeployedConfig &config : context.configs) {
        const std::vector<ScrapeJob> &jobs = config.config.jobs;
        const bool known = !config.config.moreJobs && !jobs.empty() &&
                           std::ranges::none_of(jobs, [](const ScrapeJob &job) { return job.otherJobs; });
        if (!known)
            continue;
        std::set<std::string> names;
        for (const ScrapeJob &job : jobs)
            names.insert(job.name);
        std::set<std::string> told;
        forSelectors(context.input, *config.rendering,
                     [&](const auto &document, const auto &rule, const auto &selector) {
                         const std::string name = selector.exactName.value_or("");
                         if (name == "ALERTS" || name == "ALERTS_FOR_STATE" || recorded.contains(name))
                             return;
                         for (const rules::NameTest &matcher : selector.labelMatchers) {
                             if (!missesEveryJob(matcher, names) || !told.insert(matcher.value()).second)
                                 continue;
                             Finding &finding = context.add("delivery/job-not-scraped", base::Severity::Warning,
                                                            config.rendering->ground, context.input.gitops.role,
                                                            document, rule.expr.range);
                             finding.text = {
                                 TRANSLATABLE("Core", "%1 reads %2, and no job of the deployed configuration has that "
                                                      "name."),
                                 {rule.name.value, matcher.text()}};
                             finding.fix = TRANSLATABLE("Core", "Add the scrape job, or mend the matcher.");
                         }
                     });
    }
}

namespace {

/// Everything of a rendering in which an exporter would be named.
std::string namesIn(const DeployedConfig &config)
{
    std::string text;
    for (const ScrapeJob &job : config.config.jobs)
        text += job.text + '\n';
    for (const DeployedObject &object : config.rendering->objects) {
        const Resource &resource = object.resource;
        if (resource.kind.ends_with("Monitor") || resource.kind == "Service" || resource.kind == "ScrapeConfig")
            text += resource.name + '\n';
        for (const std::string &image : imagesOf(resource))
            text += image + '\n';
    }
    std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    return text;
}

} // namespace

void checkExporters(Context &context)
{
    const std::set<std::string> recorded = recordedNames(context.input);
    for (const DeployedConfig &config : context.configs) {
        const std::string names = namesIn(config);
        const bool certain = !config.config.moreJobs && !config.rendering->mayHoldMore &&
                             std::ranges::none_of(config.config.jobs, [](const ScrapeJob &job) {
                                 return job.text.find("federate") != std::string::npos;
                             });
        std::set<std::string> told;
        forSelectors(context.input, *config.rendering,
                     [&](const auto &document, const auto &rule, const auto &selector) {
                         const std::string prefix = selector.namePrefix();
                         if (selector.exactName && recorded.contains(*selector.exactName))
                             return;
                         for (const ExporterFamily &family : exporterFamilies()) {
                             const bool recordedName = prefix.find(':') != std::string::npos;
                             if (!prefix.starts_with(family.prefix) || recordedName ||
                                 std::ranges::any_of(
                                     family.signs,
                                     [&](std::string_view sign) { return names.find(sign) != std::string::npos; }) ||
                                 !told.insert(family.prefix).second)
                                 continue;
                             Finding &finding = context.add(
                                 "delivery/exporter-missing", certain ? base::Severity::Warning : base::Severity::Hint,
                                 config.rendering->ground, context.input.gitops.role, document, rule.expr.range);
                             finding.text = {
                                 TRANSLATABLE("Core", "%1 reads %2*, which %3 provides; nothing that is deployed here "
                                                      "scrapes or runs it."),
                                 {rule.name.value, family.prefix, family.exporter}};
                             finding.fix = {TRANSLATABLE("Core", "Deploy %1 and scrape it."), {family.exporter}};
                         }
                     });
    }
}

} // namespace delivery

} // namespace deployment
