#include "backtest/rulebacktest.h"

#include "base/jsonwriter.h"
#include "cli/commands.h"
#include "cli/endpointoption.h"
#include "cli/history.h"
#include "cli/options.h"
#include "cli/rulecommands.h"
#include "cli/rulefiles.h"
#include "prometheus/client.h"
#include "prometheus/serverclock.h"
#include "rules/duration.h"

#include <algorithm>
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
    json.line().beginObject().key("file").string(ref.file).key("document").number(ref.document).key("key");
    if (ref.key)
        json.string(*ref.key);
    else
        json.null();
    json.key("group").string(ref.group).key("index").number(ref.index).key("rule").string(result.alert.name);
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

/// Why a run has nothing to tell, where the server and not the rule is the reason.
std::optional<base::Error> serverFailure(const backtest::RuleBacktest &run, const backtest::ServerKnowledge &knowledge)
{
    static constexpr std::array kinds = {base::ErrorKind::Network, base::ErrorKind::Timeout,
                                         base::ErrorKind::Permission, base::ErrorKind::Busy,
                                         base::ErrorKind::Unsupported};
    if (!run.answered())
        return run.error() && !run.refused() && std::ranges::find(kinds, run.error()->kind) != kinds.end()
                   ? run.error()
                   : std::nullopt;
    // One that refuses whatever it is asked, and says nothing of itself either.
    const auto &answers = run.result().values.answers;
    const bool none = std::ranges::none_of(
        answers, [](const backtest::TickAnswer &tick) { return tick.state == backtest::TickState::Answered; });
    return none && knowledge.facts.application.empty() ? knowledge.rulesError : std::nullopt;
}

/// The alerting rules that are asked for, in the order of the files.
std::vector<rules::RuleRef> chosenRules(const backtest::Documents &documents, const Options &options)
{
    std::vector<rules::RuleRef> chosen;
    const auto fits = [&options](const QString &option, const std::string &name) {
        return !options.has(option) || options.value(option).toStdString() == name;
    };
    for (const auto &document : documents) {
        for (const rules::RuleGroup &group : document->groups()) {
            for (std::size_t index = 0; index < group.rules.size(); ++index) {
                const rules::Rule &rule = group.rules[index];
                if (rule.kind == rules::RuleKind::Alerting && fits("--rule", rule.name.value) &&
                    fits("--group", group.name.value))
                    chosen.push_back(document->refOf(group, index));
            }
        }
    }
    return chosen;
}

/// Of one run of the command.
struct BacktestRun
{
    std::size_t ran = 0;
    std::size_t failed = 0;
    /// Why the rules after it were not asked.
    std::optional<base::Error> gaveUp;
};

BacktestRun runRules(const backtest::BacktestRequest &common, const std::vector<rules::RuleRef> &chosen,
                     prometheus::Client &client, const std::shared_ptr<const backtest::ServerKnowledge> &knowledge,
                     base::JsonWriter &json, std::ostream &err)
{
    // A server that answers nobody so often in a row is not asked for the rest of a thousand rules.
    constexpr int mostFailures = 3;
    BacktestRun outcome;
    int failures = 0;
    for (const rules::RuleRef &ref : chosen) {
        backtest::BacktestRequest request = common;
        request.rule = ref;
        backtest::RuleBacktest run(std::move(request), client, knowledge);
        finish(run);
        const std::optional<base::Error> &error = run.error();
        const std::optional<base::Error> ofServer = serverFailure(run, *knowledge);
        failures = ofServer ? failures + 1 : 0;
        if (ofServer && (outcome.ran == 0 || failures == mostFailures)) {
            outcome.gaveUp = ofServer;
            return outcome;
        }
        if (error)
            fail(err, "backtest", *error);
        if (!run.answered() || ofServer) {
            ++outcome.failed;
            continue;
        }
        ++outcome.ran;
        for (const base::Text &warning : run.result().warnings)
            err << "rulewright-cli backtest: " << run.result().alert.name << ": " << warning.english() << '\n';
        writeResult(json, ref, run.result());
    }
    return outcome;
}

base::Result<void> checkTimes(const Options &options)
{
    const auto from = historyTime(options.value("--from"));
    const auto to = historyTime(options.value("--to"));
    if (options.operands.isEmpty() || !options.has("--endpoint") || !from || !to)
        return refusal(TRANSLATABLE(
            "Core",
            "Name rule files, --endpoint URL, and --from and --to as Unix seconds or RFC 3339 with a time zone."));
    if (*from > *to)
        return timesBackwards(options);
    return {};
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
    if (const auto times = checkTimes(*options); !times)
        return fail(err, "backtest", times.error());
    const auto endpoint = endpointOption(*options);
    if (!endpoint)
        return fail(err, "backtest", endpoint.error());
    // Files that cannot be read, and rules that are not there, are told before anything is asked.
    const auto unread = requireRuleFiles(options->operands, "backtest", err);
    if (!unread)
        return fail(err, "backtest", unread.error());
    const std::vector<rules::RuleRef> chosen = chosenRules(*unread, *options);
    if (chosen.empty() && (options->has("--rule") || options->has("--group")))
        return fail(err, "backtest", refusal(TRANSLATABLE("Core", "There is no such alerting rule in these files.")));
    prometheus::Client client(*endpoint);
    const std::shared_ptr<const backtest::ServerKnowledge> knowledge = knowledgeOf(client);
    if (const double ahead = knowledge->facts.clockAheadSeconds; ahead != 0)
        err << "rulewright-cli backtest: " << prometheus::clockText(*endpoint, ahead).english() << '\n';
    // In the language that the server speaks.
    std::ostream told(nullptr);
    const auto documents = requireRuleFiles(options->operands, "backtest", told, knowledge->facts.dialect());
    if (!documents)
        return fail(err, "backtest", documents.error());
    backtest::BacktestRequest common;
    common.documents = *documents;
    common.recordings =
        std::make_shared<const std::vector<backtest::RecordingRule>>(backtest::recordingsFor(*documents, *knowledge));
    common.from = *historyTime(options->value("--from"));
    common.to = *historyTime(options->value("--to"));
    base::JsonWriter json;
    json.beginObject().key("server").beginObject().key("application").string(knowledge->facts.application);
    json.key("version").string(knowledge->facts.version).endObject().key("rules").beginArray();
    const BacktestRun outcome = runRules(common, chosen, client, knowledge, json, err);
    json.endArray().endObject();
    // Without a single answer there is no result.
    if (outcome.ran > 0 || !outcome.gaveUp)
        out << json.text() << '\n';
    if (outcome.gaveUp)
        return fail(err, "backtest", *outcome.gaveUp);
    return outcome.failed > 0 ? CouldNotRun : Fine;
}

} // namespace cli
