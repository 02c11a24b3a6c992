#include "carafe/web/redirects.hpp"

#include "carafe/web/app.hpp"

#include <algorithm>

namespace carafe {

bool is_safe_target(const Request& request, std::string_view target) {
    if (target.empty() || target.size() > 2000 || target[0] != '/') return false;
    const bool odd = std::any_of(target.begin(), target.end(), [](char c) {
        auto byte = static_cast<unsigned char>(c);
        return byte <= 0x20 || byte >= 0x7f || c == '\\';
    });
    if (odd || target.starts_with("//")) return false;
    return request.app().resolves(target.substr(0, target.find_first_of("?#")));
}

Response redirect_safely(const Request& request, std::string_view target, Url otherwise) {
    if (!is_safe_target(request, target)) return redirect(std::move(otherwise));
    return redirect_to_path(std::string(target));
}

}  // namespace carafe
