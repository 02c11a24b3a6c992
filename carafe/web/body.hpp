// Form bodies as names, values and files.
#pragma once
#include "carafe/web/arguments.hpp"

#include <string_view>
#include <vector>

namespace carafe {

/// @param query  still encoded, without '?'. Broken escapes or over 1,000 fields end the request (400, 413).
Arguments read_query(std::string_view query);

/// Reads application/x-www-form-urlencoded and multipart/form-data; other types give nothing.
/// Ends the request with 400 for broken syntax and 413 over 1,000 fields or a field over 256 KiB.
void read_form(std::string_view content_type, std::string_view body, Arguments& fields,
               std::vector<UploadedFile>& files);

}  // namespace carafe
