#include "cli/rulecommands.h"

#include "base/jsonwriter.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/rulefiles.h"

#include <array>
#include <ostream>

namespace cli {

namespace {

const char *containerName(rules::Container container)
{
    switch (container) {
    case rules::Container::Plain:
        return "plain";
    case rules::Container::ConfigMap:
        return "configmap";
    case rules::Container::PrometheusRule:
        return "prometheusrule";
    case rules::Container::Mimir:
        return "mimir";
    case rules::Container::Json:
        return "json";
    case rules::Container::Nested:
        return "nested";
    }
    return "";
}

void writeField(base::JsonWriter &json, const std::string &key, const rules::Field &field)
{
    json.key(key).beginObject().key("value").string(field.value);
    json.key("start").number(field.range.start).key("end").number(field.range.end).endObject();
}

void writePairs(base::JsonWriter &json, const char *key, const rules::Pairs &pairs)
{
    json.key(key).beginObject();
    for (const auto &[name, value] : pairs)
        writeField(json, name.value, value);
    json.endObject();
}

void writeRule(base::JsonWriter &json, const rules::RuleDocument &document, const rules::RuleGroup &group,
               std::size_t index)
{
    const rules::Rule &rule = group.rules[index];
    json.line()
        .beginObject()
        .key("file")
        .string(document.file())
        .key("container")
        .string(containerName(document.container()));
    json.key("document").number(group.document).key("key");
    if (group.key)
        json.string(*group.key);
    else
        json.null();
    json.key("group").string(group.name.value).key("index").number(index);
    json.key("kind")
        .string(rule.kind == rules::RuleKind::Recording ? "recording" : "alerting")
        .key("name")
        .string(rule.name.value);
    json.key("fields").beginObject();
    writeField(json, "expr", rule.expr);
    if (rule.forDuration)
        writeField(json, "for", *rule.forDuration);
    if (rule.keepFiringFor)
        writeField(json, "keep_firing_for", *rule.keepFiringFor);
    writePairs(json, "labels", rule.labels);
    writePairs(json, "annotations", rule.annotations);
    json.endObject().key("start").number(rule.range.start).key("end").number(rule.range.end).endObject();
}

} // namespace

int runRules(const QStringList &arguments, std::istream &, std::ostream &out, std::ostream &err)
{
    static constexpr std::array<OptionSpec, 1> specs = {{{"--format", true}}};
    const auto options = parseOptions(arguments, specs);
    if (!options)
        return fail(err, "rules", options.error());
    const auto format = choice(*options, "--format", {"json"}, "json");
    if (!format)
        return fail(err, "rules", format.error());
    if (options->operands.isEmpty())
        return fail(err, "rules",
                    {base::ErrorKind::Invalid, {TRANSLATABLE("Core", "Name the files or folders to read.")}, {}});
    const auto documents = requireRuleFiles(options->operands, "rules", err);
    if (!documents)
        return fail(err, "rules", documents.error());
    base::JsonWriter json;
    json.beginObject().key("rules").beginArray();
    for (const auto &document : *documents) {
        for (const rules::RuleGroup &group : document->groups()) {
            for (std::size_t i = 0; i < group.rules.size(); ++i)
                writeRule(json, *document, group, i);
        }
    }
    json.line().endArray().endObject();
    out << json.text() << '\n';
    return Fine;
}

} // namespace cli
