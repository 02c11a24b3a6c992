// Results in pages.
#pragma once
#include "carafe/orm/expression.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace carafe::orm {

/// A page of numbered pages.
template <class M>
struct Page {
    std::vector<M> items{};
    std::int64_t total = 0;   ///< rows on all pages
    std::int64_t number = 1;  ///< from 1
    std::int64_t size = 20;

    std::int64_t pages() const { return total == 0 ? 1 : (total + size - 1) / size; }

    bool has_next() const { return number < pages(); }

    bool has_previous() const { return number > 1; }
};

/// A page reached by cursor: as quick at the end of a million rows as at the start.
template <class M>
struct Slice {
    std::vector<M> items{};
    std::string next{};      ///< cursor of the page behind this one; empty: this is the last
    std::string previous{};  ///< cursor of the page before this one; empty: this is the first

    bool has_next() const { return !next.empty(); }

    bool has_previous() const { return !previous.empty(); }
};

/// One entry of a whitelist for order_by_key.
template <class M>
struct OrderKey {
    std::string_view name;
    OrderBy<M> order;
};

}  // namespace carafe::orm
