#include "widgets/breadcrumb.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

#include <algorithm>

namespace widgets {

namespace {

/// A menu with thousands of entries takes seconds to open and nobody reads it: Ctrl+P finds the rest.
constexpr std::size_t mostCrumbPlaces = 60;
/// In characters; longer names are cut in the middle, the tool tip has all of it.
constexpr int mostCrumbCharacters = 40;
constexpr int fewestCrumbCharacters = 4;

} // namespace

Breadcrumb::Breadcrumb(QWidget *parent) : QWidget(parent), m_layout(new QHBoxLayout(this))
{
    m_layout->setContentsMargins(4, 0, 4, 0);
    m_layout->setSpacing(0);
    m_layout->addStretch(1);
    setFocusPolicy(Qt::StrongFocus);
    retranslate();
}

void Breadcrumb::retranslate()
{
    setAccessibleName(tr("Place in the file"));
}

void Breadcrumb::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    if (event->type() == QEvent::FontChange)
        fitNames();
    QWidget::changeEvent(event);
}

QToolButton *Breadcrumb::addButton()
{
    const std::size_t step = m_buttons.size();
    if (step > 0) {
        auto *separator = new QLabel(QStringLiteral("›"), this);
        m_layout->insertWidget(m_layout->count() - 1, separator);
    }
    auto *button = new QToolButton(this);
    button->setObjectName(QStringLiteral("crumb%1").arg(step));
    button->setAutoRaise(true);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setFocusPolicy(Qt::StrongFocus);
    // The small triangle says nothing that a button in a path does not say.
    button->setStyleSheet(QStringLiteral("QToolButton::menu-indicator { image: none; }"));
    auto *menu = new QMenu(button);
    connect(menu, &QMenu::aboutToShow, this, [this, menu, step] { fill(menu, step); });
    button->setMenu(menu);
    button->installEventFilter(this);
    m_layout->insertWidget(m_layout->count() - 1, button);
    m_buttons.push_back(button);
    return button;
}

void Breadcrumb::setSteps(std::vector<Step> steps)
{
    m_steps = std::move(steps);
    while (m_buttons.size() < m_steps.size())
        addButton();
    for (std::size_t i = 0; i < m_buttons.size(); ++i) {
        QToolButton *button = m_buttons[i];
        const bool shown = i < m_steps.size();
        button->setVisible(shown);
        if (i > 0)
            m_layout->itemAt(2 * int(i) - 1)->widget()->setVisible(shown);
        if (!shown)
            continue;
        button->setToolTip(m_steps[i].description.toHtmlEscaped());
        button->setAccessibleName(m_steps[i].description);
    }
    fitNames();
}

void Breadcrumb::fitNames()
{
    const QFontMetrics metrics = fontMetrics();
    const int most = metrics.averageCharWidth() * mostCrumbCharacters;
    const QMargins margins = m_layout->contentsMargins();
    int room = width() - margins.left() - margins.right();
    QStringList names;
    std::vector<int> widths;
    for (std::size_t i = 0; i < m_steps.size(); ++i) {
        QString name = m_steps[i].name;
        names += name.replace(QLatin1Char('\n'), QLatin1Char(' '));
        widths.push_back(std::min(metrics.horizontalAdvance(names.back()), most));
        const QToolButton *button = m_buttons[i];
        room -= button->sizeHint().width() - metrics.horizontalAdvance(button->text().replace("&&", "&"));
        if (i > 0)
            room -= m_layout->itemAt(2 * int(i) - 1)->sizeHint().width();
    }
    const auto needed = [&widths](int limit) {
        int sum = 0;
        for (const int each : widths)
            sum += std::min(each, limit);
        return sum;
    };
    int limit = most;
    while (limit > metrics.averageCharWidth() * fewestCrumbCharacters && needed(limit) > room)
        limit -= metrics.averageCharWidth();
    for (std::size_t i = 0; i < m_steps.size(); ++i) {
        QString text = metrics.elidedText(names[qsizetype(i)], Qt::ElideMiddle, limit);
        m_buttons[i]->setText(text.replace(QLatin1Char('&'), QLatin1String("&&")));
    }
}

QSize Breadcrumb::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * mostCrumbCharacters / 2, QWidget::minimumSizeHint().height()};
}

void Breadcrumb::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitNames();
}

QString Breadcrumb::text() const
{
    QStringList names;
    for (const Step &step : m_steps)
        names << step.name;
    return names.join(QStringLiteral(" › "));
}

void Breadcrumb::fill(QMenu *menu, std::size_t step) const
{
    menu->clear();
    if (step >= m_steps.size() || !m_steps[step].siblings)
        return;
    const std::vector<Place> places = m_steps[step].siblings();
    const auto here = std::find_if(places.begin(), places.end(),
                                   [&](const Place &place) { return place.name == m_steps[step].name; });
    // As many before the present one as behind it.
    const std::size_t middle = here == places.end() ? 0 : std::size_t(here - places.begin());
    const std::size_t last = std::min(places.size(), std::max(middle + mostCrumbPlaces / 2, mostCrumbPlaces));
    const std::size_t first = last > mostCrumbPlaces ? last - mostCrumbPlaces : 0;
    for (std::size_t i = first; i < last; ++i) {
        QString name = places[i].name;
        name.replace(QLatin1Char('\n'), QLatin1Char(' ')).replace(QLatin1Char('&'), QLatin1String("&&"));
        QAction *action = menu->addAction(name, menu, places[i].go);
        if (i == middle && here != places.end()) {
            QFont font = action->font();
            font.setBold(true);
            action->setFont(font);
            menu->setActiveAction(action);
        }
    }
    if (last - first < places.size())
        menu->addAction(tr("%1 more: Ctrl+P finds them.").arg(places.size() - (last - first)))->setEnabled(false);
}

bool Breadcrumb::eventFilter(QObject *watched, QEvent *event)
{
    const auto found = std::find(m_buttons.begin(), m_buttons.end(), watched);
    if (event->type() != QEvent::KeyPress || found == m_buttons.end())
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    const auto step = found - m_buttons.begin();
    if (key == Qt::Key_Left || key == Qt::Key_Right) {
        const auto next = std::clamp<std::ptrdiff_t>(step + (key == Qt::Key_Left ? -1 : 1), 0,
                                                     std::max<std::ptrdiff_t>(std::ssize(m_steps) - 1, 0));
        m_buttons[std::size_t(next)]->setFocus(Qt::TabFocusReason);
        return true;
    }
    if (key == Qt::Key_Down || key == Qt::Key_Up || key == Qt::Key_Return || key == Qt::Key_Enter) {
        // popup(), as showMenu() would run an event loop of its own.
        QToolButton *button = *found;
        button->menu()->popup(button->mapToGlobal(QPoint(0, 0)));
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void Breadcrumb::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    if (!m_steps.empty())
        m_buttons[m_steps.size() - 1]->setFocus(Qt::TabFocusReason);
}

} // namespace widgets
