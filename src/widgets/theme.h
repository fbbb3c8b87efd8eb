#pragma once

#include <QColor>

QT_BEGIN_NAMESPACE
class QPalette;
QT_END_NAMESPACE

namespace widgets {

/// The colours that carry meaning, derived from the palette: light or dark by its window colour. Every widget takes its
/// colours from here and asks again on QEvent::PaletteChange.
struct Theme
{
    bool dark = false;
    QColor window, base, raised, text, muted, border, accent, selection;
    QColor critical, warning, fine;
    QColor metric, recordingRule;
    QColor pending, firing;
    QColor diffAdded, diffRemoved;
    /// Distinguishable with the common colour vision deficiencies; in the order to use them.
    QColor series[8];

    static const Theme &lightTheme();
    static const Theme &darkTheme();
    /// The theme that fits the palette.
    static const Theme &of(const QPalette &palette);
    /// The application's. A widget's own palette may be a style sheet's doing.
    static const Theme &current();
};

} // namespace widgets
