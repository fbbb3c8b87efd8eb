#pragma once

#include "rules/ruledocument.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rules {

/// A place that may mean the renamed rule and is left alone.
struct UnclearPlace
{
    std::string file;
    base::ByteRange range;
    base::Text reason;
};

/// What a change does to one file: edits against that document's text.
struct FileEdits
{
    std::shared_ptr<const RuleDocument> document;
    base::TextEdits edits;
    /// How many places of the file change.
    std::size_t places = 0;
};

struct RuleRename
{
    /// Only files that change, in the order given.
    std::vector<FileEdits> files;
    std::vector<UnclearPlace> unclear;
};

/// Renames the recording rules of this name and everything that reads them by exactly this name, in all documents.
/// Regular expressions and templates that may mean it are listed. Fails for a name that Prometheus does not take, and
/// when a file that has to change cannot be edited.
[[nodiscard]] base::Result<RuleRename>
renameRecordingRule(std::span<const std::shared_ptr<const RuleDocument>> documents, std::string_view from,
                    std::string_view to, const promql::Dialect &dialect = {});

} // namespace rules
