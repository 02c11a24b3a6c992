// App: one application as a value. Five of them can live in one process; nothing is global.
//
//     App app{config, clock, log};
//     app.models<dinkydash::Models>().pages<dinkydash::Pages>();
//     app.templates(dinkydash_templates()).static_files(dinkydash_static());
//     app.identify(find_visitor).login_page(url_for<auth::login>());
//     tasks::routes(app.nest("tasks", "/admin/tasks", requires_role(Role::Admin)));
//     app.start();                                  // every fault at once; then app.handle(...)
#pragma once
#include "carafe/base/clock.hpp"
#include "carafe/base/embedded.hpp"
#include "carafe/observe/log.hpp"
#include "carafe/web/blueprint.hpp"
#include "carafe/web/config.hpp"
#include "carafe/web/request.hpp"
#include "carafe/web/router.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace carafe {

namespace orm {
class Database;
}
namespace templates {
class Engine;
struct PageSlot;
}  // namespace templates
class StaticFiles;
class CookieBox;

/// What an error page shows. `message` is the handler's own text or the standard one of the status.
struct ErrorInfo {
    int status = 500;
    std::string message{};
    std::string reference{};  ///< request id, for 500
    int retry_after = 0;
    bool has_own_message = false;  ///< `message` says more than the status does
};

class App final : public http::Handler {
  public:
    /// @param config, clock  must outlive the app.
    App(const Config& config, const Clock& clock, Log log);
    ~App() override;
    App(const App&) = delete;

    // ---- set up, before start() ---------------------------------------------------------------
    Blueprint& root() { return *root_; }
    Blueprint& nest(std::string name, std::string prefix, AccessRule rule = {}) {
        return root_->nest(std::move(name), std::move(prefix), std::move(rule));
    }
    /// Says who is asking, from cookies and headers. Runs at most once a request, when asked.
    App& identify(void (*function)(Request&, Visitor&));
    /// Where visitors are sent who must log in first; gets `next`.
    App& login_page(Url login);
    App& error_page(Response (*function)(Request&, const ErrorInfo&));
    /// Page for a form whose token is old: "The form has expired. Please try again.", values kept; sent as 403.
    App& expired_form_page(Response (*function)(Request&));
    /// State handlers reach by type: request.state<T>().
    template <class T>
    T& provide(std::unique_ptr<T> value) {
        T& object = *value;
        add_state(tag<T>(), std::shared_ptr<void>(value.release(), [](void* p) { delete static_cast<T*>(p); }));
        return object;
    }
    /// The same for an object that outlives the app.
    template <class T>
    App& lend(T& object) {
        add_state(tag<T>(), std::shared_ptr<void>(const_cast<std::remove_const_t<T>*>(&object), [](void*) {}));
        return *this;
    }
    template <class T>
    T& state() const {
        return *static_cast<T*>(find_state(Request::tag<T>()));
    }
    App& use_database(std::unique_ptr<orm::Database> database);
    /// Templates and the pages that fill them; start() checks every page.
    template <class Pages>
    App& use_templates(std::unique_ptr<templates::Engine> engine) {
        return use_templates(std::move(engine), Pages::slots);
    }
    App& use_templates(std::unique_ptr<templates::Engine> engine, std::span<const templates::PageSlot* const> pages);
    App& use_static_files(std::unique_ptr<StaticFiles> files);

    /// Freezes routes and checks everything. @return every fault; empty when the app may serve.
    std::vector<std::string> start();

    // ---- serving ------------------------------------------------------------------------------
    http::BodyPlan plan(const http::Request& head) noexcept override;
    void handle(const http::Request& request, http::Response& response) override;
    /// Whether the database answers.
    bool is_ready() const;

    // ---- looking at it ------------------------------------------------------------------------
    const Config& config() const { return config_; }
    const Clock& clock() const { return clock_; }
    const Log& log() const { return log_; }
    const Router& router() const { return router_; }
    const StaticFiles* static_files() const { return static_.get(); }
    orm::Database& database() const;
    templates::Engine& templates() const;
    bool has_templates() const { return templates_ != nullptr; }
    const CookieBox& cookies() const { return *cookies_; }
    /// Path with the mount prefix.
    std::string url(const Url& url) const { return prefix_ + router_.build(url); }
    const std::string& prefix() const { return prefix_; }
    /// PUBLIC_URL + path; falls back to http://host:port.
    std::string external_url(const Url& url) const;
    /// Whether a local address (with prefix, without query) is a page of ours: answers GET.
    bool resolves(std::string_view path) const;
    /// One line a route: methods, pattern, endpoint, rule.
    std::string access_matrix() const;

  private:
    friend class Request;
    template <class T>
    static const void* tag() {
        return Request::tag<T>();
    }
    void add_state(const void* tag, std::shared_ptr<void> object);
    void* find_state(const void* tag) const;
    void add_routes(const Blueprint& blueprint, const std::string& prefix, const std::string& name,
                    const AccessRule& rule, std::vector<std::string>& faults);

    bool split_path(std::string_view raw, http::PathSegments& path) const;
    bool find_route(Request& request, bool& moved) const;
    Response respond(Request& request);
    Response run(Request& request);
    Response call_route(Request& request);
    std::optional<Response> run_before_hooks(Request& request, const Blueprint* blueprint);
    void run_after_hooks(Request& request, Response& response);
    Response refuse_method(Request& request);
    Response refuse_visitor(Request& request, Verdict verdict);
    Response refuse_token(Request& request, bool foreign);
    Response error_response(Request& request, const ErrorInfo& info);
    Response error_answer(Request& request, const ErrorInfo& info);
    Response answer_exception(Request& request) noexcept;
    bool shows_faults(Request& request) const;
    void finish(Request& request, Response& response);
    void write_log(Request& request, const http::Response& response, std::int64_t micros) const;
    bool is_host_allowed(std::string_view host) const;
    void make_header_block();

    struct State {
        const void* tag;
        std::shared_ptr<void> object;
    };

    const Config& config_;
    const Clock& clock_;
    Log log_;
    std::string prefix_;
    std::string header_block_;  ///< security fields of every answer, complete lines
    std::vector<std::string> hosts_;
    std::unique_ptr<Blueprint> root_;
    std::vector<std::unique_ptr<Route>> routes_;
    Router router_;
    std::vector<State> states_;
    std::unique_ptr<orm::Database> database_;
    std::unique_ptr<templates::Engine> templates_;
    std::span<const templates::PageSlot* const> pages_{};
    std::unique_ptr<StaticFiles> static_;
    std::unique_ptr<CookieBox> cookies_;
    void (*identify_)(Request&, Visitor&) = nullptr;
    Response (*error_page_)(Request&, const ErrorInfo&) = nullptr;
    Response (*expired_page_)(Request&) = nullptr;
    Url login_{};
    bool started_ = false;
};

}  // namespace carafe
