// The life of a connection: waiting, input arriving, output leaving, the end. Serving is in
// connection_serve.cpp.
#include "carafe/server/detail/connection.hpp"

#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <cerrno>

namespace carafe::server::detail {

namespace {

constexpr std::size_t kDrainLimit = 256 * 1024;
constexpr std::string_view kFull =
    "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 1\r\nConnection: "
    "close\r\n\r\n";

ssize_t receive(int descriptor, char* into, std::size_t room) {
    ssize_t count = 0;
    do {
        count = ::recv(descriptor, into, room, MSG_DONTWAIT);
    } while (count < 0 && errno == EINTR);
    return count;
}

/// Sends both in one call. Octets taken, 0 when none could be taken now, −1 when the connection is
/// gone.
ssize_t send_both(int descriptor, std::string_view first, std::string_view second) {
    iovec parts[2] = {{const_cast<char*>(first.data()), first.size()},
                      {const_cast<char*>(second.data()), second.size()}};
    msghdr message{};
    message.msg_iov = parts;
    message.msg_iovlen = second.empty() ? 1 : 2;
    ssize_t count = 0;
    do {
        count = ::sendmsg(descriptor, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    } while (count < 0 && errno == EINTR);
    return count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) ? 0 : count;
}

}  // namespace

Connection::Connection(Core& core, int descriptor, std::string peer, bool is_ipv6)
    : core_(core), socket_(core.io), peer_(std::move(peer)) {
    socket_.assign(is_ipv6 ? asio::ip::tcp::v6() : asio::ip::tcp::v4(), descriptor);
}

Connection::~Connection() {
    if (unsent_) {
        core_.unsent.fetch_sub(unsent_->counted, std::memory_order_relaxed);
    }
}

void Connection::adopt(Core& core, int descriptor, std::string peer, bool is_ipv6) {
    int one = 1;
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    core.accepted.fetch_add(1, std::memory_order_relaxed);
    std::unique_ptr<Connection> connection(
        new Connection(core, descriptor, std::move(peer), is_ipv6));
    auto deadline = core.clock.now() + core.options.timeouts.idle.count();
    connection->slot_ = core.registry.add(connection.get(), descriptor, deadline);
    if (connection->slot_ == nullptr) {
        core.refused.fetch_add(1, std::memory_order_relaxed);
        send_both(descriptor, kFull, {});
        return;
    }
    connection.release()->guard([](Connection& self) { self.wait_readable(); });
}

/// Runs a step that may throw for want of memory: then this connection ends, and only this one.
/// Steps begin operations last, so nothing is outstanding when one throws.
template <class Step>
void Connection::guard(Step step) noexcept {
    try {
        step(*this);
    } catch (const std::exception& error) {
        core_.log(error.what());
        destroy();
    }
}

void Connection::destroy() {
    // Leave first, close afterwards: the sweep must never shut a descriptor that is somebody
    // else's.
    core_.registry.remove(slot_);
    delete this;
}

void Connection::wait_readable() {
    socket_.async_wait(Socket::wait_read, [this](const boost::system::error_code& error) {
        if (error) {
            return destroy();
        }
        guard([](Connection& self) { self.on_readable(); });
    });
}

void Connection::wait_writable() {
    socket_.async_wait(Socket::wait_write, [this](const boost::system::error_code& error) {
        if (error) {
            return destroy();
        }
        guard([](Connection& self) { self.on_writable(); });
    });
}

/// Says what is waited for, and until when, and waits.
void Connection::wait_for_input() {
    const auto& timeouts = core_.options.timeouts;
    auto now = core_.clock.now();
    if (phase_ == Phase::Body) {
        slot_->set(Activity::Body, deadline_of_body());
    } else if (phase_ == Phase::Linger) {
        slot_->set(Activity::Linger, now + timeouts.linger.count());
    } else if (held_) {
        slot_->set(Activity::Head, held_->started + timeouts.head.count());
    } else {
        slot_->set(has_answered_ ? Activity::Idle : Activity::New, now + timeouts.idle.count());
    }
    wait_readable();
}

void Connection::on_readable() {
    auto& scratch = worker().scratch;
    char* into = scratch.data();
    std::size_t room = scratch.size();
    if (phase_ == Phase::Head && held_) {
        into = held_->buffer.data() + held_->length;
        room = held_->buffer.size() - held_->length;
    }
    auto count = receive(socket_.native_handle(), into, room);
    if (count > 0) {
        return on_octets(into, static_cast<std::size_t>(count));
    }
    if (count == 0) {
        return on_end();
    }
    if (errno == EAGAIN || errno == EWOULDBLOCK) {
        return wait_readable();
    }
    destroy();
}

void Connection::on_octets(const char* where, std::size_t count) {
    auto& mine = worker();
    if (phase_ == Phase::Linger) {
        dropped_ += count;
        return dropped_ > kDrainLimit ? destroy() : wait_readable();
    }
    if (phase_ == Phase::Head && held_) {
        held_->length += count;
        serve({held_->buffer.data(), held_->length});
    } else {
        serve({where, count});
    }
    mine.poison_scratch(count);
}

/// The client sends no more, or the sweep has shut our reading side.
void Connection::on_end() {
    bool is_unfinished = phase_ == Phase::Body || (phase_ == Phase::Head && held_);
    auto reason = slot_->reason.load(std::memory_order_relaxed);
    if (is_unfinished && reason == Reason::Deadline) {
        refuse(408);
    } else if (is_unfinished && reason == Reason::None) {
        refuse(400);
    } else {
        destroy();
    }
}

void Connection::on_writable() {
    auto& unsent = *unsent_;
    std::string_view first = unsent.first;
    std::string_view body = unsent.body;
    bool in_body = unsent.sent >= first.size();
    body.remove_prefix(in_body ? unsent.sent - first.size() : 0);
    first.remove_prefix(in_body ? first.size() : unsent.sent);
    auto count = in_body ? send_both(socket_.native_handle(), body, {})
                         : send_both(socket_.native_handle(), first, body);
    if (count < 0) {
        return destroy();
    }
    unsent.sent += static_cast<std::size_t>(count);
    if (static_cast<std::size_t>(count) < first.size() + body.size()) {
        if (count > 0) {
            slot_->set(Activity::Write, core_.clock.now() + core_.options.timeouts.write.count());
        }
        return wait_writable();
    }
    auto done = std::move(unsent_);
    core_.unsent.fetch_sub(done->counted, std::memory_order_relaxed);
    if (is_last_) {
        begin_linger();
    } else if (done->rest.empty()) {
        wait_for_input();
    } else {
        serve(worker().to_scratch(done->rest));
    }
}

/// Sends the batch of this thread and `body`, in one call if the socket takes it. The response in
/// hand owns the body.
bool Connection::send(std::string_view body, std::string_view input_behind) {
    auto& batch = worker().batch;
    auto count = send_both(socket_.native_handle(), batch, body);
    if (count < 0) {
        batch.clear();
        destroy();
        return false;
    }
    if (static_cast<std::size_t>(count) < batch.size() + body.size()) {
        return keep_unsent(static_cast<std::size_t>(count), body, input_behind);
    }
    batch.clear();
    return !is_last_ || begin_linger();
}

/// Keeps what the socket did not take, and the input behind it: nothing more is read or run until
/// it has.
bool Connection::keep_unsent(std::size_t sent,
                             std::string_view body,
                             std::string_view input_behind) {
    auto& mine = worker();
    auto unsent = std::make_unique<Unsent>();
    unsent->first = std::move(mine.batch);
    mine.batch.clear();
    unsent->sent = sent;
    unsent->rest = input_behind;
    if (!body.empty()) {
        unsent->response = std::move(mine.response);
        unsent->body = unsent->response.bytes();
        mine.response = http::Response{};
    }
    bool owns_body = !body.empty() && body.data() == unsent->response.body.data();
    unsent->counted = unsent->first.size() + unsent->rest.size() + (owns_body ? body.size() : 0);
    auto total =
        core_.unsent.fetch_add(unsent->counted, std::memory_order_relaxed) + unsent->counted;
    unsent_ = std::move(unsent);
    slot_->set(Activity::Write, core_.clock.now() + core_.options.timeouts.write.count());
    if (total > core_.options.unsent_limit) {
        core_.registry.end_slowest_reader();
    }
    wait_writable();
    return false;
}

/// RFC 9112 §9.6: stop sending, read on for a while, so that the client gets the answer and not a
/// reset.
bool Connection::begin_linger() {
    ::shutdown(socket_.native_handle(), SHUT_WR);
    held_.reset();
    phase_ = Phase::Linger;
    dropped_ = 0;
    wait_for_input();
    return false;
}

void Connection::resume() {
    guard([](Connection& self) {
        auto& mine = self.worker();
        mine.batch = std::move(self.held_->answers);
        auto input = mine.to_scratch(self.held_->rest);
        self.execute(self.held_->queue);
        if (self.answer(input)) {
            self.serve(input);
        }
    });
}

void Connection::expire() {
    guard([](Connection& self) {
        self.worker().batch = std::move(self.held_->answers);
        self.refuse(503);
    });
}

}  // namespace carafe::server::detail
