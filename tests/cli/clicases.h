#pragma once

#include <vector>

#include <QByteArray>
#include <QString>
#include <QStringList>

/// A run of the command line, written as one file under tests/data/cli/FOLDER:
///
///     # what it shows
///     $ check rules.yml --strict
///     exit 1
///     -- rules.yml --
///     groups: …
///     -- stdout --
///     …
///
/// The files are there when the command runs. Sections `stdout` and `stderr` are what it prints, nothing when they are
/// missing. A section `FILE after` is what FILE holds afterwards; a file without one stays as it is.
struct CliCase
{
    struct Section
    {
        QString name;
        QByteArray text;
    };

    QString name;
    QStringList arguments;
    int code = 0;
    std::vector<Section> sections;
};

/// Every case of tests/data/cli/FOLDER as a row; the column is the case's path.
void addCliRows(const QString &folder);
/// Runs the case of the current row in an empty folder and compares.
void runCliRow();
