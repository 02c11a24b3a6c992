// From a path to a route and back. Built once at start; matching is pure, allocates nothing and is
// safe from any thread.
//
// Matching is most specific first (literal, int, date, slug, string, path) with backtracking, whatever
// the order of registration. Canonical addresses have no trailing slash.
#pragma once
#include "carafe/http/message.hpp"
#include "carafe/web/blueprint.hpp"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace carafe {

inline constexpr std::size_t kMaxPathArguments = 8;

struct Match {
    enum class Kind : std::uint8_t { NotFound, Found, MethodNotAllowed };
    Kind kind = Kind::NotFound;
    const Route* route = nullptr;
    std::uint8_t allowed = 0;  ///< methods of the address, when found or not allowed
    RawArg args[kMaxPathArguments]{};
};

class Router {
  public:
    Router();
    ~Router();
    Router(Router&&) noexcept;
    Router& operator=(Router&&) noexcept;

    /// @param route  must outlive the router; its pattern is complete (with prefixes).
    /// @return empty, or what is wrong with it ("web.E003 …").
    std::string add(const Route& route);

    /// @param segments  decoded path segments; <path:…> takes only those that needed no decoding.
    Match match(http::Method method, std::span<const std::string_view> segments) const;

    const Route* find(detail::AnyFunction handler) const;
    const Route* find(std::string_view endpoint) const;
    /// Path with query and fragment, without mount prefix.
    std::string build(const Url& url) const;
    /// Appends the path of `pattern`. @param append_argument  writes the i-th argument, encoded.
    template <class F>
    static void append_path(std::string& out, std::string_view pattern, const F& append_argument) {
        for (std::size_t i = 0;; ++i) {
            const auto open = pattern.find('<');
            out += pattern.substr(0, open);
            if (open == pattern.npos) return;
            append_argument(i);
            pattern.remove_prefix(pattern.find('>', open) + 1);
        }
    }

    const std::vector<const Route*>& routes() const { return routes_; }

  private:
    struct Node;
    std::unique_ptr<Node> root_;
    std::vector<const Route*> routes_;
    std::unordered_map<std::string_view, const Route*> by_endpoint_;
    std::unordered_map<const void*, const Route*> by_handler_;
};

/// "GET, HEAD, POST, OPTIONS" for an Allow field.
std::string allow_field(std::uint8_t methods);
/// The bit of a method; HEAD counts as GET; 0 for others.
std::uint8_t method_bit(http::Method method);

}  // namespace carafe
