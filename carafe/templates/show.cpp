#include "carafe/templates/show.hpp"

#include "carafe/templates/operations.hpp"
#include "carafe/templates/parser.hpp"

namespace carafe::templates {

namespace {

constexpr std::size_t kLongestText = 60;

/// On one line, and not all of it when it is long.
std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (char c : text.substr(0, kLongestText)) {
        if (c == '\n') {
            out += "\\n";
        } else if (c == '\t') {
            out += "\\t";
        } else {
            out.append(c == '"' || c == '\\' ? "\\" : "").append(1, c);
        }
    }
    return out + (text.size() > kLongestText ? "...\"" : "\"");
}

std::string place(std::uint32_t line, std::uint32_t column) {
    return std::to_string(line) + ':' + std::to_string(column);
}

/// Of a constant.
std::string value_text(const Value& value) {
    switch (value.kind()) {
        case Kind::Undefined:
            return value.is_missing() ? "missing"
                                      : "undefined '" + std::string(value.as_text()) + "'";
        case Kind::None:
            return "none";
        case Kind::Bool:
            return value.as_integer() != 0 ? "true" : "false";
        case Kind::Int:
            return std::to_string(value.as_integer());
        case Kind::Float: {
            Buffer out;
            print_float(out, value.as_real());
            return std::string(out.view());
        }
        case Kind::Text:
            return quoted(value.as_text());
        default:
            return "a " + kind_name(value);
    }
}

// ---------------------------------------------------------------- tree

constexpr std::string_view kKindNames[] = {
    "Constant",   "Name",  "List",      "Tuple",       "Dict",       "Attribute", "Item",
    "Slice",      "Call",  "Filter",    "Test",        "Negate",     "Plus",      "Not",
    "And",        "Or",    "Binary",    "Concat",      "Compare",    "Condition", "Text",
    "Print",      "Body",  "If",        "For",         "Set",        "SetBlock",  "With",
    "Block",      "Macro", "CallBlock", "FilterBlock", "Extends",    "Include",   "Import",
    "FromImport", "Do",    "Break",     "Continue",    "Autoescape", "Trans",     "Debug"};

/// The parts that children play where their order does not say it.
struct Roles {
    NodeKind kind;
    std::string_view first;
    std::string_view second;
    std::string_view third;
    std::string_view items = {};
};

constexpr Roles kRoles[] = {
    {NodeKind::If, "if ", "then ", "else "},
    {NodeKind::For, "target ", "in ", "if "},
    {NodeKind::Condition, "if ", "then ", "else "},
    {NodeKind::Item, "", "key ", ""},
    {NodeKind::Call, "", "* ", "** ", "argument "},
    {NodeKind::Filter, "", "", "", "argument "},
    {NodeKind::Test, "", "", "", "argument "},
    {NodeKind::Set, "target ", "value ", ""},
    {NodeKind::SetBlock, "target ", "body ", "filters "},
    {NodeKind::Macro, "", "body ", "", "default "},
    {NodeKind::CallBlock, "call ", "body ", "", "default "},
    {NodeKind::With, "", "body ", ""},
    {NodeKind::FilterBlock, "filters ", "body ", ""},
    {NodeKind::Trans, "singular ", "plural ", "count "},
};

Roles roles_of(NodeKind kind) {
    for (const Roles& roles : kRoles) {
        if (roles.kind == kind) {
            return roles;
        }
    }
    return {kind, "", "", ""};
}

void print_node(std::string& out, const Node* node, std::size_t depth, std::string_view role) {
    if (node == nullptr) {
        return;
    }
    out.append(depth * 2, ' ').append(role);
    out += kKindNames[static_cast<std::size_t>(node->kind)];
    if (node->kind == NodeKind::Constant) {
        out += ' ' + value_text(node->constant);
    } else if (node->kind == NodeKind::Text) {
        out += ' ' + quoted(node->name);
    } else if (!node->name.empty()) {
        out += " '" + std::string(node->name) + "'";
    }
    for (std::string_view name : node->names) {
        out.append(" ").append(name.empty() ? "-" : name);
    }
    out += "  @" + place(node->line, node->column) + '\n';
    const Roles roles = roles_of(node->kind);
    print_node(out, node->first, depth + 1, roles.first);
    print_node(out, node->second, depth + 1, roles.second);
    print_node(out, node->third, depth + 1, roles.third);
    for (std::size_t i = 0; i < node->items.size(); ++i) {
        const bool is_else = node->kind == NodeKind::For && i == 1;
        print_node(out, node->items[i], depth + 1, is_else ? "else " : roles.items);
    }
}

// ---------------------------------------------------------------- program

constexpr std::string_view kStepNames[] = {
#define CARAFE_STEP_TEXT(name) #name,
    CARAFE_TEMPLATE_STEPS(CARAFE_STEP_TEXT)
#undef CARAFE_STEP_TEXT
};

bool writes_text(Op op) {
    bool jumps = op == Op::Jump || op == Op::JumpFalse || op == Op::JumpTrue ||
                 op == Op::JumpFieldFalse || op == Op::JumpCompareFalse;
    return op <= Op::EmitUpper || jumps || op == Op::CallMacro || op == Op::Return;
}

std::size_t text_size(const Step& step) {
    if (step.op == Op::Text) {
        return static_cast<std::size_t>(step.x);
    }
    return writes_text(step.op) ? step.size : 0;
}

std::string padded(std::string text, std::size_t width) {
    text.insert(0, text.size() < width ? width - text.size() : 0, ' ');
    return text;
}

void print_step(std::string& out,
                const Program& program,
                const Step& step,
                SourcePlace from,
                std::size_t index) {
    out += padded(std::to_string(index), 5) + "  ";
    out += kStepNames[static_cast<std::size_t>(step.op)];
    for (std::int32_t operand : {step.x, step.y, step.z}) {
        out += ' ' + std::to_string(operand);
    }
    if (step.a != 0) {
        out += " a=" + std::to_string(step.a);
    }
    if (step.op == Op::GetField || step.op == Op::EmitField) {
        out += " ." + std::string(program.names[static_cast<std::size_t>(step.z)]);
    }
    if (auto size = text_size(step)) {
        out += ' ' + quoted({step.text, size});
    }
    out += "  @" + program.files[from.file] + ':' + place(from.line, from.column) + '\n';
}

std::string slot_text(const Program& program, std::int32_t operand) {
    for (const Slot& slot : program.slots) {
        if (slot.operand == operand) {
            return std::string(slot.name) +
                   (slot.global != nullptr ? ", known to every page" : ", given to the page");
        }
    }
    const auto count = static_cast<std::int32_t>(program.initial.size());
    return value_text(program.initial[static_cast<std::size_t>(count + operand)]);
}

}  // namespace

std::string print_tokens(std::string_view name, std::string_view source, Syntax syntax) {
    Arena arena;
    std::string plain = with_plain_newlines(source);
    Lexer lexer(name, plain, syntax, arena);
    std::string out;
    for (Token token = lexer.next(); token.kind != TokenKind::End; token = lexer.next()) {
        out += place(token.line, token.column) + ' ';
        if (token.kind == TokenKind::Text) {
            out += "text " + quoted(token.text);
        } else if (token.kind == TokenKind::String) {
            out += "string " + quoted(token.text);
        } else {
            out += token.describe();
        }
        out += '\n';
    }
    return out;
}

std::string print_tree(const Tree& tree) {
    std::string out;
    print_node(out, tree.body, 0, "");
    return out;
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
    const auto count = static_cast<std::int32_t>(program.initial.size());
    out += "values\n";
    for (std::int32_t operand = -1; operand >= -count; --operand) {
        out += padded(std::to_string(operand), 5) + "  " + slot_text(program, operand) + '\n';
    }
    return out;
}

}  // namespace carafe::templates
