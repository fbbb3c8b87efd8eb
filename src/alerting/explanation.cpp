#include "alerting/explanation.h"

#include "alerting/joinreasons.h"
#include "alerting/readtime.h"
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

/// What is asked for a node: of a range, and of what a subquery evaluates, only how many samples its series have.
std::string questionOf(const ExplainedNode &node, bool plain)
{
    std::string text = node.expression->sentText(*node.expr);
    if (plain)
        return text;
    if (node.expr->type == ValueType::RangeVector)
        text = "count_over_time(" + text + ")";
    if (!isVector(*node.expr))
        return text;
    for (const auto &[subquery, expression] : node.windows) {
        // Range, resolution, offset and @ as they are written behind what is evaluated.
        const base::ByteRange behind{subquery->expr->range.end, subquery->range.end};
        text = "count_over_time((" + text + ")" +
               std::string(expression->tree->text().substr(behind.start, behind.size())) + ")";
    }
    return text;
}

struct Place
{
    std::optional<std::size_t> parent;
    std::size_t depth = 0;
    double shift = 0;
    std::string rule;
    std::vector<std::pair<const promql::Subquery *, const ExplainedExpression *>> windows;
};

void addParts(const ExplainedExpression &expression, const Expr &wrapped, const Place &place,
              std::vector<ExplainedNode> &nodes)
{
    const Expr &expr = withoutParens(wrapped);
    const std::size_t index = nodes.size();
    ExplainedNode node;
    node.expr = &expr;
    node.expression = &expression;
    node.rule = place.rule;
    node.windows = place.windows;
    node.shift = place.shift;
    node.parent = place.parent;
    node.depth = place.depth;
    node.state = isLiteral(expr) ? ExplainedNode::State::NotAsked : ExplainedNode::State::Waiting;
    nodes.push_back(std::move(node));
    if (place.depth >= deepestExplained)
        return;
    Place inner{index, place.depth + 1, place.shift, {}, place.windows};
    if (const ExplainedExpression::Replacement *replaced = expression.replacementOf(expr)) {
        inner.shift += secondsBefore(expr);
        for (const ExplainedExpression::Rule &rule : replaced->rules) {
            inner.rule = rule.name;
            addParts(*rule.expression, *rule.expression->tree->root(), inner, nodes);
        }
        return;
    }
    if (const auto *subquery = promql::as<promql::Subquery>(&expr))
        inner.windows.emplace(inner.windows.begin(), subquery, &expression);
    if (expr.kind != ExprKind::MatrixSelector)
        promql::forEachChild(expr, [&](const Expr &child) { addParts(expression, child, inner, nodes); });
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

std::string ExplainedExpression::sentText(const promql::Expr &part) const
{
    const auto within = [&part](const Replacement &each) {
        return part.range.start <= each.own.start && each.own.end <= part.range.end;
    };
    if (std::ranges::none_of(replacements, within))
        return promql::print(&part);
    std::string text;
    std::size_t at = part.range.start;
    for (const Replacement &each : replacements) {
        if (!within(each))
            continue;
        text += tree->text().substr(at, each.own.start - at);
        text += each.sent;
        at = each.own.end;
    }
    text += tree->text().substr(at, part.range.end - at);
    return text;
}

const ExplainedExpression::Replacement *ExplainedExpression::replacementOf(const promql::Expr &selector) const
{
    if (selector.kind != ExprKind::VectorSelector && selector.kind != ExprKind::MatrixSelector)
        return nullptr;
    const auto found = std::ranges::find(replacements, selector.range, &Replacement::own);
    return found == replacements.end() ? nullptr : &*found;
}

std::vector<ExplainedNode> partsOf(const ExplainedExpression &expression)
{
    std::vector<ExplainedNode> nodes;
    addParts(expression, *expression.tree->root(), {}, nodes);
    return nodes;
}

Explanation::Explanation(std::shared_ptr<const ExplainedExpression> expression, double time,
                         const MissingSeries::Sources &sources)
    : m_expression(std::move(expression)), m_time(time), m_sources(sources), m_nodes(partsOf(*m_expression))
{}

Explanation::Explanation(std::shared_ptr<const promql::Tree> tree, double time, const MissingSeries::Sources &sources)
    : Explanation(std::make_shared<const ExplainedExpression>(ExplainedExpression{std::move(tree), {}}), time, sources)
{}

Explanation::~Explanation() = default;

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
    m_pending =
        m_sources.series.queryInstant(questionOf(m_nodes[index], plain), m_time - m_nodes[index].shift,
                                      [this, index, plain](base::Result<QueryResult> result) {
                                          ExplainedNode &node = m_nodes[index];
                                          // Counting fails where metrics share labels, which the range itself may.
                                          if (!result && !plain && node.expr->type == ValueType::RangeVector &&
                                              node.windows.empty() && result.error().kind == base::ErrorKind::Refused) {
                                              ask(index, true);
                                              return;
                                          }
                                          if (result) {
                                              take(index, std::move(result.value()));
                                          } else {
                                              node.state = ExplainedNode::State::Failed;
                                              node.error = result.error();
                                          }
                                          const bool away =
                                              node.error && (node.error->kind == base::ErrorKind::Network ||
                                                             node.error->kind == base::ErrorKind::Permission);
                                          // A server that is away stays away: the rest would only take longer to say
                                          // so.
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

std::vector<std::size_t> Explanation::below(std::size_t index) const
{
    std::vector<std::size_t> parts;
    for (std::size_t i = index + 1; i < m_nodes.size(); ++i) {
        if (m_nodes[i].parent == index)
            parts.push_back(i);
    }
    return parts;
}

/// The selector that reads the recording rule which the node is a part of; null outside of rules.
const ExplainedNode *Explanation::readerOf(const ExplainedNode &node) const
{
    const ExplainedNode *at = &node;
    while (at->parent && at->rule.empty())
        at = &m_nodes[*at->parent];
    return at->parent ? &m_nodes[*at->parent] : nullptr;
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
        // A rule that returns nothing now matters only where what reads it has nothing.
        const ExplainedNode *reader = readerOf(node);
        node.turnsEmpty = (!reader || reader->seriesCount == 0) && std::ranges::all_of(below(i), fine);
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
    if (!selector || m_nodes[index].expression->replacementOf(expr)) {
        m_nodes[index].reasons = reasonsOf(index);
        m_changed(index);
        explainNext();
        return;
    }
    m_missing = std::make_unique<MissingSeries>(m_sources, *selector, m_time - m_nodes[index].shift);
    m_missing->start([this, index](std::vector<base::Text> reasons) {
        m_nodes[index].reasons = std::move(reasons);
        m_changed(index);
        explainNext();
    });
}

std::vector<base::Text> Explanation::reasonsOf(std::size_t index) const
{
    const std::vector<std::size_t> parts = below(index);
    const Expr &expr = *m_nodes[index].expr;
    if (const ExplainedExpression::Replacement *replaced = m_nodes[index].expression->replacementOf(expr)) {
        if (replaced->rules.empty())
            return {
                {TRANSLATABLE("Core", "No recording rule of this name has the labels that the selector asks for.")}};
        return {{TRANSLATABLE("Core", "The expression of %1, which is read in its place, has series, but none that the "
                                      "selector selects at this time."),
                 {replaced->rules.front().name}}};
    }
    if (!m_nodes[index].windows.empty())
        return {{TRANSLATABLE("Core", "Its parts have series within the window of the subquery, but this step returns "
                                      "none at any of its times.")}};
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
