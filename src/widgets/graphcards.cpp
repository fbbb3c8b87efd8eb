#include "widgets/graphcards.h"

#include "widgets/kindshape.h"

#include <QStringList>
#include <QTextDocument>

namespace widgets {

NodeInfo nodeInfo(const std::map<std::string, NodeInfo> &infos, const rules::GraphNode &node)
{
    const auto it = infos.find(node.id);
    NodeInfo info = it == infos.end() ? NodeInfo() : it->second;
    if (info.detail.isEmpty())
        info.detail = node.rule ? QString::fromStdString(node.rule->group) : kindText(node.kind);
    return info;
}

QString nodeToolTip(const rules::GraphNode &node, const NodeInfo &info)
{
    QStringList lines = {QString::fromStdString(node.name), kindText(node.kind)};
    if (node.rule)
        lines << QString::fromStdString(node.rule->file + " › " + node.rule->group);
    if (!info.severity.isEmpty())
        lines << DependencyView::tr("Severity: %1").arg(info.severity);
    if (!lines.contains(info.detail) && (!node.rule || info.detail != QString::fromStdString(node.rule->group)))
        lines << info.detail;
    // Names come from files: never as rich text.
    return Qt::convertFromPlainText(lines.join(QLatin1Char('\n')), Qt::WhiteSpaceNormal);
}

CardContent cardContent(const rules::DependencyGraph &graph, const std::map<std::string, NodeInfo> &infos,
                        const rules::FoldedNode &node)
{
    CardContent content;
    const rules::GraphNode &first = graph.nodes[node.members.front()];
    if (!node.isFold) {
        const NodeInfo info = nodeInfo(infos, first);
        return {first.kind,    QString::fromStdString(first.name), info.detail,
                info.severity, nodeToolTip(first, info),           info.problem,
                false};
    }
    int counts[3] = {};
    for (const std::size_t member : node.members) {
        ++counts[static_cast<int>(graph.nodes[member].kind)];
        const auto info = infos.find(graph.nodes[member].id);
        content.problem = content.problem || (info != infos.end() && info->second.problem);
    }
    content.isFold = true;
    content.kind = counts[2] > 0   ? rules::NodeKind::Alerting
                   : counts[1] > 0 ? rules::NodeKind::Recording
                                   : rules::NodeKind::Metric;
    content.name = QString::fromStdString(node.name);
    content.detail = content.kind == rules::NodeKind::Metric
                         ? DependencyView::tr("%1 metrics").arg(counts[0])
                         : DependencyView::tr("%1 alerts · %2 recording rules · %3 metrics")
                               .arg(counts[2])
                               .arg(counts[1])
                               .arg(counts[0]);
    content.toolTip = Qt::convertFromPlainText(content.name + QLatin1Char('\n') + content.detail + QLatin1Char('\n') +
                                               DependencyView::tr("Double click or press Enter to open it."));
    return content;
}

} // namespace widgets
