// Expressions to steps.
#include "carafe/templates/compiler.hpp"
#include "carafe/templates/operations.hpp"

namespace carafe::templates {

namespace {

const Type* type_of_constant(const Value& v) {
    switch (v.kind()) {
        case Kind::Bool:
            return &static_type<bool>();
        case Kind::Int:
            return &static_type<std::int64_t>();
        case Kind::Float:
            return &static_type<double>();
        case Kind::Text:
            return &static_type<std::string>();
        default:
            return nullptr;
    }
}

bool is_true(const Node* node) {
    return node != nullptr && node->kind == NodeKind::Constant && node->constant.is(Kind::Bool) &&
           node->constant.as_integer() != 0;
}

}  // namespace

Ref Compiler::expression(const Node* node, std::int32_t target) {
    std::int32_t saved = draft_->top;
    Ref value = expression_into(node, target);
    if (target != kAny) {
        release(saved);
    }
    return value;
}

Ref Compiler::expression_into(const Node* node, std::int32_t target) {
    stand_at(node);
    switch (node->kind) {
        case NodeKind::Constant:
            return place({constant(node->constant), type_of_constant(node->constant)}, target);
        case NodeKind::Name:
            return read_name(node, target);
        case NodeKind::List:
            return items(node, Op::List, target);
        case NodeKind::Tuple:
            return items(node, Op::Tuple, target);
        case NodeKind::Dict:
            return items(node, Op::Dict, target);
        case NodeKind::Attribute:
            return attribute(node, target);
        case NodeKind::Item:
            return subscript(node, target);
        case NodeKind::Call:
            return call(node, target, false);
        case NodeKind::Filter:
            return filter(node, target);
        case NodeKind::Test:
            return test(node, target);
        case NodeKind::Negate:
        case NodeKind::Plus:
        case NodeKind::Not: {
            Ref operand = expression(node->first);
            target = result(target);
            Op op = node->kind == NodeKind::Negate ? Op::Negate
                    : node->kind == NodeKind::Plus ? Op::Plus
                                                   : Op::Not;
            put(op, target, operand.operand);
            return {target, op == Op::Not ? &static_type<bool>() : operand.type};
        }
        case NodeKind::And:
        case NodeKind::Or:
            return logical(node, target);
        case NodeKind::Binary:
            return binary(node, target);
        case NodeKind::Concat: {
            Ref joined = items(node, Op::Concat, target);
            return {joined.operand, &static_type<std::string>()};
        }
        case NodeKind::Compare:
            return compare(node, target);
        case NodeKind::Condition:
            return condition(node, target);
        default:
            break;
    }
    return {undefined(""), nullptr};
}

/// Values in neighbouring registers, then one step over them.
Ref Compiler::items(const Node* node, Op op, std::int32_t target) {
    target = result(target);
    std::int32_t saved = draft_->top;
    std::int32_t base = temp(static_cast<std::int32_t>(node->items.size()));
    for (std::size_t i = 0; i < node->items.size(); ++i) {
        into(node->items[i], base + static_cast<std::int32_t>(i));
    }
    stand_at(node);
    Step& step = put(op, target, base);
    step.size = static_cast<std::uint16_t>(node->items.size());
    step.a = autoescape_ ? 1 : 0;
    release(saved);
    return {target, nullptr};
}

Ref Compiler::attribute(const Node* node, std::int32_t target) {
    if (node->first->kind == NodeKind::Name) {
        const Symbol* symbol = find_symbol(node->first->name);
        if (symbol != nullptr && symbol->kind == Symbol::Kind::Module) {
            auto found = symbol->module->symbols.find(node->name);
            bool exported =
                found != symbol->module->symbols.end() && found->second.is_exported(node->name);
            if (exported) {
                return read_symbol(found->second, target);
            }
            if (options_.checked) {
                fault("templates.E008",
                      node,
                      "imported template '" + std::string(node->first->name) + "' has no '" +
                          std::string(node->name) + "'");
            }
            return place({undefined(node->name), nullptr}, target);
        }
        if (symbol != nullptr && symbol->is_loop) {
            return loop_attribute(node, *symbol, target);
        }
    }
    Ref object = expression(node->first);
    const Type* type = check_attribute(node, object.type);
    target = result(target);
    stand_at(node);
    put(Op::GetField, target, object.operand, name_index(node->name));
    return {target, type};
}

Ref Compiler::loop_attribute(const Node* node, const Symbol& loop, std::int32_t target) {
    LoopField field = find_loop_field(node->name);
    if (field == LoopField::Unknown) {
        fault_loop_attribute(node);
        return place({undefined(node->name), nullptr}, target);
    }
    Ref state = read_symbol(loop, kAny);
    target = result(target);
    put(Op::LoopGet, target, state.operand, static_cast<std::int32_t>(field));
    bool is_item = field == LoopField::PrevItem || field == LoopField::NextItem;
    bool is_question = field == LoopField::First || field == LoopField::Last;
    return {target,
            is_item       ? loop.type
            : is_question ? &static_type<bool>()
                          : &static_type<std::int64_t>()};
}

Ref Compiler::subscript(const Node* node, std::int32_t target) {
    Ref object = expression(node->first);
    target = result(target);
    std::int32_t saved = draft_->top;
    if (node->second->kind == NodeKind::Slice) {
        std::int32_t base = temp(3);
        for (std::size_t i = 0; i < 3; ++i) {
            auto part = base + static_cast<std::int32_t>(i);
            if (node->second->items[i] != nullptr) {
                into(node->second->items[i], part);
            } else {
                put(Op::Move, part, constant(Value::none()));
            }
        }
        put(Op::GetSlice, target, object.operand, base);
        release(saved);
        return {target, object.type};
    }
    const Node* key = node->second;
    if (key->is_text_constant() && object.type != nullptr && object.type->kind == Kind::Object &&
        object.type->lookup == nullptr) {
        Node as_attribute = *node;
        as_attribute.name = key->constant.as_text();
        const Type* type = check_attribute(&as_attribute, object.type);
        put(Op::GetField, target, object.operand, name_index(as_attribute.name));
        return {target, type};
    }
    Ref index = expression(key);
    stand_at(node);
    put(Op::GetItem, target, object.operand, index.operand);
    release(saved);
    bool is_list = object.type != nullptr && object.type->kind == Kind::Sequence &&
                   index.type != nullptr && index.type->kind == Kind::Int;
    return {target, is_list ? &object.type->inner() : nullptr};
}

namespace {

Operator find_operator(std::string_view name) {
    static constexpr std::string_view kNames[] = {"+", "-", "*", "/", "//", "%", "**"};
    return static_cast<Operator>(std::find(std::begin(kNames), std::end(kNames), name) -
                                 std::begin(kNames));
}

Comparison find_comparison(std::string_view name) {
    static constexpr std::string_view kNames[] = {"==", "!=", "<", "<=", ">", ">=", "in", "not in"};
    return static_cast<Comparison>(std::find(std::begin(kNames), std::end(kNames), name) -
                                   std::begin(kNames));
}

const Type* arithmetic_type(Operator op, const Type* a, const Type* b) {
    if (a == nullptr || b == nullptr || a->is_optional || b->is_optional) {
        return nullptr;
    }
    if (a->kind == Kind::Int && b->kind == Kind::Int) {
        return op == Operator::Divide  ? &static_type<double>()
               : op == Operator::Power ? nullptr
                                       : a;
    }
    bool both_text = a->kind == Kind::Text && b->kind == Kind::Text && op == Operator::Add;
    bool both_money = a->kind == Kind::Money && b->kind == Kind::Money;
    return both_text ? &static_type<std::string>() : both_money ? a : nullptr;
}

}  // namespace

Ref Compiler::binary(const Node* node, std::int32_t target) {
    target = result(target);
    std::int32_t saved = draft_->top;
    Ref left = expression(node->first);
    Ref right = expression(node->second);
    Operator op = find_operator(node->name);
    stand_at(node);
    put(Op::Arithmetic, target, left.operand, right.operand).a = static_cast<std::uint8_t>(op);
    release(saved);
    return {target, arithmetic_type(op, left.type, right.type)};
}

/// a < b < c: b once, and no later part when an earlier comparison fails.
Ref Compiler::compare(const Node* node, std::int32_t target) {
    target = result(target);
    std::int32_t saved = draft_->top;
    std::vector<std::size_t> ends;
    Ref left = expression(node->items[0]);
    for (std::size_t i = 0; i < node->names.size(); ++i) {
        if (i > 0) {
            ends.push_back(put_jump(Op::JumpFalse, target));
        }
        Ref right = expression(node->items[i + 1]);
        Comparison comparison = find_comparison(node->names[i]);
        check_comparison(node, comparison, left, right, node->items[i], node->items[i + 1]);
        stand_at(node);
        put(Op::Compare, target, left.operand, right.operand).a =
            static_cast<std::uint8_t>(comparison);
        left = right;
    }
    land(ends);
    release(saved);
    return {target, &static_type<bool>()};
}

Ref Compiler::logical(const Node* node, std::int32_t target) {
    target = result(target);
    std::size_t narrowed = narrowings_.size();
    Ref left = expression(node->first, target);
    std::size_t skip = put_jump(node->kind == NodeKind::And ? Op::JumpFalse : Op::JumpTrue, target);
    narrow(node->first, node->kind == NodeKind::And);
    Ref right = expression(node->second, target);
    narrowings_.resize(narrowed);
    land(skip);
    return {target, left.type == right.type ? left.type : nullptr};
}

Ref Compiler::condition(const Node* node, std::int32_t target) {
    target = result(target);
    std::size_t narrowed = narrowings_.size();
    std::vector<std::size_t> otherwise = jump_unless(node->first);
    narrow(node->first, true);
    Ref yes = expression(node->second, target);
    narrowings_.resize(narrowed);
    std::size_t end = put_jump(Op::Jump);
    land(otherwise);
    Ref no{undefined("the inline if-expression evaluated to false and no else section was defined"),
           nullptr};
    narrow(node->first, false);
    no = node->third != nullptr ? expression(node->third, target) : place(no, target);
    narrowings_.resize(narrowed);
    land(end);
    return {target, yes.type == no.type ? yes.type : nullptr};
}

// ---------------------------------------------------------------- branches

std::vector<std::size_t> Compiler::jump_unless(const Node* node) {
    stand_at(node);
    std::int32_t saved = draft_->top;
    std::vector<std::size_t> jumps;
    if (node->kind == NodeKind::Not) {
        return jump_if(node->first);
    }
    if (node->kind == NodeKind::And) {
        jumps = jump_unless(node->first);
        std::size_t narrowed = narrowings_.size();
        narrow(node->first, true);
        std::vector<std::size_t> more = jump_unless(node->second);
        narrowings_.resize(narrowed);
        jumps.insert(jumps.end(), more.begin(), more.end());
        return jumps;
    }
    if (node->kind == NodeKind::Or) {
        std::vector<std::size_t> yes = jump_if(node->first);
        jumps = jump_unless(node->second);
        land(yes);
        return jumps;
    }
    if (node->kind == NodeKind::Compare && node->names.size() == 1) {
        Ref left = expression(node->items[0]);
        Ref right = expression(node->items[1]);
        Comparison comparison = find_comparison(node->names[0]);
        check_comparison(node, comparison, left, right, node->items[0], node->items[1]);
        stand_at(node);
        Step& step = put_with_text(Op::JumpCompareFalse, -1, left.operand, right.operand);
        step.a = static_cast<std::uint8_t>(comparison);
        release(saved);
        return {draft_->function->code.size() - 1};
    }
    Ref value = expression(node);
    auto& code = draft_->function->code;
    bool field = !code.empty() && code.back().op == Op::GetField &&
                 code.back().x == value.operand && value.operand >= saved &&
                 node->kind == NodeKind::Attribute;
    if (field) {  // the value was made for this branch only
        Step read = code.back();
        code.pop_back();
        draft_->function->places.pop_back();
        put_with_text(Op::JumpFieldFalse, read.z, read.y, -1);
        release(saved);
        return {code.size() - 1};
    }
    jumps.push_back(put_jump(Op::JumpFalse, value.operand));
    release(saved);
    return jumps;
}

std::vector<std::size_t> Compiler::jump_if(const Node* node) {
    stand_at(node);
    if (node->kind == NodeKind::Not) {
        return jump_unless(node->first);
    }
    if (node->kind == NodeKind::Or) {
        std::vector<std::size_t> jumps = jump_if(node->first);
        std::vector<std::size_t> more = jump_if(node->second);
        jumps.insert(jumps.end(), more.begin(), more.end());
        return jumps;
    }
    std::int32_t saved = draft_->top;
    Ref value = expression(node);
    std::size_t jump = put_jump(Op::JumpTrue, value.operand);
    release(saved);
    return {jump};
}

// ---------------------------------------------------------------- filters and tests

Ref Compiler::filter(const Node* node, std::int32_t target) {
    Ref done;
    if (prepared_filter(node, target, done)) {
        return done;
    }
    return filter_over(node, nullptr, nullptr, target);
}

/// Filters that have steps of their own.
bool Compiler::prepared_filter(const Node* node, std::int32_t target, Ref& done) {
    if (node->first == nullptr || node->second != nullptr || node->third != nullptr) {
        return false;
    }
    if (node->name == "default" || node->name == "d") {
        bool plain = node->names.empty() && node->items.size() <= 2 &&
                     (node->items.size() < 2 || node->items[1]->kind == NodeKind::Constant);
        if (plain) {
            done = default_filter(node, target);
        }
        return plain;
    }
    if (node->name == "upper" && node->items.empty()) {
        Ref value = expression(node->first);
        check_filter(node, value.type);
        target = result(target);
        put(Op::Upper, target, value.operand);
        done = {target, &static_type<std::string>()};
        return true;
    }
    if (node->name == "label" && node->items.empty()) {
        Ref value = expression(node->first);
        target = result(target);
        if (value.type != nullptr && value.type->enumerators != nullptr) {
            put(Op::Label, target, value.operand).pointer = value.type;
        } else {
            put(Op::Move, target, value.operand);
        }
        done = {target, &static_type<std::string>()};
        return true;
    }
    if (node->name == "format" && node->first->is_text_constant() && node->items.size() == 1 &&
        node->names.empty()) {
        std::string_view pattern = node->first->constant.as_text();
        bool is_fixed = pattern.size() == 4 && pattern.starts_with("%.") && pattern[2] >= '0' &&
                        pattern[2] <= '9' && pattern[3] == 'f';
        if (is_fixed) {
            Ref value = expression(node->items[0]);
            target = result(target);
            put(Op::Fixed, target, value.operand).a = static_cast<std::uint8_t>(pattern[2] - '0');
            done = {target, &static_type<std::string>()};
        }
        return is_fixed;
    }
    return false;
}

/// A jump instead of a call: the second value is only made when it is needed.
Ref Compiler::default_filter(const Node* node, std::int32_t target) {
    target = result(target);
    bool or_empty = node->items.size() == 2 && is_true(node->items[1]);
    ++allow_unknown_;
    Ref value = expression(node->first, target);
    --allow_unknown_;
    std::size_t skip;
    if (or_empty) {
        skip = put_jump(Op::JumpTrue, target);
        last_step().a = 1;  // undefined is false here, in strict mode too
    } else {
        skip = put_jump(Op::JumpDefined, target);
    }
    Ref otherwise;
    if (node->items.empty()) {
        otherwise = place({constant(Value::text("")), &static_type<std::string>()}, target);
    } else {
        otherwise = expression(node->items[0], target);
    }
    land(skip);
    return {target,
            or_empty                       ? behind_optional(value.type, otherwise.type)
            : value.type == otherwise.type ? value.type
                                           : nullptr};
}

/// @param input  where the filtered value is already; null when node->first is to be computed.
Ref Compiler::filter_over(const Node* node,
                          const std::int32_t* input,
                          const Type* input_type,
                          std::int32_t target) {
    const Registered* found = environment_.find_filter(node->name);
    if (found == nullptr) {
        unknown_callable("filter", node, environment_.suggest_filter(node->name));
        return place({undefined(node->name), nullptr}, target);
    }
    check_safe(node);
    if (node->first != nullptr && node->first->kind == NodeKind::Filter && input != nullptr) {
        Ref inner = filter_over(node->first, input, input_type, kAny);
        return apply(Op::Filter, *found, node, &inner.operand, nullptr, target);
    }
    if (node->first == nullptr) {
        return apply(Op::Filter, *found, node, input, nullptr, target);
    }
    return apply(Op::Filter, *found, node, nullptr, node->first, target);
}

Ref Compiler::test(const Node* node, std::int32_t target) {
    const Registered* found = environment_.find_test(node->name);
    if (found == nullptr) {
        unknown_callable("test", node, environment_.suggest_test(node->name));
        return place({constant(Value::boolean(false)), &static_type<bool>()}, target);
    }
    bool asks_existence = node->name == "defined" || node->name == "undefined";
    allow_unknown_ += asks_existence ? 1 : 0;
    Ref tested = apply(Op::Test, *found, node, nullptr, node->first, target);
    allow_unknown_ -= asks_existence ? 1 : 0;
    return {tested.operand, &static_type<bool>()};
}

/// A filter or test over `input` or `input_node`, its arguments put in the order of its signature.
Ref Compiler::apply(Op op,
                    const Registered& callable,
                    const Node* node,
                    const std::int32_t* input,
                    const Node* input_node,
                    std::int32_t target) {
    target = result(target);
    std::int32_t saved = draft_->top;
    const Signature& signature = callable.signature;
    bool dynamic = node->second != nullptr || node->third != nullptr || signature.takes_names;
    Ref first;
    CallSite site;
    std::int32_t base;
    std::size_t count;
    if (dynamic) {
        count = 1 + count_arguments(node, nullptr);
        base = temp(static_cast<std::int32_t>(count));
        first = input != nullptr ? place({*input, nullptr}, base) : expression(input_node, base);
        fill_arguments(node, base + 1, site, nullptr);
        site.positional += 1;
    } else {
        std::size_t positional = node->items.size() - node->names.size();
        count = 1 + std::max(signature.names.size(), positional);
        base = temp(static_cast<std::int32_t>(count));
        first = input != nullptr ? place({*input, nullptr}, base) : expression(input_node, base);
        arrange_arguments(callable, node, base + 1, op == Op::Test ? "test" : "filter");
    }
    check_filter(node, first.type);
    stand_at(node);
    int site_at = dynamic ? site_index(std::move(site)) : -1;
    Step& step = put(op, target, base, site_at);
    step.size = static_cast<std::uint16_t>(count);
    step.pointer = &callable;
    step.a = autoescape_ ? 1 : 0;
    release(saved);
    return {target, filter_type(callable, first.type)};
}

/// Arguments known by position or name go to their parameters' registers, the others are marked
/// missing.
void Compiler::arrange_arguments(const Registered& callable,
                                 const Node* node,
                                 std::int32_t base,
                                 std::string_view what) {
    const Signature& signature = callable.signature;
    std::size_t positional = node->items.size() - node->names.size();
    std::vector<bool> given(std::max(signature.names.size(), positional), false);
    std::string name = std::string(what) + " '" + std::string(callable.name) + "'";
    if (positional > signature.names.size() && !signature.takes_rest) {
        std::size_t takes = signature.names.size();
        fault_arguments(node,
                        name + " takes " +
                            (takes == 0   ? "no argument"
                             : takes == 1 ? "one argument"
                                          : std::to_string(takes) + " arguments") +
                            ", " + std::to_string(positional) + " given");
    }
    for (std::size_t i = 0; i < positional; ++i) {
        into(node->items[i], base + static_cast<std::int32_t>(i));
        given[i] = true;
    }
    for (std::size_t i = 0; i < node->names.size(); ++i) {
        int at = signature.find(node->names[i]);
        if (at < 0) {
            fault_arguments(node,
                            name + " has no parameter '" + std::string(node->names[i]) + "'" +
                                did_you_mean(find_similar(node->names[i], signature.names)));
            continue;
        }
        into(node->items[positional + i], base + at);
        given[static_cast<std::size_t>(at)] = true;
    }
    for (std::size_t i = 0; i < given.size(); ++i) {
        if (given[i]) {
            continue;
        }
        if (i < signature.required) {
            fault_arguments(node, name + " needs '" + std::string(signature.names[i]) + "'");
        }
        put(Op::Move, base + static_cast<std::int32_t>(i), missing());
    }
}

std::int32_t Compiler::missing() {
    if (missing_slot_ == 0) {
        missing_slot_ = new_slot(Value::missing());
    }
    return missing_slot_;
}

}  // namespace carafe::templates
