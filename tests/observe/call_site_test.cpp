#include "carafe/observe/call_site.hpp"

#include <gtest/gtest.h>

namespace carafe {

TEST(CallSite, NamesTheLineThatCalled) {
    const auto line = __LINE__ + 1;
    EXPECT_EQ(find_call_site("/tests/observe/"), "call_site_test.cpp:" + std::to_string(line));
    EXPECT_EQ(find_call_site("/no/such/folder/"), "");
}

}  // namespace carafe
