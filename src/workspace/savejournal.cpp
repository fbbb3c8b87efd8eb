#include "workspace/savejournal.h"

#include "workspace/savefiles.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace workspace::save {

namespace {

constexpr int journalVersion = 1;

QJsonValue bytesToJson(const std::optional<QByteArray> &bytes)
{
    return bytes ? QJsonValue(QString::fromLatin1(bytes->toBase64())) : QJsonValue();
}

std::optional<QByteArray> bytesFromJson(const QJsonValue &value)
{
    return value.isString() ? std::optional(QByteArray::fromBase64(value.toString().toLatin1())) : std::nullopt;
}

QJsonObject fileToJson(const JournalFile &file)
{
    return {{"path", file.path},
            {"before", bytesToJson(file.before)},
            {"after", bytesToJson(file.after)},
            {"hooked", bytesToJson(file.hooked)},
            {"mode", file.mode ? QJsonValue(static_cast<int>(*file.mode)) : QJsonValue()}};
}

JournalFile fileFromJson(const QJsonObject &json)
{
    JournalFile file;
    file.path = json["path"].toString();
    file.before = bytesFromJson(json["before"]);
    file.after = bytesFromJson(json["after"]);
    file.hooked = bytesFromJson(json["hooked"]);
    if (json["mode"].isDouble())
        file.mode = static_cast<unsigned>(json["mode"].toInt());
    return file;
}

QJsonObject repositoryToJson(const JournalRepository &repository)
{
    QJsonArray files;
    for (const JournalFile &file : repository.files)
        files.append(fileToJson(file));
    QJsonArray entries;
    for (const JournalEntry &entry : repository.entries)
        entries.append(QJsonObject{{"path", entry.path}, {"before", entry.before}, {"after", entry.after}});
    return {{"role", repository.role},
            {"root", repository.root},
            {"gitFolder", repository.gitFolder},
            {"commonFolder", repository.commonFolder},
            {"index", repository.indexPath},
            {"ref", repository.ref},
            {"headRef", repository.headRef},
            {"oldId", repository.oldId},
            {"newId", repository.newId},
            {"files", files},
            {"entries", entries},
            {"newFolders", QJsonArray::fromStringList(repository.newFolders)},
            {"hooking", repository.hooking},
            {"updaterPid", repository.updaterPid},
            {"updaterStart", repository.updaterStart}};
}

JournalRepository repositoryFromJson(const QJsonObject &json)
{
    JournalRepository repository;
    repository.role = json["role"].toString();
    repository.root = json["root"].toString();
    repository.gitFolder = json["gitFolder"].toString();
    repository.commonFolder = json["commonFolder"].toString();
    repository.indexPath = json["index"].toString();
    repository.ref = json["ref"].toString();
    repository.headRef = json["headRef"].toString();
    repository.oldId = json["oldId"].toString();
    repository.newId = json["newId"].toString();
    for (const QJsonArray files = json["files"].toArray(); const QJsonValue &file : files)
        repository.files.push_back(fileFromJson(file.toObject()));
    for (const QJsonArray entries = json["entries"].toArray(); const QJsonValue &entry : entries)
        repository.entries.push_back({entry["path"].toString(), entry["before"].toString(), entry["after"].toString()});
    for (const QJsonArray folders = json["newFolders"].toArray(); const QJsonValue &folder : folders)
        repository.newFolders += folder.toString();
    repository.hooking = json["hooking"].toBool();
    repository.updaterPid = json["updaterPid"].toInteger();
    repository.updaterStart = json["updaterStart"].toInteger();
    return repository;
}

base::Result<void> writeJson(const QString &path, const QJsonObject &json)
{
    QDir().mkpath(QFileInfo(path).path());
    // The bytes of files that may be private: for the owner only.
    constexpr unsigned ownerOnly = 0600;
    return replaceFile(path, path + ".new", QJsonDocument(json).toJson(), ownerOnly);
}

QString pointerPath(const JournalRepository &repository)
{
    return repository.saveFolder() + "/journal.json";
}

} // namespace

QString Journal::temporary(const JournalRepository &repository, const JournalFile &file) const
{
    const QFileInfo target(repository.absolute(file.path));
    return target.path() + "/.rulewright-" + id.left(8) + '-' + target.fileName();
}

base::Result<void> locate(JournalRepository &repository)
{
    const base::Result<QByteArray> output = repository.git().output(
        {"rev-parse", "--path-format=absolute", "--git-dir", "--git-common-dir", "--git-path", "index"});
    if (!output)
        return output.error();
    const QStringList lines = QString::fromUtf8(*output).split('\n');
    repository.gitFolder = lines.value(0);
    repository.commonFolder = lines.value(1);
    repository.indexPath = lines.value(2);
    return {};
}

base::Result<void> writeJournal(const Journal &journal)
{
    QJsonArray repositories;
    for (const JournalRepository &repository : journal.repositories)
        repositories.append(repositoryToJson(repository));
    return writeJson(journal.path(), {{"version", journalVersion},
                                      {"id", journal.id},
                                      {"committing", journal.committing},
                                      {"boot", journal.boot},
                                      {"pid", journal.pid},
                                      {"pidStart", journal.pidStart},
                                      {"repositories", repositories}});
}

base::Result<void> writePointers(const Journal &journal)
{
    for (std::size_t i = 1; i < journal.repositories.size(); ++i) {
        const auto written = writeJson(pointerPath(journal.repositories[i]),
                                       {{"version", journalVersion}, {"id", journal.id}, {"journal", journal.path()}});
        if (!written)
            return written.error();
    }
    return {};
}

base::Result<void> removeJournal(const Journal &journal)
{
    for (const JournalRepository &repository : journal.repositories) {
        const auto removed = removeFile(pointerPath(repository));
        if (!removed)
            return removed.error();
    }
    return {};
}

base::Result<std::optional<Journal>> readJournal(const QString &saveFolder)
{
    QString path = saveFolder + "/journal.json";
    QString wantedId;
    // A pointer leads to the journal itself and no further.
    for (int hop = 0; hop < 2; ++hop) {
        const base::Result<std::optional<QByteArray>> bytes = readBytes(path);
        if (!bytes)
            return bytes.error();
        const QJsonObject json = *bytes ? QJsonDocument::fromJson(**bytes).object() : QJsonObject();
        const bool known = json["version"].toInt() == journalVersion;
        if (*bytes && !known) {
            return base::Error{
                base::ErrorKind::Invalid,
                {TRANSLATABLE("Core", "The journal of an interrupted save, %1, cannot be read."), {path.toStdString()}},
                {}};
        }
        const bool wrong = !*bytes || (!wantedId.isEmpty() && json["id"].toString() != wantedId);
        if (wrong && hop > 0) {
            const auto removed = removeFile(saveFolder + "/journal.json");
            return removed ? base::Result(std::optional<Journal>()) : removed.error();
        }
        if (!*bytes)
            return std::optional<Journal>();
        if (json.contains("journal")) {
            path = json["journal"].toString();
            wantedId = json["id"].toString();
            continue;
        }
        Journal journal;
        journal.id = json["id"].toString();
        journal.committing = json["committing"].toBool();
        journal.boot = json["boot"].toString();
        journal.pid = json["pid"].toInteger();
        journal.pidStart = json["pidStart"].toInteger();
        for (const QJsonArray repositories = json["repositories"].toArray();
             const QJsonValue &repository : repositories)
            journal.repositories.push_back(repositoryFromJson(repository.toObject()));
        if (!journal.repositories.empty() && !journal.id.isEmpty())
            return std::optional(std::move(journal));
        break;
    }
    return base::Error{
        base::ErrorKind::Invalid,
        {TRANSLATABLE("Core", "The journal of an interrupted save, %1, cannot be read."), {path.toStdString()}},
        {}};
}

} // namespace workspace::save
