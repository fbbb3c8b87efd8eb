#pragma once

#include "promql/arena.h"
#include "promql/parser.h"

#include <string>
#include <vector>

namespace promql {

/// What a Tree owns. Nodes and views point into `arena` and `text`, so it never moves.
struct Tree::Data
{
    std::string text;
    Arena arena;
    const Expr *root = nullptr;
    std::vector<base::Diagnostic> diagnostics;
    Dialect dialect;
};

} // namespace promql
