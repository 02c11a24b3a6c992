// How often strangers may try things; one object per application.
#pragma once
#include "carafe/auth/throttle.hpp"
#include "carafe/web/request.hpp"

namespace dinkydash {

using namespace carafe;

struct Limits {
    auth::Throttle logins{10, std::chrono::minutes{15}};
    auth::Throttle registrations{5, std::chrono::hours{1}};
    auth::Throttle resets{5, std::chrono::hours{1}};
    auth::Throttle invitations{20, std::chrono::hours{1}};
    auth::Throttle pairings{10, std::chrono::minutes{10}};
    auth::Throttle all_pairings{100, std::chrono::hours{1}};

    /// Ends the request with 429 when this client guessed wrong pairing codes too often, or all clients did.
    void check_pairing(Request& request);
    void count_wrong_pairing(Request& request);

    /// Counts one attempt of this client under `what`; ends the request with 429 over the limit.
    void check_rate(auth::Throttle& throttle, Request& request, std::string_view what);
    /// The same for a key that does not depend on the client: an e-mail address.
    static void check_rate_of(auth::Throttle& throttle, Request& request, const std::string& key);
};

}  // namespace dinkydash
