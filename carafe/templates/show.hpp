// Windows on the stages of a template, for people: `carafe template render FILE --tokens|--tree|--code`.
#pragma once
#include "carafe/templates/lexer.hpp"
#include "carafe/templates/program.hpp"
#include "carafe/templates/tree.hpp"

#include <string>
#include <string_view>

namespace carafe::templates {

/// One line per token: line:column and what it is. @throws TemplateError
std::string print_tokens(std::string_view name, std::string_view source, Syntax syntax = {});

/// One line per node, indented below its parent, with the part it plays there and line:column.
std::string print_tree(const Tree& tree);

/// One line per step with its operands, the text it writes and its place; then what the operands
/// below 0 are.
std::string print_program(const Program& program);

}  // namespace carafe::templates
