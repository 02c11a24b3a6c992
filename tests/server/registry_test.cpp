#include "carafe/server/detail/registry.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

namespace carafe::server::detail {

namespace {

/// One end of a pair of sockets in the registry; connections are only addresses to it.
class Member {
  public:
    Member(Registry& registry, Moment deadline) {
        EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends_), 0);
        slot = registry.add(reinterpret_cast<Connection*>(this), ends_[0], deadline);
    }

    Member(const Member&) = delete;
    Member& operator=(const Member&) = delete;

    ~Member() {
        ::close(ends_[0]);
        ::close(ends_[1]);
    }

    bool can_read_on() const {
        char octet = 0;
        return ::recv(ends_[0], &octet, 1, 0) != 0;
    }

    bool can_answer() const { return ::send(ends_[0], "x", 1, MSG_NOSIGNAL) == 1; }

    Reason reason() const { return slot->reason.load(); }

    Slot* slot = nullptr;

  private:
    int ends_[2]{};
};

}  // namespace

TEST(State, KeepsBothParts) {
    State state(Activity::Linger, 123'456'789'012);
    EXPECT_EQ(state.activity(), Activity::Linger);
    EXPECT_EQ(state.deadline(), 123'456'789'012);
    EXPECT_EQ(State{}.deadline(), 0);
}

TEST(Registry, LetsOverdueReadersAnswerAndCutsThemLater) {
    for (auto activity : {Activity::Head, Activity::Body}) {
        Registry registry(4);
        Member member(registry, 1'000);
        member.slot->set(activity, 1'000);
        registry.sweep(999);
        EXPECT_TRUE(member.can_read_on());

        registry.sweep(1'000);
        EXPECT_FALSE(member.can_read_on());
        EXPECT_EQ(member.reason(), Reason::Deadline);
        registry.sweep(1'010);
        EXPECT_TRUE(member.can_answer()) << "told once, it has time to answer";

        registry.sweep(5'000);
        EXPECT_FALSE(member.can_answer());
    }
}

TEST(Registry, CutsTheOthersAtOnce) {
    for (auto activity : {Activity::New, Activity::Idle, Activity::Write, Activity::Linger}) {
        Registry registry(4);
        Member member(registry, 1'000);
        member.slot->set(activity, 1'000);
        registry.sweep(1'000);
        EXPECT_FALSE(member.can_answer());
    }
}

TEST(Registry, LeavesRunningOnesAlone) {
    Registry registry(4);
    Member member(registry, 1'000);
    member.slot->set(Activity::Run, 0);
    registry.sweep(1'000'000);
    registry.end_waiting(true);
    EXPECT_TRUE(member.can_answer());
    EXPECT_EQ(member.reason(), Reason::None);
}

TEST(Registry, EvictsTheLongestIdleFirst) {
    Registry registry(3);
    Member late(registry, 0);
    Member early(registry, 0);
    Member busy(registry, 0);
    late.slot->set(Activity::Idle, 3'000);
    early.slot->set(Activity::Idle, 2'000);
    busy.slot->set(Activity::Head, 1'000);

    Member fourth(registry, 0);
    EXPECT_NE(fourth.slot, nullptr);
    EXPECT_EQ(early.reason(), Reason::Evicted);
    EXPECT_EQ(late.reason(), Reason::None);
    Member fifth(registry, 0);
    EXPECT_EQ(late.reason(), Reason::Evicted);
    Member sixth(registry, 0);
    EXPECT_EQ(sixth.slot, nullptr) << "nobody is idle";
    EXPECT_EQ(registry.evicted(), 2U);
}

TEST(Registry, PlacesAreUsedAgain) {
    Registry registry(2);
    for (int i = 0; i < 1'000; ++i) {
        Member member(registry, 0);
        ASSERT_NE(member.slot, nullptr);
        EXPECT_EQ(registry.size(), 1U);
        registry.remove(member.slot);
    }
    EXPECT_TRUE(registry.remaining().empty());
}

TEST(Registry, DrainEndsWhoWaits) {
    Registry registry(4);
    Member idle(registry, 0);
    Member fresh(registry, 0);
    idle.slot->set(Activity::Idle, 1'000);
    registry.end_waiting(false);
    EXPECT_FALSE(idle.can_read_on());
    EXPECT_TRUE(idle.can_answer());
    EXPECT_TRUE(fresh.can_read_on());
    registry.end_waiting(true);
    EXPECT_FALSE(fresh.can_read_on());
}

TEST(Registry, EndsTheSlowestReader) {
    Registry registry(4);
    Member slow(registry, 0);
    Member quick(registry, 0);
    slow.slot->set(Activity::Write, 1'000);
    quick.slot->set(Activity::Write, 2'000);
    registry.end_slowest_reader();
    EXPECT_FALSE(slow.can_answer());
    EXPECT_TRUE(quick.can_answer());
}

}  // namespace carafe::server::detail
