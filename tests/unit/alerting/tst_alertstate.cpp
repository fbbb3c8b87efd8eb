#include "alerting/alertstate.h"
#include "alerting/phase.h"
#include "support/registry.h"

#include <QTest>

using alerting::AlertMachine;
using alerting::AlertSpec;
using alerting::Band;
using alerting::Labels;
using alerting::RuleHistory;

namespace {

constexpr alerting::Milliseconds minute = 60000;

/// One series; `+` positive, `.` absent, `e` failed, `?` unknown, a minute each from 0; "p=[1,3) f=[3,)" in minutes.
QString bandsOf(AlertSpec spec, const QString &pattern, int reportFromMinute = 0, RuleHistory *history = nullptr)
{
    AlertMachine machine(std::move(spec), reportFromMinute * minute);
    const std::size_t series = machine.addSeries({{"__name__", "m"}, {"job", "a"}});
    for (int i = 0; i < pattern.size(); ++i) {
        if (pattern[i] == 'e')
            machine.failedTick(i * minute);
        else if (pattern[i] == '?')
            machine.unknownTick(i * minute);
        else
            machine.tick(i * minute, pattern[i] == '+' ? std::vector<AlertMachine::Value>{{series, 1}}
                                                       : std::vector<AlertMachine::Value>{});
    }
    const RuleHistory result = machine.history();
    if (history)
        *history = result;
    QStringList texts;
    const auto add = [&](const char *state, const std::vector<Band> &bands) {
        for (const Band &band : bands)
            texts += QString("%1[%2,%3)")
                         .arg(state)
                         .arg(band.begin / minute)
                         .arg(band.end ? QString::number(*band.end / minute) : QString());
    };
    for (const alerting::AlertHistory &alert : result.alerts) {
        add("p", alert.pending);
        add("f", alert.firing);
    }
    return texts.join(' ');
}

} // namespace

class TestAlertState : public QObject
{
    Q_OBJECT

private slots:
    void runs_data();
    void runs();
    void identity();
    void collision();
    void limit();
    void unknownBefore();
    void hashes();
};

void TestAlertState::runs_data()
{
    QTest::addColumn<int>("forMinutes");
    QTest::addColumn<int>("keepMinutes");
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<int>("from");
    QTest::addColumn<QString>("bands");
    QTest::newRow("at once") << 0 << 0 << "..++." << 0 << "f[2,4)";
    QTest::newRow("sixth positive tick") << 5 << 0 << "+++++++." << 0 << "p[0,5) f[5,7)";
    QTest::newRow("one gap forgets") << 2 << 0 << "++.+++" << 0 << "p[0,2) p[3,5) f[5,)";
    QTest::newRow("keeps firing") << 0 << 5 << "+++......." << 0 << "f[0,8)";
    QTest::newRow("positive resets keeping") << 0 << 2 << "+.+.+.." << 0 << "f[0,)";
    QTest::newRow("positive resets keeping, then ends") << 0 << 2 << "+.+.+..." << 0 << "f[0,7)";
    QTest::newRow("error keeps activeAt") << 3 << 0 << "+ee+." << 0 << "p[0,3) f[3,4)";
    QTest::newRow("error keeps firing") << 0 << 0 << "+ee." << 0 << "f[0,3)";
    QTest::newRow("what is unknown ends it") << 1 << 0 << "+++?+++." << 0 << "p[0,1) p[4,5) f[1,3) f[5,7)";
    QTest::newRow("pending forgets in spite of keeping") << 3 << 5 << "++.++" << 0 << "p[0,2) p[3,)";
    QTest::newRow("clipped to the report") << 2 << 0 << "+++++." << 3 << "f[3,5)";
}

void TestAlertState::runs()
{
    QFETCH(int, forMinutes);
    QFETCH(int, keepMinutes);
    QFETCH(QString, pattern);
    QFETCH(int, from);
    QTEST(bandsOf({"A", forMinutes * minute, keepMinutes * minute, 0, {}}, pattern, from), "bands");
}

void TestAlertState::identity()
{
    const auto expand = [](const std::string &text, const Labels &, double value, alerting::Milliseconds) {
        return text == "{{ $value }}" ? std::to_string(static_cast<int>(value)) : text;
    };
    AlertMachine machine({"A", 2 * minute, 0, 0, {{"job", ""}, {"v", "{{ $value }}"}}}, 0, expand);
    const std::size_t series = machine.addSeries({{"__name__", "m"}, {"alertname", "x"}, {"job", "a"}});
    for (int i = 0; i < 4; ++i)
        machine.tick(i * minute, {{series, i < 3 ? 1.0 : 2.0}});
    const RuleHistory history = machine.history();
    QCOMPARE(history.alerts.size(), std::size_t(2));
    QCOMPARE(history.alerts[0].labels, (Labels{{"alertname", "A"}, {"v", "1"}}));
    QCOMPARE(history.alerts[0].firing, (std::vector<Band>{{2 * minute, 3 * minute}}));
    QCOMPARE(history.alerts[1].pending, (std::vector<Band>{{3 * minute, {}}}));
}

void TestAlertState::collision()
{
    AlertMachine machine({"A", 0, 0, 0, {}}, 0);
    const std::size_t a = machine.addSeries({{"__name__", "a"}});
    const std::size_t b = machine.addSeries({{"__name__", "b"}});
    machine.tick(0, {{a, 1}});
    machine.tick(minute, {{a, 1}, {b, 1}});
    machine.tick(2 * minute, {{b, 1}});
    const RuleHistory history = machine.history();
    QCOMPARE(history.collisions, std::size_t(1));
    // The rule fails, and its alert goes on firing.
    QCOMPARE(history.unknownTicks, std::size_t(1));
    QCOMPARE(history.firingTicks, std::size_t(3));
    QCOMPARE(history.alerts.size(), std::size_t(1));
    QCOMPARE(history.alerts[0].firing, (std::vector<Band>{{0, {}}}));
    QVERIFY(QByteArray(history.firstRuleError.c_str()).contains("same labelset"));
}

void TestAlertState::limit()
{
    AlertMachine machine({"A", 0, 0, 1, {}}, 0);
    const std::size_t a = machine.addSeries({{"n", "a"}});
    const std::size_t b = machine.addSeries({{"n", "b"}});
    machine.tick(0, {{a, 1}});
    machine.tick(minute, {{a, 1}, {b, 1}});
    machine.tick(2 * minute, {{a, 1}});
    const RuleHistory history = machine.history();
    QCOMPARE(history.limitExceeded, std::size_t(1));
    QCOMPARE(history.alerts.size(), std::size_t(1));
    QCOMPARE(history.alerts[0].firing, (std::vector<Band>{{0, minute}, {2 * minute, {}}}));
    QCOMPARE(history.firings(), std::size_t(2));
    QCOMPARE(QByteArray(history.firstRuleError.c_str()), QByteArray("exceeded limit of 1 with 2 alerts"));
}

void TestAlertState::unknownBefore()
{
    RuleHistory history;
    // Positive every other tick: pending forever from here, or kept firing since ever.
    QCOMPARE(bandsOf({"A", 3 * minute, 2 * minute, 0, {}}, ".+.+.+.+.+.+", 6, &history), "p[7,8) p[9,10) p[11,)");
    QCOMPARE(history.ticks, std::size_t(6));
    QCOMPARE(history.firingTicks, std::size_t(0));
    QCOMPARE(history.unknownTicks, std::size_t(6));
    // After a gap in the answers it may have been firing again.
    static_cast<void>(bandsOf({"A", 2 * minute, 0, 0, {}}, "....??++++", 0, &history));
    QCOMPARE(history.unknownTicks, std::size_t(4));
    QCOMPARE(history.firingTicks, std::size_t(2));
    // A gap longer than keep_firing_for settles it.
    static_cast<void>(bandsOf({"A", 3 * minute, 2 * minute, 0, {}}, ".+...+.+.+.+", 6, &history));
    QCOMPARE(history.unknownTicks, std::size_t(0));
}

void TestAlertState::hashes()
{
    // From the specification's reference implementation.
    QCOMPARE(alerting::xxhash64(""), 0xEF46DB3751D8E999ULL);
    QCOMPARE(alerting::xxhash64("a"), 0xD24EC4F1A98C6E5BULL);
    QCOMPARE(alerting::xxhash64("abc"), 0x44BC2CF5AD770999ULL);
    QCOMPARE(alerting::xxhash64("Nobody inspects the spammish repetition"), 0xFBCEA83C8A378BF1ULL);
    QCOMPARE(alerting::groupPhase("f", "g", 0), std::int64_t(0));
    const std::int64_t phase = alerting::groupPhase("/etc/rules.yml", "node", 30'000'000'000);
    QVERIFY(phase >= 0 && phase < 30'000'000'000);
}

REGISTER_TEST(TestAlertState);

#include "tst_alertstate.moc"
