#include "backtest/backtestrun.h"

#include "alerting/phase.h"
#include "base/jsonwriter.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/rulecommands.h"
#include "cli/rulefiles.h"
#include "prometheus/client.h"
#include "rules/duration.h"
#include "rules/selectors.h"

#include <array>
#include <cmath>
#include <ostream>
#include <set>

#include <QDateTime>
#include <QEventLoop>
#include <QFileInfo>

namespace cli {

namespace {

using Documents = std::vector<std::shared_ptr<const rules::RuleDocument>>;

std::optional<alerting::Milliseconds> backtestTime(const QString &text)
{
    bool number = false;
    const double seconds = text.toDouble(&number);
    if (number && std::isfinite(seconds) && std::abs(seconds) < 1e11)
        return std::llround(seconds * 1000);
    const QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs);
    return time.isValid() && time.timeSpec() != Qt::LocalTime ? std::optional(time.toMSecsSinceEpoch()) : std::nullopt;
}

alerting::Milliseconds durationOf(const std::optional<rules::Field> &field, alerting::Milliseconds fallback = 0)
{
    const std::optional<double> seconds = field ? rules::parseDuration(field->value) : std::nullopt;
    return seconds && *seconds > 0 ? std::llround(*seconds * 1000) : fallback;
}

/// The recording rules of the same files that the rule reads, by name.
std::set<std::string> recordingsRead(const rules::Rule &rule, const Documents &documents)
{
    std::set<std::string> names;
    for (const rules::Selector &selector : rules::selectorsOf(rule.tree->root())) {
        for (const auto &document : documents) {
            for (const rules::RuleGroup &group : document->groups()) {
                for (const rules::Rule &each : group.rules) {
                    if (each.kind == rules::RuleKind::Recording && !selector.nameMatchers.empty() &&
                        selector.matchesName(each.name.value))
                        names.insert(each.name.value);
                }
            }
        }
    }
    return names;
}

/// Runs the event loop until the answer is there.
base::Result<alerting::QueryResult> ask(prometheus::Client &client, const std::string &expr, double time)
{
    QEventLoop loop;
    std::optional<base::Result<alerting::QueryResult>> answer;
    const auto pending = client.queryInstant(expr, time, [&](base::Result<alerting::QueryResult> result) {
        answer.emplace(std::move(result));
        loop.quit();
    });
    loop.exec();
    return std::move(*answer);
}

base::Error refusal(const char *text, std::vector<std::string> arguments = {}, std::string detail = {})
{
    return {base::ErrorKind::Unsupported, {text, std::move(arguments)}, std::move(detail)};
}

/// Refuses what a backtest cannot do exactly.
base::Result<void> judge(const rules::RuleGroup &group, const rules::Rule &rule, const Documents &documents,
                         prometheus::Client &client, const backtest::Plan &plan)
{
    if (!rule.tree->valid())
        return refusal(TRANSLATABLE("Core", "The expression of %1 has errors; `rulewright-cli check` shows them."),
                       {rule.name.value});
    for (const rules::Pairs *pairs : {&group.labels, &rule.labels}) {
        for (const auto &[name, value] : *pairs) {
            if (value.value.find("{{") != std::string::npos)
                return refusal(TRANSLATABLE("Core", "The label %1 of %2 is a template, which a backtest does not "
                                                    "expand yet; its alerts cannot be told apart."),
                               {name.value, rule.name.value});
        }
    }
    const std::string window = rules::formatDuration(std::max(60.0, static_cast<double>(plan.to - plan.from) / 1000));
    for (const std::string &name : recordingsRead(rule, documents)) {
        const auto found = ask(client, "count(present_over_time({__name__=\"" + name + "\"}[" + window + "]))",
                               static_cast<double>(plan.to) / 1000);
        if (!found)
            return found.error();
        if (found->series.empty())
            return refusal(
                TRANSLATABLE("Core",
                             "%1 reads the recording rule %2, of which the endpoint has no samples in this range."),
                {rule.name.value, name});
    }
    return {};
}

void writeBands(base::JsonWriter &json, const char *key, const std::vector<alerting::Band> &bands)
{
    json.key(key).beginArray();
    for (const alerting::Band &band : bands) {
        json.beginArray().number(static_cast<double>(band.begin) / 1000);
        if (band.end)
            json.number(static_cast<double>(*band.end) / 1000);
        else
            json.null();
        json.endArray();
    }
    json.endArray();
}

void writeHistory(base::JsonWriter &json, const alerting::RuleHistory &history)
{
    json.key("firing_ratio").number(history.firingRatio()).key("firings").number(history.firings());
    json.key("unknown_ratio").number(history.unknownRatio()).key("alerts").beginArray();
    for (const alerting::AlertHistory &alert : history.alerts) {
        json.line().beginObject().key("labels").beginObject();
        for (const auto &[name, value] : alert.labels)
            json.key(name).string(value);
        json.endObject();
        writeBands(json, "pending", alert.pending);
        writeBands(json, "firing", alert.firing);
        json.endObject();
    }
    json.endArray();
}

backtest::Plan planOf(const rules::RuleDocument &document, const rules::RuleGroup &group, const rules::Rule &rule)
{
    backtest::Plan plan;
    plan.expr = rule.expr.value;
    plan.interval = durationOf(group.interval, 60000);
    plan.queryOffset = durationOf(group.queryOffset);
    plan.byRange = backtest::safeForRangeQuery(rule.tree->root());
    constexpr std::int64_t nanoseconds = 1000000;
    const std::string path = QFileInfo(QString::fromStdString(document.file())).absoluteFilePath().toStdString();
    plan.phase = alerting::groupPhase(path, group.name.value, plan.interval * nanoseconds) / nanoseconds;
    plan.alert.name = rule.name.value;
    plan.alert.forDuration = durationOf(rule.forDuration);
    plan.alert.keepFiringFor = durationOf(rule.keepFiringFor);
    plan.alert.limit = group.limit ? QString::fromStdString(group.limit->value).toUInt() : 0;
    std::map<std::string, std::string> labels;
    for (const rules::Pairs *pairs : {&group.labels, &rule.labels}) {
        for (const auto &[name, value] : *pairs)
            labels[name.value] = value.value;
    }
    plan.alert.labels.assign(labels.begin(), labels.end());
    return plan;
}

} // namespace

int runBacktest(const QStringList &arguments, std::istream &, std::ostream &out, std::ostream &err)
{
    static constexpr std::array<OptionSpec, 6> specs = {{{"--endpoint", true},
                                                         {"--from", true},
                                                         {"--to", true},
                                                         {"--rule", true},
                                                         {"--group", true},
                                                         {"--format", true}}};
    const auto options = parseOptions(arguments, specs);
    if (!options)
        return fail(err, "backtest", options.error());
    if (const auto format = choice(*options, "--format", {"json"}, "json"); !format)
        return fail(err, "backtest", format.error());
    const auto from = backtestTime(options->value("--from"));
    const auto to = backtestTime(options->value("--to"));
    if (options->operands.isEmpty() || !options->has("--endpoint") || !from || !to || *from > *to)
        return fail(
            err, "backtest",
            refusal(TRANSLATABLE(
                "Core",
                "Name rule files, --endpoint URL, and --from and --to as Unix seconds or RFC 3339 with a time zone.")));
    const auto documents = requireRuleFiles(options->operands);
    if (!documents)
        return fail(err, "backtest", documents.error());
    prometheus::Endpoint endpoint;
    endpoint.url = options->value("--endpoint").toStdString();
    if (const auto valid = prometheus::validate(endpoint); !valid)
        return fail(err, "backtest", valid.error());
    prometheus::Client client(endpoint);
    base::JsonWriter json;
    json.beginObject().key("rules").beginArray();
    std::size_t ran = 0;
    std::size_t refused = 0;
    for (const auto &document : *documents) {
        for (const rules::RuleGroup &group : document->groups()) {
            for (std::size_t index = 0; index < group.rules.size(); ++index) {
                const rules::Rule &rule = group.rules[index];
                if (rule.kind != rules::RuleKind::Alerting ||
                    (options->has("--rule") && options->value("--rule").toStdString() != rule.name.value) ||
                    (options->has("--group") && options->value("--group").toStdString() != group.name.value))
                    continue;
                backtest::Plan plan = planOf(*document, group, rule);
                plan.from = *from;
                plan.to = *to;
                if (const auto judged = judge(group, rule, *documents, client, plan); !judged) {
                    fail(err, "backtest", judged.error());
                    ++refused;
                    continue;
                }
                backtest::BacktestRun run(plan, client);
                constexpr int attempts = 3;
                for (int attempt = 0; attempt < attempts && run.answeredTicks() < run.ticks(); ++attempt) {
                    if (attempt > 0 && run.error() && run.error()->kind != base::ErrorKind::Network &&
                        run.error()->kind != base::ErrorKind::Timeout)
                        break;
                    QEventLoop loop;
                    run.start([&] { loop.quit(); });
                    loop.exec();
                }
                if (run.error())
                    fail(err, "backtest", *run.error());
                if (run.answeredTicks() == 0 && run.ticks() > 0) {
                    ++refused;
                    continue;
                }
                ++ran;
                json.line().beginObject().key("file").string(document->file()).key("group").string(group.name.value);
                json.key("index").number(index).key("rule").string(rule.name.value);
                json.key("interval").string(rules::formatDuration(static_cast<double>(plan.interval) / 1000));
                json.key("phase").number(static_cast<double>(plan.phase) / 1000).key("phase_source").string("hash");
                writeHistory(json, run.history());
                json.key("method").string(run.usedInstantQueries() ? "instant" : "range");
                json.key("sent").beginArray().string(plan.expr).endArray().key("agreement").null().endObject();
            }
        }
    }
    json.endArray().endObject();
    out << json.text() << '\n';
    if (ran == 0 && refused == 0)
        return fail(err, "backtest", refusal(TRANSLATABLE("Core", "There is no such alerting rule in these files.")));
    return refused > 0 ? CouldNotRun : Fine;
}

} // namespace cli
