#include "widgets/previewpanel_p.h"

#include "promql/thresholdedit.h"
#include "widgets/unittext.h"
#include "workspace/settings.h"

#include <QMenu>

/// What stands around the chart: its menu, the legend, and the threshold that is tried out.
namespace widgets {

void PreviewPanel::Private::buildChartMenu()
{
    name(chartMenu, "previewChartMenu");
    name(legend, "previewLegend");
    name(whatIfBar, "previewWhatIf");
    logarithmic->setObjectName(QStringLiteral("chartLogarithmic"));
    units->setObjectName(QStringLiteral("chartUnits"));
    showLegend->setObjectName(QStringLiteral("chartLegend"));
    tryThreshold->setObjectName(QStringLiteral("chartTryThreshold"));
    auto *menu = new QMenu(chartMenu);
    for (QAction *action : {logarithmic, units, showLegend}) {
        action->setCheckable(true);
        menu->addAction(action);
    }
    menu->addSeparator();
    menu->addAction(tryThreshold);
    const auto kept = workspace::ChartPreferences::load();
    logarithmic->setChecked(kept.logarithmic);
    units->setChecked(kept.units);
    showLegend->setChecked(kept.legend);
    chart->setLogarithmic(kept.logarithmic);
    tryThreshold->setEnabled(false);
    chartMenu->setMenu(menu);
    chartMenu->setPopupMode(QToolButton::InstantPopup);
    chartMenu->setToolButtonStyle(Qt::ToolButtonTextOnly);
    chartMenu->setFocusPolicy(Qt::StrongFocus);
    legend->hide();

    connect(logarithmic, &QAction::toggled, q, [this](bool on) {
        chart->setLogarithmic(on);
        renderNotice();
    });
    // A person's choice, not what code sets.
    for (const QAction *action : {logarithmic, units, showLegend})
        connect(action, &QAction::triggered, q, [this] {
            workspace::ChartPreferences{logarithmic->isChecked(), units->isChecked(), showLegend->isChecked()}.save();
        });
    connect(units, &QAction::toggled, q, [this] { applyUnit(); });
    connect(showLegend, &QAction::toggled, q, [this] { renderLegend(); });
    connect(tryThreshold, &QAction::triggered, q, [this] {
        if (plan.threshold)
            chart->setWhatIf(plan.threshold->value);
        chart->setFocus();
        renderWhatIf();
    });
    connect(chart, &PreviewChart::drawn, q, [this] {
        renderLegend();
        renderNotice();
    });
    connect(legend, &ChartLegend::isolationChanged, q, [this] {
        chart->isolate(legend->isolated());
        renderNotice();
    });
    connect(legend, &ChartLegend::currentEntryChanged, q, [this](int place) {
        const auto index = static_cast<std::size_t>(place);
        chart->highlight(place >= 0 && index < series->series.size() ? series->series[index].labels
                                                                     : alerting::Labels{{"", ""}});
    });
    connect(chart, &PreviewChart::whatIfChanged, q, [this] { renderWhatIf(); });
    connect(chart, &PreviewChart::whatIfAccepted, q, [this] { applyWhatIf(); });
    connect(whatIfBar, &WhatIfBar::valueTyped, q, [this](double value) {
        chart->setWhatIf(value);
        renderWhatIf();
    });
    connect(whatIfBar, &WhatIfBar::applied, q, [this] { applyWhatIf(); });
    connect(whatIfBar, &WhatIfBar::discarded, q, [this] {
        chart->setWhatIf(std::nullopt);
        renderWhatIf();
        chart->setFocus();
    });
    connect(backtest, &BacktestView::whatIfKnown, q, [this](double threshold, const QString &text) {
        if (chart->whatIf() == threshold)
            whatIfBar->setEffect(text);
    });
}

void PreviewPanel::Private::applyUnit()
{
    chart->setUnit(units->isChecked() ? plan.unit : promql::Unit());
    retranslateChartMenu();
}

void PreviewPanel::Private::renderLegend()
{
    const std::vector<QString> &names = chart->names();
    const bool shown = showLegend->isChecked() && names.size() > 1;
    legend->setVisible(shown);
    std::vector<ChartLegend::Entry> entries;
    if (shown) {
        entries.reserve(names.size());
        for (std::size_t i = 0; i < names.size(); ++i)
            entries.push_back({names[i], chart->colorAt(i), i < PreviewChart::mostSeries});
    }
    legend->setEntries(std::move(entries));
    legend->isolate(chart->isolated());
}

void PreviewPanel::Private::renderWhatIf()
{
    tryThreshold->setEnabled(plan.threshold.has_value());
    const std::optional<double> value = chart->whatIf();
    whatIfBar->setValue(value);
    if (!value)
        return;
    whatIfBar->setApplicable(plan.threshold && *value != plan.threshold->value);
    whatIfBar->setEffect({});
    backtest->askWhatIf(*value);
}

/// The rule changes here and only here.
void PreviewPanel::Private::applyWhatIf()
{
    const std::optional<double> value = chart->whatIf();
    if (!value || !plan.threshold || *value == plan.threshold->value)
        return;
    const std::optional<std::string> changed = promql::withThreshold(promql::parse(plan.expr, dialect), *value);
    if (changed && plan.expr == expr)
        emit q->expressionChangeRequested(plan.expr, *changed);
}

void PreviewPanel::Private::retranslateChartMenu()
{
    chartMenu->setText(PreviewPanel::tr("Chart"));
    chartMenu->setAccessibleName(PreviewPanel::tr("Options of the chart"));
    logarithmic->setText(PreviewPanel::tr("Logarithmic scale"));
    const QString unit = unitName(plan.unit);
    units->setEnabled(!unit.isEmpty());
    units->setText(unit.isEmpty() ? PreviewPanel::tr("No unit is known of these values")
                                  : PreviewPanel::tr("Unit by the names: %1").arg(unit));
    showLegend->setText(PreviewPanel::tr("Legend"));
    tryThreshold->setText(PreviewPanel::tr("Try another threshold"));
}

} // namespace widgets
