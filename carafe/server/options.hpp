// What a server can be told. Every number is a default of the reliability page; times are ceilings
// that one sweep a second enforces, so they may end up to `sweep` later.
#pragma once
#include "carafe/http/request_parser.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace carafe::server {

struct Timeouts {
    using Duration = std::chrono::milliseconds;

    Duration idle =
        std::chrono::seconds(30);  ///< keep-alive or new and silent (CARAFE_CHANNEL_TIMEOUT)
    Duration head = std::chrono::seconds(15);        ///< first octet to end of head; then 408
    Duration body_grace = std::chrono::seconds(10);  ///< before the rate of a body counts; then 408
    Duration small_body = std::chrono::seconds(60);  ///< bodies under 64 KiB, in all
    Duration write = std::chrono::seconds(30);       ///< unread answer without progress
    Duration linger = std::chrono::seconds(2);       ///< reading on after a last answer
    Duration queue = std::chrono::seconds(1);        ///< waiting for a thread; then 503
    Duration drain = std::chrono::seconds(25);       ///< from stop to the end
    Duration sweep = std::chrono::seconds(1);        ///< how often deadlines are compared
    std::uint32_t body_rate = 500;                   ///< octets a second that a body has to reach
};

struct Options {
    std::string host = "127.0.0.1";  ///< IPv4 or IPv6 address, or "localhost"
    std::uint16_t port = 8'000;      ///< 0: any free one
    unsigned threads =
        0;  ///< for slow work; 0: max(4, 4 × cores). A reserve and a spare come on top
    std::size_t connection_limit = 1'000;  ///< over it idle connections are closed, else 503
    std::size_t queue_limit =
        512;  ///< requests waiting for a thread, each lane; over it 503 at once
    http::HeadLimits head{.body = 64U << 20U};  ///< `body` is the greatest any route takes
    std::size_t unsent_limit =
        64U << 20U;  ///< octets of answers nobody reads, in all; over it the slowest reader goes
    std::optional<std::uint16_t>
        control_port{};  ///< loopback listener of /healthz and /readyz; 0: any free port
    std::function<bool()>
        is_ready{};  ///< for /readyz, on the control thread: must not block; empty: always ready
    std::function<void(std::string_view)>
        log{};                   ///< one line without end; any thread; may be empty
    bool handle_signals = true;  ///< SIGTERM and SIGINT stop, a second one ends the process
    Timeouts timeouts{};
};

}  // namespace carafe::server
