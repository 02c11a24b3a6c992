// Bytes to tokens, on demand: text between tags, white-space control, raw, comments, literals.
// Knows no names and no grammar.
#pragma once
#include "carafe/base/arena.hpp"
#include "carafe/base/value.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace carafe::templates {

/// How white space around tags is treated; Flask keeps all off.
struct Syntax {
    bool trim_blocks = false;            ///< drop one newline behind a block tag
    bool lstrip_blocks = false;          ///< drop blanks from the line's start up to a block tag
    bool keep_trailing_newline = false;  ///< keep the one newline at the end of a file
};

enum class TokenKind : std::uint8_t {
    Text,           // outside tags
    VariableBegin,  // {{
    VariableEnd,    // }}
    BlockBegin,     // {%
    BlockEnd,       // %}
    Name,
    String,
    Number,
    Operator,
    End,
};

struct Token {
    TokenKind kind = TokenKind::End;
    std::string_view text{};  ///< as written; of String its decoded value
    Value number{};           ///< of Number
    std::uint32_t line = 1;
    std::uint32_t column = 1;

    bool is(std::string_view op) const { return kind == TokenKind::Operator && text == op; }

    bool is_name(std::string_view name) const { return kind == TokenKind::Name && text == name; }

    /// For messages: 'name', end of file, …
    std::string describe() const;
};

/// Throws TemplateError for what is no token: an unclosed comment, string or raw block, a strange
/// character.
class Lexer {
  public:
    /// @param source  must outlive the tokens.  @param arena  gets decoded strings.
    Lexer(std::string_view file, std::string_view source, Syntax syntax, Arena& arena);

    Token next();

  private:
    Token lex_text();
    Token lex_inside();
    Token lex_tag_end(std::string_view mark, TokenKind kind);
    Token lex_number();
    Token lex_string();
    Token lex_operator();
    bool open_tag(std::size_t at, std::size_t text_begin, Token& text);
    void skip_comment();
    Token lex_raw();
    bool at_raw_begin(std::size_t& end) const;
    std::size_t find_tag(std::size_t from) const;
    std::string_view strip_before(std::string_view text, std::size_t tag, bool is_block) const;
    void after_tag(char sign, bool is_block);
    void skip_blanks();
    void advance_to(std::size_t position);
    Token token(TokenKind kind, std::size_t begin, std::size_t end);
    [[noreturn]] void fail(std::uint32_t line, const std::string& message) const;

    std::string_view file_;
    std::string_view source_;
    Syntax syntax_;
    Arena& arena_;
    std::size_t at_ = 0;
    std::size_t line_start_ = 0;
    std::uint32_t line_ = 1;
    bool inside_ = false;
    bool in_block_ = false;
    bool after_dot_ = false;
    std::vector<char> brackets_;  ///< open ( [ { inside a tag: their closers win over }} and %}
};

/// Python's escapes in a string literal: \n \t \x41 \u00e9 \U0001f600 \101 \' \" \\ and
/// backslash-newline.
std::string decode_escapes(std::string_view body);

/// Appends `code` as UTF-8.
void append_utf8(std::string& out, std::uint32_t code);

}  // namespace carafe::templates
