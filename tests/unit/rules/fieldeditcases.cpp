#include "ruleeditcases.h"

namespace {

class FieldCases
{
public:
    void add(const char *name, QByteArray before, QByteArray command, QByteArray after)
    {
        m_cases.push_back({name, std::move(before), std::move(command), std::move(after)});
    }
    /// Both texts are the keys of one alert behind its dash, which stands at column 2; they come between two comments.
    void rule(const char *name, const QByteArray &before, const QByteArray &command, const QByteArray &after)
    {
        add(name, around(before), command, around(after));
    }

    [[nodiscard]] std::vector<RuleEditCase> take() { return std::move(m_cases); }

private:
    static QByteArray around(QByteArray keys)
    {
        return "# top\ngroups:\n- name: g # group\n  rules:\n  # above\n  - " +
               keys.replace('\n', "\n    ").replace("\n    \n", "\n\n") + "\n  # below\n  - {record: z, expr: z}\n";
    }

    std::vector<RuleEditCase> m_cases;
};

void addStyleCases(FieldCases &cases)
{
    cases.rule("plain", "alert: A\nexpr: up  # c\nfor: 5m", "set g:0 expr down == 1",
               "alert: A\nexpr: down == 1  # c\nfor: 5m");
    cases.rule("the same value", "alert: A\nexpr: 'up'", "set g:0 expr up", "alert: A\nexpr: 'up'");
    cases.rule("plain to what needs quotes", "alert: A\nexpr: up # c", "set g:0 expr {job=\"x\"}",
               "alert: A\nexpr: '{job=\"x\"}' # c");
    cases.rule("plain to a colon and a blank", "alert: A\nexpr: up", "set g:0 name a: b", "alert: \"a: b\"\nexpr: up");
    cases.rule("plain to a hash", "alert: A\nexpr: up", "set g:0 expr up # c", "alert: A\nexpr: \"up # c\"");
    cases.rule("plain to lines", "alert: A\nexpr: up # c\nfor: 5m", "set g:0 expr up\n== 0\n",
               "alert: A\nexpr: | # c\n  up\n  == 0\nfor: 5m");
    cases.rule("plain to lines without end", "alert: A\nexpr: up\nfor: 5m", "set g:0 expr up\n== 0",
               "alert: A\nexpr: |-\n  up\n  == 0\nfor: 5m");
    cases.rule("plain over lines", "alert: A\nexpr: up{a=\"b\"}\n  == 0\n  # c\nfor: 5m",
               "set g:0 expr up{a=\"b\"} == 1", "alert: A\nexpr: up{a=\"b\"}\n  == 1\n  # c\nfor: 5m");
    cases.rule("single quoted", "alert: A\nexpr: 'up' # c", "set g:0 expr up{a='b'}",
               "alert: A\nexpr: 'up{a=''b''}' # c");
    cases.rule("single quoted to lines", "alert: A\nexpr: 'up' # c", "set g:0 expr up\n== 0",
               "alert: A\nexpr: \"up\\n== 0\" # c");
    cases.rule("double quoted", "alert: A\nexpr: \"up{a=\\\"b\\\"}\" # c", "set g:0 expr up{a=\"b\\\\d\"}",
               "alert: A\nexpr: \"up{a=\\\"b\\\\\\\\d\\\"}\" # c");
    cases.rule("double quoted keeps other escapes", "alert: \"\\u00e9 a\"\nexpr: up", "set g:0 name \xC3\xA9 b",
               "alert: \"\\u00e9 b\"\nexpr: up");
    cases.rule("literal, one line of three", "alert: A\nexpr: |\n  sum(\n    up\n  ) == 0\nfor: 5m",
               "set g:0 expr sum(\n    down\n) == 0\n", "alert: A\nexpr: |\n  sum(\n      down\n  ) == 0\nfor: 5m");
    cases.rule("literal strip stays strip", "alert: A\nexpr: |-\n  up\nfor: 5m", "set g:0 expr down",
               "alert: A\nexpr: |-\n  down\nfor: 5m");
    cases.rule("literal becomes strip", "alert: A\nexpr: |\n  up\nfor: 5m", "set g:0 expr down",
               "alert: A\nexpr: |-\n  down\nfor: 5m");
    cases.rule("literal with its own margin", "alert: A\nexpr: |\n      up\n      == 0\nfor: 5m",
               "set g:0 expr up\n== 1\n", "alert: A\nexpr: |\n      up\n      == 1\nfor: 5m");
    cases.rule("literal with an indicator", "alert: A\nexpr: |2\n   up\n  == 0\nfor: 5m", "set g:0 expr  up\n== 1\n",
               "alert: A\nexpr: |2\n   up\n  == 1\nfor: 5m");
    cases.rule("literal with PromQL comments", "alert: A\nexpr: |\n  # why\n  up # c\nfor: 5m",
               "set g:0 expr # why\ndown # c\n", "alert: A\nexpr: |\n  # why\n  down # c\nfor: 5m");
    cases.rule("folded keeps its lines", "alert: A\nexpr: >-\n  aaa\n  + bbb\nfor: 5m", "set g:0 expr aaa + ccc",
               "alert: A\nexpr: >-\n  aaa\n  + ccc\nfor: 5m");
    cases.rule("anchored", "alert: A\nexpr: &e up # c", "set g:0 expr down", "alert: A\nexpr: &e down # c");
    cases.rule("tagged", "alert: A\nexpr: !!str up", "set g:0 expr down", "alert: A\nexpr: !!str down");
    cases.rule("null", "alert: A\nexpr: up\nfor:", "set g:0 for 5m", "alert: A\nexpr: up\nfor: 5m");
    cases.rule("spelt-out null", "alert: A\nexpr: up\nfor: ~ # c", "set g:0 for 5m", "alert: A\nexpr: up\nfor: 5m # c");
    cases.rule("null word", "alert: A\nexpr: up\nfor: null", "set g:0 for 5m", "alert: A\nexpr: up\nfor: 5m");
    cases.rule("anchored null", "alert: A\nexpr: up\nfor: &x\nlabels: {a: *x }", "set g:0 for 5m",
               "alert: A\nexpr: up\nfor: &x 5m\nlabels: {a: *x }");
    cases.rule("to the empty text", "alert: A\nexpr: up\nlabels:\n  a: b # c", "set g:0 labels.a ",
               "alert: A\nexpr: up\nlabels:\n  a: \"\" # c");
    cases.rule("number stays quoted", "alert: A\nexpr: up\nlabels: {a: '1'}", "set g:0 labels.a 2",
               "alert: A\nexpr: up\nlabels: {a: '2'}");
    cases.rule("text that looks like a number", "alert: A\nexpr: up\nlabels: {a: b}", "set g:0 labels.a 1e3",
               "alert: A\nexpr: up\nlabels: {a: \"1e3\"}");
    cases.rule("text that looks like a boolean", "alert: A\nexpr: up\nlabels: {a: b}", "set g:0 labels.a yes",
               "alert: A\nexpr: up\nlabels: {a: \"yes\"}");
    cases.rule("template", "alert: A\nexpr: up\nannotations:\n  a: b", "set g:0 annotations.a {{ $value }}%",
               "alert: A\nexpr: up\nannotations:\n  a: \"{{ $value }}%\"");
    cases.rule("hangul", "alert: A\nexpr: up\nannotations:\n  a: b", "set g:0 annotations.a \xEA\xB2\xBD\xEA\xB3\xA0",
               "alert: A\nexpr: up\nannotations:\n  a: \xEA\xB2\xBD\xEA\xB3\xA0");
    cases.rule("tab", "alert: A\nexpr: up\nannotations:\n  a: b", "set g:0 annotations.a x\ty",
               "alert: A\nexpr: up\nannotations:\n  a: \"x\\ty\"");
}

void addKeyCases(FieldCases &cases)
{
    cases.rule("for behind expr", "alert: A\nexpr: up # c\nlabels: {a: b}", "set g:0 for 5m",
               "alert: A\nexpr: up # c\nfor: 5m\nlabels: {a: b}");
    cases.rule("for behind a literal", "alert: A\nexpr: |\n  up\n\n  == 0\nlabels: {a: b}", "set g:0 for 5m",
               "alert: A\nexpr: |\n  up\n\n  == 0\nfor: 5m\nlabels: {a: b}");
    cases.rule("keep_firing_for behind for", "alert: A\nfor: 1m\nexpr: up", "set g:0 keep_firing_for 5m",
               "alert: A\nfor: 1m\nexpr: up\nkeep_firing_for: 5m");
    cases.rule("first label", "alert: A\nexpr: up\nannotations:\n  a: b", "set g:0 labels.c d",
               "alert: A\nexpr: up\nlabels:\n  c: d\nannotations:\n  a: b");
    cases.rule("another label", "alert: A\nexpr: up\nlabels:\n  a: b # c\n# d\nannotations:\n  a: b",
               "set g:0 labels.c d", "alert: A\nexpr: up\nlabels:\n  a: b # c\n  c: d\n# d\nannotations:\n  a: b");
    cases.rule("another label with a deeper margin", "alert: A\nexpr: up\nlabels:\n      a: b", "set g:0 labels.c d",
               "alert: A\nexpr: up\nlabels:\n      a: b\n      c: d");
    cases.rule("label in a flow mapping", "alert: A\nexpr: up\nlabels: {a: b} # c", "set g:0 labels.c d, e",
               "alert: A\nexpr: up\nlabels: {a: b, c: \"d, e\"} # c");
    cases.rule("label in an empty flow mapping", "alert: A\nexpr: up\nlabels: {} # c", "set g:0 labels.c d",
               "alert: A\nexpr: up\nlabels: # c\n  c: d");
    cases.rule("label in null labels", "alert: A\nexpr: up\nlabels:\nannotations: {a: b}", "set g:0 labels.c d",
               "alert: A\nexpr: up\nlabels:\n  c: d\nannotations: {a: b}");
    cases.rule("label with a strange name", "alert: A\nexpr: up\nlabels:\n  a: b", "set g:0 labels.\"#x\" d",
               "alert: A\nexpr: up\nlabels:\n  a: b\n  \"#x\": d");
    cases.rule("annotation of lines", "alert: A\nexpr: up\nannotations:\n  a: b", "set g:0 annotations.c x\n\ny\n",
               "alert: A\nexpr: up\nannotations:\n  a: b\n  c: |\n    x\n\n    y");
    cases.rule("unset", "alert: A\nexpr: up\nfor: 5m # c\n# d\nlabels: {a: b}", "unset g:0 for",
               "alert: A\nexpr: up\n# d\nlabels: {a: b}");
    cases.rule("unset what is not there", "alert: A\nexpr: up", "unset g:0 for", "alert: A\nexpr: up");
    cases.rule("unset a label", "alert: A\nexpr: up\nlabels:\n  a: b\n  c: d # e", "unset g:0 labels.c",
               "alert: A\nexpr: up\nlabels:\n  a: b");
    cases.rule("unset the only label", "alert: A\nexpr: up\nlabels:\n  a: b\nfor: 5m", "unset g:0 labels.a",
               "alert: A\nexpr: up\nfor: 5m");
    cases.rule("unset the first key", "for: 5m\nalert: A\nexpr: up", "unset g:0 for", "alert: A\nexpr: up");
    cases.rule("unset the first key before a comment", "for: 5m # c\n# d\nalert: A\nexpr: up", "unset g:0 for",
               "# d\nalert: A\nexpr: up");
    cases.rule("unset a literal", "alert: A\nexpr: up\nannotations:\n  a: |\n    x\n    y\n  c: d",
               "unset g:0 annotations.a", "alert: A\nexpr: up\nannotations:\n  c: d");
    cases.rule("unset in a flow mapping", "alert: A\nexpr: up\nlabels: {a: b, c: d, e: f}", "unset g:0 labels.c",
               "alert: A\nexpr: up\nlabels: {a: b, e: f}");
    cases.rule("unset the first in a flow mapping", "alert: A\nexpr: up\nlabels: {a: b, c: d}", "unset g:0 labels.a",
               "alert: A\nexpr: up\nlabels: {c: d}");
    cases.rule("rename a label", "alert: A\nexpr: up\nlabels:\n  a: b # c", "rename g:0 labels.a x.y",
               "alert: A\nexpr: up\nlabels:\n  x.y: b # c");
    cases.rule("rename a quoted label", "alert: A\nexpr: up\nlabels: {\"a\": b}", "rename g:0 labels.a c",
               "alert: A\nexpr: up\nlabels: {\"c\": b}");
    cases.rule("rename to a number", "alert: A\nexpr: up\nannotations: {a: b}", "rename g:0 annotations.a 5",
               "alert: A\nexpr: up\nannotations: {\"5\": b}");
    cases.rule("name of an alert", "alert: A # c\nexpr: up", "set g:0 name B", "alert: B # c\nexpr: up");
    cases.rule("name of a recording rule", "expr: up\nrecord: a", "set g:0 name b:c", "expr: up\nrecord: b:c");
}

void addInheritedCases(FieldCases &cases)
{
    const QByteArray merged = "groups:\n- name: g\n  rules:\n  - &base\n    alert: A\n    expr: up\n    for: 5m\n    "
                              "labels:\n      a: b\n      c: d\n"
                              "  - <<: *base\n    alert: B # b\n";
    cases.add("merged field", merged, "set g:1 for 7m", merged + "    for: 7m\n");
    cases.add("merged expr", merged, "set g:1 expr down", merged + "    expr: down\n");
    cases.add("merged label", merged, "set g:1 labels.a x", merged + "    labels:\n      a: x\n      c: d\n");
    cases.add("label beside merged ones", merged, "set g:1 labels.e f",
              merged + "    labels:\n      a: b\n      c: d\n      e: f\n");
    const QByteArray labels =
        "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up\n    labels:\n      <<: &l {a: b}\n      c: d\n";
    cases.add("label over a merged one", labels, "set g:0 labels.a x", labels + "      a: x\n");
    cases.add("aliased scalar",
              "groups:\n- name: g\n  rules:\n  - {alert: A, expr: &e up}\n  - alert: B\n    expr: *e\n    for: 1m\n",
              "set g:1 expr down",
              "groups:\n- name: g\n  rules:\n  - {alert: A, expr: &e up}\n  - alert: B\n    expr: down\n    for: 1m\n");
    cases.add("aliased labels",
              "groups:\n- name: g\n  rules:\n  - {alert: A, expr: up, labels: &l {a: b}}\n  - alert: B\n    expr: up\n "
              "   labels: *l # c\n",
              "set g:1 labels.c d",
              "groups:\n- name: g\n  rules:\n  - {alert: A, expr: up, labels: &l {a: b}}\n  - alert: B\n    expr: up\n "
              "   labels: # c\n      a: b\n      c: d\n");
    cases.add("merged into a flow mapping",
              "groups:\n- name: g\n  rules:\n  - &r {alert: A, expr: up, for: 5m}\n  - {<<: *r, alert: B}\n",
              "set g:1 for 7m",
              "groups:\n- name: g\n  rules:\n  - &r {alert: A, expr: up, for: 5m}\n  - {<<: *r, alert: B, for: 7m}\n");
    cases.add("only a merge", "groups:\n- name: g\n  rules:\n  - &r {alert: A, expr: up}\n  - <<: *r\n",
              "set g:1 name B",
              "groups:\n- name: g\n  rules:\n  - &r {alert: A, expr: up}\n  - <<: *r\n    alert: B\n");
}

void addContainerCases(FieldCases &cases)
{
    const QByteArray map =
        "kind: ConfigMap\ndata:\n  a.yml: |-\n    # top\n    groups:\n    - name: g\n      rules:\n      - alert: A # "
        "c\n        expr: up\n      - record: r\n        expr: |\n          up\n          == 0\n"
        "  b.yml: \"groups:\\n- name: g\\n  rules:\\n  - {alert: A, expr: 'up'}\\n\"\n  c.yml: 'groups: [{name: g, "
        "rules: [{alert: A, expr: up}]}]'\n";
    const auto changed = [&map](const char *from, const char *to) { return QByteArray(map).replace(from, to); };
    cases.add("in a literal", map, "set a.yml/g:0 expr down",
              changed("A # c\n        expr: up", "A # c\n        expr: down"));
    cases.add("in a literal in a literal", map, "set a.yml/g:1 expr up\n== 1\n",
              changed("          == 0", "          == 1"));
    cases.add("more lines in a literal in a literal", map, "set a.yml/g:1 expr up\n\n== 1\n",
              changed("          == 0", "\n          == 1"));
    cases.add("new key in a literal", map, "set a.yml/g:0 for 5m",
              changed("expr: up\n      - record", "expr: up\n        for: 5m\n      - record"));
    cases.add("new key at the end of a literal", map, "set a.yml/g:1 labels.a b",
              changed("        expr: |\n          up\n          == 0\n",
                      "        labels:\n          a: b\n        expr: |\n          up\n          == 0\n"));
    cases.add("lines in a literal", map, "set a.yml/g:0 expr up\n== 0\n",
              changed("A # c\n        expr: up\n", "A # c\n        expr: |\n          up\n          == 0\n"));
    cases.add("in a double quoted", map, "set b.yml/g:0 expr up{a=\"b\"}", changed("'up'}", "'up{a=\\\"b\\\"}'}"));
    cases.add("new key in a double quoted", map, "set b.yml/g:0 for 5m",
              changed("expr: 'up'}", "expr: 'up', for: 5m}"));
    cases.add("in a single quoted", map, "set c.yml/g:0 expr up{a=\"b\", c=\"d\"}",
              changed("expr: up}]}]'", "expr: ''up{a=\"b\", c=\"d\"}''}]}]'"));
    cases.add("JSON", "{\"groups\": [{\"name\": \"g\", \"rules\": [{\"alert\": \"A\", \"expr\": \"up\"}]}]}",
              "set g:0 expr up{a=\"b\"}",
              "{\"groups\": [{\"name\": \"g\", \"rules\": [{\"alert\": \"A\", \"expr\": \"up{a=\\\"b\\\"}\"}]}]}");
    cases.add("new key in JSON",
              "{\"groups\": [{\"name\": \"g\", \"rules\": [{\n  \"alert\": \"A\",\n  \"expr\": \"up\"\n}]}]}",
              "set g:0 labels.a 5",
              "{\"groups\": [{\"name\": \"g\", \"rules\": [{\n  \"alert\": \"A\",\n  \"expr\": \"up\",\n  \"labels\": "
              "{\"a\": \"5\"}\n}]}]}");
    cases.add("CRLF", "groups:\r\n- name: g\r\n  rules:\r\n  - alert: A\r\n    expr: up\r\n", "set g:0 expr up\n== 0\n",
              "groups:\r\n- name: g\r\n  rules:\r\n  - alert: A\r\n    expr: |\r\n      up\r\n      == 0\r\n");
    cases.add(
        "new key with CRLF", "groups:\r\n- name: g\r\n  rules:\r\n  - alert: A\r\n    expr: |\r\n      up\r\n",
        "set g:0 labels.a b",
        "groups:\r\n- name: g\r\n  rules:\r\n  - alert: A\r\n    expr: |\r\n      up\r\n    labels:\r\n      a: b\r\n");
    cases.add("no newline at the end", "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up", "set g:0 for 5m",
              "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up\n    for: 5m");
    cases.add("no newline, a comment at the end", "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up # c",
              "set g:0 for 5m", "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up # c\n    for: 5m");
    cases.add("BOM", "\xEF\xBB\xBFgroups:\n- name: g\n  rules:\n  - alert: A\n    expr: up\n", "set g:0 expr down",
              "\xEF\xBB\xBFgroups:\n- name: g\n  rules:\n  - alert: A\n    expr: down\n");
    cases.add("PrometheusRule with an int",
              "kind: PrometheusRule\nspec:\n  groups:\n  - name: g\n    rules:\n    - record: one\n      expr: 1\n",
              "set g:0 expr 2",
              "kind: PrometheusRule\nspec:\n  groups:\n  - name: g\n    rules:\n    - record: one\n      expr: 2\n");
    cases.add(
        "PrometheusRule int to a text",
        "kind: PrometheusRule\nspec:\n  groups:\n  - name: g\n    rules:\n    - record: one\n      expr: 1\n",
        "set g:0 expr vector(1)",
        "kind: PrometheusRule\nspec:\n  groups:\n  - name: g\n    rules:\n    - record: one\n      expr: vector(1)\n");
    const QByteArray group = "groups:\n- name: g # c\n  rules: []\n";
    cases.add("group interval", group, "group g interval 1m", "groups:\n- name: g # c\n  interval: 1m\n  rules: []\n");
    cases.add("group limit", group, "group g limit 5", "groups:\n- name: g # c\n  limit: 5\n  rules: []\n");
    cases.add("group label", group, "group g labels.a b", "groups:\n- name: g # c\n  labels:\n    a: b\n  rules: []\n");
    cases.add("group interval changes", "groups:\n- name: g\n  interval: 1m # c\n", "group g interval 2m",
              "groups:\n- name: g\n  interval: 2m # c\n");
    cases.rule("line separator in a literal", "alert: A\nexpr: up\nannotations:\n  s: |-\n    a\n    b",
               "set g:0 annotations.s x\xE2\x80\xA8y", "alert: A\nexpr: up\nannotations:\n  s: \"x\\Ly\"");
    cases.add("last line break stays the file's",
              "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: |\n      up\n      == 0\n", "set g:0 expr up == 1",
              "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: |-\n      up == 1\n");
    cases.add(
        "new key behind a literal without line break at the end",
        "groups:\n- name: g\n  rules:\n  - alert: A\n    for: 1m\n    expr: |\n      up", "set g:0 labels.a b",
        "groups:\n- name: g\n  rules:\n  - alert: A\n    for: 1m\n    labels:\n      a: b\n    expr: |\n      up");
    cases.add("blank line behind removed lines in a ConfigMap",
              "kind: ConfigMap\ndata:\n  a.yml: |\n    groups:\n    - name: g\n      rules:\n      - alert: A\n        "
              "expr: up\n        labels:\n          a: b\n\n      # c\n      - {record: z, expr: z}\n",
              "unset a.yml/g:0 labels.a",
              "kind: ConfigMap\ndata:\n  a.yml: |\n    groups:\n    - name: g\n      rules:\n      - alert: A\n        "
              "expr: up\n\n      # c\n      - {record: z, expr: z}\n");
    cases.rule("first pair of a flow mapping over lines", "alert: A\nexpr: up\nlabels: {a: b, # c\n  d: e}",
               "unset g:0 labels.a", "alert: A\nexpr: up\nlabels: {# c\n  d: e}");
    cases.rule("label of an aliased mapping goes", "alert: A\nexpr: up\nlabels: &l {a: b, c: d}\n# x",
               "unset g:0 labels.a", "alert: A\nexpr: up\nlabels: &l {c: d}\n# x");
    cases.add("label of an alias goes from the rule alone",
              "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up\n    labels: &l {a: b, c: d}\n  - alert: B\n   "
              " expr: "
              "up\n    labels: *l\n",
              "unset g:1 labels.a",
              "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up\n    labels: &l {a: b, c: d}\n  - alert: B\n   "
              " expr: "
              "up\n    labels:\n      c: d\n");
    cases.add(
        "only label of a merged rule goes",
        "groups:\n- name: g\n  rules:\n  - &a\n    alert: A\n    expr: up\n    labels: {a: b}\n  - <<: *a\n    alert: "
        "B\n",
        "unset g:1 labels.a",
        "groups:\n- name: g\n  rules:\n  - &a\n    alert: A\n    expr: up\n    labels: {a: b}\n  - <<: *a\n    alert: "
        "B\n    labels: {}\n");
    const QByteArray anchors =
        "groups:\n- name: g\n  labels: {a: b}\n  rules:\n  - alert: A\n    expr: &e up # c\n    labels: &l\n"
        "      x: y\n  - alert: B\n    expr: *e\n    labels: *l\n";
    cases.add("expr at its anchor", anchors, "anchor g:1 expr down", QByteArray(anchors).replace("&e up", "&e down"));
    cases.add("label at its anchor", anchors, "anchor g:1 labels.x z", QByteArray(anchors).replace("x: y", "x: z"));
    cases.add("expr here only", anchors, "set g:1 expr down", QByteArray(anchors).replace("*e", "down"));
    cases.add("group label renamed", anchors, "group-rename g labels.a c", QByteArray(anchors).replace("{a:", "{c:"));
    cases.add("group interval goes", "groups:\n- name: g\n  interval: 1m # c\n  rules: []\n", "group g interval ",
              "groups:\n- name: g\n  rules: []\n");
}

} // namespace

std::vector<RuleEditCase> fieldEditCases()
{
    FieldCases cases;
    addStyleCases(cases);
    addKeyCases(cases);
    addInheritedCases(cases);
    addContainerCases(cases);
    return cases.take();
}
