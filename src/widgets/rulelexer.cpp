#include "widgets/rulelexer.h"

#include "promql/highlight.h"
#include "widgets/appearance.h"
#include "widgets/theme.h"

#include <Qsci/qsciscintilla.h>

#include <string>
#include <string_view>

namespace widgets {

namespace {

enum Style {
    PlainText,
    Key,
    Comment,
    String,
    Number,
    Metric,
    Label,
    Function,
    Keyword,
    Operator,
    Broken,
    Anchor,
    StyleCount
};

using promql::TokenClass;

Style styleOf(TokenClass token)
{
    switch (token) {
    case TokenClass::Comment:
        return Comment;
    case TokenClass::Metric:
        return Metric;
    case TokenClass::Label:
        return Label;
    case TokenClass::String:
        return String;
    case TokenClass::Number:
    case TokenClass::Duration:
        return Number;
    case TokenClass::Function:
    case TokenClass::Aggregation:
        return Function;
    case TokenClass::Keyword:
        return Keyword;
    case TokenClass::Operator:
    case TokenClass::Bracket:
        return Operator;
    case TokenClass::Error:
        return Broken;
    }
    return PlainText;
}

/// Writes styles for the bytes of a text in ascending order.
class Painter
{
public:
    Painter(std::string_view text, std::string &styles) : m_text(text), m_styles(styles) {}

    void paint(std::size_t start, std::size_t end, Style style)
    {
        for (std::size_t i = start; i < end && i < m_styles.size(); ++i)
            m_styles[i] = static_cast<char>(style);
    }

    void paintPromql(std::size_t start, std::size_t end)
    {
        for (const promql::Token &token : promql::highlight(m_text.substr(start, end - start)))
            paint(start + token.range.start, start + token.range.end, styleOf(token.tokenClass));
    }

    void paintRules()
    {
        std::size_t at = 0;
        while (at < m_text.size())
            at = paintLine(at);
    }

private:
    [[nodiscard]] std::size_t lineEnd(std::size_t at) const
    {
        const std::size_t end = m_text.find('\n', at);
        return end == std::string_view::npos ? m_text.size() : end;
    }

    /// Behind the lines below `at` that stand deeper than `indent`.
    [[nodiscard]] std::size_t blockEnd(std::size_t at, std::size_t indent) const
    {
        while (at < m_text.size()) {
            const std::size_t end = lineEnd(at);
            const std::size_t first = m_text.find_first_not_of(' ', at);
            const bool blank = first == std::string_view::npos || first >= end || m_text[first] == '\r';
            if (!blank && first - at <= indent)
                return at;
            at = std::min(end + 1, m_text.size());
        }
        return at;
    }

    std::size_t paintLine(std::size_t start)
    {
        const std::size_t end = lineEnd(start);
        const std::size_t next = std::min(end + 1, m_text.size());
        std::size_t at = m_text.find_first_not_of(' ', start);
        if (at == std::string_view::npos || at >= end)
            return next;
        while (at + 1 < end && m_text[at] == '-' && m_text[at + 1] == ' ') {
            paint(at, at + 1, Operator);
            at = std::min(m_text.find_first_not_of(' ', at + 1), end);
        }
        if (at >= end)
            return next;
        if (m_text[at] == '#') {
            paint(at, end, Comment);
            return next;
        }
        const std::size_t colon = keyEnd(at, end);
        if (colon == std::string_view::npos) {
            paintValue(at, end);
            return next;
        }
        std::size_t keyStart = at;
        if (m_text[keyStart] == '"' || m_text[keyStart] == '\'')
            ++keyStart;
        paint(at, colon, Key);
        paint(colon, colon + 1, Operator);
        const std::string_view key = m_text.substr(keyStart, 4);
        const std::size_t keyColumn = at - start;
        const std::size_t value = std::min(m_text.find_first_not_of(' ', colon + 1), end);
        const bool isExpr = key == "expr" && colon - keyStart <= 5;
        if (!isExpr) {
            if (value < end && (m_text[value] == '|' || m_text[value] == '>') && !holdsRules(next)) {
                paint(value, end, Operator);
                const std::size_t behind = blockEnd(next, keyColumn);
                paint(next, behind, String);
                return behind;
            }
            paintValue(value, end);
            return next;
        }
        const std::size_t behind = std::max(next, blockEnd(next, keyColumn));
        if (value < end && (m_text[value] == '|' || m_text[value] == '>')) {
            paint(value, end, Operator);
            paintPromql(next, behind);
        } else if (value < end && (m_text[value] == '"' || m_text[value] == '\'')) {
            paintQuotedExpr(value, behind);
        } else {
            const std::size_t comment = behind == next ? commentStart(value, end) : behind;
            paintPromql(value, std::min(comment, behind));
            if (comment < end)
                paint(comment, end, Comment);
        }
        return behind;
    }

    void paintQuotedExpr(std::size_t open, std::size_t limit)
    {
        const char quote = m_text[open];
        std::size_t close = open + 1;
        while (close < limit && m_text[close] != quote)
            close += quote == '"' && m_text[close] == '\\' ? 2 : 1;
        close = std::min(close, limit);
        paint(open, open + 1, String);
        // Escaped quotes would end a PromQL string early: without escapes the colours are exact.
        const std::string_view inside = m_text.substr(open + 1, close - open - 1);
        if (inside.find('\\') == std::string_view::npos && inside.find("''") == std::string_view::npos)
            paintPromql(open + 1, close);
        else
            paint(open + 1, close, String);
        paint(close, std::min(close + 1, limit), String);
    }

    /// Whether the block below holds `groups:` (a ConfigMap's key): it is coloured as rules, not as text.
    [[nodiscard]] bool holdsRules(std::size_t at) const
    {
        for (int line = 0; line < 40 && at < m_text.size(); ++line) {
            const std::size_t end = lineEnd(at);
            const std::size_t first = m_text.find_first_not_of(' ', at);
            if (first < end && m_text.substr(first).starts_with("groups:"))
                return true;
            if (first < end && m_text[first] != '#' && m_text[first] != '\r')
                return false;
            at = end + 1;
        }
        return false;
    }

    [[nodiscard]] std::size_t keyEnd(std::size_t at, std::size_t end) const
    {
        if (m_text[at] == '{' || m_text[at] == '[' || m_text[at] == '&' || m_text[at] == '*')
            return std::string_view::npos;
        char quote = 0;
        for (std::size_t i = at; i < end; ++i) {
            const char c = m_text[i];
            if (quote) {
                quote = c == quote ? 0 : quote;
            } else if (i == at && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == ':' && (i + 1 >= end || m_text[i + 1] == ' ' || m_text[i + 1] == '\r')) {
                return i;
            } else if (c == '#' && i > at && m_text[i - 1] == ' ') {
                return std::string_view::npos;
            }
        }
        return std::string_view::npos;
    }

    [[nodiscard]] std::size_t commentStart(std::size_t at, std::size_t end) const
    {
        for (std::size_t i = at; i < end; ++i) {
            if (m_text[i] == '#' && i > 0 && m_text[i - 1] == ' ')
                return i;
        }
        return end;
    }

    void paintValue(std::size_t at, std::size_t end)
    {
        if (at >= end)
            return;
        const char first = m_text[at];
        if (first == '"' || first == '\'') {
            std::size_t close = m_text.find(first, at + 1);
            close = close == std::string_view::npos ? end : std::min(close + 1, end);
            paint(at, close, String);
            at = close;
        } else if (first == '&' || first == '*') {
            const std::size_t stop = std::min(m_text.find_first_of(" \r\n", at), end);
            paint(at, stop, Anchor);
            paintValue(std::min(m_text.find_first_not_of(' ', stop), end), end);
            return;
        } else if (first >= '0' && first <= '9') {
            paint(at, std::min(m_text.find_first_of(" \r\n", at), end), Number);
        }
        const std::size_t comment = commentStart(at, end);
        paint(comment, end, Comment);
    }

    std::string_view m_text;
    std::string &m_styles;
};

/// The start of the line at or before `at` from which colouring can begin: an item that starts a rule or group.
std::size_t safeStart(const std::string &text, std::size_t at)
{
    constexpr std::size_t furthest = 64U << 10U;
    const std::size_t floor = at > furthest ? at - furthest : 0;
    for (std::size_t line = text.rfind('\n', at == 0 ? 0 : at - 1); line != std::string::npos && line > floor;
         line = text.rfind('\n', line - 1)) {
        const std::size_t first = text.find_first_not_of(' ', line + 1);
        if (first == std::string::npos)
            continue;
        const std::string_view rest = std::string_view(text).substr(first, 9);
        if (rest.starts_with("- alert:") || rest.starts_with("- record:") || rest.starts_with("- name:"))
            return line + 1;
        if (line == 0)
            break;
    }
    return floor == 0 ? 0 : text.rfind('\n', floor) + 1;
}

} // namespace

RuleLexer::RuleLexer(Language language, QsciScintilla *editor) : QsciLexerCustom(editor), m_language(language) {}

void RuleLexer::applyTheme()
{
    for (int style = 0; style < StyleCount; ++style) {
        setColor(defaultColor(style), style);
        setPaper(defaultPaper(style), style);
        setFont(defaultFont(style), style);
    }
    setDefaultPaper(defaultPaper(PlainText));
    setDefaultColor(defaultColor(PlainText));
    setDefaultFont(defaultFont(PlainText));
}

const char *RuleLexer::language() const
{
    return m_language == Language::Rules ? "Prometheus rules" : "PromQL";
}

QString RuleLexer::description(int style) const
{
    static const char *const names[] = {"Text",  "Key",      "Comment", "String",   "Number", "Metric",
                                        "Label", "Function", "Keyword", "Operator", "Error",  "Anchor"};
    return style >= 0 && style < StyleCount ? QString::fromLatin1(names[style]) : QString();
}

void RuleLexer::styleText(int start, int end)
{
    QsciScintilla *const view = editor();
    if (!view || end <= start)
        return;
    const long length = view->SendScintilla(QsciScintillaBase::SCI_GETLENGTH);
    std::string text(static_cast<std::size_t>(length), '\0');
    if (length > 0)
        view->SendScintilla(QsciScintillaBase::SCI_GETTEXT, static_cast<unsigned long>(length + 1), text.data());
    std::size_t from = 0;
    std::size_t until = text.size();
    if (m_language == Language::Rules) {
        from = safeStart(text, static_cast<std::size_t>(start));
        // A little beyond, so that a construct that ends below comes out whole.
        const std::size_t behind = text.find('\n', std::min(text.size(), static_cast<std::size_t>(end)));
        until = behind == std::string::npos ? text.size() : behind + 1;
    }
    const std::string_view part = std::string_view(text).substr(from, until - from);
    std::string styles(part.size(), '\0');
    Painter painter(part, styles);
    if (m_language == Language::Rules)
        painter.paintRules();
    else
        painter.paintPromql(0, part.size());
    startStyling(static_cast<int>(from));
    for (std::size_t i = 0; i < styles.size();) {
        std::size_t run = i + 1;
        while (run < styles.size() && styles[run] == styles[i])
            ++run;
        setStyling(static_cast<int>(run - i), styles[i]);
        i = run;
    }
}

QColor RuleLexer::defaultColor(int style) const
{
    const Theme &theme = Theme::current();
    switch (style) {
    case Key:
        return theme.accent;
    case Comment:
        return theme.muted;
    case String:
        return theme.fine;
    case Number:
        return theme.warning;
    case Metric:
        return theme.text;
    case Label:
        return theme.recordingRule;
    case Function:
        return theme.accent;
    case Keyword:
        return theme.series[2];
    case Operator:
        return theme.muted;
    case Broken:
        return theme.critical;
    case Anchor:
        return theme.series[2];
    default:
        return theme.text;
    }
}

QColor RuleLexer::defaultPaper(int) const
{
    return Theme::current().base;
}

QFont RuleLexer::defaultFont(int style) const
{
    QFont font = fixedFont();
    font.setItalic(style == Comment);
    return font;
}

} // namespace widgets
