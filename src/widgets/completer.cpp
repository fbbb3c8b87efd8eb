#include "widgets/completer.h"

#include "promql/functions.h"
#include "promql/help.h"
#include "promql/labelflow.h"
#include "rules/templatecompletion.h"
#include "widgets/codeeditor.h"
#include "widgets/completionsource.h"
#include "widgets/coretext.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>

namespace widgets {

namespace {

using promql::CompletionKind;

constexpr std::size_t mostOffered = 300;

bool containsIgnoringCase(const std::string &text, const std::string &part)
{
    const auto same = [](char a, char b) {
        return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
    };
    return std::search(text.begin(), text.end(), part.begin(), part.end(), same) != text.end();
}

/// The words of the language that fit.
void addLanguageWords(const promql::CompletionContext &context, const promql::Dialect &dialect,
                      std::vector<std::string> &words)
{
    const promql::Version version = promql::versionOf(dialect);
    if (context.kinds.has(CompletionKind::Aggregation)) {
        for (const promql::AggregationInfo &each : promql::aggregations()) {
            if (each.added <= version && (!each.experimental || dialect.experimentalFunctions))
                words.emplace_back(each.name);
        }
    }
    if (context.kinds.has(CompletionKind::Function)) {
        for (const promql::Function &each : promql::functions()) {
            if (each.added <= version && version < each.removed &&
                (!each.needsFlag(version) || dialect.experimentalFunctions))
                words.emplace_back(each.name);
        }
    }
    if (context.kinds.has(CompletionKind::Modifier)) {
        constexpr std::array<const char *, 8> modifiers = {"by",         "without",     "on",   "ignoring",
                                                           "group_left", "group_right", "bool", "offset"};
        words.insert(words.end(), modifiers.begin(), modifiers.end());
        if (dialect.extendedRangeSelectors)
            words.insert(words.end(), {"anchored", "smoothed"});
        if (dialect.binopFillModifiers)
            words.insert(words.end(), {"fill", "fill_left", "fill_right"});
    }
    if (context.kinds.has(CompletionKind::Operator) && context.label.empty()) {
        constexpr std::array<const char *, 4> operators = {"and", "or", "unless", "atan2"};
        words.insert(words.end(), operators.begin(), operators.end());
    }
    if (context.kinds.has(CompletionKind::Duration)) {
        constexpr std::array<const char *, 7> durations = {"1m", "5m", "10m", "30m", "1h", "6h", "1d"};
        words.insert(words.end(), durations.begin(), durations.end());
    }
}

} // namespace

QString expressionHover(const std::string &expr, std::size_t offset, const promql::Dialect &dialect)
{
    const auto hover = promql::hoverAt(promql::parse(expr, dialect), offset);
    if (!hover)
        return {};
    const QString title = QString::fromStdString(hover->title);
    const QString summary = translated(hover->summary);
    return summary.isEmpty() ? title : title + '\n' + summary;
}

QString templateHover(const Completer::TemplatePlace &place)
{
    const auto label = rules::templateLabelAt(place.text, place.offset);
    if (!label || !place.tree->valid())
        return {};
    const promql::LabelFlow flow(*place.tree);
    const promql::LabelFact &fact = flow.of(*place.tree->root()).of(label->name);
    const QString name = QString::fromStdString(label->name);
    QString title;
    switch (fact.presence) {
    case promql::LabelPresence::Guaranteed:
        title = fact.value ? Completer::tr("Every series has the label %1, with the value %2.")
                                 .arg(name, QString::fromStdString(*fact.value))
                           : Completer::tr("Every series has the label %1.").arg(name);
        break;
    case promql::LabelPresence::Possible:
        title = Completer::tr("A series may have the label %1; it is empty where it has not.").arg(name);
        break;
    case promql::LabelPresence::Impossible:
        title = Completer::tr("No series has the label %1: it is always empty here.").arg(name);
        break;
    }
    return title + '\n' + translated(promql::labelReasonText(fact));
}

Completer::Completer(CodeEditor *editor, Locate locate) : QObject(editor), m_editor(editor), m_locate(std::move(locate))
{
    editor->SendScintilla(QsciScintillaBase::SCI_AUTOCSETSEPARATOR, '\n');
    editor->SendScintilla(QsciScintillaBase::SCI_AUTOCSETIGNORECASE, 1UL);
    editor->SendScintilla(QsciScintillaBase::SCI_AUTOCSETORDER, QsciScintillaBase::SC_ORDER_CUSTOM);
    editor->SendScintilla(QsciScintillaBase::SCI_AUTOCSETDROPRESTOFWORD, 0UL);
    editor->SendScintilla(QsciScintillaBase::SCI_AUTOCSETMAXHEIGHT, 12UL);
    connect(editor, &QsciScintillaBase::SCN_CHARADDED, this, &Completer::completeTyped);
}

void Completer::setSource(CompletionSource *source)
{
    m_source = source;
}

promql::Dialect Completer::dialect() const
{
    return m_source ? m_source->dialect() : promql::Dialect();
}

void Completer::complete()
{
    offer(true);
}

void Completer::completeTyped(int character)
{
    if (m_editor->isComposing())
        return;
    const bool word = std::isalnum(character) || character == '_' || character == ':';
    const bool opens = character == '{' || character == '(' || character == ',' || character == '"' || character == '[';
    if (character == '(' || character == ',' || character == ')')
        showCallHelp();
    const bool inTemplate = m_locateTemplate && (character == '.' || character == '$');
    if (word || opens || inTemplate)
        offer(false);
}

void Completer::showCallHelp()
{
    const std::optional<Place> place = m_locate();
    const auto help = place ? promql::callHelpAt(promql::parse(place->expr, dialect()), place->offset) : std::nullopt;
    if (!help) {
        m_editor->SendScintilla(QsciScintillaBase::SCI_CALLTIPCANCEL);
        return;
    }
    const std::string text = help->signature.text + '\n' + translated(help->summary).toStdString();
    m_editor->SendScintilla(QsciScintillaBase::SCI_CALLTIPSHOW, m_editor->cursorOffset(), text.c_str());
    if (help->activeArgument >= help->signature.arguments.size())
        return;
    const base::ByteRange argument = help->signature.arguments[help->activeArgument];
    m_editor->SendScintilla(QsciScintillaBase::SCI_CALLTIPSETHLT, argument.start, static_cast<long>(argument.end));
}

void Completer::offer(bool asked)
{
    const std::optional<Place> place = m_locate();
    if (!place) {
        offerTemplate(asked);
        return;
    }
    const promql::CompletionContext context = promql::completionContext(place->expr, place->offset, dialect());
    const bool typed = !context.prefix.empty();
    std::vector<std::string> words;
    if (context.kinds.has(CompletionKind::Metric) && m_source && (typed || asked))
        words = m_source->metrics();
    if (typed || asked)
        addLanguageWords(context, dialect(), words);
    const bool labels = context.kinds.has(CompletionKind::Label);
    if ((labels || context.kinds.has(CompletionKind::LabelValue)) && m_source) {
        // The answer may come later: by then the cursor must still be where it was asked for.
        const auto use = [this, guard = QPointer<Completer>(this), context, offset = place->offset,
                          cursor = m_editor->cursorOffset(), asked, words](const auto &names) {
            if (!guard || m_editor->cursorOffset() != cursor)
                return;
            std::vector<std::string> all = words;
            all.insert(all.end(), names.begin(), names.end());
            showList(std::move(all), context, offset, asked);
        };
        if (labels)
            m_source->withLabels(context, use);
        else
            m_source->withValues(context, use);
        return;
    }
    showList(std::move(words), context, place->offset, asked);
}

void Completer::showList(std::vector<std::string> words, const promql::CompletionContext &context, std::size_t offset,
                         bool asked)
{
    const std::size_t typedLength = offset - std::min(offset, context.prefix.start);
    const std::optional<Place> place = m_locate();
    if (!place || place->offset < typedLength)
        return;
    present(std::move(words), place->expr.substr(place->offset - typedLength, typedLength), asked);
}

void Completer::offerTemplate(bool asked)
{
    const std::optional<TemplatePlace> place = m_locateTemplate ? m_locateTemplate() : std::nullopt;
    const auto completion = place ? rules::templateCompletion(place->text, place->offset, dialect()) : std::nullopt;
    if (!completion || (completion->typed == 0 && !completion->labels && !asked)) {
        m_editor->SendScintilla(QsciScintillaBase::SCI_AUTOCCANCEL);
        return;
    }
    const std::string typed = place->text.substr(place->offset - completion->typed, completion->typed);
    if (!completion->labels) {
        present(completion->words, typed, asked);
        return;
    }
    const rules::SeriesLabels labels = rules::seriesLabels(*place->tree);
    if (!labels.others || !m_source) {
        present(labels.names, typed, asked);
        return;
    }
    // The rest is what the metrics have that the expression reads.
    promql::CompletionContext context;
    promql::walk(place->tree->root(), [&context](const promql::Expr &expr) {
        const auto *selector = promql::as<promql::VectorSelector>(&expr);
        if (selector && !selector->metric.value.empty())
            context.metrics.emplace_back(selector->metric.value);
        return true;
    });
    m_source->withLabels(context, [guard = QPointer<Completer>(this), labels, typed, asked,
                                   cursor = m_editor->cursorOffset(), this](const std::vector<std::string> &names) {
        if (!guard || m_editor->cursorOffset() != cursor)
            return;
        std::vector<std::string> all = labels.names;
        std::ranges::copy_if(names, std::back_inserter(all),
                             [](const std::string &name) { return name != "__name__"; });
        std::ranges::sort(all);
        present(std::move(all), typed, asked);
    });
}

void Completer::present(std::vector<std::string> words, const std::string &prefix, bool asked)
{
    std::erase_if(words,
                  [&prefix](const std::string &word) { return !containsIgnoringCase(word, prefix) || word == prefix; });
    std::ranges::stable_sort(words, [&prefix](const std::string &a, const std::string &b) {
        const bool startsA = a.starts_with(prefix);
        const bool startsB = b.starts_with(prefix);
        return startsA != startsB ? startsA : a < b;
    });
    words.erase(std::unique(words.begin(), words.end()), words.end());
    if (words.size() > mostOffered)
        words.resize(mostOffered);
    if (words.empty() || (!asked && !m_editor->hasFocus())) {
        m_editor->SendScintilla(QsciScintillaBase::SCI_AUTOCCANCEL);
        return;
    }
    std::string list;
    for (const std::string &word : words)
        list += (list.empty() ? "" : "\n") + word;
    // Scintilla hides what does not begin with the typed word; what merely contains it is replaced as a whole.
    m_editor->SendScintilla(QsciScintillaBase::SCI_AUTOCSETAUTOHIDE, 0UL);
    m_editor->SendScintilla(QsciScintillaBase::SCI_AUTOCSHOW, prefix.size(), list.c_str());
}

} // namespace widgets
