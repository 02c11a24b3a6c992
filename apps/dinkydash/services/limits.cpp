#include "apps/dinkydash/services/limits.hpp"

namespace dinkydash {

void Limits::check_rate(auth::Throttle& throttle, Request& request, std::string_view what) {
    auto key = std::string(what) + ' ' + std::string(request.client_address());
    if (auto wait = throttle.wait(key, request.now())) {
        throw HttpError{429, "Too many attempts. Please wait.", static_cast<int>(wait->count())};
    }
    throttle.count(key, request.now());
}

}  // namespace dinkydash
