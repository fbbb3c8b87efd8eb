#pragma once

#include "base/diagnostic.h"
#include "base/textedit.h"

#include <Qsci/qsciscintilla.h>

#include <string>
#include <vector>

namespace widgets {

/// A part of the text with a problem, for squiggles and hovers. Bytes.
struct EditorMark
{
    base::ByteRange range;
    base::Severity severity = base::Severity::Error;
    QString text;
};

/// Scintilla with bytes, the theme's colours, and key bindings that leave the window's shortcuts alone.
class CodeEditor : public QsciScintilla
{
    Q_OBJECT

public:
    explicit CodeEditor(QWidget *parent = nullptr);

    [[nodiscard]] std::string bytes() const;
    /// Replaces everything without a trace in the undo history and without edited().
    void setBytes(const std::string &text);
    /// Applies edits as one undo step without edited().
    void applyEdits(const base::TextEdits &edits);
    void setMarks(std::vector<EditorMark> marks);
    [[nodiscard]] const std::vector<EditorMark> &marks() const { return m_marks; }
    [[nodiscard]] std::size_t cursorOffset() const;
    void setCursorOffset(std::size_t offset);
    void selectRange(base::ByteRange range);
    [[nodiscard]] base::ByteRange selectedRange() const;
    [[nodiscard]] bool isComposing() const { return m_composing; }
    /// Takes the syllable that is being composed as it stands, before the text is saved, undone or left.
    void finishComposing();

signals:
    /// The person changed the text; ranges are against the text before this change.
    void edited(const base::TextEdits &edits);
    /// An input method began or ended composing.
    void composingChanged(bool composing);
    void cursorOffsetChanged(std::size_t offset);
    void focusLeft();

protected:
    void changeEvent(QEvent *event) override;
    void inputMethodEvent(QInputMethodEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    bool event(QEvent *event) override;
    /// What is to be said of the byte under the mouse besides its problems; empty for nothing.
    [[nodiscard]] virtual QString hoverText(std::size_t offset) const;
    /// Colours of text, margins and caret; overridden to restyle more.
    virtual void applyTheme();

private:
    /// The marks keep to their characters while the text changes, as Scintilla's indicators do.
    void moveMarks(int position, int grown);
    /// What is underlined for a mark: a place without extent has a character there.
    [[nodiscard]] base::ByteRange shownRange(base::ByteRange range) const;
    void releaseKeys();
    void connectNotifications();

    std::vector<EditorMark> m_marks;
    bool m_applying = false;
    bool m_composing = false;
    QString m_preedit;
};

} // namespace widgets
