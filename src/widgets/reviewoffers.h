#pragma once

#include "alerting/seriessource.h"
#include "consolidation/offers.h"

#include <QObject>

#include <memory>
#include <vector>

namespace widgets {

/// What is offered beside the families, and what an endpoint has to be asked for it: one offer after another, one
/// question at a time. GUI thread.
class ReviewOffers : public QObject
{
    Q_OBJECT

public:
    explicit ReviewOffers(QObject *parent = nullptr);
    ~ReviewOffers() override;

    /// As they are known without an endpoint. Cancels.
    void setOffers(std::vector<consolidation::Offer> offers);
    [[nodiscard]] const std::vector<consolidation::Offer> &all() const { return m_offers; }
    /// Those without anything to say are not: whether others have the same series, only an endpoint knows.
    [[nodiscard]] bool isShown(std::size_t offer) const { return *m_offers[offer].text.source != '\0'; }
    /// Whether its proposal depends on an answer that is still to come.
    [[nodiscard]] bool isOpen(std::size_t offer) const { return needsAnswer(m_offers[offer]) && offer >= m_next; }

    /// Forgets former answers and asks over the range, in Unix milliseconds. `report` and `source` must outlive that,
    /// or cancel() be called.
    void ask(const consolidation::Report &report, alerting::SeriesSource &source, consolidation::Milliseconds from,
             consolidation::Milliseconds to);
    void cancel();
    [[nodiscard]] bool isAsking() const { return m_run != nullptr; }

signals:
    /// The offer (an index into all()) is complete.
    void completed(std::size_t offer);
    /// Nothing is asked any more.
    void finished();

private:
    [[nodiscard]] static bool needsAnswer(const consolidation::Offer &offer);
    void next();
    void take();

    std::vector<consolidation::Offer> m_found;
    std::vector<consolidation::Offer> m_offers;
    const consolidation::Report *m_report = nullptr;
    alerting::SeriesSource *m_source = nullptr;
    consolidation::Milliseconds m_from = 0;
    consolidation::Milliseconds m_to = 0;
    /// The one that is asked about; those before it are complete.
    std::size_t m_next = 0;
    quint64 m_question = 0;
    int m_failures = 0;
    consolidation::Offer m_asked;
    std::unique_ptr<consolidation::MigrationRun> m_run;
};

} // namespace widgets
