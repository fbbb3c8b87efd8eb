#pragma once

#include "workspace/settings.h"

#include <QFont>
#include <QObject>
#include <QTranslator>

QT_BEGIN_NAMESPACE
class QEvent;
QT_END_NAMESPACE

namespace widgets {

/// The application's theme, language and text size: applied at once, kept in the preferences. One per application.
class Appearance : public QObject
{
    Q_OBJECT

public:
    explicit Appearance(QObject *parent = nullptr);

    [[nodiscard]] const workspace::Preferences &preferences() const { return m_preferences; }
    void setTheme(workspace::Preferences::ThemeChoice theme);
    /// "en", "ko" or empty for the system's.
    void setLanguage(const QString &language);
    /// Percent of the system's size, 50 to 300.
    void setTextSize(int percent);
    /// Puts the preferences into effect.
    void apply();

private:
    void applyTheme();
    void applyLanguage();

    workspace::Preferences m_preferences;
    QFont m_systemFont;
    bool m_systemDark = false;
    QTranslator m_translator;
    QTranslator m_qtTranslator;
};

/// Whether a change event means that colours or fonts are to be taken anew. Fonts that a widget has set itself do not
/// follow the application's, so the style's change counts too.
[[nodiscard]] bool restyles(const QEvent &event);

/// The fixed font for names, expressions and YAML at the interface's size.
[[nodiscard]] QFont fixedFont();
/// The interface's font, smaller: details and captions.
[[nodiscard]] QFont smallFont();

} // namespace widgets
