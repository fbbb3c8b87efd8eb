#include "widgets/reviewpage.h"

#include "widgets/coretext.h"
#include "widgets/reviewoffers.h"
#include "widgets/reviewtables.h"
#include "workspace/document.h"
#include "workspace/workspace.h"

#include <QComboBox>
#include <QDateTime>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QTreeWidget>

#include <algorithm>
#include <string_view>

namespace widgets {

namespace {

QString offerKindText(std::string_view kind)
{
    if (kind == "reader")
        return ReviewPage::tr("can read the recording rule");
    if (kind == "shared")
        return ReviewPage::tr("computed by several rules");
    if (kind == "heap-ratio")
        return ReviewPage::tr("heap ratio → memory of the container");
    if (kind == "heap-cap")
        return ReviewPage::tr("heap cap against the memory limit");
    if (kind == "literal-limit")
        return ReviewPage::tr("number → limit of the container");
    if (kind == "healthy-ratio")
        return ReviewPage::tr("ratio that is 0 while all is well");
    if (kind == "raw-counter")
        return ReviewPage::tr("counter → increase()");
    return ReviewPage::tr("one service → all of them");
}

} // namespace

void ReviewPage::askOffers()
{
    if (m_offersAsked || !m_client || m_finding || !isVisible())
        return;
    m_offersAsked = true;
    const auto now = QDateTime::currentMSecsSinceEpoch();
    m_offers->ask(m_report, *m_client, now - rangeLength(), now);
}

std::optional<std::size_t> ReviewPage::currentOffer() const
{
    const auto place = current();
    const std::size_t families = m_report.findings.families.size();
    return place && *place >= families ? std::optional(*place - families) : std::nullopt;
}

const consolidation::Family *ReviewPage::family() const
{
    if (const auto offer = currentOffer())
        return &m_offers->all()[*offer].family;
    return current() ? &m_report.findings.families[*current()] : nullptr;
}

/// Tells families and offers apart, also after the rules have changed.
std::string ReviewPage::idOf(std::size_t place) const
{
    const std::size_t families = m_report.findings.families.size();
    if (place < families)
        return m_report.findings.families[place].id;
    const consolidation::Offer &offer = m_offers->all()[place - families];
    return std::string(offer.kind) + ' ' + offer.family.id + offer.file + std::to_string(offer.line);
}

/// What is accepted with what is at hand, as a copy that another thread can work on.
std::vector<std::pair<consolidation::Family, consolidation::Proposal>> ReviewPage::accepting() const
{
    const consolidation::Proposal *shown = proposal();
    if (!shown)
        return {};
    if (const auto offer = currentOffer())
        return consolidation::acceptedWith(m_offers->all()[*offer], *shown, m_report);
    return {{*family(), *shown}};
}

/// What accepting changes now; byFile is empty where nothing is proposed.
consolidation::ProposalEdits ReviewPage::currentEdits() const
{
    const auto offer = currentOffer();
    return offer && !m_offers->all()[*offer].file.empty()
               ? consolidation::offerEdits(m_offers->all()[*offer], {}, m_report)
               : consolidation::proposalEdits(accepting());
}

std::string ReviewPage::manifestText(const std::string &file) const
{
    const QString path = QString::fromStdString(file);
    if (const workspace::Document *open = m_workspace->openDocument(path))
        return open->text();
    QFile disk(path);
    return disk.open(QIODevice::ReadOnly) ? disk.readAll().toStdString() : std::string();
}

void ReviewPage::addOffers(QTreeWidgetItem *group) const
{
    for (std::size_t i = 0; i < m_offers->all().size(); ++i) {
        if (!m_offers->isShown(i))
            continue;
        const consolidation::Offer &offer = m_offers->all()[i];
        const QString kind = offerKindText(offer.kind);
        auto *item = new QTreeWidgetItem(
            {offer.family.id.empty() ? kind : tr("%1: %2").arg(QString::fromStdString(offer.family.id), kind)});
        const std::size_t place = m_report.findings.families.size() + i;
        item->setData(0, Qt::UserRole, static_cast<qulonglong>(place));
        item->setToolTip(0, item->text(0) + '\n' + translated(offer.text));
        const auto proof = m_proofs.find({place, 0});
        if (isRejected(place))
            item->setText(1, tr("rejected"));
        else if (proof != m_proofs.end())
            item->setText(1, verdictText(proof->second.verdict));
        group->addChild(item);
    }
}

/// Instead of a verdict, where there is no proposal.
QString ReviewPage::offerStatus(std::size_t offer) const
{
    if (!m_offers->all()[offer].file.empty() || !m_offers->all()[offer].proposal.empty())
        return {};
    if (!m_client)
        return tr("What is proposed depends on the series of an endpoint: choose one.");
    if (m_offers->isOpen(offer))
        return m_offers->isAsking() ? tr("Asking the endpoint what this needs.")
                                    : tr("The endpoint was not asked what this needs.");
    return tr("Nothing can be proposed with what this endpoint has.");
}

void ReviewPage::showOffer(std::size_t offer)
{
    const consolidation::Offer &shown = m_offers->all()[offer];
    m_alternatives.clear();
    if (!shown.proposal.empty())
        m_alternatives.push_back(shown.proposal);
    restoreEdited();
    m_form->clear();
    for (const consolidation::Proposal &each : m_alternatives)
        m_form->addItem(translated(each.title));
    m_title->setText(shown.file.empty() ? QString::fromStdString(shown.family.id)
                                        : QString::fromStdString(shown.file).section('/', -1));
    QString why = translated(shown.text);
    if (shown.recordedBy)
        why += ' ' + tr("Accepting it also accepts what is proposed for %1.")
                         .arg(QString::fromStdString(m_report.findings.families[*shown.recordedBy].id));
    m_why->setText(why);
    m_table->clear();
    m_reasonRow->hide();
    m_reason->clear();
    showProposal();
}

} // namespace widgets
