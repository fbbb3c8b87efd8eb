// How long the window stands still while a large answer arrives, and how long decoding and drawing it take beside curl,
// which only reads it: 500 series of 11 000 points from an HTTP server on loopback. Usage: bench_preview [series
// points]

#include "prometheus/client.h"
#include "widgets/previewchart.h"
#include "widgets/previewpanel.h"

#include <QApplication>
#include <QDateTime>
#include <QElapsedTimer>
#include <QProcess>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>

namespace {

/// As Prometheus writes it: counters of requests with three decimals.
QByteArray generatedAnswer(int series, int points, double end, double step)
{
    QByteArray body = R"({"status":"success","data":{"resultType":"matrix","result":[)";
    for (int i = 0; i < series; ++i) {
        body += QByteArray(i > 0 ? "," : "") + R"({"metric":{"__name__":"requests","instance":"10.0.)" +
                QByteArray::number(i / 250) + '.' + QByteArray::number(i % 250) + R"(:9100","job":"node"},"values":[)";
        for (int k = 0; k < points; ++k) {
            const double value = 100 + i + 50 * std::sin(k / 97.0 + i) + (k * 7919 % 1000) / 100.0;
            body += QByteArray(k > 0 ? ",[" : "[") + QByteArray::number(end - (points - 1 - k) * step, 'f', 0) + ",\"" +
                    QByteArray::number(value, 'f', 3) + "\"]";
        }
        body += "]}";
    }
    return body + "]}}";
}

/// Answers every request of a range with the same body, from a process of its own, until its input ends.
int serve(int series, int points)
{
    QTcpServer server;
    if (!server.listen(QHostAddress::LocalHost))
        return 1;
    const double end = std::floor(static_cast<double>(QDateTime::currentSecsSinceEpoch()));
    const QByteArray large = generatedAnswer(series, points, end, 60);
    const QByteArray small = R"({"status":"success","data":{"resultType":"vector","result":[]}})";
    QObject::connect(&server, &QTcpServer::newConnection, &server, [&] {
        QTcpSocket *socket = server.nextPendingConnection();
        QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        QObject::connect(socket, &QTcpSocket::readyRead, socket, [&, socket] {
            const QByteArray request = socket->readAll();
            if (!request.contains("\r\n\r\n"))
                return;
            const QByteArray &body = request.contains("/query_range") ? large : small;
            socket->write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
                          QByteArray::number(body.size()) + "\r\n\r\n");
            socket->write(body);
        });
    });
    std::printf("%d %.0f %lld\n", int(server.serverPort()), end, static_cast<long long>(large.size()));
    std::fflush(stdout);
    return QCoreApplication::exec();
}

/// Runs the event loop until `done`; the longest stretch without a return to it, milliseconds.
double longestStretch(const std::function<bool()> &done)
{
    QElapsedTimer all;
    all.start();
    double longest = 0;
    while (!done() && all.elapsed() < 120'000) {
        QElapsedTimer one;
        one.start();
        QCoreApplication::processEvents(QEventLoop::AllEvents);
        longest = std::max(longest, double(one.nsecsElapsed()) / 1e6);
    }
    return longest;
}

double curlMilliseconds(const QString &url)
{
    QProcess curl;
    QElapsedTimer timer;
    timer.start();
    curl.start("curl", {"-s", "-o", "/dev/null", url + "/api/v1/query_range?query=x"});
    curl.waitForFinished(60'000);
    return double(timer.nsecsElapsed()) / 1e6;
}

} // namespace

int main(int argc, char **argv)
{
    const bool server = argc > 1 && QByteArray(argv[1]) == "--serve";
    const int first = server ? 2 : 1;
    const int series = argc > first + 1 ? QByteArray(argv[first]).toInt() : 500;
    const int points = argc > first + 1 ? QByteArray(argv[first + 1]).toInt() : 11'000;
    if (server) {
        QCoreApplication application(argc, argv);
        return serve(series, points);
    }
    QStandardPaths::setTestModeEnabled(true);
    QApplication application(argc, argv);
    QProcess process;
    process.start(QCoreApplication::applicationFilePath(),
                  {"--serve", QString::number(series), QString::number(points)});
    if (!process.waitForReadyRead(120'000))
        return 1;
    const QList<QByteArray> line = process.readLine().trimmed().split(' ');
    const QString url = "http://127.0.0.1:" + QString::fromLatin1(line.value(0));
    prometheus::Endpoint endpoint;
    endpoint.url = url.toStdString();
    prometheus::Client client(endpoint);

    widgets::PreviewPanel panel;
    panel.resize(1280, 360);
    panel.setEvaluationTime(line.value(1).toDouble());
    panel.setTimeRange(points * 60.0);
    panel.setClient(&client);
    panel.show();
    const auto *chart = panel.findChild<widgets::PreviewChart *>("previewChart");
    bool drawn = false;
    QObject::connect(chart, &widgets::PreviewChart::drawn, &panel, [&drawn] { drawn = true; });
    std::vector<double> stretches;
    std::vector<double> times;
    std::vector<double> reads;
    constexpr int rounds = 5;
    for (int round = 0; round < rounds; ++round) {
        reads.push_back(curlMilliseconds(url));
        drawn = false;
        QElapsedTimer timer;
        timer.start();
        panel.setExpression("requests{round!=\"" + std::to_string(round) + "\"}");
        panel.refreshNow();
        double stretch = longestStretch([&drawn] { return drawn; });
        // The picture itself comes with the next events.
        QElapsedTimer rest;
        rest.start();
        stretch = std::max(stretch, longestStretch([&rest] { return rest.elapsed() > 100; }));
        times.push_back(double(timer.nsecsElapsed()) / 1e6 - 100);
        stretches.push_back(stretch);
        rest.start();
        (void)longestStretch([&rest] { return rest.elapsed() > 1000; });
    }
    process.closeWriteChannel();
    process.kill();
    process.waitForFinished();
    const auto least = [](const std::vector<double> &values) { return *std::ranges::min_element(values); };
    const auto most = [](const std::vector<double> &values) { return *std::ranges::max_element(values); };
    std::printf("%d series of %d points, %.0f MB: longest stretch of the GUI thread %.1f ms (worst of %d: %.1f ms; the "
                "limit is 50), asked to drawn %.0f ms, curl alone %.0f ms: %.2f times\n",
                series, points, line.value(2).toDouble() / 1e6, least(stretches), rounds, most(stretches), least(times),
                least(reads), least(times) / least(reads));
    return most(stretches) < 50 ? 0 : 1;
}
