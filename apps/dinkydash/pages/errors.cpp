#include "apps/dinkydash/pages/errors.hpp"

#include "apps/dinkydash/pages/errors_views.hpp"
#include "carafe/web/render.hpp"

namespace dinkydash::errors {

namespace {

/// Pages about mistakes keep the navigation; after a fault of ours nobody is asked any more.
void look_who_it_is(Request& request, int status) {
    // Only where looking cannot log anybody in: what a refused form writes is undone.
    if (status >= 500 || !request.is_safe()) {
        return;
    }
    try {
        request.visitor();
    } catch (const std::exception&) {
        request.log().warning("web.error_page_without_visitor", {{"id", request.id()}});
    }
}

bool is_secret(std::string_view name) {
    return name == "csrf_token" || name.find("password") != name.npos;
}

}  // namespace

Response error_page(Request& request, const ErrorInfo& info) {
    if (request.is_htmx()) {
        return plain_text(info.message);
    }
    look_who_it_is(request, info.status);
    ErrorView view{info.status, {}, {}};
    if (info.has_own_message) {
        view.message = info.message;
    }
    if (!info.reference.empty()) {
        view.reference = info.reference;
    }
    return render(request, ErrorPage{view});
}

Response expired_form_page(Request& request) {
    ExpiredForm view;
    view.lost_something = !request.files().empty();
    for (const auto& field : request.form().all()) {
        if (is_secret(field.name)) {
            view.lost_something = view.lost_something || field.name != "csrf_token";
        } else if (field.clean) {
            view.fields.push_back({field.name, field.value});
        }
    }
    return render(request, ExpiredFormPage{view});
}

}  // namespace dinkydash::errors
