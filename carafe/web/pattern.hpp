// Route patterns and handler signatures, checked against each other while compiling.
//
//     bp.form<"/<int:id>/edit", edit>(admins);      // Response edit(Request&, FamilyDb&, Id<Task>)
//
// A pattern is literal text with <arguments>: <id>, <int:id>, <string:name>, <slug:s>, <path:rest>,
// <date:on>. Each argument belongs to one path parameter of the handler, in order. Everything here is
// a thin shell: matching and conversion are ordinary code in router.cpp.
#pragma once
#include "carafe/base/id.hpp"
#include "carafe/base/time.hpp"

#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

namespace carafe {

class Request;
struct Response;

/// What one path segment may hold; most specific first, which is also the order of matching.
enum class ArgKind : std::uint8_t { Int, Date, Slug, String, Path };

/// A path argument as the router hands it over: decoded and validated for its kind.
/// `text` lives as long as the request; `number` is the integer, or the days of a date.
struct RawArg {
    std::string_view text{};
    std::int64_t number = 0;
};

/// How a handler parameter is read from the path. Specialise for own types.
template <class T>
struct PathType {
    static constexpr bool ok = false;
};

template <>
struct PathType<std::int64_t> {
    static constexpr bool ok = true;
    static constexpr ArgKind kind = ArgKind::Int;
    static std::int64_t from(const RawArg& raw) { return raw.number; }
};

template <class M>
struct PathType<Id<M>> {
    static constexpr bool ok = true;
    static constexpr ArgKind kind = ArgKind::Int;
    static Id<M> from(const RawArg& raw) { return Id<M>{raw.number}; }
};

template <>
struct PathType<Date> {
    static constexpr bool ok = true;
    static constexpr ArgKind kind = ArgKind::Date;
    static Date from(const RawArg& raw) { return {static_cast<std::int32_t>(raw.number)}; }
};

template <>
struct PathType<std::string_view> {
    static constexpr bool ok = true;
    static constexpr ArgKind kind = ArgKind::String;
    static std::string_view from(const RawArg& raw) { return raw.text; }
};

/// What a handler may ask for besides path arguments. A specialisation has `ok = true` and
/// `static decltype(auto) from(Request&)`; rooms and applications add their own.
template <class T>
struct Provide {
    static constexpr bool ok = false;
};

namespace detail {

template <std::size_t N>
struct PatternText {
    char text[N]{};
    consteval PatternText(const char (&literal)[N]) {  // NOLINT(google-explicit-constructor)
        for (std::size_t i = 0; i < N; ++i) text[i] = literal[i];
    }
    constexpr std::string_view view() const { return {text, N - 1}; }
};

enum class Fault : std::uint8_t {
    None, Slash, Open, Unknown, MoreArguments, MoreParameters, Type, PathLast, Twice, WholeSegment
};

constexpr bool is_text_converter(std::string_view name) {
    return name == "slug" || name == "string" || name == "path";
}

constexpr Fault converter_fault(std::string_view name, ArgKind wanted) {
    if (is_text_converter(name)) return wanted == ArgKind::String ? Fault::None : Fault::Type;
    if (name == "int") return wanted == ArgKind::Int ? Fault::None : Fault::Type;
    if (name == "date") return wanted == ArgKind::Date ? Fault::None : Fault::Type;
    return Fault::Unknown;
}

/// Like find(), which g++ 12 does not take for a constant in a build with -fsanitize=undefined.
constexpr std::size_t find_char(std::string_view text, char wanted, std::size_t from = 0) {
    while (from < text.size() && text[from] != wanted) ++from;
    return from < text.size() ? from : text.npos;
}

/// First disagreement between a pattern and the kinds of a handler's `count` path parameters.
constexpr Fault fault_of(std::string_view pattern, const ArgKind* wanted, int count) {
    if (pattern.empty() || pattern[0] != '/') return Fault::Slash;
    std::string_view names[8];
    int found = 0;
    for (auto at = find_char(pattern, '<'); at != pattern.npos; at = find_char(pattern, '<', at)) {
        auto end = find_char(pattern, '>', at);
        if (end == pattern.npos || find_char(pattern.substr(at, end - at), '/') != pattern.npos) return Fault::Open;
        if (pattern[at - 1] != '/' || (end + 1 < pattern.size() && pattern[end + 1] != '/')) {
            return Fault::WholeSegment;
        }
        auto body = pattern.substr(at + 1, end - at - 1);
        auto colon = find_char(body, ':');
        auto name = colon == body.npos ? body : body.substr(colon + 1);
        if (found >= count || found >= 8) return Fault::MoreArguments;
        if (colon != body.npos) {
            auto converter = body.substr(0, colon);
            if (auto fault = converter_fault(converter, wanted[found]); fault != Fault::None) return fault;
            if (converter == "path" && end + 1 != pattern.size()) return Fault::PathLast;
        }
        for (int i = 0; i < found; ++i) {
            if (names[i] == name) return Fault::Twice;
        }
        names[found++] = name;
        at = end;
    }
    return found < count ? Fault::MoreParameters : Fault::None;
}

template <Fault F>
constexpr bool explain() {
    static_assert(F != Fault::Slash, "carafe: the pattern must begin with '/'");
    static_assert(F != Fault::Open, "carafe: the pattern has '<' without '>'");
    static_assert(F != Fault::Unknown,
                  "carafe: unknown converter in the pattern; there are int, date, slug, string, path");
    static_assert(F != Fault::MoreArguments,
                  "carafe: the pattern has more <arguments> than the handler has path parameters");
    static_assert(F != Fault::MoreParameters,
                  "carafe: the handler has more path parameters than the pattern has <arguments>");
    static_assert(F != Fault::Type, "carafe: a converter in the pattern and the handler's parameter differ in type");
    static_assert(F != Fault::PathLast, "carafe: <path:...> must be the last part of the pattern");
    static_assert(F != Fault::Twice, "carafe: the pattern uses one argument name twice");
    static_assert(F != Fault::WholeSegment, "carafe: an <argument> fills a whole segment between two '/'");
    return F == Fault::None;
}

template <class T>
using Bare = std::remove_cv_t<std::remove_reference_t<T>>;
template <class T>
inline constexpr bool is_path_v = PathType<Bare<T>>::ok;
template <class A>
inline constexpr bool is_known_v = std::is_same_v<A, Request&> || is_path_v<A> || Provide<Bare<A>>::ok;
template <class A>
inline constexpr bool is_value_v = !is_path_v<A> || !std::is_lvalue_reference_v<A>;

using AnyFunction = void (*)();
using Invoke = Response (*)(Request&, const RawArg*, AnyFunction);

template <class A, int I>
decltype(auto) argument(Request& request, const RawArg* raw) {
    if constexpr (std::is_same_v<Bare<A>, Request>) {
        return (request);
    } else if constexpr (is_path_v<A>) {
        return PathType<Bare<A>>::from(raw[I]);
    } else {
        return Provide<Bare<A>>::from(request);
    }
}

template <std::size_t I, class T>
struct Slot {
    T value;
};
template <class... S>
struct Held : S... {};

/// The calling shell of one signature (not of one handler).
template <class R, class... A>
struct Signature {
    static constexpr int kCount = (0 + ... + (is_path_v<A> ? 1 : 0));
    struct Kinds {
        ArgKind at[kCount + 1]{};
    };
    struct Slots {
        int at[sizeof...(A) + 1]{};
    };
    template <class T>
    static constexpr ArgKind kind_or() {
        if constexpr (is_path_v<T>) {
            return PathType<Bare<T>>::kind;
        } else {
            return {};
        }
    }
    static constexpr Kinds make_kinds() {
        Kinds kinds;
        int n = 0;
        ((is_path_v<A> ? void(kinds.at[n++] = kind_or<A>()) : void()), ...);
        return kinds;
    }
    static constexpr Slots make_slots() {
        Slots slots;
        int path = 0;
        int i = 0;
        ((slots.at[i++] = is_path_v<A> ? path++ : 0), ...);
        return slots;
    }
    static constexpr Kinds kKinds = make_kinds();
    static constexpr Slots kSlots = make_slots();

    template <std::size_t... I>
    static R call(Request& request, const RawArg* raw, R (*function)(A...), std::index_sequence<I...>) {
        // A braced list evaluates left to right; function arguments have no fixed order.
        Held<Slot<I, decltype(argument<A, kSlots.at[I]>(request, raw))>...> held{
            {argument<A, kSlots.at[I]>(request, raw)}...};
        return function(static_cast<decltype(argument<A, kSlots.at[I]>(request, raw))&&>(
            static_cast<Slot<I, decltype(argument<A, kSlots.at[I]>(request, raw))>&>(held).value)...);
    }
    static R invoke(Request& request, const RawArg* raw, AnyFunction function) {
        return call(request, raw, reinterpret_cast<R (*)(A...)>(function), std::index_sequence_for<A...>{});
    }
};

template <class F>
struct HandlerOf {
    static constexpr bool is_function = false, known = true, value = true, returns = true;
};
template <class R, class... A>
struct HandlerOf<R (*)(A...)> : Signature<R, A...> {
    static constexpr bool is_function = true;
    static constexpr bool known = (is_known_v<A> && ...);
    static constexpr bool value = (is_value_v<A> && ...);
    static constexpr bool returns = std::is_same_v<R, Response>;
};

template <class F>
constexpr bool check_handler() {
    static_assert(F::is_function,
                  "carafe: a handler is a free function `Response name(Request&, ...)` or a lambda without captures");
    static_assert(F::returns, "carafe: a handler returns Response");
    static_assert(F::known,
                  "carafe: a handler parameter is neither Request&, a path argument, a form nor a provided type "
                  "(see Provide<T>)");
    static_assert(F::value, "carafe: a handler takes path arguments by value");
    return F::is_function && F::returns && F::known && F::value;
}

template <auto H>
constexpr auto pointer_to() {
    if constexpr (requires { +H; }) {
        return +H;
    } else {
        return H;
    }
}
template <auto H>
using PointerTo = decltype(pointer_to<H>());

/// The function's own name is the endpoint's name, as in Flask; cut out of this text at start.
template <auto H>
const char* signature_text() {
    return __PRETTY_FUNCTION__;
}

}  // namespace detail
}  // namespace carafe
