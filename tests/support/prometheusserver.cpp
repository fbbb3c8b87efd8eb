#include "support/prometheusserver.h"

#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QThread>

#ifdef Q_OS_LINUX
#include <csignal>
#include <sys/prctl.h>
#endif

namespace support {

namespace {

constexpr int backfillMilliseconds = 120000;
constexpr int readyMilliseconds = 30000;
constexpr int startAttempts = 3;

bool writeTestFile(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

quint16 freePort()
{
    QTcpServer server;
    return server.listen(QHostAddress::LocalHost) ? server.serverPort() : 0;
}

/// Plain sockets, so that this library needs no event loop while it waits.
bool answersReady(quint16 port, const QByteArray &authorization, bool tls)
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
    if (!socket.waitForConnected(200))
        return false;
    QByteArray request = "GET /-/ready HTTP/1.0\r\nHost: localhost\r\n";
    if (!authorization.isEmpty())
        request += "Authorization: " + authorization + "\r\n";
    socket.write(request + "\r\n");
    QByteArray answer;
    while (!answer.contains('\n') && socket.waitForReadyRead(1000))
        answer += socket.readAll();
    // A TLS server answers plain HTTP with 400.
    return answer.contains(tls ? " 400 " : " 200 ");
}

} // namespace

struct PrometheusServer::Private
{
    QTemporaryDir folder;
    QProcess process;
    quint16 port = 0;
    QString error;
    /// The last launch ended by itself, as it does when its port is taken.
    bool exited = false;
    bool tls = false;
    Options options;

    bool promtool(const QStringList &arguments)
    {
        QProcess promtool;
        promtool.setProcessChannelMode(QProcess::MergedChannels);
        promtool.setWorkingDirectory(folder.path());
        promtool.start(QStringLiteral("promtool"), arguments);
        if (promtool.waitForFinished(backfillMilliseconds) && promtool.exitCode() == 0)
            return true;
        error = QStringLiteral("promtool cannot backfill: %1")
                    .arg(QString::fromUtf8(promtool.readAll()) + promtool.errorString());
        return false;
    }

    bool backfill(const QList<QByteArray> &texts)
    {
        const QString file = folder.filePath(QStringLiteral("history.om"));
        for (const QByteArray &text : texts) {
            if (!writeTestFile(file, text)) {
                error = QStringLiteral("Cannot write %1.").arg(file);
                return false;
            }
            if (!promtool({QStringLiteral("tsdb"), QStringLiteral("create-blocks-from"), QStringLiteral("openmetrics"),
                           QStringLiteral("--max-block-duration=24h"), file, folder.filePath(QStringLiteral("data"))}))
                return false;
        }
        return true;
    }

    /// Somebody may take the port between our look and the server's.
    bool launchSomewhere()
    {
        for (int attempt = 0; attempt < startAttempts; ++attempt) {
            if (launch())
                return true;
            stop();
            if (!exited)
                break;
        }
        return false;
    }

    void stop()
    {
        if (process.state() == QProcess::NotRunning)
            return;
        process.terminate();
        if (!process.waitForFinished(5000)) {
            process.kill();
            process.waitForFinished();
        }
    }

    bool launch()
    {
        port = freePort();
        QStringList all = {QStringLiteral("--config.file=") + folder.filePath(QStringLiteral("prometheus.yml")),
                           QStringLiteral("--storage.tsdb.path=") + folder.filePath(QStringLiteral("data")),
                           QStringLiteral("--storage.tsdb.retention.time=") + options.retention,
                           QStringLiteral("--web.listen-address=127.0.0.1:%1").arg(port),
                           QStringLiteral("--web.enable-lifecycle"),
                           QStringLiteral("--log.level=warn")};
        all += options.arguments;
        process.setProcessChannelMode(QProcess::MergedChannels);
#ifdef Q_OS_LINUX
        // A killed test must not leave servers behind.
        process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
#endif
        process.start(QStringLiteral("prometheus"), all);
        QElapsedTimer clock;
        clock.start();
        while (clock.elapsed() < readyMilliseconds) {
            if (process.waitForFinished(20) || process.state() == QProcess::NotRunning)
                break;
            if (answersReady(port, options.authorization, options.tls))
                return true;
        }
        exited = process.state() == QProcess::NotRunning;
        error = QStringLiteral("prometheus does not get ready: %1")
                    .arg(process.errorString() + QString::fromUtf8(process.readAll()));
        return false;
    }
};

PrometheusServer::PrometheusServer() : d(std::make_unique<Private>()) {}

PrometheusServer::~PrometheusServer()
{
    stop();
}

bool PrometheusServer::start(const Options &options)
{
    const QByteArray configuration =
        options.configuration.isEmpty() ? QByteArray("global: {scrape_interval: 15s}\n") : options.configuration;
    if (!d->folder.isValid() || !writeTestFile(d->folder.filePath(QStringLiteral("prometheus.yml")), configuration)) {
        d->error = QStringLiteral("There is no place for temporary files.");
        return false;
    }
    d->tls = options.tls;
    if (!d->backfill(options.openMetrics))
        return false;
    d->options = options;
    return d->launchSomewhere();
}

bool PrometheusServer::recordHistory(const QList<QByteArray> &ruleFiles, qint64 from, qint64 to)
{
    QStringList arguments = {QStringLiteral("tsdb"),
                             QStringLiteral("create-blocks-from"),
                             QStringLiteral("rules"),
                             QStringLiteral("--start=%1").arg(from),
                             QStringLiteral("--end=%1").arg(to),
                             QStringLiteral("--url=%1").arg(url()),
                             QStringLiteral("--output-dir=%1").arg(d->folder.filePath(QStringLiteral("data")))};
    for (const QByteArray &text : ruleFiles) {
        // A relative name gives the groups the same phase in every run. promtool leaves out the sample in the last
        // second of each block, so a phase that changed with the folder would fail now and then.
        const QString file = QStringLiteral("recorded%1.yml").arg(arguments.size());
        if (!writeTestFile(d->folder.filePath(file), text)) {
            d->error = QStringLiteral("Cannot write %1.").arg(file);
            return false;
        }
        arguments += file;
    }
    if (!d->promtool(arguments))
        return false;
    stop();
    return d->launchSomewhere();
}

void PrometheusServer::stop()
{
    d->stop();
}

QString PrometheusServer::url() const
{
    return QStringLiteral("%1://127.0.0.1:%2")
        .arg(d->tls ? QStringLiteral("https") : QStringLiteral("http"))
        .arg(d->port);
}

QString PrometheusServer::error() const
{
    return d->error;
}

} // namespace support
