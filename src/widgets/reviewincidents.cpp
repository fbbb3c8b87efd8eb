#include "widgets/reviewincidents.h"

#include "widgets/coretext.h"
#include "widgets/flowlayout.h"
#include "widgets/timeaxis.h"

#include <QDateTime>
#include <QDateTimeEdit>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QTimer>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace widgets {

using consolidation::Incident;

namespace {

QString whoOf(const consolidation::Incident &incident)
{
    const QString subject = QString::fromStdString(incident.subject);
    return incident.pod.empty() ? subject : subject + " (" + QString::fromStdString(incident.pod) + ')';
}

QString summaryOf(const consolidation::IncidentReport &report)
{
    QStringList sentences = {translated(report.sentence()), translated(consolidation::countingSentence())};
    if (const base::Text elsewhere = report.elsewhere(); *elsewhere.source != '\0')
        sentences += translated(elsewhere);
    return sentences.join(QLatin1Char(' '));
}

} // namespace

ReviewIncidents::ReviewIncidents(QWidget *parent)
    : QWidget(parent),
      m_summary(new QLabel(this)),
      m_table(new QTreeWidget(this)),
      m_startLabel(new QLabel(this)),
      m_endLabel(new QLabel(this)),
      m_subjectLabel(new QLabel(this)),
      m_start(new QDateTimeEdit(this)),
      m_end(new QDateTimeEdit(this)),
      m_subject(new QLineEdit(this)),
      m_add(new QPushButton(this)),
      m_find(new QPushButton(this)),
      m_remove(new QPushButton(this))
{
    m_summary->setObjectName("reviewIncidentSummary");
    m_table->setObjectName("reviewIncidents");
    m_start->setObjectName("reviewIncidentStart");
    m_end->setObjectName("reviewIncidentEnd");
    m_subject->setObjectName("reviewIncidentSubject");
    m_add->setObjectName("reviewIncidentAdd");
    m_find->setObjectName("reviewIncidentFind");
    m_remove->setObjectName("reviewIncidentRemove");
    m_summary->setWordWrap(true);
    m_table->setRootIsDecorated(false);
    m_table->setColumnCount(5);
    m_table->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_startLabel->setBuddy(m_start);
    m_endLabel->setBuddy(m_end);
    m_subjectLabel->setBuddy(m_subject);
    for (QDateTimeEdit *edit : {m_start, m_end}) {
        edit->setDisplayFormat("yyyy-MM-dd HH:mm");
        edit->setCalendarPopup(true);
    }
    auto *body = new QWidget;
    auto *bar = new FlowLayout;
    const auto addField = [&](QLabel *label, QWidget *edit) {
        auto *field = new QWidget(body);
        auto *fieldLayout = new QHBoxLayout(field);
        fieldLayout->setContentsMargins(0, 0, 0, 0);
        fieldLayout->addWidget(label);
        fieldLayout->addWidget(edit, 1);
        bar->addWidget(field);
    };
    addField(m_startLabel, m_start);
    addField(m_endLabel, m_end);
    addField(m_subjectLabel, m_subject);
    auto *actions = new FlowLayout;
    for (QWidget *each : std::initializer_list<QWidget *>{m_add, m_find, m_remove})
        actions->addWidget(each);
    auto *layout = new QVBoxLayout(body);
    layout->addWidget(m_summary);
    layout->addWidget(m_table, 1);
    layout->addLayout(bar);
    layout->addLayout(actions);
    // Large text on a small screen is scrolled.
    auto *area = new QScrollArea(this);
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidgetResizable(true);
    area->setWidget(body);
    auto *around = new QVBoxLayout(this);
    around->setContentsMargins(0, 0, 0, 0);
    around->addWidget(area);
    connect(m_add, &QPushButton::clicked, this, &ReviewIncidents::markFromFields);
    connect(m_subject, &QLineEdit::returnPressed, this, &ReviewIncidents::markFromFields);
    connect(m_find, &QPushButton::clicked, this, &ReviewIncidents::find);
    connect(m_remove, &QPushButton::clicked, this, &ReviewIncidents::removeSelected);
    connect(m_table, &QTreeWidget::itemSelectionChanged, this, &ReviewIncidents::updateButtons);
    retranslate();
}

ReviewIncidents::~ReviewIncidents() = default;

void ReviewIncidents::setSource(alerting::SeriesSource *source)
{
    m_search.reset();
    m_source = source;
    updateButtons();
}

void ReviewIncidents::setProof(const consolidation::Proof *proof, consolidation::Milliseconds from,
                               consolidation::Milliseconds to)
{
    m_proof = proof;
    if (from != m_from || to != m_to) {
        m_search.reset();
        m_from = from;
        m_to = to;
        const QDateTime end = QDateTime::fromMSecsSinceEpoch(to);
        m_end->setDateTime(end);
        m_start->setDateTime(end.addSecs(-3600));
    }
    fill();
}

std::optional<consolidation::IncidentReport> ReviewIncidents::report() const
{
    if (!m_proof || m_incidents.empty())
        return std::nullopt;
    consolidation::IncidentOptions options;
    options.from = m_from;
    options.to = m_to;
    return consolidation::judgeIncidents(*m_proof, m_incidents, options);
}

void ReviewIncidents::mark(const Incident &incident)
{
    if (std::ranges::find(m_incidents, incident) == m_incidents.end())
        m_incidents.push_back(incident);
    std::ranges::stable_sort(m_incidents, {}, &Incident::from);
    fill();
    emit changed();
}

void ReviewIncidents::markFromFields()
{
    const qint64 start = m_start->dateTime().toMSecsSinceEpoch();
    const qint64 end = m_end->dateTime().toMSecsSinceEpoch();
    m_problem = end < start ? tr("The incident ends before it begins.") : QString();
    if (m_problem.isEmpty())
        mark({start, end, m_subject->text().trimmed().toStdString(), Incident::Kind::Marked});
    else
        fill();
}

void ReviewIncidents::removeSelected()
{
    const int row = m_table->indexOfTopLevelItem(m_table->currentItem());
    if (row < 0)
        return;
    m_incidents.erase(m_incidents.begin() + row);
    fill();
    emit changed();
}

void ReviewIncidents::find()
{
    if (!m_source || m_search || m_from == m_to)
        return;
    m_search = std::make_unique<consolidation::IncidentSearch>(m_from, m_to, *m_source);
    m_search->start([this] {
        // The search calls from within itself: it goes when it has returned.
        QTimer::singleShot(0, this, [this] {
            const auto search = std::move(m_search);
            if (!search)
                return;
            m_problem = search->error()               ? translated(search->error()->text)
                        : search->incidents().empty() ? translated(search->whyNone())
                                                      : QString();
            // Over another range the same ones are found at other steps.
            if (!search->error())
                std::erase_if(m_incidents, [](const Incident &each) { return each.kind != Incident::Kind::Marked; });
            for (const Incident &incident : search->incidents()) {
                if (std::ranges::find(m_incidents, incident) == m_incidents.end())
                    m_incidents.push_back(incident);
            }
            std::ranges::stable_sort(m_incidents, {}, &Incident::from);
            fill();
            emit changed();
        });
    });
    updateButtons();
}

void ReviewIncidents::fill()
{
    m_table->clear();
    const auto judged = report();
    const auto time = [](consolidation::Milliseconds at) {
        return timeText(static_cast<double>(at) / 1000, 60, QTimeZone::systemTimeZone());
    };
    const auto outcome = [](const consolidation::IncidentReport &report, std::size_t i, bool caught) {
        if (report.outside[i])
            return tr("outside the range");
        if (!report.watched[i])
            return tr("not watched");
        return caught ? tr("caught") : tr("missed");
    };
    for (std::size_t i = 0; i < m_incidents.size(); ++i) {
        const Incident &incident = m_incidents[i];
        const QString kind = incident.kind == Incident::Kind::OomKill   ? tr("OOM kill")
                             : incident.kind == Incident::Kind::Restart ? tr("restart")
                                                                        : tr("marked");
        m_table->addTopLevelItem(new QTreeWidgetItem(
            {incident.from == incident.to ? time(incident.from) : time(incident.from) + " – " + time(incident.to), kind,
             incident.subject.empty() ? tr("any") : whoOf(incident),
             judged ? outcome(*judged, i, judged->caught[i].first) : QString(),
             judged ? outcome(*judged, i, judged->caught[i].second) : QString()}));
    }
    if (!m_problem.isEmpty())
        m_summary->setText(m_problem);
    else if (judged)
        m_summary->setText(summaryOf(*judged));
    else if (m_incidents.empty())
        m_summary->setText(tr("For a change that is meant to differ: mark incidents, or find OOM kills and restarts, "
                              "and see which of them the old and the new alerts catch."));
    else
        m_summary->setText(tr("Compare first: the incidents are then held against the firings."));
    m_problem.clear();
    updateButtons();
}

void ReviewIncidents::updateButtons()
{
    m_find->setEnabled(m_source && !m_search && m_from != m_to);
    m_find->setText(m_search ? tr("Searching…") : tr("Find &OOM kills and restarts"));
    m_remove->setEnabled(m_table->currentItem() && m_table->currentItem()->isSelected());
}

void ReviewIncidents::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        fill();
    }
}

void ReviewIncidents::retranslate()
{
    m_table->setHeaderLabels({tr("Time"), tr("Incident"), tr("Who"), tr("Before"), tr("After")});
    m_table->setAccessibleName(tr("Incidents"));
    m_startLabel->setText(tr("F&rom"));
    m_endLabel->setText(tr("&to"));
    m_subjectLabel->setText(tr("&who"));
    m_subject->setPlaceholderText(tr("container or service, or nothing for any"));
    m_add->setText(tr("&Mark incident"));
    m_remove->setText(tr("Remo&ve"));
    updateButtons();
}

} // namespace widgets
