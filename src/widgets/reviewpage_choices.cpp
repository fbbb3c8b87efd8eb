#include "widgets/codeeditor.h"
#include "widgets/coretext.h"
#include "widgets/revieweditor.h"
#include "widgets/reviewincidents.h"
#include "widgets/reviewkept.h"
#include "widgets/reviewoffers.h"
#include "widgets/reviewpage.h"
#include "widgets/reviewtables.h"
#include "workspace/document.h"
#include "workspace/workspace.h"

#include <QComboBox>
#include <QLineEdit>
#include <QTabWidget>

#include <algorithm>
#include <set>
#include <utility>

namespace widgets {

namespace {

std::vector<consolidation::Proposal> formsOf(const consolidation::Report &report, std::size_t family,
                                             const consolidation::Documents &documents)
{
    auto forms = consolidation::alternatives(report.findings.families[family], documents);
    // The names that the report found free of clashes.
    if (!forms.empty() && !report.proposals[family].empty())
        forms.front() = report.proposals[family];
    return forms;
}

} // namespace

void ReviewPage::keepChecked(const consolidation::Report &report, const consolidation::Documents &documents)
{
    const std::size_t families = m_report.findings.families.size();
    std::map<Form, consolidation::Proof> proofs;
    std::map<Form, consolidation::Proposal> edited;
    std::map<Form, std::string> drafts;
    // Each family that something is known of, once.
    std::set<std::size_t> known;
    for (const auto &[form, proof] : m_proofs)
        known.insert(form.first);
    for (const auto &[form, proposal] : m_edited)
        known.insert(form.first);
    for (const auto &[form, draft] : m_drafts)
        known.insert(form.first);
    const std::set<std::string> changed =
        known.empty() ? std::set<std::string>() : recordedAnew(m_documents, documents);
    for (const std::size_t was : known) {
        if (was >= families)
            continue;
        const consolidation::Family &old = m_report.findings.families[was];
        const auto &all = report.findings.families;
        const auto found = std::ranges::find_if(
            all, [&](const consolidation::Family &family) { return holdsStill(old, family, changed); });
        if (found == all.end())
            continue;
        const auto is = static_cast<std::size_t>(found - all.begin());
        const auto before = formsOf(m_report, was, m_documents);
        const auto after = formsOf(report, is, documents);
        for (std::size_t form = 0; form < std::min(before.size(), after.size()); ++form) {
            const auto own = m_edited.find({was, form});
            const bool isEdited = own != m_edited.end();
            if (!holdsStill(isEdited ? own->second : before[form], isEdited ? own->second : after[form], changed))
                continue;
            if (isEdited)
                edited[{is, form}] = own->second;
            if (const auto proof = m_proofs.find({was, form}); proof != m_proofs.end())
                proofs[{is, form}] = proof->second;
            if (const auto draft = m_drafts.find({was, form}); draft != m_drafts.end())
                drafts[{is, form}] = draft->second;
        }
    }
    m_proofs = std::move(proofs);
    m_edited = std::move(edited);
    m_drafts = std::move(drafts);
}

void ReviewPage::keepDraft()
{
    if (m_editor->isPending())
        m_drafts[m_editing] = m_editor->editor()->bytes();
}

void ReviewPage::showEditor()
{
    m_editing = place();
    m_editor->setProposal(proposal());
    if (const auto draft = m_drafts.find(m_editing); draft != m_drafts.end() && proposal())
        m_editor->setDraft(draft->second);
}

bool ReviewPage::usePending()
{
    if (!m_editor->isPending() || m_editor->apply())
        return true;
    m_views->setCurrentWidget(m_editor);
    m_editor->editor()->setFocus();
    return false;
}

std::string ReviewPage::rejectionId(const Form &form) const
{
    return idOf(form.first) + '\n' + std::to_string(form.second);
}

ReviewPage::Rejections::const_iterator ReviewPage::rejectionOf(const Form &form) const
{
    return m_rejected.find(rejectionId(form));
}

bool ReviewPage::isRejected(std::size_t place) const
{
    return rejectionOf({place, 0}) != m_rejected.end();
}

QString ReviewPage::commitLine() const
{
    const consolidation::Proof *proof = currentProof();
    const QString name = QString::fromStdString(family()->id);
    if (const auto offer = currentOffer(); offer && !m_offers->all()[*offer].file.empty())
        return translated(m_offers->all()[*offer].text);
    const QString verdict = proofText(proof ? *proof : consolidation::Proof());
    QString line = currentOffer()
                       ? tr("%1: %2. %3").arg(name, translated(proposal()->title), verdict)
                       : tr("%1: %n rule(s) became one. %2", nullptr, static_cast<int>(family()->members.size()))
                             .arg(name, verdict);
    if (const auto report = m_incidents->report())
        line += QLatin1Char(' ') + translated(report->sentence());
    return line;
}

void ReviewPage::accept()
{
    if (!current() || m_finding || !usePending())
        return;
    const auto edits = currentEdits();
    if (!edits.refused.empty()) {
        emit failed(edits.refused.front().error);
        return;
    }
    if (edits.byFile.empty())
        return;
    // What was typed a moment ago is looked at first: the edits are those of another text.
    for (const auto &document : m_documents) {
        const workspace::Document *open = m_workspace->openDocument(QString::fromStdString(document->file()));
        if (edits.byFile.contains(document->file()) && open && open->text() != document->text()) {
            emit failed({base::ErrorKind::Conflict,
                         {TRANSLATABLE("Core", "The rules have just changed: look at the proposal once more."), {}},
                         {}});
            return;
        }
    }
    if (const auto rejection = rejectionOf(place()); rejection != m_rejected.end())
        takeBackRejection();
    const consolidation::Proposal *shown = proposal();
    emit accepted(edits.byFile, commitLine(), shown ? shown->takeovers.front().alerting.rule : rules::NewRule());
}

void ReviewPage::reject(const QString &reason)
{
    if (!current())
        return;
    if (reason.isEmpty()) {
        m_reason->setFocus();
        return;
    }
    const std::string id = rejectionId(place());
    m_rejected[id] = reason;
    m_reasonRow->hide();
    fillFamilies();
    showProof();
    const QString form = m_form->currentText();
    emit rejected(id, form.isEmpty()
                          ? tr("%1: rejected. %2").arg(QString::fromStdString(family()->id), reason)
                          : tr("%1: rejected (%2). %3").arg(QString::fromStdString(family()->id), form, reason));
}

void ReviewPage::takeBackRejection()
{
    const std::string id = rejectionId(place());
    m_reason->setText(m_rejected[id]);
    m_rejected.erase(id);
    fillFamilies();
    showProof();
    emit rejected(id, {});
}

} // namespace widgets
