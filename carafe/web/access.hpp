// Who may use a route. A rule is a value written beside the route; a route without one stops the start.
//
//     bp.get<"/", index>(login_required());
//     bp.form<"/new", create>(requires_role(Role::Owner, Role::Admin));
#pragma once
#include "carafe/base/enums.hpp"
#include "carafe/web/response.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace carafe {

class Request;

/// The answer of a rule.
enum class Verdict : std::uint8_t {
    Allowed,
    LoginNeeded,  ///< nobody is logged in: 302 to the login page, 401 for JSON and htmx
    Forbidden,    ///< logged in, but may not: 403
};

class AccessRule {
  public:
    using Check = Verdict (*)(Request&, std::uint64_t mask);
    AccessRule() = default;
    AccessRule(Check check, std::uint64_t mask, std::string text) : check_(check), mask_(mask), text_(std::move(text)) {}

    bool is_set() const { return check_ != nullptr; }
    Verdict ask(Request& request) const { return check_(request, mask_); }
    /// As printed by `routes --access`: "role admin|owner".
    const std::string& describe() const { return text_; }
    bool is_public() const;
    /// Bits of the roles that pass; all bits for rules that ask for no role.
    std::uint64_t mask() const { return mask_; }

  private:
    Check check_ = nullptr;
    std::uint64_t mask_ = ~std::uint64_t{0};
    std::string text_{};
};

/// Open to everybody; `why` is printed in the matrix and reviewed.
AccessRule public_access(Literal why);
/// Anybody who is logged in.
AccessRule login_required();

namespace detail {
AccessRule role_rule(std::uint64_t mask, std::string text);
}

/// One of these roles of the application's role enum.
template <class E, class... More>
AccessRule requires_role(E first, More... more) {
    constexpr bool ok = NamedEnum<E> && (std::is_same_v<E, More> && ...);
    static_assert(ok, "carafe: requires_role takes values of the application's role enum");
    if constexpr (ok) {
        std::string text = "role " + std::string(enum_name(first));
        ((text += '|', text += enum_name(more)), ...);
        return detail::role_rule((1ull << static_cast<int>(first)) | (0ull | ... | (1ull << static_cast<int>(more))),
                                 std::move(text));
    } else {
        return {};
    }
}

}  // namespace carafe
