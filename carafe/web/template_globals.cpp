#include "carafe/web/template_globals.hpp"

#include "carafe/templates/environment.hpp"
#include "carafe/text/percent.hpp"
#include "carafe/web/app.hpp"
#include "carafe/web/csrf.hpp"
#include "carafe/web/static_files.hpp"

#include <algorithm>
#include <charconv>

namespace carafe {

namespace {

const App& app_of(const CallContext& context) { return *static_cast<const App*>(context.user()); }

Request& request_of(const CallContext& context) {
    if (context.request() == nullptr) CallContext::fail("there is no request here");
    return context.request_as<Request>();
}

void append_argument(std::string& out, const Value& value) {
    char digits[24];
    switch (value.kind()) {
        case Kind::Int: out.append(digits, std::to_chars(digits, std::end(digits), value.as_integer()).ptr); return;
        case Kind::Text: text::append_component(out, value.as_text()); return;
        case Kind::Date: out += format_iso(Date{static_cast<std::int32_t>(value.as_integer())}); return;
        default: CallContext::fail("url_for: an argument is neither a number, a text nor a date");
    }
}

/// What is no argument of the path.
void append_query(std::string& out, const Route& route, const Args& arguments) {
    char separator = '?';
    for (std::size_t i = 0; i < arguments.names.size(); ++i) {
        const auto name = arguments.names[i];
        if (std::find(route.names.begin(), route.names.end(), name) != route.names.end()) continue;
        const Value& value = arguments.values[arguments.positional_count() + i];
        if (value.is(Kind::None) || value.is_undefined()) continue;
        out += separator;
        separator = '&';
        text::append_component(out, name);
        out += '=';
        append_argument(out, value);
    }
}

Value url_for_function(CallContext& context, Args arguments) {
    const auto& app = app_of(context);
    const auto endpoint = arguments.at(0).as_text();
    const Route* route = app.router().find(endpoint);
    if (route == nullptr) CallContext::fail("no route '" + std::string(endpoint) + "'");
    std::string out = app.prefix();
    Router::append_path(out, route->pattern, [&](std::size_t i) {
        const auto& name = route->names[i];
        const Value* value = arguments.find(name);
        if (value == nullptr) CallContext::fail("url_for('" + std::string(endpoint) + "') needs '" + name + "'");
        append_argument(out, *value);
    });
    append_query(out, *route, arguments);
    return context.text(out);
}

std::string check_url_for(const void* user, std::span<const templates::KnownArgument> arguments) {
    if (arguments.empty() || arguments[0].constant == nullptr || !arguments[0].constant->is(Kind::Text)) {
        return "url_for wants the endpoint as a literal";
    }
    const auto endpoint = arguments[0].constant->as_text();
    const Route* route = static_cast<const App*>(user)->router().find(endpoint);
    if (route == nullptr) return "no route '" + std::string(endpoint) + "'";
    for (const auto& name : route->names) {
        const bool given = std::any_of(arguments.begin(), arguments.end(), [&](const auto& a) { return a.name == name; });
        if (!given) return "url_for('" + std::string(endpoint) + "') needs '" + name + "'";
    }
    return {};
}

Value static_function(CallContext& context, Args arguments) {
    const auto& app = app_of(context);
    auto path = app.static_files() ? app.static_files()->path_of(arguments.at(0).as_text()) : std::nullopt;
    if (!path) CallContext::fail("static('" + std::string(arguments.at(0).as_text()) + "'): no such file");
    return context.text(app.prefix() + *path);
}

std::string check_static(const void* user, std::span<const templates::KnownArgument> arguments) {
    if (arguments.empty() || arguments[0].constant == nullptr) return "static wants the file's name as a literal";
    const auto name = arguments[0].constant->as_text();
    const auto* files = static_cast<const App*>(user)->static_files();
    if (files == nullptr || !files->path_of(name)) return "static('" + std::string(name) + "'): no such file";
    return {};
}

Value csrf_token_function(CallContext& context, Args) { return context.text(csrf_token(request_of(context))); }
Value csrf_field_function(CallContext& context, Args) { return context.markup(csrf_field(request_of(context))); }

Value flashed_messages(CallContext& context, Args arguments) {
    const Value with_categories = arguments.get(0, "with_categories");
    const bool pairs = with_categories.is(Kind::Bool) && with_categories.as_integer() != 0;
    std::vector<Value> out;
    for (const auto& flash : request_of(context).take_flashes()) {
        auto message = context.text(flash.message);
        const Value pair[] = {context.text(flash.category), message};
        out.push_back(pairs ? context.tuple(pair) : message);
    }
    return context.list(out);
}

Value request_path(CallContext& context, const void* self, Args) {
    auto& request = *static_cast<Request*>(const_cast<void*>(self));
    return context.text(request.app().prefix() + request.path());
}

Value request_is_htmx(CallContext&, const void* self, Args) {
    return Value::boolean(static_cast<const Request*>(self)->is_htmx());
}

constinit Type request_type{.name = "request",
                            .load = [](const void* address) { return Value::object(address, request_type); },
                            .collect = [](TypeMembers& members) {
                                add_property(members, "path", request_path, &static_type<std::string_view>());
                                add_property(members, "is_htmx", request_is_htmx, &static_type<bool>());
                            }};

Value load_request(CallContext& context, const void*) {
    return Value::object(&request_of(context), request_type);
}

}  // namespace

void add_web_globals(templates::Environment& environment, const App& app) {
    const auto& text = static_type<std::string_view>();
    environment.add_function({.name = "url_for", .function = url_for_function, .user = &app,
                              .parameters = "endpoint **values", .check = check_url_for, .result = &text, .is_url = true});
    environment.add_function({.name = "static", .function = static_function, .user = &app, .parameters = "name",
                              .check = check_static, .result = &text, .is_url = true});
    environment.add_function({.name = "csrf_token", .function = csrf_token_function, .parameters = "", .result = &text});
    environment.add_function({.name = "csrf_field", .function = csrf_field_function, .parameters = "", .gives_markup = true});
    environment.add_function({.name = "get_flashed_messages", .function = flashed_messages,
                              .parameters = "with_categories?"});
    environment.add_global({.name = "request", .type = &request_type, .load = load_request});
}

}  // namespace carafe
