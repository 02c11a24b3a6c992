// What one render carries besides its program: output, arena, limits. Functions and filters of this
// room get it as their CallContext; those of other rooms see the CallContext only.
#pragma once
#include "carafe/base/type.hpp"
#include "carafe/templates/buffer.hpp"

namespace carafe::templates {

class Environment;

/// What an undefined value does when it is printed, tested or looped over.
enum class UndefinedMode : std::uint8_t {
    Lenient,  ///< the original's default: prints nothing, is false, loops not at all
    Strict,   ///< StrictUndefined: everything but `is defined` and `default` is an error
};

/// Where a render must stop: a template cannot hang a thread.
struct Limits {
    std::size_t depth = 200;  ///< calls of macros, recursive loops and includes within each other
    std::size_t output = 16 * 1024 * 1024;  ///< bytes
    std::size_t steps = 50'000'000;         ///< rounds of loops and calls
    std::size_t memory = 64 * 1024 * 1024;  ///< bytes of the arena
};

class Runtime : public CallContext {
  public:
    Runtime(Arena& memory,
            void* for_request,
            const Environment& of,
            Buffer& output,
            Buffer& for_scratch)
        : CallContext(memory, for_request), environment(of), out(&output), scratch(for_scratch) {}

    const Environment& environment;
    Buffer* out;
    Buffer& scratch;         ///< for putting a text together before it goes to the arena
    bool autoescape = true;  ///< where the running step stands
    UndefinedMode undefined = UndefinedMode::Lenient;
    Limits limits{};
    std::size_t steps = 0;

    bool is_strict() const { return undefined == UndefinedMode::Strict; }

    /// Counts rounds of work that a template can multiply.
    void spend(std::size_t amount) {
        steps += amount;
        if (steps > limits.steps) [[unlikely]] {
            fail("the template takes too long: more than " + std::to_string(limits.steps) +
                 " steps");
        }
    }

    /// `text`, as markup when autoescaping is on.
    Value captured(std::string_view made) { return autoescape ? markup(made) : text(made); }

    Value text_like(std::string_view made, bool is_markup) {
        return is_markup ? markup(made) : text(made);
    }
};

/// The engine's own values behind Kind::Engine.
enum class EngineKind : std::uint8_t { Macro = 1, Loop, Namespace, Function, Cycler, Joiner };

inline bool is_engine(const Value& v, EngineKind kind) {
    return v.is(Kind::Engine) && v.what() == static_cast<std::uint8_t>(kind);
}

}  // namespace carafe::templates
