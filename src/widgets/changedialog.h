#pragma once

#include "base/textedit.h"
#include "rules/ruledocument.h"

#include <QDialog>

#include <map>
#include <memory>
#include <optional>
#include <vector>

QT_BEGIN_NAMESPACE
class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QTimer;
QT_END_NAMESPACE

namespace workspace {
class Workspace;
}

namespace widgets {

class DiffView;
class PlacesList;

/// Changes of several files at once, shown before they are made. One of three: find and replace, the rename of a
/// recording rule, a field of chosen rules. It changes nothing itself.
class ChangeDialog : public QDialog
{
    Q_OBJECT

public:
    enum class Task { Replace, Rename, SetField };
    /// Edits of one file, against its text as it is open or on disk.
    struct FileChange
    {
        QString path;
        base::TextEdits edits;
    };

    ChangeDialog(Task task, workspace::Workspace *workspace, QWidget *parent);

    /// For Rename: the recording rule's name. For Replace: what to begin with.
    void setSearch(const QString &text);
    /// For SetField.
    void setRules(std::vector<rules::RuleRef> refs);

signals:
    void changesChosen(const std::vector<FileChange> &changes);
    void placeActivated(const QString &path, base::ByteRange range);

private:
    struct Found;

    void makeRows();
    void retranslate();
    void update();
    void findChanges(Found &found) const;
    void findInTexts(Found &found) const;
    void findByField(Found &found) const;
    void findRename(Found &found) const;
    void findFields(Found &found) const;
    /// Shows before and after of the file that the current place stands in.
    void showDifference();
    [[nodiscard]] std::shared_ptr<const rules::RuleDocument> rulesOf(const QString &path) const;
    [[nodiscard]] std::optional<std::string> newValue() const;

    Task m_task;
    workspace::Workspace *m_workspace;
    std::vector<rules::RuleRef> m_rules;
    std::vector<FileChange> m_changes;
    /// What the files hold at the time of an update.
    mutable std::map<QString, std::shared_ptr<const rules::RuleDocument>> m_documents;
    QFormLayout *m_rows = nullptr;
    QComboBox *m_mode = nullptr;
    QComboBox *m_field = nullptr;
    QLineEdit *m_search = nullptr;
    QLineEdit *m_value = nullptr;
    QCheckBox *m_matchCase = nullptr;
    QCheckBox *m_wholeWords = nullptr;
    QCheckBox *m_remove = nullptr;
    PlacesList *m_places = nullptr;
    DiffView *m_difference = nullptr;
    QLabel *m_status = nullptr;
    QPushButton *m_apply = nullptr;
    QTimer *m_timer = nullptr;
};

} // namespace widgets
