// Pages by cursor. A cursor names the last row of a page by the values it is ordered by. Visitors can
// read it, but not make or change one: it is sealed with the database's cursor key, for one list (the
// SQL of its first page, which has no values) and one tenant. Sealed form, must not change while
// addresses are about: base64url(direction, MAC, values).
#include "carafe/crypto/encoding.hpp"
#include "carafe/crypto/hash.hpp"
#include "carafe/orm/errors.hpp"
#include "carafe/orm/query_core.hpp"
#include "carafe/orm/runner.hpp"
#include "carafe/orm/sql_writer.hpp"

#include <cstring>

namespace carafe::orm {

namespace {

constexpr std::size_t kMacBytes = 16;

[[noreturn]] void bad_cursor() {
    throw BadCursor("the cursor does not belong to this list");
}

/// Seals and opens the cursors of one list in one session.
class CursorSeal {
  public:
    CursorSeal(const SessionCore& session, std::string_view first_page)
        : key_(session.unit().database().cursor_key()) {
        const std::int64_t tenant = session.tenant();
        list_ += static_cast<char>(session.kind());
        list_.append(reinterpret_cast<const char*>(&tenant), sizeof tenant);
        list_.append(first_page).append(1, '\0');
    }

    /// @param direction  'n' or 'p'
    std::string seal(char direction, const std::string& values) const {
        return crypto::encode_base64url(direction + mac(direction, values) + values);
    }

    /// Direction, then values.
    std::string open(std::string_view cursor) const {
        auto bytes = crypto::decode_base64url(cursor).value_or("");
        if (bytes.size() <= 1 + kMacBytes) {
            bad_cursor();
        }
        const char direction = bytes.front();
        auto values = bytes.substr(1 + kMacBytes);
        if (!crypto::is_equal(mac(direction, values), bytes.substr(1, kMacBytes))) {
            bad_cursor();
        }
        return direction + values;
    }

  private:
    std::string mac(char direction, const std::string& values) const {
        const auto digest = crypto::hmac_sha256(key_, list_ + direction + values);
        return std::string(crypto::view(digest).substr(0, kMacBytes));
    }

    const std::string& key_;
    std::string list_{};
};

void check_orders(const std::vector<Order>& orders) {
    for (const auto& order : orders) {
        const Column* column = order.table->column_at(order.offset);
        if (!column || column->nullable) {
            throw QueryError("keyset() orders by columns that are never NULL");
        }
    }
}

void put_value(std::string& out, const Column& column, const char* row) {
    const void* value = row + column.offset;
    switch (column.memory) {
        case db::MemoryKind::Text:
        case db::MemoryKind::Enum: {
            std::string_view text = column.memory == db::MemoryKind::Enum
                                        ? column.enums->name(value)
                                        : std::string_view(*static_cast<const std::string*>(value));
            auto size = static_cast<std::uint32_t>(text.size());
            out += 't';
            out.append(reinterpret_cast<const char*>(&size), sizeof size);
            out += text;
            return;
        }
        case db::MemoryKind::Double:
            out += 'r';
            out.append(static_cast<const char*>(value), 8);
            return;
        case db::MemoryKind::Blob:
            throw QueryError("keyset() cannot order by bytes");
        default:
            break;
    }
    std::int64_t number = 0;
    if (column.memory == db::MemoryKind::Bool) {
        number = *static_cast<const bool*>(value) ? 1 : 0;
    } else if (column.memory == db::MemoryKind::Int16) {
        number = *static_cast<const std::int16_t*>(value);
    } else if (column.memory == db::MemoryKind::Int32) {
        number = *static_cast<const std::int32_t*>(value);
    } else {
        number = *static_cast<const std::int64_t*>(value);
    }
    out += 'i';
    out.append(reinterpret_cast<const char*>(&number), sizeof number);
}

/// Reads the value of `column` from a cursor into `arguments` and moves `bytes` behind it.
void take_value(std::string_view& bytes, const Column& column, Arguments& arguments) {
    if (bytes.size() < 5) {
        bad_cursor();
    }
    char kind = bytes.front();
    bytes.remove_prefix(1);
    if (kind == 't') {
        std::uint32_t size;
        std::memcpy(&size, bytes.data(), sizeof size);
        bytes.remove_prefix(sizeof size);
        if (size > bytes.size()) {
            bad_cursor();
        }
        arguments.text(bytes.substr(0, size));
        bytes.remove_prefix(size);
        return;
    }
    if (bytes.size() < 8 || (kind != 'i' && kind != 'r')) {
        bad_cursor();
    }
    if (kind == 'i') {
        std::int64_t number;
        std::memcpy(&number, bytes.data(), sizeof number);
        arguments.integer(number, param_kind(column.type));
    } else {
        double number;
        std::memcpy(&number, bytes.data(), sizeof number);
        arguments.real(number);
    }
    bytes.remove_prefix(8);
}

void put_position(Arguments& arguments, std::string_view values, const std::vector<Order>& orders) {
    for (const auto& order : orders) {
        take_value(values, *order.table->column_at(order.offset), arguments);
    }
    if (!values.empty()) {
        bad_cursor();
    }
}

std::string values_of(const std::vector<Order>& orders, const char* row) {
    std::string values;
    for (const auto& order : orders) {
        put_value(values, *order.table->column_at(order.offset), row);
    }
    return values;
}

void add_key_order(std::vector<Order>& orders, const Table& root) {
    for (const auto& order : orders) {
        if (order.table != &root) {
            throw QueryError("keyset() orders by columns of the model itself");
        }
        if (order.offset == root.key->offset) {
            return;
        }
    }
    orders.push_back({&root, root.key->offset, !orders.empty() && orders.back().descending});
}

void turn_round(std::vector<Order>& orders) {
    for (auto& order : orders) {
        order.descending = !order.descending;
    }
}

}  // namespace

/// What makes two lists the same: tables, conditions and orders, without values and page size.
std::string QueryCore::first_page_sql() {
    const Buffer kept = code;
    code.byte(static_cast<unsigned>(Clause::Limit));
    write_orders();
    db::Connection& connection = session->unit().connection();
    std::string sql = cached_statement(*session, connection, code.view(), [&] {
                          return write_query(*this, connection.dialect(), *session);
                      }).sql;
    code = kept;
    return sql;
}

KeysetResult QueryCore::keyset(void* vector,
                               std::string_view after,
                               std::int64_t size,
                               bool& backwards) {
    add_key_order(orders, *root);
    check_orders(orders);
    const CursorSeal cursors(*session, first_page_sql());
    const std::vector<Order> forward = orders;
    if (!after.empty()) {
        const std::string position = cursors.open(after);
        backwards = position.front() == 'p';
        if (backwards) {
            turn_round(orders);
        }
        code.byte(static_cast<unsigned>(Clause::After));
        put_position(arguments, std::string_view(position).substr(1), forward);
    }
    limit(size + 1);
    all(vector);

    const RowOps& rows = *root->rows;
    auto found = rows.vector_size(vector);
    bool more = found > static_cast<std::size_t>(size);
    if (more) {
        rows.resize(vector, --found);
    }
    if (found == 0) {
        return {};
    }
    const char* data = static_cast<const char*>(rows.vector_data(vector));
    const char* first_row = backwards ? data + (found - 1) * rows.row_size : data;
    const char* last_row = backwards ? data : data + (found - 1) * rows.row_size;
    KeysetResult result;
    if (backwards || more) {
        result.next = cursors.seal('n', values_of(forward, last_row));
    }
    if (backwards ? more : !after.empty()) {
        result.previous = cursors.seal('p', values_of(forward, first_row));
    }
    return result;
}

}  // namespace carafe::orm
