#include "freshstart.h"
#include "support/prometheusserver.h"
#include "support/registry.h"
#include "twinrepositories.h"
#include "widgets/actions.h"
#include "widgets/appearance.h"
#include "widgets/driftmonitor.h"
#include "widgets/endpointpicker.h"
#include "widgets/followview.h"
#include "widgets/mainwindow.h"
#include "widgets/messagebar.h"
#include "widgets/pairswatch.h"
#include "workspace/saveplan.h"

#include <QAction>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QToolButton>
#include <QTreeWidget>

/// The window over two repositories whose bare remotes others merge into, and a Prometheus that is deployed to.
class TestPairsWatch : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void tellsUntilBothAreMerged();
    void keepsAClosedMessageClosed();
    void followsAChangeThatOthersMergeAndDeploy();

private:
    static QByteArray rules(const QByteArray &value)
    {
        return "groups:\n- name: g\n  interval: 200ms\n  rules:\n  - record: a:value\n    expr: vector(" + value +
               ")\n";
    }
    void saveToBranch(const QByteArray &value) const;
    /// As a server does it when somebody presses its button; this machine hears of it by fetching only.
    void mergeOnServer(const TestRepository &repository) const;
    [[nodiscard]] QString told() const;
    [[nodiscard]] QAction *fetching() const { return m_window->actions()->action("fetch-in-background"); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<TwinRepositories> m_repositories;
    std::unique_ptr<widgets::Appearance> m_appearance;
    std::unique_ptr<widgets::MainWindow> m_window;
};

namespace {

constexpr int pairsPatience = 60'000;

} // namespace

void TestPairsWatch::init()
{
    startFresh();
    m_folder = std::make_unique<QTemporaryDir>();
    m_repositories = std::make_unique<TwinRepositories>(m_folder->path(), rules("1"), rules("1"));
    saveToBranch("2");
    m_appearance = std::make_unique<widgets::Appearance>();
    m_appearance->setLanguage("en");
    m_window = std::make_unique<widgets::MainWindow>(m_appearance.get(), 2);
    m_window->show();
    m_window->openPath(m_repositories->source.path());
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->workspace()->file().path.isEmpty(), pairsPatience);
}

void TestPairsWatch::cleanup()
{
    m_window.reset();
    m_appearance.reset();
}

void TestPairsWatch::saveToBranch(const QByteArray &value) const
{
    m_repositories->source.write("rules/a.yml", rules(value));
    const auto file = workspace::readWorkspaceFile(m_repositories->source.path());
    QVERIFY(file.ok());
    workspace::SaveOptions options;
    options.message = "Count more";
    options.branch = "more";
    options.push = true;
    const auto saved = workspace::executeSave(*workspace::planSave(*file, {}), options);
    QVERIFY2(saved.ok() && saved->pushErrors.empty(), saved.ok() ? "" : saved.error().text.english().c_str());
}

void TestPairsWatch::mergeOnServer(const TestRepository &repository) const
{
    const QString clone = m_folder->filePath("elsewhere-" + QFileInfo(repository.path()).fileName());
    repository.git({"clone", "--quiet", repository.path() + ".git", clone});
    const TestRepository other = TestRepository::existing(clone);
    other.git({"push", "--quiet", "origin", "origin/more:main"});
}

QString TestPairsWatch::told() const
{
    for (const auto *bar : m_window->findChildren<widgets::MessageBar *>()) {
        if (bar->property("role") == "window")
            return bar->text();
    }
    return {};
}

void TestPairsWatch::tellsUntilBothAreMerged()
{
    mergeOnServer(m_repositories->source);
    // Nobody asked the servers: as of the last fetch nothing is merged.
    QVERIFY(!fetching()->isChecked());
    m_window->workspace()->refreshStatus();
    QTRY_VERIFY_WITH_TIMEOUT(m_window->workspace()->roots().front().status.has_value(), pairsPatience);
    QCOMPARE(m_repositories->source.git({"rev-parse", "origin/main"}),
             m_repositories->source.git({"rev-parse", "main"}));
    fetching()->trigger();
    const QString sentence = "Count more: merged in source, open in gitops for less than two hours.";
    QTRY_COMPARE_WITH_TIMEOUT(told(), sentence, pairsPatience);
    // Half an hour later, in the background.
    mergeOnServer(m_repositories->gitops);
    m_window->findChild<widgets::PairsWatch *>()->findChild<QTimer *>()->setInterval(50);
    QTRY_COMPARE_WITH_TIMEOUT(told(), QString(), pairsPatience);
    QCOMPARE(m_repositories->gitops.git({"rev-parse", "origin/main"}),
             m_repositories->gitops.git({"rev-parse", "more"}));
}

void TestPairsWatch::keepsAClosedMessageClosed()
{
    mergeOnServer(m_repositories->gitops);
    m_repositories->gitops.git({"fetch", "--quiet"});
    // Fetched in a terminal: seen when the window asks git the next time.
    m_window->workspace()->refreshStatus();
    QTRY_VERIFY_WITH_TIMEOUT(told().startsWith("Count more: merged in gitops, open in source"), pairsPatience);
    for (auto *close : m_window->findChildren<QToolButton *>("closeMessage")) {
        if (close->isVisible())
            close->click();
    }
    QCOMPARE(told(), QString());
    QSignalSpy status(m_window->workspace(), &workspace::Workspace::statusChanged);
    m_window->workspace()->refreshStatus();
    QTRY_VERIFY_WITH_TIMEOUT(status.count() > 0, pairsPatience);
    m_window->workspace()->refreshStatus();
    QTRY_VERIFY_WITH_TIMEOUT(status.count() > 1, pairsPatience);
    QCOMPARE(told(), QString());
}

void TestPairsWatch::followsAChangeThatOthersMergeAndDeploy()
{
    const QString deployed = m_folder->filePath("deployed");
    QDir().mkpath(deployed);
    const auto deploy = [&](const QByteArray &text) {
        QFile file(deployed + "/a.yml");
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    };
    deploy(rules("1"));
    support::PrometheusServer server;
    support::PrometheusServer::Options options;
    options.configuration = "rule_files: ['" + deployed.toUtf8() + "/*.yml']\n";
    QVERIFY2(server.start(options), qPrintable(server.error()));
    prometheus::Endpoint endpoint;
    endpoint.name = "prod";
    endpoint.url = server.url().toStdString();
    m_window->endpoints()->setEndpoint(endpoint);
    m_window->actions()->action("show-follow")->trigger();
    const auto steps = [&] {
        const QTreeWidget *list = m_window->findChild<widgets::FollowView *>()->list();
        QStringList texts;
        for (int column = 1; list->topLevelItemCount() > 0 && column <= 5; ++column)
            texts += list->topLevelItem(0)->text(column);
        return texts;
    };
    // What the board looks at every few minutes, here as fast as it can.
    const auto seen = [&](const std::function<bool(const QStringList &)> &expected) {
        auto *monitor = m_window->findChild<widgets::DriftMonitor *>();
        if (!monitor->isChecking())
            monitor->checkNow();
        return expected(steps());
    };
    const auto openFrom = [](int first) {
        return [first](const QStringList &texts) {
            for (int step = 0; step < 5; ++step) {
                if (texts.size() != 5 || (texts[step] == "open") != (step >= first))
                    return false;
            }
            return true;
        };
    };
    QTRY_VERIFY2_WITH_TIMEOUT(seen(openFrom(1)), qPrintable(steps().join('|')), pairsPatience);
    fetching()->trigger();
    m_window->findChild<widgets::PairsWatch *>()->findChild<QTimer *>()->setInterval(500);
    mergeOnServer(m_repositories->source);
    mergeOnServer(m_repositories->gitops);
    QTRY_VERIFY2_WITH_TIMEOUT(seen(openFrom(2)), qPrintable(steps().join('|')), pairsPatience);
    deploy(m_repositories->gitops.git({"show", "origin/main:rules/a.yml"}).toUtf8() + '\n');
    QNetworkAccessManager network;
    const QNetworkReply *reply = network.post(QNetworkRequest(QUrl(server.url() + "/-/reload")), QByteArray());
    QTRY_VERIFY_WITH_TIMEOUT(reply->isFinished(), pairsPatience);
    QTRY_VERIFY2_WITH_TIMEOUT(seen(openFrom(5)), qPrintable(steps().join('|')), pairsPatience);
}

REGISTER_TEST(TestPairsWatch);

#include "tst_pairswatch.moc"
