#include "carafe/templates/functions.hpp"

#include "carafe/templates/operations.hpp"

namespace carafe::templates {

namespace {

Runtime& runtime_of(CallContext& context) {
    return static_cast<Runtime&>(context);
}

Value range(CallContext& context, Args arguments) {
    auto given = arguments.positional();
    if (given.empty() || given.size() > 3) {
        CallContext::fail("range takes one to three whole numbers");
    }
    std::int64_t start = given.size() == 1 ? 0 : to_integer(given[0], "range");
    std::int64_t stop = to_integer(given[given.size() == 1 ? 0 : 1], "range");
    std::int64_t step = given.size() == 3 ? to_integer(given[2], "range") : 1;
    if (step == 0) {
        CallContext::fail("range: the step cannot be 0");
    }
    auto* list = context.arena().make<ListData>();
    for (std::int64_t i = start; step > 0 ? i < stop : i > stop; i += step) {
        runtime_of(context).spend(1);
        append_item(context.arena(), *list, Value::integer(i));
    }
    return Value::list(list);
}

void set_named(CallContext& context, DictData& dict, Args arguments) {
    for (std::string_view name : arguments.names) {
        set_entry(context.arena(), dict, Value::text(name), *arguments.find(name));
    }
}

void set_pairs(CallContext& context, DictData& dict, Args arguments) {
    for (const Value& given : arguments.positional()) {
        if (given.is(Kind::Dict)) {
            for (const auto& entry : given.entries().view()) {
                set_entry(context.arena(), dict, entry.key, entry.value);
            }
            continue;
        }
        for (const Value& pair : items_of(runtime_of(context), given)) {
            auto parts = items_of(runtime_of(context), pair);
            if (parts.size() != 2) {
                CallContext::fail("dict wants pairs");
            }
            set_entry(context.arena(), dict, parts[0], parts[1]);
        }
    }
    set_named(context, dict, arguments);
}

Value make_dict(CallContext& context, Args arguments) {
    auto* dict = context.arena().make<DictData>();
    set_pairs(context, *dict, arguments);
    return Value::dict(dict);
}

Value make_namespace(CallContext& context, Args arguments) {
    auto* dict = context.arena().make<DictData>();
    set_pairs(context, *dict, arguments);
    return Value::engine(dict, static_cast<std::uint8_t>(EngineKind::Namespace));
}

struct Cycler {
    const ListData* items = nullptr;
    std::size_t position = 0;
};

Value make_cycler(CallContext& context, Args arguments) {
    if (arguments.positional().empty()) {
        CallContext::fail("cycler wants at least one item");
    }
    const ListData& items = context.list(arguments.positional()).items();
    return Value::engine(context.arena().make<Cycler>(&items),
                         static_cast<std::uint8_t>(EngineKind::Cycler));
}

struct Joiner {
    Value separator;
    bool used = false;
};

Value make_joiner(CallContext& context, Args arguments) {
    Value separator = arguments.get(0, "sep");
    if (separator.is_undefined()) {
        separator = Value::text(", ");
    }
    return Value::engine(context.arena().make<Joiner>(separator),
                         static_cast<std::uint8_t>(EngineKind::Joiner));
}

/// Text to fill a page with; always the same, so that pictures of pages can be compared.
Value lipsum(CallContext& context, Args arguments) {
    static constexpr std::string_view kParagraph =
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt "
        "ut labore et dolore "
        "magna aliqua. Ut enim ad minim veniam, quis nostrud exercitation ullamco laboris nisi ut "
        "aliquip ex ea commodo "
        "consequat.";
    Value count = arguments.get(0, "n");
    std::int64_t paragraphs =
        std::clamp<std::int64_t>(count.is_undefined() ? 5 : to_integer(count, "n"), 1, 100);
    std::string html;
    for (std::int64_t i = 0; i < paragraphs; ++i) {
        html += (i == 0 ? "<p>" : "\n<p>") + std::string(kParagraph) + "</p>";
    }
    return context.markup(html);
}

Value same_text(CallContext& context, Args arguments) {
    return format_percent(
        runtime_of(context),
        arguments.at(0),
        {{&arguments.values[arguments.positional_count()], arguments.names.size()},
         arguments.names});
}

Value gettext(CallContext& context, Args arguments) {
    return arguments.names.empty() ? arguments.values[0] : same_text(context, arguments);
}

Value ngettext(CallContext& context, Args arguments) {
    bool one = equals(arguments.at(2), Value::integer(1));
    std::vector<Value> values = {arguments.at(one ? 0 : 1)};
    std::vector<std::string_view> names = {"num"};
    values.push_back(arguments.at(2));
    for (std::string_view name : arguments.names) {
        names.push_back(name);
        values.push_back(*arguments.find(name));
    }
    return same_text(context, {values, names});
}

}  // namespace

Value cycler_attribute(const Value& cycler, std::string_view name) {
    const auto& state = *static_cast<const Cycler*>(cycler.address());
    return name == "current" ? state.items->items[state.position] : Value::undefined(name);
}

Value call_cycler(const Value& cycler, std::string_view name) {
    auto& state = *const_cast<Cycler*>(static_cast<const Cycler*>(cycler.address()));
    if (name == "next") {
        Value current = state.items->items[state.position];
        state.position = (state.position + 1) % state.items->count;
        return current;
    }
    if (name == "reset") {
        state.position = 0;
        return Value::none();
    }
    return Value::missing();
}

Value call_joiner(const Value& joiner) {
    auto& state = *const_cast<Joiner*>(static_cast<const Joiner*>(joiner.address()));
    return std::exchange(state.used, true) ? state.separator : Value::text("");
}

void add_standard_functions(Environment& environment) {
    const Callable kFunctions[] = {
        {.name = "range", .function = &range, .parameters = "*numbers"},
        {.name = "dict", .function = &make_dict, .parameters = "*pairs **entries"},
        {.name = "namespace", .function = &make_namespace, .parameters = "*pairs **entries"},
        {.name = "cycler", .function = &make_cycler, .parameters = "*items"},
        {.name = "joiner", .function = &make_joiner, .parameters = "*sep **names"},
        {.name = "lipsum", .function = &lipsum, .parameters = "*n **names", .gives_markup = true},
        {.name = "_", .function = &gettext, .parameters = "message **values"},
        {.name = "gettext", .function = &gettext, .parameters = "message **values"},
        {.name = "ngettext", .function = &ngettext, .parameters = "singular plural n **values"},
    };
    for (const Callable& function : kFunctions) {
        environment.add_function(function);
    }
}

}  // namespace carafe::templates
