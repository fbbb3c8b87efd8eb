#include "deployment/deliveryparts.h"
#include "deployment/registration.h"

#include <algorithm>

// What the Prometheus operator picks by labels: rules, monitors, and the Services that monitors scrape.

namespace deployment::delivery {

namespace {

using yaml::Node;

/// A label selector of Kubernetes. Nothing when it cannot be decided.
std::optional<bool> selects(const Node &selector, const std::map<std::string, std::string> &labels)
{
    for (const auto &[name, value] : pairsAt(selector, {"matchLabels"})) {
        const auto own = labels.find(name);
        if (own == labels.end() || own->second != value)
            return false;
    }
    for (const Node *expression : itemsAt(selector, {"matchExpressions"})) {
        const auto own = labels.find(textAt(*expression, {"key"}));
        const std::string &op = textAt(*expression, {"operator"});
        const std::vector<const Node *> values = itemsAt(*expression, {"values"});
        const bool inside = own != labels.end() &&
                            std::ranges::any_of(values, [&](const Node *value) { return value->value == own->second; });
        if (op == "In"             ? !inside
            : op == "NotIn"        ? inside
            : op == "Exists"       ? own == labels.end()
            : op == "DoesNotExist" ? own != labels.end()
                                   : false)
            return false;
    }
    return true;
}

bool namespacePicked(const Rendering &rendering, const Resource &server, const Resource &rule, const char *key)
{
    const Node *selector = valueAt(*server.node, {"spec", key});
    if (selector == nullptr || selector->kind == yaml::NodeKind::Null)
        return server.nameSpace.empty() || rule.nameSpace.empty() || server.nameSpace == rule.nameSpace;
    std::map<std::string, std::string> labels;
    const DeployedObject *nameSpace = rendering.find("Namespace", rule.nameSpace);
    if (nameSpace != nullptr)
        labels = nameSpace->resource.labels;
    labels.emplace("kubernetes.io/metadata.name", rule.nameSpace);
    // Labels of a namespace that is not seen here are not known.
    return nameSpace == nullptr && selector->find("matchLabels") != nullptr &&
                   !pairsAt(*selector, {"matchLabels"}).contains("kubernetes.io/metadata.name")
               ? true
               : selects(*selector, labels).value_or(true);
}

std::string selectorText(const Node &selector)
{
    std::string text;
    for (const auto &[name, value] : pairsAt(selector, {"matchLabels"}))
        text += (text.empty() ? "" : ", ") + name + '=' + value;
    return text;
}

/// The Services that a Prometheus of the operator sends its alerts to.
void checkOperatedAlertmanagers(Context &context, const Rendering &rendering, const DeployedObject &server)
{
    for (const Node *each : itemsAt(*server.resource.node, {"spec", "alerting", "alertmanagers"})) {
        const std::string &name = textAt(*each, {"name"});
        const std::string &written = textAt(*each, {"namespace"});
        const std::string &nameSpace = written.empty() ? server.resource.nameSpace : written;
        if (name.empty() || madeByOperator(rendering, name) || rendering.findWritten("Service", name, nameSpace))
            continue;
        const Resource *deployed = Context::objectIn(context.deployed, "Service", name, nameSpace);
        const Resource *defined = Context::objectIn(context.source, "Service", name, nameSpace);
        // The operator's own Services are often installed from elsewhere.
        if (deployed == nullptr && defined == nullptr)
            continue;
        Finding &finding = context.add("delivery/target-not-deployed", base::Severity::Error, rendering.ground,
                                       context.input.gitops.role, server.origin, server.originRange);
        sayNotDeployed(finding, "Alertmanager", name, name, deployed, defined);
        if (deployed != nullptr) {
            if (auto edit = registrationEdit(context.input.gitops, deployed->manifest->path()))
                finding.edits.push_back(std::move(*edit));
        } else {
            offerCarrying(context, finding, *defined);
        }
    }
}

/// The servers of a rendering that may pick something.
struct Servers
{
    std::vector<const DeployedObject *> list;
    /// One may be deployed otherwise than it is written.
    bool patched = false;
};

Servers serversOf(const Rendering &rendering, std::initializer_list<std::string_view> kinds)
{
    Servers servers;
    for (const DeployedObject &object : rendering.objects) {
        const Resource &resource = object.resource;
        if (!resource.apiVersion.starts_with("monitoring.coreos.com/") || resource.node == nullptr ||
            std::ranges::find(kinds, resource.kind) == kinds.end())
            continue;
        servers.list.push_back(&object);
        servers.patched = servers.patched || object.patched;
    }
    return servers;
}

/// Whether any server picks an object, and what would make it so.
struct Picked
{
    bool picked = false;
    /// Of a server that does not; as people read it.
    std::string asked;
    /// With these labels a server would pick it; empty where labels alone do not help.
    std::map<std::string, std::string> labels;
};

Picked pickedBy(const Rendering &rendering, const Servers &servers, const Resource &object, const std::string &what)
{
    Picked result;
    for (const DeployedObject *server : servers.list) {
        const Node *selector = valueAt(*server->resource.node, {"spec", what + "Selector"});
        if (selector == nullptr || selector->kind == yaml::NodeKind::Null)
            continue;
        const std::string namespaceKey = what + "NamespaceSelector";
        const bool nameSpace = namespacePicked(rendering, server->resource, object, namespaceKey.c_str());
        if (selects(*selector, object.labels).value_or(true) && nameSpace)
            return {true, {}, {}};
        result.asked = selectorText(*selector);
        if (nameSpace && result.labels.empty() && itemsAt(*selector, {"matchExpressions"}).empty())
            result.labels = pairsAt(*selector, {"matchLabels"});
    }
    return result;
}

void offerLabels(const Context &context, Finding &finding, const DeployedObject &object, const Picked &picked,
                 base::Text otherwise)
{
    if (picked.asked.empty())
        finding.fix = std::move(otherwise);
    else
        finding.fix = {TRANSLATABLE("Core", "Give it the labels %1."), {picked.asked}};
    if (auto edit = labelEdit(context, object, picked.labels))
        finding.edits.push_back(std::move(*edit));
}

} // namespace

void checkRuleSelection(Context &context)
{
    for (const Rendering &rendering : context.input.renderings) {
        const Servers servers = serversOf(rendering, {"Prometheus", "ThanosRuler"});
        for (const DeployedObject *object : servers.list) {
            const Resource &resource = object->resource;
            if (object->patched)
                continue;
            checkOperatedAlertmanagers(context, rendering, *object);
            if (resource.kind == "Prometheus" &&
                itemsAt(*resource.node, {"spec", "alerting", "alertmanagers"}).empty() &&
                valueAt(*resource.node, {"spec", "additionalAlertManagerConfigs"}) == nullptr &&
                valueAt(*resource.node, {"spec", "ruleSelector"}) != nullptr) {
                Finding &finding = context.add("delivery/no-alertmanager", base::Severity::Error, rendering.ground,
                                               context.input.gitops.role, object->origin, object->originRange);
                finding.text = {TRANSLATABLE("Core",
                                             "The Prometheus %1 would send no alert anywhere: spec.alerting names "
                                             "no Alertmanager."),
                                {resource.name}};
                finding.fix = TRANSLATABLE("Core", "Name the Alertmanager under spec.alerting.alertmanagers.");
            }
        }
        if (servers.list.empty() || servers.patched || rendering.mayHoldMore)
            continue;
        for (const DeployedObject &object : rendering.objects) {
            const Resource &rule = object.resource;
            if (rule.kind != "PrometheusRule" || object.patched)
                continue;
            const Picked picked = pickedBy(rendering, servers, rule, "rule");
            if (picked.picked)
                continue;
            Finding &finding = context.add("delivery/rule-not-selected", base::Severity::Error, rendering.ground,
                                           context.input.gitops.role, object.origin, object.originRange);
            finding.text = {TRANSLATABLE("Core", "The PrometheusRule %1 would not be loaded: no ruleSelector and "
                                                 "ruleNamespaceSelector of a deployed Prometheus picks it."),
                            {rule.name}};
            offerLabels(context, finding, object, picked,
                        TRANSLATABLE("Core", "Give Prometheus a ruleSelector that picks it."));
        }
    }
}

namespace {

/// What a ServiceMonitor scrapes.
class MonitorCheck
{
public:
    MonitorCheck(Context &context, const Rendering &rendering, const DeployedObject &monitor)
        : m_context(context),
          m_rendering(rendering),
          m_monitor(monitor),
          m_node(*monitor.resource.node),
          m_selector(valueAt(m_node, {"spec", "selector"}))
    {}

    void run()
    {
        if (m_selector == nullptr)
            return;
        bool patched = false;
        std::vector<const Resource *> services;
        for (const DeployedObject &object : m_rendering.objects) {
            if (object.resource.kind != "Service")
                continue;
            patched = patched || object.patched;
            if (selectsService(object.resource))
                services.push_back(&object.resource);
        }
        if (services.empty() && !patched)
            sayNothing();
        else if (!services.empty() && !patched)
            checkPorts(services);
    }

private:
    [[nodiscard]] bool selectsService(const Resource &service) const
    {
        if (!selects(*m_selector, service.labels).value_or(true))
            return false;
        if (textAt(m_node, {"spec", "namespaceSelector", "any"}) == "true")
            return true;
        const std::vector<const Node *> names = itemsAt(m_node, {"spec", "namespaceSelector", "matchNames"});
        const std::string &own = m_monitor.resource.nameSpace;
        if (names.empty())
            return own.empty() || service.nameSpace.empty() || own == service.nameSpace;
        return service.nameSpace.empty() ||
               std::ranges::any_of(names, [&](const Node *name) { return name->value == service.nameSpace; });
    }

    /// A Service that it would select where it was deployed.
    [[nodiscard]] const Resource *written(const ObjectIndex &index) const
    {
        for (const auto &[key, resources] : index) {
            for (const Resource &resource : resources) {
                if (key.first == "Service" && selectsService(resource))
                    return &resource;
            }
        }
        return nullptr;
    }

    Finding &add(const char *id, base::Severity severity)
    {
        return m_context.add(id, severity, m_rendering.ground, m_context.input.gitops.role, m_monitor.origin,
                             m_monitor.originRange);
    }

    void sayNothing()
    {
        const Resource *deployed = written(m_context.deployed);
        const Resource *defined = written(m_context.source);
        const std::string asked = selectorText(*m_selector);
        const std::string &name = m_monitor.resource.name;
        const bool known = deployed != nullptr || defined != nullptr;
        Finding &finding =
            add("delivery/monitor-selects-nothing", known ? base::Severity::Warning : base::Severity::Hint);
        if (deployed != nullptr) {
            finding.text = {TRANSLATABLE("Core", "The ServiceMonitor %1 would scrape nothing: the Service %2 that it "
                                                 "selects is written in %3, which is not deployed."),
                            {name, deployed->name, deployed->manifest->path()}};
            finding.fix = {TRANSLATABLE("Core", "Register %1."), {deployed->manifest->path()}};
            if (auto edit = registrationEdit(m_context.input.gitops, deployed->manifest->path()))
                finding.edits.push_back(std::move(*edit));
        } else if (defined != nullptr) {
            finding.text = {TRANSLATABLE("Core", "The ServiceMonitor %1 would scrape nothing: the Service %2 that it "
                                                 "selects is defined in source (%3) and not deployed."),
                            {name, defined->name, defined->manifest->path()}};
            finding.fix = {TRANSLATABLE("Core", "Carry %1 to the GitOps repository and register it."),
                           {defined->manifest->path()}};
            offerCarrying(m_context, finding, *defined);
        } else {
            finding.text = {TRANSLATABLE("Core", "The ServiceMonitor %1 selects no Service that is written here (%2). "
                                                 "Unless one is deployed from elsewhere, nothing would be scraped."),
                            {name, asked}};
            finding.fix = TRANSLATABLE("Core", "Let its selector and namespaceSelector fit the Service.");
        }
    }

    void checkPorts(const std::vector<const Resource *> &services)
    {
        for (const Node *endpoint : itemsAt(m_node, {"spec", "endpoints"})) {
            const std::string &port = textAt(*endpoint, {"port"});
            std::string there;
            bool found = port.empty();
            for (const Resource *service : services) {
                for (const Node *each : itemsAt(*service->node, {"spec", "ports"})) {
                    const std::string &name = textAt(*each, {"name"});
                    found = found || name == port;
                    if (!name.empty())
                        there += (there.empty() ? "" : ", ") + name;
                }
            }
            if (found)
                continue;
            Finding &finding = add("delivery/target-port", base::Severity::Warning);
            if (there.empty())
                finding.text = {TRANSLATABLE("Core", "The ServiceMonitor %1 would scrape nothing at its port %2: %3 "
                                                     "has no port with a name."),
                                {m_monitor.resource.name, port, services.front()->name}};
            else
                finding.text = {TRANSLATABLE("Core", "The ServiceMonitor %1 would scrape nothing at its port %2: %3 "
                                                     "has the ports %4."),
                                {m_monitor.resource.name, port, services.front()->name, there}};
            finding.fix = TRANSLATABLE("Core", "Name a port that the Service has.");
        }
    }

    Context &m_context;
    const Rendering &m_rendering;
    const DeployedObject &m_monitor;
    const Node &m_node;
    const Node *m_selector;
};

} // namespace

void checkMonitors(Context &context)
{
    for (const Rendering &rendering : context.input.renderings) {
        if (rendering.mayHoldMore)
            continue;
        const Servers servers = serversOf(rendering, {"Prometheus", "PrometheusAgent"});
        for (const DeployedObject &object : rendering.objects) {
            const Resource &monitor = object.resource;
            const bool services = monitor.kind == "ServiceMonitor";
            if ((!services && monitor.kind != "PodMonitor") || monitor.node == nullptr || object.patched ||
                !monitor.apiVersion.starts_with("monitoring.coreos.com/"))
                continue;
            if (services)
                MonitorCheck(context, rendering, object).run();
            if (servers.list.empty() || servers.patched)
                continue;
            const std::string what = services ? "serviceMonitor" : "podMonitor";
            const Picked picked = pickedBy(rendering, servers, monitor, what);
            if (picked.picked)
                continue;
            Finding &finding = context.add("delivery/monitor-not-selected", base::Severity::Warning, rendering.ground,
                                           context.input.gitops.role, object.origin, object.originRange);
            finding.text = {TRANSLATABLE("Core", "The %1 %2 would not be read: no %3Selector and "
                                                 "%3NamespaceSelector of a deployed Prometheus picks it."),
                            {monitor.kind, monitor.name, what}};
            offerLabels(context, finding, object, picked,
                        {TRANSLATABLE("Core", "Give Prometheus a %1Selector that picks it."), {what}});
        }
    }
}

} // namespace deployment::delivery
