// State of a running loop and what `loop.*` says about it; closures of macros.
#pragma once
#include "carafe/templates/runtime.hpp"

namespace carafe::templates {

struct Function;

/// A macro as a value: its code and the frame whose variables it sees.
struct Closure {
    const Function* function = nullptr;
    Value* frame =
        nullptr;  ///< of the function it is written in; null when that is the page itself
    std::uint32_t frame_depth = 0;  ///< index and number of that frame, to notice when it is gone
    std::uint64_t frame_serial = 0;
};

/// name, arguments, catch_varargs, catch_kwargs, caller.
Value macro_attribute(Runtime& runtime, const Closure& macro, std::string_view name);

/// Items are `count` things `stride` bytes apart: C++ objects of type `element`, or Values.
struct LoopState {
    const char* data = nullptr;
    const Type* element = nullptr;  ///< null: Values
    std::uint32_t stride = 0;
    std::uint32_t depth0 = 0;
    std::size_t count = 0;
    std::size_t position = 0;  ///< items taken
    std::size_t index = 0;     ///< rounds begun; fewer than `position` in a filtered loop
    const Closure* recursion = nullptr;
    const Value* changed = nullptr;  ///< arguments of the last loop.changed()
    std::size_t changed_count = 0;

    Value at(std::size_t i) const {
        const char* place = data + i * stride;
        if (element == nullptr) {
            return *reinterpret_cast<const Value*>(place);
        }
        return element->load != nullptr ? element->load(place) : Value::object(place, *element);
    }
};

/// Points `loop` at the items of `v`. @throws CallError for what cannot be looped over.
void begin_loop(Runtime& runtime, LoopState& loop, const Value& v);

/// What `loop.NAME` can be; the compiler resolves the name.
enum class LoopField : std::uint8_t {
    Index,
    Index0,
    RevIndex,
    RevIndex0,
    First,
    Last,
    Length,
    Depth,
    Depth0,
    PrevItem,
    NextItem,
    Unknown
};

LoopField find_loop_field(std::string_view name);
Value read_loop(const LoopState& loop, LoopField field);
/// loop.cycle(a, b) and loop.changed(a, b).
Value call_loop(Runtime& runtime, LoopState& loop, std::string_view name, Args arguments);

}  // namespace carafe::templates
