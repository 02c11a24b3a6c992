#include "carafe/http/byte_range.hpp"

#include "carafe/base/numbers.hpp"
#include "carafe/text/ascii.hpp"

#include <algorithm>

namespace carafe::http {

namespace {

/// "-500": the last 500 octets.
ByteRange suffix_range(std::uint64_t count, std::uint64_t size) {
    if (count == 0 || size == 0) {
        return {RangeKind::Unsatisfiable};
    }
    return {RangeKind::Part, size - std::min(count, size), size - 1};
}

}  // namespace

ByteRange parse_range(std::string_view field, std::uint64_t size) {
    auto spec = field;
    if (!text::equals_nocase(text::trim_blanks(text::take_until(spec, '=')), "bytes")) {
        return {};
    }
    spec = text::trim_blanks(spec);
    auto dash = spec.find('-');
    if (dash == std::string_view::npos) {
        return {};
    }
    auto last = parse_decimal<std::uint64_t>(spec.substr(dash + 1));
    if (dash == 0) {
        return last ? suffix_range(*last, size) : ByteRange{};
    }
    auto first = parse_decimal<std::uint64_t>(spec.substr(0, dash));
    bool is_open = dash + 1 == spec.size();
    if (!first || (!is_open && (!last || *last < *first))) {
        return {};
    }
    if (*first >= size) {
        return {RangeKind::Unsatisfiable};
    }
    return {RangeKind::Part, *first, is_open ? size - 1 : std::min(*last, size - 1)};
}

std::string content_range(const ByteRange& range, std::uint64_t size) {
    std::string out = "bytes ";
    if (range.kind == RangeKind::Unsatisfiable) {
        out += '*';
    } else {
        out += std::to_string(range.first) + '-' + std::to_string(range.last);
    }
    return out + '/' + std::to_string(size);
}

}  // namespace carafe::http
