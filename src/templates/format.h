#pragma once

#include "templates/value.h"

#include <span>
#include <string>
#include <string_view>

/// Go's fmt package over Values.
namespace templates {

/// What stops a template that Prometheus would go on with: memory addresses, which differ on every run, and results
/// that are too large to show.
struct Unsupported
{
    /// Marked for translation in the context Core.
    const char *what;
};

/// The largest text that a value or a result may become, in bytes.
inline constexpr std::size_t largestText = 1U << 20U;

/// fmt.Sprintf. Throws Unsupported.
[[nodiscard]] std::string sprintf(std::string_view format, std::span<const Value> arguments, bool since3);
/// fmt.Sprint: spaces between arguments that are no strings. Throws Unsupported.
[[nodiscard]] std::string sprint(std::span<const Value> arguments, bool since3);
/// fmt.Sprintln. Throws Unsupported.
[[nodiscard]] std::string sprintln(std::span<const Value> arguments, bool since3);
/// As an action prints it: what a pointer points to, `<no value>` for what is not there. Throws Unsupported.
[[nodiscard]] std::string printed(const Value &value, bool since3);
/// The arguments of html, js and urlquery as one text. Throws Unsupported.
[[nodiscard]] std::string printedTogether(std::span<const Value> arguments, bool since3);

} // namespace templates
