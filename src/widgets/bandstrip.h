#pragma once

#include "alerting/alertstate.h"

#include <QWidget>

#include <vector>

namespace widgets {

/// When an alert was pending and firing, before above after, over one range of time.
class BandStrip : public QWidget
{
    Q_OBJECT

public:
    struct Row
    {
        std::vector<alerting::Band> pending;
        std::vector<alerting::Band> firing;
        /// The rule watches this identity at all; else the row is drawn dashed.
        bool watched = true;
    };

    BandStrip(alerting::Milliseconds from, alerting::Milliseconds to, Row before, Row after, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    alerting::Milliseconds m_from;
    alerting::Milliseconds m_to;
    Row m_before;
    Row m_after;
};

} // namespace widgets
