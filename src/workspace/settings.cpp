#include "workspace/settings.h"

#include <algorithm>

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <QSettings>
#include <QStandardPaths>

namespace workspace {

namespace {

constexpr int mostRecent = 12;

QString stashFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + "/unsaved";
}

QString stashFile(const QString &path)
{
    return stashFolder() + '/' + QString::fromLatin1(contentHash(path.toStdString()).left(32)) + ".json";
}

} // namespace

QSettings userSettings()
{
    // The command line has no organization of its own: it shares the window's settings.
    return QCoreApplication::organizationName().isEmpty() ? QSettings("rulewright", "rulewright") : QSettings();
}

Preferences Preferences::load()
{
    const QSettings settings;
    Preferences preferences;
    const QString theme = settings.value("preferences/theme").toString();
    preferences.theme = theme == "light"  ? ThemeChoice::Light
                        : theme == "dark" ? ThemeChoice::Dark
                                          : ThemeChoice::System;
    preferences.language = settings.value("preferences/language").toString();
    preferences.textSize = qBound(50, settings.value("preferences/textSize", 100).toInt(), 300);
    return preferences;
}

void Preferences::save() const
{
    QSettings settings;
    settings.setValue("preferences/theme", theme == ThemeChoice::Light  ? "light"
                                           : theme == ThemeChoice::Dark ? "dark"
                                                                        : "system");
    settings.setValue("preferences/language", language);
    settings.setValue("preferences/textSize", textSize);
}

ChartPreferences ChartPreferences::load()
{
    const QSettings settings = userSettings();
    ChartPreferences chart;
    chart.logarithmic = settings.value("chart/logarithmic", chart.logarithmic).toBool();
    chart.units = settings.value("chart/units", chart.units).toBool();
    chart.legend = settings.value("chart/legend", chart.legend).toBool();
    return chart;
}

void ChartPreferences::save() const
{
    QSettings settings = userSettings();
    settings.setValue("chart/logarithmic", logarithmic);
    settings.setValue("chart/units", units);
    settings.setValue("chart/legend", legend);
}

Session Session::load()
{
    const QSettings settings;
    Session session;
    session.workspace = settings.value("session/workspace").toString();
    session.files = settings.value("session/files").toStringList();
    session.currentFile = settings.value("session/currentFile").toString();
    session.geometry = settings.value("session/geometry").toByteArray();
    session.windowState = settings.value("session/windowState").toByteArray();
    session.docks = settings.value("session/docks").toMap();
    return session;
}

void Session::save() const
{
    QSettings settings;
    settings.setValue("session/workspace", workspace);
    settings.setValue("session/files", files);
    settings.setValue("session/currentFile", currentFile);
    settings.setValue("session/geometry", geometry);
    settings.setValue("session/windowState", windowState);
    settings.setValue("session/docks", docks);
}

QStringList recentWorkspaces()
{
    return QSettings().value("recentWorkspaces").toStringList();
}

void rememberWorkspace(const QString &path)
{
    QStringList recent = recentWorkspaces();
    recent.removeAll(path);
    recent.prepend(path);
    QSettings().setValue("recentWorkspaces", recent.mid(0, mostRecent));
}

void forgetWorkspace(const QString &path)
{
    QStringList recent = recentWorkspaces();
    recent.removeAll(path);
    QSettings().setValue("recentWorkspaces", recent);
}

QByteArray contentHash(const std::string &text)
{
    const QByteArrayView bytes(text.data(), static_cast<qsizetype>(text.size()));
    return QCryptographicHash::hash(bytes.toByteArray(), QCryptographicHash::Sha256).toHex();
}

void stash(const QString &path, const std::string &text, const std::string &savedText)
{
    if (!QDir().mkpath(stashFolder()))
        return;
    QSaveFile file(stashFile(path));
    if (!file.open(QIODevice::WriteOnly))
        return;
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    // As bytes: a text need not be valid UTF-8 to be worth keeping.
    const QByteArray bytes = QByteArray::fromStdString(text).toBase64();
    const QJsonObject entry{
        {"path", path}, {"bytes", QString::fromLatin1(bytes)}, {"disk", QString::fromLatin1(contentHash(savedText))}};
    file.write(QJsonDocument(entry).toJson(QJsonDocument::Compact));
    file.commit();
}

void dropStash(const QString &path)
{
    QFile::remove(stashFile(path));
}

std::vector<StashedText> stashedTexts()
{
    std::vector<StashedText> texts;
    const QDir folder(stashFolder());
    for (const QString &name : folder.entryList({"*.json"}, QDir::Files, QDir::Name)) {
        QFile file(folder.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QJsonObject entry = QJsonDocument::fromJson(file.readAll()).object();
        if (entry.contains("path") && entry.contains("bytes"))
            texts.push_back({entry["path"].toString(),
                             QByteArray::fromBase64(entry["bytes"].toString().toLatin1()).toStdString(),
                             entry["disk"].toString().toLatin1()});
    }
    std::ranges::sort(texts, {}, &StashedText::path);
    return texts;
}

} // namespace workspace
