// Start, readiness, drain.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/server/client.hpp"
#include "tests/server/probe.hpp"
#include <csignal>
#include <thread>

namespace carafe::server {

TEST(Start, PortTakenIsOneClearError) {
    Probe probe;
    Server first(test_options(), probe);
    ASSERT_TRUE(first.start());
    auto options = test_options();
    options.port = first.port();
    Server second(options, probe);

    auto started = second.start();

    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().id, "server.E002");
    EXPECT_NE(started.error().message.find(std::to_string(first.port()) + " on 127.0.0.1 is taken"),
              std::string::npos)
        << started.error().message;
}

TEST(Start, UnknownAddressIsAnError) {
    Probe probe;
    auto options = test_options();
    options.host = "no.such.address";
    Server server(options, probe);
    EXPECT_EQ(server.start().error().id, "server.E001");
}

TEST(Start, ListensOnIpv6) {
    Probe probe;
    auto options = test_options();
    options.host = "::";
    Server server(options, probe);
    ASSERT_TRUE(server.start());
    EXPECT_EQ(Client(server.port()).get("/peer")->body, "127.0.0.1");
}

TEST(Start, DestructionWithoutStartIsFine) {
    Probe probe;
    Server server(test_options(), probe);
}

TEST(Control, AnswersHealthReadinessAndNothingElse) {
    Probe probe;
    std::atomic<bool> is_ready{false};
    auto options = test_options();
    options.is_ready = [&] { return is_ready.load(); };
    Server server(options, probe);
    ASSERT_TRUE(server.start());
    auto get = [&](std::string_view path) {
        return Client(server.control_port()).get(path).value();
    };

    EXPECT_EQ(get("/healthz").status, 200);
    EXPECT_EQ(get("/readyz").status, 503);
    is_ready = true;
    EXPECT_EQ(get("/readyz").body, "ready\n");
    EXPECT_EQ(get("/").status, 404);
    Client bad(server.control_port());
    bad.send("POST /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(bad.read()->status, 405);
}

TEST(Drain, BegunAnswersAreFinished) {
    Probe probe;
    Server server(test_options(), probe);
    ASSERT_TRUE(server.start());
    std::vector<Client> clients;
    for (int i = 0; i < 4; ++i) {
        clients.emplace_back(server.port());
        clients.back().send(get_request("/block"));
    }
    probe.barrier.wait_for(4);
    Client idle(server.port());
    EXPECT_EQ(idle.get("/instant")->status, 200);

    server.stop();
    EXPECT_TRUE(idle.is_at_end()) << "idle connections end first";
    EXPECT_EQ(Client(server.control_port()).get("/readyz")->status, 503);
    EXPECT_EQ(Client(server.control_port()).get("/healthz")->status, 200);
    probe.barrier.open();

    for (auto& client : clients) {
        auto answer = client.read();
        EXPECT_EQ(answer->body, "done");
        EXPECT_EQ(answer->field("Connection"), "close");
    }
    clients.clear();
    EXPECT_EQ(server.wait(), 0);
    EXPECT_THROW(Client(server.port()), std::runtime_error);
}

TEST(Drain, HasALimit) {
    Probe probe;
    auto options = test_options();
    options.timeouts.drain = std::chrono::milliseconds(50);
    Server server(options, probe);
    ASSERT_TRUE(server.start());
    Client client(server.port());
    client.send(get_request("/block"));
    probe.barrier.wait_for(1);
    server.stop();
    std::jthread opener([&] {
        eventually([&, start = std::chrono::steady_clock::now()] {
            return std::chrono::steady_clock::now() - start > std::chrono::milliseconds(200);
        });
        probe.barrier.open();
    });
    EXPECT_EQ(server.wait(), 1);
}

// Answers begun = answers complete: a client that got the first octet of an answer gets the last
// one too.
TEST(Drain, UnderLoadCutsNoAnswer) {
    for (int round = 0; round < 10; ++round) {
        Probe probe;
        Server server(test_options(), probe);
        ASSERT_TRUE(server.start());
        std::atomic<int> complete{0};
        std::atomic<int> cut{0};
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&] {
                try {
                    for (;;) {
                        Client client(server.port());
                        for (int n = 0; n < 20; ++n) {
                            client.send(get_request("/big/3000"));
                        }
                        for (int n = 0; n < 20; ++n) {
                            auto answer = client.read();
                            if (!answer) {
                                break;
                            }
                            ++(answer->body.size() == 3000 ? complete : cut);
                            if (!answer->field("Connection").empty()) {
                                break;
                            }
                        }
                    }
                } catch (const std::runtime_error&) {
                    // The listener is closed: the end of this client.
                }
            });
        }
        ASSERT_TRUE(eventually([&] { return complete > 200; }));
        server.stop();
        EXPECT_EQ(server.wait(), 0);
        threads.clear();
        EXPECT_EQ(cut, 0);
    }
}

TEST(Drain, TermSignalEndsTheProcessWithZero) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    auto child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        Probe probe;
        auto options = test_options();
        options.handle_signals = true;
        Server server(options, probe);
        if (!server.start()) {
            ::_exit(9);
        }
        auto port = server.port();
        if (::write(ends[1], &port, sizeof port) != sizeof port) {
            ::_exit(8);
        }
        ::_exit(server.wait());
    }
    std::uint16_t port = 0;
    ASSERT_EQ(::read(ends[0], &port, sizeof port), static_cast<ssize_t>(sizeof port));
    Client client(port);
    EXPECT_EQ(client.get("/")->status, 200);
    ::kill(child, SIGTERM);
    EXPECT_TRUE(client.is_at_end());
    int status = 0;
    ::waitpid(child, &status, 0);
    ::close(ends[0]);
    ::close(ends[1]);
    EXPECT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace carafe::server
