#include "ruleeditcases.h"

namespace {

/// A group of three rules whose list stands at `margin`.
QByteArray threeRules(const QByteArray &margin)
{
    return "groups:\n- name: g\n  rules: # list\n" + margin + "# about a\n" + margin + "- record: a # a\n" + margin +
           "  expr: up\n\n" + margin + "- record: b\n" + margin + "  expr: |\n" + margin + "    up\n" + margin +
           "# about c\n" + margin + "# and more\n" + margin + "- {record: c, expr: up} # c\n# end\n";
}

QByteArray written(const QByteArray &margin)
{
    return margin + "- alert: New\n" + margin + "  expr: up{job=\"x\"} == 0\n" + margin + "  for: 5m\n" + margin +
           "  labels:\n" + margin + "    severity: page\n" + margin + "  annotations:\n" + margin +
           "    summary: \"{{ $labels.job }}: down\"\n";
}

} // namespace

std::vector<RuleEditCase> structureEditCases()
{
    std::vector<RuleEditCase> cases;
    const auto add = [&cases](const char *name, QByteArray before, QByteArray command, QByteArray after) {
        cases.push_back({name, std::move(before), std::move(command), std::move(after)});
    };
    const QByteArray three = threeRules("  ");
    const QByteArray a = "  # about a\n  - record: a # a\n    expr: up\n";
    const QByteArray b = "  - record: b\n    expr: |\n      up\n";
    const QByteArray c = "  # about c\n  # and more\n  - {record: c, expr: up} # c\n";
    const QByteArray head = "groups:\n- name: g\n  rules: # list\n";
    add("add first", three, "add g:0", head + written("  ") + "\n" + a + "\n" + b + c + "# end\n");
    add("add in the middle", three, "add g:1", head + a + "\n" + written("  ") + "\n" + b + c + "# end\n");
    add("add before a comment", three, "add g:2", head + a + "\n" + b + written("  ") + c + "# end\n");
    add("add last", three, "add g:9", head + a + "\n" + b + c + written("  ") + "# end\n");
    add("add in a deeper list", threeRules("      "), "add g:9",
        QByteArray(threeRules("      ")).replace("# end\n", written("      ") + "# end\n"));
    add("add to no rules", "groups:\n- name: g\n", "add g:0", "groups:\n- name: g\n  rules:\n" + written("  "));
    add("add to null rules", "groups:\n- name: g\n  rules: # c\n", "add g:0",
        "groups:\n- name: g\n  rules: # c\n" + written("  "));
    add("add to empty rules", "groups:\n- name: g\n  rules: [] # c\n- name: h\n", "add g:0",
        "groups:\n- name: g\n  rules: # c\n" + written("  ") + "- name: h\n");
    add("add without a newline at the end", "groups:\n- name: g\n  rules:\n  - {record: a, expr: up}", "add g:9",
        "groups:\n- name: g\n  rules:\n  - {record: a, expr: up}\n" + written("  ").chopped(1));
    add("add to a flow list", "groups: [{name: g, rules: [{record: a, expr: up}]}]\n", "add g:0",
        "groups: [{name: g, rules: [{alert: New, expr: 'up{job=\"x\"} == 0', for: 5m, labels: {severity: page}, "
        "annotations: {summary: \"{{ $labels.job }}: down\"}}, {record: a, expr: up}]}]\n");
    add("add to JSON", R"({"groups": [{"name": "g", "rules": [{"record": "a", "expr": "up"}]}]})", "add g:1",
        R"({"groups": [{"name": "g", "rules": [{"record": "a", "expr": "up"}, {"alert": "New", "expr": "up{job=\"x\"} == 0", "for": "5m", "labels": {"severity": "page"}, "annotations": {"summary": "{{ $labels.job }}: down"}}]}]})");
    add("add in a ConfigMap",
        "kind: ConfigMap\ndata:\n  a: |\n    groups:\n    - name: g\n      rules:\n      - record: a\n        expr: "
        "up\n  b: x\n",
        "add a/g:9",
        "kind: ConfigMap\ndata:\n  a: |\n    groups:\n    - name: g\n      rules:\n      - record: a\n        expr: "
        "up\n" +
            written("      ") + "  b: x\n");
    add("add with CRLF",
        QByteArray("groups:\n- name: g\n  rules:\n  - record: a\n    expr: up\n").replace('\n', "\r\n"), "add g:9",
        QByteArray("groups:\n- name: g\n  rules:\n  - record: a\n    expr: up\n" + written("  "))
            .replace('\n', "\r\n"));

    add("duplicate", three, "duplicate g:0", head + a + "\n" + a + "\n" + b + c + "# end\n");
    add("duplicate a literal", three, "duplicate g:1", head + a + "\n" + b + b + c + "# end\n");
    add("duplicate the last", three, "duplicate g:2", head + a + "\n" + b + c + c + "# end\n");
    add("duplicate without a newline at the end", "groups:\n- name: g\n  rules:\n  - record: a\n    expr: up",
        "duplicate g:0", "groups:\n- name: g\n  rules:\n  - record: a\n    expr: up\n  - record: a\n    expr: up");
    add("duplicate in a flow list", "groups: [{name: g, rules: [{record: a, expr: up}, {record: b, expr: up}]}]\n",
        "duplicate g:0",
        "groups: [{name: g, rules: [{record: a, expr: up}, {record: a, expr: up}, {record: b, expr: up}]}]\n");

    add("delete the first", three, "delete g:0", head + b + c + "# end\n");
    add("delete a literal", three, "delete g:1", head + a + "\n" + c + "# end\n");
    add("delete the last", three, "delete g:2", head + a + "\n" + b + "# end\n");
    add("delete the only one", "groups:\n- name: g\n  rules:\n  # c\n  - record: a\n    expr: up\n- name: h\n",
        "delete g:0", "groups:\n- name: g\n  rules: []\n- name: h\n");
    add("delete the only one behind a comment", "groups:\n- name: g\n  rules: # list\n  - record: a\n    expr: up\n",
        "delete g:0", "groups:\n- name: g\n  rules: [] # list\n");
    add("delete the last without a newline",
        "groups:\n- name: g\n  rules:\n  - record: a\n    expr: up\n  - record: b\n    expr: up", "delete g:1",
        "groups:\n- name: g\n  rules:\n  - record: a\n    expr: up\n");
    const QByteArray spaced = "groups:\n- name: g\n  rules:\n  - {record: a, expr: up}\n\n\n  - {record: b, expr: "
                              "up}\n\n\n  - {record: c, expr: up}\n";
    add("delete among blank lines", spaced, "delete g:1",
        "groups:\n- name: g\n  rules:\n  - {record: a, expr: up}\n\n\n  - {record: c, expr: up}\n");
    add("delete the last behind blank lines", spaced, "delete g:2",
        "groups:\n- name: g\n  rules:\n  - {record: a, expr: up}\n\n\n  - {record: b, expr: up}\n");
    add("add behind blank lines", spaced, "add g:9", spaced + "\n\n" + written("  "));
    add("move among blank lines", spaced, "move g:0 2",
        "groups:\n- name: g\n  rules:\n  - {record: b, expr: up}\n\n\n  - {record: c, expr: up}\n\n\n  - {record: a, "
        "expr: up}\n");
    add("delete in a flow list", "groups: [{name: g, rules: [{record: a, expr: up}, {record: b, expr: up}]}]\n",
        "delete g:1", "groups: [{name: g, rules: [{record: a, expr: up}]}]\n");
    add("delete the only one in a flow list", "groups: [{name: g, rules: [{record: a, expr: up}]}]\n", "delete g:0",
        "groups: [{name: g, rules: []}]\n");

    add("move down", three, "move g:0 1", head + b + a + c + "# end\n");
    add("move to the end", three, "move g:0 2", head + b + c + a + "# end\n");
    add("move up", three, "move g:2 0", head + c + "\n" + a + "\n" + b + "# end\n");
    add("move nowhere", three, "move g:1 1", three);
    add("move beyond the end", three, "move g:1 9", head + a + "\n" + c + b + "# end\n");
    add("move the last without a newline",
        "groups:\n- name: g\n  rules:\n  - record: a\n    expr: up\n  - record: b\n    expr: up", "move g:1 0",
        "groups:\n- name: g\n  rules:\n  - record: b\n    expr: up\n  - record: a\n    expr: up\n");
    add("move to the end without a newline",
        "groups:\n- name: g\n  rules:\n  - record: a\n    expr: up\n  - record: b\n    expr: up", "move g:0 1",
        "groups:\n- name: g\n  rules:\n  - record: b\n    expr: up\n  - record: a\n    expr: up");
    add("move in a flow list",
        "groups: [{name: g, rules: [{record: a, expr: up}, {record: b, expr: up}, {record: c, expr: up}]}]\n",
        "move g:0 2",
        "groups: [{name: g, rules: [{record: b, expr: up}, {record: c, expr: up}, {record: a, expr: up}]}]\n");
    add("move up in a flow list", "groups: [{name: g, rules: [{record: a, expr: up}, {record: b, expr: up}]}]\n",
        "move g:1 0", "groups: [{name: g, rules: [{record: b, expr: up}, {record: a, expr: up}]}]\n");
    add("move in a ConfigMap",
        "kind: ConfigMap\ndata:\n  a: |-\n    groups:\n    - name: g\n      rules:\n      - record: a\n        expr: "
        "up\n      - record: b\n        expr: up\n",
        "move a/g:0 1",
        "kind: ConfigMap\ndata:\n  a: |-\n    groups:\n    - name: g\n      rules:\n      - record: b\n        expr: "
        "up\n      - record: a\n        expr: up\n");

    add("add a group", "groups:\n- name: g\n  rules:\n  - record: a\n    expr: up\n# end\n", "add-group new group",
        "groups:\n- name: g\n  rules:\n  - record: a\n    expr: up\n- name: new group\n  rules: []\n# end\n");
    add("add a group to none", "groups: [] # c\n", "add-group g", "groups: # c\n- name: g\n  rules: []\n");
    add("add a group to null", "groups:\n", "add-group g", "groups:\n- name: g\n  rules: []\n");
    add("add a group to an indented list", "groups:\n    - name: g\n      rules: []", "add-group h",
        "groups:\n    - name: g\n      rules: []\n    - name: h\n      rules: []");
    add("add a group to JSON", R"({"groups": [{"name": "g", "rules": []}]})", "add-group h",
        R"({"groups": [{"name": "g", "rules": []}, {"name": "h", "rules": []}]})");
    add("add a group in a ConfigMap", "kind: ConfigMap\ndata:\n  a: |\n    groups:\n    - name: g\n      rules: []\n",
        "add-group a/h",
        "kind: ConfigMap\ndata:\n  a: |\n    groups:\n    - name: g\n      rules: []\n    - name: h\n      rules: "
        "[]\n");
    add("delete a group", "groups:\n# about g\n- name: g\n  rules: []\n- name: h\n  rules: []\n", "delete-group g",
        "groups:\n- name: h\n  rules: []\n");
    add("delete the last group", "groups:\n- name: g\n  rules: []\n# about h\n- name: h\n  rules: []\n# end\n",
        "delete-group h", "groups:\n- name: g\n  rules: []\n# end\n");
    add("delete the only group", "groups:\n- name: g\n  rules: []\n", "delete-group g", "groups: []\n");
    return cases;
}
