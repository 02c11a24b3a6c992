#include "carafe/web/router.hpp"

#include "carafe/base/numbers.hpp"
#include "carafe/text/percent.hpp"

#include <algorithm>

namespace carafe {

struct Router::Node {
    std::vector<std::pair<std::string, std::unique_ptr<Node>>> literals;  // sorted by text
    std::unique_ptr<Node> arguments[5];                                   // by ArgKind
    std::vector<const Route*> routes;                                     // that end here
};

namespace {

using Segments = std::span<const std::string_view>;

bool is_slug(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
}

bool convert(ArgKind kind, std::string_view segment, RawArg& out) {
    out.text = segment;
    switch (kind) {
        case ArgKind::Int: {
            auto number = parse_decimal<std::int64_t>(segment, 0);
            if (number) out.number = *number;
            return number.has_value();
        }
        case ArgKind::Date: {
            auto date = parse_iso_date(segment);
            if (date) out.number = date->days;
            return date.has_value();
        }
        case ArgKind::Slug: return is_slug(segment);
        case ArgKind::String:
        case ArgKind::Path: return !segment.empty();
    }
    return false;
}

std::vector<std::string_view> split(std::string_view pattern) {
    std::vector<std::string_view> parts;
    while (!pattern.empty()) {
        pattern.remove_prefix(1);
        auto slash = pattern.find('/');
        if (slash != 0 && !pattern.empty()) parts.push_back(pattern.substr(0, slash));
        if (slash == pattern.npos) break;
        pattern.remove_prefix(slash);
    }
    return parts;
}

/// Kind named by the converter; without one, the kind of the handler's parameter.
ArgKind kind_of(std::string_view part, ArgKind parameter) {
    if (part.starts_with("<slug:")) return ArgKind::Slug;
    if (part.starts_with("<path:")) return ArgKind::Path;
    return parameter;
}

const Route* route_for(const std::vector<const Route*>& routes, std::uint8_t bit, std::uint8_t& allowed) {
    const Route* found = nullptr;
    for (const auto* route : routes) {
        allowed = static_cast<std::uint8_t>(allowed | route->methods);
        if (route->methods & bit) found = route;
    }
    return found;
}

}  // namespace

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

std::string Router::add(const Route& route) {
    auto where = std::string(route.file) + ':' + std::to_string(route.line);
    Node* node = root_.get();
    std::size_t argument = 0;
    for (auto part : split(route.pattern)) {
        std::unique_ptr<Node>* next = nullptr;
        if (part[0] == '<') {
            next = &node->arguments[static_cast<int>(kind_of(part, route.kinds[argument++]))];
        } else {
            auto at = std::lower_bound(node->literals.begin(), node->literals.end(), part,
                                       [](const auto& entry, std::string_view text) { return entry.first < text; });
            if (at == node->literals.end() || at->first != part) at = node->literals.emplace(at, part, nullptr);
            next = &at->second;
        }
        if (!*next) *next = std::make_unique<Node>();
        node = next->get();
    }
    for (const auto* other : node->routes) {
        if (other->methods & route.methods) {
            return "web.E003 " + route.pattern + " is registered twice: " + where + " and " + other->file + ':' +
                   std::to_string(other->line);
        }
    }
    node->routes.push_back(&route);
    routes_.push_back(&route);
    auto [at, fresh] = by_endpoint_.emplace(route.endpoint, &route);
    if (!fresh && at->second->handler != route.handler) {
        return "web.E002 two routes are named " + route.endpoint + ": " + where + " and " + at->second->file + ':' +
               std::to_string(at->second->line);
    }
    by_handler_.emplace(reinterpret_cast<const void*>(route.handler), &route);
    return {};
}

namespace {

template <class Node>
bool walk(const Node& node, Segments rest, std::size_t depth, std::uint8_t bit, Match& match) {
    if (rest.empty()) {
        if (node.routes.empty()) return false;
        const Route* route = route_for(node.routes, bit, match.allowed);
        if (route == nullptr) {
            match.kind = Match::Kind::MethodNotAllowed;
            return false;
        }
        match.kind = Match::Kind::Found;
        match.route = route;
        return true;
    }
    auto at = std::lower_bound(node.literals.begin(), node.literals.end(), rest[0],
                               [](const auto& entry, std::string_view text) { return entry.first < text; });
    if (at != node.literals.end() && at->first == rest[0] && walk(*at->second, rest.subspan(1), depth, bit, match)) {
        return true;
    }
    if (depth == kMaxPathArguments) return false;
    for (int kind = 0; kind < 4; ++kind) {
        const auto& next = node.arguments[kind];
        if (next && convert(static_cast<ArgKind>(kind), rest[0], match.args[depth]) &&
            walk(*next, rest.subspan(1), depth + 1, bit, match)) {
            return true;
        }
    }
    const auto& tail = node.arguments[static_cast<int>(ArgKind::Path)];
    if (!tail) return false;
    // Undecoded segments are neighbours in the raw path, joined by '/': one view covers them all.
    for (std::size_t i = 1; i < rest.size(); ++i) {
        if (rest[i - 1].data() + rest[i - 1].size() + 1 != rest[i].data()) return false;
    }
    const char* end = rest.back().data() + rest.back().size();
    match.args[depth].text = {rest[0].data(), static_cast<std::size_t>(end - rest[0].data())};
    return walk(*tail, Segments{}, depth + 1, bit, match);
}

}  // namespace

Match Router::match(http::Method method, Segments segments) const {
    Match match;
    walk(*root_, segments, 0, method_bit(method), match);
    return match;
}

const Route* Router::find(detail::AnyFunction handler) const {
    auto at = by_handler_.find(reinterpret_cast<const void*>(handler));
    return at == by_handler_.end() ? nullptr : at->second;
}

const Route* Router::find(std::string_view endpoint) const {
    auto at = by_endpoint_.find(endpoint);
    return at == by_endpoint_.end() ? nullptr : at->second;
}

std::string Router::build(const Url& url) const {
    const Route* route = find(url.handler);
    if (route == nullptr) throw std::logic_error("url_for: this application has no such route");
    std::string out;
    std::string_view rest = url.arguments;
    append_path(out, route->pattern, [&](std::size_t) {
        const auto end = rest.find('\n');
        out += rest.substr(0, end);
        rest.remove_prefix(end + 1);
    });
    if (!url.query.empty()) out.append("?").append(url.query);
    if (!url.anchor.empty()) out.append("#").append(url.anchor);
    return out;
}

std::string allow_field(std::uint8_t methods) {
    std::string out;
    auto add = [&](std::uint8_t bit, const char* name) {
        if (methods & bit) out.append(out.empty() ? "" : ", ").append(name);
    };
    add(kGet, "GET, HEAD");
    add(kPost, "POST");
    add(kPut, "PUT");
    add(kPatch, "PATCH");
    add(kDelete, "DELETE");
    return out + ", OPTIONS";
}

std::uint8_t method_bit(http::Method method) {
    switch (method) {
        case http::Method::Get:
        case http::Method::Head: return kGet;
        case http::Method::Post: return kPost;
        case http::Method::Put: return kPut;
        case http::Method::Patch: return kPatch;
        case http::Method::Delete: return kDelete;
        default: return 0;
    }
}

// ---- Url -------------------------------------------------------------------------------------------

Url& Url::add_argument(std::int64_t number) {
    arguments += std::to_string(number);
    arguments += '\n';
    return *this;
}

Url& Url::add_argument(Date date) { return add_argument(std::string_view(format_iso(date))); }

Url& Url::add_argument(std::string_view value) {
    arguments += text::encode_component(value);
    arguments += '\n';
    return *this;
}

Url&& Url::arg(std::string_view name, std::string_view value) && {
    if (!query.empty()) query += '&';
    query.append(text::encode_component(name)).append("=").append(text::encode_path(value));  // '/' may stand in a query
    return std::move(*this);
}

Url&& Url::arg(std::string_view name, std::int64_t value) && { return std::move(*this).arg(name, std::to_string(value)); }

Url&& Url::fragment(std::string_view name) && {
    anchor = text::encode_component(name);
    return std::move(*this);
}

}  // namespace carafe
