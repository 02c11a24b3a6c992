// Calls: macros known while compiling, functions, methods, values called at render time, super()
// and self.
#include "carafe/templates/compiler.hpp"
#include "carafe/templates/operations.hpp"

namespace carafe::templates {

namespace {

/// Whether `name` is read somewhere below `node`.
bool mentions(const Node* node, std::string_view name) {
    bool found = false;
    walk(node, [&](const Node& n) { found = found || n.is_name(name); });
    return found;
}

}  // namespace

/// @param print  the result is written instead of kept.  @param block  a CallBlock whose body
/// becomes `caller`.
Ref Compiler::call(const Node* node, std::int32_t target, bool print, const Node* block) {
    const Node* callee = node->first;
    stand_at(node);
    if (callee->kind == NodeKind::Name) {
        const Symbol* symbol = find_symbol(callee->name);
        if (symbol != nullptr && symbol->kind == Symbol::Kind::Macro) {
            return call_macro(*symbol->macro, node, target, print, block);
        }
        if (symbol == nullptr && callee->name == "super") {
            return call_super(node, target, print, 1);
        }
        const Registered* function = environment_.find_function(callee->name);
        if (symbol == nullptr && function != nullptr &&
            environment_.find_global(callee->name) == nullptr) {
            return call_function(*function, node, target);
        }
    }
    if (callee->kind == NodeKind::Attribute) {
        return call_method(node, target, print, block);
    }
    std::int32_t saved = draft_->top;
    target = print ? kAny : result(target);
    Ref function = expression(callee);
    Ref value = call_value(function.operand, node, target, print, block);
    release(print ? saved : std::max(saved, target + 1));
    return value;
}

std::size_t Compiler::count_arguments(const Node* node, const Node* block) const {
    return node->items.size() + (block != nullptr ? 1 : 0) + (node->second != nullptr ? 1 : 0) +
           (node->third != nullptr ? 1 : 0);
}

/// Positional values, named ones, then lists and dicts to be spread; described by `site`.
void Compiler::fill_arguments(const Node* node,
                              std::int32_t base,
                              CallSite& site,
                              const Node* block) {
    std::size_t positional = node->items.size() - node->names.size();
    site.positional = static_cast<std::uint32_t>(positional);
    std::int32_t at = base;
    for (const Node* item : node->items) {
        into(item, at++);
    }
    for (std::string_view name : node->names) {
        site.names.push_back(program_->arena.copy(name));
    }
    if (block != nullptr) {
        make_macro(block, tree_, scope_, at++);
        site.names.push_back("caller");
    }
    if (node->second != nullptr) {
        site.has_rest = true;
        into(node->second, at++);
    }
    if (node->third != nullptr) {
        site.has_names = true;
        into(node->third, at++);
    }
}

/// How a call made at render time prints, when it does.
EmitMode Compiler::printed_mode(const Node* node, bool print) {
    if (!print) {
        return mode();
    }
    flush();
    if (node->first->is_name("caller")) {
        html_.form.has_token = html_.form.has_token || caller_prints_token_;
        return mode();
    }
    return html_value(node, nullptr);
}

Ref Compiler::call_value(
    std::int32_t callee, const Node* node, std::int32_t target, bool print, const Node* block) {
    CallSite site;
    if (node->first->kind == NodeKind::Name) {
        site.name = program_->arena.copy(node->first->name);
    }
    std::int32_t base = temp(static_cast<std::int32_t>(count_arguments(node, block)));
    fill_arguments(node, base, site, block);
    stand_at(node);
    EmitMode how = printed_mode(node, print);
    int index = site_index(std::move(site));
    program_->sites.back().mode = how;
    Step& step = put(Op::Call, print ? 0 : target, callee, base);
    step.pointer = &program_->sites[static_cast<std::size_t>(index)];
    step.a = print ? 1 : 0;
    step.size = static_cast<std::uint16_t>(draft_->top - base);
    return {target, nullptr, print};
}

Ref Compiler::call_method(const Node* node, std::int32_t target, bool print, const Node* block) {
    const Node* callee = node->first;
    const Node* owner = callee->first;
    if (owner->kind == NodeKind::Name && find_symbol(owner->name) == nullptr) {
        if (owner->name == "self" && !chain_stack_.empty()) {
            return call_self(node, target, print);
        }
        if (owner->name == "super" && callee->name == "super") {
            return call_super(node, target, print, 2);
        }
    }
    if (owner->kind == NodeKind::Name) {
        const Symbol* symbol = find_symbol(owner->name);
        if (symbol != nullptr && symbol->kind == Symbol::Kind::Module) {
            auto found = symbol->module->symbols.find(callee->name);
            if (found != symbol->module->symbols.end() &&
                found->second.kind == Symbol::Kind::Macro) {
                return call_macro(*found->second.macro, node, target, print, block);
            }
            if (found == symbol->module->symbols.end() && options_.checked) {
                fault("templates.E006",
                      callee,
                      "imported template '" + std::string(owner->name) + "' has no macro '" +
                          std::string(callee->name) + "'");
            }
        }
    }
    std::int32_t saved = draft_->top;
    target = print ? kAny : result(target);
    Ref object = expression(owner);
    const Type* type = check_method(callee, object.type);
    CallSite site{.name = program_->arena.copy(callee->name)};
    std::int32_t base = temp(static_cast<std::int32_t>(count_arguments(node, block)));
    fill_arguments(node, base, site, block);
    stand_at(node);
    EmitMode how = printed_mode(node, print);
    int index = site_index(std::move(site));
    program_->sites.back().mode = how;
    Step& step = put(Op::CallMethod, print ? 0 : target, object.operand, base);
    step.pointer = &program_->sites[static_cast<std::size_t>(index)];
    step.a = print ? 1 : 0;
    step.size = static_cast<std::uint16_t>(draft_->top - base);
    release(print ? saved : std::max(saved, target + 1));
    return {target, type, print};
}

Ref Compiler::call_function(const Registered& function, const Node* node, std::int32_t target) {
    target = result(target);
    std::int32_t saved = draft_->top;
    bool dynamic =
        node->second != nullptr || node->third != nullptr || function.signature.takes_names;
    CallSite site;
    std::int32_t base;
    std::size_t count;
    if (dynamic) {
        count = count_arguments(node, nullptr);
        base = temp(static_cast<std::int32_t>(count));
        fill_arguments(node, base, site, nullptr);
    } else {
        count = std::max(function.signature.names.size(), node->items.size() - node->names.size());
        base = temp(static_cast<std::int32_t>(count));
        arrange_arguments(function, node, base, "function");
    }
    check_function(function, node);
    stand_at(node);
    int site_at = dynamic ? site_index(std::move(site)) : -1;
    Step& step = put(Op::CallFunction, target, base, site_at);
    step.size = static_cast<std::uint16_t>(count);
    step.pointer = &function;
    step.a = autoescape_ ? 1 : 0;
    release(saved);
    return {target, function.result};
}

// ---------------------------------------------------------------- blocks as values

Ref Compiler::call_super(const Node* node, std::int32_t target, bool print, std::size_t levels) {
    if (blocks_.empty()) {
        fault("templates.E007", node, "super() outside a block");
        return place({undefined("super"), nullptr}, print ? kAny : target);
    }
    RunningBlock block = blocks_.back();
    if (block.index + levels >= block.chain->blocks[block.name].size()) {
        if (options_.checked) {
            fault("templates.E007",
                  node,
                  "no parent template has a block '" + std::string(block.name) +
                      "': super() has nothing to show");
        }
        put(Op::Fail).text =
            keep_padded("there is no parent block called '" + std::string(block.name) + "'");
        return place({undefined("super"), nullptr}, print ? kAny : target);
    }
    return capture_unless(print, target, [&] {
        inline_block(
            *block.chain, block.root, block.parent, block.name, block.index + levels, node);
    });
}

Ref Compiler::call_self(const Node* node, std::int32_t target, bool print) {
    auto [chain, root] = chain_stack_.back();
    std::string_view name = node->first->name;
    if (chain->blocks.count(name) == 0) {
        fault("templates.E007", node, "no block '" + std::string(name) + "'");
        return place({undefined(name), nullptr}, print ? kAny : target);
    }
    return capture_unless(print, target, [&, chain_of = chain, root_of = root] {
        inline_block(*chain_of, root_of, root_of, name, 0, node);
    });
}

// ---------------------------------------------------------------- macros

MacroDefinition& Compiler::add_macro(const Node* node, const Tree* tree, Scope* scope) {
    MacroDefinition macro{
        .node = node, .tree = tree, .scope = scope, .autoescape = autoescape_, .blocks = blocks_};
    if (!chain_stack_.empty()) {
        macro.chain = chain_stack_.back();
    }
    return macros_.emplace_back(std::move(macro));
}

void Compiler::define_macro(const Node* node) {
    bool is_static = draft_->level == 0 && conditions_ == 0;
    if (!is_static) {
        Symbol variable = variable_for(node->name);
        define(node->name, variable);
        make_macro(node, tree_, scope_, variable.operand);
        publish(node->name);
        return;
    }
    add_macro(node, tree_, scope_);
    Symbol symbol;
    symbol.kind = Symbol::Kind::Macro;
    symbol.macro = &macros_.back();
    define(node->name, symbol);
}

/// A macro or the body of a `call` as a value that sees the running frame.
void Compiler::make_macro(const Node* node, const Tree* tree, Scope* scope, std::int32_t target) {
    put(Op::MakeMacro, target).pointer = plain_instance(add_macro(node, tree, scope));
}

/// A macro called as a value: types unknown, its text begins and ends as text.
Function* Compiler::plain_instance(const MacroDefinition& macro) {
    HtmlState outside = std::exchange(html_, {});
    bool saved_token = std::exchange(caller_prints_token_, false);
    Function* function = instance(macro, std::vector<Argument>(macro.node->names.size()));
    caller_prints_token_ = saved_token;
    end_captured_html(macro.node, outside);
    return function;
}

namespace {

constexpr std::size_t kMostInstances = 16;  // beyond, a macro is compiled without knowing types

}  // namespace

/// Evaluates an argument of a macro into `target`.
Argument Compiler::argument(const Node* node, std::int32_t target) {
    return {.type = expression(node, target).type, .is_tested = is_narrowed(node)};
}

/// Afterwards the HTML is where the macro's text ends.
Function* Compiler::instance(const MacroDefinition& macro, const std::vector<Argument>& arguments) {
    std::string place =
        options_.checked ? html_.signature() + (caller_prints_token_ ? "T" : "") : "";
    auto found = macro.instances.find({arguments, place});
    if (found != macro.instances.end()) {
        resume_html(found->second);
        return found->second;
    }
    bool typed = std::any_of(arguments.begin(), arguments.end(), [](const Argument& argument) {
        return argument != Argument{};
    });
    if (typed && (!options_.checked || macro.instances.size() >= kMostInstances)) {
        return instance(macro, std::vector<Argument>(arguments.size()));
    }
    Function& function = program_->functions.emplace_back();
    macro.instances[{arguments, place}] = &function;
    compile_macro_body(macro, function, arguments);
    macro_ends_[&function] = html_;
    return &function;
}

/// The HTML behind another call of a macro that is compiled already.
void Compiler::resume_html(const Function* function) {
    auto end = macro_ends_.find(function);
    if (end == macro_ends_.end()) {
        return;  // it calls itself: taken to end where it begins
    }
    HtmlForm form = html_.form;
    html_ = end->second;
    if (form.open && html_.form.open) {
        html_.form.file = form.file;
        html_.form.line = form.line;
    }
}

void Compiler::compile_macro_body(const MacroDefinition& macro,
                                  Function& function,
                                  const std::vector<Argument>& arguments) {
    const Node* node = macro.node;
    Draft draft{.function = &function, .outer = draft_, .level = macro.scope->level + 1};
    auto saved_draft = std::exchange(draft_, &draft);
    auto saved_tree = std::exchange(tree_, macro.tree);
    auto saved_scope = scope_;
    auto saved_blocks = std::exchange(blocks_, macro.blocks);
    auto saved_loops = std::exchange(loops_, {});
    auto saved_narrowings = std::exchange(narrowings_, {});
    std::uint32_t saved_line = line_;
    std::uint32_t saved_column = column_;
    int saved_conditions = std::exchange(conditions_, 0);
    bool saved_output = std::exchange(output_, true);
    bool saved_escape = std::exchange(autoescape_, macro.autoescape);
    bool saved_html = std::exchange(html_on_, options_.checked && escapes(macro.tree->name));
    std::size_t saved_captures = std::exchange(captures_, 0);
    chain_stack_.push_back(macro.chain);
    scope_ = new_scope(macro.scope);
    function.name = node->name;
    std::vector<std::int32_t> registers;
    for (std::size_t i = 0; i < node->names.size(); ++i) {
        function.parameters.push_back(node->names[i]);
        function.has_default.push_back(node->items[i] != nullptr);
        scope_->symbols[node->names[i]] = new_variable(node->names[i], arguments[i].type);
        if (arguments[i].is_tested) {
            narrowings_.emplace_back(node->names[i]);
        }
    }
    for (auto [name, at] : {std::pair{"varargs", &function.varargs},
                            {"kwargs", &function.kwargs},
                            {"caller", &function.caller}}) {
        bool is_parameter = scope_->symbols.count(name) != 0;
        if (!is_parameter && mentions(node->second, name)) {
            Symbol symbol = new_variable(name);
            *at = symbol.operand;
            scope_->symbols[name] = symbol;
        }
    }
    for (std::size_t i = 0; i < node->names.size(); ++i) {
        if (node->items[i] != nullptr) {
            auto at = static_cast<std::int32_t>(i);
            std::size_t given = put_jump(Op::JumpGiven, at);
            expression(node->items[i], at);
            land(given);
        }
    }
    function.body = draft_->function->code.size();
    prepare_names(node->second);
    statements(node->second);
    put_with_text(Op::Return);
    function.sees_frame = function.sees_frame || macro.scope->level > 0;
    draft_ = saved_draft;
    tree_ = saved_tree;
    scope_ = saved_scope;
    blocks_ = std::move(saved_blocks);
    loops_ = std::move(saved_loops);
    narrowings_ = std::move(saved_narrowings);
    line_ = saved_line;
    column_ = saved_column;
    conditions_ = saved_conditions;
    output_ = saved_output;
    autoescape_ = saved_escape;
    html_on_ = saved_html;
    captures_ = saved_captures;
    chain_stack_.pop_back();
}

/// Whether the call fits; what does not is a fault in pages and fails when it is reached elsewhere.
bool Compiler::check_macro_call(const MacroDefinition& macro,
                                const Function& function,
                                const Node* node,
                                const Node* block) {
    std::string name = "macro '" + std::string(macro.node->name) + "'";
    std::size_t positional = node->items.size() - node->names.size();
    const auto& parameters = macro.node->names;
    auto refuse = [&](const std::string& message) {
        fault_macro(node, message);
        return false;
    };
    if (positional > parameters.size() && function.varargs < 0) {
        return refuse(name + " takes not more than " + std::to_string(parameters.size()) +
                      " argument(s), " + std::to_string(positional) + " given");
    }
    for (std::size_t i = 0; i < node->names.size(); ++i) {
        auto at = static_cast<std::size_t>(
            std::find(parameters.begin(), parameters.end(), node->names[i]) - parameters.begin());
        if (at < positional && at < parameters.size()) {
            return refuse(name + " got '" + std::string(node->names[i]) + "' twice");
        }
        if (at == parameters.size() && function.kwargs < 0 && node->names[i] != "caller") {
            return refuse(name + " has no parameter '" + std::string(node->names[i]) + "'" +
                          did_you_mean(find_similar(node->names[i], parameters)));
        }
    }
    if (block != nullptr && function.caller < 0 &&
        std::find(parameters.begin(), parameters.end(), "caller") == parameters.end()) {
        return refuse(name + " never uses caller, so 'call' has no effect");
    }
    for (std::size_t i = positional; options_.checked && i < parameters.size(); ++i) {
        bool named =
            std::find(node->names.begin(), node->names.end(), parameters[i]) != node->names.end();
        if (!named && macro.node->items[i] == nullptr) {
            fault_macro(node, name + " needs '" + std::string(parameters[i]) + "'");
        }
    }
    return true;
}

/// Arguments go straight into the registers of the called frame, which begins at the first of them.
Ref Compiler::call_macro(const MacroDefinition& macro,
                         const Node* node,
                         std::int32_t target,
                         bool print,
                         const Node* block) {
    macro.used = true;
    if (node->second != nullptr || node->third != nullptr) {
        target = print ? kAny : result(target);
        Ref function = macro_value(macro, kAny);
        return call_value(function.operand, node, target, print, block);
    }
    target = print ? 0 : result(target);
    std::int32_t saved = draft_->top;
    std::size_t positional = node->items.size() - node->names.size();
    const auto& parameters = macro.node->names;
    // Specials come behind the parameters, in this order, when the body names them; room for all is
    // kept.
    auto frame = static_cast<std::int32_t>(parameters.size() + 3);
    std::int32_t base = temp(frame);
    std::vector<Argument> arguments(parameters.size());
    std::vector<bool> given(parameters.size(), false);
    bool all_given = true;  // of those with defaults: then the steps that make them are skipped
    for (std::size_t i = 0; i < std::min(positional, parameters.size()); ++i) {
        arguments[i] = argument(node->items[i], base + static_cast<std::int32_t>(i));
        given[i] = true;
    }
    for (std::size_t i = 0; i < node->names.size(); ++i) {
        auto at = static_cast<std::size_t>(
            std::find(parameters.begin(), parameters.end(), node->names[i]) - parameters.begin());
        if (at < parameters.size() && !given[at]) {
            arguments[at] =
                argument(node->items[positional + i], base + static_cast<std::int32_t>(at));
            given[at] = true;
        }
    }
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        if (!given[i]) {
            auto at = base + static_cast<std::int32_t>(i);
            if (macro.node->items[i] != nullptr) {
                all_given = false;
                put(Op::Move, at, missing());
                arguments[i].type = default_type(macro.node->items[i]);
            } else {
                put(Op::Move, at, undefined(parameters[i]));
            }
        }
    }
    stand_at(node);
    const Function* body = block != nullptr ? call_body(block) : nullptr;
    Function* function = called_instance(macro, arguments, node, print, body);
    if (check_macro_call(macro, *function, node, block)) {
        fill_specials(*function, node, base, body);
    }
    stand_at(node);
    Step& step =
        print ? put_with_text(Op::CallMacro, target, 0, base) : put(Op::CallMacro, target, 0, base);
    step.pointer = function;
    step.a =
        static_cast<std::uint8_t>((print ? 1 : 0) | (autoescape_ ? 2 : 0) | (all_given ? 4 : 0));
    release(saved);
    return {target, nullptr, print};
}

/// The body of a `call`, compiled before the macro that prints it, so that the macro's forms know
/// of its token.
const Function* Compiler::call_body(const Node* block) {
    HtmlState outside = std::exchange(html_, {});
    Function* body = instance(add_macro(block, tree_, scope_),
                              std::vector<Argument>(block->names.size()));
    body_prints_token_[body] = html_.form.has_token;
    end_captured_html(block, outside);
    return body;
}

/// The instance of `macro` for this call, compiled where the call stands in the HTML.
Function* Compiler::called_instance(const MacroDefinition& macro,
                                    const std::vector<Argument>& arguments,
                                    const Node* node,
                                    bool print,
                                    const Function* body) {
    const Node* saved_site = std::exchange(call_site_, node);
    const Tree* saved_site_tree = std::exchange(call_site_tree_, tree_);
    bool saved_token =
        std::exchange(caller_prints_token_, body != nullptr && body_prints_token_[body]);
    HtmlState outside = html_;
    if (!print) {
        html_ = {};
    }
    Function* function = instance(macro, arguments);
    if (!print) {
        end_captured_html(node, outside);
    }
    caller_prints_token_ = saved_token;
    call_site_ = saved_site;
    call_site_tree_ = saved_site_tree;
    return function;
}

void Compiler::fill_specials(const Function& function,
                             const Node* node,
                             std::int32_t base,
                             const Function* block) {
    std::size_t positional = node->items.size() - node->names.size();
    const auto& parameters = function.parameters;
    if (function.varargs >= 0) {
        std::size_t extra = positional > parameters.size() ? positional - parameters.size() : 0;
        std::int32_t first = temp(static_cast<std::int32_t>(extra));
        for (std::size_t i = 0; i < extra; ++i) {
            into(node->items[parameters.size() + i], first + static_cast<std::int32_t>(i));
        }
        put(Op::Tuple, base + function.varargs, first).size = static_cast<std::uint16_t>(extra);
    }
    std::int32_t caller = kAny;
    if (function.kwargs >= 0) {
        std::vector<std::size_t> extra;
        for (std::size_t i = 0; i < node->names.size(); ++i) {
            bool is_parameter =
                std::find(parameters.begin(), parameters.end(), node->names[i]) != parameters.end();
            if (!is_parameter && !(node->names[i] == "caller" && function.caller >= 0)) {
                extra.push_back(i);
            }
        }
        std::int32_t first = temp(static_cast<std::int32_t>(extra.size() * 2));
        std::int32_t at = first;
        for (std::size_t i : extra) {
            put(Op::Move, at++, constant(Value::text(node->names[i])));
            into(node->items[positional + i], at++);
        }
        put(Op::Dict, base + function.kwargs, first).size =
            static_cast<std::uint16_t>(extra.size() * 2);
    }
    if (function.caller >= 0) {
        caller = base + function.caller;
        auto named = std::find(node->names.begin(), node->names.end(), "caller");
        if (block != nullptr) {
            put(Op::MakeMacro, caller).pointer = block;
        } else if (named != node->names.end()) {
            into(node->items[positional + static_cast<std::size_t>(named - node->names.begin())],
                 caller);
        } else {
            put(Op::Move, caller, undefined("caller"));
        }
    }
}

}  // namespace carafe::templates
