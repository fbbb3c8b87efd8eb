#include "consolidation/proof.h"
#include "support/registry.h"

#include <functional>

#include <QTest>

using consolidation::Proof;
using consolidation::Verdict;

/// The verdict as it is shown and put into commit messages.
class TestVerdictSentence : public QObject
{
    Q_OBJECT

private slots:
    void saysTheVerdict_data();
    void saysTheVerdict();
    void joinsTakeovers();
    void namesWhatAlertsGet();
};

void TestVerdictSentence::saysTheVerdict_data()
{
    QTest::addColumn<Proof>("proof");
    QTest::addColumn<QByteArray>("sentence");
    const auto row = [](const QByteArray &sentence, const std::function<void(Proof &)> &set) {
        Proof proof;
        set(proof);
        QTest::newRow(sentence.constData()) << proof << sentence;
    };
    row("Same: the values agree at all 20,160 evaluations, and so do the firings (3).", [](Proof &proof) {
        proof.verdict = Verdict::Same;
        proof.strength = "fired";
        proof.ticks = 20160;
        proof.firedBefore = proof.firedAfter = 3;
    });
    row("Same (no firing to compare): all values agree, the highest was 2.1 (threshold 5).", [](Proof &proof) {
        proof.verdict = Verdict::Same;
        proof.strength = "values";
        proof.nearest = 2.1;
        proof.threshold = 5;
    });
    row("Same (no firing to compare): all values agree, the lowest was 2.1 (threshold 1).", [](Proof &proof) {
        proof.verdict = Verdict::Same;
        proof.strength = "values";
        proof.nearest = 2.1;
        proof.threshold = 1;
        proof.downwards = true;
    });
    row("Same (no firing to compare): all values agree, the highest was 0.248 (threshold 0.9).", [](Proof &proof) {
        proof.verdict = Verdict::Same;
        proof.strength = "values";
        proof.nearest = 0.24809483488569015;
        proof.threshold = 0.9;
    });
    // No rounding makes the value reach the threshold.
    row("Same (no firing to compare): all values agree, the highest was 0.049999 (threshold 0.05).", [](Proof &proof) {
        proof.verdict = Verdict::Same;
        proof.strength = "values";
        proof.nearest = 0.0499991;
        proof.threshold = 0.05;
    });
    row("Wider: ai-analysis is included now.", [](Proof &proof) {
        proof.verdict = Verdict::Wider;
        proof.included = {"ai-analysis"};
    });
    row("Wider: ai-analysis, mail are included now.", [](Proof &proof) {
        proof.verdict = Verdict::Wider;
        proof.included = {"ai-analysis", "mail"};
    });
    row("Cannot tell: the endpoint cannot evaluate A, B.", [](Proof &proof) {
        proof.verdict = Verdict::CannotTell;
        proof.refused = {"A", "B"};
    });
    row("Narrower: firings of identity that are gone: 2.", [](Proof &proof) {
        proof.verdict = Verdict::Narrower;
        proof.lost = {"identity"};
        proof.lostFirings = 2;
    });
    row("Different.", [](Proof &proof) { proof.verdict = Verdict::Different; });
    row("Cannot tell: neither the old rules nor the new one have data.", [](Proof &proof) {
        proof.verdict = Verdict::CannotTell;
        proof.silent = {"A"};
        proof.nothingNew = true;
    });
    row("Unproved: no endpoint was asked.", [](Proof &) {});
}

void TestVerdictSentence::saysTheVerdict()
{
    QFETCH(Proof, proof);
    QFETCH(QByteArray, sentence);
    QCOMPARE(QByteArray::fromStdString(proof.sentence().english()), sentence);
}

/// A family of which one part fired alike and the other is the same without firing is the same and fired.
void TestVerdictSentence::joinsTakeovers()
{
    Proof fired;
    fired.verdict = Verdict::Same;
    fired.strength = "fired";
    fired.firedBefore = fired.firedAfter = 3;
    Proof quiet;
    quiet.verdict = Verdict::Same;
    quiet.strength = "values";
    quiet.firedBefore = quiet.firedAfter = 0;
    QCOMPARE(consolidation::joined({fired, quiet}).strength, "fired");
    QCOMPARE(consolidation::joined({quiet, fired}).strength, "fired");
    QCOMPARE(consolidation::joined({quiet, quiet}).strength, "values");
    Proof wider = quiet;
    wider.verdict = Verdict::Wider;
    QCOMPARE(consolidation::joined({fired, wider}).strength, "values");
    Proof unknown;
    unknown.verdict = Verdict::CannotTell;
    QCOMPARE(consolidation::joined({fired, unknown}).strength, "structure");
    QCOMPARE(static_cast<int>(consolidation::joined({fired, unknown}).verdict), static_cast<int>(Verdict::CannotTell));
}

void TestVerdictSentence::namesWhatAlertsGet()
{
    Proof proof;
    proof.verdict = Verdict::Same;
    QVERIFY(proof.remark().english().empty());
    proof.gained = {"job"};
    QCOMPARE(proof.remark().english(), std::string("The alerts get new labels: job."));
    proof.renamed = {"ShopBusy → Busy"};
    QCOMPARE(proof.remark().english(), std::string("The alerts get new labels and names: job; ShopBusy → Busy."));
    Proof other;
    other.verdict = Verdict::Same;
    other.renamed = {"MailBusy → Busy"};
    QCOMPARE(other.remark().english(), std::string("The alerts get new names: MailBusy → Busy."));
    QCOMPARE(consolidation::joined({proof, other}).remark().english(),
             std::string("The alerts get new labels and names: job; ShopBusy → Busy, MailBusy → Busy."));
    proof.verdict = Verdict::CannotTell;
    QVERIFY(proof.remark().english().empty());
}

REGISTER_TEST(TestVerdictSentence);

#include "tst_verdictsentence.moc"
