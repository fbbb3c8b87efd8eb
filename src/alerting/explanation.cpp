#include "alerting/explanation.h"

#include "alerting/joinreasons.h"
#include "promql/functions.h"
#include "promql/literals.h"
#include "promql/printer.h"

#include <algorithm>
#include <cmath>

namespace alerting {

namespace {

using promql::Expr;
using promql::ExprKind;
using promql::ValueType;

/// Whose labels are kept to tell why a join is empty.
constexpr std::size_t mostSeriesKept = 10000;
constexpr std::size_t deepestExplained = 200;

const Expr &withoutParens(const Expr &expr)
{
    const Expr *inner = &expr;
    while (const auto *paren = promql::as<promql::ParenExpr>(inner))
        inner = paren->expr;
    return *inner;
}

bool isVector(const Expr &expr)
{
    return expr.type == ValueType::InstantVector || expr.type == ValueType::RangeVector;
}

bool isLiteral(const Expr &expr)
{
    return expr.kind == ExprKind::NumberLiteral || expr.kind == ExprKind::StringLiteral || expr.kind == ExprKind::Error;
}

/// What is asked for a node: of a range only how many samples its series have.
std::string questionOf(const Expr &expr, bool plain)
{
    const std::string text = promql::print(&expr);
    return expr.type == ValueType::RangeVector && !plain ? "count_over_time(" + text + ")" : text;
}

std::string numberText(double value)
{
    // Six digits are enough for a sentence.
    if (!std::isfinite(value) || value == 0)
        return promql::formatNumber(value);
    const double scale = std::pow(10, 5 - std::floor(std::log10(std::abs(value))));
    return std::isfinite(scale) && scale > 0 ? promql::formatNumber(std::round(value * scale) / scale)
                                             : promql::formatNumber(value);
}

struct Extent
{
    double least = 0;
    double most = 0;
};

std::optional<Extent> extentOf(const std::vector<Series> &series)
{
    std::optional<Extent> extent;
    for (const Series &each : series) {
        if (each.samples.empty() || std::isnan(each.samples.back().value))
            continue;
        const double value = each.samples.back().value;
        if (!extent)
            extent = {value, value};
        extent->least = std::min(extent->least, value);
        extent->most = std::max(extent->most, value);
    }
    return extent;
}

/// `> 5`, or `5 <` when the vector stands on the right.
std::string comparisonText(const promql::BinaryExpr &node)
{
    const std::string op(promql::operatorText(node.op));
    return isVector(*node.lhs) ? op + ' ' + promql::print(node.rhs) : promql::print(node.lhs) + ' ' + op;
}

bool needsTwoSamples(std::string_view function)
{
    static constexpr std::string_view names[] = {"delta", "deriv",          "idelta", "increase",
                                                 "irate", "predict_linear", "rate"};
    return std::ranges::find(names, function) != std::end(names);
}

} // namespace

Explanation::Explanation(std::shared_ptr<const promql::Tree> tree, double time, const MissingSeries::Sources &sources)
    : m_tree(std::move(tree)), m_time(time), m_sources(sources)
{
    addNodes(*m_tree->root(), std::nullopt, 0);
}

Explanation::~Explanation() = default;

void Explanation::addNodes(const Expr &wrapped, std::optional<std::size_t> parent, std::size_t depth)
{
    const Expr &expr = withoutParens(wrapped);
    const std::size_t index = m_nodes.size();
    ExplainedNode node;
    node.expr = &expr;
    node.parent = parent;
    node.depth = depth;
    node.state = isLiteral(expr) ? ExplainedNode::State::NotAsked : ExplainedNode::State::Waiting;
    m_nodes.push_back(std::move(node));
    if (expr.kind != ExprKind::MatrixSelector && depth < deepestExplained)
        promql::forEachChild(expr, [&](const Expr &child) { addNodes(child, index, depth + 1); });
}

void Explanation::start(std::function<void(std::size_t)> changed, std::function<void()> finished)
{
    m_changed = std::move(changed);
    m_finished = std::move(finished);
    m_next = 0;
    askNext();
}

void Explanation::askNext()
{
    while (m_next < m_nodes.size() && m_nodes[m_next].state != ExplainedNode::State::Waiting)
        ++m_next;
    if (m_next < m_nodes.size()) {
        ask(m_next, false);
        return;
    }
    findEmpty();
    m_next = 0;
    explainNext();
}

void Explanation::ask(std::size_t index, bool plain)
{
    m_pending = m_sources.series.queryInstant(
        questionOf(*m_nodes[index].expr, plain), m_time, [this, index, plain](base::Result<QueryResult> result) {
            ExplainedNode &node = m_nodes[index];
            // Counting fails where metrics share labels, which the range itself may.
            if (!result && !plain && node.expr->type == ValueType::RangeVector &&
                result.error().kind == base::ErrorKind::Refused) {
                ask(index, true);
                return;
            }
            if (result) {
                take(index, std::move(result.value()));
            } else {
                node.state = ExplainedNode::State::Failed;
                node.error = result.error();
            }
            const bool away = node.error && (node.error->kind == base::ErrorKind::Network ||
                                             node.error->kind == base::ErrorKind::Permission);
            // A server that is away stays away: the rest would only take longer to say so.
            for (std::size_t i = index + 1; away && i < m_nodes.size(); ++i) {
                if (m_nodes[i].state == ExplainedNode::State::Waiting)
                    m_nodes[i].state = ExplainedNode::State::NotAsked;
            }
            ++m_next;
            m_changed(index);
            askNext();
        });
}

void Explanation::take(std::size_t index, QueryResult result)
{
    ExplainedNode &node = m_nodes[index];
    node.state = ExplainedNode::State::Answered;
    node.milliseconds = result.milliseconds;
    if (result.type == QueryResult::Type::Scalar) {
        if (!result.series.empty() && !result.series.front().samples.empty())
            node.scalar = result.series.front().samples.front().value;
        return;
    }
    if (result.type == QueryResult::Type::Matrix) {
        for (Series &series : result.series) {
            if (series.samples.empty())
                continue;
            const Sample last{series.samples.back().time, static_cast<double>(series.samples.size())};
            series.samples = {last};
        }
    }
    node.seriesCount = result.series.size();
    for (const Series &series : result.series) {
        for (const auto &[name, value] : series.labels)
            node.labelNames.insert(name);
    }
    if (result.series.size() > mostSeriesKept)
        result.series.resize(mostSeriesKept);
    node.series = std::move(result.series);
}

std::vector<std::size_t> Explanation::partsOf(std::size_t index) const
{
    std::vector<std::size_t> parts;
    for (std::size_t i = index + 1; i < m_nodes.size(); ++i) {
        if (m_nodes[i].parent == index)
            parts.push_back(i);
    }
    return parts;
}

void Explanation::findEmpty()
{
    for (std::size_t i = 0; i < m_nodes.size(); ++i) {
        ExplainedNode &node = m_nodes[i];
        if (node.state != ExplainedNode::State::Answered || !isVector(*node.expr) || node.seriesCount > 0)
            continue;
        const auto fine = [this](std::size_t part) {
            const ExplainedNode &each = m_nodes[part];
            return !isVector(*each.expr) || (each.state == ExplainedNode::State::Answered && each.seriesCount > 0);
        };
        node.turnsEmpty = std::ranges::all_of(partsOf(i), fine);
    }
}

void Explanation::explainNext()
{
    while (m_next < m_nodes.size() && !m_nodes[m_next].turnsEmpty)
        ++m_next;
    if (m_next == m_nodes.size()) {
        m_isFinished = true;
        // It may delete this.
        const std::function<void()> finished = std::move(m_finished);
        finished();
        return;
    }
    const std::size_t index = m_next++;
    const Expr &expr = *m_nodes[index].expr;
    const auto *selector = promql::as<promql::VectorSelector>(&expr);
    promql::VectorSelector ranged;
    if (const auto *range = promql::as<promql::MatrixSelector>(&expr)) {
        ranged = *range->selector;
        ranged.modifiers = range->modifiers;
        selector = &ranged;
    }
    if (!selector) {
        m_nodes[index].reasons = reasonsOf(index);
        m_changed(index);
        explainNext();
        return;
    }
    m_missing = std::make_unique<MissingSeries>(m_sources, *selector, m_time);
    m_missing->start([this, index](std::vector<base::Text> reasons) {
        m_nodes[index].reasons = std::move(reasons);
        m_changed(index);
        explainNext();
    });
}

std::vector<base::Text> Explanation::reasonsOf(std::size_t index) const
{
    const std::vector<std::size_t> parts = partsOf(index);
    const Expr &expr = *m_nodes[index].expr;
    if (const auto *binary = promql::as<promql::BinaryExpr>(&expr); binary && parts.size() == 2) {
        const ExplainedNode &left = m_nodes[parts[0]];
        const ExplainedNode &right = m_nodes[parts[1]];
        if (isVector(*left.expr) && isVector(*right.expr))
            return joinReasons(*binary, left.series, right.series);
        const ExplainedNode &vector = isVector(*left.expr) ? left : right;
        const auto extent = extentOf(vector.series);
        if (extent && vector.seriesCount == 1)
            return {{TRANSLATABLE("Core", "The only value, %1, does not pass %2."),
                     {numberText(extent->least), comparisonText(*binary)}}};
        if (extent)
            return {{TRANSLATABLE("Core", "None of the %1 values passes %2: they run from %3 to %4."),
                     {std::to_string(vector.seriesCount), comparisonText(*binary), numberText(extent->least),
                      numberText(extent->most)}}};
        return {{TRANSLATABLE("Core", "All values are NaN, which no comparison passes.")}};
    }
    if (const auto *call = promql::as<promql::Call>(&expr)) {
        const std::string name(call->name.value);
        if (name == "absent" || name == "absent_over_time")
            return {{TRANSLATABLE("Core", "The series are there, so that %1() returns nothing."), {name}}};
        const bool buckets = name == "histogram_quantile" || name == "histogram_fraction";
        if (buckets && !parts.empty() && !m_nodes[parts.back()].labelNames.contains("le"))
            return {{TRANSLATABLE("Core", "The series have no label le, so that %1() finds no buckets."), {name}}};
        const auto extent = parts.empty() ? std::nullopt : extentOf(m_nodes[parts.front()].series);
        if (needsTwoSamples(name) && extent && extent->most < 2)
            return {
                {TRANSLATABLE("Core", "%1() needs two samples of a series in its window, and none has more than one. A "
                                      "longer window would have them."),
                 {name}}};
    }
    return {{TRANSLATABLE("Core", "Its parts have series, but this step returns none.")}};
}

} // namespace alerting
