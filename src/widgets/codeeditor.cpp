#include "widgets/codeeditor.h"

#include "widgets/appearance.h"
#include "widgets/theme.h"

#include <QAction>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QInputMethod>
#include <QInputMethodEvent>
#include <QMenu>
#include <QToolTip>

#include <Qsci/qscicommandset.h>

#include <algorithm>
#include <utility>

namespace widgets {

namespace {

constexpr int firstIndicator = 8;

int indicatorOf(base::Severity severity)
{
    return firstIndicator + static_cast<int>(severity);
}

/// Scintilla's colours are 0xBBGGRR.
long scintillaColor(const QColor &color)
{
    return color.red() | (color.green() << 8) | (color.blue() << 16);
}

/// Commands of Scintilla that stay: moving, selecting, deleting and the clipboard. Everything else is the window's.
bool keepsItsKey(QsciCommand::Command command)
{
    switch (command) {
    case QsciCommand::LineDown:
    case QsciCommand::LineDownExtend:
    case QsciCommand::LineUp:
    case QsciCommand::LineUpExtend:
    case QsciCommand::CharLeft:
    case QsciCommand::CharLeftExtend:
    case QsciCommand::CharRight:
    case QsciCommand::CharRightExtend:
    case QsciCommand::WordLeft:
    case QsciCommand::WordLeftExtend:
    case QsciCommand::WordRight:
    case QsciCommand::WordRightExtend:
    case QsciCommand::VCHome:
    case QsciCommand::VCHomeExtend:
    case QsciCommand::LineEnd:
    case QsciCommand::LineEndExtend:
    case QsciCommand::DocumentStart:
    case QsciCommand::DocumentStartExtend:
    case QsciCommand::DocumentEnd:
    case QsciCommand::DocumentEndExtend:
    case QsciCommand::PageUp:
    case QsciCommand::PageUpExtend:
    case QsciCommand::PageDown:
    case QsciCommand::PageDownExtend:
    case QsciCommand::Delete:
    case QsciCommand::DeleteBack:
    case QsciCommand::DeleteWordLeft:
    case QsciCommand::DeleteWordRight:
    case QsciCommand::SelectAll:
    case QsciCommand::SelectionCut:
    case QsciCommand::SelectionCopy:
    case QsciCommand::Paste:
    case QsciCommand::Tab:
    case QsciCommand::Backtab:
    case QsciCommand::Newline:
    case QsciCommand::EditToggleOvertype:
    case QsciCommand::Cancel:
        return true;
    default:
        return false;
    }
}

} // namespace

CodeEditor::CodeEditor(QWidget *parent) : QsciScintilla(parent)
{
    setUtf8(true);
    setEolMode(EolUnix);
    setFrameShape(QFrame::NoFrame);
    setIndentationsUseTabs(false);
    setTabWidth(2);
    setAutoIndent(true);
    setScrollWidth(1);
    setScrollWidthTracking(true);
    setMarginWidth(1, 0);
    SendScintilla(SCI_SETVIRTUALSPACEOPTIONS, 0UL);
    SendScintilla(SCI_SETPASTECONVERTENDINGS, 0UL);
    releaseKeys();
    connectNotifications();
    applyTheme();
}

void CodeEditor::releaseKeys()
{
    for (QsciCommand *command : standardCommands()->commands()) {
        if (keepsItsKey(command->command()))
            continue;
        command->setKey(0);
        command->setAlternateKey(0);
    }
}

void CodeEditor::connectNotifications()
{
    connect(this, &QsciScintillaBase::SCN_MODIFIED, this,
            [this](int position, int type, const char *text, int length, int, int, int, int, int, int) {
                if (!(type & (SC_MOD_INSERTTEXT | SC_MOD_DELETETEXT)))
                    return;
                moveMarks(position, type & SC_MOD_INSERTTEXT ? length : -length);
                if (m_applying)
                    return;
                const auto at = static_cast<std::size_t>(position);
                const auto bytes = static_cast<std::size_t>(length);
                if (type & SC_MOD_INSERTTEXT)
                    emit edited({{{at, at}, std::string(text, bytes)}});
                else
                    emit edited({{{at, at + bytes}, {}}});
            });
    connect(this, &QsciScintillaBase::SCN_UPDATEUI, this, [this](int updated) {
        if (updated & SC_UPDATE_SELECTION)
            emit cursorOffsetChanged(cursorOffset());
    });
}

std::string CodeEditor::bytes() const
{
    const long length = SendScintilla(SCI_GETLENGTH);
    std::string text(static_cast<std::size_t>(length), '\0');
    if (length > 0)
        SendScintilla(SCI_GETTEXT, static_cast<unsigned long>(length + 1), text.data());
    return text;
}

void CodeEditor::setBytes(const std::string &text)
{
    m_applying = true;
    setEolMode(text.find("\r\n") != std::string::npos ? EolWindows : EolUnix);
    m_marks.clear();
    // Read-only is for the person: Scintilla would refuse this too.
    const bool readOnly = isReadOnly();
    setReadOnly(false);
    SendScintilla(SCI_CLEARALL);
    SendScintilla(SCI_APPENDTEXT, text.size(), text.data());
    setReadOnly(readOnly);
    SendScintilla(SCI_EMPTYUNDOBUFFER);
    SendScintilla(SCI_SETSAVEPOINT);
    m_applying = false;
}

void CodeEditor::applyEdits(const base::TextEdits &edits)
{
    if (edits.empty())
        return;
    // All ranges are against the text before: from the end backwards none of them moves.
    std::vector<const base::TextEdit *> ordered;
    for (const base::TextEdit &edit : edits)
        ordered.push_back(&edit);
    std::ranges::stable_sort(
        ordered, [](const base::TextEdit *a, const base::TextEdit *b) { return a->range.start < b->range.start; });
    m_applying = true;
    SendScintilla(SCI_BEGINUNDOACTION);
    for (auto edit = ordered.rbegin(); edit != ordered.rend(); ++edit) {
        SendScintilla(SCI_SETTARGETRANGE, (*edit)->range.start, static_cast<long>((*edit)->range.end));
        SendScintilla(SCI_REPLACETARGET, (*edit)->text.size(), (*edit)->text.data());
    }
    SendScintilla(SCI_ENDUNDOACTION);
    m_applying = false;
}

void CodeEditor::moveMarks(int position, int grown)
{
    const auto at = static_cast<std::size_t>(position);
    const auto moved = [at, grown](std::size_t offset, bool isEnd) {
        if (grown > 0)
            return offset > at || (offset == at && !isEnd) ? offset + static_cast<std::size_t>(grown) : offset;
        const auto removed = static_cast<std::size_t>(-grown);
        return offset > at + removed ? offset - removed : std::min(offset, at);
    };
    for (EditorMark &mark : m_marks)
        mark.range = {moved(mark.range.start, false),
                      std::max(moved(mark.range.start, false), moved(mark.range.end, true))};
}

base::ByteRange CodeEditor::shownRange(base::ByteRange range) const
{
    if (!range.empty())
        return range;
    // A place without extent shows at the character there, or the one before at a line's end.
    const long lineEnd = SendScintilla(SCI_GETLINEENDPOSITION, SendScintilla(SCI_LINEFROMPOSITION, range.start));
    if (static_cast<long>(range.start) >= lineEnd)
        range.start = static_cast<std::size_t>(SendScintilla(SCI_POSITIONBEFORE, range.start));
    else
        range.end = static_cast<std::size_t>(SendScintilla(SCI_POSITIONAFTER, range.start));
    return range;
}

void CodeEditor::setMarks(std::vector<EditorMark> marks)
{
    // Scintilla has moved the old marks with the text: only where others stand now is anything drawn anew.
    const auto same = [](const EditorMark &a, const EditorMark &b) {
        return a.severity == b.severity && a.range.start == b.range.start && a.range.end == b.range.end &&
               !a.range.empty();
    };
    const auto length = static_cast<std::size_t>(SendScintilla(SCI_GETLENGTH));
    const std::vector<EditorMark> before = std::exchange(m_marks, std::move(marks));
    base::ByteRange changed = {length, 0};
    const auto differs = [&](const EditorMark &mark) {
        const base::ByteRange shown =
            shownRange({std::min(mark.range.start, length), std::min(mark.range.end, length)});
        changed = {std::min(changed.start, shown.start), std::max(changed.end, shown.end)};
    };
    const std::size_t fewer = std::min(before.size(), m_marks.size());
    std::size_t first = 0;
    while (first < fewer && same(before[first], m_marks[first]))
        ++first;
    std::size_t last = 0;
    while (last < fewer - first && same(before[before.size() - 1 - last], m_marks[m_marks.size() - 1 - last]))
        ++last;
    std::for_each(before.begin() + static_cast<std::ptrdiff_t>(first), before.end() - static_cast<std::ptrdiff_t>(last),
                  differs);
    std::for_each(m_marks.begin() + static_cast<std::ptrdiff_t>(first),
                  m_marks.end() - static_cast<std::ptrdiff_t>(last), differs);
    if (changed.start >= changed.end)
        return;
    for (const base::Severity severity : {base::Severity::Hint, base::Severity::Warning, base::Severity::Error}) {
        SendScintilla(SCI_SETINDICATORCURRENT, indicatorOf(severity));
        SendScintilla(SCI_INDICATORCLEARRANGE, changed.start, static_cast<long>(changed.end - changed.start));
    }
    for (const EditorMark &mark : m_marks) {
        if (mark.range.end > length)
            continue;
        const base::ByteRange shown = shownRange(mark.range);
        const base::ByteRange part = {std::max(shown.start, changed.start), std::min(shown.end, changed.end)};
        if (part.start >= part.end)
            continue;
        SendScintilla(SCI_SETINDICATORCURRENT, indicatorOf(mark.severity));
        SendScintilla(SCI_INDICATORFILLRANGE, part.start, static_cast<long>(part.size()));
    }
}

std::size_t CodeEditor::cursorOffset() const
{
    return static_cast<std::size_t>(SendScintilla(SCI_GETCURRENTPOS));
}

void CodeEditor::setCursorOffset(std::size_t offset)
{
    SendScintilla(SCI_GOTOPOS, offset);
}

void CodeEditor::selectRange(base::ByteRange range)
{
    SendScintilla(SCI_SETSEL, range.start, static_cast<long>(range.end));
    const long line = SendScintilla(SCI_LINEFROMPOSITION, range.start);
    SendScintilla(SCI_ENSUREVISIBLEENFORCEPOLICY, line);
    SendScintilla(SCI_SCROLLRANGE, range.end, static_cast<long>(range.start));
}

base::ByteRange CodeEditor::selectedRange() const
{
    return {static_cast<std::size_t>(SendScintilla(SCI_GETSELECTIONSTART)),
            static_cast<std::size_t>(SendScintilla(SCI_GETSELECTIONEND))};
}

void CodeEditor::changeEvent(QEvent *event)
{
    if (restyles(*event))
        applyTheme();
    QsciScintilla::changeEvent(event);
}

void CodeEditor::inputMethodEvent(QInputMethodEvent *event)
{
    const bool composing = !event->preeditString().isEmpty();
    // Begin before and end behind the change, so that no half syllable is taken for text.
    if (composing && !m_composing) {
        m_composing = true;
        emit composingChanged(true);
    }
    m_preedit = event->preeditString();
    QsciScintilla::inputMethodEvent(event);
    if (!composing && m_composing) {
        m_composing = false;
        emit composingChanged(false);
    }
}

void CodeEditor::finishComposing()
{
    if (m_composing && hasFocus())
        QGuiApplication::inputMethod()->commit();
    // Not every input method answers.
    if (!m_composing)
        return;
    QInputMethodEvent event;
    event.setCommitString(m_preedit);
    inputMethodEvent(&event);
}

void CodeEditor::focusOutEvent(QFocusEvent *event)
{
    finishComposing();
    QsciScintilla::focusOutEvent(event);
    emit focusLeft();
}

void CodeEditor::contextMenuEvent(QContextMenuEvent *event)
{
    // Scintilla's own menu is English only.
    QMenu menu(this);
    const bool selected = !selectedRange().empty();
    menu.addAction(tr("Cut"), this, &QsciScintilla::cut)->setEnabled(selected && !isReadOnly());
    menu.addAction(tr("Copy"), this, &QsciScintilla::copy)->setEnabled(selected);
    menu.addAction(tr("Paste"), this, &QsciScintilla::paste)->setEnabled(!isReadOnly());
    menu.addSeparator();
    menu.addAction(tr("Select all"), this, [this] { selectAll(); });
    menu.exec(event->globalPos());
}

bool CodeEditor::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const QPoint place = viewport()->mapFrom(this, help->pos());
        const long at = SendScintilla(SCI_POSITIONFROMPOINTCLOSE, place.x(), place.y());
        QStringList texts;
        for (const EditorMark &mark : m_marks) {
            const bool inside = at >= static_cast<long>(mark.range.start) && at <= static_cast<long>(mark.range.end);
            if (at >= 0 && inside && !texts.contains(mark.text))
                texts.append(mark.text);
        }
        if (const QString hover = at >= 0 ? hoverText(static_cast<std::size_t>(at)) : QString(); !hover.isEmpty())
            texts.append(hover);
        if (texts.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), texts.join('\n'), this);
        return true;
    }
    return QsciScintilla::event(event);
}

QString CodeEditor::hoverText(std::size_t) const
{
    return {};
}

void CodeEditor::applyTheme()
{
    const Theme &theme = Theme::current();
    const QFont font = fixedFont();
    setFont(font);
    setPaper(theme.base);
    setColor(theme.text);
    SendScintilla(SCI_STYLESETFORE, STYLE_DEFAULT, scintillaColor(theme.text));
    SendScintilla(SCI_STYLESETBACK, STYLE_DEFAULT, scintillaColor(theme.base));
    setCaretForegroundColor(theme.text);
    setCaretLineBackgroundColor(theme.raised);
    setSelectionBackgroundColor(theme.selection);
    resetSelectionForegroundColor();
    setCallTipsBackgroundColor(theme.raised);
    setCallTipsForegroundColor(theme.muted);
    setCallTipsHighlightColor(theme.accent);
    setMarginsBackgroundColor(theme.base);
    setMarginsForegroundColor(theme.muted);
    setMarginsFont(font);
    setFoldMarginColors(theme.base, theme.base);
    setMatchedBraceBackgroundColor(theme.selection);
    setMatchedBraceForegroundColor(theme.accent);
    setUnmatchedBraceForegroundColor(theme.critical);
    const QColor colors[] = {theme.critical, theme.warning, theme.accent};
    for (const base::Severity severity : {base::Severity::Error, base::Severity::Warning, base::Severity::Hint}) {
        const int indicator = indicatorOf(severity);
        SendScintilla(SCI_INDICSETSTYLE, indicator,
                      static_cast<long>(severity == base::Severity::Hint ? INDIC_DOTS : INDIC_SQUIGGLE));
        SendScintilla(SCI_INDICSETFORE, indicator, scintillaColor(colors[static_cast<int>(severity)]));
        SendScintilla(SCI_INDICSETUNDER, indicator, 1L);
    }
}

} // namespace widgets
