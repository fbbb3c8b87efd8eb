#pragma once

#include <map>
#include <optional>
#include <span>

#include <QStringList>

#include "base/result.h"
#include "promql/parser.h"

namespace cli {

/// An option that a command knows: `--format VALUE` (or `--format=VALUE`) or a plain switch like `--strict`.
struct OptionSpec
{
    /// With its dashes.
    const char *name;
    bool takesValue = false;
    bool repeatable = false;
};

/// What was written on the command line. Everything behind `--` is an operand.
struct Options
{
    QStringList operands;
    std::map<QString, QStringList> values;

    [[nodiscard]] bool has(const QString &option) const { return values.contains(option); }
    /// The last value written, or `fallback`.
    [[nodiscard]] QString value(const QString &option, const QString &fallback = {}) const;
    [[nodiscard]] QStringList all(const QString &option) const;
};

/// Fails with a sentence that names the argument: unknown option, missing value, option written twice.
[[nodiscard]] base::Result<Options> parseOptions(const QStringList &arguments, std::span<const OptionSpec> specs);

/// The value of `option` when it is one of `allowed`, `fallback` when it was not written.
[[nodiscard]] base::Result<QString> choice(const Options &options, const QString &option, const QStringList &allowed,
                                           const QString &fallback);

/// A whole number from 0 to `maximum`.
[[nodiscard]] base::Result<int> wholeNumber(const Options &options, const QString &option, int fallback, int maximum);

/// `--dialect 2.42` or any other MAJOR.MINOR from 2.42 to 3.14.
[[nodiscard]] base::Result<promql::Dialect> dialectOption(const Options &options);

/// Unix seconds of a number or an RFC 3339 time with a zone.
[[nodiscard]] std::optional<double> unixTime(const QString &text);

/// Prints `rulewright-cli COMMAND: sentence` and returns CouldNotRun.
int fail(std::ostream &err, const char *command, const base::Error &error);

} // namespace cli
