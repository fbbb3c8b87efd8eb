#include "savefixture.h"
#include "support/failpoints.h"
#include "support/registry.h"

#include <QDirIterator>
#include <QProcess>
#include <QRegularExpression>
#include <QScopeGuard>
#include <QTest>

#include <set>

using support::Failpoint;
using support::FailpointControl;
using workspace::Recovery;

/// Kills a save, and every git it started, at its n-th call that changes a file or starts a program, and looks at what
/// the next start makes of it: both repositories as before, or both with their commit; no lock, no temporary file and
/// no journal left; everything else that is there byte for byte as it was. RULEWRIGHT_FAULTS=all takes every n; without
/// it some are taken that are spread over the save.
class TestSaveFaults : public QObject
{
    Q_OBJECT

private slots:
    void endsInOldOrNew_data();
    void endsInOldOrNew();
    void findsTheDiskFull_data();
    void findsTheDiskFull();
    void findsASmallDiskFull();
    void cleanupTestCase();

private:
    /// How often a save was killed, or found its disk full.
    std::size_t m_points = 0;
};

namespace {

const QString savedFile = "infra/rules/a.yaml";
const QString savedTwinFile = "base/rules/a.yaml";

/// Where a save is tried again and again: a master copy of both repositories, and the copy that is being worked on.
class Bench
{
public:
    Bench()
    {
        for (const TestRepository *repository : {&m_fixture.source, &m_fixture.gitops}) {
            repository->commit("other", "1\n");
            repository->commit("third", "1\n");
            repository->write("other", "staged\n");
            repository->git({"add", "other"});
            repository->write("other", "staged\nand more\r\n");
            repository->write("third", "changed\n");
            repository->write("untracked", "x\n");
        }
        m_fixture.source.write(savedFile, m_fixture.rules("10m"));
    }

    [[nodiscard]] const SaveFixture &master() const { return m_fixture; }
    [[nodiscard]] QString folder() const { return m_work.path(); }
    [[nodiscard]] TestRepository source() const { return TestRepository::existing(folder() + "/source"); }
    [[nodiscard]] TestRepository gitops() const { return TestRepository::existing(folder() + "/gitops"); }

    /// A fresh working copy; `gitops` may stand on another file system.
    void renew() const
    {
        QDir(folder() + "/source").removeRecursively();
        QDir(folder() + "/gitops").removeRecursively();
        for (const TestRepository *repository : {&m_fixture.source, &m_fixture.gitops}) {
            if (QProcess::execute("cp", {"-a", repository->path(), folder() + '/'}) != 0)
                throw std::runtime_error("cp failed");
        }
    }

private:
    SaveFixture m_fixture;
    QTemporaryDir m_work;
};

/// What of a repository must not change but together.
struct Snapshot
{
    QString head;
    QString headRef;
    QString index;
    QByteArray file;
    QByteArray others;

    Snapshot(const TestRepository &repository, const QString &path)
        : head(repository.head()),
          headRef(repository.git({"symbolic-ref", "HEAD"})),
          index(repository.git({"ls-files", "--stage"})),
          file(repository.read(path)),
          others(repository.read("other") + '|' + repository.read("third") + '|' + repository.read("untracked"))
    {}
    bool operator==(const Snapshot &) const = default;
};

/// Everything below `.git` and the work tree that only a save makes.
QStringList remains(const TestRepository &repository)
{
    QStringList found;
    QDirIterator it(repository.path(), QDir::Files | QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot,
                    QDirIterator::Subdirectories);
    while (it.hasNext()) {
        const QString path = it.next();
        const QString name = it.fileName();
        const bool ours = path.contains("/.git/rulewright/") && name != "lock" && !path.contains("/kept");
        if (name.endsWith(".lock") || name.startsWith(".rulewright-") || ours)
            found += path;
    }
    return found;
}

bool takesAll()
{
    return qEnvironmentVariable("RULEWRIGHT_FAULTS") == "all";
}

/// All of them, or `most`: of each kind (the call, the program and the file without its random parts) the first, and of
/// the kinds some that are spread over the whole save.
std::vector<unsigned long> chosen(const std::vector<Failpoint> &points, std::size_t most)
{
    std::vector<unsigned long> numbers;
    std::set<QByteArray> seen;
    for (const Failpoint &point : points) {
        QString path = QString::fromLocal8Bit(point.path);
        path.replace(QRegularExpression("[0-9a-f]{8}-[0-9a-f-]{27}"), "ID");
        path.replace(QRegularExpression("objects/.*"), "objects");
        path.replace(QRegularExpression("\\.rulewright-[0-9a-f]{8}"), "TEMPORARY");
        const QByteArray kind = point.call + ' ' + point.program + ' ' + path.section('/', -2).toUtf8();
        if (takesAll() || seen.insert(kind).second)
            numbers.push_back(point.number);
    }
    if (takesAll() || numbers.size() <= most)
        return numbers;
    std::vector<unsigned long> spread;
    for (std::size_t i = 0; i < most; ++i)
        spread.push_back(numbers[(i + 1) * numbers.size() / most - 1]);
    return spread;
}

struct Variant
{
    const char *name;
    std::function<void(const Bench &)> arrange;
    /// The save cannot succeed, so it must end as before.
    bool fails = false;
    QString branch = {};
    /// What the variant itself leaves in the GitOps repository.
    QStringList expectedRemains = {};
    /// The GitOps repository has nothing to commit.
    bool sourceOnly = false;
    /// Saved by rulewright-cli; the next start is its doctor.
    bool commandLine = false;
};

std::vector<Variant> variants()
{
    const auto gitopsHook = [](const char *name, const QByteArray &script) {
        return [name, script](const Bench &bench) { bench.gitops().hook(name, script); };
    };
    return {
        {"plain", [](const Bench &) {}},
        {"new branch", [](const Bench &) {}, false, "alerts/wait"},
        {"hooks change files",
         gitopsHook("pre-commit", "echo '# formatted' >> base/rules/a.yaml && git add base/rules/a.yaml\n")},
        {"pre-commit refuses", gitopsHook("pre-commit", "echo x >> base/rules/a.yaml; exit 1\n"), true},
        {"commit-msg refuses", gitopsHook("commit-msg", "exit 1\n"), true},
        {"read-only file",
         [](const Bench &bench) { QFile::setPermissions(bench.source().path(savedFile), QFile::ReadOwner); }},
        {"read-only twin",
         [](const Bench &bench) { QFile::setPermissions(bench.gitops().path(savedTwinFile), QFile::ReadOwner); }, true},
        // The hook's own git may die with its locks held, as any git does.
        {"branch moved in between",
         gitopsHook("commit-msg", "git update-ref refs/heads/main $(git commit-tree -p HEAD -m other HEAD^{tree})\n"),
         true,
         {},
         {".git/refs/heads/main.lock", ".git/HEAD.lock"}},
        {"index.lock held",
         [](const Bench &bench) { bench.gitops().write(".git/index.lock", "someone"); },
         true,
         {},
         {".git/index.lock"}},
        {"twin has the change",
         [](const Bench &bench) { bench.gitops().commit(savedTwinFile, SaveFixture::twin("10m")); },
         false,
         {},
         {},
         true},
        {"command line", [](const Bench &) {}, false, {}, {}, false, true},
        {"command line, new branch", [](const Bench &) {}, false, "alerts/wait", {}, false, true},
    };
}

} // namespace

void TestSaveFaults::endsInOldOrNew_data()
{
    QTest::addColumn<int>("number");
    int number = 0;
    for (const Variant &variant : variants())
        QTest::newRow(variant.name) << number++;
}

void TestSaveFaults::endsInOldOrNew()
{
    QFETCH(int, number);
    const Variant variant = variants().at(static_cast<std::size_t>(number));
    const Bench bench;
    const support::Failpoints failpoints(bench.folder());
    const QString workspaceFolder = bench.folder() + "/source";
    const QString tool = QStringLiteral(RULEWRIGHT_BINARY_DIR "/rulewright-cli");
    const QString program = variant.commandLine ? tool : QCoreApplication::applicationFilePath();
    QStringList arguments = {"save-child", workspaceFolder, "-1", variant.branch};
    if (variant.commandLine) {
        arguments = {"save", workspaceFolder, "-m", "Wait longer"};
        if (!variant.branch.isEmpty())
            arguments += {"--branch", variant.branch};
    }
    const auto prepare = [&] {
        bench.renew();
        variant.arrange(bench);
    };
    prepare();
    const Snapshot oldSource(bench.source(), savedFile);
    Snapshot oldGitops(bench.gitops(), savedTwinFile);
    const std::vector<Failpoint> points = failpoints.record(program, arguments);
    const bool saved = bench.source().head() != oldSource.head;
    QCOMPARE(saved, !variant.fails);
    Snapshot newSource(bench.source(), savedFile);
    Snapshot newGitops(bench.gitops(), savedTwinFile);
    const std::vector<unsigned long> numbers = chosen(points, number == 0 ? 14 : 2);
    // Whatever fails, it fails after the plan, and a plan alone starts more programs than this.
    QVERIFY2(points.size() > 15, QByteArray::number(qulonglong(points.size())));
    int old = 0;
    int made = 0;
    for (const unsigned long n : numbers) {
        prepare();
        // A commit of the variant's own has the time in its id.
        oldGitops = Snapshot(bench.gitops(), savedTwinFile);
        const support::FailpointRun run = failpoints.run(program, arguments, n, FailpointControl::Kill);
        // The person's next start.
        if (variant.commandLine) {
            QProcess doctor;
            doctor.start(tool, {"doctor", workspaceFolder, "--format", "json"});
            QVERIFY(doctor.waitForFinished());
        }
        const Recovery recovery = workspace::recoverSave({bench.source().path(), bench.gitops().path()});
        const Failpoint &point = points.at(n - 1);
        const QByteArray where = "call " + QByteArray::number(qulonglong(n)) + ", " + point.call + " by " +
                                 point.program + " of " + point.path + ": " +
                                 QByteArray::fromStdString(recovery.text.english()) + ' ';
        QVERIFY2(recovery.outcome != Recovery::Outcome::Failed && recovery.outcome != Recovery::Outcome::InProgress,
                 where.constData());
        const Snapshot source(bench.source(), savedFile);
        Snapshot gitops(bench.gitops(), savedTwinFile);
        if (number == 7 && gitops.head != oldGitops.head) {
            // Somebody else's commit is not ours to take back.
            QCOMPARE(bench.gitops().git({"log", "-1", "--format=%s"}), QString("other"));
            gitops.head = oldGitops.head;
        }
        QVERIFY2(source.others == oldSource.others && gitops.others == oldGitops.others, where.constData());
        const bool isOld = source == oldSource && gitops == oldGitops;
        // Ids hold the time, so new commits are compared by what they hold.
        const bool twinIsNew = variant.sourceOnly ? gitops == oldGitops
                                                  : gitops.head != oldGitops.head &&
                                                        bench.gitops().git({"rev-parse", "HEAD~1"}) == oldGitops.head;
        const bool isNew = source.head != oldSource.head && twinIsNew &&
                           bench.source().git({"rev-parse", "HEAD~1"}) == oldSource.head &&
                           source.file == newSource.file && gitops.file == newGitops.file &&
                           source.headRef == newSource.headRef && gitops.headRef == newGitops.headRef &&
                           source.index == newSource.index && gitops.index == newGitops.index;
        if (!isOld && !isNew) {
            qWarning() << source.head << oldSource.head << source.file << gitops.head << oldGitops.head << gitops.file;
            qWarning().noquote() << source.index << '\n'
                                 << newSource.index << '\n'
                                 << gitops.index << '\n'
                                 << newGitops.index;
        }
        QVERIFY2(isOld || (isNew && !variant.fails), where.constData());
        QStringList left = remains(bench.source()) + remains(bench.gitops());
        for (const QString &expected : variant.expectedRemains)
            left.removeAll(bench.gitops().path(expected));
        QVERIFY2(left.isEmpty(), where + left.join(", ").toUtf8());
        if (isNew && !variant.sourceOnly) {
            const QString id = bench.source().git({"log", "-1", "--format=%(trailers:key=Rulewright-Save,valueonly)"});
            QVERIFY2(!id.isEmpty(), where.constData());
            QCOMPARE(bench.gitops().git({"log", "-1", "--format=%(trailers:key=Rulewright-Save,valueonly)"}), id);
        }
        QVERIFY2(run.killed || isNew || variant.fails, where.constData());
        ++(isNew ? made : old);
    }
    m_points += numbers.size();
    qInfo().noquote() << variant.name << "-" << points.size() << "points, killed at" << numbers.size()
                      << "of them:" << old << "times both as before," << made << "times both saved";
}

void TestSaveFaults::findsTheDiskFull_data()
{
    QTest::addColumn<QString>("branch");
    QTest::newRow("current branch") << QString();
    QTest::newRow("new branch") << QString("alerts/wait");
}

void TestSaveFaults::findsTheDiskFull()
{
    QFETCH(QString, branch);
    const Bench bench;
    const support::Failpoints failpoints(bench.folder());
    const QString program = QCoreApplication::applicationFilePath();
    const QStringList arguments = {"save-child", bench.folder() + "/source", "-1", branch};
    bench.renew();
    const Snapshot oldSource(bench.source(), savedFile);
    const Snapshot oldGitops(bench.gitops(), savedTwinFile);
    const std::vector<Failpoint> points = failpoints.record(program, arguments);
    const QByteArray savedTwin = bench.gitops().read(savedTwinFile);
    int old = 0;
    int made = 0;
    const std::vector<unsigned long> numbers = chosen(points, branch.isEmpty() ? 6 : 2);
    for (const unsigned long n : numbers) {
        bench.renew();
        const support::FailpointRun run = failpoints.run(program, arguments, n, FailpointControl::FullDisk);
        // Room has been made since.
        const Recovery recovery = workspace::recoverSave({bench.source().path(), bench.gitops().path()});
        const Failpoint &point = points.at(n - 1);
        const QByteArray where = "full at call " + QByteArray::number(qulonglong(n)) + ", " + point.call + " by " +
                                 point.program + " of " + point.path + ": " +
                                 QByteArray::fromStdString(recovery.text.english()) + ' ' + run.standardError;
        QVERIFY2(recovery.outcome != Recovery::Outcome::Failed && !run.killed, where.constData());
        const Snapshot source(bench.source(), savedFile);
        const Snapshot gitops(bench.gitops(), savedTwinFile);
        QVERIFY2(source.others == oldSource.others && gitops.others == oldGitops.others, where.constData());
        const bool isOld = source == oldSource && gitops == oldGitops;
        const bool isNew = source.head != oldSource.head && gitops.head != oldGitops.head && gitops.file == savedTwin &&
                           bench.source().changes() == "MM other\n M third\n?? untracked" &&
                           bench.gitops().changes() == "MM other\n M third\n?? untracked";
        if (!isOld && !isNew)
            qWarning() << source.head << oldSource.head << source.file << gitops.head << oldGitops.head << gitops.file
                       << bench.source().changes() << bench.gitops().changes();
        QVERIFY2(isOld || isNew, where.constData());
        // git itself may leave temporary objects behind where it cannot write; locks and journals are another matter.
        const QStringList left = remains(bench.source()) + remains(bench.gitops());
        QVERIFY2(left.isEmpty(), where + left.join(", ").toUtf8());
        ++(isNew ? made : old);
    }
    m_points += numbers.size();
    qInfo().noquote() << points.size() << "points, disk full from" << numbers.size() << "of them:" << old
                      << "times both as before," << made << "times both saved";
}

void TestSaveFaults::findsASmallDiskFull()
{
    const Bench bench;
    const QString place = bench.folder() + "/gitops";
    bench.renew();
    QDir(place).removeRecursively();
    QDir().mkpath(place);
    QProcess mount;
    mount.start("mount", {"-t", "tmpfs", "-o", "size=2m", "tmpfs", place});
    mount.waitForFinished();
    if (mount.exitCode() != 0)
        QSKIP(("No small disk could be mounted here: " + mount.readAllStandardError().trimmed()).constData());
    const auto unmount = qScopeGuard([&] { QProcess::execute("umount", {place}); });
    const QString content = bench.master().gitops.path() + "/.";
    QCOMPARE(QProcess::execute("cp", {"-a", content, place}), 0);
    const Snapshot oldSource(bench.source(), savedFile);
    const Snapshot oldGitops(bench.gitops(), savedTwinFile);
    const workspace::WorkspaceFile file = *workspace::readWorkspaceFile(bench.folder() + "/source");
    int tries = 0;
    bool saved = false;
    // From nothing left on, page by page, until there is room enough.
    for (int pages = 0; !saved && pages < 128; ++pages) {
        QFile filler(place + "/filler");
        QVERIFY(filler.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        constexpr int page = 4096;
        while (filler.write(QByteArray(page, 'x')) == page)
            ;
        QVERIFY(filler.resize(filler.size() - std::min<qint64>(filler.size(), qint64(pages) * page)));
        filler.close();
        const auto plan = workspace::planSave(file, {});
        QVERIFY2(plan.ok(), plan.ok() ? "" : plan.error().detail.c_str());
        workspace::SaveOptions options;
        options.message = "Wait longer";
        saved = workspace::executeSave(*plan, options).ok();
        QVERIFY(QFile::remove(place + "/filler"));
        const Recovery recovery = workspace::recoverSave({bench.source().path(), place});
        QVERIFY2(recovery.outcome != Recovery::Outcome::Failed, recovery.text.english().c_str());
        const QByteArray where = QByteArray::number(pages) + " pages free";
        const bool isOld =
            Snapshot(bench.source(), savedFile) == oldSource && Snapshot(bench.gitops(), savedTwinFile) == oldGitops;
        QVERIFY2(saved != isOld, where.constData());
        QCOMPARE(remains(bench.source()) + remains(bench.gitops()), QStringList());
        ++tries;
    }
    QVERIFY(saved);
    QCOMPARE(bench.gitops().read(savedTwinFile), SaveFixture::twin("10m"));
    m_points += static_cast<std::size_t>(tries);
    qInfo().noquote() << "a disk with too little room," << tries << "sizes";
}

void TestSaveFaults::cleanupTestCase()
{
    qInfo().noquote() << m_points << "points in all";
}

REGISTER_TEST(TestSaveFaults);

#include "tst_savefaults.moc"
