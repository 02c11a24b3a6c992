#include "tests/server/probe.hpp"

#include "carafe/base/numbers.hpp"

#include <chrono>
#include <stdexcept>
#include <thread>

namespace carafe::server {

void Barrier::wait() {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return is_open_; });
    --waiting_;
}

void Barrier::wait_for(int count) {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, std::chrono::seconds(10), [&] { return waiting_ >= count; })) {
        throw std::runtime_error("the handlers do not start");
    }
}

void Barrier::open() {
    std::lock_guard lock(mutex_);
    is_open_ = true;
    changed_.notify_all();
}

http::BodyPlan Probe::plan(const http::Request& head) noexcept {
    static constexpr char kRoute = 'r';
    http::BodyPlan plan;
    plan.route = &kRoute;
    auto path = head.path();
    if (path == "/small") {
        plan.limit = 10;
    }
    if (path == "/missing") {
        plan.discard = true;
    }
    if (path == "/slow") {
        plan.lane = http::Lane::Slow;
    }
    if (path == "/instant") {
        plan.lane = http::Lane::Instant;
    }
    return plan;
}

void Probe::handle(const http::Request& request, http::Response& response) {
    ++handled;
    response.content_type = "text/plain; charset=utf-8";
    auto path = request.path();
    if (path == "/echo" || path == "/small") {
        response.body = request.body();
    } else if (path.starts_with("/big/")) {
        response.body.assign(parse_decimal<std::size_t>(path.substr(5)).value(), 'b');
    } else if (path == "/count") {
        response.body = std::to_string(handled.load());
    } else if (path == "/block" || path == "/slow") {
        barrier.wait();
        response.body = "done";
    } else if (path == "/throw") {
        throw std::runtime_error("thrown by a handler");
    } else if (path == "/odd") {
        throw 7;
    } else if (path == "/split") {
        response.headers.push_back({"Content-Length", "5"});
    } else if (path == "/missing") {
        response.status = 404;
        response.body = "missing";
    } else if (path == "/none") {
        response.status = 204;
    } else if (path == "/route") {
        response.body =
            request.route() != nullptr ? *static_cast<const char*>(request.route()) : '-';
    } else if (path == "/peer") {
        response.body = request.peer();
    }
}

Options test_options() {
    Options options;
    options.port = 0;
    options.threads = 2;
    options.control_port = 0;
    options.handle_signals = false;
    options.head.body = 1 << 20;
    options.timeouts.sweep = std::chrono::milliseconds(10);
    return options;
}

bool eventually(const std::function<bool()>& condition) {
    for (int i = 0; i < 10'000; ++i) {
        if (condition()) {
            return true;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return false;
}

}  // namespace carafe::server
