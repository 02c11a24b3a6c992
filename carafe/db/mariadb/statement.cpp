#include "carafe/db/mariadb/statement.hpp"

#include "carafe/db/errors.hpp"
#include "carafe/db/mariadb/connection.hpp"
#include "carafe/db/server_engine.hpp"

#include <algorithm>
#include <bit>

namespace carafe::db::mariadb {

namespace {

constexpr std::string_view kListMark = "/*list*/?";
/// Lists up to this long get a power of two of places, so that few texts are prepared.
constexpr std::size_t kPadded = 512;
/// A statement has 65,535 places at most.
constexpr std::size_t kMostPlaces = 60'000;
/// Enough for every padded length of one list.
constexpr std::size_t kVariants = 12;

std::vector<std::string> split_at_lists(std::string_view sql) {
    std::vector<std::string> pieces;
    for (;;) {
        const auto at = sql.find(kListMark);
        pieces.emplace_back(sql.substr(0, at));
        if (at == sql.npos) {
            return pieces;
        }
        sql.remove_prefix(at + kListMark.size());
    }
}

std::string places(std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += i == 0 ? "?" : ", ?";
    }
    return text;
}

/// Whole numbers may stand in the text itself.
std::string digits(std::span<const Param> values) {
    std::string text;
    for (const Param& value : values) {
        if (value.kind != ParamKind::Integer) {
            throw QueryError("a list of " + std::to_string(values.size()) + " values is too long");
        }
        text += (text.empty() ? "" : ", ") + std::to_string(value.integer);
    }
    return text;
}

/// The text for one list, whose values are added to `values`.
std::string write_list(const Param& list, std::vector<Param>& values) {
    const std::size_t first = values.size();
    for (std::string_view rest(list.bytes, list.size); !rest.empty();) {
        values.push_back(take_element(rest));
    }
    const std::size_t count = values.size() - first;
    if (count == 0) {
        return "SELECT NULL FROM DUAL WHERE FALSE";
    }
    if (count > kMostPlaces) {
        std::string text = digits(std::span(values).subspan(first));
        values.resize(first);
        return text;
    }
    if (count <= kPadded) {
        values.resize(first + std::bit_ceil(count), values.back());
    }
    return places(values.size() - first);
}

}  // namespace

MariadbStatement::MariadbStatement(MariadbConnection& connection, std::string_view sql)
    : connection_(connection),
      sql_(sql),
      pieces_(split_at_lists(sql)),
      read_only_(reads_only(sql)) {
    if (pieces_.size() == 1) {
        variants_.push_back({{}, compile({})});
    }
}

Prepared MariadbStatement::prepared(std::span<const Param> params, std::vector<Param>& values) {
    std::vector<std::string> lists;
    for (const Param& param : params) {
        if (param.kind == ParamKind::List) {
            lists.push_back(write_list(param, values));
        } else {
            values.push_back(param);
        }
    }
    if (lists.size() + 1 != pieces_.size()) {
        throw QueryError("a list is bound where the text has no place for one", sql_);
    }
    for (const Variant& variant : variants_) {
        if (variant.lists == lists) {
            return variant.prepared;
        }
    }
    Prepared made = compile(lists);
    const bool kept = std::all_of(
        lists.begin(), lists.end(), [](const std::string& list) { return list.size() < 3 * kPadded; });
    if (kept && variants_.size() < kVariants) {
        variants_.push_back({std::move(lists), made});
    }
    return made;
}

Prepared MariadbStatement::compile(const std::vector<std::string>& lists) {
    std::string text = pieces_.front();
    for (std::size_t i = 0; i < lists.size(); ++i) {
        text += lists[i] + pieces_[i + 1];
    }
    return connection_.compile(text);
}

}  // namespace carafe::db::mariadb
