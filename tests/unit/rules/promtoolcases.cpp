#include "promtoolcases.h"

namespace {

class CaseList
{
public:
    /// A whole file.
    void whole(const std::string &name, QByteArray text) { m_cases.push_back({name, std::move(text)}); }
    /// Keys of a group beside its name; with `{}` an empty one.
    void group(const std::string &name, const QByteArray &keys)
    {
        whole(name, "groups:\n- name: g\n" + indented(keys, "  ") + "\n");
    }
    /// One rule.
    void rule(const std::string &name, const QByteArray &keys)
    {
        QByteArray lines = indented(keys, "    ");
        lines[2] = '-';
        whole(name, "groups:\n- name: g\n  rules:\n" + lines + "\n");
    }
    /// An alert with more keys.
    void alert(const std::string &name, const QByteArray &keys) { rule(name, "alert: A\nexpr: up == 0\n" + keys); }
    /// A recording rule with more keys.
    void record(const std::string &name, const QByteArray &keys) { rule(name, "record: a:b\nexpr: up\n" + keys); }
    /// An alert whose expression is this YAML value.
    void expr(const std::string &name, const QByteArray &value) { rule(name, "alert: A\nexpr: " + value); }

    [[nodiscard]] std::vector<PromtoolCase> take() { return std::move(m_cases); }

private:
    static QByteArray indented(QByteArray lines, const QByteArray &margin)
    {
        return margin + lines.replace('\n', '\n' + margin);
    }

    std::vector<PromtoolCase> m_cases;
};

void addFileCases(CaseList &list)
{
    list.whole("empty file", "");
    list.whole("only a comment", "# nothing\n");
    list.whole("only a marker", "---\n");
    list.whole("groups null", "groups:\n");
    list.whole("groups tilde", "groups: ~\n");
    list.whole("groups empty list", "groups: []\n");
    list.whole("groups a mapping", "groups: {}\n");
    list.whole("groups a mapping with a key", "groups: {name: g}\n");
    list.whole("groups a text", "groups: none\n");
    list.whole("groups an empty text", "groups: \"\"\n");
    list.whole("list at the top", "- name: g\n");
    list.whole("text at the top", "hello\n");
    list.whole("unknown key beside groups", "groups: []\nrules: []\n");
    list.whole("unknown key alone", "group: []\n");
    list.whole("groups twice", "groups: []\ngroups: []\n");
    list.whole("capital Groups", "Groups: []\n");
    list.whole("anchor holder with x-", "x-labels: &l {a: b}\ngroups: []\n");
    list.whole("quoted groups", "\"groups\": []\n");
    list.whole("JSON", R"({"groups": [{"name": "g", "rules": [{"record": "a", "expr": "up"}]}]})");
    list.whole("JSON over lines with tabs", "{\n\t\"groups\": [\n\t\t{\"name\": \"g\", \"rules\": []}\n\t]\n}\n");
    list.whole("JSON escape of a slash", R"({"groups": [{"name": "a\/b", "rules": []}]})");
    list.whole("JSON trailing comma", R"({"groups": [{"name": "g", "rules": [],},]})");
    list.whole("second document", "groups: []\n---\ngroups: []\n");
    list.whole("broken second document", "groups: []\n---\n: [\n");
    list.whole("second document with unknown keys", "groups: []\n---\nother: 1\n");
    list.whole("empty first document", "---\n---\ngroups: [1]\n");
    list.whole("document end", "groups: []\n...\n");
    list.whole("broken behind the document end", "groups: []\n...\n@@\n");
    list.whole("BOM", "\xEF\xBB\xBFgroups: []\n");
    list.whole("CRLF", "groups:\r\n- name: g\r\n  rules:\r\n  - alert: A\r\n    expr: |\r\n      up\r\n      == 0\r\n");
    list.whole("CR only", "groups:\r- name: g\r  rules:\r  - alert: A\r    expr: up == 0\r");
    list.whole("tab as indentation", "groups:\n\t- name: g\n");
    list.whole("tab behind a dash", "groups:\n-\tname: g\n");
    list.whole("tab before a comment", "groups: []\t# c\n");
    list.whole("control character", "groups: [] # \x01\n");
    list.whole("NUL", QByteArray("groups: [] # \0\n", 14));
    list.whole("DEL", "groups: [] # \x7F\n");
    list.whole("invalid UTF-8", "groups: [] # \xFF\n");
    list.whole("overlong UTF-8", "groups: [] # \xC0\xAF\n");
    list.whole("surrogate", "groups: [] # \xED\xA0\x80\n");
    list.whole("YAML 1.1", "%YAML 1.1\n---\ngroups: []\n");
    list.whole("YAML 1.2", "%YAML 1.2\n---\ngroups: []\n");
    list.whole("YAML 1.3", "%YAML 1.3\n---\ngroups: []\n");
    list.whole("unknown directive", "%FOO bar\n---\ngroups: []\n");
    list.whole("tag directive", "%TAG !e! tag:example.com,2000:\n---\ngroups: []\n");
    list.whole("no newline at the end", "groups: []");
    list.whole("unclosed bracket", "groups: [\n");
    list.whole("unclosed quote", "groups: \"\n");
    list.whole("no space behind a colon", "groups:[]\n");
    list.whole("empty first document behind a comment", "# c\n---\n# d\n---\ngroups: [1]\n");
    list.whole("merged unknown key at the top", "<<: {x: 1}\ngroups: []\n");
    list.whole("two null keys", "~: 1\nnull: 2\ngroups: []\n");
    list.whole("text that begins with null", "nullable: 1\ngroups: []\n");
    list.whole("null key behind an empty value", "groups:\nnull: 1\n");
    list.whole("line separator at the end of a comment", "groups: [] # \xE2\x80\xA8");
    list.whole("percent inside a text", "groups:\n- name: \"a\n%YAML 1.2\"\n");
    list.whole("percent as a line", "groups:\n%YAML 1.1\n");
    list.whole("explicit key", "? groups\n: []\n");
    list.whole("null key", "~: 1\ngroups: []\n");
    list.whole("empty key", ": 1\ngroups: []\n");
    list.whole("number key", "1: 1\ngroups: []\n");
    list.whole("sequence key", "[a]: 1\ngroups: []\n");
    list.whole("groups through an alias", "groups: &g\n- &x {name: a, rules: []}\n- {<<: *x, name: b}\n");
    list.whole("unknown alias", "groups: *g\n");
    list.whole("anchor defined twice",
               "groups:\n- &x {name: a, rules: []}\n- &x {name: b, rules: []}\n- {<<: *x, name: c}\n");
    list.whole("anchor containing itself", "groups: &g\n- *g\n");
    list.whole("group an alias of another", "groups:\n- &x {name: a, rules: []}\n- *x\n");
    list.whole("Helm template", "groups:\n{{- range .Values.x }}\n- name: {{ . }}\n{{- end }}\n");
    list.whole("line separator in a comment", "groups: [] # \xE2\x80\xA8 x\n");
    list.whole("list of groups left of its key", "  groups:\n- name: g\n");
    list.whole("key behind a list at the top", "- name: g\ngroups: []\n");
    list.whole("JSON twice", "{\"groups\": []}\n{\"groups\": [1]}\n");
    list.whole("misspelt groups", "group:\n- name: g\n  rules:\n  - {alert: A, expr: up}\n");
    list.whole("misspelt groups in JSON", R"({"grops": [{"name": "g", "rules": [{"record": "a", "expr": "up"}]}]})");
    list.whole("document end inside", "groups:\n- name: g\n...\n  rules: []\n");
    list.whole("tagged sequence", "groups: !!seq []\n");
    list.whole("wrongly tagged", "groups: !!map []\n");
}

void addGroupCases(CaseList &list)
{
    list.whole("group null", "groups:\n-\n");
    list.whole("group a text", "groups:\n- g\n");
    list.whole("group a list", "groups:\n- []\n");
    list.whole("group empty mapping", "groups:\n- {}\n");
    list.whole("group without name", "groups:\n- rules: []\n");
    list.whole("group with empty name", "groups:\n- name: ''\n  rules: []\n");
    list.whole("group with null name", "groups:\n- name:\n  rules: []\n");
    list.whole("group with number name", "groups:\n- name: 5\n  rules: []\n");
    list.whole("group with boolean name", "groups:\n- name: yes\n  rules: []\n");
    list.whole("group with list name", "groups:\n- name: [a]\n  rules: []\n");
    list.whole("same group name twice", "groups:\n- name: g\n- name: g\n");
    list.whole("empty group names twice", "groups:\n- name: ''\n- name: ''\n");
    list.group("no rules", "interval: 1m");
    list.group("rules null", "rules:");
    list.group("rules empty", "rules: []");
    list.group("rules a text", "rules: none");
    list.group("rules a mapping", "rules: {alert: A, expr: up}");
    list.group("rules twice", "rules: []\nrules: []");
    list.group("rule null", "rules:\n-");
    list.group("rule a text", "rules: [x]");
    list.group("rule a list", "rules: [[]]");
    list.group("rule empty", "rules: [{}]");
    for (const char *interval :
         {"5m",     "0",      "0s", "",     "~",    "''", "5",       "1.5m", "-1m", "1m30s", "30s1m",
          "1h 30m", "\"1m\"", "1y", "300y", "[1m]", "{}", "!!str 0", "5M",   "1d",  "0x10"})
        list.group(std::string("interval ") + interval, QByteArray("interval: ") + interval + "\nrules: []");
    for (const char *limit : {"0",
                              "5",
                              "-5",
                              "",
                              "~",
                              "5.0",
                              "5.5",
                              "1e3",
                              "x",
                              "'5'",
                              "\"5\"",
                              "0x10",
                              "0o17",
                              "017",
                              "1_000",
                              "+5",
                              "true",
                              "[]",
                              "99999999999999999999",
                              "!!int 5",
                              "!!int \"5\"",
                              "!!str 5",
                              "0b11",
                              "09"})
        list.group(std::string("limit ") + limit, QByteArray("limit: ") + limit + "\nrules: []");
    list.group("query_offset", "query_offset: 1m\nrules: []");
    list.group("group labels", "labels: {a: b}\nrules: []");
    list.group("evaluation_delay", "evaluation_delay: 1m\nrules: []");
    list.group("source_tenants", "source_tenants: [a]\nrules: []");
    list.group("partial_response_strategy", "partial_response_strategy: warn\nrules: []");
    list.group("vmalert type", "type: prometheus\nrules: []");
    list.group("vmalert concurrency", "concurrency: 2\nrules: []");
    list.group("interval twice", "interval: 1m\ninterval: 2m\nrules: []");
    list.group("merged interval", "<<: {interval: 1m}\nrules: []");
    list.group("merged unknown key", "<<: {intervall: 1m}\nrules: []");
    list.group("merge twice", "<<: {interval: 1m}\n<<: {limit: 1}\nrules: []");
    list.group("merge of a list", "<<: [{interval: 1m}, {interval: 2m, limit: 1}]\nrules: []");
    list.group("merge of a text", "<<: x\nrules: []");
    list.group("merge of null", "<<:\nrules: []");
    list.group("merge of an empty list", "<<: []\nrules: []");
    list.group("merge of a list of texts", "<<: [x]\nrules: []");
    list.group("quoted merge key", "\"<<\": {interval: 1m}\nrules: []");
    list.group("tagged merge key", "!!merge <<: {interval: 1m}\nrules: []");
    list.group("merge with an override", "<<: {interval: x}\ninterval: 1m\nrules: []");
    list.group("nested merge", "<<: {<<: {interval: 1m}, limit: 2}\nrules: []");
    list.group("merged broken value", "<<: {interval: x}\nrules: []");
}

void addRuleCases(CaseList &list)
{
    list.alert("plain alert", "for: 5m");
    list.record("plain recording rule", "labels: {a: b}");
    list.rule("no expr", "alert: A");
    list.rule("empty expr", "alert: A\nexpr: ''");
    list.rule("null expr", "alert: A\nexpr:");
    list.rule("blank expr", "alert: A\nexpr: ' '");
    list.rule("comment for an expr", "alert: A\nexpr: '# x'");
    list.rule("no name", "expr: up");
    list.rule("empty alert", "alert: ''\nexpr: up");
    list.rule("empty record", "record: ''\nexpr: up");
    list.rule("null alert", "alert:\nexpr: up");
    list.rule("both names", "alert: A\nrecord: b\nexpr: up");
    list.rule("alert and empty record", "alert: A\nrecord: ''\nexpr: up");
    list.rule("record and empty alert", "record: a\nalert: ''\nexpr: up");
    list.rule("alert with blanks", "alert: A b c\nexpr: up");
    list.rule("alert in hangul", "alert: \xEA\xB2\xBD\xEA\xB3\xA0\nexpr: up");
    list.rule("alert a number", "alert: 5\nexpr: up");
    list.rule("alert a list", "alert: [A]\nexpr: up");
    list.rule("unknown key", "alert: A\nexpr: up\nseverity: page");
    list.rule("misspelt annotations", "alert: A\nexpr: up\nannotation: {a: b}");
    list.rule("capital key", "alert: A\nExpr: up\nexpr: up");
    list.rule("duplicate key", "alert: A\nexpr: up\nexpr: down");
    list.rule("debug of vmalert", "alert: A\nexpr: up\ndebug: true");
    list.rule("Thanos on a rule", "alert: A\nexpr: up\npartial_response_strategy: warn");
    for (const char *name : {"a:b", "a", "_a", ":a", "a-b", "a.b", "5a", "a b", "'a{x=\"y\"}'", "\xEA\xB0\x80", "5",
                             "true", "a:b:", "Inf", "sum", "by"})
        list.rule(std::string("record ") + name, QByteArray("record: ") + name + "\nexpr: up");
    for (const char *value : {"5m",    "0",   "0s",     "",    "~",    "''", "5",    "5.5m", "-5m", "1h30m",
                              "30m1h", "5 m", "\"5m\"", "'0'", "[5m]", "{}", "300y", "5min", "0m",  "1d1w"}) {
        list.alert(std::string("for ") + value, QByteArray("for: ") + value);
        list.alert(std::string("keep_firing_for ") + value, QByteArray("keep_firing_for: ") + value);
        list.record(std::string("recording for ") + value, QByteArray("for: ") + value);
        list.record(std::string("recording keep_firing_for ") + value, QByteArray("keep_firing_for: ") + value);
    }
    list.record("recording with annotations", "annotations: {a: b}");
    list.record("recording with empty annotations", "annotations: {}");
    list.record("recording with null annotations", "annotations:");
    list.record("recording with list annotations", "annotations: []");
    list.record("recording with a template in a label", "labels: {a: '{{ $labels.x }}'}");
    list.record("recording with a broken template in a label", "labels: {a: '{{ $labels.x '}");
    list.rule("merged rule", "<<: &r {for: 5m, labels: {a: b}}\nalert: A\nexpr: up");
    list.rule("merge overrides by own key", "<<: {expr: '('}\nalert: A\nexpr: up");
    list.rule("merge between own keys", "alert: A\n<<: {for: 5m}\nexpr: up");
    list.rule("merged recording for", "record: a\n<<: {for: 5m}\nexpr: up");
    list.rule("merged labels", "alert: A\nexpr: up\nlabels:\n  <<: {a: b}\n  c: d");
    list.rule("merged labels with a bad name", "alert: A\nexpr: up\nlabels:\n  <<: {a-b: b}");
    list.rule("merged labels twice the same", "alert: A\nexpr: up\nlabels:\n  <<: [{a: b}, {a: c}]");
    list.rule("tag on a text", "alert: !!str 5\nexpr: up");
    list.rule("binary", "alert: !!binary QQ==\nexpr: up");
    list.rule("unknown tag", "alert: !foo A\nexpr: up");
    list.whole("same record twice",
               "groups:\n- name: g\n  rules:\n  - {record: a, expr: up}\n  - {record: a, expr: up}\n");
    list.whole("same alert twice",
               "groups:\n- name: g\n  rules:\n  - {alert: a, expr: up}\n  - {alert: a, expr: up}\n");
    list.whole("rule through an alias", "groups:\n- name: g\n  rules:\n  - &r {alert: a, expr: up}\n  - *r\n");
    list.whole("expr through an alias",
               "groups:\n- name: g\n  rules:\n  - {alert: a, expr: &e up}\n  - {alert: b, expr: *e }\n");
    list.whole("rules through an alias",
               "groups:\n- name: g\n  rules: &r\n  - {alert: a, expr: up}\n- name: h\n  rules: *r\n");
}

void addPairCases(CaseList &list)
{
    for (const char *field : {"labels", "annotations"}) {
        const auto pairs = [&](const std::string &name, const QByteArray &value) {
            list.alert(std::string(field) + ' ' + name, QByteArray(field) + ": " + value);
        };
        pairs("empty", "{}");
        pairs("null", "");
        pairs("list", "[]");
        pairs("list of mappings", "[{a: b}]");
        pairs("text", "a");
        pairs("empty text", "''");
        pairs("number", "{a: 5}");
        pairs("boolean", "{a: true}");
        pairs("null value", "{a: }");
        pairs("empty value", "{a: ''}");
        pairs("list value", "{a: [b]}");
        pairs("mapping value", "{a: {b: c}}");
        pairs("float", "{a: 1.50}");
        pairs("date", "{a: 2001-01-01}");
        pairs("infinity", "{a: .inf}");
        pairs("key twice", "{a: b, a: c}");
        pairs("key with a dash", "{a-b: c}");
        pairs("key with a dot", "{a.b: c}");
        pairs("key with a blank", "{a b: c}");
        pairs("key with a colon", "{'a:b': c}");
        pairs("empty key", "{'': c}");
        pairs("null key", "{~: c}");
        pairs("number key", "{5: c}");
        pairs("boolean key", "{yes: c}");
        pairs("list key", "{[a]: c}");
        pairs("hangul key", "{\xEA\xB0\x80: c}");
        pairs("digit first", "{1a: c}");
        pairs("__name__", "{__name__: c}");
        pairs("alertname", "{alertname: c}");
        pairs("reserved prefix", "{__a: c}");
        pairs("merge key quoted", "{'<<': c}");
        pairs("merge with an override", "{<<: {a: b}, a: c}");
        pairs("merge of a bad value", "{<<: {a: [b]}, a: c}");
        pairs("merge of a list of values", "{<<: {a: [b]}}");
        pairs("anchors", "{a: &x b, c: *x }");
        pairs("control character in an escape", "{a: \"\\x01\"}");
        pairs("invalid UTF-8 through escapes", "{a: \"\\xff\"}");
    }
}

void addStyleCases(CaseList &list)
{
    list.expr("integer", "1");
    list.expr("hexadecimal", "0x1F");
    list.expr("boolean yes", "yes");
    list.expr("boolean true", "true");
    list.expr("list", "[up]");
    list.expr("mapping", "{up: 1}");
    list.expr("selector without quotes", "{job=\"x\"}");
    list.expr("quoted selector", "'{job=\"x\"}'");
    list.expr("single quoted with an apostrophe", "'up{a=''b''}'");
    list.expr("double quoted with escapes", "\"up{a=\\\"b\\\"}\"");
    list.expr("double quoted unknown escape", "\"up{a=\\'b\\'}\"");
    list.expr("double quoted bad escape", "\"up \\d\"");
    list.expr("double quoted slash", "\"up \\/ 2\"");
    list.expr("double quoted hex", "\"up \\x3D\\x3d 0\"");
    list.expr("double quoted over lines", "\"up\n  == 0\"");
    list.expr("double quoted joined line", "\"up \\\n  == 0\"");
    list.expr("plain over lines", "up\n  == 0");
    list.expr("plain over lines not indented", "up\n== 0");
    list.expr("plain with a comment line between", "up\n  # comment\n  == 0");
    list.expr("plain with a colon", "up: 1");
    list.expr("plain with a hash", "up # == 0");
    list.expr("plain with a hash without a blank", "up#x");
    list.expr("plain starting with a percent", "%up");
    list.expr("plain starting with an at", "@up");
    list.expr("plain starting with a backquote", "`up`");
    list.expr("literal", "|\n  up\n  == 0");
    list.expr("literal strip", "|-\n  up\n  == 0");
    list.expr("literal keep", "|+\n  up\n\n");
    list.expr("literal with indentation 2", "|2\n    up\n  == 0");
    list.expr("literal with indentation 0", "|0\n  up");
    list.expr("literal with a bad indicator", "|x\n  up");
    list.expr("literal with a header comment", "| # c\n  up");
    list.expr("literal with PromQL comments", "|\n  # first\n  up # second\n  == 0");
    list.expr("literal not indented", "|\nup");
    list.expr("literal empty", "|\nfor: 5m");
    list.expr("literal starting with blank lines", "|\n\n\n  up");
    list.expr("literal with a deeper blank line first", "|\n      \n  up");
    list.expr("literal indented with blanks and a tab", "|\n  \tup");
    list.expr("literal with a tab in a blank line behind", "|\n  up\n\t\nfor: 5m");
    list.alert("flow key without a blank behind its colon", "labels: {a:, b: c}");
    list.alert("quoted flow key without a blank behind its colon", "labels: {\"a\":b}");
    list.expr("literal with a tab line", "|\n\tup");
    list.expr("literal with tabs inside", "|\n  up\t== 0");
    list.expr("folded", ">\n  up\n  == 0");
    list.expr("folded strip", ">-\n  up\n  == 0");
    list.expr("folded with a PromQL comment", ">\n  up # c\n  == 0");
    list.expr("folded with a comment inside brackets", ">\n  sum( # c\n  up)");
    list.expr("anchored", "&e up");
    list.expr("tagged", "!!str up");
    list.expr("tagged int", "!!int up");
    list.expr("tagged int of a number", "!!int 5");
    list.expr("binary expression", "!!binary dXA=");
    list.expr("line separator in a plain text", "up\xE2\x80\xA8== 0");
    list.expr("line separator in a literal", "|\n  up\xE2\x80\xA8  == 0");
    list.expr("line separator and no indentation in a literal", "|\n  up\xE2\x80\xA8== 0");
    list.expr("line separator in a quoted text", "\"up\xE2\x80\xA8== 0\"");
    list.expr("NBSP", "up\xC2\xA0== 0");
    list.expr("syntax error", "sum(");
    list.expr("unknown function", "foo(up)");
    list.expr("text result", "'\"x\"'");
    list.expr("range result", "up[5m]");
    list.expr("scalar result", "time()");
}

void addTemplateCases(CaseList &list)
{
    for (const char *field : {"labels", "annotations"}) {
        const auto text = [&](const QByteArray &value) {
            list.alert(std::string(field) + ' ' + value.toStdString(),
                       QByteArray(field) + ":\n  a: '" + QByteArray(value).replace('\'', "''") + "'");
        };
        for (const char *value :
             {"{{ $labels.x }}", "{{ $value | humanize }}", "{{ .Value }}", "{{ printf \"%.2f\" $value }}", "a }} b",
              "{{/* comment */}}", "{{- $labels.x -}}", "{{ range query \"up\" }}{{ .Labels.x }}{{ end }}"})
            text(value);
    }
}

/// What stands behind the first document: it is not read, but the scanner is two tokens ahead.
void addRestCases(CaseList &list)
{
    const auto rest = [&list](const std::string &name, const QByteArray &text) {
        list.whole("behind: " + name, "groups:\n- name: g\n  rules: []\n" + text);
    };
    rest("unclosed quote", "---\na: 'b\n");
    rest("unclosed quote as the first token", "---\n'b\n");
    rest("unclosed quote in a list", "---\n- 'b\n");
    rest("unclosed quote as the second token", "---\n!x 'b\n");
    rest("marker inside a quote", "---\n'b\n---\n'\n");
    rest("unknown escape", "---\n\"\\q\"\n");
    rest("value over two lines as a key", "---\n 30s\n  rules:\n");
    rest("value on the marker's line", "--- a: b\n");
    rest("list on the marker's line", "--- - a\n");
    rest("text on the marker's line", "--- a\n");
    rest("no value can begin so", "---\n@\n");
    rest("no value can begin so, later", "---\na: @\n");
    rest("tab", "---\n\ta\n");
    rest("unknown directive", "---\n%FOO\n");
    rest("directive without a document", "%YAML 1.1\n- a\n");
    rest("tag directive without a document", "%TAG ! tag:x,2000:\n  a: b\n");
    rest("less indentation behind the document end", "...\n a: b\n  c: d\n e\n");
    rest("broken map behind the document end", "...\n c: !!str 5\n    keep_firing_for: 1m\n");
    rest("only a document end", "...\n");
    rest("several markers", "---\n---\n...\n# c\n");
    rest("block with a bad sign", "---\n|x\n");
    rest("block with a tab", "---\n|\n\ta\n");
    rest("anchor without a name", "---\n& a\n");
    rest("tag with a quote", "---\n!\"a\"\n");
    rest("next line in a key", "---\nseco\xC2\x85nd: [1, 2]\n");
    QByteArray repeated = "groups:\n- name: g\n  rules: &r\n";
    for (int i = 0; i < 100; ++i)
        repeated += "  - {record: a, expr: up}\n";
    for (int i = 0; i < 300; ++i)
        repeated += "- {name: g" + QByteArray::number(i) + ", rules: *r}\n";
    list.whole("excessive aliasing", repeated);
    list.whole("much aliasing", repeated.left(repeated.indexOf("- {name: g40,")));
    list.whole("rules behind a mapping", "a: 1\n---\ngroups: []\n");
    list.whole("rules behind a list", "- a\n---\ngroups: []\n");
    list.whole("rules behind a text", "a\n---\ngroups: []\n");
    list.whole("rules left of other keys", "    a: b\ngroups: []\n");
    list.whole("document end at first", "...\ngroups: []\n");
    list.whole("document end behind a comment", "# c\n\n...\ngroups: []\n");
    list.whole("broken rules behind an empty document", "---\n# c\n---\ngroups:\n- name:g\n  rules: [\n");
    list.whole("directive before JSON", "%YAML 1.1\n{\"groups\": []}\n");
    list.whole("key with odd characters",
               R"({"gro!x ups": [{"name": "g", "rules": [{"record": "a", "expr": "up"}]}]})");
    list.whole("key of few letters", R"({"gps": [{"name": "g", "rules": [{"record": "a", "expr": "up"}]}]})");
}

void addTagCases(CaseList &list)
{
    for (const char *value : {"!x foo",
                              "! foo",
                              "! 5",
                              "!!int 5",
                              "!!int \"5\"",
                              "!!int foo",
                              "!!int 5.5",
                              "!!float 5",
                              "!!float x",
                              "!!bool true",
                              "!!bool yes",
                              "!!null ~",
                              "!!null x",
                              "!!str",
                              "!!str 5",
                              "!!timestamp 2020-01-01",
                              "!!timestamp x",
                              "!!binary YQ==",
                              "!!binary a",
                              "!!binary YQ",
                              "!!map foo",
                              "!\"a\"",
                              "!x\"a\"",
                              "!!str\"a\"",
                              "!<tag:yaml.org,2002:str> a",
                              "!<x> a",
                              "!<x>a",
                              "!a!b 5",
                              "!x",
                              "!!foo bar",
                              "!x {a: b}",
                              "!!int 0x1F",
                              "!!int 1_000",
                              "!!int -3",
                              "!!float .inf",
                              "!!float 1e3",
                              "!!str ~",
                              "!!int '5'",
                              "!!float \"x\"",
                              "!!bool \"true\"",
                              "&= a",
                              "& a",
                              "&a\\b c"})
        list.alert(std::string("label ") + value, QByteArray("labels:\n  x: ") + value);
    for (const char *value : {"!x up", "!!int up", "!!binary dXA=", "!!binary up", "!!str up", "!\"up\"", "!!bool up"})
        list.expr(std::string("tagged expression ") + value, value);
    list.rule("tagged alert", "alert: !!int A\nexpr: up");
    list.rule("record as binary", "record: !!binary YQ==\nexpr: up");
    for (const char *value : {"!!int 5m", "!x 5m", "!!binary NW0=", "!!str 5m", "!!binary NQ=="})
        list.alert(std::string("tagged for ") + value, QByteArray("for: ") + value);
    for (const char *value : {"!!float 5", "!!str 5", "!x 5", "!!int \"5\""})
        list.group(std::string("tagged limit ") + value, QByteArray("limit: ") + value);
    list.whole("tagged name of a group", "groups:\n- name: !!int g\n  rules: []\n");
    list.whole("name of a group as binary", "groups:\n- name: !!binary Zw==\n  rules: []\n");
    list.whole("wrongly tagged key", "groups:\n- !!int name: g\n  rules: []\n");
    list.whole("key with an own tag", "groups:\n- !x name: g\n  rules: []\n");
    list.alert("label's name as binary", "labels:\n  !!binary YQ==: b");
    list.alert("label's name wrongly tagged", "labels:\n  !!int a: b");
    list.whole("wrongly tagged groups", "!!int groups: []\n");
    list.alert("tagged labels", "labels: !!int {a: b}");
    for (const char *tag : {"!!a!!b", "!!]str", "!!str[", "!=!str", "!!a:", "!%41", "!%!str", "!%4", "!!a%zz", "!!,"})
        list.alert(std::string("odd tag ") + tag, QByteArray("labels:\n  x: ") + tag + " 5");
    list.alert("odd tag before a key in a flow mapping", "labels: {!!a: b, c: d}");
    list.whole(
        "verbatim tag before a rule's first key",
        "groups:\n- name: g\n  rules:\n  - !<tag:yaml.org,2002:str> alert: A\n    expr: |\n      up\n      == 0\n");
    list.whole("key of a rule as binary", "groups:\n- name: g\n  rules:\n  - alert: A\n    !!binary expr: up\n");
    list.whole("key of a rule as right binary",
               "groups:\n- name: g\n  rules:\n  - alert: A\n    !!binary ZXhwcg==: up\n");
    list.alert("merge key that is a text", "labels:\n  !!str <<: {a: b}");
    list.alert("merge key that says so", "labels:\n  !!merge <<: {a: b}");
}

/// Where the scanner of Prometheus's reader sees other tokens than yaml-cpp.
void addTokenCases(CaseList &list)
{
    const QByteArray rule = "{alert: A, expr: up}";
    const auto flow = [&list, &rule](const char *name, const char *before, const char *behind) {
        list.whole(name, QByteArray("groups: [") + before + "{name: g, rules: [" + rule + "]}" + behind + "]\n");
    };
    flow("comma before the first item", ",", "");
    flow("comma behind the last item", "", ",");
    flow("explicit key in a list", "?", "");
    for (const char *item : {"?name: g", "? name: g", "?name : g", "name: g,?interval: 1m", "name: ?g", "name: g?",
                             "name?: g", "name: g:", "name: g,? interval: 1m", "? : g", "name: a?b", "name: g ?"})
        list.whole(std::string("flow mapping with ") + item,
                   QByteArray("groups: [{") + item + ", rules: [" + rule + "]}]\n");
    for (const char *value : {"b:", "b:,", "b: c", "{a:}", "[a:]", "a:b", "a:[b]", "\"a\":b", "b:}"})
        list.alert(std::string("flow value ") + value, QByteArray("labels: {x: ") + value + '}');
    const QByteArray one = "{groups: [{name: g, rules: [" + rule + "]}]}";
    for (const char *rest : {"{", "{}", "\"a\"", "a", " b", "{\n  `", "\n`", "\n{a: `}", "\n{a: b}", "\n\t", "\t",
                             ": a", " : a", "\n\n? a", "\n---\na", "\n{\"a\":? b}", "\n\"a\\x\""})
        list.whole(std::string("behind a flow document: ") + rest, one + rest + '\n');
    const QByteArray block = "groups:\n- name: g\n  rules:\n  - " + rule;
    for (const char *rest :
         {"\t", "\n\t", "\n  \t", "\n  \t# a", "\n\t# a", " \t # a", "\n[a]", "\n{a: b}", "\n'a'", "\n- a"})
        list.whole(std::string("behind the last rule: ") + rest, block + rest + '\n');
    for (const char *value : {"g\t", "g\t# a", "g \t\n", "g\n\t", "g\n \t", "g\n    \tb", "g\n\tb"})
        list.whole(std::string("name with a tab: ") + value,
                   QByteArray("groups:\n- name: ") + value + "\n  rules: []\n");
    list.whole("flow collection in the column of the keys", "groups:\n[{name: g, rules: [" + rule + "]}]\n");
    list.whole("quoted text in the column of the keys", "groups:\n'a'\n");
    list.whole("flow collection a column deeper", "groups:\n [{name: g, rules: [" + rule + "]}]\n");
    list.whole("closing bracket in the column of the keys", "groups: [\n{name: g, rules: [" + rule + "]}\n]\n");
    list.whole("BOM before a comment", "\xEF\xBB\xBF# a\n" + block + '\n');
    list.whole("BOM before a marker and an anchor", "\xEF\xBB\xBF---\ngroups: &a\n- name: g\n  rules: []\n");
    for (const char *header : {"|#", ">#-", "|- # a", "|-# a", "|+\t# a", "|x", "| a"})
        list.alert(std::string("block header ") + header, QByteArray("annotations:\n  x: ") + header + "\n    a\n");
    for (const char *text : {"groups: []#x", "groups:\n- name: \"g\"#x\n  rules: []", "groups: [#x\n]",
                             "groups: []\n---\n\"a\"#b: [c", "groups: []\n---#b: [c", "groups: []\n---\n[a]#b: \"c",
                             "groups: []\n\n\"a\"#b: \"c", "groups: [{name: g,#a\n rules: []#b\n}#c\n]#d"})
        list.whole(std::string("number sign behind a token: ") + text, QByteArray(text) + '\n');
    list.whole("key of more than 1024 bytes", QByteArray(1100, 'a') + ": b\n");
    list.whole("empty documents before the rules", "---\n---\na\n---\n" + block + '\n');
}

/// U+2028 and U+2029 break lines, and stay in what is folded.
void addSeparatorCases(CaseList &list)
{
    for (const QByteArray separator : {"\xE2\x80\xA8", "\xE2\x80\xA9"}) {
        const std::string end = separator.endsWith('\xA8') ? " LS" : " PS";
        for (const char *expr : {"up#== 0", "up#    == 0", "'up# == 0'", "\"up# == 0\"", "|\n      up#      == 0",
                                 ">\n      up#      == 0", "up# #== 0", "up\n      #== 0"})
            list.expr(std::string("expression ") + expr + end, QByteArray(expr).replace('#', separator));
        for (const char *labels : {"{a:#b}", "{a:# b}", "{a: b#}", "{a: b,# c: d}", "{a: #b}", "{#a: b}", "{a: b}#"})
            list.alert(std::string("labels ") + labels + end, "labels: " + QByteArray(labels).replace('#', separator));
        list.whole("separator behind a marker" + end, "---" + separator + "\ngroups: []\n");
        list.whole("separator in an ignored document" + end, "groups: []\n---" + separator + "\na: [1]\n");
        list.whole("separator inside a key" + end, "groups: []\n---\na" + separator + "(b: [1]\n");
        list.whole("separator before a list" + end, "groups: " + separator + "[]\n");
    }
}

} // namespace

std::vector<PromtoolCase> promtoolCases()
{
    CaseList list;
    addFileCases(list);
    addGroupCases(list);
    addRuleCases(list);
    addPairCases(list);
    addStyleCases(list);
    addTemplateCases(list);
    addRestCases(list);
    addTagCases(list);
    addTokenCases(list);
    addSeparatorCases(list);
    std::vector<PromtoolCase> cases = list.take();
    for (PromtoolCase &each : yamlFormCases())
        cases.push_back(std::move(each));
    return cases;
}
