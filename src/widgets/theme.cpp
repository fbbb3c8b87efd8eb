#include "widgets/theme.h"

#include <QGuiApplication>
#include <QPalette>

namespace widgets {

const Theme &Theme::lightTheme()
{
    static const Theme theme = {
        false,
        "#f4f5f7",
        "#ffffff",
        "#f8f9fb",
        "#1d2330",
        "#5c6577",
        "#d8dce4",
        "#2864d8",
        "#dfe9fd",
        "#bf2f45",
        "#8f5a05",
        "#217447",
        "#5a6b85",
        "#0d766c",
        "#e3ab34",
        "#d84a57",
        "#e3f6ea",
        "#fdeaec",
        {"#2864d8", "#b35c00", "#7a3fb0", "#0d766c", "#c2347b", "#5a6b85", "#8a6d00", "#0086b3"}};
    return theme;
}

const Theme &Theme::darkTheme()
{
    static const Theme theme = {
        true,
        "#1f2228",
        "#17191e",
        "#1b1e24",
        "#e3e6ec",
        "#98a2b3",
        "#30353f",
        "#78aaff",
        "#26344d",
        "#ff7a8a",
        "#f0bb55",
        "#5cc48d",
        "#a4b3c9",
        "#4cc9b8",
        "#dba63a",
        "#e4606c",
        "#1b3326",
        "#3a2227",
        {"#78aaff", "#f0a35e", "#c49bf0", "#4cc9b8", "#f58fbf", "#a4b3c9", "#e0cc5c", "#5ccbf5"}};
    return theme;
}

const Theme &Theme::of(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness() < 128 ? darkTheme() : lightTheme();
}

const Theme &Theme::current()
{
    return of(QGuiApplication::palette());
}

} // namespace widgets
