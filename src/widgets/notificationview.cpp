#include "widgets/notificationview.h"

#include "prometheus/client.h"
#include "widgets/appearance.h"
#include "widgets/chartdata.h"
#include "widgets/kindshape.h"
#include "widgets/numbertext.h"
#include "widgets/theme.h"
#include "widgets/timeaxis.h"

#include <algorithm>
#include <string_view>

#include <QComboBox>
#include <QCoreApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QTextBrowser>
#include <QUrl>
#include <QVBoxLayout>

namespace widgets {

namespace {

/// More are expanded when somebody asks for them.
constexpr std::size_t shownAtFirst = 10;
constexpr std::size_t mostInstances = 100;

/// Texts of a block end in a line break, and those of the form do not.
std::string_view withoutBlanks(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r\n";
    const std::size_t first = text.find_first_not_of(blanks);
    return first == std::string_view::npos ? std::string_view()
                                           : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

QString escaped(const std::string &text)
{
    return QString::fromStdString(text).toHtmlEscaped().replace('\n', "<br>");
}

QString colored(const QColor &color, const QString &html)
{
    return QString("<span style=\"color:%1\">%2</span>").arg(color.name(), html);
}

QString row(const QString &name, const QString &text)
{
    return QString("<tr><td style=\"padding-right:8px\">%1</td><td>%2</td></tr>")
        .arg(colored(Theme::current().muted, name), text);
}

QString linkTo(bool label, std::size_t index, base::ByteRange range, const QString &text)
{
    return QString("<a href=\"place:%1:%2:%3:%4\">%5</a>")
        .arg(label ? "label" : "annotation")
        .arg(index)
        .arg(range.start)
        .arg(range.end)
        .arg(text);
}

} // namespace

NotificationView::NotificationView(QWidget *parent)
    : QWidget(parent), m_times(new QComboBox(this)), m_browser(new QTextBrowser(this))
{
    setObjectName("notificationView");
    m_browser->setObjectName("notification");
    m_browser->setOpenLinks(false);
    m_browser->setFrameShape(QFrame::NoFrame);
    m_browser->document()->setDocumentMargin(12);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    m_times->setObjectName("notificationTimes");
    m_times->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_times->setMinimumContentsLength(12);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(12, 0, 12, 4);
    head->addWidget(m_times);
    layout->addLayout(head);
    layout->addWidget(m_browser);
    connect(m_times, &QComboBox::activated, this, [this](int index) { chooseFiring(index - 1); });
    setFocusProxy(m_browser);
    connect(m_browser, &QTextBrowser::anchorClicked, this, [this](const QUrl &url) { activate(url.toString()); });
    retranslate();
    render();
}

NotificationView::~NotificationView() = default;

void NotificationView::setClient(prometheus::Client *client)
{
    m_run.reset();
    m_asking.reset();
    m_client = client;
    m_clientObject = client;
    m_facts.reset();
    m_result.reset();
    if (client)
        m_asking = client->serverFacts([this](alerting::ServerFacts facts) {
            m_facts = std::move(facts);
            render();
        });
    render();
}

void NotificationView::setRule(const rules::RuleGroup *group, const rules::Rule *rule, const promql::Dialect &dialect)
{
    std::optional<Source> source;
    if (group && rule && rule->kind == rules::RuleKind::Alerting) {
        source.emplace();
        source->alert = rule->name.value;
        source->expr = rule->expr.value;
        for (const rules::Pairs *pairs : {&group->labels, &rule->labels}) {
            for (const auto &[name, value] : *pairs) {
                // The rule's own label overrides the group's.
                const auto known = std::ranges::find(source->labels, name.value, &alerting::TemplateText::name);
                const auto at = static_cast<std::size_t>(known - source->labels.begin());
                if (known == source->labels.end()) {
                    source->labels.emplace_back();
                    source->labelPlaces.emplace_back();
                }
                source->labels[at] = {name.value, value.value};
                source->labelPlaces[at] = value.map;
            }
        }
        for (const auto &[name, value] : rule->annotations) {
            source->annotations.push_back({name.value, value.value});
            source->annotationPlaces.push_back(value.map);
        }
    }
    const bool sameExpression = source && m_source && source->expr == m_source->expr;
    if (!sameExpression) {
        m_firings.clear();
        m_firing = -1;
        fillTimes();
    }
    m_source = std::move(source);
    m_dialect = dialect;
    m_all = false;
    render();
}

void NotificationView::setResult(const alerting::QueryResult &result, const std::string &expr)
{
    m_result = result;
    m_resultExpr = withoutBlanks(expr);
    if (m_source)
        render();
}

bool NotificationView::hasResult() const
{
    return m_result && m_resultExpr == withoutBlanks(m_source->expr);
}

void NotificationView::setFirings(std::vector<backtest::Firing> firings)
{
    if (!m_source)
        firings.clear();
    const backtest::Firing *before = chosen();
    const bool hadChosen = before != nullptr;
    const auto begin = before ? before->begin : backtest::Milliseconds();
    const alerting::Labels labels = before ? before->labels : alerting::Labels();
    m_firings = std::move(firings);
    m_firing = -1;
    // A rule under edit is backtested again and again: the same firing stays chosen.
    for (std::size_t i = 0; i < m_firings.size() && hadChosen; ++i) {
        if (m_firings[i].begin == begin && m_firings[i].labels == labels)
            m_firing = static_cast<int>(i);
    }
    fillTimes();
    if (hadChosen)
        render();
}

void NotificationView::chooseFiring(int place)
{
    m_firing = place >= 0 && static_cast<std::size_t>(place) < m_firings.size() ? place : -1;
    m_times->setCurrentIndex(m_firing + 1);
    render();
}

const backtest::Firing *NotificationView::chosen() const
{
    return m_firing < 0 ? nullptr : &m_firings[static_cast<std::size_t>(m_firing)];
}

void NotificationView::fillTimes()
{
    const QSignalBlocker blocker(m_times);
    m_times->clear();
    m_times->addItem(tr("As of the preview"));
    for (const backtest::Firing &firing : m_firings) {
        const QString time = timeText(static_cast<double>(firing.begin) / 1000, 1, QTimeZone::systemTimeZone());
        alerting::Labels own = firing.labels;
        std::erase_if(own, [](const auto &label) { return label.first == "alertname"; });
        m_times->addItem(own.empty() ? time : time + QStringLiteral(" · ") + seriesText(own));
        m_times->setItemData(m_times->count() - 1, seriesText(own), Qt::ToolTipRole);
    }
    m_times->setCurrentIndex(m_firing + 1);
    m_times->setVisible(!m_firings.empty());
}

QString NotificationView::text() const
{
    return m_browser->toPlainText();
}

void NotificationView::render()
{
    m_run.reset();
    m_instances.clear();
    if (!m_source) {
        show(colored(Theme::current().muted, tr("Select an alerting rule to read its notification.")));
        return;
    }
    const backtest::Firing *firing = chosen();
    if (!hasResult() && !firing) {
        show(unexpanded());
        return;
    }
    alerting::NotificationRequest request;
    request.context.alert = m_source->alert;
    request.context.dialect = m_dialect;
    if (m_facts) {
        request.context.dialect = m_facts->dialect();
        request.externalLabelsKnown = m_facts->externalLabelsKnown;
        request.context.externalLabels = m_facts->externalLabels;
        request.externalUrlKnown = !m_facts->externalUrl.empty();
        request.context.externalUrl = m_facts->externalUrl;
    }
    request.labels = m_source->labels;
    request.annotations = m_source->annotations;
    if (firing) {
        request.time = static_cast<double>(firing->begin) / 1000;
        request.instances.push_back({firing->series, firing->value});
    }
    const std::size_t most = m_all ? mostInstances : shownAtFirst;
    static const std::vector<alerting::Series> none;
    for (const alerting::Series &series : firing ? none : m_result->series) {
        if (series.samples.empty() || request.instances.size() == most)
            continue;
        request.time = series.samples.back().time;
        request.instances.push_back({series.labels, series.samples.back().value});
    }
    m_run = std::make_unique<alerting::NotificationRun>(std::move(request), m_clientObject ? m_client : nullptr);
    m_run->start([this] {
        m_instances = m_run->instances();
        m_run.release()->deleteLater();
        show(pageOf(m_instances));
        emit rendered();
    });
}

/// The texts as they are written, with what is missing to expand them.
QString NotificationView::unexpanded() const
{
    QString html =
        colored(Theme::current().muted, tr("Preview the expression to read this for its series.")) + "<table>";
    for (const alerting::TemplateText &each : m_source->labels)
        html += row(escaped(each.name), escaped(each.text));
    for (const alerting::TemplateText &each : m_source->annotations)
        html += row(escaped(each.name), escaped(each.text));
    return html + "</table>";
}

QString NotificationView::pageOf(const std::vector<alerting::RenderedInstance> &instances) const
{
    const Theme &theme = Theme::current();
    if (instances.empty())
        return colored(theme.muted, tr("Nothing to send: the expression returns no series at this time."));
    const auto textOf = [&theme](const alerting::RenderedText &each, bool label, std::size_t index) {
        const QString reason = QString::fromStdString(each.message).toHtmlEscaped();
        const QString known = QCoreApplication::translate("Core", each.message.c_str()).toHtmlEscaped();
        switch (each.outcome) {
        case alerting::RenderedText::Outcome::Failed:
            return colored(theme.critical, escaped(each.text)) + "<br>" +
                   linkTo(label, index, each.range, tr("Go to the error: %1").arg(reason));
        case alerting::RenderedText::Outcome::Unsupported:
            return colored(theme.warning, tr("Not expanded here: %1.").arg(known)) + ' ' +
                   linkTo(label, index, each.range, tr("Go to the place"));
        case alerting::RenderedText::Outcome::Unanswered:
            return colored(theme.warning, tr("A query of this text has no answer: %1").arg(known)) + ' ' +
                   linkTo(label, index, each.range, tr("Go to the place"));
        case alerting::RenderedText::Outcome::Good:
            break;
        }
        return escaped(each.text);
    };
    const backtest::Firing *firing = chosen();
    const int total = firing ? 1 : static_cast<int>(m_result->series.size());
    const auto time = [](backtest::Milliseconds at) {
        return timeText(static_cast<double>(at) / 1000, 1, QTimeZone::systemTimeZone());
    };
    QString intro = tr("%n series; each becomes an alert, which fires when the rule's for has passed.", nullptr, total);
    if (firing)
        intro = firing->end ? tr("As it would have been sent at %1. The alert fires until %2.")
                                  .arg(time(firing->begin), time(*firing->end))
                            : tr("As it would have been sent at %1. The alert fires still.").arg(time(firing->begin));
    QString html = colored(theme.muted, intro);
    for (const alerting::RenderedInstance &instance : instances) {
        const auto severity = std::ranges::find(instance.labels, "severity", &alerting::Labels::value_type::first);
        const QColor colour =
            kindColour(theme, rules::NodeKind::Alerting,
                       severity == instance.labels.end() ? QString() : QString::fromStdString(severity->second));
        html += QString("<p>%1 <b>%2</b>&nbsp; %3</p><table>")
                    .arg(colored(colour, QString::fromUtf8("▲")), escaped(m_source->alert),
                         colored(theme.muted, tr("value %1").arg(shortNumber(instance.value))));
        QString labels;
        for (const auto &[name, value] : instance.labels) {
            if (name != "alertname")
                labels += QString("%1=\"%2\" ").arg(escaped(name), escaped(value));
        }
        if (!labels.isEmpty())
            html += row(tr("labels"), labels);
        for (std::size_t i = 0; i < instance.labelTexts.size(); ++i) {
            if (instance.labelTexts[i].outcome != alerting::RenderedText::Outcome::Good)
                html += row(escaped(instance.labelTexts[i].name), textOf(instance.labelTexts[i], true, i));
        }
        for (std::size_t i = 0; i < instance.annotations.size(); ++i)
            html += row(escaped(instance.annotations[i].name), textOf(instance.annotations[i], false, i));
        html += "</table>";
    }
    const int hidden = total - static_cast<int>(instances.size());
    if (hidden > 0 && !m_all)
        html += QString("<p><a href=\"all\">%1</a></p>").arg(tr("Show %n more", nullptr, hidden));
    else if (hidden > 0)
        html += "<p>" + colored(theme.muted, tr("%n more are not shown.", nullptr, hidden)) + "</p>";
    return html;
}

void NotificationView::show(const QString &html)
{
    m_browser->document()->setDefaultStyleSheet(QString("a { color: %1; }").arg(Theme::current().accent.name()));
    m_browser->setHtml(html);
}

void NotificationView::activate(const QString &link)
{
    if (link == "all") {
        m_all = true;
        render();
        return;
    }
    const QStringList parts = link.split(':');
    if (parts.size() != 5 || !m_source)
        return;
    const auto &places = parts[1] == "label" ? m_source->labelPlaces : m_source->annotationPlaces;
    const std::size_t index = parts[2].toULong();
    if (index < places.size())
        emit placeActivated(places[index].toSource(base::ByteRange{parts[3].toULong(), parts[4].toULong()}));
}

void NotificationView::retranslate()
{
    m_browser->setAccessibleName(tr("The notification as it would read"));
    m_times->setAccessibleName(tr("The time that the notification is written for"));
    fillTimes();
}

void NotificationView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange || restyles(*event)) {
        retranslate();
        if (m_source && (m_result || chosen()) && !m_run)
            show(pageOf(m_instances));
        else
            render();
    }
    QWidget::changeEvent(event);
}

} // namespace widgets
