#pragma once

#include "deployment/delivery.h"
#include "deployment/endpointfacts.h"

#include <vector>

namespace deployment {

/// What a server itself says about whether alerts reach anybody. Findings are placed at the rules of the workspace they
/// concern, where there are such.
[[nodiscard]] std::vector<Finding> endpointFindings(const DeliveryInput &input, const EndpointFacts &facts);

} // namespace deployment
