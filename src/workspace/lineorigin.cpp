#include "workspace/lineorigin.h"

#include "workspace/git.h"

#include <QFileInfo>

#include <algorithm>

namespace workspace {

namespace {

/// What git prints for `FORMAT` below, of the first commit.
std::optional<LineOrigin> originFrom(const QByteArray &output)
{
    const QList<QByteArray> fields = output.split('\0');
    if (fields.size() < 4)
        return std::nullopt;
    LineOrigin origin;
    origin.commitId = QString::fromUtf8(fields[0]).trimmed();
    origin.author = QString::fromUtf8(fields[1]);
    origin.date = QDateTime::fromSecsSinceEpoch(fields[2].toLongLong());
    origin.summary = QString::fromUtf8(fields[3]).trimmed();
    return origin;
}

const char *const originFormat = "--format=%H%x00%an%x00%at%x00%s";

} // namespace

base::Result<std::optional<LineOrigin>> originOfLines(const QString &file, std::size_t first, std::size_t last)
{
    const QFileInfo info(file);
    const Git git(info.path());
    const QString range = QString::number(first) + ',' + QString::number(std::max(first, last));
    const auto blamed = git.run({"blame", "--porcelain", "-L", range, "--", info.fileName()});
    if (!blamed)
        return blamed.error();
    if (blamed->exitCode != 0)
        return std::optional<LineOrigin>();
    QString newest;
    QString current;
    qint64 newestTime = -1;
    for (const QByteArray &line : blamed->standardOutput.split('\n')) {
        const QList<QByteArray> words = line.split(' ');
        constexpr qsizetype idLength = 40;
        if (!line.startsWith('\t') && words.first().size() >= idLength && words.size() >= 3)
            current = QString::fromUtf8(words.first());
        else if (words.first() == "author-time" && words.value(1).toLongLong() > newestTime) {
            newestTime = words.value(1).toLongLong();
            newest = current;
        }
    }
    // Lines that are not committed have an id of noughts.
    if (newest.isEmpty() || newest.count('0') == newest.size())
        return std::optional<LineOrigin>();
    const auto shown = git.output({"show", "--no-patch", originFormat, newest});
    if (!shown)
        return shown.error();
    return originFrom(*shown);
}

base::Result<std::optional<LineOrigin>> lastChangeOf(const QString &file, const QString &text)
{
    const QFileInfo info(file);
    const auto found = Git(info.path()).run({"log", "-1", originFormat, "-S", text, "--", info.fileName()});
    if (!found)
        return found.error();
    if (found->exitCode != 0 || found->standardOutput.trimmed().isEmpty())
        return std::optional<LineOrigin>();
    return originFrom(found->standardOutput);
}

} // namespace workspace
