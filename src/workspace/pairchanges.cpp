#include "workspace/pairchanges.h"

#include "base/textdiff.h"
#include "deployment/expected.h"
#include "deployment/ruleset.h"
#include "rules/ruledocument.h"
#include "yaml/difference.h"
#include "yaml/twin.h"

#include <algorithm>

#include <QFileInfo>

namespace workspace::save {

namespace {

bool isYamlFile(const QString &path)
{
    return path.endsWith(".yml") || path.endsWith(".yaml") || path.endsWith(".json") || path.endsWith(".rules");
}

std::vector<deployment::ComparedGroup> groupsOf(const std::string &text, const QString &path, const QString &key)
{
    const auto document = rules::load(path.toStdString(), text);
    std::vector<deployment::ComparedGroup> groups = deployment::comparedGroups(*document, {});
    if (!key.isEmpty())
        std::erase_if(groups, [&](const deployment::ComparedGroup &group) { return group.file != key.toStdString(); });
    return groups;
}

/// Copies are meant to differ there: an image tag, replicas.
bool isOwn(const std::vector<std::string> &path)
{
    return deployment::placeKind(path).expected;
}

bool isOwnConflict(const yaml::TwinConflict &conflict)
{
    std::vector<std::string> path;
    for (const QString &part : QString::fromStdString(conflict.path).split(QStringLiteral(" › ")))
        path.push_back(part.toStdString());
    return isOwn(path);
}

/// The rules of a source file and of its twin. Keys and files may be named differently: what counts is that each group
/// is there.
std::vector<deployment::RuleDifference> ruleDifferences(const Twin &target, const QString &sourcePath,
                                                        const std::string &source, const std::string &twin)
{
    std::vector<deployment::ComparedGroup> own = groupsOf(source, sourcePath, {});
    std::vector<deployment::ComparedGroup> there = groupsOf(twin, target.path, target.key);
    for (auto *groups : {&own, &there}) {
        for (deployment::ComparedGroup &group : *groups)
            group.file.clear();
    }
    return deployment::compareRules(own, there);
}

/// The places that only one of two texts has.
std::set<std::string> placesOf(const std::string &left, const std::string &right, yaml::Difference::Kind kind)
{
    std::set<std::string> places;
    const auto found = yaml::differences(left, right);
    for (const yaml::Difference &each : found ? *found : std::vector<yaml::Difference>()) {
        if (each.kind != kind || isOwn(each.path))
            continue;
        std::string place;
        for (const std::string &part : each.path)
            place += part + '\x1f';
        places.insert(std::move(place));
    }
    return places;
}

std::set<std::string> placesOf(const std::vector<deployment::RuleDifference> &differences,
                               deployment::RuleDifference::Kind kind)
{
    std::set<std::string> places;
    for (const deployment::RuleDifference &each : differences) {
        if (each.kind == kind)
            places.insert(each.group + '\x1f' + each.rule);
    }
    return places;
}

} // namespace

bool holds(const Twin &target, const QString &sourcePath, const std::string &source, const std::string &twin)
{
    if (source == twin)
        return true;
    if (target.rulesOnly) {
        const auto found = ruleDifferences(target, sourcePath, source, twin);
        return std::ranges::all_of(found, [](const deployment::RuleDifference &each) {
            return each.kind == deployment::RuleDifference::Kind::OnlyRight ||
                   (!each.field.empty() && each.left.empty());
        });
    }
    if (!isYamlFile(sourcePath))
        return false;
    const auto found = yaml::differences(source, twin);
    return found && std::ranges::all_of(*found, [](const yaml::Difference &each) {
               return each.kind == yaml::Difference::Kind::OnlyRight || isOwn(each.path);
           });
}

bool arrived(const Twin &target, const QString &sourcePath, const std::string &before, const std::string &after,
             const std::string &twin)
{
    if (before == after)
        return true;
    if (!target.rulesOnly && !isYamlFile(sourcePath)) {
        const std::optional<std::string> merged = base::mergeLines(before, after, twin);
        return merged && *merged == twin;
    }
    const auto change =
        target.rulesOnly ? yaml::carryRulesToTwin(before, after, twin, QFileInfo(sourcePath).fileName().toStdString(),
                                                  target.key.toStdString())
                         : yaml::carryToTwin(before, after, twin);
    if (!change || !std::ranges::all_of(change->conflicts, isOwnConflict))
        return false;
    if (change->edits.empty())
        return true;
    const base::Result<std::string> text = base::applyEdits(twin, change->edits);
    const auto changed =
        text ? yaml::differences(*text, twin) : base::Result<std::vector<yaml::Difference>>(text.error());
    return changed && std::ranges::all_of(*changed, [](const yaml::Difference &each) { return isOwn(each.path); });
}

std::set<std::string> onlyInTwin(const Twin &target, const QString &sourcePath, const std::string &source,
                                 const std::string &twin)
{
    if (target.rulesOnly)
        return placesOf(ruleDifferences(target, sourcePath, source, twin), deployment::RuleDifference::Kind::OnlyRight);
    return isYamlFile(sourcePath) ? placesOf(source, twin, yaml::Difference::Kind::OnlyRight) : std::set<std::string>();
}

std::set<std::string> takenAway(const Twin &target, const QString &sourcePath, const std::string &before,
                                const std::string &after)
{
    if (target.rulesOnly) {
        Twin same = target;
        same.path = sourcePath;
        same.key.clear();
        return placesOf(ruleDifferences(same, sourcePath, before, after), deployment::RuleDifference::Kind::OnlyLeft);
    }
    return isYamlFile(sourcePath) ? placesOf(before, after, yaml::Difference::Kind::OnlyLeft) : std::set<std::string>();
}

bool mayTakeAway(const std::string &before, const std::string &after, const std::set<std::string> &places)
{
    const auto count = [](std::string_view text, std::string_view word) {
        std::size_t found = 0;
        for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + word.size()))
            ++found;
        return found;
    };
    return std::ranges::any_of(places, [&](const std::string &place) {
        // The name at the end: of `job_name api` the `api`.
        const std::size_t end = place.find_last_not_of('\x1f') + 1;
        const std::size_t start = place.find_last_of("\x1f ", end == 0 ? 0 : end - 1);
        const std::string_view name =
            std::string_view(place).substr(start == std::string::npos ? 0 : start + 1, end - start - 1);
        const bool number = name.find_first_not_of("0123456789") == std::string_view::npos;
        return number || count(before, name) > count(after, name);
    });
}

std::optional<std::string> takenBack(const QString &sourcePath, const std::string &before, const std::string &after,
                                     const std::string &later)
{
    if (later == after)
        return before;
    if (isYamlFile(sourcePath)) {
        auto change = yaml::carryToTwin(after, before, later);
        if (change && !change->conflicts.empty())
            return std::nullopt;
        if (base::Result<std::string> text =
                change ? base::applyEdits(later, std::move(change->edits)) : change.error();
            text)
            return std::move(text.value());
    }
    return base::mergeLines(after, before, later);
}

} // namespace workspace::save
