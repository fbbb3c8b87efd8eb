#include "yaml/stream.h"

#include "yaml/lookahead.h"
#include "yaml/ordinaryreader.h"
#include "yaml/prescan.h"
#include "yaml/scalarreader.h"
#include "yaml/tags.h"
#include "yaml/tokens.h"

#include <algorithm>
#include <map>
#include <optional>
#include <sstream>
#include <unordered_map>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

namespace yaml {

namespace {

using reader::breakLength;
using reader::isBlank;
using reader::isBreak;

/// Thrown through yaml-cpp to stop it; caught in parse().
struct Stop
{
    base::Diagnostic diagnostic;
};

/// Builds the tree from yaml-cpp's events. yaml-cpp tells where nodes start and never where they end: the ends come
/// from reading on from the end of what came before (`m_cursor`).
class Builder : public YAML::EventHandler
{
public:
    /// `original` has the line separators for which `text` has line feeds; else they are the same.
    Builder(std::string_view text, std::string_view original, std::size_t shift, const ParseOptions &options,
            std::vector<base::Diagnostic> &problems)
        : m_text(text), m_original(original), m_shift(shift), m_options(options), m_problems(problems), m_cursor(shift)
    {}

    [[nodiscard]] std::unique_ptr<Node> takeRoot() { return std::move(m_root); }
    [[nodiscard]] std::size_t cursor() const { return m_cursor; }
    /// Whether what follows the finished document stands in the column of its own entries: neither an entry nor a new
    /// document. yaml-cpp takes it for a document without marker.
    [[nodiscard]] std::optional<std::size_t> strayToken() const
    {
        const std::size_t next = skipToToken(m_cursor);
        const bool block =
            m_root && !m_root->flow && (m_root->kind == NodeKind::Mapping || m_root->kind == NodeKind::Sequence);
        const std::string_view marker = m_text.substr(next, 3);
        const bool stray = block && next < m_text.size() && marker != "---" && marker != "..." && m_text[next] != '%' &&
                           marker.substr(0, 2) != "\xC2\x85" && column(next) == m_root->indent;
        return stray ? std::optional(next) : std::nullopt;
    }

    void OnDocumentStart(const YAML::Mark &mark) override
    {
        // Before a stray `,` yaml-cpp finds empty documents without end.
        if (m_documentStart == mark.pos) {
            const std::size_t at = place(mark);
            throw Stop{
                syntaxError({TRANSLATABLE("Core", "Neither a value nor a new document can start here.")}, {at, at})};
        }
        m_documentStart = mark.pos;
        m_anchors.clear();
        m_stack.clear();
        m_root.reset();
    }
    void OnDocumentEnd() override {}
    void OnAnchor(const YAML::Mark &, const std::string &name) override { m_anchorName = name; }

    void OnNull(const YAML::Mark &mark, YAML::anchor_t anchor) override
    {
        readQuestion();
        auto node = std::make_unique<Node>();
        const std::size_t at = emptyValuePlace();
        node->range = {at, at};
        const std::size_t start = place(mark);
        // An explicit key without anything.
        if (isKeyNext() && start < m_text.size() && m_text[start] == '?') {
            node->range = {start, start + 1};
            m_cursor = start + 1;
        }
        const std::size_t properties = propertiesEnd(start);
        const std::size_t word = nullWordEnd(contentStart(start));
        if (start >= at && (word || properties > start)) {
            node->range = {start, word ? word : properties};
            m_cursor = node->range.end;
        }
        finish(std::move(node), anchor);
    }

    void OnAlias(const YAML::Mark &mark, YAML::anchor_t anchor) override
    {
        readQuestion();
        auto node = std::make_unique<Node>();
        node->kind = NodeKind::Alias;
        const std::size_t start = place(mark);
        std::size_t end = start + 1;
        while (end < m_text.size() && !isBlank(m_text[end]) && !isBreak(m_text[end]) &&
               std::string_view(",[]{}").find(m_text[end]) == std::string_view::npos)
            ++end;
        node->value = m_text.substr(start + 1, end - start - 1);
        node->range = {start, end};
        if (const auto known = m_anchors.find(anchor); known != m_anchors.end())
            node->target = known->second;
        for (const Frame &frame : m_stack) {
            if (frame.node.get() == node->target)
                throw Stop{
                    syntaxError({TRANSLATABLE("Core", "The anchor %1 contains itself."), {node->value}}, node->range)};
        }
        m_cursor = end;
        attach(std::move(node));
    }

    void OnScalar(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                  const std::string &value) override
    {
        readQuestion();
        auto node = std::make_unique<Node>();
        node->kind = NodeKind::Scalar;
        if (tag != "?" && tag != "!")
            node->tag = tag;
        const std::size_t start = place(mark);
        const std::size_t content = contentStart(start);
        reader::Scalar scalar;
        const char first = content < m_text.size() ? m_text[content] : '\0';
        const bool plain = tag == "?" || (first != '\'' && first != '"' && first != '|' && first != '>');
        if (plain) {
            scalar = reader::readPlain(m_text, content, value);
        } else if (first == '\'') {
            node->style = ScalarStyle::SingleQuoted;
            scalar = reader::readSingleQuoted(m_text, content);
        } else if (first == '"') {
            node->style = ScalarStyle::DoubleQuoted;
            scalar = reader::readDoubleQuoted(m_text, content);
        } else {
            node->style = first == '|' ? ScalarStyle::Literal : ScalarStyle::Folded;
            scalar = reader::readBlock(m_text, content, blockIndent());
        }
        if (scalar.problem)
            throw Stop{syntaxError(scalar.problem->text, scalar.problem->range)};
        if (m_text.data() != m_original.data())
            reader::restoreSeparators(scalar, m_text, m_original);
        node->value = std::move(scalar.value);
        node->map = SourceMap(std::move(scalar.pieces));
        node->range = {start, scalar.end};
        // A lone `!` says nothing of what it stands before.
        if (plain && node->tag.empty() && start < content && isNullWord(node->value))
            node->kind = NodeKind::Null;
        m_cursor = scalar.end;
        finish(std::move(node), anchor);
    }

    void OnSequenceStart(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value style) override
    {
        begin(NodeKind::Sequence, mark, tag, anchor, style);
    }
    void OnSequenceEnd() override { end(']'); }
    void OnMapStart(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value style) override
    {
        begin(NodeKind::Mapping, mark, tag, anchor, style);
    }
    void OnMapEnd() override { end('}'); }

private:
    struct Frame
    {
        std::unique_ptr<Node> node;
        std::unique_ptr<Node> key;
        /// The keys of a large mapping by their values, which the entries own.
        std::unordered_map<std::string_view, const Node *> keys;
        /// The flow collection has no brackets of its own (`[a: b]`).
        bool bare = false;
        /// The key of a block mapping that is read stands behind a `?`.
        bool explicitKey = false;
    };

    [[nodiscard]] std::size_t place(const YAML::Mark &mark) const
    {
        return std::min(static_cast<std::size_t>(std::max(mark.pos, 0)) + m_shift, m_text.size());
    }

    [[nodiscard]] std::size_t skipToToken(std::size_t at) const { return yaml::skipToToken(m_text, at); }

    /// Behind anchor and tag.
    [[nodiscard]] std::size_t contentStart(std::size_t at) const
    {
        while (at < m_text.size() && (m_text[at] == '&' || m_text[at] == '!')) {
            if (auto problem = m_text[at] == '!' ? tagProblem(m_text, at) : anchorProblem(m_text, at))
                throw Stop{std::move(*problem)};
            while (at < m_text.size() && !isBlank(m_text[at]) && !isBreak(m_text[at]))
                ++at;
            at = skipToToken(at);
        }
        return at;
    }

    /// Behind anchor and tag, without the blanks that follow them.
    [[nodiscard]] std::size_t propertiesEnd(std::size_t at) const { return yaml::propertiesEnd(m_text, at); }

    /// Behind a null that is spelt out at `at`; 0 when there is none, or when it is the key behind an empty value.
    [[nodiscard]] std::size_t nullWordEnd(std::size_t at) const
    {
        const std::size_t end = nullWordEndAt(m_text, at);
        const std::size_t next = skipToToken(end);
        const bool beforeColon = next < m_text.size() && m_text[next] == ':';
        return end > 0 && beforeColon == isKeyNext() ? end : 0;
    }

    /// Whether the next node is the key of a mapping.
    [[nodiscard]] bool isKeyNext() const
    {
        return !m_stack.empty() && m_stack.back().node->kind == NodeKind::Mapping && !m_stack.back().key;
    }

    [[nodiscard]] int blockIndent() const
    {
        for (auto frame = m_stack.rbegin(); frame != m_stack.rend(); ++frame) {
            if (!frame->node->flow)
                return static_cast<int>(frame->node->indent);
        }
        return -1;
    }

    [[nodiscard]] std::size_t column(std::size_t at) const
    {
        // Thousands of nodes can stand in one line: what was walked before is not walked again.
        std::size_t start = at;
        while (start > m_shift && !isBreak(m_text[start - 1])) {
            --start;
            if (start == m_column.at) {
                start = m_column.lineStart;
                break;
            }
        }
        m_column = {at, start};
        return at - start;
    }

    /// Behind the `?` of a block mapping's key, where the next thing is one.
    void readQuestion()
    {
        if (m_stack.empty())
            return;
        Frame &frame = m_stack.back();
        if (frame.node->kind != NodeKind::Mapping || frame.node->flow || frame.key)
            return;
        // Anchor and tag of the mapping stand before its first key.
        const std::size_t next =
            frame.node->entries.empty() ? skipToToken(propertiesEnd(skipToToken(m_cursor))) : skipToToken(m_cursor);
        frame.explicitKey = next < m_text.size() && m_text[next] == '?' &&
                            (next + 1 == m_text.size() || isBlank(m_text[next + 1]) || isBreak(m_text[next + 1]));
        if (frame.explicitKey) {
            m_cursor = next + 1;
            if (frame.node->entries.empty())
                frame.node->indent = column(next);
        }
    }

    /// Where an empty value stands: behind its key's colon or its dash.
    [[nodiscard]] std::size_t emptyValuePlace()
    {
        if (m_stack.empty())
            return m_cursor;
        const Frame &frame = m_stack.back();
        const std::size_t next = skipToToken(m_cursor);
        const char wanted = frame.node->kind == NodeKind::Sequence ? '-' : ':';
        // The value of an explicit key has its colon below the question mark, or none.
        if (frame.explicitKey && (!frame.key || (next < m_text.size() && column(next) != frame.node->indent)))
            return m_cursor;
        if (next < m_text.size() && m_text[next] == wanted) {
            m_cursor = next + 1;
            return m_cursor;
        }
        return m_cursor;
    }

    void begin(NodeKind kind, const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
               YAML::EmitterStyle::value style)
    {
        readQuestion();
        if (m_stack.size() >= m_options.maxDepth)
            throw Stop{syntaxError({TRANSLATABLE("Core", "This is nested too deeply to be read.")},
                                   {place(mark), place(mark)})};
        auto node = std::make_unique<Node>();
        node->kind = kind;
        node->flow = style == YAML::EmitterStyle::Flow;
        if (tag != "?" && tag != "!")
            node->tag = tag;
        const std::size_t start = place(mark);
        const std::size_t content = contentStart(start);
        node->range = {start, start};
        node->indent = column(content);
        Frame frame;
        const char open = kind == NodeKind::Sequence ? '[' : '{';
        frame.bare = node->flow && (content >= m_text.size() || m_text[content] != open);
        // A quoted key that begins with a bracket looks like one only when it is quoted, and then the byte is a quote.
        if (!frame.bare && node->flow)
            m_cursor = content + 1;
        else if (m_cursor < start)
            m_cursor = start;
        registerAnchor(*node, anchor);
        count(start);
        frame.node = std::move(node);
        m_stack.push_back(std::move(frame));
    }

    void end(char close)
    {
        Frame frame = std::move(m_stack.back());
        m_stack.pop_back();
        if (frame.node->flow && !frame.bare) {
            std::size_t at = skipToToken(m_cursor);
            while (at < m_text.size() && m_text[at] == ',')
                at = skipToToken(at + 1);
            if (at < m_text.size() && m_text[at] == close)
                m_cursor = at + 1;
        }
        frame.node->range.end = std::max(m_cursor, frame.node->range.start);
        attach(std::move(frame.node));
    }

    void count(std::size_t at)
    {
        if (++m_nodes > m_options.maxNodes)
            throw Stop{syntaxError({TRANSLATABLE("Core", "This file holds too many values to be read.")}, {at, at})};
    }

    void registerAnchor(Node &node, YAML::anchor_t anchor)
    {
        if (!anchor)
            return;
        m_anchors[anchor] = &node;
        node.anchor = m_anchorName;
    }

    void finish(std::unique_ptr<Node> node, YAML::anchor_t anchor)
    {
        count(node->range.start);
        registerAnchor(*node, anchor);
        attach(std::move(node));
    }

    void attach(std::unique_ptr<Node> node)
    {
        if (m_stack.empty()) {
            m_root = std::move(node);
            return;
        }
        Frame &frame = m_stack.back();
        if (frame.node->kind == NodeKind::Sequence) {
            frame.node->items.push_back(std::move(node));
            return;
        }
        if (!frame.key) {
            if (!frame.explicitKey)
                checkKey(*node, *frame.node);
            // A tag of its first key belongs to a mapping's column.
            if (!frame.node->flow && !frame.explicitKey && frame.node->entries.empty())
                frame.node->indent = column(node->range.start);
            if (auto bytes = binaryContent(*node)) {
                node->value = std::move(*bytes);
                node->tag.clear();
            }
            frame.key = std::move(node);
            return;
        }
        Entry entry;
        entry.range = {frame.key->range.start, std::max(frame.key->range.end, node->range.end)};
        checkDuplicate(frame, *frame.key);
        checkMerge(*frame.key, *node);
        entry.key = std::move(frame.key);
        entry.value = std::move(node);
        frame.node->entries.push_back(std::move(entry));
    }

    /// yaml-cpp takes `expr:vector(1)` at the end of a file for a key without value.
    void checkKey(const Node &key, const Node &mapping) const
    {
        if (key.kind == NodeKind::Null && key.range.empty())
            throw Stop{syntaxError({TRANSLATABLE("Core", "This mapping has an empty key.")}, key.range)};
        if (mapping.flow) {
            // In `{a:, b: c}` Prometheus's reader takes `a:` for the key.
            const std::size_t colon = key.range.end;
            if (key.kind == NodeKind::Scalar && key.style == ScalarStyle::Plain && colon + 1 < m_text.size() &&
                m_text[colon] == ':' && !isBlank(m_text[colon + 1]) && !isBreak(m_text[colon + 1]))
                throw Stop{
                    syntaxError({TRANSLATABLE("Core", "A space is expected behind this colon.")}, {colon, colon + 1})};
            return;
        }
        const std::size_t next = skipToToken(key.range.end);
        if (next >= m_text.size() || m_text[next] != ':')
            throw Stop{
                syntaxError({TRANSLATABLE("Core", "A colon and a space are expected after this key.")}, key.range)};
    }

    /// The earlier key of the same value, if any.
    static const Node *firstKey(Frame &frame, const Node &key)
    {
        constexpr std::size_t fewKeys = 16;
        const std::vector<Entry> &entries = frame.node->entries;
        if (entries.size() < fewKeys) {
            const auto same = [&key](const Entry &each) {
                return each.key->kind == NodeKind::Scalar && each.key->value == key.value;
            };
            const auto found = std::ranges::find_if(entries, same);
            return found == entries.end() ? nullptr : found->key.get();
        }
        for (std::size_t i = frame.keys.empty() ? 0 : entries.size() - 1; i < entries.size(); ++i) {
            if (entries[i].key->kind == NodeKind::Scalar)
                frame.keys.try_emplace(entries[i].key->value, entries[i].key.get());
        }
        const auto found = frame.keys.find(key.value);
        return found == frame.keys.end() ? nullptr : found->second;
    }

    /// Null keys are alike when they are written alike.
    const Node *sameNullKey(const Node &mapping, const Node &key) const
    {
        const std::string_view word = m_text.substr(key.range.start, key.range.size());
        const auto found = std::ranges::find_if(mapping.entries, [this, word](const Entry &each) {
            return each.key->kind == NodeKind::Null &&
                   m_text.substr(each.key->range.start, each.key->range.size()) == word;
        });
        return found == mapping.entries.end() ? nullptr : found->key.get();
    }

    void checkDuplicate(Frame &frame, const Node &key)
    {
        const Node *first = key.kind == NodeKind::Scalar ? firstKey(frame, key) : nullptr;
        if (key.kind == NodeKind::Null)
            first = sameNullKey(*frame.node, key);
        if (!first)
            return;
        base::Diagnostic problem =
            syntaxError({TRANSLATABLE("Core", "The key %1 stands here twice."), {key.value}}, key.range);
        problem.check = "yaml/duplicate-key";
        problem.related.push_back({first->range, {TRANSLATABLE("Core", "The first one is here.")}});
        m_problems.push_back(std::move(problem));
    }

    void checkMerge(const Node &key, const Node &value)
    {
        if (!isMergeKey(key))
            return;
        const auto mapping = [](const Node &node) { return node.resolved().kind == NodeKind::Mapping; };
        const Node &merged = value.resolved();
        const bool all = merged.kind == NodeKind::Sequence &&
                         std::ranges::all_of(merged.items, [&mapping](const auto &item) { return mapping(*item); });
        if (mapping(value) || all)
            return;
        base::Diagnostic problem =
            syntaxError({TRANSLATABLE("Core", "The merge key << takes a mapping or a list of mappings.")},
                        value.range.empty() ? key.range : value.range);
        problem.check = "yaml/merge";
        m_problems.push_back(std::move(problem));
    }

    std::string_view m_text;
    std::string_view m_original;
    std::size_t m_shift;
    const ParseOptions &m_options;
    std::vector<base::Diagnostic> &m_problems;
    std::size_t m_cursor;
    /// The last place whose column was asked for.
    struct Column
    {
        std::size_t at = std::string_view::npos;
        std::size_t lineStart = 0;
    };
    mutable Column m_column;
    std::size_t m_nodes = 0;
    /// yaml-cpp's offset of the last document.
    int m_documentStart = -1;
    std::string m_anchorName;
    std::map<YAML::anchor_t, const Node *> m_anchors;
    std::vector<Frame> m_stack;
    std::unique_ptr<Node> m_root;
};

/// The document of a text that yaml-cpp need not be asked about; nothing for the others, and for those with problems.
std::optional<Document> ordinaryDocument(std::string_view text, std::size_t shift, const ParseOptions &options)
{
    std::vector<base::Diagnostic> problems;
    Builder builder(text, text, shift, options, problems);
    try {
        if (readOrdinary(text, shift, builder) && problems.empty())
            return Document{builder.takeRoot(), {shift, builder.cursor()}};
    } catch (const Stop &) {
        return std::nullopt;
    }
    return std::nullopt;
}

} // namespace

Stream parse(std::string_view text, const ParseOptions &options)
{
    Stream stream;
    if (text.size() <= options.maxBytes && text.find("\xC2\x85", options.from) != std::string_view::npos) {
        if (const auto plain = withoutNextLines(text))
            return parse(*plain, options);
    }
    if (text.size() > options.maxBytes) {
        stream.diagnostics.push_back(syntaxError(
            {TRANSLATABLE("Core", "This text is larger than %1 MB."), {std::to_string(options.maxBytes >> 20U)}},
            {0, 0}));
        return stream;
    }
    const std::size_t shift = options.from > 0 ? options.from : text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    if (std::optional<base::Diagnostic> problem = prescan(text.substr(options.from))) {
        problem->range.start += options.from;
        problem->range.end += options.from;
        stream.diagnostics.push_back(std::move(*problem));
        return stream;
    }
    if (auto ordinary = options.ordinary ? ordinaryDocument(text, shift, options) : std::nullopt) {
        stream.documents.push_back(std::move(*ordinary));
        if (!options.firstDocumentOnly)
            stream.documents.back().range.end = text.size();
        return stream;
    }
    const std::string separated = hasSeparators(text) ? withPlainBreaks(text) : std::string();
    const std::string_view read = separated.empty() ? text : std::string_view(separated);
    const ScannedText scanned = scanText(read, shift);
    const std::string prepared = forYamlCpp(read, shift, scanned);
    std::size_t begin = shift;
    const auto readDocuments = [&](const std::string &bytes, bool onlyOne) {
        Builder builder(read, text, shift, options, stream.diagnostics);
        std::istringstream input(bytes);
        YAML::Parser parser(input);
        while (parser.HandleNextDocument(builder)) {
            if (const auto stray = builder.strayToken())
                throw Stop{syntaxError({TRANSLATABLE("Core", "Neither a value nor a new document can start here.")},
                                       {*stray, *stray})};
            Document document;
            document.root = builder.takeRoot();
            document.range = {begin, builder.cursor()};
            begin = builder.cursor();
            stream.documents.push_back(std::move(document));
            if (onlyOne)
                break;
        }
    };
    try {
        readDocuments(prepared, options.firstDocumentOnly);
    } catch (const Stop &stop) {
        stream.diagnostics.push_back(stop.diagnostic);
    } catch (const YAML::Exception &exception) {
        const std::size_t at = std::min(text.size(), shift + static_cast<std::size_t>(std::max(exception.mark.pos, 0)));
        // What begins behind the first document's end can keep yaml-cpp from telling of the document.
        if (stream.documents.empty() && scanned.firstEnd && *scanned.firstEnd <= at) {
            stream.diagnostics.clear();
            try {
                readDocuments(prepared.substr(0, *scanned.firstEnd - shift), true);
            } catch (const Stop &stop) {
                stream.diagnostics.push_back(stop.diagnostic);
                return stream;
            } catch (const std::exception &) {
                stream.documents.clear();
            }
        }
        stream.diagnostics.push_back(yamlCppProblem(text, at, exception.msg));
    } catch (const std::exception &exception) {
        stream.diagnostics.push_back(
            syntaxError({TRANSLATABLE("Core", "This is not valid YAML: %1."), {exception.what()}}, {begin, begin}));
    }
    if (scanned.problem) {
        // What yaml-cpp says of later places may follow from it.
        const std::size_t place = scanned.problem->range.start;
        std::erase_if(stream.diagnostics, [place](const base::Diagnostic &each) {
            return each.check == "yaml/syntax" && each.range.start > place;
        });
        if (stream.ok() || stream.diagnostics.back().check != "yaml/syntax")
            stream.diagnostics.push_back(*scanned.problem);
    }
    if (!stream.documents.empty())
        stream.documents.back().range.end = options.firstDocumentOnly ? stream.documents.back().range.end : text.size();
    return stream;
}

} // namespace yaml
