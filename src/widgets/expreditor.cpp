#include "widgets/expreditor.h"

#include "widgets/completer.h"
#include "widgets/rulelexer.h"

#include <algorithm>

namespace widgets {

namespace {

constexpr int mostLines = 12;
constexpr int padding = 8;

} // namespace

ExprEditor::ExprEditor(QWidget *parent) : CodeEditor(parent)
{
    setObjectName("exprEditor");
    m_lexer = new RuleLexer(RuleLexer::Language::PromQL, this);
    setLexer(m_lexer);
    setFrameShape(QFrame::StyledPanel);
    setWrapMode(WrapWord);
    setWrapVisualFlags(WrapFlagNone, WrapFlagNone, 0);
    SendScintilla(SCI_SETWRAPINDENTMODE, SC_WRAPINDENT_SAME);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setBraceMatching(StrictBraceMatch);
    setMarginWidth(0, 0);
    SendScintilla(SCI_SETMARGINLEFT, 0UL, 6L);
    setCaretLineVisible(false);
    m_completer = new Completer(this, [this]() -> std::optional<Completer::Place> {
        return Completer::Place{bytes(), cursorOffset()};
    });
    connect(this, &CodeEditor::edited, this, [this] {
        fitHeight();
        emit exprEdited();
    });
    // Lines are wrapped anew only when they are painted.
    connect(this, &QsciScintillaBase::SCN_PAINTED, this, &ExprEditor::fitHeight, Qt::QueuedConnection);
    applyTheme();
    fitHeight();
}

void ExprEditor::setExpression(const std::string &expr)
{
    if (expr == bytes())
        return;
    const std::size_t cursor = cursorOffset();
    applyEdits(base::differenceEdits(bytes(), expr));
    setCursorOffset(std::min(cursor, expr.size()));
    fitHeight();
}

void ExprEditor::fitHeight()
{
    int visible = 0;
    for (int line = 0; line < lines(); ++line)
        visible += static_cast<int>(SendScintilla(SCI_WRAPCOUNT, line));
    const int height = std::clamp(visible, 1, mostLines) * textHeight(0) + padding + 2 * frameWidth();
    setVerticalScrollBarPolicy(visible > mostLines ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
    if (minimumHeight() != height)
        setFixedHeight(height);
}

QSize ExprEditor::sizeHint() const
{
    return {320, minimumHeight()};
}

QSize ExprEditor::minimumSizeHint() const
{
    return {120, minimumHeight()};
}

QString ExprEditor::hoverText(std::size_t offset) const
{
    return expressionHover(bytes(), offset, m_completer->dialect());
}

void ExprEditor::applyTheme()
{
    CodeEditor::applyTheme();
    if (!m_lexer)
        return;
    m_lexer->applyTheme();
    SendScintilla(SCI_SETEXTRAASCENT, 1UL);
    fitHeight();
}

void ExprEditor::resizeEvent(QResizeEvent *event)
{
    CodeEditor::resizeEvent(event);
    fitHeight();
}

} // namespace widgets
