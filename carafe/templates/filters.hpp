// The tables of filters and tests; each file of filters/ adds its own.
#pragma once
#include "carafe/templates/environment.hpp"
#include "carafe/templates/operations.hpp"

namespace carafe::templates {

void add_text_filters(Environment& environment);
void add_list_filters(Environment& environment);
void add_number_filters(Environment& environment);
void add_html_filters(Environment& environment);
void add_date_filters(Environment& environment);
void add_standard_tests(Environment& environment);

/// A filter of this room as the environment wants it: arguments are arranged, so values[i] is
/// parameter i, values[0] what is filtered, and missing() what was left out.
template <Value (*filter)(Runtime&, std::span<const Value>)>
Value plain(CallContext& context, Args arguments) {
    return filter(static_cast<Runtime&>(context), arguments.values);
}

/// For filters that take free names too.
template <Value (*filter)(Runtime&, Args)>
Value with_names(CallContext& context, Args arguments) {
    return filter(static_cast<Runtime&>(context), arguments);
}

inline bool is_given(const Value& v) {
    return !v.is_missing();
}

inline bool is_none(const Value& v) {
    return v.is(Kind::None) || v.is_missing();
}

inline std::int64_t integer_or(const Value& v, std::int64_t otherwise, std::string_view what) {
    return is_none(v) ? otherwise : to_integer(v, what);
}

inline bool flag_or(Runtime& runtime, const Value& v, bool otherwise) {
    return is_given(v) ? truth(runtime, v) : otherwise;
}

inline std::string_view text_or(Runtime& runtime, const Value& v, std::string_view otherwise) {
    return is_given(v) ? to_text(runtime, v) : otherwise;
}

/// `value.a.b.0`, as the attribute argument of map, sort and their kin says; undefined when there
/// is none.
Value find_path(Runtime& runtime, const Value& value, const Value& path);
/// The text in lower case; other values unchanged.
Value ignore_case(Runtime& runtime, const Value& value);
/// printf-like date formats: %Y %m %d %H %M %S %b %B %a %A %j %y %p %I %-d …
std::string format_date(const Value& value, std::string_view format);
/// JSON, with keys sorted and < > & ' written as escapes, so that it can stand in a script or
/// attribute.
void print_json(Runtime& runtime, Buffer& out, const Value& value, int indent, int depth = 0);
/// Percent-encoding; '/' stays.
std::string quote_url(std::string_view text, bool for_query);
/// str.replace; of markup both arguments are escaped. @param count  at most, negative for all.
Value replace_text(
    Runtime& runtime, const Value& text, const Value& old, const Value& with, std::int64_t count);
/// Text without tags and comments, blanks joined, entities decoded.
std::string strip_tags(std::string_view html);

}  // namespace carafe::templates
