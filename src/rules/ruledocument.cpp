#include "rules/ruledocument.h"

#include "rules/containers.h"
#include "rules/helm.h"
#include "rules/readinpieces.h"
#include "rules/rulereader.h"
#include "yaml/lookahead.h"
#include "yaml/tags.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>

namespace rules {

struct RuleDocument::Data
{
    std::string file;
    std::string text;
    promql::Dialect dialect;
    yaml::Stream stream;
    Container container = Container::Plain;
    bool holdsRules = false;
    std::vector<RuleGroup> groups;
    std::vector<base::Diagnostic> diagnostics;
    std::optional<base::Text> readOnlyReason;
    DocumentSource source;
    /// The first group of every document, key and name.
    std::map<std::tuple<std::size_t, std::optional<std::string>, std::string>, std::size_t> groupPlaces;
    struct RulePlace
    {
        base::ByteRange range;
        std::size_t group;
        std::size_t index;
    };
    /// By their first bytes; of rules that share bytes through an alias only the first.
    std::vector<RulePlace> rulePlaces;

    void indexPlaces();
    void dropTemplateProblems();
};

namespace {

/// A broken file counts as rules when a line of it begins with `groups:`.
bool meantAsRuleFile(const std::string &text)
{
    for (std::size_t at = text.find("groups"); at != std::string::npos; at = text.find("groups", at + 1)) {
        const std::size_t lineStart = at == 0 ? 0 : text.find_last_of("\r\n", at - 1) + 1;
        const std::string_view before = std::string_view(text).substr(lineStart, at - lineStart);
        const std::string_view after = std::string_view(text).substr(at + 6);
        const bool ownLine = before.find_first_not_of(" \"{\t\xEF\xBB\xBF") == std::string_view::npos;
        if (ownLine && (after.starts_with(":") || after.starts_with("\":")))
            return true;
    }
    return false;
}

} // namespace

namespace {

/// The first byte from `at` on that is neither blank nor comment; the text's size when there is none.
std::size_t contentFrom(std::string_view text, std::size_t at)
{
    while (at < text.size()) {
        if (text[at] == '#')
            at = std::min(text.find_first_of("\r\n", at), text.size());
        else if (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t')
            ++at;
        else
            break;
    }
    return at;
}

bool isDocumentMarker(std::string_view text, std::size_t at)
{
    const std::string_view marker = text.substr(std::min(at, text.size()), 3);
    return (marker == "---" || marker == "...") &&
           (at + 3 >= text.size() || std::string_view(" \t\r\n").find(text[at + 3]) != std::string_view::npos);
}

} // namespace

std::vector<base::Diagnostic> ignoredRest(std::string_view text, std::size_t endOfFirst)
{
    std::vector<base::Diagnostic> result;
    const std::size_t rest = contentFrom(text, endOfFirst);
    // A tab at the beginning of a line is the beginning of nothing.
    const bool tabs = text.substr(endOfFirst, rest - endOfFirst).find('\t') != std::string_view::npos;
    if (rest == text.size() && !tabs)
        return result;
    // Markers with nothing but blanks and comments behind them begin no document.
    std::size_t content = rest;
    while (isDocumentMarker(text, content))
        content = contentFrom(text, content + 3);
    if (content < text.size()) {
        base::Diagnostic warning;
        warning.check = "rules/second-document";
        warning.severity = base::Severity::Warning;
        warning.range = {rest, std::min(rest + 3, text.size())};
        warning.text = {TRANSLATABLE(
            "Core", "Prometheus reads only the first YAML document of a rule file. What follows is ignored.")};
        result.push_back(std::move(warning));
    }
    if (auto problem = yaml::lookaheadProblem(text, rest == text.size() ? std::min(endOfFirst, rest) : rest))
        result.push_back(std::move(*problem));
    return result;
}

namespace {

/// Behind the content of the first document, or behind its marker when it is empty.
std::size_t endOfFirst(const std::string &text, const yaml::Stream &stream)
{
    const yaml::Node *root = stream.documents.front().root.get();
    if (root && root->kind != yaml::NodeKind::Null)
        return root->range.end;
    const std::size_t marker = text.starts_with("---") ? 0 : text.find("\n---");
    return marker == std::string::npos ? 0 : marker + 4;
}

bool readsFirstDocumentOnly(Container container)
{
    return container == Container::Plain || container == Container::Json;
}

} // namespace

void RuleDocument::Data::indexPlaces()
{
    for (std::size_t g = 0; g < groups.size(); ++g) {
        groupPlaces.try_emplace({groups[g].document, groups[g].key, groups[g].name.value}, g);
        for (std::size_t i = 0; i < groups[g].rules.size(); ++i)
            rulePlaces.push_back({groups[g].rules[i].range, g, i});
    }
    std::ranges::stable_sort(rulePlaces, {}, [](const RulePlace &place) { return place.range.start; });
    const auto sameStart = [](const RulePlace &a, const RulePlace &b) { return a.range.start == b.range.start; };
    rulePlaces.erase(std::unique(rulePlaces.begin(), rulePlaces.end(), sameStart), rulePlaces.end());
}

std::string RuleRef::id() const
{
    return "rule:" + file + ':' + std::to_string(document) + ':' + key.value_or("") + ':' + group + ':' +
           std::to_string(index);
}

RuleDocument::RuleDocument() : m_data(std::make_unique<Data>()) {}
RuleDocument::~RuleDocument() = default;
RuleDocument::RuleDocument(RuleDocument &&) noexcept = default;
RuleDocument &RuleDocument::operator=(RuleDocument &&) noexcept = default;

const std::string &RuleDocument::file() const
{
    return m_data->file;
}
const std::string &RuleDocument::text() const
{
    return m_data->text;
}
const promql::Dialect &RuleDocument::dialect() const
{
    return m_data->dialect;
}
Container RuleDocument::container() const
{
    return m_data->container;
}
bool RuleDocument::holdsRules() const
{
    return m_data->holdsRules;
}
const std::vector<RuleGroup> &RuleDocument::groups() const
{
    return m_data->groups;
}
const std::vector<base::Diagnostic> &RuleDocument::diagnostics() const
{
    return m_data->diagnostics;
}
const std::optional<base::Text> &RuleDocument::readOnlyReason() const
{
    return m_data->readOnlyReason;
}
const yaml::Stream &RuleDocument::stream() const
{
    return m_data->stream;
}
const DocumentSource &RuleDocument::source() const
{
    return m_data->source;
}

std::size_t RuleDocument::ruleCount() const
{
    std::size_t count = 0;
    for (const RuleGroup &group : m_data->groups)
        count += group.rules.size();
    return count;
}

std::optional<std::size_t> RuleDocument::findGroupIndex(const RuleRef &ref) const
{
    const auto found = m_data->groupPlaces.find({ref.document, ref.key, ref.group});
    return found == m_data->groupPlaces.end() ? std::nullopt : std::optional(found->second);
}

const RuleGroup *RuleDocument::findGroup(const RuleRef &ref) const
{
    const auto index = findGroupIndex(ref);
    return index ? &m_data->groups[*index] : nullptr;
}

const Rule *RuleDocument::find(const RuleRef &ref) const
{
    const RuleGroup *group = findGroup(ref);
    return group && ref.index < group->rules.size() ? &group->rules[ref.index] : nullptr;
}

RuleRef RuleDocument::refOf(const RuleGroup &group, std::size_t index) const
{
    return {m_data->file, group.document, group.key, group.name.value, index};
}

std::optional<RuleRef> RuleDocument::ruleAt(std::size_t offset) const
{
    const auto behind = std::ranges::upper_bound(m_data->rulePlaces, offset, {},
                                                 [](const Data::RulePlace &place) { return place.range.start; });
    if (behind == m_data->rulePlaces.begin())
        return std::nullopt;
    const Data::RulePlace &place = *std::prev(behind);
    if (!place.range.contains(offset) && place.range.end != offset)
        return std::nullopt;
    return refOf(m_data->groups[place.group], place.index);
}

/// Of a Helm template: Prometheus sees what Helm makes of it.
void RuleDocument::Data::dropTemplateProblems()
{
    if (readOnlyReason)
        std::erase_if(diagnostics, [](const base::Diagnostic &each) { return each.check.starts_with("template/"); });
}

std::shared_ptr<const RuleDocument> load(std::string file, std::string text, const promql::Dialect &dialect)
{
    auto document = std::make_shared<RuleDocument>();
    RuleDocument::Data &data = *document->m_data;
    data.file = std::move(file);
    data.text = std::move(text);
    data.dialect = dialect;
    data.stream = yaml::parse(data.text);
    const Containers containers = findContainers(data.text, data.stream, data.source, data.diagnostics);
    data.container = containers.container;
    data.holdsRules = containers.holdsRules;
    // Broken rules behind an empty first document are not read.
    const bool emptyFirst =
        !data.stream.documents.empty() &&
        (!data.stream.documents.front().root || data.stream.documents.front().root->kind == yaml::NodeKind::Null);
    if (!data.holdsRules && emptyFirst && !data.stream.ok() && meantAsRuleFile(data.text))
        data.holdsRules = true;
    std::size_t readUntil = std::string::npos;
    if (data.holdsRules && readsFirstDocumentOnly(containers.container)) {
        readUntil = endOfFirst(data.text, data.stream);
        std::ranges::move(ignoredRest(data.text, readUntil), std::back_inserter(data.diagnostics));
    }
    std::ranges::copy_if(data.stream.diagnostics, std::back_inserter(data.diagnostics),
                         [readUntil](const base::Diagnostic &each) { return each.range.start < readUntil; });
    if (!data.holdsRules && !data.stream.ok() && meantAsRuleFile(data.text))
        data.holdsRules = true;
    RuleReader reader(data.text, data.container, dialect, data.groups, data.source, data.diagnostics);
    for (std::size_t i = 0; i < data.source.lists.size(); ++i) {
        const GroupList &list = data.source.lists[i];
        if (!list.owner || !yaml::repeatsTooMuch(*list.owner)) {
            reader.read(i);
            continue;
        }
        base::Diagnostic problem;
        problem.check = "yaml/size";
        problem.range = list.embedded ? list.embedded->map.toSource(list.groups->range) : list.groups->range;
        problem.text = {TRANSLATABLE("Core", "Aliases repeat too much here: Prometheus refuses the file.")};
        data.diagnostics.push_back(std::move(problem));
    }
    data.indexPlaces();
    std::ranges::stable_sort(data.diagnostics, {}, [](const base::Diagnostic &each) { return each.range.start; });
    data.readOnlyReason = helmReason(*document);
    data.dropTemplateProblems();
    return document;
}

std::shared_ptr<const RuleDocument> loadForReading(std::string file, std::string text, const promql::Dialect &dialect,
                                                   unsigned threads)
{
    auto pieces = readInPieces(text, dialect, threads);
    if (!pieces)
        return load(std::move(file), std::move(text), dialect);
    auto document = std::make_shared<RuleDocument>();
    RuleDocument::Data &data = *document->m_data;
    data.file = std::move(file);
    data.text = std::move(text);
    data.dialect = dialect;
    data.holdsRules = true;
    data.groups = std::move(pieces->groups);
    data.diagnostics = std::move(pieces->diagnostics);
    data.indexPlaces();
    std::ranges::stable_sort(data.diagnostics, {}, [](const base::Diagnostic &each) { return each.range.start; });
    data.readOnlyReason = helmReason(*document);
    return document;
}

} // namespace rules
