#pragma once

#include <atomic>

/// What the test and the preloaded library share.
namespace support {

inline constexpr const char *failpointVariable = "RULEWRIGHT_FAILPOINTS";
inline constexpr const char *failpointLogVariable = "RULEWRIGHT_FAILPOINT_LOG";

/// Shared by all processes of a run through a mapped file.
struct FailpointControl
{
    enum Action : unsigned { Kill, FullDisk };
    std::atomic<unsigned long> count;
    /// The call, from 1, at which it happens; 0: never.
    unsigned long at;
    Action action;
};

} // namespace support
