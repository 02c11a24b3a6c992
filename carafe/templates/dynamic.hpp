// A JSON object as the names of a template, for render_dynamic.
#pragma once
#include "carafe/base/type.hpp"
#include "carafe/templates/fault.hpp"

#include <vector>

namespace carafe::templates {

struct NamedValue {
    std::string_view name;
    Value value;
};

/// Names and values view `arena`. {"$markup": "<b>"} becomes markup.
/// @throws ContextError for what is no JSON object, or a number that does not fit.
std::vector<NamedValue> read_context(std::string_view json, Arena& arena);

}  // namespace carafe::templates
