#pragma once

#include "base/byterange.h"
#include "base/text.h"
#include "base/textedit.h"

#include <string>
#include <vector>

namespace base {

enum class Severity { Error, Warning, Hint };
/// "error", "warning" or "hint".
[[nodiscard]] const char *severityName(Severity severity);

/// A way to mend what a diagnostic reports; the alternatives of one diagnostic exclude each other.
struct Fix
{
    Text title;
    TextEdits edits;
};

/// Another place that belongs to a diagnostic, in the same text.
struct Related
{
    ByteRange range;
    Text text;
};

/// Something wrong in what the person wrote. Ranges are bytes of the text the diagnostic was made for.
struct Diagnostic
{
    /// Stable id of the check, like "promql/syntax".
    std::string check;
    Severity severity = Severity::Error;
    ByteRange range;
    Text text;
    std::vector<Related> related;
    std::vector<Fix> fixes;
};

} // namespace base
