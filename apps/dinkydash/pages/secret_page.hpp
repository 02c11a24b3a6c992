// Answers of pages whose address or content holds a token.
#pragma once
#include "carafe/web/response.hpp"

namespace dinkydash {

using namespace carafe;

/// Kept out of caches, search indexes and referrers.
Response secret_page(Response response);

}  // namespace dinkydash
