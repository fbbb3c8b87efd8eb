#pragma once

#include "base/diagnostic.h"
#include "base/textedit.h"

#include <string>
#include <string_view>
#include <vector>

/// What the manifests of two repositories say about each other and about whether alerts would reach anybody. Pure
/// functions over texts, for any thread; nothing here reads a disk or a server.
namespace deployment {

/// What a finding was read from. `GitOps` are manifests as they lie in the repository, `Rendering` what a builder made
/// of them.
enum class Ground { Source, GitOps, Rendering, Endpoint };

/// "source", "gitops", "rendering", "endpoint".
[[nodiscard]] std::string_view groundName(Ground ground);

/// Edits of one file of a repository.
struct FileEdit
{
    /// "source" or "gitops".
    std::string role;
    /// Relative to the repository.
    std::string file;
    base::TextEdits edits;
};

struct Finding
{
    /// Stable, like "delivery/no-alertmanager".
    std::string id;
    base::Severity severity = base::Severity::Warning;
    Ground ground = Ground::GitOps;
    /// The repository of `file`: "source" or "gitops"; empty when it is in none.
    std::string role;
    /// Relative to its repository; empty for findings of an endpoint.
    std::string file;
    /// Bytes of the file.
    base::ByteRange range;
    /// 1-based; 0 without a file.
    std::size_t line = 0;
    base::Text text;
    /// What to do, as a sentence; empty when there is nothing but to know.
    base::Text fix;
    /// The fix as edits of the deployed side, where it can be made at once.
    std::vector<FileEdit> edits;
};

/// By severity, then file, line and id; equal ones once.
void sortFindings(std::vector<Finding> &findings);

} // namespace deployment
