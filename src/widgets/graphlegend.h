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

signals:
    void certaintiesChanged();
    void closeRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    void applyTheme();

    std::array<QLabel *, 4> m_shapes;
    std::array<QCheckBox *, 4> m_lines;
    QToolButton *m_close;
};

} // namespace widgets
