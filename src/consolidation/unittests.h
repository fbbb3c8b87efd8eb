#pragma once

#include "alerting/seriessource.h"
#include "consolidation/comparison.h"
#include "consolidation/proposal.h"

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace consolidation {

/// A unit test for `promtool test rules` of what is proposed for a family, made from the history around a firing of the
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
    /// rules are then not written. For a plain rule file into which the proposal is or will be accepted; `document` is
    /// what it holds, as the test evaluates all of it. Before start().
    void setRuleFile(std::string path, std::shared_ptr<const rules::RuleDocument> document);
    /// Where the recording rules stand that are read besides: the test brings those along that its rule file does not
    /// hold. Before start().
    void setDocuments(const Documents &documents) { m_documents = documents; }
    ~UnitTestRun();

    /// `finished` is called once, later or from within start().
    void start(std::function<void()> finished);
    /// The rules as a plain rule file unless setRuleFile() names one, and last their test.
    [[nodiscard]] const std::vector<File> &files() const { return m_files; }
    [[nodiscard]] const std::optional<base::Error> &error() const { return m_error; }

private:
    Milliseconds collect(const std::string &expr, Milliseconds &window, std::set<std::string> within);
    void plan();
    void ask();
    void write();

    const Family &m_family;
    const Proposal &m_proposal;
    const Proof &m_proof;
    alerting::SeriesSource &m_source;
    Milliseconds m_interval = 60000;
    /// Between the samples of the input.
    Milliseconds m_step = 60000;
    Milliseconds m_start = 0;
    /// The evaluation that the test looks at.
    Milliseconds m_at = 0;
    std::vector<std::string> m_selectors;
    std::size_t m_next = 0;
    std::map<alerting::Labels, std::vector<alerting::Sample>> m_series;
    std::unique_ptr<alerting::PendingQuery> m_pending;
    std::string m_ruleFile;
    std::shared_ptr<const rules::RuleDocument> m_document;
    /// The expressions of the recording rules that the test evaluates, by name.
    std::map<std::string, std::string> m_recorded;
    Documents m_documents;
    /// Of the documents, by name, and those of them that are read, in the order of their evaluation.
    std::map<std::string, rules::NewRule> m_known;
    std::vector<std::string> m_brought;
    std::vector<File> m_files;
    std::optional<base::Error> m_error;
    std::function<void()> m_finished;
};

} // namespace consolidation
