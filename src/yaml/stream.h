#pragma once

#include "base/diagnostic.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// YAML text with source ranges and styles. All ranges are bytes of the text that was parsed, a BOM included.
namespace yaml {

enum class NodeKind { Null, Scalar, Sequence, Mapping, Alias };
enum class ScalarStyle { Plain, SingleQuoted, DoubleQuoted, Literal, Folded };

/// Carries offsets of a scalar's decoded content to bytes of the text, piecewise per line; exact for every style.
class SourceMap
{
public:
    struct Piece
    {
        std::size_t content;
        std::size_t source;
        /// Bytes of content; the source bytes run in step unless `sourceLength` differs (an escape, a folded break).
        std::size_t length;
        std::size_t sourceLength;
    };

    SourceMap() = default;
    explicit SourceMap(std::vector<Piece> pieces);

    [[nodiscard]] std::size_t toSource(std::size_t contentOffset) const;
    [[nodiscard]] base::ByteRange toSource(base::ByteRange contentRange) const;
    /// The content offset at or before a source byte.
    [[nodiscard]] std::size_t toContent(std::size_t sourceOffset) const;
    /// This map followed by `outer`: for text embedded in another scalar. Content stays, sources become outer's
    /// sources.
    [[nodiscard]] SourceMap through(const SourceMap &outer) const;
    [[nodiscard]] std::vector<Piece> pieces() const;

private:
    /// Most scalars stand in the text as they are: they need one piece, in step, and no memory of their own.
    std::size_t m_source = 0;
    std::size_t m_length = 0;
    std::shared_ptr<const std::vector<Piece>> m_pieces;
    bool m_empty = true;
};

struct Node;

struct Entry
{
    std::unique_ptr<Node> key;
    std::unique_ptr<Node> value;
    /// From the key's first byte (or `- `-less item start) to the end of the value's content, without trailing comment.
    base::ByteRange range;
};

struct Node
{
    NodeKind kind = NodeKind::Null;
    ScalarStyle style = ScalarStyle::Plain;
    /// A flow sequence or mapping.
    bool flow = false;
    /// Decoded content of a scalar; the anchor's name of an alias.
    std::string value;
    std::string tag;
    std::string anchor;
    /// The node's bytes from its anchor, tag or indicator to the end of its content (block scalars: with their last
    /// line end).
    base::ByteRange range;
    /// Columns (0-based bytes) at which the node's block entries stand; 0 for scalars.
    std::size_t indent = 0;
    std::vector<Entry> entries;
    std::vector<std::unique_ptr<Node>> items;
    /// For an alias: the anchored node of the same document; null when unknown. Not owned.
    const Node *target = nullptr;
    SourceMap map;

    /// The node behind an alias, or this.
    [[nodiscard]] const Node &resolved() const { return kind == NodeKind::Alias && target ? *target : *this; }
    /// The value of the own (not merged) key, or null.
    [[nodiscard]] const Node *find(std::string_view key) const;
};

/// Whether Prometheus's reader takes the node for a whole number: `5`, `1_000`, `0x10`, also `1e3` and `5.7` (cut to
/// 5); not `"5"`.
[[nodiscard]] bool isInteger(const Node &node);

struct Document
{
    /// Null for an empty document.
    std::unique_ptr<Node> root;
    base::ByteRange range;
};

/// The documents of a text and what is wrong with it. After an error the documents before it are kept.
struct Stream
{
    std::vector<Document> documents;
    std::vector<base::Diagnostic> diagnostics;

    [[nodiscard]] bool ok() const { return diagnostics.empty(); }
};

struct ParseOptions
{
    /// Stop after the first document, as Prometheus does for a plain rule file; later ones are neither read nor
    /// checked.
    bool firstDocumentOnly = false;
    /// Begin at this byte, the first of a line; ranges still count from the text's first byte.
    std::size_t from = 0;
    std::size_t maxBytes = 64U << 20U;
    std::size_t maxDepth = 200;
    std::size_t maxNodes = 2'000'000;
    /// Read what is written in the ordinary way without yaml-cpp, which is several times faster. The result is the
    /// same.
    bool ordinary = true;
};

/// Parses YAML as Prometheus's own reader accepts it. Never throws.
[[nodiscard]] Stream parse(std::string_view text, const ParseOptions &options = {});

} // namespace yaml
