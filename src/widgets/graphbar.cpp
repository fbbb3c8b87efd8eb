#include "widgets/graphbar.h"

#include "widgets/elidedlabel.h"
#include "widgets/theme.h"

#include <QAction>
#include <QActionGroup>
#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMouseEvent>
#include <QStyleOptionToolButton>
#include <QToolButton>

#include <algorithm>
#include <iterator>

namespace widgets {

namespace {

constexpr std::size_t mostValuesInMenu = 60;
constexpr int barGap = 8;

/// A menu whose checkable entries do not close it: filters are chosen several at a time.
class ChoiceMenu : public QMenu
{
public:
    using QMenu::QMenu;

protected:
    void mouseReleaseEvent(QMouseEvent *event) override
    {
        QAction *action = activeAction();
        if (!action || !action->isCheckable() || !action->isEnabled() || action->actionGroup()) {
            QMenu::mouseReleaseEvent(event);
            return;
        }
        action->trigger();
    }
};

/// A button with a menu whose text says so: the style's own arrow stands on the text.
class BarButton : public QToolButton
{
public:
    using QToolButton::QToolButton;

protected:
    void initStyleOption(QStyleOptionToolButton *option) const override
    {
        QToolButton::initStyleOption(option);
        if (!option->features.testFlag(QStyleOptionToolButton::HasMenu))
            return;
        option->features.setFlag(QStyleOptionToolButton::HasMenu, false);
        option->text += QStringLiteral(" ▾");
    }
    [[nodiscard]] QSize sizeHint() const override
    {
        const int arrow = menu() ? fontMetrics().horizontalAdvance(QStringLiteral(" ▾")) : 0;
        return QToolButton::sizeHint() + QSize(arrow, 0);
    }
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }
};

QToolButton *barButton(const char *objectName, QWidget *parent, QMenu *menu = nullptr)
{
    auto *button = new BarButton(parent);
    button->setObjectName(QLatin1String(objectName));
    button->setFocusPolicy(Qt::StrongFocus);
    if (menu) {
        button->setPopupMode(QToolButton::InstantPopup);
        button->setMenu(menu);
    }
    return button;
}

QString valueText(const std::string &value)
{
    QString text = QString::fromStdString(value).simplified();
    return text.replace(QLatin1Char('&'), QStringLiteral("&&"));
}

} // namespace

GraphBar::GraphBar(QWidget *parent) : QWidget(parent)
{
    m_filter.scrapeJobs = false;
    m_filter.dashboards = false;
    build();
    retranslate();
    applyTheme();
    showFocus();
}

void GraphBar::build()
{
    m_rows = new QHBoxLayout(this);
    m_rows->setContentsMargins(8, 4, 8, 4);
    m_left = new QHBoxLayout;
    m_right = new QHBoxLayout;
    m_rows->addLayout(m_left);
    m_rows->addLayout(m_right, 1);
    for (QBoxLayout *layout : {m_rows, m_left, m_right})
        layout->setSpacing(barGap);
    m_search = new QLineEdit(this);
    m_search->setObjectName(QStringLiteral("graphSearch"));
    m_search->setClearButtonEnabled(true);
    m_search->setMinimumWidth(m_search->fontMetrics().averageCharWidth() * 14);
    m_search->setMaximumWidth(m_search->fontMetrics().averageCharWidth() * 36);
    m_matches = new QLabel(this);
    m_focus = barButton("graphFocus", this);
    m_directionButton = barButton("graphDirection", this, new QMenu(this));
    m_hopsButton = barButton("graphHops", this, new QMenu(this));
    m_filterButton = barButton("graphFilter", this, new ChoiceMenu(this));
    m_viewButton = barButton("graphViewMenu", this, new ChoiceMenu(this));
    m_findings = barButton("graphFindingsButton", this);
    m_compare = barButton("graphCompare", this);
    m_export = barButton("graphExport", this, new QMenu(this));
    m_zoomOut = barButton("zoomOut", this);
    m_zoomOut->setText(QStringLiteral("−"));
    m_zoomIn = barButton("zoomIn", this);
    m_zoomIn->setText(QStringLiteral("+"));
    m_fit = barButton("fitGraph", this);
    m_counts = new ElidedLabel(this);
    m_counts->setObjectName(QStringLiteral("graphCounts"));
    m_counts->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    // Gives way first where there is little room.
    m_counts->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_legend = new QAction(this);
    m_legend->setObjectName(QStringLiteral("showLegend"));
    m_list = new QAction(this);
    m_list->setObjectName(QStringLiteral("showList"));
    for (QAction *action : {m_legend, m_list}) {
        action->setCheckable(true);
        action->setChecked(true);
    }
    m_left->addWidget(m_search, 1);
    m_left->addWidget(m_matches);
    for (QToolButton *button : {m_focus, m_directionButton, m_hopsButton, m_filterButton, m_viewButton})
        m_left->addWidget(button);
    m_left->addStretch();
    m_right->addWidget(m_counts, 1);
    for (QToolButton *button : {m_zoomOut, m_zoomIn, m_fit, m_findings, m_compare, m_export})
        m_right->addWidget(button);

    connect(m_search, &QLineEdit::textChanged, this, &GraphBar::searched);
    auto *next = new QAction(m_search);
    next->setShortcuts({QKeySequence(Qt::Key_Return), QKeySequence(Qt::Key_Enter)});
    auto *previous = new QAction(m_search);
    previous->setShortcuts({QKeySequence(Qt::SHIFT | Qt::Key_Return), QKeySequence(Qt::SHIFT | Qt::Key_Enter)});
    for (QAction *action : {next, previous}) {
        action->setShortcutContext(Qt::WidgetShortcut);
        m_search->addAction(action);
        connect(action, &QAction::triggered, this,
                [this, action, next] { emit matchRequested(action == next ? 1 : -1); });
    }
    connect(m_focus, &QToolButton::clicked, this, [this] {
        if (m_focusId.empty())
            setFocus(m_selectionId, m_selectionName, m_direction, m_hops);
        else
            clearFocus();
    });
    connect(m_filterButton->menu(), &QMenu::aboutToShow, this, &GraphBar::fillFilters);
    connect(m_viewButton->menu(), &QMenu::aboutToShow, this, &GraphBar::fillView);
    connect(m_findings, &QToolButton::clicked, this, &GraphBar::findingsRequested);
    connect(m_compare, &QToolButton::clicked, this, &GraphBar::compareRequested);
    connect(m_fit, &QToolButton::clicked, this, &GraphBar::fitRequested);
    connect(m_zoomIn, &QToolButton::clicked, this, [this] { emit zoomRequested(1.25); });
    connect(m_zoomOut, &QToolButton::clicked, this, [this] { emit zoomRequested(1 / 1.25); });
}

void GraphBar::retranslate()
{
    m_search->setPlaceholderText(tr("Find a rule, metric or label"));
    m_search->setAccessibleName(tr("Find a rule, metric or label in the graph"));
    m_search->setToolTip(tr("Enter goes to the next match, Shift+Enter to the one before."));
    const auto name = [](QToolButton *button, const QString &accessible, const QString &toolTip) {
        button->setAccessibleName(accessible);
        button->setToolTip(toolTip);
    };
    name(m_zoomOut, tr("Zoom out"), tr("Zoom out (Ctrl+−)"));
    name(m_zoomIn, tr("Zoom in"), tr("Zoom in (Ctrl++)"));
    m_fit->setText(tr("Fit"));
    name(m_fit, tr("Fit the graph into the view"), tr("Show the whole graph (Ctrl+0)"));
    m_viewButton->setText(tr("View"));
    name(m_viewButton, tr("What the graph shows"), tr("Folding, scrape jobs, dashboards, legend and list"));
    name(m_findings, tr("Show the findings"), tr("Show what the graph tells about the rules"));
    m_compare->setText(tr("Compare…"));
    name(m_compare, tr("Compare two versions of the rules"),
         tr("Show what changed between two versions of the rules in one picture"));
    m_export->setText(tr("Export"));
    name(m_export, tr("Export the graph"), tr("Write the graph that is shown to a file"));
    m_legend->setText(tr("Legend"));
    m_list->setText(tr("List and findings"));
    fillExport();
    showFocus();
    showFilter();
}

void GraphBar::fillExport()
{
    QMenu *menu = m_export->menu();
    menu->clear();
    const std::pair<const char *, QString> formats[] = {{"svg", tr("SVG picture…")},     {"png", tr("PNG picture…")},
                                                        {"pdf", tr("PDF page…")},        {"dot", tr("Graphviz DOT…")},
                                                        {"mmd", tr("Mermaid diagram…")}, {"json", tr("JSON…")}};
    for (const auto &[format, text] : formats)
        menu->addAction(text, this, [this, format = QString::fromLatin1(format)] { emit exportRequested(format); });
}

void GraphBar::addValues(QMenu *menu, const std::set<std::string> &values,
                         std::set<std::string> rules::GraphFilter::*chosen)
{
    std::size_t shown = 0;
    for (const std::string &value : values) {
        if (++shown > mostValuesInMenu && !(m_filter.*chosen).contains(value))
            continue;
        QString text = value.empty() ? tr("without") : valueText(value);
        if (chosen == &rules::GraphFilter::files)
            text = QFileInfo(text).fileName();
        QAction *action = menu->addAction(text);
        action->setToolTip(valueText(value));
        action->setCheckable(true);
        action->setChecked((m_filter.*chosen).contains(value));
        connect(action, &QAction::toggled, this, [this, value, chosen](bool on) {
            if (on)
                (m_filter.*chosen).insert(value);
            else
                (m_filter.*chosen).erase(value);
            showFilter();
            emit changed();
        });
    }
    if (values.size() > mostValuesInMenu)
        menu->addAction(tr("%n more: use the search", nullptr, int(values.size() - mostValuesInMenu)))
            ->setEnabled(false);
}

void GraphBar::fillFilters()
{
    QMenu *menu = m_filterButton->menu();
    menu->clear();
    menu->addSection(tr("Severity"));
    addValues(menu, m_choices.severities, &rules::GraphFilter::severities);
    menu->addSeparator();
    const auto submenu = [&](const QString &title, const std::set<std::string> &values,
                             std::set<std::string> rules::GraphFilter::*chosen) {
        auto *sub = new ChoiceMenu(title, menu);
        sub->setToolTipsVisible(true);
        menu->addMenu(sub);
        addValues(sub, values, chosen);
        sub->setEnabled(!values.empty());
    };
    submenu(tr("Team"), m_choices.teams, &rules::GraphFilter::teams);
    submenu(tr("File"), m_choices.files, &rules::GraphFilter::files);
    submenu(tr("Group"), m_choices.groups, &rules::GraphFilter::groups);
    menu->addSeparator();
    QAction *problems = menu->addAction(tr("Only what has problems"));
    problems->setCheckable(true);
    problems->setChecked(m_filter.problemsOnly);
    connect(problems, &QAction::toggled, this, [this](bool on) {
        m_filter.problemsOnly = on;
        showFilter();
        emit changed();
    });
    menu->addSeparator();
    QAction *clear = menu->addAction(tr("Show everything"), this, [this] {
        rules::GraphFilter all;
        all.scrapeJobs = m_filter.scrapeJobs;
        all.dashboards = m_filter.dashboards;
        setFilter(all);
    });
    clear->setEnabled(activeFilters() > 0);
}

void GraphBar::fillView()
{
    QMenu *menu = m_viewButton->menu();
    menu->clear();
    auto *group = new QActionGroup(menu);
    const std::pair<std::optional<rules::Folding>, QString> foldings[] = {
        {std::nullopt, tr("Fold when large")},
        {rules::Folding::None, tr("No folding")},
        {rules::Folding::Group, tr("Fold groups")},
        {rules::Folding::File, tr("Fold files")},
        {rules::Folding::Overview, tr("Overview of files")},
        {rules::Folding::Prefix, tr("Fold metrics by prefix")}};
    for (const auto &[folding, text] : foldings) {
        QAction *action = menu->addAction(text);
        action->setCheckable(true);
        action->setChecked(m_folding == folding);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, folding = folding] { setFolding(folding); });
    }
    menu->addSeparator();
    const std::pair<bool rules::GraphFilter::*, QString> kinds[] = {
        {&rules::GraphFilter::scrapeJobs, tr("Scrape jobs")}, {&rules::GraphFilter::dashboards, tr("Dashboards")}};
    for (const auto &[kind, text] : kinds) {
        QAction *action = menu->addAction(text);
        action->setCheckable(true);
        action->setChecked(m_filter.*kind);
        connect(action, &QAction::toggled, this, [this, kind = kind](bool on) {
            m_filter.*kind = on;
            emit changed();
        });
    }
    menu->addSeparator();
    menu->addAction(m_legend);
    menu->addAction(m_list);
}

void GraphBar::setChoices(Choices choices)
{
    m_choices = std::move(choices);
}

void GraphBar::setComparable(bool comparable)
{
    m_compare->setVisible(comparable);
}

void GraphBar::setFilter(const rules::GraphFilter &filter)
{
    m_filter = filter;
    showFilter();
    emit changed();
}

void GraphBar::setFolding(std::optional<rules::Folding> folding)
{
    m_folding = folding;
    emit foldingChosen();
    emit changed();
}

void GraphBar::setFocus(const std::string &id, const QString &name, rules::Direction direction, std::size_t hops)
{
    m_focusId = id;
    m_focusName = name;
    m_direction = direction;
    m_hops = hops;
    showFocus();
    emit changed();
}

void GraphBar::clearFocus()
{
    if (m_focusId.empty())
        return;
    m_focusId.clear();
    showFocus();
    emit changed();
}

void GraphBar::setSelection(const std::string &id, const QString &name)
{
    m_selectionId = id;
    m_selectionName = name;
    if (m_focusId.empty())
        showFocus();
}

void GraphBar::showFocus()
{
    const bool focused = !m_focusId.empty();
    m_directionButton->setVisible(focused);
    m_hopsButton->setVisible(focused);
    m_focus->setEnabled(focused || !m_selectionId.empty());
    const int width = fontMetrics().averageCharWidth() * 24;
    const QString name = fontMetrics().elidedText(m_focusName.simplified(), Qt::ElideMiddle, width);
    m_focus->setText(focused ? tr("Focus: %1  ×").arg(name) : tr("Focus"));
    m_focus->setAccessibleName(
        focused ? tr("The graph shows %1 and its neighbours. Show everything again.").arg(m_focusName)
                : tr("Focus on the selected node"));
    m_focus->setToolTip(focused ? tr("Show everything again")
                                : tr("Show only the selected node with what feeds it and what reads it"));
    if (!focused)
        return;
    const std::pair<rules::Direction, QString> directions[] = {{rules::Direction::Both, tr("both ways")},
                                                               {rules::Direction::Upstream, tr("what feeds it")},
                                                               {rules::Direction::Downstream, tr("what reads it")}};
    QMenu *menu = m_directionButton->menu();
    menu->clear();
    for (const auto &[direction, text] : directions) {
        menu->addAction(text, this,
                        [this, direction = direction] { setFocus(m_focusId, m_focusName, direction, m_hops); });
        if (direction == m_direction)
            m_directionButton->setText(text);
    }
    m_directionButton->setAccessibleName(tr("Direction of the focus: %1").arg(m_directionButton->text()));
    QMenu *hops = m_hopsButton->menu();
    hops->clear();
    for (const std::size_t count : {std::size_t(1), std::size_t(2), std::size_t(3), std::size_t(5), rules::anyHops}) {
        const QString text = count == rules::anyHops ? tr("any distance") : tr("%n hop(s)", nullptr, int(count));
        hops->addAction(text, this, [this, count] { setFocus(m_focusId, m_focusName, m_direction, count); });
        if (count == m_hops)
            m_hopsButton->setText(text);
    }
    m_hopsButton->setAccessibleName(tr("Reach of the focus: %1").arg(m_hopsButton->text()));
    arrangeRows();
}

int GraphBar::activeFilters() const
{
    return int(!m_filter.severities.empty()) + int(!m_filter.teams.empty()) + int(!m_filter.files.empty()) +
           int(!m_filter.groups.empty()) + int(m_filter.problemsOnly);
}

void GraphBar::showFilter()
{
    const int active = activeFilters();
    m_filterButton->setText(active > 0 ? tr("Filter: %1").arg(active) : tr("Filter"));
    m_filterButton->setAccessibleName(active > 0 ? tr("%n filter(s) of the graph", nullptr, active)
                                                 : tr("Filter the graph"));
    m_filterButton->setToolTip(
        tr("Show rules by severity, team, file, group or problems, with everything that feeds them"));
    m_filterButton->setDown(false);
    QFont font = m_filterButton->font();
    font.setBold(active > 0);
    m_filterButton->setFont(font);
}

void GraphBar::setMatchText(const QString &text)
{
    m_matches->setText(text);
    m_matches->setVisible(!text.isEmpty());
}

void GraphBar::setCountText(const QString &text)
{
    m_counts->setText(text);
    m_counts->setToolTip(text);
}

void GraphBar::setFindingsText(const QString &text)
{
    m_findings->setText(text);
}

void GraphBar::applyTheme()
{
    QPalette quiet = palette();
    quiet.setColor(QPalette::WindowText, Theme::of(palette()).muted);
    for (QLabel *label : {m_matches, m_counts})
        label->setPalette(quiet);
}

void GraphBar::arrangeRows()
{
    const int needed = m_left->minimumSize().width() + m_right->minimumSize().width() + 3 * barGap;
    m_rows->setDirection(width() < needed ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

QSize GraphBar::minimumSizeHint() const
{
    const QMargins margins = m_rows->contentsMargins();
    return {std::max(m_left->minimumSize().width(), m_right->minimumSize().width()) + margins.left() + margins.right(),
            m_rows->minimumSize().height()};
}

void GraphBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrangeRows();
}

void GraphBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    else if (event->type() == QEvent::PaletteChange)
        applyTheme();
    QWidget::changeEvent(event);
}

} // namespace widgets
