#include "deployment/deliveryparts.h"
#include "rules/selectors.h"

#include <algorithm>
#include <array>
#include <set>

namespace deployment::delivery {

namespace {

/// Whether any scrape target of the source's own configurations leads to the Service.
std::string jobOf(const Context &context, const Resource &service)
{
    for (const auto &[key, resources] : context.source) {
        if (key.first != "ConfigMap" && key.first != "Secret")
            continue;
        for (const Resource &resource : resources) {
            for (const Payload &payload : payloadsOf(resource)) {
                const auto config = readPrometheusConfig(payload.text);
                if (!config)
                    continue;
                for (const ScrapeJob &job : config->jobs) {
                    for (const Target &target : job.targets) {
                        if (target.host == service.name || target.host.starts_with(service.name + '.'))
                            return job.name;
                    }
                }
            }
        }
    }
    return {};
}

} // namespace

void checkSourceOnly(Context &context)
{
    const DeliveryInput &input = context.input;
    for (const auto &[path, manifest] : input.source.manifests) {
        if (!input.mapped(path))
            continue;
        for (const Resource &resource : manifest->resources()) {
            if (resource.name.empty() || resource.apiVersion.starts_with("kustomize.config.k8s.io/") ||
                Context::objectIn(context.deployed, resource.kind, resource.name, {}) != nullptr)
                continue;
            const bool made = std::ranges::any_of(input.renderings, [&](const Rendering &rendering) {
                return rendering.find(resource.kind, resource.name) != nullptr || rendering.mayHoldMore;
            });
            if (made)
                continue;
            const std::string job = resource.kind == "Service" ? jobOf(context, resource) : std::string();
            Finding &finding = context.add("delivery/defined-not-deployed",
                                           job.empty() ? base::Severity::Warning : base::Severity::Error,
                                           Ground::Source, input.source.role, manifest, resource.node->range);
            if (job.empty()) {
                finding.text = {TRANSLATABLE("Core", "The %1 %2 is defined in source and no manifest of the GitOps "
                                                     "repository has it: it would not be deployed."),
                                {resource.kind, resource.name}};
            } else {
                finding.text = {TRANSLATABLE("Core", "The Service %1, at which the job %2 is scraped, is defined in "
                                                     "source and no manifest of the GitOps repository has it."),
                                {resource.name, job}};
            }
            finding.fix = {TRANSLATABLE("Core", "Carry %1 to the GitOps repository and register it."), {path}};
            offerCarrying(context, finding, resource);
        }
    }
}

namespace {

/// The path inside a repository that a runbook's address means; nothing for addresses elsewhere.
std::optional<std::string> runbookPath(const std::string &url, const std::vector<std::string> &remotes)
{
    if (url.empty() || url.find("{{") != std::string::npos || url.starts_with('#'))
        return std::nullopt;
    std::string path = url.substr(0, url.find_first_of("#?"));
    if (path.find("://") == std::string::npos)
        return path.find_first_of(" :") == std::string::npos ? std::optional(path) : std::nullopt;
    // https://host/owner/name/blob/main/docs/x.md, and GitLab's /-/blob/.
    for (const std::string &remote : remotes) {
        std::string base = remote;
        if (base.ends_with(".git"))
            base.resize(base.size() - 4);
        if (const std::size_t at = base.find("://"); at != std::string::npos)
            base.erase(0, at + 3);
        if (const std::size_t at = base.find('@'); at != std::string::npos)
            base.erase(0, at + 1);
        std::ranges::replace(base, ':', '/');
        const std::size_t found = path.find("://" + base + '/');
        if (found == std::string::npos)
            continue;
        std::string rest = path.substr(found + 3 + base.size() + 1);
        if (rest.starts_with("-/"))
            rest.erase(0, 2);
        if (!rest.starts_with("blob/") && !rest.starts_with("tree/") && !rest.starts_with("raw/"))
            return std::nullopt;
        const std::size_t branch = rest.find('/', rest.find('/') + 1);
        if (branch != std::string::npos)
            return rest.substr(branch + 1);
    }
    return std::nullopt;
}

/// Whether a relative address means a page of the repository, and not one of some wiki.
bool meansPage(const Repository &repository, const std::string &path)
{
    constexpr std::array<std::string_view, 6> pages = {".md", ".markdown", ".adoc", ".rst", ".html", ".txt"};
    return std::ranges::any_of(pages, [&](std::string_view ending) { return path.ends_with(ending); }) ||
           (path.find('/') != std::string::npos && repository.has(path.substr(0, path.find('/')) + '/'));
}

void checkRunbooksOf(Context &context, const Repository &repository, const RuleDocuments &documents, Ground ground,
                     std::set<std::string> &told)
{
    for (const auto &[path, document] : documents) {
        for (const rules::RuleGroup &group : document->groups()) {
            for (const rules::Rule &rule : group.rules) {
                for (const auto &[name, value] : rule.annotations) {
                    if (name.value != "runbook_url" && name.value != "runbook")
                        continue;
                    const auto target = runbookPath(value.value, context.input.remotes);
                    const auto inside = target ? pathFrom({}, *target) : std::nullopt;
                    if (!inside || inside->empty() || !meansPage(repository, *inside) ||
                        context.input.source.has(*inside) || context.input.gitops.has(*inside))
                        continue;
                    const auto beside = pathFrom(folderOf(path), *target);
                    if ((beside && repository.has(*beside)) ||
                        !told.insert(rule.name.value + '\n' + value.value).second)
                        continue;
                    // Pages of a folder that is not here at all may be another repository's.
                    const bool certain = target->find("://") != std::string::npos ||
                                         repository.has(inside->substr(0, inside->find('/')) + '/');
                    Finding &finding =
                        context.add("delivery/dead-runbook", certain ? base::Severity::Warning : base::Severity::Hint,
                                    ground, repository.role, *document, value.range);
                    finding.text = {TRANSLATABLE("Core", "The runbook of %1 does not exist: %2."),
                                    {rule.name.value, value.value}};
                    finding.fix = TRANSLATABLE("Core", "Write the page, or mend the path.");
                }
            }
        }
    }
}

bool isNameCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == ':';
}

/// Counts those words of a text that `words` knows.
void countWords(const std::string &text, std::map<std::string, std::size_t, std::less<>> &words)
{
    for (std::size_t at = 0; at < text.size();) {
        if (!isNameCharacter(text[at])) {
            ++at;
            continue;
        }
        std::size_t end = at;
        while (end < text.size() && isNameCharacter(text[end]))
            ++end;
        if (const auto found = words.find(std::string_view(text).substr(at, end - at)); found != words.end())
            ++found->second;
        at = end;
    }
}

/// Selectors that read by pattern, or without any name.
std::vector<rules::Selector> patternSelectors(const DeliveryInput &input)
{
    std::vector<rules::Selector> selectors;
    for (const RuleDocuments *documents : {&input.sourceRules, &input.gitopsRules}) {
        for (const auto &[path, document] : *documents) {
            for (const rules::RuleGroup &group : document->groups()) {
                for (const rules::Rule &rule : group.rules) {
                    for (rules::Selector &selector : rules::selectorsOf(rule)) {
                        if (!selector.exactName)
                            selectors.push_back(std::move(selector));
                    }
                }
            }
        }
    }
    return selectors;
}

} // namespace

void checkRunbooks(Context &context)
{
    std::set<std::string> told;
    checkRunbooksOf(context, context.input.source, context.input.sourceRules, Ground::Source, told);
    if (!context.oneRepository())
        checkRunbooksOf(context, context.input.gitops, context.input.gitopsRules, Ground::GitOps, told);
}

void checkUnreadRecordings(Context &context)
{
    const DeliveryInput &input = context.input;
    // A word anywhere but in the recording rules' own names counts as a reader: dashboards, HPA rules, federation.
    std::map<std::string, std::size_t> definitions;
    std::vector<const RuleDocuments *> documentSets = {&input.sourceRules};
    std::vector<const Repository *> repositories = {&input.source};
    if (!context.oneRepository()) {
        documentSets.push_back(&input.gitopsRules);
        repositories.push_back(&input.gitops);
    }
    for (const RuleDocuments *documents : documentSets) {
        for (const auto &[path, document] : *documents) {
            for (const rules::RuleGroup &group : document->groups()) {
                for (const rules::Rule &rule : group.rules) {
                    if (rule.kind == rules::RuleKind::Recording)
                        ++definitions[rule.name.value];
                }
            }
        }
    }
    if (definitions.empty())
        return;
    std::map<std::string, std::size_t, std::less<>> words;
    for (const auto &[name, count] : definitions)
        words[name] = 0;
    for (const Repository *repository : repositories) {
        for (const auto &[path, manifest] : repository->manifests)
            countWords(manifest->text(), words);
    }
    const std::vector<rules::Selector> patterns = patternSelectors(input);
    std::set<std::string> told;
    for (const auto &[path, document] : input.sourceRules) {
        for (const rules::RuleGroup &group : document->groups()) {
            for (const rules::Rule &rule : group.rules) {
                const std::string &name = rule.name.value;
                if (rule.kind != rules::RuleKind::Recording || words[name] > definitions[name] ||
                    !told.insert(name).second ||
                    std::ranges::any_of(patterns, [&](const auto &each) { return each.matchesName(name); }))
                    continue;
                Finding &finding = context.add("delivery/unread-recording", base::Severity::Hint, Ground::Source,
                                               input.source.role, *document, rule.name.range);
                finding.text = {TRANSLATABLE("Core", "No rule and no dashboard of this workspace reads %1."), {name}};
                finding.fix = TRANSLATABLE("Core", "Remove the rule, unless somebody elsewhere reads it.");
            }
        }
    }
}

} // namespace deployment::delivery
