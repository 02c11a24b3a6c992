#include "carafe/server/detail/listener.hpp"

#include "carafe/server/detail/connection.hpp"

#include <arpa/inet.h>
#include <boost/asio/post.hpp>
#include <sys/socket.h>

#include <cerrno>

namespace carafe::server::detail {

namespace {

using asio::ip::tcp;

constexpr int kBurst = 64;  // then the thread may do something else
constexpr int kBacklog = 1024;
constexpr std::chrono::milliseconds kPause{
    100};  // when descriptors have run out and nobody is idle

/// "192.0.2.7", "2001:db8::7"; an IPv4 address that came through an IPv6 socket is written as IPv4.
std::string peer_text(const sockaddr_storage& address) {
    char text[INET6_ADDRSTRLEN] = "";
    if (address.ss_family == AF_INET) {
        ::inet_ntop(
            AF_INET, &reinterpret_cast<const sockaddr_in&>(address).sin_addr, text, sizeof text);
    } else if (address.ss_family == AF_INET6) {
        ::inet_ntop(
            AF_INET6, &reinterpret_cast<const sockaddr_in6&>(address).sin6_addr, text, sizeof text);
    }
    std::string_view written = text;
    constexpr std::string_view mapped = "::ffff:";
    bool is_mapped = written.starts_with(mapped) && written.find('.') != std::string_view::npos;
    return std::string(is_mapped ? written.substr(mapped.size()) : written);
}

bool is_exhausted(int error) {
    return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

}  // namespace

Result<tcp::endpoint> find_endpoint(const std::string& host, std::uint16_t port) {
    boost::system::error_code error;
    auto address = asio::ip::make_address(host == "localhost" ? "127.0.0.1" : host, error);
    if (error) {
        return Error{
            "server.E001",
            "\"" + host + "\" is no IP address to listen on; use 127.0.0.1, 0.0.0.0, ::1 or ::"};
    }
    return tcp::endpoint(address, port);
}

Error explain_listen_error(const tcp::endpoint& endpoint, const boost::system::error_code& error) {
    auto where =
        "port " + std::to_string(endpoint.port()) + " on " + endpoint.address().to_string();
    if (error == asio::error::address_in_use) {
        return {"server.E002",
                where + " is taken by another program; stop it or choose another port"};
    }
    if (error == asio::error::access_denied) {
        return {"server.E002", where + " is reserved for the system; choose one from 1024 on"};
    }
    return {"server.E002", where + " cannot be opened: " + error.message()};
}

Listener::Listener(Core& core)
    : core_(core), acceptor_(asio::make_strand(core.io)), timer_(acceptor_.get_executor()) {}

Result<void> Listener::open(const std::string& host, std::uint16_t port) {
    auto endpoint = TRY(find_endpoint(host, port));
    boost::system::error_code error;
    acceptor_.open(endpoint.protocol(), error);
    if (!error) {
        acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    }
    if (!error) {
        acceptor_.bind(endpoint, error);
    }
    if (!error) {
        acceptor_.listen(kBacklog, error);
    }
    if (!error) {
        acceptor_.non_blocking(true, error);
    }
    if (error) {
        return explain_listen_error(endpoint, error);
    }
    port_ = acceptor_.local_endpoint().port();
    return {};
}

void Listener::start() {
    wait();
}

void Listener::stop() {
    asio::post(acceptor_.get_executor(), [this] {
        while (accept_burst() == Outcome::More) {
        }
        boost::system::error_code ignored;
        acceptor_.close(ignored);
        timer_.cancel();
        is_closed_ = true;
    });
}

void Listener::wait() {
    acceptor_.async_wait(tcp::acceptor::wait_read, [this](const boost::system::error_code& error) {
        if (error || !acceptor_.is_open()) {
            return;
        }
        // A listener stays readable while a connection waits: without descriptors, waiting for it
        // would spin.
        if (accept_burst() == Outcome::Exhausted) {
            return wait_a_little();
        }
        wait();
    });
}

void Listener::wait_a_little() {
    core_.log("out of file descriptors or memory: new connections have to wait");
    timer_.expires_after(kPause);
    timer_.async_wait([this](const boost::system::error_code& error) {
        if (!error && acceptor_.is_open()) {
            wait();
        }
    });
}

Listener::Outcome Listener::accept_burst() {
    for (int i = 0; i < kBurst; ++i) {
        sockaddr_storage address{};
        socklen_t length = sizeof address;
        int descriptor = ::accept4(acceptor_.native_handle(),
                                   reinterpret_cast<sockaddr*>(&address),
                                   &length,
                                   SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (descriptor >= 0) {
            Connection::adopt(core_, descriptor, peer_text(address), address.ss_family == AF_INET6);
        } else if (is_exhausted(errno)) {
            core_.registry.evict_idle();
            return Outcome::Exhausted;
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            return Outcome::Empty;
        }
    }
    return Outcome::More;
}

}  // namespace carafe::server::detail
