// What people see when something went wrong: App::error_page and App::expired_form_page.
#pragma once
#include "carafe/web/app.hpp"

namespace dinkydash::errors {

using namespace carafe;

/// Works without the database: the navigation is kept when the visitor can still be found.
Response error_page(Request& request, const ErrorInfo& info);

/// Offers to send the form again, with everything but passwords and files.
Response expired_form_page(Request& request);

}  // namespace dinkydash::errors
