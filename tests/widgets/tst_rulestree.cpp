#include "support/registry.h"
#include "widgets/rulesdelegate.h"
#include "widgets/rulestree.h"
#include "workspace/workspace.h"

#include <QFile>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

namespace {

QByteArray fileOf(const QByteArray &group, const QList<QByteArray> &names)
{
    QByteArray text = "groups:\n- name: " + group + "\n  rules:\n";
    for (const QByteArray &name : names)
        text += "  - alert: " + name + "\n    expr: up == 0\n";
    return text;
}

QStringList namesBelow(const QTreeWidgetItem *item)
{
    QStringList names;
    for (int i = 0; i < item->childCount(); ++i)
        names << item->child(i)->text(0);
    return names;
}

} // namespace

class TestRulesTree : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void changesOnlyWhatChanged();
    void keepsTheChoice();
    void opensLargeWorkspacesClosed();
    void keepsBadges();
    void filtersManyFiles();

private:
    void write(const QString &name, const QByteArray &text) const;
    [[nodiscard]] QTreeWidgetItem *file(int index) const { return m_tree->view()->topLevelItem(0)->child(index); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<workspace::Scheduler> m_scheduler;
    std::unique_ptr<workspace::Workspace> m_workspace;
    std::unique_ptr<widgets::RulesTree> m_tree;
};

void TestRulesTree::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_scheduler = std::make_unique<workspace::Scheduler>(0);
    m_workspace = std::make_unique<workspace::Workspace>(*m_scheduler);
    m_tree = std::make_unique<widgets::RulesTree>(m_workspace.get());
}

void TestRulesTree::cleanup()
{
    m_tree.reset();
    m_workspace.reset();
    m_scheduler.reset();
}

void TestRulesTree::write(const QString &name, const QByteArray &text) const
{
    QFile out(m_folder->filePath(name));
    QVERIFY(out.open(QIODevice::WriteOnly));
    out.write(text);
}

void TestRulesTree::changesOnlyWhatChanged()
{
    write("a.yml", fileOf("g", {"A1", "A2"}));
    write("c.yml", fileOf("g", {"C1"}));
    m_workspace->open(m_folder->path());
    QTreeWidgetItem *root = m_tree->view()->topLevelItem(0);
    QCOMPARE(namesBelow(root), QStringList({"a.yml", "c.yml"}));
    const QTreeWidgetItem *a = file(0);
    const QTreeWidgetItem *c = file(1);
    QVERIFY(a->isExpanded() && a->child(0)->isExpanded());

    // A file that comes stands in its place, the others stay what they are.
    write("b.yml", fileOf("g", {"B1"}));
    m_workspace->refresh();
    QCOMPARE(m_tree->view()->topLevelItem(0), root);
    QCOMPARE(namesBelow(root), QStringList({"a.yml", "b.yml", "c.yml"}));
    QCOMPARE(file(0), a);
    QCOMPARE(file(2), c);
    QVERIFY(file(1)->isExpanded() && file(1)->child(0)->isExpanded());

    write("a.yml", fileOf("g", {"A1", "Other", "A2"}));
    m_workspace->refresh();
    QCOMPARE(namesBelow(file(0)->child(0)), QStringList({"A1", "Other", "A2"}));
    QCOMPARE(file(2), c);

    QVERIFY(QFile::remove(m_folder->filePath("b.yml")));
    m_workspace->refresh();
    QCOMPARE(namesBelow(root), QStringList({"a.yml", "c.yml"}));
    QCOMPARE(file(1), c);
    QVERIFY(!m_tree->selectedRule());
    m_tree->selectRule(m_workspace->files()[0].rules->refOf(m_workspace->files()[0].rules->groups()[0], 2));
    QCOMPARE(m_tree->view()->currentItem()->text(0), QString("A2"));

    QVERIFY(QFile::remove(m_folder->filePath("a.yml")) && QFile::remove(m_folder->filePath("c.yml")));
    m_workspace->refresh();
    QVERIFY(!m_tree->view()->isVisibleTo(m_tree.get()));
}

void TestRulesTree::keepsTheChoice()
{
    write("a.yml", fileOf("g", {"A1", "A2", "A3"}));
    write("b.yml", fileOf("g", {"B1", "B2"}));
    m_workspace->open(m_folder->path());
    QSignalSpy selected(m_tree.get(), &widgets::RulesTree::ruleSelected);
    QTreeWidget *view = m_tree->view();
    const auto group = [this](int index) { return file(index)->child(0); };
    view->setCurrentItem(group(1)->child(1));
    QCOMPARE(selected.size(), 1);
    // In the file that changes.
    write("b.yml", fileOf("g", {"B1", "B2", "B3"}));
    m_workspace->refresh();
    QCOMPARE(view->currentItem(), group(1)->child(1));
    QCOMPARE(view->currentItem()->text(0), QString("B2"));
    // In another one.
    const QTreeWidgetItem *kept = group(0)->child(0);
    view->setCurrentItem(group(0)->child(0));
    group(0)->child(1)->setSelected(true);
    QCOMPARE(m_tree->selectedRules().size(), std::size_t(2));
    const auto before = selected.size();
    write("b.yml", fileOf("g", {"B1"}));
    m_workspace->refresh();
    QCOMPARE(view->currentItem(), kept);
    QCOMPARE(m_tree->selectedRules().size(), std::size_t(2));
    write("a.yml", fileOf("g", {"A1", "A2", "New"}));
    m_workspace->refresh();
    QCOMPARE(view->currentItem()->text(0), QString("A1"));
    QCOMPARE(m_tree->selectedRules().size(), std::size_t(2));
    // Nobody has chosen anything.
    QCOMPARE(selected.size(), before);
    // The filter holds for what comes.
    m_tree->findChild<QLineEdit *>("rulesFilter")->setText("A2");
    write("a.yml", fileOf("g", {"A1", "A2", "Newer"}));
    m_workspace->refresh();
    QVERIFY(!group(0)->child(1)->isHidden());
    QVERIFY(group(0)->child(2)->isHidden());
}

void TestRulesTree::opensLargeWorkspacesClosed()
{
    QList<QByteArray> many;
    for (int i = 0; i < 1500; ++i)
        many << "A" + QByteArray::number(i);
    write("a.yml", fileOf("g", many));
    m_workspace->open(m_folder->path());
    QVERIFY(file(0)->isExpanded());
    write("b.yml", fileOf("g", many));
    m_workspace->refresh();
    QVERIFY(!file(0)->isExpanded() && !file(1)->isExpanded());
    QVERIFY(m_tree->view()->topLevelItem(0)->isExpanded());
    // What is opened stays open, with its groups.
    file(1)->setExpanded(true);
    QVERIFY(file(1)->child(0)->isExpanded());
    many << "Another";
    write("b.yml", fileOf("g", many));
    m_workspace->refresh();
    QVERIFY(!file(0)->isExpanded() && file(1)->isExpanded());
    // A rule that is chosen elsewhere is shown.
    m_tree->selectRule(m_workspace->files()[0].rules->refOf(m_workspace->files()[0].rules->groups()[0], 700));
    QVERIFY(file(0)->isExpanded());

    // All of them come anew, a file after the other, and what is chosen meanwhile is chosen.
    QEvent language(QEvent::LanguageChange);
    QCoreApplication::sendEvent(m_tree.get(), &language);
    QCOMPARE(m_tree->view()->topLevelItem(0)->childCount(), 1);
    m_tree->selectRule(m_workspace->files()[1].rules->refOf(m_workspace->files()[1].rules->groups()[0], 1500));
    QTRY_COMPARE_WITH_TIMEOUT(m_tree->view()->topLevelItem(0)->childCount(), 2, 30000);
    QCOMPARE(m_tree->view()->currentItem()->text(0), QString("Another"));
}

void TestRulesTree::filtersManyFiles()
{
    const QList<QByteArray> names(400, "Some");
    for (int i = 0; i < 60; ++i)
        write(QString("f%1.yml").arg(i, 2, 10, QChar('0')),
              fileOf("g", names + QList<QByteArray>{"Last" + QByteArray::number(i)}));
    m_workspace->open(m_folder->path());
    QTRY_COMPARE(m_tree->view()->topLevelItem(0)->childCount(), 60);
    auto *filter = m_tree->findChild<QLineEdit *>("rulesFilter");
    const auto visible = [this] {
        QStringList shown;
        const QTreeWidgetItem *root = m_tree->view()->topLevelItem(0);
        for (int i = 0; i < root->childCount(); ++i) {
            if (!root->child(i)->isHidden())
                shown << root->child(i)->text(0);
        }
        return shown;
    };
    filter->setText("Last59");
    QTRY_COMPARE(visible(), QStringList("f59.yml"));
    QVERIFY(file(59)->child(0)->child(0)->isHidden());
    QVERIFY(!file(59)->child(0)->child(400)->isHidden());
    // What is typed next, and a file that comes meanwhile, are not lost between two steps.
    filter->setText("Last1");
    filter->clear();
    write("f60.yml", fileOf("g", {"New"}));
    m_workspace->refresh();
    QTRY_COMPARE(visible().size(), 61);
    QVERIFY(!file(10)->child(0)->child(0)->isHidden());
    filter->setText("nothing like it");
    QTRY_VERIFY(m_tree->view()->topLevelItem(0)->isHidden());
}

void TestRulesTree::keepsBadges()
{
    write("a.yml", fileOf("g", {"A1", "A2"}));
    m_workspace->open(m_folder->path());
    const auto badge = [this](int rule) {
        return file(0)->child(0)->child(rule)->data(0, widgets::RulesDelegate::CountRole).toString();
    };
    const std::string second = "rule:" + m_folder->filePath("a.yml").toStdString() + ":0::g:1";
    m_tree->setBadges({{second, {"firing", "It is firing at prod now.", widgets::RuleBadge::Tone::Critical}}});
    QCOMPARE(badge(0), QString());
    QCOMPARE(badge(1), QString("firing"));
    // New items have it too.
    write("a.yml", fileOf("g", {"A0", "A2", "A3"}));
    m_workspace->refresh();
    QCOMPARE(namesBelow(file(0)->child(0)), QStringList({"A0", "A2", "A3"}));
    QCOMPARE(badge(1), QString("firing"));
    m_tree->setBadges({});
    QCOMPARE(badge(1), QString());
}

REGISTER_TEST(TestRulesTree);
#include "tst_rulestree.moc"
