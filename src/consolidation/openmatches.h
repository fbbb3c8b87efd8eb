#pragma once

#include "consolidation/proof.h"
#include "consolidation/proposal.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace consolidation {

/// What the open patterns of a proposal match besides the members: "match" is a member's, "unintended" is not.
/// In the rules of the workspace: metrics that they name.
[[nodiscard]] std::vector<Evidence> openMatchesInRules(const Family &family, const Proposal &proposal,
                                                       const Documents &documents);

/// The same at an endpoint, with the number of series. The thread of the source.
class OpenMatchRun
{
public:
    /// Family and proposal must outlive the run.
    OpenMatchRun(const Family &family, const Proposal &proposal, Milliseconds from, Milliseconds to,
                 alerting::SeriesSource &source);
    ~OpenMatchRun();

    /// `finished` is called once, later or from within start(). Deleting the run cancels.
    void start(std::function<void()> finished);
    [[nodiscard]] const std::vector<Evidence> &matches() const { return m_matches; }

private:
    void ask();
    void take(const base::Result<alerting::QueryResult> &result);

    struct Question;
    std::vector<Question> m_questions;
    std::size_t m_next = 0;
    Milliseconds m_from = 0;
    Milliseconds m_to = 0;
    alerting::SeriesSource &m_source;
    std::unique_ptr<alerting::PendingQuery> m_pending;
    std::vector<Evidence> m_matches;
    std::function<void()> m_finished;
};

} // namespace consolidation
