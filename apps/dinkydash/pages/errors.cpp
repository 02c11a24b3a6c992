#include "apps/dinkydash/pages/errors.hpp"

#include "apps/dinkydash/pages/errors_views.hpp"
#include "apps/dinkydash/services/page_frame.hpp"
#include "carafe/web/render.hpp"

namespace dinkydash {

namespace {

/// Keeps the navigation on pages about mistakes; a fault of ours, or one while looking, leaves it
/// out.
void prepare_frame(Request& request, int status) {
    // A form that fails must not log anybody in on the way: its transaction is undone.
    if (status < 500 && request.is_safe()) {
        try {
            request.visitor();
        } catch (const std::exception&) {
            request.log().warning("web.error_page_without_visitor", {{"id", request.id()}});
        }
    }
    freeze_frame(request);
}

bool is_secret(std::string_view name) {
    return name == "csrf_token" || name.find("password") != name.npos;
}

}  // namespace

Response error_page(Request& request, const ErrorInfo& info) {
    if (request.is_htmx()) {
        return plain_text(info.message);
    }
    prepare_frame(request, info.status);
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

}  // namespace dinkydash
