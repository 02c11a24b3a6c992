// Tokens to a tree: the grammar of Jinja2 3.1. One file, no other templates, no names known.
#pragma once
#include "carafe/templates/lexer.hpp"
#include "carafe/templates/tree.hpp"

#include <memory>

namespace carafe::templates {

/// @param name    for messages.  @param source  any newlines; copied.
/// @throws TemplateError at the first mistake (`templates.E001`), with line and column.
std::unique_ptr<Tree> parse(std::string_view name, std::string_view source, Syntax syntax = {});

/// One line per node, indented: for `carafe template --tree`.
std::string print_tree(const Tree& tree);

/// One line per token: for `carafe template --tokens`.
std::string print_tokens(std::string_view name, std::string_view source, Syntax syntax = {});

}  // namespace carafe::templates
