#pragma once

#include "base/textedit.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

/// Carries the change between two versions of a source text to its twin: a copy that has grown parts of its own.
namespace yaml {

/// A change that cannot be carried to the twin without a person's decision.
struct TwinConflict
{
    enum class Kind {
        /// Both sides changed the same place differently, or both added something there.
        BothChanged,
        /// The source changed something that the twin does not have.
        MissingInTwin,
        /// The source removed something in which the twin has values of its own.
        RemovedButChanged,
        /// The change is clear, its text is not: unusual YAML, say. It has to be made by hand.
        NotCarried,
    };
    Kind kind = Kind::BothChanged;
    /// Names the conflict among all of these three texts; stays the same when others are settled.
    std::string id;
    /// Where, for a person: `data › rules.yml › groups › gateway › HighErrorRate › expr`.
    std::string path;
    base::Text text;
    /// The place's YAML in the source before and after the change and in the twin, without its margin; empty where
    /// there is none.
    std::string before;
    std::string after;
    std::string twin;
    /// Bytes of the twin: the place, or the nearest one around it that exists.
    base::ByteRange range;
};

/// How a person settled a conflict.
struct TwinDecision
{
    enum class Choice {
        /// The twin gets what the source has now, or loses what the source removed.
        Source,
        /// The twin stays as it is in this place.
        Twin,
        /// The twin gets `text`; for Kind::BothChanged.
        Text,
    };
    Choice choice = Choice::Source;
    /// YAML without a margin, as TwinConflict shows it.
    std::string text = {};
};

/// By TwinConflict::id. Kind::NotCarried cannot be settled place by place.
using TwinDecisions = std::map<std::string, TwinDecision>;

struct TwinChange
{
    /// Against the twin's text; empty when there are conflicts.
    base::TextEdits edits;
    std::vector<TwinConflict> conflicts;
};

/// Places are found by YAML path: mapping keys; list items by their `alert`, `record`, `name` or `job_name` (equal
/// names by likeness, then by their order), others by value or place; documents by kind and name; YAML inside ConfigMap
/// data, and in the values and patches of other manifests, is entered. What only the twin has stays, with its comments,
/// styles and line ends. The result is checked: it is read back and holds exactly the twin with the change. Fails with
/// ErrorKind::Invalid when a text is not valid YAML.
[[nodiscard]] base::Result<TwinChange> carryToTwin(std::string_view before, std::string_view after,
                                                   std::string_view twin, const TwinDecisions &decisions = {});

/// Carries only the change of rule groups, between any two of: a plain rule file, rule files in the data of a
/// ConfigMap, PrometheusRule resources. `key` names the twin's ConfigMap key; empty: the one named like the source's
/// key or like `fileName`, else the only list of groups there is.
[[nodiscard]] base::Result<TwinChange> carryRulesToTwin(std::string_view before, std::string_view after,
                                                        std::string_view twin, const std::string &fileName,
                                                        const std::string &key, const TwinDecisions &decisions = {});

} // namespace yaml
