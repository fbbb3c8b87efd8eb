#pragma once

#include <string>

namespace templates {

/// Go's strconv.FormatFloat: format is one of e E f g G b x X, precision -1 for the shortest that reads back.
[[nodiscard]] std::string formatFloat(double value, char format, int precision);

} // namespace templates
