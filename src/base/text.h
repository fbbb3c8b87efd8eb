#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Marks an English source text for lupdate (./dev i18n names it as an alias of QT_TRANSLATE_NOOP); expands to the
/// text.
#define TRANSLATABLE(context, text) text

namespace base {

/// A sentence for a person that is translated where it is shown: an English template with %1 … %9 and its arguments.
struct Text
{
    Text() = default;
    /// `source` must be a string literal marked with TRANSLATABLE("Core", "…").
    Text(const char *source, std::vector<std::string> arguments = {}) : source(source), arguments(std::move(arguments))
    {}

    const char *source = "";
    std::vector<std::string> arguments;

    /// The English sentence with its arguments put in.
    [[nodiscard]] std::string english() const;
    friend bool operator==(const Text &a, const Text &b)
    {
        return std::string_view(a.source) == b.source && a.arguments == b.arguments;
    }
};

/// `pattern` with %1 … %9 replaced by `arguments`; a placeholder without argument stays as it is.
[[nodiscard]] std::string fill(std::string_view pattern, const std::vector<std::string> &arguments);

} // namespace base
