#include "carafe/server/detail/gate.hpp"

#include <gtest/gtest.h>

namespace carafe::server::detail {

namespace {

/// Connections are only addresses to the gate.
Connection* number(std::uintptr_t n) {
    return reinterpret_cast<Connection*>(n);
}

struct Started {
    std::vector<Connection*> order{};
    int first_parked = 0;
    Gate gate;

    explicit Started(Gate::Limits limits)
        : gate(
              limits, [this](Connection* c) { order.push_back(c); }, [this] { ++first_parked; }) {}
};

}  // namespace

TEST(Gate, CountsBothLimits) {
    Started started({.running = 3, .slow = 2, .queue = 8, .wait = 1000});
    auto& gate = started.gate;
    EXPECT_TRUE(gate.try_enter(Queue::Slow));
    EXPECT_TRUE(gate.try_enter(Queue::Slow));
    EXPECT_FALSE(gate.try_enter(Queue::Slow));
    EXPECT_TRUE(gate.try_enter(Queue::Quick));
    EXPECT_FALSE(gate.try_enter(Queue::Quick));
    gate.leave(Queue::Slow);
    EXPECT_TRUE(gate.try_enter(Queue::Slow));
}

TEST(Gate, StartsTheParkedInTheirOrder) {
    Started started({.running = 1, .slow = 1, .queue = 8, .wait = 1000});
    auto& gate = started.gate;
    ASSERT_TRUE(gate.try_enter(Queue::Quick));
    for (std::uintptr_t i = 1; i <= 3; ++i) {
        EXPECT_TRUE(gate.park(number(i), Queue::Quick, 0));
    }
    EXPECT_TRUE(started.order.empty());
    EXPECT_EQ(started.first_parked, 1);
    gate.leave(Queue::Quick);
    EXPECT_EQ(started.order, (std::vector{number(1)}));
    gate.leave(Queue::Quick);
    gate.leave(Queue::Quick);
    EXPECT_EQ(started.order, (std::vector{number(1), number(2), number(3)}));
    EXPECT_EQ(gate.waiting(), 0U);
}

TEST(Gate, ParkingWithAFreePlaceStartsAtOnce) {
    Started started({.running = 1, .slow = 1, .queue = 8, .wait = 1000});
    EXPECT_TRUE(started.gate.park(number(1), Queue::Slow, 0));
    EXPECT_EQ(started.order, (std::vector{number(1)}));
}

TEST(Gate, QuickOnesGoBeforeSlowOnes) {
    Started started({.running = 1, .slow = 1, .queue = 8, .wait = 1000});
    ASSERT_TRUE(started.gate.try_enter(Queue::Quick));
    started.gate.park(number(1), Queue::Slow, 0);
    started.gate.park(number(2), Queue::Quick, 0);
    started.gate.leave(Queue::Quick);
    EXPECT_EQ(started.order, (std::vector{number(2)}));
}

TEST(Gate, QueueHasALimitPerLane) {
    Started started({.running = 0, .slow = 0, .queue = 1, .wait = 1000});
    EXPECT_TRUE(started.gate.park(number(1), Queue::Quick, 0));
    EXPECT_FALSE(started.gate.park(number(2), Queue::Quick, 0));
    EXPECT_TRUE(started.gate.park(number(3), Queue::Slow, 0));
}

TEST(Gate, ExpiresInTime) {
    Started started({.running = 0, .slow = 0, .queue = 8, .wait = 1000});
    started.gate.park(number(1), Queue::Quick, 0);
    started.gate.park(number(2), Queue::Slow, 500);
    EXPECT_EQ(started.gate.next_expiry(), 1000);
    EXPECT_TRUE(started.gate.take_expired(999).empty());
    EXPECT_EQ(started.gate.take_expired(1000), (std::vector{number(1)}));
    EXPECT_EQ(started.gate.next_expiry(), 1500);
    EXPECT_EQ(started.gate.take_expired(2000), (std::vector{number(2)}));
    EXPECT_EQ(started.gate.next_expiry(), std::nullopt);
}

TEST(Lanes, AreLearnedAndForgotten) {
    http::LaneMeter meter;
    http::BodyPlan plan;
    plan.meter = &meter;
    EXPECT_EQ(queue_of(plan), Queue::Quick) << "a new route starts quick";
    learn(meter, 5'000);
    EXPECT_EQ(queue_of(plan), Queue::Slow);
    for (int i = 0; i < 8; ++i) {
        learn(meter, 1'500);
    }
    EXPECT_EQ(queue_of(plan), Queue::Slow) << "between the marks nothing changes";
    for (int i = 0; i < 20; ++i) {
        learn(meter, 100);
    }
    EXPECT_EQ(queue_of(plan), Queue::Quick);
    for (int i = 0; i < 20; ++i) {
        learn(meter, 1'500);
    }
    EXPECT_EQ(queue_of(plan), Queue::Quick) << "between the marks nothing changes";
}

TEST(Lanes, DeclarationWins) {
    http::BodyPlan plan;
    plan.lane = http::Lane::Slow;
    EXPECT_EQ(queue_of(plan), Queue::Slow);
    EXPECT_EQ(queue_of({}), Queue::Quick);
}

}  // namespace carafe::server::detail
