// What the server hands to an application and gets back: a request as views into the connection's
// buffer, a response that owns its bytes, and the Handler between them. No I/O in here.
#pragma once
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace carafe::http {

enum class Method : std::uint8_t { Get, Head, Post, Put, Patch, Delete, Options, Unknown };

/// "GET", "HEAD", …; "?" for Unknown.
std::string_view method_name(Method method);

/// One header field; both are views that live as long as the request.
struct Field {
    std::string_view name;
    std::string_view value;
};

struct RequestHead;  // offsets found by the parser: http/request_parser.hpp

/// One request. Every view is valid until Handler::handle returns; copy by name what must live
/// longer.
class Request {
  public:
    /// @param head  the parsed head; must outlive the request.  @param base  first octet of the
    /// message.
    Request(const RequestHead& head, const char* base);

    Method method() const;
    /// As sent, before decoding: "/people/7?sort=name".
    std::string_view target() const;
    /// Part of the target before '?', still percent-encoded; "*" for OPTIONS *.
    std::string_view path() const;
    /// Part behind '?', still encoded; empty when there is none.
    std::string_view query() const;
    /// 0 or 1: HTTP/1.0 or HTTP/1.1.
    int minor_version() const;
    /// Authority that counts: of an absolute target, else the Host field ("example.org:8000").
    std::string_view host() const;
    /// First field of that name, compared without case; nothing when absent.
    std::optional<std::string_view> field(std::string_view name) const;
    std::size_t field_count() const;
    Field field_at(std::size_t index) const;

    /// Whole body, decoded from chunks; empty without one.
    std::string_view body() const { return body_; }

    /// Value of the first cookie of that name (nothing unquoted or decoded); nothing when
    /// absent.
    std::optional<std::string_view> cookie(std::string_view name) const;
    /// Whether the client sent that the connection ends here, or speaks HTTP/1.0.
    bool wants_close() const;

    /// What Handler::plan left in BodyPlan::route for this request; null without.
    const void* route() const { return route_; }

    /// Address of the other end of the connection, "192.0.2.7" or "2001:db8::7".
    std::string_view peer() const { return peer_; }

    /// Whether this connection is TLS.
    bool is_secure() const { return secure_; }

    void set_body(std::string_view body) { body_ = body; }

    void set_route(const void* route) { route_ = route; }

    void set_peer(std::string_view address, bool secure) {
        peer_ = address;
        secure_ = secure;
    }

  private:
    const RequestHead* head_;
    const char* base_;
    std::string_view body_{};
    std::string_view peer_{};
    const void* route_ = nullptr;
    bool secure_ = false;
};

/// A response header. `name` must be text that lives as long as the program (a literal).
struct Header {
    std::string_view name;
    std::string value;
};

/// An answer. Move-only; owns its bytes unless `fixed` points at text of the program's lifetime.
/// Content-Type, Content-Length, Date and Connection are written by the server, and no Server field
/// at all; everything else is a header here. One of those as a header is a bug and becomes a 500.
struct Response {
    Response() = default;
    Response(Response&&) noexcept = default;
    Response& operator=(Response&&) noexcept = default;
    Response(const Response&) = delete;
    Response& operator=(const Response&) = delete;

    std::uint16_t status = 200;
    /// Text of the program's lifetime; empty: no Content-Type is written.
    std::string_view content_type = "text/html; charset=utf-8";
    std::string_view fixed{};  ///< body kept by the program; wins over `body`
    std::string body{};        ///< body owned by the answer
    std::shared_ptr<const std::string>
        shared{};  ///< body shared by several answers; wins over both
    std::vector<Header> headers{};
    /// Further complete lines, each ending in CRLF; text that outlives the answer. Nothing from outside in it.
    std::string_view header_block{};
    bool close = false;  ///< close the connection after this answer

    std::string_view bytes() const {
        if (shared) {
            return *shared;
        }
        return fixed.data() != nullptr ? fixed : std::string_view(body);
    }
};

/// Where a request may run. Slow ones get a bounded share of the threads, so that quick ones never
/// wait behind them.
enum class Lane : std::uint8_t {
    Learned,  ///< as `meter` has learned; quick without a meter
    Slow,     ///< always in the slow lane
    Instant,  ///< answers from memory: may use the server's spare thread, never waits
};

/// Moving mean of a route's handler time. One per route, owned by the application, updated by the
/// server; safe from any thread.
struct LaneMeter {
    std::atomic<std::uint32_t> mean_us{0};
    std::atomic<bool> is_slow{false};
};

/// What the application says once the head is known, before the body is read and a thread is
/// granted.
struct BodyPlan {
    std::uint64_t limit = 1 << 20;  ///< octets the route takes; over it: 413
    bool discard = false;  ///< refusal known from the head (404, 405): body is dropped, not kept
    Lane lane = Lane::Learned;
    LaneMeter* meter = nullptr;   ///< lives as long as the application; may be null
    const void* route = nullptr;  ///< handed back as Request::route(), so that routing is done once
};

/// The application, as the server sees it. Both are called from many threads at once.
class Handler {
  public:
    virtual ~Handler() = default;
    /// Called once for each request when its head is complete. Must not block or throw.
    virtual BodyPlan plan(const Request& head) noexcept = 0;
    /// Fills `response`. Runs on the thread that read the request and may block. An exception that
    /// leaves becomes a plain 500. With a plan that discards, the body is empty.
    virtual void handle(const Request& request, Response& response) = 0;
};

}  // namespace carafe::http
