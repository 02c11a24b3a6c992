// Python's two ways to format: "%05.1f" % x and "{:>5}".format(x). Long because the mini-languages
// are.
#include "carafe/base/numbers.hpp"
#include "carafe/templates/escape.hpp"
#include "carafe/templates/lexer.hpp"
#include "carafe/templates/operations.hpp"
#include "carafe/templates/unicode.hpp"

#include <charconv>
#include <cmath>

namespace carafe::templates {

namespace {

constexpr int kWidest = 4096;  // a width or precision beyond this is a mistake

struct Spec {
    std::string fill = " ";
    char align = 0;  // < > = ^
    bool plus = false;
    bool blank = false;
    bool alternate = false;
    bool zero = false;
    char grouping = 0;  // , or _
    int width = 0;
    int precision = -1;
    char type = 0;
};

int read_number(std::string_view text, std::size_t& at) {
    int n = 0;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
        n = n * 10 + (text[at++] - '0');
        if (n > kWidest) {
            CallContext::fail("format is too wide");
        }
    }
    return n;
}

std::string group_thousands(const std::string& digits, char separator) {
    std::size_t point = digits.find_first_not_of("0123456789");
    std::size_t whole = point == digits.npos ? digits.size() : point;
    std::string out;
    for (std::size_t i = 0; i < whole; ++i) {
        if (i != 0 && (whole - i) % 3 == 0) {
            out += separator;
        }
        out += digits[i];
    }
    return out + digits.substr(whole);
}

std::string pad(const std::string& sign,
                const std::string& body,
                const Spec& spec,
                char default_align) {
    std::size_t size = count_code_points(sign) + count_code_points(body);
    auto width = static_cast<std::size_t>(spec.width);
    std::size_t missing = width > size ? width - size : 0;
    char align = spec.align != 0 ? spec.align : default_align;
    auto fill = [&](std::size_t count) {
        std::string filled;
        for (std::size_t i = 0; i < count; ++i) {
            filled += spec.fill;
        }
        return filled;
    };
    switch (align) {
        case '<':
            return sign + body + fill(missing);
        case '=':
            return sign + fill(missing) + body;
        case '^':
            return fill(missing / 2) + sign + body + fill(missing - missing / 2);
        default:
            return fill(missing) + sign + body;
    }
}

std::string sign_of(bool negative, const Spec& spec) {
    return negative ? "-" : spec.plus ? "+" : spec.blank ? " " : "";
}

std::string integer_digits(std::uint64_t n, char type, bool alternate) {
    char digits[72];
    int base = type == 'x' || type == 'X' ? 16 : type == 'o' ? 8 : type == 'b' ? 2 : 10;
    auto [end, error] = std::to_chars(digits, digits + sizeof(digits), n, base);
    std::string text(digits, end);
    if (type == 'X') {
        text = to_upper(text);
    }
    if (alternate && base != 10) {
        text = std::string("0") + type + text;
    }
    return text;
}

std::string format_integer(std::int64_t i, const Spec& spec, char type) {
    auto magnitude = static_cast<std::uint64_t>(i);
    if (i < 0) {
        magnitude = 0 - magnitude;
    }
    std::string digits = integer_digits(magnitude, type, spec.alternate);
    if (spec.grouping != 0) {
        digits = group_thousands(digits, spec.grouping);
    }
    if (spec.precision > 0 && digits.size() < static_cast<std::size_t>(spec.precision)) {
        digits.insert(0, static_cast<std::size_t>(spec.precision) - digits.size(), '0');
    }
    return pad(sign_of(i < 0, spec), digits, spec, '>');
}

std::string real_digits(double d, const Spec& spec, char type) {
    char digits[kWidest + 400];
    if (std::isinf(d) || std::isnan(d)) {
        return std::isinf(d) ? "inf" : "nan";
    }
    char kind = static_cast<char>(type | 0x20);
    auto form = kind == 'e'   ? std::chars_format::scientific
                : kind == 'g' ? std::chars_format::general
                              : std::chars_format::fixed;
    int precision = spec.precision < 0 ? 6 : spec.precision;
    if (kind == 'g' && precision == 0) {
        precision = 1;
    }
    auto [end, error] = std::to_chars(digits, digits + sizeof(digits), d, form, precision);
    std::string text(digits, end);
    return type == 'E' || type == 'G' ? to_upper(text) : text;
}

std::string format_real(double d, const Spec& spec, char type) {
    bool percent = type == '%';
    std::string digits = real_digits(std::abs(percent ? d * 100 : d), spec, percent ? 'f' : type);
    if (spec.grouping != 0) {
        digits = group_thousands(digits, spec.grouping);
    }
    if (percent) {
        digits += '%';
    }
    return pad(sign_of(std::signbit(d) && !std::isnan(d), spec), digits, spec, '>');
}

std::string cut_code_points(std::string_view text, int count) {
    return std::string(
        count < 0 ? text : text.substr(0, offset_of(text, static_cast<std::size_t>(count))));
}

std::int64_t whole_part(const Value& v) {
    if (v.is(Kind::Float)) {
        double d = std::trunc(v.as_real());
        if (!(std::abs(d) < 9.2e18)) {
            CallContext::fail("number does not fit 64 bits");
        }
        return static_cast<std::int64_t>(d);
    }
    return v.as_integer();
}

// ---------------------------------------------------------------- %

class PercentFormat {
  public:
    PercentFormat(Runtime& runtime, const Value& pattern, Args arguments)
        : runtime_(runtime),
          pattern_(pattern.as_text()),
          arguments_(arguments),
          is_markup_(pattern.is_markup()) {}

    Value run() {
        std::string out;
        std::size_t at = 0;
        for (;;) {
            std::size_t percent = pattern_.find('%', at);
            out += pattern_.substr(at, percent == pattern_.npos ? pattern_.npos : percent - at);
            if (percent == pattern_.npos) {
                break;
            }
            at = percent + 1;
            if (at < pattern_.size() && pattern_[at] == '%') {
                out += '%';
                ++at;
                continue;
            }
            out += convert(at);
        }
        bool has_dict = arguments_.positional_count() == 1 && arguments_.values[0].is(Kind::Dict);
        if (next_ < arguments_.positional_count() && !named_ && !has_dict) {
            CallContext::fail("not all arguments converted during string formatting");
        }
        return runtime_.text_like(out, is_markup_);
    }

  private:
    Value find_named(std::string_view key) {
        named_ = true;
        if (const Value* named = arguments_.find(key)) {
            return *named;
        }
        if (arguments_.positional_count() == 1 && arguments_.values[0].is(Kind::Dict)) {
            if (const Value* entry = find_entry(arguments_.values[0].entries(), Value::text(key))) {
                return *entry;
            }
        }
        CallContext::fail("format needs '" + std::string(key) + "'");
    }

    Value take() {
        if (next_ >= arguments_.positional_count()) {
            CallContext::fail("not enough arguments for format string");
        }
        return arguments_.values[next_++];
    }

    void read_flags(Spec& spec, std::size_t& at) {
        for (; at < pattern_.size(); ++at) {
            char c = pattern_[at];
            if (c == '-') {
                spec.align = '<';
            } else if (c == '+') {
                spec.plus = true;
            } else if (c == ' ') {
                spec.blank = true;
            } else if (c == '#') {
                spec.alternate = true;
            } else if (c == '0') {
                spec.zero = true;
            } else {
                return;
            }
        }
    }

    int read_width(std::size_t& at) {
        if (at < pattern_.size() && pattern_[at] == '*') {
            ++at;
            return static_cast<int>(
                std::clamp<std::int64_t>(to_integer(take(), "a width"), 0, kWidest));
        }
        return read_number(pattern_, at);
    }

    std::string convert(std::size_t& at) {
        Spec spec;
        std::optional<Value> named;
        if (at < pattern_.size() && pattern_[at] == '(') {
            std::size_t close = pattern_.find(')', at);
            if (close == pattern_.npos) {
                CallContext::fail("incomplete format key");
            }
            named = find_named(pattern_.substr(at + 1, close - at - 1));
            at = close + 1;
        }
        read_flags(spec, at);
        spec.width = read_width(at);
        if (at < pattern_.size() && pattern_[at] == '.') {
            spec.precision = read_width(++at);
        }
        while (at < pattern_.size() &&
               (pattern_[at] == 'l' || pattern_[at] == 'h' || pattern_[at] == 'L')) {
            ++at;
        }
        if (at >= pattern_.size()) {
            CallContext::fail("incomplete format");
        }
        spec.type = pattern_[at++];
        Value v = named ? *named : take();
        if (spec.zero && spec.align == 0 && is_number(v)) {
            spec.fill = "0";
            spec.align = '=';
        }
        return show(v, spec);
    }

    std::string show(const Value& v, const Spec& spec) {
        switch (spec.type) {
            case 's':
                return pad(
                    "",
                    cut_code_points(is_markup_ ? to_markup(runtime_, v) : to_text(runtime_, v),
                                    spec.precision),
                    spec,
                    '>');
            case 'r':
            case 'a':
                return pad("", cut_code_points(quoted(v), spec.precision), spec, '>');
            case 'c':
                return show_character(v, spec);
            case 'd':
            case 'i':
            case 'u':
            case 'x':
            case 'X':
            case 'o':
                if (!is_number(v)) {
                    break;
                }
                return format_integer(
                    whole_part(v), spec, spec.type == 'i' || spec.type == 'u' ? 'd' : spec.type);
            case 'e':
            case 'E':
            case 'f':
            case 'F':
            case 'g':
            case 'G':
                if (!is_number(v)) {
                    break;
                }
                return format_real(as_double(v), spec, spec.type);
            default:
                CallContext::fail(std::string("unsupported format character '") + spec.type + "'");
        }
        CallContext::fail(std::string("%") + spec.type + " wants a number, not " + kind_name(v));
    }

    std::string quoted(const Value& v) {
        Buffer& made = runtime_.scratch;
        std::size_t begin = made.size();
        print_repr(runtime_, made, v);
        std::string text(made.view().substr(begin));
        made.cut(begin);
        return is_markup_ ? std::string(to_markup(runtime_, Value::text(text))) : text;
    }

    std::string show_character(const Value& v, const Spec& spec) {
        std::string text;
        if (v.is(Kind::Int)) {
            append_utf8(
                text,
                static_cast<std::uint32_t>(std::clamp<std::int64_t>(v.as_integer(), 0, 0x10FFFF)));
        } else {
            text = to_text(runtime_, v);
        }
        return pad("", text, spec, '>');
    }

    Runtime& runtime_;
    std::string_view pattern_;
    Args arguments_;
    bool is_markup_;
    bool named_ = false;
    std::size_t next_ = 0;
};

// ---------------------------------------------------------------- {}

Spec read_spec(std::string_view text) {
    static constexpr std::string_view kAligns = "<>=^";
    Spec spec;
    std::size_t at = 0;
    if (!text.empty()) {
        std::size_t fill = std::min(sequence_length(text[0]), text.size());
        if (fill < text.size() && kAligns.find(text[fill]) != kAligns.npos) {
            spec.fill = text.substr(0, fill);
            spec.align = text[fill];
            at = fill + 1;
        } else if (kAligns.find(text[0]) != kAligns.npos) {
            spec.align = text[at++];
        }
    }
    auto skip = [&](char c) {
        bool found = at < text.size() && text[at] == c;
        at += found ? 1u : 0u;
        return found;
    };
    spec.plus = skip('+');
    spec.blank = skip(' ');
    skip('-');
    spec.alternate = skip('#');
    if (skip('0')) {
        spec.zero = true;
        if (spec.align == 0) {
            spec.fill = "0";
            spec.align = '=';
        }
    }
    spec.width = read_number(text, at);
    spec.grouping = skip(',') ? ',' : skip('_') ? '_' : '\0';
    if (skip('.')) {
        spec.precision = read_number(text, at);
    }
    if (at < text.size()) {
        spec.type = text[at++];
    }
    if (at != text.size()) {
        CallContext::fail("invalid format specifier '" + std::string(text) + "'");
    }
    return spec;
}

std::string format_float_plain(Runtime& runtime, double d, Spec spec) {
    if (spec.type == 0 && spec.precision < 0) {
        std::string digits(to_text(runtime, Value::real(std::abs(d))));
        if (spec.grouping != 0) {
            digits = group_thousands(digits, spec.grouping);
        }
        return pad(sign_of(std::signbit(d), spec), digits, spec, '>');
    }
    return format_real(d, spec, spec.type == 0 ? 'g' : spec.type);
}

std::string format_one(Runtime& runtime,
                       const Value& v,
                       std::string_view spec_text,
                       bool escaping) {
    if (spec_text.empty() || !is_number(v)) {
        std::string text(escaping ? to_markup(runtime, v) : to_text(runtime, v));
        if (spec_text.empty()) {
            return text;
        }
        Spec spec = read_spec(spec_text);
        if (spec.type != 0 && spec.type != 's') {
            CallContext::fail(std::string("unknown format code '") + spec.type + "' for " +
                              kind_name(v));
        }
        return pad("", cut_code_points(text, spec.precision), spec, '<');
    }
    Spec spec = read_spec(spec_text);
    bool wants_real =
        spec.type != 0 && std::string_view("eEfFgG%").find(spec.type) != std::string_view::npos;
    if (v.is(Kind::Float) || wants_real) {
        return format_float_plain(runtime, as_double(v), spec);
    }
    if (spec.type == 'n' || spec.type == 0) {
        spec.type = 'd';
    }
    if (std::string_view("dxXob").find(spec.type) == std::string_view::npos) {
        CallContext::fail(std::string("unknown format code '") + spec.type + "' for int");
    }
    return format_integer(v.as_integer(), spec, spec.type);
}

class BraceFormat {
  public:
    BraceFormat(Runtime& runtime, const Value& pattern, Args arguments)
        : runtime_(runtime),
          pattern_(pattern.as_text()),
          arguments_(arguments),
          is_markup_(pattern.is_markup()) {}

    Value run() {
        std::string out;
        for (std::size_t at = 0; at < pattern_.size();) {
            char c = pattern_[at];
            bool doubled = at + 1 < pattern_.size() && pattern_[at + 1] == c;
            if ((c == '{' || c == '}') && doubled) {
                out += c;
                at += 2;
            } else if (c == '{') {
                std::size_t close = find_close(at);
                out += replace(pattern_.substr(at + 1, close - at - 1));
                at = close + 1;
            } else if (c == '}') {
                CallContext::fail("single '}' in a format string");
            } else {
                out += c;
                ++at;
            }
        }
        return runtime_.text_like(out, is_markup_);
    }

  private:
    std::size_t find_close(std::size_t open) const {
        int depth = 0;
        for (std::size_t at = open; at < pattern_.size(); ++at) {
            depth += pattern_[at] == '{' ? 1 : pattern_[at] == '}' ? -1 : 0;
            if (depth == 0) {
                return at;
            }
        }
        CallContext::fail("expected '}' in a format string");
    }

    std::string replace(std::string_view field) {
        std::size_t colon = field.find(':');
        std::string_view spec = colon == field.npos ? std::string_view() : field.substr(colon + 1);
        std::string_view name = field.substr(0, colon);
        std::size_t bang = name.find('!');
        char conversion = bang == name.npos || bang + 1 >= name.size() ? '\0' : name[bang + 1];
        Value v = find(name.substr(0, bang));
        std::string inner_spec(spec);
        if (inner_spec.find('{') != inner_spec.npos) {
            inner_spec =
                std::string(BraceFormat(runtime_, Value::text(spec), arguments_).run().as_text());
        }
        if (conversion == 'r') {
            Buffer& made = runtime_.scratch;
            std::size_t begin = made.size();
            print_repr(runtime_, made, v);
            v = runtime_.text(made.view().substr(begin));
            made.cut(begin);
        } else if (conversion == 's') {
            v = Value::text(to_text(runtime_, v));
        }
        return format_one(runtime_, v, inner_spec, is_markup_);
    }

    Value find(std::string_view path) {
        std::size_t end = std::min(path.find_first_of(".["), path.size());
        Value v = find_argument(path.substr(0, end));
        while (end < path.size()) {
            bool is_item = path[end] == '[';
            std::size_t stop = is_item ? path.find(']', end) : path.find_first_of(".[", end + 1);
            stop = std::min(stop, path.size());
            std::string_view key = path.substr(end + 1, stop - end - 1);
            auto index = parse_decimal<std::int64_t>(key);
            v = is_item && index ? item(runtime_, v, Value::integer(*index))
                                 : item(runtime_, v, Value::text(key));
            end = is_item ? stop + 1 : stop;
        }
        return v;
    }

    Value find_argument(std::string_view name) {
        std::size_t index = next_;
        if (name.empty()) {
            ++next_;
        } else if (auto number = parse_decimal<std::uint32_t>(name)) {
            index = *number;
        } else {
            if (const Value* named = arguments_.find(name)) {
                return *named;
            }
            CallContext::fail("format needs '" + std::string(name) + "'");
        }
        if (index >= arguments_.positional_count()) {
            CallContext::fail("format has no argument " + std::to_string(index));
        }
        return arguments_.values[index];
    }

    Runtime& runtime_;
    std::string_view pattern_;
    Args arguments_;
    bool is_markup_;
    std::size_t next_ = 0;
};

}  // namespace

Value format_percent(Runtime& runtime, const Value& pattern, Args arguments) {
    return PercentFormat(runtime, pattern, arguments).run();
}

Value format_braces(Runtime& runtime, const Value& pattern, Args arguments) {
    return BraceFormat(runtime, pattern, arguments).run();
}

}  // namespace carafe::templates
