#include "expect.h"
#include "support/samestream.h"
#include "yaml/stream.h"

#include <cstdint>
#include <string_view>

namespace {

void expectInside(const yaml::Node &node, std::size_t size)
{
    EXPECT(within(node.range, size));
    if (node.kind == yaml::NodeKind::Scalar && !node.map.pieces().empty()) {
        for (std::size_t offset = 0; offset <= node.value.size(); ++offset)
            EXPECT(node.map.toSource(offset) <= size);
        EXPECT(node.map.toContent(size) <= node.value.size());
    }
    for (const yaml::Entry &entry : node.entries) {
        EXPECT(within(entry.range, size));
        EXPECT(entry.key && entry.value);
        expectInside(*entry.key, size);
        expectInside(*entry.value, size);
    }
    for (const auto &item : node.items)
        expectInside(*item, size);
}

} // namespace

/// Any bytes give documents and diagnostics whose places all lie inside the text, and that do not depend on the reader.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    const yaml::Stream stream = yaml::parse(text);
    for (const base::Diagnostic &diagnostic : stream.diagnostics)
        EXPECT(within(diagnostic.range, size));
    for (const yaml::Document &document : stream.documents) {
        EXPECT(within(document.range, size));
        if (document.root)
            expectInside(*document.root, size);
    }
    yaml::ParseOptions options;
    options.ordinary = false;
    EXPECT(sameStream(stream, yaml::parse(text, options)));
    return 0;
}
