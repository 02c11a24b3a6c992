#include "carafe/templates/escape.hpp"
#include "carafe/templates/operations.hpp"
#include "carafe/templates/unicode.hpp"

#include <charconv>
#include <cmath>

namespace carafe::templates {

namespace {

constexpr std::size_t kLongestInteger = 24;
constexpr std::size_t kLongestFixed =
    400;  // to_chars(fixed) of 1.8e308 needs 309 digits and the precision

void print_digits(Buffer& out, std::int64_t n, int width) {
    char digits[kLongestInteger];
    auto [end, error] = std::to_chars(digits, digits + sizeof(digits), n);
    for (auto size = end - digits; size < width; ++size) {
        out.add('0');
    }
    out.add({digits, static_cast<std::size_t>(end - digits)});
}

void print_money(Buffer& out, std::int64_t minor) {
    // Negated as unsigned, so that the smallest number has its absolute value too.
    auto amount = static_cast<std::uint64_t>(minor);
    if (minor < 0) {
        out.add('-');
        amount = 0 - amount;
    }
    print_integer(out, static_cast<std::int64_t>(amount / 100));
    out.add('.');
    print_digits(out, static_cast<std::int64_t>(amount % 100), 2);
}

void print_date(Buffer& out, Date date) {
    CivilDate parts = civil(date);
    print_digits(out, parts.year, 4);
    out.add('-');
    print_digits(out, parts.month, 2);
    out.add('-');
    print_digits(out, parts.day, 2);
}

void print_clock(Buffer& out, std::int64_t seconds, bool with_seconds) {
    print_digits(out, seconds / 3600, 2);
    out.add(':');
    print_digits(out, seconds / 60 % 60, 2);
    if (with_seconds) {
        out.add(':');
        print_digits(out, seconds % 60, 2);
    }
}

/// As Python prints a datetime: "2028-02-29 12:00:00.000123".
void print_timestamp(Buffer& out, Timestamp time) {
    Date date = utc_date(time);
    print_date(out, date);
    out.add(' ');
    std::int64_t seconds = time.seconds() - std::int64_t{date.days} * 86400;
    print_clock(out, seconds, true);
    std::int64_t fraction = time.us - time.seconds() * 1'000'000;
    if (fraction != 0) {
        out.add('.');
        print_digits(out, fraction, 6);
    }
}

void print_items(Runtime& runtime, Buffer& out, const Value& v, char open, char close) {
    out.add(open);
    bool first = true;
    std::size_t count = 0;
    for (const Value& item : items_of(runtime, v)) {
        if (!std::exchange(first, false)) {
            out.add(", ");
        }
        print_repr(runtime, out, item);
        ++count;
    }
    if (v.is(Kind::Tuple) && count == 1) {
        out.add(',');
    }
    out.add(close);
}

void print_dict(Runtime& runtime, Buffer& out, const DictData& dict) {
    out.add('{');
    bool first = true;
    for (const auto& entry : dict.view()) {
        if (!std::exchange(first, false)) {
            out.add(", ");
        }
        print_repr(runtime, out, entry.key);
        out.add(": ");
        print_repr(runtime, out, entry.value);
    }
    out.add('}');
}

void print_object(Runtime& runtime, Buffer& out, const Value& v) {
    const Type& type = v.type();
    if (type.print != nullptr) {
        print(runtime, out, type.print(runtime, v.address()));
        return;
    }
    CallContext::fail(std::string(type.name) + " cannot be printed: name one of its fields");
}

void print_code_escape(Buffer& out, std::uint32_t code) {
    static constexpr char kHex[] = "0123456789abcdef";
    out.add("\\x");
    out.add(kHex[code >> 4 & 15]);
    out.add(kHex[code & 15]);
}

void print_quoted(Buffer& out, std::string_view text) {
    bool has_single = text.find('\'') != text.npos;
    char quote = has_single && text.find('"') == text.npos ? '"' : '\'';
    out.add(quote);
    for (std::size_t at = 0; at < text.size();) {
        std::size_t begin = at;
        std::uint32_t code = next_code_point(text, at);
        if (code == static_cast<unsigned char>(quote) || code == '\\') {
            out.add('\\');
            out.add(static_cast<char>(code));
        } else if (code == '\n' || code == '\r' || code == '\t') {
            out.add('\\');
            out.add(code == '\n' ? 'n' : code == '\r' ? 'r' : 't');
        } else if (code < 0x20 || (code >= 0x7F && code < 0xA1) || code == 0xAD) {
            print_code_escape(out, code);
        } else {
            out.add(text.substr(begin, at - begin));
        }
    }
    out.add(quote);
}

}  // namespace

void print_integer(Buffer& out, std::int64_t i) {
    out.need(kLongestInteger);
    out.set_next(std::to_chars(out.next(), out.next() + kLongestInteger, i).ptr);
}

void print_float(Buffer& out, double d) {
    if (std::isnan(d)) {
        out.add("nan");
        return;
    }
    if (std::isinf(d)) {
        out.add(d < 0 ? "-inf" : "inf");
        return;
    }
    char text[40];
    auto scientific = std::to_chars(text, text + sizeof(text), d, std::chars_format::scientific);
    std::string_view all(text, static_cast<std::size_t>(scientific.ptr - text));
    std::size_t e = all.find('e');
    int exponent = 0;
    std::size_t digits = all[e + 1] == '+' ? e + 2 : e + 1;
    std::from_chars(text + digits, scientific.ptr, exponent);
    if (exponent < -4 || exponent >= 16) {
        out.add(all);  // to_chars writes two exponent digits at least, as Python does
        return;
    }
    out.need(kLongestInteger + 16);
    auto fixed =
        std::to_chars(out.next(), out.next() + kLongestInteger + 16, d, std::chars_format::fixed);
    bool has_point = std::find(out.next(), fixed.ptr, '.') != fixed.ptr;
    out.set_next(fixed.ptr);
    if (!has_point) {
        out.add(".0");
    }
}

void print_fixed(Buffer& out, double d, int precision) {
    if (std::isnan(d) || std::isinf(d)) {
        print_float(out, d);
        return;
    }
    out.need(kLongestFixed + static_cast<std::size_t>(precision));
    char* end = out.next() + kLongestFixed + precision;
    out.set_next(std::to_chars(out.next(), end, d, std::chars_format::fixed, precision).ptr);
}

void print(Runtime& runtime, Buffer& out, const Value& v) {
    switch (v.kind()) {
        case Kind::Undefined:
            if (runtime.is_strict()) {
                std::string name(v.as_text());
                CallContext::fail(name.empty() ? "value is undefined"
                                               : "'" + name + "' is undefined");
            }
            return;
        case Kind::None:
            return out.add("None");
        case Kind::Bool:
            return out.add(v.as_integer() != 0 ? "True" : "False");
        case Kind::Int:
            return print_integer(out, v.as_integer());
        case Kind::Float:
            return print_float(out, v.as_real());
        case Kind::Text:
            return out.add(v.as_text());
        case Kind::Money:
            return print_money(out, v.as_integer());
        case Kind::Date:
            return print_date(out, {static_cast<std::int32_t>(v.as_integer())});
        case Kind::TimeOfDay:
            return print_clock(out, v.as_integer() * 60, false);
        case Kind::Timestamp:
            return print_timestamp(out, {v.as_integer()});
        case Kind::List:
        case Kind::Sequence:
            return print_items(runtime, out, v, '[', ']');
        case Kind::Tuple:
            return print_items(runtime, out, v, '(', ')');
        case Kind::Dict:
            return print_dict(runtime, out, v.entries());
        case Kind::Object:
            return print_object(runtime, out, v);
        case Kind::BoundMethod:
            CallContext::fail("method '" + std::string(v.method().name) +
                              "' is not called: write " + std::string(v.method().name) + "()");
        case Kind::Engine:
            break;
    }
    CallContext::fail("a " + kind_name(v) + " cannot be printed");
}

void print_repr(Runtime& runtime, Buffer& out, const Value& v) {
    if (v.is(Kind::Text)) {
        if (v.is_markup()) {
            out.add("Markup(");
        }
        print_quoted(out, v.as_text());
        if (v.is_markup()) {
            out.add(')');
        }
    } else if (v.is_undefined()) {
        out.add("Undefined");
    } else {
        print(runtime, out, v);
    }
}

std::string_view to_text(Runtime& runtime, const Value& v) {
    if (v.is(Kind::Text)) {
        return v.as_text();
    }
    Buffer& made = runtime.scratch;
    std::size_t begin = made.size();
    print(runtime, made, v);
    std::string_view copy = runtime.arena().copy(made.view().substr(begin));
    made.cut(begin);
    return copy;
}

void emit(Runtime& runtime, Buffer& out, const Value& v, bool escaping) {
    switch (v.kind()) {
        case Kind::Text:
            if (escaping && !v.is_markup()) {
                escape(out, v.as_text());
            } else {
                out.add(v.as_text());
            }
            return;
        case Kind::Object:
            if (v.type().print != nullptr) {
                emit(runtime, out, v.type().print(runtime, v.address()), escaping);
                return;
            }
            break;
        case Kind::List:
        case Kind::Tuple:
        case Kind::Dict:
        case Kind::Sequence:
            if (escaping) {
                escape(out, to_text(runtime, v));
                return;
            }
            break;
        default:
            break;
    }
    print(runtime, out, v);
}

std::string_view to_markup(Runtime& runtime, const Value& v) {
    if (v.is_markup()) {
        return v.as_text();
    }
    Buffer& made = runtime.scratch;
    std::size_t begin = made.size();
    emit(runtime, made, v, true);
    std::string_view copy = runtime.arena().copy(made.view().substr(begin));
    made.cut(begin);
    return copy;
}

}  // namespace carafe::templates
