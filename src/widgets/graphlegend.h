#pragma once

#include "rules/dependencygraph.h"

#include <QFrame>

#include <array>

QT_BEGIN_NAMESPACE
class QCheckBox;
class QLabel;
class QToolButton;
QT_END_NAMESPACE

namespace widgets {

/// What shapes and lines of the dependency graph mean. A line's box shows and hides the edges of that certainty.
class GraphLegend : public QFrame
{
    Q_OBJECT

public:
    explicit GraphLegend(QWidget *parent = nullptr);

    [[nodiscard]] bool isShown(rules::Certainty certainty) const;
    void setShown(rules::Certainty certainty, bool shown);
    /// Whether scrape jobs and dashboards are in the picture.
    void setKinds(bool scrapeJobs, bool dashboards);
    /// Whether the picture shows two versions.
    void setComparing(bool comparing);

signals:
    void certaintiesChanged();
    void closeRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();
    void applyTheme();

    /// metric, recording rule, alert (critical, warning), scrape job, dashboard
    std::array<QLabel *, 6> m_shapes;
    std::array<QLabel *, 6> m_names;
    std::array<QCheckBox *, 4> m_lines;
    /// added, removed, rewired, changed
    std::array<QLabel *, 4> m_changes;
    QToolButton *m_close;
};

} // namespace widgets
