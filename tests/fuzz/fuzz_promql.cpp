#include "expect.h"
#include "promql/parser.h"
#include "promql/printer.h"

#include <cstdint>
#include <string>

/// Any bytes parse to a tree; a valid tree prints to text that is valid again and prints the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string text(reinterpret_cast<const char *>(data), size);
    promql::Dialect everything;
    everything.experimentalFunctions = true;
    everything.durationExpressions = true;
    everything.extendedRangeSelectors = true;
    everything.binopFillModifiers = true;
    for (const promql::Dialect &dialect : {promql::Dialect{}, everything}) {
        const promql::Tree tree = promql::parse(text, dialect);
        EXPECT(tree.root() != nullptr);
        for (const base::Diagnostic &diagnostic : tree.diagnostics())
            EXPECT(within(diagnostic.range, size));
        if (!tree.valid())
            continue;
        const std::string canonical = promql::print(tree.root());
        const promql::Tree again = promql::parse(canonical, dialect);
        EXPECT(again.valid());
        EXPECT(promql::print(again.root()) == canonical);
        const promql::Tree pretty = promql::parse(promql::prettyPrint(tree), dialect);
        EXPECT(pretty.valid());
        EXPECT(promql::print(pretty.root()) == canonical);
    }
    return 0;
}
