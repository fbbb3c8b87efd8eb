#include "widgets/graphinfos.h"

#include "promql/threshold.h"
#include "rules/graphqueries.h"
#include "widgets/numbertext.h"
#include "widgets/ruletexts.h"

#include <algorithm>

namespace widgets {

namespace {

const char *comparisonSign(promql::BinaryOp op)
{
    switch (op) {
    case promql::BinaryOp::Equal:
        return "==";
    case promql::BinaryOp::NotEqual:
        return "!=";
    case promql::BinaryOp::Less:
        return "<";
    case promql::BinaryOp::LessEqual:
        return "≤";
    case promql::BinaryOp::Greater:
        return ">";
    case promql::BinaryOp::GreaterEqual:
        return "≥";
    default:
        return "";
    }
}

/// "> 5 for 5m" of an alert; the group of a recording rule.
QString cardDetail(const rules::RuleGroup &group, const rules::Rule &rule)
{
    if (rule.kind == rules::RuleKind::Recording)
        return QString::fromStdString(group.name.value);
    QStringList parts;
    if (const auto threshold = rule.tree->valid() ? promql::threshold(*rule.tree) : std::nullopt)
        parts << QString::fromUtf8(comparisonSign(threshold->op)) + QLatin1Char(' ') + shortNumber(threshold->value);
    if (rule.forDuration && !rule.forDuration->value.empty())
        parts << QStringLiteral("for ") + QString::fromStdString(rule.forDuration->value);
    return parts.isEmpty() ? QString::fromStdString(group.name.value) : parts.join(QLatin1Char(' '));
}

QString teamOf(const rules::RuleGroup &group, const rules::Rule &rule)
{
    QString found;
    for (const rules::Pairs *pairs : {&group.labels, &rule.labels}) {
        for (const auto &[name, value] : *pairs) {
            if (name.value == "team")
                found = QString::fromStdString(value.value);
        }
    }
    return found;
}

NodeInfo infoOf(const rules::RuleGroup &group, const rules::Rule &rule)
{
    NodeInfo info;
    info.detail = cardDetail(group, rule);
    info.severity = severityOf(group, rule);
    info.team = teamOf(group, rule);
    info.expression = QString::fromStdString(rule.expr.value);
    for (const std::string &label : rules::labelsRead(rule))
        info.labels << QString::fromStdString(label);
    return info;
}

/// A rule of a version; group and rule are null if it is not there.
struct VersionRule
{
    const rules::RuleGroup *group = nullptr;
    const rules::Rule *rule = nullptr;
};

class Finder
{
public:
    explicit Finder(rules::RuleSet documents)
    {
        for (const auto &document : documents)
            m_documents.emplace(document->file(), document.get());
    }

    [[nodiscard]] VersionRule find(const std::optional<rules::RuleRef> &ref) const
    {
        const auto document = ref ? m_documents.find(ref->file) : m_documents.end();
        if (document == m_documents.end())
            return {};
        return {document->second->findGroup(*ref), document->second->find(*ref)};
    }

private:
    std::map<std::string, const rules::RuleDocument *, std::less<>> m_documents;
};

} // namespace

NodeInfos graphInfos(std::span<const InfoSource> files)
{
    NodeInfos infos;
    for (const InfoSource &file : files) {
        for (const rules::RuleGroup &group : file.rules->groups()) {
            for (std::size_t i = 0; i < group.rules.size(); ++i) {
                const rules::Rule &rule = group.rules[i];
                NodeInfo info = infoOf(group, rule);
                const auto problem = std::ranges::lower_bound(file.problems, rule.range.start);
                info.problem = problem != file.problems.end() && rule.range.contains(*problem);
                infos.emplace(file.rules->refOf(group, i).id(), std::move(info));
            }
        }
    }
    return infos;
}

NodeInfos graphInfos(const rules::GraphComparison &comparison, rules::RuleSet before, rules::RuleSet after)
{
    const Finder old(before);
    const Finder now(after);
    NodeInfos infos;
    for (std::size_t i = 0; i < comparison.nodes.size(); ++i) {
        const rules::GraphNode &node = comparison.graph.nodes[i];
        if (!node.rule)
            continue;
        const bool removed = comparison.nodes[i] == rules::Change::Removed;
        const VersionRule was = old.find(comparison.before[i]);
        const VersionRule is = removed ? was : now.find(node.rule);
        if (!is.group || !is.rule)
            continue;
        NodeInfo info = infoOf(*is.group, *is.rule);
        if (was.rule && was.rule->expr.value != is.rule->expr.value)
            info.expressionBefore = QString::fromStdString(was.rule->expr.value);
        infos.emplace(node.id, std::move(info));
    }
    return infos;
}

} // namespace widgets
