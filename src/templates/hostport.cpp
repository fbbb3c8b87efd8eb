#include "templates/hostport.h"

#include <algorithm>
#include <optional>

namespace templates {

namespace {

struct HostPort
{
    std::string host;
    std::string port;
};

/// net.SplitHostPort; nothing where it gives an error.
std::optional<HostPort> splitHostPort(std::string_view text)
{
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos)
        return std::nullopt;
    std::string_view host = text.substr(0, colon);
    if (text.starts_with('[')) {
        const std::size_t close = text.find(']');
        if (close == std::string_view::npos || close + 1 != colon)
            return std::nullopt;
        host = text.substr(1, close - 1);
        if (host.find('[') != std::string_view::npos)
            return std::nullopt;
    } else if (host.find_first_of(":[") != std::string_view::npos) {
        return std::nullopt;
    }
    const std::size_t behind = text.starts_with('[') ? text.find(']') + 1 : 0;
    if (text.substr(behind).find(']') != std::string_view::npos)
        return std::nullopt;
    return HostPort{std::string(host), std::string(text.substr(colon + 1))};
}

bool isAddressV4(std::string_view text)
{
    int parts = 0;
    while (true) {
        const std::size_t end = std::min(text.find('.'), text.size());
        const std::string_view part = text.substr(0, end);
        const bool number = !part.empty() && part.size() <= 3 &&
                            part.find_first_not_of("0123456789") == std::string_view::npos &&
                            (part.size() == 1 || part.front() != '0') && std::stoi(std::string(part)) <= 255;
        if (!number)
            return false;
        ++parts;
        if (end == text.size())
            return parts == 4;
        text.remove_prefix(end + 1);
    }
}

bool isAddressV6(std::string_view text)
{
    int groups = 0;
    bool elided = text.starts_with("::");
    if (elided)
        text.remove_prefix(2);
    if (elided && text.empty())
        return true;
    while (true) {
        const std::size_t end = std::min(text.find(':'), text.size());
        const std::string_view part = text.substr(0, end);
        if (end == text.size() && part.find('.') != std::string_view::npos) {
            groups += isAddressV4(part) ? 2 : 100;
            break;
        }
        if (part.empty() || part.size() > 4 ||
            part.find_first_not_of("0123456789abcdefABCDEF") != std::string_view::npos)
            return false;
        ++groups;
        text.remove_prefix(end);
        if (text.empty())
            break;
        text.remove_prefix(1);
        if (text.starts_with(':')) {
            if (elided)
                return false;
            elided = true;
            text.remove_prefix(1);
            if (text.empty())
                break;
        } else if (text.empty()) {
            return false;
        }
    }
    return elided ? groups < 8 : groups == 8;
}

} // namespace

std::string withoutPort(std::string_view text)
{
    const std::optional<HostPort> parts = splitHostPort(text);
    return parts ? parts->host : std::string(text);
}

std::string withoutDomain(std::string_view text)
{
    const HostPort parts = splitHostPort(text).value_or(HostPort{std::string(text), {}});
    if (isAddressV4(parts.host) || isAddressV6(parts.host))
        return std::string(text);
    std::string host = parts.host.substr(0, parts.host.find('.'));
    if (parts.port.empty())
        return host;
    if (host.find_first_of(":%") != std::string::npos)
        host = "[" + host + "]";
    return host + ":" + parts.port;
}

} // namespace templates
