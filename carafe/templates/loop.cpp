#include "carafe/templates/loop.hpp"

#include "carafe/templates/operations.hpp"

namespace carafe::templates {

namespace {

void loop_over(LoopState& loop, std::span<const Value> items) {
    loop.data = reinterpret_cast<const char*>(items.data());
    loop.element = nullptr;
    loop.stride = sizeof(Value);
    loop.count = items.size();
}

}  // namespace

void begin_loop(Runtime& runtime, LoopState& loop, const Value& v) {
    if (v.is(Kind::Sequence)) {
        const Type& type = v.type();
        Span span = type.span(v.address());
        const Type& element = type.inner();
        loop.data = span.data;
        loop.element = &element;
        loop.stride = element.size;
        loop.count = span.count;
    } else if (v.is(Kind::Dict)) {
        const DictData& dict = v.entries();
        loop.data = reinterpret_cast<const char*>(dict.entries);
        loop.element = nullptr;
        loop.stride = sizeof(DictData::Entry);
        loop.count = dict.count;
    } else {
        loop_over(loop, items_of(runtime, v));
    }
}

LoopField find_loop_field(std::string_view name) {
    static constexpr std::string_view kNames[] = {"index",
                                                  "index0",
                                                  "revindex",
                                                  "revindex0",
                                                  "first",
                                                  "last",
                                                  "length",
                                                  "depth",
                                                  "depth0",
                                                  "previtem",
                                                  "nextitem"};
    for (std::size_t i = 0; i < std::size(kNames); ++i) {
        if (kNames[i] == name) {
            return static_cast<LoopField>(i);
        }
    }
    return LoopField::Unknown;
}

Value read_loop(const LoopState& loop, LoopField field) {
    auto number = [](std::size_t n) { return Value::integer(static_cast<std::int64_t>(n)); };
    switch (field) {
        case LoopField::Index:
            return number(loop.index);
        case LoopField::Index0:
            return number(loop.index - 1);
        case LoopField::RevIndex:
            return number(loop.count - loop.index + 1);
        case LoopField::RevIndex0:
            return number(loop.count - loop.index);
        case LoopField::First:
            return Value::boolean(loop.index == 1);
        case LoopField::Last:
            return Value::boolean(loop.position == loop.count);
        case LoopField::Length:
            return number(loop.count);
        case LoopField::Depth:
            return number(loop.depth0 + std::size_t{1});
        case LoopField::Depth0:
            return number(loop.depth0);
        case LoopField::PrevItem:
            return loop.position >= 2 ? loop.at(loop.position - 2)
                                      : Value::undefined("there is no previous item");
        case LoopField::NextItem:
            return loop.position < loop.count ? loop.at(loop.position)
                                              : Value::undefined("there is no next item");
        case LoopField::Unknown:
            break;
    }
    return Value::undefined("loop");
}

namespace {

Value cycle(const LoopState& loop, Args arguments) {
    auto items = arguments.positional();
    if (items.empty()) {
        CallContext::fail("loop.cycle() wants the items to cycle through");
    }
    return items[(loop.index - 1) % items.size()];
}

Value changed(Runtime& runtime, LoopState& loop, Args arguments) {
    auto now = arguments.positional();
    bool same = loop.changed != nullptr && loop.changed_count == now.size();
    for (std::size_t i = 0; same && i < now.size(); ++i) {
        same = equals(loop.changed[i], now[i]);
    }
    if (!same) {
        loop.changed = runtime.list(now).items().items;
        loop.changed_count = now.size();
    }
    return Value::boolean(!same);
}

}  // namespace

Value call_loop(Runtime& runtime, LoopState& loop, std::string_view name, Args arguments) {
    if (name == "cycle") {
        return cycle(loop, arguments);
    }
    if (name == "changed") {
        return changed(runtime, loop, arguments);
    }
    CallContext::fail("loop has no method '" + std::string(name) + "'");
}

}  // namespace carafe::templates
