#include "cli/commands.h"
#include "cli/options.h"
#include "cli/promqlcommands.h"

#include "base/jsonwriter.h"
#include "promql/parser.h"
#include "promql/printer.h"

#include <algorithm>
#include <istream>
#include <ostream>
#include <string>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace cli {

namespace {

/// promtool's.
constexpr int defaultLineLength = 100;

std::string rejected(std::string_view message, base::ByteRange range = {})
{
    base::JsonWriter json;
    json.beginObject().key("valid").boolean(false).key("error").beginObject();
    json.key("message").string(message).key("start").number(range.start).key("end").number(range.end);
    json.endObject().endObject();
    return json.text();
}

std::string accepted(const promql::Tree &tree, std::size_t lineLength)
{
    base::JsonWriter json;
    json.beginObject().key("valid").boolean(true).key("type").string(promql::typeName(tree.root()->type));
    json.key("canonical")
        .string(promql::print(tree.root()))
        .key("pretty")
        .string(promql::prettyPrint(tree, lineLength))
        .endObject();
    return json.text();
}

/// UTF-8 of a JSON string. An escape may name half of a surrogate pair, which is no character: U+FFFD stands for it.
std::string utf8(QString text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text.at(i).isHighSurrogate() && i + 1 < text.size() && text.at(i + 1).isLowSurrogate())
            ++i;
        else if (text.at(i).isSurrogate())
            text[i] = QChar::ReplacementCharacter;
    }
    return text.toStdString();
}

/// False when `version` is no known version of Prometheus.
bool readDialect(const QJsonObject &request, promql::Dialect &dialect)
{
    const QJsonArray features = request["features"].toArray();
    const auto enabled = [&features](const char *feature) {
        return features.contains(QLatin1String(feature)) || features.contains(QLatin1String("all"));
    };
    dialect.experimentalFunctions = enabled("promql-experimental-functions");
    dialect.durationExpressions = enabled("promql-duration-expr");
    dialect.extendedRangeSelectors = enabled("promql-extended-range-selectors");
    dialect.binopFillModifiers = enabled("promql-binop-fill-modifiers");
    if (request["version"].isUndefined() || request["version"].isNull())
        return true;
    Options options;
    options.values["--dialect"] = {request["version"].toString()};
    const base::Result<promql::Dialect> version = dialectOption(options);
    if (!version)
        return false;
    dialect.major = version->major;
    dialect.minor = version->minor;
    return true;
}

std::string answer(const std::string &line)
{
    const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromStdString(line));
    if (!document.isObject())
        return rejected("the line is not a JSON object");
    const QJsonObject request = document.object();
    if (!request["expr"].isString())
        return rejected("the line has no \"expr\"");
    promql::Dialect dialect;
    if (!readDialect(request, dialect))
        return rejected("\"version\" is not a Prometheus version from 2.42 to 3.14");
    const promql::Tree tree = promql::parse(utf8(request["expr"].toString()), dialect);
    if (tree.valid())
        return accepted(tree, static_cast<std::size_t>(std::max(1, request["line_length"].toInt(defaultLineLength))));
    const base::Diagnostic &first = tree.diagnostics().front();
    return rejected(first.text.english(), first.range);
}

} // namespace

int runParse(const QStringList &arguments, std::istream &in, std::ostream &out, std::ostream &err)
{
    const base::Result<Options> options = parseOptions(arguments, {});
    if (!options)
        return fail(err, "parse", options.error());
    if (!options->operands.isEmpty())
        return fail(err, "parse",
                    {base::ErrorKind::Invalid,
                     {TRANSLATABLE("Core", "The expressions are read from the standard input."), {}},
                     {}});
    for (std::string line; std::getline(in, line);) {
        if (line.find_first_not_of(" \t\r") == std::string::npos)
            continue;
        out << answer(line) << '\n' << std::flush;
    }
    return Fine;
}

} // namespace cli
