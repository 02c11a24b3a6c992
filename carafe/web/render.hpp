// Answers made from templates.
//
//     return render(request, EditTask{form, task});                  // 200, or 422 when a form was refused
//     return render_block(request, ListTasks{tasks}, "rows");        // one block, for htmx
#pragma once
#include "carafe/templates/page.hpp"
#include "carafe/web/request.hpp"

#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace carafe {

namespace detail {
Response render_page(Request& request, const templates::PageSlot& page, std::span<const Value> values, std::string_view block);
std::string render_text(const App& app, const templates::PageSlot& page, std::span<const Value> values, Request* request);
}  // namespace detail

/// @param page  a temporary: it holds addresses and lives for this call.
template <class P>
Response render(Request& request, P&& page) {
    static_assert(!std::is_lvalue_reference_v<P>, "carafe: a page lives for one call: render(request, ThePage{...})");
    return detail::render_page(request, templates::PageStorage<P>::slot, page.values(), {});
}

template <class P>
Response render_block(Request& request, P&& page, std::string_view block) {
    static_assert(!std::is_lvalue_reference_v<P>, "carafe: a page lives for one call: render_block(request, ThePage{...}, ...)");
    return detail::render_page(request, templates::PageStorage<P>::slot, page.values(), block);
}

/// The text alone: mails. @param request  null outside a request.
template <class P>
std::string render_to_text(const App& app, P&& page, Request* request = nullptr) {
    static_assert(!std::is_lvalue_reference_v<P>, "carafe: a page lives for one call: render_to_text(app, ThePage{...})");
    return detail::render_text(app, templates::PageStorage<P>::slot, page.values(), request);
}

}  // namespace carafe
