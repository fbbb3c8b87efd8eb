#pragma once

#include <memory>

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace support {

/// A real Prometheus on 127.0.0.1 and a free port, with its own temporary folder; it ends with the object. `prometheus`
/// and `promtool` come from PATH.
class PrometheusServer
{
public:
    struct Options
    {
        /// OpenMetrics texts to backfill, each of one time window, families contiguous, `# EOF` last. Not beyond now.
        QList<QByteArray> openMetrics;
        /// Appended to the command line, like --web.config.file=….
        QStringList arguments;
        /// How long it keeps samples.
        QString retention = QStringLiteral("100y");
        /// Of prometheus.yml; scrapes nothing when empty.
        QByteArray configuration;
        /// Sent as Authorization while waiting for readiness.
        QByteArray authorization;
        /// The arguments make it speak TLS: it counts as ready once it answers at all, and url() is https.
        bool tls = false;
    };

    PrometheusServer();
    ~PrometheusServer();
    PrometheusServer(const PrometheusServer &) = delete;
    PrometheusServer &operator=(const PrometheusServer &) = delete;

    /// Backfills, starts and waits until the server is ready. False with error() when that fails. Call once.
    [[nodiscard]] bool start(const Options &options);
    [[nodiscard]] bool start() { return start(Options()); }
    /// Has promtool record what the rule files would have between two Unix seconds, from the data that are there, and
    /// starts again with it. Each file holds single recording rules; groups keep their phase within the interval, to
    /// the millisecond as the samples show it.
    [[nodiscard]] bool recordHistory(const QList<QByteArray> &ruleFiles, qint64 from, qint64 to);
    /// Ends the process; the data stay until the object goes.
    void stop();

    /// Like http://127.0.0.1:40123.
    [[nodiscard]] QString url() const;
    /// What went wrong, with the process's last output.
    [[nodiscard]] QString error() const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace support
