// One request, as handlers see it. Lives for the call of the handler; so do all views taken from it.
// Nothing is read twice: query, form, cookies, visitor and unit of work are made at the first question.
#pragma once
#include "carafe/base/time.hpp"
#include "carafe/http/cookie.hpp"
#include "carafe/http/message.hpp"
#include "carafe/http/path_segments.hpp"
#include "carafe/web/arguments.hpp"
#include "carafe/web/response.hpp"
#include "carafe/web/router.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace carafe {

class App;
class Log;
namespace orm {
class Database;
class UnitOfWork;
}  // namespace orm

/// Who is asking. Filled by the application's `identify` function, once, when somebody asks.
struct Visitor {
    std::int64_t user_id = 0;    ///< 0: nobody is logged in
    std::int64_t tenant_id = 0;  ///< 0: no tenant
    std::uint64_t roles = 0;     ///< bit per value of the application's role enum
    std::string binding{};       ///< what form tokens are bound to; changes at login
    bool is_logged_in() const { return user_id != 0; }
};

/// One message for the next page: category "success", "info", "warning" or "error".
struct Flash {
    std::string category;
    std::string message;
};

class Request {
  public:
    Request(App& app, const http::Request& raw);
    ~Request();
    Request(const Request&) = delete;
    Request& operator=(const Request&) = delete;

    http::Method method() const { return raw_.method(); }
    /// GET, HEAD, OPTIONS: must change nothing.
    bool is_safe() const;
    bool is_post() const { return raw_.method() == http::Method::Post; }
    /// Decoded path below the mount prefix, "/people/7"; always valid UTF-8.
    const std::string& path();
    /// Path and query as sent, for `next` links.
    std::string_view target() const { return raw_.target(); }
    std::optional<std::string_view> header(std::string_view name) const { return raw_.field(name); }
    std::optional<std::string_view> cookie(std::string_view name) const;
    const Arguments& args();
    /// Fields of a form body; empty for other content types.
    const Arguments& form();
    const std::vector<UploadedFile>& files();
    std::string_view body() const { return raw_.body(); }

    bool is_htmx() const { return raw_.field("HX-Request").has_value(); }
    bool wants_json() const;
    /// TLS, on this connection or at a trusted proxy.
    bool is_secure() const;
    /// Host the browser asked for, with port; of a trusted proxy's X-Forwarded-Host when there is one.
    std::string_view host() const;
    /// Address of the other end of the connection, which may be a proxy.
    std::string_view peer() const { return raw_.peer(); }
    /// Address of the client; behind a trusted proxy the one it names.
    std::string_view client_address() const;
    /// The moment this request began; the same for its whole life.
    Timestamp now() const { return now_; }
    /// 16 hexadecimal digits, shown on error pages and in the log.
    const std::string& id();

    App& app() const { return app_; }
    const Log& log() const;
    const Route* route() const { return match_.route; }
    const Match& match() const { return match_; }

    const Visitor& visitor();
    /// Ask again who this is: after login and logout.
    void forget_visitor() { visitor_.reset(); }
    bool has_looked_at_visitor() const { return visitor_asked_; }

    /// This request's transaction: read-only for safe methods; commits when the handler returns.
    orm::UnitOfWork& work();
    bool has_work() const { return work_ != nullptr; }

    /// State that the application provided at start. @throws std::logic_error when it did not.
    template <class T>
    T& state() {
        return *static_cast<T*>(find_state(tag<T>()));
    }
    /// A T of this request's own, made at the first call (Flask's `g`, typed).
    template <class T>
    T& local() {
        for (auto& entry : locals_) {
            if (entry.tag == tag<T>()) return *static_cast<T*>(entry.object.get());
        }
        auto made = std::make_shared<T>();
        auto& object = *made;
        locals_.push_back({tag<T>(), std::move(made)});
        return object;
    }

    /// The last one of a name counts.
    void set_cookie(http::SetCookie cookie) {
        std::erase_if(cookies_, [&](const auto& set) { return set.name == cookie.name; });
        cookies_.push_back(std::move(cookie));
    }
    const std::vector<http::SetCookie>& cookies() const { return cookies_; }

    void add_flash(Flash flash) { flashes_.push_back(std::move(flash)); }
    /// Messages left by the previous request and by this one; they are shown once.
    std::vector<Flash> take_flashes();

    /// Whether what was sent was refused by a form: pages then answer 422.
    bool is_refused() const { return refused_; }
    void refuse_input() { refused_ = true; }

    /// Local address with the mount prefix: "/dash/people/7".
    std::string url(const Url& url) const;
    /// With scheme and host: PUBLIC_URL when set, else as this request came.
    std::string external_url(const Url& url) const;

  private:
    friend class App;
    struct Local {
        const void* tag;
        std::shared_ptr<void> object;
    };
    template <class T>
    static const void* unique_tag() {
        static const char unique = 0;
        return &unique;
    }
    template <class T>
    static const void* tag() {
        return unique_tag<std::remove_cv_t<T>>();
    }
    void* find_state(const void* tag) const;
    void read_body();

    App& app_;
    const http::Request& raw_;
    Timestamp now_;
    http::PathSegments segments_{};
    std::string path_{};
    Match match_{};
    std::optional<Visitor> visitor_{};
    bool visitor_asked_ = false;
    bool body_read_ = false;
    bool flashes_taken_ = false;
    bool refused_ = false;
    std::unique_ptr<Arguments> args_{};
    std::unique_ptr<Arguments> form_{};
    std::vector<UploadedFile> files_{};
    void report_repetition(std::string_view sql);

    std::unique_ptr<orm::UnitOfWork> work_{};
    std::vector<Local> locals_{};
    std::vector<http::SetCookie> cookies_{};
    std::vector<Flash> flashes_{};
    std::string id_{};
};

/// Leaves a message for the next page that is shown.
void flash(Request& request, std::string message, std::string category = "info");

}  // namespace carafe
