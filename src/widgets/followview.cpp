#include "widgets/followview.h"

#include "widgets/appearance.h"
#include "widgets/coretext.h"
#include "widgets/icons.h"
#include "widgets/statepage.h"
#include "widgets/theme.h"

#include <QDateTime>
#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace widgets {

namespace {

using workspace::FollowedSave;
using workspace::LiveState;
using State = workspace::LiveState::State;

QString timeText(qint64 seconds)
{
    return seconds > 0 ? QLocale().toString(QDateTime::fromSecsSinceEpoch(seconds), QLocale::ShortFormat) : QString();
}

QString cellText(const LiveState &state)
{
    switch (state.state) {
    case State::Done: {
        const QString time = timeText(state.since);
        return time.isEmpty() ? FollowView::tr("yes") : time;
    }
    case State::Open:
        return FollowView::tr("open");
    case State::Failed:
        return FollowView::tr("failed");
    case State::NotAsked:
        return FollowView::tr("unknown");
    case State::Nothing:
        return QStringLiteral("–");
    }
    return {};
}

} // namespace

FollowView::FollowView(QWidget *parent)
    : QWidget(parent), m_list(new QTreeWidget(this)), m_state(new StatePage(this)), m_detail(new QLabel(this))
{
    m_list->setObjectName("followList");
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setColumnCount(1 + static_cast<int>(workspace::liveSteps));
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_detail->setObjectName("followDetail");
    m_detail->setWordWrap(true);
    m_detail->setTextFormat(Qt::PlainText);
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_detail->setContentsMargins(16, 8, 16, 8);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_state, 1);
    layout->addWidget(m_detail);
    setFocusProxy(m_list);
    connect(m_list, &QTreeWidget::currentItemChanged, this, &FollowView::showDetail);
    connect(m_state, &StatePage::buttonClicked, this, &FollowView::checkRequested);
    rebuild();
}

void FollowView::setSaves(std::vector<FollowedSave> saves, bool known, const QString &endpoint)
{
    m_saves = std::move(saves);
    m_known = known;
    m_endpoint = endpoint;
    rebuild();
}

int FollowView::count() const
{
    return static_cast<int>(std::ranges::count(m_saves, false, &FollowedSave::live));
}

void FollowView::rebuild()
{
    const Theme &theme = Theme::current();
    const int row = std::max(0, m_list->indexOfTopLevelItem(m_list->currentItem()));
    m_list->clear();
    m_list->setHeaderLabels({tr("Saved change"), tr("Pushed"), tr("Merged"),
                             m_endpoint.isEmpty() ? tr("Loaded") : tr("Loaded at %1").arg(m_endpoint), tr("Evaluated"),
                             tr("Returns series")});
    m_list->setAccessibleName(tr("How far saved changes are live"));
    // However wide the times are, a change stays to be known.
    constexpr int leastCharacters = 20;
    m_list->header()->setMinimumSectionSize(m_list->fontMetrics().averageCharWidth() * leastCharacters);
    for (const FollowedSave &save : m_saves) {
        auto *item = new QTreeWidgetItem(m_list, {save.subject});
        item->setToolTip(0, save.subject + '\n' + timeText(save.committed) + "\nRulewright-Save: " + save.id);
        for (std::size_t i = 0; i < save.steps.size(); ++i) {
            const LiveState &state = save.steps.at(i);
            const int column = static_cast<int>(i) + 1;
            item->setText(column, cellText(state));
            const QString sentence = translated(state.text);
            item->setToolTip(column, sentence);
            item->setData(column, Qt::AccessibleTextRole,
                          m_list->headerItem()->text(column) + ": " + item->text(column) + ' ' + sentence);
            if (state.state == State::Done)
                item->setIcon(column, icon("check", theme.fine));
            else if (state.state == State::Failed)
                item->setIcon(column, icon("error", theme.critical));
            else
                item->setForeground(column, theme.muted);
        }
    }
    const bool empty = m_saves.empty();
    m_list->setVisible(!empty);
    m_detail->setVisible(!empty);
    m_state->setVisible(empty);
    if (!m_known)
        m_state->show(tr("Nothing was looked at yet."),
                      tr("Saves to both repositories are followed here until their rules are live."), tr("Check now"));
    else
        m_state->show(tr("There is no save of the last 30 days to follow."),
                      tr("Save to both repositories: each save is followed here until its rules are live."));
    if (!empty)
        m_list->setCurrentItem(m_list->topLevelItem(std::min(row, m_list->topLevelItemCount() - 1)));
    showDetail();
}

void FollowView::showDetail()
{
    const int row = m_list->indexOfTopLevelItem(m_list->currentItem());
    if (row < 0 || row >= static_cast<int>(m_saves.size())) {
        m_detail->clear();
        return;
    }
    const FollowedSave &save = m_saves[static_cast<std::size_t>(row)];
    const auto open = std::ranges::find_if(
        save.steps, [](const LiveState &state) { return state.state != State::Done && state.state != State::Nothing; });
    if (open != save.steps.end())
        m_detail->setText(translated(open->text));
    else
        m_detail->setText(save.rules.empty() ? tr("There is nothing left to wait for.")
                                             : tr("All of it is live: the endpoint evaluates the rules as they were "
                                                  "saved, and they return series."));
}

void FollowView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange || restyles(*event))
        rebuild();
    QWidget::changeEvent(event);
}

} // namespace widgets
