#include "carafe/web/proxy.hpp"

#include "carafe/web/app.hpp"

#include <algorithm>

namespace carafe {

namespace {

std::string_view trim(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

bool is_trusted(const Request& request, std::string_view address) {
    const auto& proxies = request.app().config().trusted_proxies();
    return std::find(proxies.begin(), proxies.end(), address) != proxies.end();
}

/// Takes the last element off a comma-separated list.
std::string_view take_last(std::string_view& list) {
    auto comma = list.rfind(',');
    auto last = trim(comma == list.npos ? list : list.substr(comma + 1));
    list = comma == list.npos ? std::string_view() : list.substr(0, comma);
    return last;
}

}  // namespace

std::optional<std::string_view> forwarded_field(const Request& request, std::string_view name) {
    if (request.app().config().trusted_proxies().empty() || !is_trusted(request, request.peer())) return std::nullopt;
    auto value = request.header(name);
    if (!value || value->empty()) return std::nullopt;
    auto list = *value;
    return take_last(list);
}

std::string_view forwarded_client(const Request& request, std::string_view peer) {
    if (request.app().config().trusted_proxies().empty() || !is_trusted(request, peer)) return peer;
    auto list = request.header("X-Forwarded-For").value_or("");
    auto client = peer;
    while (!list.empty()) {
        client = take_last(list);
        if (!is_trusted(request, client)) break;
    }
    return client;
}

}  // namespace carafe
