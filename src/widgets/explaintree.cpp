#include "widgets/explaintree.h"

#include "prometheus/client.h"
#include "prometheus/serverkind.h"
#include "promql/literals.h"
#include "promql/printer.h"
#include "widgets/appearance.h"
#include "widgets/backtesttext.h"
#include "widgets/coretext.h"
#include "widgets/numbertext.h"
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
constexpr std::size_t mostSamplesShown = 3;
constexpr std::size_t mostLabelsShown = 8;

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

} // namespace

ExplainTree::ExplainTree(QWidget *parent)
    : QWidget(parent),
      m_title(new QLabel(this)),
      m_now(new QToolButton(this)),
      m_time(new QDateTimeEdit(this)),
      m_tree(new QTreeWidget(this)),
      m_details(new QLabel(this)),
      m_notes(new QLabel(this))
{
    m_tree->setObjectName("expressionTree");
    m_now->setObjectName("explainNow");
    m_time->setObjectName("explainTime");
    m_details->setObjectName("explainDetails");
    m_notes->setObjectName("explainNotes");
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
    for (QLabel *text : {m_details, m_notes}) {
        text->setWordWrap(true);
        text->setTextFormat(Qt::PlainText);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        text->setContentsMargins(12, 8, 12, 8);
    }
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
    layout->addWidget(m_notes);
    layout->addWidget(m_tree, 1);
    layout->addWidget(m_details);
    m_debounce.setSingleShot(true);
    m_debounce.setInterval(pause);
    connect(&m_debounce, &QTimer::timeout, this, &ExplainTree::explain);
    connect(m_now, &QToolButton::toggled, this, &ExplainTree::chooseTime);
    connect(m_time, &QDateTimeEdit::dateTimeChanged, this, &ExplainTree::chooseTime);
    connect(m_tree, &QTreeWidget::currentItemChanged, this, &ExplainTree::showDetails);
    const auto activate = [this](QTreeWidgetItem *item) {
        const QVariant place = item->data(0, Qt::UserRole);
        // What stands in another rule is not here.
        if (!place.isValid())
            return;
        const QPoint range = place.toPoint();
        emit partActivated({static_cast<std::size_t>(range.x()), static_cast<std::size_t>(range.y())});
    };
    connect(m_tree, &QTreeWidget::itemClicked, this, activate);
    connect(m_tree, &QTreeWidget::itemActivated, this, activate);
    retranslate();
    clear();
}

ExplainTree::~ExplainTree() = default;

void ExplainTree::setExpression(const std::shared_ptr<const promql::Tree> &tree,
                                const std::optional<rules::RuleRef> &reader)
{
    // The same text has the same parts: what was answered stays.
    const bool same = m_expression && tree && m_expression->text() == tree->text() && m_reader == reader;
    if (same && (m_explanation || m_fetch))
        return;
    m_expression = tree;
    m_reader = reader;
    clear();
    schedule();
}

void ExplainTree::rulesChanged()
{
    if (m_source.inlined.empty() && !m_source.refused)
        return;
    clear();
    schedule();
}

void ExplainTree::setClient(prometheus::Client *client)
{
    m_fetch.reset();
    m_explanation.reset();
    if (m_client)
        m_client->disconnect(this);
    m_client = client;
    if (client) {
        connect(client, &QObject::destroyed, this, [this] {
            m_client = nullptr;
            clear();
        });
    }
    clear();
    schedule();
}

void ExplainTree::setTime(std::optional<double> time)
{
    const QSignalBlocker blockTime(m_time);
    const QSignalBlocker blockNow(m_now);
    if (time)
        m_time->setDateTime(QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(std::llround(*time * 1000))));
    m_now->setChecked(!time);
    m_time->setEnabled(time.has_value());
    schedule();
}

void ExplainTree::chooseTime()
{
    m_time->setEnabled(!m_now->isChecked());
    schedule();
    emit timeChosen(m_now->isChecked() ? std::nullopt : std::optional(time()));
}

double ExplainTree::time() const
{
    // The server's own now.
    if (m_now->isChecked() && m_client)
        return m_client->serverNow();
    const QDateTime at = m_now->isChecked() ? QDateTime::currentDateTime() : m_time->dateTime();
    return static_cast<double>(at.toMSecsSinceEpoch()) / 1000;
}

void ExplainTree::clear()
{
    m_fetch.reset();
    m_explanation.reset();
    m_source = {};
    m_unsettled = false;
    m_items.clear();
    m_tree->clear();
    if (m_expression && !m_expression->text().empty()) {
        m_source.expression =
            std::make_shared<const alerting::ExplainedExpression>(alerting::ExplainedExpression{m_expression, {}});
        fill(*m_source.expression);
    }
    for (QWidget *each : {static_cast<QWidget *>(m_now), static_cast<QWidget *>(m_time)})
        each->setVisible(m_client != nullptr);
    showNotes();
    showDetails();
}

void ExplainTree::fill(const alerting::ExplainedExpression &expression)
{
    m_items.clear();
    m_tree->clear();
    for (const ExplainedNode &node : alerting::partsOf(expression)) {
        const promql::Tree &tree = *node.expression->tree;
        auto *item = node.parent ? new QTreeWidgetItem(m_items[*node.parent]) : new QTreeWidgetItem(m_tree);
        const QString text = headline(tree, *node.expr);
        item->setText(0, node.rule.empty() ? text : QString::fromStdString("◆ " + node.rule + " = ") + text);
        item->setFont(0, fixedFont());
        item->setText(1, QString::fromLatin1(promql::typeName(node.expr->type)));
        item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
        item->setForeground(1, m_tree->palette().placeholderText());
        item->setToolTip(0, textOf(tree, node.expr->range));
        if (node.expression == &expression)
            item->setData(0, Qt::UserRole,
                          QPoint(static_cast<int>(node.expr->range.start), static_cast<int>(node.expr->range.end)));
        m_items.push_back(item);
    }
    m_tree->expandAll();
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
    m_fetch.reset();
    m_explanation.reset();
    if (!m_client || !m_expression || !m_expression->valid())
        return;
    backtest::ExplanationRequest request;
    request.tree = m_expression;
    request.reader = m_reader;
    request.time = time();
    if (m_rules)
        request.documents = m_rules();
    for (QTreeWidgetItem *item : m_items)
        item->setText(1, QStringLiteral("…"));
    m_fetch = std::make_unique<backtest::ExplainedFetch>(std::move(request), *m_client);
    m_fetch->start([this](backtest::ExplanationSource source) { explainSource(std::move(source)); });
}

void ExplainTree::explainSource(backtest::ExplanationSource source)
{
    if (!m_client)
        return;
    const bool changed = !source.expression->replacements.empty() || !m_source.expression->replacements.empty();
    m_source = std::move(source);
    if (changed)
        fill(*m_source.expression);
    showNotes();
    const prometheus::Endpoint &endpoint = m_client->endpoint();
    m_explanation = std::make_unique<alerting::Explanation>(
        m_source.expression, time(),
        alerting::MissingSeries::Sources{*m_client, *m_client, endpoint.name.empty() ? endpoint.url : endpoint.name});
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        const bool waiting = m_explanation->nodes()[i].state == ExplainedNode::State::Waiting;
        m_items[i]->setText(1, waiting ? QStringLiteral("…") : QString());
    }
    m_explanation->start([this](std::size_t index) { showNode(index); }, [this] { finished(); });
}

void ExplainTree::finished()
{
    const std::vector<ExplainedNode> &nodes = m_explanation->nodes();
    const auto empty = std::ranges::find_if(nodes, &ExplainedNode::turnsEmpty);
    const auto failed = std::ranges::find_if(nodes, [](const ExplainedNode &node) { return node.error.has_value(); });
    // The innermost part that fails is why those around it do.
    std::size_t shown = nodes.size();
    if (failed != nodes.end()) {
        shown = static_cast<std::size_t>(failed - nodes.begin());
        for (std::size_t i = shown + 1; i < nodes.size() && nodes[i].parent == shown; ++i) {
            if (nodes[i].error)
                shown = i;
        }
    } else if (empty != nodes.end()) {
        shown = static_cast<std::size_t>(empty - nodes.begin());
    }
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        if (nodes[i].state == ExplainedNode::State::NotAsked)
            m_items[i]->setText(1, QString());
    }
    if (!m_tree->currentItem() && shown < m_items.size())
        m_tree->setCurrentItem(m_items[shown]);
    m_unsettled = m_client && m_explanation->time() > m_client->unsettledFrom();
    showNotes();
    showDetails();
    emit explained();
}

void ExplainTree::showNotes()
{
    QStringList lines;
    for (const auto &[name, reason] : m_source.inlined)
        lines.append(inlinedText(name, reason));
    for (const base::Text &warning : m_source.warnings)
        lines.append(translated(warning));
    if (m_source.refused)
        lines.append(translated(m_source.refused->text));
    if (m_unsettled)
        lines.append(translated(prometheus::unsettledText()));
    m_notes->setText(lines.join('\n'));
    m_notes->setVisible(!lines.isEmpty());
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
        item->setText(1, shortNumber(*node.scalar));
    } else if (node.seriesCount == 1 && !node.series.empty() && !node.series.front().samples.empty() &&
               node.expr->type == promql::ValueType::InstantVector && node.windows.empty()) {
        item->setText(1, shortNumber(node.series.front().samples.back().value));
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
        lines.append(fullNumber(*node.scalar));
    const bool range = node.expr->type == promql::ValueType::RangeVector || !node.windows.empty();
    for (std::size_t i = 0; i < std::min(mostSamplesShown, node.series.size()); ++i) {
        QStringList labels;
        for (const auto &[name, value] : node.series[i].labels)
            labels.append(QString::fromStdString(name + '=' + promql::quote(value)));
        const auto &samples = node.series[i].samples;
        const QString value = samples.empty() ? tr("native histogram")
                              : range         ? tr("%n sample(s)", nullptr, static_cast<int>(samples.back().value))
                                              : fullNumber(samples.back().value);
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
    if (m_fetch && (!m_explanation || !m_explanation->isFinished())) {
        m_fetch.reset();
        m_explanation.reset();
    }
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
    QPalette warning = palette();
    warning.setColor(QPalette::WindowText, Theme::current().warning);
    m_notes->setPalette(warning);
    m_notes->setAccessibleName(tr("Notes on what is explained"));
    showNotes();
    showDetails();
}

} // namespace widgets
