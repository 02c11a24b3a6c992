#include "carafe/templates/lexer.hpp"

#include "carafe/base/numbers.hpp"
#include "carafe/templates/fault.hpp"

#include <algorithm>
#include <array>

namespace carafe::templates {

namespace {

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_name_start(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool is_name_part(char c) {
    return is_name_start(c) || is_digit(c);
}

std::string_view strip_end(std::string_view text) {
    while (!text.empty() && is_blank(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

}  // namespace

std::string Token::describe() const {
    switch (kind) {
        case TokenKind::End:
            return "end of file";
        case TokenKind::Text:
            return "text";
        case TokenKind::VariableBegin:
            return "'{{'";
        case TokenKind::VariableEnd:
            return "'}}'";
        case TokenKind::BlockBegin:
            return "'{%'";
        case TokenKind::BlockEnd:
            return "'%}'";
        case TokenKind::String:
            return "a string";
        default:
            return "'" + std::string(text) + "'";
    }
}

Lexer::Lexer(std::string_view file, std::string_view source, Syntax syntax, Arena& arena)
    : file_(file), source_(source), syntax_(syntax), arena_(arena) {
    if (!syntax.keep_trailing_newline && source_.ends_with('\n')) {
        source_.remove_suffix(1);
    }
}

void Lexer::fail(std::uint32_t line, const std::string& message) const {
    throw TemplateError({"templates.E001", std::string(file_), line, 0, message});
}

void Lexer::advance_to(std::size_t position) {
    for (; at_ < position; ++at_) {
        if (source_[at_] == '\n') {
            ++line_;
            line_start_ = at_ + 1;
        }
    }
}

Token Lexer::token(TokenKind kind, std::size_t begin, std::size_t end) {
    Token t{kind,
            source_.substr(begin, end - begin),
            {},
            line_,
            static_cast<std::uint32_t>(begin - line_start_ + 1)};
    advance_to(end);
    return t;
}

Token Lexer::next() {
    return inside_ ? lex_inside() : lex_text();
}

// ---------------------------------------------------------------- outside tags

std::size_t Lexer::find_tag(std::size_t from) const {
    for (std::size_t at = source_.find('{', from); at != source_.npos;
         at = source_.find('{', at + 1)) {
        char mark = at + 1 < source_.size() ? source_[at + 1] : ' ';
        if (mark == '{' || mark == '%' || mark == '#') {
            return at;
        }
    }
    return source_.size();
}

/// Text in front of the tag at `tag`, without what the tag's sign or lstrip_blocks takes away.
std::string_view Lexer::strip_before(std::string_view text, std::size_t tag, bool is_block) const {
    char sign = tag + 2 < source_.size() ? source_[tag + 2] : ' ';
    if (sign == '-') {
        return strip_end(text);
    }
    if (sign == '+' || !syntax_.lstrip_blocks || !is_block) {
        return text;
    }
    std::size_t blanks = text.size();
    while (blanks > 0 && (text[blanks - 1] == ' ' || text[blanks - 1] == '\t')) {
        --blanks;
    }
    std::size_t line_begin = tag - (text.size() - blanks);
    bool whole_line = line_begin == 0 || source_[line_begin - 1] == '\n';
    return whole_line ? text.substr(0, blanks) : text;
}

/// What a tag's closing sign does to the text behind it.
void Lexer::after_tag(char sign, bool is_block) {
    if (sign == '-') {
        std::size_t end = at_;
        while (end < source_.size() && is_blank(source_[end])) {
            ++end;
        }
        advance_to(end);
    } else if (is_block && sign != '+' && syntax_.trim_blocks && at_ < source_.size() &&
               source_[at_] == '\n') {
        advance_to(at_ + 1);
    }
}

void Lexer::skip_comment() {
    std::size_t close = source_.find("#}", at_ + 2);
    if (close == source_.npos) {
        fail(line_, "comment is not closed: expected '#}'");
    }
    char sign = source_[close - 1];
    advance_to(close + 2);
    after_tag(sign, true);
}

/// Whether `{% raw %}` stands here; `end` is then behind its '%}'.
bool Lexer::at_raw_begin(std::size_t& end) const {
    std::size_t at = at_ + 2;
    if (at < source_.size() && (source_[at] == '-' || source_[at] == '+')) {
        ++at;
    }
    while (at < source_.size() && is_blank(source_[at])) {
        ++at;
    }
    if (!source_.substr(at).starts_with("raw")) {
        return false;
    }
    at += 3;
    while (at < source_.size() && is_blank(source_[at])) {
        ++at;
    }
    if (at < source_.size() && source_[at] == '-') {
        ++at;
    }
    end = at + 2;
    return source_.substr(at).starts_with("%}");
}

/// REQUIRES: at_raw_begin. The text up to `{% endraw %}`, untouched besides the signs of the tags.
Token Lexer::lex_raw() {
    std::uint32_t opened = line_;
    std::size_t end = 0;
    at_raw_begin(end);
    char sign = source_[end - 3];
    advance_to(end);
    after_tag(sign, false);  // trim_blocks does not count here
    std::size_t begin = at_;
    for (std::size_t tag = source_.find("{%", at_); tag != source_.npos;
         tag = source_.find("{%", tag + 1)) {
        std::size_t at = tag + 2;
        if (at < source_.size() && (source_[at] == '-' || source_[at] == '+')) {
            ++at;
        }
        while (at < source_.size() && is_blank(source_[at])) {
            ++at;
        }
        if (!source_.substr(at).starts_with("endraw")) {
            continue;
        }
        at += 6;
        while (at < source_.size() && is_blank(source_[at])) {
            ++at;
        }
        char close = at < source_.size() ? source_[at] : ' ';
        at += close == '-' || close == '+' ? 1u : 0u;
        if (!source_.substr(at).starts_with("%}")) {
            continue;
        }
        std::string_view text = strip_before(source_.substr(begin, tag - begin), tag, true);
        Token t{TokenKind::Text, text, {}, line_, 1};
        advance_to(at + 2);
        after_tag(close, true);
        return t;
    }
    fail(opened, "raw block is not closed: expected '{% endraw %}'");
}

/// Handles what stands at `at`. Text in front of it is handed out first.
bool Lexer::open_tag(std::size_t at, std::size_t text_begin, Token& text) {
    bool is_block = at < source_.size() && source_[at + 1] != '{';
    std::string_view before = source_.substr(text_begin, at - text_begin);
    if (at < source_.size()) {
        before = strip_before(before, at, is_block);
    }
    text = {TokenKind::Text, before, {}, line_, static_cast<std::uint32_t>(at_ - line_start_ + 1)};
    advance_to(at);
    return !before.empty();
}

Token Lexer::lex_text() {
    for (;;) {
        std::size_t tag = find_tag(at_);
        Token text;
        if (open_tag(tag, at_, text)) {
            return text;
        }
        if (at_ >= source_.size()) {
            return token(TokenKind::End, at_, at_);
        }
        std::size_t raw_end = 0;
        if (source_[at_ + 1] == '#') {
            skip_comment();
        } else if (source_[at_ + 1] == '%' && at_raw_begin(raw_end)) {
            Token raw = lex_raw();
            if (!raw.text.empty()) {
                return raw;
            }
        } else {
            in_block_ = source_[at_ + 1] == '%';
            inside_ = true;
            char sign = at_ + 2 < source_.size() ? source_[at_ + 2] : ' ';
            std::size_t length = sign == '-' || sign == '+' ? 3 : 2;
            brackets_.clear();
            return token(
                in_block_ ? TokenKind::BlockBegin : TokenKind::VariableBegin, at_, at_ + length);
        }
    }
}

// ---------------------------------------------------------------- inside tags

void Lexer::skip_blanks() {
    std::size_t end = at_;
    while (end < source_.size() && is_blank(source_[end])) {
        ++end;
    }
    advance_to(end);
}

Token Lexer::lex_tag_end(std::string_view mark, TokenKind kind) {
    char sign = source_[at_];
    std::size_t length = sign == '-' || sign == '+' ? 3 : 2;
    Token t = token(kind, at_, at_ + length);
    t.text = mark;
    inside_ = false;
    after_tag(sign, in_block_);
    return t;
}

Token Lexer::lex_inside() {
    skip_blanks();
    bool after_dot = std::exchange(after_dot_, false);
    if (at_ >= source_.size()) {
        return token(TokenKind::End, at_, at_);
    }
    std::string_view rest = source_.substr(at_);
    std::string_view mark = in_block_ ? "%}" : "}}";
    if (brackets_.empty()) {
        bool with_sign = rest[0] == '-' || (rest[0] == '+' && in_block_);
        if (rest.starts_with(mark) || (with_sign && rest.substr(1).starts_with(mark))) {
            return lex_tag_end(mark, in_block_ ? TokenKind::BlockEnd : TokenKind::VariableEnd);
        }
    }
    char c = rest[0];
    if (is_name_start(c)) {
        std::size_t end = at_;
        while (end < source_.size() && is_name_part(source_[end])) {
            ++end;
        }
        return token(TokenKind::Name, at_, end);
    }
    if (is_digit(c)) {
        if (after_dot) {  // x.0.1 are two indexes, not a float
            std::size_t end =
                std::min(source_.find_first_not_of("0123456789", at_), source_.size());
            Token t = token(TokenKind::Number, at_, end);
            t.number = Value::integer(parse_decimal<std::int64_t>(t.text).value_or(0));
            return t;
        }
        return lex_number();
    }
    if (c == '"' || c == '\'') {
        return lex_string();
    }
    return lex_operator();
}

namespace {

std::size_t skip_digits(std::string_view text, std::size_t at, std::string_view digits) {
    while (at < text.size() &&
           (digits.find(text[at]) != digits.npos || (text[at] == '_' && at + 1 < text.size() &&
                                                     digits.find(text[at + 1]) != digits.npos))) {
        ++at;
    }
    return at;
}

constexpr std::string_view kDecimal = "0123456789";

/// End of an exponent at `at`, or `at` when there is none.
std::size_t skip_exponent(std::string_view text, std::size_t at) {
    if (at >= text.size() || (text[at] != 'e' && text[at] != 'E')) {
        return at;
    }
    std::size_t digits = at + 1;
    if (digits < text.size() && (text[digits] == '+' || text[digits] == '-')) {
        ++digits;
    }
    std::size_t end = skip_digits(text, digits, kDecimal);
    return end == digits ? at : end;
}

struct Radix {
    std::string_view prefix;
    int base;
    std::string_view digits;
};

constexpr std::array<Radix, 3> kRadixes = {
    {{"0b", 2, "01"}, {"0o", 8, "01234567"}, {"0x", 16, "0123456789abcdefABCDEF"}}};

}  // namespace

Token Lexer::lex_number() {
    std::string_view rest = source_.substr(at_);
    for (const Radix& radix : kRadixes) {
        bool fits = rest.size() > 2 && rest[0] == '0' && (rest[1] | 0x20) == radix.prefix[1];
        if (fits && skip_digits(rest, 2, radix.digits) > 2) {
            std::size_t end = skip_digits(rest, 2, radix.digits);
            std::string plain(rest.substr(2, end - 2));
            std::erase(plain, '_');
            std::int64_t value = 0;
            auto [stop, error] =
                std::from_chars(plain.data(), plain.data() + plain.size(), value, radix.base);
            if (error != std::errc{}) {
                fail(line_, "number " + plain + " does not fit 64 bits");
            }
            Token t = token(TokenKind::Number, at_, at_ + end);
            t.number = Value::integer(value);
            return t;
        }
    }
    std::size_t end = skip_digits(rest, 0, kDecimal);
    bool is_float = false;
    if (end + 1 < rest.size() && rest[end] == '.' && is_digit(rest[end + 1])) {
        is_float = true;
        end = skip_digits(rest, end + 1, kDecimal);
    }
    std::size_t exponent = skip_exponent(rest, end);
    is_float = is_float || exponent != end;
    end = exponent;
    std::string plain(rest.substr(0, end));
    std::erase(plain, '_');
    Token t = token(TokenKind::Number, at_, at_ + end);
    if (is_float) {
        double value = 0;
        std::from_chars(plain.data(), plain.data() + plain.size(), value);
        t.number = Value::real(value);
    } else if (auto value = parse_decimal<std::int64_t>(plain)) {
        t.number = Value::integer(*value);
    } else {
        fail(t.line, "number " + plain + " does not fit 64 bits");
    }
    return t;
}

Token Lexer::lex_string() {
    char quote = source_[at_];
    std::size_t end = at_ + 1;
    bool escaped = false;
    while (end < source_.size() && source_[end] != quote) {
        if (source_[end] == '\\') {
            escaped = true;
            ++end;
        }
        ++end;
    }
    if (end >= source_.size()) {
        fail(line_, "string is not closed");
    }
    std::string_view body = source_.substr(at_ + 1, end - at_ - 1);
    Token t = token(TokenKind::String, at_, end + 1);
    t.text = escaped ? arena_.copy(decode_escapes(body)) : body;
    return t;
}

Token Lexer::lex_operator() {
    static constexpr std::string_view kTwo[] = {"**", "//", "==", "!=", "<=", ">="};
    static constexpr std::string_view kOne = "+-/*%~[](){}<>=.:|,;";
    std::string_view rest = source_.substr(at_);
    if (rest.starts_with(in_block_ ? "}}" : "%}") && brackets_.empty()) {
        return token(TokenKind::Operator,
                     at_,
                     at_ + 2);  // the other tag's end: the parser says what it expected
    }
    for (std::string_view op : kTwo) {
        if (rest.starts_with(op)) {
            return token(TokenKind::Operator, at_, at_ + 2);
        }
    }
    char c = rest[0];
    if (kOne.find(c) == kOne.npos) {
        fail(line_, std::string("unexpected character '") + c + "'");
    }
    if (c == '(' || c == '[' || c == '{') {
        brackets_.push_back(c);
    } else if (c == ')' || c == ']' || c == '}') {
        char open = c == ')' ? '(' : c == ']' ? '[' : '{';
        if (brackets_.empty() || brackets_.back() != open) {
            fail(line_, std::string("unexpected '") + c + "'");
        }
        brackets_.pop_back();
    }
    after_dot_ = c == '.';
    return token(TokenKind::Operator, at_, at_ + 1);
}

// ---------------------------------------------------------------- escapes

void append_utf8(std::string& out, std::uint32_t code) {
    auto put = [&](std::uint32_t byte) {
        out += static_cast<char>(static_cast<unsigned char>(byte));
    };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0 | code >> 6);
        put(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        put(0xE0 | code >> 12);
        put(0x80 | (code >> 6 & 0x3F));
        put(0x80 | (code & 0x3F));
    } else {
        put(0xF0 | code >> 18);
        put(0x80 | (code >> 12 & 0x3F));
        put(0x80 | (code >> 6 & 0x3F));
        put(0x80 | (code & 0x3F));
    }
}

namespace {

constexpr std::string_view kSimpleEscapes = "nrtabfv\\'\"";
constexpr std::string_view kSimpleValues = "\n\r\t\a\b\f\v\\'\"";

/// Number of hexadecimal digits behind \x \u \U; 0 for another letter.
std::size_t hex_digits(char letter) {
    return letter == 'x' ? 2 : letter == 'u' ? 4 : letter == 'U' ? 8 : 0;
}

/// Decodes \101 at `at` (behind the backslash).
std::size_t decode_octal(std::string_view body, std::size_t at, std::string& out) {
    std::uint32_t code = 0;
    std::size_t end = at;
    while (end < body.size() && end < at + 3 && body[end] >= '0' && body[end] <= '7') {
        code = code * 8 + static_cast<std::uint32_t>(body[end++] - '0');
    }
    append_utf8(out, code);
    return end;
}

/// Decodes what follows a backslash at `at`; returns where to go on.
std::size_t decode_escape(std::string_view body, std::size_t at, std::string& out) {
    char c = body[at];
    if (c == '\n') {
        return at + 1;
    }
    if (std::size_t found = kSimpleEscapes.find(c); found != kSimpleEscapes.npos) {
        out += kSimpleValues[found];
        return at + 1;
    }
    if (c >= '0' && c <= '7') {
        return decode_octal(body, at, out);
    }
    if (std::size_t digits = hex_digits(c); digits != 0) {
        auto code = parse_hex<std::uint32_t>(body.substr(at + 1, digits));
        if (code && body.size() - at - 1 >= digits && *code <= 0x10FFFF) {
            append_utf8(out, *code);
            return at + 1 + digits;
        }
    }
    out += '\\';
    return at;
}

}  // namespace

std::string decode_escapes(std::string_view body) {
    std::string out;
    for (std::size_t at = 0; at < body.size();) {
        if (body[at] == '\\' && at + 1 < body.size()) {
            at = decode_escape(body, at + 1, out);
        } else {
            out += body[at++];
        }
    }
    return out;
}

}  // namespace carafe::templates
