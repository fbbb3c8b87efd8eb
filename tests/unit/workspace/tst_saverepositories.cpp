#include "savefixture.h"
#include "support/registry.h"
#include "workspace/pullrequest.h"
#include "workspace/saveupstream.h"

#include <QTest>
#include <QUrl>

using workspace::Forge;
using workspace::SaveOptions;
using workspace::SavePlan;

/// Saves in repositories of every shape that git has, and what goes on between them and their remotes.
class TestSaveRepositories : public QObject
{
    Q_OBJECT

private slots:
    void leavesSubmodulesOut();
    void worksInASparseCheckout_data();
    void worksInASparseCheckout();
    void worksInAPartialClone();
    void leavesNamesOutThatAreNotUtf8();
    void listsHooks();
    void bringsBranchesUpToDate();
    void keepsBranchesThatCannotFollow_data();
    void keepsBranchesThatCannotFollow();
    void pushesBothOrNone();
    void namesPullRequests_data();
    void namesPullRequests();
    void offersPullRequestsOfANewBranch();
};

namespace {

SaveOptions messageOf(const QString &message)
{
    SaveOptions options;
    options.message = message;
    return options;
}

/// A bare remote that the repository's main branch follows, and a second clone of it.
struct Upstream
{
    explicit Upstream(const TestRepository &repository)
        : bare(repository.path() + "-remote.git"), other(repository.path() + "-other")
    {
        repository.git({"init", "--quiet", "--bare", "--initial-branch=main", bare});
        repository.git({"remote", "add", "origin", bare});
        repository.git({"push", "--quiet", "-u", "origin", "main"});
        other.git({"remote", "add", "origin", bare});
        other.git({"pull", "--quiet", "origin", "main"});
    }

    QString advance(const QString &file, const QByteArray &bytes) const
    {
        other.commit(file, bytes);
        other.git({"push", "--quiet", "origin", "main"});
        return other.head();
    }

    QString bare;
    TestRepository other;
};

} // namespace

void TestSaveRepositories::leavesSubmodulesOut()
{
    const SaveFixture fixture;
    const TestRepository library(fixture.folder.filePath("library"));
    library.commit("x.yaml", "a: 1\n");
    fixture.source.git(
        {"-c", "protocol.file.allow=always", "submodule", "--quiet", "add", library.path(), "infra/rules/library"});
    fixture.source.git({"commit", "--quiet", "-m", "Add a submodule"});
    const TestRepository inside = TestRepository::existing(fixture.source.path("infra/rules/library"));
    inside.git({"config", "user.name", "Ada"});
    inside.git({"config", "user.email", "ada@example.org"});
    inside.commit("x.yaml", "a: 2\n");
    fixture.source.write("infra/rules/a.yaml", fixture.rules("10m"));
    const SavePlan plan = fixture.plan();
    QVERIFY2(!plan.blocked(), qPrintable(fixture.problems(plan)));
    QCOMPARE(fixture.problems(plan), QString("- source/infra/rules/library is a submodule and is left out.\n"));
    QVERIFY(workspace::executeSave(plan, messageOf("m")).ok());
    QCOMPARE(fixture.source.changes(), QString("M infra/rules/library"));
    QVERIFY(fixture.gitops.changes().isEmpty());
}

void TestSaveRepositories::worksInASparseCheckout_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::newRow("cone") << QStringList{"--cone"};
    QTest::newRow("sparse index") << QStringList{"--cone", "--sparse-index"};
    QTest::newRow("patterns") << QStringList{"--no-cone"};
}

void TestSaveRepositories::worksInASparseCheckout()
{
    QFETCH(QStringList, options);
    const SaveFixture fixture;
    fixture.gitops.commit("apps/big/file", "1\n");
    fixture.gitops.git(QStringList{"sparse-checkout", "set"} + options + QStringList{"base"});
    QVERIFY(!QFile::exists(fixture.gitops.path("apps/big/file")));
    fixture.source.write("infra/rules/a.yaml", fixture.rules("10m"));
    QVERIFY(workspace::executeSave(fixture.plan(), messageOf("m")).ok());
    QCOMPARE(fixture.gitops.read("base/rules/a.yaml"), fixture.twin("10m"));
    QVERIFY(!QFile::exists(fixture.gitops.path("apps/big/file")));
    QVERIFY2(fixture.gitops.changes().isEmpty(), qPrintable(fixture.gitops.changes()));
    QCOMPARE(fixture.gitops.git({"show", "HEAD:apps/big/file"}), QString("1"));
    QVERIFY(fixture.gitops.git({"ls-files", "-t"}).contains("S apps/big/file"));
    // The twin itself may be left out of the checkout.
    fixture.gitops.git(QStringList{"sparse-checkout", "set"} + options + QStringList{"apps"});
    fixture.source.write("infra/rules/a.yaml", fixture.rules("11m"));
    const SavePlan plan = fixture.plan();
    QVERIFY(plan.blocked());
    QVERIFY2(fixture.problems(plan).contains("sparse checkout"), qPrintable(fixture.problems(plan)));
}

void TestSaveRepositories::worksInAPartialClone()
{
    const SaveFixture fixture;
    fixture.gitops.git({"config", "uploadpack.allowFilter", "true"});
    fixture.gitops.git({"config", "uploadpack.allowAnySHA1InWant", "true"});
    const QString partial = QDir(fixture.folder.path()).canonicalPath() + "/partial";
    fixture.gitops.git({"-c", "protocol.file.allow=always", "clone", "--quiet", "--filter=blob:none",
                        "file://" + fixture.gitops.path(), partial});
    const TestRepository clone = TestRepository::existing(partial);
    clone.git({"config", "user.name", "Ada"});
    clone.git({"config", "user.email", "ada@example.org"});
    workspace::WorkspaceFile workspace = fixture.workspace;
    workspace.gitops = partial;
    fixture.source.write("infra/rules/a.yaml", fixture.rules("10m"));
    const auto plan = workspace::planSave(workspace, {});
    QVERIFY2(!plan->blocked(), qPrintable(fixture.problems(*plan)));
    QVERIFY(workspace::executeSave(*plan, messageOf("m")).ok());
    QCOMPARE(clone.read("base/rules/a.yaml"), fixture.twin("10m"));
    QVERIFY(clone.changes().isEmpty());
}

void TestSaveRepositories::leavesNamesOutThatAreNotUtf8()
{
    const SaveFixture fixture;
    const QByteArray name = QFile::encodeName(fixture.source.path("infra/rules/")) + "caf\xe9.yaml";
    std::FILE *file = std::fopen(name.constData(), "wb");
    QVERIFY(file);
    std::fputs("a: 1\n", file);
    std::fclose(file);
    fixture.source.git({"add", "infra"});
    fixture.source.git({"commit", "--quiet", "-m", "Add a Latin name"});
    file = std::fopen(name.constData(), "wb");
    std::fputs("a: 2\n", file);
    std::fclose(file);
    fixture.source.write("infra/rules/a.yaml", fixture.rules("10m"));
    const SavePlan plan = fixture.plan();
    QVERIFY2(!plan.blocked(), qPrintable(fixture.problems(plan)));
    QCOMPARE(fixture.problems(plan),
             QString("- A changed file's name is not UTF-8, so it is left out: infra/rules/caf%E9.yaml\n"));
    QVERIFY(workspace::executeSave(plan, messageOf("m")).ok());
    QVERIFY(fixture.source.changes().contains("caf\\351.yaml"));
}

void TestSaveRepositories::listsHooks()
{
    const SaveFixture fixture;
    fixture.gitops.hook("pre-commit", "exit 0\n");
    fixture.gitops.hook("post-commit", "exit 0\n");
    fixture.gitops.write(".git/hooks/commit-msg", "#!/bin/sh\n");
    fixture.source.write("infra/rules/a.yaml", fixture.rules("10m"));
    const SavePlan plan = fixture.plan();
    QCOMPARE(plan.repositories.at(0).hooks, QStringList());
    QCOMPARE(plan.repositories.at(1).hooks, (QStringList{"pre-commit", "post-commit"}));
}

void TestSaveRepositories::bringsBranchesUpToDate()
{
    const SaveFixture fixture;
    const Upstream source(fixture.source);
    const Upstream gitops(fixture.gitops);
    const QString upstream = gitops.advance("other", "1\n");
    fixture.gitops.write("untracked", "x");
    fixture.source.write("infra/rules/a.yaml", fixture.rules("10m"));
    const auto updates = workspace::bringUpToDate(fixture.workspace);
    QCOMPARE(updates.size(), std::size_t(2));
    QVERIFY(updates[0].current && updates[1].current);
    QVERIFY(updates[0].text.english().empty());
    QVERIFY(QString::fromStdString(updates[1].text.english()).endsWith("with origin/main; new commits: 1."));
    QCOMPARE(fixture.gitops.head(), upstream);
    QCOMPARE(fixture.gitops.read("untracked"), QByteArray("x"));
    SaveOptions options = messageOf("m");
    options.branch = "wait";
    QVERIFY(workspace::executeSave(fixture.plan(), options).ok());
    QCOMPARE(fixture.gitops.git({"rev-parse", "HEAD~1"}), upstream);
}

void TestSaveRepositories::keepsBranchesThatCannotFollow_data()
{
    QTest::addColumn<int>("number");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("both went on") << 0 << "have both gone on";
    QTest::newRow("local change in the way") << 1 << "could not be brought up to date";
    QTest::newRow("no remote any more") << 2 << "could not be fetched";
}

void TestSaveRepositories::keepsBranchesThatCannotFollow()
{
    QFETCH(int, number);
    QFETCH(QString, sentence);
    const SaveFixture fixture;
    const Upstream gitops(fixture.gitops);
    gitops.advance("other", "1\n");
    if (number == 0)
        fixture.gitops.commit("mine", "1\n");
    if (number == 1)
        fixture.gitops.write("other", "mine\n");
    if (number == 2)
        QVERIFY(QDir(gitops.bare).removeRecursively());
    const QString before = fixture.gitops.head() + fixture.gitops.changes();
    const auto updates = workspace::bringUpToDate(fixture.workspace);
    QCOMPARE(updates.size(), std::size_t(2));
    QVERIFY(!updates[1].current);
    QVERIFY2(QString::fromStdString(updates[1].text.english()).contains(sentence), updates[1].text.english().c_str());
    QCOMPARE(fixture.gitops.head() + fixture.gitops.changes(), before);
    // It is no reason not to save to a new branch.
    fixture.source.write("infra/rules/a.yaml", fixture.rules("10m"));
    SaveOptions options = messageOf("m");
    options.branch = "wait";
    QVERIFY(workspace::executeSave(fixture.plan(), options).ok());
}

void TestSaveRepositories::pushesBothOrNone()
{
    const SaveFixture fixture;
    const Upstream source(fixture.source);
    const Upstream gitops(fixture.gitops);
    gitops.advance("other", "1\n");
    fixture.source.write("infra/rules/a.yaml", fixture.rules("10m"));
    SaveOptions options = messageOf("m");
    options.push = true;
    const auto result = workspace::executeSave(fixture.plan(), options);
    QVERIFY(result.ok());
    QCOMPARE(result->pushErrors.size(), std::size_t(2));
    QVERIFY(result->pushErrors[0].second.text.english().find("because the other repository's push was refused") !=
            std::string::npos);
    const QString way = QString::fromStdString(result->pushErrors[1].second.detail);
    QVERIFY2(way.contains("To go on:  git -C '" + fixture.gitops.path() + "' pull --no-rebase && git -C"),
             qPrintable(way));
    QVERIFY2(way.contains("To go back: git -C '" + fixture.source.path() + "' reset --soft HEAD~1"), qPrintable(way));
    QVERIFY(source.other.git({"ls-remote", "origin", "main"}).startsWith(source.other.head()));
    QVERIFY(!result->commits[0].pushed && !result->commits[1].pushed);
    // A server's own hook speaks only when it is really pushed.
    fixture.gitops.git({"pull", "--quiet", "--rebase"});
    TestRepository::existing(gitops.bare).write("hooks/pre-receive", "#!/bin/sh\necho 'protected' >&2\nexit 1\n");
    QFile::setPermissions(gitops.bare + "/hooks/pre-receive", QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    fixture.source.write("infra/rules/a.yaml", fixture.rules("11m"));
    const auto half = workspace::executeSave(fixture.plan(), options);
    QVERIFY(half.ok());
    QVERIFY(half->commits[0].pushed && !half->commits[1].pushed);
    QCOMPARE(half->pushErrors.size(), std::size_t(1));
    const QString detail = QString::fromStdString(half->pushErrors[0].second.detail);
    QVERIFY2(detail.contains("protected"), qPrintable(detail));
    QVERIFY2(detail.contains("To go back: git -C '" + fixture.source.path() + "' revert --no-edit " +
                             fixture.source.head().left(12)),
             qPrintable(detail));
    // Pulling would not help here, and going back takes the commit that was not pushed away, too.
    QVERIFY2(detail.contains("To go on:  git -C '" + fixture.gitops.path() + "' push "), qPrintable(detail));
    QVERIFY2(detail.contains("git -C '" + fixture.gitops.path() + "' reset --keep " + fixture.gitops.head().left(12)),
             qPrintable(detail));
}

void TestSaveRepositories::namesPullRequests_data()
{
    QTest::addColumn<QString>("remote");
    QTest::addColumn<QString>("forge");
    QTest::addColumn<QString>("url");
    QTest::newRow("GitHub")
        << "git@github.com:acme/shop.git"
        << ""
        << "https://github.com/acme/shop/compare/main...alerts/w?expand=1&title=A%20%26%20B&body=x%0Ay";
    QTest::newRow("GitLab") << "https://gitlab.com/acme/sub/shop.git"
                            << ""
                            << "https://gitlab.com/acme/sub/shop/-/merge_requests/new?merge_request%5Bsource_branch%5D="
                               "alerts%2Fw&merge_request%5Btarget_branch%5D=main&merge_request%5Btitle%5D=A%20%26%20B&"
                               "merge_request%5Bdescription%5D=x%0Ay";
    QTest::newRow("Forgejo")
        << "ssh://git@codeberg.org/acme/shop"
        << ""
        << "https://codeberg.org/acme/shop/compare/main...alerts/w?expand=1&title=A%20%26%20B&body=x%0Ay";
    QTest::newRow("Bitbucket") << "git@bitbucket.org:acme/shop.git"
                               << ""
                               << "https://bitbucket.org/acme/shop/pull-requests/new?source=alerts%2Fw&dest=main&"
                                  "title=A%20%26%20B&description=x%0Ay";
    QTest::newRow("Bitbucket Data Center")
        << "ssh://git@bitbucket.acme.example:7999/plat/shop.git"
        << ""
        << "https://bitbucket.acme.example/projects/plat/repos/shop/pull-requests?create&sourceBranch="
           "refs%2Fheads%2Falerts%2Fw&targetBranch=refs%2Fheads%2Fmain&title=A%20%26%20B&description=x%0Ay";
    QTest::newRow("GitLab, ports and sub-groups")
        << "ssh://git@gitlab.acme.example:2222/acme/sub/group/shop.git"
        << ""
        << "https://gitlab.acme.example/acme/sub/group/shop/-/merge_requests/new?merge_request%5Bsource_branch%5D="
           "alerts%2Fw&merge_request%5Btarget_branch%5D=main&merge_request%5Btitle%5D=A%20%26%20B&"
           "merge_request%5Bdescription%5D=x%0Ay";
    QTest::newRow("Gitea, https on a port")
        << "https://gitea.acme.example:3000/acme/shop.git"
        << ""
        << "https://gitea.acme.example:3000/acme/shop/compare/main...alerts/w?expand=1&title=A%20%26%20B&body=x%0Ay";
    QTest::newRow("own server") << "git@git.example.org:acme/shop.git"
                                << "gitea"
                                << "https://git.example.org/acme/shop/compare/main...alerts/w?expand=1&"
                                   "title=A%20%26%20B&body=x%0Ay";
    QTest::newRow("unknown server") << "git@git.example.org:acme/shop.git"
                                    << ""
                                    << "";
    QTest::newRow("local path") << "/srv/shop.git"
                                << "github"
                                << "";
}

void TestSaveRepositories::namesPullRequests()
{
    QFETCH(QString, remote);
    QFETCH(QString, forge);
    QFETCH(QString, url);
    QCOMPARE(
        workspace::pullRequestUrl(remote, workspace::forgeOf(remote, forge), {"alerts/w", "main", "A & B", "x\ny"}),
        url);
}

void TestSaveRepositories::offersPullRequestsOfANewBranch()
{
    const SaveFixture fixture;
    const Upstream source(fixture.source);
    const Upstream gitops(fixture.gitops);
    // Pushes go to the bare repository, the address stays that of the server.
    fixture.gitops.git({"config", "remote.origin.pushurl", gitops.bare});
    fixture.gitops.git({"config", "remote.origin.url", "git@github.com:acme/platform.git"});
    fixture.source.write("infra/rules/a.yaml", fixture.rules("10m"));
    SaveOptions options = messageOf("Wait longer\n\nIt flaps.");
    options.branch = "alerts/wait";
    options.push = true;
    options.review = "Verdict: equivalent over 7 days.";
    const auto result = workspace::executeSave(fixture.plan(), options);
    QVERIFY(result.ok());
    QVERIFY2(result->pushErrors.empty(), result->pushErrors.empty() ? "" : result->pushErrors[0].second.detail.c_str());
    QVERIFY(result->commits[0].pullRequest.isEmpty());
    const QString url = QUrl::fromPercentEncoding(result->commits[1].pullRequest.toUtf8());
    QCOMPARE(url,
             "https://github.com/acme/platform/compare/main...alerts/wait?expand=1&title=Wait longer&body=It flaps."
             "\n\nVerdict: equivalent over 7 days.\n\nRulewright-Save: " +
                 result->id + "\nsource: " + fixture.source.head());
    QCOMPARE(fixture.gitops.git({"config", "branch.alerts/wait.remote"}), QString("origin"));
}

REGISTER_TEST(TestSaveRepositories);

#include "tst_saverepositories.moc"
