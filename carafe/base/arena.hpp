// Memory that is given out piece by piece and taken back all at once: what one render makes.
#pragma once
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace carafe {

/// Pieces are aligned to 8 bytes and never freed alone; only for trivially destructible things.
/// One thread at a time. After reset() the largest chunk is kept, so a warm arena allocates
/// nothing.
class Arena {
  public:
    Arena() = default;
    Arena(const Arena&) = delete;
    Arena& operator=(const Arena&) = delete;

    void* allocate(std::size_t bytes) {
        bytes = (bytes + 7) & ~std::size_t{7};
        if (bytes > static_cast<std::size_t>(end_ - next_)) [[unlikely]] {
            grow(bytes);
        }
        char* piece = next_;
        next_ += bytes;
        return piece;
    }

    /// Uninitialised room for `count` things.
    template <class T>
    T* make_array(std::size_t count) {
        static_assert(std::is_trivially_destructible_v<T> && alignof(T) <= 8);
        return static_cast<T*>(allocate(count * sizeof(T)));
    }

    template <class T, class... A>
    T* make(A&&... arguments) {
        static_assert(std::is_trivially_destructible_v<T> && alignof(T) <= 8);
        return new (allocate(sizeof(T))) T{static_cast<A&&>(arguments)...};
    }

    std::string_view copy(std::string_view text) {
        char* piece = static_cast<char*>(allocate(text.size()));
        if (!text.empty()) {
            std::memcpy(piece, text.data(), text.size());
        }
        return {piece, text.size()};
    }

    /// Takes everything back.
    void reset();

    /// Bytes held, for limits.
    std::size_t capacity() const { return capacity_; }

  private:
    struct Chunk {
        std::unique_ptr<char[]> bytes;
        std::size_t size;
    };

    void grow(std::size_t bytes);

    char* next_ = nullptr;
    char* end_ = nullptr;
    std::size_t capacity_ = 0;
    std::vector<Chunk> chunks_;
};

}  // namespace carafe
