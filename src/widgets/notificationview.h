#pragma once

#include "alerting/loadedrules.h"
#include "alerting/notification.h"
#include "backtest/firings.h"
#include "rules/ruledocument.h"

#include <QPointer>
#include <QWidget>

#include <memory>
#include <optional>
#include <string>
#include <vector>

QT_BEGIN_NAMESPACE
class QComboBox;
class QTextBrowser;
QT_END_NAMESPACE

namespace prometheus {
class Client;
}

namespace widgets {

/// The notification as it would read: labels and annotations of an alerting rule, expanded for every series that its
/// expression returned, or for a firing of its backtest as it was then. What fails is a link to its place in the
/// template.
class NotificationView : public QWidget
{
    Q_OBJECT

public:
    explicit NotificationView(QWidget *parent = nullptr);
    ~NotificationView() override;

    /// Null for no endpoint. Not owned; may be deleted at any time.
    void setClient(prometheus::Client *client);
    /// Nothing for a rule that sends no notification; the texts stay with the series of an equal expression.
    void setRule(const rules::RuleGroup *group, const rules::Rule *rule, const promql::Dialect &dialect = {});
    /// What `expr` returned: an instant vector. It is for the rule that has this expression, before or after it was
    /// set.
    void setResult(const alerting::QueryResult &result, const std::string &expr);
    /// The firings that a backtest of the rule at hand found; none when there is no backtest.
    void setFirings(std::vector<backtest::Firing> firings);
    /// Writes for that firing; -1 for what the expression returns.
    void chooseFiring(int place);

    /// What is shown, as plain text.
    [[nodiscard]] QString text() const;
    /// It waits for no query.
    [[nodiscard]] bool isSettled() const { return !m_run; }

signals:
    /// Bytes of the file.
    void placeActivated(base::ByteRange range);
    void rendered();

protected:
    void changeEvent(QEvent *event) override;

private:
    void render();
    void fillTimes();
    void retranslate();
    [[nodiscard]] const backtest::Firing *chosen() const;
    /// Of the expression at hand.
    [[nodiscard]] bool hasResult() const;
    void show(const QString &html);
    [[nodiscard]] QString pageOf(const std::vector<alerting::RenderedInstance> &instances) const;
    [[nodiscard]] QString unexpanded() const;
    void activate(const QString &link);

    /// The rule's templates, with their places in the file.
    struct Source
    {
        std::string alert;
        std::string expr;
        std::vector<alerting::TemplateText> labels;
        std::vector<alerting::TemplateText> annotations;
        std::vector<yaml::SourceMap> labelPlaces;
        std::vector<yaml::SourceMap> annotationPlaces;
    };

    QComboBox *m_times;
    QTextBrowser *m_browser;
    std::vector<backtest::Firing> m_firings;
    /// Of m_firings, -1 for none.
    int m_firing = -1;
    QPointer<QObject> m_clientObject;
    prometheus::Client *m_client = nullptr;
    std::unique_ptr<alerting::PendingQuery> m_asking;
    std::optional<alerting::ServerFacts> m_facts;
    promql::Dialect m_dialect;
    std::optional<Source> m_source;
    std::optional<alerting::QueryResult> m_result;
    std::string m_resultExpr;
    std::unique_ptr<alerting::NotificationRun> m_run;
    std::vector<alerting::RenderedInstance> m_instances;
    bool m_all = false;
};

} // namespace widgets
