#include "carafe/web/render.hpp"

#include "carafe/templates/buffer.hpp"
#include "carafe/templates/engine.hpp"
#include "carafe/web/app.hpp"

namespace carafe::detail {

namespace {

constexpr std::size_t kKeptBytes = 1 << 20;

/// One buffer per thread: it keeps its memory, so a warm thread renders without allocating.
templates::Buffer& thread_buffer() {
    static thread_local templates::Buffer buffer;
    buffer.clear();
    return buffer;
}

std::string take_text(templates::Buffer& buffer) {
    std::string text(buffer.view());
    buffer.shrink(kKeptBytes);
    return text;
}

}  // namespace

Response render_page(Request& request, const templates::PageSlot& page, std::span<const Value> values, std::string_view block) {
    auto& buffer = thread_buffer();
    request.app().templates().render(page, values, block, &request, buffer);
    auto response = html(take_text(buffer));
    if (request.is_refused()) response.status = 422;
    return response;
}

std::string render_text(const App& app, const templates::PageSlot& page, std::span<const Value> values, Request* request) {
    auto& buffer = thread_buffer();
    app.templates().render(page, values, {}, request, buffer);
    return take_text(buffer);
}

}  // namespace carafe::detail
