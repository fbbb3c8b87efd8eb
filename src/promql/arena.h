#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace promql {

/// Memory for the nodes of one tree, given back all at once.
class Arena
{
public:
    Arena() = default;
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

    /// Takes room at once for the tree of an expression of this length: nine of ten need no more.
    void reserveFor(std::size_t length) { addBlock(std::min<std::size_t>(256 + 9 * length, 4096)); }

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
        addBlock(size + (m_blocks.size() < 2 ? 2048 : m_blocks.size() < 4 ? 8192 : 65536));
        std::byte *block = m_next;
        m_next += (size + alignof(std::max_align_t) - 1) / alignof(std::max_align_t) * alignof(std::max_align_t);
        return block;
    }

    void addBlock(std::size_t size)
    {
        m_blocks.push_back(std::make_unique_for_overwrite<std::byte[]>(size));
        m_next = m_blocks.back().get();
        m_end = m_next + size;
    }

    std::byte *m_next = nullptr;
    std::byte *m_end = nullptr;
    std::vector<std::unique_ptr<std::byte[]>> m_blocks;
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
