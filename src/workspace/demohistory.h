#pragma once

#include "base/result.h"

#include <cstdint>
#include <memory>
#include <string>

class QByteArray;

namespace workspace {

/// Makes the demo's history from its recipe (resources/demo/history.json, which describes itself). The values depend on
/// the recipe and on the distance to the end only: two histories with different ends hold the same samples, shifted.
/// Not thread-safe; any thread.
class DemoHistory
{
public:
    /// `end` is the time of the last sample of the history, Unix seconds. Fails when the recipe contradicts itself.
    [[nodiscard]] static base::Result<DemoHistory> fromRecipe(const QByteArray &json, std::int64_t end);
    DemoHistory(DemoHistory &&) noexcept;
    DemoHistory &operator=(DemoHistory &&) noexcept;
    ~DemoHistory();

    /// Time of the first sample, Unix seconds.
    [[nodiscard]] std::int64_t begin() const;
    [[nodiscard]] std::int64_t end() const;
    /// Seconds between samples.
    [[nodiscard]] int step() const;
    [[nodiscard]] int seriesCount() const;

    /// The samples that follow the last call's, up to but without `until` (Unix seconds), as an OpenMetrics text; it
    /// may go beyond end(). Counters continue from call to call. Without samples the text is empty.
    [[nodiscard]] std::string next(std::int64_t until);

private:
    struct Private;
    explicit DemoHistory(std::unique_ptr<Private> data);
    std::unique_ptr<Private> d;
};

} // namespace workspace
