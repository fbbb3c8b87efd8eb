#pragma once

#include "rules/ruledocument.h"

#include <QByteArrayList>

/// A rule file from lines like `Name: expr` (an alert), `=name: expr` (a recording rule) and `[group 30s]` (a new
/// group); what stands behind ` // ` is YAML flow text with more keys of the rule. Without a group line all is group g.
inline std::shared_ptr<const rules::RuleDocument> rulesOf(const std::string &file, const QByteArray &lines)
{
    QByteArray yaml = "groups:\n";
    if (!lines.startsWith('['))
        yaml += "- name: g\n  rules:\n";
    for (const QByteArray &line : lines.split('\n')) {
        if (line.isEmpty())
            continue;
        if (line.startsWith('[')) {
            const QByteArrayList words = line.mid(1, line.size() - 2).split(' ');
            yaml += "- name: " + words[0] + "\n" +
                    (words.size() > 1 ? "  interval: " + words[1] + "\n" : QByteArray()) + "  rules:\n";
            continue;
        }
        const bool recording = line.startsWith('=');
        const qsizetype colon = line.indexOf(": ");
        const qsizetype extra = line.indexOf(" // ");
        const QByteArray expr = line.mid(colon + 2, extra < 0 ? -1 : extra - colon - 2);
        yaml += QByteArray("  - ") + (recording ? "record: '" : "alert: '") +
                line.mid(recording ? 1 : 0, colon - (recording ? 1 : 0)) + "'\n    expr: '" +
                QByteArray(expr).replace('\'', "''") + "'\n";
        if (extra >= 0) {
            for (const QByteArray &field : line.mid(extra + 4).split(';'))
                yaml += "    " + field.trimmed() + "\n";
        }
    }
    return rules::load(file, yaml.toStdString());
}
