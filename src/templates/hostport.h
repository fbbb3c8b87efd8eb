#pragma once

#include <string>
#include <string_view>

namespace templates {

/// `host` of `host:port`, as Go's net.SplitHostPort sees it; anything else stays.
[[nodiscard]] std::string withoutPort(std::string_view text);
/// The first part of the host's name; the port and IP addresses stay.
[[nodiscard]] std::string withoutDomain(std::string_view text);

} // namespace templates
