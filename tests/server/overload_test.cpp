// All threads blocked: who still gets an answer, who waits, who is refused.
#include <gtest/gtest.h>

#include "tests/server/client.hpp"
#include "tests/server/probe.hpp"

namespace carafe::server {

namespace {

constexpr int kSlow = 2;             // Options::threads of the tests
constexpr int kRunning = kSlow + 2;  // and the reserve

class Overload : public testing::Test {
  protected:
    void start(const std::function<void(Options&)>& change = [](Options&) {}) {
        auto options = test_options();
        change(options);
        server.emplace(options, probe);
        ASSERT_TRUE(server->start());
    }

    void TearDown() override { probe.barrier.open(); }

    /// Clients whose requests fill all places of a lane.
    std::vector<Client> block(int count, std::string_view path) {
        std::vector<Client> clients;
        for (int i = 0; i < count; ++i) {
            clients.emplace_back(server->port());
            clients.back().send(get_request(path));
        }
        probe.barrier.wait_for(count);
        return clients;
    }

    Probe probe{};
    std::optional<Server> server{};
};

}  // namespace

TEST_F(Overload, HealthAndInstantRoutesAnswer) {
    start();
    auto blocked = block(kRunning, "/block");
    EXPECT_EQ(Client(server->control_port()).get("/healthz")->body, "alive\n");
    EXPECT_EQ(Client(server->control_port()).get("/readyz")->body, "ready\n");
    EXPECT_EQ(Client(server->port()).get("/instant")->status, 200);
    Client bad(server->port());
    bad.send("bad\r\n");
    EXPECT_EQ(bad.read()->status, 400);
}

TEST_F(Overload, ParkedRequestRunsWhenAPlaceIsFree) {
    start([](Options& options) { options.timeouts.queue = std::chrono::seconds(10); });
    auto blocked = block(kRunning, "/block");
    Client waiting(server->port());
    waiting.send(post_request("/echo", "hello") + get_request("/big/3") + "GET / HTTP/1.1\r\nHo");
    ASSERT_TRUE(eventually([&] { return server->counters().parked == 1; }));
    probe.barrier.open();
    EXPECT_EQ(waiting.read()->body, "hello");
    EXPECT_EQ(waiting.read()->body, "bbb");
    waiting.send("st: localhost\r\n\r\n");
    EXPECT_EQ(waiting.read()->status, 200);
    for (auto& client : blocked) {
        EXPECT_EQ(client.read()->body, "done");
    }
}

TEST_F(Overload, ParkedBehindPipelinedAnswersKeepsTheOrder) {
    start([](Options& options) { options.timeouts.queue = std::chrono::seconds(10); });
    auto blocked = block(kRunning, "/block");
    Client waiting(server->port());
    waiting.send(get_request("/instant") + post_request("/echo", "second") +
                 get_request("/instant"));
    ASSERT_TRUE(eventually([&] { return server->counters().parked == 1; }));
    probe.barrier.open();
    EXPECT_EQ(waiting.read()->body, "");
    EXPECT_EQ(waiting.read()->body, "second");
    EXPECT_EQ(waiting.read()->body, "");
}

TEST_F(Overload, WaitingTooLongIs503) {
    start([](Options& options) { options.timeouts.queue = std::chrono::milliseconds(50); });
    auto blocked = block(kRunning, "/block");
    std::vector<Client> waiting;
    for (int i = 0; i < 5; ++i) {
        waiting.emplace_back(server->port());
        waiting.back().send(get_request("/"));
    }
    for (auto& client : waiting) {
        auto answer = client.read();
        EXPECT_EQ(answer->status, 503);
        EXPECT_EQ(answer->field("Retry-After"), "1");
        EXPECT_TRUE(client.is_at_end());
    }
    probe.barrier.open();
    for (auto& client : blocked) {
        EXPECT_EQ(client.read()->body, "done");
    }
    EXPECT_EQ(Client(server->port()).get("/")->status, 200);
}

TEST_F(Overload, FullQueueIs503AtOnce) {
    start([](Options& options) {
        options.queue_limit = 1;
        options.timeouts.queue = std::chrono::seconds(10);
    });
    auto blocked = block(kRunning, "/block");
    Client waiting(server->port());
    waiting.send(get_request("/"));
    ASSERT_TRUE(eventually([&] { return server->counters().parked == 1; }));
    EXPECT_EQ(Client(server->port()).get("/")->status, 503);
    probe.barrier.open();
    EXPECT_EQ(waiting.read()->status, 200);
}

TEST_F(Overload, SlowRoutesLeaveRoomForQuickOnes) {
    start([](Options& options) { options.timeouts.queue = std::chrono::seconds(10); });
    auto blocked = block(kSlow, "/slow");
    std::vector<Client> more;
    for (int i = 0; i < 16; ++i) {
        more.emplace_back(server->port());
        more.back().send(get_request("/slow"));
    }
    ASSERT_TRUE(eventually([&] { return server->counters().parked == 16; }));
    Client quick(server->port());
    for (int i = 0; i < 100; ++i) {
        EXPECT_EQ(quick.get("/")->status, 200);
    }
    EXPECT_EQ(server->counters().parked, 16U);
    probe.barrier.open();
    for (auto& client : more) {
        EXPECT_EQ(client.read()->body, "done");
    }
}

TEST_F(Overload, ClientsThatLeaveWhileParkedDoNoHarm) {
    start([](Options& options) { options.timeouts.queue = std::chrono::seconds(10); });
    auto blocked = block(kRunning, "/block");
    for (int i = 0; i < 8; ++i) {
        Client(server->port()).send(get_request("/big/100000"));
    }
    ASSERT_TRUE(eventually([&] { return server->counters().parked == 8; }));
    probe.barrier.open();
    EXPECT_TRUE(eventually([&] {
        return server->counters().parked == 0 && server->counters().connections == blocked.size();
    }));
    EXPECT_EQ(Client(server->port()).get("/")->status, 200);
}

TEST_F(Overload, PlacesDoNotLeakWhenHandlersThrow) {
    start();
    Client client(server->port());
    for (int i = 0; i < 50; ++i) {
        EXPECT_EQ(client.get(i % 2 == 0 ? "/throw" : "/odd")->status, 500);
    }
    auto blocked = block(kRunning, "/block");
    probe.barrier.open();
    for (auto& other : blocked) {
        EXPECT_EQ(other.read()->body, "done");
    }
}

}  // namespace carafe::server
