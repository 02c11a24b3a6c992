// A Blueprint: routes that share a name, a prefix, hooks and perhaps an access rule.
// Included where routes are registered (an application's app.cpp), not by pages.
//
//     void routes(Blueprint& bp) {
//         bp.get <"/",              index>(requires_role(Role::Admin));
//         bp.form<"/<int:id>/edit", edit >(requires_role(Role::Admin), {.body_limit = 6 << 20});
//     }
#pragma once
#include "carafe/http/message.hpp"
#include "carafe/web/access.hpp"
#include "carafe/web/pattern.hpp"
#include "carafe/web/url.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace carafe {

class Blueprint;
class Request;

template <auto H>
detail::AnyFunction this_handler_is_not_a_route() {
    return reinterpret_cast<detail::AnyFunction>(detail::pointer_to<H>());
}

/// Set of methods a route answers; HEAD comes with GET, OPTIONS is made by the router.
enum MethodBit : std::uint8_t { kGet = 1, kPost = 2, kPut = 4, kPatch = 8, kDelete = 16 };

enum class Csrf : std::uint8_t { Checked, Off };

struct RouteOptions {
    std::string_view name{};             ///< endpoint name; default: the function's own
    std::uint64_t body_limit = 1 << 20;  ///< octets; over it: 413
    Csrf csrf = Csrf::Checked;           ///< Off only beside public_access or a token rule
    bool passive = false;                ///< polled by pages: does not keep a login session alive
    http::Lane lane = http::Lane::Learned;  ///< Slow: always waits for a thread of its own kind
    bool unlogged = false;               ///< no line of its own in the request log
    bool writes = false;                 ///< a GET that must write (pairing, counters): no read-only transaction
};

/// One registered route, after `App::start()` with its full pattern and endpoint.
struct Route {
    std::string pattern;   ///< with the prefixes of its blueprints
    std::string endpoint;  ///< "tasks.edit"
    std::uint8_t methods = 0;
    AccessRule rule;
    RouteOptions options;
    detail::Invoke invoke = nullptr;
    detail::AnyFunction handler = nullptr;
    const Blueprint* owner = nullptr;
    const char* file = "";
    int line = 0;
    std::vector<ArgKind> kinds{};        ///< of the handler's path parameters
    std::vector<std::string> names{};    ///< of the pattern's arguments
    std::shared_ptr<http::LaneMeter> meter{};  ///< how long it takes, learned by the server
};

using BeforeRequest = std::optional<Response> (*)(Request&);
using AfterRequest = void (*)(Request&, Response&);

class Blueprint {
  public:
    /// @param name  first part of its endpoints; empty for the application's root.
    explicit Blueprint(std::string name, std::string prefix = {}, AccessRule rule = {});
    Blueprint(Blueprint&&) = default;
    Blueprint(const Blueprint&) = delete;

    template <detail::PatternText P, auto H>
    Blueprint& get(AccessRule rule = {}, RouteOptions options = {}, const char* file = __builtin_FILE(),
                   int line = __builtin_LINE()) {
        return add<P, H>(kGet, std::move(rule), options, file, line);
    }
    template <detail::PatternText P, auto H>
    Blueprint& post(AccessRule rule = {}, RouteOptions options = {}, const char* file = __builtin_FILE(),
                    int line = __builtin_LINE()) {
        return add<P, H>(kPost, std::move(rule), options, file, line);
    }
    /// GET shows the form, POST takes it.
    template <detail::PatternText P, auto H>
    Blueprint& form(AccessRule rule = {}, RouteOptions options = {}, const char* file = __builtin_FILE(),
                    int line = __builtin_LINE()) {
        return add<P, H>(kGet | kPost, std::move(rule), options, file, line);
    }

    /// @return the child, to register routes on; addresses stay valid.
    Blueprint& nest(std::string name, std::string prefix, AccessRule rule = {});
    /// Runs before the routes of this blueprint; a returned response ends the request.
    Blueprint& before_request(BeforeRequest hook);
    /// Runs after them, also for errors.
    Blueprint& after_request(AfterRequest hook);

    const std::string& name() const { return name_; }
    const std::string& prefix() const { return prefix_; }
    const AccessRule& rule() const { return rule_; }
    const Blueprint* parent() const { return parent_; }
    const std::vector<Route>& routes() const { return routes_; }
    const std::vector<std::unique_ptr<Blueprint>>& children() const { return children_; }
    const std::vector<BeforeRequest>& before() const { return before_; }
    const std::vector<AfterRequest>& after() const { return after_; }

  private:
    template <detail::PatternText P, auto H>
    Blueprint& add(int methods, AccessRule rule, const RouteOptions& options, const char* file, int line) {
        using F = detail::HandlerOf<detail::PointerTo<H>>;
        if constexpr (detail::check_handler<F>()) {
            constexpr detail::Fault fault = detail::fault_of(P.view(), F::kKinds.at, F::kCount);
            if constexpr (detail::explain<fault>()) {
                static constexpr auto text = P;
                add_route(methods, text.view(), std::move(rule), options, detail::signature_text<H>(), &F::invoke,
                          &this_handler_is_not_a_route<H>, F::kKinds.at, F::kCount, file, line);
            }
        }
        return *this;
    }
    // The address of this_handler_is_not_a_route<H> is stored: a mere call would be inlined at -O2
    // and never emitted, and url_for would not link.
    void add_route(int methods, std::string_view pattern, AccessRule rule, const RouteOptions& options,
                   const char* signature, detail::Invoke invoke, detail::AnyFunction (*key)(),
                   const ArgKind* kinds, int count, const char* file, int line);

    std::string name_;
    std::string prefix_;
    AccessRule rule_;
    Blueprint* parent_ = nullptr;
    std::vector<Route> routes_;
    std::vector<std::unique_ptr<Blueprint>> children_;
    std::vector<BeforeRequest> before_;
    std::vector<AfterRequest> after_;
};

}  // namespace carafe
