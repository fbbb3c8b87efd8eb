#include "widgets/ruleform.h"

#include "rules/duration.h"
#include "rules/sharededits.h"
#include "widgets/appearance.h"
#include "widgets/coretext.h"
#include "widgets/expreditor.h"
#include "widgets/fieldhead.h"
#include "widgets/pairstable.h"
#include "widgets/rulecontext.h"
#include "widgets/ruletexts.h"
#include "widgets/theme.h"
#include "workspace/document.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace widgets {

namespace {

constexpr int exprDelay = 250;

std::string withoutLastBreaks(const std::string &value)
{
    return value.substr(0, value.find_last_not_of("\r\n") + 1);
}

QString ruleDurationProblem(const QString &text)
{
    return text.isEmpty() || rules::parseDuration(text.toStdString())
               ? QString()
               : RuleForm::tr("This is not a duration. Write it like 5m or 1h30m.");
}

std::vector<PairsTable::Pair> pairsOf(const rules::Pairs &pairs)
{
    std::vector<PairsTable::Pair> result;
    for (const auto &[name, value] : pairs)
        result.push_back({name.value, value.value, value.inherited});
    return result;
}

base::Result<base::TextEdits> editsOf(const rules::RuleDocument &document, const rules::FieldChange &change)
{
    return change.value ? rules::setFieldEdits(document, change.rule, change.path, *change.value)
                        : rules::removeFieldEdits(document, change.rule, change.path);
}

/// Whether the rule has the field through an alias or a merge key.
bool comesFromAnchor(const rules::Rule *rule, const rules::FieldPath &path)
{
    if (!rule)
        return false;
    if (path.field == "name")
        return rule->name.inherited;
    if (path.field == "for")
        return rule->forDuration && rule->forDuration->inherited;
    if (path.field == "keep_firing_for")
        return rule->keepFiringFor && rule->keepFiringFor->inherited;
    const rules::Pairs &pairs = path.field == "labels" ? rule->labels : rule->annotations;
    return std::ranges::any_of(
        pairs, [&path](const auto &pair) { return pair.first.value == path.key && pair.second.inherited; });
}

} // namespace

RuleForm::RuleForm(workspace::Document *document, QWidget *parent)
    : QWidget(parent),
      m_document(document),
      m_fields(new QWidget(this)),
      m_head(new FieldHead(m_fields)),
      m_name(m_head->addName("ruleName", "name")),
      m_context(new RuleContext(m_head)),
      m_durations(new FieldHead(m_fields)),
      m_for(m_durations->addField("ruleFor", "for", ruleDurationProblem)),
      m_keepFiringFor(m_durations->addField("ruleKeepFiringFor", "keep_firing_for", ruleDurationProblem)),
      m_copies(new QPushButton(m_durations)),
      m_expr(new ExprEditor(this)),
      m_problem(new QLabel(this)),
      m_labelsTitle(new QLabel(this)),
      m_labels(new PairsTable("labelsTable", this)),
      m_annotationsTitle(new QLabel(this)),
      m_annotations(new PairsTable("annotationsTable", this)),
      m_empty(new QLabel(this)),
      m_exprTimer(new QTimer(this))
{
    setObjectName("ruleForm");
    m_problem->setObjectName("exprProblem");
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_empty->setObjectName("formEmpty");
    m_empty->setWordWrap(true);

    m_copies->setObjectName("ruleCopies");
    m_copies->hide();
    m_head->addRest(m_context);
    m_durations->addButton(m_copies);

    auto *pairs = new QGridLayout;
    pairs->setHorizontalSpacing(16);
    pairs->setVerticalSpacing(4);
    pairs->addWidget(m_labelsTitle, 0, 0);
    pairs->addWidget(m_annotationsTitle, 0, 1);
    pairs->addWidget(m_labels, 1, 0, Qt::AlignTop);
    pairs->addWidget(m_annotations, 1, 1, Qt::AlignTop);
    pairs->setColumnStretch(0, 2);
    pairs->setColumnStretch(1, 3);
    auto *fields = new QVBoxLayout(m_fields);
    fields->setContentsMargins(0, 0, 0, 0);
    fields->setSpacing(8);
    fields->addWidget(m_head);
    fields->addWidget(m_expr);
    fields->addWidget(m_problem);
    fields->addWidget(m_durations);
    fields->addLayout(pairs);
    fields->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->addWidget(m_fields);
    layout->addWidget(m_empty);

    m_exprTimer->setSingleShot(true);
    m_exprTimer->setInterval(exprDelay);
    connect(m_exprTimer, &QTimer::timeout, this, &RuleForm::commitExpression);
    connect(m_expr, &ExprEditor::exprEdited, this, [this] {
        m_serverError.clear();
        emit expressionTyped(m_expr->expression());
        if (!m_expr->isComposing())
            m_exprTimer->start();
    });
    connect(m_expr, &CodeEditor::composingChanged, this, [this](bool composing) {
        if (composing)
            m_exprTimer->stop();
        else
            m_exprTimer->start();
    });
    connect(m_expr, &CodeEditor::focusLeft, this, &RuleForm::commitPending);
    for (const FieldHead *head : {m_head, m_durations})
        connect(head, &FieldHead::committed, this, [this](const std::string &field, const QString &value) {
            commit({field, {}}, value);
        });
    connect(m_copies, &QPushButton::clicked, this, &RuleForm::consolidateRequested);
    connectPairs(m_labels, "labels");
    connectPairs(m_annotations, "annotations");
    connect(document, &workspace::Document::analysed, this, &RuleForm::refresh);
    setTabOrder(m_name, m_expr);
    setTabOrder(m_expr, m_for);
    setTabOrder(m_for, m_keepFiringFor);
    setTabOrder(m_keepFiringFor, m_copies);
    setTabOrder(m_copies, m_labels);
    setTabOrder(m_labels, m_annotations);
    retranslate();
    refresh();
}

void RuleForm::connectPairs(PairsTable *table, const char *field)
{
    const std::string name = field;
    connect(table, &PairsTable::valueChanged, this, [this, name](const QString &key, const QString &value) {
        commit({name, key.toStdString()}, value);
    });
    connect(table, &PairsTable::nameChanged, this, [this, name](const QString &oldName, const QString &newName) {
        if (!m_ref)
            return;
        const auto edits =
            rules::renameKeyEdits(currentRules(), *m_ref, {name, oldName.toStdString()}, newName.toStdString());
        const QStringList others =
            edits ? namesOf(rules::sharedChange(currentRules(), *edits, {{*m_ref}}), currentRules()) : QStringList();
        apply(edits);
        if (!others.isEmpty())
            emit othersChanged(others);
    });
    connect(table, &PairsTable::removed, this, [this, name](const QString &key) {
        if (m_ref)
            applyOrAsk({*m_ref, {name, key.toStdString()}, std::nullopt});
    });
}

void RuleForm::setRule(const std::optional<rules::RuleRef> &ref)
{
    if (ref == m_ref)
        return;
    commitPending();
    m_ref = ref;
    m_serverError.clear();
    refresh();
}

const rules::RuleDocument &RuleForm::currentRules()
{
    if (m_document->rulesVersion() == m_document->version())
        return *m_document->rules();
    if (!m_fresh || m_fresh->text() != m_document->text())
        m_fresh = rules::load(m_document->path().toStdString(), m_document->text(), m_document->rules()->dialect());
    return *m_fresh;
}

void RuleForm::refresh()
{
    const rules::Rule *rule = m_ref ? m_document->rules()->find(*m_ref) : nullptr;
    m_fields->setVisible(rule != nullptr);
    m_empty->setVisible(rule == nullptr);
    if (!rule)
        return;
    // What is being typed is newer than the analysis.
    if (m_document->rulesVersion() == m_document->version() && !m_exprTimer->isActive())
        fillFields(*rule);
    showProblems(*rule);
}

void RuleForm::fillFields(const rules::Rule &rule)
{
    const bool recording = rule.kind == rules::RuleKind::Recording;
    const bool editable = !m_document->isReadOnly() && !m_document->rules()->readOnlyReason();
    m_head->setValue(m_name, rule.name.value, editable);
    m_durations->setValue(m_for, rule.forDuration ? rule.forDuration->value : std::string(), editable);
    m_durations->setValue(m_keepFiringFor, rule.keepFiringFor ? rule.keepFiringFor->value : std::string(), editable);
    if (!m_expr->isComposing())
        m_expr->setExpression(withoutLastBreaks(rule.expr.value));
    m_labels->setPairs(pairsOf(rule.labels));
    m_annotations->setPairs(pairsOf(rule.annotations));
    m_durations->setFieldVisible(m_for, !recording);
    m_durations->setFieldVisible(m_keepFiringFor, !recording);
    m_annotationsTitle->setVisible(!recording);
    m_annotations->setVisible(!recording);
    m_expr->setReadOnly(!editable);
    m_labels->setEditable(editable);
    m_annotations->setEditable(editable);
    const int size = fontMetrics().height();
    if (const rules::RuleGroup *group = m_document->rules()->findGroup(*m_ref)) {
        m_head->setShape(ruleIcon(*group, rule).pixmap(size, size),
                         recording ? tr("Recording rule") : tr("Alerting rule"));
        m_context->setRule(*group, m_ref->index);
    }
}

void RuleForm::showProblems(const rules::Rule &rule)
{
    std::vector<EditorMark> marks;
    QStringList texts;
    for (const base::Diagnostic &diagnostic : rule.tree->diagnostics()) {
        marks.push_back({diagnostic.range, diagnostic.severity, translated(diagnostic.text)});
        texts.append(marks.back().text);
    }
    if (!m_serverError.isEmpty()) {
        if (m_serverOffset != std::string::npos)
            marks.push_back({{m_serverOffset, m_serverOffset}, base::Severity::Error, m_serverError});
        if (texts.isEmpty())
            texts.append(m_serverError);
    }
    const std::size_t length = m_expr->bytes().size();
    std::erase_if(marks, [length](const EditorMark &mark) { return mark.range.end > length; });
    m_expr->setMarks(std::move(marks));
    m_problem->setVisible(!texts.isEmpty() && !rule.expr.value.empty());
    m_problem->setText(texts.value(0));
}

void RuleForm::setServerError(std::size_t offset, const QString &message)
{
    m_serverOffset = offset;
    m_serverError = message;
    if (const rules::Rule *rule = m_ref ? m_document->rules()->find(*m_ref) : nullptr)
        showProblems(*rule);
}

void RuleForm::commitPending()
{
    m_expr->finishComposing();
    if (m_exprTimer->isActive())
        commitExpression();
    m_head->commitModified();
    m_durations->commitModified();
}

void RuleForm::setCopies(int copies)
{
    m_copyCount = copies;
    m_copies->setVisible(copies > 0);
    m_copies->setText(tr("%n copy(ies) of this rule · Consolidate…", nullptr, copies));
}

void RuleForm::focusName()
{
    m_name->setFocus();
    m_name->selectAll();
}

void RuleForm::commitExpression()
{
    m_exprTimer->stop();
    if (!m_ref || m_expr->isReadOnly())
        return;
    const rules::Rule *rule = currentRules().find(*m_ref);
    if (!rule)
        return;
    // The line end that a block scalar brings along is kept; it is no part of what one sees.
    std::string expr = m_expr->expression();
    const std::string old = rule->expr.value;
    expr += old.substr(withoutLastBreaks(old).size());
    if (expr != old && rule->expr.inherited)
        emit anchorQuestion({"expr", {}}, QString::fromStdString(expr));
    else if (expr != old)
        applyOrAsk({*m_ref, {"expr", {}}, expr});
}

void RuleForm::commit(const rules::FieldPath &path, const QString &value)
{
    if (!m_ref)
        return;
    if (comesFromAnchor(currentRules().find(*m_ref), path)) {
        emit anchorQuestion(path, value);
        return;
    }
    const bool removes = value.isEmpty() && (path.field == "for" || path.field == "keep_firing_for");
    applyOrAsk({*m_ref, path, removes ? std::nullopt : std::optional(value.toStdString())});
}

void RuleForm::applyOrAsk(const rules::FieldChange &change)
{
    const rules::RuleDocument &document = currentRules();
    const auto edits = editsOf(document, change);
    const rules::SharedChange shared =
        edits ? rules::sharedChange(document, *edits, {{change.rule}}) : rules::SharedChange();
    if (shared.empty()) {
        apply(edits);
        return;
    }
    emit sharedQuestion(change, namesOf(shared, document), bool(rules::setHereOnlyEdits(document, change)));
}

void RuleForm::commitShared(const rules::FieldChange &change, bool hereOnly)
{
    apply(hereOnly ? rules::setHereOnlyEdits(currentRules(), change) : editsOf(currentRules(), change));
}

void RuleForm::commitInherited(const rules::FieldPath &path, const QString &value, bool atAnchor)
{
    if (!m_ref)
        return;
    if (atAnchor)
        apply(rules::setAtAnchorEdits(currentRules(), *m_ref, path, value.toStdString()));
    else
        applyOrAsk({*m_ref, path, value.toStdString()});
}

void RuleForm::apply(const base::Result<base::TextEdits> &edits)
{
    if (!edits) {
        emit editFailed(edits.error());
        return;
    }
    if (const auto applied = m_document->apply(*edits, this); !applied)
        emit editFailed(applied.error());
}

void RuleForm::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange || restyles(*event)) {
        retranslate();
        refresh();
    }
    QWidget::changeEvent(event);
}

void RuleForm::retranslate()
{
    const Theme &theme = Theme::current();
    m_head->describe(m_name, {}, tr("Name of the rule"), {});
    m_durations->describe(m_for, tr("for"), tr("for: how long the condition holds before the alert fires"), "0s");
    m_durations->describe(m_keepFiringFor, tr("keep firing for"),
                          tr("keep_firing_for: how long the alert goes on firing after the condition ends"), "0s");
    m_head->restyle();
    m_durations->restyle();
    m_context->restyle();
    setCopies(m_copyCount);
    m_expr->setAccessibleName(tr("PromQL expression"));
    m_labelsTitle->setText(tr("Labels"));
    m_annotationsTitle->setText(tr("Annotations"));
    m_labels->retranslate(tr("Labels"));
    m_annotations->retranslate(tr("Annotations"));
    m_empty->setText(tr("No rule is selected. Choose one in the tree, or put the cursor into a rule below."));
    QPalette muted = palette();
    muted.setColor(QPalette::WindowText, theme.muted);
    for (QLabel *label : {m_labelsTitle, m_annotationsTitle, m_empty})
        label->setPalette(muted);
    QPalette critical = palette();
    critical.setColor(QPalette::WindowText, theme.critical);
    m_problem->setPalette(critical);
}

} // namespace widgets
