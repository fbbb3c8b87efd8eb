#include "workspace/demo.h"

#include "workspace/demofiles.h"
#include "workspace/demohistory.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QThreadPool>
#include <QTimer>

#include <algorithm>
#include <deque>
#include <functional>
#include <utility>

#ifdef Q_OS_LINUX
#include <csignal>
#include <sys/prctl.h>
#endif

namespace workspace {

namespace {

/// promtool reads a file twice when it holds no more than one block.
constexpr qint64 demoWindowSeconds = 6 * 3600;
constexpr int demoLoaders = 2;
constexpr int demoServerTimeoutMs = 30000;
/// Well below the lookback delta of 5 minutes, and the server looks for new blocks once a minute.
constexpr int demoContinueMs = 60000;

QString demoFailureText(const QByteArray &output)
{
    const QByteArray trimmed = output.trimmed();
    return QString::fromUtf8(trimmed.size() > 4000 ? trimmed.right(4000) : trimmed);
}

/// A server must not outlive a window that was killed.
void endWithParent(QProcess &process)
{
#ifdef Q_OS_LINUX
    process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
#endif
}

} // namespace

struct Demo::Private
{
    /// A git command of one repository, with the environment it needs besides.
    struct GitStep
    {
        QStringList arguments;
        QString folder;
        std::function<base::Result<void>()> before;
        QStringList environment;
    };

    explicit Private(Demo *demo) : q(demo)
    {
        pool.setMaxThreadCount(1);
        continueTimer.setInterval(demoContinueMs);
    }

    Demo *q;
    QString folder;
    qint64 end = 0;
    QString prometheus;
    QString promtool;
    QString git;
    QString url;
    QString workspaceFile;
    bool over = false;
    int done = 0;
    int windows = 0;

    QThreadPool pool;
    std::shared_ptr<DemoHistory> history;
    bool making = false;
    int made = 0;
    int loading = 0;
    std::deque<QString> waiting;

    QProcess *server = nullptr;
    QByteArray serverOutput;
    QTimer serverTimeout;
    QTimer continueTimer;
    std::deque<GitStep> gitSteps;

    [[nodiscard]] QString dataFolder() const { return folder + "/prometheus/data"; }
    /// The steps are the windows, the server and the repositories.
    void report(const QString &what) { emit q->progress(what, done, windows + 2); }
    void fail(const base::Error &error);
    void run(const QString &program, const QStringList &arguments, const QString &workingFolder,
             const QStringList &environment, const std::function<void()> &finished);
    base::Result<void> prepare();
    void makeWindow(qint64 until);
    void windowMade(const QString &file, const base::Result<void> &written);
    void load();
    void startServer();
    void readServer();
    void serverReady();
    void planRepository(const DemoRepository &repository);
    void runGit();
    void ready();
};

void Demo::Private::fail(const base::Error &error)
{
    if (over)
        return;
    over = true;
    serverTimeout.stop();
    continueTimer.stop();
    // Queued: the receiver may delete the demo, whose processes may be the sender of this very call.
    QMetaObject::invokeMethod(
        q, [demo = q, error] { emit demo->failed(error); }, Qt::QueuedConnection);
}

void Demo::Private::run(const QString &program, const QStringList &arguments, const QString &workingFolder,
                        const QStringList &environment, const std::function<void()> &finished)
{
    auto *process = new QProcess(q);
    QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
    for (const QString &name : variables.keys()) {
        // The demo's commits must not depend on the person's configuration, nor land in the repository of a hook that
        // started us.
        if (name.startsWith("GIT_"))
            variables.remove(name);
    }
    for (const QString &variable : environment)
        variables.insert(variable.section('=', 0, 0), variable.section('=', 1));
    process->setProcessEnvironment(variables);
    process->setWorkingDirectory(workingFolder);
    process->setProcessChannelMode(QProcess::MergedChannels);
    process->setStandardInputFile(QProcess::nullDevice());
    endWithParent(*process);
    QObject::connect(process, &QProcess::errorOccurred, q, [this, process, program](QProcess::ProcessError error) {
        if (error != QProcess::FailedToStart)
            return;
        fail({base::ErrorKind::NotFound,
              base::Text(TRANSLATABLE("Core", "%1 could not be started."), {program.toStdString()}),
              process->errorString().toStdString()});
    });
    QObject::connect(
        process, &QProcess::finished, q, [this, process, program, finished](int exitCode, QProcess::ExitStatus status) {
            process->deleteLater();
            if (over)
                return;
            if (status == QProcess::NormalExit && exitCode == 0)
                return finished();
            fail({base::ErrorKind::Io,
                  base::Text(TRANSLATABLE("Core", "%1 failed while the demo was being made."), {program.toStdString()}),
                  demoFailureText(process->readAll()).toStdString()});
        });
    process->start(program, arguments);
}

base::Result<void> Demo::Private::prepare()
{
    const std::pair<const char *, QString *> tools[] = {
        {"prometheus", &prometheus}, {"promtool", &promtool}, {"git", &git}};
    for (const auto &[name, path] : tools) {
        *path = QStandardPaths::findExecutable(name);
        if (path->isEmpty())
            return base::Error{
                base::ErrorKind::NotFound,
                base::Text(TRANSLATABLE("Core", "The demo needs %1, which is not on the search path. On Debian: "
                                                "sudo apt install prometheus git"),
                           {name}),
                {}};
    }
    if (end > QDateTime::currentSecsSinceEpoch())
        return base::Error{base::ErrorKind::Invalid,
                           base::Text(TRANSLATABLE("Core", "The demo's history cannot end in the future.")),
                           {}};
    const QDir target(folder);
    if (target.exists() && !target.isEmpty(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot))
        return base::Error{base::ErrorKind::Conflict,
                           base::Text(TRANSLATABLE("Core", "The demo needs an empty folder, and %1 is not empty."),
                                      {folder.toStdString()}),
                           {}};
    if (!QDir().mkpath(dataFolder()) || !QDir().mkpath(folder + "/origin"))
        return base::Error{
            base::ErrorKind::Permission,
            base::Text(TRANSLATABLE("Core", "The demo cannot make its folder %1."), {folder.toStdString()}),
            {}};
    base::Result<DemoHistory> made = DemoHistory::fromRecipe(demoHistoryRecipe(), end);
    if (!made)
        return made.error();
    history = std::make_shared<DemoHistory>(std::move(made).value());
    return {};
}

void Demo::Private::makeWindow(qint64 until)
{
    making = true;
    const QString file = folder + QString("/prometheus/window-%1.om").arg(made++);
    // One window at a time: the history is never shared between threads.
    pool.start([this, file, until, history = history] {
        const std::string text = history->next(until);
        // No samples yet: promtool refuses an empty file.
        const QString made = text.empty() ? QString() : file;
        const base::Result<void> written =
            text.empty()
                ? base::Result<void>()
                : writeDemoFile(file, QByteArray::fromRawData(text.data(), static_cast<qsizetype>(text.size())));
        QMetaObject::invokeMethod(
            q, [this, made, written] { windowMade(made, written); }, Qt::QueuedConnection);
    });
}

void Demo::Private::windowMade(const QString &file, const base::Result<void> &written)
{
    making = false;
    if (over)
        return;
    if (!written)
        return fail(written.error());
    if (!file.isEmpty())
        waiting.push_back(file);
    load();
}

void Demo::Private::load()
{
    while (!waiting.empty() && loading < demoLoaders) {
        const QString file = waiting.front();
        waiting.pop_front();
        ++loading;
        run(promtool,
            {"tsdb", "create-blocks-from", "openmetrics", "-q", "--max-block-duration=24h", file, dataFolder()}, folder,
            {}, [this, file] {
                --loading;
                QFile::remove(file);
                if (server)
                    return;
                ++done;
                report(QCoreApplication::translate("Core", "Loading seven days of history"));
                load();
            });
    }
    if (server || making)
        return;
    // Files are large and short-lived: never many at once.
    if (made < windows && waiting.size() < demoLoaders)
        return makeWindow(std::min((history->begin() / demoWindowSeconds + made + 1) * demoWindowSeconds, end + 1));
    if (waiting.empty() && loading == 0)
        startServer();
}

void Demo::Private::startServer()
{
    report(QCoreApplication::translate("Core", "Starting Prometheus"));
    QDir().mkpath(folder + "/prometheus/rules");
    for (const auto &[file, content] :
         {std::pair<QString, QByteArray>{"prometheus.yml", demoDeployedConfiguration()},
          std::pair<QString, QByteArray>{"rules/algosu-alerts.yml", demoDeployedRules()}}) {
        if (const base::Result<void> written = writeDemoFile(folder + "/prometheus/" + file, content); !written)
            return fail(written.error());
    }
    server = new QProcess(q);
    server->setProcessChannelMode(QProcess::MergedChannels);
    server->setWorkingDirectory(folder + "/prometheus");
    endWithParent(*server);
    QObject::connect(server, &QProcess::readyRead, q, [this] { readServer(); });
    const auto ended = [this] {
        readServer();
        fail({base::ErrorKind::Io, base::Text(TRANSLATABLE("Core", "The demo's Prometheus ended unexpectedly.")),
              demoFailureText(serverOutput).toStdString()});
    };
    QObject::connect(server, &QProcess::finished, q, ended);
    QObject::connect(server, &QProcess::errorOccurred, q, ended);
    serverTimeout.setSingleShot(true);
    QObject::connect(&serverTimeout, &QTimer::timeout, q, [this] {
        fail({base::ErrorKind::Timeout,
              base::Text(TRANSLATABLE("Core", "The demo's Prometheus was not ready within %1 seconds."),
                         {std::to_string(demoServerTimeoutMs / 1000)}),
              demoFailureText(serverOutput).toStdString()});
    });
    serverTimeout.start(demoServerTimeoutMs);
    // Port 0: the system chooses a free one and the server says which. Blocks stay as they are: compacting them would
    // only cost time.
    server->start(prometheus, {"--config.file=prometheus.yml", "--storage.tsdb.path=data",
                               "--storage.tsdb.retention.time=100y", "--storage.tsdb.max-block-duration=6h",
                               "--web.listen-address=127.0.0.1:0", "--web.enable-lifecycle"});
}

void Demo::Private::readServer()
{
    serverOutput += server->readAll();
    if (over || !url.isEmpty()) {
        serverOutput = serverOutput.right(4000);
        return;
    }
    static const QRegularExpression listening(R"(Listening on"? address=127\.0\.0\.1:(\d+))");
    const QString text = QString::fromUtf8(serverOutput);
    const QRegularExpressionMatch match = listening.match(text);
    if (match.hasMatch() && text.contains("Server is ready to receive web requests")) {
        url = "http://127.0.0.1:" + match.captured(1);
        serverReady();
    }
}

void Demo::Private::serverReady()
{
    serverTimeout.stop();
    ++done;
    report(QCoreApplication::translate("Core", "Writing the two repositories"));
    base::Result<std::vector<DemoRepository>> repositories = demoRepositories();
    if (!repositories)
        return fail(repositories.error());
    for (const DemoRepository &repository : *repositories)
        planRepository(repository);
    runGit();
}

void Demo::Private::planRepository(const DemoRepository &repository)
{
    const QString tree = folder + '/' + repository.folder;
    const QString origin = folder + "/origin/" + repository.folder + ".git";
    if (repository.role == "source")
        workspaceFile = tree + "/rulewright.yaml";
    const auto step = [&](const QString &where, const QStringList &arguments) {
        gitSteps.push_back({arguments, where, {}, {}});
    };
    step(folder, {"init", "-q", "--bare", "-b", "main", origin});
    step(folder, {"init", "-q", "-b", "main", tree});
    step(tree, {"config", "user.name", "Rulewright demo"});
    step(tree, {"config", "user.email", "demo@localhost"});
    step(tree, {"remote", "add", "origin", origin});
    for (const DemoCommit &commit : repository.commits) {
        gitSteps.push_back({{"add", "-A"},
                            tree,
                            [this, repository, commit, tree] { return writeDemoFiles(repository, commit, tree, url); },
                            {}});
        const QString date = QString("@%1 +0900").arg(end + static_cast<qint64>(commit.hours * 3600));
        gitSteps.push_back({{"commit", "-q", "-m", commit.message},
                            tree,
                            {},
                            {"GIT_AUTHOR_DATE=" + date, "GIT_COMMITTER_DATE=" + date}});
    }
    step(tree, {"push", "-q", "-u", "origin", "main"});
}

void Demo::Private::runGit()
{
    if (gitSteps.empty())
        return ready();
    const GitStep step = gitSteps.front();
    gitSteps.pop_front();
    if (step.before) {
        if (const base::Result<void> prepared = step.before(); !prepared)
            return fail(prepared.error());
    }
    run(git, step.arguments, step.folder,
        QStringList{"GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1", "GIT_TERMINAL_PROMPT=0"} + step.environment,
        [this] { runGit(); });
}

void Demo::Private::ready()
{
    ++done;
    report(QCoreApplication::translate("Core", "The demo is ready"));
    QMetaObject::invokeMethod(
        q, [demo = q, file = workspaceFile, address = url] { emit demo->ready(file, address); }, Qt::QueuedConnection);
    if (QDateTime::currentSecsSinceEpoch() - end > 3600)
        return;
    QObject::connect(&continueTimer, &QTimer::timeout, q, [this] {
        if (!making && loading == 0)
            makeWindow(QDateTime::currentSecsSinceEpoch() + 1);
    });
    continueTimer.start();
}

void Demo::setContinueInterval(int milliseconds)
{
    d->continueTimer.setInterval(milliseconds);
}

Demo::Demo(QObject *parent) : QObject(parent), d(std::make_unique<Private>(this)) {}

Demo::~Demo()
{
    d->over = true;
    d->pool.clear();
    d->pool.waitForDone();
    const QList<QProcess *> processes = findChildren<QProcess *>();
    for (QProcess *process : processes) {
        process->disconnect();
        process->kill();
    }
    // Killed processes end at once; the folder may be deleted right after this.
    for (QProcess *process : processes)
        process->waitForFinished(5000);
}

void Demo::start(const QString &folder, qint64 end)
{
    d->folder = QDir(folder).absolutePath();
    d->end = end;
    if (const base::Result<void> prepared = d->prepare(); !prepared)
        return d->fail(prepared.error());
    const qint64 first = d->history->begin() / demoWindowSeconds;
    d->windows = static_cast<int>(d->history->end() / demoWindowSeconds - first + 1);
    d->report(QCoreApplication::translate("Core", "Making seven days of history"));
    d->load();
}

} // namespace workspace

#include "moc_demo.cpp"
