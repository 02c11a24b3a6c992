#include "carafe/templates/program.hpp"

namespace carafe::templates {

Value macro_attribute(Runtime& runtime, const Closure& macro, std::string_view name) {
    const Function& function = *macro.function;
    if (name == "name") {
        return Value::text(function.name);
    }
    if (name == "arguments") {
        std::vector<Value> names;
        for (std::string_view parameter : function.parameters) {
            names.push_back(Value::text(parameter));
        }
        return runtime.tuple(names);
    }
    int at = name == "catch_varargs"  ? function.varargs
             : name == "catch_kwargs" ? function.kwargs
                                      : function.caller;
    bool known = name == "catch_varargs" || name == "catch_kwargs" || name == "caller";
    return known ? Value::boolean(at >= 0) : Value::undefined(name);
}

}  // namespace carafe::templates
