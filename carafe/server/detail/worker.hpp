// What each thread of the server owns: memory that is used within one call and never across a wait.
#pragma once
#include "carafe/http/message.hpp"
#include "carafe/http/request_parser.hpp"

#include <array>
#include <string>
#include <string_view>

namespace carafe::server::detail {

/// One request on its way: the parsed head, where its octets lie, what the application plans.
struct Exchange {
    explicit Exchange(const http::HeadLimits& limits) : parser(limits) {}

    http::Request request() const { return {parser.head(), base}; }

    http::RequestParser parser;
    const char* base = nullptr;
    http::BodyPlan plan{};
};

struct Worker {
    static constexpr std::size_t kScratch = 64 * 1024;
    static constexpr std::size_t kKeptText = 1 << 20;  // strings above give their memory back

    explicit Worker(const http::HeadLimits& limits) : exchange(limits) {}

    /// Copies octets to the front of the scratch, from wherever they are (also from inside it).
    std::string_view to_scratch(std::string_view octets);

    /// Empties the response but keeps the memory of its strings.
    http::Response& fresh_response();

    /// In debug builds overwrites the scratch, so that a view kept too long shows.
    void poison_scratch(std::size_t used);

    std::array<char, kScratch> scratch;
    Exchange exchange;
    http::Response response{};
    std::string head_text{};
    std::string batch{};  ///< answers to pipelined requests that leave in one write
};

/// The worker of the calling thread, made at its first use.
Worker& this_worker(const http::HeadLimits& limits);

}  // namespace carafe::server::detail
