#include "carafe/web/request.hpp"

#include "carafe/crypto/random.hpp"
#include "carafe/http/cookie.hpp"
#include "carafe/http/negotiation.hpp"
#include "carafe/observe/call_site.hpp"
#include "carafe/orm/database.hpp"
#include "carafe/web/app.hpp"
#include "carafe/web/body.hpp"
#include "carafe/web/cookies.hpp"
#include "carafe/web/proxy.hpp"

#include <algorithm>

namespace carafe {

void abort_missing_argument(std::string_view name) {
    abort(400, "The argument “" + std::string(name) + "” is missing or not a number.");
}

std::optional<std::string_view> Arguments::find(std::string_view name) const {
    for (const auto& argument : list_) {
        if (argument.name == name) return argument.value;
    }
    return std::nullopt;
}

Request::Request(App& app, const http::Request& raw) : app_(app), raw_(raw), now_(app.clock().now()) {}

Request::~Request() = default;

bool Request::is_safe() const {
    auto m = raw_.method();
    return m == http::Method::Get || m == http::Method::Head || m == http::Method::Options;
}

std::optional<std::string_view> Request::cookie(std::string_view name) const {
    auto field = raw_.field("Cookie");
    return field ? http::find_cookie(*field, name) : std::nullopt;
}

const std::string& Request::path() {
    if (path_.empty()) {
        if (segments_.segments().empty()) app_.split_path(raw_.path(), segments_);
        for (auto segment : segments_.segments()) path_.append("/").append(segment);
        if (path_.empty()) path_ = "/";
    }
    return path_;
}

const Arguments& Request::args() {
    if (!args_) args_ = std::make_unique<Arguments>(read_query(raw_.query()));
    return *args_;
}

const Arguments& Request::form() {
    read_body();
    return *form_;
}

const std::vector<UploadedFile>& Request::files() {
    read_body();
    return files_;
}

void Request::read_body() {
    if (form_) return;
    form_ = std::make_unique<Arguments>();
    read_form(header("Content-Type").value_or(""), raw_.body(), *form_, files_);
}

bool Request::wants_json() const {
    return http::preferred_format(raw_.field("Accept").value_or("")) == http::Preference::Json;
}

bool Request::is_secure() const {
    return raw_.is_secure() || forwarded_field(*this, "X-Forwarded-Proto") == std::string_view("https");
}

std::string_view Request::host() const {
    return forwarded_field(*this, "X-Forwarded-Host").value_or(raw_.host());
}

std::string_view Request::client_address() const { return forwarded_client(*this, raw_.peer()); }

const std::string& Request::id() {
    if (id_.empty()) id_ = crypto::random_hex(8);
    return id_;
}

const Log& Request::log() const { return app_.log(); }

const Visitor& Request::visitor() {
    if (!visitor_) {
        visitor_asked_ = true;
        visitor_.emplace();
        if (app_.identify_ != nullptr) {
            Visitor found;
            app_.identify_(*this, found);
            visitor_ = std::move(found);
        }
    }
    return *visitor_;
}

/// Tests fail where a loop asks the database row by row; in development the log says which line does.
void Request::report_repetition(std::string_view sql) {
    if (!app_.config().is_development()) {
        throw std::logic_error("this statement ran six times in one request, once would do: " + std::string(sql));
    }
    app_.log().warning("orm.repeated", {{"route", route() != nullptr ? std::string_view(route()->pattern) : "(no route)"},
                                        {"from", find_call_site("/apps/")}, {"sql", sql}});
}

orm::UnitOfWork& Request::work() {
    if (!work_) {
        const bool writes = !is_safe() || (match_.route != nullptr && match_.route->options.writes);
        work_ = std::make_unique<orm::UnitOfWork>(app_.database(),
                                                  writes ? orm::Access::ReadWrite : orm::Access::ReadOnly);
        if (!app_.config().is_production()) {
            work_->report_repetitions([this](std::string_view sql) { report_repetition(sql); });
        }
    }
    return *work_;
}

void* Request::find_state(const void* tag) const { return app_.find_state(tag); }

std::vector<Flash> Request::take_flashes() {
    std::vector<Flash> out;
    if (!flashes_taken_) out = read_flashes(*this);
    flashes_taken_ = true;
    std::move(flashes_.begin(), flashes_.end(), std::back_inserter(out));
    flashes_.clear();
    return out;
}

std::string Request::url(const Url& url) const { return app_.url(url); }

std::string Request::external_url(const Url& url) const {
    if (!app_.config().public_url().empty()) return app_.external_url(url);
    return (is_secure() ? "https://" : "http://") + std::string(host()) + app_.url(url);
}

void flash(Request& request, std::string message, std::string category) {
    request.add_flash({std::move(category), std::move(message)});
}

}  // namespace carafe
