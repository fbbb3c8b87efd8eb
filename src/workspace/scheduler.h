#pragma once

#include <QHash>
#include <QObject>
#include <QString>
#include <QThreadPool>

#include <functional>
#include <stop_token>

QT_BEGIN_NAMESPACE
class QTimer;
QT_END_NAMESPACE

namespace workspace {

/// Runs jobs off the GUI thread: debounced by key, the newest of a key wins, at most `threads` at a time. With 0
/// threads a job runs at once where it is asked for, which makes tests and the command line deterministic. GUI-thread
/// object.
class Scheduler : public QObject
{
    Q_OBJECT

public:
    /// Works on a snapshot and returns what is to be done with the result on the GUI thread; may return null.
    using Deliver = std::function<void()>;
    using Job = std::function<Deliver(std::stop_token)>;

    explicit Scheduler(int threads, QObject *parent = nullptr);
    ~Scheduler() override;

    /// Starts `job` after `delay` milliseconds without another job of this key. An older job of the key is asked to
    /// stop and its result is dropped.
    void run(const QString &key, int delay, Job job);
    void cancel(const QString &key);
    /// How many jobs run at a time; 0 when they run where they are asked for.
    [[nodiscard]] int threads() const { return m_threads; }
    [[nodiscard]] bool isIdle() const { return m_entries.isEmpty(); }

signals:
    void idle();

private:
    struct Entry
    {
        quint64 id = 0;
        std::stop_source stop;
        QTimer *timer = nullptr;
    };

    void start(const QString &key, quint64 id, const Job &job);
    void finish(const QString &key, quint64 id, const Deliver &deliver);

    int m_threads;
    quint64 m_nextId = 1;
    QThreadPool m_pool;
    QHash<QString, Entry> m_entries;
};

} // namespace workspace
