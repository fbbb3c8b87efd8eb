#include "widgets/graphcards.h"

#include "rules/duration.h"
#include "widgets/kindshape.h"
#include "widgets/numbertext.h"

#include <QStringList>
#include <QTextDocument>

#include <algorithm>

namespace widgets {

namespace {

constexpr int mostExpressionLines = 24;
constexpr std::size_t mostSelectorsInToolTip = 4;

template <class T> const T *findById(const std::shared_ptr<const std::map<std::string, T>> &all, const std::string &id)
{
    if (!all)
        return nullptr;
    const auto it = all->find(id);
    return it == all->end() ? nullptr : &it->second;
}

/// Series and state as the endpoint has them; nothing while it has not answered.
QStringList stateTexts(const GraphFacts &facts, const rules::GraphNode &node)
{
    const NodeState *state = facts.stateOf(node);
    if (!state)
        return {};
    QStringList parts;
    if (state->missing)
        parts << DependencyView::tr("missing at %1").arg(facts.endpoint);
    else if (state->series)
        parts << DependencyView::tr("%n series", nullptr, int(*state->series));
    if (state->value)
        parts << shortNumber(*state->value);
    switch (state->alert) {
    case NodeState::Alert::Unknown:
        break;
    case NodeState::Alert::NotLoaded:
        parts << DependencyView::tr("not loaded");
        break;
    case NodeState::Alert::Inactive:
        parts << DependencyView::tr("inactive");
        break;
    case NodeState::Alert::Pending:
        parts << (state->instances > 1 ? DependencyView::tr("pending %1×").arg(state->instances)
                                       : DependencyView::tr("pending"));
        break;
    case NodeState::Alert::Firing:
        parts << (state->instances > 1 ? DependencyView::tr("firing %1×").arg(state->instances)
                                       : DependencyView::tr("firing"));
        break;
    }
    return parts;
}

/// The first of the names that a fold of metrics stands for.
QString namesOf(const rules::DependencyGraph &graph, const rules::FoldedNode &node)
{
    QString names = QString::fromStdString(graph.nodes[node.members.front()].name);
    if (node.members.size() > 1)
        names += QStringLiteral(", ") + QString::fromStdString(graph.nodes[node.members[1]].name);
    return node.members.size() > 2 ? names + QStringLiteral(", …") : names;
}

QString escapedLines(const QString &text, int most)
{
    QStringList lines = text.trimmed().split(QLatin1Char('\n'));
    if (lines.size() > most) {
        lines = lines.mid(0, most);
        lines << QStringLiteral("…");
    }
    return lines.join(QLatin1Char('\n')).toHtmlEscaped();
}

} // namespace

QString GraphFacts::shownFile(const std::string &file) const
{
    const QString path = QString::fromStdString(file);
    qsizetype longest = 0;
    for (const QString &root : roots) {
        if (path.startsWith(root + QLatin1Char('/')))
            longest = std::max(longest, root.size() + 1);
    }
    return path.mid(longest);
}

const NodeInfo *GraphFacts::infoOf(const rules::GraphNode &node) const
{
    return findById(infos, node.id);
}

const NodeState *GraphFacts::stateOf(const rules::GraphNode &node) const
{
    return findById(states, node.id);
}

rules::Change GraphFacts::changeOf(const rules::GraphNode &node) const
{
    const auto place = comparison ? comparison->graph.find(node.id) : std::nullopt;
    return place ? comparison->nodes[*place] : rules::Change::Unchanged;
}

bool GraphFacts::hasProblem(const rules::GraphNode &node) const
{
    const NodeInfo *info = infoOf(node);
    const NodeState *state = stateOf(node);
    return (info && info->problem) || (state && (state->missing || !state->error.isEmpty()));
}

NodeInfo nodeInfo(const GraphFacts &facts, const rules::GraphNode &node)
{
    const NodeInfo *known = facts.infoOf(node);
    NodeInfo info = known ? *known : NodeInfo();
    const QStringList states = stateTexts(facts, node);
    if (!states.isEmpty() && (node.kind != rules::NodeKind::Alerting || info.detail.isEmpty()))
        info.detail = states.join(QStringLiteral(" · "));
    else if (!states.isEmpty())
        info.detail += QStringLiteral(" · ") + states.join(QStringLiteral(" · "));
    if (info.detail.isEmpty())
        info.detail = node.rule ? QString::fromStdString(node.rule->group) : kindText(node.kind);
    info.problem = facts.hasProblem(node);
    if (const rules::Change change = facts.changeOf(node); change != rules::Change::Unchanged) {
        QString text = changeText(change);
        QStringList names;
        for (const std::string &field : facts.comparison->fields[*facts.comparison->graph.find(node.id)])
            names << QString::fromStdString(field);
        if (!names.isEmpty())
            text += QStringLiteral(": ") + names.join(QStringLiteral(", "));
        info.detail = text;
    }
    return info;
}

QString nodeToolTip(const GraphFacts &facts, const rules::GraphNode &node)
{
    const NodeInfo info = nodeInfo(facts, node);
    QStringList lines = {kindText(node.kind)};
    if (node.rule)
        lines << facts.shownFile(node.rule->file) + QStringLiteral(" › ") + QString::fromStdString(node.rule->group);
    else if (!node.file.empty())
        lines << facts.shownFile(node.file);
    if (!info.severity.isEmpty())
        lines << DependencyView::tr("Severity: %1").arg(info.severity);
    if (!info.team.isEmpty())
        lines << DependencyView::tr("Team: %1").arg(info.team);
    if (!lines.contains(info.detail) && (!node.rule || info.detail != QString::fromStdString(node.rule->group)))
        lines << info.detail;
    if (const NodeState *state = facts.stateOf(node); state && !state->error.isEmpty())
        lines << state->error;
    // Names come from files: never as rich text.
    QString text = QStringLiteral("<p><b>") + QString::fromStdString(node.name).toHtmlEscaped() +
                   QStringLiteral("</b><br>") + lines.join(QLatin1Char('\n')).toHtmlEscaped().replace('\n', "<br>") +
                   QStringLiteral("</p>");
    const auto block = [](const QString &expression) {
        return QStringLiteral("<pre>") + escapedLines(expression, mostExpressionLines) + QStringLiteral("</pre>");
    };
    const auto heading = [](const QString &words) {
        return QStringLiteral("<p>") + words.toHtmlEscaped() + QStringLiteral("</p>");
    };
    if (!info.expressionBefore.isEmpty())
        text += heading(DependencyView::tr("Before:")) + block(info.expressionBefore) +
                heading(DependencyView::tr("After:"));
    if (!info.expression.isEmpty())
        text += block(info.expression);
    return text;
}

QString edgeToolTip(const GraphFacts &facts, const rules::DependencyGraph &graph, const rules::GraphEdge &edge)
{
    const rules::GraphNode &from = graph.nodes[edge.from];
    const rules::GraphNode &to = graph.nodes[edge.to];
    const QString read = QString::fromStdString(from.name);
    const QString reader = QString::fromStdString(to.name);
    QStringList lines;
    switch (edge.certainty) {
    case rules::Certainty::Exact:
        lines << (from.kind == rules::NodeKind::ScrapeJob
                      ? DependencyView::tr("%1 scrapes %2.").arg(read, reader)
                      : DependencyView::tr("%1 reads %2 by its name.").arg(reader, read));
        break;
    case rules::Certainty::Regex:
        lines << DependencyView::tr("%1 reads %2 by a pattern.").arg(reader, read);
        break;
    case rules::Certainty::Indeterminate:
        lines << DependencyView::tr("%1 may read %2: the selector names no metric.").arg(reader, read);
        break;
    case rules::Certainty::Meta:
        lines << DependencyView::tr("%1 reads the state of %2 through ALERTS.").arg(reader, read);
        break;
    }
    const QString lag = QString::fromStdString(rules::formatDuration(edge.lagSeconds.value_or(0)));
    switch (graph.stalenessOf(edge)) {
    case rules::Staleness::None:
        break;
    case rules::Staleness::SameEvaluation:
        lines << DependencyView::tr("An earlier rule of the same group: the value is of the same evaluation.");
        break;
    case rules::Staleness::PreviousEvaluation:
        lines << DependencyView::tr("A later rule of the same group: the value is %1 old.").arg(lag);
        break;
    case rules::Staleness::OtherGroup:
        lines << DependencyView::tr("Another group: the value is up to %1 old.").arg(lag);
        break;
    }
    QString text = QStringLiteral("<p>") + lines.join(QLatin1Char('\n')).toHtmlEscaped().replace('\n', "<br>") +
                   QStringLiteral("</p>");
    const NodeInfo *info = facts.infoOf(to);
    if (!info || info->expression.isEmpty())
        return text;
    const QByteArray expr = info->expression.toUtf8();
    QStringList selectors;
    for (const base::ByteRange &range : edge.selectors) {
        if (selectors.size() < int(mostSelectorsInToolTip) && range.end <= std::size_t(expr.size()))
            selectors << QString::fromUtf8(expr.mid(qsizetype(range.start), qsizetype(range.size()))).toHtmlEscaped();
    }
    selectors.removeDuplicates();
    if (!selectors.isEmpty())
        text += QStringLiteral("<pre>") + selectors.join(QLatin1Char('\n')) + QStringLiteral("</pre>");
    return text;
}

CardContent cardContent(const rules::DependencyGraph &graph, const GraphFacts &facts, const rules::FoldedNode &node)
{
    CardContent content;
    const rules::GraphNode &first = graph.nodes[node.members.front()];
    const auto toneOf = [&facts](const rules::GraphNode &each) {
        const NodeState *state = facts.stateOf(each);
        return !state || state->alert < NodeState::Alert::Pending ? CardContent::Tone::Quiet
               : state->alert == NodeState::Alert::Pending        ? CardContent::Tone::Pending
                                                                  : CardContent::Tone::Firing;
    };
    if (!node.isFold) {
        const NodeInfo info = nodeInfo(facts, first);
        content.kind = first.kind;
        content.name = QString::fromStdString(first.name);
        content.detail = info.detail;
        content.severity = info.severity;
        content.toolTip = nodeToolTip(facts, first);
        content.problem = info.problem;
        content.tone = toneOf(first);
        content.change = facts.changeOf(first);
        return content;
    }
    int counts[rules::nodeKindCount] = {};
    int changed = 0;
    int firing = 0;
    for (const std::size_t member : node.members) {
        const rules::GraphNode &each = graph.nodes[member];
        ++counts[static_cast<int>(each.kind)];
        const CardContent::Tone tone = toneOf(each);
        const NodeInfo *info = facts.infoOf(each);
        content.problem = content.problem || (info && info->problem);
        content.tone = std::max(content.tone, tone);
        firing += int(tone == CardContent::Tone::Firing);
        changed += int(facts.changeOf(each) != rules::Change::Unchanged);
    }
    content.isFold = true;
    content.kind = counts[2] > 0   ? rules::NodeKind::Alerting
                   : counts[1] > 0 ? rules::NodeKind::Recording
                                   : rules::NodeKind::Metric;
    content.name = facts.shownFile(node.name);
    if (node.isCircle)
        content.name = DependencyView::tr("%1 files that read each other").arg(node.parts);
    else if (node.parts > 0)
        content.name = content.kind == rules::NodeKind::Metric ? namesOf(graph, node)
                                                               : DependencyView::tr("%1 files").arg(node.parts);
    content.detail = content.kind == rules::NodeKind::Metric
                         ? DependencyView::tr("%1 metrics").arg(counts[0])
                         : DependencyView::tr("%1 alerts · %2 recording rules · %3 metrics")
                               .arg(counts[2])
                               .arg(counts[1])
                               .arg(counts[0]);
    if (changed > 0) {
        content.change = rules::Change::Changed;
        content.detail = DependencyView::tr("%1 of %2 changed").arg(changed).arg(node.members.size());
    } else if (firing > 0) {
        content.detail = DependencyView::tr("%1 firing").arg(firing) + QStringLiteral(" · ") + content.detail;
    }
    content.toolTip = Qt::convertFromPlainText(content.name + QLatin1Char('\n') + content.detail + QLatin1Char('\n') +
                                               DependencyView::tr("Double click or press Enter to open it."));
    return content;
}

QString blastRadiusText(const rules::BlastRadius &radius)
{
    QStringList parts;
    if (!radius.alerts.empty())
        parts << DependencyView::tr("%n alert(s)", nullptr, int(radius.alerts.size()));
    if (!radius.recordings.empty())
        parts << DependencyView::tr("%n recording rule(s)", nullptr, int(radius.recordings.size()));
    if (!radius.dashboards.empty())
        parts << DependencyView::tr("%n dashboard(s)", nullptr, int(radius.dashboards.size()));
    if (parts.isEmpty())
        return DependencyView::tr("Nothing reads it.");
    return DependencyView::tr("Read by %1").arg(parts.join(QStringLiteral(" · ")));
}

QString changeText(rules::Change change)
{
    switch (change) {
    case rules::Change::Unchanged:
        return DependencyView::tr("unchanged");
    case rules::Change::Changed:
        return DependencyView::tr("changed");
    case rules::Change::Rewired:
        return DependencyView::tr("rewired");
    case rules::Change::Added:
        return DependencyView::tr("added");
    case rules::Change::Removed:
        return DependencyView::tr("removed");
    }
    return {};
}

} // namespace widgets
