// The life of one request: docs/architecture.md, stops 4 to 8. All errors end here.
#include "carafe/http/path_segments.hpp"
#include "carafe/http/status.hpp"
#include "carafe/orm/database.hpp"
#include "carafe/templates/fault.hpp"
#include "carafe/text/json_writer.hpp"
#include "carafe/text/percent.hpp"
#include "carafe/web/app.hpp"
#include "carafe/web/cookies.hpp"
#include "carafe/web/csrf.hpp"
#include "carafe/web/fault_page.hpp"
#include "carafe/web/live_reload.hpp"

#include <algorithm>
#include <chrono>

namespace carafe {

namespace {

constexpr std::uint64_t kDrainLimit = 256 * 1024;

std::string_view standard_message(int status) {
    switch (status) {
        case 400: return "The browser sent something we could not read.";
        case 401: return "Please log in.";
        case 403: return "You may not do this.";
        case 404: return "There is nothing at this address.";
        case 405: return "This address cannot be used like this.";
        case 409: return "Somebody else changed this meanwhile.";
        case 413: return "What was sent is too large.";
        case 421: return "This server does not serve that address.";
        case 429: return "Too many attempts. Please wait.";
        case 503: return "The server is busy. Please try again in a moment.";
        case 507: return "The server has no room left.";
        default: return "Something went wrong on our side.";
    }
}

Response plain_error(const ErrorInfo& info) {
    auto response = plain_text(info.message + "\n");
    response.status = static_cast<std::uint16_t>(info.status);
    return response;
}

/// application/problem+json. @source RFC 9457
Response problem(const ErrorInfo& info) {
    std::string body;
    text::JsonWriter json(body);
    json.begin_object().key("type").value("about:blank").key("title").value(http::reason_phrase(info.status));
    json.key("status").value(info.status).key("detail").value(info.message);
    if (!info.reference.empty()) json.key("reference").value(info.reference);
    json.end_object();
    auto response = json_text(std::move(body));
    response.content_type = "application/problem+json";
    response.status = static_cast<std::uint16_t>(info.status);
    return response;
}

/// The resolved path, encoded again.
std::string encoded_path(Request& request) { return text::encode_path(request.path()); }

bool has_header(const Response& response, std::string_view name) {
    return std::any_of(response.headers.begin(), response.headers.end(),
                       [&](const http::Header& header) { return header.name == name; });
}

}  // namespace

http::BodyPlan App::plan(const http::Request& head) noexcept {
    http::BodyPlan refused{.limit = kDrainLimit, .discard = true};
    http::PathSegments path;
    if (!split_path(head.path(), path)) return refused;
    auto match = router_.match(head.method(), path.segments());
    if (match.kind != Match::Kind::Found) return refused;
    const auto& route = *match.route;
    const bool canonical = !path.has_trailing_slash() || path.segments().empty();
    return {.limit = route.options.body_limit,
            .lane = route.options.lane,
            .meter = route.meter.get(),
            .route = canonical && route.names.empty() ? &route : nullptr};
}

void App::handle(const http::Request& raw, http::Response& out) {
    const auto start = std::chrono::steady_clock::now();
    Request request(*this, raw);
    auto response = respond(request);
    const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start);
    response.header_block = header_block_;
    out = std::move(static_cast<http::Response&>(response));
    if (log_.is_on(LogLevel::Info)) write_log(request, out, micros.count());
}

Response App::respond(Request& request) {
    Response response;
    try {
        response = run(request);
        if (response.status < 500 && request.has_work()) request.work().commit();
    } catch (...) {
        response = answer_exception(request);
    }
    try {
        run_after_hooks(request, response);
        finish(request, response);
    } catch (...) {
        log_.error("web.finish_failed", {{"id", request.id()}});
        response = plain_error({500, std::string(standard_message(500)), request.id()});
    }
    return response;
}

Response App::run(Request& request) {
    if (!is_host_allowed(request.host())) return error_response(request, {421});
    bool moved = false;
    const bool found = find_route(request, moved);
    if (auto early = run_before_hooks(request, request.route() ? request.route()->owner : root_.get())) {
        return std::move(*early);
    }
    if (moved) {
        auto query = request.raw_.query();
        auto to = prefix_ + encoded_path(request) + (query.empty() ? "" : '?' + std::string(query));
        return redirect_to_path(std::move(to), 308);
    }
    if (!found) {
        return request.match_.kind == Match::Kind::MethodNotAllowed ? refuse_method(request) : error_response(request, {404});
    }
    return call_route(request);
}

/// Segments of a raw path below the mount prefix; false when it is not ours.
bool App::split_path(std::string_view raw, http::PathSegments& path) const {
    if (raw == "*" || !raw.starts_with(prefix_)) return false;
    raw.remove_prefix(prefix_.size());
    return path.assign(raw.empty() ? "/" : raw);
}

/// Fills path and match. `moved`: the canonical address is the path without its trailing slash.
bool App::find_route(Request& request, bool& moved) const {
    if (const auto* planned = static_cast<const Route*>(request.raw_.route())) {
        request.match_.kind = Match::Kind::Found;
        request.match_.route = planned;
        return true;
    }
    auto& path = request.segments_;
    if (!split_path(request.raw_.path(), path)) return false;
    request.match_ = router_.match(request.method(), path.segments());
    moved = path.has_trailing_slash() && !path.segments().empty() && request.match_.kind != Match::Kind::NotFound;
    return request.match_.kind == Match::Kind::Found;
}

Response App::call_route(Request& request) {
    const Route& route = *request.route();
    if (auto verdict = route.rule.ask(request); verdict != Verdict::Allowed) return refuse_visitor(request, verdict);
    if (!request.is_safe() && route.options.csrf == Csrf::Checked) {
        auto verdict = check_csrf(request);
        if (verdict != CsrfVerdict::Good) return refuse_token(request, verdict == CsrfVerdict::Foreign);
    }
    return route.invoke(request, request.match_.args, route.handler);
}

std::optional<Response> App::run_before_hooks(Request& request, const Blueprint* blueprint) {
    if (blueprint == nullptr) return std::nullopt;
    if (auto early = run_before_hooks(request, blueprint->parent())) return early;
    for (auto hook : blueprint->before()) {
        if (auto early = hook(request)) return early;
    }
    return std::nullopt;
}

void App::run_after_hooks(Request& request, Response& response) {
    const auto* blueprint = request.route() != nullptr ? request.route()->owner : root_.get();
    for (; blueprint != nullptr; blueprint = blueprint->parent()) {
        for (auto hook : blueprint->after()) hook(request, response);
    }
}

Response App::refuse_method(Request& request) {
    auto allow = allow_field(request.match_.allowed);
    if (request.method() == http::Method::Options) return no_content().header("Allow", std::move(allow));
    return error_response(request, {405}).header("Allow", std::move(allow));
}

Response App::refuse_visitor(Request& request, Verdict verdict) {
    if (verdict == Verdict::Forbidden) return error_response(request, {403});
    if (request.is_htmx() || request.wants_json() || login_.handler == nullptr) return error_response(request, {401});
    auto login = login_;
    if (request.is_safe()) return redirect(std::move(login).arg("next", request.target()), 302);
    return redirect(std::move(login));
}

Response App::refuse_token(Request& request, bool foreign) {
    log_.warning("web.form_token_refused", {{"route", request.route()->endpoint}, {"foreign", foreign ? 1 : 0},
                                            {"address", request.client_address()}});
    const bool page = !request.is_htmx() && !request.wants_json();
    if (!foreign && page && expired_page_ != nullptr) return expired_page_(request).with_status(403);
    return error_response(request, {403, "The form has expired. Please try again."});
}

Response App::error_response(Request& request, const ErrorInfo& given) {
    ErrorInfo info = given;
    info.has_own_message = !info.message.empty();
    if (!info.has_own_message) info.message = standard_message(info.status);
    Response response;
    if (request.wants_json()) {
        response = problem(info);
    } else if (error_page_ == nullptr) {
        response = plain_error(info);
    } else {
        response = error_page_(request, info);
        response.status = static_cast<std::uint16_t>(info.status);
    }
    if (info.retry_after > 0) response.headers.push_back({"Retry-After", std::to_string(info.retry_after)});
    return response;
}

/// Whether the place of a broken template is shown.
bool App::shows_faults(Request& request) const { return config_.is_development() && !request.wants_json(); }

/// error_response, whose own template may be the broken one.
Response App::error_answer(Request& request, const ErrorInfo& info) {
    try {
        return error_response(request, info);
    } catch (const templates::FaultError& error) {
        if (!shows_faults(request)) throw;
        return fault_page(request, error.fault);
    }
}

/// The one place where exceptions become answers. REQUIRES: called inside a catch block.
Response App::answer_exception(Request& request) noexcept {
    ErrorInfo info;
    std::optional<templates::Fault> fault;
    try {
        if (request.has_work()) {
            // Cookies may name rows that are gone with the transaction: a new session, a rotated token.
            if (request.work().access() == orm::Access::ReadWrite) request.cookies_.clear();
            request.work().rollback();
        }
        throw;
    } catch (const HttpError& error) {
        info = {error.status, error.message, {}, error.retry_after};
    } catch (const orm::NotFound&) {
        info = {404};
    } catch (const orm::StaleRow&) {
        info = {409};
    } catch (const orm::BadCursor&) {
        info = {400, "This link does not belong to this list. Please go back to its first page."};
    } catch (const orm::InvalidText&) {
        info = {422, "Invalid characters."};
    } catch (const db::RetryableError& error) {
        log_.error("db.unavailable", {{"id", request.id()}, {"error", error.what()}});
        info = {503, {}, {}, 1};
    } catch (const std::exception& error) {
        log_.error("web.exception", {{"id", request.id()}, {"error", error.what()},
                                     {"route", request.route() ? request.route()->endpoint : ""}});
        info = {500, {}, request.id()};
        if (const auto* broken = dynamic_cast<const templates::FaultError*>(&error)) fault = broken->fault;
    } catch (...) {
        log_.error("web.exception", {{"id", request.id()}});
        info = {500, {}, request.id()};
    }
    try {
        return fault && shows_faults(request) ? fault_page(request, *fault) : error_answer(request, info);
    } catch (const std::exception& error) {
        log_.error("web.error_page_failed", {{"id", request.id()}, {"error", error.what()}});
    } catch (...) {
        log_.error("web.error_page_failed", {{"id", request.id()}});
    }
    return plain_error({info.status, std::string(standard_message(info.status))});
}

/// URLs become text, cookies are sealed, caching is decided.
void App::finish(Request& request, Response& response) {
    add_reload_script(request, response);
    if (response.location) response.headers.push_back({"Location", url(*response.location)});
    const bool shown = request.flashes_taken_ && find_cookie(request, "flash");
    if (!request.flashes_.empty()) {
        auto all = request.take_flashes();
        request.set_cookie(flash_cookie(request, all));
    } else if (shown) {
        request.set_cookie(flash_cookie(request, {}));
    }
    for (const auto& cookie : request.cookies_) {
        response.headers.push_back({"Set-Cookie", http::format_set_cookie(cookie)});
    }
    if (request.visitor_asked_) {
        response.headers.push_back({"Vary", "Cookie"});
        if (!has_header(response, "Cache-Control")) response.headers.push_back({"Cache-Control", "no-store"});
    }
}

void App::write_log(Request& request, const http::Response& response, std::int64_t micros) const {
    if (request.route() != nullptr && request.route()->options.unlogged) return;
    // The pattern, not the path: addresses may carry tokens.
    auto where = request.route() != nullptr ? std::string_view(request.route()->pattern) : std::string_view("(no route)");
    log_.info("request", {{"method", http::method_name(request.method())},
                          {"route", where},
                          {"status", static_cast<int>(response.status)},
                          {"us", micros},
                          {"statements", request.has_work() ? request.work_->statement_count() : std::int64_t{0}},
                          {"tenant", request.visitor_ ? request.visitor_->tenant_id : std::int64_t{0}},
                          {"user", request.visitor_ ? request.visitor_->user_id : std::int64_t{0}}});
}

}  // namespace carafe
