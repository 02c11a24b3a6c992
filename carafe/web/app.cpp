#include "carafe/web/app.hpp"

#include "carafe/orm/database.hpp"
#include "carafe/templates/engine.hpp"
#include "carafe/web/cookies.hpp"
#include "carafe/web/live_reload.hpp"
#include "carafe/web/static_files.hpp"

#include <algorithm>

namespace carafe {

namespace {

std::string join(std::string prefix, std::string_view pattern) {
    if (pattern != "/") prefix += pattern;
    return prefix.empty() ? "/" : prefix;
}

Response serve_static(Request& request, std::string_view path) {
    const auto* files = request.app().static_files();
    if (files == nullptr) abort(404);
    return files->serve(request, path);
}

std::string methods_text(std::uint8_t methods) {
    std::string out;
    auto add = [&](std::uint8_t bit, const char* name) {
        if (methods & bit) out.append(out.empty() ? "" : ",").append(name);
    };
    add(kGet, "GET");
    add(kPost, "POST");
    add(kPut, "PUT");
    add(kPatch, "PATCH");
    add(kDelete, "DELETE");
    return out;
}

std::string pad(std::string text, std::size_t width) {
    if (text.size() < width) text.append(width - text.size(), ' ');
    return text + ' ';
}

}  // namespace

App::App(const Config& config, const Clock& clock, Log log)
    : config_(config),
      clock_(clock),
      log_(std::move(log)),
      prefix_(config.url_prefix()),
      hosts_(config.allowed_hosts()),
      root_(std::make_unique<Blueprint>("")),
      cookies_(std::make_unique<CookieBox>(config.secret())) {
    while (prefix_.ends_with('/')) prefix_.pop_back();
    if (!config.is_production()) hosts_.insert(hosts_.end(), {"localhost", "127.0.0.1", "[::1]"});
    root_->get<"/static/<path:path>", serve_static>(public_access("style sheets, scripts, icons"), {.name = "static", .lane = http::Lane::Instant});
    if (config.has_live_reload()) add_live_reload(*this);
    make_header_block();
}

App::~App() = default;

void App::make_header_block() {
    header_block_ =
        "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
        "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors " +
        config_.frame_ancestors() +
        "\r\n"
        "Referrer-Policy: same-origin\r\n"
        "Cross-Origin-Opener-Policy: same-origin\r\n"
        "Cross-Origin-Resource-Policy: same-origin\r\n"
        "Permissions-Policy: camera=(), geolocation=(), microphone=()\r\n";
    if (config_.frame_ancestors() == "'self'") header_block_ += "X-Frame-Options: SAMEORIGIN\r\n";
    if (config_.public_url().starts_with("https://")) {
        header_block_ += "Strict-Transport-Security: max-age=31536000\r\n";
    }
}

App& App::identify(void (*function)(Request&, Visitor&)) { return identify_ = function, *this; }
App& App::login_page(Url login) { return login_ = std::move(login), *this; }
App& App::error_page(Response (*function)(Request&, const ErrorInfo&)) { return error_page_ = function, *this; }
App& App::expired_form_page(Response (*function)(Request&)) { return expired_page_ = function, *this; }
App& App::use_database(std::unique_ptr<orm::Database> database) {
    database_ = std::move(database);
    database_->set_cursor_key(cookies_->cursor_key());
    database_->set_master_keys(orm::master_keys(config_.data_keys().reveal, cookies_->master()));
    return *this;
}
App& App::use_templates(std::unique_ptr<templates::Engine> engine, std::span<const templates::PageSlot* const> pages) {
    templates_ = std::move(engine);
    pages_ = pages;
    return *this;
}

App& App::use_static_files(std::unique_ptr<StaticFiles> files) { return static_ = std::move(files), *this; }

orm::Database& App::database() const {
    if (!database_) throw std::logic_error("this application has no database");
    return *database_;
}

templates::Engine& App::templates() const {
    if (!templates_) throw std::logic_error("this application has no templates");
    return *templates_;
}

void App::add_state(const void* tag, std::shared_ptr<void> object) { states_.push_back({tag, std::move(object)}); }

void* App::find_state(const void* tag) const {
    for (const auto& state : states_) {
        if (state.tag == tag) return state.object.get();
    }
    throw std::logic_error("a handler asks for state that the application does not provide");
}

std::vector<std::string> App::start() {
    std::vector<std::string> faults;
    if (started_) throw std::logic_error("App::start() is called once");
    started_ = true;
    add_routes(*root_, "", "", {}, faults);
    if (!templates_) return faults;
    for (const auto& fault : templates_->load(pages_)) {
        if (fault.severity == templates::Severity::Error) faults.push_back(fault.id + ' ' + fault.text());
        else log_.warning("templates", {{"fault", fault.text()}});
    }
    return faults;
}

void App::add_routes(const Blueprint& blueprint, const std::string& prefix, const std::string& name,
                     const AccessRule& rule, std::vector<std::string>& faults) {
    for (const auto& declared : blueprint.routes()) {
        routes_.push_back(std::make_unique<Route>(declared));
        auto& route = *routes_.back();
        route.meter = std::make_shared<http::LaneMeter>();
        route.pattern = join(prefix, declared.pattern);
        if (!name.empty()) route.endpoint = name + '.' + route.endpoint;
        if (!route.rule.is_set()) route.rule = rule;
        if (!route.rule.is_set()) {
            faults.push_back("web.E001 " + route.pattern + " (" + route.endpoint + ") names no access rule: " +
                             route.file + ':' + std::to_string(route.line));
        }
        if (auto fault = router_.add(route); !fault.empty()) faults.push_back(std::move(fault));
    }
    for (const auto& child : blueprint.children()) {
        auto child_name = name.empty() ? child->name() : name + '.' + child->name();
        add_routes(*child, prefix + child->prefix(), child_name, child->rule().is_set() ? child->rule() : rule, faults);
    }
}

std::string App::external_url(const Url& url) const {
    auto base = config_.public_url();
    while (base.ends_with('/')) base.pop_back();
    if (base.empty()) base = "http://" + config_.host() + ':' + std::to_string(config_.port());
    return base + this->url(url);
}

bool App::resolves(std::string_view path) const {
    http::PathSegments segments;
    return split_path(path, segments) && router_.match(http::Method::Get, segments.segments()).kind == Match::Kind::Found;
}

std::string App::access_matrix() const {
    std::vector<std::string> lines;
    for (const auto* route : router_.routes()) {
        lines.push_back(pad(route->pattern, 44) + pad(methods_text(route->methods), 9) + pad(route->endpoint, 28) +
                        route->rule.describe());
    }
    std::sort(lines.begin(), lines.end());
    std::string out;
    for (const auto& line : lines) out += line + '\n';
    return out;
}

bool App::is_ready() const {
    if (!database_) return true;
    try {
        auto transaction = database_->engine().begin(db::Access::ReadOnly);
        return true;
    } catch (const db::Error&) {
        return false;
    }
}

bool App::is_host_allowed(std::string_view host) const {
    auto name = host;
    auto colon = host.rfind(':');
    if (colon != host.npos && host.find(']', colon) == host.npos) name = host.substr(0, colon);
    return std::any_of(hosts_.begin(), hosts_.end(), [&](const std::string& allowed) {
        return allowed.size() == name.size() &&
               std::equal(name.begin(), name.end(), allowed.begin(), [](char a, char b) {
                   return (a >= 'A' && a <= 'Z' ? a + 32 : a) == (b >= 'A' && b <= 'Z' ? b + 32 : b);
               });
    });
}

}  // namespace carafe
