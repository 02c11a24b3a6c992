// Long because an interpreter's loop is one function. Steps jump from one to the next (computed
// goto, a GNU extension); other compilers, and tests that define CARAFE_TEMPLATES_SWITCH, get the
// same steps in a switch.
#include "carafe/templates/run.hpp"

#include "carafe/templates/escape.hpp"
#include "carafe/templates/functions.hpp"
#include "carafe/templates/operations.hpp"
#include "carafe/templates/unicode.hpp"

#include <charconv>

namespace carafe::templates {

struct Frame {
    const Step* back = nullptr;  ///< the step that called
    const Function* function = nullptr;
    Value* registers = nullptr;
    const Closure* closure = nullptr;  ///< what was called, when it was a value
    std::uint64_t serial = 0;          ///< no two frames of a render have the same
    std::uint32_t parent = 0;          ///< index of the frame whose variables are seen
    std::int32_t target = 0;           ///< register of the caller that gets the captured text
    std::size_t capture = 0;  ///< where it begins in the buffer; kPrinted when it is no value
    bool autoescape = true;
};

namespace {

constexpr std::size_t kPrinted = SIZE_MAX;
constexpr std::size_t kMostFrames = 256;
constexpr std::size_t kMostCaptures = 256;

/// Everything of a render that steps need besides the registers at hand.
struct Machine {
    Machine(const Program& p,
            const Environment& environment,
            const RenderInput& input,
            RenderSpace& s,
            Buffer& output)
        : program(p),
          space(s),
          runtime(s.arena, input.request, environment, output, s.scratch),
          out(output) {
        runtime.undefined = input.undefined;
        runtime.limits = input.limits;
        output_limit = output.size() + input.limits.output;
    }

    const Program& program;
    RenderSpace& space;
    Runtime runtime;
    Buffer& out;
    std::size_t output_limit;
    std::uint64_t serial = 0;
    std::size_t depth = 0;
    std::size_t captures[kMostCaptures];
    std::size_t capture_count = 0;

    Frame& frame() { return space.frames[depth]; }

    void check_limits() {
        runtime.spend(1);
        if (out.size() > output_limit) [[unlikely]] {
            CallContext::fail("the page is too long: more than " +
                              std::to_string(runtime.limits.output) + " bytes");
        }
        if (space.arena.capacity() > runtime.limits.memory) [[unlikely]] {
            CallContext::fail("the page needs too much memory");
        }
    }

    Frame& enter(const Function& function, Value* registers, const Step* back) {
        check_limits();
        if (depth + 1 >= std::min(runtime.limits.depth, kMostFrames)) [[unlikely]] {
            CallContext::fail("called too deeply: more than " +
                              std::to_string(runtime.limits.depth) + " levels");
        }
        if (registers + function.frame_size > space.stack.get() + RenderSpace::kStackSize)
            [[unlikely]] {
            CallContext::fail("called too deeply: the stack is full");
        }
        Frame& entered = space.frames[++depth];
        entered.back = back;
        entered.function = &function;
        entered.registers = registers;
        entered.closure = nullptr;
        entered.serial = ++serial;
        entered.parent = 0;
        return entered;
    }

    void set_result(Frame& entered, const Step& step, bool print, bool autoescape) {
        entered.target = step.x;
        entered.capture = print ? kPrinted : out.size();
        entered.autoescape = autoescape;
    }
};

// ---------------------------------------------------------------- output

inline void emit_mode(Machine& m, const Value& v, EmitMode mode) {
    if (mode == EmitMode::Url) [[unlikely]] {
        std::string_view url = to_text(m.runtime, v);
        if (!is_safe_url(url)) {
            m.out.add("#blocked");
            return;
        }
    }
    bool escaping = mode != EmitMode::Raw;
    if (v.is(Kind::Text)) [[likely]] {
        if (escaping && !v.is_markup()) {
            escape(m.out, v.as_text());
        } else {
            m.out.add(v.as_text());
        }
    } else if (v.is(Kind::Int)) {
        print_integer(m.out, v.as_integer());
    } else {
        m.runtime.autoescape = escaping;
        emit(m.runtime, m.out, v, escaping);
    }
}

/// The field named by a step, which remembers the last one found: one comparison when the type is
/// the same again.
inline const Field* find_field(const Step& step, const Type& type, std::string_view name) {
    std::atomic_ref<const void*> cache(step.pointer);
    const auto* field = static_cast<const Field*>(cache.load(std::memory_order_relaxed));
    if (field != nullptr && field->owner == &type) [[likely]] {
        return field;
    }
    field = type.find_field(name);
    if (field != nullptr) {
        cache.store(field, std::memory_order_relaxed);
    }
    return field;
}

inline Value read_field(Machine& m, const Step& step, const Value& object, std::string_view name) {
    if (object.is(Kind::Object)) [[likely]] {
        if (const Field* field = find_field(step, object.type(), name)) [[likely]] {
            return field->read(object.address());
        }
    }
    return attribute(m.runtime, object, name);
}

inline void emit_field(Machine& m, const Step& step, const Value& object, std::string_view name) {
    auto mode = static_cast<EmitMode>(step.a);
    if (object.is(Kind::Object) && mode == EmitMode::Escape) [[likely]] {
        if (const Field* field = find_field(step, object.type(), name)) [[likely]] {
            const char* member = static_cast<const char*>(object.address()) + field->offset;
            if (field->access == Access::String) {
                escape(m.out, *reinterpret_cast<const std::string*>(member));
                return;
            }
            if (field->access == Access::Int64) {
                print_integer(m.out, *reinterpret_cast<const std::int64_t*>(member));
                return;
            }
        }
    }
    emit_mode(m, read_field(m, step, object, name), mode);
}

inline bool is_true(Machine& m, const Value& v) {
    return v.is(Kind::Bool) ? v.as_integer() != 0 : truth(m.runtime, v);
}

bool holds_slowly(Machine& m, Comparison comparison, const Value& a, const Value& b);

[[gnu::always_inline]] inline bool holds(Machine& m,
                                         Comparison comparison,
                                         const Value& a,
                                         const Value& b) {
    if (a.is(Kind::Int) && b.is(Kind::Int)) [[likely]] {
        switch (comparison) {
            case Comparison::Equal:
                return a.as_integer() == b.as_integer();
            case Comparison::Unequal:
                return a.as_integer() != b.as_integer();
            case Comparison::Less:
                return a.as_integer() < b.as_integer();
            case Comparison::LessEqual:
                return a.as_integer() <= b.as_integer();
            case Comparison::Greater:
                return a.as_integer() > b.as_integer();
            case Comparison::GreaterEqual:
                return a.as_integer() >= b.as_integer();
            default:
                break;
        }
    }
    return holds_slowly(m, comparison, a, b);
}

bool holds_slowly(Machine& m, Comparison comparison, const Value& a, const Value& b) {
    bool membership = comparison == Comparison::In || comparison == Comparison::NotIn;
    if (m.runtime.is_strict() && (a.is_undefined() || b.is_undefined())) {
        bool in_nothing = membership && is_iterable(b) && !b.is_undefined() && !truth(m.runtime, b);
        if (!in_nothing) {
            truth(m.runtime, a.is_undefined() ? a : b);
        }
    }
    switch (comparison) {
        case Comparison::Equal:
            return equals(a, b);
        case Comparison::Unequal:
            return !equals(a, b);
        case Comparison::Less:
            return compare(a, b) < 0;
        case Comparison::LessEqual:
            return compare(a, b) <= 0;
        case Comparison::Greater:
            return compare(a, b) > 0;
        case Comparison::GreaterEqual:
            return compare(a, b) >= 0;
        case Comparison::In:
            return contains(m.runtime, b, a);
        case Comparison::NotIn:
            break;
    }
    return !contains(m.runtime, b, a);
}

// ---------------------------------------------------------------- calls

/// Spreads *args and **kwargs of a call into plain arguments.
Args spread(Machine& m, const CallSite& site, std::span<const Value> given) {
    std::size_t plain = site.positional + site.names.size();
    if (!site.has_rest && !site.has_names) {
        return {given.first(plain), site.names};
    }
    std::vector<Value> values(given.begin(), given.begin() + site.positional);
    std::vector<std::string_view> names(site.names);
    std::size_t at = plain;
    if (site.has_rest) {
        auto more = items_of(m.runtime, given[at++]);
        values.insert(values.end(), more.begin(), more.end());
    }
    values.insert(values.end(),
                  given.begin() + site.positional,
                  given.begin() + static_cast<std::ptrdiff_t>(plain));
    if (site.has_names) {
        if (!given[at].is(Kind::Dict)) {
            CallContext::fail("** wants a dict, not " + kind_name(given[at]));
        }
        for (const auto& entry : given[at].entries().view()) {
            names.push_back(to_text(m.runtime, entry.key));
            values.push_back(entry.value);
        }
    }
    Arena& arena = m.space.arena;
    auto* kept_names = arena.make_array<std::string_view>(names.size());
    std::copy(names.begin(), names.end(), kept_names);
    auto* kept_values = arena.make_array<Value>(values.size());
    std::copy(values.begin(), values.end(), kept_values);
    return {{kept_values, values.size()}, {kept_names, names.size()}};
}

std::string macro_name(const Function& function) {
    return "macro '" + std::string(function.name) + "'";
}

/// Puts arguments into the registers of a macro called as a value.
void bind(Machine& m, const Function& function, Value* registers, Args arguments) {
    std::size_t count = function.parameters.size();
    auto positional = arguments.positional();
    for (std::size_t i = 0; i < count; ++i) {
        bool given = i < positional.size();
        registers[i] = given                     ? positional[i]
                       : function.has_default[i] ? Value::missing()
                                                 : Value::undefined(function.parameters[i]);
    }
    if (positional.size() > count && function.varargs < 0) {
        CallContext::fail(macro_name(function) + " takes not more than " + std::to_string(count) +
                          " argument(s)");
    }
    if (function.varargs >= 0) {
        registers[function.varargs] =
            m.runtime.tuple(positional.subspan(std::min(count, positional.size())));
    }
    if (function.caller >= 0) {
        registers[function.caller] = Value::undefined("caller");
    }
    DictData* free_names = function.kwargs >= 0 ? m.space.arena.make<DictData>() : nullptr;
    for (std::size_t i = 0; i < arguments.names.size(); ++i) {
        std::string_view name = arguments.names[i];
        const Value& value = arguments.values[positional.size() + i];
        auto at = static_cast<std::size_t>(
            std::find(function.parameters.begin(), function.parameters.end(), name) -
            function.parameters.begin());
        if (at < count) {
            if (at < positional.size()) {
                CallContext::fail(macro_name(function) + " got '" + std::string(name) + "' twice");
            }
            registers[at] = value;
        } else if (name == "caller" && function.caller >= 0) {
            registers[function.caller] = value;
        } else if (free_names != nullptr) {
            set_entry(m.space.arena, *free_names, Value::text(name), value);
        } else {
            CallContext::fail(macro_name(function) + " takes no keyword argument '" +
                              std::string(name) + "'");
        }
    }
    if (free_names != nullptr) {
        registers[function.kwargs] = Value::dict(free_names);
    }
}

/// Enters a macro that is a value.
void enter_closure(Machine& m, const Closure& closure, Args arguments, const Step* back) {
    const Frame& running = m.frame();
    Value* registers = running.registers + running.function->frame_size;
    std::uint32_t parent = closure.frame_depth;
    bool gone = closure.function->sees_frame &&
                (parent > m.depth || m.space.frames[parent].serial != closure.frame_serial);
    if (gone) {
        CallContext::fail(macro_name(*closure.function) +
                          " is called after the place it was written in has ended");
    }
    Frame& entered = m.enter(*closure.function, registers, back);
    entered.closure = &closure;
    entered.parent = parent;
    bind(m, *closure.function, registers, arguments);
}

Value call_registered(Machine& m, const Registered& callable, Args arguments, bool autoescape) {
    Arranged arranged = arrange(callable, arguments, 0);
    m.runtime.set_user(callable.user);
    m.runtime.autoescape = autoescape;
    return callable.function(m.runtime, arranged.args());
}

const LoopState& loop_of(const Value& v) {
    return *static_cast<const LoopState*>(v.address());
}

/// Calls `callee`. @return false when a frame was entered and the value comes at its end.
bool call_value(Machine& m,
                const Value& callee,
                const CallSite& site,
                Args arguments,
                const Step* back,
                Value& value) {
    if (callee.is(Kind::Engine)) {
        switch (static_cast<EngineKind>(callee.what())) {
            case EngineKind::Macro:
                enter_closure(m, *static_cast<const Closure*>(callee.address()), arguments, back);
                return false;
            case EngineKind::Loop: {
                const LoopState& loop = loop_of(callee);
                if (loop.recursion == nullptr) {
                    CallContext::fail("the loop must have the 'recursive' marker to be called");
                }
                const Value values[] = {arguments.get(0, "iterable"),
                                        Value::integer(loop.depth0 + std::int64_t{1})};
                enter_closure(m, *loop.recursion, {values, {}}, back);
                return false;
            }
            case EngineKind::Function:
                value = call_registered(m,
                                        *static_cast<const Registered*>(callee.address()),
                                        arguments,
                                        site.autoescape);
                return true;
            case EngineKind::Joiner:
                value = call_joiner(callee);
                return true;
            default:
                break;
        }
    }
    m.runtime.autoescape = site.autoescape;
    if (callee.is(Kind::BoundMethod)) {
        value = callee.method().invoke(m.runtime, callee.address(), callee.method(), arguments);
        return true;
    }
    if (callee.is(Kind::Object) && callee.type().call != nullptr) {
        value = callee.type().call(m.runtime, callee.address(), arguments);
        return true;
    }
    std::string name(site.name);
    if (callee.is_undefined()) {
        CallContext::fail("'" + (name.empty() ? std::string(callee.as_text()) : name) +
                          "' is undefined");
    }
    CallContext::fail((name.empty() ? "a value" : "'" + name + "'") + " is " + kind_name(callee) +
                      " and cannot be called");
}

/// Calls `object.name(...)`: a method, or what the attribute is when that can be called.
bool call_named(Machine& m,
                const Value& object,
                const CallSite& site,
                Args arguments,
                const Step* back,
                Value& value) {
    if (object.is_undefined()) {
        attribute(m.runtime, object, site.name);  // says what is undefined
    }
    m.runtime.autoescape = site.autoescape;
    bool is_namespace = is_engine(object, EngineKind::Namespace);
    if (object.is(Kind::Object)) {
        if (const Field* field = object.type().find_field(site.name)) {
            return call_value(m, field->read(object.address()), site, arguments, back, value);
        }
    }
    if (!is_namespace) {
        value = call_method(m.runtime, object, site.name, arguments);
        if (!value.is_missing()) {
            return true;
        }
    }
    Value callee = attribute(m.runtime, object, site.name);
    if (callee.is_undefined()) {
        CallContext::fail(kind_name(object) + " has no method '" + std::string(site.name) + "'");
    }
    return call_value(m, callee, site, arguments, back, value);
}

Value call_prepared(Machine& m, const Step& step, Value* values, std::size_t skip) {
    const auto& callable = *static_cast<const Registered*>(step.pointer);
    m.runtime.set_user(callable.user);
    m.runtime.autoescape = step.a != 0;
    if (step.z < 0) {
        return callable.function(m.runtime, {{values, step.size}, {}});
    }
    const CallSite& site = m.program.sites[static_cast<std::size_t>(step.z)];
    Arranged arranged = arrange(callable, spread(m, site, {values, step.size}), skip);
    m.runtime.set_user(callable.user);
    return callable.function(m.runtime, arranged.args());
}

// ---------------------------------------------------------------- single steps that need room

Value make_list(Machine& m, const Step& step, const Value* items) {
    Value list = m.runtime.list({items, step.size});
    return step.op == Op::Tuple ? Value::tuple(&list.items()) : list;
}

Value make_dict(Machine& m, const Step& step, const Value* items) {
    auto* dict = m.space.arena.make<DictData>();
    for (std::size_t i = 0; i + 1 < step.size; i += 2) {
        set_entry(m.space.arena, *dict, items[i], items[i + 1]);
    }
    return Value::dict(dict);
}

Value make_macro(Machine& m, const Step& step) {
    auto* closure = m.space.arena.make<Closure>();
    closure->function = static_cast<const Function*>(step.pointer);
    closure->frame = m.frame().registers;
    closure->frame_depth = static_cast<std::uint32_t>(m.depth);
    closure->frame_serial = m.frame().serial;
    return Value::engine(closure, static_cast<std::uint8_t>(EngineKind::Macro));
}

void unpack(Machine& m, const Step& step, const Value& v, Value* targets) {
    if (!is_iterable(v) || v.is_undefined()) {
        CallContext::fail("cannot unpack " + kind_name(v));
    }
    auto items = items_of(m.runtime, v);
    if (items.size() != step.size) {
        CallContext::fail("cannot unpack " + std::to_string(items.size()) + " values into " +
                          std::to_string(step.size) + " names");
    }
    std::copy(items.begin(), items.end(), targets);
}

void set_attribute(Machine& m, const Value& object, std::string_view name, const Value& v) {
    if (!is_engine(object, EngineKind::Namespace)) {
        CallContext::fail("cannot assign attribute on non-namespace object");
    }
    auto& entries = *const_cast<DictData*>(static_cast<const DictData*>(object.address()));
    set_entry(m.space.arena, entries, Value::text(name), v);
}

Value fixed(Machine& m, int precision, const Value& v) {
    if (!is_number(v)) {
        char pattern[] = {'%', '.', static_cast<char>('0' + precision), 'f'};
        return format_percent(m.runtime, Value::text({pattern, 4}), {{&v, 1}, {}});
    }
    Buffer& digits = m.runtime.scratch;
    std::size_t begin = digits.size();
    print_fixed(digits, as_double(v), precision);
    Value made = m.runtime.text(digits.view().substr(begin));
    digits.cut(begin);
    return made;
}

Value upper(Machine& m, const Value& v) {
    std::string_view text = to_text(m.runtime, v);
    char* copy = static_cast<char*>(m.space.arena.allocate(text.size()));
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto byte = static_cast<unsigned char>(text[i]);
        if (byte >= 0x80) [[unlikely]] {
            return m.runtime.text_like(to_upper(text), v.is_markup());
        }
        copy[i] = static_cast<char>(byte >= 'a' && byte <= 'z' ? byte - 32 : byte);
    }
    std::string_view made(copy, text.size());
    return v.is_markup() ? Value::markup(made, "markup in upper case") : Value::text(made);
}

/// Short ASCII text is changed on its way out.
void emit_upper(Machine& m, const Value& v) {
    char changed[64];
    if (v.is(Kind::Text) && v.length() <= sizeof(changed) && !v.is_markup()) [[likely]] {
        std::string_view text = v.as_text();
        bool ascii = true;
        for (std::size_t i = 0; i < text.size(); ++i) {
            char c = text[i];
            ascii = ascii && static_cast<unsigned char>(c) < 0x80;
            changed[i] = static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
        }
        if (ascii) {
            escape(m.out, {changed, text.size()});
            return;
        }
    }
    emit_mode(m, upper(m, v), EmitMode::Escape);
}

Value label_of(const Step& step, const Value& v) {
    const auto& type = *static_cast<const Type*>(step.pointer);
    for (const Enumerator& enumerator : type.enumerators()) {
        if (v.is(Kind::Text) && enumerator.name == v.as_text()) {
            return Value::text(enumerator.label);
        }
    }
    return v;
}

void begin_loop_step(
    Machine& m, const Step& step, Value* registers, Value& variable, const Value& iterable) {
    void* room = (step.a & 1) != 0 ? m.space.arena.allocate(sizeof(LoopState))
                                   : static_cast<void*>(registers + step.size);
    auto* loop = new (room) LoopState();
    begin_loop(m.runtime, *loop, iterable);
    if ((step.a & 2) != 0) {
        loop->depth0 = static_cast<std::uint32_t>(registers[1].as_integer());
        loop->recursion = m.frame().closure;
    }
    variable = Value::engine(loop, static_cast<std::uint8_t>(EngineKind::Loop));
}

inline LoopState& edit_loop(const Value& v) {
    return *const_cast<LoopState*>(&loop_of(v));
}

}  // namespace

RenderSpace::RenderSpace()
    : stack(std::make_unique<Value[]>(kStackSize)),
      frames(std::make_unique<Frame[]>(kMostFrames)) {}

RenderSpace::~RenderSpace() = default;

// ---------------------------------------------------------------- the loop

namespace {

#if defined(__GNUC__) && !defined(CARAFE_TEMPLATES_SWITCH)
#pragma GCC diagnostic ignored "-Wpedantic"
#define STEP_CASE(name) name##_step
#define STEP_DISPATCH() goto* kLabels[static_cast<std::uint8_t>(pc->op)]
#else
#define STEP_CASE(name) case Op::name
#define STEP_DISPATCH() goto dispatch
#endif
#define STEP_NEXT()      \
    do {                 \
        ++pc;            \
        STEP_DISPATCH(); \
    } while (0)
#define STEP_JUMP(to)     \
    do {                  \
        pc = code + (to); \
        STEP_DISPATCH();  \
    } while (0)

/// @param at  follows the running step, for messages.
void execute(Machine& m, Value* const slots, const Step*& at) {
    const Function* function = m.frame().function;
    const Step* code = function->code.data();
    const Step* pc = code;
    Value* fp = m.frame().registers;
    const std::string_view* names = m.program.names.data();
    Buffer& out = m.out;
    auto r = [&](std::int32_t operand) -> Value& { return (operand >= 0 ? fp : slots)[operand]; };
    auto resume = [&] {
        function = m.frame().function;
        code = function->code.data();
        fp = m.frame().registers;
    };
#if defined(__GNUC__) && !defined(CARAFE_TEMPLATES_SWITCH)
    static const void* const kLabels[] = {
#define CARAFE_STEP_LABEL(name) &&name##_step,
        CARAFE_TEMPLATE_STEPS(CARAFE_STEP_LABEL)
#undef CARAFE_STEP_LABEL
    };
    STEP_DISPATCH();
#else
dispatch:
    switch (pc->op) {
#endif
    STEP_CASE(Text) : {
        out.add_padded(pc->text, static_cast<std::size_t>(pc->x));
        STEP_NEXT();
    }
    STEP_CASE(Emit) : {
        out.add_padded(pc->text, pc->size);
        at = pc;
        emit_mode(m, r(pc->x), static_cast<EmitMode>(pc->a));
        STEP_NEXT();
    }
    STEP_CASE(EmitField) : {
        out.add_padded(pc->text, pc->size);
        at = pc;
        emit_field(m, *pc, r(pc->y), names[pc->z]);
        STEP_NEXT();
    }
    STEP_CASE(EmitLoop) : {
        out.add_padded(pc->text, pc->size);
        at = pc;
        const LoopState& loop = loop_of(r(pc->y));
        if (static_cast<LoopField>(pc->z) == LoopField::Index) [[likely]] {
            print_integer(out, static_cast<std::int64_t>(loop.index));
        } else {
            emit_mode(
                m, read_loop(loop, static_cast<LoopField>(pc->z)), static_cast<EmitMode>(pc->a));
        }
        STEP_NEXT();
    }
    STEP_CASE(EmitFixed) : {
        out.add_padded(pc->text, pc->size);
        at = pc;
        const Value& v = r(pc->y);
        if (v.is(Kind::Float)) [[likely]] {
            print_fixed(out, v.as_real(), pc->z);
        } else {
            emit_mode(m, fixed(m, pc->z, v), static_cast<EmitMode>(pc->a));
        }
        STEP_NEXT();
    }
    STEP_CASE(EmitUpper) : {
        out.add_padded(pc->text, pc->size);
        at = pc;
        emit_upper(m, r(pc->y));
        STEP_NEXT();
    }
    STEP_CASE(Move) : {
        r(pc->x) = r(pc->y);
        STEP_NEXT();
    }
    STEP_CASE(Up) : {
        std::uint32_t frame = static_cast<std::uint32_t>(m.depth);
        for (std::int32_t i = 0; i < pc->y; ++i) {
            frame = m.space.frames[frame].parent;
        }
        r(pc->x) = m.space.frames[frame].registers[pc->z];
        STEP_NEXT();
    }
    STEP_CASE(GetField) : {
        at = pc;
        r(pc->x) = read_field(m, *pc, r(pc->y), names[pc->z]);
        STEP_NEXT();
    }
    STEP_CASE(GetItem) : {
        at = pc;
        r(pc->x) = item(m.runtime, r(pc->y), r(pc->z));
        STEP_NEXT();
    }
    STEP_CASE(GetSlice) : {
        at = pc;
        const Value* part = &r(pc->z);
        r(pc->x) = slice(m.runtime, r(pc->y), part[0], part[1], part[2]);
        STEP_NEXT();
    }
    STEP_CASE(Arithmetic) : {
        const Value& left = r(pc->y);
        const Value& right = r(pc->z);
        if (left.is(Kind::Int) && right.is(Kind::Int)) [[likely]] {
            std::int64_t a = left.as_integer();
            std::int64_t b = right.as_integer();
            auto op = static_cast<Operator>(pc->a);
            std::int64_t sum = 0;
            if (op == Operator::Modulo && b > 0 && a >= 0) {
                r(pc->x) = Value::integer(a % b);
                STEP_NEXT();
            }
            if (op == Operator::Add && !__builtin_add_overflow(a, b, &sum)) {
                r(pc->x) = Value::integer(sum);
                STEP_NEXT();
            }
        }
        at = pc;
        m.runtime.autoescape = true;
        r(pc->x) = arithmetic(m.runtime, static_cast<Operator>(pc->a), r(pc->y), r(pc->z));
        STEP_NEXT();
    }
    STEP_CASE(Concat) : {
        at = pc;
        r(pc->x) = concat(m.runtime, {&r(pc->y), pc->size}, pc->a != 0);
        STEP_NEXT();
    }
    STEP_CASE(Not) : {
        at = pc;
        r(pc->x) = Value::boolean(!is_true(m, r(pc->y)));
        STEP_NEXT();
    }
    STEP_CASE(Negate) : {
        at = pc;
        r(pc->x) = negate(r(pc->y));
        STEP_NEXT();
    }
    STEP_CASE(Plus) : {
        at = pc;
        r(pc->x) = negate(negate(r(pc->y)));
        STEP_NEXT();
    }
    STEP_CASE(Compare) : {
        at = pc;
        r(pc->x) = Value::boolean(holds(m, static_cast<Comparison>(pc->a), r(pc->y), r(pc->z)));
        STEP_NEXT();
    }
    STEP_CASE(Jump) : {
        out.add_padded(pc->text, pc->size);
        STEP_JUMP(pc->z);
    }
    STEP_CASE(JumpFalse) : {
        out.add_padded(pc->text, pc->size);
        at = pc;
        if (!is_true(m, r(pc->x))) {
            STEP_JUMP(pc->z);
        }
        STEP_NEXT();
    }
    STEP_CASE(JumpTrue) : {
        out.add_padded(pc->text, pc->size);
        at = pc;
        const Value& v = r(pc->x);
        bool lenient = pc->a != 0 && v.is_undefined();
        if (!lenient && is_true(m, v)) {
            STEP_JUMP(pc->z);
        }
        STEP_NEXT();
    }
    STEP_CASE(JumpFieldFalse) : {
        out.add_padded(pc->text, pc->size);
        at = pc;
        if (!is_true(m, read_field(m, *pc, r(pc->y), names[pc->x]))) {
            STEP_JUMP(pc->z);
        }
        STEP_NEXT();
    }
    STEP_CASE(JumpCompareFalse) : {
        out.add_padded(pc->text, pc->size);
        at = pc;
        if (!holds(m, static_cast<Comparison>(pc->a), r(pc->y), r(pc->z))) {
            STEP_JUMP(pc->x);
        }
        STEP_NEXT();
    }
    STEP_CASE(JumpDefined) : {
        if (!r(pc->x).is_undefined()) {
            STEP_JUMP(pc->z);
        }
        STEP_NEXT();
    }
    STEP_CASE(JumpGiven) : {
        if (!r(pc->x).is_missing()) {
            STEP_JUMP(pc->z);
        }
        STEP_NEXT();
    }
    STEP_CASE(Filter) : {
        at = pc;
        r(pc->x) = call_prepared(m, *pc, &r(pc->y), 1);
        STEP_NEXT();
    }
    STEP_CASE(Test) : {
        at = pc;
        r(pc->x) = call_prepared(m, *pc, &r(pc->y), 1);
        STEP_NEXT();
    }
    STEP_CASE(CallFunction) : {
        at = pc;
        r(pc->x) = call_prepared(m, *pc, &r(pc->y), 0);
        STEP_NEXT();
    }
    STEP_CASE(Fixed) : {
        at = pc;
        r(pc->x) = fixed(m, pc->a, r(pc->y));
        STEP_NEXT();
    }
    STEP_CASE(Upper) : {
        at = pc;
        r(pc->x) = upper(m, r(pc->y));
        STEP_NEXT();
    }
    STEP_CASE(Call) : {
        at = pc;
        const auto& site = *static_cast<const CallSite*>(pc->pointer);
        Value value;
        if (!call_value(m, r(pc->y), site, spread(m, site, {&r(pc->z), pc->size}), pc, value)) {
            m.set_result(m.frame(), *pc, pc->a != 0, site.autoescape);
            resume();
            STEP_JUMP(0);
        }
        if (pc->a != 0) {
            emit_mode(m, value, site.mode);
        } else {
            r(pc->x) = value;
        }
        STEP_NEXT();
    }
    STEP_CASE(CallMethod) : {
        at = pc;
        const auto& site = *static_cast<const CallSite*>(pc->pointer);
        Value value;
        if (!call_named(m, r(pc->y), site, spread(m, site, {&r(pc->z), pc->size}), pc, value)) {
            m.set_result(m.frame(), *pc, pc->a != 0, site.autoescape);
            resume();
            STEP_JUMP(0);
        }
        if (pc->a != 0) {
            emit_mode(m, value, site.mode);
        } else {
            r(pc->x) = value;
        }
        STEP_NEXT();
    }
    STEP_CASE(CallMacro) : {
        out.add_padded(pc->text, pc->size);
        at = pc;
        Frame& entered = m.enter(*static_cast<const Function*>(pc->pointer), fp + pc->z, pc);
        m.set_result(entered, *pc, (pc->a & 1) != 0, (pc->a & 2) != 0);
        resume();
        STEP_JUMP((pc->a & 4) != 0 ? static_cast<std::ptrdiff_t>(function->body) : 0);
    }
    STEP_CASE(List) : {
        r(pc->x) = make_list(m, *pc, &r(pc->y));
        STEP_NEXT();
    }
    STEP_CASE(Tuple) : {
        r(pc->x) = make_list(m, *pc, &r(pc->y));
        STEP_NEXT();
    }
    STEP_CASE(Dict) : {
        at = pc;
        r(pc->x) = make_dict(m, *pc, &r(pc->y));
        STEP_NEXT();
    }
    STEP_CASE(LoopBegin) : {
        at = pc;
        begin_loop_step(m, *pc, fp, r(pc->x), r(pc->y));
        if (loop_of(r(pc->x)).count == 0) {
            STEP_JUMP(pc->z);
        }
        STEP_NEXT();
    }
    STEP_CASE(LoopNext) : {
        LoopState& loop = edit_loop(r(pc->x));
        if (loop.position == loop.count) {
            STEP_JUMP(pc->z);
        }
        at = pc;
        m.check_limits();
        const char* place = loop.data + loop.position * loop.stride;
        if (loop.element != nullptr && loop.element->kind == Kind::Object &&
            loop.element->inner == nullptr) [[likely]] {
            r(pc->y) = loop.element->load != nullptr && loop.element->collect == nullptr
                           ? loop.element->load(place)
                           : Value::object(place, *loop.element);
        } else {
            r(pc->y) = loop.at(loop.position);
        }
        ++loop.position;
        loop.index += pc->a == 0 ? 1 : 0;
        STEP_NEXT();
    }
    STEP_CASE(LoopPass) : {
        ++edit_loop(r(pc->x)).index;
        STEP_NEXT();
    }
    STEP_CASE(JumpLooped) : {
        if (loop_of(r(pc->x)).index != 0) {
            STEP_JUMP(pc->z);
        }
        STEP_NEXT();
    }
    STEP_CASE(LoopGet) : {
        r(pc->x) = read_loop(loop_of(r(pc->y)), static_cast<LoopField>(pc->z));
        STEP_NEXT();
    }
    STEP_CASE(Unpack) : {
        at = pc;
        unpack(m, *pc, r(pc->y), &r(pc->x));
        STEP_NEXT();
    }
    STEP_CASE(Append) : {
        append_item(m.space.arena, const_cast<ListData&>(r(pc->x).items()), r(pc->y));
        STEP_NEXT();
    }
    STEP_CASE(SetAttribute) : {
        at = pc;
        set_attribute(m, r(pc->x), names[pc->z], r(pc->y));
        STEP_NEXT();
    }
    STEP_CASE(MakeMacro) : {
        r(pc->x) = make_macro(m, *pc);
        STEP_NEXT();
    }
    STEP_CASE(CaptureBegin) : {
        at = pc;
        if (m.capture_count == kMostCaptures) {
            CallContext::fail("captured too deeply");
        }
        m.captures[m.capture_count++] = out.size();
        STEP_NEXT();
    }
    STEP_CASE(CaptureEnd) : {
        std::size_t begin = m.captures[--m.capture_count];
        r(pc->x) = m.runtime.text_like(out.view().substr(begin), pc->a != 0);
        out.cut(begin);
        STEP_NEXT();
    }
    STEP_CASE(Label) : {
        r(pc->x) = label_of(*pc, r(pc->y));
        STEP_NEXT();
    }
    STEP_CASE(Fail) : {
        at = pc;
        CallContext::fail(pc->text);
    }
    STEP_CASE(Return) : {
        out.add_padded(pc->text, pc->size);
        const Frame ended = m.frame();
        --m.depth;
        resume();
        if (ended.capture != kPrinted) {
            r(ended.target) =
                m.runtime.text_like(out.view().substr(ended.capture), ended.autoescape);
            out.cut(ended.capture);
        }
        STEP_JUMP(ended.back - code + 1);
    }
    STEP_CASE(End) : {
        return;
    }
#if !defined(__GNUC__) || defined(CARAFE_TEMPLATES_SWITCH)
}
#endif
}

#undef STEP_CASE
#undef STEP_DISPATCH
#undef STEP_NEXT
#undef STEP_JUMP

[[noreturn]] void fail_at(const Machine& m, const Step* at, const char* why) {
    const Function& function = *m.space.frames[m.depth].function;
    bool inside = at >= function.code.data() && at < function.code.data() + function.code.size();
    SourcePlace place = inside
                            ? function.places[static_cast<std::size_t>(at - function.code.data())]
                            : SourcePlace{};
    std::string file =
        place.file < m.program.files.size() ? m.program.files[place.file] : m.program.name;
    throw RenderError({"templates.E100", file, place.line, place.column, why});
}

}  // namespace

void run(const Program& program,
         const Function& entry,
         const Environment& environment,
         const RenderInput& input,
         RenderSpace& space,
         Buffer& out) {
    space.arena.reset();
    space.scratch.clear();
    Machine machine(program, environment, input, space, out);
    std::size_t count = program.initial.size();
    Value* slots = space.arena.make_array<Value>(count);
    std::copy(program.initial.begin(), program.initial.end(), slots);
    Value* end = slots + count;
    Frame& first = space.frames[0];
    first = Frame{.function = &entry, .registers = space.stack.get(), .capture = kPrinted};
    const Step* at = nullptr;
    try {
        for (const Slot& slot : program.slots) {
            if (slot.global != nullptr) {
                machine.runtime.set_user(slot.global->user);
                end[slot.operand] = slot.global->load(machine.runtime, slot.global->user);
            } else if (static_cast<std::size_t>(slot.argument) < input.arguments.size()) {
                end[slot.operand] = input.arguments[static_cast<std::size_t>(slot.argument)];
            }
        }
        execute(machine, end, at);
    } catch (const CallError& error) {
        fail_at(machine, at, error.what());
    }
}

}  // namespace carafe::templates
