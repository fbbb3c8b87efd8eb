#include "widgets/revieweditor.h"

#include "consolidation/proposaltext.h"
#include "widgets/appearance.h"
#include "widgets/codeeditor.h"
#include "widgets/coretext.h"
#include "widgets/rulelexer.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace widgets {

ReviewEditor::ReviewEditor(QWidget *parent)
    : QWidget(parent),
      m_editor(new CodeEditor(this)),
      m_problem(new QLabel(this)),
      m_apply(new QPushButton(this)),
      m_reset(new QPushButton(this))
{
    m_editor->setObjectName("reviewEditor");
    m_editor->setLexer(new RuleLexer(RuleLexer::Language::Rules, m_editor));
    m_problem->setObjectName("reviewEditorProblem");
    m_apply->setObjectName("reviewEditorApply");
    m_reset->setObjectName("reviewEditorReset");
    m_problem->setWordWrap(true);
    auto *bar = new QHBoxLayout;
    bar->addWidget(m_problem, 1);
    bar->addWidget(m_reset);
    bar->addWidget(m_apply);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_editor, 1);
    layout->addLayout(bar);
    connect(m_apply, &QPushButton::clicked, this, &ReviewEditor::apply);
    connect(m_reset, &QPushButton::clicked, this, &ReviewEditor::resetRequested);
    connect(m_editor, &CodeEditor::edited, this, [this] {
        m_apply->setEnabled(m_proposal != nullptr);
        m_problem->clear();
    });
    retranslate();
}

void ReviewEditor::setProposal(const consolidation::Proposal *proposal)
{
    m_proposal = proposal;
    m_editor->setBytes(proposal ? consolidation::proposalText(*proposal) : std::string());
    m_editor->setReadOnly(!proposal);
    m_problem->clear();
    m_apply->setEnabled(false);
    m_reset->setEnabled(proposal != nullptr);
}

void ReviewEditor::setDraft(const std::string &text)
{
    m_editor->setBytes(text);
    m_apply->setEnabled(m_proposal != nullptr);
}

bool ReviewEditor::isPending() const
{
    return m_apply->isEnabled();
}

bool ReviewEditor::apply()
{
    if (!m_proposal)
        return false;
    const auto changed = consolidation::editedProposal(*m_proposal, m_editor->bytes());
    if (changed) {
        m_apply->setEnabled(false);
        emit edited(*changed);
        return true;
    }
    const QString text = translated(changed.error().text);
    m_problem->setText(changed.error().detail.empty()
                           ? text
                           : tr("Line %1: %2").arg(QString::fromStdString(changed.error().detail), text));
    m_editor->setFocus();
    return false;
}

void ReviewEditor::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    else if (restyles(*event))
        static_cast<RuleLexer *>(m_editor->lexer())->applyTheme();
}

void ReviewEditor::retranslate()
{
    m_editor->setAccessibleName(tr("The proposed rules as YAML"));
    m_apply->setText(tr("&Use these rules"));
    m_reset->setText(tr("&Back to the proposal"));
}

} // namespace widgets
