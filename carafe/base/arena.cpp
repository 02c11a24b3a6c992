#include "carafe/base/arena.hpp"

#include <algorithm>

namespace carafe {

namespace {
constexpr std::size_t kFirstChunk = 16 * 1024;
constexpr std::size_t kKeepAtMost = 1024 * 1024;  // one huge page must not hold its memory for ever
}  // namespace

void Arena::grow(std::size_t bytes) {
    std::size_t size = std::max({bytes, kFirstChunk, capacity_});
    chunks_.push_back({std::make_unique_for_overwrite<char[]>(size), size});
    capacity_ += size;
    next_ = chunks_.back().bytes.get();
    end_ = next_ + size;
}

void Arena::reset() {
    if (chunks_.empty()) {
        return;
    }
    while (chunks_.size() > 1 && chunks_.back().size > kKeepAtMost) {
        chunks_.pop_back();
    }
    std::swap(chunks_.front(), chunks_.back());  // chunks grow, so the last one is the largest
    chunks_.resize(1);
    capacity_ = chunks_.front().size;
    next_ = chunks_.front().bytes.get();
    end_ = next_ + capacity_;
}

}  // namespace carafe
