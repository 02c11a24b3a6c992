// What a name means where it stands: scopes, assignment, the page's own values, globals.
#include "carafe/templates/compiler.hpp"

namespace carafe::templates {

Scope* Compiler::new_scope(Scope* parent) {
    return &scopes_.emplace_back(Scope{.parent = parent, .level = draft_->level});
}

Symbol* Compiler::find_symbol(std::string_view name) {
    for (Scope* scope = scope_; scope != nullptr; scope = scope->parent) {
        auto found = scope->symbols.find(name);
        if (found != scope->symbols.end()) {
            return &found->second;
        }
    }
    return nullptr;
}

Ref Compiler::place(Ref value, std::int32_t target) {
    if (target == kAny || target == value.operand) {
        return value;
    }
    put(Op::Move, target, value.operand);
    return {target, value.type};
}

Ref Compiler::read_symbol(const Symbol& symbol, std::int32_t target) {
    if (symbol.kind == Symbol::Kind::Macro) {
        return macro_value(*symbol.macro, target);
    }
    if (symbol.kind == Symbol::Kind::Module) {
        return module_value(*symbol.module, target);
    }
    if (symbol.level != 0 && symbol.level != draft_->level) {
        target = result(target);
        put(Op::Up, target, draft_->level - symbol.level, symbol.operand);
        draft_->function->sees_frame = true;
        return {target, symbol.type};
    }
    return place({symbol.operand, symbol.type}, target);
}

Ref Compiler::read_name(const Node* node, std::int32_t target) {
    if (const Symbol* symbol = find_symbol(node->name)) {
        return read_symbol(*symbol, target);
    }
    return read_global(node, target);
}

Ref Compiler::read_global(const Node* node, std::int32_t target) {
    if (const Global* global = environment_.find_global(node->name)) {
        Symbol symbol;
        symbol.operand = new_slot(global->value);
        symbol.type = global->type;
        if (global->load != nullptr) {
            program_->slots.push_back(
                {program_->arena.copy(node->name), symbol.operand, -1, global});
        }
        globals_->symbols[global->name] = symbol;
        return place({symbol.operand, symbol.type}, target);
    }
    if (const Registered* function = environment_.find_function(node->name)) {
        Value value = Value::engine(function, static_cast<std::uint8_t>(EngineKind::Function));
        return place({new_slot(value), nullptr}, target);
    }
    unknown_name(node);
    return place({undefined(node->name), nullptr}, target);
}

void Compiler::unknown_name(const Node* node) {
    if (!options_.checked) {
        return;
    }
    std::string message = "name '" + std::string(node->name) + "' is not passed to this page";
    std::string takes;
    std::vector<std::string_view> known;
    for (const std::string& name : argument_names_) {
        takes += takes.empty() ? name : ", " + name;
        known.push_back(name);
    }
    std::vector<std::string_view> visible = known;
    for (Scope* scope = scope_; scope != nullptr; scope = scope->parent) {
        for (const auto& symbol : scope->symbols) {
            visible.push_back(symbol.first);
        }
    }
    std::string similar = find_similar(node->name, visible);
    if (similar.empty()) {
        similar = environment_.suggest_function(node->name);
    }
    message += " (takes " + (takes.empty() ? "nothing" : takes);
    message += similar.empty() ? ")" : "; did you mean '" + similar + "'?)";
    fault("templates.E002", node, message);
}

/// The current scope's own variable of that name, made when it is first assigned.
Symbol& Compiler::variable_for(std::string_view name) {
    auto found = scope_->symbols.find(name);
    if (found != scope_->symbols.end() && found->second.kind == Symbol::Kind::Variable &&
        !found->second.is_loop) {
        return found->second;
    }
    return scope_->symbols[name] = new_variable(name);
}

void Compiler::assign(const Node* target, Ref value) {
    if (target->kind == NodeKind::Name) {
        Symbol& symbol = variable_for(target->name);
        symbol.type = conditions_ > 0 && symbol.type != value.type ? nullptr : value.type;
        place(value, symbol.operand);
        return;
    }
    if (target->kind == NodeKind::Attribute) {
        Ref object = expression(target->first);
        put(Op::SetAttribute, object.operand, value.operand, name_index(target->name));
        return;
    }
    auto count = static_cast<std::int32_t>(target->items.size());
    std::int32_t base = temp(count);
    put(Op::Unpack, base, value.operand).size = static_cast<std::uint16_t>(count);
    for (std::int32_t i = 0; i < count; ++i) {
        assign(target->items[static_cast<std::size_t>(i)], {base + i, nullptr});
    }
}

namespace {

void add_targets(const Node* target, std::set<std::string_view>& names) {
    if (target->kind == NodeKind::Name) {
        names.insert(target->name);
    }
    if (target->kind == NodeKind::Tuple) {
        for (const Node* item : target->items) {
            add_targets(item, names);
        }
    }
}

/// Names that statements below an `if` store in the scope around it.
void collect_conditional(const Node* node, bool inside, std::set<std::string_view>& names) {
    if (node == nullptr) {
        return;
    }
    switch (node->kind) {
        case NodeKind::Body:
            for (const Node* item : node->items) {
                collect_conditional(item, inside, names);
            }
            return;
        case NodeKind::If:
            collect_conditional(node->second, true, names);
            collect_conditional(node->third, true, names);
            return;
        case NodeKind::Autoescape:
            collect_conditional(node->second, inside, names);
            return;
        case NodeKind::Set:
        case NodeKind::SetBlock:
            if (inside) {
                add_targets(node->first, names);
            }
            return;
        case NodeKind::Macro:
        case NodeKind::Import:
            if (inside) {
                names.insert(node->name);
            }
            return;
        case NodeKind::FromImport:
            for (std::size_t i = 1; inside && i < node->names.size(); i += 2) {
                names.insert(node->names[i]);
            }
            return;
        default:
            return;
    }
}

}  // namespace

/// Variables that may or may not be stored begin with what the name means outside.
void Compiler::prepare_conditional(const Node* body) {
    std::set<std::string_view> names;
    collect_conditional(body, false, names);
    for (std::string_view name : names) {
        auto own = scope_->symbols.find(name);
        if (own != scope_->symbols.end() && own->second.kind == Symbol::Kind::Variable) {
            continue;
        }
        Ref outer;
        if (const Symbol* symbol = find_symbol(name)) {
            outer = read_symbol(*symbol, kAny);
        } else {
            outer = {undefined(name), nullptr};
        }
        Symbol variable = new_variable(name, outer.type);
        scope_->symbols[name] = variable;
        put(Op::Move, variable.operand, outer.operand);
    }
}

/// A macro used as a value: printed dynamically, passed on, stored.
Ref Compiler::macro_value(const MacroDefinition& macro, std::int32_t target) {
    target = result(target);
    Function* function =
        instance(macro, std::vector<const Type*>(macro.node->names.size(), nullptr));
    put(Op::MakeMacro, target).pointer = function;
    return {target, nullptr};
}

/// An imported template used as a value: a dict of what it exports.
Ref Compiler::module_value(Scope& module, std::int32_t target) {
    target = result(target);
    std::int32_t saved = draft_->top;
    std::vector<std::pair<std::string_view, Symbol>> exported;
    for (const auto& [name, symbol] : module.symbols) {
        if (symbol.is_exported(name)) {
            exported.emplace_back(name, symbol);
        }
    }
    std::int32_t base = temp(static_cast<std::int32_t>(exported.size() * 2));
    std::int32_t at = base;
    for (const auto& [name, symbol] : exported) {
        put(Op::Move, at++, constant(Value::text(name)));
        read_symbol(symbol, at++);
    }
    put(Op::Dict, target, base).size = static_cast<std::uint16_t>(exported.size() * 2);
    release(saved);
    return {target, nullptr};
}

}  // namespace carafe::templates
