// Filters about HTML, addresses and JSON, and the ones that say what is markup.
#include "carafe/templates/escape.hpp"
#include "carafe/templates/filters.hpp"
#include "carafe/templates/lexer.hpp"
#include "carafe/templates/unicode.hpp"

#include <cmath>

namespace carafe::templates {

std::string quote_url(std::string_view text, bool for_query) {
    static constexpr char kHex[] = "0123456789ABCDEF";
    std::string out;
    for (char c : text) {
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        bool mark = c == '_' || c == '.' || c == '-' || c == '~' || (c == '/' && !for_query);
        if (letter || mark) {
            out += c;
        } else if (c == ' ' && for_query) {
            out += '+';
        } else {
            auto byte = static_cast<unsigned char>(c);
            out += '%';
            out += kHex[byte >> 4];
            out += kHex[byte & 15];
        }
    }
    return out;
}

namespace {

/// One character reference at `at` (behind '&') decoded, or nothing.
std::optional<std::string> decode_entity(std::string_view text, std::size_t& at) {
    static constexpr std::pair<std::string_view, std::string_view> kNames[] = {{"amp", "&"},
                                                                               {"AMP", "&"},
                                                                               {"LT", "<"},
                                                                               {"GT", ">"},
                                                                               {"QUOT", "\""},
                                                                               {"COPY", "©"},
                                                                               {"lt", "<"},
                                                                               {"gt", ">"},
                                                                               {"quot", "\""},
                                                                               {"apos", "'"},
                                                                               {"nbsp", "\u00a0"},
                                                                               {"copy", "©"},
                                                                               {"hellip", "…"},
                                                                               {"mdash", "—"},
                                                                               {"ndash", "–"},
                                                                               {"euro", "€"},
                                                                               {"raquo", "»"},
                                                                               {"laquo", "«"}};
    std::size_t end = text.find(';', at);
    if (end == text.npos || end - at > 10 || end == at) {
        return std::nullopt;
    }
    std::string_view name = text.substr(at, end - at);
    std::string out;
    if (name[0] == '#' && name.size() > 1) {
        bool hex = (name[1] | 0x20) == 'x';
        std::uint32_t code = 0;
        std::string_view digits = name.substr(hex ? 2 : 1);
        auto [stop, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), code, hex ? 16 : 10);
        if (error != std::errc{} || stop != digits.data() + digits.size() || code > 0x10FFFF) {
            return std::nullopt;
        }
        append_utf8(out, code);
        at = end + 1;
        return out;
    }
    for (auto [known, value] : kNames) {
        if (known == name) {
            at = end + 1;
            return std::string(value);
        }
    }
    return std::nullopt;
}

std::string decode_entities(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t next = at + 1;
        auto decoded = text[at] == '&' ? decode_entity(text, next) : std::nullopt;
        out += decoded ? *decoded : std::string(1, text[at]);
        at = decoded ? next : at + 1;
    }
    return out;
}

/// Removes `open` … `close` pairs, the first close behind each open.
std::string remove_between(std::string_view text, std::string_view open, std::string_view close) {
    std::string out;
    for (;;) {
        std::size_t begin = text.find(open);
        std::size_t end = begin == text.npos ? text.npos : text.find(close, begin + open.size());
        if (end == text.npos) {
            return out += text;
        }
        out += text.substr(0, begin);
        text.remove_prefix(end + close.size());
    }
}

std::string join_blanks(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t begin = at;
        if (is_space(next_code_point(text, at))) {
            if (!out.empty() && out.back() != ' ') {
                out += ' ';
            }
        } else {
            out += text.substr(begin, at - begin);
        }
    }
    return std::string(strip(out));
}

}  // namespace

std::string strip_tags(std::string_view html) {
    std::string without_comments = remove_between(html, "<!--", "-->");
    return decode_entities(join_blanks(remove_between(without_comments, "<", ">")));
}

// ---------------------------------------------------------------- JSON

namespace {

void print_json_text(Buffer& out, std::string_view text) {
    static constexpr char kHex[] = "0123456789abcdef";
    auto unit = [&](std::uint32_t code) {
        out.add("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.add(kHex[code >> shift & 15]);
        }
    };
    out.add('"');
    for (std::size_t at = 0; at < text.size();) {
        std::uint32_t code = next_code_point(text, at);
        static constexpr std::string_view kShort = "\"\\\n\r\t\b\f";
        static constexpr std::string_view kLetters = "\"\\nrtbf";
        std::size_t found = code < 0x80 ? kShort.find(static_cast<char>(code)) : kShort.npos;
        if (found != kShort.npos) {
            out.add('\\');
            out.add(kLetters[found]);
        } else if (code < 0x20 || code >= 0x7F || code == '<' || code == '>' || code == '&' ||
                   code == '\'') {
            if (code == 0x7F) {
                out.add('\x7F');
            } else if (code >= 0x10000) {
                unit(0xD800 + ((code - 0x10000) >> 10));
                unit(0xDC00 + ((code - 0x10000) & 0x3FF));
            } else {
                unit(code);
            }
        } else {
            out.add(static_cast<char>(code));
        }
    }
    out.add('"');
}

/// Opens, separates and closes what stands in brackets.
class JsonBrackets {
  public:
    JsonBrackets(Buffer& out, char open, char close, int indent, int depth)
        : out_(out), close_(close), indent_(indent), depth_(depth) {
        out_.add(open);
    }

    void separate() {
        if (any_) {
            out_.add(indent_ < 0 ? ", " : ",");
        }
        any_ = true;
        new_line(depth_ + 1);
    }

    void finish() {
        if (any_) {
            new_line(depth_);
        }
        out_.add(close_);
    }

  private:
    void new_line(int depth) {
        if (indent_ >= 0) {
            out_.add('\n');
            out_.add(std::string(static_cast<std::size_t>(indent_ * depth), ' '));
        }
    }

    Buffer& out_;
    char close_;
    int indent_;
    int depth_;
    bool any_ = false;
};

void print_json_object(Runtime& runtime,
                       Buffer& out,
                       std::vector<std::pair<std::string_view, Value>> members,
                       int indent,
                       int depth) {
    std::stable_sort(members.begin(), members.end(), [](const auto& x, const auto& y) {
        return x.first < y.first;
    });
    JsonBrackets brackets(out, '{', '}', indent, depth);
    for (const auto& [name, value] : members) {
        brackets.separate();
        print_json_text(out, name);
        out.add(": ");
        print_json(runtime, out, value, indent, depth + 1);
    }
    brackets.finish();
}

std::string_view json_key(Runtime& runtime, const Value& key) {
    if (key.is(Kind::Bool)) {
        return key.as_integer() != 0 ? "true" : "false";
    }
    return key.is(Kind::None) ? std::string_view("null") : to_text(runtime, key);
}

constexpr int kDeepestJson = 100;

}  // namespace

void print_json(Runtime& runtime, Buffer& out, const Value& value, int indent, int depth) {
    if (depth > kDeepestJson) {
        CallContext::fail("tojson: nested too deeply");
    }
    switch (value.kind()) {
        case Kind::None:
            return out.add("null");
        case Kind::Bool:
            return out.add(value.as_integer() != 0 ? "true" : "false");
        case Kind::Int:
            return print_integer(out, value.as_integer());
        case Kind::Float:
            if (double d = value.as_real(); std::isnan(d) || std::isinf(d)) {
                return out.add(std::isnan(d) ? "NaN" : d < 0 ? "-Infinity" : "Infinity");
            }
            return print_float(out, value.as_real());
        case Kind::Money:
            return print(runtime, out, value);
        case Kind::Text:
        case Kind::Date:
        case Kind::TimeOfDay:
        case Kind::Timestamp:
            return print_json_text(out, to_text(runtime, value));
        case Kind::List:
        case Kind::Tuple:
        case Kind::Sequence: {
            JsonBrackets brackets(out, '[', ']', indent, depth);
            for (const Value& one : items_of(runtime, value)) {
                brackets.separate();
                print_json(runtime, out, one, indent, depth + 1);
            }
            return brackets.finish();
        }
        case Kind::Dict: {
            std::vector<std::pair<std::string_view, Value>> members;
            for (const auto& entry : value.entries().view()) {
                members.emplace_back(json_key(runtime, entry.key), entry.value);
            }
            return print_json_object(runtime, out, std::move(members), indent, depth);
        }
        case Kind::Object: {
            std::vector<std::pair<std::string_view, Value>> members;
            for (const Field& field : value.type().fields()) {
                members.emplace_back(field.name, field.read(value.address()));
            }
            return print_json_object(runtime, out, std::move(members), indent, depth);
        }
        default:
            CallContext::fail("tojson cannot write " + kind_name(value));
    }
}

// ---------------------------------------------------------------- filters

namespace {

using Values = std::span<const Value>;

Value tojson(Runtime& runtime, Values a) {
    Buffer out;
    print_json(runtime,
               out,
               a[0],
               static_cast<int>(std::clamp<std::int64_t>(integer_or(a[1], -1, "indent"), -1, 16)));
    return runtime.markup(out.view());
}

Value escape_value(Runtime& runtime, Values a) {
    return Value::markup(to_markup(runtime, a[0]), "escaped");
}

Value force_escape(Runtime& runtime, Values a) {
    return Value::markup(to_markup(runtime, Value::text(to_text(runtime, a[0]))), "escaped");
}

Value safe(Runtime& runtime, Values a) {
    return Value::markup(to_text(runtime, a[0]), "the template says so");
}

Value striptags(Runtime& runtime, Values a) {
    return runtime.text(strip_tags(to_text(runtime, a[0])));
}

void add_query_pair(Runtime& runtime, std::string& out, const Value& key, const Value& value) {
    out += out.empty() ? "" : "&";
    out += quote_url(to_text(runtime, key), true);
    out += '=';
    out += quote_url(to_text(runtime, value), true);
}

Value urlencode(Runtime& runtime, Values a) {
    if (a[0].is(Kind::Dict)) {
        std::string out;
        for (const auto& entry : a[0].entries().view()) {
            add_query_pair(runtime, out, entry.key, entry.value);
        }
        return runtime.text(out);
    }
    if (a[0].is(Kind::Text) || !is_iterable(a[0])) {
        return runtime.text(quote_url(to_text(runtime, a[0]), false));
    }
    std::string out;
    for (const Value& pair : items_of(runtime, a[0])) {
        auto parts = items_of(runtime, pair);
        if (parts.size() != 2) {
            CallContext::fail("urlencode wants pairs");
        }
        add_query_pair(runtime, out, parts[0], parts[1]);
    }
    return runtime.text(out);
}

Value xmlattr(Runtime& runtime, Values a) {
    if (!a[0].is(Kind::Dict)) {
        CallContext::fail("xmlattr wants a dict, not " + kind_name(a[0]));
    }
    Buffer out;
    for (const auto& entry : a[0].entries().view()) {
        if (entry.value.is(Kind::None) || entry.value.is_undefined()) {
            continue;
        }
        std::string_view key = to_text(runtime, entry.key);
        if (key.find_first_of(" \t\n\r\f\v/>=") != key.npos) {
            CallContext::fail("xmlattr: '" + std::string(key) + "' is no attribute name");
        }
        if (out.size() != 0) {
            out.add(' ');
        }
        escape(out, key);
        out.add("=\"");
        emit(runtime, out, entry.value, true);
        out.add('"');
    }
    std::string result(out.view());
    if (!result.empty() && flag_or(runtime, a[1], true)) {
        result.insert(0, 1, ' ');
    }
    return runtime.captured(result);
}

bool looks_like_url(std::string_view word) {
    return word.starts_with("http://") || word.starts_with("https://") || word.starts_with("www.");
}

struct UrlizeOptions {
    std::int64_t limit = -1;
    std::string attributes;
};

std::string link_word(std::string_view word, const UrlizeOptions& options) {
    static constexpr std::string_view kTail = ".,:;!?";
    static constexpr std::string_view kOpen = "([<";
    std::string_view head;
    while (!word.empty() && kOpen.find(word[0]) != kOpen.npos) {
        head = {head.empty() ? word.data() : head.data(), head.size() + 1};
        word.remove_prefix(1);
    }
    std::string_view whole = word;
    while (!word.empty() && (kTail.find(word.back()) != kTail.npos ||
                             (word.back() == ')' && word.find('(') == word.npos))) {
        word.remove_suffix(1);
    }
    std::string_view tail = whole.substr(word.size());
    auto escaped = [](std::string_view text) {
        Buffer out;
        escape(out, text);
        return std::string(out.view());
    };
    if (!looks_like_url(word)) {
        return escaped(head) + escaped(whole);
    }
    std::string shown(word);
    if (options.limit >= 0 && count_code_points(word) > static_cast<std::size_t>(options.limit)) {
        shown =
            std::string(word.substr(0, offset_of(word, static_cast<std::size_t>(options.limit)))) +
            "...";
    }
    std::string href =
        word.starts_with("www.") ? "https://" + std::string(word) : std::string(word);
    return escaped(head) + "<a href=\"" + escaped(href) + "\"" + options.attributes + ">" +
           escaped(shown) + "</a>" + escaped(tail);
}

/// Links for http://, https:// and www. words; the original also knows mail addresses and more
/// schemes.
Value urlize(Runtime& runtime, Values a) {
    std::string_view text = to_text(runtime, a[0]);
    UrlizeOptions options{integer_or(a[1], -1, "trim_url_limit"), ""};
    std::string rel = flag_or(runtime, a[2], false) ? "nofollow noopener" : "noopener";
    if (!is_none(a[4])) {
        rel = std::string(to_text(runtime, a[4])) + ' ' + rel;
    }
    options.attributes = " rel=\"" + rel + "\"";
    if (!is_none(a[3])) {
        Buffer target;
        escape(target, to_text(runtime, a[3]));
        options.attributes += " target=\"" + std::string(target.view()) + "\"";
    }
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = text.find_first_of(" \t\n\r", at);
        end = std::min(end, text.size());
        out += link_word(text.substr(at, end - at), options);
        std::size_t next = std::min(text.find_first_not_of(" \t\n\r", end), text.size());
        out += text.substr(end, next - end);
        at = next;
    }
    return runtime.captured(out);
}

Value default_value(Runtime& runtime, Values a) {
    bool or_empty = is_given(a[2]) && truth(runtime, a[2]);
    if (a[0].is_undefined() || (or_empty && !truth(runtime, a[0]))) {
        return is_given(a[1]) ? a[1] : Value::text("");
    }
    return a[0];
}

Value pprint(Runtime& runtime, Values a) {
    Buffer out;
    print_repr(runtime, out, a[0]);
    return runtime.text(out.view());
}

/// Enums are shown by their label where the compiler knows the type; elsewhere a name is all there
/// is.
Value label(Runtime&, Values a) {
    return a[0];
}

}  // namespace

void add_html_filters(Environment& environment) {
    const Callable kFilters[] = {
        {.name = "escape",
         .function = &plain<escape_value>,
         .parameters = "",
         .gives_markup = true},
        {.name = "e", .function = &plain<escape_value>, .parameters = "", .gives_markup = true},
        {.name = "forceescape",
         .function = &plain<force_escape>,
         .parameters = "",
         .gives_markup = true},
        {.name = "safe", .function = &plain<safe>, .parameters = "why?", .gives_markup = true},
        {.name = "striptags", .function = &plain<striptags>, .parameters = ""},
        {.name = "tojson",
         .function = &plain<tojson>,
         .parameters = "indent?",
         .gives_markup = true},
        {.name = "urlencode", .function = &plain<urlencode>, .parameters = ""},
        {.name = "xmlattr",
         .function = &plain<xmlattr>,
         .parameters = "autospace?",
         .gives_markup = true},
        {.name = "urlize",
         .function = &plain<urlize>,
         .parameters = "trim_url_limit? nofollow? target? rel? extra_schemes?",
         .gives_markup = true},
        {.name = "default",
         .function = &plain<default_value>,
         .parameters = "default_value? boolean?"},
        {.name = "d", .function = &plain<default_value>, .parameters = "default_value? boolean?"},
        {.name = "pprint", .function = &plain<pprint>, .parameters = ""},
        {.name = "label", .function = &plain<label>, .parameters = ""},
    };
    for (const Callable& filter : kFilters) {
        environment.add_filter(filter);
    }
}

}  // namespace carafe::templates
