#include "apps/dinkydash/services/limits.hpp"

namespace dinkydash {

void Limits::check_rate(auth::Throttle& throttle, Request& request, std::string_view what) {
    check_rate_of(throttle, request, std::string(what) + ' ' + std::string(request.client_address()));
}

void Limits::check_rate_of(auth::Throttle& throttle, Request& request, const std::string& key) {
    if (auto wait = throttle.wait(key, request.now())) {
        throw HttpError{429, "Too many attempts. Please wait.", static_cast<int>(wait->count())};
    }
    throttle.count(key, request.now());
}

}  // namespace dinkydash
