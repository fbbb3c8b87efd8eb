#include "repositories.h"
#include "support/registry.h"
#include "workspace/acceptance.h"
#include "workspace/clones.h"
#include "workspace/remoteurl.h"
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
    void picksAndRenamesFiles();
    void readsTargetsAndEnvironments();
    void findsRepositoriesByUrl();
    void comparesRemoteUrls_data();
    void comparesRemoteUrls();
    void remembersWhatWasAccepted();
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
    const auto row = [](const char *name, const QByteArray &text, const QString &line, const QString &word) {
        QTest::newRow(name) << text << line << word;
    };
    row("endpoint key", "endpoints:\n- name: a\n  url: x\n  basic_auth:\n    user: b\n", "line 5", "basic_auth.user");
    row("endpoint secret", "endpoints:\n- name: a\n  url: x\n  bearer_token: b\n", "line 4", "bearer_token_file");
    row("endpoint list", "endpoints: [a]\n", "line 1", "endpoints");
    row("empty command", "endpoints:\n- name: a\n  url: x\n  via: []\n", "line 4", "via");
    row("environment key", "environments:\n- name: a\n  folder: b\n", "line 3", "folder");
    row("environment name", "environments:\n- build: b\n", "line 2", "name");
    row("environment leaves", "environments:\n- name: a\n  build: ../x\n", "line 3", "../x");
    row("no such endpoint", "environments:\n- name: a\n  endpoint: x\n", "line 3", "\"x\"");
    row("payload", "mappings:\n- source: a\n  gitops: b\n  payload: rule\n", "line 4", "rule");
    row("key without payload", "mappings:\n- source: a\n  gitops: {path: b, key: c}\n", "line 2", "payload");
    row("target key", "mappings:\n- source: a\n  targets:\n  - path: b\n    mode: c\n", "line 5", "mode");
    row("pattern leaves", "mappings:\n- source: a\n  gitops: b\n  files: ['../*']\n", "line 4", "../*");
    row("helper url", "gitops: ext::sh -c x\n", "line 1", "ext::");
    row("file url", "gitops: file:///x/y\n", "line 1", "file:///x/y");
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

void TestWorkspaceFile::picksAndRenamesFiles()
{
    const QTemporaryDir folder;
    const auto file = readText(folder, "mappings:\n- source: rules\n  gitops: base\n"
                                       "  files: ['*.yaml', '!test/**', local/x.txt, {gateway.yaml: gw/rules.yaml}]\n"
                                       "- source: ''\n  gitops: rest\n  files: ['!secret*']\n");
    QVERIFY(!file.ok());
    const auto good = readText(folder, "mappings:\n- source: rules\n  gitops: base\n"
                                       "  files: ['*.yaml', '!test/**', local/x.txt, {gateway.yaml: gw/rules.yaml}]\n"
                                       "- source: .\n  gitops: rest\n  files: ['!secret*']\n");
    QVERIFY2(good.ok(), good.ok() ? "" : good.error().text.english().c_str());
    const auto twin = [&](const char *path) {
        const std::vector<QString> twins = good->twinsOf(folder.filePath(path));
        return twins.size() == 1 ? QDir(folder.path()).relativeFilePath(twins[0]) : QString::number(twins.size());
    };
    QCOMPARE(twin("rules/a/b.yaml"), QString("base/a/b.yaml"));
    QCOMPARE(twin("rules/gateway.yaml"), QString("base/gw/rules.yaml"));
    QCOMPARE(twin("rules/local/x.txt"), QString("base/local/x.txt"));
    // What the longer mapping leaves out falls to the shorter one.
    QCOMPARE(twin("rules/test/a.yaml"), QString("rest/rules/test/a.yaml"));
    QCOMPARE(twin("rules/secret.txt"), QString("0"));
    QCOMPARE(twin("secrets/a.txt"), QString("rest/secrets/a.txt"));
}

void TestWorkspaceFile::readsTargetsAndEnvironments()
{
    const QTemporaryDir folder;
    const auto file =
        readText(folder, "gitops: ../platform\nmappings:\n- source: rules/gateway.yml\n  payload: rules\n"
                         "  targets:\n  - {path: base/cm.yaml, key: gateway.yml}\n  - overlays/prod/rule.yaml\n"
                         "environments: [{name: prod, build: overlays/prod, endpoint: prod, alertmanager: prod-am}]\n"
                         "endpoints:\n- name: prod\n  url: http://127.0.0.1:9090\n"
                         "  via: kubectl -n monitoring port-forward \"svc/my prometheus\" 9090\n"
                         "  headers: {X-Scope-OrgID: team-a}\n"
                         "- {name: prod-am, url: 'http://127.0.0.1:9093', via: [ssh, -N, bastion]}\n");
    QVERIFY2(file.ok(), file.ok() ? "" : file.error().text.english().c_str());
    const QString gitops = QDir::cleanPath(folder.path() + "/../platform");
    QCOMPARE(file->twins(folder.filePath("rules/gateway.yml")),
             (std::vector<workspace::Twin>{{gitops + "/base/cm.yaml", true, "gateway.yml"},
                                           {gitops + "/overlays/prod/rule.yaml", true, {}}}));
    QCOMPARE(file->environments.size(), std::size_t(1));
    QCOMPARE(file->environments[0].build, QString("overlays/prod"));
    QCOMPARE(file->endpoints[0].via,
             (QStringList{"kubectl", "-n", "monitoring", "port-forward", "svc/my prometheus", "9090"}));
    QCOMPARE(file->endpoints[1].via, (QStringList{"ssh", "-N", "bastion"}));
    QVERIFY(file->isAlertmanager("prod-am"));
    QVERIFY(!file->isAlertmanager("prod"));
}

void TestWorkspaceFile::findsRepositoriesByUrl()
{
    const QTemporaryDir folder;
    const QString top = QDir(folder.path()).canonicalPath();
    const TestRepository source(top + "/shop");
    source.write("rulewright.yaml", "gitops: https://git.example.org/acme/platform.git\n");
    const auto missing = workspace::readWorkspaceFile(source.path());
    QVERIFY(missing.ok());
    QCOMPARE(missing->missing.size(), std::size_t(1));
    QCOMPARE(missing->gitops, top + "/platform");
    QCOMPARE(missing->gitopsUrl, QString("https://git.example.org/acme/platform.git"));
    // A repository of the same name with another remote is not it.
    const TestRepository other(top + "/platform");
    other.git({"remote", "add", "origin", "git@git.example.org:acme/other.git"});
    QCOMPARE(workspace::readWorkspaceFile(source.path())->missing.size(), std::size_t(1));
    QCOMPARE(workspace::rememberClone(missing->gitopsUrl, other.path()).error().kind, base::ErrorKind::Refused);
    const TestRepository beside(top + "/deploy");
    beside.git({"remote", "add", "upstream", "ssh://git@git.example.org:2222/acme/platform"});
    const auto found = workspace::readWorkspaceFile(source.path());
    QVERIFY(found->missing.empty());
    QCOMPARE(found->gitops, beside.path());
    const TestRepository chosen(top + "/far/away");
    chosen.git({"remote", "add", "origin", "git@git.example.org:acme/platform.git"});
    QVERIFY(workspace::rememberClone(missing->gitopsUrl, chosen.path()).ok());
    QCOMPARE(workspace::readWorkspaceFile(source.path())->gitops, chosen.path());
}

void TestWorkspaceFile::comparesRemoteUrls_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("name");
    for (const char *url :
         {"git@github.com:acme/shop.git", "https://github.com/acme/shop", "ssh://git@github.com/acme/shop.git",
          "https://ada:x@GitHub.com/acme/shop.git/", "git://github.com/acme/shop", "github.com:/acme/shop",
          "ssh://git@github.com:443/acme/shop.git", "https://github.com:443/acme/shop"})
        QTest::newRow(url) << QString(url) << QString("github.com/acme/shop");
    QTest::newRow("port") << QString("http://localhost:3000/acme/shop") << QString("localhost:3000/acme/shop");
    QTest::newRow("case") << QString("git@h:Acme/Shop.git") << QString("h/Acme/Shop");
    for (const char *url : {"ext::sh -c x", "file:///srv/shop.git", "../shop", "/srv/shop", "./a:b", "fd::17"})
        QTest::newRow(url) << QString(url) << QString("/");
}

void TestWorkspaceFile::comparesRemoteUrls()
{
    QFETCH(QString, url);
    QFETCH(QString, name);
    QCOMPARE(workspace::remoteUrl(url).name(), name);
}

void TestWorkspaceFile::remembersWhatWasAccepted()
{
    const QTemporaryDir folder;
    const auto nothing = readText(folder, "mappings: []\n");
    QVERIFY(workspace::isAccepted(*nothing));
    const auto first = readText(folder, "endpoints: [{name: a, url: 'http://a'}]\n");
    QVERIFY(!workspace::isAccepted(*first));
    workspace::accept(*first);
    QVERIFY(workspace::isAccepted(*first));
    // Comments and mappings are not what was asked about; addresses, commands and secrets are.
    QVERIFY(workspace::isAccepted(*readText(folder, "# new\nendpoints: [{name: a, url: 'http://a'}]\nmappings: []\n")));
    for (const char *text :
         {"endpoints: [{name: a, url: 'http://b'}]\n", "endpoints: [{name: a, url: 'http://a', via: x}]\n",
          "endpoints: [{name: a, url: 'http://a', authorization: {credentials_file: /etc/passwd}}]\n",
          "endpoints: [{name: a, url: 'http://a'}]\nenvironments: [{name: p, build: overlays/p}]\n"}) {
        const auto changed = readText(folder, text);
        QVERIFY2(changed.ok() && !workspace::isAccepted(*changed), text);
    }
    const QTemporaryDir elsewhere;
    QVERIFY(!workspace::isAccepted(*readText(elsewhere, "endpoints: [{name: a, url: 'http://a'}]\n")));
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
