#include "rules/surroundings.h"

#include "rules/templatequeries.h"

#include <algorithm>
#include <cctype>

namespace rules {

namespace {

/// Dashboards are nested panels in panels: rows, tabs, library panels.
constexpr int deepestPanel = 40;

std::string_view scalarOf(const yaml::Node &mapping, std::string_view key)
{
    const yaml::Node *value = mapping.find(key);
    if (!value || value->resolved().kind != yaml::NodeKind::Scalar)
        return {};
    return value->resolved().value;
}

const yaml::Node *mappingOf(const yaml::Node &mapping, std::string_view key)
{
    const yaml::Node *value = mapping.find(key);
    return value && value->resolved().kind == yaml::NodeKind::Mapping ? &value->resolved() : nullptr;
}

/// `type` of the node's `datasource`, or what holds above it. Old dashboards name the data source by a string.
std::string dataSourceType(const yaml::Node &node, const std::string &above)
{
    const yaml::Node *source = mappingOf(node, "datasource");
    const std::string_view type = source ? scalarOf(*source, "type") : std::string_view();
    return type.empty() ? above : std::string(type);
}

/// The PromQL inside `label_values(EXPR, label)` and `query_result(EXPR)`; nothing in other variable queries.
std::string variableQuery(std::string_view text)
{
    const auto inside = [text](std::string_view function) -> std::string_view {
        if (!text.starts_with(function) || !text.ends_with(')'))
            return {};
        return text.substr(function.size(), text.size() - function.size() - 1);
    };
    if (const std::string_view whole = inside("query_result("); !whole.empty())
        return std::string(whole);
    const std::string_view values = inside("label_values(");
    const std::size_t comma = values.rfind(',');
    return comma == std::string_view::npos ? std::string() : std::string(values.substr(0, comma));
}

class DashboardReader
{
public:
    explicit DashboardReader(Dashboard &dashboard) : m_dashboard(dashboard) {}

    void read(const yaml::Node &root)
    {
        walk(root, {}, 0);
        const yaml::Node *templating = mappingOf(root, "templating");
        const yaml::Node *list = templating ? templating->find("list") : nullptr;
        if (!list)
            return;
        for (const auto &item : list->resolved().items) {
            const yaml::Node &variable = item->resolved();
            if (!isPrometheus(dataSourceType(variable, {})))
                continue;
            const yaml::Node *query = mappingOf(variable, "query");
            add(variableQuery(query ? scalarOf(*query, "query") : scalarOf(variable, "query")));
        }
    }

private:
    static bool isPrometheus(const std::string &type)
    {
        return type.empty() || type.find("prometheus") != std::string::npos || type == "-- Mixed --" ||
               type == "datasource" || type == "mixed";
    }

    void add(std::string_view query)
    {
        if (!query.empty())
            m_dashboard.queries.push_back(withoutVariables(query));
    }

    void walk(const yaml::Node &node, const std::string &above, int depth)
    {
        if (depth > deepestPanel)
            return;
        if (node.kind == yaml::NodeKind::Sequence) {
            for (const auto &item : node.items)
                walk(item->resolved(), above, depth + 1);
        }
        if (node.kind != yaml::NodeKind::Mapping)
            return;
        const std::string type = dataSourceType(node, above);
        if (isPrometheus(type))
            add(scalarOf(node, "expr"));
        for (const yaml::Entry &entry : node.entries) {
            if (entry.value)
                walk(entry.value->resolved(), type, depth + 1);
        }
    }

    Dashboard &m_dashboard;
};

bool isDashboard(const yaml::Node &root)
{
    const auto has = [&root](std::string_view key) { return root.find(key) != nullptr; };
    return (has("panels") || has("rows")) && (has("title") || has("schemaVersion") || has("templating"));
}

class Collector
{
public:
    Collector(const std::string &file, Surroundings &surroundings) : m_file(file), m_surroundings(surroundings) {}

    void collect(const yaml::Node &root, std::size_t document, const std::optional<std::string> &key)
    {
        if (root.kind != yaml::NodeKind::Mapping)
            return;
        collectJobs(root);
        const yaml::Node *wrapped = mappingOf(root, "dashboard");
        const yaml::Node &dashboard = wrapped ? *wrapped : root;
        if (isDashboard(dashboard))
            collectDashboard(dashboard, document, key);
        if (key)
            return;
        const std::string_view kind = scalarOf(root, "kind");
        if (kind == "ConfigMap") {
            if (const yaml::Node *data = mappingOf(root, "data"))
                collectData(*data, document);
        } else if (const yaml::Node *spec = mappingOf(root, "spec"); spec && kind == "GrafanaDashboard") {
            collectText(scalarOf(*spec, "json"), document, "json");
        } else if (const yaml::Node *items = root.find("items"); items && kind.ends_with("List")) {
            for (const auto &item : items->resolved().items)
                collect(item->resolved(), document, {});
        }
    }

private:
    void collectJobs(const yaml::Node &root)
    {
        const yaml::Node *configs = root.find("scrape_configs");
        if (!configs)
            return;
        for (const auto &item : configs->resolved().items) {
            const std::string_view name = scalarOf(item->resolved(), "job_name");
            if (!name.empty())
                m_surroundings.scrapeJobs.push_back({std::string(name), m_file});
        }
    }

    void collectDashboard(const yaml::Node &root, std::size_t document, const std::optional<std::string> &key)
    {
        Dashboard dashboard{m_file, document, key, std::string(scalarOf(root, "title")), {}};
        if (dashboard.title.empty())
            dashboard.title = key ? *key : m_file.substr(m_file.find_last_of('/') + 1);
        DashboardReader(dashboard).read(root);
        m_surroundings.dashboards.push_back(std::move(dashboard));
    }

    void collectData(const yaml::Node &data, std::size_t document)
    {
        for (const yaml::Entry &entry : data.entries) {
            if (entry.key && entry.value && entry.value->resolved().kind == yaml::NodeKind::Scalar)
                collectText(entry.value->resolved().value, document, entry.key->value);
        }
    }

    void collectText(std::string_view text, std::size_t document, const std::string &key)
    {
        // Most ConfigMaps hold neither: they are not parsed.
        if (text.find("scrape_configs") == std::string_view::npos && text.find("\"panels\"") == std::string_view::npos)
            return;
        const yaml::Stream stream = yaml::parse(text);
        for (const yaml::Document &embedded : stream.documents) {
            if (embedded.root)
                collect(embedded.root->resolved(), document, key);
        }
    }

    const std::string &m_file;
    Surroundings &m_surroundings;
};

bool isNameCharacter(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

} // namespace

std::string Dashboard::id() const
{
    return "dashboard:" + file + ':' + std::to_string(document) + ':' + key.value_or("");
}

void collectSurroundings(const std::string &file, const yaml::Stream &stream, Surroundings &surroundings)
{
    Collector collector(file, surroundings);
    for (std::size_t i = 0; i < stream.documents.size(); ++i) {
        if (stream.documents[i].root)
            collector.collect(stream.documents[i].root->resolved(), i, {});
    }
}

std::string withoutVariables(std::string_view query)
{
    std::string result;
    char quote = 0;
    bool inBrackets = false;
    for (std::size_t i = 0; i < query.size();) {
        std::size_t end = i;
        if (query[i] == '$' && i + 1 < query.size() && query[i + 1] == '{') {
            const std::size_t close = query.find('}', i);
            end = close == std::string_view::npos ? i : close + 1;
        } else if (query.substr(i).starts_with("[[")) {
            const std::size_t close = query.find("]]", i);
            end = close == std::string_view::npos ? i : close + 2;
        } else if (query[i] == '$') {
            for (end = i + 1; end < query.size() && isNameCharacter(query[end]);)
                ++end;
            // Of a regex: the end of its line, no variable.
            end = end == i + 1 ? i : end;
        }
        if (end > i) {
            const bool duration = query.substr(i, end - i).find("__") != std::string_view::npos;
            result += quote ? templateHole : inBrackets || duration ? std::string_view("5m") : unreadableName;
            i = end;
            continue;
        }
        const char c = query[i++];
        result += c;
        if (quote && c == '\\' && quote != '`' && i < query.size())
            result += query[i++];
        else if (quote)
            quote = c == quote ? char(0) : quote;
        else if (c == '"' || c == '\'' || c == '`')
            quote = c;
        else if (c == '[' || c == ']')
            inBrackets = c == '[';
    }
    return result;
}

} // namespace rules
