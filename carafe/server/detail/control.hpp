// The control thread: time, deadlines, signals, health and the drain. It has an io_context of its
// own and takes no lock that a handler can hold, so it works when all others block. Includes Asio.
#pragma once
#include "carafe/base/result.hpp"
#include "carafe/server/detail/core.hpp"
#include "carafe/server/detail/listener.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <optional>
#include <thread>

namespace carafe::server::detail {

class Control {
  public:
    Control(Core& core, Listener& listener);

    /// Opens the control port, if one is wanted.
    Result<void> open();
    void start();

    /// Begins the drain; any thread, returns at once.
    void stop();

    /// A request was parked: its waiting time has to be watched. Any thread.
    void watch_queue();

    /// Waits for the end of the drain. Whether every connection had ended.
    bool wait();

    std::uint16_t port() const { return port_; }

  private:
    void arm_sweep();
    void arm_signals();
    void arm_queue();
    void arm_drain();
    void arm_accept();
    void begin_drain();
    void check_drain();
    void finish(bool is_clean);

    Core& core_;
    Listener& listener_;
    asio::io_context io_{1};
    asio::steady_timer sweep_timer_{io_};
    asio::steady_timer queue_timer_{io_};
    asio::steady_timer drain_timer_{io_};
    asio::signal_set signals_{io_};
    asio::ip::tcp::acceptor acceptor_{io_};
    std::thread thread_{};
    std::optional<Moment> drain_start_{};
    bool watches_queue_ = false;
    bool is_clean_ = false;
    std::uint16_t port_ = 0;
};

}  // namespace carafe::server::detail
