// A piece of SQL with the sources of its parameters, in order. Pieces are put together in any
// order; at the end places become what the dialect writes.
#pragma once
#include "carafe/db/dialect.hpp"
#include "carafe/db/statement_cache.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace carafe::orm::detail {

class Fragment {
  public:
    Fragment() = default;

    explicit Fragment(std::string_view text) : text_(text) {}

    Fragment& operator+=(std::string_view text) {
        text_ += text;
        return *this;
    }

    Fragment& operator+=(const Fragment& other) {
        text_ += other.text_;
        sources_.insert(sources_.end(), other.sources_.begin(), other.sources_.end());
        return *this;
    }

    /// A parameter.
    Fragment& place(std::uint16_t source) {
        text_ += kPlace;
        sources_.push_back(source);
        return *this;
    }

    /// Appends `separator` unless empty, then `item`.
    Fragment& join(std::string_view separator, const Fragment& item) {
        if (!text_.empty()) {
            text_ += separator;
        }
        return *this += item;
    }

    Fragment& join(std::string_view separator, std::string_view item) {
        return join(separator, Fragment(item));
    }

    bool empty() const { return text_.empty(); }

    std::unique_ptr<db::CachedStatement> finish(const db::Dialect& dialect) const {
        auto statement = std::make_unique<db::CachedStatement>();
        std::size_t number = 0;
        for (char c : text_) {
            if (c == kPlace) {
                dialect.placeholder(statement->sql, ++number);
            } else {
                statement->sql += c;
            }
        }
        statement->sources = sources_;
        return statement;
    }

  private:
    static constexpr char kPlace =
        '\x01';  // never part of SQL text: names are checked, text is bound

    std::string text_{};
    std::vector<std::uint16_t> sources_{};
};

/// `operand IN (...)` with a list of keys.
inline Fragment is_one_of(const db::Dialect& dialect, std::string_view operand, std::uint16_t source) {
    const db::Around around = dialect.in_list(db::ParamKind::Integer);
    Fragment rule(operand);
    return ((rule += around.before).place(source)) += around.after;
}

}  // namespace carafe::orm::detail
