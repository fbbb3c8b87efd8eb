#pragma once

#include "workspace/dialectchoice.h"

#include <QToolButton>

#include <optional>

namespace widgets {

/// Says in whose language rules are read and who decided it, and offers to decide otherwise.
class DialectButton : public QToolButton
{
    Q_OBJECT

public:
    explicit DialectButton(QWidget *parent = nullptr);

    /// `endpoint` is the name of the one that decided, where one did.
    void setChoice(const workspace::DialectChoice &choice, std::optional<promql::Version> person,
                   const QString &endpoint);

signals:
    /// Nothing leaves it to the workspace file and the endpoint.
    void versionChosen(std::optional<promql::Version> version);

protected:
    void changeEvent(QEvent *event) override;

private:
    void fillMenu();
    void retranslate();

    workspace::DialectChoice m_choice;
    std::optional<promql::Version> m_person;
    QString m_endpoint;
};

} // namespace widgets
