#include "cli/rulecommands.h"

#include "checks/catalogue.h"
#include "cli/commands.h"
#include "cli/endpointoption.h"
#include "cli/options.h"
#include "cli/problemformats.h"
#include "cli/rulefiles.h"
#include "prometheus/client.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <iterator>
#include <optional>
#include <ostream>
#include <thread>

namespace cli {

namespace {

constexpr unsigned mostThreads = 8;

/// What is left of a file once it is checked: its text and trees are gone.
struct CheckedFile
{
    std::vector<FileProblem> problems;
    std::size_t ruleCount = 0;
    std::optional<base::Error> error;
    /// See InputFile.
    bool skippable = false;
};

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

CheckedFile checkFile(const InputFile &input, const promql::Dialect &dialect, unsigned threads)
{
    CheckedFile result;
    auto text = readFile(input.file);
    if (!text) {
        result.skippable = input.canBeSkipped(text.error());
        result.error = text.error();
        return result;
    }
    const auto document = rules::loadForReading(input.file, std::move(*text), dialect, threads);
    std::vector<base::Diagnostic> diagnostics;
    if (document->holdsRules()) {
        diagnostics = checks::check(*document, threads);
        result.ruleCount = document->ruleCount();
    } else if (input.named) {
        base::Diagnostic none;
        none.check = "rules/none";
        none.text = {TRANSLATABLE("Core", "This file holds no rules.")};
        diagnostics.push_back(std::move(none));
        std::ranges::copy(document->diagnostics(), std::back_inserter(diagnostics));
    }
    if (diagnostics.empty())
        return result;
    const base::LineTable lines(document->text());
    for (base::Diagnostic &each : diagnostics) {
        FileProblem problem{input.file, lines.position(each.range.start), lines.position(each.range.end), 1, 1, {}};
        problem.startUnit = unitColumn(document->text(), each.range.start, problem.start.column);
        problem.endUnit = unitColumn(document->text(), each.range.end, problem.end.column);
        problem.diagnostic = std::move(each);
        result.problems.push_back(std::move(problem));
    }
    return result;
}

/// In the order of `inputs`, by as many threads as the machine has.
std::vector<CheckedFile> checkFiles(const std::vector<InputFile> &inputs, const promql::Dialect &dialect)
{
    const unsigned threads = std::clamp(std::thread::hardware_concurrency(), 1U, mostThreads);
    const auto workers = static_cast<unsigned>(std::min<std::size_t>(threads, inputs.size()));
    std::vector<CheckedFile> results(inputs.size());
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t i = next++; i < inputs.size(); i = next++)
            results[i] = checkFile(inputs[i], dialect, std::max(threads / workers, 1U));
    };
    std::vector<std::jthread> helpers;
    for (unsigned i = 1; i < workers; ++i)
        helpers.emplace_back(work);
    work();
    helpers.clear();
    return results;
}

} // namespace

int runCheck(const QStringList &arguments, std::istream &, std::ostream &out, std::ostream &err)
{
    static constexpr std::array<OptionSpec, 5> specs = {
        {{"--format", true}, {"--strict"}, {"--dialect", true}, {"--endpoint", true}, endpointOptionSpec}};
    const auto options = parseOptions(arguments, specs);
    if (!options)
        return fail(err, "check", options.error());
    if (options->operands.isEmpty())
        return fail(err, "check",
                    {base::ErrorKind::Invalid, {TRANSLATABLE("Core", "Name the files or folders to check.")}, {}});
    const auto format = choice(*options, "--format", {"text", "json", "sarif", "github"}, "text");
    if (!format)
        return fail(err, "check", format.error());
    auto dialect = dialectOption(*options);
    if (!dialect)
        return fail(err, "check", dialect.error());
    const auto inputs = expandPaths(options->operands);
    if (!inputs)
        return fail(err, "check", inputs.error());
    if (asksEndpoint(*options)) {
        const auto endpoint = endpointOption(*options);
        if (!endpoint)
            return fail(err, "check", endpoint.error());
        prometheus::Client client(*endpoint);
        const auto facts = askFacts(client);
        if (!facts)
            return fail(err, "check", facts.error());
        dialect = dialectOption(*options, *facts);
    }
    std::vector<FileProblem> problems;
    std::size_t ruleCount = 0;
    bool allRead = true;
    for (CheckedFile &file : checkFiles(*inputs, *dialect)) {
        if (file.error) {
            fail(err, "check", *file.error);
            allRead = allRead && file.skippable;
        }
        ruleCount += file.ruleCount;
        std::ranges::move(file.problems, std::back_inserter(problems));
    }
    std::ranges::stable_sort(problems, {}, &FileProblem::file);
    if (*format == "json")
        printJson(problems, ruleCount, out);
    else if (*format == "sarif")
        printSarif(problems, out);
    else if (*format == "github")
        printGithub(problems, out);
    else
        printText(problems, out);
    if (!allRead)
        return CouldNotRun;
    const base::Severity worst = options->has("--strict") ? base::Severity::Warning : base::Severity::Error;
    return std::ranges::any_of(problems, [worst](const FileProblem &each) { return each.diagnostic.severity <= worst; })
               ? ProblemsFound
               : Fine;
}

} // namespace cli
