// What all parts of one server share. Includes Asio: for the few .cpp files that need it.
#pragma once
#include "carafe/http/message.hpp"
#include "carafe/server/detail/buffer_pool.hpp"
#include "carafe/server/detail/coarse_clock.hpp"
#include "carafe/server/detail/gate.hpp"
#include "carafe/server/detail/registry.hpp"
#include "carafe/server/options.hpp"

#include <boost/asio/io_context.hpp>

#include <atomic>
#include <string_view>
#include <utility>  // Asio 1.81 wants it first

namespace carafe::server::detail {

namespace asio = boost::asio;

struct Core {
    Core(const Options& given,
         http::Handler& application,
         asio::io_context& workers,
         Gate::Limits gate_limits,
         std::function<void(Connection*)> start,
         std::function<void()> first_parked)
        : options(given),
          handler(application),
          io(workers),
          pool(given.head.head + BufferPool::kSmall),
          registry(given.connection_limit),
          gate(gate_limits, std::move(start), std::move(first_parked)) {}

    void log(std::string_view line) const {
        if (options.log) {
            options.log(line);
        }
    }

    const Options& options;
    http::Handler& handler;
    asio::io_context& io;
    SystemClock wall{};
    CoarseClock clock{wall};
    BufferPool pool;
    Registry registry;
    Gate gate;
    std::atomic<bool> is_stopping{false};
    std::atomic<std::size_t> unsent{0};  // octets of answers that sockets did not take yet
    std::atomic<std::uint64_t> accepted{0};
    std::atomic<std::uint64_t> refused{0};
};

}  // namespace carafe::server::detail
