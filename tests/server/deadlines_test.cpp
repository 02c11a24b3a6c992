// Time, limits and room: who waits how long, and who has to go.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include "tests/server/client.hpp"
#include "tests/server/probe.hpp"
#include <filesystem>

namespace carafe::server {

namespace {

using std::chrono::milliseconds;

/// A server that is told to be impatient in one way.
struct Impatient {
    explicit Impatient(const std::function<void(Options&)>& change)
        : server(changed(change), probe) {
        EXPECT_TRUE(server.start());
    }

    static Options changed(const std::function<void(Options&)>& change) {
        auto options = test_options();
        // Whatever is not changed never ends anything.
        constexpr std::chrono::hours forever{1};
        auto& timeouts = options.timeouts;
        timeouts.idle = timeouts.head = timeouts.body_grace = timeouts.small_body = forever;
        timeouts.write = timeouts.linger = timeouts.queue = forever;
        change(options);
        return options;
    }

    Probe probe{};
    Server server;
};

std::size_t open_descriptors() {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& entry :
         std::filesystem::directory_iterator("/proc/self/fd")) {
        ++count;
    }
    return count;
}

rlim_t lowest_free_descriptor() {
    int descriptor = ::dup(STDIN_FILENO);
    ::close(descriptor);
    return static_cast<rlim_t>(descriptor);
}

}  // namespace

TEST(Deadlines, SlowHeadIs408) {
    Impatient slow([](Options& options) { options.timeouts.head = milliseconds(50); });
    for (auto part : {"G", "GET / HTTP/1.1\r\nHost: local", "\r\n"}) {
        Client client(slow.server.port());
        client.send(part);
        EXPECT_EQ(client.read()->status, 408);
        EXPECT_TRUE(client.is_at_end());
    }
}

TEST(Deadlines, SlowBodyIs408) {
    Impatient slow([](Options& options) { options.timeouts.body_grace = milliseconds(50); });
    Client client(slow.server.port());
    client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhel");
    EXPECT_EQ(client.read()->status, 408);
    EXPECT_TRUE(client.is_at_end());
    EXPECT_EQ(slow.probe.handled, 0);
}

TEST(Deadlines, SmallBodyHasATotal) {
    Impatient slow([](Options& options) { options.timeouts.small_body = milliseconds(50); });
    Client client(slow.server.port());
    client.send(
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel");
    EXPECT_EQ(client.read()->status, 408);
}

// 100 is for clients that wait with their body.
TEST(Deadlines, ContinueIsNotSaidOnceTheBodyHasBegun) {
    Impatient slow([](Options& options) { options.timeouts.small_body = milliseconds(50); });
    Client client(slow.server.port());
    client.send(
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: "
        "5\r\n\r\nhe");
    EXPECT_EQ(client.read()->status, 408);
}

TEST(Deadlines, SilentConnectionEndsWithoutAnswer) {
    Impatient slow([](Options& options) { options.timeouts.idle = milliseconds(50); });
    Client client(slow.server.port());
    EXPECT_TRUE(client.is_at_end());
}

TEST(Deadlines, IdleConnectionEndsWithoutAnswer) {
    Impatient slow([](Options& options) { options.timeouts.idle = milliseconds(50); });
    Client client(slow.server.port());
    EXPECT_EQ(client.get("/")->status, 200);
    EXPECT_TRUE(client.is_at_end());
}

TEST(Deadlines, UnreadAnswerEndsTheConnection) {
    Impatient slow([](Options& options) { options.timeouts.write = milliseconds(50); });
    Client client(slow.server.port(), 4096);
    client.send(get_request("/big/20000000"));
    ASSERT_TRUE(eventually([&] { return slow.probe.handled == 1; }));
    EXPECT_TRUE(eventually([&] { return slow.server.counters().connections == 0; }));
}

TEST(Deadlines, LingerEndsForAClientThatStays) {
    Impatient slow([](Options& options) { options.timeouts.linger = milliseconds(50); });
    Client client(slow.server.port());
    client.send("bad\r\n");
    EXPECT_EQ(client.read()->status, 400);
    EXPECT_TRUE(eventually([&] { return slow.server.counters().connections == 0; }));
}

TEST(Deadlines, LingerEndsForAClientThatTalksOn) {
    Impatient slow([](Options&) {});
    Client client(slow.server.port());
    client.send("bad\r\n");
    EXPECT_EQ(client.read()->status, 400);
    client.send(std::string(200'000, 'x'));
    EXPECT_EQ(slow.server.counters().connections, 1U);
    client.send(std::string(100'000, 'x'));
    EXPECT_TRUE(eventually([&] { return slow.server.counters().connections == 0; }));
}

TEST(Deadlines, UnsentAnswersHaveABudget) {
    Impatient slow([](Options& options) { options.unsent_limit = 30'000'000; });
    Client first(slow.server.port(), 4096);
    Client second(slow.server.port(), 4096);
    first.send(get_request("/big/20000000"));
    ASSERT_TRUE(eventually([&] { return slow.probe.handled == 1; }));
    second.send(get_request("/big/20000000"));
    EXPECT_TRUE(eventually([&] { return slow.server.counters().connections == 1; }));
}

TEST(Limit, IdleConnectionsMakeRoom) {
    Impatient small([](Options& options) { options.connection_limit = 2; });
    Client first(small.server.port());
    EXPECT_EQ(first.get("/")->status, 200);
    // The first has to be the longer idle one: its deadline is in whole ticks of the clock.
    ASSERT_TRUE(eventually([&, start = std::chrono::steady_clock::now()] {
        return std::chrono::steady_clock::now() - start > milliseconds(30);
    }));
    Client second(small.server.port());
    EXPECT_EQ(second.get("/")->status, 200);

    Client third(small.server.port());
    EXPECT_EQ(third.get("/")->status, 200);
    EXPECT_TRUE(first.is_at_end());
    EXPECT_EQ(second.get("/")->status, 200);
    EXPECT_EQ(small.server.counters().evicted, 1U);
}

TEST(Limit, BusyConnectionsDoNot) {
    Impatient small([](Options& options) { options.connection_limit = 1; });
    Client busy(small.server.port());
    busy.send(get_request("/block"));
    small.probe.barrier.wait_for(1);

    Client other(small.server.port());
    auto answer = other.read();
    EXPECT_EQ(answer->status, 503);
    EXPECT_EQ(answer->field("Retry-After"), "1");
    EXPECT_TRUE(other.is_at_end());
    small.probe.barrier.open();
    EXPECT_EQ(busy.read()->body, "done");
}

TEST(Limit, TwiceAsManyClientsAreAllServed) {
    Impatient small([](Options& options) { options.connection_limit = 20; });
    std::vector<Client> clients;
    for (int i = 0; i < 40; ++i) {
        clients.emplace_back(small.server.port());
        EXPECT_EQ(clients.back().get("/")->status, 200) << i;
    }
    // Those told to go are counted until they have gone.
    EXPECT_TRUE(eventually([&] { return small.server.counters().connections <= 21U; }));
}

TEST(Limit, NoDescriptorIsLost) {
    Impatient plain([](Options&) {});
    EXPECT_EQ(Client(plain.server.port()).get("/")->status, 200);
    ASSERT_TRUE(eventually([&] { return plain.server.counters().connections == 0; }));
    auto before = open_descriptors();
    for (int i = 0; i < 1'000; ++i) {
        Client client(plain.server.port());
        client.send(i % 2 == 0 ? get_request("/") : "GET / HT");
    }
    EXPECT_TRUE(eventually(
        [&] { return plain.server.counters().connections == 0 && open_descriptors() == before; }));
}

TEST(Limit, OutOfDescriptorsIsSurvived) {
    std::atomic<int> complaints{0};
    Impatient plain(
        [&](Options& options) { options.log = [&](std::string_view) { ++complaints; }; });
    std::vector<Client> clients;
    for (int i = 0; i < 4; ++i) {
        clients.emplace_back(plain.server.port());
    }
    ASSERT_TRUE(eventually([&] { return plain.server.counters().connections == 4; }));
    rlimit old{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &old), 0);
    Client waiting(plain.server.port());
    ASSERT_TRUE(eventually([&] { return plain.server.counters().connections == 5; }));
    EXPECT_EQ(waiting.get("/")->status, 200);
    // One descriptor for a client, none for the server.
    rlimit tight{lowest_free_descriptor() + 1, old.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &tight), 0);

    Client late(plain.server.port());
    late.send(get_request("/"));
    auto answer = late.read();
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &old), 0);

    EXPECT_EQ(answer->status, 200) << "the idle one was evicted";
    EXPECT_TRUE(waiting.is_at_end());
    EXPECT_GE(complaints, 1) << "the listener rested";
    EXPECT_LE(complaints, 20) << "and did not spin";
}

}  // namespace carafe::server
