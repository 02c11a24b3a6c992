// Statements to steps: output, branches, loops, assignment, blocks, includes, imports.
#include "carafe/templates/compiler.hpp"
#include "carafe/templates/escape.hpp"
#include "carafe/templates/operations.hpp"

namespace carafe::templates {

void Compiler::statements(const Node* body) {
    for (const Node* node : body->items) {
        statement(node);
    }
}

/// A body with variables of its own.
void Compiler::scoped_statements(const Node* body) {
    auto saved_scope = std::exchange(scope_, new_scope(scope_));
    int saved_conditions = std::exchange(conditions_, 0);
    prepare_names(body);
    statements(body);
    scope_ = saved_scope;
    conditions_ = saved_conditions;
}

void Compiler::statement(const Node* node) {
    std::int32_t saved = draft_->top;
    stand_at(node);
    switch (node->kind) {
        case NodeKind::Text:
            add_text(node->name);
            break;
        case NodeKind::Print:
            print(node);
            break;
        case NodeKind::Body:
            statements(node);
            break;
        case NodeKind::If:
            if_statement(node);
            break;
        case NodeKind::For:
            for_statement(node);
            break;
        case NodeKind::Set:
            set_statement(node);
            break;
        case NodeKind::SetBlock:
            set_block(node);
            break;
        case NodeKind::With:
            with_statement(node);
            break;
        case NodeKind::Block:
            block_statement(node);
            break;
        case NodeKind::Macro:
            define_macro(node);
            break;
        case NodeKind::CallBlock:
            call_block(node);
            break;
        case NodeKind::FilterBlock:
            filter_block(node);
            break;
        case NodeKind::Include:
            include_statement(node);
            break;
        case NodeKind::Import:
        case NodeKind::FromImport:
            import_statement(node);
            break;
        case NodeKind::Do:
            expression(node->first);
            break;
        case NodeKind::Break:
        case NodeKind::Continue:
            loop_jump(node);
            break;
        case NodeKind::Autoescape:
            autoescape_statement(node);
            break;
        case NodeKind::Trans:
            trans_statement(node);
            break;
        default:
            break;
    }
    release(saved);
}

// ---------------------------------------------------------------- output

void Compiler::print(const Node* node) {
    if (output_) {
        print_value(node->first);
    }
}

void Compiler::print_constant(const Value& value) {
    Buffer text;
    switch (value.kind()) {
        case Kind::Text:
            if (autoescape_) {
                escape(text, value.as_text());
            } else {
                text.add(value.as_text());
            }
            break;
        case Kind::None:
            text.add("None");
            break;
        case Kind::Bool:
            text.add(value.as_integer() != 0 ? "True" : "False");
            break;
        case Kind::Int:
            print_integer(text, value.as_integer());
            break;
        default:
            print_float(text, value.as_real());
            break;
    }
    add_text(text.view());
}

/// {{ a if x else b }}
void Compiler::print_choice(const Node* node) {
    std::size_t narrowed = narrowings_.size();
    std::vector<std::size_t> otherwise = jump_unless(node->first);
    HtmlState before = html_;
    narrow(node->first, true);
    print_value(node->second);
    narrowings_.resize(narrowed);
    HtmlState after = std::exchange(html_, before);
    bool has_else = node->third != nullptr;
    std::size_t end = has_else ? put_jump(Op::Jump) : 0;
    land(otherwise);
    if (has_else) {
        narrow(node->first, false);
        print_value(node->third);
        narrowings_.resize(narrowed);
        land(end);
    }
    join_html(node, after);
}

/// One `{{ }}`: as little work as possible is left for the render.
void Compiler::print_value(const Node* node) {
    stand_at(node);
    std::int32_t saved = draft_->top;
    if (node->kind == NodeKind::Constant) {
        print_constant(node->constant);
        return;
    }
    if (node->kind == NodeKind::Condition) {
        print_choice(node);
        release(saved);
        return;
    }
    Ref value;
    if (node->kind == NodeKind::Call) {
        value = call(node, kAny, true, nullptr);
        if (value.printed) {
            release(saved);
            return;
        }
    } else {
        value = expression(node);
    }
    check_printed(node, value.type);
    stand_at(node);
    EmitMode how = html_value(node, value.type);
    Step* last = draft_->function->code.empty() ? nullptr : &last_step();
    // Only what this very node ends with: behind `a or b|upper` a jump may land.
    auto is_filter = [&](std::string_view name) {
        return node->kind == NodeKind::Filter && node->name == name;
    };
    bool fresh = last != nullptr && last->x == value.operand && value.operand >= saved;
    if (fresh && last->op == Op::GetField && node->kind == NodeKind::Attribute) {
        Step field = *last;
        draft_->function->code.pop_back();
        draft_->function->places.pop_back();
        put_output(Op::EmitField, 0, field.y, field.z, how);
    } else if (fresh && last->op == Op::LoopGet && node->kind == NodeKind::Attribute) {
        Step field = *last;
        draft_->function->code.pop_back();
        draft_->function->places.pop_back();
        put_output(Op::EmitLoop, 0, field.y, field.z, how);
    } else if (fresh && last->op == Op::Fixed && is_filter("format") && how != EmitMode::Url) {
        Step fixed = *last;
        draft_->function->code.pop_back();
        draft_->function->places.pop_back();
        put_output(Op::EmitFixed, 0, fixed.y, fixed.a, how);
    } else if (fresh && last->op == Op::Upper && is_filter("upper") && how == EmitMode::Escape) {
        Step upper = *last;
        draft_->function->code.pop_back();
        draft_->function->places.pop_back();
        put_output(Op::EmitUpper, 0, upper.y, 0, how);
    } else {
        put_output(Op::Emit, value.operand, 0, 0, how);
    }
    release(saved);
}

// ---------------------------------------------------------------- branches

void Compiler::if_statement(const Node* node) {
    std::size_t narrowed = narrowings_.size();
    std::vector<std::size_t> otherwise = jump_unless(node->first);
    HtmlState before = html_;
    ++conditions_;
    narrow(node->first, true);
    statements(node->second);
    narrowings_.resize(narrowed);
    HtmlState after = std::exchange(html_, before);
    std::size_t end = node->third != nullptr ? put_jump(Op::Jump) : 0;
    land(otherwise);
    if (node->third != nullptr) {
        narrow(node->first, false);
        statement(node->third);
        narrowings_.resize(narrowed);
        land(end);
    }
    join_html(node, after);
    --conditions_;
}

// ---------------------------------------------------------------- loops

namespace {

/// How the body of a loop uses `loop`.
struct LoopUse {
    bool as_value = false;     ///< passed on or stored: its state must outlive a round
    bool needs_count = false;  ///< last, length, revindex, nextitem, previtem
};

void find_loop_use(const Node* node, LoopUse& use) {
    if (node == nullptr) {
        return;
    }
    if (node->kind == NodeKind::Attribute && node->first->is_name("loop")) {
        static constexpr std::string_view kCounting[] = {
            "last", "length", "revindex", "revindex0", "nextitem", "previtem"};
        use.needs_count =
            use.needs_count || std::find(std::begin(kCounting), std::end(kCounting), node->name) !=
                                   std::end(kCounting);
        return;
    }
    if (node->is_name("loop")) {
        use.as_value = true;
    }
    find_loop_use(node->first, use);
    find_loop_use(node->second, use);
    find_loop_use(node->third, use);
    for (const Node* item : node->items) {
        find_loop_use(item, use);
    }
}

constexpr std::int32_t kLoopRegisters = (sizeof(LoopState) + sizeof(Value) - 1) / sizeof(Value);

}  // namespace

void Compiler::for_statement(const Node* node) {
    if (node->flag) {
        recursive_loop(node);
        return;
    }
    Ref iterable = expression(node->second);
    check_loop_over(node->second, iterable.type);
    const Type* element = element_type(iterable.type);
    plain_loop(node, iterable.operand, element, false);
}

void Compiler::plain_loop(const Node* node,
                          std::int32_t iterable,
                          const Type* element,
                          bool recursive) {
    const Node* body = node->items[0];
    const Node* otherwise = node->items[1];
    LoopUse use;
    find_loop_use(body, use);
    auto saved_scope = std::exchange(scope_, new_scope(scope_));
    int saved_conditions = std::exchange(conditions_, 0);
    bool filters_first = node->third != nullptr && (use.needs_count || use.as_value);
    if (filters_first) {
        iterable = filtered_list(node, {iterable, element});
    }
    bool filters = node->third != nullptr && !filters_first;
    Symbol loop = new_variable("loop", element);
    loop.is_loop = true;
    std::int32_t state = temp(kLoopRegisters);
    std::size_t begin = put_jump(Op::LoopBegin, loop.operand, iterable);
    last_step().size = static_cast<std::uint16_t>(state);
    last_step().a = static_cast<std::uint8_t>((use.as_value ? 1 : 0) | (recursive ? 2 : 0));
    OpenLoop open{.next = static_cast<std::size_t>(here()), .captures = captures_};
    bool plain = node->first->kind == NodeKind::Name;
    std::int32_t taken = plain ? kAny : temp();
    if (plain) {
        Symbol target = variable_for(node->first->name);
        target.type = element;
        define(node->first->name, target);
        taken = target.operand;
    }
    std::size_t next = put_jump(Op::LoopNext, loop.operand, taken);
    last_step().a = filters ? 1 : 0;
    if (!plain) {
        assign(node->first, {taken, nullptr});
    }
    if (filters) {
        std::vector<std::size_t> refused = jump_unless(node->third);
        for (std::size_t jump : refused) {
            set_target(jump, static_cast<std::int32_t>(open.next));
        }
        put(Op::LoopPass, loop.operand);
    }
    scope_->symbols["loop"] = loop;
    prepare_names(body);
    loops_.push_back(open);
    HtmlState before = html_;
    statements(body);
    join_html(node, before);
    put_with_text(Op::Jump, 0, 0, static_cast<std::int32_t>(open.next));
    land(next);
    open = std::move(loops_.back());
    loops_.pop_back();
    scope_ = saved_scope;
    conditions_ = saved_conditions;
    if (otherwise == nullptr) {
        land(begin);
    } else {
        std::size_t looped = put_jump(filters ? Op::JumpLooped : Op::Jump, loop.operand);
        land(begin);
        HtmlState after = std::exchange(html_, before);
        scoped_statements(otherwise);
        join_html(node, after);
        land(looped);
    }
    land(open.breaks);
}

/// The items that pass the loop's `if`, as a list: for loops that count or look ahead.
std::int32_t Compiler::filtered_list(const Node* node, Ref iterable) {
    std::int32_t list = temp();
    put(Op::List, list);
    auto saved_scope = std::exchange(scope_, new_scope(scope_));
    Symbol loop = new_variable("loop");
    std::int32_t state = temp(kLoopRegisters);
    std::size_t begin = put_jump(Op::LoopBegin, loop.operand, iterable.operand);
    last_step().size = static_cast<std::uint16_t>(state);
    std::int32_t start = here();
    std::int32_t taken = temp();
    std::size_t next = put_jump(Op::LoopNext, loop.operand, taken);
    assign(node->first, {taken, iterable.type});
    for (std::size_t jump : jump_unless(node->third)) {
        set_target(jump, start);
    }
    put(Op::Append, list, taken);
    put(Op::Jump, 0, 0, start);
    land(next);
    land(begin);
    scope_ = saved_scope;
    return list;
}

/// The loop becomes a function of its items and depth, which `loop(children)` calls again.
void Compiler::recursive_loop(const Node* node) {
    Function& function = program_->functions.emplace_back();
    function.name = "loop";
    function.parameters = {"items", "depth"};
    function.has_default = {false, false};
    function.sees_frame = true;
    Draft draft{.function = &function, .outer = draft_, .level = draft_->level + 1};
    Ref iterable = expression(node->second);
    check_loop_over(node->second, iterable.type);
    flush();
    auto saved_draft = std::exchange(draft_, &draft);
    auto saved_scope = std::exchange(scope_, new_scope(scope_));
    temp(2);
    draft_->floor = draft_->top;
    plain_loop(node, 0, element_type(iterable.type), true);
    put_with_text(Op::Return);
    scope_ = saved_scope;
    draft_ = saved_draft;
    std::int32_t callee = temp();
    std::int32_t base = temp(2);
    put(Op::MakeMacro, callee).pointer = &function;
    place(iterable, base);
    put(Op::Move, base + 1, constant(Value::integer(0)));
    int site = site_index({.name = "loop", .positional = 2});
    Step& step = put(Op::Call, 0, callee, base);
    step.pointer = &program_->sites[static_cast<std::size_t>(site)];
    step.a = 1;
    step.size = 2;
}

void Compiler::loop_jump(const Node* node) {
    if (loops_.empty()) {
        fault("templates.E001",
              node,
              "'break' and 'continue' stand directly in the loop they belong to");
        return;
    }
    OpenLoop& loop = loops_.back();
    if (loop.captures != captures_) {
        fault("templates.E001",
              node,
              "'break' and 'continue' cannot leave a set, filter or call block");
        return;
    }
    flush();
    if (node->kind == NodeKind::Continue) {
        put(Op::Jump, 0, 0, static_cast<std::int32_t>(loop.next));
    } else {
        loop.breaks.push_back(put_jump(Op::Jump));
    }
}

// ---------------------------------------------------------------- assignment

void Compiler::set_statement(const Node* node) {
    const Node* target = node->first;
    const Node* value = node->second;
    bool both = target->kind == NodeKind::Tuple && value->kind == NodeKind::Tuple &&
                target->items.size() == value->items.size();
    if (!both) {
        assign(target, expression(value));
        return;
    }
    auto count = static_cast<std::int32_t>(target->items.size());
    std::int32_t base = temp(count);
    std::vector<Ref> values;
    for (std::int32_t i = 0; i < count; ++i) {
        values.push_back(expression(value->items[static_cast<std::size_t>(i)], base + i));
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        assign(target->items[i], values[i]);
    }
}

void Compiler::set_block(const Node* node) {
    Ref captured = capture(kAny, [&] { scoped_statements(node->second); });
    if (node->third != nullptr) {
        std::int32_t input = captured.operand;
        captured = filter_over(node->third, &input, nullptr, kAny);
    }
    assign(node->first, {captured.operand, &static_type<std::string>()});
}

void Compiler::with_statement(const Node* node) {
    std::vector<Ref> values;
    for (std::size_t i = 0; i + 1 < node->items.size(); i += 2) {
        values.push_back(expression(node->items[i + 1], temp()));
    }
    auto saved_scope = std::exchange(scope_, new_scope(scope_));
    int saved_conditions = std::exchange(conditions_, 0);
    for (std::size_t i = 0; i < values.size(); ++i) {
        assign(node->items[i * 2], values[i]);
    }
    prepare_names(node->second);
    statements(node->second);
    scope_ = saved_scope;
    conditions_ = saved_conditions;
}

void Compiler::filter_block(const Node* node) {
    if (!output_) {
        return;
    }
    Ref captured = capture(kAny, [&] { scoped_statements(node->second); });
    std::int32_t input = captured.operand;
    Ref filtered = filter_over(node->first, &input, nullptr, kAny);
    put_output(Op::Emit, filtered.operand, 0, 0, mode());
}

void Compiler::call_block(const Node* node) {
    if (!output_) {
        return;
    }
    std::int32_t saved = draft_->top;
    Ref value = call(node->first, kAny, true, node);
    if (!value.printed) {
        put_output(Op::Emit, value.operand, 0, 0, mode());
    }
    release(saved);
}

void Compiler::autoescape_statement(const Node* node) {
    const Value& wanted = node->first->constant;
    if (node->first->kind != NodeKind::Constant || !wanted.is(Kind::Bool)) {
        fault("templates.E001", node, "'autoescape' wants true or false");
        return;
    }
    if (options_.checked && wanted.as_integer() == 0) {
        fault("templates.E017",
              node,
              "a page cannot switch autoescape off: use safe(\"why\") for single values");
    }
    bool saved = std::exchange(autoescape_, wanted.as_integer() != 0);
    scoped_statements(node->second);
    autoescape_ = saved;
}

namespace {

std::string trim_lines(std::string_view text, bool first, bool last) {
    std::string out;
    std::size_t at = 0;
    bool leading = first;
    while (at < text.size()) {
        std::size_t newline = text.find('\n', at);
        if (newline == text.npos) {
            std::string_view rest = text.substr(at);
            if (leading) {
                rest.remove_prefix(std::min(rest.find_first_not_of(" \t\n"), rest.size()));
            }
            out += rest;
            break;
        }
        std::string_view line = text.substr(at, newline - at);
        while (!line.empty() && (line.back() == ' ' || line.back() == '\t')) {
            line.remove_suffix(1);
        }
        out += line;
        at = std::min(text.find_first_not_of(" \t\n", newline), text.size());
        if (at < text.size() ? !(leading && out.empty()) : !last) {
            out += ' ';
        }
        leading = false;
    }
    while (last && !out.empty() && out.back() == ' ') {
        out.pop_back();
    }
    return out;
}

}  // namespace

/// Without a catalogue the message is its own translation.
void Compiler::trans_statement(const Node* node) {
    std::vector<Ref> values;
    for (const Node* value : node->items) {
        values.push_back(expression(value, temp()));
    }
    auto saved_scope = std::exchange(scope_, new_scope(scope_));
    for (std::size_t i = 0; i < values.size(); ++i) {
        Symbol& symbol = variable_for(node->names[i]);
        symbol.type = values[i].type;
        place(values[i], symbol.operand);
    }
    auto message = [&](const Node* body) {
        for (std::size_t i = 0; i < body->items.size(); ++i) {
            const Node* part = body->items[i];
            if (part->kind == NodeKind::Text && node->flag) {
                add_text(trim_lines(part->name, i == 0, i + 1 == body->items.size()));
            } else {
                statement(part);
            }
        }
    };
    if (node->second == nullptr || node->third == nullptr) {
        message(node->first);
    } else {
        std::size_t at = 0;
        while (node->items[at] != node->third) {
            ++at;
        }
        flush();
        Step& step = put(Op::JumpCompareFalse, -1, values[at].operand, constant(Value::integer(1)));
        step.a = static_cast<std::uint8_t>(Comparison::Equal);
        std::size_t many = draft_->function->code.size() - 1;
        message(node->first);
        std::size_t end = put_jump(Op::Jump);
        land(many);
        message(node->second);
        land(end);
    }
    scope_ = saved_scope;
}

// ---------------------------------------------------------------- blocks

void Compiler::block_statement(const Node* node) {
    if (!output_ || chain_stack_.empty()) {
        return;  // of a child: shown where the parent places it
    }
    auto [chain, root] = chain_stack_.back();
    inline_block(*chain, root, node->flag ? scope_ : root, node->name, 0, node);
}

void Compiler::inline_block(Chain& chain,
                            Scope* root,
                            Scope* parent,
                            std::string_view name,
                            std::size_t index,
                            const Node* at) {
    const Chain::Definition& definition = chain.blocks[name][index];
    bool running = std::any_of(blocks_.begin(), blocks_.end(), [&](const RunningBlock& b) {
        return b.chain == &chain && b.name == name && b.index == index;
    });
    if (running) {
        fault("templates.E007", at, "block '" + std::string(name) + "' shows itself");
        return;
    }
    auto saved_tree = tree_;
    tree_ = chain.trees[definition.level];
    if (definition.node->other_flag && index == 0) {
        if (options_.checked) {
            fault("templates.E007",
                  definition.node,
                  "required block '" + std::string(name) + "' is not filled");
        }
        put(Op::Fail).text = keep_padded("required block '" + std::string(name) + "' not found");
    }
    auto saved_scope = std::exchange(scope_, new_scope(parent));
    scope_->begins_frame = true;
    int saved_conditions = std::exchange(conditions_, 0);
    bool saved_escape = std::exchange(autoescape_, escapes(tree_->name));
    bool saved_html = std::exchange(html_on_, options_.checked && autoescape_);
    auto saved_loops = std::exchange(loops_, {});
    auto saved_narrowings = std::exchange(narrowings_, {});
    blocks_.push_back({&chain, root, parent, name, index});
    prepare_names(definition.node->second);
    statements(definition.node->second);
    blocks_.pop_back();
    narrowings_ = std::move(saved_narrowings);
    loops_ = std::move(saved_loops);
    autoescape_ = saved_escape;
    html_on_ = saved_html;
    conditions_ = saved_conditions;
    scope_ = saved_scope;
    tree_ = saved_tree;
}

// ---------------------------------------------------------------- includes and imports

void Compiler::include_statement(const Node* node) {
    if (!output_) {
        return;
    }
    std::vector<std::string_view> names;
    if (node->first->kind == NodeKind::Condition && node->first->third != nullptr) {
        include_choice(node);
        return;
    }
    if (!constant_name(node->first, names)) {
        fault("templates.E008", node, "'include' needs a literal name or a list of them");
        return;
    }
    for (std::string_view name : names) {
        if (trees_.exists(name)) {
            if (const Tree* tree = find_tree(name, node)) {
                include_tree(tree, node);
            }
            return;
        }
    }
    if (!node->other_flag) {
        std::string wanted(names.empty() ? std::string_view() : names.front());
        if (options_.checked || names.size() < 2) {
            fault("templates.E008", node, "no template '" + wanted + "'");
        } else {
            put(Op::Fail).text = keep_padded("none of the templates given were found");
        }
    }
}

/// {% include 'a' if x else 'b' %}
void Compiler::include_choice(const Node* node) {
    Node yes = *node;
    Node no = *node;
    yes.first = node->first->second;
    no.first = node->first->third;
    std::vector<std::size_t> otherwise = jump_unless(node->first->first);
    include_statement(&yes);
    std::size_t end = put_jump(Op::Jump);
    land(otherwise);
    include_statement(&no);
    land(end);
}

void Compiler::include_tree(const Tree* tree, const Node* node) {
    if (std::find(includes_.begin(), includes_.end(), tree) != includes_.end()) {
        include_function(tree, node);
        return;
    }
    std::unique_ptr<Chain> chain = link(tree);
    if (chain == nullptr) {
        return;
    }
    includes_.push_back(tree);
    Scope* root = new_scope(node->flag ? scope_ : globals_);
    root->symbols["loop"] =
        new_variable("loop");  // the original hands every local over but this one
    compile_chain(*chain, root);
    includes_.pop_back();
    chains_.push_back(std::move(chain));
}

/// Names that a file and what it includes read: what must be handed over when it becomes a
/// function.
const std::vector<std::string_view>& Compiler::names_of(const Tree* tree) {
    auto found = include_names_.find(tree);
    if (found != include_names_.end()) {
        return found->second;
    }
    include_names_[tree];
    std::set<std::string_view> names;
    walk(tree->body, [&](const Node& n) {
        if (n.kind == NodeKind::Name) {
            names.insert(n.name);
        }
        std::vector<std::string_view> files;
        bool refers = n.kind == NodeKind::Include || n.kind == NodeKind::Extends ||
                      n.kind == NodeKind::Import || n.kind == NodeKind::FromImport;
        if (refers && constant_name(n.first, files)) {
            for (std::string_view file : files) {
                const Tree* other = trees_.exists(file) ? find_tree(file, &n) : nullptr;
                if (other != nullptr) {
                    const auto& more = names_of(other);
                    names.insert(more.begin(), more.end());
                }
            }
        }
    });
    return include_names_[tree] = {names.begin(), names.end()};
}

/// A file that includes itself: a function whose parameters are the names it reads.
void Compiler::include_function(const Tree* tree, const Node* node) {
    const auto& names = names_of(tree);
    Function*& function = include_functions_[tree];
    if (function == nullptr) {
        function = &program_->functions.emplace_back();
        function->name = program_->arena.copy(tree->name);
        Draft draft{.function = function, .outer = draft_, .level = kIncludeLevel};
        auto saved_draft = std::exchange(draft_, &draft);
        auto saved_scope = std::exchange(scope_, new_scope(globals_));
        HtmlState outside = html_;
        for (std::string_view name : names) {
            function->parameters.push_back(name);
            function->has_default.push_back(false);
            scope_->symbols[name] = new_variable(name);
        }
        if (std::unique_ptr<Chain> chain = link(tree)) {
            compile_chain(*chain, new_scope(scope_));
            chains_.push_back(std::move(chain));
        }
        put_with_text(Op::Return);
        html_ = outside;
        scope_ = saved_scope;
        draft_ = saved_draft;
    }
    auto count = static_cast<std::int32_t>(names.size());
    std::int32_t base = temp(count);
    for (std::int32_t i = 0; i < count; ++i) {
        std::string_view name = names[static_cast<std::size_t>(i)];
        const Symbol* symbol = node->flag ? find_symbol(name) : nullptr;
        if (symbol != nullptr) {
            read_symbol(*symbol, base + i);
        } else if (environment_.find_global(name) != nullptr ||
                   environment_.find_function(name) != nullptr) {
            Node as_name{.kind = NodeKind::Name, .name = name};
            read_global(&as_name, base + i);
        } else {
            put(Op::Move, base + i, undefined(name));
        }
    }
    stand_at(node);
    Step& step = put_with_text(Op::CallMacro, 0, 0, base);
    step.pointer = function;
    step.a = 1;
}

void Compiler::import_statement(const Node* node) {
    std::vector<std::string_view> names;
    if (!constant_name(node->first, names) || names.size() != 1) {
        fault("templates.E008", node, "'import' needs a literal name");
        return;
    }
    const Tree* tree = find_tree(names.front(), node);
    Scope* module = tree != nullptr ? import_module(tree, node) : nullptr;
    if (module == nullptr) {
        return;
    }
    if (node->kind == NodeKind::Import) {
        Symbol symbol;
        symbol.kind = Symbol::Kind::Module;
        symbol.module = module;
        symbol.is_imported = true;
        if (conditions_ > 0) {
            symbol = variable_for(node->name);
            symbol.is_imported = true;
            module_value(*module, symbol.operand);
        }
        define(node->name, symbol);
        publish(node->name);
        return;
    }
    for (std::size_t i = 0; i + 1 < node->names.size(); i += 2) {
        import_name(node, *tree, *module, node->names[i], node->names[i + 1]);
    }
}

void Compiler::import_name(const Node* node,
                           const Tree& tree,
                           Scope& module,
                           std::string_view name,
                           std::string_view alias) {
    auto found = module.symbols.find(name);
    bool exported = found != module.symbols.end() && found->second.is_exported(name);
    if (exported && conditions_ == 0) {
        Symbol symbol = found->second;
        symbol.is_imported = true;
        define(alias, symbol);
        return;
    }
    Symbol symbol = variable_for(alias);
    symbol.is_imported = true;
    define(alias, symbol);
    if (exported) {
        read_symbol(found->second, symbol.operand);
        publish(alias);
        return;
    }
    std::vector<std::string_view> known;
    for (const auto& other : module.symbols) {
        known.push_back(other.first);
    }
    if (options_.checked) {
        fault("templates.E008",
              node,
              "'" + tree.name + "' has no '" + std::string(name) + "'" +
                  did_you_mean(find_similar(name, known)));
    }
    place(
        {undefined("the template '" + tree.name + "' does not export '" + std::string(name) + "'"),
         nullptr},
        symbol.operand);
}

/// Runs the file's top level without output. A file that only defines macros runs no step and is
/// shared.
Scope* Compiler::import_module(const Tree* tree, const Node* node) {
    bool shareable = !node->flag && draft_->level == 0;
    if (auto found = modules_.find(tree); shareable && found != modules_.end()) {
        return found->second;
    }
    if (std::find(includes_.begin(), includes_.end(), tree) != includes_.end()) {
        fault("templates.E008", node, "templates import each other in a circle");
        return nullptr;
    }
    std::unique_ptr<Chain> chain = link(tree);
    if (chain == nullptr) {
        return nullptr;
    }
    flush();
    std::size_t before = draft_->function->code.size();
    Scope* module = new_scope(node->flag ? scope_ : globals_);
    bool saved_output = std::exchange(output_, false);
    includes_.push_back(tree);
    compile_chain(*chain, module);
    includes_.pop_back();
    output_ = saved_output;
    chains_.push_back(std::move(chain));
    if (shareable && draft_->function->code.size() == before) {
        modules_[tree] = module;
    }
    return module;
}

}  // namespace carafe::templates
