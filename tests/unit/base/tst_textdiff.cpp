#include "base/textdiff.h"
#include "support/registry.h"

#include <random>

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

class TestTextDiff : public QObject
{
    Q_OBJECT

private slots:
    void printsUnifiedDiffs_data();
    void printsUnifiedDiffs();
    void diffsOfAnyTextsApply();
    void findsNearlyTheShortestDifference();
    void comparesHugeDifferentTexts();
    void pairsLinesAndMarksWords();
    void mergesByLines_data();
    void mergesByLines();
};

namespace {

std::string patched(const QTemporaryDir &folder, const std::string &before, const std::string &diff)
{
    QFile file(folder.filePath("text"));
    if (!file.open(QIODevice::WriteOnly) || file.write(before.data(), static_cast<qint64>(before.size())) < 0)
        return "could not write";
    file.close();
    QProcess git;
    git.setWorkingDirectory(folder.path());
    git.start("git", {"apply", "--unidiff-zero", "--whitespace=nowarn", "-"});
    git.write(diff.data(), static_cast<qint64>(diff.size()));
    git.closeWriteChannel();
    if (!git.waitForFinished() || git.exitCode() != 0)
        return "git apply: " + git.readAllStandardError().toStdString();
    if (!file.open(QIODevice::ReadOnly))
        return "could not read";
    return file.readAll().toStdString();
}

std::string randomText(std::mt19937 &random, std::size_t lines, int letters)
{
    std::string text;
    for (std::size_t i = 0; i < lines; ++i) {
        text += static_cast<char>('a' + static_cast<int>(random() % static_cast<unsigned>(letters)));
        text += '\n';
    }
    if (!text.empty() && random() % 3 == 0)
        text.pop_back();
    return text;
}

/// The length of the longest common subsequence, by the textbook table.
std::size_t longestCommon(const std::vector<std::string_view> &a, const std::vector<std::string_view> &b)
{
    std::vector<std::vector<std::size_t>> table(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i < a.size(); ++i) {
        for (std::size_t k = 0; k < b.size(); ++k)
            table[i + 1][k + 1] = a[i] == b[k] ? table[i][k] + 1 : std::max(table[i][k + 1], table[i + 1][k]);
    }
    return table[a.size()][b.size()];
}

} // namespace

void TestTextDiff::printsUnifiedDiffs_data()
{
    QTest::addColumn<std::string>("before");
    QTest::addColumn<std::string>("after");
    QTest::addColumn<std::string>("diff");
    const std::string head = "--- a/x\n+++ b/x\n";
    QTest::newRow("equal") << std::string("a\n") << std::string("a\n") << std::string();
    QTest::newRow("one line") << std::string("1\n2\n3\n4\n5\n6\n7\n8\n9\n")
                              << std::string("1\n2\n3\n4\nfive\n6\n7\n8\n9\n")
                              << head + "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n";
    QTest::newRow("new text") << std::string() << std::string("a\nb\n") << head + "@@ -0,0 +1,2 @@\n+a\n+b\n";
    QTest::newRow("gone") << std::string("a\n") << std::string() << head + "@@ -1 +0,0 @@\n-a\n";
    QTest::newRow("no newline before") << std::string("a\nb") << std::string("a\nb\n")
                                       << head + "@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n";
    QTest::newRow("no newline both") << std::string("a\nb") << std::string("c\nb")
                                     << head + "@@ -1,2 +1,2 @@\n-a\n+c\n b\n\\ No newline at end of file\n";
    QTest::newRow("two hunks") << std::string("a\n1\n2\n3\n4\n5\n6\n7\nb\n")
                               << std::string("A\n1\n2\n3\n4\n5\n6\n7\nB\n")
                               << head + "@@ -1,4 +1,4 @@\n-a\n+A\n 1\n 2\n 3\n@@ -6,4 +6,4 @@\n 5\n 6\n 7\n-b\n+B\n";
    QTest::newRow("joined hunks") << std::string("a\n1\n2\n3\n4\n5\n6\nb\n") << std::string("A\n1\n2\n3\n4\n5\n6\nB\n")
                                  << head + "@@ -1,8 +1,8 @@\n-a\n+A\n 1\n 2\n 3\n 4\n 5\n 6\n-b\n+B\n";
}

void TestTextDiff::printsUnifiedDiffs()
{
    QFETCH(std::string, before);
    QFETCH(std::string, after);
    QFETCH(std::string, diff);
    QCOMPARE(base::unifiedDiff(before, after, {"a/x", "b/x"}), diff);
}

void TestTextDiff::diffsOfAnyTextsApply()
{
    const QTemporaryDir folder;
    std::mt19937 random(7);
    for (int round = 0; round < 60; ++round) {
        const std::string before = randomText(random, 1 + random() % 30, 4);
        const std::string after = randomText(random, 1 + random() % 30, 4);
        const std::string diff = base::unifiedDiff(before, after, {"a/text", "b/text", round % 4U});
        if (before != after)
            QCOMPARE(patched(folder, before, diff), after);
    }
}

void TestTextDiff::findsNearlyTheShortestDifference()
{
    std::mt19937 random(11);
    std::size_t kept = 0;
    std::size_t possible = 0;
    for (int round = 0; round < 500; ++round) {
        // Three letters leave hardly a unique line, so the search alone decides.
        const std::string before = randomText(random, 2 + random() % 20, 3) + "\n";
        const std::string after = randomText(random, 2 + random() % 20, 3) + "\n";
        const auto oldLines = base::splitLines(before);
        const auto newLines = base::splitLines(after);
        std::size_t oldAt = 0;
        std::size_t newAt = 0;
        kept += oldLines.size();
        for (const base::LineChange &change : base::lineChanges(before, after)) {
            QCOMPARE(change.oldStart - oldAt, change.newStart - newAt);
            for (; oldAt < change.oldStart; ++oldAt, ++newAt)
                QCOMPARE(oldLines[oldAt], newLines[newAt]);
            kept -= change.oldCount;
            oldAt += change.oldCount;
            newAt += change.newCount;
        }
        QCOMPARE(oldLines.size() - oldAt, newLines.size() - newAt);
        possible += longestCommon(oldLines, newLines);
    }
    QVERIFY2(100 * kept >= 97 * possible, qPrintable(QString("%1 of %2").arg(kept).arg(possible)));
}

void TestTextDiff::comparesHugeDifferentTexts()
{
    std::mt19937 random(3);
    const std::string before = randomText(random, 100'000, 20);
    const std::string after = randomText(random, 100'000, 20);
    const auto changes = base::lineChanges(before, after);
    QVERIFY(!changes.empty());
}

void TestTextDiff::pairsLinesAndMarksWords()
{
    const std::string before = "groups:\n- alert: HighErrorRate\n  expr: rate(x[5m]) > 1\n  for: 5m\n";
    const std::string after = "groups:\n- alert: HighErrorRate\n  # new note\n  expr: rate(x[10m]) > 1\n  for: 5m\n";
    const std::vector<base::DiffHunk> hunks = base::diffHunks(before, after, 1);
    QCOMPARE(hunks.size(), std::size_t(1));
    const std::vector<base::DiffRow> &rows = hunks[0].rows;
    QCOMPARE(rows.size(), std::size_t(4));
    using Kind = base::DiffRow::Kind;
    QCOMPARE(rows[0].kind, Kind::Same);
    QCOMPARE(rows[1].kind, Kind::Added);
    QCOMPARE(*rows[1].newLine, std::size_t(2));
    QCOMPARE(rows[2].kind, Kind::Changed);
    QCOMPARE(rows[2].oldWords.size(), std::size_t(1));
    QCOMPARE(before.substr(rows[2].oldWords[0].start, rows[2].oldWords[0].size()), std::string("5m"));
    QCOMPARE(after.substr(rows[2].newWords[0].start, rows[2].newWords[0].size()), std::string("10m"));
    QCOMPARE(rows[3].kind, Kind::Same);
    QVERIFY(base::diffHunks(before, before).empty());
}

void TestTextDiff::mergesByLines_data()
{
    QTest::addColumn<std::string>("after");
    QTest::addColumn<std::string>("other");
    QTest::addColumn<std::string>("merged");
    const std::string conflict = "conflict";
    QTest::newRow("apart") << std::string("A\nb\nc\nd\n") << std::string("a\nb\nc\nD\n") << std::string("A\nb\nc\nD\n");
    QTest::newRow("the same") << std::string("a\nB\nc\nd\n") << std::string("a\nB\nc\nd\n")
                              << std::string("a\nB\nc\nd\n");
    QTest::newRow("one place") << std::string("a\nB\nc\nd\n") << std::string("a\nx\nc\nd\n") << conflict;
    QTest::newRow("touching") << std::string("a\nB\nc\nd\n") << std::string("a\nb\nC\nd\n") << conflict;
    QTest::newRow("removed and kept") << std::string("a\nb\nc\n") << std::string("x\na\nb\nc\nd\n")
                                      << std::string("x\na\nb\nc\n");
    QTest::newRow("both insert") << std::string("a\nb\n1\nc\nd\n") << std::string("a\nb\n2\nc\nd\n") << conflict;
}

void TestTextDiff::mergesByLines()
{
    QFETCH(std::string, after);
    QFETCH(std::string, other);
    QFETCH(std::string, merged);
    QCOMPARE(base::mergeLines("a\nb\nc\nd\n", after, other).value_or("conflict"), merged);
}

REGISTER_TEST(TestTextDiff);

#include "tst_textdiff.moc"
