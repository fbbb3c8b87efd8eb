#include "rules/containers.h"

#include <algorithm>
#include <numeric>

namespace rules {

namespace {

using yaml::Node;

constexpr int deepestSearch = 24;

const std::string &scalarAt(const Node &mapping, std::string_view key)
{
    static const std::string none;
    const Node *value = mapping.kind == yaml::NodeKind::Mapping ? mapping.find(key) : nullptr;
    return value && value->resolved().kind == yaml::NodeKind::Scalar ? value->resolved().value : none;
}

/// Whether a sequence looks like rule groups: mappings that hold a list of rules.
bool looksLikeGroups(const Node &node)
{
    if (node.kind != yaml::NodeKind::Sequence || node.items.empty())
        return false;
    return std::ranges::all_of(node.items, [](const auto &item) {
        const Node &group = item->resolved();
        if (group.kind != yaml::NodeKind::Mapping || !group.find("name"))
            return false;
        const Node *rules = group.find("rules");
        if (!rules || rules->resolved().kind != yaml::NodeKind::Sequence)
            return false;
        const auto &list = rules->resolved().items;
        return std::ranges::all_of(list, [](const auto &each) {
            const Node &rule = each->resolved();
            return rule.kind == yaml::NodeKind::Mapping &&
                   (rule.find("alert") || rule.find("record") || rule.find("expr") || rule.find("<<"));
        });
    });
}

/// Whether at most two characters were added, dropped or changed.
bool fewEdits(std::string_view word, std::string_view wanted)
{
    if (word.size() > wanted.size() + 2 || word.size() + 2 < wanted.size())
        return false;
    std::vector<std::size_t> previous(wanted.size() + 1);
    std::iota(previous.begin(), previous.end(), std::size_t{0});
    for (std::size_t i = 0; i < word.size(); ++i) {
        std::vector<std::size_t> current = {i + 1};
        for (std::size_t j = 0; j < wanted.size(); ++j)
            current.push_back(
                std::min({previous[j] + (word[i] == wanted[j] ? 0 : 1), previous[j + 1] + 1, current[j] + 1}));
        previous = std::move(current);
    }
    return previous.back() <= 2;
}

class Finder
{
public:
    Finder(std::string_view text, DocumentSource &source, std::vector<base::Diagnostic> &diagnostics)
        : m_text(text), m_source(source), m_diagnostics(diagnostics)
    {}

    void findInDocument(const Node &root, std::size_t index)
    {
        m_document = index;
        findInResource(root, 0);
    }
    [[nodiscard]] Containers result() const { return m_result; }

private:
    void found(Container container)
    {
        // The first kind found names the file; a ConfigMap beside a PrometheusRule does not change it.
        if (!m_result.holdsRules)
            m_result.container = container;
        m_result.holdsRules = true;
    }

    void addList(const EmbeddedText *embedded, const Node &owner, const Node &groups, std::optional<std::string> key)
    {
        m_source.lists.push_back({embedded, &owner, &groups, m_document, std::move(key)});
    }

    void findInResource(const Node &root, int depth)
    {
        if (root.kind != yaml::NodeKind::Mapping || depth > deepestSearch)
            return;
        const std::string &kind = scalarAt(root, "kind");
        if (kind == "ConfigMap") {
            findInConfigMap(root);
        } else if (kind == "PrometheusRule") {
            const Node *spec = root.find("spec");
            const Node *groups = spec ? spec->resolved().find("groups") : nullptr;
            if (groups) {
                found(Container::PrometheusRule);
                addList(nullptr, spec->resolved(), *groups, std::nullopt);
            }
        } else if (kind.ends_with("List") && root.find("items")) {
            for (const auto &item : root.find("items")->resolved().items)
                findInResource(item->resolved(), depth + 1);
        } else if (const Node *groups = root.find("groups"); groups && scalarAt(root, "apiVersion").empty()) {
            found(root.find("namespace") ? Container::Mimir : root.flow ? Container::Json : Container::Plain);
            addList(nullptr, root, *groups, std::nullopt);
            if (depth == 0)
                checkTopKeys(root);
        } else if (const yaml::Entry *misspelt = depth == 0 ? misspeltGroups(root) : nullptr) {
            found(root.flow ? Container::Json : Container::Plain);
            addList(nullptr, root, *misspelt->value, std::nullopt);
            reportMisspelt(*misspelt);
        } else {
            findNested(root, depth);
        }
    }

    /// A top key that holds groups and was meant to be `groups`.
    [[nodiscard]] static const yaml::Entry *misspeltGroups(const Node &root)
    {
        for (const yaml::Entry &entry : root.entries) {
            if (entry.key->kind == yaml::NodeKind::Scalar && looksLikeGroups(*entry.value) &&
                fewEdits(entry.key->value, "groups"))
                return &entry;
        }
        return nullptr;
    }

    void reportMisspelt(const yaml::Entry &entry)
    {
        base::Diagnostic diagnostic;
        diagnostic.check = "rules/unknown-key";
        diagnostic.range = entry.key->range;
        diagnostic.text = {TRANSLATABLE("Core", "Prometheus does not know the key %1 in a rule file."),
                           {entry.key->value}};
        base::Fix fix;
        fix.title = {TRANSLATABLE("Core", "Rename it to %1"), {"groups"}};
        fix.edits = yaml::setScalarEdits(m_text, *entry.key, {0, false, true, "\n"}, "groups");
        diagnostic.fixes.push_back(std::move(fix));
        m_diagnostics.push_back(std::move(diagnostic));
    }

    /// Groups somewhere below, as in Helm values.
    void findNested(const Node &node, int depth)
    {
        if (depth > deepestSearch)
            return;
        for (const yaml::Entry &entry : node.entries) {
            const Node &value = *entry.value;
            if (looksLikeGroups(value)) {
                found(Container::Nested);
                addList(nullptr, node, value, std::nullopt);
            } else {
                findNested(value, depth + 1);
            }
        }
        for (const auto &item : node.items)
            findNested(*item, depth + 1);
    }

    void findInConfigMap(const Node &root)
    {
        const Node *data = root.find("data");
        if (!data || data->resolved().kind != yaml::NodeKind::Mapping)
            return;
        const Node &entries = data->resolved();
        for (const yaml::Entry &entry : entries.entries) {
            const Node &value = entry.value->resolved();
            if (value.kind != yaml::NodeKind::Scalar || value.value.find("groups") == std::string::npos)
                continue;
            auto embedded = std::make_unique<EmbeddedText>();
            embedded->scalar = &value;
            embedded->place = {static_cast<int>(entries.indent), entries.flow, false, yaml::lineEndOf(m_text)};
            yaml::ParseOptions options;
            options.firstDocumentOnly = true;
            embedded->stream = yaml::parse(value.value, options);
            const Node *tree =
                embedded->stream.documents.empty() ? nullptr : embedded->stream.documents.front().root.get();
            const Node *groups = tree && tree->kind == yaml::NodeKind::Mapping ? tree->find("groups") : nullptr;
            const bool meant = groups || (!tree && meantAsRules(value.value));
            if (!meant)
                continue;
            found(Container::ConfigMap);
            for (base::Diagnostic diagnostic : embedded->stream.diagnostics) {
                diagnostic.range = value.map.toSource(diagnostic.range);
                for (base::Related &related : diagnostic.related)
                    related.range = value.map.toSource(related.range);
                m_diagnostics.push_back(std::move(diagnostic));
            }
            if (groups) {
                addList(embedded.get(), *tree, *groups, entry.key->value);
                reportSecondDocument(value, tree->range.end);
            }
            m_source.embedded.push_back(std::move(embedded));
        }
    }

    void reportSecondDocument(const Node &value, std::size_t endOfFirst)
    {
        const auto second = secondDocument(value.value, endOfFirst);
        if (!second)
            return;
        base::Diagnostic warning;
        warning.check = "rules/second-document";
        warning.severity = base::Severity::Warning;
        warning.range = value.map.toSource(base::ByteRange{*second, *second + 3});
        warning.text = {TRANSLATABLE(
            "Core", "Prometheus reads only the first YAML document of a rule file. What follows is ignored.")};
        m_diagnostics.push_back(std::move(warning));
    }

    /// An embedded text that does not parse counts as rules when a line of it begins with `groups:`.
    static bool meantAsRules(const std::string &text)
    {
        return text.starts_with("groups:") || text.find("\ngroups:") != std::string::npos;
    }

    void checkTopKeys(const Node &root)
    {
        for (const EffectiveEntry &each : effectiveEntries(root)) {
            const yaml::Entry &entry = *each.entry;
            const std::string &key = entry.key->value;
            if (key == "groups" || (m_result.container == Container::Mimir && key == "namespace"))
                continue;
            base::Diagnostic diagnostic;
            diagnostic.check = "rules/unknown-key";
            diagnostic.range = entry.key->range;
            diagnostic.text = {TRANSLATABLE("Core", "Prometheus does not know the key %1 in a rule file."), {key}};
            m_diagnostics.push_back(std::move(diagnostic));
        }
    }

    std::string_view m_text;
    DocumentSource &m_source;
    std::vector<base::Diagnostic> &m_diagnostics;
    std::size_t m_document = 0;
    Containers m_result;
};

} // namespace

Containers findContainers(std::string_view text, const yaml::Stream &stream, DocumentSource &source,
                          std::vector<base::Diagnostic> &diagnostics)
{
    Finder finder(text, source, diagnostics);
    bool onlyEmptyBefore = true;
    for (std::size_t i = 0; i < stream.documents.size(); ++i) {
        const Node *root = stream.documents[i].root.get();
        if (root)
            finder.findInDocument(*root, i);
        const Containers found = finder.result();
        // Prometheus reads the first document of a plain file only, also when nothing is in it.
        if (onlyEmptyBefore && found.holdsRules &&
            (found.container == Container::Plain || found.container == Container::Json)) {
            if (i > 0) {
                source.lists.clear();
                diagnostics.clear();
            }
            break;
        }
        onlyEmptyBefore = onlyEmptyBefore && (!root || root->kind == yaml::NodeKind::Null);
    }
    return finder.result();
}

} // namespace rules
