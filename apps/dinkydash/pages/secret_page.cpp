#include "apps/dinkydash/pages/secret_page.hpp"

namespace dinkydash {

Response secret_page(Response response) {
    response.headers.push_back({"Referrer-Policy", "no-referrer"});
    response.headers.push_back({"X-Robots-Tag", "noindex"});
    response.headers.push_back({"Cache-Control", "no-store"});
    return response;
}

}  // namespace dinkydash
