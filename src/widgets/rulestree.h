#pragma once

#include "rules/ruledocument.h"
#include "widgets/rulebadges.h"

#include <QTimer>
#include <QWidget>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

QT_BEGIN_NAMESPACE
class QLabel;
class QLineEdit;
class QTreeWidget;
class QTreeWidgetItem;
QT_END_NAMESPACE

namespace workspace {
struct RuleFile;
class Workspace;
} // namespace workspace

namespace widgets {

/// Repositories → files → groups → rules, with a filter.
class RulesTree : public QWidget
{
    Q_OBJECT

public:
    explicit RulesTree(workspace::Workspace *workspace, QWidget *parent = nullptr);

    void selectRule(const rules::RuleRef &ref);
    /// All of them, the first one as the current item.
    void selectRules(const std::vector<rules::RuleRef> &refs);
    [[nodiscard]] std::optional<rules::RuleRef> selectedRule() const;
    /// All chosen rules, those of chosen groups included, in the order of the tree.
    [[nodiscard]] std::vector<rules::RuleRef> selectedRules() const;
    /// The current item's group, when it is a group.
    [[nodiscard]] std::optional<rules::RuleRef> selectedGroup() const;
    /// The first byte of what is switched off, when that is the current item.
    [[nodiscard]] std::optional<std::size_t> selectedDisabled() const;
    /// The file of the selected item, empty for a repository.
    [[nodiscard]] QString selectedFile() const;
    [[nodiscard]] QTreeWidget *view() const { return m_tree; }
    void focusFilter();
    /// What is said beside the rules' names; rules without one lose theirs.
    void setBadges(RuleBadges badges);

signals:
    void ruleSelected(const rules::RuleRef &ref);
    /// Its index says nothing.
    void groupSelected(const rules::RuleRef &group);
    void ruleActivated(const rules::RuleRef &ref);
    void fileActivated(const QString &path);
    void contextMenuRequested(const QPoint &globalPosition);
    /// The chosen rules were dragged to a place: before the rule of `at`.
    void rulesDropped(const std::vector<rules::RuleRef> &refs, const rules::RuleRef &at, bool copy);
    /// A group was dragged before another one, or behind it.
    void groupDropped(const rules::RuleRef &group, const rules::RuleRef &target, bool behind, bool copy);

protected:
    void changeEvent(QEvent *event) override;

private:
    void rebuild();
    /// What is chosen in the tree.
    struct Choice
    {
        std::optional<rules::RuleRef> rule;
        std::optional<rules::RuleRef> group;
        QString file;
        /// Ids of rules.
        std::vector<std::string> chosen;
    };
    /// What the items of a file were made of.
    struct Shown
    {
        QString path;
        std::size_t root = 0;
        bool twin = false;
        std::shared_ptr<const rules::RuleDocument> rules;
        /// The rules with errors, counted over the file.
        std::set<std::size_t> broken;
    };

    /// Takes the files that came, went or changed, so many at once that the window stays responsive; false when the
    /// tree has to be made anew.
    [[nodiscard]] bool showsChanges();
    /// Whether the file's items show the file but for its rules' expressions: typing must not cost new items.
    [[nodiscard]] bool showsSame(Shown &shown, const workspace::RuleFile &file);
    [[nodiscard]] Choice choice() const;
    void choose(const Choice &choice);
    void setCurrent(QTreeWidgetItem *item);
    void chooseAll(const std::vector<std::string> &ids);
    void removeFile(QTreeWidgetItem *item);
    void showExpressions(const rules::RuleDocument &before, const rules::RuleDocument &now);
    [[nodiscard]] bool isOpen(const QString &key) const;
    /// Closes the files once there are too many rules to read them all.
    void closeWhenLarge();
    /// Shows what fits the filter; of many files the rest follows while the window goes on.
    void applyFilter();
    void filterOn();
    void retranslate();
    void addFile(QTreeWidgetItem *parent, int row, const workspace::RuleFile &file,
                 const std::set<std::size_t> &broken);
    void addDisabled(QTreeWidgetItem *fileItem, const rules::RuleDocument &document,
                     const std::map<std::string, QTreeWidgetItem *> &groups);
    void showBadge(const std::string &id, QTreeWidgetItem *item) const;
    void takeDrop(QTreeWidgetItem *target, bool behind, bool copy);

    workspace::Workspace *m_workspace;
    QLineEdit *m_filter;
    QTreeWidget *m_tree;
    QLabel *m_empty;
    std::map<std::string, QTreeWidgetItem *> m_rules;
    std::map<const QTreeWidgetItem *, rules::RuleRef> m_ruleRefs;
    std::map<QTreeWidgetItem *, rules::RuleRef> m_groupRefs;
    RuleBadges m_badges;
    std::vector<Shown> m_shown;
    QStringList m_shownRoots;
    /// What somebody has closed and opened: small trees are open at first, large ones closed.
    std::set<QString> m_collapsed;
    std::set<QString> m_opened;
    bool m_large = false;
    /// Not all files have items yet: the next ones come with this timer, and the rule that is wanted meanwhile is
    /// chosen when it comes.
    bool m_catchesUp = false;
    QTimer m_next;
    std::optional<rules::RuleRef> m_wanted;
    /// The next file to filter, whether one of its repository fits so far, and what goes on with it.
    int m_filterRoot = 0;
    int m_filterFile = 0;
    bool m_filterFound = false;
    QTimer m_filterNext;
    bool m_filling = false;
};

} // namespace widgets
