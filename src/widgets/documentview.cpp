#include "widgets/documentview.h"

#include "checks/catalogue.h"
#include "widgets/completer.h"
#include "widgets/coretext.h"
#include "widgets/expreditor.h"
#include "widgets/groupform.h"
#include "widgets/messagebar.h"
#include "widgets/ruleform.h"
#include "widgets/yamleditor.h"
#include "workspace/document.h"
#include "workspace/workspace.h"

#include <QEvent>
#include <QFileInfo>
#include <QScrollArea>
#include <QSplitter>
#include <QTimer>
#include <QVBoxLayout>

namespace widgets {

DocumentView::DocumentView(workspace::Document *document, workspace::Workspace *workspace,
                           CompletionSource *completions, QWidget *parent)
    : QWidget(parent),
      m_document(document),
      m_workspace(workspace),
      m_messages(new MessageBar(this)),
      m_group(new GroupForm(document, this)),
      m_form(new RuleForm(document, this)),
      m_yaml(new YamlEditor(document, this)),
      m_splitter(new QSplitter(Qt::Vertical, this))
{
    auto *scroll = new QScrollArea(this);
    scroll->setObjectName("formScroll");
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    auto *forms = new QWidget(scroll);
    auto *formsLayout = new QVBoxLayout(forms);
    formsLayout->setContentsMargins(0, 0, 0, 0);
    formsLayout->setSpacing(0);
    formsLayout->addWidget(m_group);
    formsLayout->addWidget(m_form);
    scroll->setWidget(forms);
    m_splitter->addWidget(scroll);
    m_splitter->addWidget(m_yaml);
    m_splitter->setStretchFactor(0, 0);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setChildrenCollapsible(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_messages);
    layout->addWidget(m_splitter);
    connect(m_splitter, &QSplitter::splitterMoved, this, [this] { m_sizedByHand = true; });
    m_yaml->completer()->setSource(completions);
    m_form->exprEditor()->completer()->setSource(completions);

    connect(m_yaml, &CodeEditor::cursorOffsetChanged, this, [this] {
        followCursor();
        emit cursorMoved();
    });
    for (CodeEditor *editor : {static_cast<CodeEditor *>(m_yaml), static_cast<CodeEditor *>(m_form->exprEditor())})
        connect(editor, &CodeEditor::composingChanged, m_workspace, &workspace::Workspace::setComposing);
    connect(m_form, &RuleForm::expressionTyped, this, &DocumentView::expressionChanged);
    connect(m_form, &RuleForm::anchorQuestion, this, &DocumentView::askForAnchor);
    connect(m_form, &RuleForm::sharedQuestion, this, &DocumentView::askForShared);
    connect(m_form, &RuleForm::othersChanged, this, &DocumentView::tellOthersChanged);
    connect(m_group, &GroupForm::othersChanged, this, &DocumentView::tellOthersChanged);
    connect(m_group, &GroupForm::editFailed, this,
            [this](const base::Error &error) { m_messages->show(MessageBar::Kind::Error, translated(error.text)); });
    connect(m_form, &RuleForm::editFailed, this,
            [this](const base::Error &error) { m_messages->show(MessageBar::Kind::Error, translated(error.text)); });
    connect(document, &workspace::Document::analysed, this, &DocumentView::takeAnalysis);
    connect(document, &workspace::Document::changedOnDiskChanged, this, &DocumentView::showState);
    takeAnalysis();
    showState();
}

const std::optional<rules::RuleRef> &DocumentView::currentRule() const
{
    return m_form->rule();
}

void DocumentView::showRule(const rules::RuleRef &ref)
{
    const rules::Rule *rule = m_document->rules()->find(ref);
    if (!rule)
        return;
    setRule(ref);
    if (m_document->rulesVersion() == m_document->version())
        m_yaml->setCursorOffset(rule->name.range.start);
    m_yaml->setRuleRange(rule->range);
    m_yaml->SendScintilla(QsciScintillaBase::SCI_VERTICALCENTRECARET);
}

void DocumentView::showGroup(const rules::RuleRef &ref)
{
    const rules::RuleGroup *group = m_document->rules()->findGroup(ref);
    if (!group || m_document->rulesVersion() != m_document->version())
        return;
    m_yaml->setCursorOffset(group->name.range.start);
    followCursor();
    m_yaml->SendScintilla(QsciScintillaBase::SCI_VERTICALCENTRECARET);
}

void DocumentView::showOffset(base::ByteRange range)
{
    m_yaml->selectRange(range);
    m_yaml->setFocus();
    followCursor();
}

void DocumentView::followCursor()
{
    // Only a fresh analysis knows where rules stand; a stale one is followed by a new one.
    if (m_document->rulesVersion() != m_document->version())
        return;
    setRule(m_document->rules()->ruleAt(m_yaml->cursorOffset()));
    showGroupAt(m_yaml->cursorOffset());
}

void DocumentView::showGroupAt(std::size_t offset)
{
    std::optional<rules::RuleRef> group;
    const rules::RuleDocument &document = *m_document->rules();
    for (const rules::RuleGroup &each : document.groups()) {
        if (!m_form->rule() && (each.range.contains(offset) || each.range.end == offset))
            group = document.refOf(each, 0);
    }
    m_group->setGroup(group);
    m_form->setVisible(!group);
}

void DocumentView::askForAnchor(const rules::FieldPath &path, const QString &value)
{
    m_messages->show(
        MessageBar::Kind::Info,
        tr("%1 comes from an anchor that other rules may use too. Change it for this rule only, or at the anchor?")
            .arg(QString::fromStdString(path.toString())),
        {{tr("This rule only"), [this, path, value] { m_form->commitInherited(path, value, false); }},
         {tr("At the anchor"), [this, path, value] { m_form->commitInherited(path, value, true); }}});
}

QString DocumentView::listed(const QStringList &others)
{
    constexpr qsizetype named = 4;
    const QString list = others.mid(0, named).join(", ");
    return others.size() > named ? tr("%1 and %n more", nullptr, static_cast<int>(others.size() - named)).arg(list)
                                 : list;
}

void DocumentView::tellOthersChanged(const QStringList &others)
{
    m_messages->show(MessageBar::Kind::Info, tr("Through an anchor, these were changed too: %1.").arg(listed(others)),
                     {{tr("Undo"), [this] { undo(); }}});
}

void DocumentView::askForShared(const rules::FieldChange &change, const QStringList &others, bool alone)
{
    const QString list = listed(others);
    const QString field = QString::fromStdString(change.path.toString());
    std::vector<MessageBar::Choice> choices;
    if (alone)
        choices.emplace_back(tr("This rule only"), [this, change] { m_form->commitShared(change, true); });
    choices.emplace_back(tr("All of them"), [this, change] { m_form->commitShared(change, false); });
    choices.emplace_back(tr("Leave it"), [this] { m_form->discard(); });
    m_messages->show(MessageBar::Kind::Info,
                     alone
                         ? tr("%1 stands at an anchor that others refer to. Change it for this rule only, or also for "
                              "%2?")
                               .arg(field, list)
                         : tr("%1 stands at an anchor that others refer to, and cannot change for this rule alone. "
                              "Change it also for %2?")
                               .arg(field, list),
                     choices);
}

void DocumentView::setRule(const std::optional<rules::RuleRef> &ref)
{
    const bool changes = ref != m_form->rule();
    m_form->setRule(ref);
    if (ref) {
        m_group->setGroup(std::nullopt);
        m_form->setVisible(true);
    }
    const rules::Rule *rule = ref ? m_document->rules()->find(*ref) : nullptr;
    m_yaml->setRuleRange(rule ? rule->range : base::ByteRange{});
    if (!changes)
        return;
    QTimer::singleShot(0, this, &DocumentView::fitForm);
    emit ruleChanged(ref);
    emit expressionChanged(rule ? rule->expr.value : std::string());
}

void DocumentView::takeAnalysis()
{
    if (m_document->rulesVersion() != m_document->version())
        return;
    std::vector<EditorMark> marks;
    // The job that analysed the text has run the checks too.
    const workspace::RuleFile *file = m_workspace->findFile(m_document->path());
    const bool checked = file && file->rules == m_document->rules();
    const std::vector<base::Diagnostic> own =
        checked ? std::vector<base::Diagnostic>() : checks::check(*m_document->rules());
    for (const base::Diagnostic &diagnostic : checked ? file->diagnostics : own)
        marks.push_back({diagnostic.range, diagnostic.severity, translated(diagnostic.text)});
    m_yaml->setMarks(std::move(marks));
    const std::optional<rules::RuleRef> &current = m_form->rule();
    const rules::Rule *rule = current ? m_document->rules()->find(*current) : nullptr;
    if (!rule || m_yaml->hasFocus()) {
        followCursor();
        rule = m_form->rule() ? m_document->rules()->find(*m_form->rule()) : nullptr;
    } else {
        m_yaml->setRuleRange(rule->range);
    }
    if (rule)
        emit expressionChanged(rule->expr.value);
    showState();
}

void DocumentView::showState()
{
    const QString name = QFileInfo(m_document->path()).fileName();
    if (m_document->changedOnDisk()) {
        m_messages->show(MessageBar::Kind::Warning,
                         tr("%1 was changed by another program, and you have unsaved changes here.").arg(name),
                         {{tr("Reload"), [this] { (void)m_document->reload(); }},
                          {tr("Keep mine"), [this] { m_document->keepMine(); }},
                          {tr("Compare"), [this] { emit compareRequested(); }}});
        return;
    }
    if (const auto &reason = m_document->rules()->readOnlyReason()) {
        m_messages->show(MessageBar::Kind::Info, translated(*reason));
        m_yaml->setReadOnly(true);
        return;
    }
    if (m_document->isReadOnly())
        m_messages->show(MessageBar::Kind::Info,
                         tr("%1 is read-only on disk: it is shown, and cannot be changed here.").arg(name));
}

void DocumentView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    // Other fonts and other words need other heights.
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::FontChange)
        QTimer::singleShot(0, this, &DocumentView::fitForm);
}

void DocumentView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    // The layout must have run once before the form knows its height.
    QTimer::singleShot(0, this, &DocumentView::fitForm);
}

void DocumentView::fitForm()
{
    const int height = m_splitter->height();
    // It grows for a longer rule and does not shrink: the YAML must not jump about.
    const int wanted =
        std::max(m_splitter->sizes().value(0), std::min(m_form->sizeHint().height() + 4, height * 3 / 5));
    if (!m_sizedByHand && height > 0)
        m_splitter->setSizes({wanted, height - wanted});
}

void DocumentView::commitPending()
{
    m_yaml->finishComposing();
    m_form->commitPending();
}

void DocumentView::undo()
{
    commitPending();
    m_yaml->undo();
}

void DocumentView::redo()
{
    m_yaml->finishComposing();
    m_yaml->redo();
}

bool DocumentView::canUndo() const
{
    return m_yaml->isUndoAvailable();
}

bool DocumentView::canRedo() const
{
    return m_yaml->isRedoAvailable();
}

} // namespace widgets
