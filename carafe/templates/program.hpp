// The flat program a linked page becomes: steps of 32 bytes over frames of Values. Immutable after
// compiling besides the field caches inside steps, which any thread may set; so one program serves
// all threads.
#pragma once
#include "carafe/base/arena.hpp"
#include "carafe/templates/environment.hpp"
#include "carafe/templates/loop.hpp"
#include "carafe/templates/tree.hpp"

#include <deque>
#include <string>
#include <vector>

namespace carafe::templates {

// Operands x, y, z: 0 and up are registers of the running frame, below 0 slots of the page (-1 is
// the first). Steps marked T write `text` (`size` bytes) first. F: `pointer` caches the Field last
// found.
// clang-format off
#define CARAFE_TEMPLATE_STEPS(STEP)                                                                                  \
    STEP(Text)              /* T with x bytes */                                                                     \
    STEP(Emit)              /* T; prints x in mode a */                                                              \
    STEP(EmitField)         /* T F; prints y.names[z] in mode a */                                                   \
    STEP(EmitLoop)          /* T; prints field z of loop y */                                                        \
    STEP(EmitFixed)         /* T; prints y with z digits behind the point */                                         \
    STEP(EmitUpper)         /* T; prints y in upper case, in mode a */                                               \
    STEP(Move)              /* x = y */                                                                              \
    STEP(Up)                /* x = register z of the frame y levels out */                                           \
    STEP(GetField)          /* F; x = y.names[z] */                                                                  \
    STEP(GetItem)           /* x = y[z] */                                                                           \
    STEP(GetSlice)          /* x = y[z : z+1 : z+2] */                                                               \
    STEP(Arithmetic)        /* x = y a z */                                                                          \
    STEP(Concat)            /* x = y ~ y+1 ~ ..., size parts */                                                      \
    STEP(Not)               /* x = not y */                                                                          \
    STEP(Negate)            /* x = -y */                                                                             \
    STEP(Plus)              /* x = +y */                                                                             \
    STEP(Compare)           /* x = y a z */                                                                          \
    STEP(Jump)              /* T; to z */                                                                            \
    STEP(JumpFalse)         /* T; to z unless x */                                                                      \
    STEP(JumpTrue)          /* T; to z if x */                                                                          \
    STEP(JumpFieldFalse)    /* T F; to z unless y.names[x] */                                                          \
    STEP(JumpCompareFalse)  /* T; to x unless y a z */                                                                  \
    STEP(JumpDefined)       /* to z unless x is undefined */                                                         \
    STEP(JumpGiven)         /* to z unless argument x is missing */                                                  \
    STEP(Filter)            /* x = pointer(y, y+1, ...), size values, names in site z */                             \
    STEP(Test)              /* the same, x is a bool */                                                              \
    STEP(CallFunction)      /* x = pointer(y, ...), size values, names in site z */                                  \
    STEP(Fixed)             /* x = y with a digits behind the point */                                               \
    STEP(Upper)             /* x = y in upper case */                                                                \
    STEP(Call)              /* x = y(z, ...), pointer: CallSite; a: print instead */                                 \
    STEP(CallMethod)        /* x = y.name(z, ...), pointer: CallSite; a: print instead */                            \
    STEP(CallMacro)         /* T; runs pointer with the frame at z; captured into x unless a */                         \
    STEP(List)              /* x = [y, y+1, ...], size items */                                                      \
    STEP(Tuple)             /* x = (y, ...) */                                                                       \
    STEP(Dict)              /* x = {y: y+1, ...}, size keys and values */                                            \
    STEP(LoopBegin)         /* loop x over y; to z when empty; a: 1 keep the old state, 2 recursive: depth in x+1 */ \
    STEP(LoopNext)          /* y = next item of loop x, or to z */                                                   \
    STEP(LoopPass)          /* loop x: this round counts */                                                          \
    STEP(JumpLooped)        /* to z if loop x had a round */                                                         \
    STEP(LoopGet)           /* x = field z of loop y */                                                              \
    STEP(Unpack)            /* x, x+1, ... = y, size items */                                                        \
    STEP(Append)            /* list x gets y */                                                                      \
    STEP(SetAttribute)      /* x.names[z] = y */                                                                     \
    STEP(MakeMacro)         /* x = macro of pointer, seeing this frame */                                            \
    STEP(CaptureBegin)                                                                                               \
    STEP(CaptureEnd)        /* x = what was written since; markup if a */                                            \
    STEP(Label)             /* x = label of y, an enum of type pointer */                                            \
    STEP(Fail)              /* stops with message text */                                                            \
    STEP(Return)            /* T */                                                                                                    \
    STEP(End)
// clang-format on

enum class Op : std::uint8_t {
#define CARAFE_STEP_NAME(name) name,
    CARAFE_TEMPLATE_STEPS(CARAFE_STEP_NAME)
#undef CARAFE_STEP_NAME
};

/// How a value is printed.
enum class EmitMode : std::uint8_t {
    Raw,     ///< autoescape off, or no HTML
    Escape,  ///< & < > " '
    Url,     ///< at the start of an address: schemes are checked, then escaped
};

enum class Comparison : std::uint8_t {
    Equal,
    Unequal,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    In,
    NotIn
};

struct Step {
    Op op = Op::End;
    std::uint8_t a = 0;
    std::uint16_t size = 0;
    std::int32_t x = 0;
    std::int32_t y = 0;
    std::int32_t z = 0;
    mutable const void* pointer =
        nullptr;                 ///< read and written through std::atomic_ref where it is a cache
    const char* text = nullptr;  ///< with Buffer::kPadding readable bytes behind
};

static_assert(sizeof(Step) == 40 || sizeof(Step) == 32);

/// What a call step does not fit: names and counts of its arguments, which lie in registers one
/// after the other.
struct CallSite {
    std::string_view name{};  ///< of the method
    std::uint32_t positional = 0;
    std::vector<std::string_view> names{};  ///< of the arguments behind the positional ones
    bool has_rest = false;                  ///< then a list for *args
    bool has_names = false;                 ///< then a dict for **kwargs
    bool autoescape = true;
    EmitMode mode = EmitMode::Escape;
};

struct SourcePlace {
    std::uint32_t file = 0;  ///< index into Program::files
    std::uint32_t line = 0;
    std::uint32_t column = 0;
};

/// A macro, the body of a `call`, a recursive loop, or the page itself (function 0).
struct Function {
    std::string_view name{};
    std::vector<Step> code{};
    std::vector<SourcePlace> places{};  ///< one per step
    std::uint32_t frame_size = 0;
    std::vector<std::string_view> parameters{};
    std::vector<bool> has_default{};
    int varargs = -1;  ///< registers of the special names; -1 when the body does not use them
    int kwargs = -1;
    int caller = -1;
    std::size_t body = 0;     ///< first step behind the defaults
    bool sees_frame = false;  ///< has variables of the function it is written in
};

/// A name of the page whose value comes at render time.
struct Slot {
    std::string_view name{};
    std::int32_t operand = 0;
    int argument = -1;               ///< which of the page's values; else
    const Global* global = nullptr;  ///< loaded per render
};

struct Program {
    std::string name;
    std::vector<std::string> files;
    std::vector<std::shared_ptr<const Tree>>
        trees;  ///< names of macros and the like view their sources
    std::deque<Function> functions;
    std::deque<CallSite> sites;
    std::vector<std::string_view> names;  ///< of fields
    std::vector<Value>
        initial;              ///< of all slots, the last slot first: constants and undefined names
    std::vector<Slot> slots;  ///< those to fill per render
    std::map<std::string, const Function*, std::less<>>
        entries;  ///< blocks that can be rendered alone
    Arena arena;  ///< texts, names, constants

    const Function& main() const { return functions.front(); }
};

}  // namespace carafe::templates
