#include "freshstart.h"
#include "support/registry.h"
#include "widgets/appearance.h"
#include "widgets/documentview.h"
#include "widgets/mainwindow.h"
#include "widgets/messagebar.h"
#include "widgets/problemspanel.h"
#include "widgets/rulestree.h"
#include "widgets/yamleditor.h"
#include "workspace/repositoryfiles.h"
#include "workspace/settings.h"

#include <atomic>
#include <thread>

#include <sys/stat.h>
#include <unistd.h>

#include <QElapsedTimer>
#include <QFile>
#include <QLabel>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

namespace {

constexpr int longest = 60'000;

QByteArray aliasBomb()
{
    QByteArray text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 12; ++i) {
        const QByteArray before = QByteArray::number(i - 1);
        const QByteArray now = QByteArray::number(i);
        text += "a" + now + ": &a" + now + " [" + QByteArray("*a" + before + ", ").repeated(9) + "*a" + before + "]\n";
    }
    return text + "groups: *a11\n";
}

QByteArray ruleFile(const QByteArray &name)
{
    return "groups:\n- name: g\n  rules:\n  - alert: " + name + "\n    expr: up == 0\n";
}

} // namespace

/// Files that would freeze or fill another editor, opened in the real window: alone, and in a folder with a good one.
class TestHostileFiles : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void reportsInTheFile_data();
    void reportsInTheFile();
    void refusesToOpen_data();
    void refusesToOpen();
    void refusesWhatCannotBeRead();
    void refusesAFileThatChanges();
    void leavesTheGoodOnesOfAFolder();

private:
    [[nodiscard]] QString path(const char *name) const { return m_folder->filePath(name); }
    void write(const char *name, const QByteArray &bytes) const
    {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    }
    void open(const QString &what)
    {
        m_window->openPath(what);
        QTRY_VERIFY_WITH_TIMEOUT(m_opened || !welcomeError().isEmpty(), longest);
    }
    [[nodiscard]] QString welcomeError() const { return m_window->findChild<QLabel *>("welcomeError")->text(); }
    [[nodiscard]] QString said() const { return welcomeError() + m_window->messages()->text(); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<widgets::Appearance> m_appearance;
    std::unique_ptr<widgets::MainWindow> m_window;
    bool m_opened = false;
};

void TestHostileFiles::init()
{
    startFresh();
    m_folder = std::make_unique<QTemporaryDir>();
    m_appearance = std::make_unique<widgets::Appearance>();
    m_appearance->setLanguage("en");
    m_window = std::make_unique<widgets::MainWindow>(m_appearance.get());
    m_opened = false;
    connect(m_window->workspace(), &workspace::Workspace::opened, this, [this] { m_opened = true; });
    m_window->show();
}

void TestHostileFiles::cleanup()
{
    m_window.reset();
    m_appearance.reset();
}

void TestHostileFiles::reportsInTheFile_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("problem");
    QTest::newRow("alias bomb") << aliasBomb() << "Aliases repeat too much";
    QTest::newRow("10 000 flow levels") << QByteArray("groups: " + QByteArray(10'000, '[')) << "nested too deeply";
    QByteArray deep = "groups:\n";
    for (int i = 0; i < 10'000; ++i)
        deep += "- ";
    QTest::newRow("10 000 block levels") << deep << "nested too deeply";
    QTest::newRow("invalid UTF-8") << ruleFile("A\xFF") << "UTF-8";
    QTest::newRow("self-reference") << QByteArray("groups: &a [*a]\n") << "contains itself";
    QTest::newRow("expression of 10 000 levels")
        << QByteArray("groups:\n- name: g\n  rules:\n  - alert: A\n    expr: " + QByteArray(10'000, '(') + "up\n")
        << "nested too deeply";
}

void TestHostileFiles::reportsInTheFile()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, problem);
    write("rules.yaml", bytes);
    open(path("rules.yaml"));
    widgets::DocumentView *view = m_window->currentView();
    QVERIFY(view);
    QTRY_VERIFY_WITH_TIMEOUT(view->document()->rulesVersion() == view->document()->version(), longest);
    QString texts;
    for (const base::Diagnostic &each : view->document()->rules()->diagnostics())
        texts += QString::fromStdString(each.text.english()) + '\n';
    QVERIFY2(texts.contains(problem), qPrintable(texts));
    QCOMPARE(QByteArray::fromStdString(view->document()->text()), bytes);
    // What is typed is taken in all the same.
    view->yaml()->insert("#");
    QTRY_VERIFY_WITH_TIMEOUT(view->document()->rulesVersion() == view->document()->version(), longest);
    view->undo();
    QCOMPARE(QByteArray::fromStdString(view->document()->text()), bytes);
}

void TestHostileFiles::refusesToOpen_data()
{
    QTest::addColumn<QString>("message");
    QTest::newRow("100 MB") << "larger than 64 MB";
    QTest::newRow("binary") << "is not a text file";
    QTest::newRow("pipe") << "neither a file nor a folder";
    QTest::newRow("dangling link") << "There is no file or folder";
}

void TestHostileFiles::refusesToOpen()
{
    QFETCH(QString, message);
    const QString kind = QTest::currentDataTag();
    if (kind == "100 MB") {
        QFile file(path("rules.yaml"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.resize(100'000'000));
    } else if (kind == "binary") {
        write("rules.yaml", QByteArray("groups:\0\x01\x02", 10));
    } else if (kind == "pipe") {
        QCOMPARE(mkfifo(path("rules.yaml").toLocal8Bit().constData(), 0600), 0);
    } else {
        QVERIFY(QFile::link(path("missing.yaml"), path("rules.yaml")));
    }
    open(path("rules.yaml"));
    QVERIFY2(said().contains(message), qPrintable(said()));
    QVERIFY(!m_window->currentView());
}

void TestHostileFiles::refusesWhatCannotBeRead()
{
    if (geteuid() == 0)
        QSKIP("The administrator may read every file.");
    write("rules.yaml", ruleFile("A"));
    QVERIFY(QFile::setPermissions(path("rules.yaml"), {}));
    open(path("rules.yaml"));
    QVERIFY2(said().contains("cannot be read"), qPrintable(said()));
    QVERIFY(!m_window->currentView());
}

void TestHostileFiles::refusesAFileThatChanges()
{
    write("good.yaml", ruleFile("Good"));
    write("growing.txt", QByteArray(4'000'000, '#'));
    open(m_folder->path());
    std::atomic<bool> stop = false;
    std::jthread writer([&stop, name = path("growing.txt")] {
        QFile file(name);
        if (!file.open(QIODevice::Append | QIODevice::Unbuffered))
            return;
        while (!stop && file.size() < 60'000'000)
            file.write("#");
    });
    // An attempt that meets no write reads a whole file, which is right too.
    QElapsedTimer timer;
    timer.start();
    bool refused = false;
    while (!refused && timer.elapsed() < longest) {
        const auto document = workspace::Document::open(path("growing.txt"));
        refused = !document && document.error().text.english().find("changed while it was read") != std::string::npos;
    }
    stop = true;
    QVERIFY(refused);
    QVERIFY(m_window->currentView());
}

void TestHostileFiles::leavesTheGoodOnesOfAFolder()
{
    write("good.yaml", ruleFile("Good"));
    write("bomb.yaml", aliasBomb());
    write("deep.yaml", "groups: " + QByteArray(10'000, '{'));
    write("binary.yaml", QByteArray("groups:\0\x01\x02", 10));
    write("latin.yaml", ruleFile("A\xFF"));
    QCOMPARE(mkfifo(path("pipe.yaml").toLocal8Bit().constData(), 0600), 0);
    QFile large(path("large.yaml"));
    QVERIFY(large.open(QIODevice::WriteOnly) && large.resize(100'000'000));
    large.close();
    open(m_folder->path());
    QTreeWidget *tree = m_window->tree()->view();
    QCOMPARE(tree->findItems("Good", Qt::MatchExactly | Qt::MatchRecursive).size(), 1);
    QVERIFY(m_window->currentView());
    // What the window looks for mappings and differences in.
    const workspace::RepositoryFiles files = workspace::readRepositoryFiles(m_folder->path(), "source");
    QVERIFY(files.rules.contains("good.yaml"));
    QVERIFY(!files.repository.manifests.contains("pipe.yaml"));
}

REGISTER_TEST(TestHostileFiles);

#include "tst_hostilefiles.moc"
