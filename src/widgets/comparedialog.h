#pragma once

#include "workspace/ruleversions.h"

#include <QDialog>

#include <optional>

QT_BEGIN_NAMESPACE
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
QT_END_NAMESPACE

namespace widgets {

/// Asks which two versions of the rules to compare: what is edited, the disk, a git revision, the GitOps copies, the
/// endpoint.
class CompareDialog : public QDialog
{
    Q_OBJECT

public:
    /// Nothing in `version`: what the endpoint has loaded.
    struct Side
    {
        std::optional<workspace::RuleVersion> version;
        QString title;
    };

    /// `endpoint` is empty where there is none.
    CompareDialog(bool hasGitOps, const QString &endpoint, QWidget *parent = nullptr);

    [[nodiscard]] Side before() const;
    [[nodiscard]] Side after() const;
    /// Why the versions that were chosen cannot be compared; the dialog stays open.
    void setProblem(const QString &problem);
    void setBusy(bool busy);

signals:
    /// Somebody wants to see the comparison; the dialog stays open until it can be shown.
    void compareRequested();

private:
    struct Chooser
    {
        QComboBox *kinds = nullptr;
        QLineEdit *revision = nullptr;
    };

    Chooser makeChooser(const char *name, bool hasGitOps, const QString &endpoint);
    [[nodiscard]] static Side chosen(const Chooser &chooser);
    void update();

    Chooser m_before;
    Chooser m_after;
    QLabel *m_problem;
    QPushButton *m_compare;
    bool m_busy = false;
};

} // namespace widgets
