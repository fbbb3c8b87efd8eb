#include "cli/options.h"

#include "cli/commands.h"
#include "promql/dialecttext.h"

#include <algorithm>
#include <cmath>
#include <ostream>

#include <QDateTime>

namespace cli {

namespace {

base::Error usageError(const char *sentence, const QStringList &arguments)
{
    std::vector<std::string> texts;
    for (const QString &argument : arguments)
        texts.push_back(argument.toStdString());
    return {base::ErrorKind::Invalid, {sentence, std::move(texts)}, {}};
}

} // namespace

QString Options::value(const QString &option, const QString &fallback) const
{
    const auto found = values.find(option);
    return found == values.end() || found->second.isEmpty() ? fallback : found->second.last();
}

QStringList Options::all(const QString &option) const
{
    const auto found = values.find(option);
    return found == values.end() ? QStringList() : found->second;
}

base::Result<Options> parseOptions(const QStringList &arguments, std::span<const OptionSpec> specs)
{
    Options options;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString &argument = arguments[i];
        if (argument == "--") {
            options.operands += arguments.mid(i + 1);
            break;
        }
        if (!argument.startsWith('-') || argument == "-") {
            options.operands += argument;
            continue;
        }
        const qsizetype equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
        const QString name = argument.left(equals < 0 ? argument.size() : equals);
        const auto spec = std::ranges::find_if(specs, [&](const OptionSpec &each) { return name == each.name; });
        if (spec == specs.end())
            return usageError(TRANSLATABLE("Core", "There is no option %1."), {name});
        if (!spec->takesValue && equals >= 0)
            return usageError(TRANSLATABLE("Core", "The option %1 takes no value."), {name});
        if (spec->takesValue && equals < 0 && i + 1 == arguments.size())
            return usageError(TRANSLATABLE("Core", "The option %1 needs a value."), {name});
        if (options.has(name) && !spec->repeatable)
            return usageError(TRANSLATABLE("Core", "The option %1 is written twice."), {name});
        QStringList &values = options.values[name];
        if (spec->takesValue)
            values += equals < 0 ? arguments[++i] : argument.mid(equals + 1);
    }
    return options;
}

base::Result<QString> choice(const Options &options, const QString &option, const QStringList &allowed,
                             const QString &fallback)
{
    const QString value = options.value(option, fallback);
    if (allowed.contains(value))
        return value;
    return usageError(TRANSLATABLE("Core", "The option %1 is one of %2, not \"%3\"."),
                      {option, allowed.join(", "), value});
}

base::Result<int> wholeNumber(const Options &options, const QString &option, int fallback, int maximum)
{
    if (!options.has(option))
        return fallback;
    bool ok = false;
    const int number = options.value(option).toInt(&ok);
    if (ok && number >= 0 && number <= maximum)
        return number;
    return usageError(TRANSLATABLE("Core", "The option %1 is a whole number from 0 to %2, not \"%3\"."),
                      {option, QString::number(maximum), options.value(option)});
}

base::Result<promql::Dialect> dialectOption(const Options &options)
{
    promql::Dialect dialect;
    if (!options.has("--dialect"))
        return dialect;
    const QString value = options.value("--dialect");
    if (const std::optional<promql::Version> version = promql::versionFromText(value.toStdString())) {
        dialect.major = version->major;
        dialect.minor = version->minor;
        return dialect;
    }
    return usageError(
        TRANSLATABLE("Core", "The option --dialect is a Prometheus version from 2.42 to 3.14, not \"%1\"."), {value});
}

std::optional<double> unixTime(const QString &text)
{
    bool number = false;
    const double seconds = text.toDouble(&number);
    if (number && std::isfinite(seconds) && std::abs(seconds) < 1e11)
        return seconds;
    const QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs);
    if (!time.isValid() || time.timeSpec() == Qt::LocalTime)
        return std::nullopt;
    return static_cast<double>(time.toMSecsSinceEpoch()) / 1000;
}

int fail(std::ostream &err, const char *command, const base::Error &error)
{
    err << "rulewright-cli " << command << ": " << error.text.english() << '\n';
    if (!error.detail.empty())
        err << error.detail << (error.detail.back() == '\n' ? "" : "\n");
    return CouldNotRun;
}

} // namespace cli
