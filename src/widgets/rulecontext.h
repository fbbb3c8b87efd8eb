#pragma once

#include "rules/ruledocument.h"

#include <QWidget>

namespace widgets {

class Chip;
class ElidedLabel;

/// What a rule is beside its name: its severity, its place in its group and how often that is evaluated.
class RuleContext : public QWidget
{
    Q_OBJECT

public:
    explicit RuleContext(QWidget *parent = nullptr);

    void setRule(const rules::RuleGroup &group, std::size_t index);
    void restyle();

private:
    Chip *m_severity;
    ElidedLabel *m_place;
};

} // namespace widgets
