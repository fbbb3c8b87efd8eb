#include "widgets/docktitle.h"

#include "widgets/appearance.h"
#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QDockWidget>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMainWindow>
#include <QToolButton>

namespace widgets {

namespace {

QToolButton *makeButton(QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

} // namespace

DockTitle::DockTitle(QDockWidget *dock)
    : QWidget(dock),
      m_dock(dock),
      m_name(new QLabel(dock->windowTitle(), this)),
      m_float(makeButton(this)),
      m_close(makeButton(this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 4, 4, 4);
    layout->setSpacing(0);
    layout->addWidget(m_name, 1);
    layout->addWidget(m_float);
    layout->addWidget(m_close);
    dock->setTitleBarWidget(this);
    connect(dock, &QWidget::windowTitleChanged, m_name, &QLabel::setText);
    connect(m_float, &QToolButton::clicked, dock, [dock] { dock->setFloating(!dock->isFloating()); });
    connect(m_close, &QToolButton::clicked, dock, &QWidget::close);
    // Which docks share a place is known only when the main window has laid them out; one that leaves the others says
    // so for all of them.
    const auto placeAll = [this] {
        for (DockTitle *title : m_dock->parentWidget()->findChildren<DockTitle *>())
            title->place();
    };
    connect(dock, &QDockWidget::dockLocationChanged, this, placeAll, Qt::QueuedConnection);
    connect(dock, &QDockWidget::topLevelChanged, this, placeAll, Qt::QueuedConnection);
    connect(dock, &QDockWidget::visibilityChanged, this, placeAll, Qt::QueuedConnection);
    retranslate();
}

void DockTitle::place()
{
    const auto *window = qobject_cast<QMainWindow *>(m_dock->parentWidget());
    bool shared = false;
    for (const QDockWidget *other : window ? window->tabifiedDockWidgets(m_dock) : QList<QDockWidget *>())
        shared = shared || (!other->isHidden() && !other->isFloating());
    const bool folded = shared && !m_dock->isFloating();
    if (folded == m_folded)
        return;
    m_folded = folded;
    m_name->setVisible(!folded);
    m_float->setVisible(!folded);
    m_close->setVisible(!folded);
    updateGeometry();
}

QSize DockTitle::sizeHint() const
{
    return m_folded ? QSize(0, 0) : layout()->sizeHint();
}

void DockTitle::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange || restyles(*event))
        retranslate();
    QWidget::changeEvent(event);
}

void DockTitle::retranslate()
{
    QFont font = m_dock->font();
    font.setBold(true);
    m_name->setFont(font);
    const int size = m_name->fontMetrics().height();
    const auto prepare = [size](QToolButton *button, const char *image, const QString &name) {
        button->setIcon(icon(image, Theme::current().muted));
        button->setIconSize({size, size});
        button->setToolTip(name);
        button->setAccessibleName(name);
    };
    prepare(m_float, "float", tr("Take this panel out of the window, or put it back"));
    prepare(m_close, "close", tr("Close this panel"));
}

} // namespace widgets
