#include "carafe/http/conditional.hpp"

#include "carafe/http/date.hpp"
#include "carafe/text/ascii.hpp"

namespace carafe::http {

namespace {

std::string_view without_weakness(std::string_view etag) {
    if (etag.starts_with("W/")) {
        etag.remove_prefix(2);
    }
    return etag;
}

/// Cuts `"opaque"` off the front, quotes kept; empty when there is none. Commas may stand inside.
std::string_view take_opaque(std::string_view& list) {
    if (!list.starts_with('"')) {
        return {};
    }
    auto end = list.find('"', 1);
    if (end == std::string_view::npos) {
        return {};
    }
    auto opaque = list.substr(0, end + 1);
    list.remove_prefix(end + 1);
    return opaque;
}

}  // namespace

bool matches_etag(std::string_view if_none_match, std::string_view etag) {
    if (etag.empty()) {
        return false;
    }
    auto list = text::trim_blanks(if_none_match);
    if (list == "*") {
        return true;
    }
    auto wanted = without_weakness(etag);
    while (!list.empty()) {
        list = without_weakness(text::trim_blanks(list));
        auto opaque = take_opaque(list);
        if (opaque.empty()) {
            return false;
        }
        if (opaque == wanted) {
            return true;
        }
        list = text::trim_blanks(list);
        if (!list.starts_with(',')) {
            return false;
        }
        list.remove_prefix(1);
    }
    return false;
}

bool is_not_modified(const Request& request, const Validators& current) {
    if (request.method() != Method::Get && request.method() != Method::Head) {
        return false;
    }
    if (auto tags = request.field("If-None-Match")) {
        return matches_etag(*tags, current.etag);
    }
    auto since = request.field("If-Modified-Since");
    if (!since || !current.last_modified) {
        return false;
    }
    auto date = parse_date(*since);
    return date && current.last_modified->seconds() <= date->seconds();
}

}  // namespace carafe::http
