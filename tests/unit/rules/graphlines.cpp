#include "graphlines.h"

#include "rules/duration.h"

#include <QByteArrayList>

#include <algorithm>

namespace graphlines {

std::shared_ptr<const rules::RuleDocument> fileOf(const std::string &name, const QByteArray &lines)
{
    QByteArray yaml = "groups:\n";
    if (!lines.startsWith('['))
        yaml += "- name: g\n  rules:\n";
    for (const QByteArray &line : lines.split('\n')) {
        if (line.startsWith('[')) {
            const QByteArrayList words = line.mid(1, line.size() - 2).split(' ');
            yaml += "- name: " + words[0] + "\n" +
                    (words.size() > 1 ? "  interval: " + words[1] + "\n" : QByteArray()) + "  rules:\n";
            continue;
        }
        const qsizetype colon = line.indexOf(": ");
        const qsizetype extra = line.indexOf(" // ");
        const bool alert = line.startsWith('!');
        const QByteArray expr = line.mid(colon + 2, extra < 0 ? -1 : extra - colon - 2);
        yaml += QByteArray("  - {") + (alert ? "alert: '" : "record: '") +
                line.mid(alert ? 1 : 0, colon - (alert ? 1 : 0)) + "', expr: '" + QByteArray(expr).replace('\'', "''") +
                "'" + (extra < 0 ? QByteArray() : ", " + line.mid(extra + 4)) + "}\n";
    }
    return rules::load(name, yaml.toStdString());
}

QByteArray edgesOf(const rules::DependencyGraph &graph)
{
    constexpr const char *certainties[] = {"", " regex", " indeterminate", " meta"};
    const QByteArray prefixes[] = {"metric ", "", "", "job ", "dashboard "};
    QByteArrayList lines;
    const auto nameOf = [&](std::size_t i) {
        const rules::GraphNode &node = graph.nodes[i];
        return prefixes[static_cast<int>(node.kind)] + QByteArray::fromStdString(node.name);
    };
    for (const rules::GraphEdge &edge : graph.edges) {
        QByteArray line = nameOf(edge.from) + " -> " + nameOf(edge.to) + certainties[static_cast<int>(edge.certainty)];
        if (edge.lagSeconds && *edge.lagSeconds > 0)
            line += " " + QByteArray::fromStdString(rules::formatDuration(*edge.lagSeconds));
        lines += line;
    }
    std::ranges::sort(lines);
    return lines.join('\n');
}

} // namespace graphlines
