#include "expect.h"
#include "templates/expander.h"
#include "templates/uses.h"

#include <chrono>
#include <cstdint>
#include <string>

/// Any bytes parse or have an error within them, and expand to a text, an error or a reason within bounds.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string text(reinterpret_cast<const char *>(data), size);
    promql::Dialect oldest;
    oldest.major = 2;
    oldest.minor = 42;
    for (const promql::Dialect &dialect : {promql::Dialect{}, oldest}) {
        const templates::Template parsed = templates::Template::parse(text, dialect);
        EXPECT(parsed.error().has_value() == (parsed.root() == nullptr));
        if (parsed.error()) {
            EXPECT(within(parsed.error()->range, size));
            EXPECT(!parsed.error()->message.empty());
        }
        for (const templates::QueryUse &use : templates::queriesOf(parsed)) {
            EXPECT(within(use.literal, size));
            EXPECT(templates::literalOffset(parsed, use.literal, use.query.size()) <= size);
        }
        for (const templates::LabelUse &use : templates::labelsOf(parsed))
            EXPECT(within(use.range, size));
        templates::Environment environment;
        environment.alert = "A";
        environment.data.labels = {{"__name__", "m"}, {"job", "api"}};
        environment.data.externalUrl = "http://localhost:9090/x";
        environment.data.value = 12.5;
        environment.query = [](const std::string &) {
            templates::QueryAnswer answer;
            for (int i = 0; i < 100; ++i)
                answer.samples.push_back({{{"a", std::to_string(i)}}, static_cast<double>(i)});
            return std::optional(answer);
        };
        const auto start = std::chrono::steady_clock::now();
        const templates::Expansion expansion = templates::expand(parsed, environment);
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
        // Sanitizers and busy machines slow everything down.
        EXPECT(took.count() < 20);
        EXPECT(within(expansion.range, size));
        EXPECT(expansion.text.size() < (3U << 20U));
    }
    return 0;
}
