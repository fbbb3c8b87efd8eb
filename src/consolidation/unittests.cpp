#include "consolidation/unittests.h"

#include "backtest/recordingrule.h"
#include "base/jsonwriter.h"
#include "consolidation/proposaltext.h"
#include "promql/literals.h"
#include "promql/printer.h"
#include "promql/printerparts.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
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
}

UnitTestRun::~UnitTestRun() = default;

void UnitTestRun::setRuleFile(std::string path, std::shared_ptr<const rules::RuleDocument> document)
{
    m_ruleFile = std::move(path);
    m_document = std::move(document);
}

/// What the test has to hold as input: recording rules that it evaluates itself are none.
Milliseconds UnitTestRun::collect(const std::string &expr, Milliseconds &window, std::set<std::string> within)
{
    const promql::Tree tree = promql::parse(expr, m_family.members.front().rule->tree->dialect());
    Milliseconds reach = reachOf(tree.root());
    Milliseconds further = 0;
    promql::walk(tree.root(), [&](const promql::Expr &each) {
        if (const auto *matrix = promql::as<promql::MatrixSelector>(&each); matrix && matrix->window)
            window = std::min<Milliseconds>(window, std::llround(matrix->window->seconds * 1000));
        const auto *selector = promql::as<promql::VectorSelector>(&each);
        if (!selector)
            return true;
        const std::string name(selector->metric.value);
        const auto recorded = m_recorded.find(name);
        const auto known = m_known.find(name);
        const bool brought = recorded == m_recorded.end() && known != m_known.end();
        if ((recorded != m_recorded.end() || brought) && within.insert(name).second) {
            const std::string &inner = brought ? known->second.expr : recorded->second;
            further = std::max(further, collect(inner, window, within) + m_interval);
            within.erase(name);
            if (brought && std::ranges::find(m_brought, name) == m_brought.end())
                m_brought.push_back(name);
            return true;
        }
        std::string text;
        promql::appendSelector(text, *selector);
        if (std::ranges::find(m_selectors, text) == m_selectors.end())
            m_selectors.push_back(std::move(text));
        return true;
    });
    return reach + further;
}

/// Which series have to be asked for, since when, and how densely.
void UnitTestRun::plan()
{
    if (m_document) {
        for (const rules::RuleGroup &group : m_document->groups()) {
            for (const rules::Rule &rule : group.rules) {
                if (rule.kind == rules::RuleKind::Recording)
                    m_recorded[rule.name.value] = rule.expr.value;
            }
        }
    }
    for (const auto &document : m_documents) {
        for (const rules::RuleGroup &group : document->groups()) {
            for (const rules::Rule &rule : group.rules) {
                if (rule.kind == rules::RuleKind::Recording)
                    m_known.emplace(rule.name.value, newRuleOf(rule));
            }
        }
    }
    for (const Takeover &takeover : m_proposal.takeovers) {
        for (const ProposedRule &recording : takeover.recording)
            m_recorded[recording.rule.name] = recording.rule.expr;
    }
    Milliseconds reach = 0;
    Milliseconds wait = 0;
    Milliseconds window = std::numeric_limits<Milliseconds>::max();
    for (const Takeover &takeover : m_proposal.takeovers) {
        const rules::NewRule &alert = takeover.alerting.rule;
        reach = std::max(reach, collect(alert.expr, window, {}));
        promql::DurationError error{};
        for (const std::string *duration : {&alert.forDuration, &alert.keepFiringFor}) {
            const double seconds = promql::parseDuration(*duration, &error);
            if (error == promql::DurationError::None && !duration->empty())
                wait = std::max(wait, static_cast<Milliseconds>(std::llround(seconds * 1000)));
        }
    }
    // Twenty more evaluations, so that the state has been what it is for a while.
    m_start = m_at - (reach + wait) / m_interval * m_interval - 22 * m_interval;
    // A window needs several samples, however seldom the group is evaluated.
    constexpr Milliseconds leastSamples = 4;
    m_step = m_interval;
    for (Milliseconds parts = 2; m_step * leastSamples > window && m_interval / parts >= 1000; ++parts) {
        if (m_interval % (parts * 1000) == 0)
            m_step = m_interval / parts;
    }
}

void UnitTestRun::start(std::function<void()> finished)
{
    m_finished = std::move(finished);
    plan();
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
                                     static_cast<double>(m_at) / 1000, static_cast<double>(m_step) / 1000};
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
    constexpr std::string_view margin = "      ";
    std::string rules = "groups:\n  - name: " + base::jsonString(m_family.members.front().ref.group) + "\n    rules:\n";
    std::string files;
    if (!m_ruleFile.empty())
        files += "  - " + base::jsonString(m_ruleFile) + '\n';
    const bool brings = m_ruleFile.empty() || !m_brought.empty();
    if (brings)
        files += "  - " + base::jsonString(id + ".rules.yaml") + '\n';
    for (const std::string &name : m_brought)
        appendRuleText(rules, m_known.at(name), margin);
    std::string test = "rule_files:\n" + files + "evaluation_interval: " + secondsText(m_interval) +
                       "\ntests:\n  - interval: " + secondsText(m_step) + "\n    input_series:\n";
    const auto count = static_cast<std::size_t>((m_at - m_start) / m_step) + 1;
    for (const auto &[labels, samples] : m_series) {
        std::vector<std::string> values(count, "_");
        for (const alerting::Sample &sample : samples) {
            const auto tick = (std::llround(sample.time * 1000) - m_start) / m_step;
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
    std::set<std::string> written;
    for (const Takeover &takeover : m_proposal.takeovers) {
        const rules::NewRule &alert = takeover.alerting.rule;
        if (m_ruleFile.empty()) {
            for (const ProposedRule &recording : takeover.recording) {
                if (written.insert(recording.rule.name).second)
                    appendRuleText(rules, recording.rule, margin);
            }
            appendRuleText(rules, alert, margin);
        }
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
    if (brings)
        m_files.push_back({id + ".rules.yaml", std::move(rules)});
    m_files.push_back({id + ".test.yaml", std::move(test)});
}

} // namespace consolidation
