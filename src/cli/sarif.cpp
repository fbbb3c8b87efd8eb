#include "cli/sarif.h"

#include "base/jsonwriter.h"

#include <QCoreApplication>
#include <QUrl>

namespace cli {

void beginSarif(base::JsonWriter &json, const std::set<std::string> &ruleIds)
{
    json.beginObject().key("$schema").string("https://json.schemastore.org/sarif-2.1.0.json");
    json.key("version").string("2.1.0").key("runs").beginArray().beginObject();
    json.key("tool").beginObject().key("driver").beginObject().key("name").string("Rulewright");
    json.key("version").string(QCoreApplication::applicationVersion().toStdString()).key("rules").beginArray();
    for (const std::string &id : ruleIds)
        json.beginObject().key("id").string(id).endObject();
    json.endArray().endObject().endObject();
    json.key("columnKind").string("utf16CodeUnits").key("results").beginArray();
}

void endSarif(base::JsonWriter &json)
{
    json.line().endArray().endObject().endArray().endObject();
}

const char *sarifLevel(base::Severity severity)
{
    return severity == base::Severity::Hint ? "note" : base::severityName(severity);
}

std::string sarifUri(const std::string &file)
{
    const std::string path = QUrl::toPercentEncoding(QString::fromStdString(file), "/").toStdString();
    return (path.starts_with('/') ? "file://" : "") + path;
}

} // namespace cli
