#pragma once

#include "alerting/seriessource.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace alerting {

/// Which label names and values there are, over everything that is retained. Threads and callbacks as SeriesSource.
class LabelSource
{
public:
    using NamesCallback = std::function<void(base::Result<std::vector<std::string>>)>;

    virtual ~LabelSource() = default;
    /// Label names of the series that the selector `match` selects; empty when there is none.
    [[nodiscard]] virtual std::unique_ptr<PendingQuery> queryLabelNames(const std::string &match,
                                                                        NamesCallback done) = 0;
    [[nodiscard]] virtual std::unique_ptr<PendingQuery>
    queryLabelValues(const std::string &label, const std::string &match, NamesCallback done) = 0;
    /// How long samples are kept, as the server writes it, like `15d`; empty when it does not say.
    [[nodiscard]] virtual std::unique_ptr<PendingQuery>
    queryRetention(std::function<void(base::Result<std::string>)> done) = 0;
};

} // namespace alerting
