#include "backtest/loadeddocuments.h"

#include "base/jsonwriter.h"
#include "rules/duration.h"

#include <map>

namespace backtest {

namespace {

void writeLabels(base::JsonWriter &json, const char *key, const alerting::Labels &labels)
{
    if (labels.empty())
        return;
    json.key(key).beginObject();
    for (const auto &[name, value] : labels)
        json.key(name).string(value);
    json.endObject();
}

void writeLoadedRule(base::JsonWriter &json, const alerting::LoadedRule &rule)
{
    json.line().beginObject();
    json.key(rule.alerting ? "alert" : "record").string(rule.name).key("expr").string(rule.expr);
    if (rule.forSeconds > 0)
        json.key("for").string(rules::formatDuration(rule.forSeconds));
    if (rule.keepFiringForSeconds > 0)
        json.key("keep_firing_for").string(rules::formatDuration(rule.keepFiringForSeconds));
    writeLabels(json, "labels", rule.labels);
    writeLabels(json, "annotations", rule.annotations);
    json.endObject();
}

} // namespace

std::vector<std::shared_ptr<const rules::RuleDocument>> documentsOf(const alerting::LoadedRules &loaded,
                                                                    const std::string &server)
{
    std::map<std::string, base::JsonWriter> files;
    for (const alerting::LoadedGroup &group : loaded) {
        const auto [file, isNew] = files.try_emplace(group.file);
        base::JsonWriter &json = file->second;
        if (isNew)
            json.beginObject().key("groups").beginArray();
        json.line().beginObject().key("name").string(group.name);
        if (group.intervalSeconds > 0)
            json.key("interval").string(rules::formatDuration(group.intervalSeconds));
        json.key("rules").beginArray();
        for (const alerting::LoadedRule &rule : group.rules)
            writeLoadedRule(json, rule);
        json.endArray().endObject();
    }
    std::vector<std::shared_ptr<const rules::RuleDocument>> documents;
    for (auto &[file, json] : files) {
        json.endArray().endObject();
        documents.push_back(rules::load(server + ':' + file, json.text()));
    }
    return documents;
}

} // namespace backtest
