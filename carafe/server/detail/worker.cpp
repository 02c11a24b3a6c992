#include "carafe/server/detail/worker.hpp"

#include <cstring>
#include <memory>

namespace carafe::server::detail {

namespace {

void empty(std::string& text) {
    if (text.capacity() > Worker::kKeptText) {
        std::string().swap(text);
    } else {
        text.clear();
    }
}

}  // namespace

std::string_view Worker::to_scratch(std::string_view octets) {
    std::memmove(scratch.data(), octets.data(), octets.size());
    return {scratch.data(), octets.size()};
}

http::Response& Worker::fresh_response() {
    auto body = std::move(response.body);
    auto headers = std::move(response.headers);
    empty(body);
    headers.clear();
    response = http::Response{};
    response.body = std::move(body);
    response.headers = std::move(headers);
    return response;
}

void Worker::poison_scratch([[maybe_unused]] std::size_t used) {
#ifdef CARAFE_POISON_SCRATCH
    std::memset(scratch.data(), 0xDD, used);
#endif
}

Worker& this_worker(const http::HeadLimits& limits) {
    static thread_local std::unique_ptr<Worker> worker;
    if (!worker) {
        worker = std::make_unique<Worker>(limits);
    }
    return *worker;
}

}  // namespace carafe::server::detail
