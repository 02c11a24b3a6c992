#include "carafe/server/detail/buffer_pool.hpp"

#include <cstring>
#include <utility>

namespace carafe::server::detail {

PooledBuffer& PooledBuffer::operator=(PooledBuffer&& other) noexcept {
    if (this == &other) {
        return *this;
    }
    release();
    pool_ = std::exchange(other.pool_, nullptr);
    bytes_ = std::move(other.bytes_);
    size_ = std::exchange(other.size_, 0);
    return *this;
}

void PooledBuffer::release() {
#ifdef CARAFE_POISON_SCRATCH
    // In debug builds a view kept too long shows, as with the scratch of a thread.
    if (bytes_) {
        std::memset(bytes_.get(), 0xDD, size_);
    }
#endif
    if (bytes_) {
        pool_->give_back(std::move(bytes_), size_);
    }
}

PooledBuffer BufferPool::take(std::size_t size) {
    auto kind = kind_of(size);
    auto actual = kind == 0 ? kSmall : large_;
    {
        std::lock_guard lock(mutex_);
        if (auto& list = free_[kind]; !list.empty()) {
            auto bytes = std::move(list.back());
            list.pop_back();
            return {this, std::move(bytes), actual};
        }
    }
    return {this, std::make_unique_for_overwrite<char[]>(actual), actual};
}

void BufferPool::give_back(std::unique_ptr<char[]> bytes, std::size_t size) {
    std::lock_guard lock(mutex_);
    auto& list = free_[kind_of(size)];
    if (list.size() < kKept) {
        list.push_back(std::move(bytes));
    }
}

}  // namespace carafe::server::detail
