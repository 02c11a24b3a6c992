// What a name means where it stands: scopes, assignment, the page's own values, globals.
#include "carafe/templates/compiler.hpp"

namespace carafe::templates {

Scope* Compiler::new_scope(Scope* parent) {
    return &scopes_.emplace_back(Scope{.parent = parent, .level = draft_->level});
}

Symbol* Compiler::find_symbol(std::string_view name) {
    bool outside = false;  // of the file or block: what is not set yet does not count there
    for (Scope* scope = scope_; scope != nullptr; scope = scope->parent) {
        auto found = scope->symbols.find(name);
        if (found != scope->symbols.end() && !(outside && found->second.is_unset)) {
            return &found->second;
        }
        outside = outside || scope->begins_frame;
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
    read_slots_.insert(symbol.operand);
    if (symbol.level != 0 && symbol.level != draft_->level) {
        target = result(target);
        put(Op::Up, target, draft_->level - symbol.level, symbol.operand);
        draft_->function->sees_frame = true;
        return {target, symbol.type};
    }
    return place({symbol.operand, symbol.type}, target);
}

Ref Compiler::read_name(const Node* node, std::int32_t target) {
    const Symbol* symbol = find_symbol(node->name);
    if (symbol == nullptr) {
        return read_global(node, target);
    }
    if (symbol->is_unset && options_.checked && allow_unknown_ == 0) {
        fault("templates.E002",
              node,
              "name '" + std::string(node->name) + "' is set further down only");
    }
    return read_symbol(*symbol, target);
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
    if (!options_.checked || allow_unknown_ > 0) {
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
    bool usable = found != scope_->symbols.end() && found->second.kind == Symbol::Kind::Variable &&
                  !found->second.is_loop;
    if (!usable) {
        return scope_->symbols[name] = new_variable(name);
    }
    found->second.is_unset = false;
    return found->second;
}

/// Gives `name` its meaning in the current scope, and in the chain's when this is the top level of
/// a file. There it is a variable of its own once there are several files: macros of a child keep
/// the child's value.
void Compiler::define(std::string_view name, const Symbol& symbol) {
    scope_->symbols[name] = symbol;
    if (scope_->shared == nullptr) {
        return;
    }
    auto& chain = scope_->shared->symbols;
    bool separate =
        symbol.kind == Symbol::Kind::Variable && chain_stack_.back().first->trees.size() > 1;
    auto known = chain.find(name);
    bool has_variable =
        separate && known != chain.end() && known->second.kind == Symbol::Kind::Variable;
    std::int32_t operand = has_variable ? known->second.operand
                           : separate   ? new_variable(name).operand
                                        : symbol.operand;
    chain[name] = symbol;
    chain[name].operand = operand;
}

/// After `name` got its value: the chain's variable gets it too.
void Compiler::publish(std::string_view name) {
    if (scope_->shared == nullptr) {
        return;
    }
    const Symbol& own = scope_->symbols[name];
    const Symbol& chain = scope_->shared->symbols[name];
    if (own.kind == Symbol::Kind::Variable && own.operand != chain.operand) {
        put(Op::Move, chain.operand, own.operand);
    }
}

void Compiler::assign(const Node* target, Ref value) {
    if (target->kind == NodeKind::Name) {
        Symbol symbol = variable_for(target->name);
        symbol.type = conditions_ > 0 && symbol.type != value.type ? nullptr : value.type;
        define(target->name, symbol);
        place(value, symbol.operand);
        publish(target->name);
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

/// What the statements of one scope do with names, in the original's order of looking: bodies of
/// loops, macros, blocks and the like are scopes of their own and not looked into.
struct NameUse {
    std::set<std::string_view> seen{};  ///< read or stored
    std::set<std::string_view> stored{};
    std::set<std::string_view> stored_first{};  ///< stored on every way before any reading
    std::set<std::string_view> sometimes{};     ///< stored on some ways through an `if` only
};

void use_names(const Node* node, NameUse& use);

void read_names(const Node* expression, NameUse& use) {
    walk(expression, [&](const Node& node) {
        if (node.kind == NodeKind::Name) {
            use.seen.insert(node.name);
        }
    });
}

void store_name(std::string_view name, NameUse& use) {
    use.stored.insert(name);
    if (use.seen.insert(name).second) {
        use.stored_first.insert(name);
    }
}

void store_targets(const Node* target, NameUse& use) {
    if (target->kind == NodeKind::Name) {
        store_name(target->name, use);
    } else if (target->kind == NodeKind::Tuple) {
        for (const Node* item : target->items) {
            store_targets(item, use);
        }
    } else {
        read_names(target, use);
    }
}

/// The original always counts three ways: the body, all `elif`s together, and `else`.
void use_branches(const Node* node, NameUse& use) {
    read_names(node->first, use);
    NameUse ways[3] = {use, use, use};
    use_names(node->second, ways[0]);
    const Node* rest = node->third;
    if (rest != nullptr && rest->kind == NodeKind::If) {
        Node elif = *rest;
        const Node* last = rest;
        while (last->third != nullptr && last->third->kind == NodeKind::If) {
            last = last->third;
        }
        for (const Node* one = rest; one != nullptr && one->kind == NodeKind::If;
             one = one->third) {
            elif = *one;
            elif.third = nullptr;
            use_names(&elif, ways[1]);
        }
        rest = last->third;
    }
    use_names(rest, ways[2]);
    std::map<std::string_view, int> counts;
    for (const NameUse& way : ways) {
        for (std::string_view name : way.stored) {
            counts[name] += use.stored.count(name) == 0 ? 1 : 0;
        }
    }
    for (const NameUse& way : ways) {
        use.seen.insert(way.seen.begin(), way.seen.end());
        use.stored.insert(way.stored.begin(), way.stored.end());
        use.stored_first.insert(way.stored_first.begin(), way.stored_first.end());
        use.sometimes.insert(way.sometimes.begin(), way.sometimes.end());
    }
    for (auto [name, count] : counts) {
        if (count != 0 && count != 3) {
            use.sometimes.insert(name);
        }
    }
}

void use_names(const Node* node, NameUse& use) {
    if (node == nullptr) {
        return;
    }
    switch (node->kind) {
        case NodeKind::Body:
            for (const Node* item : node->items) {
                use_names(item, use);
            }
            return;
        case NodeKind::If:
            use_branches(node, use);
            return;
        case NodeKind::Set:
            read_names(node->second, use);
            store_targets(node->first, use);
            return;
        case NodeKind::SetBlock:
            store_targets(node->first, use);
            return;
        case NodeKind::For:
            read_names(node->second, use);
            return;
        case NodeKind::Macro:
        case NodeKind::Import:
            store_name(node->name, use);
            return;
        case NodeKind::FromImport:
            for (std::size_t i = 1; i < node->names.size(); i += 2) {
                store_name(node->names[i], use);
            }
            return;
        case NodeKind::With:
            for (std::size_t i = 1; i < node->items.size(); i += 2) {
                read_names(node->items[i], use);
            }
            return;
        case NodeKind::Print:
        case NodeKind::Do:
        case NodeKind::Include:
        case NodeKind::CallBlock:
        case NodeKind::FilterBlock:
            read_names(node->first, use);
            return;
        default:
            return;
    }
}

}  // namespace

/// Whether a scope around the current one, up to the block or file, reads or stores `name` itself.
bool Compiler::is_known_outside(std::string_view name) const {
    for (const Scope* scope = scope_; scope != nullptr && !scope->begins_frame;
         scope = scope->parent) {
        if (scope->parent != nullptr &&
            (scope->parent->seen.count(name) != 0 || scope->parent->symbols.count(name) != 0)) {
            return true;
        }
    }
    return false;
}

/// Before a scope's statements: variables that are stored on some ways only begin with what the
/// name means outside, those that are stored before they are read are undefined until then, even
/// for scopes within.
void Compiler::prepare_names(const Node* body) {
    NameUse use;
    for (const auto& symbol : scope_->symbols) {
        use.seen.insert(symbol.first);
    }
    use_names(body, use);
    scope_->seen.insert(use.seen.begin(), use.seen.end());
    for (std::string_view name : use.stored) {
        bool sometimes = use.sometimes.count(name) != 0;
        bool unset = !sometimes && use.stored_first.count(name) != 0 && !is_known_outside(name);
        auto own = scope_->symbols.find(name);
        bool exists = own != scope_->symbols.end() && own->second.kind == Symbol::Kind::Variable;
        if (exists || (!sometimes && !unset)) {
            continue;
        }
        Ref outer{undefined(name), nullptr};
        if (const Symbol* symbol = find_symbol(name); symbol != nullptr && sometimes) {
            outer = read_symbol(*symbol, kAny);
        }
        Symbol variable = unset ? new_variable(name) : variable_for(name);
        variable.type = outer.type;
        variable.is_unset = unset;
        if (unset) {
            scope_->symbols[name] = variable;
        } else {
            define(name, variable);
        }
        if (sometimes || draft_->level != 0 || !loops_.empty()) {
            put(Op::Move, variable.operand, outer.operand);
        }
        if (sometimes) {
            publish(name);
        }
    }
}

/// A macro used as a value: printed dynamically, passed on, stored.
Ref Compiler::macro_value(const MacroDefinition& macro, std::int32_t target) {
    target = result(target);
    Function* function = plain_instance(macro);
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
