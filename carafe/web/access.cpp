#include "carafe/web/access.hpp"

#include "carafe/web/request.hpp"

namespace carafe {

namespace {

Verdict allow(Request&, std::uint64_t) { return Verdict::Allowed; }

Verdict ask_login(Request& request, std::uint64_t) {
    return request.visitor().is_logged_in() ? Verdict::Allowed : Verdict::LoginNeeded;
}

Verdict ask_role(Request& request, std::uint64_t mask) {
    const auto& visitor = request.visitor();
    if (!visitor.is_logged_in()) return Verdict::LoginNeeded;
    return (visitor.roles & mask) != 0 ? Verdict::Allowed : Verdict::Forbidden;
}

}  // namespace

bool AccessRule::is_public() const { return check_ == allow; }

AccessRule public_access(Literal why) {
    return {allow, ~std::uint64_t{0}, "public: " + std::string(why.text)};
}

AccessRule login_required() { return {ask_login, ~std::uint64_t{0}, "login"}; }

AccessRule detail::role_rule(std::uint64_t mask, std::string text) { return {ask_role, mask, std::move(text)}; }

}  // namespace carafe
