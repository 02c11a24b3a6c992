#include "carafe/server/detail/coarse_clock.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace carafe::server::detail {

TEST(CoarseClock, DateIsThatOfTheLastAdvance) {
    SimulatedClock wall("1994-11-06T08:49:37Z");
    CoarseClock clock(wall);
    EXPECT_EQ(clock.date().view(), "Sun, 06 Nov 1994 08:49:37 GMT");

    wall.advance(std::chrono::seconds(1));
    EXPECT_EQ(clock.date().view(), "Sun, 06 Nov 1994 08:49:37 GMT");

    clock.advance();
    EXPECT_EQ(clock.date().view(), "Sun, 06 Nov 1994 08:49:38 GMT");
}

// With the thread sanitizer this is the test of the places that are written again.
TEST(CoarseClock, DateIsReadWhileOthersAreWritten) {
    SimulatedClock wall("1994-11-06T00:00:00Z");
    CoarseClock clock(wall);
    std::atomic<bool> is_over{false};
    int broken = 0;

    std::thread reader([&] {
        while (!is_over) {
            const auto date = clock.date();
            broken += date.view().starts_with("Sun, 06 Nov 1994 ") && date.view().ends_with(" GMT") ? 0 : 1;
        }
    });
    for (int second = 0; second < 20'000; ++second) {
        wall.advance(std::chrono::seconds(1));
        clock.advance();
    }
    is_over = true;
    reader.join();

    EXPECT_EQ(broken, 0);
}

}  // namespace carafe::server::detail
