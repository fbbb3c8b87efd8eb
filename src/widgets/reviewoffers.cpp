#include "widgets/reviewoffers.h"

#include <QTimer>

#include <algorithm>
#include <string_view>
#include <utility>

namespace widgets {

namespace {

constexpr int mostUnanswered = 3;

} // namespace

ReviewOffers::ReviewOffers(QObject *parent) : QObject(parent) {}

ReviewOffers::~ReviewOffers() = default;

bool ReviewOffers::needsAnswer(const consolidation::Offer &offer)
{
    const std::string_view kind = offer.kind;
    return kind != "reader" && kind != "shared" && kind != "heap-cap" && kind != "healthy-ratio";
}

void ReviewOffers::setOffers(std::vector<consolidation::Offer> offers)
{
    cancel();
    m_found = std::move(offers);
    m_offers = m_found;
    m_next = 0;
}

void ReviewOffers::ask(const consolidation::Report &report, alerting::SeriesSource &source,
                       consolidation::Milliseconds from, consolidation::Milliseconds to)
{
    cancel();
    m_offers = m_found;
    m_report = &report;
    m_source = &source;
    m_from = from;
    m_to = to;
    m_next = 0;
    m_failures = 0;
    next();
}

void ReviewOffers::cancel()
{
    m_run.reset();
    m_report = nullptr;
    m_source = nullptr;
}

void ReviewOffers::next()
{
    while (m_next < m_offers.size() && !needsAnswer(m_offers[m_next]))
        ++m_next;
    if (m_next == m_offers.size()) {
        emit finished();
        return;
    }
    m_asked = m_offers[m_next];
    m_run = std::make_unique<consolidation::MigrationRun>(m_asked, *m_report, m_from, m_to, *m_source);
    // The run calls from within itself: it goes when it has returned.
    m_run->start([this, question = ++m_question] {
        QTimer::singleShot(0, this, [this, question] {
            if (m_run && m_question == question)
                take();
        });
    });
}

void ReviewOffers::take()
{
    m_run.reset();
    const std::size_t complete = m_next++;
    const bool failed = std::ranges::any_of(m_asked.evidence, [](const auto &each) { return each.kind == "failed"; });
    m_failures = failed ? m_failures + 1 : 0;
    m_offers[complete] = std::move(m_asked);
    // An endpoint that answers nothing is not asked about all the others.
    if (m_failures == mostUnanswered)
        cancel();
    emit completed(complete);
    // Whoever was told may have cancelled.
    if (m_source)
        next();
    else
        emit finished();
}

} // namespace widgets
