#include "cli/problemformats.h"

#include "base/jsonwriter.h"
#include "cli/sarif.h"

#include <algorithm>
#include <ostream>
#include <set>

namespace cli {

namespace {

std::string oneLine(std::string text)
{
    std::ranges::replace_if(
        text, [](char c) { return c == '\n' || c == '\r'; }, ' ');
    return text;
}

/// Escapes of GitHub's workflow commands.
std::string githubText(const std::string &text, bool property)
{
    std::string result;
    for (const char c : text) {
        switch (c) {
        case '%':
            result += "%25";
            break;
        case '\r':
            result += "%0D";
            break;
        case '\n':
            result += "%0A";
            break;
        case ':':
            result += property ? "%3A" : ":";
            break;
        case ',':
            result += property ? "%2C" : ",";
            break;
        default:
            result += c;
        }
    }
    return result;
}

} // namespace

void printText(const std::vector<FileProblem> &problems, std::ostream &out)
{
    for (const FileProblem &each : problems)
        out << each.file << ':' << each.start.line << ':' << each.start.column << ": "
            << base::severityName(each.diagnostic.severity) << ": " << oneLine(each.diagnostic.text.english()) << " ["
            << each.diagnostic.check << "]\n";
}

void printJson(const std::vector<FileProblem> &problems, std::size_t ruleCount, std::ostream &out)
{
    base::JsonWriter json;
    json.beginObject().key("problems").beginArray();
    for (const FileProblem &each : problems) {
        json.line().beginObject();
        json.key("file").string(each.file).key("line").number(each.start.line).key("column").number(each.start.column);
        json.key("end_line").number(each.end.line).key("end_column").number(each.end.column);
        json.key("severity")
            .string(base::severityName(each.diagnostic.severity))
            .key("check")
            .string(each.diagnostic.check);
        json.key("text").string(each.diagnostic.text.english()).key("fixes").beginArray();
        for (const base::Fix &fix : each.diagnostic.fixes) {
            json.beginObject().key("title").string(fix.title.english()).key("edits").beginArray();
            for (const base::TextEdit &edit : fix.edits)
                json.beginObject()
                    .key("start")
                    .number(edit.range.start)
                    .key("end")
                    .number(edit.range.end)
                    .key("text")
                    .string(edit.text)
                    .endObject();
            json.endArray().endObject();
        }
        json.endArray().endObject();
    }
    json.line().endArray().line().key("rules").number(ruleCount).endObject();
    out << json.text() << '\n';
}

void printSarif(const std::vector<FileProblem> &problems, std::ostream &out)
{
    std::set<std::string> ids;
    for (const FileProblem &each : problems)
        ids.insert(each.diagnostic.check);
    base::JsonWriter json;
    beginSarif(json, ids);
    for (const FileProblem &each : problems) {
        json.line().beginObject().key("ruleId").string(each.diagnostic.check);
        json.key("level").string(sarifLevel(each.diagnostic.severity));
        json.key("message").beginObject().key("text").string(each.diagnostic.text.english()).endObject();
        json.key("locations").beginArray().beginObject().key("physicalLocation").beginObject();
        json.key("artifactLocation").beginObject().key("uri").string(sarifUri(each.file)).endObject();
        json.key("region").beginObject();
        json.key("startLine").number(each.start.line);
        json.key("startColumn").number(each.startUnit);
        json.key("endLine").number(each.end.line);
        json.key("endColumn").number(each.endUnit).endObject();
        json.endObject().endObject().endArray().endObject();
    }
    endSarif(json);
    out << json.text() << '\n';
}

void printGithub(const std::vector<FileProblem> &problems, std::ostream &out)
{
    for (const FileProblem &each : problems) {
        const base::Severity severity = each.diagnostic.severity;
        out << "::" << (severity == base::Severity::Hint ? "notice" : base::severityName(severity))
            << " file=" << githubText(each.file, true) << ",line=" << each.start.line << ",col=" << each.start.column
            << ",endLine=" << each.end.line << ",endColumn=" << each.end.column
            << ",title=" << githubText(each.diagnostic.check, true)
            << "::" << githubText(each.diagnostic.text.english(), false) << '\n';
    }
}

} // namespace cli
