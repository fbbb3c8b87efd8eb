#include "prometheus/viacommand.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <utility>

#include <QNetworkProxy>
#include <QProcess>
#include <QTcpSocket>

#include <sys/prctl.h>
#include <unistd.h>

namespace prometheus {

namespace {

using namespace std::chrono_literals;

/// While it starts, and afterwards.
constexpr auto quickProbe = 200ms;
constexpr auto slowProbe = 5s;
constexpr auto probePatience = 2s;
/// A tunnel that takes longer is started again.
constexpr int mostStartProbes = 150;
constexpr int mostFailures = 3;
constexpr int longestPause = 30;
constexpr auto killPause = 2s;

} // namespace

ViaCommand::ViaCommand(const QStringList &command, const QUrl &url, QObject *parent)
    : QObject(parent), m_command(command), m_url(url)
{
    m_probe.setSingleShot(true);
    m_patience.setSingleShot(true);
    m_patience.setInterval(probePatience);
    m_restart.setSingleShot(true);
    connect(&m_probe, &QTimer::timeout, this, &ViaCommand::probe);
    connect(&m_patience, &QTimer::timeout, this, [this] { answered(false); });
    connect(&m_restart, &QTimer::timeout, this, &ViaCommand::launch);
}

ViaCommand::~ViaCommand()
{
    endProcess();
}

qint64 ViaCommand::processId() const
{
    return m_process ? m_process->processId() : 0;
}

void ViaCommand::start()
{
    m_restarts = 0;
    launch();
}

void ViaCommand::launch()
{
    endProcess();
    m_failures = 0;
    enter(State::Starting);
    QStringList words = m_command;
    if (words.isEmpty())
        return;
    m_process = new QProcess(this);
    m_process->setProgram(words.takeFirst());
    m_process->setArguments(words);
    m_process->setWorkingDirectory(m_folder);
    m_process->setStandardInputFile(QProcess::nullDevice());
    m_process->setStandardOutputFile(QProcess::nullDevice());
    // A group of its own, so that helpers of the command end with it.
    m_process->setChildProcessModifier([] {
        ::setpgid(0, 0);
        ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    });
    connect(m_process, &QProcess::readyReadStandardError, this, [this] {
        const QString text = QString::fromUtf8(m_process->readAllStandardError()).trimmed();
        if (!text.isEmpty())
            m_lastWords = text.section(QLatin1Char('\n'), -1).left(300);
    });
    connect(m_process, &QProcess::finished, this, &ViaCommand::ended);
    connect(m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error != QProcess::FailedToStart)
            return;
        m_lastWords = m_process->errorString();
        ended();
    });
    m_process->start();
    m_probe.start(quickProbe);
}

/// The command is gone: again, after a pause that doubles.
void ViaCommand::ended()
{
    endProcess();
    const int pause = std::min(longestPause, 1 << std::min(m_restarts, 5));
    ++m_restarts;
    enter(State::Waiting);
    m_restart.start(std::chrono::seconds(pause));
}

void ViaCommand::probe()
{
    if (!m_process)
        return;
    delete m_socket;
    m_socket = new QTcpSocket(this);
    connect(m_socket, &QTcpSocket::connected, this, [this] { answered(true); });
    connect(m_socket, &QTcpSocket::errorOccurred, this, [this] { answered(false); });
    m_patience.start();
    const int standardPort = m_url.scheme() == QLatin1String("https") ? 443 : 80;
    m_socket->setProxy(QNetworkProxy::NoProxy);
    m_socket->connectToHost(m_url.host(), static_cast<quint16>(m_url.port(standardPort)));
}

void ViaCommand::answered(bool open)
{
    m_patience.stop();
    if (m_socket) {
        m_socket->disconnect(this);
        m_socket->deleteLater();
        m_socket = nullptr;
    }
    if (!m_process)
        return;
    if (open) {
        m_failures = 0;
        m_restarts = 0;
        enter(State::Ready);
        m_probe.start(slowProbe);
        return;
    }
    ++m_failures;
    const bool starting = m_state == State::Starting;
    if (m_failures >= (starting ? mostStartProbes : mostFailures)) {
        ended();
        return;
    }
    m_probe.start(quickProbe);
}

/// Does not wait: the process ends on its own time.
void ViaCommand::endProcess()
{
    m_probe.stop();
    m_patience.stop();
    m_restart.stop();
    if (m_socket) {
        m_socket->disconnect(this);
        m_socket->deleteLater();
        m_socket = nullptr;
    }
    QProcess *process = std::exchange(m_process, nullptr);
    if (!process)
        return;
    process->disconnect(this);
    process->setParent(nullptr);
    const auto group = static_cast<pid_t>(process->processId());
    if (process->state() == QProcess::NotRunning || group <= 0) {
        process->deleteLater();
        return;
    }
    connect(process, &QProcess::finished, process, &QObject::deleteLater);
    ::kill(-group, SIGTERM);
    QTimer::singleShot(killPause, process, [group] { ::kill(-group, SIGKILL); });
}

void ViaCommand::enter(State state)
{
    if (state == m_state)
        return;
    m_state = state;
    emit stateChanged();
}

} // namespace prometheus
