#include "consolidation/unittests.h"

#include "backtest/recordingrule.h"
#include "base/jsonwriter.h"
#include "promql/literals.h"
#include "promql/printer.h"
#include "promql/printerparts.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace consolidation {

namespace {

/// How far back the expression reads: all of its windows and offsets together, and the lookback.
Milliseconds reachOf(const promql::Expr *expr)
{
    double seconds = 300;
    const auto add = [&](const promql::DurationExpr *duration) {
        seconds += duration ? std::abs(duration->seconds) : 0;
    };
    promql::walk(expr, [&](const promql::Expr &each) {
        if (const auto *matrix = promql::as<promql::MatrixSelector>(&each)) {
            add(matrix->window);
            add(matrix->modifiers.offset);
        } else if (const auto *subquery = promql::as<promql::Subquery>(&each)) {
            add(subquery->window);
            add(subquery->modifiers.offset);
        } else if (const auto *selector = promql::as<promql::VectorSelector>(&each)) {
            add(selector->modifiers.offset);
        }
        return true;
    });
    return std::llround(seconds * 1000);
}

std::string sampleText(double value)
{
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? "Inf" : "-Inf";
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
    return {buffer, end};
}

std::string seriesText(const alerting::Labels &labels)
{
    std::string name;
    std::string inner;
    for (const auto &[label, value] : labels) {
        if (label == "__name__")
            name = value;
        else
            inner += (inner.empty() ? "" : ", ") + label + '=' + promql::quote(value);
    }
    return name + '{' + inner + '}';
}

/// JSON strings are YAML's double-quoted scalars.
std::string ruleText(const rules::NewRule &rule)
{
    std::string text = std::string("      - ") + (rule.kind == rules::RuleKind::Recording ? "record: " : "alert: ") +
                       base::jsonString(rule.name) + "\n        expr: " + base::jsonString(rule.expr) + '\n';
    if (!rule.forDuration.empty())
        text += "        for: " + rule.forDuration + '\n';
    if (!rule.keepFiringFor.empty())
        text += "        keep_firing_for: " + rule.keepFiringFor + '\n';
    const auto pairs = [&](const char *key, const auto &all) {
        if (!all.empty())
            text += std::string("        ") + key + ":\n";
        for (const auto &[name, value] : all)
            text += "          " + base::jsonString(name) + ": " + base::jsonString(value) + '\n';
    };
    pairs("labels", rule.labels);
    pairs("annotations", rule.annotations);
    return text;
}

std::string secondsText(Milliseconds time)
{
    return promql::formatDuration(static_cast<double>(time) / 1000);
}

} // namespace

UnitTestRun::UnitTestRun(const Family &family, const Proposal &proposal, const Proof &proof, Milliseconds to,
                         alerting::SeriesSource &source)
    : m_family(family), m_proposal(proposal), m_proof(proof), m_source(source)
{
    m_interval = backtest::timingOf(*family.members.front().group).interval;
    m_at = to;
    bool fired = false;
    for (const alerting::AlertHistory &alert : proof.after) {
        for (const alerting::Band &band : alert.firing) {
            // The middle of the first firing: its edges may lie within a sample of the threshold.
            const Milliseconds end = std::min(band.end.value_or(to), band.begin + 20 * m_interval);
            if (!fired || end - band.begin > 2 * m_interval)
                m_at = band.begin + (end - band.begin) / m_interval / 2 * m_interval;
            fired = true;
            break;
        }
    }
    Milliseconds reach = 0;
    Milliseconds wait = 0;
    for (const Takeover &takeover : proposal.takeovers) {
        const promql::Dialect &dialect = family.members.front().rule->tree->dialect();
        std::vector<std::string> exprs;
        for (const ProposedRule &recording : takeover.recording)
            exprs.push_back(recording.rule.expr);
        if (exprs.empty())
            exprs.push_back(takeover.alerting.rule.expr);
        for (const std::string &expr : exprs) {
            const promql::Tree tree = promql::parse(expr, dialect);
            reach = std::max(reach, reachOf(tree.root()));
            promql::walk(tree.root(), [&](const promql::Expr &each) {
                if (const auto *selector = promql::as<promql::VectorSelector>(&each)) {
                    std::string text;
                    promql::appendSelector(text, *selector);
                    if (std::ranges::find(m_selectors, text) == m_selectors.end())
                        m_selectors.push_back(std::move(text));
                }
                return true;
            });
        }
        promql::DurationError error{};
        for (const std::string *duration :
             {&takeover.alerting.rule.forDuration, &takeover.alerting.rule.keepFiringFor}) {
            const double seconds = promql::parseDuration(*duration, &error);
            if (error == promql::DurationError::None && !duration->empty())
                wait = std::max(wait, static_cast<Milliseconds>(std::llround(seconds * 1000)));
        }
    }
    // Twenty more evaluations, so that the state has been what it is for a while.
    m_start = m_at - (reach + wait) / m_interval * m_interval - 22 * m_interval;
}

UnitTestRun::~UnitTestRun() = default;

void UnitTestRun::start(std::function<void()> finished)
{
    m_finished = std::move(finished);
    ask();
}

void UnitTestRun::ask()
{
    if (m_next == m_selectors.size() || m_error) {
        if (!m_error)
            write();
        if (const auto done = std::exchange(m_finished, nullptr))
            done();
        return;
    }
    const alerting::RangeQuery query{m_selectors[m_next], static_cast<double>(m_start) / 1000,
                                     static_cast<double>(m_at) / 1000, static_cast<double>(m_interval) / 1000};
    m_pending = m_source.queryRange(query, [this](base::Result<alerting::QueryResult> result) {
        const auto pending = std::move(m_pending);
        if (!result) {
            m_error = result.error();
        } else {
            for (const alerting::Series &series : result->series)
                m_series[series.labels] = series.samples;
        }
        ++m_next;
        ask();
    });
}

void UnitTestRun::write()
{
    std::string id = m_family.id;
    std::replace_if(
        id.begin(), id.end(), [](char c) { return c == '/' || c == ' ' || c == '\\'; }, '_');
    std::string rules = "groups:\n  - name: " + base::jsonString(m_family.members.front().ref.group) + "\n    rules:\n";
    std::string test = "rule_files:\n  - " + base::jsonString(m_ruleFile.empty() ? id + ".rules.yaml" : m_ruleFile) +
                       "\nevaluation_interval: " + secondsText(m_interval) +
                       "\ntests:\n  - interval: " + secondsText(m_interval) + "\n    input_series:\n";
    const auto count = static_cast<std::size_t>((m_at - m_start) / m_interval) + 1;
    for (const auto &[labels, samples] : m_series) {
        std::vector<std::string> values(count, "_");
        for (const alerting::Sample &sample : samples) {
            const auto tick = (std::llround(sample.time * 1000) - m_start) / m_interval;
            if (tick >= 0 && static_cast<std::size_t>(tick) < count)
                values[static_cast<std::size_t>(tick)] = sampleText(sample.value);
        }
        test += "      - series: " + base::jsonString(seriesText(labels)) + "\n        values: \"";
        for (std::size_t i = 0; i < count; ++i)
            test += (i > 0 ? " " : "") + values[i];
        test += "\"\n";
    }
    if (m_series.empty())
        test.replace(test.rfind("input_series:\n"), 14, "input_series: []\n");
    test += "    promql_expr_test:\n";
    for (const Takeover &takeover : m_proposal.takeovers) {
        for (const ProposedRule &recording : takeover.recording)
            rules += ruleText(recording.rule);
        const rules::NewRule &alert = takeover.alerting.rule;
        rules += ruleText(alert);
        test += "      - expr: " +
                base::jsonString("ALERTS{alertname=" + promql::quote(alert.name) + ", alertstate=\"firing\"}") +
                "\n        eval_time: " + secondsText(m_at - m_start) + "\n        exp_samples:";
        std::string samples;
        for (const alerting::AlertHistory &history : m_proof.after) {
            const bool own =
                std::ranges::find(history.labels, std::pair<std::string, std::string>("alertname", alert.name)) !=
                history.labels.end();
            const bool firing = std::ranges::any_of(history.firing, [&](const alerting::Band &band) {
                return band.begin <= m_at && (!band.end || *band.end > m_at);
            });
            if (!own || !firing)
                continue;
            alerting::Labels labels = history.labels;
            labels.emplace_back("__name__", "ALERTS");
            labels.emplace_back("alertstate", "firing");
            samples += "\n          - labels: " + base::jsonString(seriesText(labels)) + "\n            value: 1";
        }
        test += (samples.empty() ? " []" : samples) + '\n';
    }
    if (m_ruleFile.empty())
        m_files.push_back({id + ".rules.yaml", std::move(rules)});
    m_files.push_back({id + ".test.yaml", std::move(test)});
}

} // namespace consolidation
