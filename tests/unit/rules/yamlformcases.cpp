#include "promtoolcases.h"

std::vector<PromtoolCase> yamlFormCases()
{
    return {
        {"list behind an explicit key",
         "? groups\n: - name: g\n    rules:\n    - ? alert\n      : A\n      expr: |\n        up\n        == 0\n"},
        {"block and more keys behind an explicit key",
         "groups:\n- name: g\n  rules:\n  - ? alert\n    : A\n    expr: |\n      up\n    labels: !!map\n      a: b\n"},
        {"value left of its explicit key", "  ? groups\n: - name: g\n"},
        {"explicit null key before a comment", "groups: []\n? # c\n"},
        {"explicit null key at the top", "? # c\n\ngroups: []\n"},
        {"explicit key before a comment and its value", "? # c\n  groups\n: []\n"},
        {"explicit key without value", "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up\n    ? for\n"},
        {"explicit label without value",
         "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up\n    labels:\n      ? a\n"},
        {"question mark at the end", "groups: []\n?"},
        {"anchored mapping of explicit keys", "&a\n? groups\n: []\n"},
        {"comma behind a deeper mapping", "   groups: []\n,"},
        {"comma at the top", ", groups: []\n"},
        {"comma behind a marker", "---\n,# c\ngroups: []\n"},
        {"comma as a value", "groups: ,\n"},
        {"comma behind the document end", "groups: []\n...\n, x\n"},
        {"key of a later document before a colon", "groups:\n- name: g\n...\na\n  : b\n"},
        {"bracket of a later document", "groups:\n- name: g\n...\n{ rules:\n  - &x {alert: A}\n"},
        {"later document with a tag behind an empty value",
         "groups:\n- name: g\n  rules:\n  - record: a\n    expr: up\n    labels:\n      c:\n...\n!!str x: y\n  z\n"},
        {"tag behind the document end and an empty value", "groups:\n- name: g\n  rules:\n...\n!!map\n  z\n"},
        {"flow key over lines", "groups: [{name: g, ? [a,\n b] : c}]\n"},
        {"flow mapping as a key over lines", "groups: []\n{a: b,\n c: d}: e\n"},
        {"flow key over lines in a rule",
         "groups:\n- name: g\n  rules:\n  - {alert: A, expr: up, labels: {a\n b: c}}\n"},
        {"scalar behind a deeper mapping", "  groups: []\nx\n"},
        {"quoted scalar behind a deeper mapping", "  groups: []\n\"x\"\n"},
        {"mapping behind a deeper mapping", "  groups: []\nx: y\n"},
    };
}
