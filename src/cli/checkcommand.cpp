#include "cli/rulecommands.h"

#include "base/jsonwriter.h"
#include "base/linetable.h"
#include "checks/catalogue.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/rulefiles.h"

#include <algorithm>
#include <array>
#include <map>
#include <ostream>
#include <set>

#include <QCoreApplication>
#include <QUrl>

namespace cli {

namespace {

struct FoundProblem
{
    std::string file;
    /// The whole text of the file; RuleFiles owns it.
    std::string_view text;
    base::Position start;
    base::Position end;
    base::Diagnostic diagnostic;
};

const char *severityName(base::Severity severity)
{
    switch (severity) {
    case base::Severity::Error:
        return "error";
    case base::Severity::Warning:
        return "warning";
    case base::Severity::Hint:
        return "hint";
    }
    return "";
}

std::vector<FoundProblem> problemsOf(const RuleFiles &files)
{
    std::vector<FoundProblem> problems;
    const auto add = [&problems](const rules::RuleDocument &document, std::vector<base::Diagnostic> diagnostics) {
        const base::LineTable lines(document.text());
        for (base::Diagnostic &each : diagnostics)
            problems.push_back({document.file(), document.text(), lines.position(each.range.start),
                                lines.position(each.range.end), std::move(each)});
    };
    for (const auto &document : files.documents)
        add(*document, checks::check(*document));
    for (const auto &document : files.without) {
        std::vector<base::Diagnostic> diagnostics = document->diagnostics();
        base::Diagnostic none;
        none.check = "rules/none";
        none.text = {TRANSLATABLE("Core", "This file holds no rules.")};
        diagnostics.insert(diagnostics.begin(), std::move(none));
        add(*document, std::move(diagnostics));
    }
    std::ranges::stable_sort(problems, {}, &FoundProblem::file);
    return problems;
}

/// The 1-based column of the byte `offset`, `column` in bytes, in UTF-16 units.
std::size_t unitColumn(std::string_view text, std::size_t offset, std::size_t column)
{
    std::size_t units = 1;
    for (const char c : text.substr(offset - (column - 1), column - 1)) {
        const auto byte = static_cast<unsigned char>(c);
        // A lead byte of four stands for a surrogate pair.
        units += (byte & 0xC0U) == 0x80U ? 0 : byte >= 0xF0U ? 2 : 1;
    }
    return units;
}

std::string uriOf(const std::string &file)
{
    const std::string path = QUrl::toPercentEncoding(QString::fromStdString(file), "/").toStdString();
    return (path.starts_with('/') ? "file://" : "") + path;
}

std::string oneLine(std::string text)
{
    std::ranges::replace_if(
        text, [](char c) { return c == '\n' || c == '\r'; }, ' ');
    return text;
}

void printText(const std::vector<FoundProblem> &problems, std::ostream &out)
{
    for (const FoundProblem &each : problems)
        out << each.file << ':' << each.start.line << ':' << each.start.column << ": "
            << severityName(each.diagnostic.severity) << ": " << oneLine(each.diagnostic.text.english()) << " ["
            << each.diagnostic.check << "]\n";
}

void printJson(const std::vector<FoundProblem> &problems, std::size_t ruleCount, std::ostream &out)
{
    base::JsonWriter json;
    json.beginObject().key("problems").beginArray();
    for (const FoundProblem &each : problems) {
        json.line().beginObject();
        json.key("file").string(each.file).key("line").number(each.start.line).key("column").number(each.start.column);
        json.key("end_line").number(each.end.line).key("end_column").number(each.end.column);
        json.key("severity").string(severityName(each.diagnostic.severity)).key("check").string(each.diagnostic.check);
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

void printSarif(const std::vector<FoundProblem> &problems, std::ostream &out)
{
    std::set<std::string> ids;
    for (const FoundProblem &each : problems)
        ids.insert(each.diagnostic.check);
    base::JsonWriter json;
    json.beginObject()
        .key("$schema")
        .string("https://json.schemastore.org/sarif-2.1.0.json")
        .key("version")
        .string("2.1.0");
    json.key("runs").beginArray().beginObject();
    json.key("tool").beginObject().key("driver").beginObject().key("name").string("Rulewright");
    json.key("version").string(QCoreApplication::applicationVersion().toStdString()).key("rules").beginArray();
    for (const std::string &id : ids)
        json.beginObject().key("id").string(id).endObject();
    json.endArray().endObject().endObject();
    json.key("columnKind").string("utf16CodeUnits").key("results").beginArray();
    for (const FoundProblem &each : problems) {
        const base::Severity severity = each.diagnostic.severity;
        json.line().beginObject().key("ruleId").string(each.diagnostic.check);
        json.key("level").string(severity == base::Severity::Hint ? "note" : severityName(severity));
        json.key("message").beginObject().key("text").string(each.diagnostic.text.english()).endObject();
        json.key("locations").beginArray().beginObject().key("physicalLocation").beginObject();
        json.key("artifactLocation").beginObject().key("uri").string(uriOf(each.file)).endObject();
        json.key("region").beginObject();
        const base::ByteRange range = each.diagnostic.range;
        json.key("startLine").number(each.start.line);
        json.key("startColumn").number(unitColumn(each.text, range.start, each.start.column));
        json.key("endLine").number(each.end.line);
        json.key("endColumn").number(unitColumn(each.text, range.end, each.end.column)).endObject();
        json.endObject().endObject().endArray().endObject();
    }
    json.line().endArray().endObject().endArray().endObject();
    out << json.text() << '\n';
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

void printGithub(const std::vector<FoundProblem> &problems, std::ostream &out)
{
    for (const FoundProblem &each : problems) {
        const base::Severity severity = each.diagnostic.severity;
        out << "::" << (severity == base::Severity::Hint ? "notice" : severityName(severity))
            << " file=" << githubText(each.file, true) << ",line=" << each.start.line << ",col=" << each.start.column
            << ",endLine=" << each.end.line << ",endColumn=" << each.end.column
            << ",title=" << githubText(each.diagnostic.check, true)
            << "::" << githubText(each.diagnostic.text.english(), false) << '\n';
    }
}

} // namespace

int runCheck(const QStringList &arguments, std::istream &, std::ostream &out, std::ostream &err)
{
    static constexpr std::array<OptionSpec, 4> specs = {
        {{"--format", true}, {"--strict"}, {"--dialect", true}, {"--endpoint", true}}};
    const auto options = parseOptions(arguments, specs);
    if (!options)
        return fail(err, "check", options.error());
    if (options->operands.isEmpty())
        return fail(err, "check",
                    {base::ErrorKind::Invalid, {TRANSLATABLE("Core", "Name the files or folders to check.")}, {}});
    if (options->has("--endpoint"))
        return fail(err, "check",
                    {base::ErrorKind::Unsupported,
                     {TRANSLATABLE("Core", "This version checks rules without an endpoint only.")},
                     {}});
    const auto format = choice(*options, "--format", {"text", "json", "sarif", "github"}, "text");
    if (!format)
        return fail(err, "check", format.error());
    const auto dialect = dialectOption(*options);
    if (!dialect)
        return fail(err, "check", dialect.error());
    const auto files = loadRuleFiles(options->operands, *dialect);
    if (!files)
        return fail(err, "check", files.error());
    const std::vector<FoundProblem> problems = problemsOf(*files);
    std::size_t ruleCount = 0;
    for (const auto &document : files->documents)
        ruleCount += document->ruleCount();
    if (*format == "json")
        printJson(problems, ruleCount, out);
    else if (*format == "sarif")
        printSarif(problems, out);
    else if (*format == "github")
        printGithub(problems, out);
    else
        printText(problems, out);
    const base::Severity worst = options->has("--strict") ? base::Severity::Warning : base::Severity::Error;
    return std::ranges::any_of(problems,
                               [worst](const FoundProblem &each) { return each.diagnostic.severity <= worst; })
               ? ProblemsFound
               : Fine;
}

} // namespace cli
