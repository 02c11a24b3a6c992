// Makes the slots of an application's pages. Included by one definition file:
//
//     template struct carafe::templates::Define<dinkydash::Pages>;
#pragma once
#include "carafe/templates/page.hpp"

namespace carafe::templates {

namespace detail {

template <class Types>
struct PageTypes;

template <class... T>
struct PageTypes<void (*)(T...)> {
    static constexpr std::size_t kCount = sizeof...(T);
    static constexpr const Type& (*kTypes[sizeof...(T) + 1])() = {&static_type<T>..., nullptr};
};

template <class P>
constexpr PageSlot make_page_slot() {
    using Types = PageTypes<typename P::Types>;
    static_assert(P::info.name_count == Types::kCount,
                  "a page needs one name for each value it takes");
    return {carafe::detail::type_name<P>(), &P::info, Types::kTypes, Types::kCount};
}

}  // namespace detail

template <class P>
constinit const PageSlot PageStorage<P>::slot = detail::make_page_slot<P>();

template <class... P>
constinit const PageSlot* const PageList<P...>::slots[sizeof...(P)] = {&PageStorage<P>::slot...};

/// Explicitly instantiated once for each list of pages.
template <class List>
struct Define;

template <class... P>
struct Define<PageList<P...>> {
    static const PageSlot* const* slots() { return PageList<P...>::slots; }
};

}  // namespace carafe::templates
