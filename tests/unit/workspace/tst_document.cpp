#include "repositories.h"
#include "support/registry.h"
#include "workspace/document.h"
#include "workspace/settings.h"
#include "workspace/workspace.h"

#include <QElapsedTimer>
#include <QFile>
#include <QSaveFile>
#include <QSignalSpy>
#include <QTest>

#include <thread>

using workspace::Document;

/// One file between its buffer, the disk, git and a crash.
class TestDocument : public QObject
{
    Q_OBJECT

private slots:
    void reloadsACleanFileAndKeepsADirtyOne();
    void noticesAtomicReplacesAgainAndAgain();
    void keepsADirtyBufferOverABranchSwitch();
    void keepsADirtyBufferWhoseFileIsGone();
    void refusesToSaveOverForeignChanges();
    void keepsBytesOverACrash();
    void restoresOverAChangedFile();
    void readsNoMixtureOfAFileThatChanges_data();
    void readsNoMixtureOfAFileThatChanges();
};

namespace {

constexpr int patience = 10'000;
const QByteArray ruleBytes = "groups:\n- name: g\n  rules:\n  - alert: Down\n    expr: up == 0\n";

void append(Document &document, const std::string &text)
{
    const std::size_t end = document.text().size();
    QVERIFY(document.apply({{{end, end}, text}}).ok());
}

void replaceAtomically(const QString &path, const QByteArray &bytes)
{
    QSaveFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
    QVERIFY(file.commit());
}

/// A workspace with one document open in it, watched.
struct Watched
{
    explicit Watched(const TestRepository &repository) : workspace(scheduler)
    {
        workspace.open(repository.path());
        document = *workspace.document(repository.path("rules.yaml"));
    }

    workspace::Scheduler scheduler{1};
    workspace::Workspace workspace;
    Document *document = nullptr;
};

} // namespace

void TestDocument::reloadsACleanFileAndKeepsADirtyOne()
{
    const QTemporaryDir folder;
    const TestRepository repository(folder.filePath("r"));
    repository.commit("rules.yaml", ruleBytes);
    const Watched watched(repository);
    repository.write("rules.yaml", ruleBytes + "# other\n");
    QTRY_COMPARE_WITH_TIMEOUT(watched.document->text(), (ruleBytes + "# other\n").toStdString(), patience);
    QVERIFY(!watched.document->isModified() && !watched.document->changedOnDisk());
    append(*watched.document, "# mine\n");
    repository.write("rules.yaml", ruleBytes + "# third\n");
    QTRY_VERIFY_WITH_TIMEOUT(watched.document->changedOnDisk(), patience);
    QCOMPARE(watched.document->text(), (ruleBytes + "# other\n# mine\n").toStdString());
    // Keep mine: the next save writes over what was seen.
    watched.document->keepMine();
    QVERIFY(watched.document->isModified() && !watched.document->changedOnDisk());
    QVERIFY(watched.document->save().ok());
    QCOMPARE(repository.read("rules.yaml"), ruleBytes + "# other\n# mine\n");
}

void TestDocument::noticesAtomicReplacesAgainAndAgain()
{
    const QTemporaryDir folder;
    const TestRepository repository(folder.filePath("r"));
    repository.commit("rules.yaml", ruleBytes);
    const Watched watched(repository);
    for (int i = 0; i < 3; ++i) {
        const QByteArray bytes = ruleBytes + "# " + QByteArray::number(i) + '\n';
        replaceAtomically(repository.path("rules.yaml"), bytes);
        QTRY_COMPARE_WITH_TIMEOUT(watched.document->text(), bytes.toStdString(), patience);
    }
}

void TestDocument::keepsADirtyBufferOverABranchSwitch()
{
    const QTemporaryDir folder;
    const TestRepository repository(folder.filePath("r"));
    repository.commit("rules.yaml", ruleBytes);
    repository.git({"checkout", "--quiet", "-b", "side"});
    repository.commit("rules.yaml", ruleBytes + "# side\n");
    const Watched watched(repository);
    append(*watched.document, "# mine\n");
    repository.git({"checkout", "--quiet", "main"});
    QTRY_VERIFY_WITH_TIMEOUT(watched.document->changedOnDisk(), patience);
    QCOMPARE(watched.document->text(), (ruleBytes + "# side\n# mine\n").toStdString());
    QCOMPARE(watched.document->save().error().kind, base::ErrorKind::Conflict);
    QCOMPARE(repository.read("rules.yaml"), ruleBytes);
    // Back again: what the buffer was typed over is there, so nothing is left to ask.
    repository.git({"checkout", "--quiet", "side"});
    QTRY_VERIFY_WITH_TIMEOUT(!watched.document->changedOnDisk(), patience);
    QVERIFY(watched.document->save().ok());
    QCOMPARE(repository.read("rules.yaml"), ruleBytes + "# side\n# mine\n");
}

void TestDocument::keepsADirtyBufferWhoseFileIsGone()
{
    const QTemporaryDir folder;
    const TestRepository repository(folder.filePath("r"));
    repository.commit("other", "1\n");
    repository.git({"checkout", "--quiet", "-b", "side"});
    repository.commit("rules.yaml", ruleBytes);
    const Watched watched(repository);
    append(*watched.document, "# mine\n");
    repository.git({"checkout", "--quiet", "main"});
    QTRY_VERIFY_WITH_TIMEOUT(watched.document->changedOnDisk(), patience);
    QCOMPARE(watched.document->text(), (ruleBytes + "# mine\n").toStdString());
    watched.document->keepMine();
    QVERIFY(watched.document->isModified());
    QVERIFY(watched.document->save().ok());
    QCOMPARE(repository.read("rules.yaml"), ruleBytes + "# mine\n");
}

void TestDocument::refusesToSaveOverForeignChanges()
{
    const QTemporaryDir folder;
    const TestRepository repository(folder.filePath("r"));
    repository.write("rules.yaml", ruleBytes);
    const auto document = std::move(Document::open(repository.path("rules.yaml")).value());
    append(*document, "# mine\n");
    repository.write("rules.yaml", "theirs: 1\n");
    QCOMPARE(document->save().error().kind, base::ErrorKind::Conflict);
    QCOMPARE(repository.read("rules.yaml"), QByteArray("theirs: 1\n"));
    QVERIFY(document->changedOnDisk());
}

void TestDocument::keepsBytesOverACrash()
{
    const std::string text = "a: caf\xe9 \xf0\x9f\x94\xa5\r\n# \xff\n";
    workspace::stash("/nowhere/rules.yaml", text, "a: 1\n");
    const auto kept = workspace::stashedTexts();
    QCOMPARE(kept.size(), std::size_t(1));
    QCOMPARE(kept[0].text, text);
    QCOMPARE(kept[0].path, QString("/nowhere/rules.yaml"));
    QCOMPARE(kept[0].diskHash, workspace::contentHash("a: 1\n"));
    workspace::dropStash("/nowhere/rules.yaml");
    QVERIFY(workspace::stashedTexts().empty());
}

void TestDocument::restoresOverAChangedFile()
{
    const QTemporaryDir folder;
    const TestRepository repository(folder.filePath("r"));
    repository.write("rules.yaml", ruleBytes);
    const QByteArray hash = workspace::contentHash(ruleBytes.toStdString());
    const std::string mine = ruleBytes.toStdString() + "# mine\n";
    auto same = std::move(Document::open(repository.path("rules.yaml")).value());
    QVERIFY(same->restore(mine, hash).ok());
    QVERIFY(same->isModified() && !same->changedOnDisk());
    repository.write("rules.yaml", "theirs: 1\n");
    auto changed = std::move(Document::open(repository.path("rules.yaml")).value());
    const QSignalSpy marked(changed.get(), &Document::changedOnDiskChanged);
    QVERIFY(changed->restore(mine, hash).ok());
    QVERIFY(changed->changedOnDisk());
    QCOMPARE(marked.size(), 1);
    QCOMPARE(changed->text(), mine);
}

void TestDocument::readsNoMixtureOfAFileThatChanges_data()
{
    QTest::addColumn<QByteArray>("how");
    for (const char *how : {"replaced", "truncated", "growing", "removed"})
        QTest::newRow(how) << QByteArray(how);
}

/// Another program writes all the time: what is opened was on disk as a whole, or is refused with a reason.
void TestDocument::readsNoMixtureOfAFileThatChanges()
{
    QFETCH(QByteArray, how);
    const QTemporaryDir folder;
    const QString path = folder.filePath("rules.yaml");
    const QByteArray first(300'000, 'a');
    const QByteArray second(200'000, 'b');
    const QByteArray piece = QByteArray(4095, 'a') + '\n';
    replaceAtomically(path, how == "growing" ? QByteArray() : first);
    std::jthread writer([&](const std::stop_token &stop) {
        for (int i = 0; !stop.stop_requested(); ++i) {
            if (how == "replaced") {
                QSaveFile file(path);
                (void)file.open(QIODevice::WriteOnly);
                file.write(i % 2 ? first : second);
                file.commit();
            } else if (how == "removed") {
                if (i % 2)
                    QFile::remove(path);
                QFile file(path + ".new");
                (void)file.open(QIODevice::WriteOnly);
                file.write(first);
                file.close();
                file.rename(path);
            } else {
                QFile file(path);
                (void)file.open(how == "growing" && i % 100 ? QIODevice::Append : QIODevice::WriteOnly);
                file.write(how == "growing" ? piece : i % 2 ? first : second);
            }
        }
    });
    int opened = 0;
    QElapsedTimer timer;
    for (timer.start(); timer.elapsed() < 1000 || (opened < 1 && timer.elapsed() < patience);) {
        auto document = Document::open(path);
        if (!document) {
            const base::ErrorKind kind = document.error().kind;
            QVERIFY2(kind == base::ErrorKind::Busy || kind == base::ErrorKind::NotFound,
                     document.error().text.english().c_str());
            continue;
        }
        ++opened;
        const QByteArray text = QByteArray::fromStdString((*document)->text());
        // In a truncated file a state of the disk is also what was written so far, or nothing.
        const bool whole = text == first || text == second;
        const bool state = how == "growing"
                               ? text.size() % piece.size() == 0
                               : whole || (how == "truncated" && (first.startsWith(text) || second.startsWith(text)));
        QVERIFY2(state, QByteArray::number(text.size()) + " bytes");
    }
    QVERIFY(opened > 0);
}

REGISTER_TEST(TestDocument);

#include "tst_document.moc"
