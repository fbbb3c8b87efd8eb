#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace promql {

/// Memory for the nodes of one tree, given back all at once. The first bytes come from the arena itself, so that a
/// short expression costs no further allocation.
class Arena
{
public:
    Arena() : m_next(m_first), m_end(m_first + sizeof(m_first)) {}
    Arena(const Arena &) = delete;
    Arena &operator=(const Arena &) = delete;

    [[nodiscard]] void *allocate(std::size_t size, std::size_t alignment)
    {
        const auto address = reinterpret_cast<std::uintptr_t>(m_next);
        const std::size_t padding = -address & (alignment - 1);
        if (static_cast<std::size_t>(m_end - m_next) < size + padding)
            return allocateBlock(size);
        std::byte *result = m_next + padding;
        m_next = result + size;
        return result;
    }

    /// A new node. Its destructor never runs.
    template <class Node> [[nodiscard]] Node *make()
    {
        static_assert(std::is_trivially_destructible_v<Node>);
        return new (allocate(sizeof(Node), alignof(Node))) Node{};
    }

    template <class T> [[nodiscard]] std::span<T> copy(std::span<T> items)
    {
        static_assert(std::is_trivially_copyable_v<T>);
        if (items.empty())
            return {};
        void *place = allocate(items.size_bytes(), alignof(T));
        std::memcpy(place, items.data(), items.size_bytes());
        return {static_cast<T *>(place), items.size()};
    }

    [[nodiscard]] std::string_view copy(std::string_view text)
    {
        const std::span<const char> bytes = copy(std::span<const char>(text.data(), text.size()));
        return {bytes.data(), bytes.size()};
    }

private:
    [[gnu::noinline]] void *allocateBlock(std::size_t size)
    {
        const std::size_t blockSize = size + (m_blocks.empty() ? 8192 : 65536);
        m_blocks.push_back(std::make_unique_for_overwrite<std::byte[]>(blockSize));
        std::byte *block = m_blocks.back().get();
        const std::size_t used =
            (size + alignof(std::max_align_t) - 1) / alignof(std::max_align_t) * alignof(std::max_align_t);
        m_next = block + used;
        m_end = block + blockSize;
        return block;
    }

    std::byte *m_next;
    std::byte *m_end;
    std::vector<std::unique_ptr<std::byte[]>> m_blocks;
    alignas(std::max_align_t) std::byte m_first[3072];
};

/// A list that is gathered on the stack before it is copied into an arena.
template <class T, std::size_t Inline> class Gathered
{
public:
    void push(const T &item)
    {
        if (m_size < Inline) {
            m_inline[m_size++] = item;
            return;
        }
        if (m_overflow.empty())
            m_overflow.assign(m_inline, m_inline + m_size);
        m_overflow.push_back(item);
        ++m_size;
    }
    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] bool empty() const { return m_size == 0; }
    [[nodiscard]] std::span<const T> items() const
    {
        return m_overflow.empty() ? std::span<const T>(m_inline, m_size) : std::span<const T>(m_overflow);
    }

private:
    std::size_t m_size = 0;
    T m_inline[Inline];
    std::vector<T> m_overflow;
};

} // namespace promql
