#include "carafe/http/negotiation.hpp"

#include "carafe/base/numbers.hpp"
#include "carafe/text/ascii.hpp"

#include <algorithm>

namespace carafe::http {

namespace {

constexpr int kFullWeight = 1000;

/// "0.75" → 750, "1" → 1000; a weight that breaks the grammar counts as 0.
int read_weight(std::string_view text) {
    if (text == "1" || text == "1." || text == "1.0" || text == "1.00" || text == "1.000") {
        return kFullWeight;
    }
    if (text == "0" || !text.starts_with("0.") || text.size() > 5) {
        return 0;
    }
    auto digits = text.substr(2);
    int weight = parse_decimal<int>(digits, 0, 999).value_or(0);
    for (auto i = digits.size(); i < 3; ++i) {
        weight *= 10;
    }
    return weight;
}

struct MediaRange {
    std::string_view type{};
    int weight = kFullWeight;
};

MediaRange read_range(std::string_view element) {
    MediaRange range{text::trim_blanks(text::take_until(element, ';'))};
    while (!element.empty()) {
        auto parameter = text::trim_blanks(text::take_until(element, ';'));
        if (parameter.size() > 2 && text::to_lower(parameter[0]) == 'q' && parameter[1] == '=') {
            range.weight = read_weight(parameter.substr(2));
        }
    }
    return range;
}

/// 3 the very type, 2 its family, 1 anything, 0 not covered.
int exactness(std::string_view range, std::string_view type) {
    if (text::equals_nocase(range, type)) {
        return 3;
    }
    if (range == "*/*") {
        return 1;
    }
    bool is_family =
        range.ends_with("/*") &&
        text::equals_nocase(range.substr(0, range.size() - 1), type.substr(0, type.find('/') + 1));
    return is_family ? 2 : 0;
}

bool is_json(std::string_view type) {
    constexpr std::string_view suffix = "+json";
    bool has_suffix = type.size() > suffix.size() &&
                      text::equals_nocase(type.substr(type.size() - suffix.size()), suffix);
    return has_suffix || text::equals_nocase(type, "application/json");
}

}  // namespace

int accept_weight(std::string_view accept, std::string_view type) {
    int best = 0;
    int weight = 0;
    while (!accept.empty()) {
        auto range = read_range(text::take_until(accept, ','));
        auto exact = exactness(range.type, type);
        if (exact > best) {
            best = exact;
            weight = range.weight;
        }
    }
    return weight;
}

Preference preferred_format(std::string_view accept) {
    int json = 0;
    for (auto rest = accept; !rest.empty();) {
        auto range = read_range(text::take_until(rest, ','));
        if (is_json(range.type)) {
            json = std::max(json, range.weight);
        }
    }
    return json > 0 && json > accept_weight(accept, "text/html") ? Preference::Json
                                                                 : Preference::Html;
}

}  // namespace carafe::http
