#pragma once

#include "base/diagnostic.h"
#include "promql/ast.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace promql {

/// Which PromQL: the server's version and feature flags.
struct Dialect
{
    /// Prometheus's major and minor version; 2.42 is the oldest, 3.14 the newest that is known.
    int major = 3;
    int minor = 14;
    bool experimentalFunctions = false;
    bool durationExpressions = false;
    bool extendedRangeSelectors = false;
    bool binopFillModifiers = false;
};

/// The result of a parse: always a tree (an Error node at worst) and the diagnostics. Immutable, safe to share between
/// threads.
class Tree
{
public:
    Tree();
    ~Tree();
    Tree(Tree &&) noexcept;
    Tree &operator=(Tree &&) noexcept;

    [[nodiscard]] std::string_view text() const;
    /// Never null.
    [[nodiscard]] const Expr *root() const;
    /// What Prometheus would reject, as errors; empty means valid. In the order in which Prometheus finds them, so that
    /// the first is the one it reports: the syntax from left to right, then the types from the inside out.
    [[nodiscard]] const std::vector<base::Diagnostic> &diagnostics() const;
    [[nodiscard]] bool valid() const { return diagnostics().empty(); }
    [[nodiscard]] const Dialect &dialect() const;

    struct Data;

private:
    friend Tree parse(std::string text, const Dialect &dialect);
    explicit Tree(std::unique_ptr<Data> data);
    std::unique_ptr<Data> m_data;
};

/// Parses one expression. Never fails, never throws; nesting and size are bounded and reported as diagnostics.
[[nodiscard]] Tree parse(std::string text, const Dialect &dialect = {});

} // namespace promql
