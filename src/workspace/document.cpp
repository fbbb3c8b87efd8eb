#include "workspace/document.h"

#include "workspace/settings.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <cerrno>

#include <sys/stat.h>

namespace workspace {

namespace {

constexpr qint64 largestDocument = 64LL << 20;

base::Error fileError(base::ErrorKind kind, const char *source, const QString &path, const QString &reason = {})
{
    base::Text text(source, {path.toStdString()});
    if (!reason.isEmpty())
        text.arguments.push_back(reason.toStdString());
    return {kind, std::move(text), {}};
}

base::Result<std::string> readWhole(const QString &path)
{
    // In one call, as QFileInfo does not: the file may go between two questions.
    struct stat before = {};
    if (::stat(QFile::encodeName(path).constData(), &before) != 0 && errno == ENOENT)
        return fileError(base::ErrorKind::NotFound, TRANSLATABLE("Core", "There is no file %1."), path);
    if (S_ISDIR(before.st_mode))
        return fileError(base::ErrorKind::Invalid, TRANSLATABLE("Core", "%1 is a folder."), path);
    // Opening a pipe would wait for whoever writes to it.
    if (before.st_mode != 0 && !S_ISREG(before.st_mode))
        return fileError(base::ErrorKind::Invalid, TRANSLATABLE("Core", "%1 is neither a file nor a folder."), path);
    QFile file(path);
    // It may have gone since, and come back by now.
    if (!file.open(QIODevice::ReadOnly) && file.errorString() == qt_error_string(ENOENT))
        return fileError(base::ErrorKind::NotFound, TRANSLATABLE("Core", "There is no file %1."), path);
    if (!file.isOpen())
        return fileError(base::ErrorKind::Permission, TRANSLATABLE("Core", "%1 cannot be read: %2."), path,
                         file.errorString());
    if (file.size() > largestDocument)
        return fileError(base::ErrorKind::Unsupported, TRANSLATABLE("Core", "%1 is larger than 64 MB."), path);
    const QByteArray bytes = file.readAll();
    if (file.error() != QFile::NoError)
        return fileError(base::ErrorKind::Io, TRANSLATABLE("Core", "%1 cannot be read: %2."), path, file.errorString());
    const auto nanoseconds = [](const timespec &time) { return time.tv_sec * 1'000'000'000LL + time.tv_nsec; };
    struct stat now = {};
    bool changed = ::stat(QFile::encodeName(path).constData(), &now) != 0 || now.st_size != bytes.size() ||
                   nanoseconds(now.st_mtim) != nanoseconds(before.st_mtim);
    // Two changes within one tick of the system's clock leave the same time: a file of this moment is read once more.
    constexpr qint64 clockSeconds = 2;
    if (!changed && QDateTime::currentSecsSinceEpoch() - now.st_mtim.tv_sec < clockSeconds) {
        QFile again(path);
        changed = !again.open(QIODevice::ReadOnly) || again.readAll() != bytes;
    }
    if (changed)
        return fileError(base::ErrorKind::Busy, TRANSLATABLE("Core", "%1 changed while it was read. Open it again."),
                         path);
    if (bytes.contains('\0'))
        return fileError(base::ErrorKind::Invalid, TRANSLATABLE("Core", "%1 is not a text file."), path);
    return bytes.toStdString();
}

} // namespace

Document::Document(QString path, std::string text)
    : m_path(std::move(path)),
      m_text(std::move(text)),
      m_savedText(m_text),
      m_rules(rules::load(m_path.toStdString(), {}))
{}

Document::~Document() = default;

base::Result<std::unique_ptr<Document>> Document::open(const QString &path)
{
    const QString absolute = QFileInfo(path).absoluteFilePath();
    auto text = readWhole(absolute);
    if (!text)
        return text.error();
    std::unique_ptr<Document> document(new Document(absolute, std::move(*text)));
    document->m_onDisk = true;
    document->m_readOnly = !QFileInfo(absolute).isWritable();
    return document;
}

std::unique_ptr<Document> Document::create(const QString &path, std::string text)
{
    std::unique_ptr<Document> document(new Document(QFileInfo(path).absoluteFilePath(), std::move(text)));
    document->m_savedText.clear();
    return document;
}

bool Document::isModified() const
{
    return !m_onDisk || m_text != m_savedText;
}

base::Result<void> Document::apply(const base::TextEdits &edits, const QObject *origin)
{
    if (edits.empty())
        return {};
    const bool wasModified = isModified();
    auto text = base::applyEdits(m_text, edits);
    if (!text)
        return text.error();
    m_text = std::move(*text);
    ++m_version;
    emit changed(edits, origin);
    if (isModified() != wasModified)
        emit modifiedChanged(isModified());
    return {};
}

base::Result<void> Document::save()
{
    const QFileInfo info(m_path);
    if (m_onDisk || info.exists()) {
        const auto disk = readWhole(m_path);
        const bool missing = !disk && disk.error().kind == base::ErrorKind::NotFound;
        if (!disk && !missing)
            return disk.error();
        if (missing && m_onDisk) {
            m_changedOnDisk = true;
            emit changedOnDiskChanged(true);
            return fileError(base::ErrorKind::Conflict,
                             TRANSLATABLE("Core", "%1 was deleted by another program. Nothing was saved."), m_path);
        }
        if (disk && *disk != m_savedText && *disk != m_text) {
            m_changedOnDisk = true;
            emit changedOnDiskChanged(true);
            return fileError(base::ErrorKind::Conflict,
                             TRANSLATABLE("Core", "%1 was changed by another program. Nothing was saved."), m_path);
        }
    }
    // A branch switch may have taken the folder along.
    QDir().mkpath(info.path());
    // A symbolic link stays one: its target is replaced.
    QSaveFile file(info.isSymLink() ? info.canonicalFilePath() : m_path);
    const auto size = static_cast<qint64>(m_text.size());
    if (!file.open(QIODevice::WriteOnly) || file.write(m_text.data(), size) != size || !file.commit())
        return fileError(base::ErrorKind::Io, TRANSLATABLE("Core", "%1 cannot be saved: %2."), m_path,
                         file.errorString());
    markSaved(m_text);
    return {};
}

base::Result<void> Document::reload()
{
    auto disk = readWhole(m_path);
    if (!disk)
        return disk.error();
    const bool wasModified = isModified();
    const base::TextEdits edits = base::differenceEdits(m_text, *disk);
    m_savedText = std::move(*disk);
    m_onDisk = true;
    if (m_changedOnDisk) {
        m_changedOnDisk = false;
        emit changedOnDiskChanged(false);
    }
    const auto applied = apply(edits);
    if (wasModified && !isModified())
        emit modifiedChanged(false);
    return applied;
}

void Document::keepMine()
{
    const auto disk = readWhole(m_path);
    m_savedText = disk ? *disk : std::string();
    m_onDisk = disk.ok();
    m_changedOnDisk = false;
    emit changedOnDiskChanged(false);
    emit modifiedChanged(isModified());
}

base::Result<void> Document::restore(const std::string &text, const QByteArray &diskHash)
{
    const bool moved = m_onDisk && contentHash(m_savedText) != diskHash;
    auto applied = apply(base::differenceEdits(m_text, text));
    if (applied && moved && isModified() && !m_changedOnDisk) {
        m_changedOnDisk = true;
        emit changedOnDiskChanged(true);
    }
    return applied;
}

void Document::checkDisk()
{
    if (!m_onDisk)
        return;
    const auto disk = readWhole(m_path);
    m_readOnly = QFileInfo::exists(m_path) && !QFileInfo(m_path).isWritable();
    if (!disk && disk.error().kind != base::ErrorKind::NotFound)
        return;
    const bool same = disk && (*disk == m_savedText || *disk == m_text);
    if (same) {
        const bool wasModified = isModified();
        if (*disk == m_text)
            m_savedText = m_text;
        if (wasModified != isModified())
            emit modifiedChanged(isModified());
        // Another branch and back: what was typed over is there again.
        if (m_changedOnDisk) {
            m_changedOnDisk = false;
            emit changedOnDiskChanged(false);
        }
        return;
    }
    if (disk && !isModified()) {
        // Nothing of the person's is lost: the undo history still holds the old text.
        (void)reload();
        return;
    }
    if (!m_changedOnDisk) {
        m_changedOnDisk = true;
        emit changedOnDiskChanged(true);
    }
}

void Document::markSaved(std::string text)
{
    const bool wasModified = isModified();
    m_savedText = std::move(text);
    m_onDisk = true;
    if (m_changedOnDisk) {
        m_changedOnDisk = false;
        emit changedOnDiskChanged(false);
    }
    if (wasModified != isModified())
        emit modifiedChanged(isModified());
}

void Document::setRules(std::shared_ptr<const rules::RuleDocument> rules, quint64 version)
{
    if (version < m_rulesVersion)
        return;
    m_rules = std::move(rules);
    m_rulesVersion = version;
    emit analysed();
}

} // namespace workspace
