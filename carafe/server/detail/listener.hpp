// The listening socket: accepts in bursts, hands each descriptor to a new Connection. Includes
// Asio.
#pragma once
#include "carafe/base/result.hpp"
#include "carafe/server/detail/core.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include <atomic>
#include <cstdint>
#include <string>

namespace carafe::server::detail {

/// An address to listen on, from "127.0.0.1", "::", "localhost".
Result<asio::ip::tcp::endpoint> find_endpoint(const std::string& host, std::uint16_t port);

/// What went wrong with an endpoint, and what to do about it.
Error explain_listen_error(const asio::ip::tcp::endpoint& endpoint,
                           const boost::system::error_code& error);

class Listener {
  public:
    explicit Listener(Core& core);

    Result<void> open(const std::string& host, std::uint16_t port);
    void start();

    /// Accepts what waits in the kernel's queue, then closes. Any thread, returns at once.
    void stop();

    bool is_closed() const { return is_closed_.load(); }

    std::uint16_t port() const { return port_; }

  private:
    using Strand = asio::strand<asio::io_context::executor_type>;
    using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Strand>;

    enum class Outcome : std::uint8_t { Empty, More, Exhausted };

    void wait();
    void wait_a_little();
    Outcome accept_burst();

    Core& core_;
    Acceptor acceptor_;  // all handlers of acceptor and timer run on its strand
    asio::basic_waitable_timer<std::chrono::steady_clock,
                               asio::wait_traits<std::chrono::steady_clock>,
                               Strand>
        timer_;
    std::atomic<bool> is_closed_{false};
    std::uint16_t port_ = 0;
};

}  // namespace carafe::server::detail
