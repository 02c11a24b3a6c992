// The cases of tests/http over real sockets: the server has to say what the parser says, and to
// close when it has to.
#include <gtest/gtest.h>

#include "tests/http/case_file.hpp"
#include "tests/server/client.hpp"
#include "tests/server/probe.hpp"

namespace carafe::server {

namespace {

constexpr std::size_t kLongInput = 4'000;

class SocketConformance : public testing::Test {
  protected:
    void SetUp() override { ASSERT_TRUE(server.start()); }

    /// What a case expects on the wire: an incomplete message is 400 once the client has said its
    /// end.
    static std::string expected_of(const http::Case& test) {
        std::string out;
        for (const auto& word : test.expected) {
            if (word != "close") {
                out += (word == "more" ? "400" : word) + ' ';
            }
        }
        return out;
    }

    /// Statuses up to the end, without 100: whether that is said depends on how quickly the body
    /// comes.
    static std::string statuses_of(Client& client) {
        std::string out;
        for (const auto& answer : client.read_all()) {
            if (answer.status != 100) {
                out += std::to_string(answer.status) + ' ';
            }
        }
        return out;
    }

    template <class Send>
    void run(Send send) {
        for (const auto& test : http::load_cases(CARAFE_SOURCE_DIR "/tests/http/cases")) {
            SCOPED_TRACE(test.name);
            Client client(server.port());
            send(client, test.input);
            client.half_close();
            EXPECT_EQ(statuses_of(client), expected_of(test));
        }
    }

    Probe probe{};
    Server server{test_options(), probe};
};

}  // namespace

TEST_F(SocketConformance, Whole) {
    run([](Client& client, std::string_view input) { client.send(input); });
}

TEST_F(SocketConformance, InHalves) {
    run([](Client& client, std::string_view input) {
        client.send(input.substr(0, input.size() / 2));
        client.send(input.substr(input.size() / 2));
    });
}

TEST_F(SocketConformance, OctetByOctet) {
    run([](Client& client, std::string_view input) {
        if (input.size() > kLongInput) {
            return client.send(input);
        }
        client.send_octet_by_octet(input);
    });
}

TEST_F(SocketConformance, BehindAnotherRequest) {
    for (const auto& test : http::load_cases(CARAFE_SOURCE_DIR "/tests/http/cases")) {
        if (test.input.starts_with("\r\n")) {
            continue;
        }
        SCOPED_TRACE(test.name);
        Client client(server.port());
        client.send(get_request("/") + test.input);
        client.half_close();
        EXPECT_EQ(statuses_of(client), "200 " + expected_of(test));
    }
}

}  // namespace carafe::server
