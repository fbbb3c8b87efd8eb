#pragma once

#include "workspace/git.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <stdexcept>

/// A real git repository in a temporary folder; everything that must work throws when it does not.
class TestRepository
{
public:
    explicit TestRepository(const QString &path) : m_git(path)
    {
        QDir().mkpath(path);
        git({"init", "--quiet", "--initial-branch=main"});
        git({"config", "user.name", "Ada"});
        git({"config", "user.email", "ada@example.org"});
    }

    /// A repository that is there already.
    static TestRepository existing(const QString &path) { return TestRepository(workspace::Git(path)); }

    [[nodiscard]] QString path(const QString &file = {}) const
    {
        return file.isEmpty() ? m_git.workTree() : m_git.workTree() + '/' + file;
    }

    QString git(const QStringList &arguments) const
    {
        const base::Result<QByteArray> output = m_git.output(arguments);
        if (!output)
            throw std::runtime_error(arguments.join(' ').toStdString() + ": " + output.error().detail);
        return QString::fromUtf8(*output).trimmed();
    }

    void write(const QString &file, const QByteArray &bytes) const
    {
        QDir().mkpath(QFileInfo(path(file)).path());
        QFile out(path(file));
        if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size())
            throw std::runtime_error("cannot write " + file.toStdString());
    }

    [[nodiscard]] QByteArray read(const QString &file) const
    {
        QFile in(path(file));
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray("(missing)");
    }

    QString commit(const QString &file, const QByteArray &bytes) const
    {
        write(file, bytes);
        git({"add", "--", file});
        git({"commit", "--quiet", "-m", "Change " + file});
        return head();
    }

    void hook(const QString &name, const QByteArray &script) const
    {
        write(".git/hooks/" + name, "#!/bin/sh\n" + script);
        QFile::setPermissions(path(".git/hooks/" + name), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }

    [[nodiscard]] QString head() const { return git({"rev-parse", "HEAD"}); }
    [[nodiscard]] QString changes() const { return git({"status", "--porcelain"}); }

private:
    explicit TestRepository(workspace::Git git) : m_git(std::move(git)) {}

    workspace::Git m_git;
};
