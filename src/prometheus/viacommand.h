#pragma once

#include <QObject>
#include <QString>
#include <QStringList>
#include <QTimer>
#include <QUrl>

QT_BEGIN_NAMESPACE
class QProcess;
class QTcpSocket;
QT_END_NAMESPACE

namespace prometheus {

/// A command that makes an endpoint reachable, like `kubectl port-forward` or `ssh -L`: starts it, waits until the
/// endpoint's port answers, starts it again when it ends or stops answering, and ends it with this object (with its
/// children, and also when the application dies). No shell reads the command. GUI thread.
class ViaCommand : public QObject
{
    Q_OBJECT

public:
    enum class State { Starting, Ready, Waiting };

    /// The program and its arguments; `url` is the endpoint's own.
    ViaCommand(const QStringList &command, const QUrl &url, QObject *parent = nullptr);
    ~ViaCommand() override;

    /// Where the command runs; this process's own folder unless set.
    void setFolder(const QString &folder) { m_folder = folder; }
    void start();
    [[nodiscard]] State state() const { return m_state; }
    /// What the command wrote to its standard error last; empty when nothing.
    [[nodiscard]] QString lastWords() const { return m_lastWords; }
    /// 0 when it does not run.
    [[nodiscard]] qint64 processId() const;

signals:
    void stateChanged();

private:
    void launch();
    void ended();
    void probe();
    void answered(bool open);
    void endProcess();
    void enter(State state);

    QStringList m_command;
    QUrl m_url;
    QString m_folder;
    QProcess *m_process = nullptr;
    QTcpSocket *m_socket = nullptr;
    QTimer m_probe;
    QTimer m_patience;
    QTimer m_restart;
    State m_state = State::Starting;
    QString m_lastWords;
    int m_failures = 0;
    int m_restarts = 0;
};

} // namespace prometheus
