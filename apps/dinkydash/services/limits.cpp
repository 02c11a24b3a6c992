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

void Limits::check_pairing(Request& request) {
    auto wait = pairings.wait(request.client_address(), request.now());
    if (!wait) wait = all_pairings.wait("all", request.now());
    if (wait) throw HttpError{429, "Too many attempts. Please wait.", static_cast<int>(wait->count())};
}

void Limits::count_wrong_pairing(Request& request) {
    pairings.count(request.client_address(), request.now());
    all_pairings.count("all", request.now());
}

}  // namespace dinkydash
