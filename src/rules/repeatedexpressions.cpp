#include "promql/printer.h"
#include "rules/graphfindings.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

namespace rules {

namespace {

/// Shorter ones are not worth a rule of their own.
constexpr std::size_t leastExpression = 16;

struct Occurrence
{
    std::size_t rule;
    base::ByteRange range;
    /// The expression it is a part of, in the same rule; none for a rule's whole expression.
    std::size_t parent;
};

constexpr std::size_t noParent = std::size_t(-1);

/// All sub-expressions of all rules, by their canonical text.
class SubExpressions
{
public:
    void add(const Rule &rule, RuleRef ref)
    {
        m_rules.push_back(std::move(ref));
        collect(rule.tree->root(), noParent);
        if (rule.kind == RuleKind::Recording)
            m_recorded[promql::print(bare(rule.tree->root()))].push_back(m_rules.size() - 1);
    }

    std::vector<RepeatedExpression> repeated() const
    {
        std::vector<RepeatedExpression> result;
        for (std::size_t text = 0; text < m_occurrences.size(); ++text) {
            const auto recorded = m_recorded.find(*m_textOf[text]);
            const std::size_t readers = rulesOf(text);
            if (readers < 2 || isPartOfLonger(text))
                continue;
            RepeatedExpression each;
            each.expr = *m_textOf[text];
            for (const Occurrence &occurrence : m_occurrences[text])
                each.places.push_back({m_rules[occurrence.rule], occurrence.range});
            if (recorded != m_recorded.end()) {
                for (const std::size_t rule : recorded->second)
                    each.recorded.push_back(m_rules[rule]);
            }
            // Two rules of one name and expression: nothing that a further rule would save.
            const bool onlyRecordings = std::ranges::all_of(
                m_occurrences[text], [](const Occurrence &occurrence) { return occurrence.parent == noParent; });
            if (!(onlyRecordings && each.recorded.size() == each.places.size()))
                result.push_back(std::move(each));
        }
        std::ranges::sort(result, [](const RepeatedExpression &a, const RepeatedExpression &b) {
            return std::tuple(b.places.size(), b.expr.size(), a.expr) <
                   std::tuple(a.places.size(), a.expr.size(), b.expr);
        });
        return result;
    }

private:
    static const promql::Expr *bare(const promql::Expr *expr)
    {
        while (const auto *paren = promql::as<promql::ParenExpr>(expr))
            expr = paren->expr;
        return expr;
    }

    /// Whether evaluating it costs more than reading one series: it reads a range or aggregates.
    static bool isCostly(const promql::Expr &root)
    {
        bool costly = false;
        promql::walk(&root, [&costly](const promql::Expr &expr) {
            costly = costly || expr.kind == promql::ExprKind::MatrixSelector ||
                     expr.kind == promql::ExprKind::Subquery || expr.kind == promql::ExprKind::Aggregation;
            return !costly;
        });
        return costly;
    }

    void collect(const promql::Expr *expr, std::size_t parent)
    {
        expr = bare(expr);
        // What a rule may record: an instant vector.
        if (expr->type == promql::ValueType::InstantVector && expr->kind != promql::ExprKind::VectorSelector &&
            isCostly(*expr)) {
            std::string text = promql::print(expr);
            if (text.size() >= leastExpression) {
                const auto [place, isNew] = m_places.try_emplace(std::move(text), m_occurrences.size());
                if (isNew) {
                    m_occurrences.emplace_back();
                    m_textOf.push_back(&place->first);
                }
                m_occurrences[place->second].push_back({m_rules.size() - 1, expr->range, parent});
                parent = place->second;
            }
        }
        promql::forEachChild(*expr, [&](const promql::Expr &child) { collect(&child, parent); });
    }

    [[nodiscard]] std::size_t rulesOf(std::size_t text) const
    {
        std::size_t count = 0;
        std::size_t last = noParent;
        for (const Occurrence &occurrence : m_occurrences[text]) {
            count += occurrence.rule != last ? 1 : 0;
            last = occurrence.rule;
        }
        return count;
    }

    /// Everywhere inside one and the same longer expression that is repeated itself.
    [[nodiscard]] bool isPartOfLonger(std::size_t text) const
    {
        const std::size_t parent = m_occurrences[text].front().parent;
        return parent != noParent && m_occurrences[parent].size() >= 2 &&
               std::ranges::all_of(m_occurrences[text],
                                   [parent](const Occurrence &occurrence) { return occurrence.parent == parent; });
    }

    std::vector<RuleRef> m_rules;
    std::unordered_map<std::string, std::size_t> m_places;
    std::vector<std::vector<Occurrence>> m_occurrences;
    std::vector<const std::string *> m_textOf;
    std::map<std::string, std::vector<std::size_t>> m_recorded;
};

} // namespace

std::vector<RepeatedExpression> repeatedExpressions(std::span<const std::shared_ptr<const RuleDocument>> documents)
{
    SubExpressions expressions;
    for (const auto &document : documents) {
        for (const RuleGroup &group : document->groups()) {
            for (std::size_t i = 0; i < group.rules.size(); ++i) {
                if (group.rules[i].tree->valid())
                    expressions.add(group.rules[i], document->refOf(group, i));
            }
        }
    }
    return expressions.repeated();
}

} // namespace rules
