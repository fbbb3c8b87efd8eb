#pragma once

#include <string>
#include <string_view>

namespace templates {

/// As url.QueryEscape: a space becomes `+`.
[[nodiscard]] std::string urlEscaped(std::string_view text);
/// Undoes the escapes of a URL's path; a broken one stays.
[[nodiscard]] std::string urlUnescaped(std::string_view text);

} // namespace templates
