// Functions every template has: range, dict, namespace, cycler, joiner, lipsum; and what their
// values answer.
#pragma once
#include "carafe/templates/environment.hpp"

namespace carafe::templates {

void add_standard_functions(Environment& environment);

/// cycler.current
Value cycler_attribute(const Value& cycler, std::string_view name);
/// cycler.next(), cycler.reset(); missing() for another name.
Value call_cycler(const Value& cycler, std::string_view name);
/// joiner(): nothing the first time, then its separator.
Value call_joiner(const Value& joiner);

}  // namespace carafe::templates
