#include "templates/functions.h"

#include "base/text.h"
#include "templates/format.h"

#include <algorithm>

namespace templates {

void Budget::charge(std::size_t steps)
{
    if (steps > m_steps)
        throw Unsupported{TRANSLATABLE("Core", "a template that takes so many steps")};
    m_steps -= steps;
}

std::span<const Function> functions()
{
    static const std::vector<Function> all = [] {
        std::vector<Function> list = goFunctions();
        std::vector<Function> own = prometheusFunctions();
        for (Function &function : own)
            function.prometheus = true;
        list.insert(list.end(), own.begin(), own.end());
        std::ranges::sort(list, {}, &Function::name);
        return list;
    }();
    return all;
}

const Function *findFunction(std::string_view name, const promql::Dialect &dialect)
{
    const std::span<const Function> all = functions();
    const auto found = std::ranges::lower_bound(all, name, {}, &Function::name);
    if (found == all.end() || found->name != name)
        return nullptr;
    const bool known = dialect.major > found->major || (dialect.major == found->major && dialect.minor >= found->minor);
    return known ? &*found : nullptr;
}

const char *parameterName(Parameter parameter)
{
    switch (parameter) {
    case Parameter::Any:
        return "interface {}";
    case Parameter::Reflected:
        return "reflect.Value";
    case Parameter::String:
        return "string";
    case Parameter::Samples:
        return "template.queryResult";
    case Parameter::Sample:
        return "*template.sample";
    case Parameter::Time:
        return "time.Time";
    case Parameter::Duration:
        return "time.Duration";
    }
    return "";
}

} // namespace templates
