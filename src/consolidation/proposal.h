#pragma once

#include "base/result.h"
#include "consolidation/families.h"
#include "consolidation/healthyform.h"
#include "rules/ruleedits.h"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

/// What is to become of a family: a recording rule, one alert, and what they change. Pure functions of parsed rules.
namespace consolidation {

/// A rule as it would be written, and where.
struct ProposedRule
{
    rules::NewRule rule;
    /// Its index counts as if nothing else changed.
    rules::RuleRef place;
    /// Index within the group when every proposal of a report is applied; nothing where it cannot be written.
    std::optional<std::size_t> finalIndex;
};

/// One rule that takes over from several members.
struct Takeover
{
    /// Of a family of recording rules the one recording rule.
    ProposedRule alerting;
    /// Read by the alert; empty when the alert compares the expression itself. The first one holds what is compared.
    std::vector<ProposedRule> recording;
    /// Indices into Family::members; the first one's place is taken, the others go.
    std::vector<std::size_t> members;
    /// Labels that the new series carry beside those of the old ones, with their value for each of `members`.
    std::map<std::string, std::vector<std::string>> gained;
    /// Labels that tell the members apart in the new series, the most telling first; empty when none is known.
    std::vector<std::string> instanceLabels;
    /// The threshold of each of `members` where they have become series of the last recording rule.
    std::vector<std::string> thresholds;
};

/// Something a person should know before accepting.
struct Note
{
    /// "nothing", "assumption", "annotation", "name", "staleness", "identity", "threshold", "visible", "drift",
    /// "refused".
    std::string kind;
    base::Text text;
};

struct Proposal
{
    base::Text title;
    std::vector<Takeover> takeovers;
    std::vector<Note> notes;
    /// The alert is to say something else by then: no comparison may call it the same, and incidents tell which is
    /// better.
    bool meantToDiffer = false;

    [[nodiscard]] bool empty() const { return takeovers.empty(); }
};

struct ProposalOptions
{
    /// Any name or value of the family's form instead of those that are there: the next service is included.
    bool open = false;
    /// A ratio of events that are rare is 0 while there are none, instead of absent.
    bool visibleWhenHealthy = false;
    /// Thresholds that differ become series of a recording rule, so that one alert compares with all of them.
    bool thresholdSeries = false;
    /// The values of Family::varies are what is to be selected, also where the members' own matchers say less.
    bool givenValues = false;
    /// Names of recording rules that exist or are proposed elsewhere.
    std::set<std::string> takenNames;
    /// Those of them that proposals record, with the expression and the file: the same rules in another file, such as a
    /// copy that is kept in step, get the same name.
    std::map<std::string, std::pair<std::string, std::string>> proposedNames;
    /// Of the names of recording rules; 0: as most of the documents' rules are named.
    std::size_t nameParts = 0;
    /// The documents' recording rules, looked for anew where this is missing.
    std::shared_ptr<const RecordedExprs> recorded = nullptr;
};
/// What documents say for all families: names that are taken, and recording rules.
[[nodiscard]] ProposalOptions optionsFor(const Documents &documents);

/// The names of all recording rules.
[[nodiscard]] std::set<std::string> recordedNames(const Documents &documents);

/// Empty for families that cannot be merged. `documents` show how the project names its recording rules.
[[nodiscard]] Proposal propose(const Family &family, const Documents &documents, const ProposalOptions &options = {});

/// The forms of the proposal that make a difference for this family, the default first.
[[nodiscard]] std::vector<Proposal> alternatives(const Family &family, const Documents &documents);
/// For many families: `options` are optionsFor(documents), and are so again afterwards.
[[nodiscard]] std::vector<Proposal> alternatives(const Family &family, const Documents &documents,
                                                 ProposalOptions &options);

/// The edits of each file (by index into `documents`) that apply the proposals; nothing else in the files changes. A
/// proposal that does not fit (a Helm template, an anchor that others refer to) is left out and its error listed.
struct ProposalEdits
{
    struct Refusal
    {
        /// One of those that were accepted.
        const Family *family = nullptr;
        base::Error error;
    };

    std::map<std::string, base::TextEdits> byFile;
    /// The files as they are by then.
    std::map<std::string, std::shared_ptr<const rules::RuleDocument>> after;
    std::vector<Refusal> refused;
};
struct AcceptedFamily
{
    const Family *family = nullptr;
    const Proposal *proposal = nullptr;
};
[[nodiscard]] ProposalEdits proposalEdits(const std::vector<AcceptedFamily> &accepted);

} // namespace consolidation
