#include "prometheus/viacommand.h"
#include "support/registry.h"

#include <csignal>
#include <memory>

#include <QFile>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

using prometheus::ViaCommand;

/// The command is a real Prometheus: an endpoint that is there only while its command runs.
class TestViaCommand : public QObject
{
    Q_OBJECT

private slots:
    void startsRestartsAndEnds();
    void tellsWhyItDoesNotStart();
};

namespace {

quint16 freePort()
{
    QTcpServer server;
    return server.listen(QHostAddress::LocalHost) ? server.serverPort() : quint16(0);
}

bool isGone(qint64 process)
{
    return ::kill(static_cast<pid_t>(process), 0) != 0;
}

} // namespace

void TestViaCommand::startsRestartsAndEnds()
{
    const QTemporaryDir folder;
    QFile configuration(folder.filePath("prometheus.yml"));
    QVERIFY(configuration.open(QIODevice::WriteOnly) && configuration.write("global: {}\n") > 0);
    configuration.close();
    const quint16 port = freePort();
    // What it names is beside the workspace file.
    const QStringList command = {"prometheus", "--config.file=prometheus.yml", "--storage.tsdb.path=data",
                                 QString("--web.listen-address=127.0.0.1:%1").arg(port)};
    auto via = std::make_unique<ViaCommand>(command, QUrl(QString("http://127.0.0.1:%1").arg(port)));
    via->setFolder(folder.path());
    via->start();
    QTRY_COMPARE_WITH_TIMEOUT(via->state(), ViaCommand::State::Ready, 20000);
    const qint64 first = via->processId();
    QVERIFY(first > 0);
    ::kill(static_cast<pid_t>(first), SIGKILL);
    QTRY_VERIFY_WITH_TIMEOUT(via->state() != ViaCommand::State::Ready, 10000);
    QTRY_COMPARE_WITH_TIMEOUT(via->state(), ViaCommand::State::Ready, 20000);
    const qint64 second = via->processId();
    QVERIFY(second > 0 && second != first);
    via.reset();
    QTRY_VERIFY_WITH_TIMEOUT(isGone(second), 10000);
}

void TestViaCommand::tellsWhyItDoesNotStart()
{
    ViaCommand missing({"rulewright-no-such-command", "--port", "1"}, QUrl("http://127.0.0.1:1"));
    missing.start();
    QTRY_COMPARE_WITH_TIMEOUT(missing.state(), ViaCommand::State::Waiting, 10000);
    QVERIFY(!missing.lastWords().isEmpty());
    ViaCommand complains({"prometheus", "--no-such-flag"}, QUrl("http://127.0.0.1:1"));
    complains.start();
    QTRY_COMPARE_WITH_TIMEOUT(complains.state(), ViaCommand::State::Waiting, 10000);
    QVERIFY2(complains.lastWords().contains("no-such-flag"), qPrintable(complains.lastWords()));
}

REGISTER_TEST(TestViaCommand);

#include "tst_viacommand.moc"
