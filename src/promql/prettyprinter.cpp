#include "promql/printer.h"

namespace promql {

std::string prettyPrint(const Tree &tree, std::size_t)
{
    return print(tree.root());
}

} // namespace promql
