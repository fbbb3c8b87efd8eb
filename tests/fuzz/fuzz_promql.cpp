#include "expect.h"
#include "promql/completion.h"
#include "promql/highlight.h"
#include "promql/labelflow.h"
#include "promql/parser.h"
#include "promql/printer.h"
#include "promql/rewrite.h"
#include "promql/threshold.h"

#include <cstdint>
#include <string>

namespace {

/// Children lie within their parent, everything within the text.
bool isNested(const promql::Expr &expr, std::size_t size)
{
    bool good = true;
    promql::walk(&expr, [&](const promql::Expr &node) {
        good = good && within(node.range, size);
        promql::forEachChild(node, [&](const promql::Expr &child) { good = good && node.range.contains(child.range); });
        return good;
    });
    return good;
}

/// What an editor asks of any text, however damaged.
void edit(const std::string &text, const promql::Tree &tree)
{
    std::size_t end = 0;
    for (const promql::Token &token : promql::highlight(text)) {
        EXPECT(token.range.start >= end && within(token.range, text.size()));
        end = token.range.end;
    }
    // Some places of a long text, all of a short one.
    const std::size_t step = text.size() / 16 + 1;
    for (std::size_t offset = 0; offset <= text.size(); offset += step) {
        const promql::CompletionContext context = promql::completionContext(text, offset, tree.dialect());
        EXPECT(within(context.prefix, text.size()) && context.prefix.end == offset);
        EXPECT(within(promql::matchingBracket(text, offset), text.size() + 1));
    }
    const promql::LabelFlow flow(tree);
    EXPECT(flow.of(*tree.root()).of("job").place.end <= text.size());
    (void)promql::threshold(tree);
}

/// A valid text stays valid when it is printed, broken into lines and rewritten.
void print(const promql::Tree &tree)
{
    const std::string canonical = promql::print(tree.root());
    const promql::Tree again = promql::parse(canonical, tree.dialect());
    EXPECT(again.valid());
    EXPECT(promql::print(again.root()) == canonical);
    for (const std::size_t width : {std::size_t(10), std::size_t(100)}) {
        const std::string pretty = promql::prettyPrint(tree, width);
        const promql::Tree broken = promql::parse(pretty, tree.dialect());
        EXPECT(broken.valid());
        EXPECT(promql::print(broken.root()) == canonical);
        EXPECT(promql::prettyPrint(broken, width) == pretty);
    }
    for (const promql::Rewrite &rewrite :
         {promql::renameMetric(tree, "up", "re:named"), promql::renameLabel(tree, "job", "renamed")}) {
        const base::Result<std::string> renamed = base::applyEdits(tree.text(), rewrite.edits);
        EXPECT(renamed.ok());
    }
}

} // namespace

/// Any bytes parse to a tree that an editor can work with; a valid one survives printing and rewriting.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string text(reinterpret_cast<const char *>(data), size);
    promql::Dialect everything;
    everything.experimentalFunctions = true;
    everything.durationExpressions = true;
    everything.extendedRangeSelectors = true;
    everything.binopFillModifiers = true;
    const promql::Dialect oldest{.major = 2, .minor = 42};
    for (const promql::Dialect &dialect : {promql::Dialect{}, oldest, everything}) {
        const promql::Tree tree = promql::parse(text, dialect);
        EXPECT(tree.root() != nullptr);
        for (const base::Diagnostic &diagnostic : tree.diagnostics())
            EXPECT(within(diagnostic.range, size));
        EXPECT(isNested(*tree.root(), size));
        if (tree.valid())
            print(tree);
        if (&dialect != &oldest)
            edit(text, tree);
    }
    return 0;
}
