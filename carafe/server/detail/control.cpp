#include "carafe/server/detail/control.hpp"

#include "carafe/server/detail/connection.hpp"
#include "carafe/server/detail/health.hpp"

#include <boost/asio/post.hpp>

#include <csignal>
#include <cstdlib>

namespace carafe::server::detail {

namespace {

using boost::system::error_code;

constexpr std::chrono::milliseconds kDrainCheck{20};
constexpr Moment kNewGrace =
    1'000;  // milliseconds in which a connection just accepted may still send its request

}  // namespace

Control::Control(Core& core, Listener& listener) : core_(core), listener_(listener) {}

Result<void> Control::open() {
    if (!core_.options.control_port) {
        return {};
    }
    asio::ip::tcp::endpoint endpoint(asio::ip::address_v4::loopback(), *core_.options.control_port);
    error_code error;
    acceptor_.open(endpoint.protocol(), error);
    if (!error) {
        acceptor_.set_option(asio::ip::tcp::acceptor::reuse_address(true), error);
    }
    if (!error) {
        acceptor_.bind(endpoint, error);
    }
    if (!error) {
        acceptor_.listen(16, error);
    }
    if (error) {
        return explain_listen_error(endpoint, error);
    }
    port_ = acceptor_.local_endpoint().port();
    return {};
}

void Control::start() {
    arm_sweep();
    if (core_.options.handle_signals) {
        signals_.add(SIGTERM);
        signals_.add(SIGINT);
        arm_signals();
    }
    if (acceptor_.is_open()) {
        arm_accept();
    }
    thread_ = std::thread([this] { io_.run(); });
}

void Control::stop() {
    asio::post(io_, [this] { begin_drain(); });
}

bool Control::wait() {
    if (thread_.joinable()) {
        thread_.join();
    }
    return is_clean_;
}

void Control::arm_sweep() {
    sweep_timer_.expires_after(core_.options.timeouts.sweep);
    sweep_timer_.async_wait([this](const error_code& error) {
        if (error) {
            return;
        }
        core_.clock.advance();
        core_.registry.sweep(core_.clock.now());
        arm_sweep();
    });
}

void Control::arm_signals() {
    signals_.async_wait([this](const error_code& error, int) {
        if (error) {
            return;
        }
        if (drain_start_) {
            std::_Exit(EXIT_FAILURE);
        }
        begin_drain();
        arm_signals();
    });
}

void Control::watch_queue() {
    asio::post(io_, [this] {
        if (!watches_queue_) {
            arm_queue();
        }
    });
}

/// Sleeps until the next parked request expires, as long as there are any.
void Control::arm_queue() {
    auto next = core_.gate.next_expiry();
    watches_queue_ = next.has_value();
    if (!next) {
        return;
    }
    queue_timer_.expires_after(
        std::chrono::milliseconds(std::max<Moment>(*next - core_.clock.exact_now(), 1)));
    queue_timer_.async_wait([this](const error_code& error) {
        if (error) {
            return;
        }
        for (auto* connection : core_.gate.take_expired(core_.clock.exact_now())) {
            asio::post(core_.io, [connection] { connection->expire(); });
        }
        arm_queue();
    });
}

void Control::begin_drain() {
    if (drain_start_) {
        return;
    }
    drain_start_ = core_.clock.exact_now();
    core_.is_stopping = true;
    listener_.stop();
    check_drain();
}

void Control::arm_drain() {
    drain_timer_.expires_after(kDrainCheck);
    drain_timer_.async_wait([this](const error_code& error) {
        if (!error) {
            check_drain();
        }
    });
}

void Control::check_drain() {
    auto passed = core_.clock.exact_now() - *drain_start_;
    if (listener_.is_closed()) {
        core_.registry.end_waiting(passed > kNewGrace);
        if (core_.registry.size() == 0) {
            return finish(true);
        }
    }
    if (passed > core_.options.timeouts.drain.count()) {
        return finish(false);
    }
    arm_drain();
}

void Control::finish(bool is_clean) {
    is_clean_ = is_clean;
    core_.io.stop();
    io_.stop();
}

void Control::arm_accept() {
    acceptor_.async_accept([this](const error_code& error, asio::ip::tcp::socket socket) {
        if (!error) {
            answer_health(std::move(socket), core_);
        }
        arm_accept();
    });
}

}  // namespace carafe::server::detail
