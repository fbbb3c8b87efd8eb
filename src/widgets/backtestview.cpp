#include "widgets/backtestview.h"

#include "widgets/appearance.h"
#include "widgets/backtesttables.h"
#include "widgets/backtesttext.h"
#include "widgets/backtestview_p.h"
#include "widgets/theme.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QScrollArea>
#include <QVBoxLayout>

/// What the backtest's panel does. What it shows is in backtestviewrendering.cpp.
namespace widgets {

namespace {

constexpr int backtestDelayMilliseconds = 600;
constexpr int backtestCancelMilliseconds = 1000;
/// A list of thousands of rules is brought up to date so often.
constexpr int backtestListMilliseconds = 200;

} // namespace

void BacktestView::Private::build()
{
    name(scope, "backtestScope");
    name(runButton, "backtestRun");
    name(progress, "backtestProgress");
    name(cancel, "backtestCancel");
    name(verdict, "backtestVerdict");
    name(before, "backtestBefore");
    name(method, "backtestMethod");
    name(caveats, "backtestCaveats");
    name(agreement, "backtestAgreement");
    name(differences, "backtestDifferences");
    name(whatIf, "backtestWhatIf");
    name(alerts, "backtestAlerts");
    name(showSent, "backtestShowSent");
    name(sent, "backtestSent");
    name(staleNote, "backtestStale");
    for (QLabel *label : {verdict, before, method, caveats, agreement, whatIfTitle, staleNote}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        label->setFocusPolicy(Qt::NoFocus);
    }
    for (int i = 0; i < 3; ++i)
        scope->addItem(QString());
    progress->setRange(0, backtestProgressSteps);
    progress->setTextVisible(false);
    progress->setMaximumHeight(8);
    whatIf->setEditTriggers(QAbstractItemView::NoEditTriggers);
    whatIf->setSelectionMode(QAbstractItemView::SingleSelection);
    whatIf->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    whatIf->setWordWrap(false);
    whatIf->setTabKeyNavigation(false);
    whatIf->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    alerts->setRootIsDecorated(true);
    alerts->setUniformRowHeights(true);
    alerts->setColumnCount(5);
    alerts->header()->setStretchLastSection(false);
    alerts->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    alerts->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    alerts->setTextElideMode(Qt::ElideMiddle);
    alerts->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    differences->setUniformItemSizes(true);
    showSent->setCheckable(true);
    showSent->setFlat(true);
    sent->setReadOnly(true);
    sent->setTabChangesFocus(true);

    auto *bar = new QHBoxLayout;
    bar->setSpacing(8);
    bar->addWidget(scope);
    bar->addWidget(runButton);
    bar->addStretch(1);
    auto *row = new QHBoxLayout(progressRow);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(progress, 1);
    row->addWidget(estimate);
    row->addWidget(cancel);
    auto *column = new QWidget;
    auto *layout = new QVBoxLayout(column);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->setSpacing(8);
    layout->addLayout(bar);
    layout->addWidget(progressRow);
    layout->addWidget(staleNote);
    staleNote->hide();
    for (QWidget *widget :
         {static_cast<QWidget *>(verdict), static_cast<QWidget *>(before), static_cast<QWidget *>(method),
          static_cast<QWidget *>(caveats), static_cast<QWidget *>(agreement), static_cast<QWidget *>(differences),
          static_cast<QWidget *>(whatIfTitle), static_cast<QWidget *>(whatIf), static_cast<QWidget *>(alerts),
          static_cast<QWidget *>(showSent), static_cast<QWidget *>(sent)})
        layout->addWidget(widget);
    layout->setAlignment(showSent, Qt::AlignLeft);
    layout->addStretch(1);
    auto *area = new QScrollArea;
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setWidget(column);
    auto *outer = new QVBoxLayout(q);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(area);

    delay.setSingleShot(true);
    delay.setInterval(backtestDelayMilliseconds);
    offerCancel.setSingleShot(true);
    offerCancel.setInterval(backtestCancelMilliseconds);
    manySoon.setSingleShot(true);
    manySoon.setInterval(backtestListMilliseconds);
    progressRow->hide();
    hideDetails();
}

bool BacktestView::Private::currentIsAlert()
{
    if (!rule || !provider)
        return false;
    for (const auto &document : provider().edited) {
        if (document->file() == rule->file) {
            const rules::Rule *found = document->find(*rule);
            return found && found->kind == rules::RuleKind::Alerting;
        }
    }
    return false;
}

const BacktestOutcome *BacktestView::Private::current() const
{
    const auto &outcomes = session->outcomes();
    if (!rule)
        return nullptr;
    const auto at = std::ranges::find(outcomes, *rule, &BacktestOutcome::rule);
    return at == outcomes.end() ? nullptr : &*at;
}

void BacktestView::Private::schedule()
{
    stale = true;
    if (session->isRunning())
        session->cancel();
    renderProgress();
    if (q->isVisible())
        delay.start();
}

void BacktestView::Private::start()
{
    delay.stop();
    if (!hasClient || !rule || !provider || to <= from)
        return render();
    Rules rules = provider();
    BacktestSubject subject;
    for (const auto &document : rules.edited) {
        if (document->file() != rule->file)
            continue;
        for (const rules::RuleGroup &group : document->groups()) {
            for (std::size_t i = 0; i < group.rules.size(); ++i) {
                const rules::RuleRef ref = document->refOf(group, i);
                const bool wanted = chosen() == Scope::File ||
                                    (chosen() == Scope::Group ? backtest::sameGroup(ref, *rule) : ref == *rule);
                if (wanted && group.rules[i].kind == rules::RuleKind::Alerting)
                    subject.rules.push_back(ref);
            }
        }
    }
    subject.documents = std::move(rules.edited);
    subject.saved = std::move(rules.saved);
    subject.from = from;
    subject.to = to;
    stale = false;
    started = !subject.rules.empty();
    if (!started)
        return render();
    rows.clear();
    distinctionsOfGroups.clear();
    answersWhatIf = false;
    session->start(std::move(subject));
    offerCancel.start();
    render();
}

void BacktestView::Private::retranslate()
{
    scope->setItemText(0, BacktestView::tr("This alert"));
    scope->setItemText(1, BacktestView::tr("Its group"));
    scope->setItemText(2, BacktestView::tr("Its file"));
    scope->setAccessibleName(BacktestView::tr("What is backtested"));
    cancel->setText(BacktestView::tr("Cancel"));
    cancel->setAccessibleName(BacktestView::tr("Cancel the backtest"));
    progress->setAccessibleName(BacktestView::tr("Progress of the backtest"));
    showSent->setText(BacktestView::tr("What was sent"));
    sent->setAccessibleName(BacktestView::tr("The expressions that were sent"));
    whatIf->setAccessibleName(BacktestView::tr("What if the threshold or for were another"));
    differences->setAccessibleName(BacktestView::tr("Firings that ALERTS shows otherwise"));
    alerts->setAccessibleName(BacktestView::tr("Alerts and how long they would have been firing"));
    alerts->setHeaderLabels({BacktestView::tr("Alert"), BacktestView::tr("Firing"), BacktestView::tr("Firings"),
                             BacktestView::tr("Longest"), BacktestView::tr("Flaps")});
    alerts->headerItem()->setToolTip(
        4, BacktestView::tr("Firings that began within 15 minutes after the one before them had ended"));
    render();
}

void BacktestView::Private::applyTheme()
{
    const Theme &theme = Theme::of(q->palette());
    QFont bold = q->font();
    bold.setBold(true);
    verdict->setFont(bold);
    sent->setFont(fixedFont());
    QPalette muted = q->palette();
    muted.setColor(QPalette::WindowText, theme.muted);
    for (QLabel *label : {method, whatIfTitle, estimate})
        label->setPalette(muted);
    alerts->headerItem()->setTextAlignment(0, Qt::AlignLeft | Qt::AlignVCenter);
    QPalette warning = q->palette();
    warning.setColor(QPalette::WindowText, theme.warning);
    caveats->setPalette(warning);
    staleNote->setPalette(warning);
}

BacktestView::BacktestView(QWidget *parent) : QWidget(parent), d(std::make_unique<Private>(this))
{
    d->build();
    connect(&d->delay, &QTimer::timeout, this, [this] {
        if (d->chosen() == Scope::Rule && d->currentIsAlert())
            d->start();
        else
            d->render();
    });
    connect(&d->offerCancel, &QTimer::timeout, this, [this] { d->renderProgress(); });
    connect(d->session, &BacktestSession::progressed, this, [this] { d->renderProgress(); });
    connect(d->session, &BacktestSession::changed, this, [this] {
        // One rule at once; a list of them a few times a second.
        if (d->session->subject().rules.size() == 1)
            d->render();
        else if (!d->manySoon.isActive())
            d->manySoon.start();
    });
    connect(&d->manySoon, &QTimer::timeout, this, [this] { d->render(); });
    connect(d->session, &BacktestSession::finished, this, [this] {
        d->offerCancel.stop();
        d->manySoon.stop();
        d->render();
    });
    connect(d->cancel, &QPushButton::clicked, this, [this] {
        d->session->cancel();
        d->render();
    });
    connect(d->runButton, &QPushButton::clicked, this, [this] {
        if (!d->goesOn())
            return run();
        d->session->resume();
        d->offerCancel.start();
        d->render();
    });
    connect(d->scope, &QComboBox::activated, this, [this] { setScope(d->chosen()); });
    connect(d->showSent, &QPushButton::toggled, d->sent, &QWidget::setVisible);
    const auto goTo = [this](const QListWidgetItem *item) {
        emit timeActivated(item->data(differenceTimeRole).toDouble());
    };
    connect(d->differences, &QListWidget::itemClicked, this, goTo);
    connect(d->differences, &QListWidget::itemActivated, this, goTo);
    connect(d->alerts, &QTreeWidget::itemActivated, this, [this](const QTreeWidgetItem *item) {
        const std::string id = item->data(0, backtestRuleRole).toString().toStdString();
        for (const BacktestOutcome &outcome : d->session->outcomes()) {
            if (outcome.rule.id() == id) {
                emit ruleActivated(outcome.rule);
                return;
            }
        }
    });
    d->applyTheme();
    d->retranslate();
}

BacktestView::~BacktestView() = default;

void BacktestView::setRulesProvider(RulesProvider provider)
{
    d->provider = std::move(provider);
}

void BacktestView::setClient(prometheus::Client *client)
{
    d->hasClient = client != nullptr;
    d->session->setClient(client);
    d->started = false;
    d->schedule();
    d->render();
}

void BacktestView::setRule(const std::optional<rules::RuleRef> &rule)
{
    if (rule == d->rule)
        return;
    d->rule = rule;
    // A rule of the group that was backtested is shown from it.
    if (d->current() && !d->stale)
        return d->render();
    d->started = d->started && d->chosen() != Scope::Rule;
    d->schedule();
    d->render();
}

void BacktestView::setRange(double from, double to)
{
    // A range that only went on with the clock is no other.
    const double step = 60;
    if (std::abs(from - d->from) < step && std::abs(to - d->to) < step)
        return;
    d->from = from;
    d->to = to;
    d->schedule();
}

void BacktestView::rulesChanged()
{
    d->schedule();
}

void BacktestView::setScope(Scope scope)
{
    d->scope->setCurrentIndex(static_cast<int>(scope));
    d->schedule();
    d->render();
}

void BacktestView::run()
{
    d->start();
}

void BacktestView::askWhatIf(double threshold)
{
    if (d->answersWhatIf) {
        d->nextWhatIf = threshold;
        return;
    }
    const auto say = [this, threshold](const backtest::WhatIf &cell) {
        d->answersWhatIf = false;
        const bool before = cell.firings == 0 && cell.firingRatio > 0;
        emit whatIfKnown(
            threshold, (before ? tr("firing %1 of the time, since before the range began")
                               : tr("firing %1 of the time, in %n firing(s)", nullptr, static_cast<int>(cell.firings)))
                           .arg(shareText(cell.firingRatio)));
        if (const std::optional<double> next = std::exchange(d->nextWhatIf, std::nullopt))
            askWhatIf(*next);
    };
    d->answersWhatIf = d->rule && !d->stale && d->session->tryThreshold(*d->rule, threshold, say);
    if (!d->answersWhatIf)
        emit whatIfKnown(threshold, tr("A backtest tells what it would have done."));
}

BacktestSession *BacktestView::session() const
{
    return d->session;
}

QString BacktestView::verdict() const
{
    return d->verdict->text();
}

void BacktestView::changeEvent(QEvent *event)
{
    if (restyles(*event)) {
        d->applyTheme();
        d->render();
    } else if (event->type() == QEvent::LanguageChange) {
        d->retranslate();
    }
    QWidget::changeEvent(event);
}

void BacktestView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (d->stale)
        d->delay.start();
}

void BacktestView::hideEvent(QHideEvent *event)
{
    d->delay.stop();
    QWidget::hideEvent(event);
}

} // namespace widgets
