#include "backtest/rulebacktest.h"

#include "base/jsonwriter.h"
#include "cli/commands.h"
#include "cli/endpointoption.h"
#include "cli/history.h"
#include "cli/options.h"
#include "cli/rulecommands.h"
#include "cli/rulefiles.h"
#include "prometheus/client.h"
#include "rules/duration.h"

#include <array>
#include <ostream>

namespace cli {

namespace {

base::Error refusal(const char *text, std::vector<std::string> arguments = {}, std::string detail = {})
{
    return {base::ErrorKind::Unsupported, {text, std::move(arguments)}, std::move(detail)};
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

void writeLabels(base::JsonWriter &json, const alerting::Labels &labels)
{
    json.beginObject();
    for (const auto &[name, value] : labels)
        json.key(name).string(value);
    json.endObject();
}

void writeHistory(base::JsonWriter &json, const alerting::RuleHistory &history)
{
    json.key("firing_ratio").number(history.firingRatio()).key("firings").number(history.firings());
    json.key("unknown_ratio").number(history.unknownRatio()).key("alerts").beginArray();
    for (const alerting::AlertHistory &alert : history.alerts) {
        json.line().beginObject().key("labels");
        writeLabels(json, alert.labels);
        writeBands(json, "pending", alert.pending);
        writeBands(json, "firing", alert.firing);
        json.endObject();
    }
    json.endArray();
}

void writeAgreement(base::JsonWriter &json, const std::optional<backtest::Agreement> &agreement)
{
    json.key("agreement");
    if (!agreement) {
        json.null();
        return;
    }
    json.beginObject().key("same").number(agreement->same).key("of").number(agreement->of);
    json.key("text").string(agreement->text().english());
    json.key("since").number(static_cast<double>(agreement->since) / 1000).key("differences").beginArray();
    for (const backtest::Disagreement &each : agreement->differences) {
        json.line().beginObject().key("labels");
        writeLabels(json, each.labels);
        writeBands(json, "backtest", each.backtest ? std::vector{*each.backtest} : std::vector<alerting::Band>());
        writeBands(json, "alerts", each.recorded ? std::vector{*each.recorded} : std::vector<alerting::Band>());
        json.endObject();
    }
    json.endArray().endObject();
}

const char *reasonName(backtest::InlineReason reason)
{
    switch (reason) {
    case backtest::InlineReason::NotLoaded:
        return "not loaded";
    case backtest::InlineReason::OtherExpression:
        return "loaded otherwise";
    case backtest::InlineReason::TooYoung:
        return "too young";
    }
    return "";
}

void writeTrust(base::JsonWriter &json, const backtest::BacktestResult &result)
{
    json.key("exact").boolean(result.exact).key("inlined").beginArray();
    for (std::size_t i = 0; i < result.inlining.inlined.size(); ++i) {
        json.beginObject().key("rule").string(result.inlinedRules[i].name);
        json.key("reason").string(reasonName(result.inlining.inlined[i].reason)).endObject();
    }
    json.endArray().key("self_checks").beginArray();
    for (const backtest::SelfCheck &check : result.selfChecks) {
        json.beginObject().key("rule").string(check.rule).key("ticks").number(check.ticks);
        json.key("different").number(check.different).endObject();
    }
    json.endArray().key("spread");
    if (result.spread) {
        json.beginObject().key("firing_ratio").beginArray().number(result.spread->leastRatio);
        json.number(result.spread->mostRatio).endArray().key("firings").beginArray();
        json.number(result.spread->leastFirings).number(result.spread->mostFirings).endArray().endObject();
    } else {
        json.null();
    }
    json.key("warnings").beginArray();
    for (const base::Text &warning : result.warnings)
        json.string(warning.english());
    json.endArray();
}

void writeResult(base::JsonWriter &json, const rules::RuleRef &ref, const backtest::BacktestResult &result)
{
    json.line().beginObject().key("file").string(ref.file).key("group").string(ref.group);
    json.key("index").number(ref.index).key("rule").string(result.alert.name);
    json.key("interval").string(rules::formatDuration(static_cast<double>(result.timing.interval) / 1000));
    json.key("phase").number(static_cast<double>(*result.timing.phase) / 1000);
    json.key("phase_source").string(backtest::phaseSourceName(result.phaseSource));
    writeHistory(json, result.history);
    json.key("method").string(result.usedInstantQueries ? "instant" : "range").key("sent").beginArray();
    for (const std::string &sent : result.sent)
        json.string(sent);
    json.endArray();
    writeAgreement(json, result.agreement);
    writeTrust(json, result);
    json.endObject();
}

/// Runs to the end; what failed on the way is asked again, a server that is down only a few times.
void finish(backtest::RuleBacktest &run)
{
    constexpr int attempts = 3;
    for (int attempt = 0; attempt < attempts; ++attempt) {
        runUntilDone([&run](std::function<void()> done) { run.start(std::move(done)); });
        const std::optional<base::Error> &error = run.error();
        if (!error || (error->kind != base::ErrorKind::Network && error->kind != base::ErrorKind::Timeout))
            return;
    }
}

} // namespace

int runBacktest(const QStringList &arguments, std::istream &, std::ostream &out, std::ostream &err)
{
    static constexpr std::array<OptionSpec, 7> specs = {{{"--endpoint", true},
                                                         endpointOptionSpec,
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
    const auto from = historyTime(options->value("--from"));
    const auto to = historyTime(options->value("--to"));
    if (options->operands.isEmpty() || !options->has("--endpoint") || !from || !to || *from > *to)
        return fail(
            err, "backtest",
            refusal(TRANSLATABLE(
                "Core",
                "Name rule files, --endpoint URL, and --from and --to as Unix seconds or RFC 3339 with a time zone.")));
    const auto endpoint = endpointOption(*options);
    if (!endpoint)
        return fail(err, "backtest", endpoint.error());
    // Files that cannot be read are told before anything is asked.
    if (const auto documents = requireRuleFiles(options->operands); !documents)
        return fail(err, "backtest", documents.error());
    prometheus::Client client(*endpoint);
    const std::shared_ptr<const backtest::ServerKnowledge> knowledge = knowledgeOf(client);
    const auto documents = requireRuleFiles(options->operands, knowledge->facts.dialect());
    if (!documents)
        return fail(err, "backtest", documents.error());
    base::JsonWriter json;
    json.beginObject().key("server").beginObject().key("application").string(knowledge->facts.application);
    json.key("version").string(knowledge->facts.version).endObject().key("rules").beginArray();
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
                backtest::BacktestRequest request;
                request.documents = *documents;
                request.rule = document->refOf(group, index);
                request.from = *from;
                request.to = *to;
                backtest::RuleBacktest run(request, client, knowledge);
                finish(run);
                if (run.error())
                    fail(err, "backtest", *run.error());
                if (!run.answered()) {
                    ++refused;
                    continue;
                }
                ++ran;
                for (const base::Text &warning : run.result().warnings)
                    err << "rulewright-cli backtest: " << rule.name.value << ": " << warning.english() << '\n';
                writeResult(json, request.rule, run.result());
            }
        }
    }
    json.endArray().endObject();
    out << json.text() << '\n';
    const bool chosen = options->has("--rule") || options->has("--group");
    if (chosen && ran == 0 && refused == 0)
        return fail(err, "backtest", refusal(TRANSLATABLE("Core", "There is no such alerting rule in these files.")));
    return refused > 0 ? CouldNotRun : Fine;
}

} // namespace cli
