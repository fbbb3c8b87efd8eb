#pragma once

#include "yaml/stream.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// One of the three texts of a change carried to a twin, and how parts of it look when they move. Inside src/yaml only.
namespace yaml::twin {

struct Side
{
    explicit Side(std::string_view content);

    std::string_view text;
    Stream stream;
    /// Scalars that hold YAML, with their content read: ConfigMap data, values of charts, patches.
    std::map<const Node *, std::unique_ptr<Side>> embedded;
    /// Scalars of ConfigMap data that hold another text.
    std::map<const Node *, bool> plainTexts;

    [[nodiscard]] const Side *inner(const Node &node) const;
    [[nodiscard]] std::size_t lineStart(std::size_t at) const;
    [[nodiscard]] std::size_t column(std::size_t at) const { return at - lineStart(at); }
    /// Behind the line end of the line that holds the last byte before `end`; a block scalar's `end` is already there.
    [[nodiscard]] std::size_t behindLine(std::size_t end) const;
    /// Only blanks stand before `at` on its line.
    [[nodiscard]] bool startsLine(std::size_t at) const;

private:
    void collectEmbedded(const Node &node);
};

/// What a node means, as text to compare: mappings in any order, without comments and styles. Strict forms also tell
/// `80` from `"80"` and name anchors.
[[nodiscard]] std::string form(const Side &side, const Node &node, bool strict = false);
[[nodiscard]] std::string formOfDocuments(const Side &side);
[[nodiscard]] std::string mappingForm(const Node &node, std::vector<std::string> entries);
[[nodiscard]] std::string sequenceForm(const Node &node, const std::vector<std::string> &items);
[[nodiscard]] std::string documentsForm(const std::vector<std::string> &roots);

/// Content that is YAML of its own: at least one mapping or sequence, nothing else.
[[nodiscard]] bool holdsStructure(const Stream &stream);
[[nodiscard]] bool isBlockScalar(const Node &node);
/// A scalar's value without the line ends at the end of a block scalar: they come and go with the style.
[[nodiscard]] std::string_view meantValue(const Node &scalar);

/// The node of an empty document.
[[nodiscard]] const Node &nothing();

/// An entry of a mapping or an item of a sequence as bytes of its text.
struct Part
{
    /// First byte: the key, or the dash of a block sequence's item.
    std::size_t start = 0;
    /// Behind the content, without the last line end of a block scalar.
    std::size_t end = 0;
    /// Where the next line begins.
    std::size_t after = 0;
    /// Behind the key's colon or the dash; `start` for items of flow sequences.
    std::size_t slot = 0;
    /// Where comment lines directly above begin; `start` when there are none or the part does not start its line.
    std::size_t comments = 0;
    /// A blank line stands above the comments.
    bool blankAbove = false;
    /// The part is the first on its line (blanks aside).
    bool ownLine = false;
};

[[nodiscard]] Part partOf(const Side &side, const Node &collection, std::size_t index);
[[nodiscard]] std::size_t partCount(const Node &collection);
/// The value of the entry or the item.
[[nodiscard]] const Node &partValue(const Node &collection, std::size_t index);

/// `text`, whose first line began in column `from`, for column `to`: the following lines move along.
[[nodiscard]] std::string moved(std::string_view text, std::size_t from, std::size_t to, std::string_view lineEnd);

/// A part of `side` as it is written into another block collection at `column`: comments above, the part, its trailing
/// comment; without line end.
[[nodiscard]] std::string blockPart(const Side &side, const Node &collection, std::size_t index, std::size_t column,
                                    std::string_view lineEnd);
/// A part as it is written into another flow collection.
[[nodiscard]] std::string flowPart(const Side &side, const Node &collection, std::size_t index, std::size_t column,
                                   std::string_view lineEnd);
/// Any node on one line, as flow YAML.
[[nodiscard]] std::string flowText(const Side &side, const Node &node);

} // namespace yaml::twin
