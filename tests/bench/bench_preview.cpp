// How long the window stands still while a large answer arrives, and how long decoding and drawing it take beside curl,
// which only reads it: 500 series of 11 000 points. First from a server on loopback that has the answer ready, as fast
// as bytes can come, in the preview's panel with its legend and its table of 500 rows; then from a real Prometheus that
// computes it, in the chart: there the limit is curl's own time. Usage: bench_preview [series points]

#include "prometheus/client.h"
#include "support/prometheusserver.h"
#include "widgets/previewchart.h"
#include "widgets/previewpanel.h"
#include "widgets/querycache.h"

#include <QApplication>
#include <QDateTime>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QProcess>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <functional>
#include <optional>

namespace {

constexpr int rounds = 5;
/// Milliseconds that the GUI thread may go without turning to the person.
constexpr double stallLimit = 50;

double sampleOf(int series, int point)
{
    return 100 + series + 50 * std::sin(point / 97.0 + series) + (point * 7919 % 1000) / 100.0;
}

/// As Prometheus writes it, with three decimals.
QByteArray generatedMetric(int series)
{
    return R"({"metric":{"__name__":"requests","instance":"10.0.)" + QByteArray::number(series / 250) + '.' +
           QByteArray::number(series % 250) + R"(:9100","job":"node"},)";
}

/// The last points of all series, for the table.
QByteArray generatedInstant(int series, int points, double end)
{
    QByteArray body = R"({"status":"success","data":{"resultType":"vector","result":[)";
    for (int i = 0; i < series; ++i)
        body += QByteArray(i > 0 ? "," : "") + generatedMetric(i) + R"("value":[)" + QByteArray::number(end, 'f', 0) +
                ",\"" + QByteArray::number(sampleOf(i, points - 1), 'f', 3) + "\"]}";
    return body + "]}}";
}

QByteArray generatedAnswer(int series, int points, double end, double step)
{
    QByteArray body = R"({"status":"success","data":{"resultType":"matrix","result":[)";
    for (int i = 0; i < series; ++i) {
        body += QByteArray(i > 0 ? "," : "") + generatedMetric(i) + R"("values":[)";
        for (int k = 0; k < points; ++k)
            body += QByteArray(k > 0 ? ",[" : "[") + QByteArray::number(end - (points - 1 - k) * step, 'f', 0) + ",\"" +
                    QByteArray::number(sampleOf(i, k), 'f', 3) + "\"]";
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
    const QByteArray few = generatedAnswer(3, 10, end, 60);
    const QByteArray instant = generatedInstant(series, points, end);
    QObject::connect(&server, &QTcpServer::newConnection, &server, [&] {
        QTcpSocket *socket = server.nextPendingConnection();
        QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        QObject::connect(socket, &QTcpSocket::readyRead, socket, [&, socket] {
            const QByteArray request = socket->readAll();
            if (!request.contains("\r\n\r\n"))
                return;
            const bool range = request.contains("/query_range");
            const QByteArray &body = !range ? instant : request.contains("warm") ? few : large;
            socket->write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
                          QByteArray::number(body.size()) + "\r\n\r\n");
            socket->write(body);
        });
    });
    std::printf("%d %.0f %lld\n", int(server.serverPort()), end, static_cast<long long>(large.size()));
    std::fflush(stdout);
    return QCoreApplication::exec();
}

double threadMilliseconds()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
}

/// How long the event loop did not come round, milliseconds: as a person waits, and what of that the GUI thread itself
/// computed. The rest is the machine's: other programs, and memory that the kernel was busy with.
struct Stall
{
    double wall = 0;
    double computed = 0;
};

Stall longer(const Stall &a, const Stall &b)
{
    return {std::max(a.wall, b.wall), std::max(a.computed, b.computed)};
}

/// Runs the event loop until `done`; the longest between two beats of a timer.
Stall longestStall(const std::function<bool()> &done)
{
    constexpr int beat = 2;
    Stall longest;
    QEventLoop loop;
    QTimer heart;
    heart.setTimerType(Qt::PreciseTimer);
    QElapsedTimer since;
    since.start();
    double computed = threadMilliseconds();
    QObject::connect(&heart, &QTimer::timeout, &loop, [&] {
        const double now = threadMilliseconds();
        longest = longer(longest, {double(since.nsecsElapsed()) / 1e6 - beat, now - computed});
        computed = now;
        since.start();
        if (done())
            loop.quit();
    });
    heart.start(beat);
    loop.exec();
    return longest;
}

Stall stallFor(int milliseconds)
{
    QElapsedTimer timer;
    timer.start();
    return longestStall([&timer, milliseconds] { return timer.elapsed() > milliseconds; });
}

double curlMilliseconds(const QString &url)
{
    QProcess curl;
    QElapsedTimer timer;
    timer.start();
    curl.start("curl", {"-s", "-o", "/dev/null", url});
    curl.waitForFinished(120'000);
    return double(timer.nsecsElapsed()) / 1e6;
}

struct Measured
{
    std::vector<Stall> stalls;
    std::vector<double> times;
    std::vector<double> reads;

    [[nodiscard]] bool holds() const
    {
        return std::ranges::min(stalls, {}, &Stall::wall).wall < stallLimit &&
               std::ranges::max(stalls, {}, &Stall::computed).computed < stallLimit;
    }

    /// `limit`: what of curl's time the difference may take; nothing where it is only told. A server that merely hands
    /// out bytes takes less time for a sample than any program that reads it as a number.
    void print(const char *from, int series, int points, std::optional<double> limit) const
    {
        const double drawn = std::ranges::min(times);
        const double read = std::ranges::min(reads);
        std::printf("%d series of %d points from %s, %d rounds\n", series, points, from, rounds);
        std::printf(
            "  longest stall of the GUI thread: %.0f ms at best, %.0f ms at worst; of these it computed %.0f to "
            "%.0f ms (the limit is %.0f)\n",
            std::ranges::min(stalls, {}, &Stall::wall).wall, std::ranges::max(stalls, {}, &Stall::wall).wall,
            std::ranges::min(stalls, {}, &Stall::computed).computed,
            std::ranges::max(stalls, {}, &Stall::computed).computed, stallLimit);
        // What curl takes is the server's and the transport's share.
        std::printf("  from asking to the finished picture: %.0f ms; curl, which throws the same answer away: %.0f ms; "
                    "the difference, decoding and drawing, is %.0f ms, %.2f times curl (best of the rounds each; ",
                    drawn, read, drawn - read, (drawn - read) / read);
        if (limit)
            std::printf("the limit is %.2f)\n", *limit);
        else
            std::printf("told, not limited)\n");
    }
};

/// The panel, and a server that has the answer ready.
Measured measurePanel(const QString &url, double end, int points)
{
    prometheus::Endpoint endpoint;
    endpoint.url = url.toStdString();
    prometheus::Client client(endpoint);
    widgets::PreviewPanel panel;
    panel.resize(1280, 360);
    panel.setEvaluationTime(end);
    panel.setTimeRange(points * 60.0);
    panel.setClient(&client);
    panel.show();
    const auto *chart = panel.findChild<widgets::PreviewChart *>("previewChart");
    bool drawn = false;
    QObject::connect(chart, &widgets::PreviewChart::drawn, &panel, [&drawn] { drawn = true; });
    // The panel shows something before, as it does when somebody types on.
    panel.setExpression("warm");
    panel.refreshNow();
    (void)longestStall([&drawn] { return drawn; });
    (void)stallFor(500);
    Measured measured;
    for (int round = 0; round < rounds; ++round) {
        measured.reads.push_back(curlMilliseconds(url + "/api/v1/query_range?query=x"));
        drawn = false;
        QElapsedTimer timer;
        timer.start();
        panel.setExpression("requests{round!=\"" + std::to_string(round) + "\"}");
        panel.refreshNow();
        const Stall arriving = longestStall([&drawn] { return drawn; });
        measured.times.push_back(double(timer.nsecsElapsed()) / 1e6);
        // The picture itself comes with the next events.
        measured.stalls.push_back(longer(arriving, stallFor(100)));
        (void)stallFor(1000);
    }
    return measured;
}

/// What Prometheus computes from a sample every four minutes.
QByteArray history(int series, int points, double step)
{
    constexpr int spacing = 240;
    QByteArray text = "# TYPE requests gauge\n";
    for (int i = 0; i < series; ++i) {
        const QByteArray name = "requests{instance=\"10.0." + QByteArray::number(i / 250) + '.' +
                                QByteArray::number(i % 250) + ":9100\",job=\"node\"} ";
        for (int at = 0; at <= points * step; at += spacing)
            text += name + QByteArray::number(sampleOf(i, at), 'f', 3) + ' ' + QByteArray::number(1'700'000'000 + at) +
                    '\n';
    }
    return text + "# EOF\n";
}

/// The chart, and a Prometheus that computes every point.
Measured measureChart(const QString &url, int points, double step)
{
    prometheus::Endpoint endpoint;
    endpoint.url = url.toStdString();
    endpoint.timeoutMilliseconds = 120'000;
    prometheus::Client client(endpoint);
    const alerting::RangeQuery query{"requests", 1'700'000'000, 1'700'000'000 + (points - 1) * step, step};
    widgets::PreviewChart chart;
    chart.resize(1280, 320);
    chart.show();
    bool drawn = false;
    QObject::connect(&chart, &widgets::PreviewChart::drawn, &chart, [&drawn] { drawn = true; });
    Measured measured;
    for (int round = 0; round < rounds; ++round) {
        measured.reads.push_back(
            curlMilliseconds(url + QString("/api/v1/query_range?query=requests&start=%1&end=%2&step=%3")
                                       .arg(query.start, 0, 'f', 0)
                                       .arg(query.end, 0, 'f', 0)
                                       .arg(step)));
        drawn = false;
        QElapsedTimer timer;
        timer.start();
        const auto pending = client.queryRange(query, [&](base::Result<alerting::QueryResult> answer) {
            if (!answer)
                return std::exit(2);
            const auto shared = widgets::shareAnswer(std::move(answer).value());
            chart.setSeries({shared, &shared->series}, {query.start, query.end, step}, std::nullopt);
        });
        const Stall arriving = longestStall([&drawn] { return drawn; });
        measured.times.push_back(double(timer.nsecsElapsed()) / 1e6);
        measured.stalls.push_back(longer(arriving, stallFor(100)));
        (void)stallFor(1000);
    }
    return measured;
}

} // namespace

int main(int argc, char **argv)
{
    const bool server = argc > 1 && QByteArray(argv[1]) == "--serve";
    const int first = server ? 2 : 1;
    const int series = argc > first + 1 ? QByteArray(argv[first]).toInt() : 500;
    const int points = argc > first + 1 ? QByteArray(argv[first + 1]).toInt() : 11'000;
    if (server) {
        const QCoreApplication application(argc, argv);
        return serve(series, points);
    }
    QStandardPaths::setTestModeEnabled(true);
    const QApplication application(argc, argv);
    QProcess process;
    process.start(QCoreApplication::applicationFilePath(),
                  {"--serve", QString::number(series), QString::number(points)});
    if (!process.waitForReadyRead(120'000))
        return 1;
    const QList<QByteArray> line = process.readLine().trimmed().split(' ');
    const Measured panel =
        measurePanel("http://127.0.0.1:" + QString::fromLatin1(line.value(0)), line.value(1).toDouble(), points);
    process.closeWriteChannel();
    process.kill();
    process.waitForFinished();
    panel.print("a server that has the answer ready", series, points, std::nullopt);

    constexpr double step = 15;
    support::PrometheusServer prometheus;
    support::PrometheusServer::Options options;
    options.openMetrics = {history(series, points, step)};
    if (!prometheus.start(options)) {
        std::printf("%s\n", qPrintable(prometheus.error()));
        return 1;
    }
    const Measured chart = measureChart(prometheus.url(), points, step);
    constexpr double limit = 1;
    chart.print("a Prometheus that computes it", series, points, limit);
    const double least = std::ranges::min(chart.reads);
    return panel.holds() && chart.holds() && std::ranges::min(chart.times) - least <= limit * least ? 0 : 1;
}
