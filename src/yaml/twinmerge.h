#pragma once

#include "yaml/twin.h"
#include "yaml/twintext.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

/// The three-way merge by YAML path. Inside src/yaml only.
namespace yaml::twin {

struct Merged
{
    TwinChange change;
    /// formOfDocuments() of the twin with the change, made from the trees alone: what the edited text has to mean.
    std::string form;
};

/// Knows what a person decided, and gives each conflict its id. One for all levels of one change.
class Decider
{
public:
    explicit Decider(const TwinDecisions &decisions) : m_decisions(decisions) {}

    /// The id of the next conflict at this place.
    [[nodiscard]] std::string nextId(const std::string &path);
    /// Nothing when the conflict is open.
    [[nodiscard]] const TwinDecision *decision(const std::string &id) const;

private:
    const TwinDecisions &m_decisions;
    std::map<std::string, int> m_seen;
};

/// Merges and picks the most faithful text for it: the source's own lines where they fit, else edits by path; checked
/// by reading the result back. `path` leads to the three texts.
[[nodiscard]] Merged mergeSides(const Side &before, const Side &after, const Side &twin,
                                const std::vector<std::string> &path, Decider &decider);

/// The same for the values of one entry of three mappings; the form is that of the twin's value. Nothing checks the
/// result.
[[nodiscard]] Merged mergeEntries(const Side &before, const Node &beforeOwner, const Side &after,
                                  const Node &afterOwner, const Side &twin, const Node &twinOwner, std::string_view key,
                                  const std::vector<std::string> &path, Decider &decider);

} // namespace yaml::twin
