#pragma once

#include "rules/ruledocument.h"

#include <QWidget>

#include <map>
#include <optional>
#include <set>

QT_BEGIN_NAMESPACE
class QLabel;
class QLineEdit;
class QTreeWidget;
class QTreeWidgetItem;
QT_END_NAMESPACE

namespace workspace {
class Workspace;
}

namespace widgets {

/// Repositories → files → groups → rules, with a filter.
class RulesTree : public QWidget
{
    Q_OBJECT

public:
    explicit RulesTree(workspace::Workspace *workspace, QWidget *parent = nullptr);

    void selectRule(const rules::RuleRef &ref);
    [[nodiscard]] std::optional<rules::RuleRef> selectedRule() const;
    /// The file of the selected item, empty for a repository.
    [[nodiscard]] QString selectedFile() const;
    [[nodiscard]] QTreeWidget *view() const { return m_tree; }
    void focusFilter();

signals:
    void ruleSelected(const rules::RuleRef &ref);
    void ruleActivated(const rules::RuleRef &ref);
    void fileActivated(const QString &path);
    void contextMenuRequested(const QPoint &globalPosition);

protected:
    void changeEvent(QEvent *event) override;

private:
    void rebuild();
    void applyFilter();
    void retranslate();
    void addFile(QTreeWidgetItem *parent, std::size_t index);

    workspace::Workspace *m_workspace;
    QLineEdit *m_filter;
    QTreeWidget *m_tree;
    QLabel *m_empty;
    std::map<std::string, QTreeWidgetItem *> m_rules;
    std::set<QString> m_collapsed;
    bool m_filling = false;
};

} // namespace widgets
