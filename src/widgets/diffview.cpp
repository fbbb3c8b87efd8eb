#include "widgets/diffview.h"
#include "widgets/elidedlabel.h"

#include "widgets/appearance.h"
#include "widgets/codeeditor.h"
#include "widgets/rulelexer.h"
#include "widgets/theme.h"

#include <QEvent>
#include <QGridLayout>
#include <QScrollBar>

#include <optional>
#include <utility>
#include <vector>

namespace widgets {

namespace {

enum DiffMarker { ChangedMarker = 2, GapMarker, FoldMarker };
constexpr int wordIndicator = 12;
constexpr int numberMargin = 0;

/// One side of the view while it is filled.
struct Side
{
    std::string text;
    std::vector<std::optional<std::size_t>> numbers;
    std::vector<int> markers;
    std::vector<base::ByteRange> words;

    void addLine(std::string_view line, std::optional<std::size_t> number, int marker)
    {
        while (line.ends_with('\n') || line.ends_with('\r'))
            line.remove_suffix(1);
        text.append(line).append("\n");
        numbers.push_back(number);
        markers.push_back(marker);
    }
};

void addRowSide(Side &side, const std::vector<std::string_view> &lines, std::string_view whole,
                const std::optional<std::size_t> &line, const std::vector<base::ByteRange> &words, bool changed)
{
    if (!line) {
        side.addLine({}, std::nullopt, GapMarker);
        return;
    }
    const std::string_view content = lines[*line];
    const auto start = static_cast<std::size_t>(content.data() - whole.data());
    for (const base::ByteRange &word : words)
        side.words.push_back({side.text.size() + word.start - start, side.text.size() + word.end - start});
    side.addLine(content, *line + 1, changed ? ChangedMarker : 0);
}

void showSide(CodeEditor *editor, const Side &side)
{
    editor->setReadOnly(false);
    editor->markerDeleteAll();
    editor->clearMarginText();
    editor->setBytes(side.text);
    for (std::size_t line = 0; line < side.numbers.size(); ++line) {
        if (side.markers[line] != 0)
            editor->markerAdd(static_cast<int>(line), side.markers[line]);
        if (side.numbers[line])
            editor->setMarginText(static_cast<int>(line), QString::number(*side.numbers[line]),
                                  static_cast<int>(QsciScintillaBase::STYLE_LINENUMBER));
    }
    editor->SendScintilla(QsciScintillaBase::SCI_SETINDICATORCURRENT, wordIndicator);
    for (const base::ByteRange &word : side.words)
        editor->SendScintilla(QsciScintillaBase::SCI_INDICATORFILLRANGE, word.start, static_cast<long>(word.size()));
    editor->setReadOnly(true);
    editor->SendScintilla(QsciScintillaBase::SCI_SETXOFFSET, 0UL);
}

} // namespace

DiffView::DiffView(QWidget *parent)
    : QWidget(parent),
      m_beforeTitle(new ElidedLabel(this)),
      m_afterTitle(new ElidedLabel(this)),
      m_old(new CodeEditor(this)),
      m_new(new CodeEditor(this))
{
    setObjectName("diffView");
    m_old->setObjectName("diffBefore");
    m_new->setObjectName("diffAfter");
    auto *layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->setHorizontalSpacing(1);
    for (ElidedLabel *title : {m_beforeTitle, m_afterTitle})
        title->setContentsMargins(8, 4, 8, 4);
    layout->addWidget(m_beforeTitle, 0, 0);
    layout->addWidget(m_afterTitle, 0, 1);
    layout->addWidget(m_old, 1, 0);
    layout->addWidget(m_new, 1, 1);
    layout->setColumnStretch(0, 1);
    layout->setColumnStretch(1, 1);
    for (CodeEditor *editor : {m_old, m_new}) {
        auto *lexer = new RuleLexer(RuleLexer::Language::Rules, editor);
        editor->setLexer(lexer);
        editor->setMarginType(numberMargin, QsciScintilla::TextMarginRightJustified);
        editor->setMarginWidth(numberMargin, "00000");
        editor->setCaretLineVisible(false);
        editor->setReadOnly(true);
    }
    const auto follow = [this](QScrollBar *from, QScrollBar *to) {
        connect(from, &QScrollBar::valueChanged, this, [this, to](int value) {
            if (m_scrolling)
                return;
            m_scrolling = true;
            to->setValue(value);
            m_scrolling = false;
        });
    };
    follow(m_old->verticalScrollBar(), m_new->verticalScrollBar());
    follow(m_new->verticalScrollBar(), m_old->verticalScrollBar());
    follow(m_old->horizontalScrollBar(), m_new->horizontalScrollBar());
    follow(m_new->horizontalScrollBar(), m_old->horizontalScrollBar());
    applyTheme();
}

void DiffView::setTexts(const QString &beforeTitle, const std::string &before, const QString &afterTitle,
                        const std::string &after)
{
    m_beforeTitle->setText(beforeTitle);
    m_afterTitle->setText(afterTitle);
    m_old->setAccessibleName(beforeTitle);
    m_new->setAccessibleName(afterTitle);
    m_before = before;
    m_after = after;
    fill();
}

void DiffView::clear()
{
    setTexts({}, {}, {}, {});
}

void DiffView::fill()
{
    const std::vector<std::string_view> oldLines = base::splitLines(m_before);
    const std::vector<std::string_view> newLines = base::splitLines(m_after);
    Side before;
    Side after;
    std::size_t oldShown = 0;
    const auto fold = [&](std::size_t hidden) {
        if (hidden == 0)
            return;
        const std::string text = tr("⋯ %n equal line(s)", nullptr, static_cast<int>(hidden)).toStdString();
        before.addLine(text, std::nullopt, FoldMarker);
        after.addLine(text, std::nullopt, FoldMarker);
    };
    for (const base::DiffHunk &hunk : base::diffHunks(m_before, m_after)) {
        fold(hunk.oldStart - oldShown);
        oldShown = hunk.oldStart;
        for (const base::DiffRow &row : hunk.rows) {
            const bool changed = row.kind != base::DiffRow::Kind::Same;
            addRowSide(before, oldLines, m_before, row.oldLine, row.oldWords, changed);
            addRowSide(after, newLines, m_after, row.newLine, row.newWords, changed);
            if (row.oldLine)
                oldShown = *row.oldLine + 1;
        }
    }
    fold(oldLines.size() - oldShown);
    showSide(m_old, before);
    showSide(m_new, after);
}

void DiffView::changeEvent(QEvent *event)
{
    if (restyles(*event))
        applyTheme();
    QWidget::changeEvent(event);
}

void DiffView::applyTheme()
{
    const Theme &theme = Theme::current();
    for (CodeEditor *editor : {m_old, m_new}) {
        static_cast<RuleLexer *>(editor->lexer())->applyTheme();
        const QColor changed = editor == m_old ? theme.diffRemoved : theme.diffAdded;
        for (const int marker : {ChangedMarker, GapMarker, FoldMarker})
            editor->markerDefine(QsciScintilla::Background, marker);
        for (const int marker : {ChangedMarker, GapMarker, FoldMarker})
            editor->SendScintilla(QsciScintillaBase::SCI_MARKERSETALPHA, marker,
                                  static_cast<long>(QsciScintillaBase::SC_ALPHA_NOALPHA));
        editor->setMarkerBackgroundColor(changed, ChangedMarker);
        editor->setMarkerBackgroundColor(theme.window, GapMarker);
        editor->setMarkerBackgroundColor(theme.raised, FoldMarker);
        editor->setMarginsBackgroundColor(theme.base);
        editor->indicatorDefine(QsciScintilla::StraightBoxIndicator, wordIndicator);
        QColor word = editor == m_old ? theme.critical : theme.fine;
        word.setAlpha(70);
        editor->setIndicatorForegroundColor(word, wordIndicator);
        editor->setIndicatorDrawUnder(true, wordIndicator);
    }
    QPalette muted = palette();
    muted.setColor(QPalette::WindowText, theme.muted);
    m_beforeTitle->setPalette(muted);
    m_afterTitle->setPalette(muted);
}

} // namespace widgets
