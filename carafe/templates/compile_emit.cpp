// Steps, registers, slots and texts: the only place that writes into a Function.
#include "carafe/templates/compiler.hpp"

#include <climits>

namespace carafe::templates {

namespace {

const char kBlank[Buffer::kPadding] = {};

}  // namespace

void Compiler::stand_at(const Node* node) {
    line_ = node->line;
    column_ = node->column;
}

Step& Compiler::put(Op op, std::int32_t x, std::int32_t y, std::int32_t z) {
    Function& function = *draft_->function;
    std::uint32_t file = 0;
    if (tree_ != nullptr) {
        auto found = std::find(program_->files.begin(), program_->files.end(), tree_->name);
        file = static_cast<std::uint32_t>(found - program_->files.begin());
        if (found == program_->files.end()) {
            program_->files.push_back(tree_->name);
        }
    }
    function.places.push_back({file, line_, column_});
    return function.code.emplace_back(Step{.op = op, .x = x, .y = y, .z = z, .text = kBlank});
}

/// Text waiting to be written goes into the step that prints next.
Step& Compiler::put_output(
    Op op, std::int32_t x, std::int32_t y, std::int32_t z, EmitMode emit_mode) {
    Step& step = put_with_text(op, x, y, z);
    step.a = static_cast<std::uint8_t>(emit_mode);
    return step;
}

/// A step that writes the waiting text itself.
Step& Compiler::put_with_text(Op op, std::int32_t x, std::int32_t y, std::int32_t z) {
    if (draft_->text.size() > UINT16_MAX) {
        flush();
    }
    const char* kept = draft_->text.empty() ? kBlank : keep_padded(draft_->text);
    auto size = static_cast<std::uint16_t>(draft_->text.size());
    draft_->text.clear();
    Step& step = put(op, x, y, z);
    step.text = kept;
    step.size = size;
    return step;
}

const char* Compiler::keep_padded(std::string_view text) {
    char* kept = static_cast<char*>(program_->arena.allocate(text.size() + Buffer::kPadding));
    std::memcpy(kept, text.data(), text.size());
    std::memset(kept + text.size(), 0, Buffer::kPadding);
    return kept;
}

void Compiler::add_text(std::string_view text) {
    if (output_) {
        draft_->text += text;
        html_text(text);
    }
}

void Compiler::flush() {
    if (draft_->text.empty()) {
        return;
    }
    const char* kept = keep_padded(draft_->text);
    auto size = static_cast<std::int32_t>(draft_->text.size());
    draft_->text.clear();
    put(Op::Text, size).text = kept;
}

std::size_t Compiler::put_jump(Op op, std::int32_t x, std::int32_t y) {
    bool takes_text = op == Op::Jump || op == Op::JumpFalse || op == Op::JumpTrue;
    if (takes_text) {
        put_with_text(op, x, y, -1);
    } else {
        flush();
        put(op, x, y, -1);
    }
    return draft_->function->code.size() - 1;
}

std::int32_t Compiler::here() {
    flush();
    return static_cast<std::int32_t>(draft_->function->code.size());
}

void Compiler::set_target(std::size_t jump, std::int32_t target) {
    Step& step = draft_->function->code[jump];
    (step.op == Op::JumpCompareFalse ? step.x : step.z) = target;
}

void Compiler::land(std::size_t jump) {
    set_target(jump, here());
}

void Compiler::land(const std::vector<std::size_t>& jumps) {
    for (std::size_t jump : jumps) {
        land(jump);
    }
}

std::int32_t Compiler::temp(std::int32_t count) {
    std::int32_t first = draft_->top;
    draft_->top += count;
    auto& size = draft_->function->frame_size;
    size = std::max(size, static_cast<std::uint32_t>(draft_->top));
    return first;
}

std::int32_t Compiler::new_slot(const Value& initial) {
    slots_.push_back(initial);
    return -static_cast<std::int32_t>(slots_.size());
}

std::int32_t Compiler::constant(const Value& value) {
    if (value.is(Kind::Text) && !value.is_markup()) {
        auto found = text_constants_.find(value.as_text());
        if (found == text_constants_.end()) {
            std::int32_t slot = new_slot(Value::text(program_->arena.copy(value.as_text())));
            found = text_constants_.emplace(value.as_text(), slot).first;
        }
        return found->second;
    }
    if (value.is(Kind::Int)) {
        auto found = integer_constants_.find(value.as_integer());
        if (found == integer_constants_.end()) {
            found = integer_constants_.emplace(value.as_integer(), new_slot(value)).first;
        }
        return found->second;
    }
    return new_slot(value);
}

std::int32_t Compiler::undefined(std::string_view name) {
    return new_slot(Value::undefined(program_->arena.copy(name)));
}

std::int32_t Compiler::name_index(std::string_view name) {
    auto found = names_.find(name);
    if (found == names_.end()) {
        std::string_view kept = program_->arena.copy(name);
        found = names_.emplace(kept, static_cast<std::int32_t>(program_->names.size())).first;
        program_->names.push_back(kept);
    }
    return found->second;
}

int Compiler::site_index(CallSite site) {
    site.autoescape = autoescape_;
    site.mode = mode();
    program_->sites.push_back(std::move(site));
    return static_cast<int>(program_->sites.size()) - 1;
}

/// A place for a named value: a slot in the page itself, so that macros see it from everywhere;
/// else a register that is never used for something else.
Symbol Compiler::new_variable(std::string_view name, const Type* type) {
    Symbol symbol;
    symbol.level = draft_->level;
    symbol.type = type;
    symbol.operand = draft_->level == 0 ? undefined(name) : temp();
    draft_->floor = draft_->level == 0 ? draft_->floor : draft_->top;
    return symbol;
}

}  // namespace carafe::templates
