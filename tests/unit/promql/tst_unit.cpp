#include "promql/parser.h"
#include "promql/thresholdedit.h"
#include "promql/unit.h"
#include "support/registry.h"

#include <QTest>

class TestUnit : public QObject
{
    Q_OBJECT

private slots:
    void guesses_data();
    void guesses();
    void changesThresholds_data();
    void changesThresholds();
};

namespace {

QString unitText(const promql::Unit &unit)
{
    const char *names[] = {"-", "bytes", "bits", "seconds", "milliseconds", "ratio", "percent"};
    return QString::fromLatin1(names[static_cast<int>(unit.quantity)]) + (unit.perSecond ? "/s" : "");
}

} // namespace

void TestUnit::guesses_data()
{
    QTest::addColumn<QString>("expr");
    QTest::addColumn<QString>("unit");
    const std::initializer_list<std::pair<const char *, const char *>> cases = {
        {"node_memory_MemFree_bytes", "bytes"},
        {"up", "-"},
        {"go_info", "-"},
        {"container_memory_working_set_bytes / container_spec_memory_limit_bytes", "ratio"},
        {"100 * a_bytes / b_bytes", "-"},
        {"a_bytes / b_bytes * 100 > 90", "percent"},
        {"100 - a_bytes / b_bytes * 100", "percent"},
        {"1 - avg(rate(node_cpu_seconds_total{mode=\"idle\"}[5m]))", "-"},
        {"rate(node_network_receive_bytes_total[5m])", "bytes/s"},
        {"rate(node_network_receive_bytes_total[5m]) * 8", "bits/s"},
        {"sum by (job) (rate(http_requests_total[5m]))", "-/s"},
        {"increase(http_requests_total[5m])", "-"},
        {"sum(rate(errors_total[5m])) / sum(rate(requests_total[5m])) > 0.05", "ratio"},
        {"rate(a_seconds_sum[5m]) / rate(a_seconds_count[5m])", "seconds"},
        {"histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket[5m]))) > 1", "seconds"},
        {"rate(http_request_duration_seconds_bucket[5m])", "-/s"},
        {"http_request_duration_seconds_count", "-"},
        {"time() - process_start_time_seconds", "-"},
        {"time() - job_last_success_timestamp_seconds > 3600", "seconds"},
        {"job_last_success_timestamp_seconds", "-"},
        {"job:errors:ratio_rate5m", "ratio"},
        {"job:requests:rate5m", "-/s"},
        {"count(a_bytes)", "-"},
        {"topk(3, a_bytes)", "bytes"},
        {"max_over_time(a_seconds[1h:5m])", "seconds"},
        {"a_seconds * 1000", "milliseconds"},
        {"a_bytes / 1024 / 1024", "-"},
        {"deriv(disk_bytes[1h])", "bytes/s"},
        {"a_bytes and on() up", "bytes"},
        {"a_bytes or b_seconds", "-"},
        {"-a_bytes", "bytes"},
        {"5 < a_seconds", "seconds"},
        {"a_bytes > bool 3", "-"},
        {"sqrt(a_bytes)", "-"},
        {"clamp_max(used_percent, 100)", "percent"},
        {"{__name__=\"a_bytes\"}", "bytes"},
        {"label_replace(a_bytes, \"a\", \"b\", \"c\", \"d\")", "bytes"},
        {"vector(1)", "-"},
        {"predict_linear(free_bytes[1h], 3600) < 0", "bytes"},
        {"a_bytes +", "-"},
    };
    for (const auto &[expr, unit] : cases)
        QTest::newRow(expr) << QString(expr) << QString(unit);
}

void TestUnit::guesses()
{
    QFETCH(QString, expr);
    const promql::Tree tree = promql::parse(expr.toStdString());
    QTEST(unitText(promql::guessUnit(tree.root())), "unit");
}

void TestUnit::changesThresholds_data()
{
    QTest::addColumn<QString>("expr");
    QTest::addColumn<double>("value");
    QTest::addColumn<QString>("changed");
    QTest::newRow("right") << "sum(x) > 5" << 6.25 << "sum(x) > 6.25";
    QTest::newRow("left") << "5 < x # five" << 7.0 << "7 < x # five";
    QTest::newRow("parentheses") << "( x>=(1 - 0.9) )" << 0.2 << "( x>=0.2 )";
    QTest::newRow("negative") << "x < -5" << -1e-7 << "x < -1e-07";
    QTest::newRow("none") << "x" << 1.0 << QString();
    QTest::newRow("two") << "x > 5 and y < 3" << 1.0 << QString();
    QTest::newRow("not finite") << "x > 5" << qInf() << QString();
}

void TestUnit::changesThresholds()
{
    QFETCH(QString, expr);
    QFETCH(double, value);
    QTEST(QString::fromStdString(promql::withThreshold(promql::parse(expr.toStdString()), value).value_or("")),
          "changed");
}

REGISTER_TEST(TestUnit);

#include "tst_unit.moc"
