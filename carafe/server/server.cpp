#include "carafe/server/server.hpp"

#include "carafe/base/assert.hpp"
#include "carafe/server/detail/connection.hpp"
#include "carafe/server/detail/control.hpp"
#include "carafe/server/detail/core.hpp"
#include "carafe/server/detail/listener.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <cstdlib>
#include <thread>
#include <vector>

namespace carafe::server {

namespace {

using namespace detail;

unsigned work_threads(const Options& options) {
    if (options.threads != 0) {
        return options.threads;
    }
    return std::max(4U, 4 * std::thread::hardware_concurrency());
}

/// Threads kept for quick work.
unsigned reserve_threads(const Options& options) {
    return std::max(2U, work_threads(options) / 4);
}

Gate::Limits gate_limits(const Options& options) {
    auto slow = work_threads(options);
    return {.running = static_cast<int>(slow + reserve_threads(options)),
            .slow = static_cast<int>(slow),
            .queue = options.queue_limit,
            .wait = options.timeouts.queue.count()};
}

/// One more than the gate lets in: the spare that always reads, refuses and answers instantly.
unsigned all_threads(const Options& options) {
    return work_threads(options) + reserve_threads(options) + 1;
}

}  // namespace

struct Server::Impl {
    Impl(Options given, http::Handler& handler)
        : options(std::move(given)),
          io(static_cast<int>(all_threads(options))),
          core(
              options,
              handler,
              io,
              gate_limits(options),
              [this](Connection* connection) {
                  asio::post(io, [connection] { connection->resume(); });
              },
              [this] { control.watch_queue(); }),
          listener(core),
          control(core, listener) {}

    void run_worker() {
        for (;;) {
            try {
                io.run();
                return;
            } catch (const std::exception& error) {
                core.log(error.what());
            }
        }
    }

    void join() {
        for (auto& thread : threads) {
            thread.join();
        }
        threads.clear();
        // No thread runs any more: what the drain left behind can go.
        for (auto* connection : core.registry.remaining()) {
            delete connection;
        }
    }

    Options options;
    asio::io_context io;
    Core core;
    Listener listener;
    Control control;
    asio::executor_work_guard<asio::io_context::executor_type> work{
        io.get_executor()};  // parked requests are no work
    std::vector<std::thread> threads{};
    bool has_started = false;
    int result = 0;
};

Server::Server(Options options, http::Handler& handler)
    : impl_(std::make_unique<Impl>(std::move(options), handler)) {}

Server::~Server() {
    if (!impl_->has_started) {
        return;
    }
    stop();
    wait();
}

Result<void> Server::start() {
    CARAFE_ASSERT(!impl_->has_started, "a server starts once");
    TRY(impl_->listener.open(impl_->options.host, impl_->options.port));
    TRY(impl_->control.open());
    impl_->has_started = true;
    impl_->listener.start();
    for (unsigned i = 0; i < all_threads(impl_->options); ++i) {
        impl_->threads.emplace_back([this] { impl_->run_worker(); });
    }
    impl_->control.start();
    return {};
}

void Server::stop() {
    impl_->control.stop();
}

int Server::wait() {
    if (impl_->threads.empty()) {
        return impl_->result;
    }
    bool is_clean = impl_->control.wait();
    impl_->result = is_clean ? EXIT_SUCCESS : EXIT_FAILURE;
    if (!is_clean) {
        impl_->core.log("some requests did not end in time and were cut");
    }
    // A handler that still blocks would block the join as well.
    if (!is_clean && impl_->options.handle_signals) {
        std::_Exit(EXIT_FAILURE);
    }
    impl_->join();
    return impl_->result;
}

std::uint16_t Server::port() const {
    return impl_->listener.port();
}

std::uint16_t Server::control_port() const {
    return impl_->control.port();
}

Counters Server::counters() const {
    const auto& core = impl_->core;
    return {.connections = core.registry.size(),
            .accepted = core.accepted.load(),
            .evicted = core.registry.evicted(),
            .refused = core.refused.load(),
            .parked = core.gate.waiting()};
}

}  // namespace carafe::server
