#include "support/prometheusserver.h"
#include "support/registry.h"
#include "widgets/actions.h"
#include "widgets/appearance.h"
#include "widgets/bandstrip.h"
#include "widgets/codeeditor.h"
#include "widgets/coretext.h"
#include "widgets/dependencyview.h"
#include "widgets/documentview.h"
#include "widgets/endpointpicker.h"
#include "widgets/mainwindow.h"
#include "widgets/revieweditor.h"
#include "widgets/reviewincidents.h"
#include "widgets/reviewpage.h"
#include "widgets/theme.h"
#include "workspace/document.h"

#include <QCheckBox>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>
#include <QXmlStreamReader>

#include <functional>

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
    void showsBothGraphsInOnePicture();
    void takesEditedRules();
    void keepsTheReasonOfARejection();
    void forgetsWhatIsUndone();
    void saysWhatRoutesChange();
    void offersWhatElseCanBeBetter();
    void saysVerdictsInKorean();
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
    QVERIFY(families->topLevelItem(0)->child(0)->text(0).startsWith("QueueLong (2 → 2)"));
    QVERIFY(!review->currentProof());
    auto *accept = review->findChild<QPushButton *>("reviewAccept");
    QTRY_VERIFY(accept && accept->isEnabled());
    QTest::keyClick(accept, Qt::Key_Space);

    workspace::Document *document = window.workspace()->openDocument(file.fileName());
    QVERIFY(document);
    const QByteArray after = QByteArray::fromStdString(document->text());
    QCOMPARE(after.count("alert: QueueLong"), 1);
    QVERIFY(after.contains("record: pod:acme_queue_length:sum"));
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
    QTRY_VERIFY(compare && compare->isEnabled());
    QTest::keyClick(compare, Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(review->currentProof(), 30000);
    QCOMPARE(review->currentProof()->verdict, consolidation::Verdict::Same);
    QCOMPARE(*review->currentProof()->firedBefore, std::size_t(1));
    QTRY_COMPARE(review->families()->topLevelItem(0)->child(0)->text(1), QString("same"));
    auto *verdict = review->findChild<QLabel *>("reviewVerdict");
    const auto color = [&] { return verdict->palette().color(QPalette::WindowText); };
    QTRY_COMPARE(color(), widgets::Theme::current().fine);
    // The verdict keeps its meaning in another theme.
    appearance.setTheme(workspace::Preferences::ThemeChoice::Dark);
    QTRY_COMPARE(color(), widgets::Theme::darkTheme().fine);
    appearance.setTheme(workspace::Preferences::ThemeChoice::System);

    // An incident that somebody marks: one firing caught it before and after.
    auto *incidents = review->findChild<widgets::ReviewIncidents *>();
    QVERIFY(incidents && !incidents->report());
    incidents->mark({(end - 1500) * 1000, (end - 1200) * 1000, "shop", consolidation::Incident::Kind::Marked});
    QCOMPARE(incidents->report()->before, (consolidation::IncidentScore{1, 0, 0}));
    QCOMPARE(incidents->report()->after, (consolidation::IncidentScore{1, 0, 0}));
    QVERIFY(review->findChild<QLabel *>("reviewIncidentSummary")->text().startsWith("Before: 1 caught"));

    // The same stretch, drawn over the bands of one alert.
    auto *bands = review->findChild<QTreeWidget *>("reviewBands");
    auto *strip = qobject_cast<widgets::BandStrip *>(bands->itemWidget(bands->topLevelItem(0), 3));
    QVERIFY(strip);
    const std::size_t known = incidents->incidents().size();
    strip->resize(400, strip->height());
    QTest::mousePress(strip, Qt::LeftButton, {}, {100, 8});
    QTest::mouseMove(strip, {140, 8});
    QTest::mouseRelease(strip, Qt::LeftButton, {}, {180, 8});
    QCOMPARE(incidents->incidents().size(), known + 1);

    // What is meant to differ is never the same; incidents judge it. Otherwise it is to be compared again.
    auto *meant = review->findChild<QCheckBox *>("reviewMeant");
    QVERIFY(meant && meant->isEnabled() && !meant->isChecked());
    meant->click();
    QCOMPARE(review->currentProof()->verdict, consolidation::Verdict::CannotTell);
    QVERIFY(review->currentProof()->doubt == consolidation::Proof::Doubt::Meant);
    QVERIFY(incidents->isVisible() && incidents->report());
    QTest::keyClick(compare, Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(compare->isEnabled() && meant->isEnabled() && review->currentProof(), 30000);
    QCOMPARE(review->currentProof()->verdict, consolidation::Verdict::CannotTell);
    meant->click();
    QVERIFY(!meant->isChecked() && !review->currentProof());
    QTest::keyClick(compare, Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(review->currentProof(), 30000);
    QCOMPARE(review->currentProof()->verdict, consolidation::Verdict::Same);
    QTRY_VERIFY_WITH_TIMEOUT(meant->isEnabled(), 30000);

    // The test names the rule file, and promtool passes it once the proposal is in there.
    const QString test = folder.filePath("queues_test.yaml");
    QSignalSpy exported(review, &widgets::ReviewPage::exported);
    auto *exportTest = review->findChild<QPushButton *>("reviewExportTest");
    QVERIFY(exportTest && exportTest->isEnabled());
    review->exportTest(test);
    QTRY_COMPARE_WITH_TIMEOUT(exported.count(), 1, 30000);
    QCOMPARE(QDir(folder.path()).entryList({"*.y*ml"}), (QStringList{"queues_test.yaml", "rules.yml"}));
    // The new file may have been seen: then it was searched again, and the verdict has stayed.
    auto *accept = review->findChild<QPushButton *>("reviewAccept");
    QTRY_VERIFY(accept->isEnabled() && review->currentProof());
    accept->click();
    workspace::Document *document = window.workspace()->openDocument(file.fileName());
    QVERIFY(document && document->isModified());
    const auto passes = [&] {
        QProcess process;
        process.start("promtool", {"test", "rules", test});
        process.waitForFinished();
        return process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    };
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray::fromStdString(document->text()));
    file.close();
    QVERIFY(passes());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray::fromStdString(document->text()).replace("> 10", "> 1000"));
    file.close();
    QVERIFY(!passes());
    review->setClient(nullptr);
}

namespace {

/// The window on a file of copies, with the review in sight.
struct ReviewWindow
{
    ReviewWindow() : window(&appearance, 0)
    {
        QFile file(folder.filePath("rules.yml"));
        if (!file.open(QIODevice::WriteOnly))
            return;
        file.write(copies);
        file.close();
        window.resize(1280, 800);
        window.openPath(file.fileName());
        window.show();
        window.actions()->action("show-review")->trigger();
        review = window.review();
    }
    [[nodiscard]] bool isReady() const
    {
        const auto *accept = review->findChild<QPushButton *>("reviewAccept");
        return review->families()->topLevelItemCount() == 1 && accept->isEnabled();
    }
    [[nodiscard]] QByteArray text() { return QByteArray::fromStdString(document()->text()); }
    [[nodiscard]] workspace::Document *document()
    {
        return window.workspace()->openDocument(folder.filePath("rules.yml"));
    }

    QTemporaryDir folder;
    widgets::Appearance appearance;
    widgets::MainWindow window;
    widgets::ReviewPage *review = nullptr;
};

} // namespace

void TestReviewPage::showsBothGraphsInOnePicture()
{
    ReviewWindow of;
    QTRY_VERIFY(of.isReady());
    auto *graph = of.review->findChild<widgets::DependencyView *>("reviewGraph");
    auto *views = of.review->findChild<QTabWidget *>("reviewViews");
    QVERIFY(graph && views);
    views->setCurrentWidget(graph);
    QTRY_VERIFY(graph->isComparing());
    QStringList names;
    for (const rules::GraphNode &node : graph->visibleGraph().nodes)
        names += QString::fromStdString(node.name);
    QVERIFY2(names.contains("pod:acme_queue_length:sum"), qPrintable(names.join(' ')));
    // Old and new alert, and nothing of the rest of the file.
    QVERIFY(names.count("QueueLong") >= 2);
    QVERIFY(!names.contains("DiskFull"));
    // The page decides what is compared.
    QVERIFY(!graph->findChild<QPushButton *>("closeComparison")->isVisibleTo(graph));
    QVERIFY(!graph->findChild<QToolButton *>("graphCompare")->isVisibleTo(graph));
}

void TestReviewPage::takesEditedRules()
{
    ReviewWindow of;
    QTRY_VERIFY(of.isReady());
    auto *editor = of.review->findChild<widgets::ReviewEditor *>();
    auto *problem = of.review->findChild<QLabel *>("reviewEditorProblem");
    QVERIFY(editor && problem);
    const std::string proposed = editor->editor()->bytes();
    QVERIFY(proposed.find("- record: pod:acme_queue_length:sum\n") != std::string::npos);
    const auto with = [&](const std::string &from, const std::string &to) {
        std::string text = proposed;
        const std::size_t at = text.find(from);
        return at == std::string::npos ? std::string() : text.replace(at, from.size(), to);
    };
    editor->editor()->setBytes(with("> 10", "> > 10"));
    editor->apply();
    QVERIFY2(problem->text().startsWith("Line "), qPrintable(problem->text()));
    editor->editor()->setBytes(with("- alert", "- record"));
    editor->apply();
    QVERIFY(!problem->text().isEmpty());
    editor->editor()->setBytes(with("> 10", "> 12"));
    editor->apply();
    QVERIFY(problem->text().isEmpty());
    // It stays when something else was looked at, until it is taken back.
    QTreeWidget *families = of.review->families();
    QTreeWidgetItem *family = families->currentItem();
    families->setCurrentItem(families->topLevelItem(0));
    families->setCurrentItem(family);
    QVERIFY(editor->editor()->bytes().find("> 12") != std::string::npos);
    of.review->findChild<QPushButton *>("reviewEditorReset")->click();
    QCOMPARE(editor->editor()->bytes(), proposed);
    editor->editor()->setBytes(with("> 10", "> 12"));
    editor->apply();
    of.review->findChild<QPushButton *>("reviewAccept")->click();
    QVERIFY2(of.text().contains("> 12"), of.text());
    QCOMPARE(of.text().count("alert: QueueLong"), 1);
}

void TestReviewPage::keepsTheReasonOfARejection()
{
    ReviewWindow of;
    QTRY_VERIFY(of.isReady());
    QSignalSpy rejected(of.review, &widgets::ReviewPage::rejected);
    of.review->findChild<QPushButton *>("reviewReject")->click();
    auto *reason = of.review->findChild<QLineEdit *>("reviewReason");
    QVERIFY(reason && reason->isVisible());
    QTest::keyClick(reason, Qt::Key_Return);
    QCOMPARE(rejected.count(), 0);
    QTest::keyClicks(reason, "the warehouse leaves next month");
    QTest::keyClick(reason, Qt::Key_Return);
    QCOMPARE(rejected.count(), 1);
    QCOMPARE(of.review->families()->topLevelItem(0)->child(0)->text(1), QString("rejected"));
    QCOMPARE(of.window.reviewLines(),
             QStringList{"QueueLong: rejected (Exactly the members). the warehouse leaves next month"});
    QCOMPARE(of.text(), copies);
}

void TestReviewPage::forgetsWhatIsUndone()
{
    ReviewWindow of;
    QTRY_VERIFY(of.isReady());
    of.review->findChild<QPushButton *>("reviewAccept")->click();
    QCOMPARE(of.window.reviewLines().size(), 1);
    QVERIFY2(of.window.reviewLines()[0].contains("Unproved: no endpoint was asked."),
             qPrintable(of.window.reviewLines()[0]));
    const workspace::RuleFile &file = of.window.workspace()->files()[0];
    of.window.showRule(file.rules->refOf(file.rules->groups()[0], 0));
    QVERIFY(of.window.currentView());
    of.window.currentView()->undo();
    QCOMPARE(of.text(), copies);
    QCOMPARE(of.window.reviewLines(), QStringList());
}

void TestReviewPage::saysWhatRoutesChange()
{
    ReviewWindow of;
    QTRY_VERIFY(of.isReady());
    QFile config(of.folder.filePath("alertmanager.yml"));
    QVERIFY(config.open(QIODevice::WriteOnly));
    config.write("route: {receiver: a, group_by: [alertname]}\nreceivers: [{name: a}]\n");
    config.close();
    of.review->setAlertmanager(config.fileName());
    auto *findings = of.review->findChild<QTreeWidget *>("reviewFindings");
    const auto says = [&](const QString &text) { return !findings->findItems(text, Qt::MatchStartsWith).isEmpty(); };
    QVERIFY(says("As far as the rules tell, Alertmanager treats the old and the new alerts alike"));
    QVERIFY(of.review->findChild<QLabel *>("reviewRoutes")->text().contains("alertmanager.yml"));
    QSignalSpy failed(of.review, &widgets::ReviewPage::failed);
    of.review->setAlertmanager(of.folder.filePath("rules.yml"));
    QCOMPARE(failed.count(), 1);
}

/// Readers, expressions that several rules compute and heap caps without an endpoint; migrations with what it answers.
void TestReviewPage::offersWhatElseCanBeBetter()
{
    const qint64 end = QDateTime::currentSecsSinceEpoch() / 60 * 60 - 60;
    QByteArray text = "# TYPE acme_shop_jobs counter\n";
    for (qint64 time = end - 3600; time <= end; time += 60)
        text += "acme_shop_jobs_total{pod=\"shop-1\"} " + QByteArray::number((time - end + 3600) / 600) + ' ' +
                QByteArray::number(time) + '\n';
    support::PrometheusServer server;
    support::PrometheusServer::Options options;
    options.openMetrics = {text + "# EOF\n"};
    QVERIFY2(server.start(options), qPrintable(server.error()));
    QTemporaryDir folder;
    const auto write = [&](const QString &name, const QByteArray &bytes) {
        QFile file(folder.filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
    };
    QVERIFY(write("rules.yml", copies + "  - alert: ShopFull\n    expr: sum by (pod) (acme_shop_queue_length) > 100\n"
                                        "  - alert: Drained\n    expr: max by (zone) (rate(drained_total[5m])) > 5\n"
                                        "  - alert: Stuck\n    expr: max by (zone) (rate(drained_total[5m])) < 1\n"
                                        "  - alert: JobsDone\n    expr: acme_shop_jobs_total > 0\n"));
    QVERIFY(write("shop.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\nspec:\n  template:\n"
                               "    spec:\n      containers:\n      - name: web\n        env:\n"
                               "        - {name: NODE_OPTIONS, value: --max-old-space-size=1024}\n"
                               "        resources: {limits: {memory: 512Mi}}\n"));
    widgets::Appearance appearance;
    widgets::MainWindow window(&appearance, 0);
    window.resize(1280, 800);
    window.openPath(folder.path());
    window.show();
    window.actions()->action("show-review")->trigger();
    widgets::ReviewPage *review = window.review();
    auto *accept = review->findChild<QPushButton *>("reviewAccept");
    const auto itemOf = [&](const QString &text) -> QTreeWidgetItem * {
        const auto found = review->families()->findItems(text, Qt::MatchStartsWith | Qt::MatchRecursive);
        return found.isEmpty() ? nullptr : found.front();
    };
    const auto bytesOf = [&](const char *name) {
        workspace::Document *document = window.workspace()->openDocument(folder.filePath(name));
        return document ? QByteArray::fromStdString(document->text()) : QByteArray();
    };
    // The reader is accepted with the family that records what it reads.
    QTRY_VERIFY(itemOf("ShopFull: can read") && accept->isEnabled());
    review->families()->setCurrentItem(itemOf("ShopFull: can read"));
    accept->click();
    QVERIFY2(bytesOf("rules.yml").contains("pod:acme_queue_length:sum{pod=\"shop\"} > 100"), bytesOf("rules.yml"));
    QCOMPARE(bytesOf("rules.yml").count("record: pod:acme_queue_length:sum"), 1);
    QCOMPARE(bytesOf("rules.yml").count("alert: QueueLong"), 1);
    QCOMPARE(window.reviewLines().size(), 1);
    QVERIFY2(window.reviewLines()[0].startsWith("ShopFull: Reading the recording rule. Unproved"),
             qPrintable(window.reviewLines()[0]));
    // One step takes both back.
    const workspace::RuleFile &file = window.workspace()->files()[0];
    window.showRule(file.rules->refOf(file.rules->groups()[0], 0));
    QVERIFY(window.currentView());
    window.currentView()->undo();
    QVERIFY(!bytesOf("rules.yml").contains("record:"));

    window.actions()->action("show-review")->trigger();
    QTRY_VERIFY(itemOf("zone:drained"));
    review->families()->setCurrentItem(itemOf("zone:drained"));
    QTRY_VERIFY(accept->isEnabled());
    accept->click();
    QCOMPARE(bytesOf("rules.yml").count("max by (zone) (rate(drained_total[5m]))"), 1);

    window.actions()->action("show-review")->trigger();
    QTRY_VERIFY(itemOf("web: heap cap"));
    review->families()->setCurrentItem(itemOf("web: heap cap"));
    QTRY_VERIFY(accept->isEnabled());
    QVERIFY(!review->findChild<QPushButton *>("reviewCompare")->isVisible());
    accept->click();
    QVERIFY2(bytesOf("shop.yaml").contains("--max-old-space-size=384"), bytesOf("shop.yaml"));

    // A counter has to be looked at before anything is proposed for it.
    window.actions()->action("show-review")->trigger();
    auto *verdict = review->findChild<QLabel *>("reviewVerdict");
    QTRY_VERIFY(itemOf("JobsDone: counter"));
    review->families()->setCurrentItem(itemOf("JobsDone: counter"));
    QVERIFY2(verdict->text().startsWith("What is proposed depends"), qPrintable(verdict->text()));
    QVERIFY(!accept->isVisible());
    prometheus::Endpoint endpoint;
    endpoint.url = server.url().toStdString();
    prometheus::Client client(endpoint);
    review->setClient(&client);
    QTRY_VERIFY_WITH_TIMEOUT(accept->isVisible() && accept->isEnabled(), 30000);
    auto *compare = review->findChild<QPushButton *>("reviewCompare");
    QVERIFY(compare->isVisible() && compare->isEnabled());
    compare->click();
    QTRY_VERIFY_WITH_TIMEOUT(review->currentProof(), 30000);
    QVERIFY(review->currentProof()->verdict != consolidation::Verdict::Same);
    // It is meant to differ: the incidents come to the front.
    QTRY_VERIFY(review->findChild<widgets::ReviewIncidents *>()->isVisible());
    accept->click();
    QVERIFY2(bytesOf("rules.yml").contains("expr: increase(acme_shop_jobs_total[5m]) > 0"), bytesOf("rules.yml"));
    review->setClient(nullptr);
}

namespace {

/// As translated() says it in Korean; the tests hold no compiled translations.
QString korean(const base::Text &text)
{
    QFile file(RULEWRIGHT_SOURCE_DIR "/translations/rulewright_ko.ts");
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QXmlStreamReader reader(&file);
    QString source;
    while (!reader.atEnd()) {
        reader.readNext();
        if (reader.isStartElement() && reader.name() == u"source")
            source = reader.readElementText();
        else if (reader.isStartElement() && reader.name() == u"translation" && source == QLatin1String(text.source))
            return widgets::withParticles(
                QString::fromStdString(base::fill(reader.readElementText().toStdString(), text.arguments)));
    }
    return {};
}

} // namespace

void TestReviewPage::saysVerdictsInKorean()
{
    using consolidation::Proof;
    using consolidation::Verdict;
    const auto sentence = [](Verdict verdict, const std::function<void(Proof &)> &set = {}) {
        Proof proof;
        proof.verdict = verdict;
        if (set)
            set(proof);
        return korean(proof.sentence());
    };
    QCOMPARE(sentence(Verdict::Same,
                      [](Proof &proof) {
                          proof.strength = "fired";
                          proof.ticks = 20160;
                          proof.firedBefore = 3;
                      }),
             QString("같음: 20,160개 평가 시점의 값이 모두 일치, firing 3회 일치"));
    QCOMPARE(sentence(Verdict::Same,
                      [](Proof &proof) {
                          proof.strength = "values";
                          proof.nearest = 2.1;
                          proof.threshold = 5;
                      }),
             QString("같음(firing 이력 없음): 값은 모두 일치, 최대 2.1(임계값 5)"));
    const auto included = [&](const char *name) {
        return sentence(Verdict::Wider, [&](Proof &proof) { proof.included = {name}; });
    };
    QCOMPARE(included("ai-analysis"), QString("넓어짐: ai-analysis가 새로 포함됨"));
    QCOMPARE(included("submission"), QString("넓어짐: submission이 새로 포함됨"));
    QCOMPARE(included("주문"), QString("넓어짐: 주문이 새로 포함됨"));
    QCOMPARE(included("결제"), QString("넓어짐: 결제가 새로 포함됨"));
    QCOMPARE(sentence(Verdict::Narrower,
                      [](Proof &proof) {
                          proof.lost = {"identity"};
                          proof.lostFirings = 2;
                      }),
             QString("좁아짐: identity의 firing 2회가 사라짐"));
    QCOMPARE(sentence(Verdict::Different), QString("다름"));
    QCOMPARE(sentence(Verdict::CannotTell,
                      [](Proof &proof) {
                          proof.silent = {"A"};
                          proof.nothingNew = true;
                      }),
             QString("판단 불가: 기존·변경 규칙 모두 데이터 없음"));
    QCOMPARE(sentence(Verdict::Unproved), QString("미검증: 엔드포인트에 연결하지 않음"));
}

REGISTER_TEST(TestReviewPage);
#include "tst_reviewpage.moc"
