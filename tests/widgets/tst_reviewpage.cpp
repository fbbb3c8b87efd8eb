#include "support/prometheusserver.h"
#include "support/registry.h"
#include "widgets/actions.h"
#include "widgets/appearance.h"
#include "widgets/documentview.h"
#include "widgets/endpointpicker.h"
#include "widgets/mainwindow.h"
#include "widgets/reviewpage.h"
#include "workspace/document.h"

#include <QDateTime>
#include <QFile>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

namespace {

const QByteArray copies = R"(groups:
- name: queues
  interval: 1m
  rules:
  # The shop's.
  - alert: QueueLong
    expr: sum by (pod) (acme_shop_queue_length) > 10
    labels:
      severity: warning
  # The warehouse's.
  - alert: QueueLong
    expr: sum by (pod) (acme_stock_queue_length) > 10
    labels:
      severity: warning
  - alert: DiskFull
    expr: disk_free_ratio < 0.1
)";

/// One series for each queue, one of which is long for a while.
QByteArray history(qint64 end)
{
    QByteArray text;
    for (const char *name : {"shop", "stock"}) {
        text += QByteArray("# TYPE acme_") + name + "_queue_length gauge\n";
        for (qint64 time = end - 3600; time <= end; time += 60) {
            const bool isLong = QByteArray(name) == "shop" && time > end - 1800 && time < end - 900;
            text += QByteArray("acme_") + name + "_queue_length{pod=\"" + name + "-1\"} " + (isLong ? "20 " : "3 ") +
                    QByteArray::number(time) + '\n';
        }
    }
    return text + "# EOF\n";
}

} // namespace

class TestReviewPage : public QObject
{
    Q_OBJECT

private slots:
    void showsFamiliesAndAcceptsOne();
    void comparesOverTheEndpointsHistory();
};

void TestReviewPage::showsFamiliesAndAcceptsOne()
{
    QTemporaryDir folder;
    QFile file(folder.filePath("rules.yml"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(copies);
    file.close();
    widgets::Appearance appearance;
    widgets::MainWindow window(&appearance, 0);
    window.openPath(file.fileName());
    window.show();
    QTRY_COMPARE(window.workspace()->files().size(), std::size_t(1));
    window.actions()->action("show-review")->trigger();
    widgets::ReviewPage *review = window.review();
    QTRY_VERIFY(review->isVisible());
    QTreeWidget *families = review->families();
    QTRY_COMPARE(families->topLevelItemCount(), 1);
    QVERIFY(families->topLevelItem(0)->child(0)->text(0).startsWith("QueueLong (2"));
    QVERIFY(!review->currentProof());
    auto *accept = review->findChild<QPushButton *>("reviewAccept");
    QVERIFY(accept && accept->isEnabled());
    QTest::keyClick(accept, Qt::Key_Space);

    workspace::Document *document = window.workspace()->openDocument(file.fileName());
    QVERIFY(document);
    const QByteArray after = QByteArray::fromStdString(document->text());
    QCOMPARE(after.count("alert: QueueLong"), 1);
    QVERIFY(after.contains("record: pod:acme_queue_length:value"));
    QVERIFY(after.contains("# The shop's.\n  # The warehouse's.\n"));
    QVERIFY(document->isModified());
    // One step takes it back.
    QTRY_COMPARE(families->topLevelItemCount(), 0);
    window.showRule(window.workspace()->files()[0].rules->refOf(window.workspace()->files()[0].rules->groups()[0], 0));
    QVERIFY(window.currentView());
    window.currentView()->undo();
    QCOMPARE(QByteArray::fromStdString(document->text()), copies);
}

void TestReviewPage::comparesOverTheEndpointsHistory()
{
    const qint64 end = QDateTime::currentSecsSinceEpoch() / 60 * 60 - 60;
    support::PrometheusServer server;
    support::PrometheusServer::Options options;
    options.openMetrics = {history(end)};
    QVERIFY2(server.start(options), qPrintable(server.error()));
    QTemporaryDir folder;
    QFile file(folder.filePath("rules.yml"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(copies);
    file.close();
    widgets::Appearance appearance;
    widgets::MainWindow window(&appearance, 0);
    window.openPath(file.fileName());
    window.resize(1280, 800);
    window.show();
    QTRY_COMPARE(window.workspace()->files().size(), std::size_t(1));
    window.actions()->action("show-review")->trigger();
    widgets::ReviewPage *review = window.review();
    QTRY_COMPARE(review->families()->topLevelItemCount(), 1);
    prometheus::Endpoint endpoint;
    endpoint.url = server.url().toStdString();
    prometheus::Client client(endpoint);
    review->setClient(&client);
    auto *compare = review->findChild<QPushButton *>("reviewCompare");
    QVERIFY(compare && compare->isEnabled());
    QTest::keyClick(compare, Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(review->currentProof(), 30000);
    QCOMPARE(review->currentProof()->verdict, consolidation::Verdict::Same);
    QCOMPARE(*review->currentProof()->firedBefore, std::size_t(1));
    QTRY_COMPARE(review->families()->topLevelItem(0)->child(0)->text(1), QString("same"));
    if (qEnvironmentVariableIsSet("REVIEW_PICTURE")) {
        QTest::qWait(300);
        window.grab().save(qEnvironmentVariable("REVIEW_PICTURE"));
    }
    review->setClient(nullptr);
}

REGISTER_TEST(TestReviewPage);
#include "tst_reviewpage.moc"
