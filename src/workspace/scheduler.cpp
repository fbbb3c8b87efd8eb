#include "workspace/scheduler.h"

#include <QPointer>
#include <QTimer>

#include <algorithm>

namespace workspace {

Scheduler::Scheduler(int threads, QObject *parent) : QObject(parent), m_threads(threads)
{
    m_pool.setMaxThreadCount(std::max(threads, 1));
    // YAML of the deepest nesting that is read needs more than the default of some platforms.
    m_pool.setStackSize(8 << 20);
}

Scheduler::~Scheduler()
{
    for (Entry &entry : m_entries)
        entry.stop.request_stop();
    m_pool.clear();
    m_pool.waitForDone();
}

void Scheduler::run(const QString &key, int delay, Job job)
{
    cancel(key);
    const quint64 id = m_nextId++;
    Entry &entry = m_entries[key];
    entry.id = id;
    if (m_threads == 0) {
        const Deliver deliver = job(entry.stop.get_token());
        finish(key, id, deliver);
        return;
    }
    if (delay <= 0) {
        start(key, id, job);
        return;
    }
    entry.timer = new QTimer(this);
    entry.timer->setSingleShot(true);
    connect(entry.timer, &QTimer::timeout, this, [this, key, id, job = std::move(job)] {
        const auto entry = m_entries.find(key);
        if (entry == m_entries.end() || entry->id != id)
            return;
        entry->timer->deleteLater();
        entry->timer = nullptr;
        start(key, id, job);
    });
    entry.timer->start(delay);
}

void Scheduler::cancel(const QString &key)
{
    const auto entry = m_entries.find(key);
    if (entry == m_entries.end())
        return;
    entry->stop.request_stop();
    if (entry->timer) {
        entry->timer->stop();
        entry->timer->deleteLater();
    }
    m_entries.remove(key);
}

void Scheduler::start(const QString &key, quint64 id, const Job &job)
{
    const std::stop_token token = m_entries.value(key).stop.get_token();
    m_pool.start([this, key, id, job, token] {
        const Deliver deliver = token.stop_requested() ? Deliver() : job(token);
        QMetaObject::invokeMethod(
            this, [this, key, id, deliver] { finish(key, id, deliver); }, Qt::QueuedConnection);
    });
}

void Scheduler::finish(const QString &key, quint64 id, const Deliver &deliver)
{
    const auto entry = m_entries.find(key);
    if (entry == m_entries.end() || entry->id != id)
        return;
    m_entries.remove(key);
    if (deliver)
        deliver();
    if (m_entries.isEmpty())
        emit idle();
}

} // namespace workspace
