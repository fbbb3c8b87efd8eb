#include "support/registry.h"
#include "unit/workspace/savefixture.h"
#include "widgets/savedialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTreeWidget>

using widgets::SaveDialog;

/// The dialog over real repositories.
class TestSaveDialog : public QObject
{
    Q_OBJECT

private slots:
    void settlesAConflict_data();
    void settlesAConflict();
    void writesNothingWhileAConflictIsOpen();
    void copiesAWholeFileWhenAsked();
    void bringsABranchUpToDate();
    void showsHooks();
    void catchesUpOnRequest();
};

namespace {

constexpr int patience = 20'000;

struct OpenDialog
{
    explicit OpenDialog(const SaveFixture &fixture)
        : dialog(
              fixture.workspace, [] { return std::vector<workspace::BufferedFile>(); }, nullptr)
    {
        dialog.open();
        child<QPlainTextEdit>("commitMessage")->setPlainText("Wait longer");
    }

    template <class Widget> [[nodiscard]] Widget *child(const char *name) const
    {
        return dialog.findChild<Widget *>(QString::fromLatin1(name));
    }

    [[nodiscard]] QTreeWidgetItem *file(const QString &repository, const QString &state) const
    {
        const auto *files = child<QTreeWidget>("saveFiles");
        for (int r = 0; r < files->topLevelItemCount(); ++r) {
            QTreeWidgetItem *root = files->topLevelItem(r);
            for (int f = 0; f < root->childCount(); ++f) {
                if (root->text(0).startsWith(repository) && root->child(f)->text(1) == state)
                    return root->child(f);
            }
        }
        return nullptr;
    }

    SaveDialog dialog;
};

/// Both sides changed the duration, and the source its expression too.
SaveFixture &conflicted(SaveFixture &fixture)
{
    fixture.gitops.commit("base/rules/a.yaml", fixture.twin("7m"));
    fixture.source.write("infra/rules/a.yaml", fixture.rules("10m").replace("up == 0", "up == 1"));
    return fixture;
}

} // namespace

void TestSaveDialog::settlesAConflict_data()
{
    QTest::addColumn<QString>("button");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("duration");
    QTest::newRow("source") << "takeSource" << QString() << QByteArray("10m");
    QTest::newRow("copy") << "keepCopy" << QString() << QByteArray("7m");
    QTest::newRow("own text") << "editConflict" << QString("8m") << QByteArray("8m");
}

void TestSaveDialog::settlesAConflict()
{
    QFETCH(QString, button);
    QFETCH(QString, text);
    QFETCH(QByteArray, duration);
    SaveFixture fixture;
    const OpenDialog open(conflicted(fixture));
    QTRY_VERIFY_WITH_TIMEOUT(open.file("gitops", "conflict"), patience);
    QVERIFY(!open.child<QPushButton>("saveToBothButton")->isEnabled());
    QCOMPARE(open.child<QTreeWidget>("conflicts")->topLevelItemCount(), 1);
    QCOMPARE(open.child<QTreeWidget>("conflicts")->topLevelItem(0)->text(0),
             QString::fromUtf8("groups › g › rules › Down › for"));
    open.child<QPushButton>(qPrintable(button))->click();
    if (!text.isEmpty()) {
        open.child<QPlainTextEdit>("ownText")->setPlainText(text);
        open.child<QPushButton>("useOwnText")->click();
    }
    QTRY_VERIFY_WITH_TIMEOUT(open.file("gitops", "changed"), patience);
    QTRY_VERIFY_WITH_TIMEOUT(open.child<QPushButton>("saveToBothButton")->isEnabled(), patience);
    const QSignalSpy saved(&open.dialog, &SaveDialog::saved);
    open.child<QPushButton>("saveToBothButton")->click();
    QTRY_COMPARE_WITH_TIMEOUT(saved.size(), 1, patience);
    QCOMPARE(fixture.gitops.read("base/rules/a.yaml"), fixture.twin(duration).replace("up == 0", "up == 1"));
    QVERIFY(fixture.gitops.changes().isEmpty());
}

void TestSaveDialog::writesNothingWhileAConflictIsOpen()
{
    SaveFixture fixture;
    const OpenDialog open(conflicted(fixture));
    QTRY_VERIFY_WITH_TIMEOUT(open.file("gitops", "conflict"), patience);
    QVERIFY(open.child<QLabel>("saveProblems")->text().contains("nothing is written before"));
    const QString before = fixture.source.head() + fixture.gitops.head();
    QTest::keyClick(open.child<QPlainTextEdit>("commitMessage"), Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(fixture.source.head() + fixture.gitops.head(), before);
    QCOMPARE(fixture.gitops.read("base/rules/a.yaml"), fixture.twin("7m"));
}

void TestSaveDialog::copiesAWholeFileWhenAsked()
{
    SaveFixture fixture;
    const OpenDialog open(conflicted(fixture));
    QTRY_VERIFY_WITH_TIMEOUT(open.file("gitops", "conflict"), patience);
    auto *how = open.child<QComboBox>("howCopyChanges");
    const int whole = how->findData(static_cast<int>(workspace::TwinChoice::Kind::CopySource));
    how->setCurrentIndex(whole);
    emit how->activated(whole);
    QTRY_VERIFY_WITH_TIMEOUT(open.file("gitops", "changed"), patience);
    const auto labels = open.dialog.findChild<QWidget *>("conflictPanel")->findChildren<QLabel *>();
    QVERIFY(std::ranges::any_of(labels, [](const QLabel *label) { return label->text().contains("cluster: prod"); }));
    QTRY_VERIFY_WITH_TIMEOUT(open.child<QPushButton>("saveToBothButton")->isEnabled(), patience);
    const QSignalSpy saved(&open.dialog, &SaveDialog::saved);
    open.child<QPushButton>("saveToBothButton")->click();
    QTRY_COMPARE_WITH_TIMEOUT(saved.size(), 1, patience);
    QCOMPARE(fixture.gitops.read("base/rules/a.yaml"), fixture.source.read("infra/rules/a.yaml"));
}

void TestSaveDialog::bringsABranchUpToDate()
{
    SaveFixture fixture;
    const QString bare = fixture.folder.filePath("remote.git");
    fixture.gitops.git({"init", "--quiet", "--bare", "--initial-branch=main", bare});
    fixture.gitops.git({"remote", "add", "origin", bare});
    fixture.gitops.commit("x", "1");
    fixture.gitops.git({"push", "--quiet", "-u", "origin", "main"});
    const QString upstream = fixture.gitops.head();
    fixture.gitops.git({"reset", "--quiet", "--hard", "HEAD~1"});
    fixture.source.write("infra/rules/a.yaml", fixture.rules("10m"));
    const OpenDialog open(fixture);
    auto *update = open.child<QPushButton>("bringUpToDate");
    QTRY_VERIFY_WITH_TIMEOUT(update->isVisible() && update->isEnabled(), patience);
    QVERIFY(!open.child<QPushButton>("saveToBothButton")->isEnabled());
    update->click();
    QTRY_VERIFY_WITH_TIMEOUT(open.child<QPushButton>("saveToBothButton")->isEnabled(), patience);
    QCOMPARE(fixture.gitops.head(), upstream);
    QVERIFY(!update->isVisible());
}

void TestSaveDialog::showsHooks()
{
    SaveFixture fixture;
    fixture.gitops.hook("pre-commit", "exit 0\n");
    fixture.source.write("infra/rules/a.yaml", fixture.rules("10m"));
    const OpenDialog open(fixture);
    QTRY_VERIFY_WITH_TIMEOUT(open.file("gitops", "changed"), patience);
    const QTreeWidgetItem *root = open.file("gitops", "changed")->parent();
    QCOMPARE(root->child(root->childCount() - 1)->text(0), QString("Hook that runs: pre-commit"));
}

void TestSaveDialog::catchesUpOnRequest()
{
    SaveFixture fixture;
    fixture.source.commit("infra/rules/a.yaml", fixture.rules("10m"));
    const OpenDialog open(fixture);
    QTRY_VERIFY_WITH_TIMEOUT(open.file("gitops", "behind"), patience);
    QVERIFY(!open.child<QPushButton>("saveToBothButton")->isEnabled());
    auto *catchUp = open.child<QCheckBox>("catchUp");
    QTRY_VERIFY_WITH_TIMEOUT(catchUp->isVisible() && catchUp->isEnabled(), patience);
    QVERIFY(open.child<QLabel>("notTransferred")->text().startsWith(fixture.source.head().left(7)));
    catchUp->click();
    QTRY_VERIFY_WITH_TIMEOUT(open.file("gitops", "changed"), patience);
    QTRY_VERIFY_WITH_TIMEOUT(open.child<QPushButton>("saveToBothButton")->isEnabled(), patience);
    // What was chosen can be taken back.
    QTRY_VERIFY_WITH_TIMEOUT(catchUp->isVisible() && catchUp->isChecked(), patience);
    const QSignalSpy saved(&open.dialog, &SaveDialog::saved);
    open.child<QPushButton>("saveToBothButton")->click();
    QTRY_COMPARE_WITH_TIMEOUT(saved.size(), 1, patience);
    QCOMPARE(fixture.gitops.read("base/rules/a.yaml"), fixture.twin("10m"));
}

REGISTER_TEST(TestSaveDialog);

#include "tst_savedialog.moc"
