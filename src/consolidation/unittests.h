#pragma once

#include "alerting/seriessource.h"
#include "consolidation/comparison.h"
#include "consolidation/proposal.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace consolidation {

/// Unit tests for `promtool test rules` of what is proposed for a family, made from the history around a firing of the
/// new alert, or around its end of the range where it never fired. The thread of the source.
class UnitTestRun
{
public:
    struct File
    {
        /// Without a folder.
        std::string name;
        std::string text;
    };

    /// `proof` is the comparison of the proposal over [.., to]. Family and proposal must outlive the run.
    UnitTestRun(const Family &family, const Proposal &proposal, const Proof &proof, Milliseconds to,
                alerting::SeriesSource &source);
    /// The rule file that the test names, relative to where it will lie, so that CI holds the rules themselves; the
    /// rules are then not written. For a plain rule file into which the proposal is or will be accepted. Before
    /// start().
    void setRuleFile(std::string path) { m_ruleFile = std::move(path); }
    ~UnitTestRun();

    /// `finished` is called once, later or from within start().
    void start(std::function<void()> finished);
    /// The rules as a plain rule file unless setRuleFile() names one, and last their test.
    [[nodiscard]] const std::vector<File> &files() const { return m_files; }
    [[nodiscard]] const std::optional<base::Error> &error() const { return m_error; }

private:
    void ask();
    void write();

    const Family &m_family;
    const Proposal &m_proposal;
    const Proof &m_proof;
    alerting::SeriesSource &m_source;
    Milliseconds m_interval = 60000;
    Milliseconds m_start = 0;
    /// The evaluation that the test looks at.
    Milliseconds m_at = 0;
    std::vector<std::string> m_selectors;
    std::size_t m_next = 0;
    std::map<alerting::Labels, std::vector<alerting::Sample>> m_series;
    std::unique_ptr<alerting::PendingQuery> m_pending;
    std::string m_ruleFile;
    std::vector<File> m_files;
    std::optional<base::Error> m_error;
    std::function<void()> m_finished;
};

} // namespace consolidation
