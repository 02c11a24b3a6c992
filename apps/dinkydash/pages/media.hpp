// Pictures, for the members of the family and its screens.
#pragma once
#include "apps/dinkydash/services/visitor.hpp"

namespace dinkydash {
struct Image;
}

namespace dinkydash::media {

/// @param size  "full" or "thumb".
Response show(Request& request, Id<Image> id, std::string_view size);

}  // namespace dinkydash::media
