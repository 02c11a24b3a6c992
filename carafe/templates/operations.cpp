#include "carafe/templates/operations.hpp"

#include "carafe/templates/functions.hpp"
#include "carafe/templates/loop.hpp"
#include "carafe/templates/unicode.hpp"

#include <cmath>

namespace carafe::templates {

namespace {

[[noreturn]] void fail_undefined(const Value& v) {
    std::string name(v.as_text());
    CallContext::fail(name.empty() ? "value is undefined" : "'" + name + "' is undefined");
}

bool is_dated(Kind kind) {
    return kind == Kind::Money || kind == Kind::Date || kind == Kind::TimeOfDay ||
           kind == Kind::Timestamp;
}

bool is_sequence(const Value& v) {
    return v.is(Kind::List) || v.is(Kind::Tuple) || v.is(Kind::Sequence);
}

/// Items of a list or C++ sequence one by one, without making Values of all.
struct ItemReader {
    explicit ItemReader(const Value& v) {
        if (v.is(Kind::Sequence)) {
            Span span = v.type().span(v.address());
            const Type& element = v.type().inner();
            state.data = span.data;
            state.element = &element;
            state.stride = element.size;
            state.count = span.count;
        } else {
            const ListData& items = v.items();
            state.data = reinterpret_cast<const char*>(items.items);
            state.stride = sizeof(Value);
            state.count = items.count;
        }
    }

    std::size_t size() const { return state.count; }

    Value operator[](std::size_t i) const { return state.at(i); }

    LoopState state{};
};

}  // namespace

// ---------------------------------------------------------------- questions

void require_defined(const Value& v) {
    if (v.is_undefined()) {
        fail_undefined(v);
    }
}

bool is_number(const Value& v) {
    return v.is(Kind::Int) || v.is(Kind::Float) || v.is(Kind::Bool);
}

double as_double(const Value& v) {
    return v.is(Kind::Float) ? v.as_real() : static_cast<double>(v.as_integer());
}

std::int64_t to_integer(const Value& v, std::string_view what) {
    if (v.is(Kind::Int) || v.is(Kind::Bool)) {
        return v.as_integer();
    }
    CallContext::fail(std::string(what) + " must be a whole number, not " + kind_name(v));
}

std::string kind_name(const Value& v) {
    static constexpr std::string_view kNames[] = {"undefined",
                                                  "None",
                                                  "bool",
                                                  "int",
                                                  "float",
                                                  "text",
                                                  "money",
                                                  "date",
                                                  "time",
                                                  "timestamp",
                                                  "",
                                                  "list",
                                                  "list",
                                                  "tuple",
                                                  "dict",
                                                  "method",
                                                  ""};
    if (v.is(Kind::Object)) {
        return std::string(v.type().name);
    }
    if (v.is(Kind::Engine)) {
        static constexpr std::string_view kEngine[] = {
            "", "macro", "loop", "namespace", "function", "cycler", "joiner"};
        return std::string(kEngine[v.what()]);
    }
    return std::string(kNames[static_cast<std::size_t>(v.kind())]);
}

bool truth(Runtime& runtime, const Value& v) {
    switch (v.kind()) {
        case Kind::Undefined:
            if (runtime.is_strict()) {
                fail_undefined(v);
            }
            return false;
        case Kind::None:
            return false;
        case Kind::Bool:
        case Kind::Int:
        case Kind::Money:
            return v.as_integer() != 0;
        case Kind::Float:
            return v.as_real() != 0;
        case Kind::Text:
            return v.length() != 0;
        case Kind::List:
        case Kind::Tuple:
            return v.items().count != 0;
        case Kind::Dict:
            return v.entries().count != 0;
        case Kind::Sequence:
            return v.type().span(v.address()).count != 0;
        case Kind::Object:
            if (v.type().lookup != nullptr && v.type().iterate != nullptr) {
                return !items_of(runtime, v).empty();
            }
            return true;
        default:
            return true;
    }
}

bool equals(const Value& a, const Value& b) {
    if (is_number(a) && is_number(b)) {
        if (!a.is(Kind::Float) && !b.is(Kind::Float)) {
            return a.as_integer() == b.as_integer();
        }
        return as_double(a) == as_double(b);
    }
    if (is_sequence(a) && is_sequence(b)) {
        if (a.is(Kind::Tuple) != b.is(Kind::Tuple)) {
            return false;
        }
        ItemReader left(a);
        ItemReader right(b);
        if (left.size() != right.size()) {
            return false;
        }
        for (std::size_t i = 0; i < left.size(); ++i) {
            if (!equals(left[i], right[i])) {
                return false;
            }
        }
        return true;
    }
    if (a.kind() != b.kind()) {
        return false;
    }
    switch (a.kind()) {
        case Kind::Undefined:
        case Kind::None:
            return true;
        case Kind::Text:
            return a.as_text() == b.as_text();
        case Kind::Dict: {
            if (a.entries().count != b.entries().count) {
                return false;
            }
            for (const auto& entry : a.entries().view()) {
                const Value* other = find_entry(b.entries(), entry.key);
                if (other == nullptr || !equals(entry.value, *other)) {
                    return false;
                }
            }
            return true;
        }
        case Kind::Money:
        case Kind::Date:
        case Kind::TimeOfDay:
        case Kind::Timestamp:
            return a.as_integer() == b.as_integer();
        default:
            return a.address() == b.address();
    }
}

int compare(const Value& a, const Value& b) {
    auto order = [](auto x, auto y) { return x < y ? -1 : x > y ? 1 : 0; };
    if (is_number(a) && is_number(b)) {
        if (!a.is(Kind::Float) && !b.is(Kind::Float)) {
            return order(a.as_integer(), b.as_integer());
        }
        return order(as_double(a), as_double(b));
    }
    if (a.is(Kind::Text) && b.is(Kind::Text)) {
        return order(a.as_text().compare(b.as_text()), 0);
    }
    if (a.kind() == b.kind() && is_dated(a.kind())) {
        return order(a.as_integer(), b.as_integer());
    }
    if (is_sequence(a) && is_sequence(b)) {
        ItemReader left(a);
        ItemReader right(b);
        for (std::size_t i = 0; i < std::min(left.size(), right.size()); ++i) {
            if (!equals(left[i], right[i])) {
                return compare(left[i], right[i]);
            }
        }
        return order(left.size(), right.size());
    }
    require_defined(a);
    require_defined(b);
    CallContext::fail("cannot compare " + kind_name(a) + " with " + kind_name(b));
}

bool contains(Runtime& runtime, const Value& haystack, const Value& needle) {
    switch (haystack.kind()) {
        case Kind::Text:
            if (!needle.is(Kind::Text)) {
                require_defined(needle);
                CallContext::fail("'in' of a text wants a text, not " + kind_name(needle));
            }
            return haystack.as_text().find(needle.as_text()) != std::string_view::npos;
        case Kind::Dict:
            return find_entry(haystack.entries(), needle) != nullptr;
        case Kind::Object:
            if (haystack.type().lookup != nullptr && needle.is(Kind::Text)) {
                return !haystack.type()
                            .lookup(runtime, haystack.address(), needle.as_text())
                            .is_undefined();
            }
            break;
        case Kind::Undefined:
            if (!runtime.is_strict()) {
                return false;
            }
            break;
        default:
            break;
    }
    for (const Value& item : items_of(runtime, haystack)) {
        if (item.is_undefined() && runtime.is_strict()) {
            fail_undefined(item);
        }
        if (equals(item, needle)) {
            return true;
        }
    }
    return false;
}

std::size_t length(Runtime& runtime, const Value& v) {
    switch (v.kind()) {
        case Kind::Text:
            return count_code_points(v.as_text());
        case Kind::List:
        case Kind::Tuple:
            return v.items().count;
        case Kind::Dict:
            return v.entries().count;
        case Kind::Sequence:
            return v.type().span(v.address()).count;
        case Kind::Undefined:
            if (runtime.is_strict()) {
                fail_undefined(v);
            }
            return 0;
        case Kind::Object:
            if (v.type().iterate != nullptr) {
                return items_of(runtime, v).size();
            }
            [[fallthrough]];
        default:
            CallContext::fail(kind_name(v) + " has no length");
    }
}

bool is_iterable(const Value& v) {
    switch (v.kind()) {
        case Kind::Text:
        case Kind::List:
        case Kind::Tuple:
        case Kind::Dict:
        case Kind::Sequence:
        case Kind::Undefined:
            return true;
        case Kind::Object:
            return v.type().iterate != nullptr;
        default:
            return is_engine(v, EngineKind::Loop);
    }
}

// ---------------------------------------------------------------- arithmetic

namespace {

constexpr std::string_view kOperatorNames[] = {"+", "-", "*", "/", "//", "%", "**"};

[[noreturn]] void fail_operands(Operator op, const Value& a, const Value& b) {
    require_defined(a);
    require_defined(b);
    CallContext::fail("cannot compute " + kind_name(a) + ' ' +
                      std::string(kOperatorNames[static_cast<int>(op)]) + ' ' + kind_name(b));
}

[[noreturn]] void fail_overflow() {
    CallContext::fail("number does not fit 64 bits");
}

[[noreturn]] void fail_zero() {
    CallContext::fail("division by zero");
}

std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
    if (b == 0) {
        fail_zero();
    }
    if (a == INT64_MIN && b == -1) {
        fail_overflow();
    }
    std::int64_t quotient = a / b;
    return a % b != 0 && (a < 0) != (b < 0) ? quotient - 1 : quotient;
}

std::int64_t floor_modulo(std::int64_t a, std::int64_t b) {
    if (b == 0) {
        fail_zero();
    }
    if (b == -1) {
        return 0;
    }
    std::int64_t rest = a % b;
    return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
}

Value power(std::int64_t base, std::int64_t exponent) {
    if (exponent < 0) {
        if (base == 0) {
            fail_zero();
        }
        return Value::real(std::pow(static_cast<double>(base), static_cast<double>(exponent)));
    }
    std::int64_t result = 1;
    while (exponent > 0) {
        if ((exponent & 1) != 0 && __builtin_mul_overflow(result, base, &result)) {
            fail_overflow();
        }
        exponent >>= 1;
        if (exponent > 0 && __builtin_mul_overflow(base, base, &base)) {
            fail_overflow();
        }
    }
    return Value::integer(result);
}

Value integer_arithmetic(Operator op, std::int64_t a, std::int64_t b) {
    std::int64_t result = 0;
    bool overflow = false;
    switch (op) {
        case Operator::Add:
            overflow = __builtin_add_overflow(a, b, &result);
            break;
        case Operator::Subtract:
            overflow = __builtin_sub_overflow(a, b, &result);
            break;
        case Operator::Multiply:
            overflow = __builtin_mul_overflow(a, b, &result);
            break;
        case Operator::Divide:
            if (b == 0) {
                fail_zero();
            }
            return Value::real(static_cast<double>(a) / static_cast<double>(b));
        case Operator::FloorDivide:
            result = floor_divide(a, b);
            break;
        case Operator::Modulo:
            result = floor_modulo(a, b);
            break;
        case Operator::Power:
            return power(a, b);
    }
    if (overflow) {
        fail_overflow();
    }
    return Value::integer(result);
}

/// CPython's float_divmod.
double real_modulo(double a, double b) {
    double rest = std::fmod(a, b);
    if (rest != 0) {
        return (b < 0) != (rest < 0) ? rest + b : rest;
    }
    return std::copysign(0.0, b);
}

double real_floor_divide(double a, double b) {
    double quotient = (a - real_modulo(a, b)) / b;
    if (quotient == 0) {
        return std::copysign(0.0, a / b);
    }
    double floored = std::floor(quotient);
    return quotient - floored > 0.5 ? floored + 1 : floored;
}

Value real_arithmetic(Operator op, double a, double b) {
    bool divides = op == Operator::Divide || op == Operator::FloorDivide || op == Operator::Modulo;
    if (divides && b == 0) {
        fail_zero();
    }
    switch (op) {
        case Operator::Add:
            return Value::real(a + b);
        case Operator::Subtract:
            return Value::real(a - b);
        case Operator::Multiply:
            return Value::real(a * b);
        case Operator::Divide:
            return Value::real(a / b);
        case Operator::FloorDivide:
            return Value::real(real_floor_divide(a, b));
        case Operator::Modulo:
            return Value::real(real_modulo(a, b));
        case Operator::Power:
            break;
    }
    if (a == 0 && b < 0) {
        fail_zero();
    }
    double result = std::pow(a, b);
    if (std::isnan(result) && !std::isnan(a) && !std::isnan(b)) {
        CallContext::fail("a root of a negative number is not a real number");
    }
    if (std::isinf(result) && !std::isinf(a) && !std::isinf(b)) {
        CallContext::fail("result too large");
    }
    return Value::real(result);
}

/// Money with money or a factor, dates with days.
Value dated_arithmetic(Operator op, const Value& a, const Value& b) {
    bool sums = op == Operator::Add || op == Operator::Subtract;
    if (a.is(Kind::Money) && b.is(Kind::Money) && sums) {
        return Value::scalar(Kind::Money,
                             integer_arithmetic(op, a.as_integer(), b.as_integer()).as_integer());
    }
    if (op == Operator::Multiply && (a.is(Kind::Int) || b.is(Kind::Int)) &&
        (a.is(Kind::Money) || b.is(Kind::Money))) {
        return Value::scalar(Kind::Money,
                             integer_arithmetic(op, a.as_integer(), b.as_integer()).as_integer());
    }
    if (a.is(Kind::Date) && b.is(Kind::Int) && sums) {
        return Value::scalar(Kind::Date,
                             integer_arithmetic(op, a.as_integer(), b.as_integer()).as_integer());
    }
    if (a.is(Kind::Date) && b.is(Kind::Date) && op == Operator::Subtract) {
        return Value::integer(a.as_integer() - b.as_integer());
    }
    fail_operands(op, a, b);
}

Value join_lists(Runtime& runtime, const Value& a, const Value& b) {
    auto left = items_of(runtime, a);
    auto right = items_of(runtime, b);
    auto count = static_cast<std::uint32_t>(left.size() + right.size());
    Value* items = runtime.arena().make_array<Value>(count);
    std::copy(left.begin(), left.end(), items);
    std::copy(right.begin(), right.end(), items + left.size());
    auto* list = runtime.arena().make<ListData>(items, count, count);
    return a.is(Kind::Tuple) ? Value::tuple(list) : Value::list(list);
}

std::size_t check_times(Runtime& runtime, std::int64_t times, std::size_t size) {
    if (times <= 0 || size == 0) {
        return 0;
    }
    auto count = static_cast<std::size_t>(times);
    if (count > runtime.limits.output / size) {
        CallContext::fail("repeated too often");
    }
    runtime.spend(count);
    return count;
}

Value repeat(Runtime& runtime, const Value& v, std::int64_t times) {
    if (v.is(Kind::Text)) {
        std::string_view text = v.as_text();
        std::size_t count = check_times(runtime, times, text.size());
        char* bytes = static_cast<char*>(runtime.arena().allocate(text.size() * count));
        for (std::size_t i = 0; i < count; ++i) {
            std::memcpy(bytes + i * text.size(), text.data(), text.size());
        }
        std::string_view all(bytes, text.size() * count);
        return v.is_markup() ? Value::markup(all, "markup repeated") : Value::text(all);
    }
    auto items = items_of(runtime, v);
    std::size_t count = check_times(runtime, times, items.size() * sizeof(Value));
    auto total = static_cast<std::uint32_t>(items.size() * count);
    Value* all = runtime.arena().make_array<Value>(total);
    for (std::size_t i = 0; i < total; ++i) {
        all[i] = items[i % items.size()];
    }
    auto* list = runtime.arena().make<ListData>(all, total, total);
    return v.is(Kind::Tuple) ? Value::tuple(list) : Value::list(list);
}

Value add_texts(Runtime& runtime, const Value& a, const Value& b) {
    const Value parts[] = {a, b};
    return concat(runtime, parts);
}

bool is_list(const Value& v) {
    return v.is(Kind::List) || v.is(Kind::Sequence);
}

}  // namespace

Value arithmetic(Runtime& runtime, Operator op, const Value& a, const Value& b) {
    if (is_number(a) && is_number(b)) [[likely]] {
        if (!a.is(Kind::Float) && !b.is(Kind::Float)) {
            return integer_arithmetic(op, a.as_integer(), b.as_integer());
        }
        return real_arithmetic(op, as_double(a), as_double(b));
    }
    if (op == Operator::Modulo && a.is(Kind::Text)) {
        if (b.is(Kind::Tuple)) {
            return format_percent(runtime, a, {b.items().view(), {}});
        }
        // Python takes whatever has items for a mapping, which need not be used up.
        bool has_items = is_sequence(b) || b.is_undefined();
        return has_items && a.as_text().find('%') == std::string_view::npos
                   ? a
                   : format_percent(runtime, a, {{&b, 1}, {}});
    }
    if (op == Operator::Add) {
        if (a.is(Kind::Text) && b.is(Kind::Text)) {
            return add_texts(runtime, a, b);
        }
        if ((is_list(a) && is_list(b)) || (a.is(Kind::Tuple) && b.is(Kind::Tuple))) {
            return join_lists(runtime, a, b);
        }
    }
    if (op == Operator::Multiply) {
        bool left = a.is(Kind::Text) || is_sequence(a);
        bool right = b.is(Kind::Text) || is_sequence(b);
        if (left && (b.is(Kind::Int) || b.is(Kind::Bool))) {
            return repeat(runtime, a, b.as_integer());
        }
        if (right && (a.is(Kind::Int) || a.is(Kind::Bool))) {
            return repeat(runtime, b, a.as_integer());
        }
    }
    if (is_dated(a.kind()) || is_dated(b.kind())) {
        return dated_arithmetic(op, a, b);
    }
    fail_operands(op, a, b);
}

Value negate(const Value& v) {
    switch (v.kind()) {
        case Kind::Bool:
        case Kind::Int:
            return integer_arithmetic(Operator::Subtract, 0, v.as_integer());
        case Kind::Money:
            return Value::scalar(Kind::Money, -v.as_integer());
        case Kind::Float:
            return Value::real(-v.as_real());
        default:
            require_defined(v);
            CallContext::fail("cannot negate " + kind_name(v));
    }
}

Value concat(Runtime& runtime, std::span<const Value> parts, bool with_markup) {
    bool is_markup = false;
    for (const Value& part : parts) {
        is_markup = is_markup || (with_markup && part.is_markup());
    }
    Buffer& joined = runtime.scratch;
    std::size_t begin = joined.size();
    for (const Value& part : parts) {
        emit(runtime, joined, part, is_markup);
    }
    Value result = runtime.text_like(joined.view().substr(begin), is_markup);
    joined.cut(begin);
    return result;
}

// ---------------------------------------------------------------- parts

std::size_t hash_of(const Value& v) {
    switch (v.kind()) {
        case Kind::Text:
            return std::hash<std::string_view>{}(v.as_text());
        case Kind::Float:
            if (double d = v.as_real(); d == std::floor(d) && std::abs(d) < 9e18) {
                return std::hash<std::int64_t>{}(static_cast<std::int64_t>(d));
            }
            return std::hash<double>{}(v.as_real());
        case Kind::List:
        case Kind::Tuple: {
            std::size_t hash = 17;
            for (const Value& item : v.items().view()) {
                hash = hash * 31 + hash_of(item);
            }
            return hash;
        }
        case Kind::Bool:
        case Kind::Int:
            return std::hash<std::int64_t>{}(v.as_integer());
        default:
            return static_cast<std::size_t>(v.kind());
    }
}

namespace {

constexpr std::uint32_t kIndexFrom = 9;  // below, looking at each key is quicker

void index_entry(DictData& dict, std::uint32_t position) {
    std::size_t mask = dict.index_size - 1;
    std::size_t at = hash_of(dict.entries[position].key) & mask;
    while (dict.index[at] != 0) {
        at = (at + 1) & mask;
    }
    dict.index[at] = position + 1;
}

void rebuild_index(Arena& arena, DictData& dict) {
    std::uint32_t size = 32;
    while (size < dict.capacity * 2) {
        size *= 2;
    }
    dict.index = arena.make_array<std::uint32_t>(size);
    std::fill_n(dict.index, size, 0u);
    dict.index_size = size;
    for (std::uint32_t i = 0; i < dict.count; ++i) {
        index_entry(dict, i);
    }
}

}  // namespace

const Value* find_entry(const DictData& dict, const Value& key) {
    if (dict.index_size != 0) {
        std::size_t mask = dict.index_size - 1;
        for (std::size_t at = hash_of(key) & mask; dict.index[at] != 0; at = (at + 1) & mask) {
            const auto& entry = dict.entries[dict.index[at] - 1];
            if (equals(entry.key, key)) {
                return &entry.value;
            }
        }
        return nullptr;
    }
    for (const auto& entry : dict.view()) {
        if (equals(entry.key, key)) {
            return &entry.value;
        }
    }
    return nullptr;
}

void set_entry(Arena& arena, DictData& dict, const Value& key, const Value& value) {
    if (const Value* old = find_entry(dict, key)) {
        *const_cast<Value*>(old) = value;
        return;
    }
    if (dict.count == dict.capacity) {
        std::uint32_t capacity = std::max(8u, dict.capacity * 2);
        auto* bigger = arena.make_array<DictData::Entry>(capacity);
        std::copy_n(dict.entries, dict.count, bigger);
        dict.entries = bigger;
        dict.capacity = capacity;
        dict.index_size = 0;
    }
    dict.entries[dict.count++] = {key, value};
    if (dict.index_size != 0) {
        index_entry(dict, dict.count - 1);
    } else if (dict.count >= kIndexFrom) {
        rebuild_index(arena, dict);
    }
}

void append_item(Arena& arena, ListData& list, const Value& item) {
    if (list.count == list.capacity) {
        std::uint32_t capacity = std::max(8u, list.capacity * 2);
        Value* bigger = arena.make_array<Value>(capacity);
        std::copy_n(list.items, list.count, bigger);
        list.items = bigger;
        list.capacity = capacity;
    }
    list.items[list.count++] = item;
}

namespace {

std::span<const Value> code_points(Runtime& runtime, const Value& text) {
    std::string_view all = text.as_text();
    runtime.spend(all.size());
    Value* items = runtime.arena().make_array<Value>(all.size());
    std::size_t count = 0;
    for (std::size_t at = 0; at < all.size();) {
        std::size_t size = std::min(sequence_length(all[at]), all.size() - at);
        items[count++] = Value::text(all.substr(at, size));
        at += size;
    }
    return {items, count};
}

std::span<const Value> read_all(Runtime& runtime, const LoopState& loop) {
    runtime.spend(loop.count);
    Value* items = runtime.arena().make_array<Value>(loop.count);
    for (std::size_t i = 0; i < loop.count; ++i) {
        items[i] = loop.at(i);
    }
    return {items, loop.count};
}

}  // namespace

std::span<const Value> items_of(Runtime& runtime, const Value& v) {
    switch (v.kind()) {
        case Kind::List:
        case Kind::Tuple:
            return v.items().view();
        case Kind::Sequence:
            return read_all(runtime, ItemReader(v).state);
        case Kind::Text:
            return code_points(runtime, v);
        case Kind::Dict: {
            LoopState keys;
            begin_loop(runtime, keys, v);
            return read_all(runtime, keys);
        }
        case Kind::Undefined:
            if (!runtime.is_strict()) {
                return {};
            }
            fail_undefined(v);
        case Kind::Object:
            if (v.type().iterate != nullptr) {
                return items_of(runtime, v.type().iterate(runtime, v.address()));
            }
            [[fallthrough]];
        default:
            CallContext::fail("cannot loop over " + kind_name(v));
    }
}

namespace {

Value object_attribute(Runtime& runtime, const Value& v, std::string_view name) {
    const Type& type = v.type();
    if (const Field* field = type.find_field(name)) {
        return field->read(v.address());
    }
    if (const Method* method = type.find_method(name)) {
        return method->is_property ? method->invoke(runtime, v.address(), *method, {})
                                   : Value::bound_method(v.address(), *method);
    }
    if (type.lookup != nullptr) {
        if (Value found = type.lookup(runtime, v.address(), name); !found.is_undefined()) {
            return found;
        }
    }
    return Value::undefined(name);
}

Value date_attribute(const Value& v, std::string_view name) {
    if (v.is(Kind::Date) || v.is(Kind::Timestamp)) {
        Date date = v.is(Kind::Date) ? Date{static_cast<std::int32_t>(v.as_integer())}
                                     : utc_date({v.as_integer()});
        CivilDate parts = civil(date);
        if (name == "year") {
            return Value::integer(parts.year);
        }
        if (name == "month") {
            return Value::integer(parts.month);
        }
        if (name == "day") {
            return Value::integer(parts.day);
        }
    }
    if (v.is(Kind::TimeOfDay) || v.is(Kind::Timestamp)) {
        std::int64_t seconds = v.is(Kind::TimeOfDay)
                                   ? v.as_integer() * 60
                                   : floor_modulo(Timestamp{v.as_integer()}.seconds(), 86400);
        if (name == "hour") {
            return Value::integer(seconds / 3600);
        }
        if (name == "minute") {
            return Value::integer(seconds / 60 % 60);
        }
        if (name == "second") {
            return Value::integer(seconds % 60);
        }
    }
    return Value::undefined(name);
}

Value tuple_attribute(const ListData& tuple, std::string_view name) {
    for (std::uint32_t i = 0; tuple.names != nullptr && i < tuple.count; ++i) {
        if (tuple.names[i] == name) {
            return tuple.items[i];
        }
    }
    return Value::undefined(name);
}

Value namespace_attribute(const Value& v, std::string_view name) {
    const auto& entries = *static_cast<const DictData*>(v.address());
    const Value* found = find_entry(entries, Value::text(name));
    return found != nullptr ? *found : Value::undefined(name);
}

}  // namespace

Value attribute(Runtime& runtime, const Value& v, std::string_view name) {
    switch (v.kind()) {
        case Kind::Object:
            return object_attribute(runtime, v, name);
        case Kind::Dict: {
            const Value* found = find_entry(v.entries(), Value::text(name));
            return found != nullptr ? *found : Value::undefined(name);
        }
        case Kind::Undefined:
            fail_undefined(v);
        case Kind::Tuple:
            return tuple_attribute(v.items(), name);
        case Kind::Date:
        case Kind::Timestamp:
        case Kind::TimeOfDay:
            return date_attribute(v, name);
        case Kind::Engine:
            if (is_engine(v, EngineKind::Loop)) {
                return read_loop(*static_cast<const LoopState*>(v.address()),
                                 find_loop_field(name));
            }
            if (is_engine(v, EngineKind::Namespace)) {
                return namespace_attribute(v, name);
            }
            if (is_engine(v, EngineKind::Macro)) {
                return macro_attribute(runtime, *static_cast<const Closure*>(v.address()), name);
            }
            [[fallthrough]];
        default:
            return is_engine(v, EngineKind::Cycler) ? cycler_attribute(v, name)
                                                    : Value::undefined(name);
    }
}

namespace {

Value text_at(const Value& v, std::int64_t index) {
    std::string_view text = v.as_text();
    auto count = static_cast<std::int64_t>(count_code_points(text));
    index += index < 0 ? count : 0;
    if (index < 0 || index >= count) {
        return Value::undefined("index out of range");
    }
    std::string_view rest = text.substr(offset_of(text, static_cast<std::size_t>(index)));
    std::string_view one = rest.substr(0, sequence_length(rest[0]));
    return v.is_markup() ? Value::markup(one, "part of markup") : Value::text(one);
}

Value sequence_at(const Value& v, std::int64_t index) {
    ItemReader items(v);
    auto count = static_cast<std::int64_t>(items.size());
    index += index < 0 ? count : 0;
    return index < 0 || index >= count ? Value::undefined("index out of range")
                                       : items[static_cast<std::size_t>(index)];
}

}  // namespace

Value item(Runtime& runtime, const Value& v, const Value& key) {
    if (v.is_undefined()) {
        fail_undefined(v);
    }
    bool is_index = key.is(Kind::Int) || key.is(Kind::Bool);
    if (v.is(Kind::Dict)) {
        if (const Value* found = find_entry(v.entries(), key)) {
            return *found;
        }
    } else if (is_index && is_sequence(v)) {
        return sequence_at(v, key.as_integer());
    } else if (is_index && v.is(Kind::Text)) {
        return text_at(v, key.as_integer());
    } else if (v.is(Kind::Object) && v.type().lookup != nullptr && key.is(Kind::Text)) {
        if (Value found = v.type().lookup(runtime, v.address(), key.as_text());
            !found.is_undefined()) {
            return found;
        }
    }
    if (key.is(Kind::Text) && !v.is(Kind::Dict)) {
        return attribute(runtime, v, key.as_text());
    }
    return Value::undefined(to_text(runtime, key));
}

namespace {

/// Python's slice.indices(): start, stop and step that fit `count` items.
struct SliceRange {
    std::int64_t start;
    std::int64_t step;
    std::size_t size;
};

std::int64_t clamp_index(const Value& part,
                         std::int64_t otherwise,
                         std::int64_t count,
                         std::int64_t low,
                         std::int64_t high) {
    if (part.is(Kind::None) || part.is_missing()) {
        return otherwise;
    }
    std::int64_t index = to_integer(part, "a slice's part");
    index += index < 0 ? count : 0;
    return std::clamp(index, low, high);
}

SliceRange find_range(const Value& start,
                      const Value& stop,
                      const Value& step,
                      std::int64_t count) {
    std::int64_t stride =
        step.is(Kind::None) || step.is_missing() ? 1 : to_integer(step, "a slice's step");
    if (stride == 0) {
        CallContext::fail("a slice's step cannot be 0");
    }
    std::int64_t low = stride < 0 ? -1 : 0;
    std::int64_t high = stride < 0 ? count - 1 : count;
    std::int64_t from = clamp_index(start, stride < 0 ? high : low, count, low, high);
    std::int64_t to = clamp_index(stop, stride < 0 ? low : high, count, low, high);
    std::int64_t span = stride < 0 ? from - to : to - from;
    std::int64_t width = std::abs(stride);
    return {from, stride, span <= 0 ? 0 : static_cast<std::size_t>((span - 1) / width + 1)};
}

Value slice_text(Runtime& runtime, const Value& v, const SliceRange& range) {
    std::string_view text = v.as_text();
    if (range.step == 1) {
        std::size_t begin = offset_of(text, static_cast<std::size_t>(range.start));
        std::string_view part = text.substr(begin);
        part = part.substr(0, offset_of(part, range.size));
        return v.is_markup() ? Value::markup(part, "part of markup") : Value::text(part);
    }
    auto points = code_points(runtime, v);
    std::string out;
    for (std::size_t i = 0; i < range.size; ++i) {
        out += points[static_cast<std::size_t>(range.start +
                                               static_cast<std::int64_t>(i) * range.step)]
                   .as_text();
    }
    return runtime.text_like(out, v.is_markup());
}

}  // namespace

Value slice(
    Runtime& runtime, const Value& v, const Value& start, const Value& stop, const Value& step) {
    if (v.is(Kind::Text)) {
        return slice_text(
            runtime,
            v,
            find_range(start, stop, step, static_cast<std::int64_t>(length(runtime, v))));
    }
    if (!is_sequence(v)) {
        require_defined(v);
        CallContext::fail(kind_name(v) + " cannot be sliced");
    }
    ItemReader items(v);
    SliceRange range = find_range(start, stop, step, static_cast<std::int64_t>(items.size()));
    auto count = static_cast<std::uint32_t>(range.size);
    Value* part = runtime.arena().make_array<Value>(count);
    for (std::size_t i = 0; i < range.size; ++i) {
        part[i] = items[static_cast<std::size_t>(range.start +
                                                 static_cast<std::int64_t>(i) * range.step)];
    }
    auto* list = runtime.arena().make<ListData>(part, count, count);
    return v.is(Kind::Tuple) ? Value::tuple(list) : Value::list(list);
}

}  // namespace carafe::templates
