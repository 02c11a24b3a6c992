// url_for<edit>(task.id): the address of a handler, as a value.
//
//     return redirect(url_for<index>().arg("page", 2));
//     request.url(url_for<show>(order.id))              // text, with the mount prefix of this request
//
// A URL becomes text where the prefix is known. Wrong number or type of arguments does not compile;
// a handler that no blueprint registers does not link:
//     undefined reference to carafe::this_handler_is_not_a_route<&dinkydash::tasks::help>()
#pragma once
#include "carafe/web/pattern.hpp"

#include <string>

namespace carafe {

/// Declared here, defined in blueprint.hpp.
template <auto H>
detail::AnyFunction this_handler_is_not_a_route();

/// A handler with its path arguments, a query and a fragment.
struct Url {
    detail::AnyFunction handler{};
    std::string arguments{};  ///< path arguments, each percent-encoded, joined by '\n'
    std::string query{};      ///< encoded, without '?'
    std::string anchor{};     ///< encoded, without '#'

    Url& add_argument(std::int64_t number);
    Url& add_argument(Date date);
    Url& add_argument(std::string_view text);

    Url&& arg(std::string_view name, std::string_view value) &&;
    Url&& arg(std::string_view name, std::int64_t value) &&;
    Url&& fragment(std::string_view name) &&;
};

namespace detail {

template <class... T>
struct List {};
template <class L, class... A>
struct PathOnly;
template <class... P>
struct PathOnly<List<P...>> {
    using type = List<P...>;
};
template <class... P, class A, class... R>
struct PathOnly<List<P...>, A, R...>
    : PathOnly<std::conditional_t<is_path_v<A>, List<P..., Bare<A>>, List<P...>>, R...> {};
template <class F>
struct PathList;
template <class R, class... A>
struct PathList<R (*)(A...)> {
    using type = typename PathOnly<List<>, A...>::type;
};

template <class P, class G>
constexpr bool fits() {
    if constexpr (std::is_integral_v<P>) {
        return std::is_integral_v<G> && !std::is_same_v<G, bool>;
    } else {
        return std::is_convertible_v<const G&, P>;
    }
}
template <class L, class G>
struct SameArgs {
    static constexpr bool count = false, types = true;
};
template <class... P, class... G>
    requires(sizeof...(P) == sizeof...(G))
struct SameArgs<List<P...>, List<G...>> {
    static constexpr bool count = true, types = (fits<P, G>() && ...);
};

template <class T>
void append_path(Url& url, const T& value) {
    if constexpr (requires { value.value; }) {
        url.add_argument(value.value);
    } else if constexpr (std::is_same_v<T, Date>) {
        url.add_argument(value);
    } else if constexpr (std::is_integral_v<T>) {
        url.add_argument(static_cast<std::int64_t>(value));
    } else {
        url.add_argument(std::string_view(value));
    }
}

}  // namespace detail

/// The address of handler H. `given` are its path arguments, in order.
template <auto H, class... G>
Url url_for(const G&... given) {
    using Same = detail::SameArgs<typename detail::PathList<detail::PointerTo<H>>::type, detail::List<G...>>;
    static_assert(Same::count, "carafe: url_for: number of arguments differs from the handler's path parameters");
    static_assert(Same::types,
                  "carafe: url_for: an argument has another type than the handler's path parameter");
    Url url;
    if constexpr (Same::count && Same::types) {
        url.handler = this_handler_is_not_a_route<H>();
        (detail::append_path(url, given), ...);
    }
    return url;
}

}  // namespace carafe
