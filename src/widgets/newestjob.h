#pragma once

#include "workspace/backgroundpool.h"

#include <QCoreApplication>
#include <QObject>
#include <QPointer>
#include <QThreadPool>

#include <atomic>
#include <functional>
#include <memory>
#include <utility>

namespace widgets {

/// One kind of work of a widget, of which only the newest result counts. GUI-thread object.
class NewestJob
{
public:
    /// Calls `make` here, or in a thread of the background pool, and `take` with what it made, in the GUI thread; not
    /// when a newer run has begun or `context` is gone by then. `make` may not touch what the GUI thread changes.
    template <class T> void run(QObject *context, bool here, std::function<T()> make, std::function<void(T &)> take)
    {
        const int id = ++*m_newest;
        if (here) {
            T result = make();
            take(result);
            return;
        }
        workspace::backgroundPool()->start([make = std::move(make), take = std::move(take), newest = m_newest, id,
                                            guard = QPointer<QObject>(context)]() mutable {
            if (*newest != id)
                return;
            auto result = std::make_shared<T>(make());
            // What it was made of may be held by nobody else any more: it goes here.
            make = {};
            QMetaObject::invokeMethod(
                QCoreApplication::instance(),
                [take = std::move(take), result, newest, id, guard] {
                    if (guard && *newest == id)
                        take(*result);
                },
                Qt::QueuedConnection);
        });
    }
    /// What is under way is dropped.
    void drop() { ++*m_newest; }
    /// The number of the newest run.
    [[nodiscard]] int newest() const { return *m_newest; }

private:
    std::shared_ptr<std::atomic<int>> m_newest = std::make_shared<std::atomic<int>>(0);
};

} // namespace widgets
