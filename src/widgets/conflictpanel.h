#pragma once

#include "workspace/saveplan.h"

#include <QWidget>

#include <array>
#include <optional>
#include <vector>

QT_BEGIN_NAMESPACE
class QCheckBox;
class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QTreeWidget;
QT_END_NAMESPACE

namespace widgets {

/// How one copy takes the source's edit: as an edit, with its conflicts settled one by one over three columns, or as a
/// whole file. Emits what the person chooses; shows what it is given.
class ConflictPanel : public QWidget
{
    Q_OBJECT

public:
    explicit ConflictPanel(QWidget *parent = nullptr);

    struct Copy
    {
        /// Absolute.
        QString path;
        /// All conflicts that were found in it, settled or not, in the order of the file.
        std::vector<yaml::TwinConflict> conflicts;
        workspace::TwinChoice choice;
        /// What a whole-file copy removes; empty when that is not chosen.
        std::vector<std::string> losesLines;
        /// The copy may become the source file as a whole.
        bool copyable = true;
        /// Where the edit begins; nothing for a copy without a past.
        std::optional<workspace::TwinHistory> history = {};
    };
    void setCopy(Copy copy);

signals:
    void chosen(const QString &path, const workspace::TwinChoice &choice);

protected:
    void changeEvent(QEvent *event) override;

private:
    void fill();
    void showConflict();
    void decide(yaml::TwinDecision::Choice choice);
    void edit(const QString &text);
    void useText();
    void showHistory();
    void retranslate();
    [[nodiscard]] const yaml::TwinConflict *current() const;
    [[nodiscard]] QString decisionText(const yaml::TwinConflict &conflict) const;

    Copy m_copy;
    QLabel *m_howLabel;
    QComboBox *m_how;
    QLabel *m_past;
    QCheckBox *m_catchUp;
    QLabel *m_missing;
    QTreeWidget *m_list;
    QWidget *m_columns;
    std::array<QLabel *, 3> m_titles;
    std::array<QPlainTextEdit *, 3> m_texts;
    QWidget *m_buttons;
    QPushButton *m_takeSource;
    QPushButton *m_keepCopy;
    QPushButton *m_editText;
    QLabel *m_ownLabel;
    QPlainTextEdit *m_own;
    QPushButton *m_useOwn;
    bool m_filling = false;
};

} // namespace widgets
