#include "freshstart.h"
#include "support/registry.h"
#include "unit/workspace/repositories.h"
#include "widgets/actions.h"
#include "widgets/appearance.h"
#include "widgets/deliveryboard.h"
#include "widgets/driftpage.h"
#include "widgets/mainwindow.h"
#include "widgets/messagebar.h"
#include "widgets/savedialog.h"
#include "workspace/demofiles.h"
#include "workspace/settings.h"

#include <QDockWidget>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

/// The window on the demo's two repositories, which hold every fault that the pages are for.
class TestDriftPage : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void showsDifferences();
    void tellsSinceWhichCommit();
    void takesTheSourcesSide();
    void registersAManifest();
    void retiresACopy();
    void checksAgainWhenAFileChanges();
    void showsTheDeliveryBoard();
    void offersMappings();

private:
    [[nodiscard]] QTreeWidgetItem *row(QTreeWidget *list, const QString &text) const;
    [[nodiscard]] widgets::SaveDialog *dialog() const { return m_window->findChild<widgets::SaveDialog *>(); }
    void commitDialog();

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<widgets::Appearance> m_appearance;
    std::unique_ptr<widgets::MainWindow> m_window;
};

void TestDriftPage::init()
{
    startFresh();
    m_folder = std::make_unique<QTemporaryDir>();
    const auto repositories = workspace::demoRepositories();
    QVERIFY(repositories.ok());
    for (const workspace::DemoRepository &repository : *repositories) {
        const QString folder = m_folder->filePath(repository.folder);
        const TestRepository git(folder);
        QVERIFY(workspace::writeDemoFiles(repository, repository.commits.back(), folder, "http://127.0.0.1:1").ok());
        git.git({"add", "-A"});
        git.git({"commit", "--quiet", "-m", "Begin"});
    }
    m_appearance = std::make_unique<widgets::Appearance>();
    m_appearance->setLanguage("en");
    m_window = std::make_unique<widgets::MainWindow>(m_appearance.get(), 0);
    m_window->show();
    m_window->openPath(m_folder->filePath("algosu"));
    m_window->actions()->action("show-drift")->trigger();
    QTRY_VERIFY(m_window->drift()->count() > 0);
}

void TestDriftPage::cleanup()
{
    m_window.reset();
    m_appearance.reset();
}

QTreeWidgetItem *TestDriftPage::row(QTreeWidget *list, const QString &text) const
{
    const auto found = list->findItems(text, Qt::MatchContains | Qt::MatchRecursive);
    return found.isEmpty() ? nullptr : found.first();
}

void TestDriftPage::commitDialog()
{
    QTRY_VERIFY(dialog());
    auto *save = dialog()->findChild<QPushButton *>("saveToBothButton");
    QTRY_VERIFY(save->isEnabled());
    const QSignalSpy saved(dialog(), &widgets::SaveDialog::saved);
    save->click();
    QTRY_COMPARE(saved.count(), 1);
}

void TestDriftPage::showsDifferences()
{
    QCOMPARE(m_window->drift()->count(), 6);
    auto *tabs = m_window->findChild<QTabWidget *>("tabs");
    QCOMPARE(tabs->tabText(tabs->indexOf(m_window->drift())), QString("Drift 6"));
    const QTreeWidgetItem *rule = row(m_window->drift()->list(), "CircuitBreakerOpen");
    QVERIFY(rule);
    QCOMPARE(rule->text(0), QString("CircuitBreakerOpen · expr"));
    QCOMPARE(rule->text(1), QString("… == 2"));
    QCOMPARE(rule->text(2), QString("… == 1"));
    const QTreeWidgetItem *alerting = row(m_window->drift()->list(), "alerting");
    QVERIFY(alerting);
    QCOMPARE(alerting->text(0), QString("prometheus.yml › alerting"));
    QCOMPARE(alerting->text(2), QString("absent"));
}

void TestDriftPage::tellsSinceWhichCommit()
{
    const TestRepository gitops = TestRepository::existing(m_folder->filePath("platform-gitops"));
    m_window->drift()->list()->setCurrentItem(row(m_window->drift()->list(), "CircuitBreakerOpen"));
    auto *detail = m_window->drift()->findChild<QLabel *>("driftDetail");
    QTRY_VERIFY2(detail->text().contains("since " + gitops.head().left(7)), qPrintable(detail->text()));
    QVERIFY(detail->text().contains("Begin"));
}

void TestDriftPage::takesTheSourcesSide()
{
    const TestRepository gitops = TestRepository::existing(m_folder->filePath("platform-gitops"));
    const TestRepository source = TestRepository::existing(m_folder->filePath("algosu"));
    const QString sourceHead = source.head();
    const QString file = "platform/base/monitoring/prometheus-rules.yaml";
    const QByteArray before = gitops.read(file);
    m_window->drift()->list()->setCurrentItem(row(m_window->drift()->list(), "CircuitBreakerOpen"));
    m_window->drift()->findChild<QPushButton *>("takeSource")->click();
    commitDialog();
    QCOMPARE(gitops.read(file), QByteArray(before).replace("breaker_state == 1", "breaker_state == 2"));
    QVERIFY(gitops.changes().isEmpty());
    QCOMPARE(source.head(), sourceHead);
    QTRY_COMPARE(m_window->drift()->count(), 5);
    QVERIFY(!row(m_window->drift()->list(), "CircuitBreakerOpen"));
}

void TestDriftPage::registersAManifest()
{
    const TestRepository gitops = TestRepository::existing(m_folder->filePath("platform-gitops"));
    const QString file = "platform/base/monitoring/kustomization.yaml";
    const QByteArray before = gitops.read(file);
    m_window->drift()->list()->setCurrentItem(row(m_window->drift()->list(), "alertmanager.yaml"));
    m_window->drift()->findChild<QPushButton *>("takeSource")->click();
    commitDialog();
    QCOMPARE(gitops.read(file), before + "  - alertmanager.yaml\n");
}

void TestDriftPage::retiresACopy()
{
    const TestRepository gitops = TestRepository::existing(m_folder->filePath("platform-gitops"));
    m_window->drift()->list()->setCurrentItem(row(m_window->drift()->list(), "CircuitBreakerOpen"));
    m_window->drift()->findChild<QPushButton *>("retireCopy")->click();
    commitDialog();
    QCOMPARE(gitops.read("platform/base/monitoring/prometheus-rules.yaml"), QByteArray("(missing)"));
    QVERIFY(!gitops.read("platform/base/monitoring/kustomization.yaml").contains("prometheus-rules.yaml"));
    QVERIFY(gitops.changes().isEmpty());
}

void TestDriftPage::checksAgainWhenAFileChanges()
{
    const TestRepository gitops = TestRepository::existing(m_folder->filePath("platform-gitops"));
    const QString file = "platform/base/monitoring/prometheus-rules.yaml";
    gitops.write(file, gitops.read(file).replace("breaker_state == 1", "breaker_state == 2"));
    QTRY_COMPARE_WITH_TIMEOUT(m_window->drift()->count(), 5, 20000);
}

void TestDriftPage::showsTheDeliveryBoard()
{
    m_window->actions()->action("show-delivery")->trigger();
    auto *board = m_window->findChild<widgets::DeliveryBoard *>();
    QTRY_VERIFY(board->count() > 0);
    QTreeWidgetItem *nowhere = row(board->list(), "it has no alerting section");
    QVERIFY(nowhere);
    board->list()->setCurrentItem(nowhere);
    board->findChild<QPushButton *>("fixDelivery")->click();
    commitDialog();
    QTRY_VERIFY(!row(board->list(), "it has no alerting section"));
}

void TestDriftPage::offersMappings()
{
    const QString workspaceFile = m_folder->filePath("algosu/rulewright.yaml");
    QVERIFY(QFile::remove(workspaceFile));
    m_window->openPath(m_folder->filePath("algosu"));
    QTRY_VERIFY2(m_window->messages()->text().contains("../platform-gitops looks like"),
                 qPrintable(m_window->messages()->text()));
    // What would be written, and what speaks for it.
    const QString offer = m_window->messages()->text();
    QVERIFY2(offer.contains(QString::fromUtf8("infra/k3s/monitoring/ → ")) && offer.contains("ConfigMap "),
             qPrintable(offer));
    QPushButton *write = nullptr;
    for (QPushButton *button : m_window->messages()->findChildren<QPushButton *>()) {
        if (button->text() == "Write rulewright.yaml")
            write = button;
    }
    QVERIFY(write);
    write->click();
    QTRY_VERIFY(QFile::exists(workspaceFile));
    const auto file = workspace::readWorkspaceFile(workspaceFile);
    QVERIFY(file.ok());
    QCOMPARE(file->mappings.size(), std::size_t(2));
    QCOMPARE(file->gitops, m_folder->filePath("platform-gitops"));
}

REGISTER_TEST(TestDriftPage);

#include "tst_driftpage.moc"
