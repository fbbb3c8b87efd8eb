#include "support/annotated.h"
#include "support/registry.h"
#include "widgets/notificationview.h"

#include <QComboBox>
#include <QSignalSpy>
#include <QTest>
#include <QTextBrowser>

using widgets::NotificationView;

namespace {

const char *const marked = R"(groups:
- name: g
  rules:
  - alert: High
    expr: m > 1
    labels:
      severity: page
    annotations:
      summary: "{{ $labels.job }} is at {{ $value | humanize }}"
      broken: >-
        fails at
        {{ ⟦.Nope⟧ }}
  - record: r
    expr: m
)";

alerting::QueryResult resultOf(int count)
{
    alerting::QueryResult result;
    for (int i = 0; i < count; ++i)
        result.series.push_back(
            {{{"__name__", "m"}, {"job", "api<" + std::to_string(i) + ">"}}, {{1000, 1500.0 + i}}, false});
    return result;
}

} // namespace

class TestNotificationView : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void showsTemplatesBeforeAPreview();
    void showsEverySeries();
    void takesResultAndRuleInAnyOrder();
    void goesToTheError();
    void keepsTheSeriesOfAnEqualExpression();
    void readsAnyFiring();

private:
    void show(int series);

    support::Annotated m_source;
    std::shared_ptr<const rules::RuleDocument> m_document;
    std::unique_ptr<NotificationView> m_view;
};

void TestNotificationView::init()
{
    m_source = support::annotated(marked);
    m_document = rules::load("f.yml", m_source.text);
    m_view = std::make_unique<NotificationView>();
    const rules::RuleGroup &group = m_document->groups()[0];
    m_view->setRule(&group, &group.rules[0]);
}

void TestNotificationView::show(int series)
{
    QSignalSpy rendered(m_view.get(), &NotificationView::rendered);
    m_view->setResult(resultOf(series), m_document->groups()[0].rules[0].expr.value);
    QVERIFY(rendered.wait());
}

void TestNotificationView::showsTemplatesBeforeAPreview()
{
    QVERIFY(m_view->text().contains("{{ $labels.job }} is at"));
    const rules::RuleGroup &group = m_document->groups()[0];
    m_view->setRule(&group, &group.rules[1]);
    QVERIFY(!m_view->text().contains("{{"));
}

void TestNotificationView::showsEverySeries()
{
    show(12);
    const QString text = m_view->text();
    QVERIFY2(text.contains("api<0> is at 1.5k"), qPrintable(text));
    QVERIFY(text.contains("severity=\"page\""));
    QVERIFY(text.contains("api<9> is at"));
    QVERIFY(!text.contains("api<10> is at"));
    QSignalSpy rendered(m_view.get(), &NotificationView::rendered);
    emit m_view->findChild<QTextBrowser *>()->anchorClicked(QUrl("all"));
    QVERIFY(rendered.wait());
    QVERIFY(m_view->text().contains("api<11> is at"));
    show(0);
    QVERIFY(m_view->text().contains("Nothing to send"));
}

/// What a person types is asked of the endpoint and read as a rule at the same time.
void TestNotificationView::takesResultAndRuleInAnyOrder()
{
    const auto edited =
        rules::load("f.yml", "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: |\n      other > 1\n"
                             "    annotations: {summary: 'is {{ $value }}'}\n");
    const rules::RuleGroup &group = edited->groups()[0];
    QSignalSpy rendered(m_view.get(), &NotificationView::rendered);
    m_view->setResult(resultOf(1), "other > 1");
    QVERIFY(!m_view->text().contains("is 1.5"));
    m_view->setRule(&group, &group.rules[0]);
    QVERIFY(rendered.wait());
    QVERIFY2(m_view->text().contains("is 1500"), qPrintable(m_view->text()));
    // Not that of another expression.
    m_view->setResult(resultOf(1), "other > 2");
    QVERIFY(m_view->text().contains("{{ $value }}"));
}

void TestNotificationView::goesToTheError()
{
    show(1);
    QVERIFY(m_view->text().contains("<error expanding template: "));
    QSignalSpy activated(m_view.get(), &NotificationView::placeActivated);
    const QString html = m_view->findChild<QTextBrowser *>()->toHtml();
    const qsizetype at = html.indexOf("place:annotation:1:");
    QVERIFY(at > 0);
    emit m_view->findChild<QTextBrowser *>()->anchorClicked(QUrl(html.mid(at, html.indexOf('"', at) - at)));
    QCOMPARE(activated.size(), 1);
    QVERIFY(activated[0][0].value<base::ByteRange>() == m_source.ranges[0]);
}

void TestNotificationView::keepsTheSeriesOfAnEqualExpression()
{
    show(1);
    const rules::RuleGroup &group = m_document->groups()[0];
    QSignalSpy rendered(m_view.get(), &NotificationView::rendered);
    m_view->setRule(&group, &group.rules[0]);
    QVERIFY(rendered.wait());
    QVERIFY(m_view->text().contains("1.5k"));
}

void TestNotificationView::readsAnyFiring()
{
    show(1);
    auto *times = m_view->findChild<QComboBox *>("notificationTimes");
    QVERIFY(!times->isVisibleTo(m_view.get()));
    const auto firing = [](const char *job, double value, backtest::Milliseconds begin) {
        backtest::Firing made;
        made.labels = {{"alertname", "A"}, {"job", job}};
        made.series = {{"__name__", "m"}, {"job", job}};
        made.value = value;
        made.begin = begin;
        made.end = begin + 300'000;
        return made;
    };
    QSignalSpy rendered(m_view.get(), &NotificationView::rendered);
    m_view->setFirings({firing("old", 7, 1'700'000'000'000), firing("new", 9, 1'700'003'600'000)});
    QVERIFY(times->isVisibleTo(m_view.get()));
    QCOMPARE(times->count(), 3);
    // By keyboard: the firing after what is returned now.
    const auto choose = [&](int place) {
        rendered.clear();
        times->setCurrentIndex(place);
        emit times->activated(place);
        return rendered.wait() || !rendered.isEmpty();
    };
    QVERIFY(choose(1));
    const QString first = m_view->text();
    QVERIFY(choose(2));
    const QString second = m_view->text();
    const QString both = first + second;
    QVERIFY2(both.contains("old is at 7") && both.contains("new is at 9"), qPrintable(both));
    QVERIFY2(!(first.contains("old is at") && first.contains("new is at")), qPrintable(first));
    QVERIFY(choose(0));
    QVERIFY2(m_view->text().contains("is at 1.5k"), qPrintable(m_view->text()));
    m_view->setFirings({});
    QVERIFY(!times->isVisibleTo(m_view.get()));
}

REGISTER_TEST(TestNotificationView);
#include "tst_notificationview.moc"
