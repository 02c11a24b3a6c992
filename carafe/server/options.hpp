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

    /// Keep-alive, or new and silent: closed without an answer (CARAFE_CHANNEL_TIMEOUT).
    Duration idle = std::chrono::seconds(30);
    /// First octet to end of head; then 408.
    Duration head = std::chrono::seconds(15);
    /// Before the rate of a body counts; then 408.
    Duration body_grace = std::chrono::seconds(10);
    /// Octets a second that a body has to reach.
    std::uint32_t body_rate = 500;
    /// Bodies under 64 KiB, in all.
    Duration small_body = std::chrono::seconds(60);
    /// Unread answer without progress.
    Duration write = std::chrono::seconds(30);
    /// Reading on after a last answer.
    Duration linger = std::chrono::seconds(2);
    /// Waiting for a thread; then 503.
    Duration queue = std::chrono::seconds(1);
    /// From stop to the end.
    Duration drain = std::chrono::seconds(25);
    /// How often deadlines are compared.
    Duration sweep = std::chrono::seconds(1);
};

struct Options {
    /// IPv4 or IPv6 address, or "localhost".
    std::string host = "127.0.0.1";
    /// 0: any free one.
    std::uint16_t port = 8'000;
    /// For slow work; 0: max(4, 4 × cores). A reserve for quick work and a spare come on top.
    unsigned threads = 0;
    /// Over it idle connections are closed, else new ones get 503.
    std::size_t connection_limit = 1'000;
    /// Requests waiting for a thread, in each lane; over it 503 at once.
    std::size_t queue_limit = 512;
    /// `body` is the greatest body any route takes.
    http::HeadLimits head{.body = 64U << 20U};
    /// Octets of answers nobody reads, in all; over it the slowest reader is closed.
    std::size_t unsent_limit = 64U << 20U;
    /// Loopback listener of /healthz and /readyz; 0: any free port; nothing: none.
    std::optional<std::uint16_t> control_port{};
    /// Asked by /readyz on the control thread: must not block. Empty: always ready.
    std::function<bool()> is_ready{};
    /// Gets one line without its end, from any thread. May be empty.
    std::function<void(std::string_view)> log{};
    /// SIGTERM and SIGINT begin the drain, a second one ends the process.
    bool handle_signals = true;
    Timeouts timeouts{};
};

}  // namespace carafe::server
