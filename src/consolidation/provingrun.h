#pragma once

#include "backtest/rulebacktest.h"
#include "consolidation/comparison.h"
#include "consolidation/proposal.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace consolidation {

class CaveatRun;
class EmptinessRun;
struct AlertmanagerConfig;

/// A rule as it is compared: written already, or proposed.
struct ConditionOf
{
    std::string name;
    std::string expr;
    promql::Dialect dialect;
    std::string forDuration;
    std::string keepFiringFor;
    /// Static labels of group and rule.
    alerting::Labels labels;
    /// Of the group: how many alerts the rule may have; 0 for any number.
    std::size_t limit = 0;
    bool records = false;
    /// Where it is evaluated.
    rules::RuleRef reader;
};

[[nodiscard]] ConditionOf conditionOf(const Member &member);
[[nodiscard]] ConditionOf conditionOf(const Family &family, const Takeover &takeover);

/// Compares what a proposal changes over the history of a server: asks for all operands and judges. The thread of the
/// server object.
class ProvingRun
{
public:
    /// `documents` hold the recording rules that are read. Family and proposal must outlive the run.
    ProvingRun(const Family &family, const Proposal &proposal, const Documents &documents, Milliseconds from,
               Milliseconds to, alerting::RuleServer &server,
               std::shared_ptr<const backtest::ServerKnowledge> knowledge);
    ~ProvingRun();

    /// Where alerts are sent, so that the proof says what changes there. Before start().
    void setAlertmanager(std::shared_ptr<const AlertmanagerConfig> config) { m_alertmanager = std::move(config); }
    /// The endpoint is known not to answer: nobody waits for it again. Before start().
    void setUnreachable(base::Error error) { m_unreachable = std::move(error); }
    /// Why the endpoint answered nothing, where it did not.
    [[nodiscard]] const std::optional<base::Error> &unreachable() const { return m_unreachable; }
    /// `finished` is called once, from the event loop or from within start(). Deleting the run cancels. `progressed` is
    /// called after each expression.
    void start(std::function<void()> finished, std::function<void()> progressed = {});
    [[nodiscard]] std::size_t done() const { return m_next; }
    [[nodiscard]] std::size_t total() const { return m_jobs.size(); }
    [[nodiscard]] const Proof &proof() const { return m_proof; }

private:
    struct Job
    {
        std::size_t takeover = 0;
        /// Index into the takeover's members; nothing for the new rule.
        std::optional<std::size_t> member;
        std::size_t operand = 0;
        /// The whole expression, for its firings.
        bool whole = false;
        std::string expr;
        rules::RuleRef reader;
        /// At the ticks of the member's own group, where it is another one than the new rule's.
        std::optional<backtest::GroupTiming> timing;
    };
    struct Side
    {
        std::vector<ObservedRule> olds;
        ObservedRule now;
        /// Of the new rule's group.
        backtest::GroupTiming timing;
        backtest::Ticks ticks;
    };

    [[nodiscard]] backtest::GroupTiming timingOf(const rules::RuleGroup &group, const rules::RuleRef &ref) const;
    [[nodiscard]] backtest::GroupTiming timingOf(const Documents &documents, const rules::RuleRef &recording) const;
    void addJobs(std::size_t takeover, std::optional<std::size_t> member, const ConditionOf &condition,
                 const backtest::GroupTiming &timing, ObservedRule &rule);
    void addOwnTicks(std::size_t takeover, std::size_t index, const ConditionOf &condition,
                     const backtest::GroupTiming &timing, ObservedRule &rule);
    void keepCommonParts(std::size_t takeover, Side &side);
    [[nodiscard]] ObservedRule &ruleOf(const Job &job);
    void next();
    void store();
    void refuseRange(std::size_t ticks);
    void giveUp(const base::Error &error);
    [[nodiscard]] bool answeredNothing(const base::Error &error) const;
    void judge();
    void doubt(const Takeover &takeover, Proof &proof) const;
    void addBeginning(const Side &side, Proof &proof) const;
    void askWhyEmpty();
    void askCaveats();
    void finish();
    [[nodiscard]] Milliseconds retention() const;

    const Family &m_family;
    const Proposal &m_proposal;
    alerting::RuleServer &m_server;
    std::shared_ptr<const backtest::ServerKnowledge> m_knowledge;
    Milliseconds m_from = 0;
    Milliseconds m_to = 0;
    std::vector<backtest::RecordingRule> m_recordings;
    /// Behind those of the documents.
    std::size_t m_firstProposed = 0;
    /// Of the first new rule's group.
    backtest::GroupTiming m_timing;
    /// With the longest durations of all rules: how long before the range each comparison begins.
    alerting::AlertSpec m_longest;
    std::vector<Side> m_sides;
    std::vector<Job> m_jobs;
    std::size_t m_next = 0;
    /// How many in a row got no answer.
    int m_failures = 0;
    std::optional<base::Error> m_unreachable;
    std::unique_ptr<backtest::ExpressionFetch> m_fetch;
    std::vector<std::string> m_emptyExprs;
    /// Everything that was asked, each once.
    std::vector<std::string> m_asked;
    std::unique_ptr<EmptinessRun> m_causes;
    std::unique_ptr<CaveatRun> m_caveats;
    std::shared_ptr<const AlertmanagerConfig> m_alertmanager;
    std::function<void()> m_finished;
    std::function<void()> m_progressed;
    Proof m_proof;
};

/// Expands the template of a label for series of which only the labels are known; what depends on more stays as it is.
[[nodiscard]] std::string expandLabel(const std::string &text, const alerting::Labels &labels);

} // namespace consolidation
