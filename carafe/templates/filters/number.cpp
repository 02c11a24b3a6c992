// Filters over numbers, and what makes numbers of text.
#include "carafe/base/numbers.hpp"
#include "carafe/templates/filters.hpp"
#include "carafe/templates/unicode.hpp"

#include <charconv>
#include <cmath>

namespace carafe::templates {

namespace {

using Values = std::span<const Value>;

Value absolute(Runtime&, Values a) {
    switch (a[0].kind()) {
        case Kind::Float:
            return Value::real(std::abs(a[0].as_real()));
        case Kind::Bool:
        case Kind::Int:
            return a[0].as_integer() < 0 ? negate(a[0]) : Value::integer(a[0].as_integer());
        case Kind::Money:
            return a[0].as_integer() < 0 ? negate(a[0]) : a[0];
        default:
            CallContext::fail("abs wants a number, not " + kind_name(a[0]));
    }
}

/// Digits as Python reads them: blanks around, one sign, underscores between digits.
std::optional<std::string> plain_digits(std::string_view text) {
    text = strip(text);
    if (text.starts_with('+')) {
        text.remove_prefix(1);
        if (text.starts_with('-')) {
            return std::nullopt;
        }
    }
    std::string digits;
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool between = i > 0 && i + 1 < text.size() && text[i - 1] != '_' && text[i + 1] != '_';
        if (text[i] == '_' && between) {
            continue;
        }
        digits += text[i];
    }
    return digits;
}

std::optional<double> read_real(std::string_view text) {
    auto digits = plain_digits(text);
    if (!digits || digits->empty()) {
        return std::nullopt;
    }
    double d = 0;
    const char* end = digits->data() + digits->size();
    auto [stop, error] = std::from_chars(digits->data(), end, d);
    if (stop != end || error == std::errc::invalid_argument) {
        return std::nullopt;
    }
    return d;
}

std::optional<std::int64_t> read_integer(std::string_view text, int base) {
    auto digits = plain_digits(text);
    if (!digits || digits->empty()) {
        return std::nullopt;
    }
    bool negative = digits->front() == '-';
    std::string body = negative ? digits->substr(1) : *digits;
    char mark = body.size() > 2 && body[0] == '0' ? static_cast<char>(body[1] | 0x20) : '\0';
    int marked = mark == 'x' ? 16 : mark == 'o' ? 8 : mark == 'b' ? 2 : 0;
    if (marked != 0 && (base == marked || base == 0)) {
        body = body.substr(2);
        base = marked;
    }
    std::int64_t value = 0;
    auto [stop, error] =
        std::from_chars(body.data(), body.data() + body.size(), value, base == 0 ? 10 : base);
    if (error != std::errc{} || stop != body.data() + body.size() || body.starts_with('-')) {
        return std::nullopt;
    }
    return negative ? -value : value;
}

std::optional<std::int64_t> truncate_real(double d) {
    if (!(std::abs(d) < 9.2e18)) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(d);
}

Value to_int(Runtime&, Values a) {
    require_defined(a[0]);
    Value otherwise = is_given(a[1]) ? a[1] : Value::integer(0);
    int base = static_cast<int>(std::clamp<std::int64_t>(integer_or(a[2], 10, "base"), 0, 36));
    std::optional<std::int64_t> found;
    if (a[0].is(Kind::Text)) {
        found = read_integer(a[0].as_text(), base);
        if (!found) {
            if (auto real = read_real(a[0].as_text())) {
                found = truncate_real(*real);
            }
        }
    } else if (a[0].is(Kind::Float)) {
        found = truncate_real(a[0].as_real());
    } else if (is_number(a[0])) {
        found = a[0].as_integer();
    } else if (a[0].is(Kind::Money)) {
        found = a[0].as_integer() / 100;
    }
    return found ? Value::integer(*found) : otherwise;
}

Value to_float(Runtime&, Values a) {
    require_defined(a[0]);
    Value otherwise = is_given(a[1]) ? a[1] : Value::real(0);
    if (a[0].is(Kind::Text)) {
        auto found = read_real(a[0].as_text());
        return found ? Value::real(*found) : otherwise;
    }
    if (a[0].is(Kind::Money)) {
        return Value::real(static_cast<double>(a[0].as_integer()) / 100);
    }
    return is_number(a[0]) ? Value::real(as_double(a[0])) : otherwise;
}

/// Half to even on the exact binary value, as Python rounds: through the decimal digits.
double round_real(double d, int precision) {
    if (precision < 0) {
        double scale = std::pow(10.0, -precision);
        return std::nearbyint(d / scale) * scale;
    }
    Buffer digits;
    print_fixed(digits, d, precision);
    double rounded = d;
    std::from_chars(digits.view().data(), digits.view().data() + digits.size(), rounded);
    return rounded;
}

Value round(Runtime& runtime, Values a) {
    int precision =
        static_cast<int>(std::clamp<std::int64_t>(integer_or(a[1], 0, "precision"), -300, 300));
    std::string_view method = text_or(runtime, a[2], "common");
    if (!is_number(a[0])) {
        CallContext::fail("round wants a number, not " + kind_name(a[0]));
    }
    if (method == "common") {
        if (!a[0].is(Kind::Float)) {
            if (precision >= 0) {
                return Value::integer(a[0].as_integer());
            }
            return Value::integer(
                static_cast<std::int64_t>(round_real(as_double(a[0]), precision)));
        }
        return Value::real(round_real(a[0].as_real(), precision));
    }
    if (method != "ceil" && method != "floor") {
        CallContext::fail("round: method must be common, ceil or floor");
    }
    double scale = std::pow(10.0, precision);
    double scaled = as_double(a[0]) * scale;
    return Value::real((method == "ceil" ? std::ceil(scaled) : std::floor(scaled)) / scale);
}

Value filesizeformat(Runtime& runtime, Values a) {
    bool binary = flag_or(runtime, a[1], false);
    Value number = a[0].is(Kind::Text) ? Value::real(read_real(a[0].as_text()).value_or(0)) : a[0];
    if (!is_number(number)) {
        CallContext::fail("filesizeformat wants a number, not " + kind_name(a[0]));
    }
    double bytes = as_double(number);
    double base = binary ? 1024 : 1000;
    if (bytes == 1) {
        return Value::text("1 Byte");
    }
    Buffer out;
    if (bytes < base) {
        print_integer(out, static_cast<std::int64_t>(bytes));
        out.add(" Bytes");
        return runtime.text(out.view());
    }
    static constexpr std::string_view kDecimal[] = {"kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"};
    static constexpr std::string_view kBinary[] = {
        "KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"};
    double unit = base;
    std::size_t i = 0;
    while (bytes >= unit * base && i + 1 < std::size(kDecimal)) {
        unit *= base;
        ++i;
    }
    print_fixed(out, bytes / unit, 1);
    out.add(' ');
    out.add(binary ? kBinary[i] : kDecimal[i]);
    return runtime.text(out.view());
}

/// Thousands apart, two digits: 1,234.50.
Value money(Runtime& runtime, Values a) {
    if (!a[0].is(Kind::Money) && !is_number(a[0])) {
        CallContext::fail("money wants an amount, not " + kind_name(a[0]));
    }
    std::string pattern = "{:,.2f}";
    double amount =
        a[0].is(Kind::Money) ? static_cast<double>(a[0].as_integer()) / 100 : as_double(a[0]);
    Value number = Value::real(amount);
    Value digits = format_braces(runtime, Value::text(pattern), {{&number, 1}, {}});
    const Value parts[] = {is_given(a[1]) ? a[1] : Value::text(""), digits};
    return concat(runtime, parts);
}

}  // namespace

void add_number_filters(Environment& environment) {
    const Callable kFilters[] = {
        {.name = "abs", .function = &plain<absolute>, .parameters = ""},
        {.name = "int", .function = &plain<to_int>, .parameters = "default? base?"},
        {.name = "float", .function = &plain<to_float>, .parameters = "default?"},
        {.name = "round", .function = &plain<round>, .parameters = "precision? method?"},
        {.name = "filesizeformat", .function = &plain<filesizeformat>, .parameters = "binary?"},
        {.name = "money", .function = &plain<money>, .parameters = "symbol?"},
    };
    for (const Callable& filter : kFilters) {
        environment.add_filter(filter);
    }
}

}  // namespace carafe::templates
