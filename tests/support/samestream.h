#pragma once

#include "yaml/stream.h"

#include <algorithm>

/// Whether two readings of one text agree in everything that a reader of the tree can see.
inline bool sameNode(const yaml::Node &a, const yaml::Node &b)
{
    const auto samePiece = [](const yaml::SourceMap::Piece &x, const yaml::SourceMap::Piece &y) {
        return x.content == y.content && x.source == y.source && x.length == y.length &&
               x.sourceLength == y.sourceLength;
    };
    const auto sameRange = [](const base::ByteRange &x, const base::ByteRange &y) {
        return x.start == y.start && x.end == y.end;
    };
    const auto pieces = a.map.pieces();
    const bool same = a.kind == b.kind && a.style == b.style && a.flow == b.flow && a.value == b.value &&
                      a.tag == b.tag && a.anchor == b.anchor && sameRange(a.range, b.range) && a.indent == b.indent &&
                      (a.target == nullptr) == (b.target == nullptr) &&
                      std::ranges::equal(pieces, b.map.pieces(), samePiece);
    return same &&
           std::ranges::equal(a.entries, b.entries,
                              [&sameRange](const yaml::Entry &x, const yaml::Entry &y) {
                                  return sameRange(x.range, y.range) && sameNode(*x.key, *y.key) &&
                                         sameNode(*x.value, *y.value);
                              }) &&
           std::ranges::equal(a.items, b.items, [](const auto &x, const auto &y) { return sameNode(*x, *y); });
}

inline bool sameStream(const yaml::Stream &a, const yaml::Stream &b)
{
    const auto sameDocument = [](const yaml::Document &x, const yaml::Document &y) {
        return x.range.start == y.range.start && x.range.end == y.range.end && !x.root == !y.root &&
               (!x.root || sameNode(*x.root, *y.root));
    };
    const auto sameProblem = [](const base::Diagnostic &x, const base::Diagnostic &y) {
        return x.check == y.check && x.range.start == y.range.start && x.range.end == y.range.end &&
               x.text.english() == y.text.english();
    };
    return std::ranges::equal(a.documents, b.documents, sameDocument) &&
           std::ranges::equal(a.diagnostics, b.diagnostics, sameProblem);
}
