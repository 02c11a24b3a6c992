// What people see when something went wrong: App::error_page and App::expired_form_page.
#pragma once
#include "carafe/web/app.hpp"

namespace dinkydash {

using namespace carafe;

/// Works without the database: the frame shows the family only as far as it is known.
Response error_page(Request& request, const ErrorInfo& info);

/// Offers to send the form again, with everything but passwords and files.
Response expired_form_page(Request& request);

}  // namespace dinkydash
