#include "widgets/explaintree.h"

#include "prometheus/client.h"
#include "promql/literals.h"
#include "promql/printer.h"
#include "widgets/appearance.h"
#include "widgets/coretext.h"
#include "widgets/theme.h"

#include <QDateTimeEdit>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace widgets {

namespace {

using alerting::ExplainedNode;

constexpr std::chrono::milliseconds pause{400};
/// Deeper trees are nothing that anybody reads, and too much for a tree view.
constexpr std::size_t deepestLevel = 200;
constexpr std::size_t mostSamplesShown = 3;
constexpr std::size_t mostLabelsShown = 8;

/// The wrappers that say nothing by themselves.
const promql::Expr &unwrapped(const promql::Expr &expr)
{
    const auto *paren = promql::as<promql::ParenExpr>(&expr);
    return paren && paren->expr ? unwrapped(*paren->expr) : expr;
}

QString textOf(const promql::Tree &tree, base::ByteRange range)
{
    return QString::fromStdString(std::string(tree.text().substr(range.start, range.size()))).simplified();
}

/// What a node does to its parts, which stand below it.
QString headline(const promql::Tree &tree, const promql::Expr &expr)
{
    if (const auto *binary = promql::as<promql::BinaryExpr>(&expr)) {
        const QString matching = binary->matching.written ? ' ' + textOf(tree, binary->matching.range) : QString();
        return textOf(tree, binary->opRange) + (binary->returnBool ? " bool" : "") + matching;
    }
    if (const auto *call = promql::as<promql::Call>(&expr))
        return textOf(tree, call->name.range) + "(…)";
    if (const auto *aggregation = promql::as<promql::Aggregation>(&expr)) {
        QStringList labels;
        for (const promql::Name &label : aggregation->labels)
            labels.append(QString::fromUtf8(label.value.data(), static_cast<qsizetype>(label.value.size())));
        const QString clause = aggregation->grouped
                                   ? (aggregation->without ? " without (" : " by (") + labels.join(", ") + ')'
                                   : QString();
        return textOf(tree, aggregation->opRange) + clause;
    }
    return textOf(tree, expr.range);
}

QString number(double value)
{
    return QString::number(value, 'g', 6);
}

void addItems(QTreeWidget *view, QTreeWidgetItem *parent, const promql::Tree &tree, const promql::Expr &wrapped,
              std::size_t depth, std::vector<QTreeWidgetItem *> &items)
{
    const promql::Expr &expr = unwrapped(wrapped);
    auto *item = parent ? new QTreeWidgetItem(parent) : new QTreeWidgetItem(view);
    item->setText(0, headline(tree, expr));
    item->setFont(0, fixedFont());
    item->setText(1, QString::fromLatin1(promql::typeName(expr.type)));
    item->setForeground(1, view->palette().placeholderText());
    item->setToolTip(0, textOf(tree, expr.range));
    item->setData(0, Qt::UserRole, QPoint(static_cast<int>(expr.range.start), static_cast<int>(expr.range.end)));
    items.push_back(item);
    if (expr.kind != promql::ExprKind::MatrixSelector && depth < deepestLevel)
        promql::forEachChild(expr,
                             [&](const promql::Expr &child) { addItems(view, item, tree, child, depth + 1, items); });
    item->setExpanded(true);
}

} // namespace

ExplainTree::ExplainTree(QWidget *parent)
    : QWidget(parent),
      m_title(new QLabel(this)),
      m_now(new QToolButton(this)),
      m_time(new QDateTimeEdit(this)),
      m_tree(new QTreeWidget(this)),
      m_details(new QLabel(this))
{
    m_tree->setObjectName("expressionTree");
    m_now->setObjectName("explainNow");
    m_time->setObjectName("explainTime");
    m_details->setObjectName("explainDetails");
    m_tree->setHeaderHidden(true);
    m_tree->setColumnCount(2);
    m_tree->setUniformRowHeights(true);
    m_tree->setIndentation(12);
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_tree->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_tree->setTextElideMode(Qt::ElideRight);
    m_now->setCheckable(true);
    m_now->setChecked(true);
    m_time->setCalendarPopup(true);
    m_time->setDisplayFormat("yyyy-MM-dd HH:mm:ss");
    m_time->setDateTime(QDateTime::currentDateTime());
    m_time->setEnabled(false);
    m_details->setWordWrap(true);
    m_details->setTextFormat(Qt::PlainText);
    m_details->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_details->setContentsMargins(12, 8, 12, 8);
    m_title->setContentsMargins(12, 8, 4, 4);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(0, 4, 8, 4);
    head->addWidget(m_title, 1);
    head->addWidget(m_now);
    head->addWidget(m_time);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_tree, 1);
    layout->addWidget(m_details);
    m_debounce.setSingleShot(true);
    m_debounce.setInterval(pause);
    connect(&m_debounce, &QTimer::timeout, this, &ExplainTree::explain);
    connect(m_now, &QToolButton::toggled, this, [this](bool now) {
        m_time->setEnabled(!now);
        schedule();
    });
    connect(m_time, &QDateTimeEdit::dateTimeChanged, this, [this] {
        if (!m_now->isChecked())
            schedule();
    });
    connect(m_tree, &QTreeWidget::currentItemChanged, this, &ExplainTree::showDetails);
    const auto activate = [this](QTreeWidgetItem *item) {
        const QPoint range = item->data(0, Qt::UserRole).toPoint();
        emit partActivated({static_cast<std::size_t>(range.x()), static_cast<std::size_t>(range.y())});
    };
    connect(m_tree, &QTreeWidget::itemClicked, this, activate);
    connect(m_tree, &QTreeWidget::itemActivated, this, activate);
    retranslate();
    fill();
}

ExplainTree::~ExplainTree() = default;

void ExplainTree::setExpression(const std::shared_ptr<const promql::Tree> &tree)
{
    // The same text has the same parts: what was answered stays.
    const bool same = m_expression && tree && m_expression->text() == tree->text();
    if (same && m_explanation)
        return;
    m_expression = tree;
    fill();
    schedule();
}

void ExplainTree::setClient(prometheus::Client *client)
{
    m_explanation.reset();
    if (m_client)
        m_client->disconnect(this);
    m_client = client;
    if (client) {
        connect(client, &QObject::destroyed, this, [this] {
            m_explanation.reset();
            fill();
        });
    }
    fill();
    schedule();
}

void ExplainTree::setTime(std::optional<double> time)
{
    if (time) {
        const QSignalBlocker blocker(m_time);
        m_time->setDateTime(QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(std::llround(*time * 1000))));
    }
    m_now->setChecked(!time);
    schedule();
}

double ExplainTree::time() const
{
    const QDateTime at = m_now->isChecked() ? QDateTime::currentDateTime() : m_time->dateTime();
    return static_cast<double>(at.toMSecsSinceEpoch()) / 1000;
}

void ExplainTree::fill()
{
    m_explanation.reset();
    m_items.clear();
    m_tree->clear();
    if (m_expression && !m_expression->text().empty())
        addItems(m_tree, nullptr, *m_expression, *m_expression->root(), 0, m_items);
    for (QWidget *each : {static_cast<QWidget *>(m_now), static_cast<QWidget *>(m_time)})
        each->setVisible(m_client != nullptr);
    showDetails();
}

void ExplainTree::schedule()
{
    const bool possible = m_client && m_expression && m_expression->valid() && isVisible();
    if (possible)
        m_debounce.start();
    else
        m_debounce.stop();
}

void ExplainTree::explain()
{
    if (!m_client || !m_expression || !m_expression->valid())
        return;
    const std::string &name = m_client->endpoint().name;
    m_explanation = std::make_unique<alerting::Explanation>(
        m_expression, time(),
        alerting::MissingSeries::Sources{*m_client, *m_client, name.empty() ? m_client->endpoint().url : name});
    if (m_explanation->nodes().size() != m_items.size()) {
        m_explanation.reset();
        return;
    }
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        if (m_explanation->nodes()[i].state == ExplainedNode::State::Waiting)
            m_items[i]->setText(1, QStringLiteral("…"));
    }
    m_explanation->start([this](std::size_t index) { showNode(index); },
                         [this] {
                             const std::vector<ExplainedNode> &nodes = m_explanation->nodes();
                             const auto empty = std::ranges::find_if(nodes, &ExplainedNode::turnsEmpty);
                             if (!m_tree->currentItem() && empty != nodes.end())
                                 m_tree->setCurrentItem(m_items[static_cast<std::size_t>(empty - nodes.begin())]);
                             showDetails();
                             emit explained();
                         });
}

void ExplainTree::showNode(std::size_t index)
{
    const ExplainedNode &node = m_explanation->nodes()[index];
    QTreeWidgetItem *item = m_items[index];
    const Theme &theme = Theme::of(palette());
    item->setForeground(1, palette().text());
    if (node.error) {
        item->setText(1, tr("error"));
        item->setForeground(1, theme.critical);
    } else if (node.scalar) {
        item->setText(1, number(*node.scalar));
    } else if (node.seriesCount == 1 && !node.series.empty() && !node.series.front().samples.empty() &&
               node.expr->type == promql::ValueType::InstantVector) {
        item->setText(1, number(node.series.front().samples.back().value));
    } else {
        item->setText(1, tr("%n series", nullptr, static_cast<int>(node.seriesCount)));
    }
    if (node.turnsEmpty) {
        // Not by colour alone.
        item->setText(1, tr("▸ turns empty"));
        item->setForeground(1, theme.warning);
    }
    const QString details = detailsOf(node);
    item->setToolTip(1, details);
    item->setData(1, Qt::AccessibleDescriptionRole, details);
    if (m_tree->currentItem() == item)
        showDetails();
}

QString ExplainTree::detailsOf(const ExplainedNode &node) const
{
    QStringList lines;
    QStringList facts{QString::fromLatin1(promql::typeName(node.expr->type))};
    if (node.error)
        return translated(node.error->text);
    if (node.state != ExplainedNode::State::Answered)
        return facts.join(", ");
    if (!node.scalar)
        facts.append(tr("%n series", nullptr, static_cast<int>(node.seriesCount)));
    facts.append(tr("%1 ms").arg(std::ceil(node.milliseconds)));
    lines.append(facts.join("  ·  "));
    if (!node.labelNames.empty()) {
        QStringList labels;
        for (const std::string &label : node.labelNames) {
            if (labels.size() == static_cast<qsizetype>(mostLabelsShown)) {
                labels.append("…");
                break;
            }
            labels.append(QString::fromStdString(label));
        }
        lines.append(tr("Labels: %1").arg(labels.join(", ")));
    }
    if (node.scalar)
        lines.append(number(*node.scalar));
    const bool range = node.expr->type == promql::ValueType::RangeVector;
    for (std::size_t i = 0; i < std::min(mostSamplesShown, node.series.size()); ++i) {
        QStringList labels;
        for (const auto &[name, value] : node.series[i].labels)
            labels.append(QString::fromStdString(name + '=' + promql::quote(value)));
        const auto &samples = node.series[i].samples;
        const QString value = samples.empty() ? tr("native histogram")
                              : range         ? tr("%n sample(s)", nullptr, static_cast<int>(samples.back().value))
                                              : number(samples.back().value);
        lines.append('{' + labels.join(", ") + "}  " + value);
    }
    for (const base::Text &reason : node.reasons)
        lines.append("▸ " + translated(reason));
    return lines.join('\n');
}

void ExplainTree::showDetails()
{
    const auto found = std::ranges::find(m_items, m_tree->currentItem());
    const bool known = m_explanation && found != m_items.end();
    const QString details =
        known ? detailsOf(m_explanation->nodes()[static_cast<std::size_t>(found - m_items.begin())]) : QString();
    m_details->setText(details);
    m_details->setVisible(!details.isEmpty());
}

void ExplainTree::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange || restyles(*event)) {
        retranslate();
        for (std::size_t i = 0; m_explanation && i < m_items.size(); ++i) {
            const ExplainedNode::State state = m_explanation->nodes()[i].state;
            if (state == ExplainedNode::State::Answered || state == ExplainedNode::State::Failed)
                showNode(i);
        }
    }
    QWidget::changeEvent(event);
}

void ExplainTree::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (!m_explanation)
        schedule();
}

void ExplainTree::hideEvent(QHideEvent *event)
{
    m_debounce.stop();
    if (m_explanation && !m_explanation->isFinished())
        m_explanation.reset();
    QWidget::hideEvent(event);
}

void ExplainTree::retranslate()
{
    m_title->setText(tr("Expression"));
    m_now->setText(tr("Now"));
    m_now->setToolTip(tr("Explain what the expression returns now"));
    m_time->setAccessibleName(tr("The time at which the expression is explained"));
    m_time->setToolTip(m_time->accessibleName());
    m_tree->setAccessibleName(tr("The expression as a tree, each part with its type and what it returns"));
    m_details->setAccessibleName(tr("What the selected part returns, and why it returns nothing"));
    QPalette muted = palette();
    muted.setColor(QPalette::WindowText, Theme::current().muted);
    m_title->setPalette(muted);
    showDetails();
}

} // namespace widgets
