#include "yaml/twin.h"

#include "support/registry.h"

#include <QTest>

using yaml::TwinConflict;

class TestTwin : public QObject
{
    Q_OBJECT

private slots:
    void carries_data();
    void carries();
    void reportsConflicts_data();
    void reportsConflicts();
    void refusesWhatIsNotYaml();
    void conflictsNamePlaceAndValues();
    void settlesConflicts_data();
    void settlesConflicts();
    void givesEachConflictAnId();
    void carriesRulesBetweenContainers();
    void refusesRulesWithoutAPartner();
    void carriesIntoLargeFiles();
};

namespace {

std::string carried(const std::string &before, const std::string &after, const std::string &twin)
{
    const auto change = yaml::carryToTwin(before, after, twin);
    if (!change)
        return "error: " + change.error().text.english() + ' ' + change.error().detail;
    if (!change->conflicts.empty())
        return "conflict: " + change->conflicts.front().text.english();
    return *base::applyEdits(twin, change->edits);
}

std::string replaced(std::string text, const std::string &from, const std::string &to)
{
    const std::size_t at = text.find(from);
    Q_ASSERT(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

const std::string rules = "groups:\n"
                          "  - name: gateway\n"
                          "    rules:\n"
                          "      - alert: HighErrorRate\n"
                          "        expr: rate(errors[5m]) > 1\n"
                          "        for: 5m\n"
                          "        labels:\n"
                          "          severity: warning\n"
                          "          service: gateway\n"
                          "      - alert: HighErrorRate\n"
                          "        expr: rate(errors[5m]) > 2\n"
                          "        for: 5m\n"
                          "        labels:\n"
                          "          severity: warning\n"
                          "          service: identity\n"
                          "      - record: job:up:sum\n"
                          "        expr: sum by (job) (up)\n";

/// The same rules, written by somebody else: other indents, quotes, comments, a label and a rule of its own.
const std::string grownTwin = "# managed by platform\n"
                              "groups:\n"
                              "- name: gateway # ours\n"
                              "  interval: 30s\n"
                              "  rules:\n"
                              "  # first\n"
                              "  - alert: HighErrorRate\n"
                              "    expr: 'rate(errors[5m]) > 1'  # per second\n"
                              "    for: \"5m\"\n"
                              "    labels:\n"
                              "      severity: warning\n"
                              "      service: gateway\n"
                              "      cluster: prod\n"
                              "  - alert: HighErrorRate\n"
                              "    expr: rate(errors[5m]) > 2\n"
                              "    for: 5m\n"
                              "    labels: {severity: warning, service: identity}\n"
                              "  - alert: OnlyHere\n"
                              "    expr: up == 0\n"
                              "\n"
                              "  - record: job:up:sum\n"
                              "    expr: |\n"
                              "      sum by (job) (up)\n";

std::string configMap(const std::string &name, const std::string &content)
{
    std::string text = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: " + name + "\ndata:\n  rules.yml: |\n";
    std::size_t start = 0;
    while (start < content.size()) {
        const std::size_t end = content.find('\n', start) + 1;
        text += (end - start > 1 ? "    " : "") + content.substr(start, end - start);
        start = end;
    }
    return text;
}

} // namespace

void TestTwin::carries_data()
{
    QTest::addColumn<std::string>("before");
    QTest::addColumn<std::string>("after");
    QTest::addColumn<std::string>("twin");
    QTest::addColumn<std::string>("result");
    const auto row = [](const char *name, const std::string &after, const std::string &result) {
        QTest::newRow(name) << rules << after << grownTwin << result;
    };
    QTest::newRow("equal twin takes everything")
        << rules << "# note\n" + replaced(rules, "> 1", "> 3") << rules << "# note\n" + replaced(rules, "> 1", "> 3");
    row("nothing", rules, grownTwin);
    row("comment alone", "# note\n" + rules, grownTwin);
    row("expr in the twin's quotes", replaced(rules, "> 1", "> 'x'"), replaced(grownTwin, "> 1", "> ''x''"));
    row("for in the twin's quotes", replaced(rules, "for: 5m", "for: 10m"), replaced(grownTwin, "\"5m\"", "\"10m\""));
    row("second of one name", replaced(rules, "> 2", "> 4"), replaced(grownTwin, "> 2", "> 4"));
    row("block scalar", replaced(rules, "(up)", "(up == 1)"), replaced(grownTwin, "(up)", "(up == 1)"));
    row("label in flow", replaced(rules, "service: identity\n", "service: identity\n          team: id\n"),
        replaced(grownTwin, "service: identity}", "service: identity, team: id}"));
    row("label removed in flow",
        replaced(rules, "          severity: warning\n          service: identity", "          service: identity"),
        replaced(grownTwin, "{severity: warning, service: identity}", "{service: identity}"));
    row("label added", replaced(rules, "service: gateway\n", "service: gateway\n          team: edge\n"),
        replaced(grownTwin, "service: gateway\n", "service: gateway\n      team: edge\n"));
    row("label removed", replaced(rules, "          severity: warning\n", ""),
        replaced(grownTwin, "      severity: warning\n", ""));
    row("first key removed and another one there", replaced(rules, "record: job:up:sum", "alert: Up"),
        replaced(grownTwin, "record: job:up:sum", "alert: Up"));
    row("annotations added",
        replaced(
            rules, "          service: gateway\n",
            "          service: gateway\n        annotations:\n          summary: |\n            a\n            b\n"),
        replaced(grownTwin, "      cluster: prod\n",
                 "      cluster: prod\n    annotations:\n      summary: |\n        a\n        b\n"));
    row("for removed", replaced(rules, "        for: 5m\n", ""), replaced(grownTwin, "    for: \"5m\"\n", ""));
    row("rule removed", rules.substr(0, rules.find("      - record")),
        grownTwin.substr(0, grownTwin.find("\n  - record") + 1));
    row("second of one name removed",
        replaced(rules,
                 rules.substr(rules.find("      - alert: HighErrorRate\n        expr: rate(errors[5m]) > 2"),
                              rules.find("      - record") -
                                  rules.find("      - alert: HighErrorRate\n        expr: rate(errors[5m]) > 2")),
                 ""),
        replaced(grownTwin,
                 "  - alert: HighErrorRate\n    expr: rate(errors[5m]) > 2\n    for: 5m\n    labels: {severity: "
                 "warning, service: identity}\n",
                 ""));
    row("rule added with its comment",
        replaced(rules, "      - record",
                 "      # new\n      - alert: New\n        expr: up == 2 # why\n      - record"),
        replaced(grownTwin, "  - alert: OnlyHere",
                 "  # new\n  - alert: New\n    expr: up == 2 # why\n  - alert: OnlyHere"));
    row("rule added at the end", rules + "\n      - alert: Last\n        expr: 'up'\n",
        grownTwin + "\n  - alert: Last\n    expr: 'up'\n");
    row("rule added at the front",
        replaced(rules, "      - alert", "      - alert: Zero\n        expr: up\n      - alert"),
        replaced(grownTwin, "  - alert", "  - alert: Zero\n    expr: up\n  - alert"));
    row("group added", rules + "  - name: new\n    rules: []\n", grownTwin + "- name: new\n  rules: []\n");
    row("group interval and a rename",
        replaced(replaced(rules, "job:up:sum", "job:up:sum1m"), "- name: gateway\n", "- name: gateway\n    limit: 5\n"),
        replaced(replaced(grownTwin, "job:up:sum", "job:up:sum1m"), "# ours\n", "# ours\n  limit: 5\n"));
    const std::size_t first = rules.find("      - alert");
    const std::size_t record = rules.find("      - record");
    row("order changed", rules.substr(0, first) + rules.substr(record) + rules.substr(first, record - first),
        replaced(replaced(grownTwin, "\n  - record: job:up:sum\n    expr: |\n      sum by (job) (up)\n", ""),
                 "  # first\n", "  - record: job:up:sum\n    expr: |\n      sum by (job) (up)\n  # first\n"));
    QTest::newRow("values change their kind")
        << std::string("a: 1\nb: x\nc:\n  k: v\nd:\n") << std::string("a:\n- 1\nb:\n  k: v\nc: x\nd: 5\n")
        << std::string("z: 1\na: 1\n# b\nb: x # note\nc:\n  k: v\nd:\n")
        << std::string("z: 1\na:\n- 1\n# b\nb:\n  k: v # note\nc: x\nd: 5\n");
    QTest::newRow("numbers and texts") << std::string("env:\n- name: PORT\n  value: 80\n")
                                       << std::string("env:\n- name: PORT\n  value: \"80\"\n")
                                       << std::string("env:\n- {name: HOST, value: x}\n- name: PORT\n  value: 80\n")
                                       << std::string(
                                              "env:\n- {name: HOST, value: x}\n- name: PORT\n  value: \"80\"\n");
    QTest::newRow("unnamed items")
        << std::string("args:\n- --a=1\n- --b=2\nstatic_configs:\n- targets: [a, b]\n")
        << std::string("args:\n- --a=5\n- --b=2\n- --c=3\nstatic_configs:\n- targets: [a, b, c]\n")
        << std::string("args:\n- --a=1\n- --b=2\n- --mine\nstatic_configs:\n- labels: {x: y}\n  targets: [a, own, b]\n")
        << std::string("args:\n- --a=5\n- --b=2\n- --c=3\n- --mine\nstatic_configs:\n- labels: {x: y}\n  targets: [a, "
                       "own, b, c]\n");
    QTest::newRow("lists become empty and full")
        << std::string("a:\n- 1\nb: []\nc: {}\nd:\n  x: 1\n") << std::string("a: []\nb:\n- 1\nc:\n  y: 2\nd: {}\n")
        << std::string("own: 1\na:\n- 1\nb: [] # b\nc: {}\nd:\n  x: 1\n")
        << std::string("own: 1\na: []\nb:\n- 1 # b\nc:\n  y: 2\nd: {}\n");
    QTest::newRow("the last ones are removed") << std::string("a:\n- 1\nb:\n  x: 1\n") << std::string("a: []\nb: {}\n")
                                               << std::string("a: # own\n- 1\nb:\n    x: 1\n    y: 2\nc: 1\n")
                                               << std::string("a: # own\n  []\nb:\n    y: 2\nc: 1\n");
    QTest::newRow("embedded in a ConfigMap")
        << configMap("rules", rules) << configMap("rules", replaced(rules, "> 1", "> 9"))
        << configMap("prod-rules", grownTwin) << configMap("prod-rules", replaced(grownTwin, "> 1", "> 9"));
    QTest::newRow("rule added in a ConfigMap")
        << configMap("rules", rules) << configMap("rules", rules + "\n      - alert: Last\n        expr: 'up'\n")
        << configMap("prod-rules", grownTwin)
        << configMap("prod-rules", grownTwin + "\n  - alert: Last\n    expr: 'up'\n");
    QTest::newRow("values of a chart")
        << std::string("kind: Application\nspec:\n  values: |\n    a: 1\n    b: {c: 1}\n")
        << std::string("kind: Application\nspec:\n  values: |\n    a: 2\n    b: {c: 1}\n")
        << std::string("kind: Application\nspec:\n  values: |-\n    # own\n    a: 1 # why\n    b: {c: 7}\n")
        << std::string("kind: Application\nspec:\n  values: |-\n    # own\n    a: 2 # why\n    b: {c: 7}\n");
    QTest::newRow("another text in a ConfigMap")
        << std::string("kind: ConfigMap\ndata:\n  nginx.conf: |\n    listen 80;\n    a;\n    b;\n    name x;\n")
        << std::string("kind: ConfigMap\ndata:\n  nginx.conf: |\n    listen 81;\n    a;\n    b;\n    name x;\n")
        << std::string("kind: ConfigMap\nown: 1\ndata:\n    nginx.conf: |\n        listen 80;\n        a;\n        "
                       "b;\n        name y;\n")
        << std::string("kind: ConfigMap\nown: 1\ndata:\n    nginx.conf: |\n        listen 81;\n        a;\n        "
                       "b;\n        name y;\n");
    QTest::newRow("json in a ConfigMap")
        << std::string("kind: ConfigMap\ndata:\n  d.json: |\n    {\n      \"a\": 1,\n      \"b\": [1]\n    }\n")
        << std::string("kind: ConfigMap\ndata:\n  d.json: |\n    {\n      \"a\": 2,\n      \"b\": [1],\n      \"c\": "
                       "{\"x\": \"y\"}\n    }\n")
        << std::string(
               "kind: ConfigMap\ndata:\n  d.json: |\n    {\n      \"own\": 0,\n      \"a\": 1, \"b\": [1]\n    }\n")
        << std::string("kind: ConfigMap\ndata:\n  d.json: |\n    {\n      \"own\": 0,\n      \"a\": 2, \"b\": [1],\n   "
                       "   \"c\": {\"x\": \"y\"}\n    }\n");
    const std::string deployment = "kind: Deployment\nmetadata:\n  name: app\nspec:\n  replicas: 1\n";
    QTest::newRow("documents")
        << deployment + "---\nkind: Service\nmetadata:\n  name: app\nspec:\n  port: 1\n"
        << replaced(deployment, "s: 1", "s: 2") + "---\nkind: Service\nmetadata:\n  name: app\nspec:\n  port: "
                                                  "2\n---\nkind: Ingress\nmetadata: {name: app}\n"
        << "---\nkind: Service\nmetadata:\n  name: app\n  namespace: prod\nspec:\n  port: 1\n---\n# app\n" + deployment
        << "---\nkind: Service\nmetadata:\n  name: app\n  namespace: prod\nspec:\n  port: 2\n---\nkind: "
           "Ingress\nmetadata: {name: app}\n---\n# app\n" +
               replaced(deployment, "s: 1", "s: 2");
    QTest::newRow("documents at the front")
        << std::string("kind: B\nmetadata: {name: b}\n")
        << std::string("kind: A\nmetadata: {name: a}\n---\nkind: B\nmetadata: {name: b}\n")
        << std::string("# own\nkind: B\nmetadata: {name: b}\nown: 1\n---\nkind: C\n")
        << std::string(
               "kind: A\nmetadata: {name: a}\n---\n# own\nkind: B\nmetadata: {name: b}\nown: 1\n---\nkind: C\n");
    QTest::newRow("document removed") << deployment + "---\nkind: Service\nmetadata:\n  name: app\n"
                                      << deployment
                                      << "own: 1\n" + deployment + "---\nkind: Service\nmetadata:\n  name: app\n"
                                      << "own: 1\n" + deployment;
    QTest::newRow("line ends of the twin")
        << std::string("a: 1\nb: 2\n") << std::string("a: 1\nb: 2\nc: |\n  x\n  y\n")
        << std::string("own: 1\r\na: 1\r\nb: 2\r\n") << std::string("own: 1\r\na: 1\r\nb: 2\r\nc: |\r\n  x\r\n  y\r\n");
    QTest::newRow("no line end at the end") << std::string("a: 1\n") << std::string("a: 2\nb: 3\n")
                                            << std::string("own: 1\na: 1") << std::string("own: 1\na: 2\nb: 3");
    QTest::newRow("byte order mark") << std::string("a: 1\n") << std::string("a: 2\nb: 3\n")
                                     << std::string("\xEF\xBB\xBF"
                                                    "a: 1 # x\n")
                                     << std::string("\xEF\xBB\xBF"
                                                    "a: 2 # x\nb: 3\n");
    QTest::newRow("anchors") << std::string("x: &x\n  a: 1\ny: *x\n") << std::string("x: &x\n  a: 2\ny: *x\nz: *x\n")
                             << std::string("x: &x\n  a: 1\n  own: 1\ny: *x\n")
                             << std::string("x: &x\n  a: 2\n  own: 1\ny: *x\nz: *x\n");
    QTest::newRow("both made the same change")
        << std::string("a: 1\nb: 1\n") << std::string("a: 2\nb: 1\nc: 3\n") << std::string("a: 2 # x\nb: 1\nc: 3\n")
        << std::string("a: 2 # x\nb: 1\nc: 3\n");
    QTest::newRow("folded text") << std::string("a: one\n") << std::string("a: two\n") << std::string("a: >-\n  one\n")
                                 << std::string("a: >-\n  two\n");
}

void TestTwin::carries()
{
    QFETCH(std::string, before);
    QFETCH(std::string, after);
    QFETCH(std::string, twin);
    QFETCH(std::string, result);
    const std::string got = carried(before, after, twin);
    if (got != result)
        qWarning().noquote() << "\n" << QString::fromStdString(got);
    QCOMPARE(got, result);
    if (got != twin)
        QCOMPARE(carried(before, after, got), got);
}

void TestTwin::reportsConflicts_data()
{
    QTest::addColumn<std::string>("before");
    QTest::addColumn<std::string>("after");
    QTest::addColumn<std::string>("twin");
    QTest::addColumn<int>("kind");
    QTest::addColumn<std::string>("path");
    const auto number = [](TwinConflict::Kind kind) { return static_cast<int>(kind); };
    const int both = number(TwinConflict::Kind::BothChanged);
    const int missing = number(TwinConflict::Kind::MissingInTwin);
    const int removed = number(TwinConflict::Kind::RemovedButChanged);
    QTest::newRow("field") << rules << replaced(rules, "> 1", "> 3") << replaced(grownTwin, "> 1", "> 7") << both
                           << std::string("groups › gateway › rules › HighErrorRate › expr");
    QTest::newRow("added on both") << rules << replaced(rules, "    rules", "    interval: 1m\n    rules") << grownTwin
                                   << both << std::string("groups › gateway › interval");
    QTest::newRow("not in the twin") << rules << replaced(rules, "sum by (job)", "avg by (job)")
                                     << grownTwin.substr(0, grownTwin.find("\n  - record") + 1) << missing
                                     << std::string("groups › gateway › rules › job:up:sum");
    QTest::newRow("section not in the twin")
        << std::string("alerting: {x: 1}\nb: 1\n") << std::string("alerting: {x: 2}\nb: 1\n") << std::string("b: 1\n")
        << missing << std::string("alerting");
    QTest::newRow("removed with the twin's own")
        << rules << std::string("groups: []\n") << grownTwin << removed << std::string("groups › gateway");
    QTest::newRow("one rule on both sides new")
        << rules << rules + "      - alert: OnlyHere\n        expr: up == 1\n"
        << grownTwin << both << std::string("groups › gateway › rules › OnlyHere");
    QTest::newRow("argument") << std::string("args: [--retention=7d, --x]\n")
                              << std::string("args: [--retention=15d, --x]\n")
                              << std::string("args: [--retention=30d, --x]\n") << both << std::string("args › #1");
    QTest::newRow("inside a ConfigMap") << configMap("a", rules) << configMap("a", replaced(rules, "> 1", "> 3"))
                                        << configMap("a", replaced(grownTwin, "> 1", "> 7")) << both
                                        << std::string(
                                               "data › rules.yml › groups › gateway › rules › HighErrorRate › expr");
    QTest::newRow("kinds differ") << std::string("a: 1\n") << std::string("a: 2\n") << std::string("a: {b: 1}\n")
                                  << both << std::string("a");
}

void TestTwin::reportsConflicts()
{
    QFETCH(std::string, before);
    QFETCH(std::string, after);
    QFETCH(std::string, twin);
    QFETCH(int, kind);
    QFETCH(std::string, path);
    const auto change = yaml::carryToTwin(before, after, twin);
    QVERIFY(change.ok());
    QVERIFY(change->edits.empty());
    QCOMPARE(change->conflicts.size(), std::size_t(1));
    QCOMPARE(change->conflicts[0].path, path);
    QCOMPARE(static_cast<int>(change->conflicts[0].kind), kind);
    QVERIFY(change->conflicts[0].range.end <= twin.size());
}

void TestTwin::refusesWhatIsNotYaml()
{
    QCOMPARE(yaml::carryToTwin("a: [", "a: 1\n", "a: 1\n").error().kind, base::ErrorKind::Invalid);
    QCOMPARE(yaml::carryToTwin("a: 1\n", "a: [", "a: 1\n").error().kind, base::ErrorKind::Invalid);
    QCOMPARE(yaml::carryToTwin("a: 1\n", "a: 2\n", "a: [").error().kind, base::ErrorKind::Invalid);
}

void TestTwin::conflictsNamePlaceAndValues()
{
    const std::string twin = configMap("a", replaced(grownTwin, "for: \"5m\"", "for: \"7m\""));
    const auto change =
        yaml::carryToTwin(configMap("a", rules), configMap("a", replaced(rules, "for: 5m", "for: 10m")), twin);
    QCOMPARE(change->conflicts.size(), std::size_t(1));
    const TwinConflict &conflict = change->conflicts[0];
    QCOMPARE(conflict.before, std::string("5m"));
    QCOMPARE(conflict.after, std::string("10m"));
    QCOMPARE(conflict.twin, std::string("\"7m\""));
    QCOMPARE(twin.substr(conflict.range.start, conflict.range.size()), std::string("\"7m\""));
}

void TestTwin::settlesConflicts_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<QString>("twin");
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("own");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("written");
    const auto row = [](const char *name, const char *before, const char *after, const char *twin, const char *source,
                        const char *text = "", const char *written = "") {
        QTest::newRow(name) << QString(before) << QString(after) << QString(twin) << QString(source) << QString(twin)
                            << QString(text) << QString(written);
    };
    row("scalar", "a: 1\nb: x\n", "a: 2\nb: x\n", "# own\na: 3 # why\nb: x\n", "# own\na: 2 # why\nb: x\n", "4",
        "# own\na: 4 # why\nb: x\n");
    row("block scalar", "e: |\n  a\n", "e: |\n  b\n    c\n", "k: 1\ne: |\n    z\n", "k: 1\ne: |\n  b\n    c\n",
        "|\n  m\n   n\n", "k: 1\ne: |\n  m\n   n\n");
    row("scalar to mapping", "l: {a: 1}\nz: 1\n", "l: 5\nz: 1\n", "l:\n  a: 2\nz: 1\n", "l: 5\nz: 1\n",
        "x: 1\ny:\n- 1\n", "l:\n  x: 1\n  y:\n  - 1\nz: 1\n");
    row("removed", "a: 1\nb: 2\n", "a: 1\n", "a: 1\nb: 3\nc: 4\n", "a: 1\nc: 4\n");
    row("missing", "a: 1\nb: 2\n", "a: 1\nb: 3\n", "a: 1\nc: 4\n", "a: 1\nb: 3\nc: 4\n");
    row("both added", "a: 1\n", "a: 1\nb: 2\n", "a: 1\nb: 3 # own\n", "a: 1\nb: 2 # own\n", "[4]",
        "a: 1\nb: [4] # own\n");
    row("missing item", "r:\n- name: a\n  v: 1\n- name: b\n  v: 1\n", "r:\n- name: a\n  v: 1\n- name: b\n  v: 2\n",
        "r:\n- name: a\n  v: 1\n- name: c\n  v: 1\n", "r:\n- name: a\n  v: 1\n- name: b\n  v: 2\n- name: c\n  v: 1\n");
    row("removed item", "r:\n- name: a\n  v: 1\n- name: b\n  v: 1\n", "r:\n- name: a\n  v: 1\n",
        "r:\n- name: a\n  v: 1\n- name: b\n  v: 1\n  own: 1\n- name: c\n", "r:\n- name: a\n  v: 1\n- name: c\n");
    row("both added an item", "r:\n- name: a\n", "r:\n- name: a\n- name: b\n  v: 1\n",
        "r:\n  - name: a\n  - name: b\n    v: 2\n    w: 3\n", "r:\n  - name: a\n  - name: b\n    v: 1\n",
        "name: b\nv: 9\n", "r:\n  - name: a\n  - name: b\n    v: 9\n");
    row("in flow", "l: {a: 1, b: 1}\n", "l: {a: 2, b: 1}\n", "l: {a: 3, b: 1, c: 1}\n", "l: {a: 2, b: 1, c: 1}\n",
        "x:\n- 1\n", "l: {a: {x: [1]}, b: 1, c: 1}\n");
    row("in a ConfigMap", "kind: ConfigMap\ndata:\n  r.yml: |\n    groups:\n    - name: g\n      interval: 1m\n",
        "kind: ConfigMap\ndata:\n  r.yml: |\n    groups:\n    - name: g\n      interval: 2m\n",
        "kind: ConfigMap\ndata:\n  r.yml: |\n    # own\n    groups:\n    - name: g\n      interval: 3m\n",
        "kind: ConfigMap\ndata:\n  r.yml: |\n    # own\n    groups:\n    - name: g\n      interval: 2m\n", "4m",
        "kind: ConfigMap\ndata:\n  r.yml: |\n    # own\n    groups:\n    - name: g\n      interval: 4m\n");
    row("document", "kind: A\nmetadata: {name: a}\n---\nkind: B\nmetadata: {name: b}\n",
        "kind: A\nmetadata: {name: a}\n", "kind: A\nmetadata: {name: a}\n---\nkind: B\nmetadata: {name: b}\nown: 1\n",
        "kind: A\nmetadata: {name: a}\n");
}

void TestTwin::settlesConflicts()
{
    QFETCH(QString, before);
    QFETCH(QString, after);
    QFETCH(QString, twin);
    QFETCH(QString, text);
    const std::string own = twin.toStdString();
    const auto open = yaml::carryToTwin(before.toStdString(), after.toStdString(), own);
    QVERIFY2(open.ok(), open.ok() ? "" : open.error().detail.c_str());
    QCOMPARE(open->conflicts.size(), std::size_t(1));
    QVERIFY(open->edits.empty());
    using Choice = yaml::TwinDecision::Choice;
    const auto settled = [&](Choice choice, const std::string &decided) {
        const yaml::TwinDecisions decisions = {{open->conflicts[0].id, {choice, decided}}};
        const auto change = yaml::carryToTwin(before.toStdString(), after.toStdString(), own, decisions);
        if (!change->conflicts.empty())
            return QString::fromStdString(change->conflicts[0].text.english());
        return QString::fromStdString(*base::applyEdits(own, change->edits));
    };
    QTEST(settled(Choice::Source, {}), "source");
    QTEST(settled(Choice::Twin, {}), "own");
    if (!text.isEmpty())
        QTEST(settled(Choice::Text, text.toStdString()), "written");
    // What the conflict shows of the twin is what an unchanged edit writes back.
    if (!text.isEmpty() && open->conflicts[0].twin.find('\n') == std::string::npos)
        QCOMPARE(settled(Choice::Text, open->conflicts[0].twin), twin);
    if (!text.isEmpty())
        QVERIFY(settled(Choice::Text, "a: [").contains("cannot be written into the copy"));
}

void TestTwin::givesEachConflictAnId()
{
    const std::string before = "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: a\n    for: 1m\n  - alert: A\n   "
                               " expr: b\n    for: 1m\n";
    const std::string after =
        replaced(replaced(before, "a\n    for: 1m", "a\n    for: 2m"), "b\n    for: 1m", "b\n    for: 2m");
    const std::string twin =
        replaced(replaced(before, "a\n    for: 1m", "a\n    for: 3m"), "b\n    for: 1m", "b\n    for: 4m");
    const auto open = yaml::carryToTwin(before, after, twin);
    QCOMPARE(open->conflicts.size(), std::size_t(2));
    QVERIFY(open->conflicts[0].id != open->conflicts[1].id);
    const yaml::TwinDecisions first = {{open->conflicts[0].id, {yaml::TwinDecision::Choice::Twin, {}}}};
    const auto half = yaml::carryToTwin(before, after, twin, first);
    QCOMPARE(half->conflicts.size(), std::size_t(1));
    QCOMPARE(half->conflicts[0].id, open->conflicts[1].id);
    QVERIFY(half->edits.empty());
    yaml::TwinDecisions both = first;
    both[open->conflicts[1].id] = {yaml::TwinDecision::Choice::Source, {}};
    const auto change = yaml::carryToTwin(before, after, twin, both);
    QVERIFY(change->conflicts.empty());
    QCOMPARE(*base::applyEdits(twin, change->edits), replaced(twin, "for: 4m", "for: 2m"));
}

void TestTwin::carriesRulesBetweenContainers()
{
    const std::string after = replaced(rules, "for: 5m", "for: 10m");
    const auto indented = [](const std::string &text, const std::string &margin) {
        std::string lines;
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = text.find('\n', at) + 1;
            lines += margin + text.substr(at, end - at);
            at = end;
        }
        return lines;
    };
    const auto carry = [&](const std::string &from, const std::string &to, const std::string &twin,
                           const std::string &key) {
        const auto change = yaml::carryRulesToTwin(from, to, twin, "gateway.yml", key);
        if (!change)
            return "error: " + change.error().text.english();
        return change->conflicts.empty() ? *base::applyEdits(twin, change->edits) : change->conflicts[0].text.english();
    };
    // A plain file and a key of a ConfigMap with another one beside it.
    const std::string map =
        "kind: ConfigMap\nmetadata: {name: r}\ndata:\n  other.yml: |\n    groups: []\n  gateway.yml: |\n    # own\n" +
        indented(rules, "    ");
    QCOMPARE(carry(rules, after, map, {}), replaced(map, "for: 5m", "for: 10m"));
    QCOMPARE(carry(rules, after, replaced(map, "gateway.yml", "x.yml"), "x.yml"),
             replaced(replaced(map, "for: 5m", "for: 10m"), "gateway.yml", "x.yml"));
    // A plain file and a PrometheusRule.
    const std::string resource =
        "kind: PrometheusRule\nmetadata:\n  name: r\n  labels: {own: x}\nspec:\n" + indented(rules, "  ");
    QCOMPARE(carry(rules, after, resource, {}), replaced(resource, "for: 5m", "for: 10m"));
    // And back.
    QCOMPARE(carry(resource, replaced(resource, "for: 5m", "for: 10m"), rules, {}), after);
    // What is no rule group stays behind.
    QCOMPARE(carry(resource, replaced(replaced(resource, "own: x", "own: y"), "for: 5m", "for: 10m"), map, {}),
             replaced(map, "for: 5m", "for: 10m"));
    QCOMPARE(carry(resource, replaced(resource, "own: x", "own: y"), map, {}), map);
}

void TestTwin::refusesRulesWithoutAPartner()
{
    const std::string after = replaced(rules, "for: 5m", "for: 10m");
    const std::string two = "kind: ConfigMap\ndata:\n  a.yml: |\n    groups: []\n  b.yml: |\n    groups: []\n";
    const auto refused = [&](const std::string &twin, const std::string &key) {
        return yaml::carryRulesToTwin(rules, after, twin, "gateway.yml", key).error().text.english();
    };
    QVERIFY(refused(two, {}).find("several rule files") != std::string::npos);
    QVERIFY(refused(two, "c.yml").find("\"c.yml\"") != std::string::npos);
    QVERIFY(refused("kind: Service\n", {}).find("holds no rules") != std::string::npos);
}

void TestTwin::carriesIntoLargeFiles()
{
    std::string before = "groups:\n- name: g\n  rules:\n";
    for (int i = 0; i < 5000; ++i)
        before += "  - alert: A" + std::to_string(i % 700) + "\n    expr: metric_" + std::to_string(i) +
                  " > 1\n    labels: {severity: page}\n";
    const std::string after = replaced(before, "metric_2500 > 1", "metric_2500 > 2");
    std::string twin = replaced(before, "metric_2501 > 1", "metric_2501 > 8");
    twin = replaced(twin, "    expr: metric_2499", "    # own\n    expr: metric_2499");
    QCOMPARE(carried(before, after, twin), replaced(twin, "metric_2500 > 1", "metric_2500 > 2"));
}

REGISTER_TEST(TestTwin);

#include "tst_twin.moc"
