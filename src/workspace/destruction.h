#pragma once

#include "workspace/backgroundpool.h"

#include <QThreadPool>

#include <memory>
#include <utility>

/// To take a large document or graph apart takes longer than a frame of the window, and whoever lets it go last may be
/// the GUI thread.
namespace workspace {

/// Destroys `value` on a thread of the background pool.
template <class T> void destroyElsewhere(T value)
{
    if (QThreadPool *pool = backgroundPool())
        pool->start([last = std::make_shared<T>(std::move(value))] {});
}

/// The same value, to be destroyed on a thread of the background pool.
template <class T> [[nodiscard]] std::shared_ptr<const T> destroyedElsewhere(std::shared_ptr<const T> value)
{
    const T *raw = value.get();
    return std::shared_ptr<const T>(
        raw, [value = std::move(value)](const T *) mutable { destroyElsewhere(std::move(value)); });
}

} // namespace workspace
