#pragma once

#include <QWidget>

#include <optional>

QT_BEGIN_NAMESPACE
class QLabel;
class QLineEdit;
class QPushButton;
QT_END_NAMESPACE

namespace widgets {

/// What another threshold would do, and whether the rule is to have it. The number can be typed too.
class WhatIfBar : public QWidget
{
    Q_OBJECT

public:
    explicit WhatIfBar(QWidget *parent = nullptr);

    /// Shows a threshold; nothing hides the bar.
    void setValue(std::optional<double> value);
    /// What it would have done, or an empty text while that is not known.
    void setEffect(const QString &text);
    /// Whether there is a rule that can have it.
    void setApplicable(bool on);

signals:
    void valueTyped(double value);
    void applied();
    void discarded();

protected:
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void typed();
    void retranslate();

    QLabel *m_question;
    QLineEdit *m_value;
    QLabel *m_effect;
    QPushButton *m_apply;
    QPushButton *m_discard;
};

} // namespace widgets
