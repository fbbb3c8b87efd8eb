#include "alerting/notification.h"
#include "support/registry.h"

#include <map>

#include <QCoreApplication>
#include <QTest>
#include <QTimer>

using alerting::RenderedText;

namespace {

/// Answers queries by a table; counts how often it was asked.
class TableSource : public alerting::SeriesSource
{
public:
    std::map<std::string, base::Result<alerting::QueryResult>> answers;
    std::vector<std::string> asked;

    std::unique_ptr<alerting::PendingQuery> queryInstant(const std::string &expr, double, Callback done) override
    {
        asked.push_back(expr);
        const auto found = answers.find(expr);
        base::Result<alerting::QueryResult> result =
            found == answers.end() ? base::Result<alerting::QueryResult>(alerting::QueryResult()) : found->second;
        QTimer::singleShot(0, qApp, [done = std::move(done), result] { done(result); });
        return std::make_unique<alerting::PendingQuery>();
    }
    std::unique_ptr<alerting::PendingQuery> queryRange(const alerting::RangeQuery &, Callback) override
    {
        return std::make_unique<alerting::PendingQuery>();
    }
};

alerting::QueryResult vectorOf(const alerting::Labels &labels, double value)
{
    alerting::QueryResult result;
    result.series.push_back({labels, {{0, value}}, false});
    return result;
}

alerting::NotificationRequest requestOf(const std::string &annotation)
{
    alerting::NotificationRequest request;
    request.context.alert = "High";
    request.annotations = {{"summary", annotation}};
    request.instances = {{{{"__name__", "m"}, {"job", "api"}}, 1.5}};
    return request;
}

std::vector<alerting::RenderedInstance> run(alerting::NotificationRequest request, alerting::SeriesSource *source)
{
    alerting::NotificationRun run(std::move(request), source);
    bool finished = false;
    run.start([&finished] { finished = true; });
    if (!QTest::qWaitFor([&finished] { return finished; }, 10'000))
        return {};
    return run.instances();
}

RenderedText first(alerting::NotificationRequest request, alerting::SeriesSource *source)
{
    const auto instances = run(std::move(request), source);
    return instances.empty() ? RenderedText() : instances[0].annotations[0];
}

} // namespace

class TestNotification : public QObject
{
    Q_OBJECT

private slots:
    void expandsLabelsAndAnnotations();
    void asksEachQueryOnce();
    void tellsWhatTheServerRefuses();
    void boundsItsQueries();
    void saysWhatItCannotKnow();
};

void TestNotification::expandsLabelsAndAnnotations()
{
    alerting::NotificationRequest request = requestOf("{{ $labels.job }} is {{ $value }}, not {{ .Nope }}");
    request.labels = {{"severity", "page"}, {"what", "{{ $labels.__name__ }}"}, {"job", ""}};
    request.annotations.push_back({"good", "{{ humanize $value }}"});
    const auto instances = run(std::move(request), nullptr);
    QCOMPARE(instances.size(), std::size_t(1));
    QCOMPARE(instances[0].labels, (alerting::Labels{{"alertname", "High"}, {"severity", "page"}, {"what", "m"}}));
    const RenderedText &failed = instances[0].annotations[0];
    QVERIFY(failed.outcome == RenderedText::Outcome::Failed);
    QVERIFY(failed.text.starts_with("<error expanding template: error executing template __alert_High: "));
    QCOMPARE(failed.range, (base::ByteRange{42, 47}));
    QCOMPARE(instances[0].annotations[1].text, std::string("1.5"));
}

void TestNotification::asksEachQueryOnce()
{
    TableSource source;
    source.answers.emplace("up", vectorOf({{"job", "x"}}, 7));
    source.answers.emplace("up{job=\"api\"}", vectorOf({{"job", "api"}}, 8));
    alerting::NotificationRequest request = requestOf(
        "{{ query \"up\" | first | value }}/{{ with printf \"up{job=%q}\" $labels.job | query }}{{ . | first | value }}"
        "{{ end }}/{{ query \"none\" | len }}");
    request.instances.push_back({{{"job", "api"}}, 2});
    const auto instances = run(std::move(request), &source);
    QCOMPARE(instances.size(), std::size_t(2));
    QCOMPARE(instances[0].annotations[0].text, std::string("7/8/0"));
    QCOMPARE(instances[1].annotations[0].text, std::string("7/8/0"));
    QCOMPARE(source.asked, (std::vector<std::string>{"up", "up{job=\"api\"}", "none"}));
}

void TestNotification::tellsWhatTheServerRefuses()
{
    TableSource source;
    source.answers.emplace("up er", base::Error{base::ErrorKind::Invalid,
                                                {"refused"},
                                                "bad_data: invalid parameter \"query\": 1:4: parse error: unexpected "
                                                "identifier \"er\""});
    source.answers.emplace("slow", base::Error{base::ErrorKind::Timeout, {"It took too long."}, {}});
    RenderedText text = first(requestOf("{{ query \"up er\" | len }}"), &source);
    QVERIFY(text.outcome == RenderedText::Outcome::Failed);
    QCOMPARE(text.message, std::string("error calling query: 1:4: parse error: unexpected identifier \"er\""));
    text = first(requestOf("{{ query \"slow\" | len }}"), &source);
    QVERIFY(text.outcome == RenderedText::Outcome::Unanswered);
    QCOMPARE(text.message, std::string("It took too long."));
    text = first(requestOf("{{ query \"up\" | len }}"), nullptr);
    QVERIFY(text.outcome == RenderedText::Outcome::Unanswered);
}

void TestNotification::boundsItsQueries()
{
    TableSource source;
    alerting::NotificationRequest request = requestOf("{{ query (print $value) | len }}");
    request.instances.clear();
    for (int i = 0; i < 300; ++i)
        request.instances.push_back({{}, i + 0.5});
    const auto instances = run(std::move(request), &source);
    QCOMPARE(instances.size(), std::size_t(300));
    QVERIFY(instances.front().annotations[0].outcome == RenderedText::Outcome::Good);
    QVERIFY(instances.back().annotations[0].outcome == RenderedText::Outcome::Unanswered);
    QCOMPARE(source.asked.size(), std::size_t(100));
}

void TestNotification::saysWhatItCannotKnow()
{
    alerting::NotificationRequest request = requestOf("in {{ $externalLabels.dc }}");
    QVERIFY(first(request, nullptr).outcome == RenderedText::Outcome::Unsupported);
    request.externalLabelsKnown = true;
    request.context.externalLabels = {{"dc", "x"}};
    QCOMPARE(first(request, nullptr).text, std::string("in x"));
    QVERIFY(first(requestOf("{{ externalURL }}"), nullptr).outcome == RenderedText::Outcome::Unsupported);
    TableSource source;
    source.answers.emplace("up", vectorOf({}, 1));
    const RenderedText address = first(requestOf("{{ query \"up\" }}"), &source);
    QVERIFY(address.outcome == RenderedText::Outcome::Unsupported);
    QVERIFY(address.text.empty());
}

REGISTER_TEST(TestNotification);
#include "tst_notification.moc"
