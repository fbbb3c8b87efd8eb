#include "rules/templatequeries.h"

namespace rules {

std::vector<std::string> templateQueries(std::string_view text)
{
    std::vector<std::string> queries;
    for (templates::QueryUse &use : templates::queriesOf(templates::Template::parse(std::string(text))))
        queries.push_back(std::move(use.query));
    return queries;
}

} // namespace rules
