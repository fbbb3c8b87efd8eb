#include "widgets/appearance.h"

#include "widgets/themepalette.h"

#include <QApplication>
#include <QEvent>
#include <QFontDatabase>
#include <QFontMetrics>
#include <QLibraryInfo>
#include <QLocale>
#include <QPointer>
#include <QProxyStyle>
#include <QStyle>
#include <QStyleFactory>
#include <QStyleOption>
#include <QTreeView>
#include <QWidget>

#include <algorithm>
#include <utility>

/// Resources of a static library are linked only when they are asked for; the macro must stand outside a namespace.
static void initializeResources()
{
    Q_INIT_RESOURCE(rulewright);
}

namespace widgets {

namespace {

/// Fusion with air between the rows of trees: it sets their lines close.
class Style : public QProxyStyle
{
public:
    Style() : QProxyStyle(QStyleFactory::create("Fusion")) {}

    QSize sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                           const QWidget *widget) const override
    {
        QSize needed = QProxyStyle::sizeFromContents(type, option, size, widget);
        if (type == CT_ItemViewItem && qobject_cast<const QTreeView *>(widget))
            needed.setHeight(std::max(needed.height(), option->fontMetrics.height() * 3 / 2));
        return needed;
    }
};

} // namespace

Appearance::Appearance(QObject *parent)
    : QObject(parent),
      m_preferences(workspace::Preferences::load()),
      m_systemFont(QApplication::font()),
      m_systemDark(QApplication::palette().color(QPalette::Window).lightness() < 128)
{
    initializeResources();
    QApplication::setStyle(new Style);
}

void Appearance::setTheme(workspace::Preferences::ThemeChoice theme)
{
    m_preferences.theme = theme;
    m_preferences.save();
    applyTheme();
}

void Appearance::setLanguage(const QString &language)
{
    m_preferences.language = language;
    m_preferences.save();
    applyLanguage();
}

void Appearance::setTextSize(int percent)
{
    m_preferences.textSize = qBound(50, percent, 300);
    m_preferences.save();
    applyTheme();
}

void Appearance::apply()
{
    applyLanguage();
    applyTheme();
}

void Appearance::applyTheme()
{
    using ThemeChoice = workspace::Preferences::ThemeChoice;
    QFont font = m_systemFont;
    const double points = m_systemFont.pointSizeF() > 0 ? m_systemFont.pointSizeF() : 10;
    font.setPointSizeF(points * m_preferences.textSize / 100.0);
    QApplication::setFont(font);
    const bool dark =
        m_preferences.theme == ThemeChoice::Dark || (m_preferences.theme == ThemeChoice::System && m_systemDark);
    const Theme &theme = dark ? Theme::darkTheme() : Theme::lightTheme();
    QApplication::setPalette(paletteFor(theme));
    // The same rules again would not tell anybody that the text size changed.
    qApp->setStyleSheet(styleSheetFor(theme, QFontMetrics(font).ascent()) +
                        QStringLiteral("/* %1 */").arg(m_preferences.textSize));
    // Taking a style sheet away gives widgets the palettes back that they had under it, after their parents have
    // coloured them anew.
    QList<QPointer<QWidget>> widgets;
    for (QWidget *widget : QApplication::allWidgets())
        widgets.append(widget);
    for (const QPointer<QWidget> &widget : std::as_const(widgets)) {
        QEvent event(QEvent::PaletteChange);
        if (widget)
            QCoreApplication::sendEvent(widget, &event);
    }
}

void Appearance::applyLanguage()
{
    const QLocale locale = m_preferences.language.isEmpty() ? QLocale::system() : QLocale(m_preferences.language);
    const QString language = locale.language() == QLocale::Korean ? QStringLiteral("ko") : QStringLiteral("en");
    QCoreApplication::removeTranslator(&m_translator);
    QCoreApplication::removeTranslator(&m_qtTranslator);
    if (m_qtTranslator.load("qtbase_" + language, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_qtTranslator);
    // English too: its file holds the plurals.
    if (m_translator.load(":/i18n/rulewright_" + language + ".qm"))
        QCoreApplication::installTranslator(&m_translator);
}

bool restyles(const QEvent &event)
{
    return event.type() == QEvent::PaletteChange || event.type() == QEvent::FontChange ||
           event.type() == QEvent::StyleChange;
}

QFont fixedFont()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPointSizeF(QApplication::font().pointSizeF());
    return font;
}

QFont smallFont()
{
    QFont font = QApplication::font();
    font.setPointSizeF(font.pointSizeF() * 0.9);
    return font;
}

} // namespace widgets
