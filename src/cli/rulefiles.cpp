#include "cli/rulefiles.h"

#include "cli/options.h"
#include "cli/problemformats.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <ostream>
#include <set>

#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

namespace cli {

namespace {

namespace fs = std::filesystem;

constexpr qint64 largestFile = 64LL << 20;

bool hasRuleExtension(const fs::path &path)
{
    constexpr std::array<std::string_view, 4> extensions = {".yml", ".yaml", ".json", ".rules"};
    return std::ranges::find(extensions, path.extension().string()) != extensions.end();
}

base::Error notReadable(const std::string &path, const std::string &reason)
{
    return {base::ErrorKind::Io, {TRANSLATABLE("Core", "%1 cannot be read: %2."), {path, reason}}, {}};
}

base::Result<std::vector<InputFile>> filesBelow(const std::string &folder)
{
    std::vector<InputFile> files;
    std::error_code error;
    fs::recursive_directory_iterator entry(folder, fs::directory_options::none, error);
    for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
        std::error_code ignored;
        if (entry->is_directory(ignored) && entry->path().filename() == ".git")
            entry.disable_recursion_pending();
        else if (entry->is_regular_file(ignored) && hasRuleExtension(entry->path()))
            files.push_back({entry->path().string(), false});
    }
    if (error)
        return notReadable(folder, error.message());
    std::ranges::sort(files, {}, &InputFile::file);
    return files;
}

base::Error holdsNoRules(const rules::RuleDocument &document)
{
    if (document.diagnostics().empty())
        return {base::ErrorKind::Invalid, {TRANSLATABLE("Core", "%1 holds no rules."), {document.file()}}, {}};
    return {base::ErrorKind::Invalid,
            {TRANSLATABLE("Core", "%1 holds no rules: %2"),
             {document.file(), document.diagnostics().front().text.english()}},
            {}};
}

/// Where a file is no YAML, its rules may be missing.
void addYamlProblems(const rules::RuleDocument &document, std::vector<FileProblem> &problems)
{
    const auto isOne = [](const base::Diagnostic &each) {
        return each.check.starts_with("yaml/") && each.severity == base::Severity::Error;
    };
    if (std::ranges::none_of(document.diagnostics(), isOne))
        return;
    const base::LineTable lines(document.text());
    for (const base::Diagnostic &each : document.diagnostics()) {
        if (isOne(each))
            problems.push_back(
                {document.file(), lines.position(each.range.start), lines.position(each.range.end), 1, 1, each});
    }
}

} // namespace

bool InputFile::canBeSkipped(const base::Error &error) const
{
    return !named && error.kind == base::ErrorKind::Unsupported;
}

base::Result<std::vector<InputFile>> expandPaths(const QStringList &paths)
{
    std::vector<InputFile> files;
    std::set<std::string> seen;
    const auto add = [&](InputFile file) {
        std::error_code ignored;
        const std::string identity = fs::weakly_canonical(file.file, ignored).string();
        if (seen.insert(identity).second)
            files.push_back(std::move(file));
    };
    for (const QString &path : paths) {
        const std::string name = path.toStdString();
        std::error_code error;
        const fs::file_status status = fs::status(name, error);
        if (!fs::exists(status))
            return base::Error{
                base::ErrorKind::NotFound, {TRANSLATABLE("Core", "There is no file or folder %1."), {name}}, {}};
        if (!fs::is_directory(status)) {
            add({name, true});
            continue;
        }
        auto below = filesBelow(name);
        if (!below)
            return below.error();
        for (InputFile &file : *below)
            add(std::move(file));
    }
    return files;
}

base::Result<std::string> readFile(const std::string &file)
{
    QFile input(QString::fromStdString(file));
    if (!input.open(QIODevice::ReadOnly))
        return notReadable(file, input.errorString().toStdString());
    const base::Error tooLarge{
        base::ErrorKind::Unsupported, {TRANSLATABLE("Core", "%1 is larger than 64 MB."), {file}}, {}};
    if (input.size() > largestFile)
        return tooLarge;
    const QDateTime before = QFileInfo(input).lastModified();
    // A pipe has no size, and a device no end: never more than the limit is read.
    std::string text;
    text.resize(static_cast<std::size_t>(input.isSequential() ? 0 : input.size()) + 1);
    qint64 length = 0;
    while (true) {
        if (length == static_cast<qint64>(text.size()))
            text.resize(text.size() + (64U << 10U));
        const qint64 bytes = input.read(text.data() + length, static_cast<qint64>(text.size()) - length);
        if (bytes < 0)
            return notReadable(file, input.errorString().toStdString());
        if (bytes == 0)
            break;
        length += bytes;
        if (length > largestFile)
            return tooLarge;
    }
    text.resize(static_cast<std::size_t>(length));
    const bool grew = !input.isSequential() && input.size() != length && input.size() > 0;
    if (grew || QFileInfo(QString::fromStdString(file)).lastModified() != before)
        return base::Error{base::ErrorKind::Busy, {TRANSLATABLE("Core", "%1 changed while it was read."), {file}}, {}};
    return text;
}

base::Result<void> writeFile(const std::string &file, const std::string &text)
{
    // A link stays a link: what it points to is replaced.
    const QString target = QFile::exists(QString::fromStdString(file))
                               ? QString::fromStdString(fs::weakly_canonical(file).string())
                               : QString::fromStdString(file);
    // For root, Qt takes every file for writable and would make it so.
    std::error_code failed;
    const fs::perms mode = fs::status(target.toStdString(), failed).permissions();
    QSaveFile output(target);
    const bool written =
        output.open(QIODevice::WriteOnly) &&
        output.write(text.data(), static_cast<qint64>(text.size())) == static_cast<qint64>(text.size()) &&
        output.commit();
    if (!written)
        return base::Error{
            base::ErrorKind::Io,
            {TRANSLATABLE("Core", "%1 cannot be written: %2."), {file, output.errorString().toStdString()}},
            {}};
    if (!failed && mode != fs::perms::unknown)
        fs::permissions(target.toStdString(), mode, failed);
    return {};
}

base::Result<std::vector<std::shared_ptr<const rules::RuleDocument>>>
requireRuleFiles(const QStringList &paths, const char *command, std::ostream &err, const promql::Dialect &dialect)
{
    auto inputs = expandPaths(paths);
    if (!inputs)
        return inputs.error();
    std::vector<std::shared_ptr<const rules::RuleDocument>> documents;
    std::vector<FileProblem> problems;
    for (const InputFile &input : *inputs) {
        auto text = readFile(input.file);
        if (!text) {
            if (!input.canBeSkipped(text.error()))
                return text.error();
            fail(err, command, text.error());
            continue;
        }
        auto document = rules::load(input.file, std::move(*text), dialect);
        if (document->holdsRules()) {
            addYamlProblems(*document, problems);
            documents.push_back(std::move(document));
        } else if (input.named) {
            return holdsNoRules(*document);
        }
    }
    printText(problems, err);
    return documents;
}

} // namespace cli
