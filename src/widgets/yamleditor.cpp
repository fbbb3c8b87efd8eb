#include "widgets/yamleditor.h"

#include "rules/expressionat.h"
#include "widgets/completer.h"
#include "widgets/rulelexer.h"
#include "widgets/theme.h"
#include "workspace/document.h"

#include <vector>

namespace widgets {

namespace {

constexpr int ruleMarker = 1;

/// The expression that holds the byte `offset` of the document.
std::optional<Completer::Place> expressionAt(const workspace::Document &document, std::size_t offset)
{
    // The analysis lags a keystroke behind.
    const auto place = rules::expressionAt(*document.rules(), document.text(), offset);
    return place ? std::optional(Completer::Place{place->expr, place->offset}) : std::nullopt;
}

/// What the document holds now. Where the analysis lags behind, a short text is read anew; for a long one this waits.
std::shared_ptr<const rules::RuleDocument> rulesOf(const workspace::Document &document, const promql::Dialect &dialect)
{
    constexpr std::size_t readAtOnce = 64 * 1024;
    if (document.rulesVersion() == document.version())
        return document.rules();
    return document.text().size() <= readAtOnce ? rules::load({}, document.text(), dialect) : nullptr;
}

/// The template of a label or an annotation that holds the byte `offset` of the document.
std::optional<Completer::TemplatePlace> templateAt(const workspace::Document &document, std::size_t offset,
                                                   const promql::Dialect &dialect)
{
    const std::shared_ptr<const rules::RuleDocument> rules = rulesOf(document, dialect);
    if (!rules)
        return std::nullopt;
    for (const rules::RuleGroup &group : rules->groups()) {
        for (const rules::Rule &rule : group.rules) {
            if (rule.kind != rules::RuleKind::Alerting || !rule.range.contains(offset))
                continue;
            for (const rules::Pairs *pairs : {&rule.labels, &rule.annotations}) {
                for (const auto &[name, value] : *pairs) {
                    if (offset >= value.range.start && offset <= value.range.end && !value.inherited)
                        return Completer::TemplatePlace{value.value, value.map.toContent(offset), rule.tree};
                }
            }
        }
    }
    return std::nullopt;
}

} // namespace

YamlEditor::YamlEditor(workspace::Document *document, QWidget *parent) : CodeEditor(parent), m_document(document)
{
    setObjectName("yamlEditor");
    setAccessibleName(tr("YAML of the file"));
    m_lexer = new RuleLexer(RuleLexer::Language::Rules, this);
    setLexer(m_lexer);
    setMarginType(0, NumberMargin);
    setFolding(PlainFoldStyle, 2);
    setCaretLineVisible(true);
    setBraceMatching(StrictBraceMatch);
    markerDefine(Background, ruleMarker);
    setBytes(document->text());
    setReadOnly(document->isReadOnly());
    m_completer = new Completer(this, [this] { return expressionAt(*m_document, cursorOffset()); });
    m_completer->setTemplates([this] { return templateAt(*m_document, cursorOffset(), m_completer->dialect()); });
    connect(this, &CodeEditor::edited, this,
            [this](const base::TextEdits &edits) { (void)m_document->apply(edits, this); });
    connect(document, &workspace::Document::changed, this, [this](const base::TextEdits &edits, const QObject *origin) {
        if (origin == this)
            return;
        // Read-only refuses programmatic changes too, and a reload must come through.
        const bool readOnly = isReadOnly();
        setReadOnly(false);
        applyEdits(edits);
        setReadOnly(readOnly);
    });
    connect(this, &QsciScintilla::linesChanged, this, &YamlEditor::updateMargin);
    connect(document, &workspace::Document::analysed, this, &YamlEditor::updateFolds);
    applyTheme();
    updateMargin();
    updateFolds();
}

void YamlEditor::setRuleRange(base::ByteRange range)
{
    m_ruleRange = range;
    markerDeleteAll(ruleMarker);
    if (range.empty())
        return;
    const long first = SendScintilla(SCI_LINEFROMPOSITION, range.start);
    long last = SendScintilla(SCI_LINEFROMPOSITION, range.end);
    if (SendScintilla(SCI_POSITIONFROMLINE, last) == static_cast<long>(range.end) && last > first)
        --last;
    for (long line = first; line <= last; ++line)
        markerAdd(static_cast<int>(line), ruleMarker);
}

void YamlEditor::toggleFolds()
{
    foldAll(false);
}

QString YamlEditor::hoverText(std::size_t offset) const
{
    const promql::Dialect dialect = m_completer->dialect();
    if (const auto place = expressionAt(*m_document, offset))
        return expressionHover(place->expr, place->offset, dialect);
    const auto place = templateAt(*m_document, offset, dialect);
    return place ? templateHover(*place) : QString();
}

void YamlEditor::applyTheme()
{
    CodeEditor::applyTheme();
    if (!m_lexer)
        return;
    m_lexer->applyTheme();
    const Theme &theme = Theme::current();
    // Opaque, so that it lies under the text: half way to the selection's colour.
    const QColor &base = theme.base;
    const QColor &selection = theme.selection;
    const QColor marked((base.red() + selection.red()) / 2, (base.green() + selection.green()) / 2,
                        (base.blue() + selection.blue()) / 2);
    setMarkerBackgroundColor(marked, ruleMarker);
    SendScintilla(SCI_MARKERSETALPHA, ruleMarker, static_cast<long>(SC_ALPHA_NOALPHA));
    SendScintilla(SCI_SETEXTRAASCENT, 1UL);
    updateMargin();
}

void YamlEditor::updateMargin()
{
    setMarginWidth(0, QString::number(std::max(lines(), 100)) + "0");
}

void YamlEditor::updateFolds()
{
    // Groups fold at one level, their rules at the next.
    const rules::RuleDocument &rules = *m_document->rules();
    if (m_document->rulesVersion() != m_document->version())
        return;
    std::vector<int> levels(static_cast<std::size_t>(lines()), SC_FOLDLEVELBASE);
    const auto lineOf = [this](std::size_t offset) {
        return static_cast<std::size_t>(SendScintilla(SCI_LINEFROMPOSITION, offset));
    };
    const auto fold = [&](base::ByteRange range, int level) {
        const std::size_t first = lineOf(range.start);
        const std::size_t last = lineOf(range.end > range.start ? range.end - 1 : range.end);
        if (last <= first || last >= levels.size())
            return;
        levels[first] = level | SC_FOLDLEVELHEADERFLAG;
        for (std::size_t line = first + 1; line <= last; ++line)
            levels[line] = level + 1;
    };
    for (const rules::RuleGroup &group : rules.groups()) {
        fold(group.range, SC_FOLDLEVELBASE);
        for (const rules::Rule &rule : group.rules)
            fold(rule.range, SC_FOLDLEVELBASE + 1);
    }
    // To be told the same level again costs Scintilla more than to be asked for it.
    for (std::size_t line = 0; line < levels.size(); ++line) {
        if (SendScintilla(SCI_GETFOLDLEVEL, line) != levels[line])
            SendScintilla(SCI_SETFOLDLEVEL, line, static_cast<long>(levels[line]));
    }
}

} // namespace widgets
