#pragma once

#include "base/text.h"

#include <cassert>
#include <optional>
#include <utility>
#include <variant>

namespace base {

/// What kind of failure it was, for code that decides on it.
enum class ErrorKind {
    NotFound,
    Permission,
    Io,
    Invalid,
    Conflict,
    Busy,
    Refused,
    Network,
    Timeout,
    Cancelled,
    Unsupported
};

/// An operation that failed: a kind for the code, one actionable sentence for the person, and what the other side said
/// (git's stderr, an HTTP body), untranslated.
struct Error
{
    ErrorKind kind = ErrorKind::Io;
    Text text;
    std::string detail;
};

/// A value or an Error. `Result<void>` is success or an Error.
template <class T> class [[nodiscard]] Result
{
public:
    Result(T value) : m_state(std::move(value)) {}
    Result(Error error) : m_state(std::move(error)) {}

    [[nodiscard]] bool ok() const { return m_state.index() == 0; }
    explicit operator bool() const { return ok(); }

    [[nodiscard]] const T &value() const &
    {
        assert(ok());
        return std::get<0>(m_state);
    }
    [[nodiscard]] T &value() &
    {
        assert(ok());
        return std::get<0>(m_state);
    }
    [[nodiscard]] T &&value() &&
    {
        assert(ok());
        return std::get<0>(std::move(m_state));
    }
    [[nodiscard]] const Error &error() const
    {
        assert(!ok());
        return std::get<1>(m_state);
    }
    const T &operator*() const & { return value(); }
    T &operator*() & { return value(); }
    const T *operator->() const { return &value(); }
    T *operator->() { return &value(); }

private:
    std::variant<T, Error> m_state;
};

template <> class [[nodiscard]] Result<void>
{
public:
    Result() = default;
    Result(Error error) : m_error(std::move(error)) {}

    [[nodiscard]] bool ok() const { return !m_error; }
    explicit operator bool() const { return ok(); }
    [[nodiscard]] const Error &error() const
    {
        assert(m_error);
        return *m_error;
    }

private:
    std::optional<Error> m_error;
};

} // namespace base
