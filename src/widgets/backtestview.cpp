#include "widgets/backtestview.h"

#include "backtest/statistics.h"
#include "widgets/appearance.h"
#include "widgets/backtesttables.h"
#include "widgets/backtesttext.h"
#include "widgets/coretext.h"
#include "widgets/theme.h"

#include <algorithm>
#include <cmath>

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QTableWidget>
#include <QTimer>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace widgets {

namespace {

constexpr int runDelayMilliseconds = 600;
constexpr int offerCancelMilliseconds = 1000;
constexpr int progressSteps = 1000;
constexpr int ruleRole = Qt::UserRole;

} // namespace

struct BacktestView::Private
{
    BacktestView *q;
    BacktestSession *session;
    RulesProvider provider;
    bool hasClient = false;
    std::optional<rules::RuleRef> rule;
    double from = 0;
    double to = 0;
    /// The rules, the rule or the range changed since the last run.
    bool stale = true;
    bool started = false;

    QComboBox *scope = new QComboBox;
    QPushButton *runButton = new QPushButton;
    QWidget *progressRow = new QWidget;
    QProgressBar *progress = new QProgressBar;
    QLabel *estimate = new QLabel;
    QPushButton *cancel = new QPushButton;
    QLabel *verdict = new QLabel;
    QLabel *before = new QLabel;
    QLabel *method = new QLabel;
    QLabel *caveats = new QLabel;
    QLabel *agreement = new QLabel;
    QListWidget *differences = new QListWidget;
    QLabel *whatIfTitle = new QLabel;
    QTableWidget *whatIf = new QTableWidget;
    QTreeWidget *alerts = new QTreeWidget;
    QPushButton *showSent = new QPushButton;
    QPlainTextEdit *sent = new QPlainTextEdit;
    QTimer delay;
    QTimer offerCancel;

    explicit Private(BacktestView *view) : q(view), session(new BacktestSession(view)) {}

    void build();
    void name(QWidget *widget, const char *objectName) { widget->setObjectName(QLatin1String(objectName)); }
    void retranslate();
    void applyTheme();
    void schedule();
    void start();
    void render();
    void renderIdle();
    void renderOne(const BacktestOutcome &outcome);
    void renderMany();
    void renderAgreement(const backtest::BacktestResult &result);
    void renderProgress();
    void hideDetails();
    [[nodiscard]] Scope chosen() const { return static_cast<Scope>(std::max(0, scope->currentIndex())); }
    [[nodiscard]] bool currentIsAlert();
    [[nodiscard]] const BacktestOutcome *current() const;
};

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
    for (QLabel *label : {verdict, before, method, caveats, agreement, whatIfTitle}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        label->setFocusPolicy(Qt::NoFocus);
    }
    for (int i = 0; i < 3; ++i)
        scope->addItem(QString());
    progress->setRange(0, progressSteps);
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
    delay.setInterval(runDelayMilliseconds);
    offerCancel.setSingleShot(true);
    offerCancel.setInterval(offerCancelMilliseconds);
    progressRow->hide();
    hideDetails();
}

void BacktestView::Private::hideDetails()
{
    for (QWidget *widget :
         {static_cast<QWidget *>(before), static_cast<QWidget *>(method), static_cast<QWidget *>(caveats),
          static_cast<QWidget *>(agreement), static_cast<QWidget *>(differences), static_cast<QWidget *>(whatIfTitle),
          static_cast<QWidget *>(whatIf), static_cast<QWidget *>(alerts), static_cast<QWidget *>(showSent),
          static_cast<QWidget *>(sent)})
        widget->hide();
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
    session->start(std::move(subject));
    offerCancel.start();
    render();
}

void BacktestView::Private::renderProgress()
{
    // Nothing jumps for what is done within a second.
    progressRow->setVisible(session->isRunning() && !offerCancel.isActive());
    runButton->setEnabled(hasClient && rule.has_value());
    runButton->setText(started && session->wasCancelled() && !stale ? BacktestView::tr("Go on")
                                                                    : BacktestView::tr("Backtest"));
    if (!session->isRunning())
        return;
    progress->setValue(static_cast<int>(session->progress() * progressSteps));
    const std::optional<double> left = session->secondsLeft();
    estimate->setText(left ? BacktestView::tr("about %1 s left").arg(std::max(1L, std::lround(*left))) : QString());
}

void BacktestView::Private::renderIdle()
{
    hideDetails();
    if (!hasClient)
        verdict->setText(BacktestView::tr("A backtest needs an endpoint."));
    else if (!currentIsAlert() && chosen() == Scope::Rule)
        verdict->setText(BacktestView::tr("Select an alerting rule to see when it would have been firing."));
    else if (session->isRunning())
        verdict->setText(BacktestView::tr("Asking what the rule would have done…"));
    else if (started && session->wasCancelled())
        verdict->setText(BacktestView::tr("The backtest was cancelled."));
    else if (chosen() == Scope::Group)
        verdict->setText(BacktestView::tr("Backtest all alerting rules of the group over the range of the chart."));
    else if (chosen() == Scope::File)
        verdict->setText(BacktestView::tr("Backtest all alerting rules of the file over the range of the chart."));
    else
        verdict->setText(BacktestView::tr("When would this rule have been firing? Backtest it over the range of the "
                                          "chart."));
}

void BacktestView::Private::render()
{
    renderProgress();
    const BacktestOutcome *outcome = current();
    if (session->outcomes().empty() || (chosen() == Scope::Rule && !outcome))
        renderIdle();
    else if (session->subject().rules.size() == 1 && outcome)
        renderOne(*outcome);
    else
        renderMany();
    emit q->resultChanged(outcome && outcome->result ? &*outcome->result : nullptr);
}

void BacktestView::Private::renderOne(const BacktestOutcome &outcome)
{
    hideDetails();
    if (!outcome.result) {
        verdict->setText(outcome.error ? translated(outcome.error->text) : QString());
        return;
    }
    const backtest::BacktestResult &result = *outcome.result;
    verdict->setText(verdictText(result, session->subject().to - session->subject().from));
    before->setVisible(outcome.before.has_value());
    if (outcome.before)
        before->setText(beforeText(*outcome.before));
    method->setText(methodText(result));
    method->show();
    QStringList notes = widgets::caveats(result);
    if (outcome.error)
        notes.prepend(translated(outcome.error->text));
    caveats->setText(notes.join(QLatin1Char('\n')));
    caveats->setVisible(!notes.isEmpty());
    renderAgreement(result);
    whatIf->setVisible(!outcome.whatIf.empty());
    whatIfTitle->setVisible(!outcome.whatIf.empty());
    fillWhatIf(whatIf, outcome);
    whatIfTitle->setText(result.threshold
                             ? BacktestView::tr("What if the threshold or the time were another? From the same answer:")
                             : BacktestView::tr("What if the time were another? Only a comparison with a number at the "
                                                "top of the expression lets the threshold vary without asking again."));
    fitRows(whatIf, whatIf->rowCount(), 8);
    alerts->clear();
    addIdentities(alerts->invisibleRootItem(), result);
    alerts->setRootIsDecorated(false);
    alerts->setVisible(alerts->topLevelItemCount() > 0);
    fitRows(alerts, alerts->topLevelItemCount(), 8);
    QStringList lines = inlinedTexts(result);
    for (QString &line : lines)
        line.prepend(QStringLiteral("# "));
    for (const std::string &expr : result.sent)
        lines += QString::fromStdString(expr);
    sent->setPlainText(lines.join(QLatin1Char('\n')));
    showSent->show();
    sent->setVisible(showSent->isChecked());
    sent->setFixedHeight(sent->fontMetrics().height() * 6);
}

void BacktestView::Private::renderMany()
{
    hideDetails();
    const auto &outcomes = session->outcomes();
    std::size_t firing = 0;
    alerts->clear();
    for (const BacktestOutcome &outcome : outcomes) {
        auto *item = new QTreeWidgetItem(alerts);
        item->setText(0, QString::fromStdString(outcome.name));
        item->setData(0, ruleRole, QString::fromStdString(outcome.rule.id()));
        if (!outcome.result) {
            item->setText(1, outcome.error ? translated(outcome.error->text) : QString());
            item->setFirstColumnSpanned(false);
            continue;
        }
        showStatistics(
            item, backtest::statisticsOf(outcome.result->history, outcome.result->values.ticks, outcome.result->from));
        firing += outcome.result->history.firingTicks > 0;
        addIdentities(item, *outcome.result);
    }
    alerts->setRootIsDecorated(true);
    alerts->show();
    fitRows(alerts, alerts->topLevelItemCount() + 2, 14);
    verdict->setText(BacktestView::tr("%1 of %n rule(s) would have been firing in the last %2.", nullptr,
                                      static_cast<int>(session->subject().rules.size()))
                         .arg(firing)
                         .arg(spanText(session->subject().to - session->subject().from)));
}

void BacktestView::Private::renderAgreement(const backtest::BacktestResult &result)
{
    differences->clear();
    agreement->setVisible(result.agreement.has_value());
    differences->setVisible(result.agreement && !result.agreement->differences.empty());
    if (!result.agreement)
        return;
    agreement->setText(BacktestView::tr("Compared with ALERTS: %1.").arg(translated(result.agreement->text())));
    fillDifferences(differences, *result.agreement);
    fitRows(differences, differences->count() - 1, 5);
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
    QPalette warning = q->palette();
    warning.setColor(QPalette::WindowText, theme.warning);
    caveats->setPalette(warning);
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
    connect(d->session, &BacktestSession::changed, this, [this] { d->render(); });
    connect(d->session, &BacktestSession::finished, this, [this] {
        d->offerCancel.stop();
        d->render();
    });
    connect(d->cancel, &QPushButton::clicked, this, [this] {
        d->session->cancel();
        d->render();
    });
    connect(d->runButton, &QPushButton::clicked, this, [this] {
        const bool goOn = d->started && d->session->wasCancelled() && !d->stale;
        if (!goOn)
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
        const std::string id = item->data(0, ruleRole).toString().toStdString();
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
