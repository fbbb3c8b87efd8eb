#pragma once

#include <QByteArray>
#include <QSettings>
#include <QString>
#include <QStringList>
#include <QVariantMap>

#include <optional>
#include <string>
#include <vector>

/// What is kept between starts, in the user's configuration and data folders. Never secrets.
namespace workspace {

/// The settings of the window and the command line, wherever the program did not say otherwise.
[[nodiscard]] QSettings userSettings();

/// A person's taste.
struct Preferences
{
    enum class ThemeChoice { System, Light, Dark };
    ThemeChoice theme = ThemeChoice::System;
    /// "en", "ko" or empty for the system's.
    QString language;
    /// Percent of the system's text size.
    int textSize = 100;

    static Preferences load();
    void save() const;
};

/// How the preview's chart is drawn, whatever the expression.
struct ChartPreferences
{
    bool logarithmic = false;
    /// Values in the unit that the metrics' names promise.
    bool units = true;
    bool legend = true;

    static ChartPreferences load();
    void save() const;
};

/// What was open.
struct Session
{
    QString workspace;
    QStringList files;
    QString currentFile;
    QByteArray geometry;
    QByteArray windowState;
    /// Page of the window → object names of the panels that are shown around it.
    QVariantMap docks;

    static Session load();
    void save() const;
};

/// The workspaces that were open last, newest first, at most twelve.
[[nodiscard]] QStringList recentWorkspaces();
void rememberWorkspace(const QString &path);
void forgetWorkspace(const QString &path);

/// An unsaved text that outlives a crash.
struct StashedText
{
    QString path;
    std::string text;
    /// SHA-256 of the file as it was loaded, so that a changed file is noticed.
    QByteArray diskHash;
};

/// Keeps `text`, not yet on disk, for `path`; `savedText` is what the disk holds.
void stash(const QString &path, const std::string &text, const std::string &savedText);
void dropStash(const QString &path);
/// By path.
[[nodiscard]] std::vector<StashedText> stashedTexts();
[[nodiscard]] QByteArray contentHash(const std::string &text);

} // namespace workspace
