// Development only: what is wrong with a template, as a page.
#pragma once
#include "carafe/web/response.hpp"

namespace carafe {

class Request;
namespace templates {
struct Fault;
}

/// Status 500, with file, line and message, and the lines around it with a caret below the column.
Response fault_page(const Request& request, const templates::Fault& fault);

}  // namespace carafe
