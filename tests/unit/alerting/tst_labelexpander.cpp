#include "alerting/labelexpander.h"
#include "support/registry.h"

#include <QTest>

class TestLabelExpander : public QObject
{
    Q_OBJECT

private slots:
    void expands();
    void givesErrorsAsTheValue();
    void tellsTheIdentityOfAlerts();
    void refusesQueries();
};

void TestLabelExpander::expands()
{
    alerting::TemplateContext context;
    context.alert = "High";
    context.externalLabels = {{"dc", "x"}};
    context.externalUrl = "http://p.example/prom";
    const alerting::LabelExpander expand = alerting::labelExpander(context);
    const alerting::Labels labels = {{"__name__", "m"}, {"job", "api"}};
    QCOMPARE(expand("plain", labels, 1, 0), std::string("plain"));
    QCOMPARE(expand("{{ $labels.__name__ }}/{{ .Labels.job }}/{{ $value }}", labels, 1.5, 0), std::string("m/api/1.5"));
    QCOMPARE(expand("{{ $labels.__name__ }}/{{ .Labels.job }}/{{ $value }}", labels, 2, 0), std::string("m/api/2"));
    QCOMPARE(expand("{{ $externalLabels.dc }} {{ externalURL }} {{ pathPrefix }} {{ now }}", labels, 1, 5000),
             std::string("x http://p.example/prom /prom 5"));
}

void TestLabelExpander::givesErrorsAsTheValue()
{
    alerting::TemplateContext context;
    context.alert = "High";
    const alerting::LabelExpander expand = alerting::labelExpander(context);
    QCOMPARE(expand("{{ .Nope }}", {}, 1, 0).substr(0, 68),
             std::string("<error expanding template: error executing template __alert_High: te").substr(0, 68));
    QVERIFY(expand("{{ nope }}", {}, 1, 0).starts_with("<error expanding template: error parsing template "));
}

void TestLabelExpander::tellsTheIdentityOfAlerts()
{
    alerting::AlertSpec spec;
    spec.name = "High";
    spec.labels = {{"level", "{{ if gt $value 90.0 }}critical{{ else }}warning{{ end }}"}};
    alerting::TemplateContext context;
    context.alert = spec.name;
    alerting::AlertMachine machine(spec, 0, alerting::labelExpander(context));
    const std::size_t series = machine.addSeries({{"job", "api"}});
    machine.tick(0, {{series, 50}});
    machine.tick(60000, {{series, 95}});
    machine.tick(120000, {{series, 50}});
    const alerting::RuleHistory history = machine.history();
    QCOMPARE(history.alerts.size(), std::size_t(2));
    QCOMPARE(history.alerts[0].labels,
             (alerting::Labels{{"alertname", "High"}, {"job", "api"}, {"level", "critical"}}));
    QCOMPARE(history.alerts[0].firings, std::size_t(1));
    QCOMPARE(history.alerts[1].firings, std::size_t(2));
}

void TestLabelExpander::refusesQueries()
{
    QVERIFY(!alerting::labelExpanderRefusal({{"a", "{{ $value }}"}, {"b", "query"}}));
    QVERIFY(alerting::labelExpanderRefusal({{"a", "{{ with query \"up\" }}x{{ end }}"}}));
    QVERIFY(alerting::labelExpanderRefusal({{"a", "{{ define \"t\" }}{{ \"up\" | query }}{{ end }}"}}));
}

REGISTER_TEST(TestLabelExpander);
#include "tst_labelexpander.moc"
