#include "carafe/server/detail/buffer_pool.hpp"

#include <gtest/gtest.h>

namespace carafe::server::detail {

TEST(BufferPool, GivesTwoSizes) {
    BufferPool pool(20'480);
    EXPECT_EQ(pool.take(1).size(), BufferPool::kSmall);
    EXPECT_EQ(pool.take(BufferPool::kSmall).size(), BufferPool::kSmall);
    EXPECT_EQ(pool.take(BufferPool::kSmall + 1).size(), 20'480U);
}

TEST(BufferPool, UsesBuffersAgain) {
    BufferPool pool(20'480);
    auto* first = pool.take(1).data();
    EXPECT_EQ(pool.take(1).data(), first);
}

TEST(BufferPool, MovedBuffersAreGivenBackOnce) {
    BufferPool pool(20'480);
    auto one = pool.take(1);
    auto* bytes = one.data();
    PooledBuffer two = std::move(one);
    EXPECT_EQ(two.data(), bytes);
    two = pool.take(1);
    EXPECT_EQ(pool.take(1).data(), bytes);
}

}  // namespace carafe::server::detail
