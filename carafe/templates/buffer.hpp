// One growing run of bytes: what a render writes into. Kept between renders, so it allocates only
// while warming up.
#pragma once
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace carafe::templates {

/// Append-only, with unchecked writes after need(): the renderer's inner loop uses `next` directly.
/// One thread at a time.
class Buffer {
  public:
    Buffer() = default;
    Buffer(const Buffer&) = delete;
    Buffer& operator=(const Buffer&) = delete;

    ~Buffer() { std::free(begin_); }

    /// Room for `bytes` more at next().
    void need(std::size_t bytes) {
        if (static_cast<std::size_t>(end_ - next_) < bytes) [[unlikely]] {
            grow(bytes);
        }
    }

    void add(std::string_view text) {
        need(text.size());
        if (!text.empty()) {
            std::memcpy(next_, text.data(), text.size());
        }
        next_ += text.size();
    }

    void add(char c) {
        need(1);
        *next_++ = c;
    }

    /// Like add, for texts of a program: 32 readable bytes lie behind them, so short ones are two
    /// fixed moves.
    void add_padded(const char* text, std::size_t size) {
        need(size + kPadding);
        std::memcpy(next_, text, kPadding);
        if (size > kPadding) [[unlikely]] {
            std::memcpy(next_ + kPadding, text + kPadding, size - kPadding);
        }
        next_ += size;
    }

    std::string_view view() const { return {begin_, size()}; }

    std::size_t size() const { return static_cast<std::size_t>(next_ - begin_); }

    void clear() { next_ = begin_; }

    /// Drops what was written after `size`.
    void cut(std::size_t size) { next_ = begin_ + size; }

    /// Gives memory above `bytes` back; for after an unusually large page.
    void shrink(std::size_t bytes);

    /// Where the next byte goes. REQUIRES: need() before writing.
    char* next() { return next_; }

    void set_next(char* next) { next_ = next; }

    static constexpr std::size_t kPadding = 32;

  private:
    void grow(std::size_t bytes);

    char* begin_ = nullptr;
    char* next_ = nullptr;
    char* end_ = nullptr;
};

}  // namespace carafe::templates
