#include "rules/containers.h"

#include "yaml/tags.h"

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

/// Whether the letters of `word` stand in `wanted` in this order: `gps` for `groups`.
bool abbreviates(std::string_view word, std::string_view wanted)
{
    std::size_t at = 0;
    for (const char c : word) {
        at = wanted.find(c, at);
        if (at == std::string_view::npos)
            return false;
        ++at;
    }
    return word.size() >= 2;
}

/// Nobody names a key of Helm values so.
bool isNoName(std::string_view key)
{
    return key.starts_with('-') || key.ends_with('-') || std::ranges::any_of(key, [](char c) {
               const auto byte = static_cast<unsigned char>(c);
               return byte <= ' ' || byte >= 0x7F ||
                      std::string_view("!%&*?@`\"'|>~{}[],#:").find(c) != std::string_view::npos;
           });
}

/// An embedded text that does not parse counts as rules when a line of it begins with `groups:`.
bool meantAsRules(const std::string &text)
{
    return text.starts_with("groups:") || text.find("\ngroups:") != std::string::npos;
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
        findInResource(root, {}, 0);
    }
    [[nodiscard]] Containers result() const { return m_result; }

    /// `root` is what Prometheus would read in place of the rules that stand behind it.
    void refuseFirst(const Node &root)
    {
        if (root.kind == yaml::NodeKind::Mapping)
            checkTopKeys(root, {});
        else
            report("rules/type", root.range,
                   {TRANSLATABLE("Core", "A rule file must be a mapping with the key groups.")});
    }

private:
    /// The text that is searched: the file, or a string in it.
    struct Place
    {
        const EmbeddedText *embedded = nullptr;
        /// Of the ConfigMaps around it, from the outermost one inwards.
        std::optional<std::string> key;
        /// A file that Prometheus would read: the value of a ConfigMap's key.
        bool isFile = false;
    };

    void found(Container container)
    {
        // The first kind found names the file; a ConfigMap beside a PrometheusRule does not change it.
        if (!m_result.holdsRules)
            m_result.container = container;
        m_result.holdsRules = true;
    }

    void report(const char *check, base::ByteRange fileRange, base::Text text)
    {
        base::Diagnostic diagnostic;
        diagnostic.check = check;
        diagnostic.range = fileRange;
        diagnostic.text = std::move(text);
        m_diagnostics.push_back(std::move(diagnostic));
    }

    void addList(const Place &place, const Node &owner, const Node &groups)
    {
        m_source.lists.push_back({place.embedded, &owner, &groups, m_document, place.key});
    }

    void findInResource(const Node &root, const Place &place, int depth)
    {
        if (root.kind != yaml::NodeKind::Mapping || depth > deepestSearch)
            return;
        const std::string &kind = scalarAt(root, "kind");
        const bool wholeFile = depth == 0 && !place.embedded;
        if (kind == "ConfigMap") {
            findInConfigMap(root, place, depth);
        } else if (kind == "PrometheusRule") {
            const Node *spec = root.find("spec");
            const Node *groups = spec ? spec->resolved().find("groups") : nullptr;
            if (groups) {
                found(Container::PrometheusRule);
                addList(place, spec->resolved(), *groups);
            }
        } else if (kind.ends_with("List") && root.find("items")) {
            for (const auto &item : root.find("items")->resolved().items)
                findInResource(item->resolved(), place, depth + 1);
        } else if (const Node *groups = root.find("groups"); groups && scalarAt(root, "apiVersion").empty()) {
            const bool mimir = root.find("namespace") != nullptr;
            found(mimir ? Container::Mimir : root.flow ? Container::Json : Container::Plain);
            addList(place, root, *groups);
            if (wholeFile || (place.isFile && looksLikeGroups(groups->resolved())))
                checkTopKeys(root, place);
        } else if (const yaml::Entry *misspelt = wholeFile ? misspeltGroups(root) : nullptr) {
            found(root.flow ? Container::Json : Container::Plain);
            addList(place, root, *misspelt->value);
            reportMisspelt(*misspelt);
        } else {
            findNested(root, place, depth);
        }
    }

    /// A top key that holds groups and was meant to be `groups`.
    [[nodiscard]] static const yaml::Entry *misspeltGroups(const Node &root)
    {
        for (const yaml::Entry &entry : root.entries) {
            const std::string &key = entry.key->value;
            if (entry.key->kind == yaml::NodeKind::Scalar && looksLikeGroups(*entry.value) &&
                (fewEdits(key, "groups") || abbreviates(key, "groups") || isNoName(key)))
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

    /// Groups somewhere below, as in Helm values, or in a string there, as in the values of an Argo CD application.
    void findNested(const Node &node, const Place &place, int depth)
    {
        if (depth > deepestSearch)
            return;
        for (const yaml::Entry &entry : node.entries) {
            const Node &value = *entry.value;
            // No values of a chart stand behind a mapping or a list as their key.
            if (entry.key->kind != yaml::NodeKind::Scalar)
                continue;
            if (looksLikeGroups(value)) {
                found(Container::Nested);
                addList(place, node, value);
            } else if (value.kind == yaml::NodeKind::Scalar) {
                findInString(value, node, {place.embedded, place.key}, depth);
            } else {
                findNested(value, place, depth + 1);
            }
        }
        for (const auto &item : node.items) {
            if (item->kind == yaml::NodeKind::Scalar)
                findInString(*item, node, {place.embedded, place.key}, depth);
            else
                findNested(*item, place, depth + 1);
        }
    }

    void findInConfigMap(const Node &root, const Place &place, int depth)
    {
        const Node *data = root.find("data");
        if (!data || data->resolved().kind != yaml::NodeKind::Mapping)
            return;
        const Node &entries = data->resolved();
        for (const yaml::Entry &entry : entries.entries) {
            const Node &value = entry.value->resolved();
            const std::string &key = entry.key->resolved().value;
            if (value.kind == yaml::NodeKind::Scalar)
                findInString(value, entries, {place.embedded, place.key ? *place.key + '/' + key : key, true}, depth);
        }
    }

    /// The rules of a string that is YAML itself. A file of rules in a ConfigMap is meant as rules also when it is
    /// broken.
    void findInString(const Node &value, const Node &owner, const Place &place, int depth)
    {
        const bool isFile = place.isFile;
        if (value.value.find("groups") == std::string::npos || depth >= deepestSearch ||
            (!isFile && value.value.find_first_of("\n{") == std::string::npos))
            return;
        // Aliases can name one string any number of times.
        m_embeddedBytes += value.value.size();
        if (m_embeddedBytes > std::max(std::size_t{16} << 20U, 4 * m_text.size())) {
            if (!m_overflowed)
                report("yaml/size", place.embedded ? place.embedded->map.toSource(value.range) : value.range,
                       {TRANSLATABLE("Core", "The strings of this file are too large together to be read.")});
            m_overflowed = true;
            return;
        }
        auto embedded = std::make_unique<EmbeddedText>();
        embedded->scalar = &value;
        embedded->outer = place.embedded;
        embedded->map = place.embedded ? value.map.through(place.embedded->map) : value.map;
        embedded->place = {static_cast<int>(owner.indent), owner.flow, false,
                           place.embedded ? std::string_view("\n") : yaml::lineEndOf(m_text)};
        yaml::ParseOptions options;
        options.firstDocumentOnly = true;
        embedded->stream = yaml::parse(value.value, options);
        const bool manifest = !embedded->stream.documents.empty() && embedded->stream.documents.front().root &&
                              !scalarAt(*embedded->stream.documents.front().root, "kind").empty();
        if (manifest)
            embedded->stream = yaml::parse(value.value);
        const std::size_t listsBefore = m_source.lists.size();
        const std::size_t diagnosticsBefore = m_diagnostics.size();
        const Containers before = m_result;
        for (const yaml::Document &document : embedded->stream.documents) {
            if (document.root)
                findInResource(*document.root, {embedded.get(), place.key, isFile && !manifest}, depth + 1);
        }
        const bool any = m_source.lists.size() > listsBefore;
        if (!any && !(isFile && embedded->stream.documents.empty() && meantAsRules(value.value))) {
            m_diagnostics.resize(diagnosticsBefore);
            return;
        }
        // What the string stands in names the file.
        m_result = before;
        found(isFile ? Container::ConfigMap : Container::Nested);
        for (base::Diagnostic diagnostic : embedded->stream.diagnostics) {
            diagnostic.range = embedded->map.toSource(diagnostic.range);
            for (base::Related &related : diagnostic.related)
                related.range = embedded->map.toSource(related.range);
            m_diagnostics.push_back(std::move(diagnostic));
        }
        if (any && !manifest)
            reportRest(*embedded);
        m_source.embedded.push_back(std::move(embedded));
    }

    void reportRest(const EmbeddedText &embedded)
    {
        const std::size_t end = embedded.stream.documents.front().root->range.end;
        for (base::Diagnostic diagnostic : ignoredRest(embedded.scalar->value, end)) {
            diagnostic.range = embedded.map.toSource(diagnostic.range);
            m_diagnostics.push_back(std::move(diagnostic));
        }
    }

    void checkTopKeys(const Node &root, const Place &place)
    {
        const bool mimir = root.find("namespace") && root.find("groups");
        for (const EffectiveEntry &each : effectiveEntries(root)) {
            const yaml::Node &key = each.entry->key->resolved();
            const bool known = yaml::fitsTag(key);
            if (known && (key.value == "groups" || (mimir && key.value == "namespace")))
                continue;
            report("rules/unknown-key", place.embedded ? place.embedded->map.toSource(key.range) : key.range,
                   {TRANSLATABLE("Core", "Prometheus does not know the key %1 in a rule file."), {key.value}});
        }
    }

    std::string_view m_text;
    DocumentSource &m_source;
    std::vector<base::Diagnostic> &m_diagnostics;
    std::size_t m_document = 0;
    std::size_t m_embeddedBytes = 0;
    bool m_overflowed = false;
    Containers m_result;
};

} // namespace

Containers findContainers(std::string_view text, const yaml::Stream &stream, DocumentSource &source,
                          std::vector<base::Diagnostic> &diagnostics)
{
    Finder finder(text, source, diagnostics);
    const Node *first = nullptr;
    for (std::size_t i = 0; i < stream.documents.size(); ++i) {
        const Node *root = stream.documents[i].root.get();
        if (root)
            finder.findInDocument(*root, i);
        const Containers found = finder.result();
        const bool plain = found.container == Container::Plain || found.container == Container::Json;
        // Prometheus reads the first document of a plain file only, also when nothing is in it.
        const bool emptyFirst =
            !stream.documents.front().root || stream.documents.front().root->kind == yaml::NodeKind::Null;
        if ((!first || emptyFirst) && found.holdsRules && plain) {
            if (i > 0) {
                source.lists.clear();
                diagnostics.clear();
            }
            break;
        }
        // A text as the first document is no chart's values.
        const bool behindText = first && first->kind == yaml::NodeKind::Scalar && found.container == Container::Nested;
        if (first && found.holdsRules && (plain || behindText)) {
            finder.refuseFirst(*first);
            break;
        }
        if (!first && root && root->kind != yaml::NodeKind::Null)
            first = root;
        if (found.holdsRules)
            first = nullptr;
    }
    return finder.result();
}

} // namespace rules
