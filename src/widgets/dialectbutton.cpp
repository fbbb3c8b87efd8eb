#include "widgets/dialectbutton.h"

#include <QActionGroup>
#include <QEvent>
#include <QMenu>

#include <algorithm>
#include <iterator>

namespace widgets {

namespace {

/// Those that people run: the long-term ones, the first and the newest of each major version.
constexpr promql::Version offeredVersions[] = {{2, 42}, {2, 45}, {2, 53}, {2, 55}, {3, 0},
                                               {3, 5},  {3, 8},  {3, 11}, {3, 14}};

QString textOf(promql::Version version)
{
    return QString::fromStdString(promql::versionText(version));
}

} // namespace

DialectButton::DialectButton(QWidget *parent) : QToolButton(parent)
{
    setObjectName("dialect");
    setAutoRaise(true);
    setPopupMode(InstantPopup);
    setToolButtonStyle(Qt::ToolButtonTextOnly);
    setFocusPolicy(Qt::TabFocus);
    setMenu(new QMenu(this));
    connect(menu(), &QMenu::aboutToShow, this, &DialectButton::fillMenu);
    retranslate();
}

void DialectButton::setChoice(const workspace::DialectChoice &choice, std::optional<promql::Version> person,
                              const QString &endpoint)
{
    m_choice = choice;
    m_person = person;
    m_endpoint = endpoint;
    retranslate();
}

void DialectButton::fillMenu()
{
    menu()->clear();
    auto *group = new QActionGroup(menu());
    const auto add = [&](const QString &text, std::optional<promql::Version> version) {
        QAction *action = menu()->addAction(text);
        action->setCheckable(true);
        action->setChecked(m_person == version);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, version] { emit versionChosen(version); });
    };
    add(tr("As the workspace file or the endpoint says"), std::nullopt);
    menu()->addSeparator();
    for (const promql::Version &version : offeredVersions)
        add(tr("Prometheus %1").arg(textOf(version)), version);
    const bool offered = !m_person || std::ranges::find(offeredVersions, *m_person) != std::end(offeredVersions);
    if (!offered)
        add(tr("Prometheus %1").arg(textOf(*m_person)), m_person);
}

void DialectButton::retranslate()
{
    setText(tr("PromQL %1").arg(textOf(promql::versionOf(m_choice.dialect))));
    const QString version = textOf(promql::versionOf(m_choice.dialect));
    QString why;
    switch (m_choice.source) {
    case workspace::DialectChoice::Source::Newest:
        why = tr("Rules are read as Prometheus %1 does, the newest that is known: no endpoint says otherwise.");
        break;
    case workspace::DialectChoice::Source::Endpoint:
        why = tr("Rules are read as Prometheus %1 does: that is what %2 speaks.");
        break;
    case workspace::DialectChoice::Source::File:
        why = tr("Rules are read as Prometheus %1 does: the workspace file says so.");
        break;
    case workspace::DialectChoice::Source::Person:
        why = tr("Rules are read as Prometheus %1 does: you chose it for this workspace.");
        break;
    }
    why = why.contains("%2") ? why.arg(version, m_endpoint) : why.arg(version);
    QStringList flags;
    const promql::Dialect &dialect = m_choice.dialect;
    if (dialect.experimentalFunctions)
        flags += "promql-experimental-functions";
    if (dialect.durationExpressions)
        flags += "promql-duration-expr";
    if (dialect.extendedRangeSelectors)
        flags += "promql-extended-range-selectors";
    if (dialect.binopFillModifiers)
        flags += "promql-binop-fill-modifiers";
    if (!flags.isEmpty())
        why += '\n' + tr("Features: %1").arg(flags.join(", "));
    setToolTip(why);
    setAccessibleName(tr("Dialect of the rules: %1").arg(text()));
    setAccessibleDescription(why);
}

void DialectButton::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QToolButton::changeEvent(event);
}

} // namespace widgets
