#include "cli/findings.h"

#include "base/jsonwriter.h"
#include "cli/sarif.h"

#include <ostream>
#include <set>
#include <string_view>

#include <QDir>

namespace cli {

namespace {

/// What is wrong and what to do. A server's own message, at the end of a sentence, rarely ends like one.
std::string sentencesOf(const deployment::Finding &finding)
{
    std::string text = finding.text.english();
    const std::string fix = finding.fix.english();
    if (fix.empty())
        return text;
    if (!text.empty() && std::string_view(".:;!?").find(text.back()) == std::string_view::npos)
        text += '.';
    return text + ' ' + fix;
}

void printFindingsAsText(const std::vector<ShownFinding> &findings, std::ostream &out)
{
    for (const ShownFinding &each : findings) {
        if (!each.file.empty())
            out << each.file << ':' << each.finding.line << ": ";
        out << base::severityName(each.finding.severity) << ": " << sentencesOf(each.finding);
        out << " [" << each.finding.id << ", " << deployment::groundName(each.finding.ground) << "]\n";
    }
}

void printFindingsAsJson(const std::vector<ShownFinding> &findings, std::ostream &out)
{
    base::JsonWriter json;
    json.beginObject().key("findings").beginArray();
    for (const ShownFinding &each : findings) {
        json.line().beginObject().key("id").string(each.finding.id);
        json.key("severity").string(base::severityName(each.finding.severity));
        json.key("ground").string(deployment::groundName(each.finding.ground));
        json.key("file");
        if (each.file.empty())
            json.null();
        else
            json.string(each.file);
        json.key("line");
        if (each.file.empty())
            json.null();
        else
            json.number(each.finding.line);
        json.key("text").string(each.finding.text.english());
        json.key("fix").string(each.finding.fix.english()).endObject();
    }
    json.line().endArray().endObject();
    out << json.text() << '\n';
}

void printFindingsAsSarif(const std::vector<ShownFinding> &findings, std::ostream &out)
{
    std::set<std::string> ids;
    for (const ShownFinding &each : findings)
        ids.insert(each.finding.id);
    base::JsonWriter json;
    beginSarif(json, ids);
    for (const ShownFinding &each : findings) {
        json.line().beginObject().key("ruleId").string(each.finding.id);
        json.key("level").string(sarifLevel(each.finding.severity));
        json.key("message").beginObject().key("text");
        json.string(sentencesOf(each.finding)).endObject();
        json.key("locations").beginArray();
        if (!each.file.empty()) {
            json.beginObject().key("physicalLocation").beginObject().key("artifactLocation").beginObject();
            json.key("uri").string(sarifUri(each.file)).endObject();
            json.key("region").beginObject().key("startLine").number(each.finding.line).endObject();
            json.endObject().endObject();
        }
        json.endArray().key("properties").beginObject().key("ground");
        json.string(deployment::groundName(each.finding.ground)).endObject().endObject();
    }
    endSarif(json);
    out << json.text() << '\n';
}

} // namespace

std::vector<ShownFinding> shownFindings(std::vector<deployment::Finding> findings,
                                        const workspace::Inspection &inspection, const QString &workspaceArgument)
{
    const bool absolute = QDir::isAbsolutePath(workspaceArgument);
    std::vector<ShownFinding> shown;
    shown.reserve(findings.size());
    for (deployment::Finding &finding : findings) {
        ShownFinding each{std::move(finding), {}};
        if (!each.finding.file.empty()) {
            const QString path = inspection.absolutePath(each.finding.role, each.finding.file);
            each.file = (absolute ? path : QDir::current().relativeFilePath(path)).toStdString();
        }
        shown.push_back(std::move(each));
    }
    return shown;
}

void printFindings(const std::vector<ShownFinding> &findings, const QString &format, std::ostream &out)
{
    if (format == "json")
        printFindingsAsJson(findings, out);
    else if (format == "sarif")
        printFindingsAsSarif(findings, out);
    else
        printFindingsAsText(findings, out);
}

} // namespace cli
