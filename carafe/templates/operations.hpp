// What values do: truth, comparison, arithmetic, attributes, items, slices, iteration, and Python's
// str() and repr(). Everything that fails throws CallError; the renderer adds the place.
#pragma once
#include "carafe/templates/runtime.hpp"

#include <string>

namespace carafe::templates {

// ---- questions

/// Like Python's bool(); an undefined value is an error in strict mode.
bool truth(Runtime& runtime, const Value& v);
/// `==`; never an error. 1 == 1.0 == true; undefined equals undefined only.
bool equals(const Value& a, const Value& b);
/// Negative, 0 or positive for `<`, `==`, `>`. @throws CallError for kinds that have no order.
int compare(const Value& a, const Value& b);
/// `needle in haystack`.
bool contains(Runtime& runtime, const Value& haystack, const Value& needle);
/// Number of items or code points. @throws CallError for what has no length.
std::size_t length(Runtime& runtime, const Value& v);
bool is_number(const Value& v);
/// @throws CallError naming it when `v` is undefined.
void require_defined(const Value& v);
bool is_iterable(const Value& v);
/// "text", "int", "Task" …, for messages.
std::string kind_name(const Value& v);

// ---- arithmetic

enum class Operator : std::uint8_t { Add, Subtract, Multiply, Divide, FloorDivide, Modulo, Power };

/// int64 with overflow checked; division floors as Python's; texts, lists, Money and dates where
/// they make sense.
Value arithmetic(Runtime& runtime, Operator op, const Value& a, const Value& b);
Value negate(const Value& v);
/// `a ~ b`: joined as text; the result is markup when a part is, and escapes the others then.
/// @param with_markup  off where autoescape is off: then markup is text like any other.
Value concat(Runtime& runtime, std::span<const Value> parts, bool with_markup = true);
/// The number as a double. REQUIRES: is_number.
double as_double(const Value& v);
/// An integer argument. @throws CallError naming `what`.
std::int64_t to_integer(const Value& v, std::string_view what);

// ---- parts

/// `v.name`: field, method, key, in this order; undefined when there is none. Error when `v` is
/// undefined.
Value attribute(Runtime& runtime, const Value& v, std::string_view name);
/// `v[key]`: key or index, then attribute; undefined when there is none.
Value item(Runtime& runtime, const Value& v, const Value& key);
/// `v[start:stop:step]`, each part may be None.
Value slice(
    Runtime& runtime, const Value& v, const Value& start, const Value& stop, const Value& step);
/// Calls a method of `v` that the language has (str, list, dict methods) or its Type lists.
/// @return missing() when there is none of that name.
Value call_method(Runtime& runtime, const Value& v, std::string_view name, Args arguments);

/// All items in order: of lists themselves, of texts their code points, of dicts their keys.
/// @throws CallError for what cannot be looped over.
std::span<const Value> items_of(Runtime& runtime, const Value& v);

const Value* find_entry(const DictData& dict, const Value& key);
void set_entry(Arena& arena, DictData& dict, const Value& key, const Value& value);
void append_item(Arena& arena, ListData& list, const Value& item);
std::size_t hash_of(const Value& v);

// ---- text

/// Python's str(), into `out`, unescaped. @throws CallError for objects without `print`.
void print(Runtime& runtime, Buffer& out, const Value& v);
/// Python's repr(): quoted texts.
void print_repr(Runtime& runtime, Buffer& out, const Value& v);
/// str() as a view: of texts themselves, else in the arena.
std::string_view to_text(Runtime& runtime, const Value& v);
/// str(), escaped unless it is markup, as every `{{ }}` prints it.
void emit(Runtime& runtime, Buffer& out, const Value& v, bool escaping);
/// The value as markup: escaped unless it is markup already (Markup.escape).
std::string_view to_markup(Runtime& runtime, const Value& v);

void print_integer(Buffer& out, std::int64_t i);
/// Shortest digits that read back as the same number, in Python's form: 1.0, 1e+16, 1e-05.
void print_float(Buffer& out, double d);
/// `precision` digits behind the point, rounded half to even on the exact value as C's "%.*f".
void print_fixed(Buffer& out, double d, int precision);

// ---- formats

/// `"%s of %03d" % …`; named arguments serve %(name)s.
Value format_percent(Runtime& runtime, const Value& pattern, Args arguments);
/// `"{0} {name:>5}".format(…)`.
Value format_braces(Runtime& runtime, const Value& pattern, Args arguments);

}  // namespace carafe::templates
