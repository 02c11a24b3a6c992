// What stands behind `is`.
#include "carafe/templates/filters.hpp"
#include "carafe/templates/unicode.hpp"

namespace carafe::templates {

namespace {

using Values = std::span<const Value>;

template <bool (*test)(Runtime&, Values)>
Value as_bool(CallContext& context, Args arguments) {
    return Value::boolean(test(static_cast<Runtime&>(context), arguments.values));
}

bool is_defined(Runtime&, Values a) {
    return !a[0].is_undefined();
}

bool is_undefined(Runtime&, Values a) {
    return a[0].is_undefined();
}

bool is_none(Runtime&, Values a) {
    return a[0].is(Kind::None);
}

bool is_boolean(Runtime&, Values a) {
    return a[0].is(Kind::Bool);
}

bool is_true(Runtime&, Values a) {
    return a[0].is(Kind::Bool) && a[0].as_integer() != 0;
}

bool is_false(Runtime&, Values a) {
    return a[0].is(Kind::Bool) && a[0].as_integer() == 0;
}

bool is_integer(Runtime&, Values a) {
    return a[0].is(Kind::Int);
}

bool is_float(Runtime&, Values a) {
    return a[0].is(Kind::Float);
}

bool is_any_number(Runtime&, Values a) {
    return is_number(a[0]);
}

bool is_string(Runtime&, Values a) {
    return a[0].is(Kind::Text);
}

bool is_mapping(Runtime&, Values a) {
    return a[0].is(Kind::Dict) || (a[0].is(Kind::Object) && a[0].type().lookup != nullptr);
}

bool is_sequence(Runtime&, Values a) {
    return is_iterable(a[0]);
}

bool can_iterate(Runtime&, Values a) {
    return is_iterable(a[0]);
}

bool is_escaped(Runtime&, Values a) {
    return a[0].is_markup();
}

bool is_callable(Runtime&, Values a) {
    return a[0].is(Kind::BoundMethod) || (a[0].is(Kind::Object) && a[0].type().call != nullptr) ||
           (a[0].is(Kind::Engine) && !is_engine(a[0], EngineKind::Namespace) &&
            !is_engine(a[0], EngineKind::Loop));
}

/// v % 2, as the original computes it: 2.5 is neither odd nor even.
double parity(Runtime& runtime, const Value& v) {
    return as_double(arithmetic(runtime, Operator::Modulo, v, Value::integer(2)));
}

bool is_odd(Runtime& runtime, Values a) {
    return parity(runtime, a[0]) == 1;
}

bool is_even(Runtime& runtime, Values a) {
    return parity(runtime, a[0]) == 0;
}

bool is_divisible(Runtime& runtime, Values a) {
    Value rest = arithmetic(runtime, Operator::Modulo, a[0], a[1]);
    return rest.is(Kind::Float) ? rest.as_real() == 0 : rest.as_integer() == 0;
}

bool is_lower_text(Runtime& runtime, Values a) {
    return is_lower(to_text(runtime, a[0]));
}

bool is_upper_text(Runtime& runtime, Values a) {
    return is_upper(to_text(runtime, a[0]));
}

bool is_equal(Runtime&, Values a) {
    return equals(a[0], a[1]);
}

bool is_unequal(Runtime&, Values a) {
    return !equals(a[0], a[1]);
}

bool is_less(Runtime&, Values a) {
    return compare(a[0], a[1]) < 0;
}

bool is_at_most(Runtime&, Values a) {
    return compare(a[0], a[1]) <= 0;
}

bool is_greater(Runtime&, Values a) {
    return compare(a[0], a[1]) > 0;
}

bool is_at_least(Runtime&, Values a) {
    return compare(a[0], a[1]) >= 0;
}

bool is_in(Runtime& runtime, Values a) {
    return contains(runtime, a[1], a[0]);
}

bool is_same(Runtime&, Values a) {
    return a[0].kind() == a[1].kind() && equals(a[0], a[1]);
}

bool is_filter(Runtime& runtime, Values a) {
    return runtime.environment.find_filter(to_text(runtime, a[0])) != nullptr;
}

bool is_test(Runtime& runtime, Values a) {
    return runtime.environment.find_test(to_text(runtime, a[0])) != nullptr;
}

}  // namespace

void add_standard_tests(Environment& environment) {
    const Callable kTests[] = {
        {.name = "defined", .function = &as_bool<is_defined>, .parameters = ""},
        {.name = "undefined", .function = &as_bool<is_undefined>, .parameters = ""},
        {.name = "none", .function = &as_bool<is_none>, .parameters = ""},
        {.name = "boolean", .function = &as_bool<is_boolean>, .parameters = ""},
        {.name = "true", .function = &as_bool<is_true>, .parameters = ""},
        {.name = "false", .function = &as_bool<is_false>, .parameters = ""},
        {.name = "integer", .function = &as_bool<is_integer>, .parameters = ""},
        {.name = "float", .function = &as_bool<is_float>, .parameters = ""},
        {.name = "number", .function = &as_bool<is_any_number>, .parameters = ""},
        {.name = "string", .function = &as_bool<is_string>, .parameters = ""},
        {.name = "mapping", .function = &as_bool<is_mapping>, .parameters = ""},
        {.name = "sequence", .function = &as_bool<is_sequence>, .parameters = ""},
        {.name = "iterable", .function = &as_bool<can_iterate>, .parameters = ""},
        {.name = "escaped", .function = &as_bool<is_escaped>, .parameters = ""},
        {.name = "callable", .function = &as_bool<is_callable>, .parameters = ""},
        {.name = "odd", .function = &as_bool<is_odd>, .parameters = ""},
        {.name = "even", .function = &as_bool<is_even>, .parameters = ""},
        {.name = "divisibleby", .function = &as_bool<is_divisible>, .parameters = "num"},
        {.name = "lower", .function = &as_bool<is_lower_text>, .parameters = ""},
        {.name = "upper", .function = &as_bool<is_upper_text>, .parameters = ""},
        {.name = "eq", .function = &as_bool<is_equal>, .parameters = "other"},
        {.name = "equalto", .function = &as_bool<is_equal>, .parameters = "other"},
        {.name = "==", .function = &as_bool<is_equal>, .parameters = "other"},
        {.name = "ne", .function = &as_bool<is_unequal>, .parameters = "other"},
        {.name = "!=", .function = &as_bool<is_unequal>, .parameters = "other"},
        {.name = "lt", .function = &as_bool<is_less>, .parameters = "other"},
        {.name = "lessthan", .function = &as_bool<is_less>, .parameters = "other"},
        {.name = "<", .function = &as_bool<is_less>, .parameters = "other"},
        {.name = "le", .function = &as_bool<is_at_most>, .parameters = "other"},
        {.name = "<=", .function = &as_bool<is_at_most>, .parameters = "other"},
        {.name = "gt", .function = &as_bool<is_greater>, .parameters = "other"},
        {.name = "greaterthan", .function = &as_bool<is_greater>, .parameters = "other"},
        {.name = ">", .function = &as_bool<is_greater>, .parameters = "other"},
        {.name = "ge", .function = &as_bool<is_at_least>, .parameters = "other"},
        {.name = ">=", .function = &as_bool<is_at_least>, .parameters = "other"},
        {.name = "in", .function = &as_bool<is_in>, .parameters = "seq"},
        {.name = "sameas", .function = &as_bool<is_same>, .parameters = "other"},
        {.name = "filter", .function = &as_bool<is_filter>, .parameters = ""},
        {.name = "test", .function = &as_bool<is_test>, .parameters = ""},
    };
    for (const Callable& test : kTests) {
        environment.add_test(test);
    }
}

}  // namespace carafe::templates
