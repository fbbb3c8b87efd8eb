#include "widgets/backtestview_p.h"

#include "backtest/statistics.h"
#include "widgets/backtesttables.h"
#include "widgets/backtesttext.h"
#include "widgets/coretext.h"
#include "widgets/rangepicker.h"
#include "widgets/ruletexts.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QDateTime>

/// What the backtest's panel shows of its session.
namespace widgets {

namespace {

/// "The last hours" do.
bool endsAboutNow(const BacktestSubject &subject)
{
    constexpr double recent = 600;
    return static_cast<double>(QDateTime::currentSecsSinceEpoch()) - subject.to < recent;
}

} // namespace

void BacktestView::Private::hideDetails()
{
    for (QWidget *widget :
         {static_cast<QWidget *>(before), static_cast<QWidget *>(method), static_cast<QWidget *>(caveats),
          static_cast<QWidget *>(agreement), static_cast<QWidget *>(differences), static_cast<QWidget *>(whatIfTitle),
          static_cast<QWidget *>(whatIf), static_cast<QWidget *>(alerts), static_cast<QWidget *>(showSent),
          static_cast<QWidget *>(sent)})
        widget->hide();
}

void BacktestView::Private::renderProgress()
{
    // Nothing jumps for what is done within a second.
    progressRow->setVisible(session->isRunning() && !offerCancel.isActive());
    runButton->setEnabled(hasClient && rule.has_value());
    runButton->setText(goesOn() ? BacktestView::tr("Go on") : BacktestView::tr("Backtest"));
    runButton->setToolTip(goesOn() ? BacktestView::tr("Ask again what failed or was cancelled; what was answered stays")
                                   : QString());
    if (!session->isRunning())
        return;
    progress->setValue(static_cast<int>(session->progress() * backtestProgressSteps));
    const std::optional<double> left = session->secondsLeft();
    const QString ofRules =
        session->subject().rules.size() > 1
            ? BacktestView::tr("%1 of %2 rules").arg(session->outcomes().size()).arg(session->subject().rules.size())
            : QString();
    // To the minute where there are some.
    const double unit = left && *left > 120 ? 60 : 1;
    const QString time =
        left ? BacktestView::tr("about %1 left").arg(rangeText(unit * std::max(1.0, std::round(*left / unit))))
             : QString();
    estimate->setText(ofRules.isEmpty() || time.isEmpty() ? ofRules + time : ofRules + QStringLiteral(" · ") + time);
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
    renderStale();
    const bool answered = outcome && outcome->result;
    const auto result = answered ? outcome->result : nullptr;
    const auto saved = answered ? outcome->before : nullptr;
    if (result == shownResult && saved == shownBefore)
        return;
    shownResult = result;
    shownBefore = saved;
    emit q->resultChanged(result.get(), saved.get());
}

void BacktestView::Private::renderOne(const BacktestOutcome &outcome)
{
    hideDetails();
    if (!outcome.result) {
        verdict->setText(outcome.error ? translated(outcome.error->text) : QString());
        return;
    }
    const backtest::BacktestResult &result = *outcome.result;
    const BacktestSubject &subject = session->subject();
    verdict->setText(verdictText(result, subject.to - subject.from, endsAboutNow(subject)));
    before->setVisible(outcome.before != nullptr);
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
    rows.clear();
    addIdentities(alerts->invisibleRootItem(), result, outcome.before.get());
    alerts->setRootIsDecorated(outcome.before != nullptr);
    alerts->setVisible(alerts->topLevelItemCount() > 0);
    fitRows(alerts, alerts->topLevelItemCount() * (outcome.before ? 2 : 1), 8);
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

/// Only what changed: there may be thousands of rules, and one is done every few milliseconds.
void BacktestView::Private::renderMany()
{
    const auto &outcomes = session->outcomes();
    if (rows.empty() || rows.size() > outcomes.size()) {
        hideDetails();
        alerts->clear();
        rows.clear();
    }
    std::size_t firing = 0;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        const BacktestOutcome &outcome = outcomes[i];
        firing += outcome.result && outcome.result->history.firingTicks > 0 ? 1 : 0;
        // Without a result, that there is none.
        const void *const what = outcome.result ? static_cast<const void *>(outcome.result.get()) : this;
        if (i == rows.size())
            rows.emplace_back(new QTreeWidgetItem(alerts), nullptr);
        if (std::exchange(rows[i].second, what) != what)
            addRule(outcome, rows[i].first);
    }
    alerts->setRootIsDecorated(true);
    alerts->show();
    fitRows(alerts, alerts->topLevelItemCount() + 2, 14);
    const auto failed =
        std::ranges::count_if(outcomes, [](const BacktestOutcome &each) { return each.error.has_value(); });
    const BacktestSubject &subject = session->subject();
    const int rules = static_cast<int>(subject.rules.size());
    QString text = (endsAboutNow(subject)
                        ? BacktestView::tr("%1 of %n rule(s) would have been firing in the last %2.", nullptr, rules)
                        : BacktestView::tr("%1 of %n rule(s) would have been firing in these %2.", nullptr, rules))
                       .arg(firing)
                       .arg(spanText(subject.to - subject.from));
    if (failed > 0)
        text += QLatin1Char(' ') +
                BacktestView::tr("Of %n rule(s) not everything is known.", nullptr, static_cast<int>(failed));
    verdict->setText(text);
}

QString BacktestView::Private::distinctionOf(const rules::RuleRef &ref)
{
    rules::RuleRef group = ref;
    group.index = 0;
    const auto [known, added] = distinctionsOfGroups.try_emplace(group.id());
    for (const auto &document : session->subject().documents) {
        const rules::RuleGroup *found = added && document->file() == ref.file ? document->findGroup(ref) : nullptr;
        if (found)
            known->second = distinctions(*found);
    }
    return known->second.value(static_cast<qsizetype>(ref.index));
}

void BacktestView::Private::addRule(const BacktestOutcome &outcome, QTreeWidgetItem *item)
{
    qDeleteAll(item->takeChildren());
    const QString apart = distinctionOf(outcome.rule);
    item->setText(0, QString::fromStdString(outcome.name) + (apart.isEmpty() ? apart : "  " + apart));
    item->setData(0, backtestRuleRole, QString::fromStdString(outcome.rule.id()));
    const QString error = outcome.error ? translated(outcome.error->text) : QString();
    item->setToolTip(0, error.isEmpty() ? item->text(0) : error);
    if (!outcome.result) {
        // Under the name: beside it, there is no room for a sentence.
        auto *why = new QTreeWidgetItem(item);
        why->setText(0, error);
        why->setToolTip(0, error);
        why->setFirstColumnSpanned(true);
        item->setExpanded(true);
        return;
    }
    showStatistics(item,
                   backtest::statisticsOf(outcome.result->history, outcome.result->values.ticks, outcome.result->from));
    if (outcome.before) {
        auto *saved = new QTreeWidgetItem(item);
        saved->setText(0, BacktestView::tr("as it was saved"));
        showStatistics(
            saved, backtest::statisticsOf(outcome.before->history, outcome.before->values.ticks, outcome.before->from));
    }
    constexpr std::size_t mostRulesInFull = 200;
    if (session->subject().rules.size() <= mostRulesInFull)
        addIdentities(item, *outcome.result);
}

void BacktestView::Private::renderStale()
{
    const bool shown = stale && started && !session->outcomes().empty() && !session->isRunning() &&
                       (chosen() != Scope::Rule || current());
    staleNote->setVisible(shown);
    if (shown)
        staleNote->setText(BacktestView::tr("The rules or the range have changed since. Backtest again."));
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

} // namespace widgets
