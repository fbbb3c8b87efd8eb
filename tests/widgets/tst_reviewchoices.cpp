#include "fileswindow.h"
#include "freshstart.h"
#include "support/prometheusserver.h"
#include "support/registry.h"
#include "widgets/actions.h"
#include "widgets/appearance.h"
#include "widgets/codeeditor.h"
#include "widgets/documentview.h"
#include "widgets/mainwindow.h"
#include "widgets/revieweditor.h"
#include "widgets/reviewpage.h"
#include "workspace/document.h"

#include <QAction>
#include <QDateTime>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

namespace {

QByteArray ruleOf(const char *alert, const char *metric)
{
    return QByteArray("  - alert: ") + alert + "\n    expr: sum by (pod) (" + metric +
           ") > 10\n    labels:\n      severity: warning\n";
}

QByteArray groupOf(const QByteArray &rules)
{
    return "groups:\n- name: queues\n  interval: 1m\n  rules:\n" + rules;
}

/// With the review in sight.
struct ChoosingWindow : FilesWindow
{
    explicit ChoosingWindow(const std::vector<std::pair<QString, QByteArray>> &files)
        : FilesWindow(files), review(window.review())
    {
        window.resize(1280, 800);
        window.actions()->action("show-review")->trigger();
    }
    [[nodiscard]] bool isReady() const
    {
        return review->families()->topLevelItemCount() > 0 && button("reviewAccept")->isEnabled();
    }
    [[nodiscard]] QPushButton *button(const char *name) const { return review->findChild<QPushButton *>(name); }
    [[nodiscard]] QTreeWidgetItem *family(const QString &name) const
    {
        return review->families()->findItems(name, Qt::MatchStartsWith | Qt::MatchRecursive).value(0);
    }
    [[nodiscard]] QAction *action(const char *id) const { return window.actions()->action(id); }

    widgets::ReviewPage *review;
};

} // namespace

/// What a person decides about proposals, in the real window.
class TestReviewChoices : public QObject
{
    Q_OBJECT

private slots:
    void init() { startFresh(); }
    void takesAllFilesBackInOneStep();
    void takesRejectionsBack();
    void usesWhatIsTyped();
    void keepsVerdictsOfOtherFamilies();
};

void TestReviewChoices::takesAllFilesBackInOneStep()
{
    ChoosingWindow of({{"a.yml", groupOf(ruleOf("QueueLong", "acme_shop_queue_length"))},
                       {"b.yml", groupOf(ruleOf("QueueLong", "acme_stock_queue_length") + ruleOf("Other", "x"))}});
    QTRY_VERIFY(of.isReady());
    QVERIFY(!of.action("undo")->isEnabled());
    of.button("reviewAccept")->click();
    const QByteArray a = of.text("a.yml");
    const QByteArray b = of.text("b.yml");
    QVERIFY(a.contains("record: pod:acme_queue_length:sum"));
    QVERIFY(!b.contains("QueueLong"));
    const auto isBack = [&] {
        return of.text("a.yml").contains("acme_shop_queue_length)") && !of.text("a.yml").contains("record") &&
               of.text("b.yml").contains("acme_stock_queue_length") && of.window.reviewLines().isEmpty();
    };
    // Before the review itself.
    QVERIFY(of.review->isVisible() && of.action("undo")->isEnabled() && !of.action("redo")->isEnabled());
    of.action("undo")->trigger();
    QVERIFY(isBack());
    QTRY_VERIFY(of.action("redo")->isEnabled());
    of.action("redo")->trigger();
    QCOMPARE(of.text("a.yml"), a);
    QCOMPARE(of.text("b.yml"), b);
    QCOMPARE(of.window.reviewLines().size(), 1);
    // In one of the files.
    for (const workspace::RuleFile &file : of.window.workspace()->files()) {
        if (file.path.endsWith("b.yml"))
            of.window.showRule(file.rules->refOf(file.rules->groups()[0], 0));
    }
    QVERIFY(of.window.currentView() && of.window.currentView()->document()->path().endsWith("b.yml"));
    of.action("undo")->trigger();
    QVERIFY(isBack());
    of.action("redo")->trigger();
    QCOMPARE(of.text("a.yml"), a);
    QCOMPARE(of.text("b.yml"), b);
    // A file that was changed since keeps its step.
    workspace::Document *changed = of.window.workspace()->openDocument(of.folder.filePath("a.yml"));
    QVERIFY(changed->apply({{{0, 0}, "# mine\n"}}));
    of.action("undo")->trigger();
    QVERIFY(of.text("b.yml").contains("acme_stock_queue_length"));
    QCOMPARE(of.text("a.yml"), "# mine\n" + a);
}

void TestReviewChoices::takesRejectionsBack()
{
    ChoosingWindow of({{"a.yml", groupOf(ruleOf("QueueLong", "acme_shop_queue_length") +
                                         ruleOf("QueueLong", "acme_stock_queue_length"))}});
    QTRY_VERIFY(of.isReady());
    const auto reject = [&](const char *reason) {
        of.button("reviewReject")->click();
        auto *line = of.review->findChild<QLineEdit *>("reviewReason");
        line->clear();
        QTest::keyClicks(line, reason);
        QTest::keyClick(line, Qt::Key_Return);
    };
    reject("they are paged apart");
    QCOMPARE(of.family("QueueLong")->text(1), QString("rejected"));
    QCOMPARE(of.review->findChild<QLabel *>("reviewVerdict")->text(), QString("Rejected: they are paged apart"));
    QCOMPARE(of.window.reviewLines(), QStringList{"QueueLong: rejected (Exactly the members). they are paged apart"});
    of.button("reviewReject")->click();
    QCOMPARE(of.family("QueueLong")->text(1), QString());
    QCOMPARE(of.window.reviewLines(), QStringList());
    // Who changes their mind has not rejected it.
    reject("not today");
    of.button("reviewAccept")->click();
    QCOMPARE(of.window.reviewLines().size(), 1);
    QVERIFY2(of.window.reviewLines()[0].startsWith("QueueLong: 2 rule(s) became one."),
             qPrintable(of.window.reviewLines()[0]));
}

void TestReviewChoices::usesWhatIsTyped()
{
    ChoosingWindow of(
        {{"a.yml",
          groupOf(ruleOf("QueueLong", "acme_shop_queue_length") + ruleOf("QueueLong", "acme_stock_queue_length") +
                  ruleOf("CacheCold", "acme_shop_misses") + ruleOf("CacheCold", "acme_stock_misses"))}});
    QTRY_VERIFY(of.isReady());
    of.review->families()->setCurrentItem(of.family("QueueLong"));
    auto *editor = of.review->findChild<widgets::ReviewEditor *>();
    auto *views = of.review->findChild<QTabWidget *>("reviewViews");
    const auto type = [&](const std::string &from, const std::string &to) {
        views->setCurrentWidget(editor);
        widgets::CodeEditor *code = editor->editor();
        const std::size_t at = code->bytes().find(from);
        QVERIFY(at != std::string::npos);
        code->SendScintilla(QsciScintillaBase::SCI_SETSEL, at, long(at + from.size()));
        code->SendScintilla(QsciScintillaBase::SCI_REPLACESEL, 0UL, to.c_str());
    };
    type("> 10", "> > 12");
    views->setCurrentIndex(0);
    const QByteArray before = of.text("a.yml");
    of.button("reviewAccept")->click();
    QCOMPARE(of.text("a.yml"), before);
    QCOMPARE(views->currentWidget(), editor);
    QVERIFY(!editor->findChild<QLabel *>("reviewEditorProblem")->text().isEmpty());
    // What was typed is there when the family is looked at again.
    of.review->families()->setCurrentItem(of.family("CacheCold"));
    QVERIFY(editor->editor()->bytes().find("> > 12") == std::string::npos);
    of.review->families()->setCurrentItem(of.family("QueueLong"));
    QVERIFY(editor->editor()->bytes().find("> > 12") != std::string::npos);
    type("> > 12", "> 11");
    QVERIFY(editor->isPending() && editor->apply());
    QVERIFY(!editor->isPending());
    type("> 11", "> 12");
    of.button("reviewAccept")->click();
    QVERIFY2(of.text("a.yml").contains("> 12"), of.text("a.yml"));
    QCOMPARE(of.text("a.yml").count("QueueLong"), 1);
}

void TestReviewChoices::keepsVerdictsOfOtherFamilies()
{
    const qint64 end = QDateTime::currentSecsSinceEpoch() / 60 * 60 - 60;
    QByteArray history;
    for (const char *name : {"shop", "stock"}) {
        for (const char *what : {"queue_length", "misses"}) {
            const QByteArray metric = QByteArray("acme_") + name + '_' + what;
            history += "# TYPE " + metric + " gauge\n";
            for (qint64 time = end - 3600; time <= end; time += 60)
                history += metric + "{pod=\"" + name + "-1\"} " + QByteArray::number(3 + time / 60 % 5) + ' ' +
                           QByteArray::number(time) + '\n';
        }
    }
    support::PrometheusServer server;
    support::PrometheusServer::Options options;
    options.openMetrics = {history + "# EOF\n"};
    QVERIFY2(server.start(options), qPrintable(server.error()));
    prometheus::Endpoint endpoint;
    endpoint.url = server.url().toStdString();
    prometheus::Client client(endpoint);
    ChoosingWindow of(
        {{"a.yml",
          groupOf(ruleOf("QueueLong", "acme_shop_queue_length") + ruleOf("QueueLong", "acme_stock_queue_length"))},
         {"b.yml", groupOf(ruleOf("CacheCold", "acme_shop_misses") + ruleOf("CacheCold", "acme_stock_misses"))}});
    of.review->setClient(&client);
    QTRY_VERIFY(of.isReady());
    of.review->families()->setCurrentItem(of.family("QueueLong"));
    of.button("reviewCompare")->click();
    QTRY_COMPARE_WITH_TIMEOUT(of.family("QueueLong")->text(1), QString("same"), 30000);
    of.review->families()->setCurrentItem(of.family("CacheCold"));
    QTRY_VERIFY_WITH_TIMEOUT(of.button("reviewAccept")->isEnabled(), 30000);
    of.button("reviewAccept")->click();
    QVERIFY(of.text("b.yml").contains("record"));
    // Nothing of what was compared has changed.
    QTRY_VERIFY(!of.family("CacheCold") && of.family("QueueLong") && of.button("reviewAccept")->isEnabled());
    QCOMPARE(of.family("QueueLong")->text(1), QString("same"));
    // A member that changes takes its verdict along.
    workspace::Document *document = of.window.workspace()->openDocument(of.folder.filePath("a.yml"));
    if (!document) {
        of.window.showRule(
            of.window.workspace()->files()[0].rules->refOf(of.window.workspace()->files()[0].rules->groups()[0], 0));
        document = of.window.workspace()->openDocument(of.folder.filePath("a.yml"));
        of.window.actions()->action("show-review")->trigger();
    }
    QVERIFY(document);
    const std::size_t at = document->text().find("interval: 1m");
    QVERIFY(document->apply({{{at, at + 12}, "interval: 2m"}}));
    QTRY_VERIFY(of.isReady() && of.family("QueueLong") && of.family("QueueLong")->text(1) != QString("same"));
    of.review->setClient(nullptr);
}

REGISTER_TEST(TestReviewChoices);
#include "tst_reviewchoices.moc"
