// Buffers for heads that did not come in one piece: two sizes, a short free list of each.
#pragma once
#include <array>
#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

namespace carafe::server::detail {

class BufferPool;

/// Owns one buffer; gives it back on destruction. Empty after a move.
class PooledBuffer {
  public:
    PooledBuffer() = default;

    PooledBuffer(PooledBuffer&& other) noexcept { *this = std::move(other); }

    PooledBuffer& operator=(PooledBuffer&& other) noexcept;
    PooledBuffer(const PooledBuffer&) = delete;
    PooledBuffer& operator=(const PooledBuffer&) = delete;

    ~PooledBuffer() { release(); }

    char* data() const { return bytes_.get(); }

    std::size_t size() const { return size_; }

  private:
    friend class BufferPool;

    PooledBuffer(BufferPool* pool, std::unique_ptr<char[]> bytes, std::size_t size)
        : pool_(pool), bytes_(std::move(bytes)), size_(size) {}

    void release();

    BufferPool* pool_ = nullptr;
    std::unique_ptr<char[]> bytes_{};
    std::size_t size_ = 0;
};

/// Safe from any thread; must outlive its buffers.
class BufferPool {
  public:
    static constexpr std::size_t kSmall = 4 * 1024;  // most heads
    static constexpr std::size_t kKept = 64;         // of each size

    /// @param large  size of the greater buffers: a whole head and room to read more.
    explicit BufferPool(std::size_t large) : large_(large) {}

    /// A buffer of at least `size` octets, at most the large one.
    PooledBuffer take(std::size_t size);

  private:
    friend class PooledBuffer;
    void give_back(std::unique_ptr<char[]> bytes, std::size_t size);

    std::size_t kind_of(std::size_t size) const { return size > kSmall ? 1 : 0; }

    std::size_t large_;
    std::mutex mutex_{};
    std::array<std::vector<std::unique_ptr<char[]>>, 2> free_{};
};

}  // namespace carafe::server::detail
