#include "backtest/rulebacktest.h"
#include "prometheus/client.h"
#include "support/registry.h"

#include <QDateTime>
#include <QEventLoop>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QProcess>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cstdlib>

/// A second engine: what it answers is taken, and it is said that it is another one.
class TestVictoriaMetrics : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void backtests();
    void newestIsUnknown();
    void cleanupTestCase();

private:
    bool reached(const QString &path, const QByteArray &body = {});

    QProcess m_server;
    QTemporaryDir m_folder;
    QString m_url;
    qint64 m_end = 0;
};

bool TestVictoriaMetrics::reached(const QString &path, const QByteArray &body)
{
    QNetworkAccessManager manager;
    QNetworkRequest request(QUrl(m_url + path));
    request.setHeader(QNetworkRequest::ContentTypeHeader, "text/plain");
    QNetworkReply *reply = body.isEmpty() ? manager.get(request) : manager.post(request, body);
    QEventLoop loop;
    connect(reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
    loop.exec();
    return reply->error() == QNetworkReply::NoError;
}

void TestVictoriaMetrics::initTestCase()
{
    if (QStandardPaths::findExecutable("victoria-metrics").isEmpty())
        QFAIL("victoria-metrics is not installed: ./dev test installs it.");
    QTcpServer probe;
    QVERIFY(probe.listen(QHostAddress::LocalHost));
    const quint16 port = probe.serverPort();
    probe.close();
    m_url = QString("http://127.0.0.1:%1").arg(port);
    m_server.setProcessChannelMode(QProcess::MergedChannels);
    m_server.start("victoria-metrics", {"-storageDataPath=" + m_folder.filePath("data"), "-retentionPeriod=100y",
                                        QString("-httpListenAddr=127.0.0.1:%1").arg(port)});
    QTRY_VERIFY_WITH_TIMEOUT(reached("/health"), 20000);
    m_end = QDateTime::currentSecsSinceEpoch() / 60 * 60 - 3600;
    QByteArray lines;
    for (int minute = 0; minute <= 600; ++minute)
        lines += "x{s=\"b\"} " + QByteArray::number(minute % 40 < 12 ? 1 : 0) + " " +
                 QByteArray::number((m_end - (600 - minute) * 60) * 1000) + "\n";
    QVERIFY(reached("/api/v1/import/prometheus", lines));
    QVERIFY(reached("/internal/force_flush"));
}

void TestVictoriaMetrics::backtests()
{
    prometheus::Endpoint endpoint;
    endpoint.url = m_url.toStdString();
    prometheus::Client client(endpoint);
    QEventLoop loop;
    auto knowledge = std::make_shared<backtest::ServerKnowledge>();
    const auto pending = backtest::askKnowledge(client, [&](backtest::ServerKnowledge answer) {
        *knowledge = std::move(answer);
        loop.quit();
    });
    loop.exec();
    QCOMPARE(knowledge->facts.application, std::string("VictoriaMetrics"));
    const auto document = rules::load("r.yml", "groups:\n- name: g\n  interval: 1m\n  rules:\n"
                                               "  - {record: 'r:x', expr: x}\n"
                                               "  - {alert: Direct, expr: 'x > 0', for: 5m}\n"
                                               "  - {alert: Chained, expr: 'r:x > 0', for: 5m, keep_firing_for: 3m}\n");
    for (const std::size_t index : {1, 2}) {
        backtest::BacktestRequest request;
        request.documents = {document};
        request.rule = document->refOf(document->groups().front(), index);
        request.from = (m_end - 500 * 60) * 1000;
        request.to = m_end * 1000;
        request.spread = false;
        backtest::RuleBacktest run(request, client, knowledge);
        bool done = false;
        run.start([&] {
            done = true;
            loop.quit();
        });
        if (!done)
            loop.exec();
        QVERIFY2(!run.error(), run.error() ? run.error()->text.english().c_str() : "");
        const backtest::BacktestResult &result = run.result();
        QVERIFY(!result.exact);
        const bool said = std::any_of(result.warnings.begin(), result.warnings.end(), [](const base::Text &text) {
            return text.english().find("VictoriaMetrics answered") != std::string::npos;
        });
        QVERIFY(said);
        // Twelve minutes of every forty: seven ticks fire, and three more are kept.
        QVERIFY(result.history.firings() >= 12);
        for (const alerting::Band &band : result.history.alerts.at(0).firing) {
            if (!band.end || band.begin <= result.from)
                continue;
            const backtest::Milliseconds expected = backtest::Milliseconds(index == 1 ? 7 : 10) * 60000;
            // Its subqueries stand on a grid of their own.
            QVERIFY(std::abs(*band.end - band.begin - expected) <= (index == 1 ? 0 : 60000));
        }
    }
}

/// It repeats or leaves out its newest half minute, which would read as "not firing".
void TestVictoriaMetrics::newestIsUnknown()
{
    prometheus::Endpoint endpoint;
    endpoint.url = m_url.toStdString();
    prometheus::Client client(endpoint);
    QEventLoop loop;
    auto knowledge = std::make_shared<backtest::ServerKnowledge>();
    const auto pending = backtest::askKnowledge(client, [&](backtest::ServerKnowledge answer) {
        *knowledge = std::move(answer);
        loop.quit();
    });
    loop.exec();
    const auto document =
        rules::load("r.yml", "groups:\n- name: g\n  interval: 1s\n  rules:\n  - {alert: Always, expr: vector(1)}\n");
    backtest::BacktestRequest request;
    request.documents = {document};
    request.rule = document->refOf(document->groups().front(), 0);
    request.to = QDateTime::currentMSecsSinceEpoch();
    request.from = request.to - 3600 * 1000;
    request.spread = false;
    backtest::RuleBacktest run(request, client, knowledge);
    bool done = false;
    run.start([&] {
        done = true;
        loop.quit();
    });
    if (!done)
        loop.exec();
    QVERIFY2(!run.error(), run.error() ? run.error()->text.english().c_str() : "");
    const std::vector<backtest::TickAnswer> &answers = run.result().values.answers;
    QVERIFY(answers.size() >= 3600);
    QCOMPARE(answers.back().state, backtest::TickState::Unknown);
    QCOMPARE(answers[answers.size() - 20].state, backtest::TickState::Unknown);
    // Every other one was answered, and fires.
    for (const backtest::TickAnswer &answer : answers)
        QCOMPARE(answer.values.size(), std::size_t(answer.state == backtest::TickState::Answered ? 1 : 0));
    QCOMPARE(answers.front().state, backtest::TickState::Answered);
    QVERIFY(run.result().history.unknownRatio() > 0);
}

void TestVictoriaMetrics::cleanupTestCase()
{
    m_server.terminate();
    if (!m_server.waitForFinished(10000)) {
        m_server.kill();
        m_server.waitForFinished();
    }
}

REGISTER_TEST(TestVictoriaMetrics);

#include "tst_victoriametrics.moc"
