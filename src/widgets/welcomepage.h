#pragma once

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QProgressBar;
class QPushButton;
class QVBoxLayout;
QT_END_NAMESPACE

namespace widgets {

/// What stands in the centre while nothing is open: open a folder, a recent workspace, or the demo.
class WelcomePage : public QWidget
{
    Q_OBJECT

public:
    explicit WelcomePage(QWidget *parent = nullptr);

    void setRecent(const QStringList &workspaces);
    void setError(const QString &text);
    /// Shows what is going on in place of the buttons; an empty text shows them again.
    void setBusy(const QString &text, int done = 0, int total = 0);

signals:
    void openFolderRequested();
    void openDemoRequested();
    void openRequested(const QString &path);

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();

    QLabel *m_title;
    QLabel *m_promise;
    QLabel *m_error;
    QPushButton *m_openFolder;
    QPushButton *m_openDemo;
    QLabel *m_recentTitle;
    QVBoxLayout *m_recent;
    QLabel *m_busyText;
    QProgressBar *m_progress;
};

} // namespace widgets
