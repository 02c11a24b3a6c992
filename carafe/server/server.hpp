// The HTTP server: one Asio io_context run by all threads, handlers inline on the thread that read
// the request.
//
//     server::Server server({.port = 8000, .is_ready = [&] { return app.is_ready(); }}, app);
//     if (auto started = server.start(); !started) return fail(started.error());
//     return server.wait();   // until SIGTERM or SIGINT; answers begun are finished
//
// Handlers may block: a gate keeps one thread free for reading, refusing and instant answers, and a
// part of the others free for quick routes. TLS, streams and WebSocket are not here yet.
#pragma once
#include "carafe/base/result.hpp"
#include "carafe/http/message.hpp"
#include "carafe/server/options.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>

namespace carafe::server {

/// Counters since the start, for tests and metrics.
struct Counters {
    std::size_t connections = 0;  ///< open now
    std::uint64_t accepted = 0;
    std::uint64_t evicted = 0;  ///< idle connections closed to make room
    std::uint64_t refused = 0;  ///< connections answered 503 at the limit
    std::size_t parked = 0;     ///< requests waiting for a thread now
};

class Server {
  public:
    /// @param handler  must outlive the server; called from many threads at once.
    Server(Options options, http::Handler& handler);
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    /// Stops and waits.
    ~Server();

    /// Opens the ports and starts the threads. Once only.
    /// @return server.E001 (address), server.E002 (port taken or not allowed), with what to do
    /// about it.
    Result<void> start();

    /// Begins to drain: not ready, listener closed, begun requests finish. Returns at once; any
    /// thread.
    void stop();

    /// Returns when the drain is over.
    /// @return 0 when every begun answer was finished, 1 when the limit ended the wait. With
    ///         `handle_signals` the process ends with status 1 when a handler still blocks at the
    ///         limit.
    int wait();

    /// The ports in use, also when 0 was asked for; 0 before start() or without a control port.
    std::uint16_t port() const;
    std::uint16_t control_port() const;

    Counters counters() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace carafe::server
