#include "consolidation/candidate.h"
#include "consolidation/report.h"
#include "rulelines.h"
#include "support/registry.h"

#include <QTest>

namespace {

/// A family of two, and a third that lacks their matcher.
std::shared_ptr<const rules::RuleDocument> threeRules()
{
    return rulesOf("a.yml", "Slow: rate(requests_total{job=\"shop\",code=\"500\"}[5m]) > 1\n"
                            "Slow: rate(requests_total{job=\"stock\",code=\"500\"}[5m]) > 1\n"
                            "Slow: rate(requests_total{job=\"mail\"}[5m]) > 1");
}

std::vector<consolidation::Candidate> candidatesFrom(const std::shared_ptr<const rules::RuleDocument> &document)
{
    std::vector<consolidation::Candidate> candidates;
    const rules::RuleGroup &group = document->groups().front();
    for (std::size_t i = 0; i < group.rules.size(); ++i) {
        consolidation::Candidate candidate;
        candidate.member = {document, document->refOf(group, i), &group, &group.rules[i]};
        candidate.shape = consolidation::shapeOf(group.rules[i].tree->root());
        candidate.nameWords = consolidation::wordsOf(group.rules[i].name.value);
        candidate.nameWordSet.insert(candidate.nameWords.begin(), candidate.nameWords.end());
        candidates.push_back(std::move(candidate));
    }
    return candidates;
}

} // namespace

/// The steps of a search that nobody waits for any more end where they are.
class TestCancelling : public QObject
{
    Q_OBJECT

private slots:
    void stopsLookingForCopies();
    void stopsLookingForDrift();
    void stopsTheReport();
};

void TestCancelling::stopsLookingForCopies()
{
    const auto candidates = candidatesFrom(threeRules());
    std::stop_source source;
    const auto all = consolidation::findCopies(candidates, source.get_token());
    QCOMPARE(all.size(), std::size_t(1));
    QCOMPARE(all[0].members.size(), std::size_t(2));
    source.request_stop();
    QVERIFY(consolidation::findCopies(candidates, source.get_token()).empty());
}

void TestCancelling::stopsLookingForDrift()
{
    const auto candidates = candidatesFrom(threeRules());
    std::stop_source source;
    const auto membersWithDrift = [&] {
        auto clusters = consolidation::findCopies(candidates, {});
        consolidation::addDrifted(candidates, clusters, source.get_token());
        return clusters.at(0).members.size();
    };
    QCOMPARE(membersWithDrift(), std::size_t(3));
    source.request_stop();
    QCOMPARE(membersWithDrift(), std::size_t(2));
}

void TestCancelling::stopsTheReport()
{
    const consolidation::Documents documents = {threeRules()};
    std::stop_source source;
    QCOMPARE(consolidation::reportOn(documents, false, source.get_token()).proposals.size(), std::size_t(1));
    source.request_stop();
    const consolidation::Report stopped = consolidation::reportOn(documents, false, source.get_token());
    QVERIFY(stopped.findings.families.empty() && stopped.proposals.empty());
    QCOMPARE(stopped.findings.ruleCount, std::size_t(0));
}

REGISTER_TEST(TestCancelling);
#include "tst_cancelling.moc"
