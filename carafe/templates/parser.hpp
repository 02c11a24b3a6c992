// Tokens to a tree: the grammar of Jinja2 3.1. One file, no other templates, no names known.
#pragma once
#include "carafe/templates/lexer.hpp"
#include "carafe/templates/tree.hpp"

#include <memory>

namespace carafe::templates {

/// @param name    for messages.  @param source  any newlines; copied.
/// @throws TemplateError at the first mistake (`templates.E001`), with line and column.
std::unique_ptr<Tree> parse(std::string_view name, std::string_view source, Syntax syntax = {});

/// `source` with every newline as '\n', as tokens and trees see it.
std::string with_plain_newlines(std::string_view source);

}  // namespace carafe::templates
