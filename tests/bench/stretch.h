#pragma once

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTimer>

#include <algorithm>
#include <ctime>
#include <functional>

/// How long the GUI thread is away from its event loop.
namespace bench {

/// The processor time of this thread, milliseconds: what others take on a busy machine is not in it.
inline double threadMilliseconds()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
}

/// Runs the event loop until `done`, at most `most` seconds; the most processor time between two returns to it,
/// milliseconds. `wall`: the most time by the clock, which also counts what the thread waits for.
inline double longestStretch(const std::function<bool()> &done, int most = 20, double *wall = nullptr)
{
    QElapsedTimer all;
    all.start();
    // The loop waits where there is nothing to do, and this wakes it.
    QTimer beat;
    beat.start(2);
    double longest = 0;
    while (!done() && all.elapsed() < most * 1000) {
        const double start = threadMilliseconds();
        QElapsedTimer clock;
        clock.start();
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        if (wall)
            *wall = std::max(*wall, double(clock.nsecsElapsed()) / 1e6);
        longest = std::max(longest, threadMilliseconds() - start);
    }
    return longest;
}

/// Some time with nothing left to do.
inline double settle(int milliseconds = 1500)
{
    QElapsedTimer timer;
    timer.start();
    return longestStretch([&timer, milliseconds] { return timer.elapsed() > milliseconds; });
}

} // namespace bench
