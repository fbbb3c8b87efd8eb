#include "consolidation/candidate.h"
#include "consolidation/mergedexpr.h"

#include "promql/functions.h"
#include "promql/literals.h"
#include "promql/printerparts.h"
#include "promql/threshold.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace consolidation {

namespace {

std::string metricWithout(std::string metric, const std::vector<std::string> &parts)
{
    for (const std::string &part : parts) {
        if (const auto range = findPart(metric, part)) {
            std::size_t end = range->end;
            end += end < metric.size() && metric[end] == '_' ? 1 : 0;
            metric.erase(range->start, end - range->start);
            break;
        }
    }
    return metric;
}

bool isNow(const promql::Expr *expr)
{
    const auto *call = promql::as<promql::Call>(expr);
    return call && call->name.value == "time";
}

} // namespace

std::size_t namePartsOf(const Documents &documents)
{
    std::array<std::size_t, 4> seen{};
    for (const auto &document : documents) {
        for (const rules::RuleGroup &group : document->groups()) {
            for (const rules::Rule &rule : group.rules) {
                if (rule.kind == rules::RuleKind::Recording)
                    ++seen[std::min<std::size_t>(
                        3, 1 + static_cast<std::size_t>(std::ranges::count(rule.name.value, ':')))];
            }
        }
    }
    const auto most = std::ranges::max_element(seen);
    return *most == 0 ? 3 : static_cast<std::size_t>(most - seen.begin());
}

std::string recordName(const promql::Expr *pattern, const promql::Expr *operand, const std::vector<std::string> &parts,
                       std::size_t nameParts)
{
    std::string level;
    std::string metric;
    std::string window;
    std::string operation;
    bool ratio = false;
    bool percent = false;
    std::string function;
    std::string aggregated;
    promql::walk(operand, [&](const promql::Expr &each) {
        if (const auto *aggregation = promql::as<promql::Aggregation>(&each); aggregation && level.empty()) {
            for (const promql::Name &label : aggregation->labels) {
                if (label.value != "le" && !aggregation->without)
                    level += (level.empty() ? "" : "_") + std::string(label.value);
            }
            if (level.empty())
                level = aggregation->without ? "instance" : "all";
            aggregated = promql::aggregationInfo(aggregation->op).name;
            if (operation.empty() && aggregation->op != promql::AggregateOp::Sum)
                operation = promql::aggregationInfo(aggregation->op).name;
        }
        if (const auto *matrix = promql::as<promql::MatrixSelector>(&each); matrix && window.empty() && matrix->window)
            promql::appendDuration(window, *matrix->window);
        if (const auto *binary = promql::as<promql::BinaryExpr>(&each)) {
            // Seconds since a time, or until it.
            if (binary->op == promql::BinaryOp::Sub && operation.empty())
                operation = isNow(binary->lhs) ? "age" : isNow(binary->rhs) ? "remaining" : "";
            ratio = ratio || (binary->op == promql::BinaryOp::Div && !promql::constantValue(binary->rhs));
            percent = percent || (binary->op == promql::BinaryOp::Mul && (promql::constantValue(binary->rhs) == 100.0 ||
                                                                          promql::constantValue(binary->lhs) == 100.0));
        }
        if (const auto *call = promql::as<promql::Call>(&each)) {
            const std::string name(call->name.value);
            if (name == "histogram_quantile" && !call->arguments.empty()) {
                const auto quantile = promql::constantValue(call->arguments[0]);
                operation = quantile ? "p" + promql::formatNumber(std::round(*quantile * 10000) / 100) : "quantile";
                std::erase(operation, '.');
            } else if (!call->arguments.empty() && call->arguments[0]->type == promql::ValueType::RangeVector) {
                function = name;
            } else if (name != "label_replace" && name != "label_join" && name != "time" && operation.empty()) {
                operation = name;
            }
        }
        return true;
    });
    promql::walk(pattern, [&](const promql::Expr &each) {
        if (const auto *selector = promql::as<promql::VectorSelector>(&each); selector && metric.empty())
            metric = metricWithout(std::string(selector->metric.value), parts);
        return metric.empty();
    });
    if (level.empty())
        level = "instance";
    if (metric.empty())
        metric = "series";
    for (const std::string_view suffix : {"_bucket", "_total"}) {
        if (!function.empty() && metric.ends_with(suffix))
            metric.resize(metric.size() - suffix.size());
    }
    std::replace(metric.begin(), metric.end(), ':', '_');
    std::string operations;
    for (const std::string &each :
         {ratio ? std::string(percent ? "percent" : "ratio") : std::string(), operation, function + window}) {
        if (!each.empty())
            operations += (operations.empty() ? "" : "_") + each;
    }
    if (operations.empty())
        operations = aggregated.empty() ? "value" : aggregated;
    switch (nameParts) {
    case 1:
        return metric + '_' + operations;
    case 2:
        return metric + ':' + operations;
    default:
        return level + ':' + metric + ':' + operations;
    }
}

} // namespace consolidation
