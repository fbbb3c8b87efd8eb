#include "freshstart.h"
#include "prometheus/client.h"
#include "support/prometheusserver.h"
#include "support/registry.h"
#include "twinrepositories.h"
#include "widgets/driftmonitor.h"
#include "widgets/followmonitor.h"
#include "widgets/followview.h"
#include "workspace/saveplan.h"
#include "workspace/settings.h"
#include "workspace/workspace.h"

#include <QLabel>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

using workspace::FollowedSave;
using workspace::LiveStep;
using State = workspace::LiveState::State;

/// Saves of two repositories with bare remotes, and a Prometheus that runs what the GitOps copy is deployed as.
class TestFollowMonitor : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void followsASaveUntilItIsMerged();
    void keepsAnAlertOpenUntilItIsSeen();
    void waitsForSeriesOfTheChange();
    void showsWhatFails();
    void opensAgainWhatWasRolledBack();
    void leavesReplacedSavesOut();

private:
    [[nodiscard]] static QByteArray rules(const QByteArray &expr, const QByteArray &alert = "vector(0) > 1");
    void save(const QByteArray &text, const QString &message) const;
    void saveAndMerge(const QByteArray &text, const QString &message) const;
    void deploy(const QByteArray &text = {});
    [[nodiscard]] QString states(std::size_t index = 0) const;
    [[nodiscard]] std::string missing(LiveStep step) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<TwinRepositories> m_repositories;
    std::unique_ptr<support::PrometheusServer> m_server;
    std::unique_ptr<prometheus::Client> m_client;
    std::unique_ptr<workspace::Scheduler> m_scheduler;
    std::unique_ptr<workspace::Workspace> m_workspace;
    std::unique_ptr<widgets::DriftMonitor> m_drift;
    std::unique_ptr<widgets::FollowMonitor> m_follow;
};

QByteArray TestFollowMonitor::rules(const QByteArray &expr, const QByteArray &alert)
{
    return "groups:\n- name: g\n  interval: 200ms\n  rules:\n  - record: a:value\n    expr: " + expr +
           "\n  - alert: Never\n    expr: " + alert + "\n    labels: {severity: page}\n";
}

void TestFollowMonitor::init()
{
    startFresh();
    m_folder = std::make_unique<QTemporaryDir>();
    m_repositories =
        std::make_unique<TwinRepositories>(m_folder->path(), rules("vector(1)"), "# deployed\n" + rules("vector(1)"));
    const QString top = m_repositories->top;
    QDir(top).mkpath("deployed");
    QVERIFY(QFile::copy(m_repositories->gitops.path("rules/a.yml"), top + "/deployed/a.yml"));
    m_server = std::make_unique<support::PrometheusServer>();
    support::PrometheusServer::Options options;
    options.configuration = "rule_files: ['" + top.toUtf8() + "/deployed/*.yml']\n";
    QVERIFY2(m_server->start(options), qPrintable(m_server->error()));
    prometheus::Endpoint endpoint;
    endpoint.name = "prod";
    endpoint.url = m_server->url().toStdString();
    m_client = std::make_unique<prometheus::Client>(endpoint);
    m_scheduler = std::make_unique<workspace::Scheduler>(2);
    m_workspace = std::make_unique<workspace::Workspace>(*m_scheduler);
    m_workspace->open(m_repositories->source.path());
    QTRY_VERIFY(!m_workspace->file().path.isEmpty());
    m_drift = std::make_unique<widgets::DriftMonitor>(m_workspace.get(), *m_scheduler);
    m_follow = std::make_unique<widgets::FollowMonitor>(m_workspace.get(), *m_scheduler, m_drift.get());
    m_drift->setClient(m_client.get());
    m_drift->setWatched(true);
}

void TestFollowMonitor::cleanup()
{
    m_follow.reset();
    m_drift.reset();
    m_workspace.reset();
    m_scheduler.reset();
    m_client.reset();
    m_server.reset();
}

void TestFollowMonitor::save(const QByteArray &text, const QString &message) const
{
    m_repositories->source.write("rules/a.yml", text);
    const auto file = workspace::readWorkspaceFile(m_repositories->source.path());
    QVERIFY(file.ok());
    const auto plan = workspace::planSave(*file, {});
    QVERIFY(plan.ok() && !plan->blocked());
    workspace::SaveOptions options;
    options.message = message;
    const auto saved = workspace::executeSave(*plan, options);
    QVERIFY2(saved.ok() && saved->commits.size() == 2, saved.ok() ? "" : saved.error().text.english().c_str());
}

void TestFollowMonitor::saveAndMerge(const QByteArray &text, const QString &message) const
{
    save(text, message);
    for (const TestRepository *repository : {&m_repositories->source, &m_repositories->gitops})
        repository->git({"push", "--quiet", "origin", "main"});
}

/// The GitOps copy, or another text.
void TestFollowMonitor::deploy(const QByteArray &text)
{
    QFile target(QDir(m_folder->path()).canonicalPath() + "/deployed/a.yml");
    QVERIFY(target.open(QIODevice::WriteOnly));
    target.write(text.isEmpty() ? m_repositories->gitops.read("rules/a.yml") : text);
    target.close();
    QNetworkAccessManager network;
    QNetworkReply *reply = network.post(QNetworkRequest(QUrl(m_server->url() + "/-/reload")), QByteArray());
    QTRY_VERIFY(reply->isFinished());
    QCOMPARE(reply->error(), QNetworkReply::NoError);
}

/// A letter for each step: Done, Open, Nothing, Unknown, Failed.
QString TestFollowMonitor::states(std::size_t index) const
{
    QString text;
    if (index >= m_follow->saves().size())
        return text;
    for (const workspace::LiveState &state : m_follow->saves()[index].steps) {
        text += state.state == State::Done      ? 'D'
                : state.state == State::Open    ? 'O'
                : state.state == State::Nothing ? 'N'
                : state.state == State::Failed  ? 'F'
                                                : 'U';
    }
    return text;
}

std::string TestFollowMonitor::missing(LiveStep step) const
{
    return m_follow->saves().at(0).step(step).text.english();
}

#define TRY_STATES(expected)                                                                                           \
    m_drift->checkNow();                                                                                               \
    QTRY_COMPARE_WITH_TIMEOUT((m_drift->isChecking() ? (void)0 : m_drift->checkNow(), states()), QString(expected),    \
                              20000)

void TestFollowMonitor::followsASaveUntilItIsMerged()
{
    save(rules("vector(2)"), "Count two");
    TRY_STATES("OOOOO");
    QCOMPARE(missing(LiveStep::Pushed), std::string("Not pushed yet: source, gitops."));
    QCOMPARE(missing(LiveStep::Loaded), std::string("prod has not loaded them as they were saved: a:value."));
    m_repositories->source.git({"push", "--quiet", "origin", "main:refs/heads/two"});
    m_repositories->gitops.git({"push", "--quiet", "origin", "main:refs/heads/two"});
    TRY_STATES("DOOOO");
    m_repositories->source.git({"push", "--quiet", "origin", "main"});
    TRY_STATES("DOOOO");
    m_repositories->gitops.git({"push", "--quiet", "origin", "main"});
    TRY_STATES("DDOOO");
}

void TestFollowMonitor::keepsAnAlertOpenUntilItIsSeen()
{
    saveAndMerge(rules("vector(1)", "vector(0) > 2"), "Wait for more");
    deploy();
    TRY_STATES("DDDDO");
    QCOMPARE(missing(LiveStep::Series),
             std::string("No series seen yet: Never. An alert has one only while it is pending or firing."));
    // Another start, without an endpoint: what was seen is remembered by the save's id.
    m_drift->setClient(nullptr);
    TRY_STATES("DDUUU");
    FollowedSave again = m_follow->saves().front();
    workspace::judgeAtEndpoint(again, "prod", nullptr, {}, 0);
    QVERIFY(again.step(LiveStep::Evaluated).state == State::Done && again.step(LiveStep::Evaluated).since > 0);
    QVERIFY(again.step(LiveStep::Series).state == State::NotAsked);
    widgets::FollowView view;
    view.setSaves({again}, true, "prod");
    QCOMPARE(view.count(), 1);
    QCOMPARE(view.list()->topLevelItem(0)->text(5), QString("unknown"));
    QCOMPARE(view.findChild<QLabel *>("followDetail")->text(), QString("No endpoint was asked."));
}

void TestFollowMonitor::waitsForSeriesOfTheChange()
{
    // The rule as it was before has left a series of the same name, to the last moment.
    const prometheus::Endpoint &endpoint = m_client->endpoint();
    prometheus::Client asking(endpoint);
    bool recorded = false;
    std::unique_ptr<alerting::PendingQuery> query;
    const auto ask = [&] {
        query = asking.queryInstant("a:value", asking.serverNow(),
                                    [&](const auto &answer) { recorded = answer.ok() && !answer->series.empty(); });
        return recorded;
    };
    QTRY_VERIFY_WITH_TIMEOUT(ask(), 30000);
    saveAndMerge(rules("vector(1) > 5"), "Only above five");
    deploy();
    TRY_STATES("DDDDO");
    QCOMPARE(missing(LiveStep::Series),
             std::string("No series seen yet: a:value. An alert has one only while it is pending or firing."));
    saveAndMerge(rules("vector(6) > 5"), "Six");
    deploy();
    TRY_STATES("DDDDD");
    QVERIFY(m_follow->saves().front().live());
    QVERIFY(m_follow->saves().front().step(LiveStep::Series).since > 0);
}

void TestFollowMonitor::showsWhatFails()
{
    saveAndMerge(rules("vector(1) * on() (label_replace(vector(1), 'x', '1', '', '') or "
                       "label_replace(vector(1), 'x', '2', '', ''))"),
                 "Two for one");
    deploy();
    TRY_STATES("DDDFO");
    const std::string text = missing(LiveStep::Evaluated);
    QVERIFY2(text.starts_with("The evaluation of a:value fails: found duplicate series for the match group"),
             text.c_str());
    widgets::FollowView view;
    view.setSaves(m_follow->saves(), true, "prod");
    QCOMPARE(view.list()->topLevelItem(0)->text(4), QString("failed"));
    QCOMPARE(view.findChild<QLabel *>("followDetail")->text(), QString::fromStdString(text));
    // Mended by the next save: that one is followed in its place.
    saveAndMerge(rules("vector(3)"), "Three");
    deploy();
    TRY_STATES("DDDDD");
    QCOMPARE(m_follow->saves().size(), std::size_t(1));
}

void TestFollowMonitor::opensAgainWhatWasRolledBack()
{
    saveAndMerge(rules("vector(4)"), "Four");
    deploy();
    TRY_STATES("DDDDD");
    deploy(rules("vector(1)"));
    TRY_STATES("DDOOO");
    QCOMPARE(missing(LiveStep::Loaded), std::string("prod has not loaded them as they were saved: a:value."));
    deploy();
    TRY_STATES("DDDDD");
}

void TestFollowMonitor::leavesReplacedSavesOut()
{
    save(rules("vector(2)"), "Count two");
    save(rules("vector(3)"), "Count three");
    m_drift->checkNow();
    const auto replaced = [this] {
        return m_follow->saves().size() == 1 && m_follow->saves().front().subject == "Count three";
    };
    QTRY_VERIFY_WITH_TIMEOUT(replaced(), 30000);
    TRY_STATES("OOOOO");
    save(rules("vector(3)", "vector(0) > 9"), "Another rule");
    m_drift->checkNow();
    QTRY_COMPARE_WITH_TIMEOUT(m_follow->saves().size(), std::size_t(2), 30000);
}

REGISTER_TEST(TestFollowMonitor);

#include "tst_followmonitor.moc"
