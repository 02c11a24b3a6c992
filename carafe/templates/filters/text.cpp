// Filters that make text of text.
#include "carafe/templates/filters.hpp"
#include "carafe/templates/lexer.hpp"
#include "carafe/templates/unicode.hpp"

namespace carafe::templates {

namespace {

using Values = std::span<const Value>;

Value like(Runtime& runtime, const Value& source, std::string_view made) {
    return runtime.text_like(made, source.is_markup());
}

std::string_view require_text(const Value& v, std::string_view filter) {
    if (!v.is(Kind::Text)) {
        require_defined(v);
        CallContext::fail(std::string(filter) + " wants text, not " + kind_name(v));
    }
    return v.as_text();
}

Value upper(Runtime& runtime, Values a) {
    return like(runtime, a[0], to_upper(to_text(runtime, a[0])));
}

Value lower(Runtime& runtime, Values a) {
    return like(runtime, a[0], to_lower(to_text(runtime, a[0])));
}

/// First letter of `text` in upper case, the others in lower case.
void capitalize_into(std::string& out, std::string_view text) {
    if (text.empty()) {
        return;
    }
    std::size_t first = std::min(sequence_length(text[0]), text.size());
    out += to_upper(text.substr(0, first));
    out += to_lower(text.substr(first));
}

Value capitalize(Runtime& runtime, Values a) {
    std::string out;
    capitalize_into(out, to_text(runtime, a[0]));
    return like(runtime, a[0], out);
}

bool starts_word(std::uint32_t code) {
    return is_space(code) ||
           std::string_view("-({[<").find(static_cast<char>(code)) != std::string_view::npos;
}

/// Words begin behind blanks and one of -({[< ; the original's result is plain text, never markup.
Value title(Runtime& runtime, Values a) {
    std::string_view text = to_text(runtime, a[0]);
    std::string out;
    std::size_t word = 0;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t begin = at;
        std::uint32_t code = next_code_point(text, at);
        if (code < 0x80 ? starts_word(code) : is_space(code)) {
            capitalize_into(out, text.substr(word, begin - word));
            out += text.substr(begin, at - begin);
            word = at;
        }
    }
    capitalize_into(out, text.substr(word));
    return runtime.text(out);
}

std::string_view strip_set(std::string_view text, std::string_view set, bool left, bool right) {
    auto in_set = [&](std::string_view one) { return set.find(one) != set.npos; };
    while (left && !text.empty() && in_set(text.substr(0, sequence_length(text[0])))) {
        text.remove_prefix(std::min(sequence_length(text[0]), text.size()));
    }
    while (right && !text.empty()) {
        std::size_t last = text.size() - 1;
        while (last > 0 && (static_cast<unsigned char>(text[last]) & 0xC0) == 0x80) {
            --last;
        }
        if (!in_set(text.substr(last))) {
            break;
        }
        text = text.substr(0, last);
    }
    return text;
}

Value trim(Runtime& runtime, Values a) {
    std::string_view text = to_text(runtime, a[0]);
    text = is_none(a[1]) ? strip(text) : strip_set(text, to_text(runtime, a[1]), true, true);
    return a[0].is_markup() ? Value::markup(text, "part of markup") : Value::text(text);
}

std::string replace_all(std::string_view text,
                        std::string_view old,
                        std::string_view with,
                        std::int64_t count) {
    std::string out;
    std::size_t at = 0;
    while (count != 0) {
        std::size_t found = text.find(old, at);
        if (found == text.npos) {
            break;
        }
        if (old.empty()) {  // between all code points, as Python does
            std::size_t size = found < text.size()
                                   ? std::min(sequence_length(text[found]), text.size() - found)
                                   : 0;
            out += with;
            out += text.substr(found, size);
            at = found + size;
            --count;
            if (size == 0) {
                return out;
            }
            continue;
        }
        out += text.substr(at, found - at);
        out += with;
        at = found + old.size();
        --count;
    }
    out += text.substr(at);
    return out;
}

}  // namespace

Value replace_text(
    Runtime& runtime, const Value& text, const Value& old, const Value& with, std::int64_t count) {
    if (!text.is_markup()) {
        return runtime.text(replace_all(
            to_text(runtime, text), to_text(runtime, old), to_text(runtime, with), count));
    }
    return runtime.markup(
        replace_all(text.as_text(), to_markup(runtime, old), to_markup(runtime, with), count));
}

namespace {

Value replace(Runtime& runtime, Values a) {
    std::int64_t count = integer_or(a[3], -1, "count");
    if (!runtime.autoescape) {
        return runtime.text(replace_all(
            to_text(runtime, a[0]), to_text(runtime, a[1]), to_text(runtime, a[2]), count));
    }
    Value text = a[0];
    bool needs_markup = a[1].is_markup() || (a[2].is_markup() && !text.is_markup());
    if (needs_markup) {
        text = Value::markup(to_markup(runtime, text), "escaped");
    }
    return replace_text(runtime, text, a[1], a[2], count);
}

Value center(Runtime& runtime, Values a) {
    std::string_view text = to_text(runtime, a[0]);
    auto width = static_cast<std::size_t>(
        std::clamp<std::int64_t>(integer_or(a[1], 80, "width"), 0, 100'000));
    std::size_t size = count_code_points(text);
    if (size >= width) {
        return a[0].is(Kind::Text) ? a[0] : Value::text(text);
    }
    std::size_t missing = width - size;
    std::size_t left = missing / 2 + (missing & width & 1);  // CPython's rule for odd gaps
    return like(runtime,
                a[0],
                std::string(left, ' ') + std::string(text) + std::string(missing - left, ' '));
}

Value indent(Runtime& runtime, Values a) {
    std::string_view text = require_text(a[0], "indent");
    bool is_text = is_given(a[1]) && a[1].is(Kind::Text);
    std::string by = is_text ? std::string(a[1].as_text())
                             : std::string(static_cast<std::size_t>(std::clamp<std::int64_t>(
                                               integer_or(a[1], 4, "width"), 0, 1000)),
                                           ' ');
    bool first = flag_or(runtime, a[2], false);
    bool blank = flag_or(runtime, a[3], false);
    std::string out;
    bool is_first = true;
    for (std::size_t at = 0; at <= text.size();) {
        std::size_t end = std::min(text.find('\n', at), text.size());
        std::string_view line = text.substr(at, end - at);
        if (!is_first) {
            out += '\n';
        }
        if (is_first ? first : (blank || !line.empty())) {
            out += by;
        }
        out += line;
        is_first = false;
        at = end + 1;
    }
    return like(runtime, a[0], out);
}

Value truncate(Runtime& runtime, Values a) {
    std::int64_t length = integer_or(a[1], 255, "length");
    bool kill_words = flag_or(runtime, a[2], false);
    Value end = is_given(a[3]) ? a[3] : Value::text("...");
    std::int64_t leeway = integer_or(a[4], 5, "leeway");
    auto end_size = static_cast<std::int64_t>(count_code_points(to_text(runtime, end)));
    if (length < end_size) {
        CallContext::fail("truncate: length must be at least " + std::to_string(end_size));
    }
    if (static_cast<std::int64_t>(templates::length(runtime, a[0])) <= length + leeway) {
        return a[0];
    }
    std::string_view text = require_text(a[0], "truncate");
    std::string_view part =
        text.substr(0, offset_of(text, static_cast<std::size_t>(length - end_size)));
    if (!kill_words) {
        if (std::size_t blank = part.rfind(' '); blank != part.npos) {
            part = part.substr(0, blank);
        }
    }
    const Value parts[] = {
        a[0].is_markup() ? Value::markup(part, "part of markup") : Value::text(part), end};
    return concat(runtime, parts);
}

std::size_t count_words(std::string_view text) {
    std::size_t count = 0;
    bool inside = false;
    for (std::size_t at = 0; at < text.size();) {
        std::uint32_t code = next_code_point(text, at);
        bool part = is_letter(code) || (code >= '0' && code <= '9') || code == '_';
        count += part && !inside;
        inside = part;
    }
    return count;
}

Value wordcount(Runtime& runtime, Values a) {
    return Value::integer(static_cast<std::int64_t>(count_words(to_text(runtime, a[0]))));
}

/// Chunks as Python's textwrap cuts them: blanks, words, and with hyphens words up to each hyphen
/// between letters.
std::vector<std::string_view> split_chunks(std::string_view line, bool on_hyphens) {
    std::vector<std::string_view> chunks;
    std::size_t at = 0;
    while (at < line.size()) {
        std::size_t end = at;
        bool blank = line[at] == ' ' || line[at] == '\t';
        while (end < line.size() && (line[end] == ' ' || line[end] == '\t') == blank) {
            ++end;
            bool hyphen =
                on_hyphens && !blank && line[end - 1] == '-' && end < line.size() && end - at >= 2;
            auto letter = [&](std::size_t i) {
                return i < line.size() && is_letter(static_cast<unsigned char>(line[i]));
            };
            if (hyphen && letter(end - 2) && letter(end) && letter(end + 1)) {
                break;
            }
        }
        chunks.push_back(line.substr(at, end - at));
        at = end;
    }
    return chunks;
}

bool is_blank_chunk(std::string_view chunk) {
    return chunk.find_first_not_of(" \t") == chunk.npos;
}

void wrap_line(std::string_view line,
               std::size_t width,
               bool break_long,
               bool on_hyphens,
               std::vector<std::string>& lines) {
    std::vector<std::string_view> chunks = split_chunks(line, on_hyphens);
    std::reverse(chunks.begin(), chunks.end());
    bool first_line = true;
    while (!chunks.empty()) {
        std::vector<std::string_view> current;
        std::size_t size = 0;
        if (!first_line && is_blank_chunk(chunks.back())) {
            chunks.pop_back();
        }
        while (!chunks.empty() && size + count_code_points(chunks.back()) <= width) {
            size += count_code_points(chunks.back());
            current.push_back(chunks.back());
            chunks.pop_back();
        }
        if (!chunks.empty() && count_code_points(chunks.back()) > width) {
            std::size_t room = width < 1 ? 1 : width - size;
            if (break_long) {
                std::size_t cut = offset_of(chunks.back(), room);
                current.push_back(chunks.back().substr(0, cut));
                chunks.back().remove_prefix(cut);
            } else if (current.empty()) {
                current.push_back(chunks.back());
                chunks.pop_back();
            }
        }
        if (!current.empty() && is_blank_chunk(current.back())) {
            current.pop_back();
        }
        if (!current.empty()) {
            std::string joined;
            for (std::string_view chunk : current) {
                joined += chunk;
            }
            lines.push_back(joined);
            first_line = false;
        }
    }
}

Value wordwrap(Runtime& runtime, Values a) {
    std::string_view text = require_text(a[0], "wordwrap");
    auto width = static_cast<std::size_t>(
        std::clamp<std::int64_t>(integer_or(a[1], 79, "width"), 1, 100'000));
    bool break_long = flag_or(runtime, a[2], true);
    std::string_view separator = is_none(a[3]) ? std::string_view("\n") : to_text(runtime, a[3]);
    bool on_hyphens = flag_or(runtime, a[4], true);
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = std::min(text.find('\n', at), text.size());
        std::vector<std::string> lines;
        wrap_line(text.substr(at, end - at), width, break_long, on_hyphens, lines);
        out += at == 0 ? std::string_view() : separator;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            out += i == 0 ? std::string_view() : separator;
            out += lines[i];
        }
        at = end + 1;
    }
    return runtime.text(out);
}

Value format(Runtime& runtime, Args arguments) {
    Value pattern = arguments.values[0].is(Kind::Text)
                        ? arguments.values[0]
                        : Value::text(to_text(runtime, arguments.values[0]));
    return format_percent(runtime, pattern, {arguments.values.subspan(1), arguments.names});
}

Value string(Runtime& runtime, Values a) {
    return a[0].is(Kind::Text) ? a[0] : Value::text(to_text(runtime, a[0]));
}

Value pluralize(Runtime& runtime, Values a) {
    bool one = is_number(a[0]) ? as_double(a[0]) == 1 : length(runtime, a[0]) == 1;
    return one ? (is_given(a[1]) ? a[1] : Value::text(""))
               : (is_given(a[2]) ? a[2] : Value::text("s"));
}

}  // namespace

void add_text_filters(Environment& environment) {
    const Callable kFilters[] = {
        {.name = "upper", .function = &plain<upper>, .parameters = ""},
        {.name = "lower", .function = &plain<lower>, .parameters = ""},
        {.name = "capitalize", .function = &plain<capitalize>, .parameters = ""},
        {.name = "title", .function = &plain<title>, .parameters = ""},
        {.name = "trim", .function = &plain<trim>, .parameters = "chars?"},
        {.name = "replace", .function = &plain<replace>, .parameters = "old new count?"},
        {.name = "center", .function = &plain<center>, .parameters = "width?"},
        {.name = "indent", .function = &plain<indent>, .parameters = "width? first? blank?"},
        {.name = "truncate",
         .function = &plain<truncate>,
         .parameters = "length? killwords? end? leeway?"},
        {.name = "wordcount", .function = &plain<wordcount>, .parameters = ""},
        {.name = "wordwrap",
         .function = &plain<wordwrap>,
         .parameters = "width? break_long_words? wrapstring? break_on_hyphens?"},
        {.name = "format", .function = &with_names<format>, .parameters = "*values **names"},
        {.name = "string", .function = &plain<string>, .parameters = ""},
        {.name = "pluralize", .function = &plain<pluralize>, .parameters = "one? many?"},
    };
    for (const Callable& filter : kFilters) {
        environment.add_filter(filter);
    }
}

}  // namespace carafe::templates
