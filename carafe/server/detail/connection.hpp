// One client's connection: what has come, what has to go, what is waited for.
//
//     accepted ─► Head ──head complete──► Body ──complete──► Run (perhaps parked) ─► answer ─► Head
//     …
//                  │ refused                │ refused                                  │ last one
//                  └────────────────────────┴──────────► answer ─► Linger ─► gone ◄────┘
//
// It belongs to its one outstanding operation: waiting for input, waiting to write, or parked at
// the gate. Whoever completes that operation owns it, without locks, and ends by beginning the next
// one or by destroying it; after either, the object must not be touched. A function that returns
// bool answers whether the caller still owns it and may go on. Includes Asio.
#pragma once
#include "carafe/http/chunk_decoder.hpp"
#include "carafe/server/detail/core.hpp"
#include "carafe/server/detail/worker.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace carafe::server::detail {

class Connection {
  public:
    /// Takes over an accepted, non-blocking descriptor. At the limit, and nobody idle: 503 and
    /// closed.
    static void adopt(Core& core, int descriptor, std::string peer, bool is_ipv6);

    /// A parked request was given a place at the gate: runs it.
    void resume();

    /// A parked request has waited too long: 503.
    void expire();

    ~Connection();

  private:
    using Socket = asio::basic_stream_socket<asio::ip::tcp, asio::io_context::executor_type>;

    enum class Phase : std::uint8_t { Head, Body, Run, Linger };

    /// A request that did not come in one piece, or is parked: here it owns all its octets.
    struct Held {
        explicit Held(const Exchange& begun) : exchange(begun) {}

        Exchange exchange;
        PooledBuffer buffer{};   // the head, from its first octet
        std::size_t length = 0;  // octets in `buffer`
        std::string body{};
        http::ChunkDecoder decoder{0};
        std::uint64_t left = 0;      // octets of a body of known length still to come
        std::uint64_t received = 0;  // octets of the body on the wire
        Moment started = 0;
        // Only while parked:
        Queue queue = Queue::Quick;
        std::string rest{};     // octets behind this request
        std::string answers{};  // to requests before it, not sent yet
    };

    /// What a socket did not take.
    struct Unsent {
        std::string first;        // head, and answers before it
        http::Response response;  // keeps the body alive
        std::string_view body;    // empty, or response.bytes()
        std::size_t sent = 0;     // of both together
        std::string rest;         // octets that came behind; served once all is sent
        std::size_t counted = 0;  // in Core::unsent
    };

    Connection(Core& core, int descriptor, std::string peer, bool is_ipv6);

    // Operations and what completes them.
    void wait_readable();
    void wait_writable();
    void wait_for_input();
    void on_readable();
    void on_writable();
    void on_octets(const char* where, std::size_t count);
    void on_end();
    void destroy();
    template <class Step>
    void guard(Step step) noexcept;

    // Serving: input lies in the scratch, or in the held buffer while its head is not complete.
    void serve(std::string_view input);
    bool serve_one(std::string_view& input);
    bool read_head(std::string_view& input);
    bool keep_head(std::string_view input);
    bool begin_body(std::string_view& input);
    bool read_body(std::string_view& input);
    http::ParseStep feed_body(std::string_view& input);
    bool answer_at_once(std::string_view& input);
    bool run(std::string_view& input);
    bool park(std::string_view input, Queue queue);
    void execute(std::optional<Queue> place);
    void call_handler();
    void call_measured(http::LaneMeter& meter);
    void hold_exchange();
    Moment deadline_of_body() const;

    Exchange& exchange() { return held_ ? held_->exchange : worker().exchange; }

    http::Request make_request();

    // Answering.
    bool answer(std::string_view& input);
    bool refuse(int status);
    void append_answer_head(bool close);
    bool flush();
    bool send(std::string_view body, std::string_view input_behind);
    bool keep_unsent(std::size_t sent, std::string_view body, std::string_view input_behind);
    bool begin_linger();

    Worker& worker() const { return this_worker(core_.options.head); }

    Core& core_;
    Socket socket_;
    Slot* slot_ = nullptr;
    std::unique_ptr<Held> held_{};
    std::unique_ptr<Unsent> unsent_{};
    std::string peer_;
    std::string_view body_{};  // of the request in hand
    std::size_t dropped_ = 0;  // while lingering
    std::uint16_t refusal_ = 0;
    Phase phase_ = Phase::Head;
    bool drops_body_ = false;
    bool is_last_ = false;  // the answer in hand ends the connection
    bool has_answered_ = false;
};

}  // namespace carafe::server::detail
