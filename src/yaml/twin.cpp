#include "yaml/twin.h"

#include "yaml/twinmerge.h"

namespace yaml {

namespace {

std::optional<base::Error> unreadable(const twin::Side &side, base::Text text)
{
    if (side.stream.ok())
        return std::nullopt;
    return base::Error{base::ErrorKind::Invalid, std::move(text), side.stream.diagnostics.front().text.english()};
}

} // namespace

base::Result<TwinChange> carryToTwin(std::string_view before, std::string_view after, std::string_view twin,
                                     const TwinDecisions &decisions)
{
    if (before == after)
        return TwinChange();
    const twin::Side beforeSide(before);
    const twin::Side afterSide(after);
    const twin::Side twinSide(twin);
    if (auto error = unreadable(beforeSide, TRANSLATABLE("Core", "The committed source is not valid YAML.")))
        return *error;
    if (auto error = unreadable(afterSide, TRANSLATABLE("Core", "The changed source is not valid YAML.")))
        return *error;
    if (auto error = unreadable(twinSide, TRANSLATABLE("Core", "The copy is not valid YAML.")))
        return *error;
    twin::Decider decider(decisions);
    return twin::mergeSides(beforeSide, afterSide, twinSide, {}, decider).change;
}

} // namespace yaml
