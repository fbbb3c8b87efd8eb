#include "support/registry.h"
#include "workspace/workspacefile.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using workspace::WorkspaceFile;

class TestWorkspaceFile : public QObject
{
    Q_OBJECT

private slots:
    void readsTheDocumentedExample();
    void worksInOneRepository();
    void namesTheLineOfAMistake_data();
    void namesTheLineOfAMistake();
    void reportsAMissingFile();
    void findsTwins();
    void refusesLinksOutOfTheRepositories();
};

namespace {

base::Result<WorkspaceFile> readText(const QTemporaryDir &folder, const QByteArray &text)
{
    QFile file(folder.filePath("rulewright.yaml"));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        return base::Error{base::ErrorKind::Io, "test", file.errorString().toStdString()};
    file.close();
    return workspace::readWorkspaceFile(folder.path());
}

} // namespace

void TestWorkspaceFile::readsTheDocumentedExample()
{
    const QTemporaryDir folder;
    const auto file = readText(folder, "# rulewright.yaml\nsource: .\ngitops: ../platform-gitops\nmappings:\n"
                                       "- source: infra/k3s/monitoring/\n  gitops: platform/base/monitoring/\n"
                                       "endpoints:\n- name: prod\n  url: http://127.0.0.1:9090\n"
                                       "  basic_auth: {username: ada, password_file: /run/secret}\n");
    QVERIFY2(file.ok(), file.ok() ? "" : file.error().text.english().c_str());
    QCOMPARE(file->path, folder.filePath("rulewright.yaml"));
    QCOMPARE(file->source, folder.path());
    QCOMPARE(file->gitops, QDir::cleanPath(folder.path() + "/../platform-gitops"));
    QCOMPARE(file->mappings.size(), std::size_t(1));
    QCOMPARE(file->mappings[0].source, QString("infra/k3s/monitoring"));
    QCOMPARE(file->endpoints.size(), std::size_t(1));
    QCOMPARE(file->endpoints[0].url, QString("http://127.0.0.1:9090"));
    const std::pair<std::string, std::string> option = {"basic_auth.username", "ada"};
    QCOMPARE(file->endpoints[0].options.at(0), option);
}

void TestWorkspaceFile::worksInOneRepository()
{
    const QTemporaryDir folder;
    const auto file = readText(folder, "mappings:\n- {source: base, gitops: overlay}\n");
    QVERIFY(file.ok());
    QCOMPARE(file->gitops, file->source);
    QCOMPARE(file->twinsOf(folder.filePath("base/a.yaml")), std::vector<QString>{folder.filePath("overlay/a.yaml")});
}

void TestWorkspaceFile::namesTheLineOfAMistake_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("word");
    QTest::newRow("unknown key") << QByteArray("source: .\ngitop: x\n") << "line 2"
                                 << "gitop";
    QTest::newRow("not a mapping") << QByteArray("- a\n") << "line 1"
                                   << "mapping";
    QTest::newRow("no yaml") << QByteArray("source: .\ngitops: [\n") << "line "
                             << "";
    QTest::newRow("twice") << QByteArray("source: .\nsource: x\n") << "line 2"
                           << "source";
    QTest::newRow("leaves") << QByteArray("mappings:\n- source: a\n  gitops: b/../../c\n") << "line 3"
                            << "../c";
    QTest::newRow("absolute") << QByteArray("mappings:\n- source: /etc\n  gitops: b\n") << "line 2"
                              << "/etc";
    QTest::newRow("half a mapping") << QByteArray("mappings:\n- source: a\n") << "line 2"
                                    << "gitops";
    QTest::newRow("mapping key") << QByteArray("mappings:\n- source: a\n  gitops: b\n  mode: x\n") << "line 4"
                                 << "mode";
    QTest::newRow("no url") << QByteArray("endpoints:\n- name: prod\n") << "line 2"
                            << "url";
    QTest::newRow("same name") << QByteArray("endpoints:\n- {name: a, url: x}\n- {name: a, url: y}\n") << "line 3"
                               << "\"a\"";
    QTest::newRow("list") << QByteArray("mappings: yes\n") << "line 1"
                          << "list";
    QTest::newRow("text") << QByteArray("source: [a]\n") << "line 1"
                          << "source";
}

void TestWorkspaceFile::namesTheLineOfAMistake()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, line);
    QFETCH(QString, word);
    const QTemporaryDir folder;
    const auto file = readText(folder, text);
    QVERIFY(!file.ok());
    QCOMPARE(file.error().kind, base::ErrorKind::Invalid);
    const QString sentence = QString::fromStdString(file.error().text.english());
    QVERIFY2(sentence.contains(line) && sentence.contains(word), qPrintable(sentence));
}

void TestWorkspaceFile::reportsAMissingFile()
{
    const QTemporaryDir folder;
    QCOMPARE(workspace::readWorkspaceFile(folder.path()).error().kind, base::ErrorKind::NotFound);
    QCOMPARE(workspace::readWorkspaceFile(folder.filePath("x.yaml")).error().kind, base::ErrorKind::NotFound);
}

void TestWorkspaceFile::findsTwins()
{
    WorkspaceFile file;
    file.source = "/nowhere/source";
    file.gitops = "/nowhere/gitops";
    file.mappings = {
        {"infra/rules", "base"}, {"infra/rules", "overlays/dev"}, {"infra/rules/one.yaml", "base/renamed.yaml"}};
    using Paths = std::vector<QString>;
    QCOMPARE(file.twinsOf("/nowhere/source/infra/rules/a/b.yaml"),
             (Paths{"/nowhere/gitops/base/a/b.yaml", "/nowhere/gitops/overlays/dev/a/b.yaml"}));
    QCOMPARE(file.twinsOf("/nowhere/source/infra/rules/one.yaml"), Paths{"/nowhere/gitops/base/renamed.yaml"});
    QCOMPARE(file.twinsOf("/nowhere/source/infra/rules-old/a.yaml"), Paths());
    QCOMPARE(file.twinsOf("/nowhere/source/infra/rules/../../../x/infra/rules/a.yaml"), Paths());
    QCOMPARE(file.twinsOf("/nowhere/gitops/base/a.yaml"), Paths());
}

void TestWorkspaceFile::refusesLinksOutOfTheRepositories()
{
    const QTemporaryDir folder;
    QDir dir(folder.path());
    for (const char *path : {"source/rules", "gitops", "elsewhere"})
        QVERIFY(dir.mkpath(path));
    QVERIFY(QFile::link(folder.filePath("elsewhere"), folder.filePath("gitops/base")));
    QVERIFY(QFile::link(folder.filePath("elsewhere"), folder.filePath("source/linked")));
    WorkspaceFile file;
    file.source = folder.filePath("source");
    file.gitops = folder.filePath("gitops");
    file.mappings = {{"rules", "base"}, {"linked", "kept"}};
    QCOMPARE(file.twinsOf(folder.filePath("source/rules/a.yaml")), std::vector<QString>());
    QCOMPARE(file.twinsOf(folder.filePath("source/linked/a.yaml")), std::vector<QString>());
    QVERIFY(QFile::remove(folder.filePath("gitops/base")));
    QVERIFY(QFile::link(folder.filePath("elsewhere/new.yaml"), folder.filePath("gitops/dangling.yaml")));
    file.mappings = {{"rules/a.yaml", "dangling.yaml"}};
    QCOMPARE(file.twinsOf(folder.filePath("source/rules/a.yaml")), std::vector<QString>());
    // The repository itself may be reached through a link.
    QVERIFY(QFile::link(folder.filePath("source"), folder.filePath("here")));
    file.mappings = {{"rules", "base"}};
    QCOMPARE(file.twinsOf(folder.filePath("here/rules/a.yaml")),
             std::vector<QString>{folder.filePath("gitops/base/a.yaml")});
}

REGISTER_TEST(TestWorkspaceFile);

#include "tst_workspacefile.moc"
