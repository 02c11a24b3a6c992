#include "carafe/templates/program.hpp"

namespace carafe::templates {

namespace {

constexpr std::string_view kStepNames[] = {
#define CARAFE_STEP_TEXT(name) #name,
    CARAFE_TEMPLATE_STEPS(CARAFE_STEP_TEXT)
#undef CARAFE_STEP_TEXT
};

std::string quoted(const char* text, std::size_t size) {
    std::string out = "\"";
    for (std::size_t i = 0; i < std::min<std::size_t>(size, 60); ++i) {
        out += text[i] == '\n' ? std::string("\\n") : std::string(1, text[i]);
    }
    return out + (size > 60 ? "...\"" : "\"");
}

bool writes_text(Op op) {
    bool jumps = op == Op::Jump || op == Op::JumpFalse || op == Op::JumpTrue ||
                 op == Op::JumpFieldFalse || op == Op::JumpCompareFalse;
    return op <= Op::EmitUpper || jumps || op == Op::CallMacro || op == Op::Return;
}

void print_step(std::string& out,
                const Program& program,
                const Step& step,
                SourcePlace place,
                std::size_t index) {
    std::string line = std::to_string(index);
    out.append(line.size() < 5 ? 5 - line.size() : 0, ' ');
    out += line + "  " + std::string(kStepNames[static_cast<std::size_t>(step.op)]);
    out +=
        ' ' + std::to_string(step.x) + ' ' + std::to_string(step.y) + ' ' + std::to_string(step.z);
    if (step.a != 0) {
        out += " a=" + std::to_string(step.a);
    }
    bool has_field = step.op == Op::GetField || step.op == Op::EmitField;
    if (has_field) {
        out += " ." + std::string(program.names[static_cast<std::size_t>(step.z)]);
    }
    std::size_t text = step.op == Op::Text    ? static_cast<std::size_t>(step.x)
                       : writes_text(step.op) ? step.size
                                              : 0;
    if (text != 0) {
        out += ' ' + quoted(step.text, text);
    }
    out += "  @" + program.files[place.file] + ':' + std::to_string(place.line) + '\n';
}

}  // namespace

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

std::string print_program(const Program& program) {
    std::string out;
    for (const Function& function : program.functions) {
        out += "function " + std::string(function.name) + ", " +
               std::to_string(function.frame_size) + " registers\n";
        for (std::size_t i = 0; i < function.code.size(); ++i) {
            print_step(out, program, function.code[i], function.places[i], i);
        }
    }
    return out;
}

}  // namespace carafe::templates
