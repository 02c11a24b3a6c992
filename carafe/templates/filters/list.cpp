// Filters over lists, dicts and their items.
#include "carafe/base/numbers.hpp"
#include "carafe/templates/filters.hpp"
#include "carafe/templates/unicode.hpp"

#include <random>

namespace carafe::templates {

Value find_path(Runtime& runtime, const Value& value, const Value& path) {
    if (is_none(path)) {
        return value;
    }
    if (!path.is(Kind::Text)) {
        return item(runtime, value, path);
    }
    Value current = value;
    std::string_view rest = path.as_text();
    while (!rest.empty()) {
        std::size_t dot = std::min(rest.find('.'), rest.size());
        std::string_view part = rest.substr(0, dot);
        auto index = parse_decimal<std::int64_t>(part, 0);
        current = item(runtime, current, index ? Value::integer(*index) : Value::text(part));
        rest.remove_prefix(std::min(dot + 1, rest.size()));
    }
    return current;
}

Value ignore_case(Runtime& runtime, const Value& value) {
    return value.is(Kind::Text) ? runtime.text(to_lower(value.as_text())) : value;
}

namespace {

using Values = std::span<const Value>;

/// A list that grows in the arena.
class ListMaker {
  public:
    explicit ListMaker(Runtime& runtime)
        : runtime_(runtime), list_(runtime.arena().make<ListData>()) {}

    void add(const Value& v) { append_item(runtime_.arena(), *list_, v); }

    Value value() const { return Value::list(list_); }

    std::size_t size() const { return list_->count; }

    Value* begin() { return list_->items; }

    Value* end() { return list_->items + list_->count; }

  private:
    Runtime& runtime_;
    ListData* list_;
};

Value make_tuple(Runtime& runtime, std::initializer_list<Value> items) {
    return runtime.tuple({items.begin(), items.size()});
}

ListMaker copy_items(Runtime& runtime, const Value& v) {
    ListMaker list(runtime);
    for (const Value& one : items_of(runtime, v)) {
        list.add(one);
    }
    return list;
}

Value first(Runtime& runtime, Values a) {
    auto items = items_of(runtime, a[0]);
    return items.empty() ? Value::undefined("first of an empty list") : items.front();
}

Value last(Runtime& runtime, Values a) {
    auto items = items_of(runtime, a[0]);
    return items.empty() ? Value::undefined("last of an empty list") : items.back();
}

Value count(Runtime& runtime, Values a) {
    return Value::integer(static_cast<std::int64_t>(length(runtime, a[0])));
}

Value list(Runtime& runtime, Values a) {
    return copy_items(runtime, a[0]).value();
}

Value random(Runtime& runtime, Values a) {
    auto items = items_of(runtime, a[0]);
    if (items.empty()) {
        return Value::undefined("random item of an empty list");
    }
    return items[std::random_device{}() % items.size()];
}

Value reverse(Runtime& runtime, Values a) {
    if (a[0].is(Kind::Text)) {
        return slice(runtime, a[0], Value::none(), Value::none(), Value::integer(-1));
    }
    ListMaker copy = copy_items(runtime, a[0]);
    std::reverse(copy.begin(), copy.end());
    return copy.value();
}

/// Values to sort by: each item's path, without case unless told otherwise.
struct Keyed {
    Value key;
    Value value;
};

std::vector<Keyed> key_items(Runtime& runtime,
                             const Value& v,
                             const Value& path,
                             const Value& default_value,
                             bool with_case) {
    std::vector<Keyed> keyed;
    for (const Value& one : items_of(runtime, v)) {
        Value key = find_path(runtime, one, path);
        if (key.is_undefined() && is_given(default_value)) {
            key = default_value;
        }
        keyed.push_back({with_case ? key : ignore_case(runtime, key), one});
    }
    runtime.spend(keyed.size());
    return keyed;
}

void sort_keyed(std::vector<Keyed>& keyed, bool backwards) {
    std::stable_sort(keyed.begin(), keyed.end(), [&](const Keyed& x, const Keyed& y) {
        return backwards ? compare(y.key, x.key) < 0 : compare(x.key, y.key) < 0;
    });
}

/// attribute='a,b' sorts by several paths.
Value sort_key(Runtime& runtime, const Value& one, std::string_view paths, bool with_case) {
    ListMaker keys(runtime);
    while (!paths.empty()) {
        std::size_t comma = std::min(paths.find(','), paths.size());
        Value key = find_path(runtime, one, Value::text(paths.substr(0, comma)));
        keys.add(with_case ? key : ignore_case(runtime, key));
        paths.remove_prefix(std::min(comma + 1, paths.size()));
    }
    return keys.value();
}

Value sort(Runtime& runtime, Values a) {
    bool backwards = flag_or(runtime, a[1], false);
    bool with_case = flag_or(runtime, a[2], false);
    std::vector<Keyed> keyed;
    bool several = a[3].is(Kind::Text) && a[3].as_text().find(',') != std::string_view::npos;
    if (several) {
        for (const Value& one : items_of(runtime, a[0])) {
            keyed.push_back({sort_key(runtime, one, a[3].as_text(), with_case), one});
        }
    } else {
        keyed = key_items(runtime, a[0], a[3], Value::missing(), with_case);
    }
    sort_keyed(keyed, backwards);
    ListMaker sorted(runtime);
    for (const Keyed& one : keyed) {
        sorted.add(one.value);
    }
    return sorted.value();
}

Value unique(Runtime& runtime, Values a) {
    ListMaker result(runtime);
    auto* seen = runtime.arena().make<DictData>();
    for (const Keyed& one :
         key_items(runtime, a[0], a[2], Value::missing(), flag_or(runtime, a[1], false))) {
        if (one.key.is(Kind::List) || one.key.is(Kind::Dict)) {
            CallContext::fail("unique cannot compare a " + kind_name(one.key));
        }
        if (find_entry(*seen, one.key) == nullptr) {
            set_entry(runtime.arena(), *seen, one.key, Value::none());
            result.add(one.value);
        }
    }
    return result.value();
}

Value extreme(Runtime& runtime, Values a, int sign) {
    auto keyed = key_items(runtime, a[0], a[2], Value::missing(), flag_or(runtime, a[1], false));
    if (keyed.empty()) {
        return Value::undefined("smallest or largest of an empty list");
    }
    const Keyed* best = &keyed.front();
    for (const Keyed& one : keyed) {
        if (compare(one.key, best->key) * sign > 0) {
            best = &one;
        }
    }
    return best->value;
}

Value min(Runtime& runtime, Values a) {
    return extreme(runtime, a, -1);
}

Value max(Runtime& runtime, Values a) {
    return extreme(runtime, a, 1);
}

Value sum(Runtime& runtime, Values a) {
    auto items = items_of(runtime, a[0]);
    Value total = is_given(a[2]) ? a[2] : Value::integer(0);
    for (std::size_t i = 0; i < items.size(); ++i) {
        Value one = find_path(runtime, items[i], a[1]);
        bool first_of_kind = i == 0 && !is_given(a[2]) && one.is(Kind::Money);
        total = first_of_kind ? one : arithmetic(runtime, Operator::Add, total, one);
    }
    return total;
}

Value join(Runtime& runtime, Values a) {
    Value separator = is_given(a[1]) ? a[1] : Value::text("");
    std::vector<Value> parts;
    bool is_markup = separator.is_markup();
    for (const Value& one : items_of(runtime, a[0])) {
        if (!parts.empty()) {
            parts.push_back(separator);
        }
        parts.push_back(find_path(runtime, one, a[2]));
        is_markup = is_markup || parts.back().is_markup();
    }
    if (!runtime.autoescape) {
        for (Value& part : parts) {
            part = Value::text(to_text(runtime, part));
        }
    }
    Value joined = concat(runtime, parts);
    bool escape_single = is_markup && runtime.autoescape && !joined.is_markup();
    return escape_single ? Value::markup(to_markup(runtime, joined), "escaped") : joined;
}

Value groupby(Runtime& runtime, Values a) {
    static constexpr std::string_view kNames[] = {"grouper", "list"};
    bool with_case = flag_or(runtime, a[3], false);
    auto keyed = key_items(runtime, a[0], a[1], a[2], with_case);
    sort_keyed(keyed, false);
    ListMaker groups(runtime);
    for (std::size_t i = 0; i < keyed.size();) {
        ListMaker members(runtime);
        std::size_t begin = i;
        for (; i < keyed.size() && equals(keyed[i].key, keyed[begin].key); ++i) {
            members.add(keyed[i].value);
        }
        Value key = find_path(runtime, keyed[begin].value, a[1]);
        if (key.is_undefined() && is_given(a[2])) {
            key = a[2];
        }
        Value group = make_tuple(runtime, {key, members.value()});
        const_cast<ListData&>(group.items()).names = kNames;
        groups.add(group);
    }
    return groups.value();
}

Value batch(Runtime& runtime, Values a) {
    auto size = static_cast<std::size_t>(std::max<std::int64_t>(1, to_integer(a[1], "line count")));
    auto items = items_of(runtime, a[0]);
    ListMaker rows(runtime);
    for (std::size_t at = 0; at < items.size(); at += size) {
        ListMaker row(runtime);
        for (std::size_t i = at; i < std::min(at + size, items.size()); ++i) {
            row.add(items[i]);
        }
        while (row.size() < size && !is_none(a[2])) {
            runtime.spend(1);
            row.add(a[2]);
        }
        rows.add(row.value());
    }
    return rows.value();
}

Value slices(Runtime& runtime, Values a) {
    auto items = items_of(runtime, a[0]);
    auto columns =
        static_cast<std::size_t>(std::clamp<std::int64_t>(to_integer(a[1], "slices"), 1, 10'000));
    std::size_t each = items.size() / columns;
    std::size_t longer = items.size() % columns;
    ListMaker all(runtime);
    std::size_t at = 0;
    for (std::size_t column = 0; column < columns; ++column) {
        ListMaker part(runtime);
        for (std::size_t i = 0; i < each + (column < longer ? 1 : 0); ++i) {
            part.add(items[at++]);
        }
        if (!is_none(a[2]) && column >= longer) {
            part.add(a[2]);
        }
        all.add(part.value());
    }
    return all.value();
}

Value items(Runtime& runtime, Values a) {
    if (a[0].is_undefined()) {
        return runtime.list({});
    }
    if (!a[0].is(Kind::Dict) && !(a[0].is(Kind::Object) && a[0].type().lookup != nullptr)) {
        CallContext::fail("can only get item pairs from a mapping");
    }
    return call_method(runtime, a[0], "items", {});
}

Value dictsort(Runtime& runtime, Values a) {
    bool with_case = flag_or(runtime, a[1], false);
    std::string_view by = text_or(runtime, a[2], "key");
    if (by != "key" && by != "value") {
        CallContext::fail("dictsort: by must be 'key' or 'value'");
    }
    std::vector<Keyed> keyed;
    if (!a[0].is(Kind::Dict) && !(a[0].is(Kind::Object) && a[0].type().lookup != nullptr)) {
        require_defined(a[0]);
        CallContext::fail("dictsort wants a dict, not " + kind_name(a[0]));
    }
    for (const Value& pair : items_of(runtime, call_method(runtime, a[0], "items", {}))) {
        Value key = pair.items().items[by == "key" ? 0 : 1];
        keyed.push_back({with_case ? key : ignore_case(runtime, key), pair});
    }
    sort_keyed(keyed, flag_or(runtime, a[3], false));
    ListMaker sorted(runtime);
    for (const Keyed& one : keyed) {
        sorted.add(one.value);
    }
    return sorted.value();
}

Value attr(Runtime& runtime, Values a) {
    if (a[0].is(Kind::Dict)) {
        return Value::undefined(to_text(runtime, a[1]));  // keys are no attributes here
    }
    return attribute(runtime, a[0], to_text(runtime, a[1]));
}

// ---------------------------------------------------------------- map, select and their kin

/// A filter or test named at render time, its arguments arranged once and used for each item.
class Applied {
  public:
    Applied(Runtime& runtime,
            const Registered* callable,
            std::string_view what,
            const Value& name,
            Args arguments,
            std::size_t skip)
        : runtime_(runtime), callable_(callable) {
        if (callable == nullptr) {
            CallContext::fail("no " + std::string(what) + " '" +
                              std::string(to_text(runtime, name)) + "'");
        }
        std::vector<Value> given = {Value::none()};
        given.insert(given.end(),
                     arguments.values.begin() + static_cast<std::ptrdiff_t>(skip),
                     arguments.values.end());
        arranged_ = arrange(*callable, {given, arguments.names}, 1);
    }

    Value operator()(const Value& one) {
        arranged_.values[0] = one;
        runtime_.set_user(callable_->user);
        return callable_->function(runtime_, arranged_.args());
    }

  private:
    Runtime& runtime_;
    const Registered* callable_;
    Arranged arranged_;
};

Value map(Runtime& runtime, Args arguments) {
    ListMaker result(runtime);
    auto all = items_of(runtime, arguments.values[0]);
    const Value* path = arguments.find("attribute");
    if (arguments.positional_count() == 1 && path != nullptr) {
        const Value* default_value = arguments.find("default");
        for (const Value& one : all) {
            Value found = find_path(runtime, one, *path);
            result.add(found.is_undefined() && default_value != nullptr ? *default_value : found);
        }
        return result.value();
    }
    if (arguments.positional_count() < 2) {
        CallContext::fail("map requires a filter argument");
    }
    Value name = arguments.values[1];
    Applied filter(runtime,
                   runtime.environment.find_filter(to_text(runtime, name)),
                   "filter",
                   name,
                   arguments,
                   2);
    for (const Value& one : all) {
        result.add(filter(one));
    }
    return result.value();
}

/// @param by_attribute  the first argument says which part of an item is tested.
Value choose(Runtime& runtime, Args arguments, bool by_attribute, bool wanted) {
    ListMaker result(runtime);
    std::size_t skip = by_attribute ? 2 : 1;
    if (arguments.positional_count() < skip) {
        CallContext::fail("missing parameter for attribute name");
    }
    Value path = by_attribute ? arguments.values[1] : Value::none();
    std::optional<Applied> test;
    if (arguments.positional_count() > skip) {
        Value name = arguments.values[skip];
        test.emplace(runtime,
                     runtime.environment.find_test(to_text(runtime, name)),
                     "test",
                     name,
                     arguments,
                     skip + 1);
    }
    for (const Value& one : items_of(runtime, arguments.values[0])) {
        Value tested = find_path(runtime, one, path);
        if (truth(runtime, test ? (*test)(tested) : tested) == wanted) {
            result.add(one);
        }
    }
    return result.value();
}

Value select(Runtime& runtime, Args a) {
    return choose(runtime, a, false, true);
}

Value reject(Runtime& runtime, Args a) {
    return choose(runtime, a, false, false);
}

Value selectattr(Runtime& runtime, Args a) {
    return choose(runtime, a, true, true);
}

Value rejectattr(Runtime& runtime, Args a) {
    return choose(runtime, a, true, false);
}

}  // namespace

void add_list_filters(Environment& environment) {
    const Callable kFilters[] = {
        {.name = "first", .function = &plain<first>, .parameters = ""},
        {.name = "last", .function = &plain<last>, .parameters = ""},
        {.name = "length", .function = &plain<count>, .parameters = ""},
        {.name = "count", .function = &plain<count>, .parameters = ""},
        {.name = "list", .function = &plain<list>, .parameters = ""},
        {.name = "random", .function = &plain<random>, .parameters = ""},
        {.name = "reverse", .function = &plain<reverse>, .parameters = ""},
        {.name = "sort",
         .function = &plain<sort>,
         .parameters = "reverse? case_sensitive? attribute?"},
        {.name = "unique", .function = &plain<unique>, .parameters = "case_sensitive? attribute?"},
        {.name = "min", .function = &plain<min>, .parameters = "case_sensitive? attribute?"},
        {.name = "max", .function = &plain<max>, .parameters = "case_sensitive? attribute?"},
        {.name = "sum", .function = &plain<sum>, .parameters = "attribute? start?"},
        {.name = "join", .function = &plain<join>, .parameters = "d? attribute?"},
        {.name = "groupby",
         .function = &plain<groupby>,
         .parameters = "attribute default? case_sensitive?"},
        {.name = "batch", .function = &plain<batch>, .parameters = "linecount fill_with?"},
        {.name = "slice", .function = &plain<slices>, .parameters = "slices fill_with?"},
        {.name = "items", .function = &plain<items>, .parameters = ""},
        {.name = "dictsort",
         .function = &plain<dictsort>,
         .parameters = "case_sensitive? by? reverse?"},
        {.name = "attr", .function = &plain<attr>, .parameters = "name"},
        {.name = "map", .function = &with_names<map>, .parameters = "*arguments **names"},
        {.name = "select", .function = &with_names<select>, .parameters = "*arguments **names"},
        {.name = "reject", .function = &with_names<reject>, .parameters = "*arguments **names"},
        {.name = "selectattr",
         .function = &with_names<selectattr>,
         .parameters = "*arguments **names"},
        {.name = "rejectattr",
         .function = &with_names<rejectattr>,
         .parameters = "*arguments **names"},
    };
    for (const Callable& filter : kFilters) {
        environment.add_filter(filter);
    }
}

}  // namespace carafe::templates
