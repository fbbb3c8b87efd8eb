#pragma once

#include "rules/graphcomparison.h"
#include "widgets/dependencyview.h"

#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

/// What the graph's cards say of rules, made of their documents. Thread: any.
namespace widgets {

/// A file, and where its errors and warnings are.
struct InfoSource
{
    std::shared_ptr<const rules::RuleDocument> rules;
    /// Bytes of the file, ascending.
    std::vector<std::size_t> problems;
};

/// By node id.
[[nodiscard]] NodeInfos graphInfos(std::span<const InfoSource> files);
/// Of a comparison of these versions, by its node ids: rules as they are in the newer one, removed ones as they were.
[[nodiscard]] NodeInfos graphInfos(const rules::GraphComparison &comparison, rules::RuleSet before,
                                   rules::RuleSet after);

} // namespace widgets
