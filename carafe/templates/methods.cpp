// Python's methods of text, lists, dicts and dates that templates use.
#include "carafe/templates/filters.hpp"
#include "carafe/templates/functions.hpp"
#include "carafe/templates/loop.hpp"
#include "carafe/templates/operations.hpp"
#include "carafe/templates/unicode.hpp"

namespace carafe::templates {

namespace {

using MethodFunction = Value (*)(Runtime&, const Value&, Args);

struct NamedMethod {
    std::string_view name;
    MethodFunction call;
};

[[noreturn]] void fail_arguments(std::string_view method, std::string_view wanted) {
    CallContext::fail(std::string(method) + "() wants " + std::string(wanted));
}

std::string_view text_argument(Args a, std::size_t i, std::string_view method) {
    if (!a.at(i).is(Kind::Text)) {
        fail_arguments(method, "a text");
    }
    return a.at(i).as_text();
}

Value part_of(const Value& whole, std::string_view part) {
    return whole.is_markup() ? Value::markup(part, "part of markup") : Value::text(part);
}

Value like(Runtime& runtime, const Value& v, std::string_view made) {
    return runtime.text_like(made, v.is_markup());
}

// ---------------------------------------------------------------- text

template <bool left, bool right>
Value strip_method(Runtime&, const Value& v, Args a) {
    std::string_view text = v.as_text();
    if (a.positional_count() == 0 || a.at(0).is(Kind::None)) {
        text = left ? strip_left(text) : text;
        return part_of(v, right ? strip_right(text) : text);
    }
    std::string_view set = text_argument(a, 0, "strip");
    auto in_set = [&](std::string_view one) { return set.find(one) != set.npos; };
    while (left && !text.empty() && in_set(text.substr(0, sequence_length(text[0])))) {
        text.remove_prefix(std::min(sequence_length(text[0]), text.size()));
    }
    while (right && !text.empty()) {
        std::size_t last = offset_of(text, count_code_points(text) - 1);
        if (!in_set(text.substr(last))) {
            break;
        }
        text = text.substr(0, last);
    }
    return part_of(v, text);
}

/// Words between runs of blanks.
Value split_blanks(Runtime& runtime, const Value& v, std::int64_t limit) {
    std::vector<Value> parts;
    std::string_view rest = strip_left(v.as_text());
    while (!rest.empty()) {
        std::size_t end = rest.size();
        if (limit < 0 || static_cast<std::int64_t>(parts.size()) < limit) {
            for (std::size_t at = 0; at < rest.size();) {
                std::size_t begin = at;
                if (is_space(next_code_point(rest, at))) {
                    end = begin;
                    break;
                }
            }
        }
        std::string_view part = rest.substr(0, end);
        parts.push_back(part_of(v, end == rest.size() ? strip_right(part) : part));
        rest = strip_left(rest.substr(end));
    }
    return runtime.list(parts);
}

Value split(Runtime& runtime, const Value& v, Args a) {
    Value separator = a.get(0, "sep");
    Value maximum = a.get(1, "maxsplit");
    std::int64_t limit = maximum.is_undefined() ? -1 : to_integer(maximum, "maxsplit");
    if (separator.is_undefined() || separator.is(Kind::None)) {
        return split_blanks(runtime, v, limit);
    }
    if (!separator.is(Kind::Text) || separator.as_text().empty()) {
        fail_arguments("split", "a separator that is not empty");
    }
    std::vector<Value> parts;
    std::string_view rest = v.as_text();
    std::string_view by = separator.as_text();
    while (limit < 0 || static_cast<std::int64_t>(parts.size()) < limit) {
        std::size_t found = rest.find(by);
        if (found == rest.npos) {
            break;
        }
        parts.push_back(part_of(v, rest.substr(0, found)));
        rest.remove_prefix(found + by.size());
    }
    parts.push_back(part_of(v, rest));
    return runtime.list(parts);
}

Value rsplit(Runtime& runtime, const Value& v, Args a) {
    Value maximum = a.get(1, "maxsplit");
    if (maximum.is_undefined() || !a.get(0, "sep").is(Kind::Text)) {
        return split(runtime, v, a);
    }
    std::string_view by = a.get(0, "sep").as_text();
    std::int64_t limit = to_integer(maximum, "maxsplit");
    std::vector<Value> parts;
    std::string_view rest = v.as_text();
    while (limit < 0 || static_cast<std::int64_t>(parts.size()) < limit) {
        std::size_t found = rest.rfind(by);
        if (found == rest.npos) {
            break;
        }
        parts.push_back(part_of(v, rest.substr(found + by.size())));
        rest = rest.substr(0, found);
    }
    parts.push_back(part_of(v, rest));
    std::reverse(parts.begin(), parts.end());
    return runtime.list(parts);
}

Value splitlines(Runtime& runtime, const Value& v, Args) {
    std::vector<Value> lines;
    std::string_view rest = v.as_text();
    while (!rest.empty()) {
        std::size_t end = std::min(rest.find_first_of("\r\n"), rest.size());
        lines.push_back(part_of(v, rest.substr(0, end)));
        bool pair = rest.substr(end).starts_with("\r\n");
        rest.remove_prefix(std::min(end + (pair ? 2 : 1), rest.size()));
    }
    return runtime.list(lines);
}

Value upper(Runtime& runtime, const Value& v, Args) {
    return like(runtime, v, to_upper(v.as_text()));
}

Value lower(Runtime& runtime, const Value& v, Args) {
    return like(runtime, v, to_lower(v.as_text()));
}

Value capitalize(Runtime& runtime, const Value& v, Args) {
    std::string_view text = v.as_text();
    std::size_t first = text.empty() ? 0 : std::min(sequence_length(text[0]), text.size());
    return like(runtime, v, to_upper(text.substr(0, first)) + to_lower(text.substr(first)));
}

/// str.title(): every run of letters, unlike the filter.
Value title(Runtime& runtime, const Value& v, Args) {
    std::string out;
    bool inside = false;
    std::string_view text = v.as_text();
    for (std::size_t at = 0; at < text.size();) {
        std::size_t begin = at;
        bool letter = is_letter(next_code_point(text, at));
        std::string_view one = text.substr(begin, at - begin);
        out += inside ? to_lower(one) : to_upper(one);
        inside = letter;
    }
    return like(runtime, v, out);
}

Value swapcase(Runtime& runtime, const Value& v, Args) {
    std::string out;
    std::string_view text = v.as_text();
    for (std::size_t at = 0; at < text.size();) {
        std::size_t begin = at;
        next_code_point(text, at);
        std::string_view one = text.substr(begin, at - begin);
        out += is_upper(one) ? to_lower(one) : to_upper(one);
    }
    return like(runtime, v, out);
}

Value replace(Runtime& runtime, const Value& v, Args a) {
    text_argument(a, 0, "replace");
    text_argument(a, 1, "replace");
    std::int64_t count = a.at(2).is_undefined() ? -1 : to_integer(a.at(2), "count");
    return replace_text(runtime, v, a.at(0), a.at(1), count);
}

template <bool at_start>
Value affix(Runtime& runtime, const Value& v, Args a) {
    auto matches = [&](const Value& one) {
        if (!one.is(Kind::Text)) {
            fail_arguments(at_start ? "startswith" : "endswith", "a text");
        }
        return at_start ? v.as_text().starts_with(one.as_text())
                        : v.as_text().ends_with(one.as_text());
    };
    if (a.at(0).is(Kind::Tuple)) {
        auto all = items_of(runtime, a.at(0));
        return Value::boolean(std::any_of(all.begin(), all.end(), matches));
    }
    return Value::boolean(matches(a.at(0)));
}

Value join(Runtime& runtime, const Value& v, Args a) {
    std::vector<Value> parts;
    for (const Value& one : items_of(runtime, a.at(0))) {
        if (!one.is(Kind::Text)) {
            fail_arguments("join", "a list of texts, not of " + kind_name(one));
        }
        if (!parts.empty()) {
            parts.push_back(v);
        }
        parts.push_back(v.is_markup() ? one : Value::text(one.as_text()));
    }
    Value joined = concat(runtime, parts);
    return v.is_markup()
               ? Value::markup(joined.is_markup() ? joined.as_text() : to_markup(runtime, joined),
                               "joined markup")
               : joined;
}

Value format(Runtime& runtime, const Value& v, Args a) {
    return format_braces(runtime, v, a);
}

std::size_t count_of(std::string_view text, std::string_view part) {
    if (part.empty()) {
        return count_code_points(text) + 1;
    }
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != text.npos;
         at = text.find(part, at + part.size())) {
        ++count;
    }
    return count;
}

Value count(Runtime&, const Value& v, Args a) {
    return Value::integer(
        static_cast<std::int64_t>(count_of(v.as_text(), text_argument(a, 0, "count"))));
}

std::int64_t position_of(std::string_view text, std::size_t found) {
    return found == text.npos ? -1
                              : static_cast<std::int64_t>(count_code_points(text.substr(0, found)));
}

Value find(Runtime&, const Value& v, Args a) {
    return Value::integer(position_of(v.as_text(), v.as_text().find(text_argument(a, 0, "find"))));
}

Value rfind(Runtime&, const Value& v, Args a) {
    return Value::integer(
        position_of(v.as_text(), v.as_text().rfind(text_argument(a, 0, "rfind"))));
}

Value index_of_text(Runtime& runtime, const Value& v, Args a) {
    Value found = find(runtime, v, a);
    if (found.as_integer() < 0) {
        CallContext::fail("substring not found");
    }
    return found;
}

template <int alignment>  // -1 ljust, 0 center, 1 rjust
Value justify(Runtime& runtime, const Value& v, Args a) {
    auto width = static_cast<std::size_t>(
        std::clamp<std::int64_t>(to_integer(a.at(0), "width"), 0, 100'000));
    std::string fill(a.at(1).is(Kind::Text) ? a.at(1).as_text() : std::string_view(" "));
    std::size_t size = count_code_points(v.as_text());
    std::size_t missing = width > size ? width - size : 0;
    std::size_t left = alignment < 0   ? 0
                       : alignment > 0 ? missing
                                       : missing / 2 + (missing & width & 1);
    std::string out;
    for (std::size_t i = 0; i < left; ++i) {
        out += fill;
    }
    out += v.as_text();
    for (std::size_t i = left; i < missing; ++i) {
        out += fill;
    }
    return like(runtime, v, out);
}

Value zfill(Runtime& runtime, const Value& v, Args a) {
    auto width = static_cast<std::size_t>(
        std::clamp<std::int64_t>(to_integer(a.at(0), "width"), 0, 100'000));
    std::string text(v.as_text());
    std::size_t size = count_code_points(text);
    std::size_t sign = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
    if (size < width) {
        text.insert(sign, width - size, '0');
    }
    return like(runtime, v, text);
}

Value partition(Runtime& runtime, const Value& v, Args a) {
    std::string_view by = text_argument(a, 0, "partition");
    std::string_view text = v.as_text();
    std::size_t found = by.empty() ? text.npos : text.find(by);
    bool any = found != text.npos;
    const Value parts[] = {part_of(v, text.substr(0, found)),
                           part_of(v, any ? by : ""),
                           part_of(v, any ? text.substr(found + by.size()) : "")};
    return runtime.tuple(parts);
}

template <bool (*matches)(std::uint32_t)>
Value all_of(Runtime&, const Value& v, Args) {
    std::string_view text = v.as_text();
    for (std::size_t at = 0; at < text.size();) {
        if (!matches(next_code_point(text, at))) {
            return Value::boolean(false);
        }
    }
    return Value::boolean(!text.empty());
}

bool is_digit(std::uint32_t code) {
    return code >= '0' && code <= '9';
}

bool is_letter_or_digit(std::uint32_t code) {
    return is_letter(code) || is_digit(code);
}

Value is_upper_method(Runtime&, const Value& v, Args) {
    return Value::boolean(is_upper(v.as_text()));
}

Value is_lower_method(Runtime&, const Value& v, Args) {
    return Value::boolean(is_lower(v.as_text()));
}

template <bool at_start>
Value remove_affix(Runtime&, const Value& v, Args a) {
    std::string_view affix_text = text_argument(a, 0, "removeprefix");
    std::string_view text = v.as_text();
    if (at_start && text.starts_with(affix_text)) {
        text.remove_prefix(affix_text.size());
    } else if (!at_start && text.ends_with(affix_text)) {
        text.remove_suffix(affix_text.size());
    }
    return part_of(v, text);
}

Value striptags_method(Runtime& runtime, const Value& v, Args) {
    return runtime.text(strip_tags(v.as_text()));
}

constexpr NamedMethod kTextMethods[] = {
    {"strip", &strip_method<true, true>},
    {"lstrip", &strip_method<true, false>},
    {"rstrip", &strip_method<false, true>},
    {"split", &split},
    {"rsplit", &rsplit},
    {"splitlines", &splitlines},
    {"upper", &upper},
    {"lower", &lower},
    {"casefold", &lower},
    {"capitalize", &capitalize},
    {"title", &title},
    {"swapcase", &swapcase},
    {"replace", &replace},
    {"startswith", &affix<true>},
    {"endswith", &affix<false>},
    {"removeprefix", &remove_affix<true>},
    {"removesuffix", &remove_affix<false>},
    {"join", &join},
    {"format", &format},
    {"count", &count},
    {"find", &find},
    {"rfind", &rfind},
    {"index", &index_of_text},
    {"ljust", &justify<-1>},
    {"center", &justify<0>},
    {"rjust", &justify<1>},
    {"zfill", &zfill},
    {"partition", &partition},
    {"isdigit", &all_of<is_digit>},
    {"isdecimal", &all_of<is_digit>},
    {"isnumeric", &all_of<is_digit>},
    {"isalpha", &all_of<is_letter>},
    {"isalnum", &all_of<is_letter_or_digit>},
    {"isspace", &all_of<is_space>},
    {"isupper", &is_upper_method},
    {"islower", &is_lower_method},
    {"striptags", &striptags_method},
};

// ---------------------------------------------------------------- dicts

DictData& edit_dict(const Value& v) {
    return const_cast<DictData&>(v.entries());
}

template <bool keys, bool values>
Value dict_view(Runtime& runtime, const Value& v, Args) {
    auto entries = v.entries().view();
    Value* items = runtime.arena().make_array<Value>(entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const Value pair[] = {entries[i].key, entries[i].value};
        items[i] = keys && values ? runtime.tuple(pair) : keys ? entries[i].key : entries[i].value;
    }
    auto size = static_cast<std::uint32_t>(entries.size());
    return Value::list(runtime.arena().make<ListData>(items, size, size));
}

Value dict_get(Runtime&, const Value& v, Args a) {
    if (a.positional_count() == 0) {
        fail_arguments("get", "a key");
    }
    const Value* found = find_entry(v.entries(), a.at(0));
    return found != nullptr ? *found : a.positional_count() > 1 ? a.at(1) : Value::none();
}

Value dict_setdefault(Runtime& runtime, const Value& v, Args a) {
    if (const Value* found = find_entry(v.entries(), a.at(0))) {
        return *found;
    }
    Value value = a.positional_count() > 1 ? a.at(1) : Value::none();
    set_entry(runtime.arena(), edit_dict(v), a.at(0), value);
    return value;
}

Value dict_update(Runtime& runtime, const Value& v, Args a) {
    if (a.at(0).is(Kind::Dict)) {
        for (const auto& entry : a.at(0).entries().view()) {
            set_entry(runtime.arena(), edit_dict(v), entry.key, entry.value);
        }
    }
    for (std::string_view name : a.names) {
        set_entry(runtime.arena(), edit_dict(v), Value::text(name), *a.find(name));
    }
    return Value::none();
}

Value dict_copy(Runtime& runtime, const Value& v, Args) {
    auto* copy = runtime.arena().make<DictData>();
    for (const auto& entry : v.entries().view()) {
        set_entry(runtime.arena(), *copy, entry.key, entry.value);
    }
    return Value::dict(copy);
}

constexpr NamedMethod kDictMethods[] = {
    {"items", &dict_view<true, true>},
    {"keys", &dict_view<true, false>},
    {"values", &dict_view<false, true>},
    {"get", &dict_get},
    {"setdefault", &dict_setdefault},
    {"update", &dict_update},
    {"copy", &dict_copy},
};

// ---------------------------------------------------------------- maps of C++

Value map_items(Runtime& runtime, const Value& v, bool keys, bool values) {
    std::vector<Value> all;
    for (const Value& key : items_of(runtime, v)) {
        Value value = v.type().lookup(runtime, v.address(), key.as_text());
        const Value pair[] = {key, value};
        all.push_back(keys && values ? runtime.tuple(pair) : keys ? key : value);
    }
    return runtime.list(all);
}

Value call_map_method(Runtime& runtime, const Value& v, std::string_view name, Args a) {
    if (v.type().iterate != nullptr && (name == "items" || name == "keys" || name == "values")) {
        return map_items(runtime, v, name != "values", name != "keys");
    }
    if (name == "get" && a.at(0).is(Kind::Text)) {
        Value found = v.type().lookup(runtime, v.address(), a.at(0).as_text());
        return !found.is_undefined() ? found : a.positional_count() > 1 ? a.at(1) : Value::none();
    }
    return Value::missing();
}

// ---------------------------------------------------------------- lists

ListData& edit_list(const Value& v) {
    return const_cast<ListData&>(v.items());
}

Value list_append(Runtime& runtime, const Value& v, Args a) {
    append_item(runtime.arena(), edit_list(v), a.at(0));
    return Value::none();
}

Value list_extend(Runtime& runtime, const Value& v, Args a) {
    auto more = items_of(runtime, a.at(0));
    for (std::size_t i = 0, count = more.size(); i < count; ++i) {
        append_item(runtime.arena(), edit_list(v), more[i]);
    }
    return Value::none();
}

Value list_insert(Runtime& runtime, const Value& v, Args a) {
    ListData& list = edit_list(v);
    auto count = static_cast<std::int64_t>(list.count);
    std::int64_t at = to_integer(a.at(0), "index");
    at = std::clamp<std::int64_t>(at < 0 ? at + count : at, 0, count);
    append_item(runtime.arena(), list, a.at(1));
    std::rotate(list.items + at, list.items + count, list.items + count + 1);
    return Value::none();
}

Value list_pop(Runtime&, const Value& v, Args a) {
    ListData& list = edit_list(v);
    auto count = static_cast<std::int64_t>(list.count);
    std::int64_t at = a.at(0).is_undefined() ? count - 1 : to_integer(a.at(0), "index");
    at += at < 0 ? count : 0;
    if (at < 0 || at >= count) {
        CallContext::fail("pop from an empty list or out of range");
    }
    Value popped = list.items[at];
    std::copy(list.items + at + 1, list.items + count, list.items + at);
    --list.count;
    return popped;
}

Value list_reverse(Runtime&, const Value& v, Args) {
    std::reverse(edit_list(v).items, edit_list(v).items + v.items().count);
    return Value::none();
}

Value list_sort(Runtime&, const Value& v, Args) {
    std::stable_sort(edit_list(v).items,
                     edit_list(v).items + v.items().count,
                     [](const Value& x, const Value& y) { return compare(x, y) < 0; });
    return Value::none();
}

std::size_t index_in(std::span<const Value> items, const Value& wanted) {
    auto found = std::find_if(
        items.begin(), items.end(), [&](const Value& one) { return equals(one, wanted); });
    return static_cast<std::size_t>(found - items.begin());
}

Value list_remove(Runtime& runtime, const Value& v, Args a) {
    std::size_t at = index_in(v.items().view(), a.at(0));
    if (at == v.items().count) {
        CallContext::fail("remove: value is not in the list");
    }
    Value index = Value::integer(static_cast<std::int64_t>(at));
    list_pop(runtime, v, {{&index, 1}, {}});
    return Value::none();
}

Value list_index(Runtime& runtime, const Value& v, Args a) {
    auto items = items_of(runtime, v);
    std::size_t at = index_in(items, a.at(0));
    if (at == items.size()) {
        CallContext::fail("value is not in the list");
    }
    return Value::integer(static_cast<std::int64_t>(at));
}

Value list_count(Runtime& runtime, const Value& v, Args a) {
    auto items = items_of(runtime, v);
    return Value::integer(std::count_if(
        items.begin(), items.end(), [&](const Value& one) { return equals(one, a.at(0)); }));
}

constexpr NamedMethod kSequenceMethods[] = {{"index", &list_index}, {"count", &list_count}};
constexpr NamedMethod kListMethods[] = {
    {"append", &list_append},
    {"extend", &list_extend},
    {"insert", &list_insert},
    {"pop", &list_pop},
    {"reverse", &list_reverse},
    {"sort", &list_sort},
    {"remove", &list_remove},
};

// ---------------------------------------------------------------- dates

Value date_strftime(Runtime& runtime, const Value& v, Args a) {
    return runtime.text(format_date(v, text_argument(a, 0, "strftime")));
}

Value date_isoformat(Runtime& runtime, const Value& v, Args) {
    if (v.is(Kind::Timestamp)) {
        return runtime.text(format_iso(Timestamp{v.as_integer()}));
    }
    return Value::text(to_text(runtime, v));
}

Value date_weekday(Runtime&, const Value& v, Args) {
    Date date = v.is(Kind::Timestamp) ? utc_date({v.as_integer()})
                                      : Date{static_cast<std::int32_t>(v.as_integer())};
    return Value::integer((static_cast<std::int64_t>(weekday(date)) + 6) % 7);
}

Value timestamp_date(Runtime&, const Value& v, Args) {
    Date date = v.is(Kind::Timestamp) ? utc_date({v.as_integer()})
                                      : Date{static_cast<std::int32_t>(v.as_integer())};
    return Value::scalar(Kind::Date, date.days);
}

constexpr NamedMethod kDateMethods[] = {{"strftime", &date_strftime},
                                        {"isoformat", &date_isoformat}};
constexpr NamedMethod kDayMethods[] = {{"weekday", &date_weekday}, {"date", &timestamp_date}};

// ----------------------------------------------------------------

template <std::size_t n>
MethodFunction find_method(const NamedMethod (&methods)[n], std::string_view name) {
    for (const NamedMethod& method : methods) {
        if (method.name == name) {
            return method.call;
        }
    }
    return nullptr;
}

MethodFunction find_builtin(const Value& v, std::string_view name) {
    switch (v.kind()) {
        case Kind::Text:
            return find_method(kTextMethods, name);
        case Kind::Dict:
            return find_method(kDictMethods, name);
        case Kind::List:
            if (MethodFunction found = find_method(kListMethods, name)) {
                return found;
            }
            [[fallthrough]];
        case Kind::Tuple:
        case Kind::Sequence:
            return find_method(kSequenceMethods, name);
        case Kind::Date:
        case Kind::Timestamp:
            if (MethodFunction found = find_method(kDayMethods, name)) {
                return found;
            }
            [[fallthrough]];
        case Kind::TimeOfDay:
            return find_method(kDateMethods, name);
        default:
            return nullptr;
    }
}

}  // namespace

Value call_method(Runtime& runtime, const Value& v, std::string_view name, Args arguments) {
    require_defined(v);
    if (MethodFunction builtin = find_builtin(v, name)) {
        return builtin(runtime, v, arguments);
    }
    if (v.is(Kind::Object)) {
        const Type& type = v.type();
        if (const Method* method = type.find_method(name);
            method != nullptr && !method->is_property) {
            if (!method->takes_arguments && !arguments.values.empty()) {
                CallContext::fail("'" + std::string(name) + "' takes no argument");
            }
            return method->invoke(runtime, v.address(), *method, arguments);
        }
        return type.lookup != nullptr ? call_map_method(runtime, v, name, arguments)
                                      : Value::missing();
    }
    if (is_engine(v, EngineKind::Loop)) {
        return call_loop(runtime,
                         *const_cast<LoopState*>(static_cast<const LoopState*>(v.address())),
                         name,
                         arguments);
    }
    return is_engine(v, EngineKind::Cycler) ? call_cycler(v, name) : Value::missing();
}

}  // namespace carafe::templates
